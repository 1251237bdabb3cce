"""One mistyped figure in a record that was whole: how it is put in, what should be broken by it, what the program makes of it.

Which cells can be told apart is worked out here from the columns of coefficients alone, without the program's own search.
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from generator.accounts import Account, derive
from generator.derive import Figure
from generator.model import Department
from generator.rules.engine import Equation, apply
from generator.rules.linear import Expander
from generator.rules.registry import Bench, modules
from generator.rules.run import Verdict
from generator.store import Publisher
from tests.filing import UnreadError, catalog, filed, verdict_of, with_records
from tests.synthetic import record
from tests.synthetic_text import Unit

HEAD = Publisher("999101", "dw")
DEPARTMENT = Department.model_construct(
    format="1", name="试验局", short="试验局", level="区", nature="行政单位", units=(), former=()
)
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
KINDS = ("一位", "换位", "变号", "十倍", "万倍", "邻行")


@dataclass(frozen=True)
class Slip:
    """One figure mistyped: where, how, and by how much (in 元 or the cell's own unit)."""

    address: str
    kind: str
    line: int
    column: int
    typed: str
    instead: str
    change: Decimal

    def applied(self, text: str) -> str:
        """The record with the slip in it."""
        lines = text.split("\n")
        line = lines[self.line - 1]
        before, after = line[: self.column - 1], line[self.column - 1 :]
        assert after.startswith(self.typed), (self, line)
        lines[self.line - 1] = before + self.instead + after[len(self.typed) :]
        return "\n".join(lines)


def judged(text: str, year: int = 2022) -> tuple[Account, Bench]:
    """A record by itself as an account."""
    one = filed(text, HEAD, year)
    store = with_records(HEAD, DEPARTMENT, {one.address: one})
    accounts = derive(store)
    return accounts[one.address], Bench(store, accounts)


@dataclass
class Whole:
    """A record without fault, its figures and the equations they stand in."""

    text: str
    account: Account
    bench: Bench

    @classmethod
    def made(cls, seed: int, unit: Unit, size: str | int = "normal") -> Whole:
        text = record(seed, unit, size)
        return cls(text, *judged(text))

    @cached_property
    def equations(self) -> tuple[Equation, ...]:
        """Every identity that any rule weighs on it."""
        rules = {name: rule for name, rule in catalog().rules.items() if rule.holds(self.account.figures.year)}
        expander = Expander(self.account.figures)
        found = [one for rule in rules.values() if rule.relation for one in apply(rule, self.account, expander)]
        for name, module in modules().items():
            mine = {rule.id: rule for rule in rules.values() if rule.module == name}
            found += module.check(mine, self.account, self.bench) if mine else ()
        written = (one.equation or (one.standing() if one.standing else None) for one in found)
        return tuple(equation for equation in written if equation is not None)

    @cached_property
    def columns(self) -> Mapping[str, Mapping[int, Decimal]]:
        """Cell → number of the equation → coefficient."""
        found: dict[str, dict[int, Decimal]] = defaultdict(dict)
        for number, equation in enumerate(self.equations):
            for cell, factor in equation.terms.items():
                if factor:
                    found[cell][number] = factor
        return found

    @cached_property
    def figures(self) -> Mapping[str, Figure]:
        """Every typed number with its place."""
        typed = {fact.address for table in self.account.filed.tables.values() for fact in table.cells.values()}
        found = {where: self.account.figures.measure(where) for where in (*typed, *self.account.figures.extra)}
        return {
            where: figure
            for where, figure in sorted(found.items())
            if figure is not None and figure.stated and figure.line and NUMBER.fullmatch(figure.text)
        }

    def pattern(self, cell: str, change: Decimal) -> frozenset[str]:
        """The cells that this change could as well have happened in: their columns are multiples of this one's.

        Where the other cell also stands in sums that are whole, these must be so wide that rounding hides the change.
        """
        mine = self.columns[cell]
        found = {cell}
        for other in self._candidates[min(mine)]:
            column = self.columns[other]
            ratios = {factor / column[number] for number, factor in mine.items() if number in column}
            if mine.keys() <= column.keys() and len(ratios) == 1:
                moved = change * ratios.pop()
                if all(self._hides(number, moved * column[number]) for number in column.keys() - mine.keys()):
                    found.add(other)
        return frozenset(found)

    def _hides(self, number: int, change: Decimal) -> bool:
        slack = self.equations[number].slack
        return abs(change) <= (slack.high - slack.low) / 2

    @cached_property
    def _candidates(self) -> Mapping[int, list[str]]:
        found: dict[int, list[str]] = defaultdict(list)
        for cell, column in self.columns.items():
            for number in column if cell in self.figures else ():
                found[number].append(cell)
        return found

    def tolerance(self, cell: str) -> Decimal:
        """The change that the widest of its sums could hide by rounding."""
        widths = (
            (self.equations[number].slack.high - self.equations[number].slack.low) / 2 / abs(factor)
            for number, factor in self.columns[cell].items()
        )
        return max(widths, default=Decimal(0))

    def slip(self, rng: random.Random, address: str, kind: str) -> Slip | None:
        """A slip of a kind in one figure, None where it would change nothing."""
        figure = self.figures[address]
        instead = _mistyped(rng, figure.text, kind, self._beside(address))
        if not instead or Decimal(instead) == Decimal(figure.text):
            return None
        assert figure.value is not None
        scale = figure.value / Decimal(figure.text) if figure.value else figure.quantum * 100 or Decimal(1)
        change = (Decimal(instead) - Decimal(figure.text)) * scale
        return Slip(address, kind, figure.line, figure.column, figure.text, instead, change)

    def _beside(self, address: str) -> tuple[str, ...]:
        """What stands in the same column one line above and below."""
        steps = address.split(".")
        line = self.figures[address].line
        return tuple(
            figure.text
            for where, figure in self.figures.items()
            if abs(figure.line - line) == 1 and where.split(".")[:1] + where.split(".")[2:] == steps[:1] + steps[2:]
        )


def _mistyped(rng: random.Random, text: str, kind: str, beside: tuple[str, ...]) -> str:
    whole, dot, part = text.partition(".")
    figures = whole.lstrip("-") + part
    if kind == "变号":
        return text.removeprefix("-") if text.startswith("-") else f"-{text}"
    if kind == "邻行":
        return rng.choice(beside) if beside else ""
    if kind in {"十倍", "万倍"}:
        moved = Decimal(text).scaleb((1 if kind == "十倍" else 4) * rng.choice((1, -1)))
        return f"{moved:.2f}" if dot else str(int(moved))
    at = rng.randrange(len(figures) - (kind == "换位")) if len(figures) > (kind == "换位") else -1
    if at < 0:
        return ""
    if kind == "换位":
        figures = figures[:at] + figures[at + 1] + figures[at] + figures[at + 2 :]
    else:
        figures = figures[:at] + rng.choice([one for one in "0123456789" if one != figures[at]]) + figures[at + 1 :]
    sign = "-" if text.startswith("-") else ""
    typed = figures[: len(figures) - len(part)] + dot + figures[len(figures) - len(part) :]
    return sign + _unpadded(typed)


def _unpadded(typed: str) -> str:
    """Without zeros in front, as people type."""
    whole, dot, part = typed.partition(".")
    return f"{whole.lstrip('0') or '0'}{dot}{part}"


@dataclass(frozen=True)
class Told:
    """What the program made of one slip."""

    slip: Slip
    found: bool
    """Whether there is any error at all."""
    own: bool
    """Whether its pattern is its own."""
    named: bool
    """Whether the first suspect is the cell; where the pattern is shared, whether the cell and no others than share it are named."""
    suspects: tuple[str, ...] = ()
    pattern: frozenset[str] = frozenset()


def told(whole: Whole, slip: Slip) -> Told:
    """Put the slip in, read and judge the record, and compare."""
    pattern = whole.pattern(slip.address, slip.change) if slip.address in whole.columns else frozenset()
    own = len(pattern) == 1
    try:
        account, bench = judged(slip.applied(whole.text))
    except UnreadError:
        return Told(slip, True, own, True, (slip.address,), pattern)
    verdict = verdict_of(account, bench)
    found = any(one.failed for one in verdict.findings)
    suspects = _suspects(verdict)
    named = suspects[:1] == (slip.address,) if own else slip.address in suspects and pattern.issuperset(suspects)
    return Told(slip, found, own, named, suspects, pattern)


def _suspects(verdict: Verdict) -> tuple[str, ...]:
    """Those of the group with the most broken sums."""
    groups = sorted(verdict.causes, key=lambda cause: -len(cause.equations))
    return tuple(one.address for one in groups[0].suspects) if groups else ()


@dataclass
class Score:
    """Counts over many slips, by kind of table."""

    tried: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    own: Counter[str] = field(default_factory=Counter)
    own_named: Counter[str] = field(default_factory=Counter)
    shared: Counter[str] = field(default_factory=Counter)
    shared_named: Counter[str] = field(default_factory=Counter)
    hidden: Counter[str] = field(default_factory=Counter)
    """Smaller than rounding could hide, and so left out."""
    bare: Counter[str] = field(default_factory=Counter)
    """In no sum at all."""
    bare_found: Counter[str] = field(default_factory=Counter)
    """Of these, found all the same: by a comparison, a limit or a condition."""

    def add(self, one: Told) -> None:
        kind = table_of(one.slip.address)
        if not one.pattern:
            self.bare[kind] += 1
            self.bare_found[kind] += one.found
            return
        self.tried[kind] += 1
        self.found[kind] += one.found
        if one.found:
            (self.own if one.own else self.shared)[kind] += 1
            (self.own_named if one.own else self.shared_named)[kind] += one.named

    def lines(self) -> Iterator[str]:
        for kind in sorted(self.tried | self.bare | self.hidden):
            yield (
                f"{kind}: {self.found[kind]}/{self.tried[kind]} found; own pattern {self.own_named[kind]}/{self.own[kind]}; "
                f"shared {self.shared_named[kind]}/{self.shared[kind]}; within rounding {self.hidden[kind]}; in no sum {self.bare_found[kind]}/{self.bare[kind]} found"
            )


def table_of(address: str) -> str:
    """The kind of table, or which block of a form."""
    steps = address.split(".")
    return f"绩效表·{steps[2]}" if steps[0] == "绩效表" and len(steps) > 2 else steps[0]


def slips(rng: random.Random, whole: Whole, count: int, score: Score) -> Iterator[Slip]:
    """So many slips, in cells that stand in some sum, each larger than its sums could hide; all kinds of tables alike."""
    by_table: dict[str, list[str]] = defaultdict(list)
    for address in whole.figures:
        by_table[table_of(address)].append(address)
    given = 0
    while given < count:
        table = rng.choice(sorted(by_table))
        address = rng.choice(by_table[table])
        slip = whole.slip(rng, address, rng.choice(KINDS))
        if slip is None:
            continue
        if address in whole.columns and abs(slip.change) <= whole.tolerance(address):
            score.hidden[table] += 1
        else:
            given += address in whole.columns
            yield slip
