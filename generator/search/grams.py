"""两字一组：文字拆成相邻两个词的组，字母和数字连写的另外自成一组。

A phrase stands in a text only if all its pairs do. Nothing is segmented, so index and browser cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from operator import add

from generator.search.words import words

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"
HALF = 32
"""A digit below HALF ends a number, one above goes on: five bits each, lowest first."""


@lru_cache(maxsize=1 << 13)
def grams(text: str) -> frozenset[str]:
    """公务接待费2021 → 公务 务接 接待 待费 费2021 2021. Most names stand in many documents, so they are kept."""
    found = words(text)
    pairs = set(map(add, found, found[1:]))
    plain = {word for word in found if word < HAN}
    if plain:
        pairs -= {first + second for first in plain for second in plain}
    return frozenset(pairs | plain)


HAN = "\u3000"
"""Words of letters and digits sort before it."""


def bucket(gram: str, count: int) -> int:
    """Which of `count` files a gram stands in: FNV-1a over its code points, as search.js computes it."""
    value = 0x811C9DC5
    for sign in gram:
        value = (value ^ ord(sign)) * 0x01000193 & 0xFFFFFFFF
    return value % count


def packed(numbers: Iterable[int]) -> str:
    """Ascending numbers as the differences between them, in DIGITS."""
    last, signs = -1, []
    for number in numbers:
        rest, last = number - last - 1, number
        while rest >= HALF:
            signs.append(DIGITS[HALF + rest % HALF])
            rest = rest // HALF
        signs.append(DIGITS[rest])
    return "".join(signs)
