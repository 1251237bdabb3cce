"""预览的规则：按年度拆好的一份，各家共用。"""

from __future__ import annotations

from dataclasses import dataclass, field

from generator.catalog import Catalog
from generator.rules.plan import Programme, programme


@dataclass
class Rulebook:
    """Rules taken apart for each year, once for all families."""

    catalog: Catalog
    ready: dict[int, Programme] = field(default_factory=dict)

    def programme(self, year: int) -> Programme:
        """The rules of one year."""
        if year not in self.ready:
            self.ready[year] = programme(self.catalog.rules, self.catalog, year)
        return self.ready[year]
