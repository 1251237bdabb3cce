"""有效期：从哪个年度到哪个年度有效。"""

from __future__ import annotations

from pydantic import Field

from generator.model import Entry
from generator.model_fields import Year


class Span(Entry):
    """Something in force from one fiscal year to another, both included."""

    since: Year = Field(1990, alias="自")
    until: Year = Field(2099, alias="至")

    def holds(self, year: int) -> bool:
        """Whether it is in force in a fiscal year."""
        return self.since <= year <= self.until
