"""说明差异：经人说明的差异不再算错误；说明过了期，或者对不上任何差异，它自己就是错误。"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from generator.findings import Finding
from generator.model import Waiver
from generator.store import Filed
from generator.strict_yaml import Text

SAID = "已说明："
"""How the cause of a waived finding begins."""

RULE = "S-说明差异"


@dataclass(frozen=True, slots=True)
class Claim:
    """One waiver and where it stands; line 0 where its cells keep no position."""

    waiver: Waiver
    file: str
    publisher: str
    year: str
    line: int = 0
    column: int = 0

    @property
    def cause(self) -> str:
        """What the waived finding says for itself."""
        waiver = self.waiver
        return f"{SAID}{waiver.reason.strip()}（{waiver.who}，至{waiver.until.isoformat()}）"

    def expired(self, today: dt.date) -> bool:
        """Whether its last day is over."""
        return self.waiver.until < today

    def speaks_of(self, finding: Finding) -> bool:
        """Whether it explains this finding: the same rule, the same cell, and something that failed."""
        waiver = self.waiver
        cells = {finding.address, finding.spot, finding.address.rpartition("#")[2]} - {""}
        return finding.outcome == "不通过" and finding.rule == waiver.rule and str(waiver.measure) in cells


def claims(filed: Filed) -> tuple[Claim, ...]:
    """All waivers of one record."""
    publisher, year = filed.publisher.path, str(filed.record.year)
    return tuple(Claim(one, filed.file, publisher, year, *_position(one.measure)) for one in filed.record.waivers)


def _position(cell: object) -> tuple[int, int]:
    return (cell.line, cell.column) if isinstance(cell, Text) else (0, 0)


def waived(findings: tuple[Finding, ...], said: tuple[Claim, ...], today: dt.date) -> tuple[Finding, ...]:
    """The same findings, explained ones as 提示 with their reason; then an error for each waiver that no longer applies."""
    valid = [claim for claim in said if not claim.expired(today)]
    stale = [_stale(claim, findings, today) for claim in said]
    return (*(_told(finding, valid) for finding in findings), *(finding for finding in stale if finding is not None))


def _told(finding: Finding, valid: list[Claim]) -> Finding:
    claim = next((claim for claim in valid if claim.speaks_of(finding)), None)
    return finding if claim is None else replace(finding, severity="提示", cause=claim.cause)


def is_waived(finding: Finding) -> bool:
    """Whether a valid waiver explains it."""
    return finding.outcome == "不通过" and finding.severity == "提示" and finding.cause.startswith(SAID)


def _stale(claim: Claim, findings: tuple[Finding, ...], today: dt.date) -> Finding | None:
    waiver = claim.waiver
    applies = any(claim.speaks_of(finding) for finding in findings)
    if applies and not claim.expired(today):
        return None
    if applies:
        why = f"说明只到{waiver.until.isoformat()}，已经过期"
        cure = "重新核实这处差异：仍在的，改“至”；没有道理的，改数"
    else:
        why = "这里现在没有差错，说明已用不上"
        cure = "删去这条说明；如果本来有所指，核对“规则”和“量”"
    return Finding(
        rule=RULE,
        message=f"“{waiver.rule}”在“{waiver.measure}”的说明差异：{why}",
        file=claim.file,
        line=claim.line,
        column=claim.column,
        publisher=claim.publisher,
        year=claim.year,
        address=str(waiver.measure),
        cure=cure,
    )
