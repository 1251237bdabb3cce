"""核对 check：记录和账 → 结论，全部收齐。"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from generator.accounts import Account
from generator.rules.run import Verdict
from generator.rules.run import examine as judged
from generator.store import Store
from generator.waivers import claims, waived


def verdicts(store: Store, accounts: Mapping[str, Account], today: dt.date) -> Mapping[str, Verdict]:
    """What the rules say of every record, with the waivers (说明差异) in force on a day applied."""
    found = judged(store, store.catalog.rules, accounts)
    return MappingProxyType({name: _explained(verdict, accounts[name], today) for name, verdict in found.items()})


def _explained(verdict: Verdict, account: Account, today: dt.date) -> Verdict:
    return replace(verdict, findings=waived(verdict.findings, claims(account.filed), today))
