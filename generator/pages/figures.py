"""图和五个数：每份公开文件里的四张图，以及开头的“一年五个数”。"""

from __future__ import annotations

from collections.abc import Callable

from generator.accounts import Account
from generator.charts import Datum, Head, Pair, paired_bars, share_bar
from generator.narrative import INCOME, SPENDING, Teller, tell
from generator.values import replace
from generator.views import Chart, KeyFigure, Run
from generator.wording import printed

NUMBERS = {"收支变动": "图1", "收入结构": "图2", "支出结构": "图3", "财拨变动": "图4"}


def _text(runs: tuple[Run, ...]) -> str:
    return "".join(run.text for run in runs)


def _plain(teller: Teller) -> Teller:
    """A teller that speaks from computed figures, also in an 存档: charts draw the facts, not the printed words."""
    return Teller(
        record=teller.record.model_copy(update={"status": "已公开"}),
        figures=teller.figures,
        catalog=teller.catalog,
        profile=teller.profile,
        words=teller.words,
        statements={},
    )


def change_words(teller: Teller, measure: str) -> tuple[Run, ...]:
    """The change against last year; of an 存档 as the document prints it, never recomputed from rounded figures."""
    if not teller.archive:
        return tell(teller, [f"{{变动 {measure}}}"])
    place = next((place for place, name in teller.statements if name == f"{measure}:增减额"), "")
    return tell(replace(teller, place=place, used=set()), [f"{{变动 {measure}}}"]) if place else ()


def _change_chart(teller: Teller, name: str, measure: str, caption: str, subject: str) -> Chart | None:
    figures = teller.figures
    now, then = figures.measure(measure), figures.measure(f"{measure}:上年")
    if now is None or now.value is None:
        return None
    change = _text(change_words(teller, measure)) or "没有上年数可比"
    year = teller.record.year
    current = Datum(f"{year}年", now.value, printed(now), measure)
    previous = (
        Datum(f"{year - 1}年", then.value, printed(then), f"{measure}:上年")
        if then and then.value is not None
        else None
    )
    title = f"{subject}比上年{change}" if previous else f"{subject}{printed(now)}万元，{change}"
    return paired_bars(Head(f"chart-{name}", NUMBERS[name], title, caption), [Pair(current, previous, change)])


def _share_chart(
    teller: Teller, name: str, rows: tuple[tuple[str, str], ...], total: str, caption: str, subject: str
) -> Chart | None:
    data = [datum for label, measure in rows if (datum := _share(teller, label, measure, total)) is not None]
    if not data:
        return None
    largest = max(data, key=lambda datum: datum.value)
    title = f"{subject}中{largest.label}最多，占{largest.note}" if len(data) > 1 else f"{subject}全部是{largest.label}"
    return share_bar(Head(f"chart-{name}", NUMBERS[name], title, caption), data)


def _share(teller: Teller, label: str, measure: str, total: str) -> Datum | None:
    figure, share = teller.figures.measure(measure), teller.figures.measure(f"{measure}/{total}")
    if figure is None or not figure.value:
        return None
    return Datum(
        label, figure.value, printed(figure, thousands=teller.thousands), measure, note=printed(share) if share else ""
    )


def chart(teller: Teller, name: str) -> Chart | None:
    """One of the four charts of a disclosure, or None where its figures are not known."""
    builders: dict[str, Callable[[], Chart | None]] = {
        "收支变动": lambda: _change_chart(teller, name, "T1.收入总计", "收、支决算总计变动情况", "收、支总计"),
        "财拨变动": lambda: _change_chart(
            teller, name, "T4.收入总计.合计", "财政拨款收、支决算总计变动情况", "财政拨款收、支总计"
        ),
        "收入结构": lambda: _share_chart(
            teller,
            name,
            tuple((one, f"T2.合计.{one}") for one in INCOME),
            "T1.本年收入合计",
            "收入决算结构",
            "本年收入",
        ),
        "支出结构": lambda: _share_chart(
            teller,
            name,
            tuple((one, f"T3.合计.{one}") for one in SPENDING),
            "T1.本年支出合计",
            "支出决算结构",
            "本年支出",
        ),
    }
    return builders[name]()


KEYS = (
    ("收、支总计", "T1.收入总计", "上年"),
    ("一般公共预算财政拨款支出完成{预算词}", "T5.合计.小计/T5.合计.年初预算", ""),
    ("“三公”经费支出", "T9.合计.决算数", "上年"),
    ("机关运行经费", "机关运行.机关运行经费", "上年"),
    ("政府采购支出", "采购.政府采购支出总额", ""),
)


def key_figures(account: Account, teller: Teller) -> tuple[KeyFigure, ...]:
    """The year in five figures; what a record does not have is left out."""
    found: list[KeyFigure] = []
    plain = _plain(teller)
    for label, measure, against in KEYS:
        figure = account.figures.measure(measure)
        if figure is None or figure.value is None:
            continue
        text = printed(figure, thousands=teller.thousands)
        change = change_words(teller, measure) if against else ()
        change = (Run("比上年"), *change) if change else ()
        reason = _text(tell(plain, [f"{{原因 {measure}}}"])) if against else ""
        percent = figure.unit == "%"
        name = label.replace("{预算词}", account.words.get("预算词", "年初预算"))
        found.append(KeyFigure(name, text.rstrip("%"), "%" if percent else "万元", measure, change, reason))
    return tuple(found)
