"""核对结论：一份公开文件核对了多少、哪些不符、哪些只是尾差；`site.yml` 写明“公布结论: 是”时印在页尾。"""

from __future__ import annotations

from collections.abc import Iterable

from generator.accounts import Account
from generator.diff import name_of
from generator.findings import Finding
from generator.rules.run import Verdict
from generator.views import Block, Cell, Row, Run, Section, Table


def verdict_part(account: Account, verdict: Verdict, number: str) -> Section:
    """The last part of a disclosure page: counts in words, then what failed and what rounding explains."""
    failed = [finding for finding in verdict.findings if finding.outcome == "不通过"]
    rounding = [finding for finding in verdict.findings if finding.result == "rounding"]
    blocks = [Block("paragraph", runs=(Run(_counts(verdict, len(failed), len(rounding))),))]
    if failed:
        blocks.append(Block("table", table=_table("verdict-failed", "不符的地方", account, failed)))
    if rounding:
        blocks.append(Block("table", table=_table("verdict-rounding", "四舍五入可以解释的尾差", account, rounding)))
    return Section("verdict", "核对结论", number, "核对结论", 2, tuple(blocks))


def _counts(verdict: Verdict, failed: int, rounding: int) -> str:
    checked = verdict.total("通过") + verdict.total("不通过")
    open_ = verdict.total("未查")
    text = f"按“校验规则”页所列的规则核对了{checked}项关系"
    text += f"，{failed}项不符" if failed else "，没有不符的"
    text += f"，{rounding}项的差由四舍五入造成" if rounding else ""
    text += f"；另有{open_}项因为没有填控制数或原件没有写明，未能核对。" if open_ else "。"
    return text


def _table(ident: str, title: str, account: Account, findings: Iterable[Finding]) -> Table:
    head = Row(tuple(Cell(text, "name", "col") for text in ("规则", "数", "印着", "应为", "说明")))
    body = tuple(_row(account, finding) for finding in findings)
    return Table(ident, title, head=(head,), body=body)


def _row(account: Account, finding: Finding) -> Row:
    note = finding.message + (f"；可能是：{'、'.join(finding.suspects[:3])}" if finding.suspects else "")
    return Row(
        (
            Cell(finding.rule, "code"),
            Cell(_name(account, finding.address), "name", "row"),
            Cell(finding.stated, "name"),
            Cell(finding.computed, "name"),
            Cell(note),
        )
    )


def _name(account: Account, measure: str) -> str:
    """A measure in words; of a ratio or change its first figure."""
    first = measure.partition("/")[0].partition(":")[0]
    return (name_of(account, first) if first else "") or first.partition("#")[0] or "整份文件"
