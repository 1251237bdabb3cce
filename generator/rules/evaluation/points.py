"""分值和得分的上限：各组分值要对得上标明的分，合计一百分，得分不超过分值。"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.derive import Figure
from generator.forms.cells import SCORE, number
from generator.forms.sheet import FUNDS, GROUPS
from generator.rules.engine import Judged
from generator.rules.evaluation.book import EARNED, Book, total_key
from generator.rules.telling import Sum, Voice, at_figure, operand, shown

ZERO, HUNDRED = Decimal(0), Decimal(100)


def check(voice: Voice, book: Book) -> Iterator[Judged]:
    """C116 and C117 on one form."""
    yield from _group_weights(voice, book)
    yield from _heading(voice, book)
    yield from _whole(voice, book)
    yield from _limits(voice, book)


# weights -------------------------------------------------------------------------------------------------------------


def _group_weights(voice: Voice, book: Book) -> Iterator[Judged]:
    """Σ weights = the points printed at the first-level indicator.

    Without weights, where the groups do not make a hundred and the form yet claims full marks, Σ scores tells which group is wrong.
    """
    column = book.weight or (book.score if _full_marks(book) and not _hundred(book) else "")
    for group, points in book.group_points.items() if column else ():
        cells = [book.typed((*row.key, column)) for row in book.by_group.get(group, ())]
        mark = at_figure(points)
        if points.value is None or not cells or any(one is None or one.value is None for one in cells):
            yield from voice.aside("C116", mark, "未查", "有的指标没有填分值")
            continue
        total = sum((one.value or ZERO for one in cells if one is not None), ZERO)
        kind = "各指标分值" if book.weight else "总分是满分，各指标得分"
        if total == points.value:
            yield from voice.passed("C116")
        else:
            told = f"{book.place}：{group}标明{points.text}分，{kind}合计{shown(total, '分')}分"
            yield from voice.failed("C116", mark, told, Sum(shown(total, "分"), shown(points.value - total, "分")))


def _heading(voice: Voice, book: Book) -> Iterator[Judged]:
    """Σ points of the groups = the points in the heading over them, where the heading of an archived form has any."""
    wanted = number(book.layout.indicators_points, SCORE)
    parts = list(book.group_points.values())
    if wanted is None or not parts or not book.account.filed.archive or any(part.value is None for part in parts):
        return
    total = sum((part.value or ZERO for part in parts), ZERO)
    if total == wanted:
        yield from voice.passed("C116")
        return
    told = f"{book.place}：{_named(book, parts)}合计{shown(total, '分')}分，题头标明{shown(wanted, '分')}分"
    numbers = Sum(shown(wanted, "分"), shown(total - wanted, "分"), operands=tuple(operand(part) for part in parts))
    yield from voice.failed("C116", at_figure(parts[0]), told, numbers)


def _hundred(book: Book) -> bool:
    own, values = book.points, [points.value for points in book.group_points.values()]
    return own is not None and own + sum((value or ZERO for value in values), ZERO) == HUNDRED


def _full_marks(book: Book) -> bool:
    """Whether the form as a whole claims every point."""
    key = next((total_key(book, name) for name in book.layout.scoring if EARNED in name or name == "总分"), None)
    total = book.typed(key) if key else None
    return total is not None and total.value == HUNDRED


def _whole(voice: Voice, book: Book) -> Iterator[Judged]:
    """Points of execution and of all groups, goals or indicators make a hundred."""
    own = book.points
    parts = _largest(book)
    if own is None or not parts:
        return
    mark = at_figure(parts[0])
    if any(part.value is None for part in parts):
        yield from voice.aside("C116", mark, "未查", "有的分值不是数")
        return
    total = own + sum((part.value or ZERO for part in parts), ZERO)
    if total == HUNDRED:
        yield from voice.passed("C116")
        return
    told = f"{book.place}：预算执行{shown(own, '分')}分加{_named(book, parts)}合计{shown(total, '分')}分，不是100分"
    numbers = Sum("100", shown(total - HUNDRED, "分"), operands=tuple(operand(part) for part in parts))
    yield from voice.failed("C116", mark, told, numbers)


def _largest(book: Book) -> list[Figure]:
    """The points to be added to those of execution: of indicators where each has its own, else of goals, else of groups."""
    weights = [book.typed((*row.key, book.weight)) for row in book.rows] if book.weight else []
    if weights and all(weight is not None for weight in weights):
        return [weight for weight in weights if weight is not None]
    goals = [goal.points for goal in book.entry.groups]
    if goals and all(points is not None for points in goals):
        return [book.points_at((GROUPS, str(at), "分"), points or "") for at, points in enumerate(goals, 1)]
    return [] if book.weight else list(book.group_points.values())


def _named(book: Book, parts: list[Figure]) -> str:
    steps = [part.address.split(".") for part in parts]
    if steps[0][2] == "分组分值":
        return "、".join(f"{step[3]}{part.text}分" for step, part in zip(steps, parts, strict=True)) + "，"
    return "各年度目标的分" if steps[0][2] == GROUPS and not book.weight else "各指标的分值"


# limits --------------------------------------------------------------------------------------------------------------


def _limits(voice: Voice, book: Book) -> Iterator[Judged]:
    """C117: no score below zero or above what can be had."""
    for row in book.sheet.funds:
        earned = book.typed((FUNDS, row.name, book.funds_score))
        if earned is not None and row.name == book.main_row:
            yield from _within(voice, book, [earned], book.points, "预算执行")
    for indicator in book.rows:
        earned = book.typed((*indicator.key, book.score))
        if earned is not None and book.weight:
            yield from _within(voice, book, [earned], book.value((*indicator.key, book.weight)), book.title(indicator))
    if not book.weight:
        yield from _within_groups(voice, book)


def _within_groups(voice: Voice, book: Book) -> Iterator[Judged]:
    """Forms without a weight for each indicator: the scores of a group, a goal, or all of them against theirs."""
    for group, points in book.group_points.items():
        cells = [book.typed((*row.key, book.score)) for row in book.by_group.get(group, ())]
        yield from _within(voice, book, cells, points.value, group)
    for at, goal in enumerate(book.entry.groups):
        cells = [book.typed((*row.key, book.score)) for row in book.sheet.groups[at]]
        limit = book.points_at((GROUPS, str(at + 1), "分"), goal.points).value if goal.points else None
        yield from _within(voice, book, cells, limit, goal.title or goal.text)
    if not book.group_points and not book.entry.groups:
        cells = [book.typed((*row.key, book.score)) for row in book.rows]
        yield from _within(voice, book, cells, number(book.layout.indicators_points, SCORE), "绩效指标")


def _within(
    voice: Voice, book: Book, cells: list[Figure | None], points: Decimal | None, name: str
) -> Iterator[Judged]:
    earned = [cell for cell in cells if cell is not None and cell.value is not None]
    if not earned or points is None:
        return
    total = sum((cell.value or ZERO for cell in earned), ZERO)
    low = min(cell.value or ZERO for cell in earned)
    if total <= points and low >= 0:
        yield from voice.passed("C117")
        return
    wrong = f"{shown(total, '分')}超过{shown(points, '分')}分" if low >= 0 else f"{shown(low, '分')}小于零"
    told = f"{book.place}“{name}”：得分{wrong}"
    numbers = Sum(f"0至{shown(points, '分')}", shown(total - points, "分"))
    yield from voice.failed("C117", at_figure(earned[0]), told, numbers)
