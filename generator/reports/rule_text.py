"""一条规则说给人听：终端、规则目录和帮助用的同一份说法。"""

from __future__ import annotations

from generator.catalog import Catalog
from generator.rules.model import Case, Every, Rule

FIRST, LAST = 1990, 2099
"""The years a rule bears when it has neither beginning nor end."""

ROWS = {
    "一次": "",
    "全部": "每一行",
    "合计": "合计行",
    "科目": "每个科目",
    "类": "每一类",
    "款": "每一款",
    "项": "每一项",
    "有下级": "每个有下级的行",
    "固定行": "每个固定行",
}
"""Choices of rows in words; anything else is the name of a row."""


def years(rule: Rule) -> str:
    """The fiscal years it is in force."""
    if rule.since == FIRST and rule.until == LAST:
        return "各年度"
    if rule.until == LAST:
        return f"{rule.since}年度起"
    if rule.since == FIRST:
        return f"到{rule.until}年度为止"
    return f"{rule.since}年度" if rule.since == rule.until else f"{rule.since}至{rule.until}年度"


def formula(rule: Rule) -> str:
    """What it asserts, with the condition under which it does."""
    asserted = rule.relation or f"由程序模块“{rule.module}”判断"
    return f"若 {rule.condition}，则 {asserted}" if rule.condition else asserted


def reach(rule: Rule) -> str:
    """The cells it speaks of, "" where the formula names them itself."""
    return _reach(rule.every) if rule.every is not None else ""


def _reach(every: Every) -> str:
    rows = "、".join(ROWS.get(row, row) for row in every.rows.split("、"))
    columns = "每一栏" if every.columns == ("全部",) else "、".join(every.columns)
    return "，".join(part for part in (f"{every.table}表", rows, columns) if part)


def facts(rule: Rule) -> tuple[tuple[str, str], ...]:
    """Its parts under their names; parts it does not have are left out."""
    parts = (
        ("级别", rule.severity),
        ("适用", years(rule)),
        ("依据", rule.basis),
        ("范围", reach(rule)),
        ("公式", formula(rule)),
        ("说法", rule.message),
        ("改法", rule.cure),
        ("常见差错", "、".join(rule.defects)),
    )
    return tuple((name, text.strip()) for name, text in parts if text.strip())


def cases(rule: Rule) -> tuple[tuple[str, str], ...]:
    """The smallest records that pass and fail it, each under its heading."""
    where = f"（错在第{rule.bad.line}行第{rule.bad.column}列）" if rule.bad.line else ""
    return tuple(
        (heading, text)
        for name, case, more in (("正例", rule.good, ""), ("反例", rule.bad, where))
        for heading, text in _case(name, case, more)
    )


def _case(name: str, case: Case, where: str) -> tuple[tuple[str, str], ...]:
    parts = [(f"{name}{where}", case.text)]
    parts += [(f"{name}的上年记录", case.prior)] if case.prior else []
    parts += [(f"{name}里“{unit}”的记录", text) for unit, text in case.units.items()]
    return tuple((heading, text.rstrip("\n")) for heading, text in parts)


def explained(rule: Rule) -> str:
    """Everything about a rule, for a terminal."""
    told = [f"{rule.id}  {rule.title}", *(f"{name}：{text}" for name, text in facts(rule))]
    for heading, text in cases(rule):
        told += ["", f"{heading}：", *(f"    {one}" for one in text.split("\n"))]
    return "\n".join(told)


def markdown(rule: Rule) -> str:
    """The same for viewers that show Markdown."""
    told = [f"**{rule.id} {rule.title}**", "", *(f"- {name}：{text}" for name, text in facts(rule))]
    for heading, text in cases(rule):
        told += ["", f"{heading}：", "", "```yaml", text, "```"]
    return "\n".join(told)


def unruled(number: str, catalog: Catalog) -> str:
    """What stands for an identity or defect that no rule speaks of: which rules guard against it, or why there is none."""
    entry, defect = catalog.elsewhere.get(number), catalog.defects.get(number, "")
    guards = [rule for rule in catalog.rules.values() if number in rule.defects]
    if entry is None and not guards:
        return ""
    title = (entry.said if entry else "") or defect
    told = [f"{number}  {title}", *([f"没有单设规则：{entry.why}"] if entry else [])]
    return "\n".join([*told, *(f"由 {rule.id} 核对：{rule.title}" for rule in guards)])
