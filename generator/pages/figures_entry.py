"""一个数的来历：由哪些数算出、上年是多少、原件怎么印、更正过没有。"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property

from generator.accounts import Account
from generator.derive import Figure, Figures
from generator.pages.figures_folio import Folio, Mark
from generator.pages.figures_tape import HUNDRED, LAST, SUMS, Sign, Term
from generator.pages.figures_walk import FORMS
from generator.values import replace
from generator.views import FigureEntry, FigureName, Link, Step
from generator.wording import MONEY, PERCENT, machine

SIGNS: Mapping[Sign, str] = {"+": "＋", "-": "－", "*": "×", "/": "÷", "min": "，不超过", "max": "，不少于"}
ADDED = frozenset({"+", "-", "min", "max"})
SAID = {
    "空表": "空表照样公开，各格印零",
    "无此类支出": "本年没有这类支出",
    "本表无此科目": "表里没有这个科目",
    "资金分": "表式规定的分值",
    "本年数减去原件写明的增减额": "由本年数和原件写明的增减额倒推",
}
WAN = "万元"
NOTHING = "相加的各项都是零"


@dataclass(frozen=True)
class Registrar:
    """Writes entries. Not slotted: what every entry needs is worked out once."""

    folio: Folio

    @cached_property
    def account(self) -> Account:
        """The record."""
        return self.folio.account

    def entry(self, fact: str) -> FigureEntry:
        """All there is to tell of a figure."""
        figure = self.figures.known[fact]
        made = self.folio.tapes.made(fact, figure)
        terms = self.folio.tapes.terms(fact, made)
        written = self._written.get(fact, ())
        given = figure is None or figure.stated or bool(written and fact in self.folio.prints)
        shown = self.folio.shown[fact]
        mark = self.folio.marks[fact]
        steps: tuple[Step, ...] = ()
        note = ""
        if terms:
            values = [self._value(term) for term in terms]
            if not any(values) and all(term.sign in SUMS for term in terms):
                note = self._zeros(fact, terms)
            else:
                steps = self._steps(fact, terms, values)
        if not note and figure is not None and made is not None:
            note = self._result(made, shown) if given and steps else "" if figure.stated else SAID.get(made.formula, "")
        return FigureEntry(
            names=(FigureName(mark.id, fact, mark.name),),
            value=shown,
            origin=self._origin(fact, figure, given=given),
            address=self._stem + fact,
            unit=self._unit(fact, figure, shown),
            lead="" if not steps else "应等于" if given else "＝" if len(steps) > 1 else "取自",
            steps=steps,
            note=note,
            last=self._last(fact, mark),
            written=written,
            corrections=self._corrected.get(fact, ()),
        )

    @cached_property
    def figures(self) -> Figures:
        """Its figures."""
        return self.account.figures

    @cached_property
    def _stem(self) -> str:
        return f"{self.account.address}#"

    @cached_property
    def _typed(self) -> str:
        return "录入" if self.account.filed.archive else "填报"

    def _origin(self, fact: str, figure: Figure | None, *, given: bool) -> str:
        """Who says so: the clerk, the document that is kept as it stands, last year, or our own arithmetic."""
        if fact.endswith(LAST):
            return "上年数"
        if figure is not None and figure.stated:
            return self._typed
        return "原件写明" if given else "推算"

    def _unit(self, fact: str, figure: Figure | None, shown: str) -> str:
        """Money in that of its table; a percentage that carries its sign says it itself."""
        if figure is None or figure.value is None:
            return ""
        if figure.unit == MONEY:
            found = self.folio.prints.get(fact)
            return found.sheet.unit if found is not None and found.sheet is not None and found.sheet.unit else WAN
        return "" if figure.unit == PERCENT and shown.endswith(PERCENT) else figure.unit

    def _zeros(self, fact: str, terms: Sequence[Term]) -> str:
        """Instead of steps that add up nothing."""
        return NOTHING if len(terms) > 1 else f"取自{self._step(fact, terms[0], '').text}，也是零"

    def _result(self, made: Figure, shown: str) -> str:
        """What the steps give, where it is not what is printed."""
        found = self.folio.said(made)
        return "" if found == shown or _same(found, shown) else f"照此得{found}"

    # how it is made ------------------------------------------------------------------------------------------------

    def _steps(self, fact: str, terms: Sequence[Term], values: Sequence[Decimal | None]) -> tuple[Step, ...]:
        """The tape in words. Zeros are left out of longer sums, and how many they are is told."""
        long = len(terms) > 2 and all(term.sign in SUMS for term in terms)
        kept = [term for term, value in zip(terms, values, strict=True) if value] if long else terms
        scaled = next((at for at, term in enumerate(kept) if term.sign not in ADDED), 0)
        switch = scaled if scaled > 1 else 0
        steps = [self._step(fact, term, _before(at, term, switch)) for at, term in enumerate(kept)]
        if len(kept) < len(terms):
            steps.append(Step("", f"，另有{len(terms) - len(kept)}项为零"))
        return tuple(steps)

    def _value(self, term: Term) -> Decimal | None:
        """The exact value of one term."""
        if not term.fact:
            return term.value
        if "#" in term.fact:
            figure = self._of_unit(term.fact)
            return figure.value if figure else None
        return self.figures.value(term.fact)

    def _of_unit(self, fact: str) -> Figure | None:
        slug, _, where = fact.partition("#")
        parts = self.figures.parts
        return next((part.figures.measure(where) for part in parts if part.slug == slug), None)

    def _step(self, fact: str, term: Term, before: str) -> Step:
        """One term in words."""
        if "#" in term.fact:
            slug, _, where = term.fact.partition("#")
            name, there = self.folio.units[slug]
            found = there.prints.get(where)
            text = found.text if found is not None else self.folio.said(self._of_unit(term.fact))
            return Step(before, name, text, where, there.entry(where))
        if term.fact:
            return Step(
                before,
                self.folio.label(fact, term.fact),
                self.folio.shown[term.fact],
                term.fact,
                self._target(term.fact),
            )
        if term.sign == "*" and term.value == HUNDRED:
            return Step(before, "100%")
        if not term.word:
            return Step(before, str(term.value))
        money = term.word == "内部往来"
        return Step(before, term.word, self.folio.said(Figure("", term.value)) if money else str(term.value))

    def _target(self, fact: str) -> str:
        """Where a figure's entry is: on this page, or on that of last year. A zero that is not printed has none."""
        if fact in self.folio.prints:
            return f"#{self.folio.marks[fact].id}"
        if fact.endswith(LAST):
            return self.folio.before.entry(fact.removesuffix(LAST))
        return f"#{self.folio.marks[fact].id}" if self.figures.value(fact) else ""

    # last year, the document's own words -----------------------------------------------------------------------------

    def _last(self, fact: str, mark: Mark) -> Step | None:
        """Last year's figure. Rows of a form are numbered, so the same address says nothing of another year."""
        base = fact.removesuffix(LAST)
        if ":" in base or FORMS in base:
            return None
        before = self.folio.before
        printed = before.prints.get(base)
        if printed is not None:
            there = mark if base == fact else self.folio.marks[base]
            return Step("上年", "", printed.text, base, before.entries + there.id)
        figure = self.figures.prior(base)
        if figure is None or figure.value is None or (base != fact and not before.page):
            return None
        return Step("上年", "", self.folio.said(figure), base, before.page)

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
        section = next((self.folio.sections[one] for one in around if one in self.folio.sections), None)
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
