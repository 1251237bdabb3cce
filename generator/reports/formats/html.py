"""html：给审核人的一页，自成一体：没有脚本，不取任何外面的东西，可以打印、可以离线看。"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.findings import Finding, Outcome
from generator.render import environment
from generator.reports.lines import Group, arithmetic, groups, last_line, place, said, tally, word
from generator.reports.report import OUTCOMES, Examined, Report, absolute
from generator.reports.rule_text import facts
from generator.rules.model import Rule

NEEDS_FILE = True
FOR_PEOPLE = False

TEMPLATE = "reports/report.html"
STYLE = "reports/report.css"
THEME = "theme/assets/juesuan.css"
END_OF_TOKENS = "/* ---------- "
"""The theme's stylesheet begins with its tokens; the first heading in it ends them."""

GRAVITY = ("错误", "警告", "提示", "尾差", "未查", "不适用")
"""The order in which a reviewer reads."""


@dataclass(frozen=True, slots=True)
class Line:
    """One finding as one line."""

    word: str
    rule: str
    anchor: str
    """The rule's place in the catalogue below, "" where it has none."""
    place: str
    address: str
    text: str
    cure: str


@dataclass(frozen=True, slots=True)
class Block:
    """Findings of one cause: the first with its arithmetic, the others below it."""

    head: Line
    parts: tuple[tuple[str, str], ...]
    joint: str
    others: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One record, or the files that became none."""

    id: str
    title: str
    facts: tuple[tuple[str, str], ...]
    counts: tuple[tuple[str, str], ...]
    note: str
    blocks: tuple[Block, ...]
    brief: str = ""
    """What was found, for the table of contents."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One rule of the catalogue."""

    anchor: str
    id: str
    title: str
    parts: tuple[tuple[str, str], ...]
    counts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """The whole page."""

    title: str
    policy: str
    css: str
    last_line: str
    tally: tuple[tuple[str, str], ...]
    sheets: tuple[Sheet, ...]
    outcomes: tuple[str, ...]
    rules: tuple[Entry, ...]


def rendered(report: Report) -> bytes:
    """The page as text."""
    return environment(report.templates).get_template(TEMPLATE).render(page=page(report)).encode()


def page(report: Report) -> Page:
    """What the page shows."""
    css = style(report.templates)
    ended = report.ended()
    sheets = [_record(record, report) for record in sorted(report.records, key=lambda one: _rank(one, report))]
    apart = _blocks(report.apart, report)
    if apart:
        sheets.append(Sheet("files", "没有读成记录的文件", (), (), "", apart))
    return Page(
        title="部门决算核对报告",
        policy=f"default-src 'none'; style-src 'sha256-{_hash(css)}'",
        css=css,
        last_line=last_line(report.summary),
        tally=tuple((name, str(count)) for name, count in tally(report.summary)),
        sheets=tuple(sheets),
        outcomes=OUTCOMES,
        rules=tuple(_rule(rule, ended[rule.id]) for rule in report.rules.values()),
    )


def style(templates: Path) -> str:
    """The theme's tokens, so that a portal's skin holds here too, then the page's own rules."""
    theme = (templates / THEME).read_text(encoding="utf-8")
    tokens, heading, _ = theme.partition(END_OF_TOKENS)
    return (tokens if heading else "") + (templates / STYLE).read_text(encoding="utf-8")


def _hash(css: str) -> str:
    return base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()


def _rank(record: Examined, report: Report) -> tuple[bool, bool, bool]:
    """Records to be mended first, then what is only to be looked at, originals after the living, and what is fine last."""
    findings = report.of(record)
    return not any(map(report.counts, findings)), not findings, record.archive


def _brief(findings: tuple[Finding, ...]) -> str:
    kinds = Counter(word(finding) for finding in findings)
    told = "、".join(f"{kind}{kinds[kind]}处" for kind in GRAVITY if kinds[kind] and kind != "未查")
    return told or "没有不符的"


def _record(record: Examined, report: Report) -> Sheet:
    findings = report.of(record)
    counts = tuple((outcome, str(record.verdict.total(outcome))) for outcome in OUTCOMES)
    spared = any(finding.failed and not report.counts(finding) for finding in findings)
    note = "这是存档的原件：差错照原样列出，不计入是否有效。" if spared else ""
    return Sheet(
        id=record.address.replace("/", "-"),
        title=f"{record.name} {record.address.rpartition('/')[2]}年度",
        facts=(("地址", record.address), ("文件", record.file), ("文件的 SHA-256", record.digest)),
        counts=counts,
        note=note,
        blocks=_blocks(findings, report),
        brief=_brief(findings),
    )


def _blocks(findings: tuple[Finding, ...], report: Report) -> tuple[Block, ...]:
    found = sorted(groups(findings), key=lambda group: GRAVITY.index(word(group.head)))
    return tuple(_block(group, report) for group in found)


def _block(group: Group, report: Report) -> Block:
    joint = f"同一{'原因' if group.cause else '规则'}的还有{len(group.others)}处" if group.others else ""
    others = tuple(_line(finding, report) for finding in group.others)
    return Block(_line(group.head, report), arithmetic(group.head), joint, others)


def _line(finding: Finding, report: Report) -> Line:
    anchor = _anchor(finding.rule) if finding.rule in report.rules else ""
    where = absolute(finding, finding.address)
    text = finding.message if where else said(finding)
    return Line(word(finding), finding.rule, anchor, place(finding), where, text, finding.cure)


def _anchor(rule: str) -> str:
    return f"rule-{rule}"


def _rule(rule: Rule, ended: Mapping[Outcome, int]) -> Entry:
    counts = tuple(str(ended.get(outcome, 0)) for outcome in OUTCOMES)
    return Entry(_anchor(rule.id), rule.id, rule.title, facts(rule), counts)
