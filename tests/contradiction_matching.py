"""Holds the lists made by hand against what the rules find.

A listed contradiction is found when a finding speaks of the same place, shows the printed figure or word, has the same result (尾差 or
not) and is of the same kind: the same rule, a rule that guards against the same usual defect, or both of them sums and comparisons of
figures, for which the list's author and the rules may choose different operands.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from generator.accounts import Account
from generator.findings import Finding
from generator.forms import form_place
from generator.rules.model import Rule
from tests.page_reading import folded, same

HERE = Path(__file__).parent / "contradictions"
UNITS = re.compile(r"^[≥≤><=]+|(万元|亿元|万|亿|元|家|件|人次|人|项|个|台|辆)+(/.*)?$")
WORDS = frozenset(["C88", "C120", "C121", "D13", "D17", "D19", "D21", "D22", "D36", "D47", "C126"])
"""Numbers whose lines quote wording that the record has in words of its own: there the place and the kind must do."""
ALIKE = {"C110": {"C126"}, "D58": {"C119"}, "D17": {"C122"}, "C88": {"D36"}, "C126": {"D53"}}
"""Where the list's author chose another number than ours for the same fault."""
COUNTED = frozenset(["C119", "C121", "C126", "D19", "D39", "D45", "C6", "C87", "C106"])
"""Numbers of other kinds whose lines may yet be about figures."""
FIGURES = re.compile(r"(C([1-9]|[1-6][0-9]|7[0-9]|8[0-7]|9[1-9]|10[0-9]|110|111|11[3-8]|12[2-5])|D29|D32|D45|R1)[a-z]?")
"""Rules that compare figures; the others speak of words, units, dates and parts."""
PARTS = re.compile(r"(.*[一二三四五六七八九十])（.*")


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


@dataclass(frozen=True)
class Holding:
    """One identity that holds."""

    place: str
    number: str
    formula: str


def holding(name: str) -> list[Holding]:
    """All identities that hold in a document."""
    with (HERE / f"{name}.holds.csv").open(encoding="utf-8", newline="") as file:
        return [Holding(row["处"], row["号"], row["式"]) for row in csv.DictReader(file)]


def denies(finding: Finding, line: Holding, account: Account) -> bool:
    """Whether a finding calls wrong what the list says holds: at its place, with no figure but those of the identity."""
    mine = set[Decimal]().union(
        *(_numbers(one) for one in (finding.stated, *(part.value for part in finding.operands)))
    )
    arithmetic = FIGURES.fullmatch(finding.rule) is not None
    if finding.result != "wrong" or not (arithmetic or re.sub("[a-z]$", "", finding.rule) == line.number):
        return False
    enough = len(mine) > arithmetic and mine <= _numbers(line.formula)
    return enough and any(
        place.startswith(line.place) or line.place.startswith(place) for place in places(finding, account)
    )


def _numbers(text: str) -> set[Decimal]:
    """The numbers in a text, those of places like 五（三）2 left out."""
    plain = re.sub(r"[一二三四五六七八九十](（[一二三四五六七八九十]+）)?[0-9]?(?=[^0-9]|$)", "", text)
    return {Decimal(found.replace(",", "")) for found in re.findall(r"[0-9][0-9,]*(?:\.[0-9]+)?", plain)}


def places(finding: Finding, account: Account) -> set[str]:
    """Where a finding speaks: the place of a statement, form or text, and every place where its figures are printed."""
    found = {finding.spot.partition("#")[0]} if "#" in finding.spot else set()
    record = account.filed.record
    for entry in record.forms:
        layout = account.figures.catalog.layouts[entry.layout]
        owners = [f"项目.{one.slug}." for one in record.projects if one.form == entry.slug]
        spots = (f"{finding.address}.", f"{finding.spot}.", *(f"{one.address}." for one in finding.operands))
        if any(name in spot for name in (f"绩效表.{entry.slug}.", *owners) for spot in spots):
            found.add(form_place(entry, layout))
            found |= {one.place for one in record.statements if (one.measure or "").startswith(tuple(owners))}
    measures = {finding.address, *(operand.address for operand in finding.operands)}
    found |= {statement.place for statement in record.statements if _about(statement.measure or "", measures)}
    found |= {
        PLACES.get(name, name) for name in (finding.address.removeprefix("文字."), finding.path.partition(" → ")[0])
    }
    return found - {""}


PLACES = {"绩效评价情况": "十三（一）", "整体评价情况": "十三（二）", "项目自评综述": "九（四）2", "项目": "五（一）"}
"""Texts of a record that stand at a numbered place of their document."""


def _about(measure: str, measures: set[str]) -> bool:
    """A statement of a figure, its change or its share is about the figure; so is one about a cell of a row."""
    bare = re.split("[:/]", measure)[0]
    return measure in measures or bare in measures or bare.rpartition(".")[0] in measures


def finds(finding: Finding, line: Listed, account: Account, rules: Mapping[str, Rule]) -> bool:
    """Whether a finding is what a line of the list says."""
    if (line.result == "尾差") != (finding.result == "rounding"):
        return False
    return _alike(finding.rule, line.number, rules) and _shown(finding, line, account) and _here(finding, line, account)


def _alike(rule: str, number: str, rules: Mapping[str, Rule]) -> bool:
    guarded = rules[rule].defects if rule in rules else ()
    if re.sub("[a-z]$", "", rule) == number or number in guarded:
        return True
    if rule in ALIKE.get(number, ()):
        return True
    return FIGURES.fullmatch(rule) is not None and (FIGURES.fullmatch(number) is not None or number in COUNTED)


def _here(finding: Finding, line: Listed, account: Account) -> bool:
    """At the same place, at one above or below it; a difference by rounding anywhere in the same numbered part."""
    there = places(finding, account)
    if line.result == "尾差":
        there |= {match[1] for place in there if (match := PARTS.fullmatch(place))}
    return any(place.startswith(line.place) or line.place.startswith(place) for place in there)


def _shown(finding: Finding, line: Listed, account: Account) -> bool:
    """Whether it shows what the line has printed."""
    wanted = folded(line.printed)
    bare = UNITS.sub("", wanted)
    if not wanted or (line.number in WORDS and not re.search("[0-9]", re.sub("20[0-9]{2}年度?", "", wanted))):
        return True
    if line.number in WORDS and wanted in _printed(finding, line, account):
        return True
    told = folded(finding.message.replace(line.place, ""))
    return any(one in {wanted, bare} or same(bare, UNITS.sub("", one)) for one in _figures(finding)) or (
        len(wanted) > 1 and (wanted in told or (bool(re.search("[0-9]", bare)) and bare in told))
    )


def _figures(finding: Finding) -> Iterator[str]:
    yield from (
        folded(one) for one in (finding.stated, finding.computed, *(part.value for part in finding.operands)) if one
    )


def _printed(finding: Finding, line: Listed, account: Account) -> set[str]:
    """What the document prints at the line's place about the figure of the finding."""
    here = (one for one in account.filed.record.statements if one.place == line.place)
    return {folded(str(one.printed)) for one in here if _about(one.measure or "", {finding.address})}
