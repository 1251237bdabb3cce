"""Sentences computed from figures: the grammar of change, completion, shares, lists and empty items, and the templates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.catalog import SectionPlan
from generator.narrative import INCOME, SPENDING, holds, leftovers, spoken, tell
from generator.pages.figures import NUMBERS
from generator.sentence import VERBS, WORDS, Slot, tokens, unbound
from tests.builders import account, books, catalog, page, record, say, section, teller

EXPENSE = "机关运行.机关运行经费"
BUDGET, FINAL = "T9.公务接待费.预算数", "T9.公务接待费.决算数"


def change_of(now: str, then: str | None, *, more: str = "", profile: str = "国家-2022") -> str:
    """What is said of a change, amounts in 元."""
    prior = {EXPENSE: then} if then is not None else {}
    return say(account(record({EXPENSE: now}, prior=prior, more=more, profile=profile)), f"{{变动 {EXPENSE}}}")


# change ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "then", "words"),
    [
        pytest.param("1500000", "1000000", "增加50.00万元，增长50.00%", id="a rise"),
        pytest.param("1000000", "1500000", "减少50.00万元，下降33.33%", id="a fall"),
        pytest.param("0", "1500000", "减少150.00万元，下降100.00%", id="a fall to zero"),
        pytest.param("4500000", "1500000", "增加300.00万元，增长200.00%", id="more than doubled"),
        pytest.param("1000000", "1000000", "持平", id="equal"),
        pytest.param("1000000", "1000000.00", "持平", id="equal, typed otherwise"),
        pytest.param("0", "0", "持平，两年均未发生", id="both zero"),
        pytest.param("1500000", "0", "增加150.00万元（上年为零，不计算增长率）", id="zero base"),
        pytest.param("-5000", "0", "减少0.50万元（上年为零，不计算增长率）", id="below a zero base"),
        pytest.param("1000049.99", "1000000", "略有增加，不足万元的百分之一", id="a rise below the printed unit"),
        pytest.param("999950.01", "1000000", "略有减少，不足万元的百分之一", id="a fall below the printed unit"),
        pytest.param("0.01", "0", "略有增加，不足万元的百分之一", id="one fen on a zero base"),
        pytest.param("1000050", "1000000", "增加0.01万元，增长0.01%", id="just the printed unit"),
        pytest.param(
            "20000050", "20000000", "增加0.01万元，增幅不足万分之一", id="a rate below what is printed, rising"
        ),
        pytest.param(
            "19999950", "20000000", "减少0.01万元，降幅不足万分之一", id="a rate below what is printed, falling"
        ),
        pytest.param("-30000", "-10000", "减少2.00万元，下降200.00%", id="more negative"),
        pytest.param("-10000", "-30000", "增加2.00万元，增长66.67%", id="less negative"),
        pytest.param("10000", "-10000", "增加2.00万元，增长200.00%", id="from negative to positive"),
        pytest.param("12345678901.24", "1000000000", "增加1,134,567.89万元，增长1,134.57%", id="thousands"),
        pytest.param("1000045", "1000000.00", "略有增加，不足万元的百分之一", id="rounds to nothing"),
        pytest.param("1125", "1000", "增加0.01万元，增长12.50%", id="both figures print 0.10 and 0.11"),
    ],
)
def test_a_change_is_told_as_it_is(now: str, then: str, words: str) -> None:
    assert change_of(now, then) == words


def test_thousands_separators_are_the_profiles_choice() -> None:
    profile = "武汉-2021"
    told = account(record({EXPENSE: "34567890"}, year=2021, profile=profile, prior={EXPENSE: "12345678"}))
    assert told.profile.switches["千分位"] == "否"
    assert say(told, f"{{变动 {EXPENSE}}}") == "增加2222.22万元，增长180.00%"


def test_a_new_department_has_no_last_year() -> None:
    assert change_of("1000000", None, more="首年: 是\n") == "因新设而无上年数可比"


def test_without_last_year_nothing_is_said_of_a_change() -> None:
    told = account(record({EXPENSE: "1000000"}))
    assert say(told, f"{{变动 {EXPENSE}}}") == ""
    assert say(told, [f"支出{{{EXPENSE}}}万元", f"，比上年{{变动 {EXPENSE}}}", "。"]) == "支出100.00万元。"


def test_without_this_year_nothing_is_said_of_a_change() -> None:
    assert say(account(record(prior={EXPENSE: "1000000"})), f"{{变动 {EXPENSE}}}") == ""


@pytest.mark.parametrize(
    ("now", "then", "words"),
    [
        ("28", "25", "增加3人，增长12.00%"),
        ("25", "28", "减少3人，下降10.71%"),
        ("28", "28", "持平"),
        ("1", "0", "增加1人（上年为零，不计算增长率）"),
    ],
)
@pytest.mark.parametrize("unit", ["元", "万元"])
def test_a_change_of_a_count(now: str, then: str, words: str, unit: str) -> None:
    """Counts are counts in whatever unit the money is."""
    told = account(record({"人员.在职": now}, prior={"人员.在职": then}, unit=unit))
    assert say(told, "{变动 人员.在职 人}") == words


yuan = st.one_of(st.integers(-(10**6), 10**13), st.sampled_from([0, 1, 4999, 5000, -5000, 10**8])).map(
    lambda cents: f"{Decimal(cents).scaleb(-2):f}"
)


@given(yuan, yuan)
def test_whatever_changes_is_told_truly(now: str, then: str) -> None:
    words = change_of(now, then).removesuffix("（上年为零，不计算增长率）")
    rise = Decimal(now) - Decimal(then)
    assert words.startswith("持平" if rise == 0 else ("增加", "略有增加") if rise > 0 else ("减少", "略有减少"))
    assert rise <= 0 or not re.search("减|降", words)
    assert rise >= 0 or not re.search("增加|增长|增幅", words)
    assert not re.search(r"(?<![0-9,])0\.00", words)
    assert "%" not in words or Decimal(then) != 0
    amount = re.search(r"[加少]([0-9.,]+)万元", words)
    if amount:
        wanted = (abs(rise) / 10000).quantize(Decimal("0.01"), ROUND_HALF_UP)
        assert Decimal(amount[1].replace(",", "")) == wanted


# comparison and completion --------------------------------------------------------------------------------------------

COMPLETION = (
    [f"预算{{{BUDGET}}}万元", f"，决算{{{FINAL}}}万元", f"，完成预算的{{{FINAL}/{BUDGET}}}", "。"],
    [f"决算数{{大小 {FINAL} {BUDGET}}}预算数", f"的主要原因是{{原因 {FINAL} 年初预算}}", "。"],
)


@pytest.mark.parametrize(
    ("budget", "final", "words"),
    [
        pytest.param("20000", "25000", "预算2.00万元，决算2.50万元，完成预算的125.00%。决算数大于预算数。", id="over"),
        pytest.param("20000", "15000", "预算2.00万元，决算1.50万元，完成预算的75.00%。决算数小于预算数。", id="under"),
        pytest.param("20000", "20000", "预算2.00万元，决算2.00万元，完成预算的100.00%。", id="just"),
        pytest.param(
            "20000", "0", "预算2.00万元，决算0.00万元，完成预算的0.00%。决算数小于预算数。", id="nothing spent"
        ),
        pytest.param("0", "20000", "预算0.00万元，决算2.00万元。决算数大于预算数。", id="zero budget"),
        pytest.param("0", "0", "预算0.00万元，决算0.00万元。", id="both zero"),
        pytest.param(
            "30000", "10000", "预算3.00万元，决算1.00万元，完成预算的33.33%。决算数小于预算数。", id="rounded"
        ),
        pytest.param(
            "30000", "20000", "预算3.00万元，决算2.00万元，完成预算的66.67%。决算数小于预算数。", id="half up"
        ),
    ],
)
def test_completion(budget: str, final: str, words: str) -> None:
    assert say(account(record({BUDGET: budget, FINAL: final})), *COMPLETION) == words


@pytest.mark.parametrize("facts", [{BUDGET: "20000"}, {FINAL: "20000"}, {BUDGET: "20000", FINAL: "不适用"}])
def test_no_completion_without_both_figures(facts: Mapping[str, str]) -> None:
    words = say(account(record(facts)), *COMPLETION)
    assert not re.search("%|大于|小于|不适用%", words)


def test_a_reason_is_given_only_by_a_person() -> None:
    facts = {BUDGET: "20000", FINAL: "15000"}
    reason = f"原因:\n  - {{量: {FINAL}, 比: 年初预算, 写: 压减了接待批次。}}\n"
    with_reason = say(account(record(facts, more=reason)), COMPLETION[1])
    assert with_reason == "决算数小于预算数的主要原因是压减了接待批次。"
    assert say(account(record(facts)), COMPLETION[1]) == "决算数小于预算数。"


def test_a_reason_against_the_budget_is_none_against_last_year() -> None:
    reason = f"原因:\n  - {{量: {FINAL}, 比: 年初预算, 写: 压减了接待批次}}\n"
    told = account(record({FINAL: "15000"}, more=reason))
    assert say(told, f"{{原因 {FINAL}}}") == ""
    assert say(told, f"{{原因 {FINAL} 年初预算}}") == "压减了接待批次"


def test_a_share_of_nothing_is_not_said() -> None:
    share = ["其他收入{T2.合计.其他收入}万元", "，占{T2.合计.其他收入/T2.合计.本年收入合计}", "。"]
    facts = {"T2.2010601.其他收入": "30000", "T2.2010601.财政拨款收入": "60000"}
    assert say(account(record(facts)), share) == "其他收入3.00万元，占33.33%。"
    assert say(account(record(dict.fromkeys(facts, "0"))), share) == "其他收入0.00万元。"


def test_a_difference_has_no_sign() -> None:
    for budget, final in (("20000", "15000"), ("15000", "20000")):
        told = account(record({BUDGET: budget, FINAL: final}))
        assert say(told, f"{{{FINAL}:差:{BUDGET}}}") == "0.50"


# lists, loops, groups -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"T6.30101": "1", "T6.30302": "2", "T6.30201": "3"}, "主要包括：基本工资、退休费。"),
        ({"T6.30302": "2"}, "主要包括：退休费。"),
        ({"T6.30201": "3"}, ""),
        ({}, ""),
    ],
)
def test_a_list_names_what_there_is(facts: Mapping[str, str], words: str) -> None:
    assert say(account(record(facts)), "主要包括：{列 T6.人员}。") == words


def test_a_list_leaves_out_classes_above_other_rows() -> None:
    assert say(account(record({"T6.301": "5", "T6.30101": "5"})), "{列 T6.人员}") == "基本工资"


LOOP = {
    "首": "其中：",
    "每": "收入来源",
    "仅当": "非零 T2.合计.$",
    "句": ["{名}{T2.合计.$}万元", "，占{T2.合计.$/T2.合计.本年收入合计}"],
    "尾": "。",
}


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        pytest.param({"财政拨款收入": "60000"}, "其中：财政拨款收入6.00万元，占100.00%。", id="one turn"),
        pytest.param(
            {"其他收入": "30000", "财政拨款收入": "60000"},
            "其中：财政拨款收入6.00万元，占66.67%；其他收入3.00万元，占33.33%。",
            id="in the order of the loop",
        ),
        pytest.param(
            {"事业收入": "0", "其他收入": "30000"}, "其中：其他收入3.00万元，占100.00%。", id="a zero item is left out"
        ),
        pytest.param({"事业收入": "0"}, "", id="no turn, no opening"),
    ],
)
def test_a_loop(facts: Mapping[str, str], words: str) -> None:
    told = account(record({f"T2.2010601.{name}": value for name, value in facts.items()}))
    assert say(told, LOOP) == words


def test_a_switch_of_the_profile_lists_zero_items_too() -> None:
    facts = {"T2.2010601.财政拨款收入": "60000", "T2.2010601.事业收入": "0"}
    loop = LOOP | {"仅当": "开关 列出零项 或 非零 T2.合计.$"}
    told = account(record(facts, year=2021, profile="武汉-2021"))
    assert say(told, loop) == "其中：财政拨款收入6.00万元，占100.00%；事业收入0.00万元，占0.00%。"


def test_a_literal_list_loops_in_its_order() -> None:
    told = account(record({"三公实物.维修费": "20000", "三公实物.燃料费": "10000"}))
    loop = {"每": ["燃料费", "保险费", "维修费"], "句": "{名}{三公实物.$}万元", "分隔": "、"}
    assert say(told, loop) == "燃料费1.00万元、维修费2.00万元"


def test_the_first_clause_of_a_group_decides() -> None:
    told = account(record({FINAL: "15000"}))
    assert say(told, [f"预算{{{BUDGET}}}万元", f"，决算{{{FINAL}}}万元", "。"]) == ""
    assert say(told, [f"决算{{{FINAL}}}万元", f"，预算{{{BUDGET}}}万元", "。"]) == "决算1.50万元。"


def test_clauses_outside_a_group_stand_alone() -> None:
    assert (
        say(account(record({FINAL: "15000"})), f"预算{{{BUDGET}}}万元，", f"决算{{{FINAL}}}万元。") == "决算1.50万元。"
    )


CONDITIONS = {
    "空表 T8": True,
    "空表 T9": False,
    "非 空表 T8": False,
    "有表 T9": True,
    "有表 T8": False,
    f"有 {FINAL}": True,
    f"有 {BUDGET}": False,
    f"零 {FINAL}": False,
    "零 T8.合计.小计": True,
    f"零 {BUDGET}": False,
    f"非零 {FINAL}": True,
    "非零 T8.合计.小计": False,
    f"非零 {BUDGET}": False,
    "首年": False,
    "存档": False,
    "有项目": False,
    "有文 结果应用": False,
    "开关 千分位": True,
    "开关 列出零项": False,
    f"有 {BUDGET} 或 有 {FINAL}": True,
    f"有 {BUDGET} 或 首年": False,
    f"非 有 {BUDGET}": True,
}


@pytest.mark.parametrize(("condition", "wanted"), CONDITIONS.items())
def test_conditions(condition: str, wanted: bool) -> None:
    told = account(record({FINAL: "15000"}, covers={"T8": "空表"}))
    assert holds(teller(told), condition) is wanted


def test_full_names_of_codes() -> None:
    told = account(record({"T5.2080505.基本支出": "10000"}))
    name = "社会保障和就业支出（类）行政事业单位养老支出（款）机关事业单位基本养老保险缴费支出（项）"
    assert say(told, "{全名 2080505}") == name
    assert say(told, "{全名 208}") == "社会保障和就业支出（类）"


def test_codes_have_the_names_of_the_records_year() -> None:
    told = account(record({"T5.2080505.基本支出": "10000"}, year=2019, profile="国家-2019"))
    assert "行政事业单位离退休（款）" in say(told, "{全名 2080505}")


# sections of a page ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cover", "words"),
    [
        ("空表", "本部门没有政府性基金预算财政拨款收入，也没有使用政府性基金预算财政拨款安排的支出。"),
        (
            "有数",
            "2022年度政府性基金预算财政拨款年初结转和结余0.00万元，本年收入3.00万元，本年支出2.00万元，年末结转和结余1.00万元。",
        ),
    ],
)
def test_a_fund_that_is_empty_and_one_that_is_not(cover: str, words: str) -> None:
    facts = {"T7.2120803.年初结转和结余": "0", "T7.2120803.本年收入": "30000", "T7.2120803.项目支出": "20000"}
    text = record(facts if cover == "有数" else None, covers={"T7": cover})
    assert section(page(books(text)), "七") == words


def test_nothing_is_said_of_what_the_record_does_not_speak_of() -> None:
    """No fund is called empty, no evaluation done, no car counted unless the record says so."""
    tree = page(books(record({"T5.2010601.基本支出": "10000"})))
    told = {
        place: section(tree, place)
        for place in ("七", "八", "九（一）", "十", "十一", "十二", "十三（一）", "十三（二）", "十三（三）")
    }
    assert {place: words for place, words in told.items() if words} == {}


def test_no_evaluation_of_a_unit_is_made_up() -> None:
    """A unit whose figures stand in the record has evaluated only what the record says."""
    shares = (
        "分单位:\n  - 标识: zhongxin\n    名称: 服务中心\n    表:\n      T9: {行: [{行: 公务接待费, 决算数: 100}]}\n"
    )
    assert "服务中心" not in section(page(books(record({"T5.2010601.基本支出": "10000"}, more=shares))), "十三（一）")


def test_every_item_says_its_amount_with_a_budget_or_without() -> None:
    facts = {"T5.2010601.基本支出": "10000", "T5.2010602.项目支出": "20000", "T5.2010602.年初预算": "40000"}
    words = section(page(books(record(facts))), "五（三）")
    assert "行政运行（项）。支出决算为1.00万元。" in words
    assert "年度一般公共预算财政拨款支出3.00万元。其中：" in section(
        page(books(record({"T5.2010601.基本支出": "30000"}))), "五（三）"
    )
    assert "一般行政管理事务（项）。年初预算为4.00万元，支出决算为2.00万元，完成年初预算的50.00%" in words


@pytest.mark.parametrize(
    ("budget", "words"), [("0", "年初预算为0.00万元，支出决算为1.00万元，支出决算数大于年初预算数。")]
)
def test_an_item_without_a_budget_has_no_completion(budget: str, words: str) -> None:
    facts = {"T5.2010601.基本支出": "10000", "T5.2010601.年初预算": budget}
    assert section(page(books(record(facts))), "五（三）").endswith(f"（项）。{words}")


LEAVES = (
    "T2.2010601.财政拨款收入",
    "T2.2010601.其他收入",
    "T5.2010601.基本支出",
    "T5.2010601.年初预算",
    BUDGET,
    FINAL,
    EXPENSE,
    "采购.货物",
    "采购.中小企业合同金额",
    "采购.小微企业合同金额",
)
AGAINST = ("T1.收入总计", "T4.收入总计.合计", "T5.合计.小计", "T9.合计.决算数", FINAL, EXPENSE)
NEVER = re.compile(
    r"(?:增加|减少|增长|下降|增幅|降幅)0\.00|(?:增加|增长).{0,30}(?:下降|减少)|None|NaN|[{}]|(?:完成|占(?!用)|增长|下降)[^0-9]{0,20}[，。；]|，，|。。|，。|、。|：。"
)
some_yuan = st.sampled_from(["0", "0.01", "49.99", "50", "12345.67", "20000", "1234567890.12"])


@settings(max_examples=40)
@given(
    st.fixed_dictionaries({}, optional=dict.fromkeys(LEAVES, some_yuan)),
    st.fixed_dictionaries({}, optional=dict.fromkeys(AGAINST, some_yuan)),
)
def test_no_page_says_what_cannot_be(facts: Mapping[str, str], prior: Mapping[str, str]) -> None:
    """Whatever is known and whatever is zero: no empty comparison, no rate of nothing, no torn sentence."""
    tree = page(books(record(facts, prior=prior)))
    for one in tree.xpath(
        "//section[@data-place]/p | //section[@data-place]/ol/li | //figcaption | //*[@class='keys']//dd"
    ):
        said = "".join(one.text_content().split()).replace("（上年为零，不计算增长率）", "")
        assert not NEVER.search(said), said


# archives -------------------------------------------------------------------------------------------------------------

ARCHIVE = {"status": "存档", "unit": "万元"}
SENTENCES = (["总计{T1.收入总计}万元。"], ["比上年{变动 T1.收入总计}", "，主要原因是{原因 T1.收入总计}", "。"])


def archive(*statements: str) -> str:
    rows = "".join(f"  - {{{statement}}}\n" for statement in statements)
    return record({"T1.收入总计": "544.55"}, status="存档", unit="万元", more=f"原文:\n{rows}" if rows else "")


def test_an_archive_says_only_what_the_document_prints() -> None:
    assert say(account(archive()), *SENTENCES, place="一") == ""
    printed = account(archive("处: 一, 量: T1.收入总计, 写作: '544.5'"))
    assert say(printed, *SENTENCES, place="一") == "总计544.5万元。"
    assert say(printed, *SENTENCES, place="四") == ""


@pytest.mark.parametrize(
    ("statements", "words"),
    [
        (["处: 一, 量: 'T1.收入总计:增减额', 写作: '62.31', 词: 增加"], "比上年增加62.31万元。"),
        (["处: 一, 量: 'T1.收入总计:增减幅', 写作: 12.9%, 词: 增长"], "比上年增长12.9%。"),
        (
            [
                "处: 一, 量: 'T1.收入总计:增减额', 写作: '62.31', 词: 减少",
                "处: 一, 量: 'T1.收入总计:增减幅', 写作: 12.9%, 词: 增长",
            ],
            "比上年减少62.31万元，增长12.9%。",
        ),
    ],
)
def test_an_archive_keeps_the_documents_direction_words(statements: list[str], words: str) -> None:
    assert say(account(archive(*statements)), *SENTENCES, place="一") == words


def test_what_no_sentence_takes_is_listed() -> None:
    told = teller(
        account(
            archive(
                "处: 一, 量: T1.收入总计, 写作: '544.5'",
                "处: 一, 名: 合计数, 写作: 544.55万",
                "处: 四, 名: 别处, 写作: 1",
            )
        ),
        "一",
    )
    tell(told, SENTENCES)
    assert ["".join(run.text for run in runs) for runs in leftovers(told, "一")] == ["合计数：544.55万"]


def test_one_figure_printed_twice_at_one_place_is_not_lost() -> None:
    told = teller(
        account(archive("处: 一, 量: T1.收入总计, 写作: '544.5'", "处: 一, 量: T1.收入总计, 写作: '544.55'")), "一"
    )
    assert "".join(run.text for run in tell(told, SENTENCES)) == "总计544.5万元。"
    assert [runs[1].text for runs in leftovers(told, "一")] == ["544.55"]


# figures in sentences -------------------------------------------------------------------------------------------------


def test_each_figure_carries_its_address_and_words_do_not() -> None:
    told = account(record({EXPENSE: "1500000"}, prior={EXPENSE: "1000000"}))
    runs = tell(teller(told), [f"{{年度}}年度支出{{{EXPENSE}}}万元，{{变动 {EXPENSE}}}。"])
    assert [(run.text, run.fact) for run in runs] == [
        ("2022年度支出", ""),
        ("150.00", EXPENSE),
        ("万元，增加", ""),
        ("50.00", f"{EXPENSE}:增减额"),
        ("万元，增长", ""),
        ("50.00%", f"{EXPENSE}:增减幅"),
        ("。", ""),
    ]


@pytest.mark.parametrize(
    ("measure", "words"),
    [
        ("T1.收入总计", "收入总计"),
        ("T5.合计.小计", "合计·小计"),
        ("T1.收入总计:上年", "收入总计·上年"),
        ("T1.收入总计:增减额", "收入总计·比上年增减额"),
        ("T1.收入总计:增减幅", "收入总计·比上年增减幅"),
        ("T5.合计.小计/T5.合计.年初预算", "合计·小计 占 合计·年初预算 的比例"),
        (f"{FINAL}:差:{BUDGET}", "公务接待费·决算数 与 公务接待费·预算数 之差"),
    ],
)
def test_addresses_in_words(measure: str, words: str) -> None:
    assert spoken(measure) == words


# template sentences ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "parts"),
    [
        ("收入{T1.收入总计}万元", ("收入", Slot("数", ("T1.收入总计",)), "万元")),
        ("{年度}年度", (Slot("词", ("年度",)), "年度")),
        ("{变动 T1.收入总计 人}", (Slot("变动", ("T1.收入总计", "人")),)),
        ("{名}", (Slot("名", ()),)),
        ("{ T1.收入总计 }", (Slot("数", ("T1.收入总计",)),)),
        ("{T1.收入总计/T1.支出总计}", (Slot("数", ("T1.收入总计/T1.支出总计",)),)),
        ("没有空位", ("没有空位",)),
        ("", ()),
    ],
)
def test_a_template_sentence_is_split(sentence: str, parts: tuple[Any, ...]) -> None:
    assert tokens(sentence) == parts


@pytest.mark.parametrize(
    ("sentence", "numerals"),
    [
        ("收入{T1.收入总计}万元", ()),
        ("比2021年增加{T1.收入总计}万元", ("2021",)),
        ("共9张表、１０项", ("9", "１０")),
        ("{T5.2101501.小计}万元", ()),
        ("{年度}3", ("3",)),
    ],
)
def test_numerals_bound_to_nothing_are_found(sentence: str, numerals: tuple[str, ...]) -> None:
    assert unbound(sentence) == numerals


# the real templates ---------------------------------------------------------------------------------------------------


class Said(NamedTuple):
    """One template sentence and where it stands."""

    file: str
    text: str
    loop: Any
    archive: bool


NOT_SAID = {"每", "若", "仅当", "图", "内容", "序"}


def sentences(file: str, node: Any, loop: Any = None, *, archive: bool = False) -> Iterator[Said]:
    """Every text of a template that can be printed, with the loop it is in; of conditions nothing."""
    if isinstance(node, str):
        yield Said(file, node, loop, archive)
    elif isinstance(node, Mapping):
        inner, only = node.get("每", loop), archive or node.get("若") == "存档"
        for key in node.keys() - NOT_SAID:
            yield from sentences(file, node[key], loop if key in {"首", "尾", "分隔"} else inner, archive=only)
    else:
        for one in node:
            yield from sentences(file, one, loop, archive=archive)


ALL = [said for name, file in catalog().narratives.items() for said in sentences(name, file.blocks)]
HAN_NUMERAL = re.compile(r"[〇一二两三四五六七八九十百千]+(?=[个项张家人辆台套件批次年月日倍成万元])")
THRESHOLDS = {"资产": ["50", "100"]}
"""“单价50万元（含）以上通用设备” and “单价100万元（含）以上专用设备” are official names of what is counted."""


def test_the_walk_over_the_templates_sees_them() -> None:
    assert len(ALL) > 100
    assert {said.file for said in ALL} >= {"总体", "一般预算-具体", "三公-用车", "绩效-项目", "采购"}
    assert any(said.loop == "T5.细" for said in ALL)


def test_no_numeral_of_a_template_is_bound_to_nothing() -> None:
    found: dict[str, list[str]] = {}
    for said in ALL:
        if unbound(said.text):
            found.setdefault(said.file, []).extend(unbound(said.text))
    assert found == THRESHOLDS


def plain(said: Said) -> str:
    return "".join(token for token in tokens(said.text) if isinstance(token, str))


def test_no_number_is_written_in_han_either() -> None:
    assert HAN_NUMERAL.findall("共三个项目，十二万元，公务用车两辆") == ["三", "十二", "两"]
    assert [said for said in ALL if HAN_NUMERAL.search(plain(said))] == []


def test_directions_are_never_written_into_a_template() -> None:
    """A template does not know whether a figure rose: only slots say so, or an 存档 that prints the word."""
    direction = re.compile("增加|减少|增长|下降|大于|小于|高于|低于|超过|持平|节约")
    assert [said for said in ALL if direction.search(plain(said)) and not said.archive] == []


# What `$` stands for in a loop: keys that a record could have.
TURNS: dict[str, tuple[str, ...]] = {
    "收入来源": INCOME,
    "支出构成": SPENDING,
    "项目": ("jianguan",),
    "综述": ("jianguan",),
    "分单位": ("zhongxin",),
}


def turns(loop: Any) -> tuple[str, ...]:
    """The keys; a loop over a table that does not exist has none and fails."""
    if loop is None:
        return ("",)
    if not isinstance(loop, str):
        return tuple(str(name) for name in loop)
    if loop in TURNS:
        return TURNS[loop]
    kind, _, level = loop.partition(".")
    rows = {"功能科目": ("210" if level == "类" else "2101501",), "经济科目": ("30101",), "自由": ("房屋",)}
    assert level in {"", "类", "细", "人员", "公用"}
    return rows[catalog().tables[kind].row_kind]


def fixed_rows(kind: str) -> set[str]:
    table = catalog().tables[kind]
    return {row.name for row in (*table.rows, *table.extra_rows) if row.name}


def has_row(kind: str, row: str) -> bool:
    table = catalog().tables[kind]
    coded = table.row_kind in {"功能科目", "经济科目"} and (row == "合计" or row.isdigit())
    return row in fixed_rows(kind) or coded or table.row_kind == "自由"


def exists(measure: str) -> bool:
    """Whether the data knows such a measure; the program is not asked."""
    top, slash, base = measure.partition("/")
    if slash:
        return exists(top) and exists(base)
    name, colon, suffix = measure.partition(":")
    if colon:
        other = suffix.removeprefix("差:")
        return exists(name) and (suffix in {"上年", "增减额", "增减幅"} or (other != suffix and exists(other)))
    steps = name.split(".")
    if steps[0] == "项目":
        return len(steps) == 3 and steps[2] in {"年初预算", "全年预算", "执行数"}
    if steps[0] == "分单位":
        return len(steps) > 3 and exists(".".join(steps[2:]))
    if steps[0] not in catalog().tables or len(steps) not in {2, 3}:
        return False
    columns = {column.name for column in catalog().tables[steps[0]].columns}
    return has_row(*steps[:2]) and (steps[2] if len(steps) == 3 else "") in columns


def is_row(name: str) -> bool:
    """用途 is of a row: T5.210, T9.公务接待费, 分单位.<标识>.T9.公务接待费."""
    kind, _, row = name.partition(".") if not name.startswith("分单位.") else name.split(".", 2)[2].partition(".")
    return kind in catalog().tables and has_row(kind, row)


@pytest.mark.parametrize(
    ("measure", "wanted"),
    [
        ("T1.收入总计", True),
        ("T1.收入总额", False),
        ("T5.2101501.小计", True),
        ("T5.2101501.合计", False),
        ("T5.小计", False),
        ("T1.收入总计:增减", False),
        ("T1.收入总计:差:T1.支出总计", True),
        ("T1.收入总计/T1.无", False),
        ("分单位.zhongxin.T1.收入总计", True),
        ("分单位.zhongxin.年末", False),
        ("项目.jianguan.预算", False),
        ("变化 T1.收入总计", False),
    ],
)
def test_the_check_of_measures_can_fail(measure: str, wanted: bool) -> None:
    assert exists(measure) is wanted


def faults(slot: Slot, key: str) -> Iterator[str]:
    """What is wrong with a slot where `$` is `key`."""
    args = tuple(arg.replace("$", key) for arg in slot.args)
    match slot.verb:
        case "数" | "变动" | "大小":
            yield from (arg for arg in args[: 2 if slot.verb == "大小" else 1] if not exists(arg))
        case "原因":
            yield from (arg for arg in args[:1] if not exists(arg))
            yield from (arg for arg in args[1:] if arg not in {"上年", "年初预算", "全年预算"})
        case "用途":
            yield from (arg for arg in args if not is_row(arg))
        case "值":  # only for what an 存档 prints: its date of a unit's figures
            yield from (arg for arg in args if not (exists(arg) or arg.endswith(".年末")))
        case "项目文":
            yield from (arg for arg in args if arg not in {"用途", "成效", "问题", "改进"})
        case "列":
            yield from (arg for arg in args if not turns(arg))
        case "词":
            yield from (arg for arg in args if arg not in WORDS)
        case "名" | "全名" | "文":
            pass
        case other:
            yield other


@pytest.mark.parametrize("said", ALL, ids=lambda said: f"{said.file}: {said.text}")
def test_every_slot_names_what_exists(said: Said) -> None:
    slots = [token for token in tokens(said.text) if isinstance(token, Slot)]
    assert [fault for slot in slots for key in turns(said.loop) for fault in faults(slot, key)] == []
    assert {slot.verb for slot in slots} <= VERBS | {"数", "词"}


def conditions(node: Any, loop: Any = None) -> Iterator[tuple[str, Any]]:
    """若 and 仅当 with the loop they are in."""
    if isinstance(node, str):
        return
    if isinstance(node, Mapping):
        inner = node.get("每", loop)
        yield from ((str(node[key]), inner if key == "仅当" else loop) for key in ("若", "仅当") if key in node)
        for key in node.keys() - NOT_SAID:
            yield from conditions(node[key], inner)
    else:
        for one in node:
            yield from conditions(one, loop)


def condition_faults(condition: str) -> Iterator[str]:
    for one in condition.split(" 或 "):
        word, _, rest = one.removeprefix("非 ").partition(" ")
        match word:
            case "空表" | "有表":
                yield from () if rest in catalog().tables else (one,)
            case "有" | "零" | "非零":
                yield from () if exists(rest) else (one,)
            case "开关":
                switches = {name for profile in catalog().profiles.values() for name in profile.switches}
                yield from () if rest in switches else (one,)
            case "首年" | "存档" | "有项目":
                yield from () if not rest else (one,)
            case "有文":
                yield from () if rest else (one,)
            case _:
                yield one


@pytest.mark.parametrize(
    ("condition", "loop"),
    [pytest.param(*found, id=found[0]) for file in catalog().narratives.values() for found in conditions(file.blocks)],
)
def test_every_condition_speaks_of_what_exists(condition: str, loop: Any) -> None:
    assert [fault for key in turns(loop) for fault in condition_faults(condition.replace("$", key))] == []


KINDS = {"段", "列", "分节", "图", "内容"}
CONTENTS = {"职能", "单位构成", "工作正文", "工作表", "附件正文", "绩效表", "名词解释"}


@pytest.mark.parametrize("name", catalog().narratives)
def test_blocks_are_of_known_kinds(name: str) -> None:
    for block in catalog().narratives[name].blocks:
        assert len(block) == len(block.keys() & KINDS) == 1
        assert block.get("图", "收支变动") in NUMBERS
        assert block.get("内容", "职能") in CONTENTS


def plans(sections: tuple[SectionPlan, ...]) -> Iterator[SectionPlan]:
    for plan in sections:
        yield plan
        yield from plans(plan.sections)


@pytest.mark.parametrize("name", catalog().profiles)
def test_profiles_use_narratives_and_tables_that_exist(name: str) -> None:
    profile = catalog().profiles[name]
    used = {plan.narrative for part in profile.parts for plan in plans(part.sections)} - {""}
    assert used
    assert used <= catalog().narratives.keys()
    assert {plan.kind for plan in profile.tables} <= catalog().tables.keys()


@pytest.mark.parametrize("name", catalog().profiles)
def test_every_word_a_profiles_sentences_need_is_there(name: str) -> None:
    """A word that is missing would drop its clause without a sound."""
    profile = catalog().profiles[name]
    told = account(record({"T1.收入总计": "1"}, year=max(profile.since, 2019), profile=name))
    used = {plan.narrative for part in profile.parts for plan in plans(part.sections)}
    for said in ALL:
        if said.file in used:
            words = {slot.args[0] for slot in tokens(said.text) if isinstance(slot, Slot) and slot.verb == "词"}
            assert words <= told.words.keys(), said
