"""嫌疑：等式不平时，改哪一个数、改成多少，全部等式就都平了。

Searched only where an identity broke. A single wrong cell breaks the equations it stands in and no others (but for what rounding hides).
So a cell is suspect when it stands in all broken equations of a group and one change, within the bounds that each of its equations sets,
makes all of them hold. Cells with the same coefficients in all equations cannot be told apart and are named together.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from generator.derive import Figure, Figures
from generator.findings import Finding
from generator.intervals import Interval, exactly
from generator.rules.engine import Equation, in_record
from generator.rules.slips import Slip, likeliness, step_of

ZERO = Decimal(0)
MOST = 12
"""No more suspects are named than a person can look up."""
TRIED = 200
"""No more values are tried for one cell than this, where rounding leaves several possible."""

Source = Callable[[Collection[str]], Iterable[Equation]]
"""Gives the equations that hold and have one of some cells in them."""


@dataclass(frozen=True, slots=True)
class Suspect:
    """One cell that, set to `value`, makes the record whole."""

    address: str
    value: Decimal
    slip: Slip


@dataclass(frozen=True, slots=True)
class Cause:
    """Broken equations that one mistake may have broken together, and which it may be, likeliest first."""

    equations: tuple[Equation, ...]
    suspects: tuple[Suspect, ...]


def causes(equations: Iterable[Equation], standing: Source, figures: Figures) -> tuple[Cause, ...]:
    """All broken equations in groups, each with its suspects; `equations` are those at hand, `standing` gives others that hold."""
    known = list(equations)
    if not any(one.broken for one in known):
        return ()
    groups = grouped([one for one in known if one.broken])
    shared = [set.intersection(*map(_cells, group)) for group in groups]
    sought = set().union(*shared)
    holding = [one for one in known if not one.broken and not sought.isdisjoint(_cells(one))]
    holding += standing(sought) if sought else ()
    return tuple(
        Cause(tuple(group), _suspects(group, cells, holding, figures))
        for group, cells in zip(groups, shared, strict=True)
    )


def with_suspects(
    findings: tuple[Finding, ...], found: tuple[Cause, ...], figures: Figures, money: Decimal
) -> tuple[Finding, ...]:
    """The same findings; those of broken equations name the suspects of their group, and share a cause.

    So does what else failed and has the one suspect in it: a limit that the mistyped figure passed. `money` is how many 元 one unit of
    the record is.
    """
    said: dict[tuple[str, str], tuple[tuple[str, ...], str]] = {}
    alone: set[str] = set()
    for cause in found:
        named = tuple(_said(one, figures, money) for one in cause.suspects[:MOST])
        first = cause.suspects[0].address if cause.suspects else "不是一个数造成的" if len(cause.equations) > 1 else ""
        said |= {(one.rule, one.where): (named, first) for one in cause.equations}
        alone |= {first} if len(cause.suspects) == 1 else set()
    return tuple(_named(finding, said, alone) for finding in findings)


def _named(finding: Finding, said: Mapping[tuple[str, str], tuple[tuple[str, ...], str]], alone: set[str]) -> Finding:
    found = said.get((finding.rule, finding.spot))
    if finding.outcome != "不通过":
        return finding
    if found:
        return replace(finding, suspects=found[0], cause=found[1])
    shared = alone.intersection(operand.address for operand in finding.operands) if not finding.cause else ()
    return replace(finding, cause=min(shared)) if shared else finding


def _said(suspect: Suspect, figures: Figures, money: Decimal) -> str:
    value = in_record(suspect.value, figures.measure(suspect.address), money)
    return f"{suspect.address} → {value}" + (f"（{suspect.slip.words}）" if suspect.slip.words else "")


def grouped(broken: list[Equation]) -> list[list[Equation]]:
    """Broken equations that share a cell belong together: one mistake breaks several."""
    groups: list[tuple[set[str], list[Equation]]] = []
    for equation in broken:
        cells = _cells(equation)
        members = [equation]
        apart = []
        for seen, group in groups:
            if seen & cells:
                cells |= seen
                members = group + members
            else:
                apart.append((seen, group))
        groups = [*apart, (cells, members)]
    return [group for _, group in groups]


def _cells(equation: Equation) -> set[str]:
    return {cell for cell, factor in equation.terms.items() if factor}


def _suspects(group: list[Equation], cells: set[str], holding: list[Equation], figures: Figures) -> tuple[Suspect, ...]:
    """Single cells whose change makes every equation hold, likely slips first."""
    found: list[tuple[int, Suspect]] = []
    for cell in sorted(cells):
        figure = figures.measure(cell)
        if figure is None or figure.value is None or not figure.stated:
            continue
        also = [one for one in holding if one.terms.get(cell)]
        bounds = _bounds(cell, [*group, *also])
        if bounds is not None:
            value, slip = _meant(figure, bounds, _beside(cell, figures))
            found.append((len(also), Suspect(cell, value, slip)))
    # A cell that also stands where nothing broke can be meant only as far as rounding hides its change there.
    found.sort(key=lambda one: (one[0], one[1].slip.rank, one[1].address))
    return tuple(suspect for _, suspect in found)


def _bounds(cell: str, equations: list[Equation]) -> Interval | None:
    """The changes of a cell with which every equation can hold, None where there is none."""
    bounds: Interval | None = None
    for one in equations:
        possible = (exactly(-one.residual) - one.slack).scaled(1 / one.terms[cell])
        bounds = possible if bounds is None else _both(bounds, possible)
        if bounds is None:
            return None
    return bounds


def _both(one: Interval, other: Interval) -> Interval | None:
    if not one.meets(other):
        return None
    low, low_open = max(one.ends[0], other.ends[0])
    high, high_open = min(one.ends[1], other.ends[1], key=lambda end: (end[0], not end[1]))
    return Interval(low, high, low_open, high_open)


def _meant(figure: Figure, bounds: Interval, beside: Collection[Decimal]) -> tuple[Decimal, Slip]:
    """The value that was probably meant: within the bounds, the likeliest slip away from what stands there, else the middle."""
    typed = figure.value or ZERO
    middle = typed + (bounds.low + bounds.high) / 2
    tried = [(likeliness(figure, value, beside), value) for value in _steps(typed, bounds, step_of(figure))]
    slip, value = min(tried, key=lambda one: (one[0].rank, abs(one[1] - middle)), default=(Slip(), middle))
    return value, slip


def _steps(typed: Decimal, bounds: Interval, step: Decimal) -> Iterator[Decimal]:
    """Values within the bounds that can be typed."""
    first = ((typed + bounds.low) / step).to_integral_value(ROUND_CEILING)
    last = ((typed + bounds.high) / step).to_integral_value(ROUND_FLOOR)
    for count in range(int(first), min(int(last), int(first) + TRIED) + 1):
        value = count * step
        at_open_end = (bounds.low_open and value == typed + bounds.low) or (
            bounds.high_open and value == typed + bounds.high
        )
        if not at_open_end:
            yield value


def _beside(cell: str, figures: Figures) -> tuple[Decimal, ...]:
    """Values of the lines above and below in the same column: a figure may have been read from the wrong line."""
    table, _, rest = cell.partition(".")
    row, _, column = rest.partition(".")
    facts = figures.tables.get(table)
    rows = [info.key for info in facts.rows] if facts else []
    if facts is None or row not in rows:
        return ()
    at = rows.index(row)
    near = (facts.cells.get((rows[place], column)) for place in (at - 1, at + 1) if 0 <= place < len(rows))
    return tuple(fact.value for fact in near if fact is not None and fact.value is not None)
