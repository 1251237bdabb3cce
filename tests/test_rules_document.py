"""What the rules across years and units and on the whole document find, and what they leave alone."""

from __future__ import annotations

import pytest

from tests.check_cases import ARCHIVE, LIVING, tried

T1 = "表:\n  T1:\n    行:\n"
WAN = LIVING.replace("单位: 元", "单位: 万元")


# years ---------------------------------------------------------------------------------------------------------------

OPENINGS = {
    "carried over": ("年初结转和结余: 558676.00", "年末结转和结余: 558676.00"),
    "not carried over": ("年初结转和结余: «C78»558766.00", "年末结转和结余: 558676.00"),
    "closing worked out": ("年初结转和结余: 300.00", "收入总计: 1000.00\n      本年支出合计: 700.00"),
    "closing worked out, another": ("年初结转和结余: «C78»301.00", "收入总计: 1000.00\n      本年支出合计: 700.00"),
    "closing not known": ("年初结转和结余: 300.00", "收入总计: 1000.00"),
    "left out though there was one": ("收入总计: «C78»1000.00", "年末结转和结余: 558676.00"),
    "left out as there was none": ("收入总计: 1000.00", "年末结转和结余: 0.00"),
}


@pytest.mark.parametrize(("now", "then"), OPENINGS.values(), ids=OPENINGS)
def test_opening_balance_is_last_year_s_closing_one(now: str, then: str) -> None:
    found = tried(f"{T1}      {now}\n", "years", prior=f"{T1}      {then}\n")
    if now.startswith("收入"):
        assert {one[:2] for one in found.found} == {one[:2] for one in found.wanted}, found.messages
    else:
        assert found.found == found.wanted, found.messages


def test_opening_balances_of_funds_and_codes() -> None:
    now = "表:\n  T4:\n    行:\n      - {行: 年初结转和结余, 一般公共预算: 5.00, 政府性基金: «C78»6.00}\n"
    now += '  T7:\n    行:\n      - {科目: "2296013", 年初结转和结余: «C78»6.00, 本年收入: 0}\n      - {科目: "2296002", 年初结转和结余: 4.00}\n'
    then = "表:\n  T4:\n    行:\n      - {行: 年末结转和结余, 一般公共预算: 5.00, 政府性基金: 7.00}\n"
    then += '  T7:\n    行:\n      - {科目: "2296013", 年末结转和结余: 7.00}\n'
    found = tried(now, "years", prior=then)
    assert found.found == found.wanted, found.messages


def test_without_last_year_nothing_is_compared() -> None:
    found = tried(f"{T1}      年初结转和结余: 1.00\n上年:\n  - {{量: T1.收入总计, 值: 5}}\n", "years")
    assert not found.found
    assert found.verdict.total("不适用") == 2


def test_a_typed_last_year_s_figure_is_the_published_one() -> None:
    text = "上年:\n  - {{量: T1.收入总计, 值: {}}}\n  - {{量: T1.本年支出合计, 值: 3.00}}\n"
    then = f"{T1}      收入总计: 4677200.00\n"
    assert not tried(text.format("4677200"), "years", prior=then).found
    found = tried(text.format("«C79»467.72"), "years", prior=then)
    assert found.found == found.wanted, found.messages


def test_what_a_document_says_of_last_year() -> None:
    then = ARCHIVE.replace("2021", "2020", 1) + f"{T1}      收入总计: 467.72\n"
    head = f"{T1}      收入总计: 544.55\n原文:\n"
    change = "  - {处: 一, 量: T1.收入总计:增减额, 写作: MARK, 词: WORD}\n"
    cases = {"76.83": "增加", "76.84": "增加", "«C79»67.83": "增加", "«C79» 76.83": "减少"}
    for printed, word in cases.items():
        said = change.replace("MARK", printed).replace("WORD", word)
        found = tried(head + said, "years", prior=then, head=ARCHIVE)
        assert {one[0] for one in found.found} == {one[0] for one in found.wanted}, (printed, found.messages)
    stated = head + "  - {处: 一, 量: T1.收入总计:上年, 写作: «C79»467.27}\n"
    found = tried(stated, "years", prior=then, head=ARCHIVE)
    assert found.found == found.wanted, found.messages


def test_last_year_s_figures_that_nobody_knows_are_not_judged() -> None:
    said = "原文:\n  - {处: 一, 量: T1.收入总计:上年, 写作: 467.72}\n  - {处: 一, 量: T1.收入总计:增减额, 写作: 76.83, 词: 增加}\n"
    text = f"{T1}      收入总计: 544.55\n{said}"
    assert tried(text, "years", head=ARCHIVE).verdict.counts["C79"] == {"未查": 1}
    listed = text + "上年:\n  - {量: T1.收入总计, 值: 467.72}\n"
    assert tried(listed, "years", head=ARCHIVE).verdict.counts["C79"] == {"不适用": 1, "通过": 2}


def test_rounding_of_last_year_s_closing_balance() -> None:
    then = ARCHIVE.replace("2021", "2020", 1) + f"{T1}      收入总计: 30.02\n      本年支出合计: 20.01\n"
    for now, result in {"10.01": [], "10.02": ["rounding"], "10.04": ["wrong"]}.items():
        found = tried(f"{T1}      年初结转和结余: {now}\n", "years", prior=then, head=ARCHIVE).verdict.findings
        assert [one.result for one in found if one.rule == "C78"] == result, now


FIRST = {
    "first, and nothing before": "首年: 是\n",
    "first, with zeros before": "首年: 是\n上年:\n  - {量: T1.收入总计, 值: 0.00}\n",
    "first, with figures before": "首年: 是\n上年:\n  - {量: T1.收入总计, 值: «C79b»5.00}\n",
    "figures before": "上年:\n  - {量: T1.收入总计, 值: 5.00}\n",
}


@pytest.mark.parametrize("text", FIRST.values(), ids=FIRST)
def test_first_year(text: str) -> None:
    found = tried(text, "years")
    assert found.found == found.wanted, found.messages


def test_a_first_year_after_another_and_a_year_after_none() -> None:
    assert {one[0] for one in tried("首年: 是\n", "years", prior="首年: 是\n").found} == {"C79b"}
    assert tried(T1 + "      收入总计: 5\n", "years").verdict.counts["C79b"] == {"未查": 1}
    assert "C79b" not in tried(T1 + "      收入总计: 5\n", "years", head=ARCHIVE).verdict.counts


# reasons -------------------------------------------------------------------------------------------------------------

CHANGED = f"{T1}      收入总计: MARK5445500.00\n上年:\n  - {{量: T1.收入总计, 值: THEN}}\n"
REASON = "原因:\n  - {{量: T1.收入总计, 比: {}, 写: {}}}\n"

CHANGES = {
    "no reason": ("«C88»", "4677200.00", ""),
    "a reason": ("", "4677200.00", REASON.format("上年", "补充医疗保险的投保总额增加")),
    "a word for a reason": ("«C88»", "4677200.00", REASON.format("上年", "无")),
    "a reason for another difference": ("«C88»", "4677200.00", REASON.format("年初预算", "投保总额增加")),
    "no change": ("", "5445500.00", ""),
    "a change that prints as nothing": ("", "5445499.00", ""),
    "from nothing": ("«C88»", "0.00", ""),
}


@pytest.mark.parametrize(("mark", "then", "reason"), CHANGES.values(), ids=CHANGES)
def test_a_printed_change_has_a_reason(mark: str, then: str, reason: str) -> None:
    found = tried(CHANGED.replace("MARK", mark).replace("THEN", then) + reason, "reasons")
    assert found.found == found.wanted, found.messages


def test_a_first_year_needs_no_reasons() -> None:
    assert not tried("首年: 是\n" + CHANGED.replace("MARK", "").replace("THEN", "0.00"), "reasons").found


def test_spending_apart_from_its_budget_has_a_reason() -> None:
    row = '表:\n  T5:\n    行:\n      - {{科目: "2101501", 基本支出: {}41.66, 项目支出: 0.00, 年初预算: {}}}\n'
    assert {one[0] for one in tried(row.format("", "50000.00"), "reasons").found} == {"C88"}
    assert not tried(row.format("", "41.66"), "reasons").found


def test_a_difference_of_rounded_amounts_needs_no_reason() -> None:
    row = '表:\n  T5:\n    行:\n      - {{科目: "2101501", 基本支出: 3.02, 项目支出: 1.02, 年初预算: {}}}\n'
    for budget, fails in {"4.04": False, "4.02": False, "4.01": True}.items():
        assert bool(tried(row.format(budget), "reasons", head=WAN).found) == fails, budget


def test_reasons_that_a_document_lacks_are_a_warning() -> None:
    text = '表:\n  T5:\n    状态: 原件未载\n    行:\n      - {科目: "221", 小计: 27.11, 年初预算: 27.38}\n原文:\n'
    text += '  - {处: 五（三）, 量: T5.221.年初预算, 写作: "27.38"}\n  - {处: 五（三）, 量: T5.221.小计, 写作: «C88警告»"27.11"}\n'
    found = tried(text, "reasons", head=ARCHIVE)
    assert found.found == found.wanted, found.messages
    assert not tried(
        text.replace("处: 五（三）", "处: 五（二）").replace("«C88警告»", ""), "reasons", head=ARCHIVE
    ).found


RATES = {
    "less than the budget": ("«C88警告»11.81%", ""),
    "as budgeted": ("100%", ""),
    "explained for an item": ("11.81%", "原因:\n  - {量: T9.公务接待费.决算数, 比: 年初预算, 写: 来访减少}\n"),
}


@pytest.mark.parametrize(("printed", "more"), RATES.values(), ids=RATES)
def test_completion_of_the_three_without_a_budget_figure(printed: str, more: str) -> None:
    text = "表:\n  T9:\n    状态: 原件未载\n    行:\n      - {行: 合计, 决算数: 0.64}\n"
    said = f"原文:\n  - {{处: 七（二）, 量: T9.合计.决算数/T9.合计.预算数, 写作: {printed}}}\n"
    found = tried(text + said + more, "reasons", head=ARCHIVE)
    assert found.found == found.wanted, found.messages


def test_spending_above_the_budget_of_the_three_is_left_to_its_own_rule() -> None:
    row = "表:\n  T9:\n    行:\n      - {{行: 公务接待费, 预算数: 500.00, 决算数: {}}}\n"
    assert not tried(row.format("650.00"), "reasons").found
    below = tried(row.format("350.00"), "reasons")
    assert {one.address for one in below.verdict.findings} == {"T9.公务接待费.决算数", "T9.合计.决算数"}
    assert "公务接待费·决算数0.04万元，小于预算0.05万元，没有写原因" in below.messages


def test_a_sentence_that_is_not_said_needs_no_reason() -> None:
    gone = '表:\n  T7:\n    行:\n      - {{科目: "2296013", 本年收入: {}, 项目支出: 0.00}}\n上年:\n  - {{量: T4.本年收入.政府性基金, 值: 8000.00}}\n'
    assert not tried(gone.format("0.00"), "reasons").found
    said = tried(gone.format("5000.00"), "reasons")
    assert [one.address for one in said.verdict.findings] == ["T4.本年收入.政府性基金"]


def test_a_budget_that_a_unit_does_not_state_is_not_compared() -> None:
    row = '表:\n  T5:\n    行:\n      - {{科目: "2101501", 基本支出: 100.00, 项目支出: 0.00{}}}\n'
    budget = row.format(", 年初预算: 3000.00")
    text = "汇总: 自动\n"
    for own, fails in ((budget, True), (row.format(""), False)):
        found = tried(text, "reasons", units={"本级": own, "fwzx": budget})
        assert bool(found.found) == fails, found.messages


DOCUMENT_GAPS = {
    "a change": (
        "T1:\n    状态: 原件未载\n    行:\n      收入总计: 544.55",
        "{处: 一, 量: T1.收入总计:增减额, 写作: MARK76.83, 词: 增加}",
        "一：收入总计比上年增加76.83，没有写原因",
    ),
    "no change": (
        "T1:\n    状态: 原件未载\n    行:\n      收入总计: 544.55",
        "{处: 一, 量: T1.收入总计:增减额, 写作: 0.00, 词: 持平}",
        "",
    ),
    "a change that is not of this place": (
        "T1:\n    状态: 原件未载\n    行:\n      收入总计: 544.55",
        "{处: 二, 量: T1.收入总计:增减额, 写作: 76.83, 词: 增加}",
        "",
    ),
    "a completion rate": (
        "T9:\n    状态: 原件未载\n    行:\n      - {行: 公务接待费, 决算数: 0.50}",
        "{处: 七, 量: T9.公务接待费.决算数/T9.公务接待费.预算数, 写作: MARK119.05%}",
        "七：公务接待费·决算数是预算的119.05%，没有写原因",
    ),
    "a completion rate of a stated budget": (
        "T9:\n    状态: 原件未载\n    行:\n      - {行: 公务接待费, 预算数: 0.50, 决算数: 0.50}",
        "{处: 七, 量: T9.公务接待费.决算数/T9.公务接待费.预算数, 写作: 90%}",
        "",
    ),
}


@pytest.mark.parametrize(("table", "said", "message"), DOCUMENT_GAPS.values(), ids=DOCUMENT_GAPS)
def test_differences_a_document_prints(table: str, said: str, message: str) -> None:
    found = tried(f"表:\n  {table}\n原文:\n  - {said.replace('MARK', '«C88警告»')}\n", "reasons", head=ARCHIVE)
    assert found.found == found.wanted
    assert found.messages == ([message] if message else [])


EXPLAINED = {
    "公务用车购置及运行维护费": {"公务用车购置及运行维护费", "公务用车运行维护费"},
    "公务用车运行维护费": {"公务用车购置及运行维护费", "公务用车运行维护费"},
    "公务接待费": {"公务接待费"},
    "合计": {"公务用车购置及运行维护费", "公务用车运行维护费", "公务接待费"},
}


@pytest.mark.parametrize("item", EXPLAINED)
def test_a_document_explains_an_item_above_or_below(item: str) -> None:
    rows = "".join(f"      - {{行: {one}, 决算数: 0.14}}\n" for one in ("合计", *list(EXPLAINED)[:3]))
    text = f"表:\n  T9:\n    状态: 原件未载\n    行:\n{rows}原文:\n  - {{处: 七, 量: T9.{item}.决算数/T9.{item}.预算数, 写作: 2.8%}}\n原因:\n"
    for other in list(EXPLAINED)[:3]:
        found = tried(f"{text}  - {{量: T9.{other}.决算数, 比: 年初预算, 写: 从严开支}}\n", "reasons", head=ARCHIVE)
        assert bool(found.found) == (other not in EXPLAINED[item]), (item, other)


# units ---------------------------------------------------------------------------------------------------------------

OWN, UNIT = f"{T1}      本年收入合计: 200.00\n", f"{T1}      本年收入合计: 100.00\n"
DEPARTMENTS = {
    "adds up": ("300.00", {"本级": OWN, "fwzx": UNIT}, LIVING),
    "does not add up": ("«C89»301.00", {"本级": OWN, "fwzx": UNIT}, LIVING),
    "a unit has not filed": ("999.00", {"本级": OWN, "fwzx": LIVING.replace("2022", "2021", 1) + UNIT}, LIVING),
    "the own office has not filed": ("999.00", {"fwzx": UNIT}, LIVING),
    "a unit does not state it": ("999.00", {"本级": OWN, "fwzx": "表:\n  T6: {}\n"}, LIVING),
    "a unit's table is lost": ("999.00", {"本级": OWN, "fwzx": "表:\n  T1: {状态: 原件未载}\n"}, LIVING),
    "within rounding": ("300.01", {"本级": WAN + OWN, "fwzx": WAN + UNIT}, WAN),
    "beyond rounding": ("«C89»300.02", {"本级": WAN + OWN, "fwzx": WAN + UNIT}, WAN),
}


@pytest.mark.parametrize(("total", "units", "head"), DEPARTMENTS.values(), ids=DEPARTMENTS)
def test_a_department_is_its_own_office_and_its_units(total: str, units: dict[str, str], head: str) -> None:
    found = tried(f"{T1}      本年收入合计: {total}\n", "units", units=units, head=head)
    assert found.found == found.wanted, found.messages
    assert found.found or found.verdict.total("通过") + found.verdict.total("未查") > 0


def test_what_passes_between_units_is_removed_at_every_level() -> None:
    own = '表:\n  T3:\n    行:\n      - {科目: "2101506", 基本支出: 10.00, 项目支出: 8.00}\n'
    unit = '表:\n  T3:\n    行:\n      - {科目: "2101506", 基本支出: 20.00, 项目支出: 3.00}\n'
    between = "内部往来:\n  - {量: T3.2101506.项目支出, 值: 8.00, 说明: 拨给中心}\n"
    text = "表:\n  T1:\n    行:\n      本年支出合计: {}\n  T3:\n    行:\n      - {{科目: 合计, 本年支出合计: 33.00, 项目支出: 3.00}}\n"
    units = {"本级": own, "fwzx": unit}
    assert not tried(text.format("33.00") + between, "units", units=units).found
    found = tried(text.format("«C89»41.00") + between, "units", units=units)
    assert found.found == found.wanted, found.messages
    assert len(tried(text.format("33.00"), "units", units=units).found) == 3


@pytest.mark.parametrize("total", ["342.02", "«C89»342.03"])
def test_what_passes_between_units_is_rounded_too(total: str) -> None:
    third = f"{T1}      本年收入合计: 50.00\n"
    units = {"本级": WAN + OWN, "fwzx": WAN + UNIT, "hczx": WAN + third}
    between = "内部往来:\n  - {量: T1.本年收入合计, 值: 8.00, 说明: 拨给中心}\n"
    found = tried(f"{T1}      本年收入合计: {total}\n" + between, "units", units=units, head=WAN)
    assert found.found == found.wanted, found.messages


MACHINES = {
    "of the office": ("«C106c»160.00", "150.00", "300.00"),
    "of the office alone": ("150.00", "150.00", "300.00"),
}


@pytest.mark.parametrize(("cost", "own", "unit"), MACHINES.values(), ids=MACHINES)
def test_cost_of_the_machinery_is_that_of_the_offices(cost: str, own: str, unit: str) -> None:
    table = "表:\n  T6:\n    行:\n      公用经费合计: {}\n"
    text = f"表:\n  机关运行:\n    行:\n      机关运行经费: {cost}\n"
    found = tried(text, "units", units={"本级": table.format(own), "fwzx": table.format(unit)})
    assert found.found == found.wanted, found.messages
    hole = tried(text.replace("«C106c»", ""), "units", units={"fwzx": table.format(unit)})
    assert not hole.found
    assert hole.verdict.counts["C106c"] == {"未查": 1}


WORDED = {
    "as many": "由局本级和2个下属单位汇总而成",
    "in Han numerals": "由局本级和两个独立核算的下属单位汇总而成",
    "with the own office": "纳入决算编制范围的单位共3个",
    "by nature": "包括行政单位1个、全额拨款事业单位2个",
    "without a number": "由局本级和下属单位汇总而成",
    "others": "由局本级和5个下属单位汇总而成",
}


@pytest.mark.parametrize("text", WORDED.values(), ids=WORDED)
def test_number_of_units_told(text: str) -> None:
    listed = "概况:\n  单位:\n    - {名称: 服务中心}\n    - {名称: 核查中心}\n  单位构成: "
    found = tried(f"{listed}{text}\n", "units")
    assert {one[0] for one in found.found} == ({"C90"} if "5" in text else set()), found.messages


# document ------------------------------------------------------------------------------------------------------------


def form(head: str = "", row: str = "", more: str = "") -> str:
    text = f"绩效表:\n  - 标识: yljg\n    表式: F9\n{more}    表头: {{项目名称: 医疗监管{head}}}\n"
    return text + (f"    指标:\n      - {{一级指标: 产出指标, 三级指标: {row}}}\n" if row else "")


def dated(day: str) -> str:
    return f"绩效表:\n  - 标识: yljg\n    表式: F8\n    表头: {{项目名称: 医疗监管, 填报日期: {day}}}\n"


DATES = {
    "of this year": "原文:\n  - {处: 十二, 量: 年末, 写作: 2021年12月31日}\n",
    "of another year": "原文:\n  - {处: 十二, 量: 年末, 写作: «C126»2020年12月31日}\n",
    "of a unit": "原文:\n  - {处: 九, 量: 分单位.fwzx.年末, 写作: «C126»2022年12月31日}\n",
    "filled in afterwards": dated("2022.11.8"),
    "filled in afterwards, by slashes": dated("2022/2/7"),
    "filled in within the year": dated("«C126»2021年11月8日"),
    "no date": dated("年初"),
    "titled this year": form(more="    题名: 2021年度医疗监管项目自评表\n"),
    "up to this year": "文字:\n  其他: 截至2021年12月，参保16012人，比截至2020年12月多12人\n",
}


@pytest.mark.parametrize("text", DATES.values(), ids=DATES)
def test_dates_belong_to_the_year(text: str) -> None:
    found = tried(text, "document", head=ARCHIVE)
    assert found.found == found.wanted, found.messages


OTHER_YEARS = {
    "a title": (form(more="    题名: 2020年度医疗监管项目自评表\n"), "错误"),
    "a text": ("文字:\n  其他: 截至2020年12月，参保16012人\n", "警告"),
    "a piece of work": ("重点工作:\n  表:\n    - {事项: 参保, 内容: 扩面, 完成: 截至2020年底参保16012人}\n", "警告"),
}


@pytest.mark.parametrize(("text", "severity"), OTHER_YEARS.values(), ids=OTHER_YEARS)
def test_other_years_where_texts_keep_no_place(text: str, severity: str) -> None:
    found = tried(text, "document", head=ARCHIVE)
    assert {(one[0], one[3]) for one in found.found} == {("C126", severity)}, found.messages


def test_a_form_dated_after_its_publication() -> None:
    late = dated("«C126»2023年10月8日") + "批复日期: 2023-08-28\n公开日期: 2023-09-12\n"
    found = tried(late, "document")
    assert found.found == found.wanted, found.messages


PLACEHOLDERS = (
    "检查XX家",
    "检查××家",
    "检查＿＿家",
    "其他用车主要是……",
    "宣传等等。。",
    "检查（）家",
    "经费增加（减少）5万元",
    "请填写检查家数",
    "检查{家数}家",
)
PLAIN = ("检查551家", "DRGS付费试点", "“一站式”结算", "100%（含）以上", "3×4", "XXL号防护服", "二〇二二年", "A.B公司")


@pytest.mark.parametrize("text", PLACEHOLDERS)
def test_placeholders_left_in_a_text(text: str) -> None:
    quoted = f'"{text}"' if "{" in text else text
    found = tried(form(row=f"«C127b»{quoted}"), "document")
    assert {one[:3] for one in found.found} == {one[:3] for one in found.wanted}, found.messages


@pytest.mark.parametrize("text", PLAIN)
def test_plain_texts_are_left_alone(text: str) -> None:
    found = tried(form(row=text), "document")
    assert not found.found, found.messages


def test_a_word_under_points() -> None:
    row = "绩效表:\n  - 标识: zt\n    表式: F3\n    指标:\n      - {一级指标: 产出指标, 三级指标: 检查, 得分: «C127b»得分}\n      - {一级指标: 产出指标, 三级指标: 宣传, 得分: —}\n"
    found = tried(row, "document", head=ARCHIVE)
    assert found.found == found.wanted, found.messages


def test_words_of_another_level() -> None:
    found = tried(form(row="«C128»全县贫困人口参保"), "document")
    assert found.found == found.wanted, found.messages
    assert not tried(form(row="全区贫困人口参保，自治区财政局拨款，全县城"), "document").found


TIMES = {
    "in time": ("2023-08-28", "2023-09-17", False),
    "the same day": ("2023-08-28", "2023-08-28", False),
    "a day late": ("2023-08-28", "2023-09-18", True),
    "before approval": ("2023-08-28", "2023-08-27", True),
}


@pytest.mark.parametrize(("approved", "published", "fails"), TIMES.values(), ids=TIMES)
def test_published_within_twenty_days(approved: str, published: str, fails: bool) -> None:
    found = tried(f"批复日期: {approved}\n公开日期: {published}\n", "document")
    assert {one[0] for one in found.found} == ({"C130"} if fails else set())


def test_a_record_without_its_dates_is_not_judged() -> None:
    assert tried("批复日期: 2023-08-28\n", "document").verdict.counts["C130"] == {"未查": 1}


def test_unit_words_in_cells_of_amounts() -> None:
    cells = "绩效表:\n  - 标识: a\n    表式: F8\n    资金:\n      - {行: 一般预算内拨款, 预算数: «C131»50万元, 执行数: 50}\n"
    found = tried(cells, "document", head=ARCHIVE)
    assert found.found == found.wanted, found.messages


PUBLISHED = {
    "all": ({"本级": LIVING, "fwzx": LIVING}, 0, 2),
    "one missing": ({"本级": LIVING, "fwzx": LIVING.replace("2022", "2021", 1)}, 1, 1),
    "one that came later": ({"本级": LIVING, "fwzx": LIVING.replace("2022", "2023", 1)}, 0, 1),
}


@pytest.mark.parametrize(("units", "missing", "there"), PUBLISHED.values(), ids=PUBLISHED)
def test_units_publish_where_their_department_does(units: dict[str, str], missing: int, there: int) -> None:
    counts = tried("", "document", units=units).verdict.counts["C132"]
    assert (counts.get("不通过", 0), counts.get("通过", 0)) == (missing, there)
    archived = tried("", "document", units=units, head=LIVING.replace("已公开", "存档")).verdict.counts["C132"]
    assert archived.get("不通过", 0) == 0


# relations -----------------------------------------------------------------------------------------------------------

RELATIONS = {
    "551 = 159 + 392": "exact",
    "551 = 159 + 329": "wrong",
    "16,008 = 12,520 + 3,488": "exact",
    "1055.55 = 298.52 + 757.03": "exact",
    "1055.56 = 298.52 + 757.03": "rounding",
    "1055.58 = 298.52 + 757.03": "wrong",
    "344.29 = 289 + 55.29": "exact",
    "(159 + 392) × 2 = 1102": "exact",
    "16012 ÷ 16012 = 100%": "exact",
    "95.33% = (503.55 + 187.47 + 289.65 + 39.39) ÷ 1082.69": "wrong",
    "94.21% = (503.55 + 187.47 + 289.65 + 39.39) ÷ 1082.69": "rounding",
    "41.7万 = 416999": "rounding",
    "41万 = 4629 × 90": "wrong",
    "41.66万 = 4629 × 90": "rounding",
    "3亿 = 29999.9万": "rounding",
    "3.91亿 ≤ 30710万": "wrong",
    "361 ≤ 551": "exact",
    "361 >= 551": "wrong",
    "＝ 3": "wrong",
    "甲 = 乙": "wrong",
    "5 ÷ 0 = 5": "wrong",
}


@pytest.mark.parametrize(("formula", "result"), RELATIONS.items(), ids=RELATIONS)
def test_relations_of_the_record_itself(formula: str, result: str) -> None:
    found = tried(f'关系:\n  - {{式: "{formula}", 处: 重点工作}}\n', "relations")
    results = [one.result for one in found.verdict.findings] or ["exact"]
    assert results == [result], found.messages
    assert sum(found.verdict.counts["R1"].values()) == 1


def test_whole_numbers_of_rounded_money() -> None:
    text = "关系:\n  - {{式: 53743 = 33690 + 20052, 说明: {}}}\n"
    rounded = tried(text.format("基金收入（万元）由两部分组成"), "relations").verdict.findings
    assert [one.result for one in rounded] == ["rounding"]
    counted = tried(text.format("参保人数由两部分组成"), "relations").verdict.findings
    assert [one.result for one in counted] == ["wrong"]


# completeness --------------------------------------------------------------------------------------------------------

TOLD = {
    "all parts": ("成效: 查了\n    问题: 无\n    改进: 无", False),
    "no problem told": ("成效: 查了\n    改进: 无", True),
    "not told at all": ("综述: 否", False),
}


@pytest.mark.parametrize(("parts", "fails"), TOLD.values(), ids=TOLD)
def test_a_project_is_told_in_all_its_parts(parts: str, fails: bool) -> None:
    found = tried(f"项目:\n  - 标识: yljg\n    名称: 医疗监管\n    {parts}\n", "completeness")
    assert {one[0] for one in found.found} == ({"D13"} if fails else set())


def test_heads_and_options_of_forms() -> None:
    head = "绩效表:\n  - 标识: a\n    表式: F1\n    表头: {填报日期: 2022.11.8, 项目名称: 甲, 主管部门: 局, 项目类别: 部门预算项目, 项目属性: 持续性项目"
    archived = tried(head + "}\n", "completeness", head=ARCHIVE)
    assert sorted(one.rpartition("：")[2] for one in archived.messages) == ["项目实施单位空着", "项目类型没有勾选"]
    living = tried(head + "}\n", "completeness")
    assert [one.rpartition("：")[2] for one in living.messages] == ["项目类型没有勾选"]


# what is said --------------------------------------------------------------------------------------------------------

SAID = {
    "an opening balance": (
        ("years", f"{T1}      年初结转和结余: 558766.00\n", f"{T1}      年末结转和结余: 558676.00\n", LIVING),
        ("C78", "年初结转和结余558766.00，上年年末是558676.00", "558766.00", "558676.00", "90.00"),
    ),
    "no opening balance": (
        ("years", f"{T1}      收入总计: 1000000.00\n", f"{T1}      年末结转和结余: 558676.00\n", LIVING),
        ("C78", "没有填年初结转和结余，上年年末是558676.00", "", "558676.00", ""),
    ),
    "a figure of last year": (
        ("years", "上年:\n  - {量: T1.收入总计, 值: 4767200.00}\n", f"{T1}      收入总计: 4677200.00\n", LIVING),
        (
            "C79",
            "“上年”里T1.收入总计填的是4767200.00，上年的决算数是4677200.00",
            "4767200.00",
            "4677200.00",
            "90000.00",
        ),
    ),
    "a change without a reason": (
        ("reasons", CHANGED.replace("MARK", "").replace("THEN", "4677200.00"), "", LIVING),
        ("C88", "收入总计比上年增加76.83万元，没有写原因", "5445500.00", "", ""),
    ),
    "a date": (
        ("document", "原文:\n  - {处: 十二, 量: 年末, 写作: 2020年12月31日}\n", "", ARCHIVE),
        ("C126", "十二：截止日期写的是2020年12月31日，应是2021年末", "2020年12月31日", "2021", ""),
    ),
    "late": (
        ("document", "批复日期: 2023-08-28\n公开日期: 2023-09-20\n", "", LIVING),
        ("C130", "批复后第23天才公开，应在2023-09-17以前", "2023-09-20", "2023-08-28至2023-09-17", "3"),
    ),
    "a relation": (
        ("relations", "关系:\n  - {式: 551 = 159 + 329, 处: 重点工作}\n", "", LIVING),
        ("R1", "重点工作：551 = 159 + 329不成立，右边是488，相差63", "551 = 159 + 329", "488", "63"),
    ),
    "units told": (
        ("units", "表:\n  绩效自评:\n    行:\n      整体评价单位: 3\n", "", LIVING),
        ("C90", "写着3个单位，本级和列出的单位一共1个", "3", "1", "2"),
    ),
}


@pytest.mark.parametrize(("given", "said"), SAID.values(), ids=SAID)
def test_what_a_finding_says(given: tuple[str, str, str, str], said: tuple[str, ...]) -> None:
    module, text, prior, head = given
    findings = tried(text, module, prior=prior, head=head).verdict.findings
    assert [(f.rule, f.message, f.stated, f.computed, f.difference) for f in findings if f.rule == said[0]] == [said]


LISTED = "概况:\n  单位:\n    - {名称: 服务中心}\n    - {名称: 核查中心}\n"


@pytest.mark.parametrize(("count", "fails"), {"3": False, "4": True}.items())
def test_units_told_are_those_listed_and_the_own_office(count: str, fails: bool) -> None:
    text = f"{LISTED}表:\n  绩效自评:\n    行:\n      整体评价单位: {count}\n"
    assert tried(text, "units").messages == (["写着4个单位，本级和列出的单位一共3个"] if fails else [])


@pytest.mark.parametrize(("count", "fails"), {"十": False, "十一": False, "十二": True, "二十": True}.items())
def test_han_numerals_of_units(count: str, fails: bool) -> None:
    listed = "概况:\n  单位:\n" + "".join(f"    - {{名称: 中心{at}}}\n" for at in range(10))
    assert bool(tried(f"{listed}  单位构成: 下属{count}个单位\n", "units").found) == fails


def test_cost_of_the_machinery_says_its_parts() -> None:
    table = "表:\n  T6:\n    行:\n      公用经费合计: {}\n"
    units = {"本级": table.format("1500000.00"), "fwzx": table.format("300000.00")}
    (finding,) = tried(
        "表:\n  机关运行:\n    行:\n      机关运行经费: 1600000.00\n", "units", units=units
    ).verdict.findings
    assert finding.message == "机关运行经费160.00，行政和参公单位的公用经费合计150.00"
    assert (finding.stated, finding.computed, finding.difference) == ("1600000.00", "150.00", "10.00")
    assert [(one.address, one.value) for one in finding.operands] == [("benji#T6.公用经费合计", "150.00")]


def test_a_first_year_names_the_year_before() -> None:
    assert tried("首年: 是\n", "years", prior="首年: 是\n").messages == ["写明是首年，库里却有2021年度的记录"]


def test_a_sum_over_units_says_its_parts() -> None:
    units = {"本级": OWN.replace("200.00", "2000000.00"), "fwzx": UNIT.replace("100.00", "1082643.70")}
    text = f"{T1}      本年收入合计: 3082643.70\n内部往来:\n  - {{量: T1.本年收入合计, 值: 82643.70}}\n"
    (finding,) = tried(text, "units", units=units).verdict.findings
    assert finding.message == "T1.本年收入合计：部门填的是308.26，本级和各单位相加减内部往来是300.00"
    assert [(one.address, one.value) for one in finding.operands] == [
        ("benji#T1.本年收入合计", "200.00"),
        ("fwzx#T1.本年收入合计", "108.26"),
        ("内部往来", "8.26"),
    ]
    assert (finding.computed, finding.difference) == ("300.00", "8.26")
