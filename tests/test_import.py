"""导入和导出：印好的表读回来是同样的数；放不下的逐格列出；坏文件读不垮程序。"""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from openpyxl.worksheet.worksheet import Worksheet

from generator.accounts import derive
from generator.cli import main
from generator.exports.printed import sections, tables_of
from generator.exports.single import files_of
from generator.importing.books import BookError, Page, Value, read_book
from generator.importing.grids import figure, grid_of, plain
from generator.importing.record import import_record
from generator.load import ground, load_family
from generator.pages.disclosure import disclosure
from generator.project import Project
from generator.store import Publisher

ROOT = Path(__file__).parent.parent
ADDRESSES = ("999901/mzj/2022", "999931/rsj/2022", "999951/wjj/2021")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    shutil.copytree(
        ROOT / "content", tmp_path / "content", ignore=shutil.ignore_patterns("4201*", "500100", "ybj", "jyj")
    )
    (tmp_path / "templates").symlink_to(ROOT / "templates")
    return Project(tmp_path)


def book_of(project: Project, address: str) -> bytes:
    return next(data for name, data in files_of(project, address).items() if name.endswith(".xlsx"))


def source_of(project: Project, address: str) -> Path:
    return project.content / "records" / f"{address}.yml"


def printed(project: Project, address: str) -> dict[str, list[tuple[str, str]]]:
    """Every figure of every printed table of a record, by the table's title."""
    region, slug, *_ = address.split("/")
    store, _ = load_family(project.content, ground(project.content, project.templates).store, Publisher(region, slug))
    accounts = derive(store)
    page = disclosure(store, accounts[address], list(accounts.values()))
    tables = [
        table
        for section in sections(page.parts)
        for block in section.blocks
        if block.form is None
        for table in tables_of(block)
    ]
    return {
        table.title: [(one.fact, one.text) for row in table.body for one in row.cells if one.fact] for table in tables
    }


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_was_exported_comes_back_the_same(project: Project, address: str, tmp_path: Path) -> None:
    book = tmp_path / "book.xlsx"
    book.write_bytes(book_of(project, address))
    before = printed(project, address)
    source = source_of(project, address)
    made = import_record(project, [book], source, int(address[-4:]))
    assert [one for one in made.placed.lost if "格" in one or "列" in one] == []
    source.write_text(made.text, "utf-8")
    after = printed(project, address)
    assert before.keys() == after.keys()
    checked = 0
    for title, cells in before.items():
        if "人员" in title or "机关运行" in title:
            continue  # printed in words, not as a sheet of its own
        assert after[title] == cells, title
        checked += len(cells)
    assert checked > 100
    assert made.placed.count >= 100


def changed(data: bytes, change: Callable[[openpyxl.Workbook], None]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_what_has_no_place_is_listed_cell_by_cell(project: Project, tmp_path: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        sheet = book["公开02表"]
        sheet["I4"] = "另外的收入"
        sheet["C8"] = 1.23456

    book = tmp_path / "book.xlsx"
    book.write_bytes(changed(book_of(project, "999901/mzj/2022"), change))
    made = import_record(project, [book], source_of(project, "999901/mzj/2023"), 2022)
    lost = [one for one in made.placed.lost if "公开02表" in one]
    assert any("第8行第3列 1.23456：数的位数太多" in one for one in lost)
    assert sum("另外的收入" in one for one in lost) > 10
    assert any("绩效表" in one and "不是认识的决算表" in one for one in made.placed.lost)
    assert '{科目: "20802", 财政拨款收入:' in made.text, "what was not understood is not filled in"


def test_other_ways_of_writing_the_same_figures(project: Project, tmp_path: Path) -> None:
    """Codes as numbers, amounts as text with commas, binary leftovers, another unit."""

    def change(book: openpyxl.Workbook) -> None:
        for name in book.sheetnames:
            if name != "公开02表":
                del book[name]
        sheet: Worksheet = book["公开02表"]
        for row in sheet.iter_rows(min_row=1, max_row=4):
            for cell in row:
                if isinstance(cell.value, str) and "金额单位" in cell.value:
                    cell.value = "金额单位：元"
        sheet["A9"] = 2080201
        sheet["D9"] = "3,685,312.40"
        sheet["E9"] = 0.1 + 0.2

    book = tmp_path / "book.xlsx"
    book.write_bytes(changed(book_of(project, "999901/mzj/2022"), change))
    made = import_record(project, [book], source_of(project, "999901/mzj/2023"), 2022)
    assert "金额单位: 元\n" in made.text
    assert '{科目: "2080201", 本年收入合计: 368.53, 财政拨款收入: 3685312.40, 上级补助收入: 0.30' in made.text


def test_two_units_of_money_are_not_mixed(project: Project, tmp_path: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        for row in book["公开03表"].iter_rows(min_row=1, max_row=4):
            for cell in row:
                if isinstance(cell.value, str) and "金额单位" in cell.value:
                    cell.value = "金额单位：元"

    book = tmp_path / "book.xlsx"
    book.write_bytes(changed(book_of(project, "999901/mzj/2022"), change))
    made = import_record(project, [book], source_of(project, "999901/mzj/2023"), 2022)
    assert "工作表“公开03表”：金额单位是元，别的表是万元，没有导入" in made.placed.lost
    assert "T3:" not in made.text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_table_as_csv(project: Project, tmp_path: Path, encoding: str) -> None:
    text = (
        "一般公共预算财政拨款支出决算表,,,,\n公开05表,,,,\n部门：甲,,,金额单位：万元,\n科目编码,科目名称,本年支出,本年支出,本年支出\n"
        ',,小计,基本支出,项目支出\n栏次,,1,2,3\n合计,,"1,182.77",487.57,695.20\n2080201,行政运行,368.53,368.53,0.00\n'
    )
    book = tmp_path / "公开05表.csv"
    book.write_bytes(text.encode(encoding))
    made = import_record(project, [book], source_of(project, "999901/mzj/2023"), 2022)
    assert made.placed.lost == []
    assert "{科目: 合计, 小计: 1182.77, 基本支出: 487.57, 项目支出: 695.20}" in made.text
    assert '{科目: "2080201", 小计: 368.53, 基本支出: 368.53, 项目支出: 0.00}' in made.text


# bad files -------------------------------------------------------------------------------------------------------------


def bomb(path: Path) -> None:
    """X06."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/worksheets/sheet1.xml", b"\0" * 60_000_000)


def entities(path: Path) -> None:
    """X09."""
    sheet = io.BytesIO()
    openpyxl.Workbook().save(sheet)
    with zipfile.ZipFile(sheet) as whole, zipfile.ZipFile(path, "w") as book:
        for name in whole.namelist():
            data = whole.read(name)
            if name == "xl/worksheets/sheet1.xml":
                data = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><worksheet>&a;</worksheet>'
            book.writestr(name, data)


@pytest.mark.parametrize(
    ("name", "make", "said"),
    [
        ("a.xls", lambda path: path.write_bytes(b"x"), "只读 xlsx 和 csv"),
        ("a.xlsx", lambda path: path.write_bytes(b"not a zip"), "损坏或不是 xlsx"),
        ("a.xlsx", lambda path: path.write_bytes(zip_of("x", b"y")), "文件损坏或被改动"),
        ("a.xlsx", bomb, "展开后太大"),
        ("a.xlsx", entities, "文件损坏或被改动"),
        ("a.csv", lambda path: path.write_bytes(b"\xff\xfe\xff\xff"), "请另存为 UTF-8"),
    ],
)
def test_a_bad_file_is_refused_with_its_reason(
    tmp_path: Path, name: str, make: Callable[[Path], object], said: str
) -> None:
    make(tmp_path / name)
    with pytest.raises(BookError, match=said):
        read_book(tmp_path / name)


def zip_of(name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        book.writestr(name, data)
    return out.getvalue()


def test_a_cell_at_the_end_of_the_sheet_costs_nothing(tmp_path: Path) -> None:
    """X07."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = "收入决算表"
    sheet["XFD1048576"] = 1
    book.save(tmp_path / "far.xlsx")
    (page,) = read_book(tmp_path / "far.xlsx")
    assert page.cells == {(1, 1): "收入决算表"}


def test_formulas_are_read_as_their_values_only(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = "=1+1"
    book.save(tmp_path / "formula.xlsx")
    (page,) = read_book(tmp_path / "formula.xlsx")
    assert page.cells == {}, "no program has worked it out, and we do not"


@pytest.mark.parametrize(
    ("value", "number"),
    [("1,234.50", Decimal("1234.50")), ("-3", Decimal(-3)), ("—", None), ("", None), ("2403万", None), (None, None)],
)
def test_what_is_a_figure(value: str | None, number: Decimal | None) -> None:
    assert figure(value) == number


@pytest.mark.parametrize(
    ("printed_as", "name"),
    [
        ("一、一般公共预算财政拨款收入", "一般公共预算财政拨款收入"),
        ("（二）项目支出", "项目支出"),
        ("其中：中央补助", "中央补助"),
        ("使用非财政拨款结余（含专用结余）", "使用非财政拨款结余"),
        (" 本年收入 合计 ", "本年收入合计"),
    ],
)
def test_names_without_their_numbers(printed_as: str, name: str) -> None:
    assert plain(printed_as) == name


def test_the_head_of_a_sheet_without_a_line_of_numbers() -> None:
    cells: dict[tuple[int, int], Value] = {
        (1, 1): "表",
        (2, 2): "金额单位：元",
        (3, 1): "科目编码",
        (3, 2): "小计",
        (4, 1): "2080201",
        (4, 2): Decimal("5.00"),
    }
    grid = grid_of(Page("a", cells))
    assert (grid.top, grid.body) == (3, 4)
    assert grid.spot(4, 2) == ("2080201", ("小计",))


# the commands ----------------------------------------------------------------------------------------------------------


def run(project: Project, *words: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, [words[0], "-C", str(project.root), *words[1:]])
    return done.exit_code, done.output


def test_export_then_import_by_command(project: Project, tmp_path: Path) -> None:
    out = tmp_path / "out"
    code, told = run(project, "export", "999901/mzj/2023", str(out))
    assert code == 0, told
    assert {path.suffix for path in out.iterdir()} == {".csv", ".json", ".xlsx"}
    code, told = run(project, "export", "999901/mzj/2023", str(out))
    assert (code, "没有动它" in told) == (4, True), told
    assert run(project, "export", "999901/mzj/2023", str(out), "--overwrite")[0] == 0
    book = next(out.glob("*.xlsx"))
    code, told = run(project, "import", "999901/mzj/2024", str(book))
    assert code == 0, told
    assert "已写成 content/records/999901/mzj/2024.yml：9张表" in told
    code, told = run(project, "import", "999901/mzj/2024", str(book))
    assert (code, "没有动它" in told) == (4, True), told


def test_nothing_is_written_where_nothing_was_found(project: Project, tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "empty.xlsx")
    code, told = run(project, "import", "999901/mzj/2024", str(tmp_path / "empty.xlsx"))
    assert (code, "没有写文件" in told) == (1, True), told
    assert not (project.content / "records/999901/mzj/2024.yml").exists()


def test_an_unknown_record_is_not_exported(project: Project, tmp_path: Path) -> None:
    code, told = run(project, "export", "999901/mzj/1999", str(tmp_path / "out"))
    assert (code, "没有“999901/mzj/1999”这份记录" in told) == (2, True), told
    assert not (tmp_path / "out").exists()
