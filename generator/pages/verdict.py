"""核对结论：一份公开文件核对了多少、哪些不符、哪些只是尾差；`site.yml` 写明“公布结论: 是”时印在页尾。"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from generator.accounts import Account
from generator.diff import name_of
from generator.findings import Finding
from generator.reports.certificate import Certificate, Explained, Unchecked, certified
from generator.rules.model import Rule
from generator.rules.run import Verdict
from generator.views import Block, Cell, Row, Run, Section, Table


def verdict_part(account: Account, verdict: Verdict, rules: Mapping[str, Rule], number: str) -> Section:
    """The last part of a disclosure page: its certificate to be read.

    Counts in words, then what failed, what was explained and why, what rounding explains, what could not be checked and why, and the
    hash of the record that all this is bound to.
    """
    made = certified(account, verdict, rules)
    blocks = [Block("paragraph", runs=(Run(_counts(made)),))]
    tables = (
        _table("verdict-failed", "不符的地方", account, made.failed) if made.failed else None,
        _waived(account, made.waived) if made.waived else None,
        _table("verdict-rounding", "四舍五入可以解释的尾差", account, made.rounding) if made.rounding else None,
        _open(made.unchecked) if made.unchecked else None,
    )
    blocks += [Block("table", table=table) for table in tables if table is not None]
    bound = f"以上是对内容 SHA-256 为 {made.digest} 的记录所作的结论；逐条规则的结果见下载中的“核对证明 JSON”。"
    blocks.append(Block("paragraph", runs=(Run(bound),)))
    return Section("verdict", "核对结论", number, "核对结论", 2, tuple(blocks))


def _counts(made: Certificate) -> str:
    open_ = made.obligations - made.checked
    text = f"按“校验规则”页所列的规则核对了{made.checked}项关系"
    text += f"，{len(made.failed)}项不符" if made.failed else "，没有不符的"
    text += f"，{len(made.waived)}项的差异经人说明" if made.waived else ""
    text += f"，{len(made.rounding)}项的差由四舍五入造成" if made.rounding else ""
    text += f"；另有{open_}项因为没有填控制数或原件没有写明，未能核对。" if open_ else "。"
    return text


def _waived(account: Account, waived: Iterable[Explained]) -> Table:
    head = Row(tuple(Cell(text, "name", "col") for text in ("规则", "数", "说明", "谁说明", "到哪天")))
    body = tuple(
        Row(
            (
                Cell(one.finding.rule, "code"),
                Cell(_name(account, one.finding.address), "name", "row"),
                Cell(f"{one.finding.message}；{one.reason}"),
                Cell(one.who, "name"),
                Cell(one.until, "name"),
            )
        )
        for one in waived
    )
    return Table("verdict-waived", "经人说明的差异", head=(head,), body=body)


def _open(unchecked: Iterable[Unchecked]) -> Table:
    """By reason and rule, how many of each."""
    head = Row(tuple(Cell(text, "name", "col") for text in ("规则", "核对什么", "没能核对的缘由", "几项")))
    body = tuple(
        Row(
            (
                Cell(one.rule, "code"),
                Cell(one.title, "name", "row"),
                Cell(one.why),
                Cell(str(one.count), "amount"),
            )
        )
        for one in unchecked
    )
    return Table("verdict-open", "没能核对的", head=(head,), body=body)


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
