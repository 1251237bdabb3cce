"""Pictures of comparing pages: panels on one scale, streams through four columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import charts
from generator.charts import Datum, Link, Series, Stages
from generator.charts.panels import drawable
from generator.views import Chart
from tests.test_charts import HEAD, amounts, assert_sound, datum, merge, names, printed, ribbons, text_box, texts

YEARS = ("2021年度", "2022年度", "2023年度")


def series(name: str, *values: str | None, note: str = "") -> Series:
    known = zip(YEARS, values, strict=True)
    return Series(name, tuple(datum(year, text, note) if text is not None else None for year, text in known))


def heights(chart: Chart, cls: str) -> list[Decimal]:
    """Where dots stand, from the top."""
    return [Decimal(shape.d.split()[2]) for shape in chart.shapes if shape.cls == cls]


# panels ----------------------------------------------------------------------------------------------------------------


@st.composite
def histories(draw: st.DrawFn) -> list[Series]:
    def one() -> Series:
        values = draw(st.lists(st.none() | amounts, min_size=3, max_size=3))
        points = [
            printed(year, value, "增长4.28%") if value is not None else None
            for year, value in zip(YEARS, values, strict=True)
        ]
        return Series(draw(names), tuple(points))

    return [one() for _ in range(draw(st.integers(1, 7)))]


@given(histories())
def test_panels_keep_their_labels_apart_and_all_stand_in_the_table(some: list[Series]) -> None:
    chart = charts.panels(HEAD, YEARS, some)
    assert_sound(chart)
    assert len(chart.table.body) == len(some)
    drawn = [one for one in some if drawable(one)]
    assert len(heights(chart, "c-dot c-last")) == len(drawn)


def test_panels_share_one_scale_of_change() -> None:
    chart = charts.panels(HEAD, YEARS, [series("大", "1000", "1100", "1200"), series("小", "10", "11", "12")])
    dots, ends = heights(chart, "c-dot"), heights(chart, "c-dot c-last")
    assert dots[0:2] == dots[2:4]
    assert ends[0] == ends[1] < dots[1] < dots[0]


def test_a_panel_stands_on_its_first_year() -> None:
    chart = charts.panels(HEAD, YEARS, [series("甲", "100", "90", "110"), series("乙", None, "100", "50")])
    grounds = [Decimal(shape.d.split()[2]) for shape in chart.shapes if shape.cls == "c-grid"]
    assert grounds[0] == heights(chart, "c-dot")[0] == grounds[1]
    assert heights(chart, "c-dot c-last")[1] > grounds[1]


def test_a_panel_has_no_line_over_a_missing_year() -> None:
    whole = charts.panels(HEAD, YEARS, [series("甲", "1", "2", "3")])
    gap = charts.panels(HEAD, YEARS, [series("甲", "1", None, "3")])
    assert [len([one for one in chart.shapes if one.cls == "c-line"]) for chart in (whole, gap)] == [2, 0]


@pytest.mark.parametrize("values", [("1", None, None), ("0", "1", "2"), (None, None, None)])
def test_what_has_no_course_is_only_in_the_table(values: Sequence[str | None]) -> None:
    chart = charts.panels(HEAD, YEARS, [series("甲", "1", "2", "3"), series("乙", *values)])
    assert "乙" not in texts(chart)
    assert [row.cells[0].text for row in chart.table.body] == ["甲", "乙"]


def test_panels_print_the_newest_amount_and_its_note() -> None:
    chart = charts.panels(HEAD, YEARS, [series("甲", "1", "2", "3", note="增长1,250.00%")])
    assert texts(chart) == ["甲", "3.00", "增长1,250.00%"]
    assert "甲，2021年度1.00万元，2022年度2.00万元，2023年度3.00万元" in chart.desc


def test_nothing_to_draw_is_said() -> None:
    assert texts(charts.panels(HEAD, YEARS, [series("甲", "1", None, None)])) == ["没有可画的数据。"]


# four columns ----------------------------------------------------------------------------------------------------------


@st.composite
def stages(draw: st.DrawFn) -> Stages:
    """Random streams; a node is what leaves it, in the last column what arrives."""
    labels = [draw(st.lists(names, min_size=1, max_size=7, unique=True)) for _ in range(4)]
    links = [
        [Link(one, other, value, f"{value:,.2f}") for one in left for other in right if (value := draw(amounts))]
        for left, right in pairwise(labels)
    ]
    columns = []
    for at, column in enumerate(labels):
        ends = [(k.source, k.value) for k in links[at]] if at < 3 else [(k.target, k.value) for k in links[2]]
        columns.append([printed(name, sum((v for end, v in ends if end == name), Decimal(0))) for name in column])
    return Stages(("来源", "部门", "功能", "支出类型"), columns, links, 2)


@given(stages())
def test_four_columns_keep_their_labels_apart(some: Stages) -> None:
    chart = charts.cascade(HEAD, some, merge)
    # Amounts longer than a label break; those are drawn in 亿元 by the page.
    if all(len(datum.text) <= 10 for column in some.columns for datum in column):
        assert_sound(chart)
    assert len(chart.table.body) == sum(len(one) for one in some.links)


FOUR = Stages(
    ("来源", "部门", "功能", "支出类型"),
    (
        [datum("财政拨款", "100")],
        [datum("教育局", "70"), datum("民政局", "30")],
        [datum("教育", "60"), datum("社保", "40")],
        [datum("基本支出", "25"), datum("项目支出", "75")],
    ),
    (
        [Link("财政拨款", "教育局", Decimal(70), "70.00"), Link("财政拨款", "民政局", Decimal(30), "30.00")],
        [
            Link("教育局", "教育", Decimal(60), "60.00"),
            Link("教育局", "社保", Decimal(10), "10.00"),
            Link("民政局", "社保", Decimal(30), "30.00"),
        ],
        [
            Link("教育", "基本支出", Decimal(20), "20.00"),
            Link("教育", "项目支出", Decimal(40), "40.00"),
            Link("社保", "基本支出", Decimal(5), "5.00"),
            Link("社保", "项目支出", Decimal(35), "35.00"),
        ],
    ),
    2,
)


def test_streams_run_from_column_to_column_as_wide_as_their_amounts() -> None:
    chart = charts.cascade(HEAD, FOUR)
    assert_sound(chart)
    wide = [width / Decimal("2.4") for width in ribbons(chart)]
    assert wide == [70, 30, 60, 10, 30, 20, 40, 5, 35]
    starts = {Decimal(shape.d.split()[1]) for shape in chart.shapes if shape.cls.startswith("c-flow")}
    assert len(starts) == 3


def test_streams_take_the_tone_of_their_function() -> None:
    chart = charts.cascade(HEAD, FOUR)
    tones = [shape.cls[-1] for shape in chart.shapes if shape.cls.startswith("c-flow")]
    # 来源→部门 by department, 部门→功能 and 功能→类型 by function; the largest is the darkest.
    assert tones == ["1", "2", "1", "2", "2", "1", "1", "2", "2"]


def test_four_columns_leave_the_unit_to_the_caption_and_three_print_it() -> None:
    four = charts.cascade(HEAD, FOUR)
    assert "100.00" in texts(four)
    assert "支出类型有基本支出25.00万元、项目支出75.00万元" in four.desc
    three = charts.flow(
        HEAD,
        charts.Columns(
            [datum("财政拨款", "1")],
            [Datum("教育", Decimal(1), "1.00")],
            [datum("基本支出", "1")],
            [Link("财政拨款", "教育", Decimal(1), "1.00")],
            [Link("教育", "基本支出", Decimal(1), "1.00")],
        ),
    )
    assert set(texts(three)) >= {"1.00万元"}
    assert not re.search(r"\d万元", " ".join(texts(four)))


def test_labels_of_four_columns_end_before_the_next_column() -> None:
    chart = charts.cascade(HEAD, FOUR)
    starts = sorted({Decimal(shape.x) for shape in chart.shapes if shape.cls == "c-node"})
    for shape in chart.shapes:
        if shape.tag == "text" and shape.anchor == "start":
            box = text_box(shape)
            following = min(start for start in starts if start > box.left)
            assert box.right <= following
