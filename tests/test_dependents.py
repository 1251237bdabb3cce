"""A changed fact changes every printed figure that depends on it, and no other.

What depends on what is written here by hand, and what is printed is worked out here anew: neither is asked of the program.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.builders import books, page, record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml import html

# The record: every fact that is typed, in 元, and what 上年 gives. ------------------------------------------------------

FACTS = {
    "T1.年初结转和结余": "61200.50",
    "T2.2010601.财政拨款收入": "5230412.37",
    "T2.2010602.财政拨款收入": "1804550.00",
    "T2.2010650.其他收入": "12345.67",
    "T2.2080505.财政拨款收入": "402318.45",
    "T2.2120803.财政拨款收入": "96400.00",
    "T3.2010650.基本支出": "11223.45",
    "T4.年初结转和结余.一般公共预算": "41200.50",
    "T5.2010601.基本支出": "5225310.11",
    "T5.2010601.年初预算": "5300000.00",
    "T5.2010602.项目支出": "1799999.25",
    "T5.2010602.年初预算": "1800000.00",
    "T5.2080505.基本支出": "402318.45",
    "T5.2080505.年初预算": "398000.00",
    "T6.30101": "2100345.67",
    "T6.30302": "310222.33",
    "T6.30201": "158760.00",
    "T6.31002": "36480.00",
    "T7.2120803.年初结转和结余": "20000.00",
    "T7.2120803.本年收入": "96400.00",
    "T7.2120803.项目支出": "91234.56",
    "T9.因公出国（境）费.预算数": "50000.00",
    "T9.因公出国（境）费.决算数": "48210.00",
    "T9.公务用车购置费.预算数": "180000.00",
    "T9.公务用车购置费.决算数": "179800.00",
    "T9.公务用车运行维护费.预算数": "36000.00",
    "T9.公务用车运行维护费.决算数": "35412.88",
    "T9.公务接待费.预算数": "12000.00",
    "T9.公务接待费.决算数": "8431.00",
    "三公实物.出国团组": "1",
    "三公实物.出国人次": "3",
    "三公实物.保有量": "4",
    "三公实物.接待批次": "21",
    "三公实物.接待人次": "187",
    "三公实物.燃料费": "14210.00",
    "三公实物.维修费": "21202.88",
    "机关运行.机关运行经费": "195240.00",
    "采购.货物": "310220.00",
    "采购.服务": "905330.75",
    "采购.中小企业合同金额": "1015000.00",
    "采购.小微企业合同金额": "620400.00",
    "车辆.机要通信用车": "1",
    "车辆.其他用车": "3",
    "车辆.通用设备": "2",
    "人员.行政编制": "30",
    "人员.事业编制": "8",
    "人员.行政在职": "28",
    "人员.事业在职": "7",
    "人员.退休": "12",
    "绩效自评.项目个数": "2",
    "绩效自评.项目资金": "1799999.25",
    "绩效自评.项目支出总额": "1891233.81",
    "项目.jianguan.全年预算": "1200000.00",
    "项目.jianguan.执行数": "1199999.25",
}
PRIOR = {
    "T1.收入总计": "7712345.00",
    "T4.收入总计.合计": "7600000.00",
    "T5.合计.小计": "7500000.00",
    "T9.合计.决算数": "100000.00",
    "T9.公务接待费.决算数": "9000.00",
    "机关运行.机关运行经费": "200000.00",
}
COUNTED = re.compile(r"人员\.|车辆\.|三公实物\..*[组次量]$|绩效自评\.项目个数")

# What every other figure is made of. ----------------------------------------------------------------------------------

SUMS = """
T2.2010601.本年收入合计 = T2.2010601.财政拨款收入
T2.2010602.本年收入合计 = T2.2010602.财政拨款收入
T2.2010650.本年收入合计 = T2.2010650.其他收入
T2.20106.财政拨款收入, T2.201.财政拨款收入 = T2.2010601.财政拨款收入 + T2.2010602.财政拨款收入
T2.20106.其他收入, T2.201.其他收入, T2.合计.其他收入, T1.其他收入 = T2.2010650.其他收入
T2.20106.本年收入合计, T2.201.本年收入合计 = T2.201.财政拨款收入 + T2.201.其他收入
T2.208.财政拨款收入, T2.20805.财政拨款收入 = T2.2080505.财政拨款收入
T2.208.本年收入合计, T2.20805.本年收入合计, T2.2080505.本年收入合计 = T2.2080505.财政拨款收入
T2.212.财政拨款收入, T2.21208.财政拨款收入 = T2.2120803.财政拨款收入
T2.212.本年收入合计, T2.21208.本年收入合计, T2.2120803.本年收入合计 = T2.2120803.财政拨款收入
T2.合计.财政拨款收入, T4.本年收入.合计 = T2.201.财政拨款收入 + T2.208.财政拨款收入 + T2.212.财政拨款收入
T2.合计.本年收入合计, T1.本年收入合计 = T2.合计.财政拨款收入 + T2.合计.其他收入

T1.政府性基金预算财政拨款收入, T4.本年收入.政府性基金 = T7.2120803.本年收入
T1.一般公共预算财政拨款收入, T4.本年收入.一般公共预算 = T2.合计.财政拨款收入 - T7.2120803.本年收入
T1.收入总计, T1.支出总计 = T1.本年收入合计 + T1.年初结转和结余
T1.201, T3.201.本年支出合计, T3.20106.本年支出合计 = T5.201.小计 + T3.2010650.基本支出
T1.208, T3.208.本年支出合计, T3.20805.本年支出合计, T3.2080505.本年支出合计 = T5.2080505.基本支出
T1.212, T3.212.本年支出合计, T3.21208.本年支出合计, T3.2120803.本年支出合计 = T7.2120803.项目支出
T1.本年支出合计, T3.合计.本年支出合计 = T1.201 + T1.208 + T1.212
T1.年末结转和结余 = T1.收入总计 - T1.本年支出合计

T3.2010601.基本支出, T3.2010601.本年支出合计 = T5.2010601.基本支出
T3.2010602.项目支出, T3.2010602.本年支出合计 = T5.2010602.项目支出
T3.20106.项目支出, T3.201.项目支出 = T5.2010602.项目支出
T3.2010650.本年支出合计 = T3.2010650.基本支出
T3.20106.基本支出, T3.201.基本支出 = T5.2010601.基本支出 + T3.2010650.基本支出
T3.2080505.基本支出, T3.20805.基本支出, T3.208.基本支出 = T5.2080505.基本支出
T3.2120803.项目支出, T3.21208.项目支出, T3.212.项目支出 = T7.2120803.项目支出
T3.合计.基本支出 = T3.201.基本支出 + T3.208.基本支出
T3.合计.项目支出 = T3.201.项目支出 + T3.212.项目支出

T4.201.合计, T4.201.一般公共预算 = T5.201.小计
T4.208.合计, T4.208.一般公共预算 = T5.2080505.基本支出
T4.212.合计, T4.212.政府性基金, T4.本年支出合计.政府性基金 = T7.2120803.项目支出
T4.本年支出合计.一般公共预算 = T5.合计.小计
T4.本年支出合计.合计 = T5.合计.小计 + T7.2120803.项目支出
T4.年初结转和结余.政府性基金 = T7.2120803.年初结转和结余
T4.年初结转和结余.合计 = T4.年初结转和结余.一般公共预算 + T4.年初结转和结余.政府性基金
T4.收入总计.合计, T4.支出总计.合计 = T4.本年收入.合计 + T4.年初结转和结余.合计
T4.支出总计.一般公共预算 = T4.本年收入.一般公共预算 + T4.年初结转和结余.一般公共预算
T4.支出总计.政府性基金 = T7.2120803.年初结转和结余 + T7.2120803.本年收入
T4.年末结转和结余.一般公共预算 = T4.支出总计.一般公共预算 - T5.合计.小计
T4.年末结转和结余.政府性基金 = T4.支出总计.政府性基金 - T7.2120803.项目支出
T4.年末结转和结余.合计 = T4.年末结转和结余.一般公共预算 + T4.年末结转和结余.政府性基金

T5.2010601.小计 = T5.2010601.基本支出
T5.2010602.小计 = T5.2010602.项目支出
T5.20106.基本支出, T5.201.基本支出 = T5.2010601.基本支出
T5.20106.项目支出, T5.201.项目支出, T5.合计.项目支出 = T5.2010602.项目支出
T5.20106.小计, T5.201.小计 = T5.2010601.小计 + T5.2010602.小计
T5.20805.基本支出, T5.208.基本支出 = T5.2080505.基本支出
T5.2080505.小计, T5.20805.小计, T5.208.小计 = T5.2080505.基本支出
T5.合计.基本支出 = T5.201.基本支出 + T5.208.基本支出
T5.合计.小计 = T5.201.小计 + T5.208.小计
T5.合计.年初预算 = T5.2010601.年初预算 + T5.2010602.年初预算 + T5.2080505.年初预算

T6.301 = T6.30101
T6.302 = T6.30201
T6.303 = T6.30302
T6.310 = T6.31002
T6.人员经费合计 = T6.30101 + T6.30302
T6.公用经费合计 = T6.30201 + T6.31002
T6.合计 = T6.人员经费合计 + T6.公用经费合计

T7.21208.年初结转和结余, T7.212.年初结转和结余, T7.合计.年初结转和结余 = T7.2120803.年初结转和结余
T7.21208.本年收入, T7.212.本年收入, T7.合计.本年收入 = T7.2120803.本年收入
T7.21208.项目支出, T7.212.项目支出, T7.合计.项目支出 = T7.2120803.项目支出
T7.2120803.本年支出, T7.21208.本年支出, T7.212.本年支出, T7.合计.本年支出 = T7.2120803.项目支出
T7.2120803.年末结转和结余, T7.21208.年末结转和结余 = T4.年末结转和结余.政府性基金
T7.212.年末结转和结余, T7.合计.年末结转和结余 = T4.年末结转和结余.政府性基金

T9.公务用车购置及运行维护费.预算数 = T9.公务用车购置费.预算数 + T9.公务用车运行维护费.预算数
T9.公务用车购置及运行维护费.决算数 = T9.公务用车购置费.决算数 + T9.公务用车运行维护费.决算数
T9.合计.预算数 = T9.因公出国（境）费.预算数 + T9.公务用车购置及运行维护费.预算数 + T9.公务接待费.预算数
T9.合计.决算数 = T9.因公出国（境）费.决算数 + T9.公务用车购置及运行维护费.决算数 + T9.公务接待费.决算数

采购.政府采购支出总额 = 采购.货物 + 采购.服务
车辆.合计 = 车辆.机要通信用车 + 车辆.其他用车
人员.编制 = 人员.行政编制 + 人员.事业编制
人员.在职 = 人员.行政在职 + 人员.事业在职
人员.离退休 = 人员.退休
"""

CHARTS = {
    "chart-收支变动": "T1.收入总计, T1.收入总计:上年",
    "chart-财拨变动": "T4.收入总计.合计, T4.收入总计.合计:上年",
    "chart-收入结构": "T2.合计.财政拨款收入, T2.合计.其他收入, T1.本年收入合计",
    "chart-支出结构": "T3.合计.基本支出, T3.合计.项目支出, T1.本年支出合计",
}


@cache
def sums() -> dict[str, tuple[tuple[int, str], ...]]:
    """Figure → its terms with their signs."""
    found = {}
    for line in filter(None, SUMS.splitlines()):
        left, _, right = line.partition(" = ")
        terms = re.split(r" (?=[+-] )", f"+ {right}")
        for name in left.split(", "):
            found[name] = tuple((-1 if term[0] == "-" else 1, term[2:]) for term in terms)
    return found


def operands(name: str) -> tuple[str, ...]:
    """What a figure or a chart depends on directly. The names of changes and shares say it themselves."""
    if name in CHARTS:
        return tuple(CHARTS[name].split(", "))
    if "/" in name:
        return tuple(name.split("/"))
    base, _, suffix = name.partition(":")
    if suffix in {"增减额", "增减幅"}:
        return base, f"{base}:上年"
    return tuple(term for _sign, term in sums().get(name, ()))


def depends(name: str, leaf: str) -> bool:
    """Whether a figure or a chart hangs on a fact."""
    return name == leaf or any(depends(one, leaf) for one in operands(name))


# What is printed, worked out here. ------------------------------------------------------------------------------------


def value(name: str, facts: Mapping[str, str]) -> Decimal:
    """The value of a figure; unknown names fail."""
    if name in facts:
        return Decimal(facts[name])
    return sum((sign * value(term, facts) for sign, term in sums()[name]), Decimal(0))


def rounded(amount: Decimal, digits: int = 2) -> str:
    text = f"{amount.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP):,}"
    return (text.removeprefix("-") if Decimal(text.replace(",", "")) == 0 else text).replace("-", "−")


def wan(amount: Decimal) -> str:
    return rounded(amount / 10000)


def printed(name: str, facts: Mapping[str, str]) -> str | None:
    """The characters of a figure, None where a sentence has no room for it."""
    top, slash, base = name.partition("/")
    if slash:
        return f"{rounded(value(top, facts) / value(base, facts) * 100)}%"
    base, _, suffix = name.partition(":")
    if suffix in {"增减额", "增减幅"}:
        now, then = value(base, facts), value(f"{base}:上年", facts)
        if wan(abs(now - then)) == "0.00":
            return None
        return wan(abs(now - then)) if suffix == "增减额" else f"{rounded(abs(now - then) / then * 100)}%"
    return rounded(value(name, facts), 0) if COUNTED.match(name) else wan(value(name, facts))


def drawn(chart: str, facts: Mapping[str, str]) -> object:
    """What the words of a chart depend on: its figures, which way they moved, which is the largest."""
    names = operands(chart)
    texts = [printed(name, facts) for name in names]
    if f"{names[0]}:上年" in names:
        change = value(names[0], facts) - value(names[1], facts)
        return texts, change > 0, printed(f"{names[0]}:增减额", facts), printed(f"{names[0]}:增减幅", facts)
    parts = names[:-1]
    shares = [printed(f"{part}/{names[-1]}", facts) for part in parts]
    return texts[:-1], shares, max(parts, key=lambda part: value(part, facts))


# What the page says. --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Reading:
    """A page: figures by address, words of charts by id, and every numeral that is neither."""

    figures: Mapping[str, tuple[str, ...]]
    charts: Mapping[str, str]
    numerals: tuple[str, ...]


def reading(tree: html.HtmlElement) -> Reading:
    charts = {figure.get("id", ""): " ".join(figure.text_content().split()) for figure in tree.xpath("//figure")}
    figures = defaultdict(list)
    for data in tree.xpath("//data[@data-fact][not(ancestor::figure)]"):
        figures[data.get("data-fact", "")].append(data.text_content().removesuffix("%"))
    for gone in tree.xpath("//data[@data-fact] | //figure | //*[@class='version'] | //head"):
        gone.clear(keep_tail=True)
    numerals = re.findall(r"[0-9][0-9.,]*%?", tree.text_content())
    return Reading({name: tuple(texts) for name, texts in figures.items()}, charts, tuple(numerals))


def typed(facts: Mapping[str, str]) -> str:
    """The record; facts that end in :上年 stand under 上年."""
    now = {name: text for name, text in facts.items() if ":" not in name}
    then = {name.removesuffix(":上年"): text for name, text in facts.items() if ":" in name}
    return record(now, covers={"T3": "财政拨款", "T8": "空表"}, prior=then)


@cache
def read(facts: tuple[tuple[str, str], ...]) -> Reading:
    return reading(page(books(typed(dict(facts)))))


BASE = FACTS | {f"{name}:上年": text for name, text in PRIOR.items()}


def page_of(facts: Mapping[str, str]) -> Reading:
    return read(tuple(facts.items()))


def changed(before: Reading, after: Reading) -> set[str]:
    """Addresses and chart ids whose characters differ."""
    names = before.figures.keys() | after.figures.keys()
    figures = {name for name in names if before.figures.get(name) != after.figures.get(name)}
    return figures | {name for name in CHARTS if before.charts[name] != after.charts[name]}


def expected(leaf: str, facts: Mapping[str, str], names: set[str]) -> set[str]:
    """Of these figures and charts, those that hang on the fact and print differently with it changed."""
    hanging = {name for name in names if depends(name, leaf)}
    figures = {name for name in hanging - CHARTS.keys() if printed(name, BASE) != printed(name, facts)}
    return figures | {name for name in hanging & CHARTS.keys() if drawn(name, BASE) != drawn(name, facts)}


# Tests. ---------------------------------------------------------------------------------------------------------------


def test_every_figure_of_the_page_is_the_one_worked_out_by_hand() -> None:
    """Figures that hang on no fact (rows of 类 that the record does not use) are zero."""
    for name, texts in page_of(BASE).figures.items():
        hangs = any(depends(name, leaf) for leaf in BASE)
        wanted = printed(name, BASE) if hangs else "0.00"
        assert set(texts) == {str(wanted).removesuffix("%")}, name
    assert set(page_of(BASE).charts) == set(CHARTS)


def wording_of(chart: str, facts: Mapping[str, str]) -> list[str]:
    """What a chart has to say in words."""
    names = operands(chart)
    if chart in {"chart-收支变动", "chart-财拨变动"}:
        now, then = (value(name, facts) for name in names)
        way, rate = ("增加", "增长") if now > then else ("减少", "下降")
        change = f"{way}{wan(abs(now - then))}万元，{rate}{printed(f'{names[0]}:增减幅', facts)}"
        return [f"2022年{wan(now)}万元，2021年{wan(then)}万元，{change}", f"收、支总计比上年{change}"]
    parts = {name.rpartition(".")[2]: name for name in names[:-1]}
    shares = {label: printed(f"{name}/{names[-1]}", facts) for label, name in parts.items()}
    most = max(parts, key=lambda label: value(parts[label], facts))
    said = [f"{label}{printed(name, facts)}万元（{shares[label]}）" for label, name in parts.items()]
    return ["，".join(said), f"{most}最多，占{shares[most]}"]


@pytest.mark.parametrize("chart", CHARTS)
@pytest.mark.parametrize("leaf", ["", "T1.收入总计:上年", "T2.2010650.其他收入", "T5.2010602.项目支出"])
def test_charts_say_the_figures_worked_out_by_hand(chart: str, leaf: str) -> None:
    """Also where another part is the largest, or the change goes the other way."""
    facts = BASE | ({leaf: "5000000" if leaf.endswith("上年") else "99000000"} if leaf else {})
    for words in wording_of(chart, facts):
        assert words in page_of(facts).charts[chart]


def test_every_fact_is_printed() -> None:
    """But for the two that only a percentage uses."""
    shown = page_of(BASE).figures.keys()
    assert BASE.keys() - shown - {f"{name}:上年" for name in PRIOR} == {"绩效自评.项目支出总额"}


def names_of(text: str) -> set[str]:
    return set(re.split(r",?\s+", text.strip()))


# Fact → what it is changed to, and everything on the page that must then read differently.
CASES = {
    "T1.年初结转和结余": (
        "161200.50",
        "T1.年初结转和结余 T1.收入总计 T1.收入总计:增减额 T1.收入总计:增减幅 T1.支出总计 T1.年末结转和结余 chart-收支变动",
    ),
    "T2.2010650.其他收入": (
        "112345.67",
        """T2.2010650.其他收入 T2.20106.其他收入 T2.201.其他收入 T2.合计.其他收入 T2.2010650.本年收入合计
        T2.20106.本年收入合计 T2.201.本年收入合计 T2.合计.本年收入合计 T1.其他收入 T1.本年收入合计 T1.收入总计
        T1.收入总计:增减额 T1.收入总计:增减幅 T1.支出总计 T1.年末结转和结余 T2.合计.其他收入/T1.本年收入合计
        T2.合计.财政拨款收入/T1.本年收入合计 chart-收支变动 chart-收入结构""",
    ),
    "T3.2010650.基本支出": (
        "111223.45",
        """T3.2010650.基本支出 T3.20106.基本支出 T3.201.基本支出 T3.合计.基本支出 T3.2010650.本年支出合计
        T3.20106.本年支出合计 T3.201.本年支出合计 T3.合计.本年支出合计 T1.201 T1.本年支出合计 T1.年末结转和结余
        T3.合计.基本支出/T1.本年支出合计 T3.合计.项目支出/T1.本年支出合计 T5.合计.小计/T1.本年支出合计 chart-支出结构""",
    ),
    "T4.年初结转和结余.一般公共预算": (
        "141200.50",
        """T4.年初结转和结余.一般公共预算 T4.年初结转和结余.合计 T4.收入总计.合计 T4.收入总计.合计:增减额
        T4.收入总计.合计:增减幅 T4.支出总计.合计 T4.支出总计.一般公共预算 T4.年末结转和结余.一般公共预算
        T4.年末结转和结余.合计 chart-财拨变动""",
    ),
    "T5.2080505.基本支出": (
        "452318.45",
        """T5.2080505.基本支出 T5.20805.基本支出 T5.208.基本支出 T5.合计.基本支出 T5.2080505.小计 T5.20805.小计 T5.208.小计
        T5.合计.小计 T5.合计.小计:增减额 T5.合计.小计:增减幅 T5.2080505.小计/T5.2080505.年初预算
        T5.合计.小计/T5.合计.年初预算 T5.201.小计/T5.合计.小计 T5.208.小计/T5.合计.小计 T5.合计.小计/T1.本年支出合计
        T3.2080505.基本支出 T3.20805.基本支出 T3.208.基本支出 T3.合计.基本支出 T3.2080505.本年支出合计
        T3.20805.本年支出合计 T3.208.本年支出合计 T3.合计.本年支出合计 T3.合计.基本支出/T1.本年支出合计
        T3.合计.项目支出/T1.本年支出合计 T1.208 T1.本年支出合计 T1.年末结转和结余 T4.208.合计 T4.208.一般公共预算
        T4.本年支出合计.一般公共预算 T4.本年支出合计.合计 T4.年末结转和结余.一般公共预算 T4.年末结转和结余.合计
        chart-支出结构""",
    ),
    "T5.2010601.年初预算": (
        "5400000.00",
        """T5.2010601.年初预算 T5.合计.年初预算 T5.2010601.小计/T5.2010601.年初预算 T5.合计.小计/T5.合计.年初预算""",
    ),
    "T6.30302": ("320222.33", "T6.30302 T6.303 T6.人员经费合计 T6.合计"),
    "T7.2120803.年初结转和结余": (
        "30000.00",
        """T7.2120803.年初结转和结余 T7.21208.年初结转和结余 T7.212.年初结转和结余 T7.合计.年初结转和结余
        T7.2120803.年末结转和结余 T7.21208.年末结转和结余 T7.212.年末结转和结余 T7.合计.年末结转和结余
        T4.年初结转和结余.政府性基金 T4.年初结转和结余.合计 T4.收入总计.合计 T4.收入总计.合计:增减额
        T4.收入总计.合计:增减幅 T4.支出总计.合计 T4.支出总计.政府性基金 T4.年末结转和结余.政府性基金
        T4.年末结转和结余.合计 chart-财拨变动""",
    ),
    "T9.公务接待费.决算数": (
        "9431.00",
        """T9.公务接待费.决算数 T9.公务接待费.决算数:增减额 T9.公务接待费.决算数:增减幅
        T9.公务接待费.决算数/T9.公务接待费.预算数 T9.合计.决算数 T9.合计.决算数:增减额 T9.合计.决算数:增减幅
        T9.合计.决算数/T9.合计.预算数""",
    ),
    "T9.公务用车购置费.预算数": (
        "190000.00",
        """T9.公务用车购置费.预算数 T9.公务用车购置及运行维护费.预算数 T9.合计.预算数 T9.合计.决算数/T9.合计.预算数
        T9.公务用车购置及运行维护费.决算数/T9.公务用车购置及运行维护费.预算数""",
    ),
    "三公实物.接待人次": ("188", "三公实物.接待人次"),
    "机关运行.机关运行经费": (
        "196240.00",
        "机关运行.机关运行经费 机关运行.机关运行经费:增减额 机关运行.机关运行经费:增减幅",
    ),
    "采购.中小企业合同金额": (
        "1025000.00",
        """采购.中小企业合同金额 采购.中小企业合同金额/采购.政府采购支出总额
        采购.小微企业合同金额/采购.中小企业合同金额""",
    ),
    "车辆.其他用车": ("4", "车辆.其他用车 车辆.合计"),
    "人员.事业在职": ("8", "人员.事业在职 人员.在职"),
    "绩效自评.项目支出总额": ("1991233.81", "绩效自评.项目资金/绩效自评.项目支出总额"),
    "项目.jianguan.全年预算": (
        "1300000.00",
        "项目.jianguan.全年预算 项目.jianguan.执行数/项目.jianguan.全年预算",
    ),
    "T1.收入总计:上年": ("7812345.00", "T1.收入总计:增减额 T1.收入总计:增减幅 chart-收支变动"),
    "T9.公务接待费.决算数:上年": (
        "10000.00",
        "T9.公务接待费.决算数:上年 T9.公务接待费.决算数:增减额 T9.公务接待费.决算数:增减幅",
    ),
}


@pytest.mark.parametrize(("leaf", "text", "names"), [(leaf, *case) for leaf, case in CASES.items()], ids=list(CASES))
def test_one_changed_fact_changes_what_hangs_on_it_and_nothing_else(leaf: str, text: str, names: str) -> None:
    before, after = page_of(BASE), page_of(BASE | {leaf: text})
    assert changed(before, after) == names_of(names)
    assert after.numerals == before.numerals


@pytest.mark.parametrize(
    ("leaf", "text", "names"),
    [
        pytest.param("T9.公务接待费.决算数", "8431.01", "", id="one fen: nothing is printed differently"),
        pytest.param(
            "T9.公务接待费.决算数",
            "8450.00",
            """T9.公务接待费.决算数 T9.公务接待费.决算数:增减幅 T9.公务接待费.决算数/T9.公务接待费.预算数
            T9.合计.决算数:增减幅 T9.合计.决算数/T9.合计.预算数""",
            id="just half: rounded up",
        ),
        pytest.param("T9.公务接待费.决算数", "8431.00", "", id="the same amount"),
        pytest.param("T6.30201", "158760.0", "", id="the same amount in other characters"),
        pytest.param(
            "T1.年初结转和结余",
            "566372.51",
            "T1.年初结转和结余 T1.收入总计 T1.支出总计 T1.年末结转和结余 T1.收入总计:增减额 T1.收入总计:增减幅 chart-收支变动",
            id="from a fall to a rise",
        ),
    ],
)
def test_only_what_rounds_differently_changes(leaf: str, text: str, names: str) -> None:
    before, after = page_of(BASE), page_of(BASE | {leaf: text})
    assert changed(before, after) == set(names.split())


TOTALS = {"T5.合计.小计": "7427627.81", "T9.合计.决算数": "271853.88"}


def test_a_typed_total_is_printed_and_is_what_other_figures_are_compared_with() -> None:
    """Totals are control figures: a mistyped one stands alone until a rule points at it."""
    before, after = page_of(BASE | TOTALS), page_of(BASE | TOTALS | {"T5.合计.小计": "7527627.81"})
    assert changed(page_of(BASE), before) == set()
    assert changed(before, after) == names_of(
        """T5.合计.小计 T5.合计.小计:增减额 T5.合计.小计:增减幅 T5.合计.小计/T5.合计.年初预算 T5.201.小计/T5.合计.小计
        T5.208.小计/T5.合计.小计 T5.合计.小计/T1.本年支出合计"""
    )


def test_a_leaf_below_a_typed_total_does_not_move_the_total() -> None:
    before, after = page_of(BASE | TOTALS), page_of(BASE | TOTALS | {"T9.公务接待费.决算数": "9431.00"})
    assert changed(before, after) == names_of(
        """T9.公务接待费.决算数 T9.公务接待费.决算数:增减额 T9.公务接待费.决算数:增减幅
        T9.公务接待费.决算数/T9.公务接待费.预算数"""
    )


LAST_YEAR = {
    "T2.2010601.财政拨款收入": "7500000.00",
    "T5.2010601.基本支出": "7300000.00",
    "T9.公务接待费.决算数": "9000.00",
}


def in_2022(last_year: Mapping[str, str]) -> Reading:
    return reading(page(books(record(last_year, year=2021, profile="国家-2020"), typed(FACTS))))


@pytest.mark.parametrize(
    ("leaf", "text", "names"),
    [
        pytest.param(
            "T2.2010601.财政拨款收入",
            "7400000.00",
            """T1.收入总计:增减额 T1.收入总计:增减幅 T4.收入总计.合计:增减额 T4.收入总计.合计:增减幅
            T4.本年收入.一般公共预算:增减额 T4.本年收入.一般公共预算:增减幅 chart-收支变动 chart-财拨变动""",
            id="income",
        ),
        pytest.param("T5.2010601.基本支出", "7310000.00", "T5.合计.小计:增减额 T5.合计.小计:增减幅", id="expenditure"),
        pytest.param(
            "T9.公务接待费.决算数",
            "10000.00",
            """T9.公务接待费.决算数:上年 T9.公务接待费.决算数:增减额 T9.公务接待费.决算数:增减幅
            T9.合计.决算数:增减额 T9.合计.决算数:增减幅""",
            id="three public expenses",
        ),
    ],
)
def test_last_years_record_changes_this_years_comparisons_only(leaf: str, text: str, names: str) -> None:
    before, after = in_2022(LAST_YEAR), in_2022(LAST_YEAR | {leaf: text})
    assert changed(before, after) == names_of(names)


def other_amounts(leaf: str) -> st.SearchStrategy[str]:
    """Near the old amount or far from it, never zero (zero items are left out of sentences)."""
    if COUNTED.match(leaf):
        return st.integers(1, 100_000).map(str)
    cents = int(Decimal(BASE[leaf]) * 100)
    near = st.integers(-20_000, 20_000).map(lambda step: abs(cents + step) or 1)
    return st.one_of(near, st.integers(1, 10**13)).map(lambda amount: f"{Decimal(amount).scaleb(-2):f}")


@st.composite
def changes(draw: st.DrawFn) -> tuple[str, str]:
    leaf = draw(st.sampled_from(sorted(BASE)))
    return leaf, draw(other_amounts(leaf))


@settings(max_examples=40)
@given(changes())
@example(("T1.年初结转和结余", "566372.52"))
@example(("T5.2010602.项目支出", "1800000.00"))
def test_whatever_fact_changes_the_page_follows(change: tuple[str, str]) -> None:
    leaf, text = change
    facts = BASE | {leaf: text}
    before, after = page_of(BASE), page_of(facts)
    names = before.figures.keys() | after.figures.keys() | CHARTS.keys()
    assert changed(before, after) == expected(leaf, facts, set(names))
    for name, texts in after.figures.items():
        if depends(name, leaf):
            assert set(texts) == {str(printed(name, facts)).removesuffix("%")}
    assert after.numerals == before.numerals
