"""terminal：给人看的文字，一处一行，下面是算式；最后一行说是否有效。"""

from __future__ import annotations

from generator.reports.lines import lines
from generator.reports.report import Report

NEEDS_FILE = False
FOR_PEOPLE = True


def rendered(report: Report) -> bytes:
    """All lines."""
    return "".join(f"{line}\n" for line in lines(report)).encode()
