"""json：`{"summary": …, "findings": […]}`，一处结论一个对象，字段与程序里的相同。"""

from __future__ import annotations

import json

from generator.reports.objects import finding_object, summary_object
from generator.reports.report import Report

NEEDS_FILE = False
FOR_PEOPLE = False


def rendered(report: Report) -> bytes:
    """The whole report."""
    whole = {"summary": summary_object(report.summary), "findings": [finding_object(one) for one in report.findings]}
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()
