"""卷页 folio：写一份来历要用到的东西：这份记录、印出的数、数的叫法，以及别的年度和单位的来历页。"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from generator.accounts import Account
from generator.amounts import format_display
from generator.derive import Figure
from generator.exports.naming import CHANGES, Namer, Place
from generator.forms.cells import SCORE, number
from generator.pages.figures_tape import LAST, Tapes
from generator.pages.figures_walk import FORMS, PAGE, Print, base_of, group_of, ident
from generator.pages.frame import href
from generator.store import OWN_OFFICE, Publisher, Store
from generator.values import Remembered, Value
from generator.views import Section
from generator.wording import printed

POINTS = "分"


class Mark(Value, frozen=True):
    """What an address says by itself."""

    id: str
    """Of its entry."""
    group: str
    place: Place
    """Table, row and column in words."""
    name: str
    """What the figure is called inside its row."""


@dataclass(frozen=True, slots=True)
class Other:
    """Another disclosure of the department, as links from one page of origins reach it."""

    prints: Mapping[str, Print]
    page: str
    entries: str
    """Link to its page of origins, ready for an id."""

    def entry(self, fact: str) -> str:
        """Link to the entry of a fact; "" where it prints none."""
        return self.entries + ident(fact) if fact in self.prints else ""


NOBODY = Other({}, "", "")


@dataclass(frozen=True)
class Folio:
    """What entries are written from. Not slotted: what every entry needs is worked out once."""

    store: Store
    account: Account
    known: Mapping[str, Mapping[str, Print]]
    """What each disclosure of the department prints, by its address."""
    prints: Mapping[str, Print]
    """Every printed fact, its own table first."""
    sections: Mapping[str, Section]
    """Sections of the page by place."""

    @cached_property
    def path(self) -> str:
        """Address of the page of origins."""
        return f"{self.account.address}/{PAGE}"

    def other(self, address: str) -> Other:
        """Another disclosure, if there is one."""
        if address not in self.known:
            return NOBODY
        return Other(self.known[address], href(self.path, f"{address}/"), f"{href(self.path, f'{address}/{PAGE}')}#")

    @cached_property
    def before(self) -> Other:
        """Last year's disclosure."""
        filed = self.account.filed
        return self.other(f"{filed.publisher.path}/{filed.record.year - 1}")

    @cached_property
    def units(self) -> Mapping[str, tuple[str, Other]]:
        """Name and disclosure of each unit that is summed up here."""
        mine, year = self.account.filed.publisher, self.account.filed.record.year
        found: dict[str, tuple[str, Other]] = {}
        for part in self.account.figures.parts:
            unit = Publisher(mine.region, mine.slug, part.slug)
            name = "本级" if part.slug == OWN_OFFICE else self.store.name_of(unit)
            found[part.slug] = (name, self.other(f"{unit.path}/{year}"))
        return found

    @cached_property
    def namer(self) -> Namer:
        """Names of figures, forms by their printed titles."""
        forms: dict[str, str] = {}
        for fact, one in self.prints.items():
            if one.sheet is not None and fact.startswith(f"{FORMS}."):
                forms.setdefault(fact.split(".")[1], one.sheet.title)
        return Namer(self.store.catalog, self.account, forms)

    @cached_property
    def numbers(self) -> Mapping[str, str]:
        """Printed numbers of the tables: 公开01表."""
        marks = self.marks
        return {marks[fact].group: one.sheet.number for fact, one in self.prints.items() if one.sheet is not None}

    @cached_property
    def tapes(self) -> Tapes:
        """How figures are made."""
        points: dict[str, Decimal] = {}
        for entry in self.account.filed.record.forms:
            layout = self.store.catalog.layouts.get(entry.layout)
            if layout is not None:
                value = number(layout.funds_points, SCORE)
                points |= {entry.slug: value} if value is not None else {}
        return Tapes(self.account.figures, self.account.figures.formed, points)

    @cached_property
    def thousands(self) -> bool:
        """Whether amounts carry separators."""
        return self.account.profile.switches.get("千分位", "是") == "是"

    @cached_property
    def marks(self) -> Remembered[Mark]:
        """What addresses say by themselves."""
        found = Remembered(self._mark)
        shared = self.namer.tables.marks
        found.update((fact, shared[fact]) for fact in self.prints if fact in shared)
        return found

    def _mark(self, fact: str) -> Mark:
        """That of a table's cell is the same in all records that call their tables alike."""
        shared = self.namer.tables.marks
        found: Mark | None = shared.get(fact)
        if found is None:
            found = Mark(ident(fact), group_of(fact), self._place(fact), self._name(fact))
            if self._of_table(fact):
                shared[fact] = found
        return found

    def _of_table(self, fact: str) -> bool:
        return fact.partition(".")[0] in self.store.catalog.tables and "/" not in fact and "差:" not in fact

    def place(self, fact: str) -> Place:
        """Table, row and column in words."""
        return self.marks[fact].place

    def _place(self, fact: str) -> Place:
        found = self.namer.named(fact)
        kind = self.store.catalog.tables.get(fact.partition(".")[0])
        # One column needs no name.
        return Place(found.table, found.row, found.row_name) if kind is not None and kind.single else found

    def said(self, figure: Figure | None) -> str:
        """A figure as this record prints figures; a score with the digits it was rounded to."""
        if figure is not None and figure.value is not None and figure.unit == POINTS:
            return format_display(figure.value, max(0, -int(figure.value.as_tuple().exponent)))
        return printed(figure, thousands=self.thousands)

    @cached_property
    def shown(self) -> Remembered[str]:
        """Figures as the page prints them, or as it would."""
        found = Remembered(lambda fact: self.said(self.account.figures.known[fact]))
        found.update((fact, one.text) for fact, one in self.prints.items())
        return found

    # names ---------------------------------------------------------------------------------------------------------

    def name(self, fact: str) -> str:
        """What a figure is called inside its row."""
        return self.marks[fact].name

    def _name(self, fact: str) -> str:
        top, slash, base = fact.partition("/")
        if slash:
            label = self.label(top, base, table=False)
            joint, end = ("与", "之比") if "预算" in label else ("占", "的比例")
            return f"{self.name(top)}{joint}{label}{end}"
        cell, colon, suffix = fact.partition(":")
        name = self._place(cell).column
        if not colon:
            return name
        if suffix.startswith("差:"):
            return f"{name}与{self.label(cell, suffix.removeprefix('差:'))}之差"
        return "·".join(one for one in (name, CHANGES.get(suffix, suffix)) if one)

    def label(self, own: str, other: str, *, table: bool = True) -> str:
        """What another figure is called beside this one: what is the same is not said again."""
        if ":" in own and "/" not in own and base_of(own) == base_of(other):
            return "上年" if other.endswith(LAST) else "本年"
        return self._beside(self.marks[own], self.marks[other], table=table)

    def _beside(self, first: Mark, second: Mark, *, table: bool) -> str:
        here, there = first.place, second.place
        row, column = there.row_name, there.column
        if here.table != there.table or first.group != second.group:
            row = _both(self._table(second) if table else "", row)
        elif here.row == there.row:
            row = "" if column else row
        elif column == here.column.partition("·")[0]:
            column = ""
        return _both(row, column)

    def table(self, fact: str) -> str:
        """A table as others point to it: by its printed number."""
        return self._table(self.marks[fact])

    def _table(self, mark: Mark) -> str:
        return self.numbers.get(mark.group) or mark.place.table


def _both(first: str, second: str) -> str:
    return f"{first}·{second}" if first and second else first or second
