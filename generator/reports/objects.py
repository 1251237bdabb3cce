"""结论和计数作为普通的值：JSON、SARIF 和核对证明里的字段都是这些。"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from generator.findings import Finding
from generator.reports.lines import last_line
from generator.reports.report import Summary, absolute

FIRST = (
    "rule",
    "outcome",
    "severity",
    "result",
    "publisher",
    "year",
    "address",
    "file",
    "line",
    "column",
    "stated",
    "computed",
    "difference",
    "allowed",
    "operands",
    "message",
    "suspects",
    "cause",
)
"""The order readers know; the few other fields follow."""


def finding_object(finding: Finding) -> dict[str, Any]:
    """One finding; addresses are whole, so that they mean the same outside this report."""
    fields = asdict(finding)
    fields["address"] = absolute(finding, finding.address)
    fields["operands"] = [{"address": absolute(finding, one.address), "value": one.value} for one in finding.operands]
    fields["suspects"] = list(finding.suspects)
    return {name: fields[name] for name in (*FIRST, *(name for name in fields if name not in FIRST))}


def summary_object(summary: Summary) -> dict[str, Any]:
    """The numbers, with the verdict first and in words last."""
    derived = {"valid": summary.valid, "checked": summary.checked, "obligations": summary.obligations}
    return {**derived, **asdict(summary), "last_line": last_line(summary)}
