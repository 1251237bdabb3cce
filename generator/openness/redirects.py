"""旧址：部门或单位改了标识，原来的每个地址都留一页，指向新址。Plain HTML, no script, not to be indexed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from generator.openness.site_address import absolute
from generator.pages.frame import frame, href
from generator.store import Publisher, Store
from generator.views import Link, MovedPage


def moved_pages(store: Store, department: Publisher, addresses: Iterable[str]) -> dict[str, MovedPage]:
    """A page at every former address of the department's pages; `addresses` are those it has now."""
    known = tuple(addresses)
    found: dict[str, MovedPage] = {}
    for old, new in _moves(store, department):
        for address in known:
            if address.startswith(new):
                found[old + address.removeprefix(new)] = _moved(store, old + address.removeprefix(new), address)
    return {address: page for address, page in found.items() if address not in known}


def lasting(pages: Mapping[str, object]) -> tuple[str, ...]:
    """Addresses for search engines: all but the former ones."""
    return tuple(address for address, page in pages.items() if not isinstance(page, MovedPage))


def _moves(store: Store, department: Publisher) -> Iterator[tuple[str, str]]:
    """Pairs of path beginnings, former and present; a unit's former name counts under each name of its department."""
    entry = store.departments[department]
    now = f"{department.path}/"
    tops = [f"{department.region}/{slug}/" for slug in entry.former]
    yield from ((top, now) for top in tops)
    for unit in entry.units:
        for slug in unit.former:
            yield from ((f"{top}{slug}/", f"{now}{unit.slug}/") for top in (now, *tops))


def _moved(store: Store, path: str, target: str) -> MovedPage:
    steps = target.split("/")
    name = store.departments[Publisher(steps[0], steps[1])].name
    top = frame(store, path, "地址已经改变", [], kind="prose", description=f"{name}的这一页移到了新的地址")
    return MovedPage(replace(top, canonical=absolute(store.site, target)), Link(name, href(path, target)))
