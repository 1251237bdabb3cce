"""The workbook writer: what a spreadsheet program reads is what was meant, held against XlsxWriter; hostile texts do no harm."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from openpyxl import Workbook, load_workbook
from xlsxwriter import Workbook as Reference

from generator.exports.canvas import Canvas, display_width, placed, value_of
from generator.exports.sheets import form_sheet, table_sheet
from generator.exports.xlsx import About, Cell, Look, Sheet, sheet_names, workbook
from generator.exports.xlsx.sheet import area
from generator.views import Cell as Printed
from generator.views import Form, Row, Table

ABOUT = About("题名<&>", "单位", dt.datetime(2000, 1, 1, tzinfo=dt.UTC))
PLAIN = Look()
Value = str | int | Decimal | None


def written(*sheets: Sheet) -> bytes:
    return workbook(sheets, ABOUT)


def read(*sheets: Sheet) -> Workbook:
    return load_workbook(io.BytesIO(written(*sheets)))


def column(*values: Value) -> Sheet:
    return Sheet("表", (10,), rows=[[Cell(0, value, PLAIN)] for value in values])


def values(sheet: Sheet) -> list[object]:
    return [row[0].value for row in read(sheet).worksheets[0].iter_rows()]


def test_texts_stay_texts_and_numbers_are_numbers() -> None:
    book = read(column("=1+1", "12", "{=A1}", "http://example.invalid", 5, Decimal("-0.5"), None, "尾"))
    cells = [row[0] for row in book["表"].iter_rows()]
    assert [(cell.value, cell.data_type) for cell in cells if cell.value is not None] == [
        ("=1+1", "s"),
        ("12", "s"),
        ("{=A1}", "s"),
        ("http://example.invalid", "s"),
        (5, "n"),
        (-0.5, "n"),
        ("尾", "s"),
    ]
    assert not any(cell.hyperlink for cell in cells)


TEXTS = {
    "两行\n文字": "两行\n文字",
    " 前后有空 ": " 前后有空 ",
    '<b>&"引号"': '<b>&"引号"',
    "_x000D_": "_x005F_x000D_",  # as it stands in the file; programs show _x000D_
    "x_y_z": "x_y_z",
    "控\x08制": "控\ufffd制",
    "半个\ud83d字": "半个\ufffd字",
    "𠮷": "𠮷",
}


def test_any_text_is_written() -> None:
    part = zipfile.ZipFile(io.BytesIO(written(column(*TEXTS)))).read("xl/sharedStrings.xml")
    assert [string.text for string in etree.fromstring(part).iter("{*}t")] == list(TEXTS.values())


def test_a_text_too_long_for_a_cell_is_cut_where_it_can_be_seen() -> None:
    (kept, short) = values(column("长" * 40_000, "长" * 32_767))
    assert isinstance(kept, str)
    assert len(kept) == 32_767
    assert kept.endswith("……（太长，其余见网页）")
    assert short == "长" * 32_767


@pytest.mark.parametrize(
    ("number", "kept"),
    [
        ("99999999999.995", 99999999999.995),
        ("123456789012345", 123456789012345),
        ("1234567890123.45", 1234567890123.45),
        ("12345678901234.56", "12345678901234.56"),
        ("-9999999999999999", "-9999999999999999"),
        ("1E+20", 100000000000000000000),
        ("0.000000000000001", 1e-15),
        ("0.00", 0),
    ],
)
def test_a_number_with_more_digits_than_programs_keep_is_text(number: str, kept: object) -> None:
    assert values(column(Decimal(number))) == [kept]


SHEET_NAMES = [
    (("公开01表", "公开02表"), ["公开01表", "公开02表"]),
    (("表", "表", "表"), ["表", "表（2）", "表（3）"]),
    (("ABC", "abc"), ["ABC", "abc（2）"]),
    (("a/b:c*d?e[f]g\\h",), ["a b c d e f g h"]),
    (("'引号'",), ["引号"]),
    (("", "///"), ["表", "表（2）"]),
    (("History",), ["History（2）"]),
    (("长" * 40, "长" * 35), ["长" * 31, "长" * 28 + "（2）"]),
]


@pytest.mark.parametrize(("wanted", "found"), SHEET_NAMES)
def test_names_of_sheets(wanted: tuple[str, ...], found: list[str]) -> None:
    assert sheet_names(wanted) == found


@given(st.lists(st.text(alphabet="表'[]:*?/\\ aA长\x00", max_size=40), max_size=40))
def test_names_of_sheets_are_always_allowed_and_unique(wanted: list[str]) -> None:
    found = sheet_names(wanted)
    assert len({name.casefold() for name in found}) == len(found) == len(wanted)
    for name in found:
        assert 0 < len(name) <= 31
        assert not set(name) & set("[]:*?/\\\x00")
        assert not name.startswith("'")
        assert not name.endswith("'")


@pytest.mark.parametrize(
    ("corner", "text"),
    [((0, 0, 1, 2), "A1:C2"), ((9, 25, 9, 26), "Z10:AA10"), ((0, 701, 0, 702), "ZZ1:AAA1")],
)
def test_areas(corner: tuple[int, int, int, int], text: str) -> None:
    assert area(*corner) == text


def test_the_same_sheets_are_the_same_bytes_and_a_sound_archive() -> None:
    data = written(column("甲", 1), Sheet("二", (8, 9)))
    assert data == written(column("甲", 1), Sheet("二", (8, 9)))
    archive = zipfile.ZipFile(io.BytesIO(data))
    assert archive.testzip() is None
    assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    for name in archive.namelist():
        etree.fromstring(archive.read(name))


# against XlsxWriter ---------------------------------------------------------------------------------------------------

LOOKS = [
    Look(),
    Look("right", "#,##0.00", border=True),
    Look("center", "0.00%", bold=True, fill=True, wrap=True),
    Look("left", indent=2, border=True, wrap=True),
    Look("center", title=True),
]
SAMPLE = Sheet(
    "公开'05'表",
    (8, 20, 15),
    rows=[
        [Cell(0, "标题 & <题>", LOOKS[4]), Cell(1, None, LOOKS[4]), Cell(2, None, LOOKS[4])],
        [Cell(0, "编码", LOOKS[2]), Cell(1, "名称", LOOKS[2]), Cell(2, "金额", LOOKS[2])],
        [Cell(0, "205", LOOKS[0]), Cell(1, "教育\n支出", LOOKS[3]), Cell(2, Decimal("1234.50"), LOOKS[1])],
        [],
        [Cell(2, Decimal("0.2501"), LOOKS[2])],
        [Cell(0, "甲", LOOKS[0]), Cell(1, None, LOOKS[3]), Cell(2, Decimal("-1.25"), LOOKS[1])],
        [Cell(0, "", LOOKS[0]), Cell(1, "=1+1", LOOKS[3]), Cell(2, 7, LOOKS[1])],
    ],
    heights={0: 30, 2: 33},
    merged=[(0, 0, 0, 2)],
    head=(1, 2),
)


def reference(sheet: Sheet) -> bytes:
    """The same sheet by XlsxWriter."""
    whole = io.BytesIO()
    book = Reference(whole, {"in_memory": True})
    page = book.add_worksheet(sheet.name)
    for at, width in enumerate(sheet.widths):
        page.set_column(at, at, width)
    for at, points in sheet.heights.items():
        page.set_row(at, points)
    for top, left, bottom, right in sheet.merged:
        page.merge_range(top, left, bottom, right, "")
    for at, cells in enumerate(sheet.rows):
        for place, value, look in cells:
            options = {"valign": "vcenter", "font_size": 16 if look.title else 11, "bold": look.bold or look.title}
            options |= {"align": look.align} if look.align else {}
            options |= {"num_format": look.number} if look.number else {}
            options |= {"border": int(look.border), "text_wrap": look.wrap, "indent": look.indent}
            style = book.add_format(options | ({"bg_color": "#F2F2F2"} if look.fill else {}))
            if isinstance(value, str) and value:
                page.write_string(at, place, value, style)
            elif value is None or value == "":
                page.write_blank(at, place, None, style)
            else:
                page.write_number(at, place, Fraction(value), style)
    page.freeze_panes(sheet.head[1], 0)
    page.repeat_rows(sheet.head[0], sheet.head[1] - 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    book.close()
    return whole.getvalue()


def seen(data: bytes) -> dict[str, object]:
    """What a program sees of the first sheet; a cell without anything in it is not seen unless it has a frame."""
    sheet = load_workbook(io.BytesIO(data)).worksheets[0]
    cells = {
        cell.coordinate: (
            cell.value,
            cell.data_type,
            cell.number_format,
            (
                cell.alignment.horizontal or "",
                cell.alignment.vertical,
                bool(cell.alignment.wrap_text),
                int(cell.alignment.indent),
            ),
            (cell.border.left.style, cell.border.bottom.style),
            (bool(cell.font.b), cell.font.sz, cell.fill.fgColor.rgb if cell.fill.patternType == "solid" else ""),
        )
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }
    return {
        "cells": cells,
        "name": sheet.title,
        "merged": sorted(str(one) for one in sheet.merged_cells.ranges),
        "frozen": (sheet.freeze_panes, sheet.sheet_view.pane.ySplit if sheet.sheet_view.pane else 0),
        "repeated": sheet.print_title_rows,
        "paper": (
            sheet.page_setup.orientation,
            sheet.page_setup.paperSize,
            sheet.page_setup.fitToHeight,
            bool(sheet.sheet_properties.pageSetUpPr and sheet.sheet_properties.pageSetUpPr.fitToPage),
        ),
        "heights": {at: sheet.row_dimensions[at + 1].height for at in SAMPLE.heights},
    }


def test_a_program_sees_what_xlsxwriter_would_have_shown() -> None:
    ours, theirs = seen(written(SAMPLE)), seen(reference(SAMPLE))
    assert ours == theirs
    assert len(theirs["cells"]) == 12  # type: ignore[arg-type]


# printed tables as sheets ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "value", "number"),
    [
        (Printed("1,234.50", "amount"), Decimal("1234.50"), "#,##0.00"),
        (Printed("−0.01", "amount"), Decimal("-0.01"), "#,##0.00"),
        (Printed("12", "amount"), Decimal(12), "#,##0"),
        (Printed("95.50%", "amount"), Decimal("0.9550"), "0.00%"),
        (Printed("100%", "amount"), Decimal(1), "0%"),
        (Printed("3", "line"), Decimal(3), "0"),
        (Printed("—", "amount"), "—", ""),
        (Printed("100.%", "amount"), "100.%", ""),
        (Printed("2403万", "amount"), "2403万", ""),
        (Printed("2101501", "code"), "2101501", ""),
        (Printed("95", "text"), "95", ""),
        (Printed("", "blank"), None, ""),
        (Printed("90", "text", flag="未达"), "90（未达）", ""),
    ],
)
def test_a_printed_figure_becomes_that_very_number(cell: Printed, value: Value, number: str) -> None:
    assert value_of(cell) == (value, number)


def text(cell: str, **more: int) -> Printed:
    return Printed(cell, "text", **more)  # type: ignore[arg-type]


def test_spans_push_the_cells_beside_them() -> None:
    rows = (
        Row((text("a", rowspan=2), text("b", colspan=2))),
        Row((text("c"), text("d"))),
        Row((text("e"), text("f"), text("g"))),
    )
    found = [(one.line, one.column, one.cell.text) for one in placed(rows)]
    assert found == [(0, 0, "a"), (0, 1, "b"), (1, 1, "c"), (1, 2, "d"), (2, 0, "e"), (2, 1, "f"), (2, 2, "g")]


TABLE = Table(
    "t",
    "表名",
    "公开05表",
    "部门：甲",
    "金额单位：万元",
    head=(
        Row((Printed("编码", "code", "col", rowspan=2), Printed("支出", "text", "colgroup", colspan=2))),
        Row((Printed("基本", "amount", "col"), Printed("项目", "amount", "col"))),
    ),
    body=(Row((Printed("205", "code"), Printed("1.00", "amount"), Printed("2.00", "amount"))),),
    notes=("附注",),
)


def test_a_table_is_laid_out_as_printed() -> None:
    sheet = read(table_sheet("公开05表", TABLE))["公开05表"]
    grid = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert grid == [
        ["表名", None, None],
        ["公开05表", None, None],
        ["部门：甲", "金额单位：万元", None],
        ["编码", "支出", None],
        [None, "基本", "项目"],
        ["205", 1, 2],
        ["附注", None, None],
    ]
    assert {str(area) for area in sheet.merged_cells.ranges} == {"A1:C1", "A2:C2", "B3:C3", "A4:A5", "B4:C4", "A7:C7"}
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("A6", "$4:$5")


def test_a_table_that_is_lost_says_so() -> None:
    sheet = read(table_sheet("表", Table("t", "表名", status="原件未载", status_note="原件没有载明这张表。")))["表"]
    assert [cell.value for cell in sheet["A"]] == ["表名", "原件没有载明这张表。"]
    assert sheet.freeze_panes is None


def test_the_blocks_of_a_form_stand_on_one_grid() -> None:
    goals = Table("g", "年度目标", head=(Row((text("目标", header="col"),)),), body=(Row((text("甲"),)),))  # type: ignore[arg-type]
    wide = Table("i", "指标", unit="分", body=(Row(tuple(text(str(at)) for at in range(8))),))
    form = Form("form-a", "自评表", "副题", (("项目名称", "甲"),), (goals, wide), (("原因", "一\n二\n三"),), ("注",))
    sheet = read(form_sheet("自评", form))["自评"]
    assert sheet.max_column == 8
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert {"A1:H1", "A3:B3", "C3:H3", "A5:H5", "A6:H6"} <= merged
    assert [cell.value for cell in sheet[8]] == [str(at) for at in range(8)]
    assert sheet.row_dimensions[9].height == 48
    assert sheet["A10"].value == "注"


def test_a_row_is_as_high_as_its_wrapped_text() -> None:
    canvas = Canvas(Sheet("表", (11, 11)))
    wrap = Look("left", wrap=True)
    for words in ("短", "十个汉字占两行的宽度就", "一\n二"):
        canvas.line((words, wrap, 1), ("", wrap, 1))
    canvas.line(("十个汉字占两行的宽度就", wrap, 0))
    assert canvas.sheet.heights == {1: 48, 2: 33, 3: 33}


@pytest.mark.parametrize(("words", "width"), [("", 0), ("abc", 3), ("汉字", 4), ("A汉1", 4)])
def test_han_characters_are_two_wide(words: str, width: int) -> None:
    assert display_width(words) == width
