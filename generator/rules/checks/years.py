"""跨年：年初结转接得上上年年末，写出的上年数就是上年的决算数，首年没有上年数。"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from generator.accounts import FALLEN, Account
from generator.amounts import AmountError, parse_amount
from generator.derive import Figure
from generator.facts import WAN, Fact
from generator.findings import Operand
from generator.intervals import Interval, exactly, rounded
from generator.model import Prior, Statement
from generator.rules.engine import Judged
from generator.rules.linear import Expander
from generator.rules.model import Rule
from generator.rules.printed_statements import PRINTED
from generator.rules.registry import Bench
from generator.rules.telling import Mark, Sum, Voice, at_text, compare

ZERO = Decimal(0)
OPENING, CLOSING = "年初结转和结余", "年末结转和结余"

Known = tuple[Decimal, Interval]
"""A figure of last year: its value, and what it stands for."""


def check(rules: Mapping[str, Rule], account: Account, bench: Bench) -> Iterator[Judged]:
    """C78, C79 and C79b on one record."""
    voice = Voice(account, rules)
    publisher, year = account.filed.publisher, account.filed.record.year
    last = bench.accounts.get(f"{publisher.path}/{year - 1}")
    yield from _openings(voice, last)
    yield from _entries(voice, last)
    yield from _statements(voice, last)
    yield from _first(voice, last)


# C78 -----------------------------------------------------------------------------------------------------------------


def _openings(voice: Voice, last: Account | None) -> Iterator[Judged]:
    """Every typed opening balance against last year's closing one; without last year's record there is nothing to compare."""
    facts = voice.account.filed.tables
    cells = [cell for name in ("T1", "T4", "T7") if name in facts for cell in facts[name].cells.items()]
    typed = [(key, fact) for key, fact in cells if OPENING in key]
    for (row, _), fact in typed:
        closing = fact.address.replace(OPENING, CLOSING)
        if last is None:
            yield from voice.aside("C78", _at(fact), "不适用", "库里没有上年的记录")
        elif fact.value and row.isdigit() and row not in last.figures.rows("T7"):
            yield from voice.aside("C78", _at(fact), "未查", f"上年没有{row}这个科目")
        elif fact.value is not None:
            yield from _opening(voice, fact, closing, last)
    if last is not None and "T1" in facts and not any(fact.address == f"T1.{OPENING}" for _, fact in typed):
        yield from _left_out(voice, last)


def _opening(voice: Voice, fact: Fact, closing: str, last: Account) -> Iterator[Judged]:
    known = _closing(last, closing)
    if known is None:
        yield from voice.aside("C78", _at(fact), "未查", f"上年的{closing}不知道")
        return
    value, (then, reach) = fact.value or ZERO, known
    result = compare(value, rounded(value, fact.quantum), reach, then)
    told = f"年初结转和结余{voice.money(value)}，上年年末是{voice.money(then)}" if result != "exact" else ""
    terms = (Operand(f"{last.address}#{closing}", voice.money(then)),)
    yield from voice.weighed(
        "C78", _at(fact), result, told, Sum(voice.money(then), voice.money(value - then), operands=terms)
    )


def _left_out(voice: Voice, last: Account) -> Iterator[Judged]:
    """No opening balance at all counts as none."""
    known, facts = _closing(last, f"T1.{CLOSING}"), voice.account.filed.tables["T1"]
    first = next(iter(facts.cells.values()), None)
    mark = Mark(f"T1.{OPENING}", first.line if first else 0, first.column if first else 0)
    if voice.account.figures.measure(f"T1.{OPENING}") is not None:
        yield from voice.aside("C78", mark, "不适用", "由各单位的数相加得出")
    elif known is None or facts.coverage != "有数":
        yield from voice.aside("C78", mark, "未查", "没有填年初结转和结余")
    elif known[0]:
        told = f"没有填年初结转和结余，上年年末是{voice.money(known[0])}"
        yield from voice.failed("C78", mark, told, Sum(voice.money(known[0])))
    else:
        yield from voice.passed("C78")


def _closing(last: Account, measure: str) -> Known | None:
    """Last year's closing balance; one worked out without the year's spending is none."""
    figure = last.figures.measure(measure)
    spent = measure.replace(CLOSING, "本年支出" if measure.startswith("T7.") else "本年支出合计")
    if figure is None or (not figure.stated and last.figures.value(spent) is None):
        return None
    return _of_last(last, measure)


def _of_last(last: Account, measure: str) -> Known | None:
    """A figure of last year's record with the interval of the typed figures behind it."""
    figure = last.figures.measure(measure)
    if figure is None or figure.value is None:
        return None
    if figure.stated or _is_exact(last):
        return figure.value, rounded(figure.value, figure.quantum)
    expander = Expander(last.figures)
    linear = expander.cell(measure) if "." in measure and ":" not in measure and "/" not in measure else None
    if linear is None or linear.missing:
        return figure.value, exactly(figure.value)
    return figure.value, expander.interval(linear)


def _is_exact(account: Account) -> bool:
    """Whether its amounts are exact, so that no interval has to be found out."""
    return account.filed.record.unit == "元" and account.filed.record.quantum is None


def _at(fact: Fact) -> Mark:
    return Mark(fact.address, fact.line, fact.column, fact.text)


# C79 -----------------------------------------------------------------------------------------------------------------


def _entries(voice: Voice, last: Account | None) -> Iterator[Judged]:
    """上年 entries against last year's record, where both exist."""
    for entry in voice.account.filed.record.prior:
        mark = at_text(entry.value, f"{entry.measure}:上年")
        known = _of_last(last, entry.measure) if last is not None else None
        if known is None:
            why = "库里没有上年的记录" if last is None else "上年的记录里没有这个数"
            yield from voice.aside("C79", mark, "不适用" if last is None else "未查", why)
            continue
        stated = _entry(voice.account, entry)
        if stated is not None:
            yield from _same(voice, mark, stated, known, f"“上年”里{entry.measure}填的是")


def _entry(account: Account, entry: Prior) -> Known | None:
    figure = account.figures.measure(entry.measure)
    return _read(account, str(entry.value), figure)


def _read(account: Account, text: str, like: Figure | None) -> Known | None:
    value = parse_amount(text.replace(",", ""), 6)
    if isinstance(value, AmountError):
        return None
    money = like is None or like.unit == "金额"
    scale = account.filed.money if money else Decimal(1)
    quantum = WAN.scaleb(-2) if money and account.filed.money == WAN else ZERO
    return value * scale, rounded(value * scale, quantum)


def _same(voice: Voice, mark: Mark, stated: Known, known: Known, before: str) -> Iterator[Judged]:
    result = compare(stated[0], stated[1], known[1], known[0])
    like = voice.account.figures.measure(mark.address)
    last, gap = (voice.money(value, like) for value in (known[0], stated[0] - known[0]))
    told = f"{before}{mark.text}，上年的决算数是{last}" if result != "exact" else ""
    yield from voice.weighed("C79", mark, result, told, Sum(last, gap))


def _statements(voice: Voice, last: Account | None) -> Iterator[Judged]:
    """Prior-year figures that a document prints, or implies by a change, against last year's record or the 上年 entries."""
    entries = {entry.measure: entry for entry in voice.account.filed.record.prior}
    for statement in voice.account.filed.record.statements:
        base, _, suffix = (statement.measure or "").partition(":")
        if suffix not in {"上年", "增减额"} or PRINTED.fullmatch(str(statement.printed)) is None:
            continue
        mark = at_text(statement.printed, statement.measure or "")
        mark = Mark(mark.address, mark.line, mark.column, mark.text, f"{statement.place}#{statement.measure}")
        known = _of_last(last, base) if last is not None else _listed(voice.account, entries.get(base))
        stated = _prior_of(voice.account, statement, base, suffix)
        if known is None or stated is None:
            if suffix == "上年":
                yield from voice.aside("C79", mark, "未查", "上年的决算数不知道")
            continue
        yield from _same(voice, mark, stated, known, f"{statement.place}：{base}的{suffix}印的是")


def _listed(account: Account, entry: Prior | None) -> Known | None:
    return _entry(account, entry) if entry is not None else None


def _prior_of(account: Account, statement: Statement, base: str, suffix: str) -> Known | None:
    """The prior-year figure a statement prints, or the one its change implies."""
    now = account.figures.measure(base)
    said = _read(account, str(statement.printed), now)
    if said is None or suffix == "上年":
        return said
    if now is None or now.value is None or not statement.word:
        return None
    sign = -1 if statement.word in FALLEN else 1
    reach = rounded(now.value, now.quantum) + said[1].scaled(Decimal(-sign))
    return now.value - sign * said[0], reach


# C79b ----------------------------------------------------------------------------------------------------------------


def _first(voice: Voice, last: Account | None) -> Iterator[Judged]:
    """首年 and the figures of a last year exclude each other."""
    record = voice.account.filed.record
    if voice.account.filed.archive or record.document == "绩效自评":
        return
    mark = Mark("首年", path="首年")
    filled = [entry for entry in record.prior if str(entry.value).strip("0.")]
    if record.first_year and last is not None:
        yield from voice.failed("C79b", mark, f"写明是首年，库里却有{record.year - 1}年度的记录")
    elif record.first_year and filled:
        one = filled[0]
        told = f"写明是首年，“上年”里{one.measure}却填了{one.value}"
        yield from voice.failed("C79b", at_text(one.value, f"{one.measure}:上年"), told)
    elif record.first_year or last is not None or record.prior:
        yield from voice.passed("C79b")
    else:
        why = "库里没有上年的记录，也没有填“上年”，又没有写明是首年，与上年的比较写不出来"
        yield from voice.aside("C79b", mark, "未查", why)
