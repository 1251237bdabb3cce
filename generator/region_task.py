"""地区任务：一个地区各家做好以后，写它的总览页；写它们的依据没有变的，用缓存里的。"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from generator.cache import Cache, fingerprint
from generator.overview import Stock, Unit, region_units
from generator.pages.ledger import Ledger, ledger
from generator.summary import Summary
from generator.task import Entry, Work, foundation, name_of
from generator.template_engine import Engine


@dataclass(frozen=True, slots=True)
class Written:
    """One unit as it is kept."""

    key: str
    outputs: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Region:
    """A region as it is kept."""

    units: Mapping[str, Written] = field(default_factory=dict)
    slim: tuple[Summary, ...] = ()
    """Of every record of the region: what pages over the whole site need of it."""
    lasting: tuple[str, ...] = ()
    """Addresses for search engines."""
    searched: Mapping[str, str] = field(default_factory=dict)
    """Fingerprints of the fragments of each family."""


@dataclass(frozen=True, slots=True)
class RegionDone:
    """What a task tells of one region."""

    region: str
    units: Mapping[str, Written]
    told: str
    """Fingerprint of what pages over the whole site may see of it."""
    made: tuple[str, ...]
    """Names of the units that were written anew."""
    lost: tuple[str, ...] = ()
    """Families that the cache does not hold any more; nothing was done."""


PAGE = "index.html"


class LostError(Exception):
    """The cache does not hold what was put there a moment ago."""


def kept_as(region: str) -> str:
    """Where a region is kept."""
    return f"regions/{region}"


def run(work: Work, region: str, families: tuple[str, ...], many: bool) -> RegionDone:
    """All aggregates of one region."""
    cache = work.cache
    entries = {family: cache.recall(name_of(family), Entry) for family in families}
    found = {family: entry for family, entry in entries.items() if entry is not None}
    if len(found) < len(families):
        return RegionDone(region, {}, "", (), tuple(sorted(entries.keys() - found.keys())))
    store, templates = foundation(work)
    summaries = [one for entry in found.values() for one in entry.drawn.summaries]
    stock = _stock(cache, found, ledger(store, summaries))
    before = (cache.recall(kept_as(region), Region) if work.trusting else None) or Region()
    try:
        units, made = written(cache, work.base, region_units(stock, region, many=many), before.units, templates)
    except LostError as error:
        return RegionDone(region, {}, "", (), (str(error),))
    slim = tuple(one.slim for one in summaries)
    lasting = [at for entry in found.values() for at in entry.drawn.lasting]
    lasting += addresses(path for unit in units.values() for path in unit.outputs)
    searched = {family: entry.searched for family, entry in found.items()}
    cache.keep(kept_as(region), Region(units, slim, tuple(lasting), searched))
    return RegionDone(region, units, fingerprint((slim if many else summaries, lasting, searched)), made)


def addresses(paths: Iterable[str]) -> tuple[str, ...]:
    """Of the pages among some files."""
    return tuple(path.removesuffix(PAGE) for path in paths if path.endswith(f"/{PAGE}") or path == PAGE)


def written(
    cache: Cache, base: str, units: Iterable[Unit], before: Mapping[str, Written], templates: Engine
) -> tuple[dict[str, Written], tuple[str, ...]]:
    """Every unit, kept or made, and the names of those that were made."""
    found: dict[str, Written] = {}
    made: list[str] = []
    for unit in units:
        key = fingerprint((base, unit.reads))
        kept = before.get(unit.name)
        if kept is not None and kept.key == key and all(map(cache.blob_is_there, kept.outputs.values())):
            found[unit.name] = kept
            continue
        whole = unit.make()
        outputs = {f"{at}index.html": cache.store(text.encode()) for at, text in whole.texts(templates).items()}
        outputs |= {path: cache.store(data) for path, data in whole.files.items()}
        found[unit.name] = Written(key, outputs)
        made.append(unit.name)
    return found, tuple(made)


def _stock(cache: Cache, found: Mapping[str, Entry], book: Ledger[Summary]) -> Stock:
    """What the aggregates are made from; files of records are read when they are asked for."""
    outputs = {path: (family, name) for family, entry in found.items() for path, name in entry.outputs.items()}

    def read(path: str) -> bytes:
        family, name = outputs[path]
        if not cache.sound(name):
            raise LostError(family)
        return cache.blob(name).read_bytes()

    parts = {address: mine for entry in found.values() for address, mine in entry.drawn.parts.items()}
    prints = {address: mine for entry in found.values() for address, mine in entry.prints.items()}
    return Stock(book, parts, prints, read)
