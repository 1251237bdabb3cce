"""核对 check：记录和账 → 结论，全部收齐。"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

from generator.accounts import Account
from generator.facts import near
from generator.findings import Finding
from generator.rules.run import Verdict
from generator.rules.run import examine as judged
from generator.store import Store
from generator.waivers import claims, waived


def check(store: Store, accounts: Mapping[str, Account]) -> tuple[Finding, ...]:
    """Every finding about the shape of every record; what the rules say of its figures stands in the verdicts."""
    return tuple(finding for account in accounts.values() for finding in _named_measures(store, account))


def verdicts(store: Store, accounts: Mapping[str, Account], today: dt.date) -> Mapping[str, Verdict]:
    """What the rules say of every record, with the waivers (说明差异) in force on a day applied."""
    found = judged(store, store.catalog.rules, accounts)
    return MappingProxyType({name: _explained(verdict, accounts[name], today) for name, verdict in found.items()})


def _explained(verdict: Verdict, account: Account, today: dt.date) -> Verdict:
    return replace(verdict, findings=waived(verdict.findings, claims(account.filed), today))


def _named_measures(store: Store, account: Account) -> Iterable[Finding]:
    """原因, 用途 and 上年 speak of figures that exist."""
    record = account.filed.record
    spoken = [("原因", one.measure) for one in record.reasons] + [("用途", one.measure) for one in record.uses]
    spoken += [("上年", one.measure) for one in record.prior]
    for place, measure in spoken:
        table = measure.split(".")[0]
        if table not in store.catalog.tables and table not in {"项目", "分单位", "绩效表"}:
            cure = near(table, list(store.catalog.tables))
            yield Finding(
                "S-量",
                f"“{place}”里的“{measure}”不是一个数的地址",
                account.filed.file,
                publisher=account.filed.publisher.path,
                year=str(record.year),
                cure=cure,
            )
