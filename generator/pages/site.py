"""全站的页：每个地址一个值。"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from generator.accounts import Account
from generator.pages import finder as finder_page
from generator.pages import rules as rules_page
from generator.pages.comparisons import comparisons, with_years
from generator.pages.disclosure import disclosure
from generator.pages.figures_page import figures_pages
from generator.pages.glossary import PATH, glossary
from generator.pages.lists import Home, departments_of, home, publisher_page, region_page
from generator.rules.run import Verdict
from generator.store import OWN_OFFICE, Publisher, Store
from generator.views import DisclosurePage, FiguresPage, GlossaryPage, ListPage, RulesPage

Page = DisclosurePage | FiguresPage | ListPage | GlossaryPage | RulesPage


def pages(
    store: Store, accounts: Mapping[str, Account], verdicts: Mapping[str, Verdict]
) -> tuple[Mapping[str, Page], Home]:
    """All pages by address (`420106/ybj/2021/`), and what the home page lists."""
    found: dict[str, Page] = {PATH: glossary(store, accounts), finder_page.PATH: finder_page.finder(store, accounts)}
    found[rules_page.PATH] = rules_page.rules(store)
    for region in store.regions:
        found[f"{region}/"] = region_page(store, accounts, region)
        for department in departments_of(store, region):
            found |= _department(store, accounts, department, verdicts if store.site.show_findings else {})
    compared, shelves = comparisons(store, accounts)
    for path, shelf in shelves.items():
        page = found.get(path)
        if isinstance(page, ListPage):
            found[path] = with_years(page, shelf)
    return MappingProxyType({**found, **compared}), home(store, accounts)


def _department(
    store: Store, accounts: Mapping[str, Account], department: Publisher, verdicts: Mapping[str, Verdict]
) -> dict[str, Page]:
    units = [unit.slug for unit in store.departments[department].units]
    family = [account for account in accounts.values() if account.filed.publisher.department == department]
    found: dict[str, Page] = {}
    for slug in ("", OWN_OFFICE, *units):
        publisher = Publisher(department.region, department.slug, slug)
        if not slug or any(account.filed.publisher == publisher for account in family):
            found[f"{publisher.path}/"] = publisher_page(store, accounts, publisher)
    disclosures = {
        f"{account.address}/": disclosure(store, account, family, verdicts.get(account.address)) for account in family
    }
    return {**found, **disclosures, **figures_pages(store, family, disclosures)}
