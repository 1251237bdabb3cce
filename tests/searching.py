"""A site folder with nothing in it but its search: the page, the assets, the files that search.js reads."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.accounts import Account, derive
from generator.assets import asset_files
from generator.load import load
from generator.pages.disclosure import disclosure
from generator.pages.finder import PATH, finder
from generator.pages.site import families, summaries
from generator.render import environment, render
from generator.search.files import search_files, text_files
from generator.search.fragments import Fragment, fragments
from generator.search.index import entry
from generator.store import Store
from tests.synthetic import tree

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Site:
    folder: Path
    fragments: tuple[Fragment, ...]


def content_with(folder: Path, departments: int) -> Path:
    """The real content, and made-up departments of one year beside it."""
    content = folder / "content"
    shutil.copytree(ROOT / "content", content)
    tree(content / "records", publishers=departments, years=(2022,), size="short")
    return content


def fragments_of(store: Store) -> Iterator[tuple[Account, tuple[Fragment, ...]]]:
    """Of every record, a family at a time."""
    for _, accounts in families(store, derive(store)):
        for account in accounts.values():
            yield account, fragments(store, account, disclosure(store, account, tuple(accounts.values())))


def site_of(folder: Path, departments: int) -> Site:
    """Everything a search needs, written below `folder`."""
    store, findings = load(content_with(folder, departments), ROOT / "templates")
    assert not [one for one in findings if one.failed and "9991" in one.file]
    found = {account.address: (account, mine) for account, mine in fragments_of(store)}
    filed = summaries(store, {address: account for address, (account, _) in found.items()})
    told = [fragment for _, mine in found.values() for fragment in mine]
    page = render({PATH: finder(store, filed)}, environment(ROOT / "templates"))[PATH]
    site = folder / "site"
    assets = asset_files(ROOT / "templates")
    files = {
        **assets,
        **search_files(store, filed, map(entry, told), {}),
        **text_files(told),
        f"{PATH}index.html": page.encode(),
    }
    for path, data in files.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_bytes(data)
    return Site(site, tuple(told))
