"""核对证明：一份记录核对了什么，哪些不符，哪些经人说明、为什么，哪些没能核对、为什么；和记录的哈希绑在一起。

Pure: a record and its verdict in, a value and its JSON out. Whoever holds the record file can hash it, run the same version of the
program and compare.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generator import __version__
from generator.accounts import Account
from generator.exports.json_text import written
from generator.findings import Finding, Outcome
from generator.reports.objects import finding_object
from generator.reports.report import OUTCOMES, natural
from generator.rules.model import Rule
from generator.rules.run import Verdict
from generator.waivers import Claim, claims, is_waived

FORMAT = 1
UNTOLD = "没有记下缘由"


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How the obligations of one rule ended; all zero where the record has nothing for it."""

    rule: str
    title: str
    counts: tuple[tuple[Outcome, int], ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """A difference with its waiver: what was found, why it stands, who says so and until when."""

    finding: Finding
    reason: str
    who: str
    until: str


@dataclass(frozen=True, slots=True)
class Unchecked:
    """Obligations of one rule that could not be checked for one reason."""

    rule: str
    title: str
    why: str
    count: int
    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Certificate:
    """核对证明 of one department-year."""

    address: str
    name: str
    file: str
    digest: str
    archive: bool
    program: str
    counts: tuple[tuple[Outcome, int], ...]
    rules: tuple[RuleCount, ...]
    failed: tuple[Finding, ...]
    rounding: tuple[Finding, ...]
    waived: tuple[Explained, ...]
    unchecked: tuple[Unchecked, ...]

    @property
    def checked(self) -> int:
        """How many obligations were checked …"""
        return sum(count for outcome, count in self.counts if outcome in {"通过", "不通过"})

    @property
    def obligations(self) -> int:
        """… of how many there were."""
        return sum(count for outcome, count in self.counts if outcome != "不适用")


def certified(
    account: Account, verdict: Verdict, rules: Mapping[str, Rule], reading: tuple[Finding, ...] = ()
) -> Certificate:
    """The certificate of one record; `reading` is what reading the record found wrong with it."""
    filed = account.filed
    told = (*(finding for finding in reading if finding.file == filed.file), *verdict.findings)
    return Certificate(
        address=account.address,
        name=account.name,
        file=filed.file,
        digest=filed.digest,
        archive=filed.archive,
        program=f"juesuan {__version__}",
        counts=tuple((outcome, verdict.total(outcome)) for outcome in OUTCOMES),
        rules=tuple(_count(rule, verdict) for rule in rules.values() if rule.holds(filed.record.year)),
        failed=tuple(one for one in told if one.outcome == "不通过" and not is_waived(one)),
        rounding=tuple(one for one in told if one.result == "rounding"),
        waived=_explained(told, claims(filed)),
        unchecked=_unchecked(verdict, rules),
    )


def _count(rule: Rule, verdict: Verdict) -> RuleCount:
    counts = verdict.counts.get(rule.id, {})
    return RuleCount(rule.id, rule.title, tuple((outcome, counts.get(outcome, 0)) for outcome in OUTCOMES))


def _explained(told: tuple[Finding, ...], said: tuple[Claim, ...]) -> tuple[Explained, ...]:
    found = []
    for finding in told:
        claim = next((claim for claim in said if claim.cause == finding.cause and claim.speaks_of(finding)), None)
        if claim is not None and is_waived(finding):
            waiver = claim.waiver
            found.append(Explained(finding, waiver.reason.strip(), waiver.who, waiver.until.isoformat()))
    return tuple(found)


def _unchecked(verdict: Verdict, rules: Mapping[str, Rule]) -> tuple[Unchecked, ...]:
    """By rule and reason. What was counted and not told why is named all the same: a certificate hides no gap."""
    reasons: dict[tuple[str, str], list[str]] = {}
    for gap in verdict.gaps:
        reasons.setdefault((gap.rule, gap.why or UNTOLD), []).append(gap.address)
    known = Counter({key: len(addresses) for key, addresses in reasons.items()})
    for rule, counts in verdict.counts.items():
        untold = counts.get("未查", 0) - sum(count for (of, _), count in known.items() if of == rule)
        known[rule, UNTOLD] += max(untold, 0)
    return tuple(
        Unchecked(rule, rules[rule].title if rule in rules else rule, why, count, tuple(reasons.get((rule, why), ())))
        for (rule, why), count in sorted(known.items(), key=lambda item: (natural(item[0][0]), item[0][1]))
        if count
    )


def as_json(certificate: Certificate) -> bytes:
    """The certificate as it is published beside the page."""
    return written(as_object(certificate))


def as_object(certificate: Certificate) -> dict[str, Any]:
    """Plain values; findings have the same fields as in every report."""
    return {
        "certificate": FORMAT,
        "address": certificate.address,
        "name": certificate.name,
        "record": {"file": certificate.file, "sha256": certificate.digest, "archive": certificate.archive},
        "program": certificate.program,
        "checked": certificate.checked,
        "obligations": certificate.obligations,
        "counts": dict(certificate.counts),
        "rules": [{"rule": one.rule, "counts": {k: n for k, n in one.counts if n}} for one in certificate.rules],
        "failed": [finding_object(one) for one in certificate.failed],
        "rounding": [finding_object(one) for one in certificate.rounding],
        "waived": [
            {**finding_object(one.finding), "reason": one.reason, "who": one.who, "until": one.until}
            for one in certificate.waived
        ],
        "unchecked": [
            {
                "rule": one.rule,
                "title": one.title,
                "why": one.why,
                "count": one.count,
                "addresses": list(one.addresses),
            }
            for one in certificate.unchecked
        ],
    }
