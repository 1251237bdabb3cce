"""单位性质：只有行政单位的部门，不会有事业单位才有的收支；它的公用经费就是机关运行经费。

A department that has an 事业单位 is left alone; one whose units' 性质 is not filled in is 未查.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal

from generator.accounts import Account
from generator.rules.engine import Judged, apply, said
from generator.rules.model import Rule
from generator.rules.registry import Bench
from generator.store import OWN_OFFICE, Store

Kind = Literal["行政", "参公", "事业", "不明"]

RELATIONS: Mapping[str, tuple[str, ...]] = {
    "C7": ("T1.使用非财政拨款结余 == 0", "T1.结余分配 == 0"),
    "C8": ("T1.事业收入 == 0", "T1.经营收入 == 0", "T1.附属单位上缴收入 == 0"),
    "C28": ("T3.合计.上缴上级支出 == 0", "T3.合计.经营支出 == 0", "T3.合计.对附属单位补助支出 == 0"),
    "C106b": ("机关运行.机关运行经费 == T6.公用经费合计",),
}
"""What holds where all units are of one of `KINDS`."""

KINDS: Mapping[str, frozenset[Kind]] = {"C106b": frozenset({"行政", "参公"})}
ONLY_OFFICES: frozenset[Kind] = frozenset({"行政"})

SIGNS = ("人员.事业编制", "人员.事业在职", "三公实物.涉及事业单位")
"""Figures that tell of an 事业单位 where no list of units does."""


def check(rules: Mapping[str, Rule], account: Account, bench: Bench) -> Iterator[Judged]:
    """Every relation of a rule on one record, as far as the kinds of its units let it speak."""
    kinds = kinds_of(account, bench.store)
    for name, rule in rules.items():
        wanted = KINDS.get(name, ONLY_OFFICES)
        for relation in RELATIONS[name]:
            where = relation.split(" ")[0]
            if kinds - wanted - {"不明"}:
                yield said(rule, account, where, "不适用", "包含事业单位")
            elif "不明" in kinds:
                yield said(rule, account, where, "未查", "有单位没有写性质")
            else:
                yield from apply(_with(rule, relation), account)


_RULES: dict[tuple[int, str], tuple[Rule, Rule]] = {}
"""A rule with each of its relations, by identity of the rule, which is kept, so that no other has its number."""


def _with(rule: Rule, relation: str) -> Rule:
    known = _RULES.get((id(rule), relation))
    if known is None:
        known = _RULES[id(rule), relation] = rule, rule.model_copy(update={"relation": relation})
    return known[1]


def kinds_of(account: Account, store: Store) -> frozenset[Kind]:
    """The kinds of all units whose money is in the record."""
    kinds = {kind(nature) for nature in _natures(account, store)}
    if any(account.figures.value(sign) for sign in SIGNS):
        kinds.add("事业")
    return frozenset(kinds)


def _natures(account: Account, store: Store) -> list[str]:
    """性质 of the publisher, and of its units where it is a department."""
    publisher = account.filed.publisher
    department = store.departments[publisher.department]
    if publisher.unit == OWN_OFFICE:
        return [department.nature]
    if publisher.unit:
        return [next((unit.nature for unit in department.units if unit.slug == publisher.unit), "")]
    overview = account.filed.record.overview
    named = [unit.nature for unit in overview.units if unit.nature] if overview else []
    return [department.nature, *(unit.nature for unit in department.units), *named]


def kind(nature: str) -> Kind:
    """“参照公务员法管理的事业单位” → 参公; what is neither named an office nor left open is taken for 事业."""
    if not nature:
        return "不明"
    if re.search("参公|参照公务员", nature):
        return "参公"
    return "行政" if re.search("行政|机关", nature) and "事业" not in nature else "事业"
