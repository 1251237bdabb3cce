"""报告 report：结论怎么说给人听。"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from generator.findings import Finding

if TYPE_CHECKING:
    from generator.pipeline import Checked


def line(finding: Finding) -> str:
    """`records/420106/ybj/2021.yml:53:12 错误 [S-金额] …；4525.99`."""
    where = f"{finding.file}:{finding.line}:{finding.column}" if finding.line else finding.file
    path = f"{finding.path}：" if finding.path else ""
    cure = f"；{finding.cure}" if finding.cure else ""
    return f"{where} {finding.severity} [{finding.rule}] {path}{finding.message}{cure}"


def lines(checked: Checked) -> Iterator[str]:
    """Every finding in reading order, then the last line that says whether all is well."""
    yield from (line(finding) for finding in checked.findings)
    yield summary(checked)


def summary(checked: Checked) -> str:
    """The last line."""
    errors = sum(1 for finding in checked.findings if finding.failed)
    warnings = len(checked.findings) - errors
    count = len(checked.store.records)
    if checked.sound:
        noted = f"，{warnings + errors}条提示" if checked.findings else ""
        return f"有效：{count}份记录都读得通{noted}。"
    return f"无效：{errors}处错误、{warnings}条提示，没有公布任何页面。"
