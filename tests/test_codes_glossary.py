"""The code lists and the glossary as data: complete, coherent, and readable without the generator."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

CONTENT = Path(__file__).resolve().parents[1] / "content"
YEARS = (2019, 2020, 2021, 2022, 2023, 2024)
KINDS = {"functional": "支出功能分类", "economic": "部门预算支出经济分类"}
LISTS = [(kind, year) for kind in KINDS for year in YEARS]
LATER = [(kind, year) for kind, year in LISTS if year > YEARS[0]]
LENGTHS = {"functional": (3, 5, 7), "economic": (3, 5)}
FUNDS = {"政府性基金预算", "国有资本经营预算"}
ROW = re.compile(r'  - \{编码: "\d+", 名称: [^,{}]+, 查证: [是否](, 预算: [^,{}]+)?(, 释义: [^,{}]+。)?\}')
HALF_WIDTH = re.compile(r"[,;:!?()]|[一-鿿] +[0-9一-鿿]|[0-9] +[一-鿿]")
PLACEHOLDER = re.compile(r"[XxＸ×*]{2,}|…|\.{3}|待补|待定|TODO|[（(][）)]")

Row = dict[str, str]

# Typed by hand from the documents we archive: year → code → name of the 项 (or 类) they print or imply.
PRINTED: dict[int, dict[str, str]] = {
    2019: {
        "2080108": "信息化建设",
        "2080109": "社会保险经办机构",
        "2080111": "公共就业服务和职业技能鉴定机构",
        "2080502": "事业单位离退休",
        "2080505": "机关事业单位基本养老保险缴费支出",
        "2080506": "机关事业单位职业年金缴费支出",
        "2089901": "其他社会保障和就业支出",
        "2100101": "行政运行",
        "2101102": "事业单位医疗",
        "2101501": "行政运行",
        "2101502": "一般行政管理事务",
        "2101505": "医疗保障政策管理",
        "2210201": "住房公积金",
        "2210202": "提租补贴",
    },
    2021: {
        "208": "社会保障和就业支出",
        "210": "卫生健康支出",
        "221": "住房保障支出",
        "2010601": "行政运行",
    },
    2022: {
        "2010302": "一般行政管理事务",
        "2010601": "行政运行",
        "2080150": "事业运行",
        "2080199": "其他人力资源和社会保障管理事务支出",
        "2080208": "基层政权建设和社区治理",
        "2080502": "事业单位离退休",
        "2080505": "机关事业单位基本养老保险缴费支出",
        "2080506": "机关事业单位职业年金缴费支出",
        "2080704": "社会保险补贴",
        "2080799": "其他就业补助支出",
        "2101101": "行政单位医疗",
        "2101102": "事业单位医疗",
        "2101103": "公务员医疗补助",
        "2101301": "城乡医疗救助",
        "2101501": "行政运行",
        "2101502": "一般行政管理事务",
        "2101505": "医疗保障政策管理",
        "2101506": "医疗保障经办事务",
        "2101550": "事业运行",
        "2101599": "其他医疗保障管理事务支出",
        "2210201": "住房公积金",
        "2210202": "提租补贴",
        "2296013": "用于城乡医疗救助的彩票公益金支出",
    },
}

# code → {first year of the name: name}; None = not valid from that year.
CHANGES: dict[str, dict[int, str | None]] = {
    "207": {2019: "文化旅游体育与传媒支出"},
    "215": {2019: "资源勘探信息等支出", 2020: "资源勘探工业信息等支出"},
    "220": {2019: "自然资源海洋气象等支出"},
    "224": {2019: "灾害防治及应急管理支出"},
    "234": {2019: None, 2020: "抗疫特别国债安排的支出"},
    "20805": {2019: "行政事业单位离退休", 2020: "行政事业单位养老支出"},
    "21015": {2019: "医疗保障管理事务"},
    "21006": {2019: "中医药", 2024: None},
    "21017": {2019: None, 2024: "中医药事务"},
    "21018": {2019: None, 2024: "疾病预防控制事务"},
    "21305": {2019: "扶贫", 2021: "巩固脱贫衔接乡村振兴", 2023: "巩固脱贫攻坚成果衔接乡村振兴"},
    "2089901": {2019: "其他社会保障和就业支出", 2021: None},
    "2089999": {2019: None, 2021: "其他社会保障和就业支出"},
    "2109901": {2019: "其他卫生健康支出", 2021: None},
    "2109999": {2019: None, 2021: "其他卫生健康支出"},
    "30311": {2019: None, 2020: "代缴社会保险费"},
    "31304": {2019: None, 2020: "对机关事业单位职业年金的补助"},
    "39906": {2019: "赠与", 2022: None},
    "39909": {2019: None, 2022: "经常性赠与"},
}

CLASSES = (
    "201 202 203 204 205 206 207 208 209 210 211 212 213 214 215 216 217 219 220 221 222 223 224"
    " 227 229 230 231 232 233"
)

# 经济分类: 类 → its 款 as the 2024 table of 基本支出 needs them.
ECONOMIC = {
    "301": "01 02 03 06 07 08 09 10 11 12 13 14 99",
    "302": "01 02 03 04 05 06 07 08 09 11 12 13 14 15 16 17 18 24 25 26 27 28 29 31 39 40 99",
    "303": "01 02 03 04 05 06 07 08 09 10 11 99",
    "307": "01 02 03 04",
    "309": "01 02 03 05 06 07 08 13 19 21 22 99",
    "310": "01 02 03 05 06 07 08 09 10 11 12 13 19 21 22 99",
    "311": "01 99",
    "312": "01 03 04 05 99",
    "313": "02 03 04",
    "399": "07 08 09 10 99",
}

TERMS = (
    "一般公共预算财政拨款收入 政府性基金预算财政拨款收入 国有资本经营预算财政拨款收入 财政拨款收入 上级补助收入"
    " 事业收入 经营收入 附属单位上缴收入 其他收入 使用非财政拨款结余 用事业基金弥补收支差额 年初结转和结余 结余分配"
    " 年末结转和结余 基本支出 项目支出 上缴上级支出 经营支出 对附属单位补助支出 人员经费 公用经费 工资福利支出"
    " 商品和服务支出 对个人和家庭的补助 资本性支出 “三公”经费 因公出国（境）费 公务用车购置及运行维护费 公务接待费"
    " 机关运行经费 政府采购 中小企业 国有资产 预算绩效管理 绩效自评 年初预算 全年预算数 决算数 完成率 执行率"
    " 尾数误差 汇总 本级 参公 转移支付"
)


def read_list(kind: str, year: int) -> dict[str, Any]:
    """One file as it stands."""
    data = yaml.safe_load((CONTENT / "codes" / str(year) / f"{kind}.yml").read_text(encoding="utf-8"))
    assert isinstance(data, dict)
    return data


@cache
def resolve(kind: str, year: int) -> dict[str, Row]:
    """Code → row valid in that year, following 沿用."""
    data = read_list(kind, year)
    rows = dict(resolve(kind, data["沿用"])) if "沿用" in data else {}
    for code in data.get("停用", []):
        del rows[code]
    rows.update({row["编码"]: row for row in data["科目"]})
    return rows


def name_in(code: str, year: int) -> str | None:
    """The name of a code of either classification in a year."""
    kind = "economic" if code[0] == "3" else "functional"
    row = resolve(kind, year).get(code)
    return None if row is None else row["名称"]


def test_the_years_are_the_ones_the_sample_needs() -> None:
    found = {path.name for path in (CONTENT / "codes").iterdir()}
    assert found == {str(year) for year in YEARS}


@pytest.mark.parametrize(("kind", "year"), LISTS)
def test_head_of_a_list(kind: str, year: int) -> None:
    data = read_list(kind, year)
    assert next(iter(data.items())) == ("格式", 1)
    assert (data["年度"], data["分类"]) == (year, KINDS[kind])
    assert data.get("沿用") == (None if year == YEARS[0] else year - 1)
    assert set(data) <= {"格式", "年度", "分类", "沿用", "科目", "停用"}


@pytest.mark.parametrize(("kind", "year"), LISTS)
def test_one_row_per_line_in_the_order_of_the_codes(kind: str, year: int) -> None:
    text = (CONTENT / "codes" / str(year) / f"{kind}.yml").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.startswith("  ")]
    assert [line for line in lines if not ROW.fullmatch(line)] == []
    codes = [row["编码"] for row in read_list(kind, year)["科目"]]
    assert len(lines) == len(codes)
    assert codes == sorted(set(codes)), "编码重复或次序不对"


@pytest.mark.parametrize(("kind", "year"), LATER)
def test_a_later_year_lists_only_what_changes(kind: str, year: int) -> None:
    data = read_list(kind, year)
    before = resolve(kind, data["沿用"])
    assert [row for row in data["科目"] if before.get(row["编码"]) == row] == []
    dropped = data.get("停用", [])
    assert set(dropped) <= set(before)
    assert not set(dropped) & {row["编码"] for row in data["科目"]}


@pytest.mark.parametrize(("kind", "year"), LISTS)
def test_every_code_has_its_length_and_its_parent(kind: str, year: int) -> None:
    rows = resolve(kind, year)
    first = "2" if kind == "functional" else "3"
    assert [c for c in rows if not c.isdigit() or len(c) not in LENGTHS[kind] or c[0] != first] == []
    orphans = [c for c in rows if len(c) > 3 and not rows.get(c[:-2], {}).get("名称")]
    assert orphans == []
    assert [c for c, row in rows.items() if row["编码"] != c or row["查证"] not in ("是", "否")] == []


@pytest.mark.parametrize("year", YEARS)
def test_every_functional_item_is_explained(year: int) -> None:
    items = {c: row for c, row in resolve("functional", year).items() if len(c) == 7}
    assert 150 <= len(items) <= 260
    assert [c for c, row in items.items() if len(row.get("释义", "")) < 8] == []
    assert [c for c, row in items.items() if row["释义"].count("。") != 1] == []
    assert [c for c, row in items.items() if HALF_WIDTH.search(row["释义"])] == []


@pytest.mark.parametrize("year", YEARS)
def test_a_fund_covers_a_whole_branch(year: int) -> None:
    rows = resolve("functional", year)
    assert {row["预算"] for row in rows.values() if "预算" in row} == FUNDS
    state = {c for c, row in rows.items() if row.get("预算") == "国有资本经营预算"}
    assert state == {c for c in rows if c.startswith("223")}
    items = [c for c in rows if len(c) == 7]
    assert [c for c in items if rows[c].get("预算") != rows[c[:5]].get("预算")] == []
    assert [c for c in rows if c.startswith("234") and rows[c].get("预算") != "政府性基金预算"] == []


@pytest.mark.parametrize(
    ("year", "code", "name"),
    [(year, code, name) for year, items in PRINTED.items() for code, name in items.items()],
)
def test_the_items_of_the_archived_documents_are_there(year: int, code: str, name: str) -> None:
    assert name_in(code, year) == name


@pytest.mark.parametrize("code", CHANGES)
def test_changes_take_effect_in_their_year(code: str) -> None:
    expected: dict[int, str | None] = {}
    for year in YEARS:
        expected[year] = CHANGES[code].get(year, expected.get(year - 1))
    assert {year: name_in(code, year) for year in YEARS} == expected


@pytest.mark.parametrize("year", YEARS)
def test_classes_and_the_whole_of_21015(year: int) -> None:
    rows = resolve("functional", year)
    expected = {*CLASSES.split(), *(["234"] if year >= 2020 else [])}
    assert {c for c in rows if len(c) == 3} == expected
    tails = sorted(c[5:] for c in rows if len(c) == 7 and c.startswith("21015"))
    assert tails == ["01", "02", "03", "04", "05", "06", "50", "99"]


def test_the_economic_list_of_2024_is_complete() -> None:
    expected = {first + tail for first, tails in ECONOMIC.items() for tail in tails.split()}
    assert set(resolve("economic", 2024)) == expected | set(ECONOMIC)


def test_confirmed_functional_items() -> None:
    confirmed = {c for c, row in resolve("functional", 2024).items() if row["查证"] == "是"}
    assert confirmed == {"20805", "2080505", "2101101", "2210202"}
    assert resolve("functional", 2019)["20805"]["查证"] == "否"


def glossary_files() -> list[Path]:
    """All term files, in a stable order."""
    return sorted((CONTENT / "glossary").glob("*.md"))


@cache
def read_term(path: Path) -> tuple[dict[str, Any], str]:
    """Front matter and text of one term."""
    opening, front, text = path.read_text(encoding="utf-8").split("---\n", 2)
    assert opening == ""
    head = yaml.safe_load(front)
    assert isinstance(head, dict)
    return head, text.strip()


@pytest.mark.parametrize("path", glossary_files(), ids=lambda path: path.stem)
def test_a_term_has_its_keys(path: Path) -> None:
    head, _ = read_term(path)
    assert list(head) == [k for k in ("词", "别名", "类", "序", "自", "至") if k in head]
    assert {"词", "类", "序"} <= set(head)
    assert head["类"] in ("收入", "支出", "结转结余", "三公", "运行与采购", "绩效", "其他")
    assert isinstance(head["序"], int)
    assert all(isinstance(word, str) and word for word in [head["词"], *head.get("别名", [])])
    assert 2000 < head.get("自", 2019) <= head.get("至", 2024) < 2100
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", path.stem)


@pytest.mark.parametrize("path", glossary_files(), ids=lambda path: path.stem)
def test_the_text_of_a_term(path: Path) -> None:
    _, text = read_term(path)
    paragraphs = text.split("\n\n")
    assert 1 <= len(paragraphs) <= 2
    for paragraph in paragraphs:
        assert "\n" not in paragraph
        assert paragraph.endswith("。")
        assert len(re.findall(r"[一-鿿]", paragraph)) >= 15
        assert not HALF_WIDTH.search(paragraph)
        assert not PLACEHOLDER.search(paragraph)


def test_words_and_other_wordings_are_unique() -> None:
    heads = [read_term(path)[0] for path in glossary_files()]
    words = Counter(word for head in heads for word in [head["词"], *head.get("别名", [])])
    assert {word for word, count in words.items() if count > 1} == set()
    orders = Counter(head["序"] for head in heads)
    assert {order for order, count in orders.items() if count > 1} == set()


@pytest.mark.parametrize("word", TERMS.split())
def test_the_usual_terms_are_explained(word: str) -> None:
    assert word in {read_term(path)[0]["词"] for path in glossary_files()}


@pytest.mark.parametrize(
    ("word", "years"),
    [
        ("用事业基金弥补收支差额", {2018, 2019}),
        ("使用非财政拨款结余", {2019, 2020, 2024}),
        ("国有资本经营预算财政拨款收入", {2020, 2024}),
        ("上级补助收入", {2018, 2019, 2020, 2024}),
    ],
)
def test_terms_are_current_in_their_years(word: str, years: set[int]) -> None:
    (head,) = [read_term(p)[0] for p in glossary_files() if read_term(p)[0]["词"] == word]
    current = {y for y in (2018, 2019, 2020, 2024) if head.get("自", 0) <= y <= head.get("至", 9999)}
    assert current == years
