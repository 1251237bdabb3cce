"""The rules over the tables that are modules: kinds of units, 科目 of each budget, names of 科目, items over budget."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.catalog import Code
from generator.facts import RowInfo
from generator.findings import Outcome
from generator.rules.cases import trial
from generator.rules.checks import funds, kinds, names, overspending
from tests.builders import catalog
from tests.table_records import CAR, RULES, case_of, failing, part


@pytest.mark.parametrize(
    ("nature", "kind"),
    [
        ("行政单位", "行政"),
        ("党政机关", "行政"),
        ("参照公务员法管理的事业单位", "参公"),
        ("参公事业单位", "参公"),
        ("机关所属事业单位", "事业"),
        ("公益一类", "事业"),
        ("全额拨款事业单位", "事业"),
        ("", "不明"),
    ],
)
def test_kind_of_unit_is_read_from_its_nature(nature: str, kind: str) -> None:
    assert kinds.kind(nature) == kind


OFFICE_MONEY = {
    "C7": part("T1", "结余分配: 5.00"),
    "C8": part("T1", "事业收入: 5.00"),
    "C28": part("T3", "- {科目: 合计, 经营支出: 5.00}"),
    "C106b": part("T6", "公用经费合计: 5.00") + part("机关运行", "机关运行经费: 4.00"),
}
OVERVIEW = "概况:\n  单位:\n    - {名称: 某中心, 性质: NATURE}\n"


@pytest.mark.parametrize("rule", OFFICE_MONEY)
def test_department_with_other_units_is_left_alone(rule: str) -> None:
    text = f"表:\n{OFFICE_MONEY[rule]}"
    assert len(failing(RULES[rule], case_of(text))) == 1
    for sign in ("人员:\n    行:\n      事业在职: 3\n", "三公实物:\n    行:\n      涉及事业单位: 2\n"):
        assert failing(RULES[rule], case_of(f"{text}  {sign}")) == []
    unit = case_of(text, fwzx=f"表:\n{part('T5', '- {科目: 合计, 小计: 1.00}')}")
    assert failing(RULES[rule], unit) == []
    assert failing(RULES[rule], case_of(OVERVIEW.replace("NATURE", "公益一类事业单位") + text)) == []


@pytest.mark.parametrize(("rule", "count"), [("C7", 0), ("C8", 0), ("C28", 0), ("C106b", 1)])
def test_unit_under_the_civil_service_law_counts_as_an_office_for_its_running_cost(rule: str, count: int) -> None:
    text = OVERVIEW.replace("NATURE", "参公事业单位") + f"表:\n{OFFICE_MONEY[rule]}"
    assert len(failing(RULES[rule], case_of(text))) == count


def test_unit_of_unknown_kind_leaves_the_rule_unchecked() -> None:
    rule = RULES["C7"]
    tried = trial(case_of(f"表:\n{OFFICE_MONEY['C7']}"), rule, catalog())
    publisher = tried.account.filed.publisher
    department = tried.bench.store.departments[publisher].model_copy(update={"nature": ""})
    bench = replace(tried.bench, store=replace(tried.bench.store, departments={publisher: department}))
    assert [one.finding.outcome for one in kinds.check({"C7": rule}, tried.account, bench)] == ["未查", "未查"]


@pytest.mark.parametrize(
    ("code", "wanted", "outcome"),
    [
        ("2101501", funds.GENERAL, "通过"),
        ("208", funds.GENERAL, "通过"),
        ("2296013", funds.GENERAL, "不通过"),
        ("2230105", funds.GENERAL, "不通过"),
        ("234", funds.GENERAL, "不通过"),
        ("2296013", funds.FUND, "通过"),
        ("21208", funds.FUND, "通过"),
        ("2101501", funds.FUND, "不通过"),
        ("229", funds.FUND, "未查"),
        ("223", funds.FUND, "不通过"),
        ("2230105", funds.CAPITAL, "通过"),
        ("2101501", funds.CAPITAL, "不通过"),
        ("208", funds.CAPITAL, "不通过"),
        ("2999999", funds.GENERAL, "未查"),
    ],
)
def test_money_of_each_budget_has_its_own_codes(code: str, wanted: str, outcome: Outcome) -> None:
    assert funds.judge(code, wanted, catalog().codes("功能科目", 2022))[0] == outcome


def test_code_added_to_a_list_is_of_the_budget_of_the_one_above() -> None:
    listed = {
        code: Code.model_validate({"编码": code, "名称": "某项"} | budget)
        for code, budget in (("21214", {"预算": funds.FUND}), ("2121401", {}))
    }
    assert funds.budget_of("2121401", listed) == funds.FUND


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (part("T7", '- {科目: "2101501", 本年支出: 5.00}'), 1),
        (part("T8", '- {科目: "2296013", 小计: 5.00}'), 1),
        (part("T5", '- {科目: "229", 小计: 5.00}', '- {科目: "2296013", 小计: 5.00}'), 1),
        (part("T7", '- {科目: "229", 本年支出: 5.00}', '- {科目: "2296013", 本年支出: 5.00}'), 0),
        (part("T5", '- {科目: "2296013", 小计: 0.00}'), 0),
        (
            part(
                "T4",
                '- {行: "223", 一般公共预算: 5.00}',
                '- {行: "229", 政府性基金: 5.00}',
                '- {行: "208", 国有资本经营: 5.00}',
            ),
            2,
        ),
        (part("T3", '- {科目: "2296013", 本年支出合计: 5.00}'), 0),
    ],
)
def test_rows_with_money_are_held_against_their_budget(text: str, count: int) -> None:
    assert len(failing(RULES["C44"], case_of(f"表:\n{text}"))) == count


@pytest.mark.parametrize(
    ("name", "outcome", "said"),
    [
        ("资源勘探工业信息等支出", "通过", ""),
        (" 资源勘探 工业信息等支出（类）", "通过", ""),
        ("资源勘探信息等支出", "不通过", "是2019年度的名称"),
        ("商业服务业等支出", "不通过", "本年度科目表里是“资源勘探工业信息等支出”"),
    ],
)
def test_typed_name_is_that_of_the_code_in_its_year(name: str, outcome: Outcome, said: str) -> None:
    lists = catalog().functional
    found, why = names.judge(RowInfo("215", name), lists[2022], lists)
    assert found == outcome
    assert said in why


def test_names_of_every_table_are_read_and_unknown_codes_are_not_judged() -> None:
    text = part("T5", '- {科目: "208", 名称: 卫生健康支出}') + part("资产", "- {行: 家具, 名称: 桌椅, 数量: 3}")
    assert len(failing(RULES["C9"], case_of(f"表:\n{text}"))) == 1
    assert names.judge(RowInfo("2999999", "某项"), {}, {})[0] == "未查"


REASON = "原因:\n  - {量: MEASURE, 比: AGAINST, 写: 来访人数增加}\n"


@pytest.mark.parametrize(
    ("measure", "against", "count"),
    [
        ("T9.公务接待费.决算数", "全年预算", 0),
        ("T9.公务接待费.决算数", "年初预算", 0),
        ("T9.公务接待费", "全年预算", 0),
        ("T9.合计.决算数", "全年预算", 0),
        ("T9.公务接待费.决算数", "上年", 1),
        ("T9.公务用车购置费.决算数", "全年预算", 1),
    ],
)
def test_reason_for_an_item_or_the_sum_it_stands_in_is_enough(measure: str, against: str, count: int) -> None:
    text = f"表:\n{part('T9', '- {行: 公务接待费, 预算数: 5.00, 决算数: 6.00}')}"
    reason = REASON.replace("MEASURE", measure).replace("AGAINST", against)
    assert len(failing(RULES["C76"], case_of(text + reason))) == count


CARS = "公务用车购置及运行维护费"


@pytest.mark.parametrize(
    ("rows", "spots"),
    [
        (("合计, 预算数: 5.00, 决算数: 6.00",), ["T9.合计.决算数"]),
        (("合计, 预算数: 5.00, 决算数: 6.00", "公务接待费, 预算数: 5.00, 决算数: 6.00"), ["T9.公务接待费.决算数"]),
        ((f"{CARS}, 预算数: 5.00, 决算数: 6.00", f"{CAR}, 决算数: 6.00"), [f"T9.{CARS}.决算数"]),
        ((f"{CARS}, 预算数: 5.00, 决算数: 6.00", f"{CAR}, 预算数: 5.00, 决算数: 6.00"), [f"T9.{CAR}.决算数"]),
    ],
)
def test_sum_over_budget_is_told_only_where_no_item_of_it_is(rows: tuple[str, ...], spots: list[str]) -> None:
    text = part("T9", *(f"- {{行: {row}}}" for row in rows))
    assert failing(RULES["C76"], case_of(f"表:\n{text}")) == spots


@pytest.mark.parametrize(
    ("cells", "outcome"),
    [
        ("预算数: 5.00, 决算数: 5.00", "不适用"),
        ("预算数: 0.00, 决算数: 0.01", "不通过"),
        ("决算数: 5.00", "未查"),
        ("预算数: 不适用, 决算数: 5.00", "未查"),
    ],
)
def test_item_within_its_budget_needs_no_reason(cells: str, outcome: Outcome) -> None:
    text = f"表:\n{part('T9', '- {行: 公务接待费, ' + cells + '}')}"
    rule = RULES["C76"]
    tried = trial(case_of(text), rule, catalog())
    judged = [one.finding for one in overspending.check({"C76": rule}, tried.account, tried.bench)]
    assert {one.outcome for one in judged if one.address == "T9.公务接待费.决算数"} == {outcome}
