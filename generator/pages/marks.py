"""比较用的格：一个数照它自己那份公开文件印，增减用箭头，没有的用“—”。"""

from __future__ import annotations

from decimal import Decimal

from generator.accounts import FALLEN, Account
from generator.derive import Figure
from generator.views import Cell
from generator.wording import ABSENT, ABSENT_SPOKEN, MONEY, printed

UP, DOWN = "↑", "↓"
LOST = "原件未载"
NO_BASE = "上年为零，不计算"
RISEN = frozenset({"", "增加", "增长", "上升", "提高"})
"""Directions upwards; no word at all stands for one, since falls are always named."""


def whole(account: Account, measure: str) -> str:
    """The address of a figure over the whole site: `420106/ybj/2021#T5.208.小计`."""
    return f"{account.address}#{measure}"


def shown(account: Account, measure: str) -> Figure | None:
    """The figure as its own disclosure shows it: of a table the original lost, only what the document states."""
    if "/" in measure:
        return _ratio(account, measure)
    figure = account.figures.measure(measure)
    lost = account.figures.coverage(table) == LOST if (table := _table(account, measure)) else False
    return None if figure is None or (lost and not figure.stated) else figure


def _table(account: Account, measure: str) -> str:
    name = measure.partition(".")[0]
    return name if name in account.figures.catalog.tables else ""


def _ratio(account: Account, measure: str) -> Figure | None:
    """A share is computed from exact figures; an 存档 has it where the document prints it."""
    if not account.filed.archive:
        return account.figures.measure(measure)
    text = stated(account, measure)[0]
    return Figure(measure, None, "%", text) if text else None


def stated(account: Account, measure: str) -> tuple[str, str]:
    """A figure of an 存档 as printed, and the direction word printed with it; empty where it is not printed."""
    for one in account.filed.record.statements:
        if one.measure == measure:
            return str(one.printed), one.word or ""
    return "", ""


def value(account: Account | None, measure: str) -> Decimal | None:
    """The exact value of what is shown."""
    figure = shown(account, measure) if account else None
    return figure.value if figure else None


def absent(spoken: str = ABSENT_SPOKEN) -> Cell:
    """“—” and what it means."""
    return Cell(ABSENT, "amount", spoken=spoken)


def amount(account: Account, measure: str) -> Cell:
    """The cell of a figure, with its address over the whole site."""
    text = printed(shown(account, measure))
    if text == ABSENT:
        return absent(LOST if account.filed.archive else ABSENT_SPOKEN)
    return Cell(text, "amount", fact=whole(account, measure))


def change(account: Account, measure: str) -> tuple[Cell, Cell]:
    """增减额 and 增减幅 against last year, told by arrows; of an 存档 as printed, never recomputed from rounded figures."""
    if account.filed.archive:
        return _stated(account, f"{measure}:增减额", "增加", "减少"), _stated(
            account, f"{measure}:增减幅", "增长", "下降"
        )
    now, then = account.figures.value(measure), account.figures.value(f"{measure}:上年")
    if now is None or then is None:
        return absent("没有上年数"), absent("没有上年数")
    difference = account.figures.measure(f"{measure}:增减额")
    unit = "万元" if difference is not None and difference.unit == MONEY else ""
    rate = account.figures.measure(f"{measure}:增减幅")
    moved = arrow(now - then, printed(difference), ("增加", "减少"), unit)
    return moved, arrow(now - then, printed(rate), ("增长", "下降")) if rate is not None else absent(NO_BASE)


def arrow(difference: Decimal, text: str, words: tuple[str, str], unit: str = "") -> Cell:
    """↑8.91, spoken 增加8.91万元; no arrow where nothing changed."""
    if not difference:
        return Cell(text, "amount")
    sign, word = (UP, words[0]) if difference > 0 else (DOWN, words[1])
    return Cell(sign + text, "amount", spoken=f"{word}{text}{unit}")


def _stated(account: Account, measure: str, rise: str, fall: str) -> Cell:
    """As printed; a word that chose no direction, such as 增加（减少）, has no arrow."""
    text, word = stated(account, measure)
    if not text:
        return absent(LOST)
    sign = DOWN if word in FALLEN else UP if word in RISEN else ""
    return Cell(sign + text, "amount", spoken=f"{word or (fall if sign == DOWN else rise)}{text}")
