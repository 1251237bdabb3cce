"""The quick pass settles every obligation as the engine would, and writes out the same equations; nothing is lost by being quick."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest

from generator.accounts import Account
from generator.derive import Figures
from generator.intervals import Interval, exactly, rounded
from generator.rules import run
from generator.rules.linear import Expander, Linear
from generator.rules.plan import programme
from generator.rules.quick import Quick
from generator.rules.registry import Bench
from generator.rules.run import Verdict
from tests.filing import accounts_of, catalog, ready, verdict_of
from tests.slipping import Score, Whole, judged, slips
from tests.synthetic import department
from tests.synthetic_text import Unit


class Slow(Quick):
    """Sends every obligation to the engine."""

    def __init__(self, figures: Figures, expander: Expander) -> None:
        super().__init__(figures, expander)
        self.lost = True


def slowly(account: Account, bench: Bench, monkeypatch: pytest.MonkeyPatch) -> Verdict:
    with monkeypatch.context() as patched:
        patched.setattr(run, "Quick", Slow)
        return verdict_of(account, bench)


def said(verdict: Verdict) -> tuple[object, ...]:
    """Counts without zeros, findings, and each cause as a set: its equations may come in another order."""
    counts = {
        rule: {outcome: count for outcome, count in found.items() if count} for rule, found in verdict.counts.items()
    }
    causes = [
        ({(one.rule, one.where, one.residual) for one in cause.equations}, cause.suspects) for cause in verdict.causes
    ]
    return counts, verdict.findings, causes


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("unit", ["元", "万元"])
def test_whole_records(unit: Unit, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    size = ("short", 8, 25)[seed % 3]
    accounts, bench = accounts_of(department(seed, unit=unit, size=size, years=(2021, 2022)))
    for account in accounts.values():
        assert said(verdict_of(account, bench)) == said(slowly(account, bench, monkeypatch))


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("unit", ["元", "万元"])
def test_records_with_a_slip(unit: Unit, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, rng = Whole.made(seed, unit, 6), random.Random(seed)
    for slip in slips(rng, whole, 8, Score()):
        account, bench = judged(slip.applied(whole.text))
        quick = verdict_of(account, bench)
        assert said(quick) == said(slowly(account, bench, monkeypatch))


def test_most_obligations_are_settled_at_a_glance() -> None:
    whole = Whole.made(3, "元")
    quick = Quick(whole.account.figures, Expander(whole.account.figures))
    swept = [quick.sweep(step) for step in ready(2022).steps]
    settled, rest = sum(sum(one.settled.values()) for one in swept), sum(len(one.rest) for one in swept)
    assert settled > 50 * max(rest, 1)


def test_every_formula_can_be_taken_apart() -> None:
    steps = [step for year in (2019, 2022) for step in programme(catalog().rules, catalog(), year).steps]
    assert [step.rule.id for step in steps if step.columns and len(step.plans) != len(step.columns)] == []


@pytest.mark.parametrize("seed", range(20))
def test_the_interval_of_a_sum_is_the_sum_of_the_intervals(seed: int) -> None:
    rng = random.Random(seed)
    figures = Whole.made(seed % 3, "万元", "short").account.figures
    named = sorted(f"T1.{row}" for row, _ in figures.tables["T1"].cells)
    terms = {name: Decimal(rng.choice((1, -1, 3, -2))) for name in rng.sample(named, rng.randint(0, 9))}
    expected: Interval = exactly(Decimal(7))
    for name, factor in terms.items():
        figure = figures.measure(name)
        assert figure is not None
        assert figure.value is not None
        expected += rounded(figure.value, figure.quantum).scaled(factor)
    assert Expander(figures).interval(Linear(terms, Decimal(7))) == expected
