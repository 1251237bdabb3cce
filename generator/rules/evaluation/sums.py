"""自评表的算式：执行率、得分、资金构成、分值和总分，填的和按表式算出的对一遍。

Scores and weights are what is printed; only amounts stand for an interval. What a total adds up is the layout's own 计分.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.derive import Figure
from generator.findings import Operand, Result
from generator.forms.cells import MONEY
from generator.forms.sheet import FUNDS, Key
from generator.intervals import Interval, exactly, rounded
from generator.rules.engine import Equation, Judged
from generator.rules.evaluation.book import EARNED, Book, earned_parts, total_key
from generator.rules.telling import Sum, Voice, at_figure, compare, operand, prints_as, shown, span

ZERO, HUNDRED = Decimal(0), Decimal(100)


def check(voice: Voice, book: Book) -> Iterator[Judged]:
    """C113 to C115 and the totals (C116, C118) on one form."""
    yield from _rates(voice, book)
    yield from _earned(voice, book)
    yield from _parts(voice, book)
    yield from _totals(voice, book)


# rates and scores ----------------------------------------------------------------------------------------------------


def _rates(voice: Voice, book: Book) -> Iterator[Judged]:
    """C113: a typed execution rate against the two amounts beside it."""
    for row in book.sheet.funds:
        for column in book.rate_columns:
            yield from _formula(voice, book, "C113", (FUNDS, row.name, column.name))


def _earned(voice: Voice, book: Book) -> Iterator[Judged]:
    """C115: a typed score that the layout has a formula for."""
    for row in book.sheet.funds:
        yield from _formula(voice, book, "C115", (FUNDS, row.name, book.funds_score))
    if any(column.name == book.score and column.formula for column in book.layout.indicators):
        for indicator in book.rows:
            yield from _formula(voice, book, "C115", (*indicator.key, book.score))


def _formula(voice: Voice, book: Book, rule: str, key: Key) -> Iterator[Judged]:
    figure = book.typed(key)
    if figure is None or not book.sheet.column(key).formula:
        return
    mark, computed = at_figure(figure), book.computed(key)
    right = computed.value if computed is not None else None
    if figure.value is None:
        yield from voice.aside(rule, mark, "未查", f"“{figure.text}”不是数")
    elif computed is not None and right is not None and prints_as(figure.value, right, figure.quantum):
        yield from voice.balanced(rule, lambda: _quotient(rule, figure, _behind(book, computed), "exact"))
    elif computed is not None and right is not None and (reach := book.reach(key)) is not None:
        yield from _weighed(voice, book, rule, key, (figure, computed, reach))
    elif rule == "C113" and _zero_base(book, key):
        yield from voice.failed(rule, mark, f"{_where(book, key)}：预算数是零，不能有{figure.text}")
    else:
        yield from voice.aside(rule, mark, "未查", "算它的数没有填全")


def _weighed(
    voice: Voice, book: Book, rule: str, key: Key, numbers: tuple[Figure, Figure, Interval]
) -> Iterator[Judged]:
    figure, computed, reach = numbers
    value, right = figure.value or ZERO, computed.value or ZERO
    result = compare(value, rounded(value, figure.quantum), reach, right)
    named, unit = _behind(book, computed), figure.unit
    told = (
        "" if result == "exact" else f"{_where(book, key)}：填的是{figure.text}，{_told(named)}应为{span(reach, unit)}"
    )
    total = Sum(span(reach, unit), shown(value - right, unit), operands=tuple(operand(one) for one in named))
    yield from voice.weighed(rule, at_figure(figure), result, told, total, _quotient(rule, figure, named, result))


def _behind(book: Book, computed: Figure) -> list[Figure]:
    """The cells that a computed one was worked out from."""
    extra = book.account.figures.extra
    return [extra[name] for name in computed.operands if name in extra]


def _told(named: list[Figure]) -> str:
    amounts = [one for one in named if one.unit == "金额" and one.value is not None]
    if len(amounts) != 2:
        return ""
    return f"按{shown(amounts[0].value or ZERO)}÷{shown(amounts[1].value or ZERO)}"


def _quotient(rule: str, figure: Figure, named: list[Figure], result: Result) -> Equation | None:
    """`rate × budget − executed = 0` for the search of suspects: linear in each cell by itself."""
    amounts = [one for one in named if one.unit == "金额" and one.stated]
    weight = next((one.value for one in named if one.unit == "分"), HUNDRED)
    if len(amounts) != 2 or figure.value is None or weight is None:
        return None
    done, budget = amounts[0].value or ZERO, amounts[1].value or ZERO
    if done > budget:  # the score is capped there, and no longer proportional
        return None
    residual = figure.value * budget - weight * done
    terms = {figure.address: budget, amounts[1].address: figure.value, amounts[0].address: -weight}
    spread = rounded(figure.value, figure.quantum) * rounded(budget, amounts[1].quantum)
    slack = spread - rounded(done, amounts[0].quantum).scaled(weight) + exactly(-residual)
    return Equation(rule, figure.address, terms, residual, slack, result == "wrong")


def _zero_base(book: Book, key: Key) -> bool:
    """Whether the rate of a row has no base: its budget is typed as zero."""
    amounts = [column.name for column in book.layout.funds if column.kind == MONEY and "预算" in column.name]
    return key[0] == FUNDS and bool(amounts) and book.value((FUNDS, key[1], amounts[-1])) == 0


def _where(book: Book, key: Key) -> str:
    """How a message calls a cell: the form, the row or indicator, the column."""
    row = next((book.title(one) for one in book.rows if one.key == key[:-1]), key[1] if key[0] == FUNDS else "")
    return f"{book.place}“{row}”的{key[-1]}" if row else book.place


# money ---------------------------------------------------------------------------------------------------------------


def _parts(voice: Voice, book: Book) -> Iterator[Judged]:
    """C114: a row summed from others, column by column."""
    for row in book.sheet.funds:
        if row.plan is None or not row.plan.formula:
            continue
        columns = [c.name for c in book.layout.funds if c.kind == MONEY and c.name not in row.plan.dashes]
        stated = {name: book.typed((FUNDS, row.name, name)) for name in columns}
        if not any(stated.values()):
            yield from _empty_total(voice, book, row.name, columns)
            continue
        for name, figure in stated.items():
            if figure is not None:
                yield from _sum_of_rows(voice, book, figure, (FUNDS, row.name, name))


def _sum_of_rows(voice: Voice, book: Book, figure: Figure, key: Key) -> Iterator[Judged]:
    typed = [book.typed((FUNDS, row, key[-1])) for row in book.addends(key[1])]
    parts = [part for part in typed if part is not None]
    mark = at_figure(figure)
    if figure.value is None or any(part.value is None for part in parts):
        yield from voice.aside("C114", mark, "未查", "有的格不是数")
        return
    if not parts:
        yield from voice.aside("C114", mark, "不适用", "没有填组成它的各行")
        return
    total = sum((part.value or ZERO for part in parts), ZERO)
    if total == figure.value:
        yield from voice.balanced("C114", lambda: _identity(figure, parts, "exact"))
        return
    stated, reach = rounded(figure.value, figure.quantum), _spread_over(parts)
    result = compare(figure.value, stated, reach, total)
    sums = Sum(shown(total), shown(figure.value - total), operands=tuple(operand(part) for part in parts))
    told = f"{_where(book, key)}：填的是{figure.text}，各行相加是{shown(total)}" if result != "exact" else ""
    yield from voice.weighed("C114", mark, result, told, sums, _identity(figure, parts, result))


def _spread_over(parts: list[Figure]) -> Interval:
    reach = exactly(ZERO)
    for part in parts:
        reach = reach + rounded(part.value or ZERO, part.quantum)
    return reach


def _identity(figure: Figure, parts: list[Figure], result: Result) -> Equation:
    """The sum of rows as an identity, for the search of suspects."""
    value, total = figure.value or ZERO, sum((part.value or ZERO for part in parts), ZERO)
    terms = {figure.address: Decimal(1), **{part.address: Decimal(-1) for part in parts}}
    slack = rounded(value, figure.quantum) - _spread_over(parts) + exactly(total - value)
    return Equation("C114", figure.address, terms, value - total, slack, result == "wrong")


def _empty_total(voice: Voice, book: Book, row: str, columns: list[str]) -> Iterator[Judged]:
    """A document that left its total row empty; a living record has it computed."""
    sums = {name: book.computed((FUNDS, row, name)) for name in columns}
    known = [figure for figure in sums.values() if figure is not None and figure.value]
    if known and book.account.filed.archive:
        message = f"{book.place}“{row}”一行空着，应为{shown(known[0].value or ZERO)}"
        mark = book.mark((FUNDS, row, columns[0]))
        yield from voice.failed("C114", mark, message, Sum(shown(known[0].value or ZERO)), level="警告")


# totals --------------------------------------------------------------------------------------------------------------


def _totals(voice: Voice, book: Book) -> Iterator[Judged]:
    """C118: the total score; the total of weights beside it is C116."""
    for column in book.layout.scoring:
        figure = book.typed(total_key(book, column))
        parts, plain = earned_parts(book, column)
        if figure is None or not plain or not parts:
            continue
        rule = "C118" if EARNED in parts[-1][-1] else "C116"
        yield from _total(voice, book, rule, figure, parts)


def _total(voice: Voice, book: Book, rule: str, figure: Figure, parts: tuple[Key, ...]) -> Iterator[Judged]:
    mark = at_figure(figure)
    values = [(key, book.value(key)) for key in parts]
    known = [(key, value) for key, value in values if value is not None]
    if figure.value is None or not known:
        yield from voice.aside(rule, mark, "未查", "没有填数")
        return
    total = sum((value for _, value in known), ZERO)
    whole = len(known) == len(values)
    if whole and total == figure.value:
        yield from voice.passed(rule)
        return
    stated, reach = rounded(figure.value, figure.quantum), exactly(ZERO)
    for key, value in known:
        reach = reach + _printed(book, key, value)
    if not whole and stated.high >= reach.low:
        yield from voice.aside(rule, mark, "未查", "有的得分没有填，或者不是数")
        return
    result = compare(figure.value, stated, reach, total)
    least = "" if whole else "至少"
    told = f"{book.place}：总分填的是{figure.text}，各项相加{least}是{shown(total, '分')}" if result != "exact" else ""
    terms = tuple(Operand(book.sheet.address(key), shown(value, "分")) for key, value in known)
    yield from voice.weighed(
        rule, mark, result, told, Sum(shown(total, "分"), shown(figure.value - total, "分"), "", terms)
    )


def _printed(book: Book, key: Key, value: Decimal) -> Interval:
    """What a score stands for in a sum: a whole number is itself, decimals and a rounded score of execution are an interval."""
    figure, computed = book.typed(key), book.computed(key)
    if figure is None or (figure.quantum == 1 and (key[0] != FUNDS or computed is None or computed.value == value)):
        return exactly(value)
    return rounded(value, figure.quantum)
