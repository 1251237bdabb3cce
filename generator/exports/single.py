"""一份记录供下载的文件，不建网站也能取。"""

from __future__ import annotations

from generator import clock
from generator.accounts import derive
from generator.check import verdict
from generator.exports.registry import exported, library_of
from generator.load import REGION, SLUG, ground, load_family
from generator.pages.disclosure import disclosure
from generator.project import Project
from generator.store import Publisher


def files_of(project: Project, address: str) -> dict[str, bytes]:
    """Name → bytes of every file that the page of an address offers; empty where there is no such record."""
    steps = address.split("/")
    if len(steps) < 3 or not REGION.fullmatch(steps[0]) or not SLUG.fullmatch(steps[1]):
        return {}
    base = ground(project.content, project.templates).store
    store, _ = load_family(project.content, base, Publisher(steps[0], steps[1]))
    accounts = derive(store)
    if address not in accounts:
        return {}
    page = disclosure(store, accounts[address], list(accounts.values()))
    told = {address: verdict(store, accounts, address, clock.today())}
    found = exported(library_of(store, {address: accounts[address]}, {f"{address}/": page}, told))
    return {file.path.rpartition("/")[2]: file.data for file in found}
