"""总账 ledger：全部的账按公开主体和按“地区、年度”排好，比较各年、各部门的页都从这里取。"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from generator.accounts import Account
from generator.store import Publisher, Store


@dataclass(frozen=True, slots=True)
class Ledger:
    """All accounts, sorted once: looking through all of them for every page would take the square of their number."""

    store: Store
    publishers: Mapping[Publisher, tuple[Account, ...]]
    """Every publisher's years, earliest first; publishers ascending."""
    years: Mapping[tuple[str, int], tuple[Account, ...]]
    """Every region's years, ascending, publishers ascending within each."""

    def until(self, account: Account) -> tuple[Account, ...]:
        """The years of its publisher up to this one."""
        return tuple(
            one
            for one in self.publishers[account.filed.publisher]
            if one.filed.record.year <= account.filed.record.year
        )


def ledger(store: Store, accounts: Mapping[str, Account]) -> Ledger:
    """Sort all accounts."""
    order = sorted(accounts.values(), key=lambda one: (one.filed.publisher, one.filed.record.year))
    publishers: dict[Publisher, tuple[Account, ...]] = {}
    years: dict[tuple[str, int], tuple[Account, ...]] = {}
    for one in order:
        publisher, year = one.filed.publisher, one.filed.record.year
        publishers[publisher] = (*publishers.get(publisher, ()), one)
        key = (publisher.region, year)
        years[key] = (*years.get(key, ()), one)
    return Ledger(store, MappingProxyType(publishers), MappingProxyType(dict(sorted(years.items()))))
