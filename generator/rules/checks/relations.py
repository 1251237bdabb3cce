"""关系：记录自己写明的等式，如 551 = 159 + 392，照它的字算一遍。

Whole numbers are exact; where decimals stand in it, or its words say 万元 or 亿元, every number stands for what rounds to it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from generator import formula as fx
from generator.accounts import Account
from generator.findings import Operand, Result
from generator.intervals import Interval, exactly, rounded
from generator.model import Relation as Stated
from generator.rules.engine import Judged
from generator.rules.model import Rule
from generator.rules.registry import Bench
from generator.rules.relation import Relation, parse_relation
from generator.rules.telling import Mark, Sum, Voice, at_text

NUMBER = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?")
SIGNS = {"=": "==", "＝": "==", "≤": "<=", "≦": "<=", "≥": ">=", "≧": ">=", "＜": "<", "＞": ">"}
MARKS = {"＋": "+", "－": "-", "−": "-", "×": "*", "÷": "/", "（": "(", "）": ")", "％": "", "%": ""}
ROUNDED = re.compile(r"[万亿千]元")
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A relation that could be read: its parsed form, and each number by the name it has there."""

    relation: Relation
    numbers: Mapping[str, tuple[Decimal, Interval]]


def check(rules: Mapping[str, Rule], account: Account, bench: Bench) -> Iterator[Judged]:
    """R1 on every 关系 of a record."""
    _ = bench
    voice = Voice(account, rules)
    for at, stated in enumerate(account.filed.record.relations, 1):
        where = at_text(stated.formula, f"{stated.place}#关系{at}" if stated.place else f"关系{at}")
        mark = Mark(where.address, where.line, where.column, stated.formula, f"关系 → 第{at}条")
        sentence = read(stated)
        if sentence is None:
            yield from voice.failed("R1", mark, f"“{stated.formula}”读不懂，应写成 551 = 159 + 392 的样子")
        else:
            yield from _judge(voice, mark, stated, sentence)


def read(stated: Stated) -> Sentence | None:
    """The relation with each number put aside under a name; None where it is none."""
    texts = NUMBER.findall(stated.formula)
    digits = max((len(text.partition(".")[2]) for text in texts), default=0)
    quantum = Decimal(1).scaleb(-digits) if digits or ROUNDED.search(stated.text) else ZERO
    numbers: dict[str, tuple[Decimal, Interval]] = {}

    def named(found: re.Match[str]) -> str:
        value = Decimal(found[0].replace(",", ""))
        name = f"n{len(numbers)}"
        numbers[name] = (value, rounded(value, quantum))
        return name

    text = NUMBER.sub(named, stated.formula)
    for old, new in (*SIGNS.items(), *MARKS.items()):
        text = text.replace(old, new)
    text = re.sub(r"([<>])==", r"\1=", text).replace("====", "==")
    try:
        return Sentence(parse_relation(text), numbers)
    except fx.FormulaError:
        return None


def _judge(voice: Voice, mark: Mark, stated: Stated, sentence: Sentence) -> Iterator[Judged]:
    try:
        left, right = (_value(node, sentence) for node in (sentence.relation.left, sentence.relation.right))
    except (fx.FormulaError, ZeroDivisionError):
        yield from voice.failed("R1", mark, f"“{stated.formula}”算不出来")
        return
    spread = _spread(sentence.relation.left, sentence), _spread(sentence.relation.right, sentence)
    gap = left - right
    result: Result = "exact" if _holds(sentence.relation.op, gap) else _near(sentence.relation.op, *spread)
    place = f"{stated.place}：" if stated.place else ""
    told = {"exact": "", "rounding": "差尾数"}.get(result, "不成立")
    told = f"{place}{stated.formula}{told}，右边是{right:f}，相差{gap:f}" if told else ""
    numbers = tuple(Operand(mark.address, f"{value:f}") for value, _ in sentence.numbers.values())
    yield from voice.weighed("R1", mark, result, told, Sum(f"{right:f}", f"{gap:f}", operands=numbers))


def _holds(operator: str, gap: Decimal) -> bool:
    return {"==": gap == 0, "<=": gap <= 0, ">=": gap >= 0, "<": gap < 0, ">": gap > 0}[operator]


def _near(operator: str, left: Interval | None, right: Interval | None) -> Result:
    """Whether some exact values behind the printed ones fulfil it."""
    if left is None or right is None:
        return "wrong"
    if operator == "==":
        return "rounding" if left.meets(right) else "wrong"
    fits = left.low < right.high if operator in {"<=", "<"} else left.high > right.low
    return "rounding" if fits else "wrong"


def _value(node: fx.Node, sentence: Sentence) -> Decimal:
    if isinstance(node, fx.Name) and node.name in sentence.numbers:
        return sentence.numbers[node.name][0]
    if not isinstance(node, fx.Binary):
        raise fx.FormulaError("关系里只能有数和加减乘除")
    left, right = _value(node.left, sentence), _value(node.right, sentence)
    sums: dict[str, Callable[[], Decimal]] = {
        "+": lambda: left + right,
        "-": lambda: left - right,
        "*": lambda: left * right,
        "/": lambda: left / right,
    }
    return sums[node.op]()


def _spread(node: fx.Node, sentence: Sentence) -> Interval | None:
    if not isinstance(node, fx.Binary):
        return sentence.numbers[node.name][1] if isinstance(node, fx.Name) else exactly(ZERO)
    left, right = _spread(node.left, sentence), _spread(node.right, sentence)
    if left is None or right is None:
        return None
    return {"+": left + right, "-": left - right, "*": left * right, "/": left / right}[node.op]
