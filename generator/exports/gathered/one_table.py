"""一个地区一年的一张表：各部门、各单位的同一张公开表放在一个文件里，一行一个科目或项目，栏是这张表填的各栏（年初预算不印，也在内）。"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from generator.exports import csv_text
from generator.exports.dossier import Dossier, named
from generator.exports.json_text import Object
from generator.exports.lines import HEADS
from generator.exports.registry import File
from generator.store import Store

ORDER = 5
WHOSE = ("部门", "年度", "行", "行名")
ADDRESS, VALUE, UNIT, COLUMN = (HEADS.index(head) for head in ("地址", "数值", "单位", "栏"))
LEAD = tuple(HEADS.index(head) for head in WHOSE)

APART = re.compile("[:/]")

Row = dict[str, str]


@dataclass(slots=True)
class Sheet:
    """One table of a region-year while it is gathered: its columns in the order they come up, and its rows by whose they are."""

    columns: dict[str, None] = field(default_factory=dict)
    rows: dict[tuple[str, ...], Row] = field(default_factory=dict)

    def add(self, line: list[str]) -> None:
        """One figure of the long table put into its row and column."""
        column = f"{line[COLUMN]}（{line[UNIT]}）"
        self.columns.setdefault(column)
        self.rows.setdefault(tuple(line[at] for at in LEAD), {})[column] = line[VALUE]

    def written(self) -> bytes:
        """The file; a cell without a figure stays empty."""
        columns = tuple(self.columns)
        table = ((*whose, *(row.get(column, "") for column in columns)) for whose, row in self.rows.items())
        return csv_text.written((*WHOSE, *columns), table, slice(len(WHOSE), None))


def part(dossier: Dossier) -> Object:
    """What one disclosure gives: where its own long table is, and number and title of each table it prints."""
    titles = dossier.store.catalog.tables
    printed = {one.kind: [one.number, one.title or titles[one.kind].title] for one in dossier.account.profile.tables}
    return {"csv": dossier.path("csv"), "tables": printed}


def files(_store: Store, code: str, year: int, parts: Iterable[Object], read: Callable[[str], bytes]) -> Iterator[File]:
    """One per table that any disclosure has figures in, in the order and under the name most recently printed."""
    address, names, sheets = f"{code}/{year}", dict[str, list[str]](), dict[str, Sheet]()
    for one in parts:
        names |= one["tables"]
        for kind, line in _cells(read(one["csv"])):
            sheets.setdefault(kind, Sheet()).add(line)
    for kind, (number, title) in names.items():
        if kind in sheets:
            yield File(named(address, f"{kind}.csv"), f"{number}{title} CSV", sheets[kind].written(), f"{address}/")


def _cells(long_table: bytes) -> Iterator[tuple[str, list[str]]]:
    """Cells of tables with the kind of their table; the address of what compares cells has a colon or a stroke in it."""
    lines = csv.reader(io.StringIO(long_table.decode("utf-8-sig"), newline=""))
    for line in lines:
        measure = line[ADDRESS].partition("#")[2]
        kind, _, cell = measure.partition(".")
        if cell and not APART.search(cell):
            yield kind, line
