"""A report with one finding of every kind, made by hand: what formats say of it depends on no rule."""

from __future__ import annotations

from dataclasses import replace

from generator.findings import Finding, Operand
from generator.reports.report import Examined, Report, by_file, printable, summed
from generator.rules.run import Counts, Verdict
from generator.waivers import SAID
from tests import builders

LIVING, ARCHIVE, BROKEN = (
    "records/420199/demo/2022.yml",
    "records/420199/demo/本级/2021.yml",
    "records/420199/坏/2022.yml",
)
NASTY = "<b>&\"'=1+1\x08\ud83d"
"""What no format may take for its own: markup, quotes, a formula, a control character, half a character."""

SUM = Finding(
    rule="C1",
    message="本年收入合计与各项收入之和不等",
    file=LIVING,
    line=12,
    column=7,
    result="wrong",
    publisher="420199/demo",
    year="2022",
    address="T1.本年收入合计",
    spot="T1.本年收入合计",
    path="T1.本年收入合计 == 和(T1.事业收入)",
    stated="453.60",
    computed="−453.59",
    difference="0.01",
    allowed="0",
    operands=(Operand("T1.本年收入合计", "453.60"), Operand("T1.事业收入", "453.59")),
    suspects=("T1.事业收入 → 453.60（一位数字打错）",),
    cause="T1.事业收入",
)
SAME_CAUSE = replace(SUM, rule="C10", line=30, address="T2.合计.本年收入合计", spot="T2.合计.本年收入合计")
WARNING = replace(SUM, rule="C10", severity="警告", line=40, message=NASTY, cause="", suspects=(), cure="看一看")
ROUNDING = replace(
    SUM, rule="C10", outcome="通过", severity="提示", result="rounding", line=50, cause="", allowed="±0.02"
)
UNCHECKED = replace(
    SUM, rule="C10", outcome="未查", severity="提示", result="", line=0, cause="缺少T2", spot="T2.1.小计"
)
WAIVED = replace(SUM, severity="提示", line=60, suspects=(), cause=f"{SAID}原件如此（财务科，至2030-12-31）")
NOTE = replace(SUM, rule="S-空白", severity="提示", line=61, cause="", spot="", path="表.T1", address="", operands=())
SHAPE = Finding("Y-缩进", "这一行缩进不对", BROKEN, 3, 1, cure="与上一行对齐")
WHOLE_FILE = Finding("S-文件", "不认识这个文件", BROKEN)
OLD = replace(SUM, file=ARCHIVE, year="2021", suspects=(), cause="", publisher="420199/demo/benji")
KINDS = (SUM, SAME_CAUSE, WARNING, ROUNDING, UNCHECKED, WAIVED, NOTE, OLD, SHAPE, WHOLE_FILE)

COUNTS: Counts = {
    "C1": {"通过": 1, "不通过": 2},
    "C10": {"通过": 5, "不通过": 2, "未查": 1, "不适用": 3},
    "C80": {"通过": 4},
}


def report(*findings: Finding, strict: bool = False) -> Report:
    """A report on a living and an archived record with these findings."""
    records = (
        Examined(
            "420199/demo/2022", "示例区医疗保障局", LIVING, "a" * 64, False, Verdict("420199/demo/2022", (), COUNTS)
        ),
        Examined(
            "420199/demo/benji/2021",
            "示例区医疗保障局本级",
            ARCHIVE,
            "b" * 64,
            True,
            Verdict("420199/demo/benji/2021", (), {}),
        ),
    )
    archives = frozenset({ARCHIVE})
    told = tuple(printable(finding) for finding in findings)
    summary = summed(told, records, frozenset() if strict else archives)
    return Report(
        summary, told, records, builders.catalog().rules, builders.ROOT / "templates", archives, by_file(told), strict
    )
