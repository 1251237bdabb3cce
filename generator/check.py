"""核对 check：记录和账 → 结论，全部收齐。"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from generator.accounts import Account
from generator.rules.plan import Programme
from generator.rules.registry import Bench
from generator.rules.run import Verdict, judge
from generator.rules.run import examine as judged
from generator.store import Store
from generator.waivers import claims, waived


def verdicts(store: Store, accounts: Mapping[str, Account], today: dt.date) -> Mapping[str, Verdict]:
    """What the rules say of every record, with the waivers (说明差异) in force on a day applied."""
    found = judged(store, store.catalog.rules, accounts)
    return MappingProxyType({name: _explained(verdict, accounts[name], today) for name, verdict in found.items()})


def verdict(
    store: Store, accounts: Mapping[str, Account], address: str, today: dt.date, ready: Programme | None = None
) -> Verdict:
    """The same of one record; `ready` as `judge` takes it."""
    found = judge(store.catalog.rules, accounts[address], Bench(store, accounts), ready)
    return _explained(found, accounts[address], today)


def _explained(verdict: Verdict, account: Account, today: dt.date) -> Verdict:
    return replace(verdict, findings=waived(verdict.findings, claims(account.filed), today))
