"""What follows from what is typed: roll-ups, consolidation, tables taken from others, zeros and unknowns, last year."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.derive import Figure, Figures
from tests.builders import account, books, catalog, record

LEAF = "T5.2010601.基本支出"


def figures(facts: Mapping[str, str], covers: Mapping[str, str] | None = None, more: str = "") -> Figures:
    return account(record(facts, covers=covers, more=more)).figures


def values(told: Figures, *names: str) -> tuple[object, ...]:
    return tuple(told.value(name) for name in names)


def known(told: Figures, name: str) -> Figure:
    figure = told.measure(name)
    assert figure is not None
    return figure


# roll-ups -------------------------------------------------------------------------------------------------------------

LEAVES = {"T5.2010601.基本支出": "100.10", "T5.2010602.项目支出": "20.02", "T5.2080505.基本支出": "3.03"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("T5.2010601.小计", "100.10"),
        ("T5.20106.基本支出", "100.10"),
        ("T5.20106.项目支出", "20.02"),
        ("T5.20106.小计", "120.12"),
        ("T5.201.小计", "120.12"),
        ("T5.20805.小计", "3.03"),
        ("T5.208.基本支出", "3.03"),
        ("T5.合计.基本支出", "103.13"),
        ("T5.合计.项目支出", "20.02"),
        ("T5.合计.小计", "123.15"),
        ("T4.201.一般公共预算", "120.12"),
        ("T4.本年支出合计.一般公共预算", "123.15"),
    ],
)
def test_totals_are_sums_of_what_is_below(name: str, value: str) -> None:
    assert figures(LEAVES).value(name) == Decimal(value)


def test_rows_are_the_typed_ones_and_their_parents_in_order() -> None:
    told = figures({"T5.2080505.基本支出": "1", "T5.2010602.基本支出": "1", "T5.2010601.基本支出": "1"})
    assert told.rows("T5") == ("201", "20106", "2010601", "2010602", "208", "20805", "2080505")
    assert told.children("T5", "合计") == ("201", "208")
    assert told.children("T5", "201") == ("20106",)
    assert told.children("T5", "20106") == ("2010601", "2010602")
    assert told.children("T5", "2010601") == ()


def test_a_typed_total_stands_and_what_is_above_adds_it_up() -> None:
    told = figures(LEAVES | {"T5.20106.小计": "999"})
    assert values(told, "T5.20106.小计", "T5.201.小计", "T5.合计.小计", "T5.201.基本支出") == (
        Decimal(999),
        Decimal("120.12"),
        Decimal("123.15"),
        Decimal("100.10"),
    )


def test_a_column_formula_comes_before_the_rows_below() -> None:
    """小计 of a row is its own 基本支出 and 项目支出; those are the sums of the rows below."""
    figure = known(figures(LEAVES), "T5.201.小计")
    assert (figure.formula, figure.operands) == ("基本支出 + 项目支出", ("T5.201.基本支出", "T5.201.项目支出"))
    figure = known(figures(LEAVES), "T5.201.基本支出")
    assert (figure.formula, figure.operands) == ("下级科目之和", ("T5.20106.基本支出",))


def test_a_class_may_be_all_that_is_known() -> None:
    assert figures({"T5.201.小计": "7", "T5.208.小计": "5"}).value("T5.合计.小计") == 12


def test_economic_codes_roll_up_to_people_and_running_costs() -> None:
    told = figures({"T6.30101": "5", "T6.30302": "3", "T6.30201": "2", "T6.31002": "1.5"})
    names = ("T6.301", "T6.303", "T6.人员经费合计", "T6.公用经费合计", "T6.合计")
    assert values(told, *names) == (5, 3, 8, Decimal("3.5"), Decimal("11.5"))


codes = st.sampled_from([code for code in catalog().codes("功能科目", 2022) if len(code) == 7])
cents = st.integers(0, 10**12).map(lambda amount: f"{Decimal(amount).scaleb(-2):f}")


@settings(max_examples=40)
@given(st.dictionaries(codes, cents, min_size=1, max_size=12))
def test_every_total_is_exactly_the_sum_of_its_leaves(leaves: dict[str, str]) -> None:
    told = figures({f"T5.{code}.基本支出": amount for code, amount in leaves.items()})
    for row in told.rows("T5"):
        wanted = sum(Decimal(amount) for code, amount in leaves.items() if code.startswith(row))
        assert values(told, f"T5.{row}.基本支出", f"T5.{row}.小计") == (wanted, wanted)
    assert told.value("T5.合计.小计") == sum(map(Decimal, leaves.values()))


NAMES = st.permutations(
    [
        "T1.收入总计",
        "T1.支出总计",
        "T1.201",
        "T4.支出总计.合计",
        "T3.合计.基本支出",
        "T5.合计.小计",
        "T1.年末结转和结余",
    ]
)


@settings(max_examples=20)
@given(NAMES)
def test_the_order_of_asking_does_not_matter(names: list[str]) -> None:
    facts = LEAVES | {"T2.2010601.财政拨款收入": "150", "T1.年初结转和结余": "10"}
    once, again = (account(record(facts, covers={"T3": "财政拨款"})).figures for _ in range(2))
    asked = {name: once.value(name) for name in names}
    assert asked == {name: again.value(name) for name in sorted(names)}


# money and counts -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("unit", "value"), [("元", "12.34"), ("万元", "123400")])
def test_money_is_kept_in_yuan_and_counts_as_they_are(unit: str, value: str) -> None:
    told = account(record({LEAF: "12.34", "车辆.其他用车": "3"}, unit=unit)).figures
    assert values(told, LEAF, "T5.合计.小计", "车辆.合计") == (Decimal(value), Decimal(value), 3)
    assert (known(told, LEAF).unit, known(told, "车辆.合计").unit) == ("金额", "辆")


@pytest.mark.parametrize(
    ("unit", "more", "quantum"),
    [
        ("元", "", "0"),
        ("万元", "", "100"),
        ("万元", "精度: 0.1\n", "1000"),
        ("元", "精度: 1\n", "1"),
        ("万元", "精度: 1\n", "10000"),
    ],
)
def test_how_exact_a_typed_amount_is(unit: str, more: str, quantum: str) -> None:
    """The width of the interval that rounds to it; amounts in 元 are exact, and so are counts."""
    told = account(record({LEAF: "12", "车辆.其他用车": "3"}, unit=unit, more=more)).figures
    assert known(told, LEAF).quantum == Decimal(quantum)
    assert known(told, "车辆.其他用车").quantum == 0


def test_a_typed_figure_knows_where_it_stands() -> None:
    text = record({LEAF: "12.34"})
    figure = known(account(text).figures, LEAF)
    line = text.splitlines()[figure.line - 1]
    assert (figure.stated, figure.text, line[figure.column - 1 :]) == (True, "12.34", "12.34}")


# nothing, zero, unknown -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "covers", "name", "value"),
    [
        pytest.param({LEAF: "0"}, {}, LEAF, 0, id="a typed zero"),
        pytest.param({LEAF: "1"}, {}, "T5.2010601.项目支出", None, id="a cell left out of a typed row is unknown"),
        pytest.param({LEAF: "1"}, {}, "T5.合计.项目支出", None, id="and so is its column's total"),
        pytest.param({LEAF: "1"}, {}, "T5.2080505.小计", 0, id="a row that a complete table does not have is zero"),
        pytest.param({LEAF: "1"}, {}, "T5.208.小计", 0, id="so is a class"),
        pytest.param({LEAF: "1"}, {"T5": "原件未载"}, "T5.2080505.小计", None, id="but not in a table that is lost"),
        pytest.param({LEAF: "1"}, {"T5": "原件未载"}, LEAF, 1, id="which still has what is stated"),
        pytest.param({LEAF: "1"}, {"T5": "原件未载"}, "T5.合计.小计", 1, id="and sums of that"),
        pytest.param({}, {}, "T5.2010601.小计", None, id="nothing is known of a table that is not there"),
        pytest.param({}, {}, "T5.合计.小计", None, id="not even its total"),
        pytest.param({}, {"T8": "空表"}, "T8.合计.小计", 0, id="an empty table is zero"),
        pytest.param({}, {"T8": "空表"}, "T8.2230107.项目支出", 0, id="in every row"),
        pytest.param({}, {"T7": "空表"}, "T7.合计.年末结转和结余", 0, id="and column"),
        pytest.param({LEAF: "1"}, {"T8": "空表"}, "T4.本年支出合计.国有资本经营", 0, id="and what is taken from it"),
        pytest.param({}, {}, "T4.本年收入.国有资本经营", None, id="unknown where the table is not there"),
        pytest.param({}, {}, "T1.收入总计", None, id="a fixed table of nothing is unknown"),
        pytest.param(
            {}, {"T7": "空表"}, "T1.一般公共预算财政拨款收入", None, id="not less than nothing: income is not known"
        ),
        pytest.param({"T9.公务接待费.决算数": "5"}, {}, "T9.合计.决算数", 5, id="a fixed sum of what is typed"),
        pytest.param({"T9.公务接待费.决算数": "5"}, {}, "T9.合计.预算数", None, id="no sum of nothing"),
        pytest.param({LEAF: "不适用"}, {}, LEAF, None, id="不适用 has no value"),
        pytest.param({LEAF: "不适用", "T5.2010602.基本支出": "3"}, {}, "T5.合计.基本支出", 3, id="and adds nothing"),
        pytest.param({LEAF: "不适用"}, {}, "T5.合计.基本支出", None, id="of 不适用 alone there is no sum"),
        pytest.param({LEAF: "1"}, {}, "T1.208", 0, id="a class without expenditure is zero in the general table"),
    ],
)
def test_unknown_is_not_zero(facts: Mapping[str, str], covers: Mapping[str, str], name: str, value: int | None) -> None:
    typed = {"T1.结余分配": "0"} if name == "T1.208" else {}
    told = figures({**facts, **typed}, covers)
    assert told.value(name) == value


def test_not_applicable_is_kept_as_a_word() -> None:
    figure = known(figures({LEAF: "不适用"}), LEAF)
    assert (figure.value, figure.text, figure.stated) == (None, "不适用", True)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "T5",
        "T99.合计",
        "T5.合计",
        "T5.合计.小计.小计",
        "T5.合计.无此栏",
        "T5.208.无此栏",
        "T1.无此行",
        "无",
        ":上年",
        "/",
        "T5.合计.小计/",
        "T5.合计.小计:无",
        "分单位.无.T9.合计.决算数",
        "项目.无.执行数",
    ],
)
def test_what_has_no_name_has_no_figure(name: str) -> None:
    assert figures({LEAF: "1"}).measure(name) is None


# tables taken from others ---------------------------------------------------------------------------------------------

FUND = {"T7.2120803.本年收入": "30", "T7.2120803.项目支出": "20"}


def test_expenditure_may_be_taken_from_fiscal_appropriations() -> None:
    told = figures(LEAVES | FUND, {"T3": "财政拨款", "T8": "空表"})
    assert told.rows("T3") == (
        "201",
        "20106",
        "2010601",
        "2010602",
        "208",
        "20805",
        "2080505",
        "212",
        "21208",
        "2120803",
    )
    names = (
        "T3.2010601.基本支出",
        "T3.2010602.项目支出",
        "T3.2120803.项目支出",
        "T3.212.项目支出",
        "T3.合计.本年支出合计",
    )
    assert values(told, *names) == (Decimal("100.10"), Decimal("20.02"), 20, 20, Decimal("143.15"))


def test_a_typed_row_adds_to_what_is_taken() -> None:
    """Expenditure from other money stands in the table itself."""
    told = figures(LEAVES | {"T3.2010650.基本支出": "5"}, {"T3": "财政拨款"})
    assert values(told, "T3.2010650.基本支出", "T3.20106.基本支出", "T3.合计.基本支出") == (
        5,
        Decimal("105.10"),
        Decimal("108.13"),
    )


def test_a_typed_cell_stands_over_what_is_taken() -> None:
    told = figures(LEAVES | {"T3.2010601.基本支出": "150"}, {"T3": "财政拨款"})
    assert values(told, "T3.2010601.基本支出", "T3.2010602.项目支出", "T5.2010601.基本支出") == (
        150,
        Decimal("20.02"),
        Decimal("100.10"),
    )


def test_nothing_is_taken_unless_the_record_says_so() -> None:
    assert figures(LEAVES).value("T3.合计.本年支出合计") is None
    assert figures(LEAVES, {"T3": "有数"}).value("T3.合计.本年支出合计") is None


# consolidation --------------------------------------------------------------------------------------------------------

AUTO = "口径: 汇总\n汇总: 自动\n"
OFFICE = {
    "T2.2010601.财政拨款收入": "100",
    "T2.2010601.上级补助收入": "8",
    "T5.2010601.基本支出": "60",
    "车辆.其他用车": "2",
}
CENTRE = {
    "T2.2010650.财政拨款收入": "40",
    "T2.2010650.上级补助收入": "5",
    "T5.2010601.基本支出": "7",
    "T5.2010650.基本支出": "30",
    "车辆.其他用车": "1",
}


def consolidated(
    own: Mapping[str, str] | None = None,
    *,
    office: Mapping[str, str] = OFFICE,
    centre: Mapping[str, str] = CENTRE,
    transfers: Mapping[str, str] | None = None,
    covers: Mapping[str, str] | None = None,
    unit: str = "元",
) -> Figures:
    rows = "".join(f"  - {{量: {name}, 值: {value}}}\n" for name, value in (transfers or {}).items())
    more = AUTO + (f"内部往来:\n{rows}" if rows else "")
    units = {"本级": record(office, covers=covers), "zhongxin": record(centre, covers=covers)}
    return account(record(own, more=more, unit=unit), units=units).figures


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("T5.2010601.基本支出", 67),
        ("T5.2010650.基本支出", 30),
        ("T5.20106.基本支出", 97),
        ("T5.合计.小计", 97),
        ("T2.合计.财政拨款收入", 140),
        ("T2.合计.本年收入合计", 153),
        ("T1.上级补助收入", 13),
        ("T1.本年收入合计", 153),
        ("车辆.合计", 3),
        ("T9.合计.决算数", None),
    ],
)
def test_a_department_is_its_own_office_and_its_units(name: str, value: int | None) -> None:
    assert consolidated().value(name) == value


def test_rows_of_all_parts_stand_in_the_consolidated_table() -> None:
    assert consolidated().rows("T5") == ("201", "20106", "2010601", "2010650")


def test_what_parts_paid_each_other_is_taken_out_once() -> None:
    told = consolidated(transfers={"T2.2010650.上级补助收入": "5"})
    names = (
        "T2.2010650.上级补助收入",
        "T2.合计.上级补助收入",
        "T2.合计.本年收入合计",
        "T1.上级补助收入",
        "T1.本年收入合计",
    )
    assert values(told, *names) == (0, 8, 148, 8, 148)
    assert told.value("T2.合计.财政拨款收入") == 140


def test_transfers_are_in_the_unit_of_the_record() -> None:
    """0.05万元 are 500元, taken from 13."""
    told = consolidated(transfers={"T2.2010650.上级补助收入": "0.05"}, unit="万元")
    assert told.value("T2.合计.上级补助收入") == 13 - 500


def test_the_consolidated_figure_names_the_parts_it_is_made_of() -> None:
    assert known(consolidated(), "T5.2010601.基本支出").operands == (
        "benji#T5.2010601.基本支出",
        "zhongxin#T5.2010601.基本支出",
    )


def test_a_figure_typed_in_the_consolidated_record_stands() -> None:
    told = consolidated({"T5.2010601.基本支出": "70"})
    assert values(told, "T5.2010601.基本支出", "T5.2010650.基本支出", "T5.合计.基本支出") == (70, 30, 100)


def test_a_part_that_gives_only_a_total_is_not_lost() -> None:
    """One part types 基本支出, the other only 小计: the sum is that of both."""
    told = consolidated(office={"T5.2010601.基本支出": "60"}, centre={"T5.2010601.小计": "7"})
    assert told.value("T5.2010601.小计") == 67
    assert told.value("T5.合计.小计") == 67


def test_an_empty_table_of_one_part_is_zero_in_the_sum() -> None:
    text = record({"T7.2120803.本年收入": "30", "T7.2120803.项目支出": "20"})
    units = {"本级": record(covers={"T7": "空表"}), "zhongxin": text}
    told = account(record(more=AUTO), units=units).figures
    assert told.coverage("T7") == "有数"
    assert values(told, "T7.合计.本年收入", "T7.合计.年末结转和结余") == (30, 10)


def test_a_table_that_all_parts_call_empty_is_empty() -> None:
    told = consolidated(covers={"T8": "空表"})
    assert told.coverage("T8") == "空表"
    assert told.value("T8.合计.小计") == 0


def test_parts_are_only_summed_where_the_record_asks_for_it() -> None:
    told = account(record({LEAF: "1"}), units={"本级": record(OFFICE)}).figures
    assert told.value("T2.合计.财政拨款收入") is None


def test_parts_of_another_year_are_not_summed() -> None:
    made = books(record(more=AUTO), units={"本级": record(OFFICE)})
    assert {address.rsplit("/", 1)[1] for address in made.accounts} == {"2022"}
    last = record({LEAF: "900"}, year=2021, profile="国家-2020", more=AUTO)
    told = account(last, record(more=AUTO), units={"本级": record(OFFICE)}).figures
    assert values(told, LEAF, f"{LEAF}:上年") == (60, 900)


def test_units_whose_figures_stand_in_the_record() -> None:
    shares = (
        "分单位:\n  - 标识: zhongxin\n    名称: 服务中心\n    表:\n      T9: {行: [{行: 公务接待费, 决算数: 0.5}]}\n"
    )
    told = account(record({"T9.公务接待费.决算数": "2"}, unit="万元", more=shares)).figures
    figure = known(told, "分单位.zhongxin.T9.合计.决算数")
    assert (figure.value, figure.address) == (Decimal(5000), "分单位.zhongxin.T9.合计.决算数")
    assert told.value("T9.合计.决算数") == 20000


def test_figures_of_projects() -> None:
    told = figures({"项目.jianguan.全年预算": "200", "项目.jianguan.执行数": "150"})
    assert values(told, "项目.jianguan.执行数", "项目.jianguan.执行数/项目.jianguan.全年预算") == (150, 75)


# last year, shares, differences ---------------------------------------------------------------------------------------


def with_prior(
    prior: Mapping[str, str] | None = None, last: Mapping[str, str] | None = None, now: str = "100"
) -> Figures:
    texts = [record(last, year=2021, profile="国家-2020")] if last is not None else []
    return account(*texts, record({LEAF: now}, prior=prior)).figures


@pytest.mark.parametrize(
    ("prior", "last", "value"),
    [
        pytest.param({"T5.合计.小计": "80"}, None, 80, id="from 上年"),
        pytest.param(None, {LEAF: "70"}, 70, id="from last year's record, worked out there"),
        pytest.param({"T5.合计.小计": "80"}, {LEAF: "70"}, 70, id="last year's record goes before"),
        pytest.param(
            {"T5.合计.小计": "80"}, {"T9.公务接待费.决算数": "5"}, 80, id="unless it does not have the figure"
        ),
        pytest.param({"T5.合计.基本支出": "80"}, None, None, id="another figure's 上年 is not this one's"),
        pytest.param(None, None, None, id="nowhere"),
    ],
)
def test_where_last_years_figure_comes_from(
    prior: Mapping[str, str] | None, last: Mapping[str, str] | None, value: int | None
) -> None:
    assert with_prior(prior, last).value("T5.合计.小计:上年") == value


@pytest.mark.parametrize(
    ("now", "then", "change"),
    [
        ("100", "80", (20, 20, 25)),
        ("80", "100", (-20, 20, 20)),
        ("100", "100", (0, 0, 0)),
        ("0", "100", (-100, 100, 100)),
        ("100", "0", (100, 100, None)),
        ("0", "0", (0, 0, None)),
        ("-20", "-80", (60, 60, 75)),
        ("100", None, (None, None, None)),
    ],
)
def test_changes(now: str, then: str | None, change: tuple[int | None, ...]) -> None:
    told = with_prior({"T5.合计.小计": then} if then else None, now=now)
    assert values(told, "T5.合计.小计:增减", "T5.合计.小计:增减额", "T5.合计.小计:增减幅") == change


@pytest.mark.parametrize(
    ("word", "printed", "then"),
    [
        ("增加", "62.31", "482.24"),
        ("减少", "62.31", "606.86"),
        ("下降", "62.31", "606.86"),
        ("增加（减少）", "62.31", "482.24"),
        ("减少", "1,062.31", "1606.86"),
    ],
)
def test_an_archive_that_states_only_the_change_gives_last_year(word: str, printed: str, then: str) -> None:
    more = f"原文:\n  - {{处: 一, 量: 'T1.收入总计:增减额', 写作: '{printed}', 词: {word}}}\n"
    told = account(record({"T1.收入总计": "544.55"}, status="存档", unit="万元", more=more)).figures
    assert told.value("T1.收入总计:上年") == Decimal(then) * 10000


def test_a_change_that_cannot_be_read_gives_nothing() -> None:
    more = "原文:\n  - {处: 一, 量: 'T1.收入总计:增减额', 写作: 约六十万}\n"
    told = account(record({"T1.收入总计": "544.55"}, status="存档", unit="万元", more=more)).figures
    assert told.value("T1.收入总计:上年") is None


def test_last_years_counts_are_counts() -> None:
    told = account(record({"人员.在职": "28"}, prior={"人员.在职": "25", LEAF: "1"}, unit="万元")).figures
    figure = known(told, "人员.在职:上年")
    assert (figure.value, figure.unit) == (Decimal(25), "人")
    assert told.value(f"{LEAF}:上年") == 10000


@pytest.mark.parametrize(
    ("top", "base", "share"),
    [("1", "4", "25"), ("0", "4", "0"), ("4", "0", None), ("0", "0", None), ("-1", "4", "-25"), ("5", "4", "125")],
)
def test_shares(top: str, base: str, share: str | None) -> None:
    told = figures({"T9.公务接待费.决算数": top, "T9.公务接待费.预算数": base})
    value = told.value("T9.公务接待费.决算数/T9.公务接待费.预算数")
    assert value == (None if share is None else Decimal(share))


def test_differences_have_no_sign_and_keep_their_unit() -> None:
    told = figures({"人员.行政在职": "5", "人员.行政编制": "8"})
    for name in ("人员.行政在职:差:人员.行政编制", "人员.行政编制:差:人员.行政在职"):
        figure = known(told, name)
        assert (figure.value, figure.unit) == (Decimal(3), "人")


def test_derived_figures_say_what_they_are_made_of() -> None:
    told = with_prior({"T5.合计.小计": "80"})
    assert known(told, "T5.合计.小计:增减额").operands == ("T5.合计.小计", "T5.合计.小计:上年")
    assert known(told, f"{LEAF}/T5.合计.小计").operands == (LEAF, "T5.合计.小计")
