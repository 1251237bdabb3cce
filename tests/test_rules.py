"""Every rule is found, has both cases, passes its passing case and fails its failing one at the right line and column."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.catalog import Catalog
from generator.findings import Finding
from generator.load_catalog import load_catalog
from generator.rules.cases import trial
from generator.rules.model import Case, Rule
from generator.rules.registry import modules
from generator.rules.run import judge

ROOT = Path(__file__).parent.parent
FINDINGS: list[Finding] = []
CATALOG: Catalog = load_catalog(ROOT / "content", ROOT / "templates", FINDINGS)
RULES = sorted(CATALOG.rules.values(), key=lambda rule: rule.id)


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
    assert all(
        finding.severity == rule.severity and finding.message for finding in findings if finding.outcome == "不通过"
    )
