"""报告的话：一处结论怎么说成一行、算式怎么摆、一个原因的几处怎么归在一起、最后一行怎么写。"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.findings import Finding
from generator.reports.report import Report, Summary

MOST = 20
"""No more operands are listed on one line than a person compares."""


@dataclass(frozen=True, slots=True)
class Group:
    """Findings of one record that have one cause: the first stands for all, the others are its consequences."""

    head: Finding
    others: tuple[Finding, ...] = ()
    cause: str = ""
    """The shared cause, "" for a finding that stands alone."""


def place(finding: Finding) -> str:
    """`records/420106/ybj/2021.yml:53:12`."""
    return f"{finding.file}:{finding.line}:{finding.column}" if finding.line else finding.file


def word(finding: Finding) -> str:
    """What kind of finding it is, in one word."""
    if finding.result == "rounding":
        return "尾差"
    return finding.severity if finding.outcome == "不通过" else finding.outcome


def said(finding: Finding) -> str:
    """What is the matter, with the cell or the field it is about."""
    about = finding.address if finding.spot else finding.path
    named = about and about not in finding.message
    return f"{about}：{finding.message}" if named else finding.message


def line(finding: Finding) -> str:
    """`records/420106/ybj/2021.yml:53:12 错误 [S-金额] …；4525.99`. What a rule says of mending stands below its arithmetic."""
    cure = f"；{finding.cure}" if finding.cure and not finding.spot else ""
    return f"{place(finding)} {word(finding)} [{finding.rule}] {said(finding)}{cure}"


def arithmetic(finding: Finding) -> tuple[tuple[str, str], ...]:
    """The sum as it was done: what each part is called and what it says; parts that do not apply are left out."""
    return (*figures(finding), *grounds(finding))


def figures(finding: Finding) -> tuple[tuple[str, str], ...]:
    """What was stated and what was found instead."""
    parts = (
        ("填报", finding.stated),
        ("算得", finding.computed),
        ("相差", finding.difference),
        ("允许", allowance(finding)),
    )
    return tuple((name, text) for name, text in parts if text)


def grounds(finding: Finding) -> tuple[tuple[str, str], ...]:
    """What it was worked out from, and what may be behind it."""
    parts = (
        ("算式", finding.path if finding.spot else ""),
        ("其中", operands(finding)),
        ("嫌疑", "；".join(finding.suspects)),
        ("原因", "" if finding.suspects or finding.outcome != "不通过" else finding.cause),
    )
    return tuple((name, text) for name, text in parts if text)


def allowance(finding: Finding) -> str:
    """How much difference is allowed, and why."""
    if not finding.allowed:
        return ""
    if finding.allowed == "0":
        return "0（各数都精确，不许有差）"
    return f"{finding.allowed}（{len(finding.operands)}个数各自四舍五入，合起来最多差这么多）"


def operands(finding: Finding) -> str:
    """Every figure that took part, with its address."""
    shown = [f"{one.address} {one.value}" for one in finding.operands[:MOST]]
    more = f"……共{len(finding.operands)}个数" if len(finding.operands) > MOST else ""
    return "、".join(shown) + more


def groups(findings: tuple[Finding, ...]) -> tuple[Group, ...]:
    """Findings by cause, each group where its first finding stands."""
    found: dict[object, list[Finding]] = {}
    for finding in findings:
        found.setdefault(_key(finding), []).append(finding)
    return tuple(
        Group(members[0], tuple(members[1:]), members[0].cause if len(members) > 1 else "")
        for members in found.values()
    )


def _key(finding: Finding) -> object:
    """What belongs together: the same cause; the same rule where it only warns, or where a figure passed by rounding or was not checked."""
    if finding.result == "rounding":
        return finding.file, finding.result, finding.rule
    if finding.outcome != "不通过":
        return finding.file, finding.outcome, finding.rule, finding.cause
    if finding.cause:
        return finding.file, finding.severity, finding.cause
    return (
        (finding.file, finding.severity, finding.rule) if finding.severity == "警告" and finding.spot else id(finding)
    )


def lines(report: Report) -> Iterator[str]:
    """Notes, then warnings, then errors, so that the gravest stand right above the last line, which says whether all is well."""
    told = groups(report.findings)
    for group in sorted(told, key=lambda group: _gravity(report, group.head)):
        yield from _group(group)
    yield last_line(report.summary)


def _gravity(report: Report, finding: Finding) -> int:
    if finding.outcome != "不通过":
        return 0
    return {"提示": 1, "警告": 2, "错误": 3}[finding.severity] + report.counts(finding)


def _group(group: Group) -> Iterator[str]:
    yield line(group.head)
    if figures(group.head):
        yield "    " + "，".join(f"{name} {text}" for name, text in figures(group.head))
    for name, text in grounds(group.head):
        yield f"    {name} {text}"
    if group.head.cure and group.head.spot:
        yield f"    怎么办 {group.head.cure}"
    if group.others:
        yield f"    同一{'原因' if group.cause else '规则'}的还有{len(group.others)}处："
    for finding in group.others:
        yield f"      {place(finding)} [{finding.rule}] {said(finding)}"


def last_line(summary: Summary) -> str:
    """`有效：5份记录，应核对470项，已核对466项，4项未查；……。`"""
    verdict = "有效" if summary.valid else "无效"
    unchecked = f"，{summary.unchecked}项未查" if summary.unchecked else ""
    obligations = f"应核对{summary.obligations}项，已核对{summary.checked}项{unchecked}"
    counted = "、".join(f"{name}{count}处" for name, count in tally(summary) if count)
    return f"{verdict}：{summary.records}份记录，{obligations}；{counted or '没有差错'}。"


def tally(summary: Summary) -> tuple[tuple[str, int], ...]:
    """Findings by kind, as people call them."""
    return (
        ("错误", summary.errors),
        ("存档原件的差错", summary.archived),
        ("警告", summary.warnings),
        ("提示", summary.notes),
        ("已说明的差异", summary.waived),
        ("尾差", summary.rounding),
    )
