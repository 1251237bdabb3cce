"""关系：记录自己写明的等式，如 551 = 159 + 392，照它的字算一遍。

Whole numbers are exact; where decimals stand in it, or its words say 万元 or 亿元, every number stands for what rounds to it. A number
with a sign of its own (95.33%, 12.04万, 3亿) is that many, and stands for what rounds to its own last digit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

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

NUMBER = re.compile(r"((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.([0-9]+))?)([%％万亿]?)")
SIGNS = {"=": "==", "＝": "==", "≤": "<=", "≦": "<=", "≥": ">=", "≧": ">=", "＜": "<", "＞": ">"}
MARKS = {"＋": "+", "－": "-", "−": "-", "×": "*", "÷": "/", "（": "(", "）": ")"}
SCALES = {"%": Decimal("0.01"), "％": Decimal("0.01"), "万": Decimal(10**4), "亿": Decimal(10**8)}
ROUNDED = re.compile(r"[万亿千]元")
ZERO, MICRO = Decimal(0), Decimal("0.000001")


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
    plain = [found for found in NUMBER.finditer(stated.formula) if not found[3]]
    digits = max((len(found[2] or "") for found in plain), default=0)
    quantum = Decimal(1).scaleb(-digits) if digits or ROUNDED.search(stated.text) else ZERO
    numbers: dict[str, tuple[Decimal, Interval]] = {}

    def named(found: re.Match[str]) -> str:
        scale = SCALES.get(found[3], Decimal(1))
        value = Decimal(found[1].replace(",", "")) * scale
        name = f"n{len(numbers)}"
        numbers[name] = (value, rounded(value, scale.scaleb(-len(found[2] or "")) if found[3] else quantum))
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
    how = {"exact": "", "rounding": "差尾数"}.get(result, "不成立")
    why = f"（{stated.text}）" if stated.text else ""
    told = f"{place}{stated.formula}{how}{why}，右边是{plainly(right)}，相差{plainly(gap)}" if how else ""
    numbers = tuple(Operand(mark.address, found[0]) for found in NUMBER.finditer(stated.formula))
    total = Sum(plainly(right), plainly(gap), operands=numbers)
    if result == "wrong":
        yield from voice.failed("R1", mark, told, total, level=stated.severity)
    else:
        yield from voice.weighed("R1", mark, result, told, total)


def plainly(value: Decimal) -> str:
    """Without zeros at the end, and no more than six digits after the point."""
    shown = value.quantize(MICRO, ROUND_HALF_UP).normalize()
    return f"{shown + 0:f}"


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
