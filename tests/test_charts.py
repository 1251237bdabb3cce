"""Charts: lengths are proportional, labels never meet, words and tables say what the picture says."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import combinations, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import charts
from generator.charts import Columns, Datum, Head, Link, Pair, Series
from generator.charts.text import fit, measure, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.views import Chart, Shape

HEAD = Head("t1", "图1", "支出比上年减少3.23%", "支出决算情况")
ASSETS = Path(__file__).parents[1] / "templates" / "theme" / "assets"
LETTER = 22


def datum(label: str, value: str, note: str = "", tone: int = 0) -> Datum:
    return Datum(label, Decimal(value), f"{Decimal(value):,.2f}", f"T1.{label}", note, tone)


def merge(rest: Sequence[Datum]) -> Datum:
    total = sum((d.value for d in rest), Decimal(0))
    return Datum("其他", total, f"{total:,.2f}")


# --- reading a drawing --------------------------------------------------------------------------


class Box(NamedTuple):
    left: Decimal
    top: Decimal
    right: Decimal
    bottom: Decimal

    def meets(self, other: Box) -> bool:
        slack = Decimal("0.1")
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > slack and down > slack


def text_box(shape: Shape) -> Box:
    """Where a text stands: a Han letter is as wide as high, an ASCII one 0.55 of it."""
    wide = sum((Decimal("0.55") if c.isascii() else Decimal(1) for c in shape.text), Decimal(0)) * LETTER
    before = {"start": Decimal(0), "middle": wide / 2, "end": wide}[shape.anchor]
    left, base = Decimal(shape.x) - before, Decimal(shape.y)
    return Box(left, base - LETTER * Decimal("0.88"), left + wide, base + LETTER * Decimal("0.12"))


def rect_box(shape: Shape) -> Box:
    x, y = Decimal(shape.x), Decimal(shape.y)
    return Box(x, y, x + Decimal(shape.width), y + Decimal(shape.height))


def texts(chart: Chart) -> list[str]:
    return [s.text for s in chart.shapes if s.tag == "text"]


def bars(chart: Chart) -> list[Decimal]:
    return [Decimal(s.width) for s in chart.shapes if s.tag == "rect" and s.cls.startswith("c-bar")]


def ribbons(chart: Chart) -> list[Decimal]:
    found = [re.search(r" v ([\d.]+) ", s.d) for s in chart.shapes if s.cls.startswith("c-flow")]
    return [Decimal(m[1]) for m in found if m]


def proportional(lengths: Sequence[Decimal], values: Sequence[Decimal]) -> bool:
    """Each length is its value on the scale of the longest, but for one decimal of rounding."""
    assert len(lengths) == len(values)
    scale = max(lengths) / max(values)
    return all(abs(length - v * scale) <= Decimal("0.1") for length, v in zip(lengths, values, strict=True))


def assert_sound(chart: Chart) -> None:
    """What holds of every drawing."""
    boxes = [text_box(s) for s in chart.shapes if s.tag == "text"]
    for box in boxes:
        assert box.left >= 0
        assert box.top >= 0
        assert box.right <= chart.width
        assert box.bottom <= chart.height
    assert not [pair for pair in combinations(boxes, 2) if pair[0].meets(pair[1])]
    solid = [rect_box(s) for s in chart.shapes if s.tag == "rect" and s.cls != "c-grid"]
    assert all(r.left >= 0 and r.top >= 0 and r.right <= chart.width and r.bottom <= chart.height for r in solid)
    assert not [(b, r) for b in boxes for r in solid if b.meets(r)]
    for shape in chart.shapes:
        assert shape.tag in {"rect", "path", "text"}
        places = [shape.x, shape.y, shape.width, shape.height, *re.findall(r"[^\sA-Za-z]+", shape.d)]
        assert all(re.fullmatch(r"-?\d+(\.[1-9])?", p) for p in places if p), shape
    assert chart.desc.endswith("。")


# --- random data --------------------------------------------------------------------------------

amounts = st.one_of(
    st.just(Decimal(0)),
    st.decimals(min_value=0, max_value=10, places=2),
    st.decimals(min_value=0, max_value=99_999_999, places=2),
)
signed = st.one_of(amounts, st.decimals(min_value=-50_000, max_value=0, places=2))
names = st.text("一般公共预算财政拨款社会保障和就业支出（）、“”2021AB", min_size=1, max_size=16)
changes = st.sampled_from(["", "与上年持平", "增加388.02万元，增长51.53%", "本部门2021年3月成立，" * 4])


def printed(label: str, value: Decimal, note: str = "") -> Datum:
    return Datum(label, value, f"{value:,.2f}".replace("-", "−"), note=note)


@st.composite
def data(draw: st.DrawFn, least: int = 1, most: int = 8) -> list[Datum]:
    labels = draw(st.lists(names, min_size=least, max_size=most, unique=True))
    notes = draw(st.booleans())
    return [printed(label, draw(amounts), "93.03%" if notes else "") for label in labels]


@st.composite
def pairs(draw: st.DrawFn) -> list[Pair]:
    def one() -> Pair:
        now = printed(draw(names), draw(signed))
        last = draw(st.none() | st.builds(printed, names, signed))
        return Pair(now, last, draw(changes), draw(st.just("") | names))

    return [one() for _ in range(draw(st.integers(1, 8)))]


@st.composite
def columns(draw: st.DrawFn) -> Columns:
    first, second, third = draw(data()), draw(data()), draw(data(most=3))

    def links(left: list[Datum], right: list[Datum]) -> list[Link]:
        ends = st.tuples(st.sampled_from(left), st.sampled_from(right))
        chosen = draw(st.lists(ends, max_size=12, unique_by=lambda e: (e[0].label, e[1].label)))
        values = [draw(amounts) for _ in chosen]
        return [Link(a.label, b.label, v, f"{v:,.2f}") for (a, b), v in zip(chosen, values, strict=True)]

    return Columns(first, second, third, links(first, second), links(second, third))


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[str], list[Series]]:
    years = [f"{2015 + i}年" for i in range(draw(st.integers(1, 6)))]
    rows = draw(st.lists(names, min_size=1, max_size=8))

    def points() -> tuple[Datum | None, ...]:
        return tuple(printed(y, draw(signed)) if draw(st.booleans()) else None for y in years)

    return years, [Series(name, points()) for name in rows]


@given(pairs())
def test_bars_are_proportional_and_labels_keep_apart(some: list[Pair]) -> None:
    chart = charts.paired_bars(HEAD, some)
    assert_sound(chart)
    values = [abs(d.value) for p in some for d in (p.current, p.previous) if d]
    assert len(bars(chart)) == len(values)
    if any(values):
        assert proportional(bars(chart), values)


@given(data())
def test_segments_are_proportional_and_labels_keep_apart(some: list[Datum]) -> None:
    chart = charts.share_bar(HEAD, some, merge)
    assert_sound(chart)
    drawn = [s for s in chart.shapes if s.cls.startswith("c-bar") and s.height == "34"]
    assert len(drawn) <= 5
    if any(d.value for d in some) and sum(1 for d in some if d.value) <= 5:
        values = [d.value for d in some if d.value]
        assert proportional([Decimal(s.width) for s in drawn], values)
        assert abs(sum((Decimal(s.width) for s in drawn), Decimal(-636))) <= Decimal("0.3")


@given(histories())
def test_trends_keep_their_labels_apart(history: tuple[list[str], list[Series]]) -> None:
    years, rows = history
    assert_sound(charts.trend(HEAD, years, rows))


@given(histories())
def test_sparks_have_no_letters_and_stay_in_their_box(history: tuple[list[str], list[Series]]) -> None:
    years, rows = history
    chart = charts.spark(HEAD, years, rows[0])
    assert_sound(chart)
    assert (chart.width, chart.height, texts(chart)) == (96, 24, [])
    for shape in chart.shapes:
        if shape.cls == "c-line":
            xs, ys = zip(*re.findall(r"([\d.]+) ([\d.]+)", shape.d), strict=True)
            assert all(0 <= Decimal(x) <= 96 for x in xs)
            assert all(0 <= Decimal(y) <= 24 for y in ys)


@given(columns())
def test_flows_keep_their_labels_apart_and_group_small_ones(some: Columns) -> None:
    chart = charts.flow(HEAD, some, merge)
    assert_sound(chart)
    nodes = [s.x for s in chart.shapes if s.cls == "c-node"]
    assert all(nodes.count(x) <= 5 for x in nodes)


# --- single cases -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pair", "lengths", "said"),
    [
        (
            Pair(datum("2021年度", "50"), datum("2020年度", "100"), "减少50.00万元，下降50%"),
            [Decimal("0.5"), Decimal(1)],
            "支出决算情况：2021年度50.00万元，2020年度100.00万元，减少50.00万元，下降50%。",
        ),
        (
            Pair(datum("2021年度", "7.5"), datum("2020年度", "7.5"), "与上年持平"),
            [Decimal(1), Decimal(1)],
            "支出决算情况：2021年度7.50万元，2020年度7.50万元，与上年持平。",
        ),
        (
            Pair(datum("2021年度", "5"), datum("2020年度", "0"), "增加5.00万元，增长率不可比"),
            [Decimal(1), Decimal(0)],
            "支出决算情况：2021年度5.00万元，2020年度0.00万元，增加5.00万元，增长率不可比。",
        ),
        (
            Pair(datum("2021年度", "5"), None, "本年新设，无上年对比数"),
            [Decimal(1)],
            "支出决算情况：2021年度5.00万元，本年新设，无上年对比数。",
        ),
    ],
)
def test_a_pair_shows_both_years_and_the_change(pair: Pair, lengths: list[Decimal], said: str) -> None:
    chart = charts.paired_bars(HEAD, [pair])
    drawn = bars(chart)
    assert [d / max(drawn) for d in drawn] == pytest.approx(lengths, abs=Decimal("0.001"))
    assert chart.desc == said
    assert pair.change in texts(chart)
    assert [r.cells[1].text for r in chart.table.body] == [d.text for d in (pair.current, pair.previous) if d]


def test_two_zeros_make_bars_without_length_and_still_speak() -> None:
    chart = charts.paired_bars(HEAD, [Pair(datum("2021年度", "0"), datum("2020年度", "0"), "与上年持平（均为0）")])
    assert bars(chart) == [0, 0]
    assert texts(chart).count("0.00万元") == 2


def test_no_pairs_at_all_are_said() -> None:
    assert texts(charts.paired_bars(HEAD, [])) == ["没有可画的数据。"]


def test_a_bar_below_zero_lies_left_of_the_axis() -> None:
    chart = charts.paired_bars(HEAD, [Pair(datum("2021年度", "-10"), datum("2020年度", "30"))])
    below, above = (rect_box(s) for s in chart.shapes if s.cls.startswith("c-bar"))
    assert below.right == above.left
    assert (above.right - above.left) / (below.right - below.left) == pytest.approx(Decimal(3), abs=Decimal("0.01"))


@pytest.mark.parametrize(("label", "above"), [("2021年度", False), ("政府性基金预算财政拨款收入", True)])
def test_long_names_stand_above_their_bars_so_that_bars_keep_their_room(label: str, above: bool) -> None:
    chart = charts.paired_bars(HEAD, [Pair(datum(label, "1"))])
    (name,) = (text_box(s) for s in chart.shapes if s.text == label)
    (solid,) = (rect_box(s) for s in chart.shapes if s.tag == "rect")
    assert (name.bottom <= solid.top) is above
    assert solid.right - solid.left > chart.width / 2


def test_last_year_looks_different_from_this_year() -> None:
    chart = charts.paired_bars(HEAD, [Pair(datum("2021年度", "1"), datum("2020年度", "1"))])
    assert [s.cls for s in chart.shapes if s.tag == "rect"] == ["c-bar c-bar-1", "c-bar c-prev"]


EIGHT = [
    datum("财政拨款收入", "974.36"),
    datum("上级补助收入", "120"),
    datum("事业收入", "302.5"),
    datum("经营收入", "44"),
    datum("附属单位上缴收入", "65"),
    datum("其他收入", "72.99"),
    datum("使用非财政拨款结余", "12"),
    datum("年初结转和结余", "93.69"),
]


def test_more_than_five_parts_are_merged_by_the_caller_and_all_stand_in_the_table() -> None:
    seen: list[str] = []

    def note(rest: Sequence[Datum]) -> Datum:
        seen.extend(d.label for d in rest)
        return merge(rest)

    chart = charts.share_bar(HEAD, EIGHT, note)
    assert seen == ["经营收入", "附属单位上缴收入", "其他收入", "使用非财政拨款结余"]
    assert "193.99万元" in texts(chart)
    assert [r.cells[0].text for r in chart.table.body] == [d.label for d in EIGHT]
    assert [r.cells[1].fact for r in chart.table.body] == [d.fact for d in EIGHT]


def test_without_a_merger_the_rest_is_counted_not_printed_as_an_amount() -> None:
    assert "共4项" in texts(charts.share_bar(HEAD, EIGHT))


def test_zero_parts_are_named_in_words_only() -> None:
    chart = charts.share_bar(HEAD, [datum("基本支出", "2", "100%"), datum("项目支出", "0"), datum("经营支出", "0")])
    assert chart.desc == "支出决算情况：基本支出2.00万元（100%）；项目支出、经营支出为零。"
    assert texts(chart) == ["基本支出", "2.00万元", "100%"]


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ([datum("基本支出", "0"), datum("项目支出", "0")], "各项金额均为零。"),
        ([], "各项金额均为零。"),
        ([datum("基本支出", "3"), datum("项目支出", "-1")], "有负数，不能画成构成图，各项金额见数据表。"),
    ],
)
def test_what_cannot_be_divided_is_said(parts: list[Datum], said: str) -> None:
    chart = charts.share_bar(HEAD, parts)
    assert texts(chart) == [said]
    assert chart.desc == "支出决算情况：" + said
    assert len(chart.table.body) == len(parts)


def test_tones_follow_size_unless_they_are_given() -> None:
    parts = [datum("甲", "1"), datum("乙", "5", tone=3), datum("丙", "9")]
    chart = charts.share_bar(HEAD, parts)
    assert [s.cls for s in chart.shapes if s.tag == "rect"] == ["c-bar c-bar-2", "c-bar c-bar-3", "c-bar c-bar-1"]
    assert [s.cls for s in chart.shapes if s.cls.startswith("c-hatch")] == ["c-hatch c-hatch-3"]


def test_a_narrow_segment_gets_a_leader_and_a_wide_one_none() -> None:
    wide = charts.share_bar(HEAD, [datum("基本支出", "50"), datum("项目支出", "50")])
    narrow = charts.share_bar(HEAD, [datum("基本支出", "99"), datum("项目支出", "1")])
    assert [sum(s.cls == "c-lead" for s in c.shapes) for c in (wide, narrow)] == [0, 1]


@pytest.mark.parametrize("name", ["基本支出", "对附属单位补助支出和其他支出"])
def test_figures_too_long_to_stand_at_the_bar_are_listed_with_samples(name: str) -> None:
    chart = charts.share_bar(HEAD, [datum(f"{name}{i}", "123456789012345.67", "20.00%") for i in range(5)])
    assert_sound(chart)
    assert texts(chart).count("123,456,789,012,345.67万元") == 5
    classes = [s.cls for s in chart.shapes if s.tag == "rect"]
    assert classes == [f"c-bar c-bar-{tone}" for tone in (1, 2, 3, 4, 5)] * 2


def series(name: str, *values: str | None) -> Series:
    years = (f"{2018 + i}年" for i in range(len(values)))
    return Series(name, tuple(None if v is None else datum(y, v) for y, v in zip(years, values, strict=True)))


YEARS = ["2018年", "2019年", "2020年", "2021年"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (series("甲局", "1", "2", "3", "4"), "甲局2018年1.00万元，2021年增加到4.00万元"),
        (series("甲局", "4", "2", "3", "1"), "甲局2018年4.00万元，2021年减少到1.00万元"),
        (series("甲局", "4", "2", "3", "4"), "甲局2018年4.00万元，2021年与之持平，为4.00万元"),
        (series("甲局", None, "2", None, "4"), "甲局2019年2.00万元，2021年增加到4.00万元，其中2个年度没有数据"),
        (series("甲局", None, None, "3", None), "甲局2020年3.00万元"),
        (series("甲局", None, None, None, None), "甲局没有数据"),
    ],
)
def test_a_trend_is_told_from_its_ends(row: Series, said: str) -> None:
    assert charts.spark(HEAD, YEARS, row).desc == f"支出决算情况：{said}。"
    other = series("乙局", "0", "0", "0", "0")
    chart = charts.trend(HEAD, YEARS, [row, other])
    assert chart.desc == f"支出决算情况：{said}；乙局2018年0.00万元，2021年与之持平，为0.00万元。"


def test_a_line_never_bridges_a_year_without_a_figure() -> None:
    chart = charts.trend(HEAD, YEARS, [series("甲局", "1", "2", None, "4")])
    (line,) = (s for s in chart.shapes if s.cls == "c-line")
    assert line.d.count("L") == 1
    assert [c.text for c in chart.table.body[0].cells] == ["甲局", "1.00", "2.00", "—", "4.00"]


def test_rows_of_a_trend_share_one_scale() -> None:
    chart = charts.trend(HEAD, YEARS, [series("大局", "0", "0", "0", "100"), series("小局", "0", "0", "0", "50")])
    rises = [re.findall(r"[\d.]+", s.d) for s in chart.shapes if s.cls == "c-grid"]
    high, low = (Decimal(base) - Decimal(top) for _, base, top in rises)
    assert high == 2 * low > 0


def test_a_single_year_compares_by_bars() -> None:
    chart = charts.trend(HEAD, YEARS[:1], [series("甲局", "100"), series("乙局", "25"), series("丙局", None)])
    assert proportional(bars(chart), [Decimal(100), Decimal(25), Decimal(0)])
    assert "没有数据" in texts(chart)
    assert [c.text for c in chart.table.body[2].cells] == ["丙局", "—"]


def test_a_trend_without_any_figure_says_so() -> None:
    assert texts(charts.trend(HEAD, YEARS, [series("甲局", None, None, None, None)])) == ["没有可画的数据。"]


def test_a_trend_refuses_points_that_are_not_its_years() -> None:
    with pytest.raises(ValueError, match="年度数"):
        charts.trend(HEAD, YEARS, [series("甲局", "1", "2")])


FLOW = Columns(
    [datum("一般公共预算财政拨款", "90"), datum("政府性基金预算财政拨款", "10")],
    [datum("卫生健康支出", "70"), datum("住房保障支出", "20"), datum("城乡社区支出", "10")],
    [datum("基本支出", "40"), datum("项目支出", "60")],
    [
        Link("一般公共预算财政拨款", "卫生健康支出", Decimal(70), "70.00", "T4.210"),
        Link("一般公共预算财政拨款", "住房保障支出", Decimal(20), "20.00"),
        Link("政府性基金预算财政拨款", "城乡社区支出", Decimal(10), "10.00"),
    ],
    [
        Link("卫生健康支出", "基本支出", Decimal(20), "20.00"),
        Link("卫生健康支出", "项目支出", Decimal(50), "50.00"),
        Link("住房保障支出", "基本支出", Decimal(20), "20.00"),
        Link("城乡社区支出", "项目支出", Decimal(10), "10.00"),
    ],
)


def test_streams_are_as_wide_as_their_amounts_and_keep_the_tone_of_their_function() -> None:
    chart = charts.flow(HEAD, FLOW)
    assert proportional(ribbons(chart), [Decimal(v) for v in (70, 20, 10, 20, 50, 20, 10)])
    tones = [s.cls[-1] for s in chart.shapes if s.cls.startswith("c-flow")]
    assert tones == ["1", "2", "3", "1", "1", "2", "3"]
    assert chart.table.body[0].cells[2].fact == "T4.210"
    assert len(chart.table.body) == 7


def test_streams_lie_side_by_side_along_the_whole_of_their_node() -> None:
    chart = charts.flow(HEAD, FLOW)
    nodes = [rect_box(s) for s in chart.shapes if s.cls == "c-node"]
    edges: dict[Decimal, list[tuple[Decimal, Decimal]]] = {}
    for ribbon in (s.d.split() for s in chart.shapes if s.cls.startswith("c-flow")):
        size = Decimal(ribbon[11])
        for x, y in ((ribbon[1], ribbon[2]), (ribbon[8], ribbon[9])):
            edges.setdefault(Decimal(x), []).append((Decimal(y), Decimal(y) + size))
    assert len(edges) == 4
    for side, spans in edges.items():
        assert all(upper[1] <= lower[0] + Decimal("0.2") for upper, lower in pairwise(sorted(spans)))
        heights = [n.bottom - n.top for n in nodes if side in (n.left, n.right)]
        assert abs(sum(heights, Decimal(0)) - sum((b - a for a, b in spans), Decimal(0))) <= 1


@pytest.mark.parametrize("upwards", [True, False])
def test_the_label_of_a_thin_node_keeps_clear_of_its_streams(upwards: bool) -> None:
    functions = [datum("住房保障支出", "1"), datum("卫生健康支出", "99")]
    kinds = [datum("项目支出", "99"), datum("基本支出", "1")]
    if upwards:
        functions.reverse()
        kinds.reverse()
    streams = [
        Link("住房保障支出", "基本支出", Decimal(1), "1.00"),
        Link("卫生健康支出", "项目支出", Decimal(99), "99.00"),
    ]
    chart = charts.flow(HEAD, Columns([datum("财政拨款", "100")], functions, kinds, [], streams))
    (label,) = (text_box(s) for s in chart.shapes if s.text == "住房保障支出")
    middle = [rect_box(s) for s in chart.shapes if s.cls == "c-node" and s.x == "212"]
    node = min(middle, key=lambda n: n.bottom - n.top)
    assert (label.top >= node.bottom) is upwards
    assert (label.bottom <= node.top) is not upwards


def test_streams_of_merged_functions_run_together() -> None:
    functions = [datum(f"功能{i}", "10") for i in range(8)]
    flow = Columns(
        [datum("拨款", "80")],
        functions,
        [datum("项目支出", "80")],
        [Link("拨款", d.label, d.value, d.text) for d in functions],
        [Link(d.label, "项目支出", d.value, d.text) for d in functions],
    )
    chart = charts.flow(HEAD, flow, merge)
    assert proportional(ribbons(chart), [Decimal(v) for v in (10, 10, 10, 10, 40) * 2])
    assert "40.00万元" in texts(chart)
    assert len(chart.table.body) == 16


@pytest.mark.parametrize(
    ("flow", "said"),
    [
        (Columns([datum("甲", "0")], [datum("乙", "0")], [datum("丙", "0")], [], []), "各项金额均为零。"),
        (
            Columns([datum("甲", "1")], [datum("乙", "-1")], [datum("丙", "1")], [], []),
            "有负数，不能画成流向图，各项金额见数据表。",
        ),
    ],
)
def test_a_flow_that_cannot_be_drawn_says_why(flow: Columns, said: str) -> None:
    assert texts(charts.flow(HEAD, flow)) == [said]


@pytest.mark.parametrize(
    ("flow", "match"),
    [
        (
            Columns(
                [datum("甲", "1")], [datum("乙", "1")], [datum("丙", "1")], [Link("甲", "丁", Decimal(1), "1")], []
            ),
            "丁",
        ),
        (Columns([datum("甲", "1"), datum("甲", "2")], [datum("乙", "1")], [datum("丙", "1")], [], []), "来源.*甲"),
    ],
)
def test_a_flow_refuses_names_it_cannot_tell(flow: Columns, match: str) -> None:
    with pytest.raises(ValueError, match=match):
        charts.flow(HEAD, flow)


def test_every_chart_carries_its_name_and_its_table() -> None:
    drawn = [
        charts.paired_bars(HEAD, [Pair(datum("2021年度", "1"))]),
        charts.share_bar(HEAD, EIGHT),
        charts.trend(HEAD, YEARS, [series("甲局", "1", "2", "3", "4")]),
        charts.spark(HEAD, YEARS, series("甲局", "1", "2", "3", "4")),
        charts.flow(HEAD, FLOW),
    ]
    for chart in drawn:
        assert (chart.id, chart.number, chart.title, chart.caption) == ("t1", "图1", HEAD.title, HEAD.caption)
        assert (chart.table.id, chart.table.unit) == ("t1-data", "金额单位：万元")
        widths = {len(row.cells) for row in (*chart.table.head, *chart.table.body)}
        assert len(widths) == 1


# --- letters and looks --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "limit", "lines"),
    [
        ("财政拨款收入", 200, ("财政拨款收入",)),
        ("社会保障和就业支出", 150, ("社会保障和", "就业支出")),
        ("一般公共预算财政拨款", 176, ("一般公共预算", "财政拨款")),
        ("减少151.04万元，下降3.23%", 200, ("减少151.04万元，", "下降3.23%")),
        ("", 100, ()),
    ],
)
def test_names_break_between_words_and_figures_keep_their_unit(text: str, limit: int, lines: tuple[str, ...]) -> None:
    assert wrap(text, Decimal(limit)) == lines


@given(names, st.integers(2, 20))
def test_lines_lose_nothing_and_are_never_too_wide(text: str, letters: int) -> None:
    limit = Decimal(letters * LETTER)
    lines = wrap(text, limit)
    assert "".join(lines) == text
    assert all(measure(line) <= limit for line in lines)
    short = fit(text, limit, 1)
    assert len(short) == 1
    assert measure(short[0]) <= limit
    assert short[0] == text or (short[0].endswith("…") and text.startswith(short[0][:-1]))


def test_the_style_sheet_keeps_to_the_letter_size_the_labels_are_laid_out_for() -> None:
    rules = "".join(p.read_text(encoding="utf-8") for p in sorted(ASSETS.glob("*.css")))
    sizes = re.findall(r"\.c-label\b[^{}]*\{[^}]*?font-size:\s*([\d.]+)px", rules)
    assert charts.FONT == LETTER
    assert max(map(Decimal, sizes)) == LETTER


def test_every_class_has_its_rule() -> None:
    rules = "".join(p.read_text(encoding="utf-8") for p in sorted(ASSETS.glob("*.css")))
    drawn = [
        charts.paired_bars(HEAD, [Pair(datum("2021年度", "1"), datum("2020年度", "1"), "持平", "甲")]),
        charts.share_bar(HEAD, EIGHT, merge),
        charts.share_bar(HEAD, []),
        charts.trend(HEAD, YEARS, [series("甲局", "1", "2", "3", "4")]),
        charts.flow(HEAD, FLOW),
    ]
    used = {name for chart in drawn for s in chart.shapes for name in s.cls.split()}
    assert not {name for name in used if not re.search(rf"\.{name}\b(?!-)", rules)}
