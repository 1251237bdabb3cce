"""结论 finding：一处检查说了什么。Findings are values; every stage returns them, none prints."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Outcome = Literal["通过", "不通过", "不适用", "未查"]
Severity = Literal["错误", "警告", "提示"]
Result = Literal["exact", "rounding", "wrong", ""]


@dataclass(frozen=True, slots=True)
class Operand:
    """One figure that took part in the arithmetic: its address and its printed value."""

    address: str
    value: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule says of one record. The same fields in every report format.

    `file` is relative to the content folder, `line` and `column` are 1-based (0: the whole file).
    `stated`, `computed`, `difference`, `allowed` are printed values, "" where they do not apply.
    """

    rule: str
    message: str
    file: str
    line: int = 0
    column: int = 0
    outcome: Outcome = "不通过"
    severity: Severity = "错误"
    result: Result = ""
    publisher: str = ""
    year: str = ""
    address: str = ""
    path: str = ""
    cure: str = ""
    stated: str = ""
    computed: str = ""
    difference: str = ""
    allowed: str = ""
    operands: tuple[Operand, ...] = ()
    suspects: tuple[str, ...] = ()
    cause: str = ""
    spot: str = ""
    """The cell of the obligation; with `rule` it names one obligation of one record."""

    @property
    def failed(self) -> bool:
        """Whether this finding is an error that stops publication."""
        return self.outcome == "不通过" and self.severity == "错误"


def in_reading_order(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """By file, line, column, rule: the order in which a person mends them."""
    return tuple(sorted(findings, key=lambda f: (f.file, f.line, f.column, f.rule, f.address, f.spot, f.message)))
