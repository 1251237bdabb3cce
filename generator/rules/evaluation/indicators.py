"""自评表的指标：完成值要是数，没有达到目标要写原因，没有达到目标不能得满分。

What can't be compared beyond doubt is not compared: `is_missed` of the forms decides, the same that marks 未达 on the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from generator.catalog import FormColumn
from generator.derive import Figure
from generator.findings import Operand, Severity
from generator.forms.cells import pieces
from generator.forms.sheet import FUNDS, IndicatorRow
from generator.forms.targets import Quantity, is_missed, quantity
from generator.model import Project
from generator.rules.engine import Judged
from generator.rules.evaluation.book import EARNED, LEVEL, Book, total_key
from generator.rules.telling import Mark, Sum, Voice, at_figure, at_text, operand, reasoned, shown

TARGET, ACTUAL = "目标值", "完成值"
Pair = tuple[str, str]
"""Target and actual value of an indicator."""
BOUNDS = frozenset({"≥", ">", "≤", "<"})
WORDED_BOUND = re.compile(
    r"(?:大于|小于|不低于|不少于|不高于|不超过|超过|至少|达到?)?\s*[0-9].*(?:以上|以下|以内|以外)|(?:大于|小于|不低于|不少于|不高于|不超过|超过|至少)\s*[0-9].*"
)
BROKEN = re.compile(r"[^0-9]*[0-9]+\.(?![0-9]).*")
HAS_NUMBER = re.compile("[0-9０-９一二三四五六七八九十零]")
REASONS = ("原因", "说明")
BUDGETS = ("年初预算数", "全年预算数")
ENOUGH, FAR = Decimal(90), Decimal("1.3")
"""Below 90 % of the budget a reason is due; above 130 % of the target the target may have been too low."""


def check(voice: Voice, book: Book) -> Iterator[Judged]:
    """C119 to C121 on one form."""
    for row in book.rows:
        values = tuple(_pair(book, row, at) for at in range(_values(book, row)))
        for at, pair in enumerate(values):
            yield from _is_value(voice, book, row, (at, pair))
        missed = _missed(book, row, values)
        yield from _explained(voice, book, row, (missed, missed or _beyond(book, row, values)))
        yield from _deserved(voice, book, row, missed)
    yield from _executed(voice, book)
    yield from _adjusted(voice, book)


def told(voice: Voice, project: Project, book: Book | None) -> Iterator[Judged]:
    """C120 in the text: a project executed below 90 % says what the problem was."""
    figures = voice.account.figures
    done, budget = figures.value(f"项目.{project.slug}.执行数"), figures.value(f"项目.{project.slug}.全年预算")
    if not project.narrated or done is None or not budget:
        return
    mark = at_text(project.executed, f"项目.{project.slug}.执行数")
    rate = done / budget * 100
    if rate >= ENOUGH or reasoned(project.problem) or (book is not None and _any_reason(book)):
        yield from voice.passed("C120")
        return
    yield from voice.failed(
        "C120", mark, f"项目“{project.name}”执行率{shown(rate, '%')}，不到90%，没有写问题和原因", Sum(shown(rate, "%"))
    )


# C119 ----------------------------------------------------------------------------------------------------------------


def _values(book: Book, row: IndicatorRow) -> int:
    """How many values the indicator's cells hold."""
    return max((len(pieces(row.cells.get(name))) for name in _columns(book, ACTUAL, TARGET)), default=0)


def _columns(book: Book, *kinds: str) -> tuple[str, ...]:
    return tuple(name for kind in kinds for name in book.sheet.kinds.get(kind, ()))


@lru_cache(maxsize=4096)
def _quantity(text: str) -> Quantity | None:
    return quantity(text)


def _pair(book: Book, row: IndicatorRow, at: int) -> Pair:
    return book.last(row, TARGET, at), book.last(row, ACTUAL, at)


def _is_value(voice: Voice, book: Book, row: IndicatorRow, value: tuple[int, Pair]) -> Iterator[Judged]:
    at, (target, actual) = value
    fault, level = _fault(target, actual)
    if fault:
        lighter: Severity | None = "警告" if not actual.strip() and book.account.filed.archive else level
        told = f"{book.place}“{book.title(row)}”{fault}"
        yield from voice.failed("C119", _mark(book, row, at), told, level=lighter)
    elif _quantity(target):
        yield from voice.passed("C119")


@lru_cache(maxsize=4096)
def _fault(target: str, actual: str) -> tuple[str, Severity | None]:
    """What is wrong with an actual value, and how grave that is where it is lighter than the rule."""
    if not actual.strip():
        return (f"没有填完成值，指标值是{target}" if target.strip() else ""), None
    if _is_bound(actual):
        return f"的完成值写成了界限“{actual}”，应填实际的数", None
    if BROKEN.fullmatch(actual) and _quantity(actual):
        return f"的完成值“{actual}”写坏了，小数点后没有数字", None
    if _quantity(target) and not HAS_NUMBER.search(actual):
        return f"的指标值“{target}”是数，完成值“{actual}”不是", "警告"
    return "", None


def _is_bound(text: str) -> bool:
    found = _quantity(text)
    return (found is not None and found.sign in BOUNDS) or WORDED_BOUND.fullmatch(text.strip()) is not None


def _mark(book: Book, row: IndicatorRow, at: int) -> Mark:
    """The actual value, or where it is missing the indicator."""
    for name in reversed(_columns(book, ACTUAL)):
        texts = pieces(row.cells.get(name))
        if texts:
            key = (*row.key, name) if len(texts) == 1 else (*row.key, name, str(at + 1))
            return at_text(texts[min(at, len(texts) - 1)], book.sheet.address(key))
    return book.mark((*row.key, (_columns(book, ACTUAL) or ("",))[-1]))


# C120, C121 ----------------------------------------------------------------------------------------------------------


def _missed(book: Book, row: IndicatorRow, values: tuple[Pair, ...]) -> str:
    """The value that fell short of its target beyond doubt, "" for none."""
    cost = any("成本" in str(row.cells.get(name, "")) for name in book.sheet.kinds.get(LEVEL, ()))
    for at, (target, actual) in enumerate(values):
        if target and _quantity(target) and _quantity(actual):
            sign, unit = book.last(row, "性质", at), book.last(row, "单位", at)
            if _is_missed(target, actual, sign, unit, cost):
                return f"指标值{target}，完成值{actual}"
    return ""


@lru_cache(maxsize=4096)
def _is_missed(target: str, actual: str, sign: str, unit: str, cost: bool) -> bool:
    return is_missed(target, actual, sign, unit, cost=cost)


def _beyond(book: Book, row: IndicatorRow, values: tuple[Pair, ...]) -> str:
    """The value that went far beyond its target."""
    for at, (target, actual) in enumerate(values):
        wanted, reached = _quantity(target), _quantity(actual)
        if wanted and reached and not reached.sign and _alike(wanted, reached) and wanted.sign not in {"≤", "<"}:
            upper = book.last(row, "性质", at).strip() in {"≤", "≦", "<", "＜", "<="}
            if not upper and 0 < wanted.value * FAR < reached.value:
                return f"指标值{target}，完成值{actual}"
    return ""


def _alike(wanted: Quantity, reached: Quantity) -> bool:
    return wanted.unit == reached.unit or ("" in {wanted.unit, reached.unit} and "%" not in {wanted.unit, reached.unit})


def _points(book: Book, row: IndicatorRow) -> tuple[Decimal, Decimal] | None:
    """Score and weight of an indicator where both are typed."""
    score, weight = book.typed((*row.key, book.score)), book.typed((*row.key, book.weight))
    if score is None or weight is None or score.value is None or weight.value is None:
        return None
    return score.value, weight.value


def _explained(voice: Voice, book: Book, row: IndicatorRow, values: tuple[str, str]) -> Iterator[Judged]:
    """C120: missed, points lost, or far beyond: a reason beside it or at the foot."""
    (missed, beyond), points = values, _points(book, row)
    lost = points is not None and points[0] < points[1]
    if not (missed or beyond or lost) or not _places(book):
        return
    beside = any(reasoned(row.cells.get(name)) for name in _reason_columns(book))
    if beside or (_foot(book) and (missed or lost or _mentioned(book, row))):
        yield from voice.passed("C120")
        return
    lost_text = f"分值{shown(points[1], '分')}，得分{shown(points[0], '分')}" if lost and points else ""
    why = "，".join(part for part in (beyond, lost_text) if part)
    explained = "原因里没有提到" if _foot(book) else "没有写原因"
    end = explained if missed or lost else f"远超目标，{explained}"
    level: Severity | None = None if (missed or lost) and not _foot(book) else "警告"
    yield from voice.failed("C120", _mark(book, row, 0), f"{book.place}“{book.title(row)}”：{why}，{end}", level=level)


def _mentioned(book: Book, row: IndicatorRow) -> bool:
    """Whether the reason at the foot of an archived form speaks of the indicator: three characters of its name in a row."""
    told = "".join(str(book.entry.texts.get(name) or "") for name in _feet(book))
    title = book.title(row)
    return not book.account.filed.archive or any(title[at : at + 3] in told for at in range(max(1, len(title) - 2)))


def _reason_columns(book: Book) -> tuple[str, ...]:
    return tuple(column.name for column in book.layout.indicators if _is_reason(column))


def _is_reason(column: FormColumn) -> bool:
    return column.kind == "文字" and any(word in column.name for word in REASONS)


def _places(book: Book) -> bool:
    """Whether the form has room for a reason."""
    return bool(_reason_columns(book) or _feet(book))


def _feet(book: Book) -> tuple[str, ...]:
    return tuple(name for name in book.layout.texts if any(word in name for word in REASONS))


def _foot(book: Book) -> bool:
    return any(reasoned(book.entry.texts.get(name)) for name in _feet(book))


def _deserved(voice: Voice, book: Book, row: IndicatorRow, missed: str) -> Iterator[Judged]:
    """C121: full marks for a missed target."""
    score, points = book.typed((*row.key, book.score)), _points(book, row)
    if score is None or score.value is None or not _quantity(book.last(row, TARGET, 0)):
        return
    full = points[0] >= points[1] if points else not book.weight and score.value > 0 and _claims_all(book)
    if missed and full:
        told = f"{book.place}“{book.title(row)}”：{missed}，没有达到目标，却得满分{score.text}"
        yield from voice.failed("C121", at_figure(score), told)
    elif points or full:
        yield from voice.passed("C121")


def _claims_all(book: Book) -> bool:
    """Whether the total is a hundred, so that every indicator has its full points."""
    for name in book.layout.scoring:
        total = book.typed(total_key(book, name))
        if (EARNED in name or name == "总分") and total is not None and total.value is not None:
            return total.value >= 100
    return False


# execution -----------------------------------------------------------------------------------------------------------


def _executed(voice: Voice, book: Book) -> Iterator[Judged]:
    """C120 for the money: below 90 % a reason anywhere in the form or in the project's text."""
    if not book.rate_columns or not _places(book):
        return
    key = (FUNDS, book.main_row, book.rate_columns[0].name)
    computed, typed = book.computed(key), book.typed(key)
    earned, points = book.typed((FUNDS, book.main_row, book.funds_score)), book.points
    lost = earned is not None and earned.value is not None and points is not None and earned.value < points
    # A wrong rate that cost no points is C113's; what it should be says nothing of how the money was spent.
    chosen = computed if typed is None or (lost and computed is not None) else typed
    if chosen is None or chosen.value is None:
        return
    mark = book.mark(key)
    few = chosen.value < ENOUGH
    if not (few or (lost and _feet(book))) or (_any_reason(book) if few else _foot(book)):
        yield from voice.passed("C120")
    else:
        numbers = Sum(
            operands=(Operand(chosen.address, shown(chosen.value, "%")), *map(operand, [earned] if earned else []))
        )
        why = f"{book.place}：预算执行率{shown(chosen.value, '%')}{'，得分不满' if lost else ''}，没有写原因"
        yield from voice.failed("C120", mark, why, numbers, level=None if few else "警告")


def _adjusted(voice: Voice, book: Book) -> Iterator[Judged]:
    """C120 for the budget: one that was changed by a third or more in the year has a reason in the form."""
    first, year = (book.typed((FUNDS, book.main_row, name)) for name in BUDGETS)
    before, after = (_size(one) for one in (first, year))
    if not _feet(book) or year is None or not after:
        return
    if max(before, after) < min(before, after) * FAR or _any_reason(book):
        yield from voice.passed("C120")
    else:
        was = first.text if first else "没有填"
        told = f"{book.place}：年初预算{was}，全年预算{year.text}，没有写调整的原因"
        yield from voice.failed("C120", at_figure(year), told, Sum(operands=(operand(year),)), level="警告")


def _size(figure: Figure | None) -> Decimal:
    """An amount as it was meant, 645万 too: what is wrong with that text is told elsewhere."""
    found = _quantity(figure.text) if figure is not None and figure.value is None else None
    return found.value if found else (figure.value if figure else None) or Decimal(0)


def _any_reason(book: Book) -> bool:
    """A reason at the foot, beside any indicator, or in the text of the form's project."""
    beside = any(reasoned(row.cells.get(name)) for row in book.rows for name in _reason_columns(book))
    projects = book.account.filed.record.projects
    return _foot(book) or beside or any(reasoned(one.problem) for one in projects if one.form == book.entry.slug)
