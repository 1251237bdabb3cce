"""格子和表头：自评表里单位另有一栏的不再写单位，指标的单位说得通，同一份文件里各表的表头写得一样。"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal

from generator.accounts import Account
from generator.catalog import FormLayout
from generator.forms.cells import DASH, MONEY, VALUES, number, pieces
from generator.rules.engine import Judged
from generator.rules.model import Rule
from generator.rules.registry import Bench
from generator.rules.telling import Mark, Sum, Voice, at_text
from generator.rules.written import Form, forms

PERCENT_POINTS = "百分数"
"""A column whose heading has the sign already."""
DIGIT = re.compile(r"[0-9]")
NAMED_UNIT = re.compile(r"[（(]([人家个次件户项元])[)）]$")
HEADS, SCALED = re.compile("人数|人口数|人口$"), re.compile(r"[0-9](万|亿)")
PERSON_TIMES = re.compile(r"[0-9,.万亿]人次$")
IMPLEMENTER, OFFICE = re.compile("实施单位"), re.compile("主管部门|主管单位")
PLACED = re.compile("[省市区县州旗]")
FILED = ("填报单位", "填报日期", "单位名称")
FACTOR = 5
"""A budget that was cut to a fifth, or grew five times, is more often a slipped point than a decision."""


def check(rules: Mapping[str, Rule], account: Account, bench: Bench) -> Iterator[Judged]:
    """C114b, C130b, C131b, C131c, D50 and D51 on one record."""
    found = tuple(forms(account))
    if not found:
        return
    voice = Voice(account, rules)
    names = _names(account, bench)
    for form in found:
        yield from _columns(voice, form)
        yield from _percent_signs(voice, form)
        yield from _budgets(voice, form)
        yield from _implementer(voice, form, names)
    if account.filed.archive and len(found) > 1:
        yield from _heads(voice, found)
        yield from _filing(voice, found)


def _kinds(layout: FormLayout, *kinds: str) -> tuple[str, ...]:
    return tuple(column.name for column in layout.indicators if column.kind in kinds)


# C131b, C131c ----------------------------------------------------------------------------------------------------------


def _columns(voice: Voice, form: Form) -> Iterator[Judged]:
    """A unit that has a column of its own is not written beside the number too; a number of people is counted in people."""
    layout = form.layout
    names, units, shown = _kinds(layout, "名称"), _kinds(layout, "单位"), _kinds(layout, *sorted(VALUES))[::-1]
    for row in form.rows():
        values = [text for name in shown for text in pieces(row.get(name))]
        if values:
            title = "".join(text for name in names for text in pieces(row.get(name)))
            meant = next((text for name in units for text in pieces(row.get(name))), "")
            yield from _twice(voice, form, (title, meant), values) if meant else ()
            yield from _counted(voice, form, title, values)


def _twice(voice: Voice, form: Form, row: tuple[str, str], values: list[str]) -> Iterator[Judged]:
    title, unit = row
    twice = [text for text in values if unit in text and DIGIT.search(text)]
    shown = "”“".join(dict.fromkeys(twice))
    told = f"{form.place}“{title}”：计量单位{unit}另有一栏，值格里又写“{shown}”" if twice else ""
    yield from _verdict(voice, "C131b", at_text(next(iter(twice), None), f"{form.address}.指标"), told)


def _counted(voice: Voice, form: Form, title: str, values: list[str]) -> Iterator[Judged]:
    if HEADS.search(title) or NAMED_UNIT.search(title):
        odd = next((text for text in values if _unfit(title, text)), None)
        told = f"{form.place}“{title}”数的是{_meant(title)}，值格里写“{odd}”" if odd else ""
        yield from _verdict(voice, "C131c", at_text(odd, f"{form.address}.指标"), told)


def _meant(name: str) -> str:
    found = NAMED_UNIT.search(name)
    return found[1] if found else "人"


def _unfit(name: str, text: str) -> bool:
    if NAMED_UNIT.search(name):
        return SCALED.search(text) is not None
    return HEADS.search(name) is not None and PERSON_TIMES.search(text) is not None


def _verdict(voice: Voice, rule: str, mark: Mark, told: str, computed: str = "") -> Iterator[Judged]:
    yield from voice.failed(rule, mark, told, Sum(computed)) if told else voice.passed(rule)


def _percent_signs(voice: Voice, form: Form) -> Iterator[Judged]:
    """A column headed （%） holds bare numbers."""
    names = [column.name for column in form.layout.funds if column.kind == PERCENT_POINTS]
    for row in form.entry.funds:
        for name in names:
            text = str(row.get(name, ""))
            if text:
                told = f"{form.place}：{name}的表头已有（%），格里又写“{text}”" if text.endswith("%") else ""
                yield from _verdict(voice, "C131b", at_text(row[name], f"{form.address}.资金.{name}"), told)


# C114b -----------------------------------------------------------------------------------------------------------------


def _budgets(voice: Voice, form: Form) -> Iterator[Judged]:
    """年初预算 is filled in where the year's is, and is not a multiple of it."""
    money = [column.name for column in form.layout.funds if column.kind == MONEY]
    first, year = (next((name for name in money if word in name), "") for word in ("年初预算", "全年预算"))
    if not first or not year or first == year:
        return
    for row in form.entry.funds:
        texts = {name: str(row.get(name, "")) for name in (first, year)}
        if not texts[year] or texts[year] == DASH:
            continue
        told = _budget_fault(form, texts, (first, year))
        mark = at_text(row.get(first) or row[year], f"{form.address}.资金.{first}")
        yield from _verdict(voice, "C114b", mark, told)


def _budget_fault(form: Form, texts: Mapping[str, str], names: tuple[str, str]) -> str:
    first, year = names
    if not texts[first]:
        return f"{form.place}：{year}是{texts[year]}，{first}空着"
    before, after = (number(text, MONEY) or Decimal(0) for text in (texts[first], texts[year]))
    few, many = sorted((before, after))
    if few > 0 and many >= few * FACTOR:
        return f"{form.place}：{first}{texts[first]}和{year}{texts[year]}相差{FACTOR}倍以上，像是小数点错了位"
    return ""


# D50, D51, C130b -------------------------------------------------------------------------------------------------------


def _names(account: Account, bench: Bench) -> frozenset[str]:
    """What the department and its units are called, in the store and in the record itself."""
    department = bench.store.departments[account.filed.publisher.department]
    record = account.filed.record
    own = {department.name, department.short, record.name or "", *(unit.name for unit in department.units)}
    listed = {unit.name for unit in record.overview.units} if record.overview else set()
    return frozenset(name for name in own | listed | {share.name for share in record.shares} if name)


def _implementer(voice: Voice, form: Form, names: frozenset[str]) -> Iterator[Judged]:
    """项目实施单位 is one of the units that the document lists, where it lists any."""
    record = voice.account.filed.record
    if record.overview is None or not record.overview.units:
        return
    for head, cell in form.entry.head.items():
        for text in pieces(cell) if IMPLEMENTER.search(head) else ():
            known = any(name in text or text in name for name in names) or "各" in text or text[-1:] == "区"
            told = "" if known else f"{form.place}：{head}“{text}”不在机构设置列出的单位之中"
            yield from _verdict(voice, "D50", at_text(text, f"{form.address}.表头.{head}"), told)


def _heads(voice: Voice, found: tuple[Form, ...]) -> Iterator[Judged]:
    """The department in charge is not named with its place in one form and without it in another."""
    cells = [(form, head, text) for form in found for head, cell in form.entry.head.items() for text in pieces(cell)]
    offices = [(form, head, text) for form, head, text in cells if OFFICE.search(head)]
    counts = Counter(str(text) for _, _, text in offices)
    for form, head, text in offices:
        other = max((name for name in counts if name != text and _same(name, text)), key=len, default="")
        shorter = other and len(text) < len(other) and not PLACED.search(text)
        told = f"{form.place}：{head}写“{text}”，别的表写“{other}”" if shorter else ""
        yield from _verdict(voice, "D51", at_text(text, f"{form.address}.表头.{head}"), told, other if shorter else "")


def _same(one: str, other: str) -> bool:
    return one.endswith(other) or other.endswith(one)


def _filing(voice: Voice, found: tuple[Form, ...]) -> Iterator[Judged]:
    """Where some forms of a document say who filled them in and when, all do."""
    saying = [form for form in found if any(pieces(form.entry.head.get(name)) for name in FILED)]
    if not saying:
        return
    for form in found:
        near = next((text for cell in form.entry.head.values() for text in pieces(cell)), None)
        told = "" if form in saying else f"{form.place}：没有填报单位和填报日期，别的表有"
        yield from _verdict(voice, "C130b", at_text(near, f"{form.address}.表头", form.place), told)
