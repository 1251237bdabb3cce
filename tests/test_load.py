"""Mistakes in records: every one is told in Chinese, at its line and column, with all others, in one run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.cli import main
from generator.findings import Finding
from generator.pipeline import Checked
from tests.builders import DEPARTMENT, REGION, Folder, folder, record

HAN = re.compile(r"[\u4e00-\u9fff]")
PLANT = re.compile(r"«(.*?)»")
SHAPE = ("S-", "Y-", "D-", "D54")
"""Findings of reading; what the rules say of the figures is tested with the rules."""


@pytest.fixture
def place(tmp_path: Path) -> Folder:
    return folder(tmp_path)


def planted(text: str) -> tuple[str, dict[str, tuple[int, int]]]:
    """The text without «marks», and line and column of each."""
    places: dict[str, tuple[int, int]] = {}
    lines = []
    for number, row in enumerate(text.splitlines(), 1):
        line = row
        while found := PLANT.search(line):
            places[found[1]] = (number, found.start() + 1)
            line = line[: found.start()] + line[found.end() :]
        lines.append(line)
    return "\n".join(lines) + "\n", places


def shape(checked: Checked) -> list[Finding]:
    return [finding for finding in checked.findings if finding.rule.startswith(SHAPE)]


def told(checked: Checked) -> dict[tuple[int, int], Finding]:
    """Findings by place; two at one place fail."""
    findings = shape(checked)
    places = {(finding.line, finding.column): finding for finding in findings}
    assert len(places) == len(findings), [finding.message for finding in findings]
    return places


# many mistakes in one record --------------------------------------------------------------------------------------------

LONG = "很" * 301
MISTAKES = f"""\
格式: 1
年度: «another year than the file name»2021
状态: «wrong choice word»已公布
板式: «no such 板式»国家-2202
金额单位: 元
精度: «precision in words»零点一
«unknown key»公开日起: 2023-08-20
批复日期: «no day of the calendar»2023-02-30
公开日期: «date in another form»2023年8月20日
首年: «true for 是»true
名称: «text over length»{LONG}
来源: «list where a mapping is wanted»[某文件]
概况:
  职能: «text where a list is wanted»制定政策
表:
  T1:
    行:
      «unknown row name»收入合计: 1
  T2:
    行:
      - {{科目: "2010601", 财政拨款收入: «amount with a unit word»41.66万元}}
      - {{科目: "2010602", 财政拨款收入: «thousands separator in a flow row»4,525.99}}
      - {{科目: "2010603", 财政拨款收入: «full-width digits»１２３}}
      - {{科目: "2010604", 财政拨款收入: «three decimals»1.234}}
      - {{科目: «unknown code»"2010691", 财政拨款收入: 1}}
      - {{科目: "2010605", «unknown column»财政拨款收人: 1}}
      - «row twice»{{科目: "2010601", 财政拨款收入: 2}}
      - {{科目: "2010606", 财政拨款收入: 1, «key twice»财政拨款收入: 2}}
      - {{科目: "2010607", «nothing filled in»财政拨款收入: }}
      - «row without its code»{{财政拨款收入: 2}}
      - {{科目: "2010608", 财政拨款收入: «list where an amount is wanted»[1, 2]}}
      - {{科目: "2010650", 财政拨款收入: «dash for nothing»—}}
  «table that is never empty»T3: {{状态: 空表}}
  «empty table with rows»T7: {{状态: 空表, 行: [{{科目: "2120803", 本年收入: 1}}]}}
  «table that is taken from no other»T5: {{来自: 财政拨款}}
  «no such table»T10: {{行: {{甲: 1}}}}
  T6:
    «unknown key of a table»状况: 有数
    行:
      "30101": «amount below an unknown key»1.2.3
  车辆:
    行:
      其他用车: «half a car»2.5
上年:
  - {{量: T5.合计.小计, 值: «last year in words»十万}}
原因:
  - {{量: «no such table of a figure»T99.收入总计, 比: 上年, 写: 说明}}
  - {{量: «no such column of a figure»T5.合计.小记, 比: 上年, 写: 说明}}
  - {{量: T1.收入总计, 比: «wrong choice in a list»去年, 写: 说明}}
用途:
  - «missing key»写: 没有量
内部往来:
  - {{量: T2.合计.上级补助收入, 值: «transfer in words»一百}}
项目:
  - {{标识: «bad slug»Jianguan, 名称: 监管}}
  - {{标识: xuanchuan, 名称: 宣传, 执行数: «amount of a project with a unit»12万}}
绩效表:
  - {{标识: biao, 表式: «no such 表式»F99}}
重点工作:
  正文:
    - {{题: 甲, 文: [联系人办公室], «unknown key deep inside»作者: 乙}}
文字:
  结果应用: «telephone number»拨打13912345678
"""

WANTED = {
    "another year than the file name": ("S-年度", "2022.yml", ""),
    "wrong choice word": ("S-选", "已公布", "存档"),
    "no such 板式": ("S-板式", "国家-2202", "国家-2022"),
    "precision in words": ("S-精度", "0.1", ""),
    "unknown key": ("S-键", "公开日起", "公开日期"),
    "no day of the calendar": ("S-日期", "2023-02-30", ""),
    "date in another form": ("S-日期", "2024-08-20", ""),
    "true for 是": ("S-值", "“是”或“否”", ""),
    "text over length": ("S-值", "301 字", ""),
    "list where a mapping is wanted": ("S-值", "名称: 内容", ""),
    "text where a list is wanted": ("S-值", "“- ”", ""),
    "unknown row name": ("S-行名", "收入合计", "本年收入合计"),
    "amount with a unit word": ("S-金额", "万元", "41.66"),
    "thousands separator in a flow row": ("Y-千位", "4,525.99", "4525.99"),
    "full-width digits": ("S-金额", "全角", "123"),
    "three decimals": ("S-金额", "小数", "1.23"),
    "unknown code": ("S-科目", "2010691", "2010699"),
    "unknown column": ("S-栏", "财政拨款收人", "财政拨款收入"),
    "row twice": ("S-重行", "2010601", ""),
    "key twice": ("Y-重复键", "财政拨款收入", ""),
    "nothing filled in": ("Y-空值", "财政拨款收入", "不适用"),
    "row without its code": ("S-行", "科目", ""),
    "list where an amount is wanted": ("S-值", "财政拨款收入", ""),
    "dash for nothing": ("S-金额", "—", ""),
    "table that is never empty": ("S-空表", "T3", ""),
    "empty table with rows": ("S-空表", "T7", "有数"),
    "table that is taken from no other": ("S-来自", "T5", "来自"),
    "no such table": ("S-表", "T10", "T1"),
    "unknown key of a table": ("S-键", "状况", "状态"),
    "amount below an unknown key": ("S-金额", "1.2.3", ""),
    "half a car": ("S-金额", "2.5", ""),
    "last year in words": ("S-金额", "十万", ""),
    "no such table of a figure": ("S-量", "T99.收入总计", ""),
    "no such column of a figure": ("S-量", "T5.合计.小记", "小计"),
    "wrong choice in a list": ("S-选", "去年", "上年"),
    "missing key": ("S-缺", "量", "量: "),
    "transfer in words": ("S-金额", "一百", ""),
    "bad slug": ("S-标识", "小写字母", ""),
    "amount of a project with a unit": ("S-金额", "12万", "12"),
    "no such 表式": ("S-表式", "F99", ""),
    "unknown key deep inside": ("S-键", "作者", ""),
    "telephone number": ("D54", "手机号码", ""),
}


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Finding | None]:
    """What was told at each planted place, in one run over one record."""
    made = folder(tmp_path_factory.mktemp("many"))
    text, places = planted(MISTAKES)
    made.put(text)
    found = told(made.examine())
    return {name: found.get(at) for name, at in places.items()}


@pytest.mark.parametrize("name", WANTED)
def test_each_mistake_is_told_at_its_place(many: dict[str, Finding | None], name: str) -> None:
    finding = many[name]
    assert finding is not None
    rule, word, cure = WANTED[name]
    assert finding.rule == rule
    assert word in finding.message
    assert cure in finding.cure
    assert HAN.search(finding.message)


def test_nothing_else_is_told(place: Folder) -> None:
    """As many messages as mistakes, and at least twenty kinds of them."""
    text, places = planted(MISTAKES)
    assert set(places) == set(WANTED)
    path = place.put(text)
    checked = place.examine()
    assert set(told(checked)) == set(places.values())
    assert {finding.file for finding in shape(checked)} == {path}
    assert {finding.severity for finding in shape(checked)} == {"错误"}
    assert not checked.sound
    assert checked.store.records == {}


TWENTY = """\
格式: 1
年度: «1»2021
状态: «2»已公布
板式: «3»国家-2202
金额单位: 元
«4»公开日起: 2023-08-20
批复日期: «5»2023-02-30
首年: «6»true
表:
  T2:
    行:
      - {科目: "2010601", 财政拨款收入: «7»41.66万元}
      - {科目: "2010602", 财政拨款收入: «8»4,525.99}
      - {科目: "2010603", 财政拨款收入: «9»１２３}
      - {科目: "2010604", 财政拨款收入: «10»1.234}
      - {科目: «11»"2010691", 财政拨款收入: 1}
      - {科目: "2010605", «12»财政拨款收人: 1}
      - «13»{科目: "2010601", 财政拨款收入: 2}
      - {科目: "2010606", 财政拨款收入: 1, «14»财政拨款收入: 2}
      - {科目: "2010607", «15»财政拨款收入: }
  T9:
    行:
      - {行: «16»公务招待费, 决算数: 1}
  «17»T10: {行: {甲: 1}}
  «18»T3: {状态: 空表}
项目:
  - {标识: «19»Jianguan, 名称: 监管}
用途:
  - «20»写: 没有量
"""


def test_twenty_mistakes_are_twenty_messages_in_one_run(place: Folder) -> None:
    text, places = planted(TWENTY)
    assert len(places) == 20
    path = place.put(text)
    result = CliRunner().invoke(main, ["check", "-C", str(place.root)])
    assert result.exit_code == 1
    lines = [line for line in result.output.splitlines() if line.startswith(path)]
    where = {f"{path}:{line}:{column}" for line, column in places.values()}
    assert {line.split(" ")[0] for line in lines} == where
    assert len(lines) == 20
    assert all(HAN.search(line) for line in lines)


def program(place: Folder, *words: str) -> subprocess.CompletedProcess[str]:
    """The program as a clerk starts it."""
    environment = {**os.environ, "PYTHONUTF8": "1"}
    start = "from generator.cli import main; main()"
    command = [sys.executable, "-c", start, words[0], "-C", str(place.root), *words[1:]]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, env=environment, cwd=Path(__file__).parents[1]
    )


def test_a_build_with_mistakes_writes_no_site(place: Folder) -> None:
    """And a site that stands already is left as it is."""
    text, _ = planted(TWENTY)
    place.put(text)
    assert CliRunner().invoke(main, ["build", "-C", str(place.root)]).exit_code == 1
    assert not (place.root / "site").exists()
    (place.root / "site").mkdir()
    (place.root / "site" / "manifest.json").write_text("{}")
    (place.root / "site" / "index.html").write_text("the old one")
    assert CliRunner().invoke(main, ["build", "-C", str(place.root)]).exit_code == 1
    assert {path.name: path.read_text() for path in (place.root / "site").iterdir()} == {
        "manifest.json": "{}",
        "index.html": "the old one",
    }


GOOD = """\
格式: 1
年度: 2022
状态: 草稿
板式: 国家-2022
口径: 本级
金额单位: 元
表:
  T2:
    行:
      - {科目: "2010601", 财政拨款收入: 100.00}
  T3:
    来自: 财政拨款
  T5:
    行:
      - {科目: "2010601", 基本支出: 100.00}
  T6:
    行:
      "30101": 100.00
  T7: {状态: 空表}
  T8: {状态: 空表}
  T9: {状态: 空表}
"""


def test_the_same_record_without_mistakes_is_read(place: Folder) -> None:
    """Else the tests above could pass for any other reason."""
    place.put(GOOD)
    checked = place.examine()
    assert shape(checked) == []
    assert set(checked.store.records) == {f"{DEPARTMENT}/2022"}


# files that cannot be read ----------------------------------------------------------------------------------------------

BODY = record({"T5.2010601.基本支出": "1"})
UNREADABLE: dict[str, tuple[str | bytes, str, int, int]] = {
    "GBK": (BODY.encode("gb18030"), "Y-编码", 0, 0),
    "UTF-16": (BODY.encode("utf-16"), "Y-编码", 0, 0),
    "UTF-16 without a mark": (BODY.encode("utf-16-le"), "Y-编码", 0, 0),
    "one broken byte": (BODY.encode().replace("已公开".encode(), b"\xe5\xb7"), "Y-编码", 3, 5),
    "tab indent": (BODY.replace("  T5:", "\tT5:"), "Y-制表符", 7, 1),
    "unclosed quote": (BODY + '名称: "没有关上\n', "Y-引号", 10, 5),
    "merge conflict": (BODY + "<<<<<<< 甲\n名称: 甲\n=======\n名称: 乙\n>>>>>>> 乙\n", "Y-冲突", 10, 1),
    "NUL": (BODY.replace("已公开", "已\0公开"), "Y-字符", 3, 6),
    "control character": (BODY.replace("已公开", "已\x07公开"), "Y-字符", 3, 6),
    "invisible character": (BODY.replace("已公开", "已\u200b公开"), "Y-字符", 3, 6),
    "full-width blank": (BODY.replace("状态: ", "状态:\u3000"), "Y-空白", 3, 4),
    "full-width colon": (BODY.replace("状态: ", "状态："), "Y-冒号", 3, 3),
    "anchor": (BODY.replace("状态: ", "状态: &jia "), "Y-锚点", 3, 5),
    "alias": (BODY + "名称: *jia\n", "Y-锚点", 10, 5),
    "tag": (BODY.replace("状态: ", "状态: !!str "), "Y-标签", 3, 5),
    "merge key": (BODY + "<<: {名称: 甲}\n", "Y-合并键", 10, 1),
    "two documents": (BODY + "---\n" + BODY, "Y-多份", 10, 1),
    "over 1 MB": (BODY + "# " + "x" * 1_000_001 + "\n", "Y-过大", 0, 0),
    "too deep": (BODY + f"来源: {'[' * 40}{']' * 40}\n", "Y-过深", 10, 36),
    "too much": (BODY + "来源: [" + "0," * 199_999 + "0]\n", "Y-过多", 10, 399_958),
    "brackets": (BODY + "来源: {题名: 甲\n", "Y-括号", 10, 5),
    "wrong indent": (BODY.replace("    行:", "     行:").replace("      - {", "   - {"), "Y-缩进", 9, 4),
    "empty": ("", "Y-空", 0, 0),
    "only a comment": ("# 还没有填\n", "Y-空", 0, 0),
    "a list": ("- 格式: 1\n", "Y-最外层", 1, 1),
    "a sentence": ("这不是记录\n", "Y-最外层", 1, 1),
    "percent directive": ("%YAML 1.1\n---\n" + BODY, "Y-指令", 1, 1),
}


def departments(place: Folder, name: str) -> str:
    """A department of its own for one file; gives the file's path."""
    at = f"records/{REGION}/{name}"
    place.write(f"{at}/department.yml", f"格式: 1\n名称: {name}\n简称: {name}\n级别: 区\n")
    return f"{at}/2022.yml"


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Finding]]:
    """Findings by kind of fault, of one run over a project that holds a file of every kind, and one good one."""
    place = folder(tmp_path_factory.mktemp("broken"))
    files = {}
    for at, (name, (data, *_)) in enumerate(UNREADABLE.items()):
        path = departments(place, f"d{at}")
        place.write(path, data)
        files[path] = name
    path = departments(place, "link")
    (place.root / "content" / path).symlink_to(place.root / "content" / f"records/{DEPARTMENT}/2022.yml")
    files[path] = "symlink"
    path = departments(place, "folder")
    (place.root / "content" / path).mkdir()
    files[path] = "folder"
    place.put(BODY)
    checked = place.examine()
    assert set(checked.store.records) == {f"{DEPARTMENT}/2022"}
    assert {finding.file for finding in shape(checked)} <= files.keys()
    found: dict[str, list[Finding]] = {name: [] for name in files.values()}
    for finding in shape(checked):
        found[files[finding.file]].append(finding)
    return found


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_makes_a_file_unreadable_is_told(broken: dict[str, list[Finding]], name: str) -> None:
    """All in one run over one project, each once: nothing is told that only follows from it."""
    _, rule, line, column = UNREADABLE[name]
    found = [finding for finding in broken[name] if finding.rule != "Y-空值"]
    assert [(finding.rule, finding.line, finding.column) for finding in found] == [(rule, line, column)]
    assert HAN.search(found[0].message)
    assert found[0].severity == "错误"


@pytest.mark.parametrize("name", ["symlink", "folder"])
def test_what_is_no_plain_file_is_not_opened(broken: dict[str, list[Finding]], name: str) -> None:
    (finding,) = broken[name]
    assert finding.rule in {"S-文件", "Y-文件", "S-单位"}
    assert HAN.search(finding.message)


def test_unreadable_and_readable_mistakes_of_one_file_are_told_together(place: Folder) -> None:
    """A key twice does not hide a bad amount further down."""
    text, places = planted(
        '格式: 1\n年度: 2022\n状态: 草稿\n«twice»状态: 草稿\n板式: 国家-2022\n金额单位: 元\n表:\n  T5:\n    行:\n      - {科目: "2010601", 基本支出: «amount»一百}\n'
    )
    place.put(text)
    found = told(place.examine())
    assert {found[at].rule for at in places.values()} == {"Y-重复键", "S-金额"}


# the folders -----------------------------------------------------------------------------------------------------------

FOLDERS: dict[str, tuple[Callable[[Folder], object], str, str]] = {
    "no site.yml": (lambda place: (place.root / "content" / "site.yml").unlink(), "Y-文件", "site.yml"),
    "a file among the regions": (lambda place: place.write("records/说明.txt", "x"), "S-文件", "records/说明.txt"),
    "a region of five digits": (lambda place: place.write("records/42019/region.yml", "x"), "S-文件", "records/42019"),
    "no region.yml": (
        lambda place: place.write("records/420198/demo/department.yml", "x"),
        "Y-文件",
        "records/420198/region.yml",
    ),
    "no department.yml": (
        lambda place: place.write(f"records/{REGION}/other/2022.yml", BODY),
        "Y-文件",
        f"records/{REGION}/other/department.yml",
    ),
    "a department in capitals": (
        lambda place: place.write(f"records/{REGION}/YBJ/department.yml", "x"),
        "S-文件",
        f"records/{REGION}/YBJ",
    ),
    "a record without a year": (
        lambda place: place.write(f"records/{DEPARTMENT}/决算.yml", BODY),
        "S-文件",
        f"records/{DEPARTMENT}/决算.yml",
    ),
    "a record as .yaml": (
        lambda place: place.write(f"records/{DEPARTMENT}/2022.yaml", BODY),
        "S-文件",
        f"records/{DEPARTMENT}/2022.yaml",
    ),
    "a unit nobody knows": (
        lambda place: place.write(f"records/{DEPARTMENT}/zhongxing/2022.yml", BODY),
        "S-单位",
        f"records/{DEPARTMENT}/zhongxing",
    ),
    "a wrong key of the region": (
        lambda place: place.write(f"records/{REGION}/region.yml", "格式: 1\n名称: 甲\n简称: 甲\n级別: 区\n"),
        "S-键",
        f"records/{REGION}/region.yml",
    ),
    "a wrong level": (
        lambda place: place.write(f"records/{DEPARTMENT}/department.yml", "格式: 1\n名称: 甲\n简称: 甲\n级别: 镇\n"),
        "S-选",
        f"records/{DEPARTMENT}/department.yml",
    ),
    "another format": (
        lambda place: place.put(BODY.replace("格式: 1", "格式: 2")),
        "S-选",
        f"records/{DEPARTMENT}/2022.yml",
    ),
}


@pytest.mark.parametrize(("spoil", "rule", "file"), FOLDERS.values(), ids=FOLDERS)
def test_what_is_wrong_with_folders_is_told(
    place: Folder, spoil: Callable[[Folder], object], rule: str, file: str
) -> None:
    spoil(place)
    found = place.findings()
    assert (rule, file) in {(finding.rule, finding.file) for finding in found}
    assert all(HAN.search(finding.message) for finding in found)


@pytest.mark.parametrize(
    "path",
    [f"records/{DEPARTMENT}/.2022.yml.swp", f"records/{DEPARTMENT}/~$2022.yml", f"records/{DEPARTMENT}/.DS_Store"],
)
def test_what_editors_leave_behind_is_passed_over(place: Folder, path: str) -> None:
    place.put(GOOD)
    place.write(path, b"\0\1\2")
    assert place.findings() == ()


@pytest.mark.parametrize(
    ("file", "text"),
    [
        (f"records/{REGION}/region.yml", "格式: 1\n名称: 甲\n"),
        (f"records/{DEPARTMENT}/department.yml", "格式: 1\n名称: 甲\n"),
    ],
)
def test_a_broken_file_above_does_not_hide_mistakes_below(place: Folder, file: str, text: str) -> None:
    """All errors of all files in one run, also of records whose region or department cannot be read."""
    place.write(file, text)
    path = place.put(BODY.replace("已公开", "已公布"))
    place.put(BODY.replace("金额单位: 元", "金额单位: 角"), unit="zhongxin")
    files = {finding.file for finding in place.findings()}
    assert files == {file, path, f"records/{DEPARTMENT}/zhongxin/2022.yml"}


def test_one_broken_record_does_not_hide_the_others(place: Folder) -> None:
    place.put(BODY.replace("年度: 2022", "年度: 2021").replace("国家-2022", "国家-2020"), year=2021)
    place.put(BODY.replace("已公开", "已公布"))
    checked = place.examine()
    assert set(checked.store.records) == {f"{DEPARTMENT}/2021"}
    assert not checked.sound


# archives ---------------------------------------------------------------------------------------------------------------


def test_odd_amounts_of_an_archive_are_noted_and_do_not_block(place: Folder) -> None:
    """A foreign document is kept as it stands, with what is wrong in it."""
    text = record({"T5.合计.小计": "2403万", "T5.208.小计": "100.123456"}, status="存档", unit="万元")
    place.put(text)
    checked = place.examine()
    assert [(finding.rule, finding.severity) for finding in shape(checked)] == [("S-金额", "警告")]
    figures = checked.accounts[f"{DEPARTMENT}/2022"].figures
    odd = figures.measure("T5.合计.小计")
    assert odd is not None
    assert (odd.value, odd.text) == (None, "2403万")


def test_an_archive_that_can_only_be_read_in_part_is_not_published(place: Folder) -> None:
    """Its odd figures are its own; a torn file is ours to mend."""
    place.put(record({"T5.合计.小计": "1"}, status="存档") + "名称: 甲\n名称: 乙\n")
    checked = place.examine()
    assert [finding.rule for finding in shape(checked)] == ["Y-重复键"]
    assert not checked.sound
    assert checked.store.records == {}


def test_the_shape_of_an_archive_counts_as_any_others(place: Folder) -> None:
    place.put(record({"T5.合计.小计": "1"}, status="存档") + "公开日起: 2023-08-20\n")
    checked = place.examine()
    assert [finding.rule for finding in shape(checked)] == ["S-键"]
    assert not checked.sound


# whatever a record holds ------------------------------------------------------------------------------------------------

FULL = """\
格式: 1
年度: 2022
状态: 已公开
板式: 国家-2022
文件类型: 部门决算
口径: 汇总
金额单位: 元
精度: 0.01
名称: 示例局
首年: 否
批复日期: 2023-08-01
公开日期: 2023-08-20
来源: {题名: 文件, 发布机构: 示例局, 说明: 无}
审核: {保密审查: 已审查, 负责人审签: 已审签, 日期: 2023-08-19}
概况:
  职能: [制定政策]
  单位: [{名称: 本级, 性质: 行政单位}]
  单位构成: 只有本级
表:
  T1:
    状态: 有数
    行: {收入总计: 100}
    注: 说明
  T3: {来自: 财政拨款}
  T5:
    行:
      - {科目: "2010601", 名称: 行政运行, 基本支出: 100, 注: 说明, 列入: ["2010602"]}
    列入: ["2010601"]
  T9:
    行:
      - {行: 公务接待费, 预算数: 1, 决算数: 1}
分单位:
  - {标识: zhongxin, 名称: 服务中心, 表: {T9: {行: [{行: 公务接待费, 决算数: 1}]}}}
内部往来: [{量: T2.合计.上级补助收入, 值: 1, 说明: 无}]
上年: [{量: T5.合计.小计, 值: 90}]
原因: [{量: T5.合计.小计, 比: 上年, 写: 增加}]
用途: [{量: T5.201, 写: 运转}]
文字: {结果应用: 改进}
项目:
  - {标识: jianguan, 名称: 监管, 别名: [督查], 单位: zhongxin, 年初预算: 1, 全年预算: 1, 执行数: 1, 用途: 甲, 成效: 乙, 问题: 丙, 改进: 丁, 综述: 否}
重点工作:
  正文: [{题: 甲, 文: [乙]}]
  表: [{事项: 甲, 内容: 乙, 完成: 丙}]
原文: [{处: 一, 量: T1.收入总计, 写作: 100, 词: 增加}]
关系: [{式: 2 = 1 + 1, 处: 一, 说明: 无}]
说明差异: [{规则: C1, 量: T1.收入总计, 理由: 无, 谁: 财务科, 至: 2024-01-01}]
更正: [{日期: 2023-09-01, 量: T1.收入总计, 原: 1, 现: 2, 说明: 无}]
"""


def leaves(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Ways to every value of a tree."""
    if isinstance(node, dict | list):
        for key, value in node.items() if isinstance(node, dict) else enumerate(node):
            yield from leaves(value, (*path, key))
    else:
        yield path


@cache
def _whole() -> Any:
    return yaml.load(FULL, yaml.BaseLoader)  # noqa: S506 - all scalars stay text, nothing is constructed


def tree() -> Any:
    return deepcopy(_whole())


def dumped(changed: Any) -> str:
    return yaml.dump(changed, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=10_000)


def with_value(path: tuple[Any, ...], value: Any) -> str:
    changed = tree()
    node = changed
    for step in path[:-1]:
        node = node[step]
    node[path[-1]] = value
    return dumped(changed)


def name_of(path: tuple[Any, ...]) -> str:
    return ".".join(map(str, path))


def test_a_record_with_everything_in_it_is_read(place: Folder) -> None:
    place.put(FULL)
    assert place.findings() == ()
    place.put(with_value(("名称",), "另一个局"))
    assert place.findings() == ()


@pytest.mark.parametrize("path", list(leaves(tree())), ids=name_of)
@pytest.mark.parametrize("value", [["甲"], {"甲": "乙"}], ids=["a list", "a mapping"])
def test_a_list_or_a_mapping_in_place_of_any_value_is_told(place: Folder, path: tuple[Any, ...], value: Any) -> None:
    place.put(with_value(path, value))
    found = place.findings()
    assert found
    assert all(HAN.search(finding.message) and finding.line for finding in found)


def keys(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Ways to every key that has a meaning; names of texts are free."""
    for key, value in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        if isinstance(node, dict) and path != ("文字",):
            yield (*path, key)
        yield from keys(value, (*path, key))


def renamed(path: tuple[Any, ...]) -> str:
    changed = tree()
    node = changed
    for step in path[:-1]:
        node = node[step]
    node[f"{path[-1]}者"] = node.pop(path[-1])
    return dumped(changed)


@pytest.mark.parametrize("path", list(keys(tree())), ids=name_of)
def test_any_misspelt_key_is_told(place: Folder, path: tuple[Any, ...]) -> None:
    place.put(renamed(path))
    assert [finding for finding in place.findings() if f"{path[-1]}" in finding.message]


@settings(max_examples=60)
@given(
    st.sampled_from(list(leaves(tree()))),
    st.one_of(
        st.text(max_size=12),
        st.sampled_from(
            [
                "",
                "0",
                "-",
                "1e5",
                "NaN",
                "١٢",
                "1.2.3",
                ".",
                "不适用",
                "T5",
                "/",
                ":",
                "A/B/C",
                "..",
                "9" * 40,
                "2022-02-30",
                "{",
                "%",
                "\u200b",
            ]
        ),
    ),
)
def test_no_value_whatever_breaks_the_reading(
    tmp_path_factory: pytest.TempPathFactory, path: tuple[Any, ...], value: str
) -> None:
    """It is taken, or told; the program never falls over it."""
    place = folder(tmp_path_factory.mktemp("any"))
    place.put(with_value(path, value))
    assert all(HAN.search(finding.message) for finding in place.findings())


def test_the_program_says_the_same_when_it_is_started(place: Folder) -> None:
    text, places = planted(TWENTY)
    path = place.put(text)
    done = program(place, "check")
    assert done.returncode == 1
    assert "Traceback" not in done.stdout + done.stderr
    lines = [line for line in done.stdout.splitlines() if line.startswith(path)]
    assert {line.split(" ")[0] for line in lines} == {f"{path}:{line}:{column}" for line, column in places.values()}
