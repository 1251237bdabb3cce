"""案头：写一份公开页要用到的东西，放在一处。"""

from __future__ import annotations

from dataclasses import dataclass, field

from generator.accounts import Account
from generator.narrative import Teller
from generator.store import Store


@dataclass(frozen=True, slots=True)
class Desk:
    """What a disclosure page is written from."""

    store: Store
    account: Account
    teller: Teller
    siblings: tuple[Account, ...]
    said: list[str] = field(default_factory=list)
    """Visible text so far: decides which terms 名词解释 lists."""

    def fill(self, text: str) -> str:
        """Words of the record put into a title."""
        for word, value in self.account.words.items():
            text = text.replace("{" + word + "}", value)
        return text
