"""总账 ledger：一批账（或摘要）按公开主体和按“地区、年度”排好，比较各年、各部门的页都从这里取。"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Generic, Protocol, TypeVar

from generator.store import Publisher, Store


class Entry(Protocol):
    """Who and when: an account, or its summary."""

    @property
    def publisher(self) -> Publisher:
        """Whose it is."""
        ...

    @property
    def year(self) -> int:
        """年度."""
        ...


Item = TypeVar("Item", bound=Entry)


@dataclass(frozen=True, slots=True)
class Ledger(Generic[Item]):
    """Entries sorted once: looking through all of them for every page would take the square of their number."""

    store: Store
    publishers: Mapping[Publisher, tuple[Item, ...]]
    """Every publisher's years, earliest first; publishers ascending."""
    years: Mapping[tuple[str, int], tuple[Item, ...]]
    """Every region's years, ascending, publishers ascending within each."""

    def until(self, entry: Item) -> tuple[Item, ...]:
        """The years of its publisher up to this one."""
        return tuple(one for one in self.publishers[entry.publisher] if one.year <= entry.year)

    def of(self, publisher: Publisher) -> tuple[Item, ...]:
        """All years of a publisher, earliest first."""
        return self.publishers.get(publisher, ())

    def years_of(self, region: str) -> tuple[int, ...]:
        """Years in which anything was filed in a region, ascending."""
        return tuple(year for code, year in self.years if code == region)


def ledger(store: Store, entries: Iterable[Item]) -> Ledger[Item]:
    """Sort all entries."""
    publishers: dict[Publisher, list[Item]] = {}
    years: dict[tuple[str, int], list[Item]] = {}
    for one in sorted(entries, key=lambda one: (one.publisher, one.year)):
        publishers.setdefault(one.publisher, []).append(one)
        years.setdefault((one.publisher.region, one.year), []).append(one)
    return Ledger(
        store,
        MappingProxyType({key: tuple(found) for key, found in publishers.items()}),
        MappingProxyType({key: tuple(years[key]) for key in sorted(years)}),
    )
