"""What the charts are given: names, exact values that only give lengths, and figures already printed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Datum:
    """One figure: `value` gives a length, `text` is what is printed."""

    label: str
    value: Decimal
    text: str
    fact: str = ""
    note: str = ""
    """A second printed figure, e.g. the share (占比) 93.03%."""
    tone: int = 0
    """1–5 ties a thing to one colour on every page; 0 = by its size, the largest darkest."""


@dataclass(frozen=True, slots=True)
class Head:
    """What a chart is called: `title` says the finding, `caption` what is shown in neutral words."""

    id: str
    number: str
    title: str
    caption: str = ""
    unit: str = "万元"


@dataclass(frozen=True, slots=True)
class Pair:
    """This year beside last year (本年与上年), and the change in words."""

    current: Datum
    previous: Datum | None = None
    change: str = ""
    """减少151.04万元，下降3.23%; without a last year the words that say why there is none."""
    name: str = ""
    """What the pair is about, where a chart holds several."""


@dataclass(frozen=True, slots=True)
class Series:
    """One publisher's figure over the years of a trend; None = no figure for that year (缺数)."""

    name: str
    points: tuple[Datum | None, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """One stream between two neighbouring columns of a flow, ends named by their labels."""

    source: str
    target: str
    value: Decimal
    text: str
    fact: str = ""


Merge: TypeAlias = Callable[[Sequence[Datum]], Datum]
"""Makes one Datum of several small ones (其他): only the caller prints amounts."""


def count_others(rest: Sequence[Datum]) -> Datum:
    """Merge without printing an amount: the exact sum as length, the number of items as text."""
    return Datum("其他", sum((d.value for d in rest), Decimal(0)), f"共{len(rest)}项")


def check_unique(labels: Sequence[str], where: str) -> None:
    """Refuse a label used twice in one place: it could not be told which is meant."""
    twice = sorted({label for label in labels if labels.count(label) > 1})
    if twice:
        raise ValueError(f"{where}中名称重复：{'、'.join(twice)}")
