"""总览 overview：地区、年度、科目、指标、名词、查找、首页；只从摘要写成，一份记录也不读。

A unit is the smallest thing that is re-made as a whole: what it is written from is told apart from how it is written, so that it is
only written again when that changed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from generator.exports.registry import Parts, gathered_files, linked, site_files
from generator.family import Drawn
from generator.openness.files import open_files
from generator.openness.notices import Notice
from generator.pages import finder, glossary, rules
from generator.pages.code_pages import User, code_overviews, code_pages, region_code_page, users
from generator.pages.indicators import indicator_pages
from generator.pages.ledger import Ledger, ledger
from generator.pages.lists import Home, home, region_page
from generator.pages.region_year import region_year_page
from generator.pages.site import Page
from generator.render import render
from generator.search.files import search_files
from generator.search.index import IndexEntry
from generator.store import Store
from generator.summary import Summary
from generator.template_engine import Engine

NOTHING: Mapping[str, bytes] = {}
MANY = 200
"""So many departments in several regions that what each code was used for is told region by region."""


@dataclass(frozen=True, slots=True)
class Made:
    """Pages by address and files by path."""

    pages: Mapping[str, Page]
    files: Mapping[str, bytes] = field(default_factory=dict)

    def texts(self, templates: Engine) -> Mapping[str, str]:
        """The pages as text."""
        return render(self.pages, templates)


@dataclass(frozen=True, slots=True)
class Unit:
    """Some aggregates that are made together."""

    name: str
    reads: object
    """Everything they are written from, beside what all pages depend on."""
    make: Callable[[], Made]


@dataclass(frozen=True, slots=True)
class Stock:
    """What the aggregates of one region are made from; without parts there are only pages."""

    book: Ledger[Summary]
    parts: Mapping[str, Parts] = field(default_factory=dict)
    """What each record, by its address, adds to the files of its year."""
    prints: Mapping[str, str] = field(default_factory=dict)
    """Fingerprints of the same, and of the files of that record that they are made from."""
    read: Callable[[str], bytes] = NOTHING.__getitem__
    """The files of records by path."""


# one region ------------------------------------------------------------------------------------------------------------


def region_units(stock: Stock, region: str, *, many: bool) -> Iterator[Unit]:
    """A region, its years with their indicators and files, and, where there are many departments, its use of each code."""
    book = stock.book
    filed = filed_in(book)
    entry = book.store.regions[region].model_dump_json()
    yield Unit(region, (entry, [_plain(one) for one in filed]), lambda: Made({f"{region}/": region_page(book, region)}))
    for year in book.years_of(region):
        yield _year_unit(stock, region, year, filed)
    if many:
        for code, who in users(book).items():
            told = [(one.publisher, one.name, one.years, tuple(one.uses.items())) for one in who]
            yield Unit(f"{code}/{region}", (entry, told), partial(_code, book, region, code, who))


def _code(book: Ledger[Summary], region: str, code: str, who: Sequence[User]) -> Made:
    return Made(region_code_page(book, region, code, who))


def _year_unit(stock: Stock, region: str, year: int, filed: Sequence[Summary]) -> Unit:
    """The page of a year looks at the years before it for its courses."""
    book = stock.book

    def make() -> Made:
        found, count = indicator_pages(book, region, year)
        values: dict[str, Page] = {**found, f"{region}/{year}/": region_year_page(book, region, year, count)}
        parts = [stock.parts[one.address] for one in book.years[region, year] if one.address in stock.parts]
        files = gathered_files(book.store, region, year, parts, stock.read) if parts else ()
        return Made(linked(values, files), {file.path: file.data for file in files})

    reads = [replace(one, digest="", uses={}, codes=()) for one in filed if one.year <= year]
    prints = [stock.prints.get(one.address, "") for one in book.years[region, year]]
    years = book.years_of(region)
    entry = book.store.regions[region].model_dump_json()
    return Unit(f"{region}/{year}", (entry, years, reads, prints), make)


def _plain(one: Summary) -> Summary:
    return replace(one, digest="", spending=None, indicators=(), uses={}, codes=())


# the whole site --------------------------------------------------------------------------------------------------------


def site_units(book: Ledger[Summary], *, many: bool) -> Iterator[Unit]:
    """What there is once. Where there are many departments, the summaries are slim ones."""
    filed = filed_in(book)
    slim, store = [one.slim for one in filed], book.store
    codes = glossary.used_codes(filed)
    names = sorted((code, region.name) for code, region in store.regions.items())
    yield Unit("glossary", codes, lambda: Made({glossary.PATH: glossary.glossary(store, codes)}))
    yield Unit("finder", (names, slim), lambda: Made({finder.PATH: finder.finder(store, filed)}))
    yield Unit("rules", (), lambda: Made({rules.PATH: rules.rules(store)}))
    if many:
        yield Unit("codes", (names, slim), lambda: Made(code_overviews(book)))
    else:
        yield Unit(
            "codes",
            (names, [replace(one, digest="", briefs={}, spending=None, indicators=()) for one in filed]),
            lambda: Made(code_pages(book)),
        )
    yield Unit("files", bool(filed), lambda: Made({}, {file.path: file.data for file in site_files()} if filed else {}))


def open_unit(store: Store, addresses: Iterable[str], notices: tuple[Notice, ...]) -> Unit:
    """Sitemap, feeds and what else stands beside the pages of the whole site; `addresses` are of all that should be found."""
    known = tuple(sorted(set(addresses)))
    names = sorted((code, region.name) for code, region in store.regions.items())
    return Unit("open", (known, notices, names), lambda: Made({}, open_files(store, known, notices)))


def search_unit(
    book: Ledger[Summary],
    prints: object,
    entries: Callable[[], Iterable[IndexEntry]],
    cache: MutableMapping[str, bytes],
) -> Unit:
    """The search index and its catalog; `prints` tell whether entries changed, `cache` keeps the parts of the index."""
    filed = filed_in(book)
    names = sorted((code, region.name) for code, region in book.store.regions.items())
    reads = (names, [one.slim for one in filed], prints)
    return Unit("search", reads, lambda: Made({}, search_files(book.store, filed, entries(), cache)))


def filed_in(book: Ledger[Summary]) -> list[Summary]:
    """All of them, publishers ascending."""
    return [one for mine in book.publishers.values() for one in mine]


def notices_of(summaries: Iterable[Summary]) -> tuple[Notice, ...]:
    """What was published and corrected, of all records."""
    return tuple(notice for one in summaries for notice in one.notices)


def is_many(departments: Collection[str]) -> bool:
    """Whether codes are told region by region; departments as `420106/ybj`."""
    return len(departments) > MANY and len({one.partition("/")[0] for one in departments}) > 1


# everything at once ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Overview:
    """What is published beside the families."""

    texts: Mapping[str, str]
    files: Mapping[str, bytes]
    home: Home


def overview(store: Store, families: Iterable[Drawn], templates: Engine, prose: Iterable[str] = ()) -> Overview:
    """All aggregates; of the store only site, regions, skin and catalog are looked at. `prose`: addresses of the Markdown pages."""
    made = list(families)
    summaries = [one for family in made for one in family.summaries]
    parts = {address: parts for family in made for address, parts in family.parts.items()}
    written = {path: data for family in made for path, data in family.files.items() if path.endswith(".csv")}
    book = ledger(store, summaries)
    found = [unit.make() for unit in _units(book, parts, written.__getitem__)]
    texts = {address: text for one in found for address, text in one.texts(templates).items()}
    lasting = [at for family in made for at in family.lasting]
    found.append(open_unit(store, (*prose, *texts, *lasting), notices_of(summaries)).make())
    found.append(search_unit(book, (), lambda: [one for family in made for one in family.searched], {}).make())
    return Overview(texts, {path: data for one in found for path, data in one.files.items()}, home(book))


def aggregates(book: Ledger[Summary]) -> dict[str, Page]:
    """All pages beside those of the families, by address; without files to take away."""
    found = (unit.make().pages for unit in _units(book, {}, NOTHING.__getitem__))
    return {address: page for pages in found for address, page in pages.items()}


def _units(book: Ledger[Summary], parts: Mapping[str, Parts], read: Callable[[str], bytes]) -> Iterator[Unit]:
    many = is_many([one.path for one in book.store.departments])
    yield from site_units(book, many=many)
    for region in book.store.regions:
        mine = ledger(book.store, (one for one in filed_in(book) if one.publisher.region == region))
        yield from region_units(Stock(mine, parts, {}, read), region, many=many)
