"""读入、推算、核对之后：记录、账、结论放在一起，一家的或全站的。"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator.accounts import Account
from generator.findings import Finding, in_reading_order
from generator.rules.run import Verdict
from generator.store import Store


@dataclass(frozen=True, slots=True)
class Checked:
    """After the first three stages. `findings` are those of reading; what the rules say of each record is its verdict."""

    store: Store
    accounts: Mapping[str, Account]
    findings: tuple[Finding, ...]
    verdicts: Mapping[str, Verdict]

    @property
    def told(self) -> tuple[Finding, ...]:
        """All findings, of reading and of the rules."""
        return in_reading_order(
            self.findings + tuple(one for verdict in self.verdicts.values() for one in verdict.findings)
        )

    @property
    def sound(self) -> bool:
        """Whether nothing stands against publication; findings in an 存档 are listed but do not block."""
        archives = {account.filed.file for account in self.accounts.values() if account.filed.archive}
        return not any(finding.failed and finding.file not in archives for finding in self.told)
