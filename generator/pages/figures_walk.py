"""页面上印出的每个数：地址、字样、印在哪张表或哪一节；表里的在前，句子和图里的在后。"""

from __future__ import annotations

import dataclasses
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from generator.exports.printed import sections
from generator.values import Value, replace
from generator.views import Block, DisclosurePage, Run, Section, Table

FORMS, SHARES, WORDS = "绩效表", "分单位", "文字"
PAGE = "figures/"
DATA = "figures.json"
MEMORY = 8192
"""Addresses kept in mind: the years of a department share most of theirs."""

_PLAIN = re.compile("[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Sheet:
    """What figures are grouped by, as the page prints it: a table or a form."""

    title: str
    number: str
    unit: str
    anchor: str


class Print(Value, frozen=True):
    """A figure at one place."""

    fact: str
    text: str
    sheet: Sheet | None = None


@lru_cache(MEMORY)
def ident(fact: str) -> str:
    """The id of a figure's entry: what is ASCII in the address, for people, and a checksum of the whole of it.

    The script of the disclosure page works it out in the same way.
    """
    return f"f-{_PLAIN.sub('-', fact.lower()).strip('-')}-{zlib.crc32(fact.encode('utf-8')):x}"


def base_of(fact: str) -> str:
    """The cell a measure speaks of first: of `T1.收入总计:增减额` and of `T1.收入总计/T2.合计.小计` it is `T1.收入总计`."""
    return fact.partition("/")[0].partition(":")[0]


@lru_cache(MEMORY)
def group_of(fact: str) -> str:
    """What a figure is listed under: its table, or the form or unit it belongs to."""
    steps = base_of(fact).split(".")
    if len(steps) == 1:
        return WORDS
    return ".".join(steps[:2]) if steps[0] in {FORMS, SHARES} else steps[0]


def group_ident(group: str) -> str:
    """The id of a group."""
    return f"g{ident(group)[1:]}"


# walking --------------------------------------------------------------------------------------------------------------


def prints(page: DisclosurePage) -> Iterator[Print]:
    """Every printed figure; one that is printed in several places comes several times, its own table first."""
    told = [(section, block) for section in sections(page.parts) for block in section.blocks]
    for section, block in told:
        yield from _of_sheets(section, block)
    for _, block in told:
        yield from _of_words(block)
    for figure in page.key_figures:
        yield Print(figure.fact, figure.value + ("%" if figure.unit == "%" else ""))
        yield from _of_runs(figure.change)


def _of_sheets(section: Section, block: Block) -> Iterator[Print]:
    if block.table is not None:
        table = block.table
        yield from _side_by_side(table, Sheet(table.title, table.number, _unit(table), table.id))
    if block.form is not None:
        # Forms of one kind have one title: what they are of tells them apart.
        title = f"{block.form.title}：{section.place.partition('/')[2]}"
        for table in block.form.tables:
            yield from _of_table(table, Sheet(title, "", _unit(table), block.form.id))


def _unit(table: Table) -> str:
    return table.unit.partition("：")[2]


def _of_table(table: Table, sheet: Sheet | None) -> Iterator[Print]:
    return (Print(cell.fact, cell.text, sheet) for row in table.body for cell in row.cells if cell.fact)


def _side_by_side(table: Table, sheet: Sheet) -> Iterator[Print]:
    """Where rows name several things side by side (income and spending), the left ones of all rows come before the next."""
    found: list[tuple[int, Print]] = []
    for row in table.body:
        place = name = 0
        for cell in row.cells:
            name = place if cell.kind == "name" else name
            place += cell.colspan
            if cell.fact:
                found.append((name, Print(cell.fact, cell.text, sheet)))
    yield from (one for _, one in sorted(found, key=lambda pair: pair[0]))


def _of_words(block: Block) -> Iterator[Print]:
    yield from _of_runs(block.runs)
    for item in block.items:
        yield from _of_runs(item)
    if block.chart is not None:
        yield from _of_table(block.chart.table, None)


def _of_runs(runs: Iterable[Run]) -> Iterator[Print]:
    return (Print(run.fact, run.text) for run in runs if run.fact)


# links to where the figures come from -----------------------------------------------------------------------------------


def with_origins(page: DisclosurePage) -> DisclosurePage:
    """One link for every table, form and section with figures, to where their origins are told."""
    return dataclasses.replace(
        page, parts=tuple(_linked(part) for part in page.parts), origins=PAGE if any(True for _ in prints(page)) else ""
    )


def _linked(section: Section) -> Section:
    blocks = tuple(_block(block) for block in section.blocks)
    inner = tuple(_linked(one) for one in section.sections)
    facts = (run.fact for one in _told_with(section) for block in one.blocks for run in _runs(block) if run.fact)
    first = next(facts, "")
    return replace(section, blocks=blocks, sections=inner, origins=_href(first))


def _told_with(section: Section) -> Iterator[Section]:
    """The sections whose sentences share one link: those of level 3 with what is inside them, others alone."""
    return sections((section,)) if section.level == 3 else iter((section,) if section.level == 2 else ())


def _runs(block: Block) -> Iterator[Run]:
    yield from block.runs
    for item in block.items:
        yield from item


def _block(block: Block) -> Block:
    if block.table is not None:
        return replace(block, table=_table(block.table))
    if block.form is not None:
        form = block.form
        return replace(block, form=replace(form, origins=_href(_first(form.tables))))
    return block


def _table(table: Table) -> Table:
    return replace(table, origins=_href(_first((table,))))


def _first(tables: Iterable[Table]) -> str:
    return next((cell.fact for table in tables for row in table.body for cell in row.cells if cell.fact), "")


def _href(fact: str) -> str:
    return f"{PAGE}#{group_ident(group_of(fact))}" if fact else ""
