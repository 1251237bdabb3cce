"""Every format says the same of the same findings; each is what its readers expect it to be."""

from __future__ import annotations

import datetime as dt
import json
import re
import zipfile
from base64 import b64encode
from collections import Counter
from dataclasses import fields, replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import jsonschema_rs
import openpyxl
import pytest
from click.testing import CliRunner, Result
from lxml import etree, html

from generator import clock
from generator.cli import main
from generator.disk import OutputRefusedError, put
from generator.findings import Finding, Operand
from generator.pipeline import examine
from generator.reports import formats
from generator.reports.formats import sarif
from generator.reports.lines import groups, last_line, lines
from generator.reports.registry import format_named, names
from generator.reports.report import by_number
from generator.reports.rule_text import explained, reach, years
from generator.rules.model import Every, Rule
from tests import builders
from tests.report_samples import (
    ARCHIVE,
    KINDS,
    NOTE,
    OLD,
    ROUNDING,
    SAME_CAUSE,
    SHAPE,
    SUM,
    UNCHECKED,
    WAIVED,
    WARNING,
    report,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from generator.catalog import Catalog

MACHINES = ("json", "junit", "sarif")
FILES = ("html", "xlsx")
XHTML = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def written(name: str, *findings: Finding, strict: bool = False) -> bytes:
    return format_named(name).rendered(report(*findings, strict=strict))


# all formats ----------------------------------------------------------------------------------------------------------


def test_every_module_of_the_folder_is_a_format() -> None:
    folder = Path(next(iter(formats.__path__)))
    modules = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    assert set(names()) == modules
    assert {*MACHINES, *FILES, "terminal"} <= modules
    assert {name for name in names() if format_named(name).NEEDS_FILE} == set(FILES)
    assert [name for name in names() if format_named(name).FOR_PEOPLE] == ["terminal"]
    assert "|".join(names()) in CliRunner().invoke(main, ["check", "--help"]).output.replace("\n", "").replace(" ", "")


def in_terminal(data: bytes) -> tuple[int, str]:
    told = data.decode().rstrip("\n").split("\n")
    findings = [line for line in told if re.match(r"(?:      )?records/\S+ .*\[[A-Z]", line)]
    return len(findings), told[-1]


def in_json(data: bytes) -> tuple[int, str]:
    read = json.loads(data)
    return len(read["findings"]), read["summary"]["last_line"]


def in_sarif(data: bytes) -> tuple[int, str]:
    run = json.loads(data)["runs"][0]
    return len(run["results"]), run["properties"]["lastLine"]


def in_junit(data: bytes) -> tuple[int, str]:
    root = etree.fromstring(data)
    return len(root.findall("testsuite/testcase[@file]")), root.xpath("string(//property[@name='summary'][1]/@value)")


def in_xlsx(data: bytes) -> tuple[int, str]:
    book = openpyxl.load_workbook(BytesIO(data))
    return book["结论"].max_row - 1, str(book["摘要"]["A1"].value)


def in_html(data: bytes) -> tuple[int, str]:
    root = html.fromstring(data.decode())
    return len(root.xpath("//*[@class='word']")), root.xpath("string(//p[@class='last'])")


READERS: dict[str, Callable[[bytes], tuple[int, str]]] = {
    "terminal": in_terminal,
    "json": in_json,
    "sarif": in_sarif,
    "junit": in_junit,
    "xlsx": in_xlsx,
    "html": in_html,
}


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize("findings", [(), (SUM,), (SUM, SAME_CAUSE, OLD), KINDS], ids=["none", "one", "some", "all"])
def test_a_format_says_all_findings_and_the_last_line(name: str, findings: tuple[Finding, ...]) -> None:
    assert READERS[name](written(name, *findings)) == (len(findings), last_line(report(*findings).summary))


@pytest.mark.parametrize("name", sorted({*names()} - {"xlsx"}))
def test_a_format_shows_the_arithmetic(name: str) -> None:
    told = written(name, SUM).decode()
    for part in ("453.60", "−453.59", "0.01", "T1.事业收入", "一位数字打错", "T1.本年收入合计 == 和(T1.事业收入)"):
        assert part in told


@pytest.mark.parametrize("name", names())
def test_a_format_writes_the_same_bytes_twice(name: str) -> None:
    assert written(name, *KINDS) == written(name, *KINDS)


# the command ----------------------------------------------------------------------------------------------------------

GOOD = "表:\n  T1:\n    行:\n      事业收入: 10.00\n      本年收入合计: 10.00\n"
BAD = GOOD.replace("计: 10.00", "计: 10.01")


def record(body: str, *, year: int = 2022, status: str = "已公开") -> str:
    return f"格式: 1\n年度: {year}\n状态: {status}\n板式: 国家-2022\n金额单位: 元\n{body}"


PROJECTS = {
    "sound": {2022: record(GOOD)},
    "wrong": {2022: record(BAD)},
    "archive": {2021: record(BAD, year=2021, status="存档"), 2022: record(GOOD)},
    "unreadable": {2022: "格式: 1\n 年度: 2022\n"},
}


@pytest.fixture
def two_rules() -> Iterator[None]:
    """Only two rules, so that no other one speaks of the small records here."""
    whole = builders.catalog()
    catalog = whole.model_copy(update={"rules": {name: whole.rules[name] for name in ("C1", "C10")}})

    def remembered(_content: Path, _templates: Path, _findings: list[Finding]) -> Catalog:
        return catalog

    with patch("generator.load.load_catalog", remembered):
        yield


def checked(root: Path, project: str, *options: str) -> Result:
    made = builders.folder(root)
    for year, text in PROJECTS[project].items():
        made.put(text, year=year)
    return CliRunner().invoke(main, ["check", "-C", str(root), *options])


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize(
    ("project", "options", "code", "errors"),
    [
        ("sound", (), 0, ""),
        ("wrong", (), 1, "错误1处"),
        ("archive", (), 0, "存档原件的差错1处"),
        ("archive", ("--strict",), 1, "错误1处"),
        ("unreadable", (), 1, "错误"),
    ],
)
@pytest.mark.usefixtures("two_rules")
def test_exit_code_and_last_line_are_the_same_in_all_formats(
    name: str, project: str, options: tuple[str, ...], code: int, errors: str, tmp_path: Path
) -> None:
    target = tmp_path / f"report.{name}"
    output = ("--output", str(target)) if name in FILES else ()
    result = checked(tmp_path, project, "--format", name, *output, *options)
    assert result.exit_code == code, result.output
    stream = result.stdout if name == "terminal" else result.stderr
    last = stream.rstrip("\n").rpartition("\n")[2]
    assert last.startswith("无效：" if code else "有效：")
    assert errors in last
    data = target.read_bytes() if output else result.stdout_bytes
    assert READERS[name](data)[1] == last
    assert output == () or result.stdout == ""


@pytest.mark.usefixtures("two_rules")
@pytest.mark.parametrize("name", [*MACHINES, "terminal"])
def test_a_file_holds_what_the_standard_output_would(name: str, tmp_path: Path) -> None:
    target = tmp_path / "out"
    plain = checked(tmp_path / "a", "wrong", "--format", name)
    filed = checked(tmp_path / "b", "wrong", "--format", name, "--output", str(target))
    assert target.read_bytes() == plain.stdout_bytes
    assert last_said(filed) == last_said(plain)
    assert filed.exit_code == plain.exit_code == 1


def last_said(result: Result) -> str:
    return (result.stderr or result.stdout).rstrip("\n").rpartition("\n")[2]


@pytest.mark.usefixtures("two_rules")
@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (("--format", "xlsx"), 2, "--output"),
        (("--format", "html"), 2, "--output"),
        (("--format", "pdf"), 2, "pdf"),
        (("--output", "没有/的/文件夹/r.txt"), 4, "写不到"),
    ],
)
def test_refusals_have_their_own_codes(options: tuple[str, ...], code: int, words: str, tmp_path: Path) -> None:
    result = checked(tmp_path, "sound", *options)
    assert (result.exit_code, words in result.stderr) == (code, True)


@pytest.mark.parametrize(
    ("error", "code", "words"), [(ZeroDivisionError, 70, "内部"), (KeyboardInterrupt, 130, "中断")]
)
def test_what_must_not_happen_has_its_own_codes(
    error: type[BaseException], code: int, words: str, tmp_path: Path
) -> None:
    with patch("generator.cli.examine", side_effect=error):
        result = checked(tmp_path, "sound")
    assert (result.exit_code, words in result.stderr) == (code, True)
    assert "Traceback" in result.stderr or error is KeyboardInterrupt


def test_a_report_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "r.json"
    target.write_bytes(b"old")
    put(target, b"new")
    assert target.read_bytes() == b"new"
    occupied = tmp_path / "folder"
    (occupied / "inside").mkdir(parents=True)
    with pytest.raises(OutputRefusedError):
        put(occupied, b"new")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder", "r.json"]


# words ----------------------------------------------------------------------------------------------------------------


def test_one_finding_is_a_line_with_its_arithmetic_below() -> None:
    assert list(lines(report(SUM)))[:-1] == [
        "records/420199/demo/2022.yml:12:7 错误 [C1] T1.本年收入合计：本年收入合计与各项收入之和不等",
        "    填报 453.60，算得 −453.59，相差 0.01，允许 0（各数都精确，不许有差）",
        "    算式 T1.本年收入合计 == 和(T1.事业收入)",
        "    其中 T1.本年收入合计 453.60、T1.事业收入 453.59",
        "    嫌疑 T1.事业收入 → 453.60（一位数字打错）",
    ]


def test_what_to_do_stands_below_the_arithmetic() -> None:
    told = list(lines(report(replace(SUM, cure="核对两张表"))))
    assert told[-2] == "    怎么办 核对两张表"
    assert next(iter(lines(report(SHAPE)))).endswith("；与上一行对齐")


def test_records_to_be_mended_stand_first_in_the_page() -> None:
    first = html.fromstring(written("html", SUM, OLD).decode()).xpath("//nav//li")
    assert ["错误1处" in one.text_content() for one in first][:2] == [True, True]
    assert "示例区医疗保障局" in first[0].text_content()


@pytest.mark.parametrize(
    ("findings", "sizes"),
    [
        ((SUM, SAME_CAUSE), [2]),
        ((SUM, replace(SAME_CAUSE, cause="T2.合计")), [1, 1]),
        ((SUM, replace(SAME_CAUSE, file=ARCHIVE)), [1, 1]),
        ((replace(SUM, cause=""), replace(SUM, cause="")), [1, 1]),
        ((WARNING, replace(WARNING, line=41), replace(WARNING, rule="C1")), [2, 1]),
        ((SUM, replace(WAIVED, cause=SUM.cause)), [1, 1]),
        ((ROUNDING, replace(ROUNDING, line=51), replace(ROUNDING, rule="C1")), [2, 1]),
        ((UNCHECKED, UNCHECKED, replace(UNCHECKED, cause="别的缘由")), [2, 1]),
    ],
)
def test_findings_of_one_cause_stand_together(findings: tuple[Finding, ...], sizes: list[int]) -> None:
    told = groups(findings)
    assert [1 + len(group.others) for group in told] == sizes
    assert sorted(id(one) for group in told for one in (group.head, *group.others)) == sorted(map(id, findings))


def test_consequences_stand_below_their_cause() -> None:
    told = list(lines(report(SUM, SAME_CAUSE)))
    assert told[-3:-1] == [
        "    同一原因的还有1处：",
        "      records/420199/demo/2022.yml:30:7 [C10] T2.合计.本年收入合计：本年收入合计与各项收入之和不等",
    ]


def test_the_gravest_stands_last() -> None:
    told = [line.split()[1] for line in lines(report(*KINDS)) if line.startswith("records/")]
    assert told == ["尾差", "未查", "提示", "提示", "警告", "错误", "错误", "错误", "错误"]
    assert next(lines(report(SUM, OLD))).startswith(ARCHIVE)


def test_many_operands_are_counted_not_listed() -> None:
    many = tuple(Operand(f"T5.{number}.小计", "1.00") for number in range(45))
    (told,) = [line for line in lines(report(replace(SUM, operands=many))) if "其中" in line]
    assert told.endswith("……共45个数")
    assert told.count("T5.") == 20


NUMBERS = "2份记录，应核对15项，已核对14项，1项未查；"


@pytest.mark.parametrize(
    ("findings", "strict", "words"),
    [
        ((), False, f"有效：{NUMBERS}没有差错。"),
        ((SUM,), False, f"无效：{NUMBERS}错误1处。"),
        ((OLD,), False, f"有效：{NUMBERS}存档原件的差错1处。"),
        ((OLD,), True, f"无效：{NUMBERS}错误1处。"),
        ((WARNING, ROUNDING), False, f"有效：{NUMBERS}警告1处、尾差1处。"),
        ((WAIVED, NOTE), False, f"有效：{NUMBERS}提示1处、已说明的差异1处。"),
        (KINDS, False, f"无效：{NUMBERS}错误4处、存档原件的差错1处、警告1处、提示1处、已说明的差异1处、尾差1处。"),
    ],
)
def test_the_last_line_counts(findings: tuple[Finding, ...], strict: bool, words: str) -> None:
    assert last_line(report(*findings, strict=strict).summary) == words


# json -----------------------------------------------------------------------------------------------------------------

AGREED = [
    *("rule", "outcome", "severity", "result", "publisher", "year", "address", "file", "line", "column"),
    *("stated", "computed", "difference", "allowed", "operands", "message", "suspects", "cause"),
]


def back(read: dict[str, Any]) -> Finding:
    operands = tuple(Operand(one["address"].rpartition("#")[2], one["value"]) for one in read["operands"])
    address = read["address"].rpartition("#")[2]
    return Finding(**{**read, "operands": operands, "address": address, "suspects": tuple(read["suspects"])})


def test_json_has_the_agreed_fields_and_loses_nothing() -> None:
    read = json.loads(written("json", *KINDS))
    assert list(read) == ["summary", "findings"]
    assert all(list(one)[: len(AGREED)] == AGREED for one in read["findings"])
    assert tuple(back(one) for one in read["findings"]) == report(*KINDS).findings
    assert read["findings"][0]["address"] == "420199/demo/2022#T1.本年收入合计"
    assert {field.name for field in fields(Finding)} == set(read["findings"][0])


def test_json_says_the_numbers() -> None:
    summary = json.loads(written("json", *KINDS))["summary"]
    assert (summary["valid"], summary["checked"], summary["obligations"]) == (False, 14, 15)
    assert (summary["records"], summary["errors"], summary["warnings"], summary["rounding"]) == (2, 4, 1, 1)


# sarif ----------------------------------------------------------------------------------------------------------------


def run_of(*findings: Finding) -> dict[str, Any]:
    run: dict[str, Any] = json.loads(written("sarif", *findings))["runs"][0]
    return run


@pytest.fixture(scope="module")
def schema() -> jsonschema_rs.Validator:
    path = Path(__file__).parent / "schemas" / "sarif-2.1.0.json"
    return jsonschema_rs.validator_for(json.loads(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("findings", [(), KINDS], ids=["none", "all"])
def test_sarif_is_sarif(findings: tuple[Finding, ...], schema: jsonschema_rs.Validator) -> None:
    read = json.loads(written("sarif", *findings))
    assert [(error.message, list(error.instance_path)) for error in schema.iter_errors(read)] == []
    assert read["version"] == "2.1.0"


@pytest.mark.parametrize("key", ["level", "message", "locations", "partialFingerprints"])
def test_the_schema_would_tell(key: str, schema: jsonschema_rs.Validator) -> None:
    read = json.loads(written("sarif", SUM))
    read["runs"][0]["results"][0][key] = 5
    assert not schema.is_valid(read)


def test_sarif_lists_the_whole_catalogue() -> None:
    run = run_of(*KINDS)
    listed = run["tool"]["driver"]["rules"]
    assert {rule["id"] for rule in listed} == {*builders.catalog().rules, "S-空白", "S-文件", "Y-缩进"}
    assert all(run["tool"]["driver"]["rules"][one["ruleIndex"]]["id"] == one["ruleId"] for one in run["results"])
    assert all(rule["help"]["text"].strip() and rule["shortDescription"]["text"].strip() for rule in listed)
    quiet = run_of()["tool"]["driver"]["rules"]
    assert {rule["id"] for rule in quiet} == set(builders.catalog().rules)


@pytest.mark.parametrize(
    ("finding", "kind", "level"),
    [
        (SUM, "fail", "error"),
        (WARNING, "fail", "warning"),
        (NOTE, "fail", "note"),
        (WAIVED, "fail", "note"),
        (OLD, "fail", "error"),
        (ROUNDING, "informational", "none"),
        (UNCHECKED, "open", "none"),
        (replace(UNCHECKED, outcome="不适用"), "notApplicable", "none"),
    ],
)
def test_sarif_levels(finding: Finding, kind: str, level: str) -> None:
    (result,) = run_of(replace(finding, message="话"))["results"]
    assert (result["kind"], result["level"]) == (kind, level)
    assert ("suppressions" in result) == (finding is WAIVED)


def test_sarif_says_where() -> None:
    first, old, whole = run_of(SUM, OLD, replace(SHAPE, line=0))["results"]
    place = first["locations"][0]
    assert place["physicalLocation"]["region"] == {"startLine": 12, "startColumn": 7}
    assert place["logicalLocations"] == [{"fullyQualifiedName": "420199/demo/2022#T1.本年收入合计"}]
    assert old["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].isascii()
    assert "region" not in whole["locations"][0]["physicalLocation"]


@pytest.mark.parametrize(
    ("change", "same"),
    [
        ({"line": 99, "column": 1}, True),
        ({"stated": "1.00", "difference": "2.00", "severity": "警告"}, True),
        ({"message": "另一种说法"}, True),
        ({"rule": "C10"}, False),
        ({"spot": "T1.支出总计"}, False),
        ({"file": ARCHIVE}, False),
    ],
)
def test_a_fingerprint_follows_the_finding(change: dict[str, Any], same: bool) -> None:
    assert (sarif.fingerprint(replace(SUM, **change)) == sarif.fingerprint(SUM)) == same


def test_findings_of_reading_are_told_apart_by_what_they_say() -> None:
    assert sarif.fingerprint(SHAPE) == sarif.fingerprint(replace(SHAPE, line=8))
    assert sarif.fingerprint(SHAPE) != sarif.fingerprint(replace(SHAPE, message="别的"))


# junit ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("strict", [False, True])
def test_junit_fails_what_the_exit_code_fails(strict: bool) -> None:
    root = etree.fromstring(written("junit", *KINDS, strict=strict))
    failures = root.findall("testsuite/testcase/failure")
    assert len(failures) == report(*KINDS, strict=strict).summary.errors == (5 if strict else 4)
    assert {failure.get("type") for failure in failures} == {"C1", "C10", "Y-缩进", "S-文件"}


def test_junit_skips_what_does_not_count() -> None:
    root = etree.fromstring(written("junit", OLD, UNCHECKED, ROUNDING))
    told = [case.xpath("string(skipped/@message)").partition("：")[0] for case in root.xpath("//testcase[@file]")]
    assert sorted(told) == ["", "存档原件的差错，不计", "未查"]


def test_junit_counts_itself() -> None:
    root = etree.fromstring(written("junit", *KINDS))
    for suite in root.findall("testsuite"):
        cases = suite.findall("testcase")
        kinds = Counter(child.tag for case in cases for child in case)
        counted = [int(suite.get(name, "")) for name in ("tests", "failures", "skipped", "errors")]
        assert counted == [len(cases), kinds["failure"], kinds["skipped"], 0]
    suites = root.findall("testsuite")
    for name in ("tests", "failures", "skipped"):
        assert int(root.get(name, "")) == sum(int(suite.get(name, "")) for suite in suites)


def test_junit_lists_a_rule_that_ran_and_found_nothing() -> None:
    root = etree.fromstring(written("junit", SUM))
    assert root.xpath("string(//testcase[starts-with(@name, '[C80]')]/system-out)") == "通过4项"


# xlsx -----------------------------------------------------------------------------------------------------------------


def test_xlsx_has_text_and_numbers_and_nothing_else() -> None:
    forged = replace(SUM, message="=HYPERLINK(1)", cure="http://a.example/", stated="+1", suspects=("@SUM(A1)",))
    with zipfile.ZipFile(BytesIO(written("xlsx", *KINDS, forged))) as book:
        sheets = [
            etree.fromstring(book.read(name)) for name in book.namelist() if "/sheet" in name and "rels" not in name
        ]
        assert not [name for name in book.namelist() if "rels" in name and "sheet" in name]
    cells = [cell for sheet in sheets for cell in sheet.findall(".//x:c", XHTML)]
    assert {cell.get("t", "n") for cell in cells} == {"s", "n"}
    assert [cell for cell in cells if cell.find("x:f", XHTML) is not None] == []
    assert [sheet for sheet in sheets if sheet.find(".//x:hyperlink", XHTML) is not None] == []


def test_xlsx_amounts_are_numbers() -> None:
    book = openpyxl.load_workbook(BytesIO(written("xlsx", SUM, replace(SUM, stated="25.21%"))))
    heads = [str(cell.value) for cell in book["结论"][1]]
    first, second = (
        dict(zip(heads, (cell.value for cell in row), strict=True)) for row in book["结论"].iter_rows(2, 3)
    )
    assert (first["填报"], first["算得"], first["行"], second["填报"]) == (453.6, -453.59, 12, "25.21%")
    assert first["地址"] == "420199/demo/2022#T1.本年收入合计"


def test_xlsx_bears_the_date_it_is_given() -> None:
    given = dt.datetime(2024, 8, 20, 9, 30, tzinfo=dt.UTC)
    data = format_named("xlsx").rendered(replace(report(SUM), made=given))
    assert openpyxl.load_workbook(BytesIO(data)).properties.created == given.replace(tzinfo=None)


def test_xlsx_cuts_what_no_cell_can_hold() -> None:
    book = openpyxl.load_workbook(BytesIO(written("xlsx", replace(SUM, message="长" * 40_000))))
    assert [cell.value for cell in book["结论"][2] if "太长" in str(cell.value)]


# html -----------------------------------------------------------------------------------------------------------------


def test_html_stands_alone() -> None:
    text = written("html", *KINDS).decode()
    root = html.fromstring(text)
    assert root.xpath("//script | //link | //img | //iframe | //@style | //@onclick") == []
    assert [href for href in root.xpath("//@href | //@src") if not href.startswith("#")] == []
    assert re.findall(r"url\(|@import|https?:", text) == []
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {href[1:] for href in root.xpath("//@href")} <= set(ids)
    assert root.xpath("count(//b)") == 0
    assert "<b>&\"'=1+1" in root.text_content()


def test_html_allows_its_own_style_only_and_takes_the_tokens_of_the_theme() -> None:
    root = html.fromstring(written("html", SUM).decode())
    (css,) = root.xpath("//style/text()")
    policy = root.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)")
    assert policy == f"default-src 'none'; style-src 'sha256-{b64encode(sha256(css.encode()).digest()).decode()}'"
    used, defined = set(re.findall(r"var\((--[\w-]+)\)", css)), set(re.findall(r"^\s*(--[\w-]+):", css, re.MULTILINE))
    assert used
    assert used <= defined


def test_html_shows_every_rule_and_every_record() -> None:
    root = html.fromstring(written("html", SUM).decode())
    assert len(root.xpath("//section[@id='rules']//tbody/tr")) == len(builders.catalog().rules)
    assert root.xpath("//section/h2/text()")[:2] == ["示例区医疗保障局 2022年度", "示例区医疗保障局本级 2021年度"]
    counts = [
        row.xpath("string(dt)") + row.xpath("string(dd)") for row in root.xpath("//section[1]/dl[@class='tally']/div")
    ]
    assert counts == ["通过10", "不通过4", "不适用3", "未查1"]


# rules and the clock --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", builders.catalog().rules.values(), ids=lambda rule: rule.id)
def test_a_rule_is_explained_with_all_its_parts(rule: Rule) -> None:
    told = explained(rule)
    for part in (
        rule.id,
        rule.title,
        rule.basis,
        rule.severity,
        rule.relation or rule.module,
        rule.condition,
        rule.message,
    ):
        assert part.strip() in told
    for case in (rule.good, rule.bad):
        assert all(line.strip() in told for line in case.text.splitlines())


def test_rules_are_listed_by_number() -> None:
    rule = builders.catalog().rules["C1"]
    given = ("C10", "C41b", "C2", "C100", "C41", "B7", "本地")
    assert list(by_number(dict.fromkeys(given, rule))) == ["B7", "C2", "C10", "C41", "C41b", "C100", "本地"]


@pytest.mark.parametrize(
    ("every", "words"),
    [
        ({"表": "T2", "行": "全部"}, "T2表，每一行"),
        ({"表": "T1"}, "T1表"),
        ({"表": "T5", "行": "类", "列": ["小计", "基本支出"]}, "T5表，每一类，小计、基本支出"),
        ({"表": "T4", "行": "本年支出合计、类", "列": ["全部"]}, "T4表，本年支出合计、每一类，每一栏"),
    ],
)
def test_the_cells_of_a_rule_in_words(every: dict[str, Any], words: str) -> None:
    rule = builders.catalog().rules["C1"].model_copy(update={"every": Every.model_validate(every)})
    assert reach(rule) == words


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [(1990, 2099, "各年度"), (2019, 2099, "2019年度起"), (1990, 2021, "到2021年度为止"), (2020, 2020, "2020年度")],
)
def test_the_years_of_a_rule_in_words(since: int, until: int, words: str) -> None:
    rule = builders.catalog().rules["C1"].model_copy(update={"since": since, "until": until})
    assert years(rule) == words


@pytest.mark.parametrize(
    ("asked", "code", "words"), [("c10", 0, "C10  "), ("C1", 0, "C1  "), ("C9999", 2, "没有“C9999”")]
)
def test_explain(asked: str, code: int, words: str) -> None:
    result = CliRunner().invoke(main, ["explain", asked, "-C", str(builders.ROOT)])
    assert (result.exit_code, words in result.output) == (code, True)


def test_the_clock_is_told_by_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1724145000")
    assert clock.made() == dt.datetime(2024, 8, 20, 9, 10, tzinfo=dt.UTC)
    assert clock.today() == dt.date(2024, 8, 20)
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert clock.made() == clock.FIXED
    assert clock.today() > dt.date(2024, 8, 20)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "昨天")
    with pytest.raises(clock.ClockError, match="昨天"):
        clock.made()


@pytest.mark.usefixtures("two_rules")
def test_a_bad_clock_is_a_mistake_of_use(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "昨天")
    assert checked(tmp_path, "sound").exit_code == 2


@pytest.mark.usefixtures("two_rules")
def test_reading_and_rules_are_told_together(tmp_path: Path) -> None:
    made = builders.folder(tmp_path)
    made.put(record(BAD))
    made.put("格式: 1\n 年度: 2021\n", year=2021)
    told = examine(made.project).told
    assert {finding.rule for finding in told} >= {"C1"}
    assert [finding for finding in told if finding.file.endswith("2021.yml")]
