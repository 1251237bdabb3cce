"""逐份核对：每份记录的全部义务，归成结论、计数和嫌疑。"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from generator.accounts import Account
from generator.findings import Finding, Outcome, in_reading_order
from generator.rules.engine import Equation, Judged, closely
from generator.rules.linear import Expander
from generator.rules.model import Rule
from generator.rules.plan import Programme, programme
from generator.rules.quick import Quick
from generator.rules.registry import Bench
from generator.rules.relation import parse_relation
from generator.rules.suspects import Cause, causes, with_suspects
from generator.store import Store

Counts = Mapping[str, Mapping[Outcome, int]]


@dataclass(frozen=True, slots=True)
class Gap:
    """An obligation that could not be checked, and why."""

    rule: str
    why: str
    address: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rules say of one record: everything but plain passes, and how many obligations ended how, by rule."""

    address: str
    findings: tuple[Finding, ...]
    counts: Counts
    causes: tuple[Cause, ...] = ()
    gaps: tuple[Gap, ...] = ()

    def total(self, outcome: Outcome) -> int:
        """How many obligations ended so."""
        return sum(count.get(outcome, 0) for count in self.counts.values())


Tally = tuple[dict[str, dict[Outcome, int]], list[Gap]]
"""How many obligations of each rule ended how, and those that stayed open."""


def examine(store: Store, rules: Mapping[str, Rule], accounts: Mapping[str, Account]) -> Mapping[str, Verdict]:
    """The verdict on every record."""
    bench = Bench(store, accounts)
    ready = {year: programme(rules, store.catalog, year) for year in {one.figures.year for one in accounts.values()}}
    return {address: judge(rules, account, bench, ready[account.figures.year]) for address, account in accounts.items()}


def judge(rules: Mapping[str, Rule], account: Account, bench: Bench, ready: Programme | None = None) -> Verdict:
    """The verdict on one record; `ready` are the rules taken apart for its year, which is worth doing once for many records."""
    ready = ready or programme(rules, account.figures.catalog, account.figures.year)
    counts: dict[str, dict[Outcome, int]] = {}
    quick = Quick(account.figures, Expander(account.figures))
    gaps: list[Gap] = []
    judged = list(_all(ready, account, bench, quick, (counts, gaps)))
    for one in judged:
        finding = one.finding
        mine = counts.setdefault(finding.rule, {})
        mine[finding.outcome] = mine.get(finding.outcome, 0) + 1
        if finding.outcome == "未查":
            gaps.append(Gap(finding.rule, finding.cause, finding.spot or finding.address))
    told = in_reading_order(
        tuple(
            _cured(one.finding, rules)
            for one in judged
            if one.finding.outcome == "不通过" or one.finding.result == "rounding"
        )
    )
    known = [one.equation for one in judged if one.equation is not None]
    found = causes(known, lambda wanted: _standing(wanted, judged, quick), account.figures) if known else ()
    return Verdict(
        account.address,
        with_suspects(told, found, account.figures, account.filed.money),
        counts,
        found,
        tuple(gaps),
    )


def _cured(finding: Finding, rules: Mapping[str, Rule]) -> Finding:
    """A failure that does not say how it is mended takes what its rule says."""
    rule = rules.get(finding.rule)
    if finding.outcome != "不通过" or finding.cure or rule is None or not rule.cure:
        return finding
    return replace(finding, cure=rule.cure.strip())


def _standing(wanted: Collection[str], judged: list[Judged], quick: Quick) -> Iterator[Equation]:
    """The identities that hold and have one of some figures in them, written out now that another broke."""
    yield from quick.equations(wanted)
    for one in judged:
        equation = one.standing() if one.standing is not None else None
        if equation is not None and not equation.terms.keys().isdisjoint(wanted):
            yield equation


def _all(ready: Programme, account: Account, bench: Bench, quick: Quick, into: Tally) -> Iterator[Judged]:
    """Every obligation but those settled at a glance, which are only counted."""
    counts, gaps = into
    for step in ready.steps:
        swept = quick.sweep(step)
        if swept.settled:
            counts[step.rule.id] = swept.settled
            gaps += [Gap(step.rule.id, why, spot.address) for why, spot in swept.gaps]
        for spot in swept.rest:
            yield closely(step.rule, account, parse_relation(step.rule.relation), quick.expander, spot)
    for module, mine in ready.checks:
        yield from module.check(mine, account, bench)
