"""The rules over the tables: both directions, what they let pass, what they find besides."""

from __future__ import annotations

import re

import pytest

from generator.rules.cases import Trial, trial
from generator.rules.engine import apply
from generator.rules.model import Rule
from tests.builders import catalog
from tests.table_records import ABROAD, BUY, CAR, HOST, RULES, case_of, cost, failing, part

OF_TABLES = (*range(1, 78), *range(101, 108), 110, 111)
NUMBERS = {rule.id: re.fullmatch("C([0-9]+)[a-h]?", rule.id) for rule in RULES.values()}
MINE = [RULES[name] for name, number in NUMBERS.items() if number and int(number[1]) in OF_TABLES] + [
    RULES["C108a"],
    RULES["C108b"],
]
FORMULAS = [rule for rule in MINE if rule.relation]

LESS_IS_WRONG = frozenset(
    {"C6b", "C101", "C101c", "C102", "C103", "C103b", "C104b", "C105c", "C105d", "C105f", "C105g", "C111b"}
)
PARTS = {
    "C41",
    "C42",
    "C43",
    "C51",
    "C51b",
    "C52",
    "C58",
    "C59",
    "C60",
    "C61",
    "C77",
    "C77b",
    "C104",
    "C105b",
    "C105h",
    "C106",
}
MORE_IS_WRONG = frozenset(PARTS | {"C6c", "C108a", "C108b", "C110b", "C111c", "C111e"})
ABOVE_ZERO = frozenset({"C27", "C62", "C101b", "C102b", "C105e"})
"""Rules that are no equations, by what is wrong with their first figure; all others hold in neither direction."""


def passes(rule: Rule) -> tuple[Trial, list[str]]:
    """The passing case as an account, and the figures that its rule weighs: all of an equation, the first of others."""
    tried = trial(rule.good, rule, catalog())
    judged = [one for one in apply(rule, tried.account) if one.finding.outcome == "通过"]
    terms = [name for one in judged if one.equation for name in one.equation.terms]
    return tried, terms or [one.finding.operands[0].address for one in judged]


def shifted(text: str, line: int, column: int, change: int) -> str:
    """The record with the figure at a place larger or smaller by one."""
    lines = text.split("\n")
    found = re.match(r"-?[0-9]+", lines[line - 1][column - 1 :])
    assert found
    rest = lines[line - 1][column - 1 + found.end() :]
    lines[line - 1] = f"{lines[line - 1][: column - 1]}{int(found[0]) + change}{rest}"
    return "\n".join(lines)


@pytest.mark.parametrize("rule", [rule for rule in FORMULAS if rule.id not in ABOVE_ZERO], ids=lambda rule: rule.id)
@pytest.mark.parametrize("change", [1, -1])
def test_no_figure_of_a_passing_case_can_be_changed(rule: Rule, change: int) -> None:
    """Each figure that takes part, one more and one less: an equation breaks both ways, a bound on its wrong side only."""
    tried, terms = passes(rule)
    broken = []
    for name in terms:
        figure = tried.account.figures.measure(name)
        assert figure is not None
        text = shifted(rule.good.text, figure.line - tried.offset, figure.column, change)
        broken.append(bool(failing(rule, case_of(text, **rule.good.units))))
    if rule.id in MORE_IS_WRONG | LESS_IS_WRONG:
        assert any(broken) == ((change > 0) == (rule.id in MORE_IS_WRONG))
    else:
        assert all(broken), [name for name, fails in zip(terms, broken, strict=True) if not fails]


def test_lists_of_one_sided_rules_name_rules_that_exist() -> None:
    assert {rule.id for rule in FORMULAS} >= MORE_IS_WRONG | LESS_IS_WRONG | ABOVE_ZERO
    assert len(MINE) > 110


# silent ---------------------------------------------------------------------------------------------------------------


OTHER_MONEY = (
    "上级补助收入",
    "事业收入",
    "经营收入",
    "附属单位上缴收入",
    "其他收入",
    "使用非财政拨款结余",
    "年初结转和结余",
)
LESS_FISCAL = part(
    "T4", '- {行: "208", 合计: 90.00}', "- {行: 本年支出合计, 合计: 90.00}", "- {行: 年初结转和结余, 合计: 0.00}"
)
LESS_BY_ITEM = part("T3", '- {科目: "2080505", 基本支出: 9.00}') + part("T5", '- {科目: "2080505", 基本支出: 8.00}')
SAME = (("C63", "2210201"), ("C63b", "2080505"), ("C63c", "2080506"), ("C63d", "21011"))
LOST = "  T1:\n    状态: 原件未载\n    行:\n      年初结转和结余: 2.00\n      年末结转和结余: 2.00\n"
NO_FUNDS = "  T7:\n    状态: 空表\n  T8:\n    状态: 空表\n"

SILENT: list[tuple[str, str]] = [
    ("C27", part("T2", "- {科目: 合计, 经营收入: 0.00}") + part("T3", "- {科目: 合计, 经营支出: 0.00}")),
    *(
        ("C41b", part("T1", f"{name}: 10.00", '"208": 100.00', "本年支出合计: 100.00") + LESS_FISCAL)
        for name in OTHER_MONEY
    ),
    *(
        (
            "C52b",
            part("T1", f"{name}: 1.00") + LESS_BY_ITEM + NO_FUNDS + part("T4", "- {行: 年初结转和结余, 合计: 0.00}"),
        )
        for name in OTHER_MONEY
    ),
    ("C42", part("T1", "经营收入: 5.00", "年初结转和结余: -1.00") + part("T4", "- {行: 年初结转和结余, 合计: 3.00}")),
    ("C43", part("T1", "经营收入: 5.00", "年末结转和结余: -1.00") + part("T4", "- {行: 年末结转和结余, 合计: 3.00}")),
    ("C62", part("T6", '"30302": 0.00') + part("人员", "离退休: 0")),
    *(
        (name, part("T5", f'- {{科目: "{code}", 小计: 9.00, 项目支出: 4.00}}') + part("T6", '"30101": 5.00'))
        for name, code in SAME
    ),
    ("C101", part("三公实物", "出国团组: 0", "出国人次: 0") + cost(ABROAD, "0.00")),
    ("C101", part("三公实物", "出国团组: 2", "出国人次: 9") + cost(ABROAD, "5.00")),
    ("C101b", part("三公实物", "出国团组: 0", "出国人次: 0") + cost(ABROAD, "0.00")),
    ("C101c", part("三公实物", "出国团组: 2")),
    ("C102", part("三公实物", "购置数: 0") + cost(BUY, "0.00")),
    ("C102", part("三公实物", "购置数: 2") + cost(BUY, "5.00")),
    ("C102b", part("三公实物", "购置数: 0") + cost(BUY, "0.00")),
    ("C103", part("三公实物", "保有量: 0") + cost(CAR, "0.00")),
    ("C103", part("三公实物", "保有量: 2") + cost(CAR, "5.00")),
    ("C104b", part("三公实物", "保有量: 2") + cost(CAR, "5.00")),
    ("C105", part("三公实物", "国内接待费: 4.00") + cost(HOST, "5.00")),
    ("C105b", part("三公实物", "国内接待费: 4.00") + cost(HOST, "5.00")),
    ("C105b", part("三公实物", "国内接待费: 4.00", "外宾接待费: 6.00") + cost(HOST, "5.00")),
    ("C105c", part("三公实物", "接待批次: 0") + cost(HOST, "0.00")),
    ("C105c", part("三公实物", "外事批次: 3") + cost(HOST, "5.00")),
    ("C105d", part("三公实物", "接待人次: 0") + cost(HOST, "0.00")),
    ("C105d", part("三公实物", "外事人次: 3") + cost(HOST, "5.00")),
    ("C105e", part("三公实物", "接待批次: 0", "外事人次: 0") + cost(HOST, "0.00")),
    ("C105f", part("三公实物", "接待批次: 8")),
    ("C105g", part("三公实物", "外事批次: 8")),
    ("C105h", part("三公实物", "陪同人次: 8")),
    ("C107", part("采购", "政府采购支出总额: 8.00")),
    ("C107", part("采购", "政府采购支出总额: 8.00", "货物: 8.00")),
    ("C108a", part("采购", "中小企业合同金额: 8.00")),
    ("C108b", part("采购", "小微企业合同金额: 8.00")),
    ("C110", part("车辆", "合计: 3", "通用设备: 1")),
    ("C110b", part("三公实物", "保有量: 3") + part("车辆", "通用设备: 1")),
    ("C111", part("人员", "编制: 68", "在职: 59")),
    ("C111b", part("人员", "在职: 59", "编制: 68")),
    ("C111c", part("人员", "在职: 59", "编制: 68")),
    ("C111b", part("人员", "在职: 59", "行政在职: 5", "事业在职: 54", "参公在职: 20")),
    ("C111c", part("人员", "在职: 59", "行政在职: 5", "事业在职: 34", "参公在职: 20")),
    ("C111d", part("人员", "离退休: 3")),
    ("C111e", part("人员", "在职: 59")),
]


@pytest.mark.parametrize(("rule", "text"), SILENT, ids=[name for name, _ in SILENT])
def test_rule_is_silent_where_it_has_nothing_to_say(rule: str, text: str) -> None:
    assert failing(RULES[rule], case_of(f"表:\n{text}")) == []


# loud -----------------------------------------------------------------------------------------------------------------

ROW4 = "一般公共预算: 90.00, 政府性基金: 8.00"
RUNNING = ("燃料费", "维修费", "过路过桥费", "保险费", "安全奖励费", "其他运行费")
USES = ("副部省级以上领导", "主要领导干部", "机要通信", "应急保障", "执法执勤", "特种专业技术", "离退休干部", "其他")
FEW = part("T4", "- {行: 年初结转和结余, 合计: 0.00}")
LOUD: list[tuple[str, str, str]] = [
    *(
        ("C32b", f"T4.{row}", part("T4", f"- {{行: {row}, 合计: 99.00, {ROW4}}}"))
        for row in ("收入总计", "本年支出合计", "年末结转和结余")
    ),
    ("C41", "T4.本年支出合计", part("T1", "本年支出合计: 90.00") + part("T4", "- {行: 本年支出合计, 合计: 91.00}")),
    ("C41b", "T4.本年支出合计", part("T1", "本年支出合计: 91.00") + part("T4", "- {行: 本年支出合计, 合计: 90.00}")),
    (
        "C51",
        "T5.合计.基本支出",
        part("T3", "- {科目: 合计, 基本支出: 9.00}") + part("T5", "- {科目: 合计, 基本支出: 9.10}"),
    ),
    (
        "C52b",
        "T3.合计.基本支出",
        part("T1", "本年收入合计: 9.00")
        + FEW
        + part("T3", "- {科目: 合计, 基本支出: 9.00}")
        + part("T5", "- {科目: 合计, 基本支出: 8.00}")
        + NO_FUNDS,
    ),
    *(
        ("C36", f"T4..{fund}", part("T4", f"- {{行: 本年收入, {fund}: 9.00}}", f"- {{行: 支出总计, {fund}: 8.00}}"))
        for fund in ("一般公共预算", "国有资本经营")
    ),
    (
        "C41b",
        "T4.208",
        part("T1", '"208": 9.00') + part("T4", '- {行: "208", 合计: 8.00}', "- {行: 年初结转和结余, 合计: 0.00}"),
    ),
    (
        "C51",
        "T5.2080505.项目支出",
        part("T3", '- {科目: "2080505", 项目支出: 8.00}') + part("T5", '- {科目: "2080505", 项目支出: 9.00}'),
    ),
    ("C52b", "T3.2080505.基本支出", LESS_BY_ITEM + NO_FUNDS + FEW + part("T1", "本年收入合计: 9.00")),
    *(
        (
            name,
            "T5.",
            f'  T5:\n    状态: 原件未载\n    行:\n      - {{科目: "{code}", 小计: 9.00}}\n'
            + part("T6", '"30101": 5.00'),
        )
        for name, code in SAME
    ),
    ("C42", "T4.", LOST + part("T4", "- {行: 年初结转和结余, 合计: 3.00}")),
    ("C43", "T4.", LOST + part("T4", "- {行: 年末结转和结余, 合计: 3.00}")),
    ("C62", "T6.30301", part("T6", '"30301": 5.00') + part("人员", "离退休: 0")),
    ("C101", "三公实物.出国团组", part("三公实物", "出国团组: 0", "出国人次: 3") + cost(ABROAD, "5.00")),
    ("C101", "三公实物.出国人次", part("三公实物", "保有量: 1") + cost(ABROAD, "5.00")),
    ("C101b", "三公实物.出国人次", part("三公实物", "出国人次: 3") + cost(ABROAD, "0.00")),
    ("C105b", "三公实物.外宾接待费", part("三公实物", "外宾接待费: 6.00") + cost(HOST, "5.00")),
    ("C105c", "三公实物.", part("三公实物", "接待人次: 9") + cost(HOST, "5.00")),
    *(
        ("C105e", f"三公实物.{name}", part("三公实物", f"{name}: 3") + cost(HOST, "0.00"))
        for name in ("接待人次", "外事批次", "外事人次")
    ),
    *(("C104b", "三公实物.", part("三公实物", f"{name}: 3.00") + cost(CAR, "5.00")) for name in RUNNING),
    *(("C107", "采购.", part("采购", "政府采购支出总额: 9.00", f"{name}: 8.00")) for name in ("货物", "工程", "服务")),
    *(("C110", "车辆.", part("车辆", "合计: 9", f"{name}用车: 1")) for name in USES),
    *(("C111", "人员.", part("人员", "编制: 8", f"{name}编制: 7")) for name in ("行政", "事业", "工勤")),
    *(("C111b", "人员.", part("人员", "在职: 6", f"{name}在职: 7")) for name in ("行政", "事业", "工勤")),
    *(("C111c", "人员.", part("人员", "在职: 8", f"{name}在职: 7")) for name in ("行政", "事业", "参公", "工勤")),
    *(("C111d", "人员.", part("人员", "离退休: 8", f"{name}: 7")) for name in ("离休", "退休")),
]


@pytest.mark.parametrize(("rule", "spot", "text"), LOUD, ids=[f"{name}-{spot}" for name, spot, _ in LOUD])
def test_rule_finds_this_too(rule: str, spot: str, text: str) -> None:
    assert spot in failing(RULES[rule], case_of(f"表:\n{text}"))
