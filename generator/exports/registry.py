"""找齐供下载的文件：走遍 formats（一份公开文件的）和 gathered（一个地区一年合在一起的）两个文件夹，一个模块就是一种；再链到各自的页上。"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from generator import exports
from generator.accounts import Account
from generator.exports import formats, gathered
from generator.exports.document import SCHEMA
from generator.exports.dossier import Dossier, Library
from generator.exports.json_text import Object
from generator.pages.site import Page
from generator.rules.run import Verdict
from generator.store import Store
from generator.views import DisclosurePage, Link, ListPage

KILO = 1024


@dataclass(frozen=True, slots=True)
class File:
    """One file to publish. `page` is the address of the page that links it, "" where none does."""

    path: str
    label: str
    data: bytes
    page: str = ""

    @property
    def link(self) -> Link:
        """The link as it stands on the page: 工作簿 XLSX（38 KB）."""
        return Link(f"{self.label}（{size(len(self.data))}）", self.path.removeprefix(self.page))


class Export(Protocol):
    """A module of generator/exports/formats."""

    ORDER: int
    """Its place among the links of a page."""

    def files(self, library: Library) -> Iterator[File]:
        """All its files of one family."""
        ...


class Gathering(Protocol):
    """A module of generator/exports/gathered."""

    ORDER: int

    def part(self, dossier: Dossier) -> Object:
        """What one disclosure gives to its files, as JSON may hold it."""
        ...

    def files(
        self, store: Store, code: str, year: int, parts: Iterable[Object], read: Callable[[str], bytes]
    ) -> Iterator[File]:
        """Its files of one region and year, from the parts of all its disclosures; `read` gives their files by path."""
        ...


Parts = Mapping[str, Object]
"""What a disclosure gives to each gathering, by the gathering's name."""


def names() -> tuple[str, ...]:
    """Every export of a disclosure, in the order of its links."""
    found = {info.name: export_named(info.name) for info in pkgutil.iter_modules(formats.__path__)}
    return tuple(sorted(found, key=lambda name: (found[name].ORDER, name)))


def gatherings() -> Mapping[str, Gathering]:
    """Every export of a region-year by its name, in the order of its links."""
    found: dict[str, Gathering] = {
        info.name: importlib.import_module(f"{gathered.__name__}.{info.name}")
        for info in pkgutil.iter_modules(gathered.__path__)
    }
    return dict(sorted(found.items(), key=lambda item: (item[1].ORDER, item[0])))


def export_named(name: str) -> Export:
    """One export by its name."""
    found: Export = importlib.import_module(f"{formats.__name__}.{name}")
    return found


def library_of(
    store: Store, accounts: Mapping[str, Account], pages: Mapping[str, Page], verdicts: Mapping[str, Verdict]
) -> Library:
    """The disclosures of a family with their pages and what the rules say of them."""
    dossiers = {
        account.address: Dossier(store, account, page, verdicts.get(account.address))
        for account in accounts.values()
        if isinstance(page := pages.get(f"{account.address}/"), DisclosurePage)
    }
    return Library(store, dossiers)


def exported(library: Library) -> tuple[File, ...]:
    """Every file of a family to take away, written from the same accounts and page values as the pages."""
    return tuple(file for name in names() for file in export_named(name).files(library))


def parted(library: Library) -> dict[str, Parts]:
    """What each disclosure of a family gives to the files of its region and year, by address."""
    found = gatherings()
    return {
        address: {name: one.part(dossier) for name, one in found.items()}
        for address, dossier in library.dossiers.items()
    }


def gathered_files(
    store: Store, code: str, year: int, parts: Iterable[Parts], read: Callable[[str], bytes]
) -> tuple[File, ...]:
    """Every file of a region and year; `parts` in the order of its publishers, `read` gives the files of disclosures by path."""
    told = list(parts)
    return tuple(
        file
        for name, one in gatherings().items()
        for file in one.files(store, code, year, [mine[name] for mine in told], read)
    )


def site_files() -> tuple[File, ...]:
    """What there is once for the whole site: the meaning of the JSON files, which all of them link."""
    return (File(SCHEMA, "", Path(exports.__path__[0], "schema.json").read_bytes()),)


def linked(pages: Mapping[str, Page], files: Iterable[File]) -> dict[str, Page]:
    """The pages with links to their files."""
    links: dict[str, list[Link]] = {}
    for file in files:
        links.setdefault(file.page, []).append(file.link)
    return {address: _with_links(page, tuple(links.get(address, ()))) for address, page in pages.items()}


def _with_links(page: Page, links: tuple[Link, ...]) -> Page:
    return replace(page, downloads=links) if links and isinstance(page, DisclosurePage | ListPage) else page


def size(count: int) -> str:
    """38 KB, 1.2 MB: rounded up, so that nothing is called empty."""
    if count < KILO * KILO:
        return f"{-(-count // KILO)} KB"
    tenths = -(-count * 10 // (KILO * KILO))
    return f"{tenths // 10}.{tenths % 10} MB"
