"""总览 overview：地区、年度、科目、指标、名词、查找、首页；只从摘要写成，一份记录也不读。"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.exports.registry import File, Parts, gathered_files, linked, site_files
from generator.family import Drawn
from generator.openness.files import open_files
from generator.pages.ledger import Ledger, ledger
from generator.pages.lists import Home, home
from generator.pages.site import aggregates
from generator.render import render
from generator.search.files import search_files
from generator.store import Store
from generator.summary import Summary
from generator.template_engine import Engine


@dataclass(frozen=True, slots=True)
class Overview:
    """What is published beside the families."""

    texts: Mapping[str, str]
    files: Mapping[str, bytes]
    home: Home


def overview(store: Store, families: Iterable[Drawn], templates: Engine, prose: Iterable[str] = ()) -> Overview:
    """All aggregates; of the store only site, regions, skin and catalog are looked at. `prose`: addresses of the Markdown pages."""
    made = list(families)
    book = ledger(store, (one for family in made for one in family.summaries))
    files = _files(book, made)
    texts = render(linked(aggregates(book), files), templates)
    addresses = {*prose, *texts, *(address for family in made for address in family.lasting)}
    notices = tuple(notice for family in made for one in family.summaries for notice in one.notices)
    opened = open_files(store, addresses, notices)
    searched = search_files(store, _filed(book), (one for family in made for one in family.fragments), {})
    return Overview(texts, {**{file.path: file.data for file in files}, **opened, **searched}, home(book))


def _filed(book: Ledger[Summary]) -> list[Summary]:
    return [one for mine in book.publishers.values() for one in mine]


def _files(book: Ledger[Summary], families: Iterable[Drawn]) -> list[File]:
    parts: dict[str, Parts] = {}
    written: dict[str, bytes] = {}
    for family in families:
        parts |= family.parts
        written |= family.files
    files = list(site_files()) if parts else []
    for (region, year), filed in book.years.items():
        files += gathered_files(book.store, region, year, [parts[one.address] for one in filed], written.__getitem__)
    return files
