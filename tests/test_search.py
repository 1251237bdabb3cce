"""What is searched, and how it is found again: the published files are read as search.js reads them."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.accounts import Account, derive
from generator.load import load
from generator.pages.disclosure import disclosure
from generator.pages.finder import finder
from generator.pages.site import summaries
from generator.search.files import CATALOG, search_files, text_files
from generator.search.fragments import ROOM, Fragment, Piece, fragments
from generator.search.grams import DIGITS, bucket, grams, packed
from generator.search.index import KINDS, LIMIT, IndexEntry, Part, entry, indexed, parts
from generator.search.words import words
from generator.store import Publisher, Store
from generator.summary import Summary
from generator.views import DisclosurePage

ROOT = Path(__file__).parent.parent


def plain(text: str) -> str:
    """Words with a bar at either end, so that 1人 is not found in 21人."""
    return f"|{'|'.join(words(text))}|"


def unpacked(text: str) -> Iterator[int]:
    """The numbers that `packed` wrote, read by its description alone."""
    last, value, size = -1, 0, 1
    for sign in text:
        digit = DIGITS.index(sign)
        value, size = value + digit % 32 * size, size * 32
        if digit < 32:
            last += value + 1
            yield last
            value, size = 0, 1


def asked_for(phrase: str) -> list[str]:
    """Which grams of a phrase search.js looks up: eight at most, spread over it."""
    found = words(phrase)
    pairs = [first + second for first, second in pairwise(found) if max(first[0], second[0]) > "\u3000"]
    every = list(dict.fromkeys([*(word for word in found if word < "\u3000"), *pairs]))
    assert set(every) == grams(phrase)
    return every if len(every) <= 8 else [every[at * (len(every) - 1) // 7] for at in range(8)]


def looked_up(part: Part, phrase: str) -> set[str]:
    """Paths of the documents that have the grams, from the files as they are published."""
    files = [json.loads(data) for data in indexed(part, {}).files]
    lists = [set(unpacked(files[bucket(gram, len(files))].get(gram, ""))) for gram in asked_for(phrase)]
    return {part.entries[number // KINDS].path for number in set.intersection(*lists)} if lists else set()


Searched = Mapping[str, tuple[Account, DisclosurePage, Fragment]]


@pytest.fixture(scope="module")
def store() -> Store:
    return load(ROOT / "content", ROOT / "templates")[0]


@pytest.fixture(scope="module")
def searched(store: Store) -> Searched:
    found = {}
    accounts = derive(store)
    for account in accounts.values():
        siblings = [one for one in accounts.values() if one.publisher.department == account.publisher.department]
        page = disclosure(store, account, siblings)
        (fragment,) = fragments(store, account, page)
        found[account.address] = (account, page, fragment)
    return found


# words and grams ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("公务接待费", "公 务 接 待 费"),
        ("国有单（双）解人员", "国 有 单 双 解 人 员"),
        ("2101501 行政运行", "2101501 行 政 运 行"),
        ("医疗机构DRGS付费", "医 疗 机 构 drgs 付 费"),
        ("完成95.48%，超过", "完 成 95.48% 超 过"),
        ("ＤＲＧ２０２１", "drg2021"),
        ("“三公”经费", "三 公 经 费"),
        ("𠮷林", "𠮷 林"),
        ("", ""),
        ("……", ""),
    ],
)
def test_words(text: str, expected: str) -> None:
    assert words(text) == expected.split()


def test_grams_are_pairs_of_characters_and_whole_numbers() -> None:
    assert grams("2101501 行政运行DRGS付费") == {
        "2101501",
        "2101501行",
        "行政",
        "政运",
        "运行",
        "行drgs",
        "drgs",
        "drgs付",
        "付费",
    }
    assert grams("费") == set()


@given(st.sets(st.integers(0, 1_000_000)))
def test_numbers_survive_packing(numbers: set[int]) -> None:
    assert set(unpacked(packed(sorted(numbers)))) == numbers


# parts ----------------------------------------------------------------------------------------------------------------


def document(at: int, year: int, region: str, text: str = "医疗救助") -> IndexEntry:
    pieces = (Piece("", "题", "文件", (text,)),)
    return entry(Fragment(f"{region}/bm{at:05d}/{year}/", f"第{at}局", f"第{at}局", region, year, "部门决算", pieces))


def test_few_documents_are_one_part_newest_first() -> None:
    (part,) = parts([document(at, 2019 + at % 3, "420106") for at in range(9)])
    assert [one.year for one in part.entries] == sorted((2019 + at % 3 for at in range(9)), reverse=True)


def test_many_documents_are_split_by_year_and_then_by_region() -> None:
    many = [document(at, 2020 + at % 2, f"42{at % 5:02d}{at % 3:02d}") for at in range(LIMIT * 5)]
    found = parts(many)
    assert sorted(one.path for part in found for one in part.entries) == sorted(one.path for one in many)
    assert all(len(part.entries) <= LIMIT for part in found)
    assert {part.year for part in found} == {2020, 2021}
    assert len(found) <= 10


def test_one_more_document_touches_one_part() -> None:
    many = [document(at, 2020 + at % 2, f"42{at % 4:02d}01") for at in range(LIMIT * 3)]
    before = {part.digest for part in parts(many)}
    after = {part.digest for part in parts([*many, document(LIMIT * 3, 2021, "420001")])}
    assert len(after - before) == 1


def test_a_part_is_made_once_and_always_alike() -> None:
    (part,) = parts([document(at, 2021, "420106", f"项目{at}医疗救助") for at in range(40)])
    cache: dict[str, bytes] = {}
    first = indexed(part, cache)
    assert len(cache) == 1
    assert indexed(part, cache) == first == indexed(part, {})
    assert indexed(replace(part, entries=part.entries[1:]), cache).folder != first.folder


# what is searched -----------------------------------------------------------------------------------------------------


def test_everything_searched_stands_on_the_page(
    searched: Searched,
) -> None:
    """Anchors exist, titles are those of the page."""
    for _, page, found in searched.values():
        ids = set(section_ids(page))
        assert {piece.anchor for piece in found.pieces} <= {*ids, ""}
        assert found.title == page.frame.title


def section_ids(page: DisclosurePage) -> Iterator[str]:
    waiting = list(page.parts)
    while waiting:
        section = waiting.pop()
        yield section.id
        waiting += section.sections


def test_names_of_the_record_are_searched(searched: Searched) -> None:
    """Publisher, projects, indicators and 项 with figures: every one of them, in every document."""
    count = 0
    for account, _, found in searched.values():
        text = "\n".join(plain(item) for piece in found.pieces for item in piece.items)
        record = account.filed.record
        wanted = [account.name, *(project.name for project in record.projects)]
        wanted += [
            str(row[name]) for form in record.forms for row in form.indicators for name in row if "指标名称" in name
        ]
        wanted += [
            str(row[name]) for form in record.forms for row in form.indicators for name in row if name == "三级指标"
        ]
        wanted += [
            code
            for table in ("T5", "T7", "T8")
            for code in account.figures.rows(table)
            if len(code) == 7 and account.figures.value(f"{table}.{code}.小计")
        ]
        lost = [name for name in wanted if plain(name) not in text]
        assert lost == [], account.address
        count += len(wanted)
    assert count > 500


def test_what_the_publisher_wrote_is_searched(searched: Searched) -> None:
    told = lost = 0
    for account, _, found in searched.values():
        text = "\n".join(plain(item) for piece in found.pieces for item in piece.items)
        for reason in account.filed.record.reasons:
            told += 1
            lost += plain(reason.text.split("；")[0].split("。")[0]) not in text
    assert told > 200
    assert lost <= told * 0.02


def test_no_amount_and_no_wording_of_the_program_is_searched(
    searched: Searched,
) -> None:
    _, _, found = searched["999901/ybj/2022"]
    text = "\n".join(item for piece in found.pieces for item in piece.items)
    assert "支出决算为" not in text
    assert plain("比上年增加") not in plain(text)
    assert sum(len(words(item)) for piece in found.pieces for item in piece.items) <= ROOM


# finding it again -----------------------------------------------------------------------------------------------------


def terms_of(found: list[Fragment], count: int) -> list[str]:
    """Publishers, 科目, projects, indicators, and phrases cut out of sentences at any place."""
    rng = random.Random(7)
    whole = sorted(
        {item for one in found for piece in one.pieces for item in piece.items if 2 <= len(plain(item)) <= 24}
    )
    told = [plain(item) for one in found for piece in one.pieces for item in piece.items if len(plain(item)) > 12]
    cut: list[str] = []
    while len(cut) < count // 2:
        text, size = rng.choice(told), rng.randint(2, 8)
        at = rng.randrange(len(text) - size)
        cut.append(text[at : at + size])
    names = sorted({one.publisher for one in found})
    return [*names[:20], *rng.sample(whole, count - count // 2 - len(names[:20])), *cut]


def test_terms_are_found_as_plain_search_finds_them(
    note: Callable[[str], None],
    searched: Searched,
) -> None:
    found = [one for _, _, one in searched.values()]
    (part,) = parts(map(entry, found))
    texts = {one.path: [plain(text) for piece in one.pieces for text in (piece.title, *piece.items)] for one in found}
    right = wanted = given_back = 0
    terms = [term for term in terms_of(found, 200) if grams(term)][:150]
    assert len(terms) == 150
    for term in terms:
        truth = {path for path, lines in texts.items() if any(plain(term) in line for line in lines)}
        answer = looked_up(part, term)
        right += len(truth & answer)
        wanted += len(truth)
        given_back += len(answer)
    note(f"150 terms: recall {right / wanted:.4f}, precision {right / given_back:.4f} before texts are read")
    assert right >= wanted * 0.99
    assert right >= given_back * 0.99


# the files ------------------------------------------------------------------------------------------------------------


def test_the_catalog_names_everything_once(store: Store, searched: Searched) -> None:
    filed = summaries(store, {address: account for address, (account, _, _) in searched.items()})
    found = [one for _, _, one in searched.values()]
    files = search_files(store, filed, map(entry, found), {})
    listed = json.loads(files[CATALOG])
    assert {region for region, _, _ in listed["regions"]} == {one.region for one in found}
    for _, _, path in listed["regions"]:
        assert f"search/{path}" in files
    documents = sum(count for _, _, runs in listed["parts"] for _, _, count in runs)
    assert documents == len(found)
    for folder, count, _ in listed["parts"]:
        assert all(f"search/{folder}{at}.json" in files for at in range(count))
    assert set(text_files(found)) == {f"{one.path}search.json" for one in found}


# the page ---------------------------------------------------------------------------------------------------------------


def summary(at: int, year: int) -> Summary:
    publisher = Publisher("999901", f"bm{at:05d}")
    return Summary(
        publisher, year, f"第{at}局", f"第{at}局", f"第{at}局", f"{at}局", "部门决算", archive=False, digest=""
    )


@pytest.mark.parametrize(("publishers", "rows"), [(30, 90), (10_000, 3)])
def test_the_page_never_has_more_rows_than_a_page_may(store: Store, publishers: int, rows: int) -> None:
    """Few documents stand on it, many are listed where their region's year is; everything is reached without script."""
    page = finder(store, [summary(at, year) for at in range(publishers) for year in (2021, 2022, 2023)])
    assert sum(len(table.body) for table in page.tables) <= 2_000
    documents = page.tables[0]
    assert len(documents.body) == rows
    targets = {page.hrefs[row.cells[0].fact] for row in documents.body}
    assert ("../999901/2023/" in targets) is (rows == 3)
    assert ("../999901/bm00000/2023/" in targets) is (rows == 90)
