"""Comparing pages say what the disclosures say: the same figures, true superlatives, gaps where nothing is known."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType

import pytest
from lxml import html

from generator.accounts import Account, derive
from generator.assets import asset_names
from generator.charts import Datum
from generator.load import load
from generator.overview import aggregates
from generator.pages import code_pages, indicators, region_year, streams
from generator.pages.ledger import Ledger, ledger
from generator.pages.marks import arrow, change, value
from generator.pages.site import Page, families, family_pages, summaries
from generator.pages.timeline import course
from generator.render import environment, render
from generator.store import Store
from generator.summary import Summary, from_json, to_json
from generator.views import Cell, Chart, ComparePage, Ranking
from tests.page_reading import same

ROOT = Path(__file__).parent.parent
ASSETS = ROOT / "templates" / "theme" / "assets"


@pytest.fixture(scope="module")
def store() -> Store:
    return load(ROOT / "content", ROOT / "templates")[0]


@pytest.fixture(scope="module")
def accounts(store: Store) -> Mapping[str, Account]:
    return derive(store)


@pytest.fixture(scope="module")
def book(store: Store, accounts: Mapping[str, Account]) -> Ledger[Summary]:
    """Summaries as they come back from the cache."""
    return ledger(store, from_json(to_json(summaries(store, accounts))))


@pytest.fixture(scope="module")
def compared(values: Mapping[str, Page], accounts: Mapping[str, Account]) -> Mapping[str, ComparePage]:
    own = {f"{account.publisher.path}/" for account in accounts.values()}
    return {at: page for at, page in values.items() if isinstance(page, ComparePage) and at not in own}


@pytest.fixture(scope="module")
def values(store: Store, accounts: Mapping[str, Account], book: Ledger[Summary]) -> Mapping[str, Page]:
    return {**aggregates(book), **of_families(store, accounts)}


def of_families(store: Store, accounts: Mapping[str, Account]) -> dict[str, Page]:
    found: dict[str, Page] = {}
    for department, mine in families(store, accounts):
        found |= family_pages(store, department, mine, {})
    return found


@pytest.fixture(scope="module")
def disclosures(values: Mapping[str, Page], accounts: Mapping[str, Account]) -> Mapping[str, html.HtmlElement]:
    """Every disclosure as its readers get it."""
    texts = render({at: values[f"{at}/"] for at in accounts}, environment(ROOT / "templates"))
    return {at: html.fromstring(text) for at, text in texts.items()}


@pytest.fixture(scope="module")
def printed(disclosures: Mapping[str, html.HtmlElement]) -> Mapping[str, Mapping[str, set[str]]]:
    """What every disclosure prints for each of its facts, without separators."""
    found: dict[str, dict[str, set[str]]] = {}
    for address, tree in disclosures.items():
        facts = found.setdefault(address, {})
        for node in tree.xpath("//*[@data-fact]"):
            facts.setdefault(node.get("data-fact"), set()).add(plain(node.text_content()))
    return found


def plain(text: str) -> str:
    return text.strip().replace(",", "")


def rankings(page: ComparePage) -> Iterator[Ranking]:
    yield from (one for part in page.parts for one in part.rankings)


def charts(page: ComparePage) -> Iterator[Chart]:
    yield from (one for part in page.parts for one in part.charts)


def cells(page: ComparePage) -> Iterator[Cell]:
    yield from (cell for one in rankings(page) for row in one.rows for cell in row.cells)
    yield from (cell for one in charts(page) for row in one.table.body for cell in row.cells)


def ranking(page: ComparePage, ident: str) -> Ranking:
    return next(one for one in rankings(page) if one.id == ident)


def line(page: ComparePage, ident: str, name: str) -> list[Cell]:
    rows = ranking(page, ident).rows
    return next(list(row.cells) for row in rows if any(cell.header and cell.text == name for cell in row.cells))


def words(chart: Chart) -> str:
    return " ".join(shape.text for shape in chart.shapes if shape.text)


# figures ---------------------------------------------------------------------------------------------------------------


def test_every_figure_is_that_of_its_disclosure(
    compared: Mapping[str, ComparePage], printed: Mapping[str, Mapping[str, set[str]]]
) -> None:
    checked, unlike = 0, []
    for address, page in compared.items():
        for cell in cells(page):
            record, _, fact = cell.fact.partition("#")
            if fact and fact in printed[record]:
                checked += 1
                if not any(same(plain(cell.text), text) for text in printed[record][fact]):
                    unlike.append((address, cell.fact, cell.text, printed[record][fact]))
    assert unlike == []
    assert checked > 1400


def test_every_figure_of_the_main_measures_is_on_its_disclosure(
    compared: Mapping[str, ComparePage], printed: Mapping[str, Mapping[str, set[str]]]
) -> None:
    shown = [cell for cell in cells(compared["999901/ybj/compare/"]) if cell.text != "0.00"]
    facts = [cell.fact for cell in shown if re.match(r".*#T[1359]\.[^:]*$", cell.fact)]
    lost = [fact for fact in facts if fact.partition("#")[2] not in printed[fact.partition("#")[0]]]
    # The initial budget of a 项 is told in percent only where it was met.
    assert {fact for fact in lost if not fact.endswith("年初预算")} == set()
    assert len(facts) > 80


@pytest.mark.parametrize(
    ("address", "table", "row", "column", "text", "spoken"),
    [
        ("420106/ybj/compare/", "measures", "本年收入合计", 1, "—", "没有载明"),
        ("420106/ybj/compare/", "measures", "收、支总计", 1, "467.72", ""),
        ("420106/ybj/compare/", "measures", "收、支总计", 2, "544.55", ""),
        ("420106/ybj/compare/", "measures", "收、支总计", 3, "↑76.83", "增加76.83"),
        ("420106/ybj/compare/", "measures", "收、支总计", 4, "↑16.43%", "增长16.43%"),
        ("420106/ybj/compare/", "measures", "因公出国（境）费", 4, "0%", "增长（下降）0%"),
        ("420114/2022/", "departments", "武汉市蔡甸区医疗保障局（汇总）", 1, "4,525.99", ""),
        ("codes/2080505/", "departments", "武汉市蔡甸区医疗保障局", 6, "—", "原件把几个科目写成一个金额"),
        ("codes/2080505/", "departments", "武汉市蔡甸区医疗保障局", 4, "—", "没有公开文件"),
        ("codes/2080505/", "departments", "武汉市江夏区医疗保障局", 2, "30.92", ""),
    ],
)
def test_an_archive_shows_what_it_states_and_nothing_else(
    address: str, table: str, row: str, column: int, text: str, spoken: str, compared: Mapping[str, ComparePage]
) -> None:
    cell = line(compared[address], table, row)[column]
    if address.startswith("codes/"):
        years = [one.text for one in ranking(compared[address], table).head[0].cells[2:]]
        assert len(years) * 2 + 2 == len(line(compared[address], table, row))
    assert (cell.text, cell.spoken) == (text, spoken)


def test_a_lost_table_of_an_archive_gives_no_computed_figure(
    compared: Mapping[str, ComparePage], accounts: Mapping[str, Account]
) -> None:
    checked = 0
    for page in compared.values():
        for cell in cells(page):
            address, _, fact = cell.fact.partition("#")
            account = accounts.get(address)
            if account is None or not account.filed.archive or ":" in fact or "/" in fact:
                continue
            if account.figures.coverage(fact.split(".", maxsplit=1)[0]) == "原件未载":
                figure = account.figures.measure(fact)
                assert figure is not None
                assert figure.stated, cell.fact
                checked += 1
    assert checked > 40


# changes ---------------------------------------------------------------------------------------------------------------


def spent(tree: html.HtmlElement) -> dict[str, Decimal]:
    """项 → 小计 of the printed table 一般公共预算财政拨款支出决算表, read from the page."""
    rows = tree.xpath("//*[@id='t-t5']//tbody/tr")
    found = {}
    for row in rows:
        code = "".join(row.xpath("./td[contains(@class,'code')][1]//text()")).strip()
        if len(code) == 7:
            found[code] = Decimal(plain(row.xpath("./td[contains(@class,'amt')][1]")[0].text_content()))
    return found


@pytest.mark.parametrize("publisher", ["999901/ybj", "999901/jyj", "999901/mzj", "999901/ybj/fwzx"])
@pytest.mark.parametrize("year", [2022, 2023])
def test_the_largest_changes_really_are_the_largest(
    publisher: str, year: int, disclosures: Mapping[str, html.HtmlElement], compared: Mapping[str, ComparePage]
) -> None:
    before, now = (spent(disclosures[f"{publisher}/{one}"]) for one in (year - 1, year))
    moved = {code: abs(now.get(code, Decimal(0)) - before.get(code, Decimal(0))) for code in {*before, *now}}
    page = compared[f"{publisher}/compare/"]
    listed = [row.cells[0].text for row in ranking(page, f"changes-{year}").rows]
    assert len(listed) == min(10, sum(1 for one in moved.values() if one))
    smallest = min(moved[code] for code in listed)
    # Printed figures are rounded to 0.01: two changes may be as near as that and stand either way.
    assert all(one <= smallest + Decimal("0.02") for code, one in moved.items() if code not in listed)
    order = [moved[code] for code in listed]
    assert all(one >= other - Decimal("0.02") for one, other in pairwise(order))


def test_the_chart_names_the_largest_change(compared: Mapping[str, ComparePage]) -> None:
    page = compared["999901/jyj/compare/"]
    first = ranking(page, "changes-2023").rows[0].cells
    chart = next(one for one in charts(page) if one.id == "chart-changes")
    assert chart.title == f"2023年度变动最大的是{first[1].text}，减少{first[4].text[1:]}万元，下降{first[5].text[1:]}"


def test_reasons_are_those_of_the_record(compared: Mapping[str, ComparePage], accounts: Mapping[str, Account]) -> None:
    checked = 0
    for address, page in compared.items():
        for one in rankings(page):
            year = re.fullmatch(r"changes-(\d+)", one.id)
            if not year:
                continue
            record = accounts[address.replace("compare/", year[1])].filed.record
            texts = [*(reason.text for reason in record.reasons), *(use.text for use in record.uses)]
            known = [text.strip().rstrip("。") for text in texts]
            for row in one.rows:
                said = row.cells[-1].text
                if said != "—":
                    checked += 1
                    assert re.sub(r"^(比\w+|\w*用途)：", "", said).split("；比")[0] in known, said
    assert checked > 30


def test_a_code_that_is_new_in_the_lists_is_marked(store: Store, accounts: Mapping[str, Account]) -> None:
    lists = dict(store.catalog.functional)
    lists[2023] = {code: entry for code, entry in lists[2023].items() if code != "2101504"}
    changed = replace(store, catalog=store.catalog.model_copy(update={"functional": lists}))
    page = of_families(changed, accounts)["999901/ybj/compare/"]
    assert isinstance(page, ComparePage)
    flags = {row.cells[0].text: row.cells[1].flag for row in ranking(page, "changes-2023").rows}
    assert flags["2101504"] == "科目停用"
    assert {flag for code, flag in flags.items() if code != "2101504"} == {""}


# years -----------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def without_2022(store: Store) -> Mapping[str, ComparePage]:
    """The same site, had no one published 2022."""
    kept = {address: filed for address, filed in store.records.items() if filed.record.year != 2022}
    poorer = replace(store, records=MappingProxyType(kept))
    return {at: page for at, page in of_families(poorer, derive(poorer)).items() if isinstance(page, ComparePage)}


def test_an_absent_year_is_a_gap(without_2022: Mapping[str, ComparePage]) -> None:
    page = without_2022["999901/ybj/compare/"]
    assert "2022年度没有公开文件" in page.lead
    head = ranking(page, "measures").head[0].cells
    assert [cell.text for cell in head[1:4]] == ["2021年度", "2022年度", "2023年度"]
    assert [bool(cell.fact) for cell in head[1:4]] == [True, False, True]
    total = line(page, "measures", "收、支总计")
    assert [(cell.text, cell.spoken) for cell in total[1:4]] == [
        ("2,186.09", ""),
        ("—", "没有公开文件"),
        ("2,195.00", ""),
    ]
    for chart in charts(page):
        if chart.id.startswith("chart-trend"):
            assert [shape.cls for shape in chart.shapes if shape.cls == "c-line"] == []
            assert len([shape for shape in chart.shapes if shape.cls == "c-dot c-last"]) > 0


def test_years_that_do_not_follow_each_other_are_not_compared(without_2022: Mapping[str, ComparePage]) -> None:
    page = without_2022["999901/ybj/compare/"]
    assert [one.id for one in rankings(page) if one.id.startswith("changes")] == []


def test_a_year_nobody_used_is_no_column(compared: Mapping[str, ComparePage]) -> None:
    head = ranking(compared["codes/2080505/"], "departments").head[0].cells
    assert [cell.text for cell in head[2:]] == ["2019年度", "2021年度", "2022年度", "2023年度"]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (["1.00"], "支出2021年度1.00万元"),
        (["1.00", "2.00"], "支出由2021年度的1.00万元增加到2022年度的2.00万元"),
        (["2.00", "1.00"], "支出由2021年度的2.00万元减少到2022年度的1.00万元"),
        (["2.00", "2.00"], "支出各年都是2.00万元"),
        (["2.00", "3.00", "2.00"], "支出由2021年度的2.00万元回到2023年度的2.00万元，2022年度最高"),
        (["2.00", "1.00", "3.00"], "支出由2021年度的2.00万元增加到2023年度的3.00万元，2022年度最低"),
        (
            ["2.00", "9.00", "1.00", "3.00"],
            "支出由2021年度的2.00万元增加到2024年度的3.00万元，2022年度最高，2023年度最低",
        ),
        (["2.00", None, "3.00"], "支出由2021年度的2.00万元增加到2023年度的3.00万元"),
        ([None, None], "支出没有数据"),
    ],
)
def test_a_course_is_told_from_its_figures(values: list[str | None], said: str) -> None:
    points = [Datum(f"{2021 + at}年度", Decimal(text), text) if text else None for at, text in enumerate(values)]
    assert course("支出", points) == said


@pytest.mark.parametrize(
    ("difference", "text", "spoken"),
    [("1", "↑1.00", "增加1.00万元"), ("-1", "↓1.00", "减少1.00万元"), ("0", "1.00", "")],
)
def test_arrows_are_spoken(difference: str, text: str, spoken: str) -> None:
    cell = arrow(Decimal(difference), "1.00", ("增加", "减少"), "万元")
    assert (cell.text, cell.spoken) == (text, spoken)


@pytest.mark.parametrize(
    ("measure", "texts", "spoken"),
    [
        ("T5.2101301.小计", ("↑209.82", "↑30.33%"), ("增加209.82万元", "增长30.33%")),
        ("T7.合计.本年支出", ("↓52.40", "↓100.00%"), ("减少52.40万元", "下降100.00%")),
        ("T8.合计.小计", ("0.00", "—"), ("", "上年为零，不计算")),
        ("人员.在职", ("↓2", "↓4.65%"), ("减少2", "下降4.65%")),
        ("T1.没有这一行", ("—", "—"), ("没有上年数", "没有上年数")),
    ],
)
def test_changes_are_told_by_arrows(
    measure: str, texts: tuple[str, str], spoken: tuple[str, str], accounts: Mapping[str, Account]
) -> None:
    moved = change(accounts["999901/ybj/2023"], measure)
    assert tuple(cell.text for cell in moved) == texts
    assert tuple(cell.spoken for cell in moved) == spoken


# a region in one year --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("year", [2021, 2022, 2023])
def test_departments_stand_by_what_they_spent(year: int, compared: Mapping[str, ComparePage]) -> None:
    table = ranking(compared[f"999901/{year}/"], "departments")
    at = next(at for at, cell in enumerate(table.head[0].cells) if cell.text == table.sorted_by)
    amounts = [Decimal(plain(row.cells[at].text)) for row in table.rows]
    assert len(amounts) == 3
    assert amounts == sorted(amounts, reverse=True)


def test_a_region_without_amounts_keeps_the_columns_that_tell_something(compared: Mapping[str, ComparePage]) -> None:
    table = ranking(compared["500100/2020/"], "departments")
    assert [cell.text for cell in table.head[0].cells] == ["部门"]
    assert (table.unit, table.sorted_by) == ("", "")


def test_units_that_do_not_fit_stand_with_their_departments(
    book: Ledger[Summary], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(region_year, "LIMIT", 5)
    page = region_year.region_year_page(book, "999901", 2022, 0)
    assert [one.id for one in rankings(page)] == ["departments"]
    assert page.parts[0].notes == ("本级和所属单位共3个，列在各部门的页上。",)


# flows -----------------------------------------------------------------------------------------------------------------


def test_a_flow_divides_all_spending_and_nothing_more(store: Store, accounts: Mapping[str, Account]) -> None:
    drawn = 0
    for account in accounts.values():
        found = streams.spending(store, account)
        if found is None:
            continue
        drawn += 1
        total = account.figures.value("T3.合计.本年支出合计")
        assert sum(amount for one in found for amount in one.sources.values()) == total
        assert sum(amount for one in found for amount in one.kinds.values()) == total
        general = sum(one.sources.get("一般公共预算财政拨款", Decimal(0)) for one in found)
        assert general == account.figures.value("T5.合计.小计")
    assert drawn >= 20
    assert not any(
        accounts[address].filed.archive and streams.spending(store, accounts[address]) for address in accounts
    )


@pytest.mark.parametrize("lost", ["T5.", "T7.", "T3.合计.本年支出合计", "T3.210.本年支出合计", "T3.210.基本支出"])
def test_what_is_not_known_is_never_allocated(
    lost: str, store: Store, accounts: Mapping[str, Account], monkeypatch: pytest.MonkeyPatch
) -> None:
    account = accounts["999901/ybj/2022"]
    assert streams.flow_of_year(store, account) is not None

    def partly(one: Account, measure: str) -> Decimal | None:
        return None if measure.startswith(lost) else value(one, measure)

    monkeypatch.setattr(streams, "value", partly)
    assert streams.flow_of_year(store, account) is None


def test_the_flow_of_a_region_says_whom_it_leaves_out(book: Ledger[Summary]) -> None:
    shown = [one for one in book.years["999901", 2022] if not one.publisher.unit]
    shown = [replace(one, spending=None) if one.publisher.slug == "mzj" else one for one in shown]
    part = streams.flow_of_region(shown, "示例区2022年度")
    assert part is not None
    assert part.notes[1] == "2022年度另有1个部门的文件没有载明支出的来源或类型，没有画入。"
    assert "示例区民政局" not in words(part.charts[0])
    assert part.charts[0].title.startswith("示例区2022年度2个部门支出44,636.13万元，")


# indicators ------------------------------------------------------------------------------------------------------------


def named(page: ComparePage) -> list[tuple[str, ...]]:
    return [tuple(cell.text + cell.flag for cell in row.cells) for row in next(rankings(page)).rows]


def test_every_indicator_of_a_region_is_in_the_table_as_its_form_prints_it(
    compared: Mapping[str, ComparePage], store: Store
) -> None:
    for region, year in (("999901", 2022), ("420114", 2022), ("420106", 2021), ("500100", 2020)):
        page = compared[f"{region}/{year}/indicators/"]
        filed = [one for one in store.records.values() if one.publisher.region == region and one.record.year == year]
        typed = [
            str(next(cell for key, cell in row.items() if key in {"三级指标", "指标名称"}))
            for one in sorted(filed, key=lambda one: one.publisher)
            for form in one.record.forms
            for row in (*form.indicators, *(row for group in form.groups for row in group.indicators))
            if "三级指标" in row or "指标名称" in row
        ]
        at = next(at for at, cell in enumerate(next(rankings(page)).head[0].cells) if cell.text == "三级指标")
        shown = [row[at] for row in named(page)]
        assert [text for text in shown if text != "（未写名称）"] == typed
        assert len(typed) > 5


def test_missed_targets_are_those_the_forms_mark(
    disclosures: Mapping[str, html.HtmlElement], compared: Mapping[str, ComparePage]
) -> None:
    for year in (2021, 2022, 2023):
        trees = [tree for at, tree in disclosures.items() if re.fullmatch(rf"999901/.+/{year}", at)]
        marked = sum(len(tree.xpath("//*[@class='flag'][.='未达']")) for tree in trees)
        page = compared[f"999901/{year}/indicators/"]
        assert sum(1 for row in named(page) if row[-1] == "未达") == marked > 0
        assert f"其中{marked}项没有达到目标" in page.lead


def test_an_archive_is_not_judged(compared: Mapping[str, ComparePage]) -> None:
    page = compared["420114/2022/indicators/"]
    assert "完成与否" not in [cell.text for cell in next(rankings(page)).head[0].cells]
    assert "没有达到" not in page.lead


def test_too_many_indicators_are_split_by_department_and_none_is_lost(
    book: Ledger[Summary], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, count = indicators.indicator_pages(book, "999901", 2022)
    assert list(whole) == ["999901/2022/indicators/"]
    monkeypatch.setattr(indicators, "LIMIT", 40)
    split, same = indicators.indicator_pages(book, "999901", 2022)
    assert list(split) == [
        "999901/2022/indicators/",
        "999901/2022/indicators/jyj/",
        "999901/2022/indicators/jyj/2/",
        "999901/2022/indicators/mzj/",
        "999901/2022/indicators/ybj/",
        "999901/2022/indicators/ybj/2/",
    ]
    pages_of = [page for at, page in split.items() if at != "999901/2022/indicators/"]
    assert all(len(named(page)) <= 40 for page in pages_of)
    every = next(iter(whole.values()))
    assert [row[1:] for row in named(every)] == [row for page in pages_of for row in named(page)]
    assert count == same == len(named(every))
    overview = named(split["999901/2022/indicators/"])
    assert sum(int(row[2]) for row in overview) == count
    assert sum(int(row[3]) for row in overview) == sum(1 for row in named(every) if row[-1] == "未达")


# codes -----------------------------------------------------------------------------------------------------------------


def test_a_code_page_lists_all_who_use_it_and_nobody_else(
    compared: Mapping[str, ComparePage], accounts: Mapping[str, Account], store: Store
) -> None:
    for code in ("2080505", "2101301", "2050202"):
        users = {
            store.name_of(account.filed.publisher)
            for account in accounts.values()
            if any(code in account.figures.rows(table) for table in ("T3", "T5", "T7", "T8"))
            or any(
                code in row.included
                for table, facts in account.filed.tables.items()
                if table == "T5"
                for row in facts.rows
            )
        }
        listed = [row.cells[0].text for one in rankings(compared[f"codes/{code}/"]) for row in one.rows]
        assert set(listed) == users
        assert len(listed) == len(users) > 0


def test_a_share_is_of_all_the_publisher_spent(
    compared: Mapping[str, ComparePage], accounts: Mapping[str, Account]
) -> None:
    row = line(compared["codes/2101301/"], "departments", "示例区医疗保障局")
    head = ranking(compared["codes/2101301/"], "departments").head[0].cells
    at = (
        1
        + [cell.text for cell in head if cell.header == "colgroup"].index("2023年度") * 2
        + (len(head) - 1 - sum(1 for cell in head if cell.header == "colgroup"))
    )
    figures = accounts["999901/ybj/2023"].figures
    part, total = figures.value("T3.2101301.本年支出合计"), figures.value("T3.合计.本年支出合计")
    assert part is not None
    assert total is not None
    assert row[at].text == "901.70"
    assert row[at + 1].text == f"{part / total * 100:.2f}%"


def test_the_largest_spender_in_the_title_is_the_largest(compared: Mapping[str, ComparePage]) -> None:
    checked = 0
    for address, page in compared.items():
        found = [one for one in charts(page) if one.id == "chart-users" and "最多的是" in one.title]
        for chart in found:
            year, who, amount = re.fullmatch(r"(\d+)年度支出最多的是(.+)，([\d,.]+)万元", chart.title).groups()  # type: ignore[union-attr]
            table = next(rankings(page))
            years = [cell.text for cell in table.head[0].cells if cell.header == "colgroup"]
            at = len(table.rows[0].cells) - 2 * len(years) + 2 * years.index(f"{year}年度")
            amounts = {row.cells[0].text: row.cells[at].text for row in table.rows if row.cells[at].text != "—"}
            assert amounts[who] == amount, address
            assert max(amounts.values(), key=lambda text: Decimal(plain(text))) == amount, address
            checked += 1
    assert checked > 20


def test_a_code_with_too_many_users_goes_by_region(book: Ledger[Summary], monkeypatch: pytest.MonkeyPatch) -> None:
    whole = code_pages.code_pages(book)
    monkeypatch.setattr(code_pages, "LIMIT", 8)
    split = code_pages.code_pages(book)
    assert set(whole) <= set(split)
    below = [at for at in split if re.fullmatch(r"codes/2080505/\d+/", at)]
    assert below == sorted(f"codes/2080505/{region}/" for region in ("420114", "420115", "999901", "999931", "999951"))
    users = [row.cells[0].text for one in rankings(whole["codes/2080505/"]) for row in one.rows]
    assert sorted(row.cells[0].text for at in below for one in rankings(split[at]) for row in one.rows) == sorted(users)


# pages -----------------------------------------------------------------------------------------------------------------


def test_no_page_is_longer_than_a_page_may_be(compared: Mapping[str, ComparePage]) -> None:
    assert max(sum(len(one.rows) for one in rankings(page)) for page in compared.values()) <= region_year.LIMIT == 2000


def test_codes_are_linked_from_the_glossary_and_the_finder(
    values: Mapping[str, Page], compared: Mapping[str, ComparePage]
) -> None:
    texts = render({at: values[at] for at in ("glossary/", "search/")}, environment(ROOT / "templates"))
    for text in texts.values():
        linked = set(html.fromstring(text).xpath("//main//a/@href[contains(., 'codes/')]"))
        assert "../codes/2080505/" in linked
        assert {link.removeprefix("../") for link in linked} <= set(compared)
        assert len(linked) > 60


def test_every_publisher_leads_to_its_comparison(
    values: Mapping[str, Page], accounts: Mapping[str, Account], compared: Mapping[str, ComparePage]
) -> None:
    for publisher in {account.filed.publisher for account in accounts.values()}:
        page = values[f"{publisher.path}/"]
        forms_only = publisher.region in {"420100", "500100"}
        assert (f"{publisher.path}/compare/" in compared) is not forms_only
        assert isinstance(page, ComparePage) is not forms_only
        if isinstance(page, ComparePage):
            assert [link.href for part in page.parts for link in part.links] == ["compare/"]


@pytest.mark.parametrize("kind", ["charts", "rankings"])
def test_ids_of_a_page_are_its_own(kind: str, compared: Mapping[str, ComparePage]) -> None:
    read: Callable[[ComparePage], Iterator[Chart | Ranking]] = charts if kind == "charts" else rankings
    for address, page in compared.items():
        idents = [*(one.id for one in read(page)), *(part.id for part in page.parts)]
        assert len(idents) == len(set(idents)), address


@pytest.mark.parametrize(
    "address", ["999901/2022/", "999901/2022/indicators/", "999901/ybj/compare/", "codes/2080505/"]
)
def test_a_page_has_a_look_and_loads_what_it_needs(address: str, compared: Mapping[str, ComparePage]) -> None:
    tree = html.fromstring(render({"": compared[address]}, environment(ROOT / "templates"))[""])
    plain = {published: name.rpartition("/")[2] for name, published in asset_names(ROOT / "templates").items()}
    sheets = [
        plain[link.removeprefix(compared[address].frame.root)] for link in tree.xpath("//link[@rel='stylesheet']/@href")
    ]
    assert sheets == ["juesuan.css"]
    styled = set(re.findall(r"\.([a-z][a-z0-9-]*)", "".join((ASSETS / name).read_text("utf-8") for name in sheets)))
    used = {name for node in tree.xpath("//*[@class]") for name in node.get("class").split()}
    assert used - styled - {"kind-list", "ranks"} == set()
    sorts = bool(tree.xpath("//*[@data-sortable or @data-filtered]"))
    scripts = [plain[source.removeprefix(compared[address].frame.root)] for source in tree.xpath("//script/@src")]
    assert ("tables.js" in scripts) is sorts
    assert "juesuan.js" in scripts


def test_the_script_of_tables_is_light_and_stays_home() -> None:
    script = (ASSETS / "tables.js").read_text("utf-8")
    assert len(script.encode()) <= 3_000
    assert not re.search(r"https?:|innerHTML|eval\(|fetch\(|document\.write|cookie", script)
