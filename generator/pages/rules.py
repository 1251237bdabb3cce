"""校验规则页：每条规则的依据、公式、说法和最小的例子，都从规则数据来。"""

from __future__ import annotations

import re
from collections.abc import Mapping

from generator.pages.frame import frame
from generator.rules.model import Rule
from generator.store import Store
from generator.views import RulesPage, RuleView

PATH = "rules/"

GROUPS: tuple[tuple[str, range], ...] = (
    ("各表之内和各表之间", range(1, 78)),
    ("跨年度、预算和单位", range(78, 91)),
    ("说明文字与表", range(91, 113)),
    ("绩效", range(113, 126)),
    ("整份文件", range(126, 133)),
)
"""Rule numbers by what they speak of; what has another number stands under 其他."""

ROWS = {
    "全部": "每一行",
    "合计": "合计行",
    "科目": "每个科目",
    "类": "每一类",
    "款": "每一款",
    "项": "每一项",
    "有下级": "每个有下级的科目",
    "固定行": "每一行",
    "一次": "",
}


def rules(store: Store) -> RulesPage:
    """The page of all rules."""
    found = sorted(store.catalog.rules.values(), key=lambda rule: _order(rule.id))
    groups: dict[str, list[RuleView]] = {}
    for rule in found:
        groups.setdefault(_group(rule.id), []).append(_view(rule, store.catalog.defects))
    top = frame(
        store, PATH, "校验规则", [("校验规则", PATH)], kind="rules", description="公布之前核对哪些关系，依据是什么"
    )
    lead = f"公布之前，每份记录都要过{len(found)}条规则。四舍五入造成的差叫尾差，不算错；缺数不能核对的，写明未查。"
    return RulesPage(top, lead, tuple((name, tuple(views)) for name, views in groups.items()), elsewhere(store))


def elsewhere(store: Store) -> tuple[tuple[str, str, str, str], ...]:
    """Identities and usual defects without a rule of their own, by number."""
    entries, defects = store.catalog.elsewhere, store.catalog.defects
    order = sorted(entries, key=lambda number: (number[0], int(number[1:])))
    said = {number: entries[number].said or defects.get(number, "") for number in order}
    return tuple((f"rule-{number.lower()}", number, said[number], entries[number].why) for number in order)


def _number(ident: str) -> int:
    match = re.fullmatch(r"C([0-9]+)[a-z]?", ident)
    return int(match[1]) if match else 0


def _order(ident: str) -> tuple[int, str]:
    return (_number(ident) or 1000, ident)


def _group(ident: str) -> str:
    return next((name for name, numbers in GROUPS if _number(ident) in numbers), "其他")


def _view(rule: Rule, defects: Mapping[str, str]) -> RuleView:
    scope = ""
    if rule.every:
        columns = (
            "的每一栏"
            if rule.every.columns == ("全部",)
            else f"的{'、'.join(rule.every.columns)}"
            if rule.every.columns
            else ""
        )
        rows = "、".join(ROWS.get(choice, choice) for choice in rule.every.rows.split("、"))
        scope = f"{rule.every.table} {rows}{columns}"
    years = (
        ""
        if (rule.since, rule.until) == (1990, 2099)
        else f"{rule.since}至{rule.until}年度"
        if rule.until < 2099
        else f"{rule.since}年度起"
    )
    return RuleView(
        id=rule.id,
        anchor=f"rule-{rule.id.lower()}",
        title=rule.title,
        basis=rule.basis,
        severity=rule.severity,
        scope=scope,
        formula=rule.relation,
        message=rule.message.strip(),
        years=years,
        defects="；".join(defects.get(name, name) for name in rule.defects),
        good=rule.good.text.strip(),
        bad=rule.bad.text.strip(),
    )
