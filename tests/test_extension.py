"""A new table, layout of a place, sentence, code list or term is one file of data: no Python is written here but to look."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

import pytest
from lxml import html

from generator.pipeline import Checked, draw
from tests.builders import DEPARTMENT, ROOT, Books, Folder, folder, page, record, section

PROFILE = """\
格式: 1
标识: 试验-2022
名称: 试验式样
继承: 国家-2022
自: 2022
至: 2022
表:
  - {种类: T5, 号: 附表1}
  - {种类: 捐赠, 号: 附表2, 名: 接受捐赠情况表}
"""

DONATIONS = """\
格式: 1
标识: 捐赠
名称: 接受捐赠
行类: 固定
版面: 行列表
列:
  - {列: 合计, 公式: 现金 + 实物}
  - {列: 现金, 组: 其中}
  - {列: 实物, 组: 其中, 题: 实物折价}
  - {列: 笔数, 单位: 笔, 印: 否}
行:
  - {行: 企业}
  - {行: 个人, 题: 个人（含匿名）}
  - {行: 合计, 公式: 企业 + 个人}
脚注:
  - 本表反映{部门}{年度}年度接受捐赠的情况。
"""

GIFTS = {"T5.2010601.基本支出": "10000", "捐赠.企业.现金": "30000", "捐赠.企业.实物": "5000", "捐赠.个人.现金": "1000"}
GIFT_ROWS = """\
表:
  T5:
    行:
      - {科目: "2010601", 基本支出: 10000}
  捐赠:
    行:
      - {行: 企业, 现金: 30000, 实物: 5000}
      - {行: 个人, 现金: 1000, 笔数: 3}
"""


@pytest.fixture
def place(tmp_path: Path) -> Folder:
    """A project with templates of its own."""
    made = folder(tmp_path)
    made.own_templates()
    return made


def add(place: Folder, path: str, text: str) -> None:
    """One file of data, in templates/."""
    target = place.root / "templates" / path
    assert not target.exists()
    target.write_text(dedent(text), "utf-8")


def built(place: Folder) -> html.HtmlElement:
    """The page of the record."""
    checked = readable(place)
    return page(Books(checked.store, checked.accounts))


def readable(place: Folder) -> Checked:
    checked = place.examine()
    assert checked.findings == ()
    return checked


def body(tree: html.HtmlElement, kind: str) -> list[list[str]]:
    rows = tree.xpath("//section[@data-place=$place]//tbody/tr", place=f"决算表/{kind}")
    return [[cell.text_content().strip().removesuffix("未填") for cell in row] for row in rows]


def heads(tree: html.HtmlElement, kind: str) -> list[list[str]]:
    rows = tree.xpath("//section[@data-place=$place]//thead/tr", place=f"决算表/{kind}")
    return [[cell.text_content().strip() for cell in row] for row in rows]


# a table and a profile that prints it -----------------------------------------------------------------------------------


def test_a_table_and_a_profile_are_one_file_each(place: Folder) -> None:
    add(place, "tables/捐赠.yml", DONATIONS)
    add(place, "profiles/试验-2022.yml", PROFILE)
    place.put(record(profile="试验-2022", more=GIFT_ROWS))
    tree = html.fromstring(draw(place.project, readable(place)).texts[f"{DEPARTMENT}/2022/"])
    assert heads(tree, "捐赠") == [["项目", "合计", "其中"], ["现金", "实物折价"], ["栏次", "1", "2", "3"]]
    assert body(tree, "捐赠") == [
        ["企业", "3.50", "3.00", "0.50"],
        ["个人（含匿名）", "0.10", "0.10", "—"],
        ["合计", "3.60", "3.10", "0.50"],
    ]
    shown = tree.xpath("//section[@data-place='决算表/捐赠']")[0].text_content()
    assert "附表2" in shown
    assert "接受捐赠情况表" in shown
    assert "本表反映部门2022年度接受捐赠的情况。" in shown
    assert tree.xpath("//data[@data-fact='捐赠.合计.合计']/text()") == ["3.60"]
    assert tree.xpath("//section[starts-with(@data-place, '决算表/')]/@data-place") == ["决算表/T5", "决算表/捐赠"]


def test_without_the_files_the_record_is_refused(place: Folder) -> None:
    """The same record names what is missing, so that the test above cannot pass by accident."""
    place.put(record(profile="试验-2022", more=GIFT_ROWS))
    assert {finding.rule for finding in place.examine().findings} >= {"S-板式", "S-表"}


def test_records_are_read_against_the_new_table(place: Folder) -> None:
    add(place, "tables/捐赠.yml", DONATIONS)
    add(place, "profiles/试验-2022.yml", PROFILE)
    place.put(
        record(profile="试验-2022", more=GIFT_ROWS.replace("行: 个人", "行: 个体").replace("实物: 5000", "实务: 5000"))
    )
    found = {(finding.rule, finding.cure) for finding in place.examine().findings}
    assert found == {("S-行名", "是不是“个人”？"), ("S-栏", "是不是“实物”？")}


LAYOUTS = {
    "科目表": (
        "行类: 功能科目\n版面: 科目表\n列:\n  - {列: 计, 公式: 甲 + 乙}\n  - {列: 甲}\n  - {列: 乙}\n",
        '- {科目: "2010601", 甲: 10000, 乙: 20000}',
        [["合计", "3.00", "1.00", "2.00"], ["201", "一般公共服务支出", "3.00", "1.00", "2.00"]],
    ),
    "经济科目": (
        "行类: 经济科目\n版面: 科目表\n列:\n  - {列: 甲}\n  - {列: 乙}\n",
        '- {科目: "30101", 甲: 10000, 乙: 20000}',
        [["合计", "1.00", "2.00"], ["301", "工资福利支出", "1.00", "2.00"], ["30101", "基本工资", "1.00", "2.00"]],
    ),
    "自由行": (
        "行类: 自由\n版面: 行列表\n列:\n  - {列: 数量, 单位: 件}\n  - {列: 金额}\n",
        "- {行: 房屋, 数量: 2, 金额: 10000}\n      - {行: 专利, 数量: 3, 金额: 20000}",
        [["房屋", "2", "1.00"], ["专利", "3", "2.00"]],
    ),
    "单行表": (
        "行类: 固定\n版面: 单行表\n列:\n  - {列: 预算数}\n  - {列: 决算数}\n行:\n  - {行: 会议费}\n  - {行: 培训费}\n",
        "- {行: 会议费, 预算数: 10000, 决算数: 20000}\n      - {行: 培训费, 预算数: 30000, 决算数: 40000}",
        [["1.00", "3.00", "2.00", "4.00"]],
    ),
    "单行表带细项": (
        "行类: 固定\n版面: 单行表\n列:\n  - {列: 决算数}\n行:\n  - {行: 差旅费, 公式: 国内 + 国外}\n  - {行: 国内, 属: 差旅费}\n  - {行: 国外, 属: 差旅费}\n",
        "- {行: 国内, 决算数: 10000}\n      - {行: 国外, 决算数: 20000}",
        [["3.00", "1.00", "2.00"]],
    ),
    "三组表": (
        '行类: 经济科目\n版面: 三组表\n列:\n  - {列: ""}\n附加行:\n  - {行: 人员合计, 公式: \'新表["301"]\'}\n  - {行: 合计, 公式: 人员合计}\n组:\n  - {题: 人员, 类: ["301"], 合计: 人员合计}\n',
        '"30101": 10000',
        [["301", "工资福利支出", "1.00"], ["30101", "基本工资", "1.00"], ["人员合计", "1.00"], ["合计", "1.00"]],
    ),
    "两半表": (
        '行类: 固定\n版面: 两半表\n列:\n  - {列: ""}\n行:\n  - {行: 收}\n  - {行: 支}\n  - {行: 余, 公式: 收 - 支}\n半表:\n  左题: 来源\n  右题: 去向\n  左:\n    - {题: 收入, 行: 收}\n    - {空行: 撑满}\n  右:\n    - {题: 支出, 行: 支}\n    - {题: 结余, 行: 余, 重: 是}\n',
        "收: 30000\n      支: 10000",
        [["收入", "1", "3.00", "支出", "3", "1.00"], ["", "2", "", "结余", "4", "2.00"]],
    ),
}


@pytest.mark.parametrize(("kind", "rows", "wanted"), LAYOUTS.values(), ids=LAYOUTS)
def test_every_layout_serves_a_new_table(place: Folder, kind: str, rows: str, wanted: list[list[str]]) -> None:
    add(place, "tables/新表.yml", f"格式: 1\n标识: 新表\n名称: 新的一张表\n{kind}")
    add(place, "profiles/试验-2022.yml", PROFILE.replace("捐赠", "新表"))
    more = f'表:\n  T5:\n    行:\n      - {{科目: "2010601", 基本支出: 10000}}\n  新表:\n    行:\n      {rows}\n'
    place.put(record(profile="试验-2022", more=more))
    tree = built(place)
    assert body(tree, "新表")[: len(wanted)] == wanted
    assert len(widths(tree, "新表")) == 1


def widths(tree: html.HtmlElement, kind: str) -> set[int]:
    """How many columns the rows of a table have, spans counted; one number if rows and columns meet."""
    found: list[int] = []
    hanging: dict[int, int] = {}
    rows = tree.xpath("//section[@data-place=$place]//tr", place=f"决算表/{kind}")
    for at, row in enumerate(rows):
        width = hanging.pop(at, 0)
        for cell in row.xpath("./th | ./td"):
            span = int(cell.get("colspan", "1"))
            width += span
            for below in range(1, int(cell.get("rowspan", "1"))):
                hanging[at + below] = hanging.get(at + below, 0) + span
        found.append(width)
    assert not hanging
    return set(found)


# sentences, words, switches ---------------------------------------------------------------------------------------------

SENTENCES = """\
格式: 1
样: 捐赠说明
块:
  - 段:
      - ["{年度}年度{部门}接受捐赠{捐赠.合计.合计}万元", "，其中实物{捐赠.合计.实物}万元，占{捐赠.合计.实物/捐赠.合计.合计}", "。"]
      - 若: 开关 列出笔数
        句: "共{捐赠.个人.笔数}笔。"
"""
WITH_SECTION = (
    PROFILE
    + """\
部分:
  - {部分: 决算表, 号: 第一部分, 题: 表}
  - 部分: 情况说明
    号: 第二部分
    题: 说明
    节:
      - {样: 捐赠说明, 号: 一、, 题: 接受捐赠情况}
"""
)


@pytest.mark.parametrize(
    ("extra", "words"),
    [
        ("", "2022年度本部门接受捐赠3.60万元，其中实物0.50万元，占13.89%。"),
        ("用词:\n  部门: 本街道\n", "2022年度本街道接受捐赠3.60万元，其中实物0.50万元，占13.89%。"),
        ("开关:\n  列出笔数: 是\n", "2022年度本部门接受捐赠3.60万元，其中实物0.50万元，占13.89%。共3笔。"),
    ],
)
def test_a_section_is_a_file_of_sentences_and_a_line_of_a_profile(place: Folder, extra: str, words: str) -> None:
    add(place, "tables/捐赠.yml", DONATIONS)
    add(place, "narrative/捐赠说明.yml", SENTENCES)
    add(place, "profiles/试验-2022.yml", WITH_SECTION + extra)
    place.put(record(profile="试验-2022", more=GIFT_ROWS))
    assert section(built(place), "一") == words


def test_a_profile_takes_what_it_does_not_say_from_the_one_it_extends(place: Folder) -> None:
    add(place, "tables/捐赠.yml", DONATIONS)
    add(place, "profiles/试验-2022.yml", PROFILE)
    add(
        place,
        "profiles/试验-街道.yml",
        "格式: 1\n标识: 试验-街道\n名称: 街道\n继承: 试验-2022\n用词:\n  部门: 本街道\n脚注:\n  捐赠: [街道的注。]\n",
    )
    place.put(record(profile="试验-街道", more=GIFT_ROWS + "上年:\n  - {量: T5.合计.小计, 值: 1}\n"))
    checked = readable(place)
    profile = checked.store.catalog.profiles["试验-街道"]
    assert [one.number for one in profile.tables] == ["附表1", "附表2"]
    assert (profile.words["部门"], profile.words["预算词"], profile.switches["千分位"]) == ("本街道", "年初预算", "是")
    tree = page(Books(checked.store, checked.accounts))
    assert tree.xpath("//section[@data-place='决算表/捐赠']//p[@class='tnote']/text()") == ["街道的注。"]


# codes, terms, regions ------------------------------------------------------------------------------------------------


def own(place: Folder, name: str) -> Path:
    """A copy of a linked folder of content/, with nothing changed."""
    target = place.root / "content" / name
    target.unlink()
    target.mkdir()
    for path in (ROOT / "content" / name).rglob("*.*"):
        copy = target / path.relative_to(ROOT / "content" / name)
        copy.parent.mkdir(exist_ok=True)
        copy.write_bytes(path.read_bytes())
    return target


def test_a_years_codes_are_one_file(place: Folder) -> None:
    folder_of_codes = own(place, "codes")
    (folder_of_codes / "2031").mkdir()
    (folder_of_codes / "2031" / "functional.yml").write_text(
        '格式: 1\n年度: 2031\n分类: 支出功能分类\n沿用: 2024\n停用: ["2010602"]\n科目:\n  - {编码: "2010699", 名称: 新名称}\n  - {编码: "2019901", 名称: 新科目}\n'
    )
    rows = '表:\n  T5:\n    行:\n      - {科目: "2010602", 基本支出: 1}\n      - {科目: "2010699", 基本支出: 1}\n      - {科目: "2019901", 基本支出: 1}\n'
    for year in (2024, 2031):
        place.put(record(year=year, more=rows), year=year)
    checked = place.examine()
    assert [(finding.file[-8:], finding.rule) for finding in checked.findings] == [
        ("2024.yml", "S-科目"),
        ("2031.yml", "S-科目"),
    ]
    names = checked.store.catalog.codes("功能科目", 2031)
    assert (names["2010699"].name, names["2019901"].name, "2010602" in names) == ("新名称", "新科目", False)


@pytest.mark.parametrize(("word", "stands"), [("行政运行", True), ("并不出现的词", False)])
def test_a_term_is_one_file_and_is_explained_where_it_is_used(place: Folder, word: str, stands: bool) -> None:
    (own(place, "glossary") / "ceshi-mingci.md").write_text(
        f"---\n词: {word}\n类: 其他\n序: 999\n---\n\n这是**测试**的解释。\n", "utf-8"
    )
    place.put(record({"T5.2010601.基本支出": "10000"}))
    tree = built(place)
    assert bool(tree.xpath("//*[@id='term-ceshi-mingci']")) is stands
    assert ("这是测试的解释。" in tree.text_content()) is stands


def test_a_department_is_a_folder(place: Folder) -> None:
    place.put(record({"T5.2010601.基本支出": "10000"}))
    place.write("records/420199/other/department.yml", "格式: 1\n名称: 示例区档案馆\n简称: 档案馆\n级别: 区\n")
    place.write("records/420199/other/2022.yml", record({"T5.2010601.基本支出": "20000"}))
    texts = draw(place.project, readable(place)).texts
    assert {"420199/other/", "420199/other/2022/", f"{DEPARTMENT}/2022/"} <= texts.keys()
    assert "示例区档案馆" in texts["420199/2022/"]


# mistakes in data -----------------------------------------------------------------------------------------------------

WRONG: dict[str, tuple[Mapping[str, str], str, str]] = {
    "a key no table has": ({"tables/捐赠.yml": DONATIONS + "颜色: 红\n"}, "S-键", "颜色"),
    "a layout that does not exist": ({"tables/捐赠.yml": DONATIONS.replace("行列表", "横列表")}, "S-选", "横列表"),
    "a formula that cannot be read": (
        {"tables/捐赠.yml": DONATIONS.replace("现金 + 实物", "现金 +")},
        "D-公式",
        "现金 +",
    ),
    "a formula that calls": ({"tables/捐赠.yml": DONATIONS.replace("现金 + 实物", "open(1)")}, "D-公式", "open"),
    "a table twice": ({"tables/捐赠.yml": DONATIONS, "tables/捐赠二.yml": DONATIONS}, "D-重复", "捐赠"),
    "a profile that extends nothing": (
        {"profiles/试验-2022.yml": PROFILE.replace("国家-2022", "国家-2002")},
        "D-继承",
        "国家-2002",
    ),
    "a profile that extends itself": (
        {"profiles/试验-2022.yml": PROFILE.replace("国家-2022", "试验-2022")},
        "D-继承",
        "试验-2022",
    ),
    "a profile that prints no known table": ({"profiles/试验-2022.yml": PROFILE}, "D-板式", "捐赠"),
    "a profile with sentences that do not exist": (
        {"tables/捐赠.yml": DONATIONS, "profiles/试验-2022.yml": WITH_SECTION},
        "D-板式",
        "捐赠说明",
    ),
    "two halves that are not given": ({"tables/捐赠.yml": DONATIONS.replace("行列表", "两半表")}, "D-表", "半表"),
    "a condition that does not exist": (
        {"narrative/捐赠说明.yml": SENTENCES.replace("开关 列出", "开着 列出")},
        "D-样板",
        "开着",
    ),
    "a chart that does not exist": ({"narrative/捐赠说明.yml": SENTENCES + "  - 图: 捐赠变动\n"}, "D-样板", "捐赠变动"),
    "a content that does not exist": ({"narrative/捐赠说明.yml": SENTENCES + "  - 内容: 捐赠人\n"}, "D-样板", "捐赠人"),
    "a block that is none": ({"narrative/捐赠说明.yml": SENTENCES + "  - 画: 捐赠变动\n"}, "D-样板", "画"),
    "a file that is no YAML": ({"tables/捐赠.yml": DONATIONS + "可空: [是\n"}, "Y-", ""),
}


@pytest.mark.parametrize(("files", "rule", "word"), WRONG.values(), ids=WRONG)
def test_a_mistake_in_data_is_told_and_breaks_nothing(
    place: Folder, files: Mapping[str, str], rule: str, word: str
) -> None:
    """Whoever adds a file is told what is wrong with it; the other records are still read."""
    for path, text in files.items():
        add(place, path, text)
    place.put(record({"T5.2010601.基本支出": "10000"}))
    checked = place.examine()
    told = [finding for finding in checked.findings if finding.rule.startswith(rule)]
    assert any(word in finding.message for finding in told), checked.findings
    assert {Path(finding.file).name for finding in told} <= {Path(path).name for path in files}
    assert not checked.sound
    assert f"{DEPARTMENT}/2022" in checked.accounts
