"""摘要 summary：一份记录在总览页（地区、年度、科目、指标、查找）上要印的一切，小到一万份也放得下，写成 JSON。

Aggregates read summaries and nothing else, so that they are re-made without reading any record again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

import msgspec

from generator.cache import encoded
from generator.openness.notices import Notice
from generator.store import Publisher
from generator.wording import ABSENT

Split = Mapping[str, Decimal]
"""Name → amount above zero."""


@dataclass(frozen=True, slots=True)
class Brief:
    """A figure as its own document shows it, and how it moved since last year."""

    value: Decimal | None = None
    text: str = ABSENT
    listed: str = ABSENT
    """As lists print it, which also give what follows from the tables an original lost."""
    rate: str = ABSENT
    """增减幅 with its arrow, and how it is spoken."""
    spoken: str = ""
    growth: Decimal | None = None
    """增减幅 with its sign; None where it is not known or not ours to compute (存档)."""


@dataclass(frozen=True, slots=True)
class Spending:
    """How one 类 of one publisher's spending divides, by where it came from and by what it was."""

    name: str
    sources: Split
    kinds: Split

    @property
    def total(self) -> Decimal:
        """All of it."""
        return sum(self.kinds.values(), Decimal(0))


@dataclass(frozen=True, slots=True)
class Use:
    """What one publisher spent under a code in one year."""

    value: Decimal | None
    """None where the document does not tell it."""
    text: str = ""
    fact: str = ""
    share: str = ""
    mark: str = ""
    why: str = ""
    """Why it is not known."""


UNTOLD = Use(None)


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator of one form: its printed cells in the order of the columns of the table of all indicators."""

    form: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """One record as aggregates see it."""

    publisher: Publisher
    year: int
    name: str
    """As the document itself has it."""
    title: str
    """As department.yml has it."""
    department: str
    short: str
    kind: str
    """部门决算, 单位决算 or 绩效自评."""
    archive: bool
    digest: str
    """Of the record's file."""
    anchored: bool = True
    """Whether its page prints its forms, so that a link can lead to one."""
    briefs: Mapping[str, Brief] = field(default_factory=dict)
    """By measure."""
    spending: tuple[Spending, ...] | None = None
    """None where the tables do not say exactly how it divides."""
    indicators: tuple[Indicator, ...] = ()
    codes: tuple[str, ...] = ()
    """项 that stand in its tables, ascending."""
    uses: Mapping[str, Use] = field(default_factory=dict)
    """By 项, those that the document lumps together included."""
    notices: tuple[Notice, ...] = ()
    """公布 and 更正, for feeds and the sitemap."""

    @property
    def address(self) -> str:
        """`420106/ybj/2021`."""
        return f"{self.publisher.path}/{self.year}"

    @property
    def slim(self) -> Summary:
        """Who it is and which codes it uses, without any figure: all that pages over the whole site need of ten thousand."""
        return replace(self, digest="", briefs={}, spending=None, indicators=(), uses=dict.fromkeys(self.uses, UNTOLD))

    def brief(self, measure: str) -> Brief:
        """A figure; the empty one where nothing tells it."""
        return self.briefs.get(measure, Brief())


def to_json(summaries: tuple[Summary, ...]) -> bytes:
    """Exact: decimals are written as text."""
    return encoded(summaries)


def from_json(data: bytes) -> tuple[Summary, ...]:
    """What `to_json` wrote; ValueError where it is something else."""
    try:
        return msgspec.json.decode(data, type=tuple[Summary, ...])
    except msgspec.MsgspecError as error:
        raise ValueError(str(error)) from error
