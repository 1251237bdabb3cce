"""嫌疑：等式不平时，改哪一个数、改成多少，全部等式就都平了。

Searched only where an identity broke. A single wrong cell c changed by δ breaks exactly the equations it stands in, each by
coefficient × δ. So a cell is suspect when the broken equations are just those it stands in (beyond what rounding hides) and one δ
explains all their residuals. Cells with the same coefficients in all equations cannot be told apart and are named together.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from generator.derive import Figure, Figures
from generator.findings import Finding
from generator.intervals import Interval
from generator.rules.engine import Equation
from generator.rules.slips import likeliness
from generator.wording import printed

ZERO = Decimal(0)
MOST = 12
"""No more suspects are named than a person can look up."""


@dataclass(frozen=True, slots=True)
class Suspect:
    """One cell that, set to `value`, makes the record whole; `slip` says how the typing may have gone wrong, "" if not told."""

    address: str
    value: Decimal
    slip: str
    rank: int


def with_suspects(
    findings: tuple[Finding, ...], equations: tuple[Equation, ...], figures: Figures
) -> tuple[Finding, ...]:
    """The same findings; those of broken equations name the suspects of their group, and share a cause."""
    broken = [one for one in equations if one.broken]
    if not broken:
        return findings
    told: dict[tuple[str, str], tuple[tuple[str, ...], str]] = {}
    for group in grouped(broken):
        found = suspects(group, equations, figures)
        cause = found[0].address if found else "不是一个数造成的" if len(group) > 1 else ""
        named = tuple(_said(one, figures) for one in found[:MOST])
        for equation in group:
            told[equation.rule, equation.where] = (named, cause)
    return tuple(_told(finding, told) for finding in findings)


def _told(finding: Finding, told: dict[tuple[str, str], tuple[tuple[str, ...], str]]) -> Finding:
    named = told.get((finding.rule, finding.spot))
    return replace(finding, suspects=named[0], cause=named[1]) if named and finding.outcome == "不通过" else finding


def _said(suspect: Suspect, figures: Figures) -> str:
    unit = figures.measure(suspect.address)
    value = printed(Figure("", suspect.value, unit.unit if unit else "金额"), thousands=False)
    return f"{suspect.address} → {value}" + (f"（{suspect.slip}）" if suspect.slip else "")


def grouped(broken: list[Equation]) -> list[list[Equation]]:
    """Broken equations that share a cell belong together: one mistake breaks several."""
    groups: list[tuple[set[str], list[Equation]]] = []
    for equation in broken:
        cells = set(equation.terms)
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


def suspects(group: list[Equation], equations: Iterable[Equation], figures: Figures) -> tuple[Suspect, ...]:
    """Single cells whose change makes every equation hold, likely slips first."""
    standing = list(equations)
    candidates = set.intersection(*(set(equation.terms) for equation in group))
    found: list[Suspect] = []
    for cell in sorted(candidates):
        change = _change(cell, group)
        figure = figures.measure(cell)
        if change is None or figure is None or figure.value is None or not figure.stated:
            continue
        if all(
            _holds_after(cell, change, equation)
            for equation in standing
            if cell in equation.terms and not equation.broken
        ):
            slip, rank = likeliness(figure.value, figure.value + change, figure.unit, _beside(cell, figures))
            found.append(Suspect(cell, figure.value + change, slip, rank))
    return tuple(sorted(found, key=lambda one: (one.rank, one.address)))


def _change(cell: str, group: list[Equation]) -> Decimal | None:
    """The δ that brings every broken equation back inside its slack, or None where no single one does."""
    first = max(group, key=lambda equation: -abs(equation.slack.high - equation.slack.low))
    change = -first.residual / first.terms[cell]
    return change if all(_holds_after(cell, change, equation) for equation in group) else None


def _holds_after(cell: str, change: Decimal, equation: Equation) -> bool:
    """Whether an equation can hold once the cell is changed: its residual then lies within rounding."""
    left = equation.residual + equation.terms[cell] * change
    slack = equation.slack
    shifted = Interval(slack.low + left, slack.high + left, slack.low_open, slack.high_open)
    return shifted.meets(Interval(ZERO, ZERO))


def _beside(cell: str, figures: Figures) -> tuple[Decimal, ...]:
    """Values of the neighbouring rows in the same column: a figure may have been read from the wrong line."""
    table, _, rest = cell.partition(".")
    row, _, column = rest.partition(".")
    rows = list(figures.rows(table)) if table in figures.catalog.tables else []
    if row not in rows:
        return ()
    at = rows.index(row)
    near = [rows[place] for place in (at - 1, at + 1) if 0 <= place < len(rows)]
    values = [figures.value(f"{table}.{key}.{column}" if column else f"{table}.{key}") for key in near]
    return tuple(value for value in values if value is not None)
