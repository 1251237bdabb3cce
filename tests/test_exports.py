"""Files to take away: the same figures as on the page, figure by figure; nothing in them runs; the same input gives the same bytes."""

from __future__ import annotations

import csv
import io
import json
import re
import time
from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from operator import itemgetter
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from lxml import html
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.worksheet.worksheet import Worksheet

from generator import clock
from generator.derive import Figure
from generator.exports import csv_text, formats, gathered
from generator.exports.document import COLUMNS_TOLD
from generator.exports.dossier import Dossier, Library
from generator.exports.lines import COLUMNS, HEADS, Line, exact
from generator.exports.registry import export_named, exported, gatherings, library_of, names, size
from generator.exports.sheets import table_sheet
from generator.exports.xlsx import About
from generator.exports.xlsx import workbook as written
from generator.pages.disclosure import disclosure
from generator.pipeline import Checked, draw, examine
from generator.project import Project
from generator.render import Rendered
from generator.shell import filled
from generator.views import Cell as Printed
from generator.views import Row, Table
from tests import builders

ROOT = Path(__file__).parent.parent
RECORDS = (
    "420106/ybj/2021",  # an 存档 without its tables
    "420115/ybj/2019",  # another, with tables
    "500100/ybj/2020",  # forms only
    "999901/mzj/2023",
    "999901/ybj/2022",  # summed from its units
    "999931/rsj/2022",
    "999951/wjj/2021",  # fourteen tables
)
Object = dict[str, Any]


@cache
def checked() -> Checked:
    return examine(Project(ROOT))


@cache
def drawn() -> Rendered:
    return draw(Project(ROOT), checked())


def beside(address: str, suffix: str) -> bytes:
    return drawn().files[f"{address}/juesuan-{address.replace('/', '-')}.{suffix}"]


@cache
def page(address: str) -> html.HtmlElement:
    """The page as a reader sees it: charts, and what only screen readers say, taken out."""
    tree = html.fromstring(drawn().texts[f"{address}/"])
    for part in tree.xpath("//figure | //*[@class='sr']"):
        part.drop_tree()
    for part in tree.xpath("//*[@class='flag']"):
        part.text = f"（{part.text}）"
    return tree


@cache
def workbook(address: str) -> Workbook:
    return load_workbook(io.BytesIO(beside(address, "xlsx")))


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def table(address: str) -> dict[str, dict[str, str]]:
    return {row["地址"]: row for row in rows(beside(address, "csv"))}


def document(address: str) -> Object:
    found: Object = json.loads(beside(address, "json"))
    return found


def told(whole: Object) -> list[Object]:
    """The figures of a JSON as mappings, their addresses whole."""
    rows = [dict(zip(whole["列"], row, strict=True)) for row in whole["数"]]
    return [
        row | {"地址": full(whole["地址"], row["地址"]), "由": [full(whole["地址"], one) for one in row["由"]]}
        for row in rows
    ]


def full(document: str, address: str) -> str:
    return document + address if address.startswith("#") else address


def bare(text: str) -> str:
    return "".join(text.split()).replace(",", "")


# the same figures -----------------------------------------------------------------------------------------------------


def shown(cell: Cell | MergedCell) -> str:
    """What a spreadsheet program shows in a cell."""
    value = cell.value
    if not isinstance(value, int | float):
        return bare(str(value or ""))
    assert cell.data_type == "n"
    percent = str(cell.number_format).endswith("%")
    digits = str(cell.number_format).partition(".")[2].count("0")
    number = Decimal(str(value)) * (100 if percent else 1)
    return f"{number:.{digits}f}".replace("-", "−") + ("%" if percent else "")


def framed(sheet: Worksheet) -> list[str]:
    """All cells of tables and forms in reading order; titles, captions and notes have no frame."""
    return [
        shown(cell)
        for row in sheet.iter_rows()
        for cell in row
        if not isinstance(cell, MergedCell) and cell.border.left.style
    ]


def on_page(view: html.HtmlElement) -> list[str]:
    return [bare(cell.text_content()) for cell in view.xpath(".//th | .//td | .//dt | .//dd")]


@pytest.mark.parametrize("address", RECORDS)
def test_every_table_and_form_of_the_page_is_a_sheet_with_the_same_cells(address: str) -> None:
    views = page(address).xpath(
        "//section//*[contains(concat(' ', @class, ' '), ' form ') or (contains(@class, 'tbl') and not(ancestor::*[@role='group']))]"
    )
    sheets = workbook(address).worksheets
    assert sheets[0].title == "说明"
    for view, sheet in zip(views, sheets[1:], strict=True):
        assert framed(sheet) == on_page(view), sheet.title
    assert sum(len(on_page(view)) for view in views) > 50


@pytest.mark.parametrize("address", RECORDS)
def test_every_figure_of_the_tables_is_in_the_long_table(address: str) -> None:
    known = table(address)
    figures = page(address).xpath("//section//table//data[@data-fact]")
    assert len(figures) > 30
    for figure in figures:
        line = known[f"{address}#{figure.get('data-fact')}"]
        assert bare(line["页面所印"]) == csv_text.safe(bare(figure.text_content()))
        if figure.xpath("ancestor::section[starts-with(@data-place, '决算表/')]"):
            assert printed(line) == figure.get("value")


def printed(line: dict[str, str]) -> str:
    """A line of the long table as the tables print it: 元 in 万元 with two decimals, counts whole."""
    if not line["数值"]:
        return line["页面所印"]
    value, unit = Decimal(line["数值"]), line["单位"]
    places = "0.01" if unit in {"元", "%"} else "1"
    rounded = (value / 10000 if unit == "元" else value).quantize(Decimal(places), ROUND_HALF_UP)
    return f"{rounded or abs(rounded)}{'%' if unit == '%' else ''}"


@pytest.mark.parametrize("address", RECORDS)
def test_csv_and_json_hold_the_same_lines(address: str) -> None:
    from_csv = rows(beside(address, "csv"))
    whole = document(address)
    whose = {"部门": whole["部门"], "年度": str(whole["年度"])}
    from_json = [{**whose, **figure, "数值": figure["数值"] or ""} for figure in told(whole)]
    assert len(from_csv) == len(from_json) > 50
    for csv_line, json_line in zip(from_csv, from_json, strict=True):
        assert csv_line == {
            name: json_line[name] if name == "数值" else csv_text.safe(json_line[name]) for name in HEADS
        }


@pytest.mark.parametrize("address", RECORDS)
def test_sentences_stand_in_the_json_with_their_addresses(address: str) -> None:
    said = [
        figure for section in document(address)["说明"] for paragraph in section["段"] for figure in paragraph["数"]
    ]
    found = page(address).xpath("//section[@data-place]//*[self::p or self::li]//data[@data-fact]")
    expected = [{"写作": one.text_content(), "地址": f"#{one.get('data-fact')}"} for one in found]
    assert said == expected
    text = bare(page(address).text_content())
    for section in document(address)["说明"]:
        for paragraph in section["段"]:
            assert bare(paragraph["文"]) in text
            assert all(figure["写作"] in paragraph["文"] for figure in paragraph["数"])


def test_what_is_typed_and_not_printed_is_there_too() -> None:
    facts = {"T5.2101501.基本支出": "100.25", "采购.货物": "7.5", "车辆.合计": "3"}
    lines = {line.address.partition("#")[2]: line for line in made(builders.record(facts)).lines}
    assert (lines["采购.货物"].value, lines["采购.货物"].unit, lines["采购.货物"].origin) == (
        "7.50",
        "元",
        "填报",
    )
    assert (lines["车辆.合计"].value, lines["车辆.合计"].unit) == ("3", "辆")
    total = lines["T5.2101501.小计"]
    assert (total.value, total.origin, total.formula) == ("100.25", "推算", "基本支出 + 项目支出")
    assert total.operands == ("#T5.2101501.基本支出",)


def test_a_figure_of_a_unit_is_named_by_its_own_address() -> None:
    operands = {name for line in told(document("999901/ybj/2022")) for name in line["由"]}
    of_office = {name for name in operands if name.startswith("999901/ybj/benji/2022#")}
    assert len(of_office & set(table("999901/ybj/benji/2022"))) > 100


@pytest.mark.parametrize("address", RECORDS)
def test_what_a_figure_was_computed_from_is_there_too(address: str) -> None:
    lines = told(document(address))
    known = {line["地址"] for line in lines}
    assert len(known) == len(lines)
    operands = [name for line in lines for name in line["由"] if name.startswith(f"{address}#")]
    assert set(operands) <= known
    assert operands or address == "500100/ybj/2020", "forms only, nothing computed"


@pytest.mark.parametrize(
    ("measure", "place"),
    [
        ("T5.2101501.基本支出", ("一般公共预算财政拨款支出决算表", "2101501", "行政运行", "基本支出")),
        ("T1.收入总计", ("收入支出决算总表", "收入总计", "收入总计", "金额")),
        ("T1.收入总计:增减额", ("收入支出决算总表", "收入总计", "收入总计", "金额·比上年增减额")),
        ("T1.收入总计:上年", ("收入支出决算总表", "收入总计", "收入总计", "金额·上年数")),
        (
            "T5.合计.小计/T5.合计.年初预算",
            ("一般公共预算财政拨款支出决算表", "合计", "合计", "小计·与合计·年初预算之比"),
        ),
        ("项目.jkj.执行数", ("项目", "jkj", "项目jkj", "执行数")),
    ],
)
def test_a_line_says_in_words_where_its_figure_stands(measure: str, place: tuple[str, ...]) -> None:
    facts = {"T5.2101501.基本支出": "100", "T5.2101501.年初预算": "90", "项目.jkj.执行数": "1", "T1.收入总计": "100"}
    dossier = made(builders.record(facts, prior={"T1.收入总计": "80"}))
    line = next(line for line in with_measure(dossier, measure) if line.address.endswith(f"#{measure}"))
    assert line[3:7] == place


def with_measure(dossier: Dossier, measure: str) -> Iterator[Line]:
    """The lines, as if the page printed the measure."""
    dossier.printed.words.setdefault(measure, "")  # type: ignore[attr-defined]  # a dict while it is made
    return iter(dossier.lines)


def made(*records: str) -> Dossier:
    read = builders.books(*records)
    account = max(read.accounts.values(), key=builders.year_of)
    return Dossier(read.store, account, disclosure(read.store, account, ()))


@pytest.mark.parametrize(
    ("value", "unit", "stated", "expected"),
    [
        ("41660000", "金额", True, "41660000.00"),
        ("0.5", "金额", True, "0.50"),
        ("12.345", "金额", True, "12.345"),
        ("-0.01", "金额", False, "-0.01"),
        ("33.333333333", "%", False, "33.33"),
        ("0.125", "%", False, "0.13"),
        ("25.205", "%", True, "25.205"),
        ("3", "辆", True, "3"),
    ],
)
def test_values_are_exact(value: str, unit: str, stated: bool, expected: str) -> None:
    figure = Figure("x", Decimal(value), unit, stated=stated)
    assert f"{exact(figure):f}" == expected


# region and year ------------------------------------------------------------------------------------------------------


def test_the_table_of_a_region_year_is_that_of_its_disclosures() -> None:
    members = [address for address in checked().accounts if address.startswith("999901/") and address.endswith("/2022")]
    together = rows(beside("999901/2022", "csv"))
    apart = [row for address in members for row in rows(beside(address, "csv"))]
    assert len(members) == 6
    order = itemgetter("地址")
    assert sorted(together, key=order) == sorted(apart, key=order)


def test_the_words_of_a_region_year_are_defined_beside_its_table() -> None:
    defined = {row["词"]: row["释义"] for row in rows(beside("999901/2022", "terms.csv"))}
    table = rows(beside("999901/2022", "csv"))
    codes = {row["行"] for row in table if row["行"].startswith("2") and len(row["行"]) == 7}
    assert codes
    assert codes <= defined.keys()
    assert set(defined) <= {word for row in table for word in (row["行"], row["行名"], row["栏"])}
    assert all(defined.values())


def test_one_table_of_all_departments_is_in_one_file() -> None:
    together = rows(beside("999901/2022", "T5.csv"))
    assert list(together[0]) == [
        "部门",
        "年度",
        "行",
        "行名",
        "小计（元）",
        "基本支出（元）",
        "项目支出（元）",
        "年初预算（元）",
    ]
    assert len({row["部门"] for row in together}) == 6
    assert len({(row["部门"], row["行"], row["行名"]) for row in together}) == len(together)
    found = {
        (row["部门"], row["行"], column.removesuffix("（元）")): value
        for row in together
        for column, value in row.items()
        if column.endswith("（元）") and value
    }
    apart = {
        (row["部门"], row["行"], row["栏"]): row["数值"]
        for row in rows(beside("999901/2022", "csv"))
        if "#T5." in row["地址"] and not re.search("[:/]", row["地址"].partition("#")[2])
    }
    assert found == apart


def test_a_table_is_called_as_it_is_printed() -> None:
    tree = html.fromstring(drawn().texts["999901/2022/"])
    links = [link.text_content().partition("（")[0] for link in tree.xpath("//nav[@aria-label='下载']//a")]
    assert "公开05表一般公共预算财政拨款支出决算表 CSV" in links
    assert len([text for text in links if text.startswith("公开")]) == 9


# nothing runs ---------------------------------------------------------------------------------------------------------


def test_workbooks_hold_texts_and_numbers_only() -> None:
    books = [data for path, data in drawn().files.items() if path.endswith(".xlsx")]
    assert len(books) == len(checked().accounts)
    for data in books[:6]:
        book = load_workbook(io.BytesIO(data))
        kinds = {
            cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None
        }
        assert kinds == {"s", "n"}
        assert not any(cell.hyperlink for sheet in book for row in sheet.iter_rows() for cell in row)


EVIL = '=HYPERLINK("http://example.invalid","点我")'


def test_a_text_that_looks_like_a_formula_stays_text() -> None:
    dossier = made(
        builders.record({"项目.a.执行数": "-3", "T5.2101501.基本支出": "-2.5"}).replace(
            "名称: 项目a", f"名称: '{EVIL}'"
        )
    )
    library = Library(dossier.store, {dossier.address: dossier})
    data = {
        Path(file.path).suffix: file.data
        for name in ("long_csv", "json_export")
        for file in export_named(name).files(library)
    }
    line = next(row for row in rows(data[".csv"]) if row["地址"].endswith("项目.a.执行数"))
    assert (line["行名"], line["数值"]) == (f"'{EVIL}", "-3.00")
    assert any(figure["行名"] == EVIL for figure in told(json.loads(data[".json"])))
    negative = next(row for row in rows(data[".csv"]) if row["地址"].endswith("T5.2101501.基本支出"))
    assert negative["数值"] == "-2.50"


def test_a_cell_that_looks_like_a_formula_stays_text() -> None:
    table = Table("t", "表", head=(Row((Printed("名称", "text", "col"),)),), body=(Row((Printed(EVIL),)),))
    data = written([table_sheet("表", table)], About("题", "谁", clock.made()))
    evil = [cell for row in load_workbook(io.BytesIO(data))["表"].iter_rows() for cell in row if cell.value == EVIL]
    assert [cell.data_type for cell in evil] == ["s"]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("\n=1", "'\n=1"),
        ("＝1+1", "'＝1+1"),
        ("－1", "'－1"),
        ("−12.40", "−12.40"),
        ("—", "—"),
        ("其中=1", "其中=1"),
        ("", ""),
    ],
)
def test_texts_in_a_csv_cannot_run_and_numbers_are_never_changed(value: str, written: str) -> None:
    assert rows(csv_text.written(("甲", "乙"), [(value, "-12.40")], slice(1, 2))) == [{"甲": written, "乙": "-12.40"}]


def test_a_csv_opens_in_a_spreadsheet_program() -> None:
    data = csv_text.written(("甲", "乙"), [("一,二", '说"三"')])
    assert data == b"\xef\xbb\xbf" + '甲,乙\r\n"一,二","说""三"""\r\n'.encode()


# names, links, schema, bytes ------------------------------------------------------------------------------------------


def test_every_export_is_found() -> None:
    modules = {path.stem for path in Path(formats.__path__[0]).glob("*.py")} - {"__init__"}
    assert set(names()) == modules == {"workbook", "long_csv", "json_export", "certificate"}
    assert set(gatherings()) == {path.stem for path in Path(gathered.__path__[0]).glob("*.py")} - {"__init__"}
    assert set(gatherings()) == {"region_year", "one_table"}
    library = Library(checked().store, {})
    for name in names():
        assert list(export_named(name).files(library)) == []


def test_a_new_export_needs_one_file_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "hello.py").write_text(
        "from generator.exports.registry import File\nORDER = 0\n"
        "def files(library):\n    for at in library.dossiers:\n        yield File(f'{at}/hello.txt', '问候', b'ok', f'{at}/')\n",
        "utf-8",
    )
    monkeypatch.setattr("generator.exports.formats.__path__", [*formats.__path__, str(tmp_path)])
    assert names()[0] == "hello"
    found = draw(Project(ROOT), checked())
    assert found.files["999901/mzj/2022/hello.txt"] == b"ok"
    links = html.fromstring(found.texts["999901/mzj/2022/"]).xpath("//nav[@aria-label='下载']//a")
    assert (links[0].get("href"), links[0].text) == ("hello.txt", "问候（1 KB）")


def test_pages_link_their_files_and_say_how_large_they_are() -> None:
    expected = {
        f"{address}/": [
            f"juesuan-{address.replace('/', '-')}.{suffix}" for suffix in ("xlsx", "csv", "json", "certificate.json")
        ]
        for address in checked().accounts
    }
    together = ("csv", "terms.csv", *(f"T{kind}.csv" for kind in range(1, 10)))
    expected["999901/2022/"] = [f"juesuan-999901-2022.{suffix}" for suffix in together]
    for address, files in expected.items():
        links = html.fromstring(drawn().texts[address]).xpath("//nav[@aria-label='下载']//a")
        assert [link.get("href") for link in links] == files
        for link in links:
            data = drawn().files[address + link.get("href")]
            assert link.text.endswith(f"（{size(len(data))}）")


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0 KB"),
        (1, "1 KB"),
        (1024, "1 KB"),
        (1025, "2 KB"),
        (1_048_575, "1024 KB"),
        (1_048_576, "1.0 MB"),
        (1_100_000, "1.1 MB"),
    ],
)
def test_sizes_are_rounded_up(count: int, text: str) -> None:
    assert size(count) == text


def test_every_record_has_its_certificate() -> None:
    files, verdicts = drawn().files, checked().verdicts
    for address, account in checked().accounts.items():
        told = json.loads(files[f"{address}/juesuan-{address.replace('/', '-')}.certificate.json"])
        assert told["record"]["sha256"] == account.filed.digest
        assert told["counts"]["不通过"] == verdicts[address].total("不通过")
        assert sum(one["count"] for one in told["unchecked"]) == verdicts[address].total("未查")
        assert {one["rule"] for one in told["failed"]} == {
            one.rule for one in verdicts[address].findings if one.outcome == "不通过"
        }


def test_every_json_file_follows_the_published_schema() -> None:
    schema = json.loads(drawn().files["data/schema.json"])
    validator = jsonschema_rs.validator_for(schema)
    files = {
        path: json.loads(data)
        for path, data in drawn().files.items()
        if path.endswith(f"juesuan-{path.rpartition('/')[0].replace('/', '-')}.json")
    }
    assert len(files) == len(checked().accounts)
    for path, whole in files.items():
        assert validator.is_valid(whole), path
        assert whole["$schema"] == "../" * path.count("/") + "data/schema.json"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda told: told.pop("版本"),
        lambda told: told.update(多余=1),
        lambda told: told["数"][0].__setitem__(5, 1.5),
        lambda told: told["数"][0].__setitem__(5, "1e5"),
        lambda told: told["数"][0].append(1),
        lambda told: told["数"][0].pop(),
        lambda told: told["数"][0].__setitem__(0, "T1.收入总计"),
        lambda told: told["列"].reverse(),
        lambda told: told["说明"][0].update(段=[]),
    ],
)
def test_the_schema_refuses_what_is_wrong(spoil: Callable[[Object], object]) -> None:
    validator = jsonschema_rs.validator_for(json.loads(drawn().files["data/schema.json"]))
    whole = document("999901/mzj/2023")
    assert validator.is_valid(whole)
    spoil(whole)
    assert not validator.is_valid(whole)


def test_the_schema_explains_every_column() -> None:
    kinds = json.loads(drawn().files["data/schema.json"])["$defs"]
    figure = {rule["title"]: rule for rule in kinds["figure"]["prefixItems"]}
    assert list(figure) == kinds["columns"]["const"] == list(COLUMNS_TOLD)
    assert set(figure) == {*HEADS, "由"} - {"部门", "年度"}
    assert all("description" in rule or "$ref" in rule for rule in figure.values())
    assert tuple(column.field for column in COLUMNS) == Line._fields[:-1]


def test_the_first_sheet_says_whose_it_is() -> None:
    sheet = workbook("999901/ybj/2022")["说明"]
    facts: dict[str, str] = {}
    for label, said in sheet.iter_rows(max_col=2):
        facts.setdefault(str(label.value), str(said.value))
    account = checked().accounts["999901/ybj/2022"]
    assert facts["发布单位"] == account.name
    assert (facts["年度"], facts["金额单位"], facts["网页地址"]) == ("2022", "万元", "999901/ybj/2022/")
    assert facts["记录的版本"].endswith(account.filed.digest)
    assert facts["公开05表"] == "一般公共预算财政拨款支出决算表"
    assert {column.head for column in COLUMNS} <= set(facts)


def test_a_sheet_prints_on_a4_with_its_heads() -> None:
    book = workbook("999901/ybj/2022")
    sheet = book["公开05表"]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("A7", "$4:$6")
    assert [sheet["A4"].value, sheet["C4"].value, sheet["C5"].value] == ["科目编码", "本年支出", "小计"]


def test_two_exports_are_the_same_bytes() -> None:
    read = builders.books(builders.record({"T5.2101501.基本支出": "100", "T1.收入总计": "100"}))
    pages = {f"{address}/": disclosure(read.store, account, ()) for address, account in read.accounts.items()}
    first, second = (exported(library_of(read.store, read.accounts, pages, {})) for _ in range(2))
    assert first == second
    assert len(first) == 3


@pytest.mark.parametrize(("epoch", "year"), [("", 2000), ("1700000000", 2023)])
def test_a_workbook_bears_a_fixed_date(monkeypatch: pytest.MonkeyPatch, epoch: str, year: int) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    dossier = made(builders.record({"T5.2101501.基本支出": "100"}))
    (file,) = export_named("workbook").files(Library(dossier.store, {dossier.address: dossier}))
    properties = load_workbook(io.BytesIO(file.data)).properties
    assert properties.created is not None
    assert (properties.created.year, properties.creator) == (year, dossier.account.name)


def test_files_are_handed_over_by_their_bytes(tmp_path: Path) -> None:
    rendered = drawn()
    twins = Rendered({"a/": "甲"}, {"a/x.csv": b"1", "b/y.csv": b"1", "b/y.json": b"2"}, rendered.home, rendered.store)
    shell = filled(Project(tmp_path), twins)
    assert {path: place.read_bytes() for path, place in shell.files.items()} == {
        **twins.files,
        "a/index.html": "甲".encode(),
    }
    assert shell.files["a/x.csv"] == shell.files["b/y.csv"]
    assert shell.addresses == ("a/",)
    before = {place: place.stat().st_mtime_ns for place in shell.files.values()}
    filled(Project(tmp_path), twins)
    assert {place: place.stat().st_mtime_ns for place in before} == before
    assert not list(tmp_path.rglob("*.new"))


@pytest.mark.bench
def test_time_per_disclosure(note: Callable[[str], None]) -> None:
    drawn()
    accounts, store = checked().accounts, checked().store
    dossiers = {
        address: Dossier(store, account, disclosure(store, account, ())) for address, account in accounts.items()
    }
    started = time.process_time()
    count = sum(len(dossier.lines) for dossier in dossiers.values())
    note(f"{count // len(dossiers)} lines: {(time.process_time() - started) / len(dossiers) * 1000:.1f} ms")
    for name in names():
        started = time.process_time()
        files = list(export_named(name).files(Library(store, dossiers)))
        took = (time.process_time() - started) / len(dossiers) * 1000
        note(
            f"{name}: {took:.1f} ms, {sum(len(file.data) for file in files) // len(dossiers) // 1024} KB per disclosure"
        )
