"""报告的内容：各种格式都从这一个值写出，所以结论、计数和是否有效处处相同。"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path

from generator.checked import Checked
from generator.clock import FIXED
from generator.findings import Finding, Outcome
from generator.rules.model import Rule
from generator.rules.run import Verdict
from generator.waivers import is_waived

OUTCOMES: tuple[Outcome, ...] = ("通过", "不通过", "不适用", "未查")

UNPRINTABLE = re.compile("[^\t\n\r\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Control characters and halves of characters: file names may hold them, XML, terminals and UTF-8 may not."""


@dataclass(frozen=True, slots=True)
class Summary:
    """The whole run in numbers. Findings: errors … archived; obligations: passed … inapplicable."""

    records: int
    errors: int
    """Those that count: they make the run invalid and set the exit code."""
    warnings: int
    notes: int
    waived: int
    rounding: int
    archived: int
    """Errors of 存档 records: listed in full severity, but they count only when asked for."""
    passed: int
    failed: int
    unchecked: int
    inapplicable: int

    @property
    def valid(self) -> bool:
        """Whether nothing stands against publication."""
        return self.errors == 0

    @property
    def checked(self) -> int:
        """How many obligations were checked …"""
        return self.passed + self.failed

    @property
    def obligations(self) -> int:
        """… of how many there were."""
        return self.checked + self.unchecked

    def __add__(self, other: Summary) -> Summary:
        """Two runs taken together."""
        return Summary(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(Summary)))


NOTHING = Summary(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Examined:
    """One record as it was examined."""

    address: str
    name: str
    file: str
    digest: str
    archive: bool
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a report says."""

    summary: Summary
    findings: tuple[Finding, ...]
    records: tuple[Examined, ...]
    rules: Mapping[str, Rule]
    templates: Path
    """Where the template of the HTML report lies."""
    archives: frozenset[str]
    """Files of 存档 records."""
    by_file: Mapping[str, tuple[Finding, ...]]
    """The same findings, file by file."""
    strict: bool = False
    """Whether errors of 存档 records count too."""
    made: dt.datetime = FIXED

    def counts(self, finding: Finding) -> bool:
        """Whether this finding makes the run invalid."""
        return finding.failed and (self.strict or finding.file not in self.archives)

    @property
    def against(self) -> Report:
        """The same, of the findings only those that stand against publication: what a refused build has to say."""
        return replace(self, findings=tuple(finding for finding in self.findings if self.counts(finding)))

    @property
    def apart(self) -> tuple[Finding, ...]:
        """Findings about files that became no record."""
        files = {record.file for record in self.records}
        return tuple(one for file, findings in self.by_file.items() if file not in files for one in findings)

    def of(self, record: Examined) -> tuple[Finding, ...]:
        """Findings about one record, what reading said included."""
        return self.by_file.get(record.file, ())

    def ended(self) -> Mapping[str, Mapping[Outcome, int]]:
        """How the obligations of each rule ended over all records."""
        totals: dict[str, Counter[Outcome]] = {rule: Counter() for rule in self.rules}
        for record in self.records:
            for rule, counts in record.verdict.counts.items():
                totals.setdefault(rule, Counter()).update(counts)
        return totals


def reported(checked: Checked, templates: Path, *, strict: bool = False, made: dt.datetime = FIXED) -> Report:
    """The report on what was checked."""
    records = tuple(_examined(checked, address) for address in sorted(checked.accounts))
    archives = frozenset(record.file for record in records if record.archive)
    findings = tuple(printable(finding) for finding in checked.told)
    summary = summed(findings, records, frozenset() if strict else archives)
    rules = by_number(checked.store.catalog.rules)
    return Report(summary, findings, records, rules, templates, archives, by_file(findings), strict, made)


def by_file(findings: Iterable[Finding]) -> Mapping[str, tuple[Finding, ...]]:
    """Findings of one file together, in the order given."""
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        found.setdefault(finding.file, []).append(finding)
    return {file: tuple(members) for file, members in found.items()}


def by_number(rules: Mapping[str, Rule]) -> Mapping[str, Rule]:
    """C2 before C10, C41 before C41b."""
    return dict(sorted(rules.items(), key=lambda item: natural(item[0])))


def natural(name: str) -> tuple[str, int, str]:
    """What the numbers of rules are ordered by."""
    match = re.fullmatch(r"([^0-9]*)([0-9]*)(.*)", name)
    return (match[1], int(match[2] or 0), match[3]) if match else (name, 0, "")


def printable(finding: Finding) -> Finding:
    """The same finding, quoting nothing that cannot be printed."""
    return replace(
        finding,
        message=_clean(finding.message),
        file=_clean(finding.file),
        address=_clean(finding.address),
        path=_clean(finding.path),
        cure=_clean(finding.cure),
        stated=_clean(finding.stated),
        cause=_clean(finding.cause),
    )


def _clean(text: str) -> str:
    return UNPRINTABLE.sub("\ufffd", text)


def _examined(checked: Checked, address: str) -> Examined:
    account = checked.accounts[address]
    filed = account.filed
    verdict = checked.verdicts.get(address, Verdict(address, (), {}))
    return Examined(address, account.name, filed.file, filed.digest, filed.archive, verdict)


def summed(findings: Iterable[Finding], records: tuple[Examined, ...], spared: frozenset[str]) -> Summary:
    """The numbers; errors in `spared` files do not count."""
    told = tuple(findings)
    failed = [finding for finding in told if finding.failed]
    archived = sum(finding.file in spared for finding in failed)
    mild = [finding for finding in told if finding.outcome == "不通过" and not finding.failed]
    waived = sum(is_waived(finding) for finding in mild)
    warnings = sum(finding.severity == "警告" for finding in mild)
    passed, wrong, unchecked, inapplicable = (
        sum(record.verdict.total(outcome) for record in records) for outcome in ("通过", "不通过", "未查", "不适用")
    )
    return Summary(
        records=len(records),
        errors=len(failed) - archived,
        warnings=warnings,
        notes=len(mild) - warnings - waived,
        waived=waived,
        rounding=sum(finding.result == "rounding" for finding in told),
        archived=archived,
        passed=passed,
        failed=wrong,
        unchecked=unchecked,
        inapplicable=inapplicable,
    )


def absolute(finding: Finding, address: str) -> str:
    """`420106/ybj/2021#T5.合计.小计`: the address of a cell as exports have it, "" where there is none."""
    if not address or "#" in address or not finding.publisher:
        return address
    return f"{finding.publisher}/{finding.year}#{address}"
