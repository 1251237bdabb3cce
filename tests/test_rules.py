"""Every rule is found, has both cases, passes its passing case and fails its failing one at the right line and column."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.catalog import Catalog
from generator.findings import Finding
from generator.load_catalog import load_catalog
from generator.reports.rule_text import explained, unruled
from generator.rules.cases import REGION, SLUG, trial
from generator.rules.model import Case, Rule
from generator.rules.registry import modules
from generator.rules.run import judge

ROOT = Path(__file__).parent.parent
FINDINGS: list[Finding] = []
CATALOG: Catalog = load_catalog(ROOT / "content", ROOT / "templates", FINDINGS)
RULES = sorted(CATALOG.rules.values(), key=lambda rule: rule.id)


OF_THE_WHOLE_FILE = {"C132"}
"""What is missing is another file: there is no line to point at."""


def judged(rule: Rule, case: Case) -> tuple[tuple[Finding, ...], int, dict[str, int]]:
    tried = trial(case, rule, CATALOG)
    verdict = judge({rule.id: rule}, tried.account, tried.bench)
    mine = tuple(finding for finding in verdict.findings if finding.rule == rule.id)
    counts = {str(outcome): number for outcome, number in verdict.counts.get(rule.id, {}).items()}
    return mine, tried.offset, counts


def test_all_rule_files_are_read() -> None:
    assert FINDINGS == []
    assert len(RULES) == len(list((ROOT / "templates" / "rules").glob("*.yml"))) > 1


def test_a_rule_is_a_formula_or_a_module_and_every_module_has_a_rule() -> None:
    for rule in RULES:
        assert bool(rule.relation) != bool(rule.module), rule.id
        assert not rule.module or rule.module in modules(), rule.id
    assert set(modules()) == {rule.module for rule in RULES if rule.module}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_passing_case_passes_and_was_really_checked(rule: Rule) -> None:
    findings, _, counts = judged(rule, rule.good)
    assert [finding.message for finding in findings if finding.outcome == "不通过"] == []
    assert counts.get("通过", 0) > 0


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_failing_case_fails_at_the_right_place(rule: Rule) -> None:
    findings, offset, _ = judged(rule, rule.bad)
    failed = [(finding.line - offset, finding.column) for finding in findings if finding.outcome == "不通过"]
    assert failed, rule.id
    assert (rule.bad.line, rule.bad.column) in failed
    assert {finding.file for finding in findings} == {f"{REGION}/{SLUG}/{finding.year}.yml" for finding in findings}
    assert (rule.bad.line > 0) == (rule.id not in OF_THE_WHOLE_FILE)
    assert all(
        finding.severity == rule.severity and finding.message for finding in findings if finding.outcome == "不通过"
    )


def test_every_identity_and_defect_of_the_field_has_a_rule_or_a_reason() -> None:
    ruled = {re.sub("[a-z]$", "", rule.id) for rule in RULES} | {defect for rule in RULES for defect in rule.defects}
    wanted = {f"C{number}" for number in range(1, 133)} | {f"D{number}" for number in range(1, 61)}
    assert wanted - ruled - CATALOG.elsewhere.keys() == set()
    own = {re.sub("[a-z]$", "", rule.id) for rule in RULES}
    assert CATALOG.elsewhere.keys() <= wanted - own
    assert all(entry.why and (entry.said or number in CATALOG.defects) for number, entry in CATALOG.elsewhere.items())


@pytest.mark.parametrize(
    "number", [f"C{number}" for number in range(1, 133)] + [f"D{number}" for number in range(1, 61)]
)
def test_every_number_can_be_explained(number: str) -> None:
    exact = [rule for rule in RULES if rule.id == number]
    told = explained(exact[0]) if exact else unruled(number, CATALOG)
    assert told.startswith(f"{number}  ")
    assert len(told.split("\n")) > 1


def test_a_failure_says_how_it_is_mended_where_its_rule_does() -> None:
    told = [rule for rule in RULES if rule.cure]
    assert len(told) > 20
    for rule in told:
        failed = [finding for finding in judged(rule, rule.bad)[0] if finding.outcome == "不通过"]
        assert {finding.cure for finding in failed} == {rule.cure.strip()}
