"""字句：原因说得通，报完成的文字写实际的数，过去的年度不写预计，完成情况不是照抄目标。

Only what the words themselves show is told, and as a warning unless it cannot be right: whether a reason convinces is for people to say.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal

from generator.accounts import Account
from generator.findings import Operand
from generator.model import Reason
from generator.rules.engine import Judged
from generator.rules.model import Rule
from generator.rules.registry import Bench
from generator.rules.telling import Mark, Sum, Voice, at_text, shown
from generator.rules.written import Form, Written, forms, holding, joined, texts

ENOUGH = 90
LONG = 40
"""A longer reason says more than that something changed."""
BOUND = re.compile(r"[≥≧≤≦＞＜]\s*[0-9][0-9.,]*%?")
EXPECTED = re.compile(r"预计(?:当年|为|达|可|完成|实现|[≥≧≤≦0-9])")
CUT_OFF = re.compile(r"[^\n]{0,6}[，、；]\s*$", re.MULTILINE)
NO_PRIOR = re.compile(r"(?:没有|无)(?:上年|年初预算|对比|可比)\w{0,6}(?:数|比)")
REPORTS = (
    ("C119b", BOUND, "完成情况写的是界限，不是数"),
    ("D47", EXPECTED, "年度已过，仍写预计"),
    ("D56", CUT_OFF, "没有写完"),
)
WORN = re.compile("维修|修理|年限|年头|车况|老化")
ALL_DONE = re.compile("(?:目标|任务)(?:均已|全部|都已|都)(?:完成|实现)|未完成(?:的)?(?:绩效)?目标[。，：]?(?:没有|无)")
GOAL, DONE = re.compile("目标$"), re.compile("完成情况")
YEAR_END = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})年(?:年)?[末底]")
HOLLOW = re.compile(
    "本年度?|上年度?|今年|较|比|与|相比|的|和|用于|支出|收入|经费|开支|费用|资金|增多|增加|增长|减少|下降|变动|变化|有所|所致|数|额|"
    "机关运行|因为|由于|原因|是|为|了|[，。、；：“”（）() ]"
)


def check(rules: Mapping[str, Rule], account: Account, bench: Bench) -> Iterator[Judged]:
    """C119b, C121b, C126b, D36, D36b, D47, D47b, D53 and D56 on one record."""
    _ = bench
    voice = Voice(account, rules)
    yield from _reasons(voice)
    found = tuple(forms(account))
    for form in found:
        yield from _goals(voice, form)
        yield from _other_year(voice, form)
    yield from _twins(voice, found)
    written, whole = texts(account.filed.record)
    yield from _reported(voice, written, whole)
    yield from _formulas(voice, written, whole)
    yield from _claims(voice, (*written, *(one for form in found for one in _said(form))))


def _verdict(voice: Voice, rule: str, mark: Mark, told: str, total: Sum | None = None) -> Iterator[Judged]:
    yield from voice.failed(rule, mark, told, total or Sum()) if told else voice.passed(rule)


# D36 -------------------------------------------------------------------------------------------------------------------


def _reasons(voice: Voice) -> Iterator[Judged]:
    """A reason says something, does not deny what is printed beside it, and does not explain a rise and a fall alike."""
    reasons = voice.account.filed.record.reasons
    often = {text for text, count in Counter(str(reason.text) for reason in reasons).items() if count > 1}
    ways = [_way(voice, reason) if reason.text in often else 0 for reason in reasons]
    both = {
        str(reason.text)
        for reason, way in zip(reasons, ways, strict=True)
        if way > 0 and any(other.text == reason.text and turn < 0 for other, turn in zip(reasons, ways, strict=True))
    }
    for reason, way in zip(reasons, ways, strict=True):
        mark = at_text(reason.text, reason.measure, f"原因 → {reason.measure}")
        told = _hollow(reason) or _denied(voice, reason) or _worn(voice, reason)
        if not told and way and reason.text in both:
            told = f"同一句话既解释增加又解释减少：“{_short(reason.text)}”"
        yield from _verdict(voice, "D36", mark, told)


def _way(voice: Voice, reason: Reason) -> int:
    """Whether the figure is more (1) or less (-1) than what the reason compares it with; 0 where that is not known."""
    figures = voice.account.figures
    now = figures.value(reason.measure)
    row = reason.measure.rpartition(".")[0]
    beside = (f"{reason.measure}:上年",) if reason.against == "上年" else (f"{row}.年初预算", f"{row}.预算数")
    then = next((value for value in map(figures.value, beside) if value is not None), None)
    return 0 if now is None or then is None or now == then else 1 if now > then else -1


def _short(text: str) -> str:
    return text if len(text) <= 24 else f"{text[:24]}……"


def _hollow(reason: Reason) -> str:
    """Nothing is left of a reason once the words of the change itself are taken away."""
    if not reason.text or len(reason.text) > LONG or HOLLOW.sub("", str(reason.text)):
        return ""
    return f"原因只是把变动又说了一遍：“{_short(reason.text)}”"


def _denied(voice: Voice, reason: Reason) -> str:
    """It says there is nothing to compare with, and the document prints the comparison."""
    statements = voice.account.filed.record.statements
    if not statements or reason.against != "上年" or not NO_PRIOR.search(reason.text):
        return ""
    wanted = {f"{reason.measure}:增减额", f"{reason.measure}:增减幅"}
    if wanted.isdisjoint(one.measure for one in statements):
        return ""
    return f"原因说没有上年数可比，文中却印着比上年的增减：“{_short(reason.text)}”"


def _worn(voice: Voice, reason: Reason) -> str:
    """It speaks of repairs or of worn cars, and there are no cars, or no repairs in what the money went to."""
    figures = voice.account.figures
    if not reason.measure.startswith("T9.") or not WORN.search(reason.text) or "车" not in reason.text:
        return ""
    fleet, repairs = figures.measure("三公实物.保有量"), figures.measure("三公实物.维修费")
    parts = [figures.value(f"三公实物.{name}") for name in ("燃料费", "过路过桥费", "保险费")]
    if fleet is not None and fleet.stated and fleet.value == 0:
        return f"原因说的是用车和维修，车辆保有量却是0：“{_short(reason.text)}”"
    if any(parts) and (repairs is None or not repairs.value):
        return f"原因说的是维修，费用明细里没有维修费：“{_short(reason.text)}”"
    return ""


# forms -----------------------------------------------------------------------------------------------------------------


def _goals(voice: Voice, form: Form) -> Iterator[Judged]:
    """What was done is not the goal copied word for word."""
    goals = {str(text).strip() for name, text in form.entry.goals.items() if GOAL.search(name)} - {""}
    for name, text in form.entry.goals.items():
        if DONE.search(name) and text and goals:
            told = f"{form.place}：{name}与目标一字不差，没有写结果" if str(text).strip() in goals else ""
            yield from _verdict(voice, "D36b", at_text(text, f"{form.address}.目标.{name}", form.place), told)


def _other_year(voice: Voice, form: Form) -> Iterator[Judged]:
    """What was done in a year is not counted at the end of another."""
    year = voice.account.filed.record.year
    for name, text in form.entry.goals.items():
        hits = {int(found[1]): found[0] for found in YEAR_END.finditer(text)} if DONE.search(name) else {}
        if hits:
            told = f"{form.place}：{name}用的是{min(hits.items())[1]}的数" if year not in hits else ""
            mark = at_text(text, f"{form.address}.目标.{name}", form.place)
            yield from _verdict(voice, "C126b", mark, told, Sum(str(year)))


def _twins(voice: Voice, found: tuple[Form, ...]) -> Iterator[Judged]:
    """Two projects do not report the same results in the same words and figures."""
    seen: dict[str, Form] = {}
    for form in found:
        done = "".join(str(text).strip() for name, text in form.entry.goals.items() if DONE.search(name))
        if len(done) < 20 or not form.layout.project:
            continue
        other = seen.setdefault(done, form)
        alike = other is not form
        told = f"{form.place}：实际完成情况与{other.place}一字不差，两个项目报同一份成果" if alike else ""
        cells = dict.fromkeys(str(cell) for row in form.rows() for cell in row.values() if len(str(cell)) > 3)
        figures = "、".join([cell for cell in cells if cell.isdigit()][:3])
        if alike and other.rows() == form.rows():
            told += f"，指标的数也完全相同（如{figures}）"
        mark = at_text(
            next(text for name, text in form.entry.goals.items() if DONE.search(name)), form.address, form.place
        )
        yield from _verdict(voice, "D47b", mark, told)


# texts -----------------------------------------------------------------------------------------------------------------


def _reported(voice: Voice, written: tuple[Written, ...], whole: str) -> Iterator[Judged]:
    """A text that reports on a closed year gives figures, not bounds, and what came of it, not what is expected."""
    for rule, pattern, fault in REPORTS:
        hit = [one for one, _ in holding(pattern, written, whole)]
        found = [(one, [match[0] for match in pattern.finditer(str(one.text))]) for one in hit]
        if written and not found:
            yield from voice.passed(rule)
        for one, hits in found:
            told = f"{one.path}：{fault}（{len(hits)}处，如“{hits[0]}”）"
            operands = tuple(Operand(one.address, hit) for hit in hits)
            yield from voice.failed(rule, _at(one), told, Sum(operands=operands))


def _at(written: Written) -> Mark:
    mark = at_text(written.text, written.address, written.path)
    return Mark(mark.address, mark.line, mark.column, path=written.path)


def _said(form: Form) -> Iterator[Written]:
    """The sentences of a form, its cells left out."""
    for text in (*form.entry.goals.values(), *form.entry.texts.values()):
        yield Written(text, form.place, form.address)


def _formulas(voice: Voice, written: tuple[Written, ...], whole: str) -> Iterator[Judged]:
    """No phrase of another year: the rule's own list says which years a phrase belongs to."""
    rule = voice.rules.get("D53")
    year, failed = voice.account.filed.record.year, False
    for phrase, years in rule.phrases.items() if rule else ():
        since, _, until = years.partition("-")
        if int(since) <= year <= int(until or since):
            continue
        for one, found in holding(re.compile(phrase), written, whole):
            failed = True
            told = f"{one.path}：写着“{found[0]}”，那是{years}年的说法"
            yield from voice.failed("D53", _at(one), told)
    if written and not failed:
        yield from voice.passed("D53")


def _claims(voice: Voice, written: tuple[Written, ...]) -> Iterator[Judged]:
    """Who says that all goals were met has no project executed below 90 %."""
    short: tuple[str, Decimal] | None = None
    for at, (one, _) in enumerate(holding(ALL_DONE, written, joined(written))):
        if at == 0:
            short = next(((name, rate) for name, rate in _rates(voice) if rate < ENOUGH), None)
        told = f"{one.path}：写着目标全部完成，“{short[0]}”的执行率是{shown(short[1], '%')}" if short else ""
        yield from _verdict(voice, "C121b", _at(one), told)


def _rates(voice: Voice) -> Iterator[tuple[str, Decimal]]:
    figures = voice.account.figures
    for project in voice.account.filed.record.projects:
        done, budget = (figures.value(f"项目.{project.slug}.{name}") for name in ("执行数", "全年预算"))
        if done is not None and budget:
            yield project.name, done / budget * 100
