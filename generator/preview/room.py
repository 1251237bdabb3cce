"""预览的一家：一个部门文件夹，读、核对、成页都只做要看的那一页。"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from generator import clock
from generator.accounts import Account, derive
from generator.check import verdict
from generator.exports.registry import File, exported, library_of
from generator.findings import Finding
from generator.openness.dataset import described
from generator.openness.redirects import moved_pages
from generator.pages.disclosure import disclosure
from generator.pages.figures_json import figure_files
from generator.pages.figures_page import figures_pages
from generator.pages.figures_walk import PAGE as FIGURES
from generator.pages.site import Page, publisher_pages, summaries
from generator.preview.rulebook import Rulebook
from generator.rules.run import Verdict
from generator.store import Publisher, Store
from generator.summary import Summary
from generator.views import DisclosurePage, Link

Links = tuple[Link, ...]


@dataclass
class Room:
    """One family as its files are now. Everything is worked out when first asked for; a change makes a new room.

    `offered` outlives rooms: the links to a record's files as last written, so that an edited page need not wait for its workbook.
    """

    family: Publisher
    store: Store
    findings: tuple[Finding, ...]
    rulebook: Rulebook
    offered: dict[str, Links]
    before: Mapping[str, Account] = field(default_factory=dict)
    """Accounts of this family as it was, where its department has not changed."""

    def __post_init__(self) -> None:
        self._verdicts: dict[str, Verdict] = {}
        self._pages: dict[str, DisclosurePage] = {}

    @property
    def known(self) -> bool:
        """Whether its department and its region could be read; without them there are no pages."""
        return self.family in self.store.departments and self.family.region in self.store.regions

    @cached_property
    def accounts(self) -> Mapping[str, Account]:
        """Of all its records that could be read."""
        return derive(self.store, self.before)

    @cached_property
    def summaries(self) -> tuple[Summary, ...]:
        """What aggregates need of it."""
        return summaries(self.store, self.accounts)

    def verdict(self, address: str) -> Verdict:
        """What the rules say of one record."""
        if address not in self._verdicts:
            ready = self.rulebook.programme(self.accounts[address].year)
            self._verdicts[address] = verdict(self.store, self.accounts, address, clock.today(), ready)
        return self._verdicts[address]

    def told(self, address: str) -> tuple[Finding, ...]:
        """All findings on one record, those of reading first."""
        return (*self.torn(self.accounts[address].filed.file), *self.verdict(address).findings)

    def torn(self, file: str) -> tuple[Finding, ...]:
        """What reading found in one file."""
        return tuple(finding for finding in self.findings if finding.file == file)

    def page(self, path: str) -> Page | None:
        """The value of the page at an address; None where the family has none."""
        address = path.rstrip("/")
        if address in self.accounts:
            return described(self.store, self.accounts, {path: self._with_links(address)})[path]
        if address.endswith(f"/{FIGURES.rstrip('/')}"):
            return self._figures.get(path)
        return self._lists.get(path) or self._moved.get(path)

    def file(self, path: str) -> bytes | None:
        """A file to take away, or the data of figures; None where there is none."""
        address = path.rpartition("/")[0]
        if address not in self.accounts:
            return None
        found = {one.path: one.data for one in self._files(address)}
        return found.get(path) or figure_files(self._figures).get(path)

    def _disclosure(self, address: str) -> DisclosurePage:
        if address not in self._pages:
            account = self.accounts[address]
            published = self.verdict(address) if self.store.site.show_findings else None
            self._pages[address] = disclosure(self.store, account, list(self.accounts.values()), published)
        return self._pages[address]

    def _with_links(self, address: str) -> DisclosurePage:
        if address not in self.offered:
            self.offered[address] = tuple(one.link for one in self._files(address) if one.page == f"{address}/")
        return replace(self._disclosure(address), downloads=self.offered[address])

    def _files(self, address: str) -> tuple[File, ...]:
        pages: dict[str, Page] = {f"{address}/": self._disclosure(address)}
        mine = {address: self.accounts[address]}
        return exported(library_of(self.store, mine, pages, {address: self.verdict(address)}))

    @cached_property
    def _lists(self) -> dict[str, Page]:
        return publisher_pages(self.store, self.family, self.accounts)

    @cached_property
    def _figures(self) -> dict[str, Page]:
        pages = {f"{address}/": self._disclosure(address) for address in self.accounts}
        return dict(figures_pages(self.store, list(self.accounts.values()), pages))

    @cached_property
    def _moved(self) -> dict[str, Page]:
        records = [one for address in self.accounts for one in (f"{address}/", f"{address}/{FIGURES}")]
        return dict(moved_pages(self.store, self.family, [*self._lists, *records]))
