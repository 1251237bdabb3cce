"""页面上印出的数：按阅读次序走遍一页，记下每个地址印的字样。"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator.views import Block, DisclosurePage, Run, Section, Table


@dataclass(frozen=True, slots=True)
class Printed:
    """What a page prints, by the figure's address inside the record."""

    cells: Mapping[str, str]
    """Of tables and forms."""
    words: Mapping[str, str]
    """Of sentences, charts and key figures."""
    forms: Mapping[str, str]
    """Titles of the forms by 标识."""

    def text(self, measure: str) -> str:
        """The figure as the page prints it, tables before sentences; "" where it is not printed."""
        return self.cells.get(measure) or self.words.get(measure, "")


def sections(parts: Iterable[Section]) -> Iterator[Section]:
    """All sections of a page in reading order, each before those inside it."""
    for section in parts:
        yield section
        yield from sections(section.sections)


def printed_on(page: DisclosurePage) -> Printed:
    """Walk the page once. Where a figure is printed twice the first place counts."""
    cells: dict[str, str] = {}
    words: dict[str, str] = {}
    forms: dict[str, str] = {}
    for section in sections(page.parts):
        for block in section.blocks:
            _keep(cells, (pair for table in tables_of(block) for pair in _of_table(table)))
            _keep(words, _of_block(block))
            if block.form is not None:
                forms[block.form.id.removeprefix("form-")] = block.form.title
    for figure in page.key_figures:
        _keep(words, ((figure.fact, figure.value + ("%" if figure.unit == "%" else "")), *_of_runs(figure.change)))
    return Printed(cells, words, forms)


def tables_of(block: Block) -> tuple[Table, ...]:
    """The printed table of a block, or those of its form."""
    if block.form is not None:
        return block.form.tables
    return (block.table,) if block.table is not None else ()


def _keep(found: dict[str, str], pairs: Iterable[tuple[str, str]]) -> None:
    for measure, text in pairs:
        found.setdefault(measure, text)


def _of_table(table: Table) -> Iterator[tuple[str, str]]:
    return ((cell.fact, cell.text) for row in table.body for cell in row.cells if cell.fact)


def _of_block(block: Block) -> Iterator[tuple[str, str]]:
    yield from _of_runs(block.runs)
    for item in block.items:
        yield from _of_runs(item)
    if block.chart is not None:
        yield from _of_table(block.chart.table)


def _of_runs(runs: Iterable[Run]) -> Iterator[tuple[str, str]]:
    return ((run.fact, run.text) for run in runs if run.fact)
