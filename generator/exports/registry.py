"""找齐供下载的文件：走遍 formats 文件夹，一个模块就是一种；再把它们链到各自的页上。"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from generator.accounts import Account
from generator.exports import formats
from generator.exports.dossier import Dossier, Library
from generator.pages.site import Page
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
        """All its files."""
        ...


def names() -> tuple[str, ...]:
    """Every export, in the order of its links."""
    found = {info.name: export_named(info.name) for info in pkgutil.iter_modules(formats.__path__)}
    return tuple(sorted(found, key=lambda name: (found[name].ORDER, name)))


def export_named(name: str) -> Export:
    """One export by its name."""
    found: Export = importlib.import_module(f"{formats.__name__}.{name}")
    return found


def exported(store: Store, accounts: Mapping[str, Account], pages: Mapping[str, Page]) -> tuple[File, ...]:
    """Every file to take away, written from the same accounts and page values as the pages."""
    dossiers = {
        account.address: Dossier(store, account, page)
        for account in accounts.values()
        if isinstance(page := pages.get(f"{account.address}/"), DisclosurePage)
    }
    library = Library(store, dossiers)
    return tuple(file for name in names() for file in export_named(name).files(library))


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
