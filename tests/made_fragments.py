"""Made-up search fragments without records or pages: names, codes and sentences of many publishers and years.

Sentences are cut at any place out of the texts of the real content and joined anew, so that pairs of characters are as many and
as unevenly spread as in real prose; each publisher keeps half of its text from year to year, as real ones do.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from generator.search.fragments import CODES, INDICATORS, PROJECT, WHOLE, Fragment, Piece
from generator.store import Publisher
from generator.summary import Summary
from tests.synthetic_words import EVERY_ITEM, PUBLIC, STAFF

CONTENT = Path(__file__).parent.parent / "content"
REGION_SIZE = 100
SURNAMES = "东西南北中上下前后新老大小高平安康宁和顺清明海江河湖山林石金"


@cache
def prose() -> str:
    """All Chinese text of records and glossary."""
    paths = sorted([*CONTENT.rglob("records/*/*/*.yml"), *CONTENT.rglob("glossary/*.md")])
    return "".join(re.findall(r"[\u4e00-\u9fff，、]{6,}", "\n".join(path.read_text("utf-8") for path in paths)))


def _cut(rng: random.Random, least: int, most: int) -> str:
    """Words from two places."""
    text = prose()
    halves = []
    for _ in range(2):
        at = rng.randrange(len(text) - most)
        halves.append(text[at : at + rng.randint(least, most) // 2].strip("，、"))
    return "".join(halves)


def corpus(publishers: int, years: Sequence[int], names: dict[str, str]) -> Iterator[tuple[Summary, Fragment]]:
    """A summary and a fragment for every publisher and year; `names` are those of the codes."""
    for number in range(publishers):
        region = f"{(110000 + number // REGION_SIZE * 101):06d}"
        rng = random.Random(number)
        name = f"{_place(number // REGION_SIZE)}{_cut(rng, 4, 8)}局"
        lasting = _Maker(rng, names).pieces()
        for year in years:
            fresh = _Maker(random.Random(f"{number}-{year}"), names).pieces()
            publisher = Publisher(region, f"bm{number % REGION_SIZE:03d}")
            title = f"{name}{year}年度部门决算"
            whole = Piece("", title, WHOLE, (title, _place(number // REGION_SIZE), name))
            pieces = (
                whole,
                *(old if at % 2 else new for at, (old, new) in enumerate(zip(lasting, fresh, strict=True))),
            )
            summary = Summary(publisher, year, name, name, name, name[-6:], "部门决算", archive=False, digest="")
            yield summary, Fragment(f"{publisher.path}/{year}/", title, name, region, year, "部门决算", pieces)


def _place(number: int) -> str:
    return f"{SURNAMES[number % len(SURNAMES)]}{SURNAMES[number // len(SURNAMES) % len(SURNAMES)]}区"


class _Maker:
    def __init__(self, rng: random.Random, names: dict[str, str]) -> None:
        self.rng, self.names = rng, names

    def pieces(self) -> list[Piece]:
        """About a thousand characters besides the titles of sections."""
        rng = self.rng
        codes = rng.sample(EVERY_ITEM, 12)
        found = [
            Piece("p3-13-3-n1", "项目绩效自评综述", PROJECT, tuple(_cut(rng, 6, 14) for _ in range(3))),
            Piece(
                "table-t5",
                "一般公共预算财政拨款支出决算表",
                CODES,
                tuple(f"{code} {self.names.get(code, '')}" for code in codes),
            ),
            Piece(
                "table-t6",
                "基本支出决算明细表",
                CODES,
                tuple(self.names.get(code, "") for code in (*STAFF, *PUBLIC)[::2]),
            ),
        ]
        found += [
            Piece(f"p5-1-f{at}", "项目支出绩效自评表", INDICATORS, tuple(_cut(rng, 6, 18) for _ in range(8)))
            for at in range(2)
        ]
        found += [
            Piece(f"p3-{at}", _TITLES[at], "情况说明", tuple(_cut(rng, 20, 60) for _ in range(2)))
            for at in range(len(_TITLES))
        ]
        return found


_TITLES = (
    "收入支出决算总体情况说明",
    "支出决算情况说明",
    "一般公共预算财政拨款支出决算情况说明",
    "财政拨款“三公”经费支出决算情况说明",
    "机关运行经费支出情况",
    "政府采购支出情况",
    "预算绩效情况说明",
)
