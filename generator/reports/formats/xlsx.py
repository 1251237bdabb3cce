"""xlsx：给审核人的工作簿，可以筛选、排序、批注；只有文字格和数字格，没有公式。"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from generator.findings import Finding
from generator.reports.lines import last_line, operands, tally, word
from generator.reports.report import OUTCOMES, Report, absolute
from generator.reports.rule_text import formula, years

NEEDS_FILE = True
FOR_PEOPLE = False

Cell = str | int | Decimal
LONGEST = 32_000
"""A cell holds 32,767 characters; what is longer is cut where it can be seen."""

AMOUNT = re.compile(r"[−-]?[0-9]{1,15}\.[0-9]{1,6}")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the sheet of findings: its head, its width in characters, what it shows."""

    head: str
    width: int
    value: Callable[[Finding, Report], Cell]


COLUMNS = (
    Column("级别", 6, lambda finding, _: word(finding)),
    Column("计入", 6, lambda finding, report: "是" if report.counts(finding) else "否"),
    Column("规则", 10, lambda finding, _: finding.rule),
    Column("规则题名", 30, lambda finding, report: _title(finding.rule, report)),
    Column("部门", 16, lambda finding, _: finding.publisher),
    Column("年度", 6, lambda finding, _: finding.year),
    Column("说法", 50, lambda finding, _: finding.message),
    Column("填报", 12, lambda finding, _: _figure(finding.stated)),
    Column("算得", 12, lambda finding, _: _figure(finding.computed)),
    Column("相差", 10, lambda finding, _: _figure(finding.difference)),
    Column("允许", 10, lambda finding, _: finding.allowed),
    Column("算式里的数", 40, lambda finding, _: operands(finding)),
    Column("嫌疑", 40, lambda finding, _: "；".join(finding.suspects)),
    Column("原因", 30, lambda finding, _: finding.cause),
    Column("怎么办", 30, lambda finding, _: finding.cure),
    Column("地址", 34, lambda finding, _: absolute(finding, finding.address)),
    Column("文件", 34, lambda finding, _: finding.file),
    Column("行", 6, lambda finding, _: finding.line),
    Column("列", 6, lambda finding, _: finding.column),
)


def rendered(report: Report) -> bytes:
    """Three sheets: the numbers, the findings, the rules."""
    whole = io.BytesIO()
    workbook = Workbook(whole, {"in_memory": True})
    workbook.set_properties({"title": "部门决算核对报告", "created": report.made.replace(tzinfo=None)})
    formats = {name: workbook.add_format(look) for name, look in LOOKS.items()}
    _sheet(workbook, "摘要", formats, (16, 40, 12, 8, 8, 8, 8, 8, 66), list(_summary(report)))
    findings = [[column.value(finding, report) for column in COLUMNS] for finding in report.findings]
    heads: list[Cell] = [column.head for column in COLUMNS]
    widths = tuple(column.width for column in COLUMNS)
    _listed(_sheet(workbook, "结论", formats, widths, [heads, *findings], headed=True), len(findings), len(heads))
    rules = list(_rules(report))
    sheet = _sheet(workbook, "规则", formats, (8, 46, 8, 14, 30, 60, 8, 8, 8, 8), rules, headed=True)
    _listed(sheet, len(rules) - 1, len(rules[0]))
    workbook.close()
    return whole.getvalue()


LOOKS: dict[str, dict[str, Any]] = {
    "line": {"bold": True},
    "text": {"text_wrap": True, "valign": "top"},
    "whole": {"num_format": "0", "valign": "top"},
    "amount": {"num_format": "#,##0.00####", "valign": "top"},
    "head": {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1},
}


def _sheet(
    workbook: Workbook,
    name: str,
    formats: dict[str, Format],
    widths: tuple[int, ...],
    rows: Iterable[list[Cell]],
    *,
    headed: bool = False,
) -> Worksheet:
    """A sheet of text and number cells, A4 across."""
    sheet = workbook.add_worksheet(name)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            look = formats["line" if len(cells) == 1 else "head" if headed and not row else _look(cell)]
            _write(sheet, (row, column), cell, look)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&R第&P页，共&N页")
    return sheet


def _write(sheet: Worksheet, at: tuple[int, int], cell: Cell, look: Format) -> None:
    """Never `write`, which makes formulas and links of texts that look like them."""
    if isinstance(cell, str):
        cut = cell if len(cell) <= LONGEST else f"{cell[:LONGEST]}……（太长，其余见 json 报告）"
        sheet.write_string(at[0], at[1], cut, look)
    else:
        sheet.write_number(at[0], at[1], Fraction(cell), look)


def _look(cell: Cell) -> str:
    if isinstance(cell, str):
        return "text"
    return "whole" if isinstance(cell, int) else "amount"


def _listed(sheet: Worksheet, rows: int, columns: int) -> None:
    """The head stays, prints on every page and filters."""
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.autofilter(0, 0, max(rows, 1), columns - 1)


def _figure(text: str) -> Cell:
    """An amount as a number, so that it can be sorted and summed; anything else as it was printed."""
    return Decimal(text.replace("−", "-")) if AMOUNT.fullmatch(text) else text


def _title(rule: str, report: Report) -> str:
    return report.rules[rule].title if rule in report.rules else ""


def _summary(report: Report) -> Iterable[list[Cell]]:
    yield [last_line(report.summary)]
    yield []
    for name, count in tally(report.summary):
        yield [name, count]
    yield []
    yield ["地址", "名称", "状态", *OUTCOMES, "结论", "记录文件的 SHA-256"]
    for record in report.records:
        verdict = record.verdict
        status = "存档" if record.archive else "在用"
        ended = [verdict.total(outcome) for outcome in OUTCOMES]
        yield [record.address, record.name, status, *ended, len(report.of(record)), record.digest]


def _rules(report: Report) -> Iterable[list[Cell]]:
    yield ["规则", "题名", "级别", "适用", "依据", "公式", *OUTCOMES]
    totals = report.ended()
    for rule in report.rules.values():
        ended = [totals[rule.id].get(outcome, 0) for outcome in OUTCOMES]
        yield [rule.id, rule.title, rule.severity, years(rule), rule.basis, formula(rule), *ended]
