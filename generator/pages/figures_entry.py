"""一个数的来历：由哪些数算出、上年是多少、原件怎么印、更正过没有。"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from functools import cached_property

from generator.accounts import Account
from generator.derive import Figure
from generator.exports.naming import CHANGES, Namer, Place
from generator.forms.cells import SCORE, number
from generator.forms.sheet import form_computed
from generator.pages.figures_tape import HUNDRED, LAST, SUMS, Sign, Tapes, Term
from generator.pages.figures_walk import FORMS, PAGE, Print, base_of, group_of, ident
from generator.pages.frame import href
from generator.store import OWN_OFFICE, Publisher, Store
from generator.views import FigureEntry, FigureName, Link, Section, Step
from generator.wording import MONEY, PERCENT, machine, printed

SIGNS: Mapping[Sign, str] = {"+": "＋", "-": "－", "*": "×", "/": "÷", "min": "，不超过", "max": "，不少于"}
SAID = {
    "空表": "空表照样公开，各格印零",
    "无此类支出": "本年没有这类支出",
    "本表无此科目": "表里没有这个科目",
    "资金分": "表式规定的分值",
    "本年数减去原件写明的增减额": "由本年数和原件写明的增减额倒推",
}
WAN = "万元"
NOTHING = "相加的各项都是零"


@dataclass(frozen=True, slots=True)
class Other:
    """Another disclosure of the department, as links from one page of origins reach it."""

    printed: frozenset[str]
    page: str
    entries: str
    """Link to its page of origins, ready for an id."""

    def entry(self, fact: str) -> str:
        """Link to the entry of a fact; "" where it prints none."""
        return self.entries + ident(fact) if fact in self.printed else ""


NOBODY = Other(frozenset(), "", "")


@dataclass(frozen=True)
class Folio:
    """What entries are written from. Not slotted: what every entry needs is worked out once."""

    store: Store
    account: Account
    known: Mapping[str, frozenset[str]]
    """Facts that each disclosure of the department prints, by its address."""
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
        return {group_of(fact): one.sheet.number for fact, one in self.prints.items() if one.sheet is not None}

    @cached_property
    def tapes(self) -> Tapes:
        """How figures are made."""
        made: dict[str, Figure] = {}
        points: dict[str, Decimal] = {}
        for entry in self.account.filed.record.forms:
            layout = self.store.catalog.layouts.get(entry.layout)
            if layout is not None:
                made |= form_computed(entry, layout, self.account.filed.money)
                value = number(layout.funds_points, SCORE)
                points |= {entry.slug: value} if value is not None else {}
        return Tapes(self.account.figures, made, points)

    @cached_property
    def thousands(self) -> bool:
        """Whether amounts carry separators."""
        return self.account.profile.switches.get("千分位", "是") == "是"

    @cached_property
    def _places(self) -> dict[str, Place]:
        return {}

    def place(self, fact: str) -> Place:
        """Table, row and column in words."""
        found = self._places.get(fact)
        if found is None:
            found = self._places[fact] = self.namer.named(fact)
        return found

    def said(self, figure: Figure | None) -> str:
        """A figure as this record prints figures."""
        return printed(figure, thousands=self.thousands)

    def shown(self, fact: str) -> str:
        """A figure as the page prints it, or as it would."""
        found = self.prints.get(fact)
        return found.text if found is not None else self.said(self.account.figures.measure(fact))

    # names ---------------------------------------------------------------------------------------------------------

    def name(self, fact: str) -> str:
        """What a figure is called inside its row."""
        top, slash, base = fact.partition("/")
        if slash:
            label = self.label(top, base, table=False)
            return (
                f"{self.name(top)}{'与' if '预算' in label else '占'}{label}{'之比' if '预算' in label else '的比例'}"
            )
        cell, _, suffix = fact.partition(":")
        name = "" if self._single(cell) else self.place(cell).column
        apart, word, other = suffix.partition("差:")
        if word and not apart:
            return f"{name}与{self.label(cell, other)}之差"
        return "·".join(one for one in (name, CHANGES.get(suffix, suffix)) if one)

    def _single(self, cell: str) -> bool:
        """Whether a cell stands in a table of one column, which needs no name."""
        kind = self.store.catalog.tables.get(cell.partition(".")[0])
        return kind is not None and kind.single

    def label(self, own: str, other: str, *, table: bool = True) -> str:
        """What another figure is called beside this one: what is the same is not said again."""
        if ":" in own and "/" not in own and base_of(own) == base_of(other):
            return "上年" if other.endswith(LAST) else "本年"
        here, there = self.place(own), self.place(other)
        column = "" if self._single(other) else there.column
        if here.table != there.table or group_of(own) != group_of(other):
            names = (self.table(other) if table else "", there.row_name, column)
        elif here.row == there.row:
            names = ("", "" if column else there.row_name, column)
        else:
            names = ("", there.row_name, "" if column == here.column.partition("·")[0] else column)
        return "·".join(name for name in names if name)

    def table(self, fact: str) -> str:
        """A table as others point to it: by its printed number."""
        return self.numbers.get(group_of(fact)) or self.place(fact).table

    # one entry -----------------------------------------------------------------------------------------------------

    def entry(self, fact: str) -> FigureEntry:
        """All there is to tell of a figure."""
        figure = self.account.figures.measure(fact)
        made = self.tapes.made(fact)
        terms = self.tapes.terms(fact, made)
        values = [self._value(term) for term in terms]
        nothing = bool(terms) and all(
            term.sign in SUMS and not value for term, value in zip(terms, values, strict=True)
        )
        steps = self._steps(fact, terms, values) if terms and not nothing else ()
        lead = "" if not steps else "应等于" if self._given(fact, figure) else "＝" if len(steps) > 1 else "取自"
        return FigureEntry(
            names=(FigureName(ident(fact), fact, self.name(fact)),),
            value=self.shown(fact),
            origin=self._origin(fact, figure),
            address=f"{self.account.address}#{fact}",
            unit=self._unit(fact, figure),
            lead=lead,
            steps=steps,
            note=self._nothing(fact, terms) if nothing else self._note(fact, figure, made, steps),
            last=self._last(fact),
            written=self._written.get(fact, ()),
            corrections=self._corrected.get(fact, ()),
        )

    def _origin(self, fact: str, figure: Figure | None) -> str:
        if fact.endswith(LAST):
            return "上年数"
        if figure is not None and figure.stated:
            return "录入" if self.account.filed.archive else "填报"
        return "原件写明" if self._given(fact, figure) else "推算"

    def _given(self, fact: str, figure: Figure | None) -> bool:
        """Whether somebody wrote the figure down: the clerk, or the document that is kept as it stands."""
        return figure is None or figure.stated or (fact in self._written and fact in self.prints)

    def _unit(self, fact: str, figure: Figure | None) -> str:
        """Money in that of its table; a percentage that carries its sign says it itself."""
        if figure is None or figure.value is None:
            return ""
        if figure.unit == MONEY:
            found = self.prints.get(fact)
            return found.sheet.unit if found is not None and found.sheet is not None and found.sheet.unit else WAN
        return "" if figure.unit == PERCENT and self.shown(fact).endswith(PERCENT) else figure.unit

    def _nothing(self, fact: str, terms: Sequence[Term]) -> str:
        return NOTHING if len(terms) > 1 else f"取自{self._step(fact, terms[0], '').text}，也是零"

    def _note(self, fact: str, figure: Figure | None, made: Figure | None, steps: tuple[Step, ...]) -> str:
        """What words say beside the steps or instead of them."""
        if figure is None or made is None:
            return ""
        if not steps or not self._given(fact, figure):
            return SAID.get(made.formula, "") if not figure.stated else ""
        found = self.said(made)
        return "" if _same(found, self.shown(fact)) else f"照此得{found}"

    # how it is made ------------------------------------------------------------------------------------------------

    def _steps(self, fact: str, terms: Sequence[Term], values: Sequence[Decimal | None]) -> tuple[Step, ...]:
        """The tape in words. Zeros are left out of longer sums, and how many they are is told."""
        long = len(terms) > 2 and all(term.sign in SUMS for term in terms)
        kept = [term for term, value in zip(terms, values, strict=True) if value or not long]
        scaled = next((at for at, term in enumerate(kept) if term.sign in {"*", "/"}), 0)
        switch = scaled if scaled > 1 else 0
        steps = tuple(self._step(fact, term, _before(at, term, switch)) for at, term in enumerate(kept))
        less = len(terms) - len(kept)
        return (*steps, Step("", f"，另有{less}项为零")) if less else steps

    def _value(self, term: Term) -> Decimal | None:
        """The exact value of one term."""
        if not term.fact:
            return term.value
        if "#" in term.fact:
            figure = self._of_unit(term.fact)
            return figure.value if figure else None
        return self.account.figures.value(term.fact)

    def _of_unit(self, fact: str) -> Figure | None:
        slug, _, where = fact.partition("#")
        parts = self.account.figures.parts
        return next((part.figures.measure(where) for part in parts if part.slug == slug), None)

    def _step(self, fact: str, term: Term, before: str) -> Step:
        """One term in words."""
        if "#" in term.fact:
            slug, _, where = term.fact.partition("#")
            name, there = self.units[slug]
            return Step(before, name, self.said(self._of_unit(term.fact)), where, there.entry(where))
        if term.fact:
            return Step(before, self.label(fact, term.fact), self.shown(term.fact), term.fact, self._target(term.fact))
        if term.sign == "*" and term.value == HUNDRED:
            return Step(before, "100%")
        if not term.word:
            return Step(before, str(term.value))
        money = term.word == "内部往来"
        return Step(before, term.word, self.said(Figure("", term.value)) if money else str(term.value))

    def _target(self, fact: str) -> str:
        """Where a figure's entry is: on this page, or on that of last year. A zero that is not printed has none."""
        if fact in self.prints:
            return f"#{ident(fact)}"
        if fact.endswith(LAST):
            return self.before.entry(fact.removesuffix(LAST))
        return f"#{ident(fact)}" if self.account.figures.value(fact) else ""

    # last year, the document's own words -----------------------------------------------------------------------------

    def _last(self, fact: str) -> Step | None:
        """Last year's figure. Rows of a form are numbered, so the same address says nothing of another year."""
        base = fact.removesuffix(LAST)
        if ":" in base or FORMS in base:
            return None
        figure = self.account.figures.prior(base)
        if figure is None or figure.value is None:
            return None
        there = self.before.entry(base) or self.before.page
        return Step("上年", "", self.said(figure), base, there) if there or base == fact else None

    @cached_property
    def _written(self) -> dict[str, tuple[tuple[str, tuple[Link, ...]], ...]]:
        """By measure: each way an 存档 prints it, and the places where it stands so."""
        found: dict[str, dict[str, list[str]]] = {}
        for one in self.account.filed.record.statements:
            if one.measure:
                texts = found.setdefault(one.measure, {})
                texts.setdefault(f"{one.word or ''}{one.printed}", []).append(one.place)
        return {
            measure: tuple((text, tuple(self._link(place) for place in places)) for text, places in texts.items())
            for measure, texts in found.items()
        }

    def _link(self, place: str) -> Link:
        """To the section of a place, or to the nearest one around it; without a target where the page has none."""
        around = (place[:length] for length in range(len(place), 0, -1))
        section = next((self.sections[one] for one in around if one in self.sections), None)
        return Link(place, f"../#{section.id}" if section else "")

    @cached_property
    def _corrected(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for one in self.account.filed.record.corrections:
            text = f"{one.date.isoformat()}更正：{one.before}改为{one.after}。{one.reason.strip()}"
            found[one.measure or ""] = (*found.get(one.measure or "", ()), text)
        return found


def _same(left: str, right: str) -> bool:
    """507.2 and 507.20 are the same, and so are 4,525.99 and 4525.99."""
    try:
        return Decimal(machine(left)) == Decimal(machine(right))
    except InvalidOperation:
        return left == right


def _before(at: int, term: Term, switch: int) -> str:
    """The sign of a step; brackets around what is added up before it is multiplied or divided (from `switch` on)."""
    if at == 0:
        return "（" if switch else SIGNS["-"] if term.sign == "-" else ""
    return ("）" if at == switch else "") + SIGNS[term.sign]


def without_link(step: Step | None) -> Step | None:
    """Of several figures told together none can be linked."""
    return replace(step, href="") if step is not None else None
