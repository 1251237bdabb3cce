"""整份文件：日期属于本年度，文字里没有占位符和别级的说法，金额格里没有单位，按时公开，该公开的都有。"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.accounts import Account
from generator.findings import Severity
from generator.forms.cells import DASH, MONEY, SCORE, number, pieces
from generator.rules.checks.statements import SLOTS
from generator.rules.engine import Judged
from generator.rules.model import Rule
from generator.rules.registry import Bench
from generator.rules.telling import Mark, Sum, Voice, at_text
from generator.rules.written import Form, Written, holding
from generator.rules.written import forms as written_forms
from generator.rules.written import texts as texts_of
from generator.store import OWN_OFFICE, Publisher

DAYS = 20
AS_OF = re.compile(r"(?:分单位\.[a-z0-9-]+\.)?年末")
YEAR = re.compile(r"(?<![0-9])(20[0-9]{2}|19[0-9]{2})(?=年|[./-][0-9])")
DATE = re.compile(r"((?:19|20)[0-9]{2})\s*[年./-]\s*([0-9]{1,2})\s*(?:[月./-]\s*([0-9]{1,2})\s*日?)?")
STALE = re.compile(r"截至\s*((?:19|20)[0-9]{2})年(?:年?[末底]|12月(?:31日)?)")
FILLED = "填报日期"
BLANKS = frozenset({DASH, "-", "/", "不适用"})
UNIT_WORD = re.compile(r"-?[0-9][0-9,]*(?:\.[0-9]+)?\s*(亿元|万元|千元|百元|元|圆|亿|万)")
PLACEHOLDERS: tuple[tuple[str, str], ...] = (
    (r"(?<![A-Za-z0-9])[XxＸｘ]{2,}(?![A-Za-z0-9])|×{2,}|＿{2,}|_{2,}", "占位的符号"),
    (r"…+|\.{3,}", "省略号"),
    (r"。。|，，|、、|；；|：：|，。|、。|；。", "连用的标点"),
    (r"[(（]\s*[)）]|【\s*】|〔\s*〕|“\s*”|《\s*》|\{[^}]*\}", "空着的括号"),
    ("|".join(re.escape(slot) for slot in sorted(SLOTS)), "没有选定的词"),
    (r"(?:请|此处|在此)填写|待(?:填|补充|核实|定稿)|TODO|模板字样", "没有填的话"),
)
ANY = re.compile("|".join(pattern for pattern, _ in PLACEHOLDERS))
OF_LEVEL: Mapping[str, re.Pattern[str]] = {
    "区": re.compile(r"全县(?!城)|[本我]县|县域"),
    "县": re.compile(r"[本我]区(?!域)"),
}
"""What a district does not call itself, and a county does not: 全区 may be the whole autonomous region."""


def check(rules: Mapping[str, Rule], account: Account, bench: Bench) -> Iterator[Judged]:
    """C126, C127b, C128, C130, C131, C132 and C132b on one record."""
    voice = Voice(account, rules)
    forms = tuple(written_forms(account))
    texts, whole = texts_of(account.filed.record)
    yield from _dates(voice, forms, (texts, whole))
    written = Everything(texts, forms, "\n".join((whole, *(text for form in forms for text in form.strings()))))
    yield from _clean(voice, written)
    yield from _worded(voice, forms)
    yield from _level(voice, written, bench.store.departments[account.filed.publisher.department].level)
    yield from _in_time(voice)
    yield from _plain_amounts(voice, forms)
    yield from _published(voice, bench)
    yield from _unbroken(voice, bench)


# C126 ----------------------------------------------------------------------------------------------------------------


def _dates(voice: Voice, forms: tuple[Form, ...], texts: tuple[tuple[Written, ...], str]) -> Iterator[Judged]:
    record = voice.account.filed.record
    for statement in record.statements:
        date = DATE.search(str(statement.printed)) if AS_OF.fullmatch(statement.measure or "") else None
        if date is not None:
            mark = at_text(statement.printed, f"{statement.place}#{statement.measure}")
            told = f"{statement.place}：截止日期写的是{statement.printed}，应是{record.year}年末"
            yield from _verdict(voice, mark, told if int(date[1]) != record.year else "", str(record.year))
    for form in forms:
        yield from _filing(voice, form)
        yield from _title(voice, form)
    for written, _ in holding(STALE, *texts):
        yield from _stale(voice, written)


def _verdict(voice: Voice, mark: Mark, told: str, wanted: str) -> Iterator[Judged]:
    if told:
        yield from voice.failed("C126", mark, told, Sum(wanted))
    else:
        yield from voice.passed("C126")


def _filing(voice: Voice, form: Form) -> Iterator[Judged]:
    """A form is filled in after the year it speaks of, and before it is published."""
    record = voice.account.filed.record
    cell = next(iter(pieces(form.entry.head.get(FILLED))), "")
    date = _date(cell)
    if date is None:
        return
    mark = at_text(cell, f"{form.address}.表头.{FILLED}")
    late = record.published is not None and date > record.published
    told = f"{form.place}：填报日期{cell}早于{record.year}年末" if date.year <= record.year else ""
    told = told or (f"{form.place}：填报日期{cell}晚于公开日期{record.published}" if late else "")
    yield from _verdict(voice, mark, told, f"{record.year + 1}年")


def _date(text: str) -> dt.date | None:
    found = DATE.search(text)
    try:
        return dt.date(int(found[1]), int(found[2]), int(found[3] or 1)) if found else None
    except ValueError:
        return None


def _title(voice: Voice, form: Form) -> Iterator[Judged]:
    """The first year a typed title names is the year of the form."""
    found = YEAR.search(form.entry.title)
    if found is not None:
        year = voice.account.filed.record.year
        mark = at_text(form.entry.title, f"{form.address}.题名", f"{form.place} → 题名")
        told = f"{form.place}：题名写的是{found[1]}年" if int(found[1]) != year else ""
        yield from _verdict(voice, mark, told, str(year))


def _stale(voice: Voice, written: Written) -> Iterator[Judged]:
    """A text that counts up to the end of another year and names no figure of this one may have been left in."""
    year = voice.account.filed.record.year
    hits = {int(found[1]): found[0] for found in STALE.finditer(str(written.text))}
    if hits:
        mark = _at(written)
        if year in hits:
            yield from voice.passed("C126")
        else:
            told = f"{written.path}：写着“{min(hits.items())[1]}”，本文件是{year}年度的"
            yield from voice.failed("C126", mark, told, Sum(str(year)), level="警告")


# C127b, C128 -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Everything:
    """All texts of a record, those of its forms too: joined, and each with its place where something was found."""

    texts: tuple[Written, ...]
    forms: tuple[Form, ...]
    whole: str

    def holding(self, pattern: re.Pattern[str]) -> Iterator[tuple[Written, re.Match[str]]]:
        """The texts in which a pattern stands, first hit each."""
        if pattern.search(self.whole):
            every = (*self.texts, *(one for form in self.forms for one in form.texts()))
            yield from holding(pattern, every, self.whole)


def _clean(voice: Voice, written: Everything) -> Iterator[Judged]:
    """No placeholder in any text: one obligation of the record, and a finding for each text that has one."""
    failed = False
    for one, found in written.holding(ANY):
        failed = True
        kind = next(kind for pattern, kind in PLACEHOLDERS if re.search(pattern, found[0]))
        told = f"{one.path}：留着{kind}“{_around(str(one.text), found)}”"
        level: Severity | None = "警告" if kind == "省略号" else None
        yield from voice.failed("C127b", _at(one), told, level=level)
    if written.whole and not failed:
        yield from voice.passed("C127b")


def _worded(voice: Voice, forms: tuple[Form, ...]) -> Iterator[Judged]:
    """A word where a document's form has a column of points: “得分” under 得分. In a living record it is refused at load."""
    for form in forms if voice.account.filed.archive else ():
        points = {column.name for column in form.layout.indicators if column.kind == SCORE}
        cells = [(name, row[name]) for row in form.rows() for name in sorted(points & set(row))]
        for name, cell in cells:
            text = next(iter(pieces(cell)), "")
            if text and number(text, SCORE) is None and text not in BLANKS:
                told = f"{form.place}：{name}一格填的是“{text}”，不是数"
                yield from voice.failed("C127b", at_text(text, f"{form.address}.{name}"), told)


def _level(voice: Voice, written: Everything, level: str) -> Iterator[Judged]:
    """A district's document does not speak of a county, nor the other way round."""
    other, failed = OF_LEVEL.get(level), False
    for one, found in written.holding(other) if other else ():
        failed = True
        told = f"{one.path}：{level}级的文件里写着“{_around(str(one.text), found)}”"
        yield from voice.failed("C128", _at(one), told)
    if other and written.whole and not failed:
        yield from voice.passed("C128")


def _around(text: str, found: re.Match[str]) -> str:
    return text[max(0, found.start() - 6) : found.end() + 6].strip()


def _at(written: Written) -> Mark:
    mark = at_text(written.text, written.address, written.path)
    return Mark(mark.address, mark.line, mark.column, "", mark.path)


# C130 ----------------------------------------------------------------------------------------------------------------


def _in_time(voice: Voice) -> Iterator[Judged]:
    """批复 ≤ 公开 ≤ 批复 + 20 days."""
    record = voice.account.filed.record
    approved, published = record.approved, record.published
    mark = at_text(published or approved, "公开日期", "公开日期")
    if approved is None or published is None:
        if record.status == "已公开":
            yield from voice.aside("C130", mark, "未查", "没有填批复日期或公开日期")
        return
    days = (published - approved).days
    last = approved + dt.timedelta(days=DAYS)
    if days < 0:
        yield from voice.failed("C130", mark, f"公开日期{published}早于批复日期{approved}", Sum(f"{approved}至{last}"))
    elif days > DAYS:
        told = f"批复后第{days}天才公开，应在{last}以前"
        yield from voice.failed("C130", mark, told, Sum(f"{approved}至{last}", str(days - DAYS)))
    else:
        yield from voice.passed("C130")


# C131 ----------------------------------------------------------------------------------------------------------------


def _plain_amounts(voice: Voice, forms: tuple[Form, ...]) -> Iterator[Judged]:
    """Cells whose heading names the unit hold bare numbers. Living records are refused at load; documents are told here."""
    if not voice.account.filed.archive:
        return
    for form in forms:
        money = {column.name for column in form.layout.funds if column.kind == MONEY}
        for row in form.entry.funds:
            for name in sorted(money & set(row)):
                yield from _bare(voice, form, row, name)
    for facts in voice.account.filed.tables.values():
        for fact in facts.cells.values():
            if UNIT_WORD.fullmatch(fact.text):
                told = f"{fact.address}填的“{fact.text}”带了单位"
                yield from voice.failed("C131", Mark(fact.address, fact.line, fact.column, fact.text), told)


def _bare(voice: Voice, form: Form, row: Mapping[str, Any], column: str) -> Iterator[Judged]:
    text = str(row[column])
    name = str(row.get("行", "")) or form.layout.funds_rows[0].name
    mark = at_text(row[column], f"{form.address}.资金.{name}.{column}")
    found = UNIT_WORD.fullmatch(text)
    if found is None:
        yield from voice.passed("C131")
    else:
        told = f"{form.place}“{name}”的{column}：表头单位已是{form.layout.unit}，格里又写“{found[1]}”"
        yield from voice.failed("C131", mark, told)


# C132 ----------------------------------------------------------------------------------------------------------------


def _published(voice: Voice, bench: Bench) -> Iterator[Judged]:
    """Each unit of a department that published its accounts of a year published its own too."""
    publisher, record = voice.account.filed.publisher, voice.account.filed.record
    units = bench.store.departments[publisher.department].units
    if publisher.unit or not units or record.document == "绩效自评":
        return
    for slug, name in ((OWN_OFFICE, "本级"), *((unit.slug, unit.name) for unit in units)):
        mark = Mark(f"单位.{slug}", path=f"单位 → {name}")
        filed = [one.record.year for one in bench.store.years_of(Publisher(publisher.region, publisher.slug, slug))]
        if record.year in filed:
            yield from voice.passed("C132")
        elif voice.account.filed.archive:
            yield from voice.aside("C132", mark, "未查", f"存档只有部门的文件，{name}的不知道")
        elif filed and min(filed) > record.year:
            yield from voice.aside("C132", mark, "不适用", f"{name}{min(filed)}年度才开始单独公开")
        else:
            yield from voice.failed("C132", mark, f"没有{name}{record.year}年度的单位决算", Sum(str(record.year)))


def _unbroken(voice: Voice, bench: Bench) -> Iterator[Judged]:
    """Whoever published earlier years published last year's too."""
    publisher, record = voice.account.filed.publisher, voice.account.filed.record
    years = [one.record.year for one in bench.store.years_of(publisher) if one.record.year < record.year]
    if not years:
        return
    mark = at_text(record.profile, "年度", "年度")
    if record.year - 1 in years:
        yield from voice.passed("C132b")
    else:
        told = f"公开过{max(years)}年度和{record.year}年度，没有{record.year - 1}年度的"
        yield from voice.failed("C132b", Mark("年度", mark.line, mark.column, path="年度"), told)
