"""What the rules on self-evaluation forms find in small forms, and what they leave alone."""

from __future__ import annotations

import pytest

from tests.check_cases import ARCHIVE, LIVING, tried

WHOLE = "年度资金总额"


def form(
    *funds: str,
    rows: tuple[str, ...] = (),
    more: str = "",
    layout: str = "国家-2021",
    slug: str = "yljg",
    name: str = "医疗监管",
) -> str:
    """One form as it is typed; rows of money and indicators in flow style."""
    title = "项目名称" if layout != "F10" else "转移支付名称"
    text = f"  - 标识: {slug}\n    表式: {layout}\n    表头: {{{title}: {name}, 项目类别: 部门预算项目, 项目属性: 持续性项目, 项目类型: 常年性项目}}\n"
    if layout not in {"F1", "F2", "F3"}:
        text = text.replace(", 项目类别: 部门预算项目, 项目属性: 持续性项目, 项目类型: 常年性项目", "")
    text += "    资金:\n" + "".join(f"      - {{{one}}}\n" for one in funds) if funds else ""
    text += "    指标:\n" + "".join(f"      - {{{one}}}\n" for one in rows) if rows else ""
    return text + more


def forms(*texts: str) -> str:
    return "绩效表:\n" + "".join(texts)


def indicator(cells: str, group: str = "产出指标", second: str = "数量指标", name: str = "检查定点医药机构") -> str:
    return f"一级指标: {group}, 二级指标: {second}, 三级指标: {name}, {cells}"


MONEY = {
    "a rate as its digits allow": f"行: {WHOLE}, 全年预算数: 561.69, 全年执行数: 544.54, 执行率: 96.95%",
    "a rate within the rounding of its amounts": f"行: {WHOLE}, 全年预算数: 63.8, 全年执行数: 55.29, 执行率: 86.67%",
    "a rate in whole per cent": f"行: {WHOLE}, 全年预算数: 73, 全年执行数: 63.78, 执行率: 87%",
    "a wrong rate": f"行: {WHOLE}, 全年预算数: 20, 全年执行数: 18.83, 执行率: «C113»95%",
    "a rate on nothing": f"行: {WHOLE}, 全年预算数: 0, 全年执行数: 0, 执行率: «C113»100%",
    "points on nothing": f"行: {WHOLE}, 全年预算数: 0, 全年执行数: 0, 分值: 10, 得分: 10",
    "no rate meant": f"行: {WHOLE}, 全年预算数: 20, 全年执行数: 18.83, 执行率: —",
    "a rate of which the budget is not stated": f"行: {WHOLE}, 全年执行数: 18.83, 执行率: 95%",
    "a score of one decimal": f"行: {WHOLE}, 全年预算数: 63.8, 全年执行数: 55.29, 分值: 20, 得分: 17.3",
    "a whole score": f"行: {WHOLE}, 全年预算数: 73, 全年执行数: 63.78, 分值: 10, 得分: 9",
    "a score too high": f"行: {WHOLE}, 全年预算数: 20, 全年执行数: 18.83, 分值: 10, 得分: «C115»10",
    "more spent than budgeted earns full points": f"行: {WHOLE}, 全年预算数: 20, 全年执行数: 25, 分值: 10, 得分: 10",
    "more points than there are": f"行: {WHOLE}, 全年预算数: 20, 全年执行数: 25, 分值: 10, 得分: «C115»«C117»12.5",
    "an amount with a word in it": f"行: {WHOLE}, 全年预算数: 20万, 全年执行数: 18.83万, 执行率: 95%",
}


@pytest.mark.parametrize("row", MONEY.values(), ids=MONEY)
def test_rate_and_score_of_money(row: str) -> None:
    reason = "    问题: 招标推迟\n"
    project = f"项目:\n  - 标识: yljg\n    名称: 医疗监管\n    绩效表: yljg\n{reason}"
    found = tried(project + forms(form(row)), "performance", head=ARCHIVE)
    assert found.found == found.wanted, found.messages


PARTS = {
    "parts that make the whole": (
        f"行: {WHOLE}, 全年预算数: 35",
        "行: 当年财政拨款, 全年预算数: 30.5",
        "行: 上年结转资金, 全年预算数: 4.5",
    ),
    "a part alone": (f"行: {WHOLE}, 全年预算数: 35", "行: 当年财政拨款, 全年预算数: 35"),
    "a part alone that is not all": (f"行: {WHOLE}, 全年预算数: «C114»35", "行: 当年财政拨款, 全年预算数: 30.5"),
    "no parts": (f"行: {WHOLE}, 全年预算数: 35",),
    "parts without a whole": ("行: 当年财政拨款, 全年预算数: «C114警告»30.5",),
}


@pytest.mark.parametrize("rows", PARTS.values(), ids=PARTS)
def test_parts_of_the_money(rows: tuple[str, ...]) -> None:
    found = tried(forms(form(*rows)), "performance", head=ARCHIVE)
    assert {one[0] for one in found.found} == {one[0] for one in found.wanted}, found.messages
    assert {one[3] for one in found.found} == {one[3] for one in found.wanted}


def test_a_whole_left_empty_is_computed_in_a_living_record() -> None:
    assert not tried(forms(form("行: 当年财政拨款, 全年预算数: 305000")), "performance").found


def test_sum_of_rounded_parts_is_a_rounding_difference() -> None:
    rows = (
        f"行: {WHOLE}, 全年预算数: 35.01",
        "行: 当年财政拨款, 全年预算数: 30.5",
        "行: 上年结转资金, 全年预算数: 4.5",
    )
    verdict = tried(forms(form(*rows)), "performance", head=ARCHIVE).verdict
    assert [(one.rule, one.result) for one in verdict.findings] == [("C114", "rounding")]


def test_a_slipped_budget_is_the_one_suspect_of_all_it_breaks() -> None:
    whole = f"行: {WHOLE}, 全年预算数: 3500000, 全年执行数: 350000, 分值: 10, 执行率: 100%, 得分: 10"
    part = "行: 当年财政拨款, 全年预算数: 350000, 全年执行数: 350000, 执行率: 100%"
    verdict = tried(forms(form(whole, part)), "performance").verdict
    assert {one.rule for one in verdict.findings} == {"C113", "C114", "C115"}
    causes = {one.cause for one in verdict.findings}
    assert causes == {f"绩效表.yljg.资金.{WHOLE}.全年预算数"}


WEIGHTS = {
    "groups as printed": (("分值: 50", "分值: 40"), "{产出指标: 90}", ""),
    "a group that is not": (("分值: 50", "分值: 40"), "{产出指标: «C116»80}", ""),
    "a form of more than a hundred": (("分值: «C116»50", "分值: 50"), "", ""),
    "a weight left out": (("分值: 50", "年度指标值: 5家, 实际完成值: 5家"), "{产出指标: 90}", ""),
    "a score above its weight": (("分值: 50, 得分: «C117»55", "分值: 40"), "", ""),
    "a score below nothing": (("分值: 50, 得分: «C117»«C120»-1", "分值: 40"), "", ""),
    "scores that make the total": (("分值: 50, 得分: 50", "分值: 40, 得分: 40"), "", "{得分: 99.41}"),
    "scores that do not": (("分值: 50, 得分: 50", "分值: 40, 得分: 40"), "", "{得分: «C118»100.5}"),
    "a total printed as a whole number": (("分值: 50, 得分: 50", "分值: 40, 得分: 40"), "", "{得分: 99}"),
    "a total off by one": (("分值: 50, 得分: 50", "分值: 40, 得分: 40"), "", "{得分: «C118»98}"),
    "a total of weights": (("分值: 50", "分值: 40"), "", "{分值: «C116»90}"),
    "a total of what is not all there": (("分值: 50, 得分: 50", "分值: 40"), "", "{得分: 70}"),
    "a total below what is there": (("分值: 50, 得分: 50", "分值: 40"), "", "{得分: «C118»20}"),
}


@pytest.mark.parametrize(("rows", "groups", "total"), WEIGHTS.values(), ids=WEIGHTS)
def test_weights_and_totals(rows: tuple[str, ...], groups: str, total: str) -> None:
    more = (f"    分组分值: {groups}\n" if groups else "") + (f"    总分: {total}\n" if total else "")
    money = f"行: {WHOLE}, 全年预算数: 20, 全年执行数: 18.83, 分值: 10, 得分: 9.41"
    cells = tuple(indicator(one, name=f"指标{at}") for at, one in enumerate(rows))
    found = tried(forms(form(money, rows=cells, more=more)), "performance", head=ARCHIVE)
    assert found.found == {one for one in found.wanted if one[0] != "C120"} | {
        one for one in found.found if one[0] == "C120"
    }, found.messages


def test_points_of_the_layout_hold_in_a_living_record() -> None:
    rows = (
        indicator("分值: 40"),
        indicator("分值: 20", "成本指标"),
        indicator("分值: 20", "效益指标"),
        indicator("分值: 10", "满意度指标"),
    )
    assert not tried(forms(form(rows=rows)), "performance").found
    wrong = (
        indicator("分值: «C116»50"),
        *rows[1:3],
        indicator("分值: 0", "满意度指标").replace("分值: 0", "分值: «C116»0"),
    )
    found = tried(forms(form(rows=wrong)), "performance")
    assert found.found == found.wanted, found.messages


WITHOUT_WEIGHTS = {
    "groups beyond a hundred": ("F2", ("得分: 55", "得分: 35"), "{产出指标: «C116»60, 效益指标: 40}", "110"),
    "full marks that are not the group's": (
        "F2",
        ("得分: 60", "得分: 20"),
        "{产出指标: «C116»60, 效益指标: «C116»40}",
        "100",
    ),
    "groups of a hundred": ("F2", ("得分: 60", "得分: 20"), "{产出指标: 60, 效益指标: 20}", "100"),
    "less than full marks": ("F1", ("得分: 40", "得分: 35"), "{产出指标: 40, 效益指标: 40}", "95"),
    "more than the group has": ("F1", ("得分: «C117»45", "得分: 35"), "{产出指标: 40, 效益指标: 40}", "100"),
    "more than all indicators have": ("F3", ("得分: «C117»60", "得分: 40"), "", "«C118»100"),
}


@pytest.mark.parametrize(("layout", "scores", "groups", "total"), WITHOUT_WEIGHTS.values(), ids=WITHOUT_WEIGHTS)
def test_forms_without_a_weight_for_each_indicator(
    layout: str, scores: tuple[str, ...], groups: str, total: str
) -> None:
    money = "行: 年度财政资金总额, 预算数: 20, 执行数: 20, 执行率: 100%, 得分: 20"
    rows = (indicator(scores[0]), indicator(scores[1], "效益指标"))
    more = (f"    分组分值: {groups}\n" if groups else "") + f"    总分: {total}\n"
    found = tried(forms(form(money, rows=rows, more=more, layout=layout)), "performance", head=ARCHIVE)
    assert found.found == found.wanted, found.messages


VALUES = {
    "a value": "年度指标值: ≥95%, 实际完成值: 96.2%",
    "a bound": "年度指标值: ≥95%, 实际完成值: «C119»≥95%",
    "a bound by another sign": "年度指标值: ≧95%, 实际完成值: «C119»≧95%",
    "an upper bound": '年度指标值: "<7万元/年", 实际完成值: «C119»"<7万元/年"',
    "a bound in words": "年度指标值: ≥95%, 实际完成值: «C119»95%以上",
    "no less than": "年度指标值: ≥95%, 实际完成值: «C119»不低于95%",
    "equal is a value": '年度指标值: "=100%", 实际完成值: "=100%"',
    "a broken number": "年度指标值: ≥95%, 实际完成值: «C119»100.%",
    "a word for a number": "年度指标值: 5次, 实际完成值: «C119警告»已完成",
    "Han numerals": "年度指标值: 5次, 实际完成值: 五次",
    "words for words": "年度指标值: 有所提高, 实际完成值: 有所提高",
    "a target in words": "年度指标值: 600盒以上, 实际完成值: 619盒",
    "two values": "年度指标值: [30家, 20家], 实际完成值: [30家, «C119»≥20家]",
    "dates": "年度指标值: 2020年1月1日, 实际完成值: 2020年1月1日",
    "nothing filled in": "«C119»年度指标值: 30家",
}


@pytest.mark.parametrize("cells", VALUES.values(), ids=VALUES)
def test_actual_values(cells: str) -> None:
    text = forms(form(rows=(indicator(cells),)))
    found = tried(text, "performance")
    assert {(one[0], one[3]) for one in found.found} == {(one[0], one[3]) for one in found.wanted}, found.messages
    if "nothing" not in cells and not cells.startswith("«"):
        assert {one[2] for one in found.found} == {one[2] for one in found.wanted}


REASONS = {
    "reached": "年度指标值: 30家, 实际完成值: 30家, 分值: 10, 得分: 10",
    "missed": "年度指标值: 30家, 实际完成值: «C120»25家, 分值: 10, 得分: 8",
    "missed with a reason": "年度指标值: 30家, 实际完成值: 25家, 分值: 10, 得分: 8, 偏差原因分析及改进措施: 人手不够",
    "missed with no reason said so": "年度指标值: 30家, 实际完成值: «C120»25家, 分值: 10, 得分: 8, 偏差原因分析及改进措施: 无。",
    "points lost": "年度指标值: 满意, 实际完成值: «C120»基本满意, 分值: 10, 得分: 8",
    "far beyond": "年度指标值: 30家, 实际完成值: «C120警告»43家, 分值: 10, 得分: 10",
    "beyond": "年度指标值: 30家, 实际完成值: 39家, 分值: 10, 得分: 10",
    "far below what is a limit": "年度指标值: ≤30家, 实际完成值: 10家, 分值: 10, 得分: 10",
    "above a limit": "年度指标值: ≤10%, 实际完成值: «C120»12%, 分值: 10, 得分: 8",
    "another unit": "年度指标值: 30家, 实际完成值: 4000人, 分值: 10, 得分: 10",
    "full marks for nothing": "年度指标值: 30家, 实际完成值: «C120»25家, 分值: 10, 得分: «C121»10",
    "full marks with a reason": "年度指标值: 30家, 实际完成值: 25家, 分值: 10, 得分: «C121»10, 偏差原因分析及改进措施: 人手不够",
    "money below a target proves nothing": "年度指标值: 41万元, 实际完成值: 30万元, 分值: 10, 得分: 10",
}


@pytest.mark.parametrize("cells", REASONS.values(), ids=REASONS)
def test_reasons_and_full_marks(cells: str) -> None:
    found = tried(
        forms(form(rows=(indicator(cells), indicator("分值: 80, 得分: 80", "效益指标")))), "performance", head=ARCHIVE
    )
    assert found.found == found.wanted, found.messages


def test_a_reason_at_the_foot_serves_the_form() -> None:
    rows = (indicator("年初目标值: 100%, 实际完成值: 95%, 得分: 5"),)
    money = "行: 年度财政资金总额, 预算数: 20, 执行数: 16, 执行率: 80%, 得分: 16"
    foot = "    文字: {偏差大或目标未完成原因分析: 招标推迟}\n"
    assert not tried(forms(form(money, rows=rows, more=foot, layout="F1")), "performance", head=ARCHIVE).found
    empty = tried(forms(form(money, rows=rows, layout="F1")), "performance", head=ARCHIVE)
    assert {one.rule for one in empty.verdict.findings} == {"C120"}
    assert len(empty.found) == 2


def test_measures_at_the_foot_are_no_reason() -> None:
    rows = (indicator("年初目标值: 100%, 实际完成值: «C120»95%, 得分: 5"),)
    foot = "    文字: {改进措施及结果应用方案: 加强管理}\n"
    found = tried(forms(form(rows=rows, more=foot, layout="F1")), "performance", head=ARCHIVE)
    assert found.found == found.wanted, found.messages


def test_points_lost_on_money_are_a_warning_where_the_form_asks_for_reasons() -> None:
    money = "行: 年度财政资金总额, 预算数: 300, 执行数: 289, 执行率: 96.33%, 得分: {}"
    beside = f"行: {WHOLE}, 全年预算数: 300, 全年执行数: 289, 执行率: 96.33%, 分值: 10, 得分: 9.63"
    assert not tried(forms(form(beside)), "performance", head=ARCHIVE).found
    found = tried(
        forms(form(money.format("19.27").replace("执行率: ", "执行率: «C120警告»"), layout="F3")),
        "performance",
        head=ARCHIVE,
    )
    assert found.found == found.wanted, found.messages


def test_several_values_in_a_cell_have_addresses_of_their_own() -> None:
    rows = (indicator("年度指标值: [30家, 20家], 实际完成值: [≥30家, ≥20家]"),)
    findings = tried(forms(form(rows=rows)), "performance").verdict.findings
    assert [one.address for one in findings] == [f"绩效表.yljg.指标.1.实际完成值.{at}" for at in (1, 2)]
    assert [one.stated for one in findings] == ["≥30家", "≥20家"]


EXECUTION = {
    "nine tenths": ("执行数: 18", "", False),
    "less": ("执行数: 17.9", "", True),
    "less, with a problem told": ("执行数: 17.9", "    问题: 招标推迟\n", False),
    "less, with no problem": ("执行数: 17.9", "    问题: 无\n", True),
    "less, but not told in the text": ("执行数: 17.9", "    综述: 否\n", False),
}


@pytest.mark.parametrize(("done", "more", "fails"), EXECUTION.values(), ids=EXECUTION)
def test_execution_of_a_project_told_in_the_text(done: str, more: str, fails: bool) -> None:
    text = f"项目:\n  - 标识: yljg\n    名称: 医疗监管\n    全年预算: 20\n    {done}\n{more}"
    found = tried(text, "performance", head=ARCHIVE)
    assert {one[:2] for one in found.found} == ({("C120", 10)} if fails else set())


PROJECT = "项目:\n  - {{标识: yljg, 名称: 医疗监管, 全年预算: 20, 执行数: 18.83, 绩效表: yljg{}}}\n"


SAME = {
    "the same": ("", "医疗监管", "全年预算数: 20, 全年执行数: 18.83"),
    "another amount": ("", "医疗监管", "全年预算数: 20, 全年执行数: «C123b»18.38"),
    "typed in 元": ("", "医疗监管", "全年预算数: «D39»200000, 全年执行数: 188269"),
    "another project": ("", "«C123b警告»药品采购", "全年预算数: 20, 全年执行数: 18.83"),
    "known by another name, but the document says two": (
        ", 别名: [两定监管]",
        "«C123b警告»两定监管",
        "全年预算数: 20, 全年执行数: 18.83",
    ),
    "known by a longer name": (
        ", 别名: [2021年医疗监管经费]",
        "2021年医疗监管经费",
        "全年预算数: 20, 全年执行数: 18.83",
    ),
}


@pytest.mark.parametrize(("more", "name", "money"), SAME.values(), ids=SAME)
def test_a_project_and_its_form(more: str, name: str, money: str) -> None:
    found = tried(PROJECT.format(more) + forms(form(f"行: {WHOLE}, {money}", name=name)), "performance", head=ARCHIVE)
    assert found.found == found.wanted, found.messages


def test_a_total_left_to_be_added_up_comes_to_the_project_s_amount() -> None:
    parts = (
        "行: 当年财政拨款, 全年预算数: 15.11, 全年执行数: 15.11",
        "行: 上年结转资金, 全年预算数: {}, 全年执行数: 3.72",
    )
    wan = LIVING.replace("单位: 元", "单位: 万元")
    for budget, fails in {"4.89": False, "4.90": False, "4.92": True}.items():
        text = PROJECT.format("") + forms(form(*(part.format(budget) for part in parts)))
        found = tried(text, "performance", head=wan)
        assert {one[0] for one in found.found} == ({"C123b"} if fails else set()), (budget, found.messages)


def test_a_rate_told_in_the_text_is_that_of_the_form() -> None:
    money = f"行: {WHOLE}, 全年预算数: 20, 全年执行数: 18.83, 执行率: 94%"
    said = "原文:\n  - {{处: 十三, 量: 项目.yljg.执行数/项目.yljg.全年预算, 写作: {}}}\n"
    for printed in ("94.15%", "94%", "94.2%"):
        assert not tried(
            PROJECT.format("") + forms(form(money)) + said.format(printed), "performance", head=ARCHIVE
        ).found
    found = tried(PROJECT.format("") + forms(form(money)) + said.format("«C123b»95.1%"), "performance", head=ARCHIVE)
    assert found.found == found.wanted, found.messages


def test_small_amounts_are_no_slip() -> None:
    project = "项目:\n  - {标识: yljg, 名称: 医疗监管, 全年预算: 12.00, 绩效表: yljg}\n"
    assert not tried(project + forms(form(f"行: {WHOLE}, 全年预算数: 12.00")), "performance").found


def test_a_form_of_a_hundred_times_the_department_is_a_warning() -> None:
    table = "表:\n  T1:\n    行:\n      本年支出合计: 1019.09\n"
    project = "项目:\n  - {标识: yljg, 名称: 医疗监管, 综述: 否, 绩效表: yljg}\n"
    slipped = tried(
        table + project + forms(form(f"行: {WHOLE}, 全年预算数: «D39警告»350000")), "performance", head=ARCHIVE
    )
    assert slipped.found == slipped.wanted, slipped.messages
    large = forms(form(f"行: {WHOLE}, 全年预算数: 40000"))
    assert not tried(table + project + large, "performance", head=ARCHIVE).found


COUNTS = {
    "as many": ("项目个数: 2\n      项目资金: 37.66", 2, ()),
    "money as budgeted": ("项目个数: 2\n      项目资金: 40", 2, ()),
    "fewer told than attached": ("项目个数: «C122»1", 2, ()),
    "more told than attached": ("项目个数: «C122警告»3", 2, ()),
    "no form attached": ("项目个数: 3", 0, ()),
    "money as rounded": ("项目个数: 2\n      项目资金: 37.67", 2, ()),
    "other money": ("项目个数: 2\n      项目资金: «C122»70", 2, ()),
    "money without a number": ("项目资金: «C122警告»37.66", 2, ()),
    "of the first level as many": ("项目个数: «C122»1\n      一级项目个数: «C122»1", 2, ()),
}


@pytest.mark.parametrize(("cells", "count", "_more"), COUNTS.values(), ids=COUNTS)
def test_number_and_money_of_projects(cells: str, count: int, _more: tuple[str, ...]) -> None:
    money = f"行: {WHOLE}, 全年预算数: 20, 全年执行数: 18.83"
    attached = [form(money, slug=f"xm{at}", name=f"项目{at}") for at in range(count)]
    table = f"表:\n  绩效自评:\n    行:\n      {cells}\n"
    found = tried(table + (forms(*attached) if attached else ""), "performance", head=ARCHIVE)
    assert found.found == found.wanted, found.messages


def test_a_project_without_a_form_where_others_have_theirs() -> None:
    text = "项目:\n  - {标识: yljg, 名称: 医疗监管, 综述: 否, 绩效表: yljg}\n  - {标识: zcxc, 名称: 政策宣传, 综述: 否, 执行数: «C122警告»3.1}\n"
    found = tried(text + forms(form()), "performance", head=ARCHIVE)
    assert found.found == found.wanted, found.messages
    assert not tried(text.replace(", 绩效表: yljg", "").replace("«C122警告»", ""), "performance", head=ARCHIVE).found


def test_shares_of_units_that_cannot_all_be_parts_of_the_whole() -> None:
    text = """表:
  T5:
    行:
      - {科目: 合计, 项目支出: 3121.41}
分单位:
  - {标识: bj, 名称: 本级, 表: {绩效自评: {行: {项目个数: 1, 项目资金: 2703.28}}}}
  - {标识: fwzx, 名称: 中心, 表: {绩效自评: {行: {项目个数: 1, 项目资金: 81.42}}}}
原文:
  - {处: 十三, 量: 分单位.bj.绩效自评.项目资金/分单位.bj.绩效自评.项目支出总额, 写作: SHARE}
  - {处: 十三, 量: 分单位.fwzx.绩效自评.项目资金/分单位.fwzx.绩效自评.项目支出总额, 写作: 100%}
"""
    assert not tried(text.replace("SHARE", "91.5%"), "performance", head=ARCHIVE).found
    found = tried(text.replace("SHARE", "«C122»81.5%"), "performance", head=ARCHIVE)
    assert found.found == found.wanted, found.messages


WHOLES = {
    "what was executed": "执行数: 544.53",
    "within rounding": "执行数: 544.54",
    "what was budgeted": "执行数: 500, 预算数: 544.53",
    "neither": "执行数: «C124»500",
}


@pytest.mark.parametrize("money", WHOLES.values(), ids=WHOLES)
def test_parts_of_the_whole_expenditure(money: str) -> None:
    head = "绩效表:\n  - 标识: zt\n    表式: F4\n    表头: {基本支出总额: 200.24, 项目支出总额: 344.29}\n    资金:\n"
    found = tried(f"{head}      - {{行: 部门整体支出总额, {money}}}\n", "performance", head=ARCHIVE)
    assert found.found == found.wanted, found.messages


def test_the_form_on_the_whole_against_the_tables() -> None:
    tables = "表:\n  T3:\n    行:\n      - {科目: 合计, 本年支出合计: 544.53, 基本支出: 200.24, 项目支出: 344.29}\n"
    whole = "绩效表:\n  - 标识: zt\n    表式: F4\n    表头: {{单位名称: {}, 基本支出总额: {}, 项目支出总额: 344.29}}\n"
    assert not tried(tables + whole.format("局", "200.24"), "performance", head=ARCHIVE).found
    found = tried(tables + whole.format("局", "«C123b警告»177.74"), "performance", head=ARCHIVE)
    assert found.found == found.wanted, found.messages
    assert not tried(tables + whole.format("局本级", "177.74"), "performance", head=ARCHIVE).found


def test_money_of_the_whole_that_is_only_the_projects() -> None:
    text = "表:\n  T3:\n    行:\n      - {{科目: 合计, 本年支出合计: 544.53, 基本支出: 200.24, 项目支出: 344.29}}\n  绩效自评:\n    行:\n      项目资金: 344.29\n      项目个数: 2\n      整体评价资金: {}\n"
    assert not tried(text.format("544.53"), "performance", head=ARCHIVE).found
    found = tried(text.format("«C124»344.29"), "performance", head=ARCHIVE)
    assert found.found == found.wanted, found.messages


def test_an_indicator_told_twice_has_one_actual_value() -> None:
    project = "项目:\n  - {标识: yljg, 名称: 医疗监管, 综述: 否, 绩效表: yljg}\n"
    row = "一级指标: 产出指标, 三级指标: 检查家数, 年初目标值: 30家, 实际完成值: "
    whole = "  - 标识: zt\n    表式: F7\n    目标组:\n      - 文: 医疗监管（本级）\n        指标:\n          - {" + row
    own = form(rows=(f"{row}31家",), layout="F9")
    assert not tried(project + forms(own, f"{whole}31家}}\n"), "performance", head=ARCHIVE).found
    found = tried(project + forms(own, f"{whole}«C123b警告»33家}}\n"), "performance", head=ARCHIVE)
    assert found.found == found.wanted, found.messages


def test_a_consistent_living_form_is_left_alone() -> None:
    rows = (
        indicator("年度指标值: ≥551家, 实际完成值: 551家, 分值: 40, 得分: 40"),
        indicator("年度指标值: ≤15%, 实际完成值: 13.6%, 分值: 20, 得分: 20", "成本指标"),
        indicator("年度指标值: 有所提高, 实际完成值: 有所提高, 分值: 20, 得分: 20", "效益指标"),
        indicator("年度指标值: ≥90%, 实际完成值: 92.7%, 分值: 10, 得分: 10", "满意度指标"),
    )
    money = ("行: 当年财政拨款, 年初预算数: 638000, 全年预算数: 638000, 全年执行数: 601234.56",)
    found = tried(forms(form(*money, rows=rows)), "performance", head=LIVING)
    assert not found.found, found.messages
    assert found.verdict.total("通过") > 15


MESSAGES = {
    "a rate": (
        forms(
            form(
                f"行: {WHOLE}, 全年预算数: 73, 全年执行数: 63.78, 分值: 10, 执行率: 100%, 得分: 8.74",
                rows=(indicator("分值: 90"),),
            )
        ),
        "C113",
        f"绩效表/医疗监管“{WHOLE}”的执行率：填的是100%，按63.78÷73.00应为87.36%至87.38%",
        ("100%", "87.36%至87.38%", "12.63%"),
    ),
    "a score": (
        forms(
            form(f"行: {WHOLE}, 全年预算数: 73, 全年执行数: 63.78, 分值: 10, 得分: 10", rows=(indicator("分值: 90"),))
        ),
        "C115",
        f"绩效表/医疗监管“{WHOLE}”的得分：填的是10，按63.78÷73.00应为8.74",
        ("10", "8.74", "1.26"),
    ),
    "a score of an indicator": (
        forms(
            form(
                "行: 项目资金, 全年预算数: 1",
                rows=("指标名称: 参保率, 得分系数: 50, 权重: 90, 指标得分: 90",),
                layout="F10",
            )
        ),
        "C115",
        "绩效表/医疗监管“参保率”的指标得分：填的是90，应为45",
        ("90", "45", "45"),
    ),
    "parts": (
        forms(form(f"行: {WHOLE}, 全年预算数: 35", "行: 当年财政拨款, 全年预算数: 30.5")),
        "C114",
        f"绩效表/医疗监管“{WHOLE}”的全年预算数：填的是35，各行相加是30.50",
        ("35", "30.50", "4.50"),
    ),
    "weights of a group": (
        forms(form(f"行: {WHOLE}, 分值: 10", rows=(indicator("分值: 90"),), more="    分组分值: {产出指标: 80}\n")),
        "C116",
        "绩效表/医疗监管：产出指标标明80分，各指标分值合计90分",
        ("80", "90", "-10"),
    ),
    "weights of a form": (
        forms(form(f"行: {WHOLE}, 分值: 10", rows=(indicator("分值: 100"),))),
        "C116",
        "绩效表/医疗监管：预算执行10分加各指标的分值合计110分，不是100分",
        ("100", "100", "10"),
    ),
    "points of goals": (
        "绩效表:\n  - 标识: zt\n    表式: F4\n    目标组:\n      - {分: 10, 文: 监管}\n      - {分: 60, 文: 救助}\n",
        "C116",
        "绩效表/整体：预算执行20分加各年度目标的分合计90分，不是100分",
        ("10", "100", "-10"),
    ),
    "a score above its weight": (
        forms(form(f"行: {WHOLE}, 分值: 10", rows=(indicator("分值: 90, 得分: 95"),))),
        "C117",
        "绩效表/医疗监管“检查定点医药机构”：得分95超过90分",
        ("95", "0至90", "5"),
    ),
    "a score below zero": (
        forms(form(f"行: {WHOLE}, 分值: 10, 得分: -1", rows=(indicator("分值: 90"),))),
        "C117",
        "绩效表/医疗监管“预算执行”：得分-1小于零",
        ("-1", "0至10", "-11"),
    ),
    "scores of a goal": (
        "绩效表:\n  - 标识: zt\n    表式: F4\n    目标组:\n      - {分: 80, 文: 监管}\n      - {分: 0, 题: 目标2, 文: 救助, 指标: [{三级指标: 救助人次, 得分: 5}]}\n",
        "C117",
        "绩效表/整体“目标2”：得分5超过0分",
        ("5", "0至0", "5"),
    ),
    "a total": (
        forms(
            form(
                f"行: {WHOLE}, 分值: 10, 得分: 9",
                rows=(indicator("分值: 90, 得分: 87"),),
                more="    总分: {得分: 97}\n",
            )
        ),
        "C118",
        "绩效表/医疗监管：总分填的是97，各项相加是96",
        ("97", "96", "1"),
    ),
    "money of projects": (
        "表:\n  绩效自评:\n    行:\n      项目个数: 1\n      项目资金: 70\n"
        + forms(form(f"行: {WHOLE}, 全年预算数: 20, 全年执行数: 18.83")),
        "C122",
        "自评资金写70，附的1张自评表执行数合计18.83，预算数合计20.00",
        ("70", "18.83", "51.17"),
    ),
    "project expenditure": (
        "表:\n  T5:\n    行:\n      - {科目: 合计, 项目支出: 344.29}\n  绩效自评:\n    行:\n      项目支出总额: 363.8\n",
        "C122",
        "一般公共预算项目支出总额写363.8，公开05表是344.29",
        ("363.8", "344.29", "19.51"),
    ),
    "more than all projects": (
        "表:\n  T3:\n    行:\n      - {科目: 合计, 项目支出: 344.29}\n  绩效自评:\n    行:\n      项目个数: 1\n      项目资金: 363.8\n",
        "C125",
        "自评的项目资金363.8多于全部项目支出344.29",
        ("363.8", "344.29", "19.51"),
    ),
    "the whole": (
        "绩效表:\n  - 标识: zt\n    表式: F4\n    表头: {基本支出总额: 177.74, 项目支出总额: 1891.8}\n    资金:\n      - {行: 部门整体支出总额, 执行数: 1985.06}\n",
        "C124",
        "绩效表/整体：基本支出177.74加项目支出1891.8是2069.54，部门整体支出填的是1985.06",
        ("1985.06", "2069.54", "−84.48"),
    ),
    "a project and its form": (
        PROJECT.format("") + forms(form(f"行: {WHOLE}, 全年预算数: 22")),
        "C123b",
        "绩效表/医疗监管的全年预算是22.00，项目“医疗监管”写的是20.00",
        ("22.00", "20.00", "2.00"),
    ),
    "元 for 万元": (
        PROJECT.format("") + forms(form(f"行: {WHOLE}, 全年预算数: 200000")),
        "D39",
        "绩效表/医疗监管的金额单位是万元，填的200000是项目“医疗监管”全年预算20的一万倍，像是按元填的",
        ("200000", "20.00", ""),
    ),
    "far beyond the target": (
        forms(form(rows=(indicator("年度指标值: 10家, 实际完成值: 16家"),))),
        "C120",
        "绩效表/医疗监管“检查定点医药机构”：指标值10家，完成值16家，远超目标，没有写原因",
        ("16家", "", ""),
    ),
    "points lost": (
        forms(form(rows=(indicator("年度指标值: 10家, 实际完成值: 9家, 分值: 10, 得分: 8.5"),))),
        "C120",
        "绩效表/医疗监管“检查定点医药机构”：指标值10家，完成值9家，分值10，得分8.5，没有写原因",
        ("9家", "", ""),
    ),
    "execution": (
        forms(form(f"行: {WHOLE}, 全年预算数: 20, 全年执行数: 16, 分值: 10, 得分: 8", rows=(indicator("分值: 90"),))),
        "C120",
        "绩效表/医疗监管：预算执行率80.00%，得分不满，没有写原因",
        ("", "", ""),
    ),
}


@pytest.mark.parametrize(("text", "rule", "message", "numbers"), MESSAGES.values(), ids=MESSAGES)
def test_what_a_finding_says(text: str, rule: str, message: str, numbers: tuple[str, str, str]) -> None:
    verdict = tried(text, "performance", head=ARCHIVE).verdict
    found = [one for one in verdict.findings if one.rule == rule and one.message == message]
    assert [(one.stated, one.computed, one.difference) for one in found] == [numbers], verdict.findings


def test_a_whole_score_of_execution_may_have_been_rounded() -> None:
    money = f"行: {WHOLE}, 全年预算数: 73, 全年执行数: 63.78, 分值: 10, 得分: 9"
    rows = (indicator("分值: 90, 得分: 87"),)
    for total, rules in {"95.74": set(), "96": set(), "97": {"C118"}}.items():
        found = tried(forms(form(money, rows=rows, more=f"    总分: {{得分: {total}}}\n")), "performance", head=ARCHIVE)
        assert {one[0] for one in found.found if one[0] == "C118"} == rules, total


def test_a_rate_with_percent_against_a_count_is_not_compared() -> None:
    rows = (indicator("年度指标值: 50%, 实际完成值: 120家, 分值: 90, 得分: 90"),)
    assert not tried(forms(form(rows=rows)), "performance", head=ARCHIVE).found


@pytest.mark.parametrize(("total", "fails"), {"100": True, "95": False}.items())
def test_full_marks_where_no_indicator_shows_its_own(total: str, fails: bool) -> None:
    rows = (
        indicator("年初目标值: 100%, 实际完成值: 95%, 得分: 40"),
        indicator("年初目标值: 1次, 实际完成值: 1次, 得分: 40", "效益指标"),
    )
    found = tried(forms(form(rows=rows, more=f"    总分: {total}\n", layout="F3")), "performance", head=ARCHIVE)
    assert ("C121" in {one[0] for one in found.found}) == fails, found.messages


def test_what_is_left_out_is_only_a_warning_in_a_document() -> None:
    rows = (indicator("年度指标值: 30家"),)
    for head, severity in ((LIVING, "错误"), (ARCHIVE, "警告")):
        found = tried(forms(form(rows=rows)), "performance", head=head)
        assert {(one[0], one[3]) for one in found.found} == {("C119", severity)}


def test_scores_of_the_second_goal_are_its_own() -> None:
    goals = "".join(
        f"      - {{分: 40, 文: 目标, 指标: [{{三级指标: 甲, 得分: {score}}}]}}\n" for score in (40, "«C117»41")
    )
    found = tried(f"绩效表:\n  - 标识: zt\n    表式: F4\n    目标组:\n{goals}", "performance", head=ARCHIVE)
    assert found.found == found.wanted, found.messages
