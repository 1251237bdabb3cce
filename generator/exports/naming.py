"""一个地址说的是哪张表、哪一行、哪一栏。The same words as the printed tables and forms use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from generator.accounts import Account, note_words
from generator.catalog import Catalog, FormLayout, Profile
from generator.forms.cells import pieces
from generator.model import FormEntry
from generator.narrative import spoken

CHANGES = {"上年": "上年数", "增减额": "比上年增减额", "增减": "比上年增减", "增减幅": "比上年增减幅"}
APART = "差:"
FORMS, PROJECTS, SHARES = "绩效表", "项目", "分单位"
INDICATORS, GROUPS = "指标", "目标组"

Names = Mapping[str, str]


class Place(NamedTuple):
    """Where a figure belongs, in words."""

    table: str
    row: str = ""
    row_name: str = ""
    column: str = ""


@dataclass(frozen=True, slots=True)
class TableNames:
    """Titles, rows, columns and codes of all tables, as records of one 板式 and 年度 call them."""

    kinds: Mapping[str, tuple[str, Names, Names, Names]]
    """Of every kind of table: its title, headings of its rows and of its columns, names of its codes."""
    places: dict[str, Place] = field(default_factory=dict)
    """Cells and what is compared with them, by measure, as they are asked for."""
    marks: dict[str, Any] = field(default_factory=dict)
    """What else follows from an address alone, by address; kept for whoever works it out."""

    def place(self, table: str, row: str, column: str) -> Place:
        """A cell in words."""
        title, rows, columns, codes = self.kinds[table]
        name = codes.get(row) if row.isdigit() else None
        return Place(title, row, name or rows.get(row, row), columns.get(column, column))


def table_names(catalog: Catalog, account: Account) -> TableNames:
    """Worked out once for all records that have the same."""
    year = account.profile.code_year or account.filed.record.year
    words = note_words(account)
    filled = {heading: _filled(heading, words) for heading in _open_headings(catalog)}
    key = (TableNames, account.profile.id, year, tuple(filled.values()))
    found: TableNames | None = catalog.remembered.get(key)
    if found is None:
        found = catalog.remembered[key] = TableNames(_kinds(catalog, account.profile, year, filled))
    return found


def _open_headings(catalog: Catalog) -> tuple[str, ...]:
    """Headings with words of the record in them."""
    found: tuple[str, ...] | None = catalog.remembered.get(_open_headings)
    if found is None:
        headings = (column.heading for kind in catalog.tables.values() for column in kind.columns)
        found = catalog.remembered[_open_headings] = tuple(dict.fromkeys(one for one in headings if "{" in one))
    return found


def _filled(text: str, words: Mapping[str, str]) -> str:
    for word, value in words.items():
        text = text.replace("{" + word + "}", value)
    return text


def _kinds(
    catalog: Catalog, profile: Profile, year: int, filled: Mapping[str, str]
) -> dict[str, tuple[str, Names, Names, Names]]:
    titles = {plan.kind: plan.title for plan in profile.tables if plan.title}
    lists = {
        scheme: {code: entry.name for code, entry in catalog.codes(scheme, year).items()}
        for scheme in ("功能科目", "经济科目")
    }
    found: dict[str, tuple[str, Names, Names, Names]] = {}
    for kind in catalog.tables.values():
        rows = {row.name: row.heading or row.name for row in (*kind.rows, *kind.extra_rows) if row.name}
        columns = {column.name: filled.get(column.heading, column.heading) or column.name for column in kind.columns}
        codes = lists["经济科目" if kind.row_kind == "经济科目" else "功能科目"]
        found[kind.id] = (titles.get(kind.id, kind.title), rows, columns, codes)
    return found


@dataclass(frozen=True)
class Namer:
    """Names the figures of one record. `forms` are the printed titles of its forms by 标识."""

    catalog: Catalog
    account: Account
    forms: Mapping[str, str]

    @cached_property
    def tables(self) -> TableNames:
        """Names of rows and columns."""
        return table_names(self.catalog, self.account)

    def named(self, measure: str) -> Place:
        """Words for any measure, also one that compares two figures."""
        found = self.tables.places.get(measure)
        if found is None:
            found = self._named(measure)
            if measure.partition(".")[0] in self.catalog.tables:
                self.tables.places[measure] = found
        return found

    def _named(self, measure: str) -> Place:
        if "/" in measure:
            top, _, base = measure.partition("/")
            return self._compared(top, f"与{spoken(base)}之比")
        if ":" in measure:
            name, _, suffix = measure.partition(":")
            other = suffix.removeprefix(APART)
            return self._compared(name, CHANGES[suffix] if other == suffix else f"与{spoken(other)}之差")
        return self._plain(measure)

    def _compared(self, name: str, how: str) -> Place:
        place = self.named(name)
        return place._replace(column=f"{place.column}·{how}" if place.column else how)

    def _plain(self, name: str) -> Place:
        first, *steps = name.split(".")
        if first in self.catalog.tables:
            return self.tables.place(first, steps[0], ".".join(steps[1:]))
        if first == FORMS:
            return self._form_cell(steps[0], steps[1:])
        if first == PROJECTS:
            return Place(PROJECTS, steps[0], self._projects.get(steps[0], ""), ".".join(steps[1:]))
        if first == SHARES:
            place = self._plain(".".join(steps[1:]))
            return place._replace(table=f"{self._shares.get(steps[0], steps[0])}·{place.table}")
        return Place(first)

    # projects, units and forms -------------------------------------------------------------------------------------

    @cached_property
    def _projects(self) -> Names:
        return {project.slug: project.name for project in self.account.filed.record.projects}

    @cached_property
    def _shares(self) -> Names:
        return {share.slug: share.name for share in self.account.filed.record.shares}

    def _form_cell(self, slug: str, steps: list[str]) -> Place:
        """`资金.<行>.<栏>`, `指标.<序>.<栏>`, `目标组.<序>.<序>.<栏>`, `总分`; a number at the end is one of several values."""
        at = len(steps) - (2 if len(steps) > 2 and steps[-1].isdigit() else 1)
        row = ".".join(steps[:at]) or steps[0]
        last = steps[max(at - 1, 0)]
        name = self._indicators.get((slug, row)) or (row if last.isdigit() else last)
        return Place(self.forms.get(slug, slug), row, name, "·".join(steps[at:]))

    @cached_property
    def _indicators(self) -> dict[tuple[str, str], str]:
        """Names of all indicators by form and row."""
        found: dict[tuple[str, str], str] = {}
        for entry in self.account.filed.record.forms:
            layout = self.catalog.layouts.get(entry.layout)
            if layout is not None:
                found |= {(entry.slug, row): name for row, name in _indicator_names(entry, layout).items()}
        return found


def _indicator_names(entry: FormEntry, layout: FormLayout) -> dict[str, str]:
    columns = [column.name for column in layout.indicators if column.kind == "名称"]
    rows = {f"{INDICATORS}.{at}": row for at, row in enumerate(entry.indicators, 1)}
    for group, goal in enumerate(entry.groups, 1):
        rows |= {f"{GROUPS}.{group}.{at}": row for at, row in enumerate(goal.indicators, 1)}
    return {key: "".join(str(text) for name in columns for text in pieces(row.get(name))) for key, row in rows.items()}
