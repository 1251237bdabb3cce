"""Holds the lists made by hand against what the rules find.

A listed contradiction is found when a finding speaks of the same place and of the same printed figure, or breaks the same rule there.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from generator.accounts import Account
from generator.findings import Finding
from generator.forms import form_place
from tests.page_reading import folded, same

HERE = Path(__file__).parent / "contradictions"


@dataclass(frozen=True)
class Listed:
    """One line of a list."""

    place: str
    number: str
    said: str
    printed: str
    result: str


def listed(name: str) -> list[Listed]:
    """All lines of a document's list."""
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [Listed(row["处"], row["号"], row["说"], row["印着"], row["结果"]) for row in csv.DictReader(file)]


def places(finding: Finding, account: Account) -> set[str]:
    """Where a finding speaks: the place of a statement or form, and every place where its figures are printed."""
    found = {finding.spot.partition("#")[0]} if "#" in finding.spot else set()
    record = account.filed.record
    for entry in record.forms:
        layout = account.figures.catalog.layouts[entry.layout]
        if f"绩效表.{entry.slug}." in f"{finding.address}." or f"绩效表.{entry.slug}." in f"{finding.spot}.":
            found.add(form_place(entry, layout))
    measures = {finding.address, *(operand.address for operand in finding.operands)}
    found |= {statement.place for statement in record.statements if statement.measure in measures}
    return found


def finds(finding: Finding, line: Listed, account: Account) -> bool:
    """Whether a finding is what a line of the list says."""
    here = any(
        place == line.place or place.startswith(line.place) or line.place.startswith(place)
        for place in places(finding, account)
        if place
    )
    if not here:
        return False
    if finding.rule == line.number:
        return True
    wanted = folded(line.printed)
    shown = {folded(finding.stated), *(folded(operand.value) for operand in finding.operands)}
    return bool(wanted) and any(wanted == one or same(wanted, one) for one in shown if one)
