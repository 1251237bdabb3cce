"""Printed tables: every typed figure in its cell, rows and columns that meet, what is said of empty and lost tables."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.catalog import TableKind
from generator.derive import Figure
from generator.pages.tables import numeral
from generator.views import Cell, Row, Table
from generator.wording import machine, printed, vanishing
from tests.builders import DEPARTMENT, UnreadableError, books, catalog, page, record, tables_of

# reading a table ------------------------------------------------------------------------------------------------------


def view(
    kind: str,
    facts: Mapping[str, str] | None = None,
    *,
    year: int = 2022,
    profile: str = "国家-2022",
    covers: Mapping[str, str] | None = None,
    more: str = "",
) -> Table:
    text = record(facts, year=year, profile=profile, covers=covers, more=more)
    return tables_of(books(text), f"{DEPARTMENT}/{year}")[kind]


def texts(row: Row) -> list[str]:
    return [cell.text for cell in row.cells]


def facts_of(shown: Table) -> dict[str, str]:
    """Figures of the body by address."""
    return {cell.fact: cell.text for row in shown.body for cell in row.cells if cell.fact}


def grid(rows: tuple[Row, ...]) -> list[list[Cell | None]]:
    """Cells by row and column with spans filled; a cell laid over another fails."""
    made: list[list[Cell | None]] = [[] for _ in rows]
    for at, row in enumerate(rows):
        column = 0
        for cell in row.cells:
            while column < len(made[at]) and made[at][column] is not None:
                column += 1
            for line in made[at : at + cell.rowspan]:
                line.extend([None] * (column + cell.colspan - len(line)))
                assert line[column : column + cell.colspan] == [None] * cell.colspan
                line[column : column + cell.colspan] = [cell] * cell.colspan
            column += cell.colspan
        assert at + max(cell.rowspan for cell in row.cells) <= len(rows), "a cell hangs out of the table"
    return made


# every kind of table --------------------------------------------------------------------------------------------------

PRINTED = [
    (name, plan.kind)
    for name, profile in catalog().profiles.items()
    if any(part.kind == "决算表" for part in profile.parts)
    for plan in profile.tables
]
COVERED = [
    (*printed, cover)
    for printed in PRINTED
    for cover in ("有数", "空表", "原件未载")
    if cover != "空表" or catalog().tables[printed[1]].may_be_empty
]


def year_of(name: str) -> int:
    profile = catalog().profiles[name]
    return min(max(profile.since, 2019), profile.until)


def kinds_of(profile: str) -> list[TableKind]:
    return [catalog().tables[plan.kind] for plan in catalog().profiles[profile].tables]


def some_facts(kind: TableKind, year: int) -> dict[str, str]:
    """A figure in every column of a few rows; all different."""
    codes = {
        "功能科目": ("2010601", "2080505"),
        "经济科目": ("30101", "30201", "31002"),
        "固定": (),
        "自由": ("房屋",),
    }[kind.row_kind]
    rows = [*codes, *(row.name for row in kind.rows if row.name and row.holds(year))]
    columns = [column.name for column in kind.columns if column.holds(year)]
    cells = [f"{kind.id}.{row}.{column}".rstrip(".") for row in rows for column in columns]
    return {cell: f"{at}0000" for at, cell in enumerate(cells, 100)}


@cache
def filled(profile: str) -> dict[str, Table]:
    """All tables of a profile, every one with figures typed in every column."""
    year = year_of(profile)
    facts = {cell: value for kind in kinds_of(profile) for cell, value in some_facts(kind, year).items()}
    return tables_of(books(record(facts, year=year, profile=profile)), f"{DEPARTMENT}/{year}")


@cache
def covered(profile: str, cover: str) -> dict[str, Table]:
    """All tables of a profile that may be so, said to be empty, lost or filled without a figure."""
    year = year_of(profile)
    covers = {kind.id: cover for kind in kinds_of(profile) if cover != "空表" or kind.may_be_empty}
    text = record(year=year, profile=profile, covers={"T3": "有数", **covers})
    return tables_of(books(text), f"{DEPARTMENT}/{year}")


@pytest.mark.parametrize(("profile", "name"), PRINTED)
def test_rows_and_columns_meet(profile: str, name: str) -> None:
    """Head, index row and body have the same columns; every cell of a figure is headed by its column."""
    shown = filled(profile)[name]
    head, body = grid(shown.head), grid(shown.body)
    assert shown.body
    assert {len(line) for line in (*head, *body)} == {len(head[0])}
    assert all(cell is not None for line in (*head, *body) for cell in line)


@pytest.mark.parametrize(("profile", "name"), PRINTED)
def test_index_numbers_run_from_one(profile: str, name: str) -> None:
    for row in filled(profile)[name].head:
        if row.kind == "index":
            numbers = [cell.text for cell in row.cells if cell.kind == "line"]
            assert numbers == [str(at + 1) for at in range(len(numbers))]
            assert numbers


@pytest.mark.parametrize(("profile", "name"), PRINTED)
def test_every_typed_figure_of_a_printed_table_is_printed(profile: str, name: str) -> None:
    year, kind = year_of(profile), catalog().tables[name]
    shown = facts_of(filled(profile)[name])
    for address, value in some_facts(kind, year).items():
        row, column = (*address.split(".")[1:], "")[:2]
        if has_cell(kind, row, column, year):
            assert shown[address] == printed(Figure("", Decimal(value)))


def has_cell(kind: TableKind, row: str, column: str, year: int) -> bool:
    """Whether the form has a place for a figure: a line of a left half has one column, not every row has a line."""
    if kind.halves is None:
        return any(one.name == column and one.printed for one in kind.columns)
    left = {line.column or kind.halves.left_column for line in kind.halves.left if line.row == row and line.holds(year)}
    return column in left or row in {line.row for line in kind.halves.right if line.holds(year)}


@pytest.mark.parametrize(("profile", "name", "cover"), COVERED)
def test_titles_notes_and_words_are_filled_in(profile: str, name: str, cover: str) -> None:
    """No slot is left open, whatever is said of the table."""
    shown = covered(profile, cover)[name]
    said = [shown.title, shown.number, shown.left, shown.unit, shown.status_note, *shown.notes]
    assert not [text for text in said if "{" in text or "}" in text]
    assert shown.title
    assert shown.number
    assert shown.status == cover
    assert bool(shown.status_note) is (cover != "有数")


UNIT_TEXT = record({"T5.2010601.基本支出": "1"}, covers={"T8": "空表"})


def test_the_record_of_a_unit_speaks_of_a_unit() -> None:
    made = books(record(), units={"zhongxin": UNIT_TEXT})
    shown = tables_of(made, f"{DEPARTMENT}/zhongxin/2022")["T8"]
    assert shown.left == "单位：示例区医保服务中心"
    assert shown.status_note == "本单位2022年度没有使用国有资本经营预算财政拨款安排的支出，本表无数据。"
    assert tables_of(books(UNIT_TEXT))["T8"].left == "部门：示例区医疗保障局"


# 科目表 ----------------------------------------------------------------------------------------------------------------

LEAVES = {
    "T5.2080505.基本支出": "30000",
    "T5.2010602.项目支出": "20000",
    "T5.2010601.基本支出": "1000000",
    "T5.2010601.项目支出": "0",
}


def test_a_table_by_codes() -> None:
    shown = view("T5", LEAVES)
    assert [texts(row) for row in shown.body] == [
        ["合计", "105.00", "103.00", "2.00"],
        ["201", "一般公共服务支出", "102.00", "100.00", "2.00"],
        ["20106", "财政事务", "102.00", "100.00", "2.00"],
        ["2010601", "行政运行", "100.00", "100.00", "0.00"],
        ["2010602", "一般行政管理事务", "2.00", "—", "2.00"],
        ["208", "社会保障和就业支出", "3.00", "3.00", "—"],
        ["20805", "行政事业单位养老支出", "3.00", "3.00", "—"],
        ["2080505", "机关事业单位基本养老保险缴费支出", "3.00", "3.00", "—"],
    ]
    assert [row.kind for row in shown.body] == ["total", "group", "group", "leaf", "leaf", "group", "group", "leaf"]
    assert [row.cells[1].level for row in shown.body[1:]] == [0, 1, 2, 2, 0, 1, 2]
    assert [texts(row) for row in shown.head] == [
        ["科目编码", "科目名称", "本年支出"],
        ["小计", "基本支出", "项目支出"],
        ["栏次", "1", "2", "3"],
    ]


def test_what_is_not_filled_in_is_neither_zero_nor_a_figure() -> None:
    row = next(row for row in view("T5", LEAVES).body if row.cells[0].text == "2010602")
    absent, typed = row.cells[3], row.cells[4]
    assert (absent.text, absent.fact, absent.spoken) == ("—", "", "未填")
    assert (typed.text, typed.fact, typed.spoken) == ("2.00", "T5.2010602.项目支出", "")


def test_not_applicable_is_printed_as_such() -> None:
    shown = facts_of(view("T5", LEAVES | {"T5.2080505.项目支出": "不适用"}))
    assert (shown["T5.2080505.项目支出"], shown["T5.208.小计"]) == ("不适用", "3.00")


def test_names_are_those_of_the_records_year() -> None:
    for year, profile, name in ((2019, "国家-2019", "行政事业单位离退休"), (2022, "国家-2022", "行政事业单位养老支出")):
        shown = view("T5", {"T5.2080505.基本支出": "1"}, year=year, profile=profile)
        assert next(texts(row)[1] for row in shown.body if texts(row)[0] == "20805") == name


def test_separators_are_the_profiles_choice() -> None:
    facts = {"T5.2010601.基本支出": "123456789"}
    assert facts_of(view("T5", facts))["T5.合计.小计"] == "12,345.68"
    assert facts_of(view("T5", facts, year=2021, profile="武汉-2021"))["T5.合计.小计"] == "12345.68"


def test_a_column_that_is_not_printed_is_not() -> None:
    shown = view("T5", LEAVES | {"T5.2010601.年初预算": "7770000"})
    assert "T5.2010601.年初预算" not in facts_of(shown)
    assert "777.00" not in [cell.text for row in shown.body for cell in row.cells]


# 两半表 ----------------------------------------------------------------------------------------------------------------

GENERAL = {
    "T2.2010601.财政拨款收入": "1000000",
    "T3.2010601.基本支出": "900000",
    "T3.2130504.项目支出": "50000",
    "T1.年初结转和结余": "60000",
}
HALVES = [
    ("国家-2019", 2019),
    ("国家-2020", 2020),
    ("国家-2020", 2021),
    ("国家-2022", 2022),
    ("国家-2022", 2023),
    ("国家-2022", 2024),
]


@pytest.mark.parametrize(("profile", "year"), HALVES)
@pytest.mark.parametrize("name", ["T1", "T4"])
def test_both_halves_are_numbered_through(profile: str, year: int, name: str) -> None:
    shown = view(name, GENERAL | {"T5.2010601.基本支出": "900000"}, year=year, profile=profile)
    size = len(shown.body)
    numbers = [cell.text for row in shown.body for cell in row.cells if cell.kind == "line"]
    assert numbers[::2] == [str(at + 1) for at in range(size)]
    assert numbers[1::2] == [str(at + 1) for at in range(size, 2 * size)]


@pytest.mark.parametrize(("profile", "year"), HALVES)
@pytest.mark.parametrize("name", ["T1", "T4"])
def test_both_totals_stand_on_the_last_line(profile: str, year: int, name: str) -> None:
    shown = view(name, GENERAL | {"T5.2010601.基本支出": "900000"}, year=year, profile=profile)
    last = shown.body[-1]
    assert [cell.text for cell in last.cells if cell.kind == "name"] == ["总计", "总计"]
    assert last.kind == "total"


@pytest.mark.parametrize(("profile", "year"), HALVES)
@pytest.mark.parametrize("name", ["T1", "T4"])
def test_blank_lines_stand_between_the_items_and_their_sum(profile: str, year: int, name: str) -> None:
    """The shorter half is filled up where the form leaves room, not at its top or end."""
    shown = view(name, GENERAL | {"T5.2010601.基本支出": "900000"}, year=year, profile=profile)
    left = ["" if row.cells[0].kind == "blank" else row.cells[0].text for row in shown.body]
    total = left.index("本年收入合计")
    items = [text for text in left[:total] if text]
    assert left[: len(items)] == items
    assert left[total - 1] == ""
    assert items[0].startswith("一、一般公共预算财政拨款")


@pytest.mark.parametrize(("profile", "year"), HALVES)
@pytest.mark.parametrize("name", ["T1", "T4"])
def test_every_class_of_the_year_has_a_line(profile: str, year: int, name: str) -> None:
    """Those of the government's own accounts only where a record uses them."""
    shown = view(name, GENERAL | {"T5.2010601.基本支出": "900000"}, year=year, profile=profile)
    printed_classes = {address.split(".")[1] for address in facts_of(shown) if address.split(".")[1].isdigit()}
    listed = {code for code in catalog().codes("功能科目", year) if len(code) == 3}
    assert printed_classes == listed - {"209", "227", "230", "233"}
    names = [cell.text for row in shown.body for cell in row.cells if cell.kind == "name"]
    assert f"{numeral(len(printed_classes))}、" in "".join(names)


@pytest.mark.parametrize("code", [code for code in catalog().codes("功能科目", 2022) if len(code) == 3])
def test_a_class_that_is_used_is_never_left_out(code: str) -> None:
    """Else the printed lines would not add up to the printed total."""
    facts = {f"T3.{code}.基本支出": "10000", f"T5.{code}.基本支出": "10000"}
    assert facts_of(view("T1", facts))[f"T1.{code}"] == "1.00"
    assert facts_of(view("T4", facts))[f"T4.{code}.一般公共预算"] == "1.00"


def test_the_general_table_says_what_each_line_holds() -> None:
    shown = facts_of(view("T1", GENERAL, covers={"T7": "空表", "T8": "空表"}))
    wanted = {
        "T1.一般公共预算财政拨款收入": "100.00",
        "T1.政府性基金预算财政拨款收入": "0.00",
        "T1.本年收入合计": "100.00",
        "T1.年初结转和结余": "6.00",
        "T1.收入总计": "106.00",
        "T1.201": "90.00",
        "T1.213": "5.00",
        "T1.202": "0.00",
        "T1.本年支出合计": "95.00",
        "T1.年末结转和结余": "11.00",
        "T1.支出总计": "106.00",
    }
    assert {name: shown.get(name) for name in wanted} == wanted


@pytest.mark.parametrize(
    ("year", "profile", "line", "stands"),
    [
        (2019, "国家-2019", "三、国有资本经营预算财政拨款收入", False),
        (2019, "国家-2019", "三、上级补助收入", True),
        (2020, "国家-2020", "三、国有资本经营预算财政拨款收入", True),
        (2020, "国家-2020", "四、上级补助收入", True),
        (2022, "国家-2022", "使用非财政拨款结余", True),
        (2023, "国家-2022", "使用非财政拨款结余", False),
        (2023, "国家-2022", "使用非财政拨款结余（含专用结余）", True),
    ],
)
def test_lines_come_and_go_with_the_years(year: int, profile: str, line: str, stands: bool) -> None:
    shown = view("T1", GENERAL, year=year, profile=profile)
    assert (line in [cell.text for row in shown.body for cell in row.cells]) is stands


# 三组表 ----------------------------------------------------------------------------------------------------------------

ECONOMIC = {
    "T5.2010601.基本支出": "1",
    "T6.30101": "10000",
    "T6.30102": "20000",
    "T6.30302": "30000",
    "T6.30201": "40000",
    "T6.31002": "50000",
}


def test_groups_stand_side_by_side_with_their_totals() -> None:
    shown = view("T6", ECONOMIC)
    rows = [texts(row) for row in shown.body]
    assert rows[0] == ["301", "工资福利支出", "3.00", "302", "商品和服务支出", "4.00", "310", "资本性支出", "5.00"]
    assert rows[1] == ["30101", "基本工资", "1.00", "30201", "办公费", "4.00", "31002", "办公设备购置", "5.00"]
    assert rows[2] == ["30102", "津贴补贴", "2.00", "", "", "", "", "", ""]
    assert rows[-2] == ["人员经费合计", "6.00", "公用经费合计", "9.00"]
    assert rows[-1] == ["合计", "15.00"]


@pytest.mark.parametrize("code", [code for code in catalog().codes("经济科目", 2022) if len(code) == 3])
def test_no_economic_class_is_lost_without_a_word(code: str) -> None:
    """A class is printed and counted, or the record is told that this table does not have it."""
    text = record({"T5.2010601.基本支出": "1", f"T6.{code}": "10000"})
    if code in {"309", "311"}:  # capital construction: never basic expenditure
        with pytest.raises(UnreadableError, match="S-科目"):
            books(text)
    else:
        shown = facts_of(tables_of(books(text))["T6"])
        assert (shown.get(f"T6.{code}"), shown["T6.合计"]) == ("1.00", "1.00")


@pytest.mark.parametrize("address", ["T1.2010601", "T1.20106", "T4.2010601.一般公共预算"])
def test_general_tables_take_only_classes(address: str) -> None:
    with pytest.raises(UnreadableError, match="S-科目"):
        books(record({address: "10000"}))


# 单行表和行列表 ---------------------------------------------------------------------------------------------------------


def test_one_row_holds_budget_and_final_figures() -> None:
    rows = ("因公出国（境）费", "公务用车购置费", "公务用车运行维护费", "公务接待费")
    facts = {
        f"T9.{row}.{column}": str(amount * 10000)
        for column, base in (("预算数", 10), ("决算数", 20))
        for amount, row in enumerate(rows, base)
    }
    shown = view("T9", {"T5.2010601.基本支出": "1"} | facts)
    assert [texts(row) for row in shown.body] == [
        ["46.00", "10.00", "23.00", "11.00", "12.00", "13.00", "86.00", "20.00", "43.00", "21.00", "22.00", "23.00"]
    ]
    columns = [[cell.text if cell else "" for cell in line] for line in zip(*grid(shown.head), strict=True)]
    assert columns[3] == ["预算数", "公务用车购置及运行维护费", "公务用车购置费", "4"]
    assert columns[11] == ["决算数", "公务接待费", "公务接待费", "12"]


# empty and lost tables ------------------------------------------------------------------------------------------------


def test_an_empty_table_is_printed_with_zeros_and_says_why() -> None:
    shown = view("T7", {"T5.2010601.基本支出": "1"}, covers={"T7": "空表"})
    assert shown.status == "空表"
    assert shown.status_note.startswith("本部门2022年度没有政府性基金预算财政拨款收入")
    assert set(facts_of(shown).values()) == {"0.00"}
    assert texts(shown.body[0])[0] == "合计"


def test_a_lost_table_has_no_cells_at_all() -> None:
    shown = view("T5", covers={"T5": "原件未载"})
    assert (shown.head, shown.body, shown.status_note) == ((), (), "原件没有载明这张表。")


@pytest.mark.parametrize("name", ["T1", "T5"])
def test_of_a_lost_table_only_what_the_text_states_is_shown(name: str) -> None:
    facts = {
        "T1": {"T1.收入总计": "544.55", "T1.208": "10.23"},
        "T5": {"T5.合计.小计": "544.55", "T5.208.小计": "10.23"},
    }[name]
    text = record(facts, status="存档", unit="万元", covers={name: "原件未载", "T3": "原件未载"})
    shown = tables_of(books(text))[name]
    assert facts_of(shown) == facts
    assert "根据原件说明文字整理" in shown.status_note


def test_a_typed_note_stands_under_the_table() -> None:
    more = '表:\n  T5:\n    行:\n      - {科目: "2010601", 基本支出: 1}\n    注: 含{部门}代管资金。\n'
    assert view("T5", more=more).notes[-1] == "含部门代管资金。"


# anything typed -------------------------------------------------------------------------------------------------------

functional = st.sampled_from([code for code in catalog().codes("功能科目", 2022) if len(code) == 7])
COLUMNS = {
    "T2": ("财政拨款收入", "其他收入"),
    "T3": ("基本支出", "上缴上级支出"),
    "T5": ("基本支出", "项目支出"),
    "T7": ("本年收入", "项目支出"),
    "T8": ("基本支出", "项目支出"),
}
cells = st.sampled_from([(kind, column) for kind, columns in COLUMNS.items() for column in columns])
amounts = st.integers(-(10**10), 10**12).map(lambda cents: f"{Decimal(cents).scaleb(-2):f}")


@settings(max_examples=12)
@given(st.dictionaries(st.tuples(cells, functional), amounts, min_size=1, max_size=8))
def test_whatever_is_typed_is_printed_once_in_its_table(typed: Mapping[tuple[tuple[str, str], str], str]) -> None:
    facts = {f"{kind}.{code}.{column}": amount for ((kind, column), code), amount in typed.items()}
    tree = page(books(record({"T5.2010601.基本支出": "1"} | facts)))
    for address, amount in facts.items():
        found = tree.xpath("//section[starts-with(@data-place, '决算表')]//data[@data-fact=$address]", address=address)
        assert [one.text_content() for one in found] == [printed(Figure("", Decimal(amount)))]


# figures as text ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        ("0", "金额", "0.00"),
        ("49.99", "金额", "0.00"),
        ("50", "金额", "0.01"),
        ("150", "金额", "0.02"),
        ("-49.99", "金额", "0.00"),
        ("-50", "金额", "−0.01"),
        ("12345678901.23", "金额", "1,234,567.89"),
        ("5445500", "金额", "544.55"),
        ("16.425", "%", "16.43%"),
        ("0.005", "%", "0.01%"),
        ("-16.425", "%", "−16.43%"),
        ("100", "%", "100.00%"),
        ("12345.678", "%", "12,345.68%"),
        ("1234", "人", "1,234"),
        ("6.00", "人", "6"),
    ],
)
def test_a_figure_in_print(value: str, unit: str, text: str) -> None:
    assert printed(Figure("", Decimal(value), unit)) == text


def test_what_is_no_figure_in_print() -> None:
    assert printed(None) == "—"
    assert printed(Figure("", None, text="不适用")) == "不适用"
    assert printed(Figure("", None)) == "—"


@pytest.mark.parametrize(
    ("text", "number"), [("1,234.56", "1234.56"), ("−0.01", "-0.01"), ("16.43%", "16.43"), ("−1,234.50%", "-1234.50")]
)
def test_a_printed_figure_for_machines(text: str, number: str) -> None:
    assert machine(text) == number


@pytest.mark.parametrize(
    ("value", "gone"), [("0", False), ("49.99", True), ("-49.99", True), ("50", False), ("-50", False)]
)
def test_what_prints_as_nothing_though_it_is_something(value: str, gone: bool) -> None:
    assert vanishing(Decimal(value)) is gone


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "一"),
        (9, "九"),
        (10, "十"),
        (11, "十一"),
        (19, "十九"),
        (20, "二十"),
        (21, "二十一"),
        (26, "二十六"),
        (99, "九十九"),
    ],
)
def test_numerals(number: int, text: str) -> None:
    assert numeral(number) == text
