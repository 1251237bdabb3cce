"""What the rule engine says of small records: rounding, what is absent, lost and empty tables, conditions, years."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from generator import formula as fx
from generator.rules.cases import trial
from generator.rules.engine import apply
from generator.rules.model import Case, Rule
from generator.rules.run import judge
from tests.builders import catalog

if TYPE_CHECKING:
    from generator.findings import Finding
    from generator.rules.cases import Trial

HEAD = "格式: 1\n年度: {year}\n状态: 已公开\n板式: 国家-2022\n口径: 汇总\n金额单位: {unit}\n{more}"

PASS, ROUNDED, WRONG = ("通过", "exact"), ("通过", "rounding"), ("不通过", "wrong")
NOT_APPLICABLE, UNCHECKED = ("不适用", ""), ("未查", "")


@dataclass(frozen=True)
class Said:
    """A rule and a record to hold it against."""

    relation: str
    record: str
    every: str = ""
    columns: str = ""
    condition: str = ""
    unit: str = "元"
    year: int = 2022
    more: str = ""


def rule_of(said: Said) -> Rule:
    table, _, rows = said.every.partition("/")
    every = {"表": table, "行": rows or "一次", "列": [said.columns] if said.columns else []} if table else None
    case = {"记录": "x"}
    text = {"格式": "1", "编号": "X1", "题": "试", "依据": "试", "话": "不对", "正例": case, "反例": case}
    text |= {"式": said.relation, "若": said.condition}
    return Rule.model_validate(text | ({"每": every} if every else {}))


def tried(said: Said, units: dict[str, str] | None = None) -> Trial:
    head = HEAD.format(year=said.year, unit=said.unit, more=said.more)
    units = {slug: head.replace(said.more, "") + text for slug, text in (units or {}).items()}
    case = Case.model_construct(text=head + said.record, prior="", units=units, line=0, column=0)
    return trial(case, rule_of(said), catalog())


def findings(said: Said, units: dict[str, str] | None = None) -> list[Finding]:
    return [one.finding for one in apply(rule_of(said), tried(said, units).account)]


def outcomes(said: Said, units: dict[str, str] | None = None) -> list[tuple[str, str]]:
    return [(one.outcome, one.result) for one in findings(said, units)]


def table(name: str, *rows: str, state: str = "") -> str:
    head = f"  {name}:\n" + (f"    状态: {state}\n" if state else "")
    if not rows:
        return head if state else f"  {name}: {{}}\n"
    return head + "    行:\n" + "".join(f"      {row}\n" for row in rows)


def record(*tables: str) -> str:
    return "表:\n" + "".join(tables)


def t5(*rows: str, state: str = "") -> str:
    return table("T5", *(f"- {{{row}}}" for row in rows), state=state)


SUM = "小计 == 基本支出 + 项目支出"
ROW = '科目: "2101501"'


@pytest.mark.parametrize(
    ("unit", "cells", "expected"),
    [
        ("元", "小计: 10.00, 基本支出: 5.00, 项目支出: 5.00", PASS),
        ("元", "小计: 10.01, 基本支出: 5.00, 项目支出: 5.00", WRONG),
        ("万元", "小计: 10.00, 基本支出: 5.00, 项目支出: 5.00", PASS),
        ("万元", "小计: 10.01, 基本支出: 5.00, 项目支出: 5.00", ROUNDED),
        ("万元", "小计: 9.99, 基本支出: 5.00, 项目支出: 5.00", ROUNDED),
        ("万元", "小计: 10.02, 基本支出: 5.00, 项目支出: 5.00", WRONG),
        ("万元", "小计: -10.01, 基本支出: -5.00, 项目支出: -5.00", ROUNDED),
        ("万元", "小计: 10.01, 基本支出: 10.00, 项目支出: 0.00", ROUNDED),
    ],
)
def test_sum_holds_when_the_intervals_meet(unit: str, cells: str, expected: tuple[str, str]) -> None:
    assert outcomes(Said(SUM, record(t5(f"{ROW}, {cells}")), every="T5/项", unit=unit)) == [expected]


@pytest.mark.parametrize(
    ("relation", "left", "unit", "expected"),
    [
        ("T5.合计.小计 == T3.合计.本年支出合计", "10.01", "万元", WRONG),
        ("T5.合计.小计 <= T3.合计.本年支出合计", "10.01", "万元", WRONG),
        ("T5.合计.小计 <= T3.合计.本年支出合计", "10.00", "万元", PASS),
        ("T5.合计.小计 <= T3.合计.本年支出合计", "9.99", "元", PASS),
        ("T5.合计.小计 < T3.合计.本年支出合计", "10.00", "元", WRONG),
        ("T5.合计.小计 < T3.合计.本年支出合计", "10.00", "万元", ROUNDED),
        ("T5.合计.小计 >= T3.合计.本年支出合计", "10.00", "元", PASS),
        ("T5.合计.小计 >= T3.合计.本年支出合计", "9.99", "万元", WRONG),
        ("T5.合计.小计 > 0", "0.00", "元", WRONG),
        ("T5.合计.小计 > 0", "0.00", "万元", ROUNDED),
    ],
)
def test_intervals_that_only_touch_do_not_meet(relation: str, left: str, unit: str, expected: tuple[str, str]) -> None:
    """A printed 10.01 begins where a printed 10.00 ends, and half up gives that point to the larger one."""
    text = record(t5(f"科目: 合计, 小计: {left}"), table("T3", "- {科目: 合计, 本年支出合计: 10.00}"))
    assert outcomes(Said(relation, text, unit=unit)) == [expected]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ("小计: 300.00, 基本支出: 300.00", PASS),
        ("小计: 300.00, 基本支出: 208.00", WRONG),
        ("小计: 300.00", WRONG),
        ("小计: 0.00", PASS),
        ("小计: 300.00, 基本支出: 300.00, 项目支出: 0.00", PASS),
        ("基本支出: 300.00", UNCHECKED),
        ("年初预算: 300.00", NOT_APPLICABLE),
        ("小计: 不适用, 基本支出: 300.00", UNCHECKED),
        ("小计: 300.00, 基本支出: 不适用", UNCHECKED),
    ],
)
def test_absent_cell_of_a_whole_table_is_nothing(cells: str, expected: tuple[str, str]) -> None:
    assert outcomes(Said(SUM, record(t5(f"{ROW}, {cells}")), every="T5/项")) == [expected]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ("小计: 300.00, 基本支出: 280.00, 项目支出: 20.00", PASS),
        ("小计: 300.00, 基本支出: 208.00, 项目支出: 20.00", WRONG),
        ("小计: 300.00, 基本支出: 300.00", UNCHECKED),
        ("小计: 300.00", UNCHECKED),
    ],
)
def test_absent_cell_of_a_lost_table_is_unknown(cells: str, expected: tuple[str, str]) -> None:
    assert outcomes(Said(SUM, record(t5(f"{ROW}, {cells}", state="原件未载")), every="T5/项")) == [expected]


@pytest.mark.parametrize(
    ("state", "total", "expected"),
    [
        ("有数", "90.00", PASS),
        ("有数", "95.00", WRONG),
        ("原件未载", "90.00", PASS),
        ("原件未载", "95.00", UNCHECKED),
        ("原件未载", "85.00", WRONG),
    ],
)
def test_lost_table_need_not_name_every_row(state: str, total: str, expected: tuple[str, str]) -> None:
    """Rows that are known may be fewer than all: their sum may fall short of the total, it may not exceed it."""
    rows = ('科目: "2080501", 小计: 60.00', '科目: "2080505", 小计: 30.00')
    text = record(t5(f'科目: "208", 小计: {total}', *rows, state=state))
    assert outcomes(Said("T5[本行][本列] == 下级和()", text, every="T5/类", columns="小计")) == [expected]


@pytest.mark.parametrize(
    ("relation", "total", "expected"),
    [
        ("T5.合计.小计 <= T3.合计.本年支出合计", "100.00", UNCHECKED),
        ("T5.合计.小计 <= T3.合计.本年支出合计", "80.00", WRONG),
        ("T3.合计.本年支出合计 >= T5.合计.小计", "100.00", UNCHECKED),
        ("T3.合计.本年支出合计 <= T5.合计.小计", "100.00", UNCHECKED),
        ("T3.合计.本年支出合计 <= T5.合计.小计", "90.00", PASS),
    ],
)
def test_sum_over_a_lost_table_is_a_lower_bound(relation: str, total: str, expected: tuple[str, str]) -> None:
    rows = ('科目: "2080501", 小计: 60.00', '科目: "2080505", 小计: 30.00')
    text = record(t5(*rows, state="原件未载"), table("T3", f"- {{科目: 合计, 本年支出合计: {total}}}"))
    assert outcomes(Said(relation, text)) == [expected]


def test_row_without_lower_rows_has_nothing_to_add_up() -> None:
    text = record(t5('科目: "208", 小计: 90.00'))
    assert outcomes(Said("T5[本行][本列] == 下级和()", text, every="T5/类", columns="小计")) == [UNCHECKED]


@pytest.mark.parametrize(
    ("t7", "t4", "expected"),
    [
        (table("T7", state="空表"), "政府性基金: 0.00", PASS),
        (table("T7", state="空表"), "政府性基金: 5.00", WRONG),
        (table("T7", state="空表"), "一般公共预算: 5.00", NOT_APPLICABLE),
        (table("T7", state="原件未载"), "政府性基金: 5.00", UNCHECKED),
        ("", "政府性基金: 0.00", UNCHECKED),
        (table("T7", '- {科目: "2296013", 本年收入: 5.00}'), "一般公共预算: 5.00", UNCHECKED),
        (table("T7", '- {科目: "2296013", 本年收入: 5.00}'), "政府性基金: 5.00", PASS),
    ],
    ids=["empty", "empty against a figure", "empty and nothing", "lost", "not named", "both computed", "rolled up"],
)
def test_empty_lost_and_computed_tables(t7: str, t4: str, expected: tuple[str, str]) -> None:
    text = record(table("T4", f"- {{行: 本年收入, {t4}}}"), t7)
    assert outcomes(Said("T4.本年收入.政府性基金 == T7.合计.本年收入", text)) == [expected]


@pytest.mark.parametrize("year", [2019, 2022])
def test_table_and_column_that_a_year_does_not_have_are_nothing(year: int) -> None:
    """Before 2020 nobody had 国有资本经营预算: its absence is no gap then, and is one later."""
    text = record(t5(f"{ROW}, 小计: 5.00"), table("T3", f"- {{{ROW}, 本年支出合计: 5.00}}"))
    relation = "T3[本行].本年支出合计 == 和(T5[本行].小计, T8[本行].小计)"
    assert outcomes(Said(relation, text, every="T3/项", year=year)) == [PASS if year == 2019 else UNCHECKED]
    columns = [
        one.spot for one in findings(Said("T4.支出总计[本列] == 5", text, every="T4", columns="全部", year=year))
    ]
    assert ("T4..国有资本经营" in columns) == (year == 2022)
    lost = record(table("T1", "本年收入合计: 5.00", "其他收入: 5.00", state="原件未载"))
    relation = "T1.本年收入合计 == T1.国有资本经营预算财政拨款收入 + T1.其他收入"
    assert outcomes(Said(relation, lost, year=year)) == [PASS if year == 2019 else UNCHECKED]


@pytest.mark.parametrize(
    ("t3", "expected"),
    [
        ('科目: "2101501", 本年支出合计: 5.00', PASS),
        ('科目: "2080505", 本年支出合计: 5.00', WRONG),
        ('科目: "210", 本年支出合计: 5.00', UNCHECKED),
        ('科目: "21015", 本年支出合计: 5.00', UNCHECKED),
    ],
)
def test_table_that_stops_above_a_row_does_not_say_it_is_zero(t3: str, expected: tuple[str, str]) -> None:
    text = record(t5(f"{ROW}, 小计: 5.00"), table("T3", f"- {{{t3}}}"))
    assert outcomes(Said("小计 <= T3[本行].本年支出合计", text, every="T5/项")) == [expected]


@pytest.mark.parametrize(
    ("relation", "rows", "expected"),
    [
        ("T6.合计 <= T6.公用经费合计", ("公用经费合计: 5.00",), NOT_APPLICABLE),
        ("T6.公用经费合计 >= T6.合计", ("公用经费合计: 5.00",), NOT_APPLICABLE),
        ("三公实物.保有量 <= 三公实物.购置数", ("购置数: 5",), NOT_APPLICABLE),
        ("三公实物.购置数 >= 三公实物.保有量", ("购置数: 5",), NOT_APPLICABLE),
        ("三公实物.购置数 <= 三公实物.保有量", ("购置数: 5",), WRONG),
        ("三公实物.购置数 == 0", ("保有量: 5",), NOT_APPLICABLE),
        ("三公实物.购置数 >= 1", ("保有量: 5",), WRONG),
        ("三公实物.购置数 >= 1", ("购置数: 1",), PASS),
    ],
)
def test_bound_needs_something_to_bound(relation: str, rows: tuple[str, ...], expected: tuple[str, str]) -> None:
    if relation.startswith("T6"):
        text = record(table("T6", '"30201": 5.00', state="原件未载"), table("三公实物", "保有量: 1"))
        assert outcomes(Said(relation, text)) == [UNCHECKED]
        return
    assert outcomes(Said(relation, record(table("三公实物", *rows)))) == [expected]


def test_zero_that_a_whole_table_implies_is_held_against_a_number() -> None:
    text = record(table("T7", '- {科目: "2296013", 本年支出: 5.00}'))
    assert outcomes(Said("T7[本行].本年支出 == 0", text, every="T7/2296002、2296013")) == [PASS, WRONG]


CAR = "T9.公务用车运行维护费.决算数"


@pytest.mark.parametrize(
    ("cost", "expected"),
    [("决算数: 5.00", WRONG), ("决算数: 0.00", NOT_APPLICABLE), ("预算数: 5.00", NOT_APPLICABLE)],
)
def test_rule_speaks_only_where_its_condition_is_known_to_hold(cost: str, expected: tuple[str, str]) -> None:
    counts = table("三公实物", "保有量: 0")
    row = table("T9", f"- {{行: 公务用车运行维护费, {cost}}}")
    said = Said("三公实物.保有量 >= 1", record(counts, row), condition=f"{CAR} > 0")
    assert outcomes(said) == [expected]
    lost = record(counts, row.replace("    行:", "    状态: 原件未载\n    行:"))
    assert outcomes(Said(said.relation, lost, condition=said.condition)) == [expected]
    assert outcomes(Said(said.relation, record(counts), condition=said.condition)) == [NOT_APPLICABLE]


def test_what_a_condition_calls_for_and_is_absent_is_shown_at_the_condition() -> None:
    text = record(table("三公实物", "购置数: 0"), table("T9", "- {行: 公务用车运行维护费, 决算数: 5.00}"))
    said = Said("三公实物.保有量 >= 1", text, condition=f"{CAR} > 0")
    [finding] = findings(said)
    lines = (HEAD.format(year=2022, unit="元", more="") + text).split("\n")
    assert lines[finding.line - 1][finding.column - 1 :] == "5.00}"
    assert finding.address == "三公实物.保有量"


@pytest.mark.parametrize(
    ("rows", "count"),
    [((), 0), (("保有量: 0",), 1), (("保有量: 2", "购置数: 1"), 2), (("接待批次: 2",), 0)],
)
def test_filled_in_counts_zeros_but_not_what_is_absent(rows: tuple[str, ...], count: int) -> None:
    text = record(table("三公实物", *rows), table("人员", "在职: 5"))
    expected = {number: PASS if number == count else NOT_APPLICABLE for number in range(3)}
    for number, outcome in expected.items():
        condition = f"填了(三公实物.保有量, 三公实物.购置数) == {number}"
        assert outcomes(Said("人员.在职 == 5", text, condition=condition)) == [outcome]


@pytest.mark.parametrize(
    ("t3", "expected"),
    [
        (table("T3", "- {科目: 合计, 项目支出: 4.00}"), NOT_APPLICABLE),
        (table("T3", "- {科目: 合计, 项目支出: 0.00}"), PASS),
        (table("T3", "- {科目: 合计, 基本支出: 4.00}", state="原件未载"), PASS),
        ("", PASS),
    ],
    ids=["known", "zero", "lost", "not named"],
)
def test_condition_on_what_is_known_lets_the_unknown_pass(t3: str, expected: tuple[str, str]) -> None:
    said = Said("人员.在职 == 5", record(t3, table("人员", "在职: 5")), condition="已知(T3.合计.项目支出) == 0")
    assert outcomes(said) == [expected]


@pytest.mark.parametrize(
    ("rows", "spots"),
    [
        ("合计、项", ["T5.合计", "T5.2080505", "T5.2101501"]),
        ("类", ["T5.208", "T5.210"]),
        ("有下级", ["T5.合计", "T5.208", "T5.20805", "T5.210", "T5.21015"]),
        ("2101501", ["T5.2101501"]),
        ("项、2101501", ["T5.2080505", "T5.2101501"]),
    ],
)
def test_rows_are_chosen_by_level_or_named(rows: str, spots: list[str]) -> None:
    text = record(t5(f"{ROW}, 小计: 5.00", '科目: "2080505", 小计: 5.00'))
    assert [one.spot for one in findings(Said(SUM, text, every=f"T5/{rows}"))] == spots


def test_figures_summed_from_units_keep_the_rounding_of_each_unit() -> None:
    """Three units print 3.33, 3.33, 3.34 of 3.334, 3.334, 3.335: the department's 10.00 and 10.01 are both possible."""
    units = {
        slug: record(t5(f"{ROW}, 小计: {value}")) for slug, value in (("jia", "3.33"), ("yi", "3.33"), ("bing", "3.34"))
    }
    for total, expected in (("10.00", PASS), ("10.01", ROUNDED), ("9.99", ROUNDED), ("10.03", WRONG)):
        text = record(table("T4", f"- {{行: 本年支出合计, 一般公共预算: {total}}}"))
        said = Said("T4.本年支出合计.一般公共预算 == T5.合计.小计", text, unit="万元", more="汇总: 自动\n")
        assert outcomes(said, units) == [expected]


def test_finding_shows_the_arithmetic() -> None:
    said = Said(SUM, record(t5(f"{ROW}, 小计: 10.02, 基本支出: 5.00, 项目支出: 5.00")), every="T5/项", unit="万元")
    [finding] = findings(said)
    assert (finding.stated, finding.computed, finding.difference, finding.allowed) == (
        "10.02",
        "10.00",
        "0.02",
        "±0.02",
    )
    assert finding.address == "T5.2101501.小计"
    assert [(one.address, one.value) for one in finding.operands] == [
        ("T5.2101501.小计", "10.02"),
        ("T5.2101501.基本支出", "5.00"),
        ("T5.2101501.项目支出", "5.00"),
    ]


def test_who_keeps_yuan_is_told_yuan() -> None:
    said = Said(SUM, record(t5(f"{ROW}, 小计: 5609703.45, 基本支出: 5609703.00, 项目支出: 0.00")), every="T5/项")
    [finding] = findings(said)
    assert (finding.stated, finding.computed, finding.difference) == ("5609703.45", "5609703.00", "0.45")
    assert [one.value for one in finding.operands] == ["5609703.45", "5609703.00", "0.00"]


def test_every_obligation_is_counted_and_only_what_a_person_should_see_is_told() -> None:
    rows = ('科目: "2080505", 小计: 10.00, 基本支出: 10.00', f"{ROW}, 小计: 10.01, 基本支出: 5.00, 项目支出: 5.00")
    wrong = '科目: "2210201", 小计: 11.00, 基本支出: 10.00'
    said = Said(SUM, record(t5(*rows, wrong, '科目: "2210202", 基本支出: 1.00')), every="T5/项", unit="万元")
    there = tried(said)
    verdict = judge({"X1": rule_of(said)}, there.account, there.bench)
    assert verdict.counts == {"X1": {"通过": 2, "不通过": 1, "未查": 1}}
    assert [(one.address, one.result) for one in verdict.findings] == [
        ("T5.2101501.小计", "rounding"),
        ("T5.2210201.小计", "wrong"),
    ]


@pytest.mark.parametrize("text", ["下级和(小计)", "科目和(小计)", "填了(小计, 列=1)", "总和(小计)"])
def test_functions_refuse_arguments_they_would_ignore(text: str) -> None:
    with pytest.raises(fx.FormulaError):
        fx.parse(text)
