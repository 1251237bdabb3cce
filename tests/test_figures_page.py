"""每个数的来历: the page tells of every printed figure and of no other, its links arrive, its arithmetic comes out, its data are the same."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

import pytest
from lxml import html

from generator.accounts import Account, derive
from generator.amounts import round_half_up
from generator.derive import Figure
from generator.load import load
from generator.pages.disclosure import disclosure
from generator.pages.figures_entry import Registrar
from generator.pages.figures_folio import Folio
from generator.pages.figures_json import figure_files, figures_json
from generator.pages.figures_page import figures_pages, first_prints
from generator.pages.figures_tape import Term
from generator.pages.figures_walk import ident
from generator.project import Project
from generator.render import environment, render_one
from generator.views import DisclosurePage, FigureEntry, FigureGroup, FigureName, FigureRow, FiguresPage
from tests.builders import DEPARTMENT, ROOT, Books, books, record

ENVIRONMENT = environment(ROOT / "templates")


@dataclass(frozen=True)
class World:
    """Disclosures and their pages of origins, as values and as rendered."""

    accounts: Mapping[str, Account]
    disclosures: Mapping[str, DisclosurePage]
    origins: Mapping[str, FiguresPage]

    def disclosure(self, address: str) -> html.HtmlElement:
        return _read(self.disclosures[f"{address}/"])

    def page(self, address: str) -> html.HtmlElement:
        return _read(self.origins[f"{address}/figures/"])

    def rows(self, address: str) -> list[FigureRow]:
        return [row for group in self.origins[f"{address}/figures/"].groups for row in group.rows]

    def entries(self, address: str) -> dict[str, FigureEntry]:
        entries = [entry for row in self.rows(address) for entry in row.entries]
        return {name.fact: entry for entry in entries for name in entry.names}


@cache
def _read(page: DisclosurePage | FiguresPage) -> html.HtmlElement:
    return html.fromstring(render_one(ENVIRONMENT, page))


def world_of(read: Books) -> World:
    families: dict[str, list[Account]] = {}
    for account in read.accounts.values():
        families.setdefault(account.filed.publisher.department.path, []).append(account)
    disclosures: dict[str, DisclosurePage] = {}
    origins: dict[str, FiguresPage] = {}
    for family in families.values():
        mine = {f"{account.address}/": disclosure(read.store, account, family) for account in family}
        disclosures |= mine
        origins |= figures_pages(read.store, family, mine)
    return World(read.accounts, disclosures, origins)


@cache
def real() -> World:
    """The project's own records: archives, units and departments of several years."""
    store, _ = load(Project(ROOT).content, Project(ROOT).templates)
    return world_of(Books(store, derive(store)))


ADDRESSES = sorted(
    path.relative_to(ROOT / "content" / "records").with_suffix("").as_posix().replace("/本级/", "/benji/")
    for path in (ROOT / "content" / "records").rglob("[0-9][0-9][0-9][0-9].yml")
)
every_disclosure = pytest.mark.parametrize("address", ADDRESSES)


def facts(tree: html.HtmlElement) -> list[html.HtmlElement]:
    return list(tree.xpath("//*[@data-fact]"))


def ids(tree: html.HtmlElement) -> list[str]:
    return [str(one) for one in tree.xpath("//@id")]


# what is told ---------------------------------------------------------------------------------------------------------


@every_disclosure
def test_every_printed_figure_has_an_entry_and_every_entry_is_printed(address: str) -> None:
    printed = {one.get("data-fact") for one in facts(real().disclosure(address))}
    page = real().page(address)
    hidden = {one for one in page.xpath("//section[@id='hidden']//@id") if one.startswith("f-")}
    assert len(printed) > 50
    assert {ident(fact) for fact in printed} == {one for one in ids(page) if one.startswith("f-")} - hidden


@every_disclosure
def test_what_is_not_printed_is_told_only_because_a_step_names_it(address: str) -> None:
    page = real().page(address)
    named = {one.partition("#")[2] for one in page.xpath("//dd[@class='how']//@href")}
    assert set(page.xpath("//section[@id='hidden']//dl/div/@id")) <= named


@every_disclosure
def test_values_are_those_of_the_page(address: str) -> None:
    entries = real().entries(address)
    for one in facts(real().disclosure(address)):
        entry = entries[one.attrib["data-fact"]]
        shown = one.text_content().removesuffix("万元" if one.tag == "text" else "")
        assert any(same(shown, text) for text in written(entry)), f"{one.get('data-fact')}: {shown}"


def written(entry: FigureEntry) -> Iterator[str]:
    yield entry.value
    for text, _ in entry.written:
        yield re.sub("^[一-鿿]+", "", text)
        yield text


def same(shown: str, told: str) -> bool:
    """Equal in value: key figures print their % beside the number, charts print thousands separators always."""
    try:
        return Decimal(shown.translate(PLAIN)) == Decimal(told.translate(PLAIN))
    except InvalidOperation:
        return shown == told


PLAIN = str.maketrans({",": None, "%": None, "−": "-"})


@every_disclosure
def test_every_link_arrives(address: str) -> None:
    here = f"{address}/figures/"
    targets = real().page(address).xpath("//main//@href")
    assert len(targets) > 10
    for target in targets:
        folder, _, anchor = target.partition("#")
        where = resolved(here, folder)
        assert where in real().origins or where in real().disclosures, target
        assert not anchor or anchor in anchors(where), target


@cache
def anchors(where: str) -> frozenset[str]:
    page = real().origins.get(where) or real().disclosures[where]
    return frozenset(ids(_read(page)))


def resolved(here: str, folder: str) -> str:
    steps = here.strip("/").split("/")
    while folder.startswith("../"):
        steps.pop()
        folder = folder[3:]
    return "/".join([*steps, *filter(None, folder.split("/"))]) + "/"


@every_disclosure
def test_ids_are_safe_in_an_address_and_come_once(address: str) -> None:
    found = ids(real().page(address))
    assert len(found) == len(set(found))
    assert [one for one in found if not re.fullmatch("[a-z0-9-]+", one)] == []


@pytest.mark.parametrize(
    ("fact", "wanted"),
    [
        ("T5.208.小计", "f-t5-208-c06ac137"),
        ("T5.208.小计:增减额", "f-t5-208-57096462"),
        ("T5.合计.小计/T5.合计.年初预算", "f-t5-t5-e8b4316e"),
        ("绩效表.yljz.指标.3.得分", "f-yljz-3-23dba857"),
        ("年末", "f--49138b5e"),
    ],
)
def test_an_id_follows_from_the_address_alone(fact: str, wanted: str) -> None:
    assert ident(fact) == wanted


@every_disclosure
def test_an_address_can_be_quoted(address: str) -> None:
    for row in real().rows(address):
        for entry in row.entries:
            whole, _, fact = entry.address.partition("#")
            assert whole == address
            if not row.many:
                stem = fact.rpartition(".")[0]
                assert fact.removeprefix(f"{stem}.").split("、") == [
                    name.fact.removeprefix(f"{stem}.") for name in entry.names
                ]


# how it is made -------------------------------------------------------------------------------------------------------


def folio(address: str) -> Folio:
    world = real()
    page = world.disclosures[f"{address}/"]
    return Folio(store(), world.accounts[address], {}, first_prints(page), {})


@cache
def store() -> Any:
    return load(Project(ROOT).content, Project(ROOT).templates)[0]


def run(told: Registrar, terms: tuple[Term, ...]) -> Decimal:
    """The tape, step by step."""
    total = Decimal(0)
    for term in terms:
        value = told._value(term) or Decimal(0)
        match term.sign:
            case "+":
                total += value
            case "-":
                total -= value
            case "*":
                total *= value
            case "/":
                total /= value
            case "min":
                total = min(total, value)
            case "max":
                total = max(total, value)
    return total


@every_disclosure
def test_every_formula_is_told_whole_and_comes_out(address: str) -> None:
    book = folio(address)
    told = Registrar(book)
    checked = 0
    for fact in book.prints:
        made = book.tapes.made(fact, book.account.figures.measure(fact))
        if made is None or not made.operands or fact.endswith(":上年") or made.value is None:
            continue
        terms = book.tapes.terms(fact, made)
        prefix = ".".join(fact.split(".")[:2]) + "." if fact.startswith("分单位.") and not set(":/") & set(fact) else ""
        named = {name if name.startswith("分单位.") else prefix + name for name in made.operands}
        assert {term.fact for term in terms if term.fact} == named, fact
        assert scored(made, abs(run(told, terms))) == abs(made.value), fact
        checked += 1
    assert checked


def scored(made: Figure, value: Decimal) -> Decimal:
    """Scores are rounded when they are made, as their form prints them; all else is exact."""
    if made.unit != "分" or made.value is None:
        return value
    exponent = made.value.as_tuple().exponent
    return round_half_up(value, -int(exponent))


@every_disclosure
def test_steps_and_zeros_are_all_there_is(address: str) -> None:
    book = folio(address)
    told = Registrar(book)
    for fact in book.prints:
        terms = book.tapes.terms(fact, book.tapes.made(fact, book.account.figures.measure(fact)))
        steps = told.entry(fact).steps
        left_out = sum(int(found[1]) for step in steps if (found := re.search(r"另有(\d+)项为零", step.text)))
        assert len([step for step in steps if "另有" not in step.text]) + left_out == (len(terms) if steps else 0)


# small records ----------------------------------------------------------------------------------------------------------

T5 = {"T5.2010601.基本支出": "1234567", "T5.2010601.项目支出": "100", "T5.2010602.项目支出": "0"}


def small(*records: str, units: Mapping[str, str] | None = None) -> World:
    return world_of(books(*records, units=units))


def told(world: World, fact: str, year: int = 2022) -> FigureEntry:
    return world.entries(f"{DEPARTMENT}/{year}")[fact]


def line(entry: FigureEntry) -> str:
    """Origin, steps and note as a reader sees them."""
    steps = "".join(f"{step.before}{step.text}{step.value}" for step in entry.steps)
    return "|".join((entry.origin, entry.lead + steps, entry.note))


@pytest.mark.parametrize(
    ("fact", "wanted"),
    [
        ("T5.2010601.小计", "推算|＝基本支出123.46＋项目支出0.01|"),
        ("T5.2010601.基本支出", "填报||"),
        ("T5.20106.基本支出", "推算|取自行政运行123.46|"),
        ("T5.20106.项目支出", "推算|＝行政运行0.01＋一般行政管理事务0.00|"),
        ("T5.2010602.小计", "推算||取自项目支出，也是零"),
        ("T1.202", "推算||"),
    ],
)
def test_what_a_computed_figure_is_made_of(fact: str, wanted: str) -> None:
    assert line(told(small(record(T5)), fact)) == wanted


@pytest.mark.parametrize(
    ("total", "wanted"),
    [("1234567", "填报|应等于行政运行123.46|"), ("1234667", "填报|应等于行政运行123.46|照此得123.46")],
)
def test_a_typed_total_says_what_it_should_be(total: str, wanted: str) -> None:
    world = small(record({"T5.2010601.基本支出": "1234567", "T5.20106.基本支出": total}))
    assert line(told(world, "T5.20106.基本支出")) == wanted


def test_zeros_of_a_row_share_an_entry_and_unused_classes_another() -> None:
    world = small(record({"T3.2010601.基本支出": "10000", "T5.2010601.基本支出": "10000"}))
    row = next(row for row in world.rows(f"{DEPARTMENT}/2022") if row.many)
    assert row.name == "本年没有这类支出"
    assert [name.name for name in row.entries[0].names][:2] == ["202外交支出", "203国防支出"]
    assert {entry.value for entry in row.entries} == {"0.00"}
    assert "T1.201" not in {name.fact for name in row.entries[0].names}


def test_a_class_of_last_year_keeps_its_own_entry() -> None:
    world = small(
        record({"T3.2050101.基本支出": "50000"}, year=2021), record({"T3.2010601.基本支出": "10000"}, year=2022)
    )
    entry = told(world, "T1.205")
    assert (len(entry.names), entry.value, entry.last and entry.last.value) == (1, "0.00", "5.00")


def test_last_year_leads_to_the_same_figure_of_last_year() -> None:
    world = small(record(T5, year=2021), record({**T5, "T5.2010601.基本支出": "2000000"}, year=2022))
    last = told(world, "T5.2010601.基本支出").last
    assert last is not None
    assert (last.value, last.href) == (
        "123.46",
        f"../../../../{DEPARTMENT}/2021/figures/#{ident('T5.2010601.基本支出')}",
    )


def test_last_year_without_a_record_is_told_without_a_link() -> None:
    world = small(record(T5, prior={"T5.2010601.基本支出": "1000000"}))
    last = told(world, "T5.2010601.基本支出").last
    assert last is not None
    assert (last.value, last.href) == ("100.00", "")


def test_a_correction_is_told_with_its_figure() -> None:
    correction = "更正:\n  - {日期: 2023-10-12, 量: T5.2010601.基本支出, 原: 76, 现: 67, 说明: 写反了。}\n"
    world = small(record(T5, more=correction))
    assert told(world, "T5.2010601.基本支出").corrections == ("2023-10-12更正：76改为67。写反了。",)
    assert told(world, "T5.2010601.项目支出").corrections == ()


def test_an_archive_shows_every_way_it_is_printed() -> None:
    said = (
        "原文:\n"
        '  - {处: 一, 量: T1.收入总计, 写作: "20.00"}\n'
        '  - {处: "五（一）", 量: T1.收入总计, 写作: "20"}\n'
        '  - {处: 一, 量: "T1.收入总计:增减额", 写作: "3.00", 词: 增加}\n'
        '  - {处: 一, 量: "T1.收入总计:增减幅", 写作: "20%", 词: 增长}\n'
    )
    world = small(record({"T1.收入总计": "20"}, status="存档", unit="万元", more=said))
    entry = told(world, "T1.收入总计")
    assert [(text, [place.text for place in places]) for text, places in entry.written] == [
        ("20.00", ["一"]),
        ("20", ["五（一）"]),
    ]
    assert entry.origin == "录入"
    rate = told(world, "T1.收入总计:增减幅")
    assert line(rate) == "原件写明|应等于（本年20.00－上年17.00）÷上年17.00×100%|照此得17.65%"


def test_a_sum_of_units_leads_to_the_units() -> None:
    world = small(
        record(more="汇总: 自动\n口径: 汇总\n"),
        units={"本级": record(T5), "zhongxin": record({"T5.2010601.基本支出": "10000"})},
    )
    entry = told(world, "T5.2010601.基本支出")
    assert line(entry) == "推算|＝本级123.46＋示例区医保服务中心1.00|"
    assert [step.href for step in entry.steps] == [
        f"../../../../{DEPARTMENT}/{unit}/2022/figures/#{ident('T5.2010601.基本支出')}"
        for unit in ("benji", "zhongxin")
    ]


# the page without script ------------------------------------------------------------------------------------------------


@every_disclosure
def test_one_link_for_every_table_and_section_leads_to_its_group(address: str) -> None:
    tree = real().disclosure(address)
    links = tree.xpath("//p[@class='origins']/a")
    groups = ids(real().page(address))
    assert 1 < len(links) < 80
    assert all(link.get("href") == "figures/" or link.get("href").split("#")[1] in groups for link in links)
    assert all("这些数的来历" in link.get("aria-label") for link in links)
    told_of = tree.xpath(
        "//*[@data-fact][not(ancestor::figure)]"
        "[not(ancestor::*[p[@class='origins']])][not(ancestor::*[contains(@class, 'form')])]"
    )
    assert [one.get("data-fact") for one in told_of] == []


def test_only_pages_with_figures_bring_the_script() -> None:
    read = books(record(T5))
    page = disclosure(read.store, read.accounts[f"{DEPARTMENT}/2022"], ())
    assert page.frame.scripts == ("assets/juesuan.js", "assets/reading.js", "assets/follow.js")
    empty = books(record(more="文件类型: 绩效自评\n"))
    assert disclosure(empty.store, empty.accounts[f"{DEPARTMENT}/2022"], ()).frame.scripts == (
        "assets/juesuan.js",
        "assets/reading.js",
    )


# the data -----------------------------------------------------------------------------------------------------------------


def decoded(data: bytes) -> dict[str, dict[str, Any]]:
    """The file read as its description says, by fact."""
    read = json.loads(data)
    words = read["w"]
    found: list[dict[str, Any]] = []
    before = ""
    for title, rows in read["g"]:
        for row, entries in rows:
            for packed in entries:
                empty: list[Any] = [[], "", 0, 0, 0, [], 0, 0, [], []]
                names, value, unit, origin, lead, steps, note, last, more, corrections = packed + empty[len(packed) :]
                for same_, tail, *name in names:
                    before = before.encode("utf-16-le")[: 2 * same_].decode("utf-16-le") + tail
                    found.append(
                        {
                            "fact": before,
                            "name": [words[at] for at in (title, row, *name) if at],
                            "told": (value, words[unit], words[origin], words[lead], words[note]),
                            "steps": steps,
                            "last": last,
                            "written": more,
                            "corrections": corrections,
                        }
                    )
    for one in found:
        one["steps"] = [step_of(step, words, found) for step in one["steps"]]
    return {one["fact"]: one for one in found}


def step_of(step: list[Any], words: list[str], found: list[dict[str, Any]]) -> tuple[str, str, str]:
    before, text, *value = step
    shown = found[value[0]]["told"][0] if value and isinstance(value[0], int) else value[0] if value else ""
    return words[before], words[text], shown


@every_disclosure
def test_the_data_say_what_the_page_says(address: str) -> None:
    page = real().origins[f"{address}/figures/"]
    told = decoded(figures_json(page))
    entries = real().entries(address)
    assert list(told) == list(entries)
    for fact, entry in entries.items():
        one = told[fact]
        assert one["told"] == (entry.value, entry.unit, entry.origin, entry.lead, entry.note), fact
        assert one["steps"] == [(step.before, step.text, step.value) for step in entry.steps], fact
        assert (one["last"][0] if one["last"] else None) == (entry.last.value if entry.last else None), fact
        assert [text for text, _ in one["written"]] == [text for text, _ in entry.written], fact
        assert tuple(one["corrections"]) == entry.corrections, fact


def test_data_stand_beside_their_page_and_name_it() -> None:
    pages = real().origins
    files = figure_files({**real().disclosures, **pages})
    assert set(files) == {address.replace("figures/", "figures.json") for address in pages}
    read = json.loads(files[f"{ADDRESSES[0]}/figures.json"])
    assert read["a"] == ADDRESSES[0]
    assert len(read["w"]) == len(set(read["w"]))
    assert read["w"][0] == ""


def test_rare_characters_count_as_javascript_counts() -> None:
    """It counts 𠮷 as two; a file that counts it as one would give wrong addresses from there on."""
    page = small(record(T5)).origins[f"{DEPARTMENT}/2022/figures/"]
    names = [FigureName(ident(fact), fact, "") for fact in ("项目.𠮷.甲", "项目.𠮷.乙")]
    entries = tuple(FigureEntry((name,), "1", "填报", f"a#{name.fact}") for name in names)
    group = FigureGroup("g", "", "项目", "", "", (FigureRow("", "𠮷", entries),))
    data = figures_json(replace(page, groups=(group,)))
    assert list(decoded(data)) == ["项目.𠮷.甲", "项目.𠮷.乙"]
    assert [entry[0][0][0] for entry in json.loads(data)["g"][0][1][0][1]] == [0, len("项目.") + 2 + len(".")]


def test_scores_keep_their_digits() -> None:
    """A score that is not what its form works out is told with the digits of the form, not as a count."""
    notes = {
        (entry.unit, entry.note)
        for address in ADDRESSES
        for entry in real().entries(address).values()
        if entry.note.startswith("照此得") and entry.unit == "分"
    }
    assert ("分", "照此得119.27") in notes
