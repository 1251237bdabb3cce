"""成页 pages：一个部门一家 family，它的页只看它自己的账。"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.accounts import Account
from generator.openness.redirects import moved_pages
from generator.pages.comparisons import shelves, with_years
from generator.pages.disclosure import disclosure
from generator.pages.figures_page import figures_pages
from generator.pages.ledger import ledger
from generator.pages.lists import publisher_page
from generator.pages.summing import summarise
from generator.pages.years import PAGE, compare_page
from generator.rules.run import Verdict
from generator.store import OWN_OFFICE, Publisher, Store
from generator.summary import Summary
from generator.views import DisclosurePage, FiguresPage, GlossaryPage, ListPage, MovedPage, RulesPage, SearchPage

Page = DisclosurePage | FiguresPage | ListPage | GlossaryPage | MovedPage | RulesPage | SearchPage


def summaries(store: Store, accounts: Mapping[str, Account]) -> tuple[Summary, ...]:
    """One small value per record, in the order of publishers and years."""
    found = [summarise(store, account) for account in accounts.values()]
    return tuple(sorted(found, key=lambda one: (one.publisher, one.year)))


def families(store: Store, accounts: Mapping[str, Account]) -> Iterator[tuple[Publisher, dict[str, Account]]]:
    """Every department with the accounts of its family: its own, its office's and its units'."""
    found: dict[Publisher, dict[str, Account]] = {department: {} for department in sorted(store.departments)}
    for address, account in accounts.items():
        found[account.publisher.department][address] = account
    yield from found.items()


def family_pages(
    store: Store, department: Publisher, accounts: Mapping[str, Account], verdicts: Mapping[str, Verdict]
) -> dict[str, Page]:
    """All pages of one family by address (`420106/ybj/2021/`); `accounts` are its own and nobody else's."""
    told = verdicts if store.site.show_findings else {}
    family = list(accounts.values())
    disclosures = {f"{one.address}/": disclosure(store, one, family, told.get(one.address)) for one in family}
    found = {**publisher_pages(store, department, accounts), **disclosures, **figures_pages(store, family, disclosures)}
    return {**found, **moved_pages(store, department, found)}


def publisher_pages(store: Store, department: Publisher, accounts: Mapping[str, Account]) -> dict[str, Page]:
    """The page of every publisher, and its years side by side."""
    book = ledger(store, summaries(store, accounts))
    units = (unit.slug for unit in store.departments[department].units)
    members = [Publisher(department.region, department.slug, slug) for slug in ("", OWN_OFFICE, *units)]
    found: dict[str, Page] = {
        f"{one.path}/": publisher_page(book, one) for one in members if not one.unit or book.of(one)
    }
    for path, shelf in shelves(ledger(store, accounts.values())).items():
        page = found.get(path)
        found[f"{path}{PAGE}"] = compare_page(shelf)
        if isinstance(page, ListPage):
            found[path] = with_years(page, shelf)
    return found
