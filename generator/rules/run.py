"""逐份核对：每份记录的全部义务，归成结论、计数和嫌疑。"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.accounts import Account
from generator.findings import Finding, Outcome
from generator.rules.engine import Judged, apply
from generator.rules.linear import Expander
from generator.rules.model import Rule
from generator.rules.registry import Bench, modules
from generator.rules.suspects import with_suspects
from generator.store import Store

Counts = Mapping[str, Mapping[Outcome, int]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rules say of one record: everything but plain passes, and how many obligations ended how, by rule."""

    address: str
    findings: tuple[Finding, ...]
    counts: Counts

    def total(self, outcome: Outcome) -> int:
        """How many obligations ended so."""
        return sum(count.get(outcome, 0) for count in self.counts.values())


def examine(store: Store, rules: Mapping[str, Rule], accounts: Mapping[str, Account]) -> Mapping[str, Verdict]:
    """The verdict on every record."""
    bench = Bench(store, accounts)
    return {address: judge(rules, account, bench) for address, account in accounts.items()}


def judge(rules: Mapping[str, Rule], account: Account, bench: Bench) -> Verdict:
    """The verdict on one record."""
    judged = list(_all(rules, account, bench))
    counts: dict[str, Counter[Outcome]] = {}
    for one in judged:
        counts.setdefault(one.finding.rule, Counter())[one.finding.outcome] += 1
    told = tuple(one.finding for one in judged if one.finding.outcome == "不通过" or one.finding.result == "rounding")
    equations = tuple(one.equation for one in judged if one.equation is not None)
    return Verdict(account.address, with_suspects(told, equations, account.figures), counts)


def _all(rules: Mapping[str, Rule], account: Account, bench: Bench) -> Iterator[Judged]:
    year = account.filed.record.year
    current = {name: rule for name, rule in rules.items() if rule.holds(year)}
    expander = Expander(account.figures)
    for rule in current.values():
        if rule.relation:
            yield from apply(rule, account, expander)
    for name, module in modules().items():
        mine = {rule.id: rule for rule in current.values() if rule.module == name}
        if mine:
            yield from module.check(mine, account, bench)
