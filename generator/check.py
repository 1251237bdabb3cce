"""核对 check：记录和账 → 结论，全部收齐。"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from generator.accounts import Account
from generator.facts import near
from generator.findings import Finding
from generator.store import Store


def check(store: Store, accounts: Mapping[str, Account]) -> tuple[Finding, ...]:
    """Every finding about every record."""
    return tuple(finding for account in accounts.values() for finding in _named_measures(store, account))


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
