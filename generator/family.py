"""一家 family：一个部门文件夹里的全部记录，从账到网页和下载文件。The unit of work: it sees nothing of other families."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator.accounts import Account
from generator.exports.registry import Parts, exported, library_of, linked, parted
from generator.openness.dataset import described
from generator.openness.redirects import lasting
from generator.pages.figures_json import figure_files
from generator.pages.site import Page, family_pages, summaries
from generator.render import render
from generator.rules.run import Verdict
from generator.search.files import text_files
from generator.search.fragments import Fragment, fragments
from generator.search.index import IndexEntry, entry
from generator.store import Publisher, Store
from generator.summary import Summary
from generator.template_engine import Engine
from generator.views import DisclosurePage


@dataclass(frozen=True, slots=True)
class Drawn:
    """Everything one family publishes, and what aggregates need of it."""

    texts: Mapping[str, str]
    """Pages by address."""
    files: Mapping[str, bytes]
    """Files to take away and data beside pages, by path."""
    summaries: tuple[Summary, ...]
    parts: Mapping[str, Parts]
    """What each record gives to the files of its region and year, by address."""
    lasting: tuple[str, ...]
    """Addresses for search engines: all pages but those at former addresses."""
    searched: tuple[IndexEntry, ...] = ()
    """What the index of the search takes of each record."""


def drawn(
    store: Store,
    department: Publisher,
    accounts: Mapping[str, Account],
    verdicts: Mapping[str, Verdict],
    templates: Engine,
) -> Drawn:
    """成页、渲染 of one family; `accounts` are its own and nobody else's."""
    values = family_pages(store, department, accounts, verdicts)
    library = library_of(store, accounts, values, verdicts)
    files = exported(library)
    told = described(store, accounts, linked(values, files))
    searched = _searched(store, accounts, values)
    beside = {**figure_files(values), **{file.path: file.data for file in files}, **text_files(searched)}
    return Drawn(
        render(told, templates),
        beside,
        summaries(store, accounts),
        parted(library),
        lasting(values),
        tuple(map(entry, searched)),
    )


def _searched(store: Store, accounts: Mapping[str, Account], values: Mapping[str, Page]) -> tuple[Fragment, ...]:
    return tuple(
        fragment
        for account in accounts.values()
        if isinstance(page := values[f"{account.address}/"], DisclosurePage)
        for fragment in fragments(store, account, page)
    )
