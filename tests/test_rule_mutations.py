"""The rules themselves are put to the test: taken away, turned round or loosened, each is missed by its own cases.

A mutant is caught when its cases no longer say what they said: the passing one passes, the failing one fails at its line and column, and
with a figure of the passing case one more or one less it is let pass or refused as before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

import pytest

from generator.accounts import Account
from generator.findings import Outcome
from generator.rules.cases import trial
from generator.rules.engine import Judged
from generator.rules.model import Case, Rule
from generator.rules.plan import Programme, programme
from generator.rules.registry import Bench, Check, modules
from generator.rules.run import judge
from tests.builders import catalog
from tests.table_records import case_of
from tests.test_table_rules import passes, shifted

RULES = sorted(catalog().rules.values(), key=lambda rule: rule.id)
FORMULAS = [rule for rule in RULES if rule.relation]
MODULES = [rule for rule in RULES if rule.module]
OTHER: Mapping[str, tuple[str, ...]] = {
    "==": ("<=", ">="),
    "<=": (">=", "=="),
    ">=": ("<=", "=="),
    "<": (">=", "=="),
    ">": ("<=", "=="),
}
TURNED: Mapping[Outcome, Outcome] = {"通过": "不通过", "不通过": "通过", "不适用": "不适用", "未查": "未查"}


def places(rule: Rule, case: Case, prepared: Callable[[Account], Programme] | None = None) -> set[tuple[int, int]]:
    """Where a rule, or what was made of it, fails a case."""
    tried = trial(case, rule, catalog())
    ready = prepared(tried.account) if prepared else None
    verdict = judge({rule.id: rule}, tried.account, tried.bench, ready)
    failed = [one for one in verdict.findings if one.rule == rule.id and one.outcome == "不通过"]
    return {(one.line - tried.offset if one.line else 0, one.column) for one in failed}


def caught(rule: Rule, prepared: Callable[[Account], Programme] | None = None) -> bool:
    """Whether its own cases tell that it is no longer what it was."""
    failed = places(rule, rule.bad, prepared)
    return bool(places(rule, rule.good, prepared)) or (rule.bad.line, rule.bad.column) not in failed


def differs(mutant: Rule, rule: Rule) -> bool:
    """Whether a figure of the passing case, one more or one less, is now let pass or is now refused."""
    tried, terms = passes(rule)
    for name in (term for term in terms if term):
        figure = tried.account.figures.measure(name)
        assert figure is not None
        for change in (1, -1):
            text = shifted(rule.good.text, figure.line - tried.offset, figure.column, change)
            case = case_of(text, **rule.good.units)
            if bool(places(mutant, case)) != bool(places(rule, case)):
                return True
    return False


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_as_it_is_has_nothing_to_be_caught_for(rule: Rule) -> None:
    assert not caught(rule)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_taken_away_is_missed(rule: Rule) -> None:
    assert caught(rule, lambda _: Programme((), ()))


def mutants(rule: Rule) -> Iterator[tuple[str, Rule]]:
    """The formula with another operator, with its sides swapped, without its condition, with a condition that never holds."""
    op = next(one for one in ("==", "<=", ">=", "<", ">") if f" {one} " in rule.relation)
    left, right = rule.relation.split(f" {op} ")
    for other in OTHER[op]:
        yield other, rule.model_copy(update={"relation": f"{left} {other} {right}"})
    if op != "==" and not right.isdigit():
        yield "swapped", rule.model_copy(update={"relation": f"{right} {op} {left}"})
    yield "never", rule.model_copy(update={"condition": "1 == 2"})


@pytest.mark.parametrize("rule", FORMULAS, ids=lambda rule: rule.id)
def test_a_formula_turned_round_is_missed(rule: Rule) -> None:
    for name, mutant in mutants(rule):
        assert caught(mutant) or differs(mutant, rule), name


@dataclass(frozen=True)
class Turned:
    """A module that calls a failure a pass and a pass a failure, of one rule."""

    module: Check
    rule: Rule

    def check(self, rules: Mapping[str, Rule], account: Account, bench: Bench) -> Iterator[Judged]:
        """What the module says, turned round."""
        for one in self.module.check(rules, account, bench):
            outcome = TURNED[one.finding.outcome] if one.finding.rule == self.rule.id else one.finding.outcome
            yield Judged(replace(one.finding, outcome=outcome))


@pytest.mark.parametrize("rule", MODULES, ids=lambda rule: rule.id)
def test_a_module_turned_round_is_missed(rule: Rule) -> None:
    turned = Turned(modules()[rule.module], rule)
    assert caught(rule, lambda _: Programme((), ((turned, {rule.id: rule}),)))


def test_the_programme_of_a_rule_is_what_the_test_replaces() -> None:
    ready = programme({rule.id: rule for rule in RULES}, catalog(), 2022)
    assert len(ready.steps) > 100
    assert len(ready.checks) == len(modules())
