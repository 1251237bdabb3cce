"""构建 builder：哪几家、哪些总览页要重做，就做哪些；没有变的从缓存里取。"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cached_property

from generator import pool, region_task, task
from generator.cache import fingerprint
from generator.job import Job, UnsteadyError
from generator.openness.files import prose_addresses
from generator.openness.former import clashes
from generator.overview import filed_in, notices_of, open_unit, search_unit, site_units
from generator.pages.ledger import Ledger, ledger
from generator.pages.lists import home
from generator.region_task import Region, RegionDone, Written, addresses, written
from generator.reports.report import Summary, summed
from generator.search.index import IndexEntry
from generator.state import (
    Area,
    Piece,
    Shelf,
    kept_as,
    prose_digest,
)
from generator.summary import Summary as Record
from generator.task import Done, Entry, foundation, name_of, publisher_of, searched_as

# families --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Families:
    """All families after their part of the build."""

    job: Job
    done: Mapping[str, Done]
    """Those that were looked at."""
    shelves: Mapping[str, Shelf]
    """Of the regions in which any was looked at or is gone: what was published."""

    @cached_property
    def pieces(self) -> Mapping[str, Mapping[str, Piece]]:
        """Region → family → as it will be published, for the same regions."""
        found: dict[str, dict[str, Piece]] = {}
        for region, shelf in self.shelves.items():
            mine = self.job.of_region(region)
            found[region] = {one: _piece(self.done[one]) if one in self.done else shelf.families[one] for one in mine}
        return found

    @cached_property
    def tally(self) -> Summary:
        """The whole site in numbers."""
        return sum((one.tally for one in self.areas.values()), summed(self.job.findings, (), frozenset()))

    @cached_property
    def areas(self) -> Mapping[str, Area]:
        """All regions in short; what aggregates tell of them is that of the last build."""
        found = {} if self.job.everything else dict(self.job.state.areas)
        for region, pieces in self.pieces.items():
            shelf, told = Shelf(pieces), found[region].told if region in found else ""
            clashing = tuple(clashes({publisher_of(name): one.former for name, one in pieces.items()}))
            tally = shelf.tally + summed(clashing, (), frozenset())
            found[region] = Area(tally, told, shelf.missing, clashing)
        return {region: area for region, area in found.items() if self.job.of_region(region)}

    @property
    def sound(self) -> bool:
        """Whether nothing stands against publication."""
        return not self.tally.errors


def _piece(done: Done) -> Piece:
    return Piece(done.key, tuple(done.outputs), done.tally, done.told, done.missing, done.former)


def made_families(job: Job, executor: Executor | None) -> Families:
    """读入、推算、核对、成页、渲染, family by family; those whose files are as they were are taken from the cache."""
    done = {one.family: one for one in _run(job, executor, job.wanted)}
    regions = {one.partition("/")[0] for one in (*job.wanted, *job.survey.touched)} | set(job.survey.regions)
    if job.everything:
        regions |= {one.partition("/")[0] for one in job.families} | job.state.areas.keys()
    shelves = {region: published_shelf(job, region) for region in sorted(regions)}
    missing = tuple(
        one
        for region, shelf in shelves.items()
        for one in job.of_region(region)
        if one not in done and one not in shelf.families
    )
    done |= {one.family: one for one in _run(job, executor, missing)}
    return Families(job, done, shelves)


def published_shelf(job: Job, region: str) -> Shelf:
    """What stands of a region; nothing where the whole site is handed over."""
    return Shelf() if job.whole else job.cache.recall(kept_as(region), Shelf) or Shelf()


def _run(job: Job, executor: Executor | None, families: tuple[str, ...]) -> Iterable[Done]:
    workers = job.how.workers or os.cpu_count() or 1
    calls = [(job.work, chunk) for chunk in pool.chunks(families, workers)]
    count = 0
    for found in pool.each(executor, task.run, calls):
        for one in found:
            if one.changed:
                raise UnsteadyError(
                    f"构建期间 content/records/{one.family} 里的文件一直在变，这次什么也没有公布；请等文件存好再试。"
                )
            yield one
        count += len(found)
        job.how.progress("部门", count, len(families))


# aggregates ------------------------------------------------------------------------------------------------------------


def made_regions(job: Job, families: Families, executor: Executor | None) -> dict[str, RegionDone]:
    """The aggregates of the regions in which anything changed that they look at."""
    wanted = [region for region in families.pieces if job.of_region(region) and _differs(job, families, region)]
    found: dict[str, RegionDone] = {}
    while wanted:
        calls = [(job.work, region, job.of_region(region), job.many) for region in wanted]
        wanted = []
        for one in pool.each(executor, region_task.run, calls):
            found[one.region] = one
            job.how.progress("地区", len(found), len(calls))
            if one.lost:  # the cache was damaged since: once more, from the records
                wanted.append(one.region)
                job.cache.forget({name_of(family) for family in one.lost})
                task.run(job.work, one.lost)
    return found


def _differs(job: Job, families: Families, region: str) -> bool:
    if job.everything or region in job.survey.regions:
        return True
    before, now = families.shelves[region].families, families.pieces[region]
    return before.keys() != now.keys() or any(before[one].told != now[one].told for one in now)


@dataclass(frozen=True)
class Overall:
    """What there is once for the whole site."""

    units: Mapping[str, Written]
    made: tuple[str, ...] = ()


def made_site(job: Job, families: Families, regions: Mapping[str, RegionDone]) -> Overall | None:
    """Aggregates over all regions and the shell; None where nothing they look at changed."""
    told = {region: area.told for region, area in families.areas.items()} | {
        at: one.told for at, one in regions.items()
    }
    before = {region: area.told for region, area in job.state.areas.items()}
    if told == before and not (job.everything or job.survey.prose or job.survey.regions):
        return None
    store, templates = foundation(job.work)
    regional = [_regional(job, region) for region in told]
    book = ledger(store, _filed(job, regional))
    kept = (job.cache.recall("site", Region) if job.work.trusting else None) or Region()
    base = job.work.base
    units, made = written(job.cache, base, site_units(book, many=job.many), kept.units, templates)
    known = [*prose_addresses(job.project.content / "pages"), *(at for one in regional for at in one.lasting)]
    prints = [one.searched for one in regional]
    more = (
        open_unit(store, (*known, *addresses(_paths(units))), notices_of(filed_in(book))),
        search_unit(book, prints, lambda: _searched(job), job.cache.shelf("search")),
    )
    last, also = written(job.cache, base, more, kept.units, templates)
    units, made = units | last, made + also
    job.cache.keep("site", Region(units))
    shell, fresh = _shell(job, families, regions, units, book)
    return Overall({**units, "shell": shell}, (*made, *(("shell",) if fresh else ())))


def _paths(units: Mapping[str, Written]) -> list[str]:
    return [path for unit in units.values() for path in unit.outputs]


def _searched(job: Job) -> Iterator[IndexEntry]:
    """What is searched of every record."""
    for family in job.families:
        found = job.cache.recall(searched_as(family), tuple[IndexEntry, ...])
        if found is None:
            entry_of(job, family, anew=True)
        yield from found if found is not None else job.cache.recall(searched_as(family), tuple[IndexEntry, ...]) or ()


def entry_of(job: Job, family: str, *, anew: bool = False) -> Entry | None:
    """A family as it is kept; made again where the cache was damaged."""
    found = None if anew else job.cache.recall(name_of(family), Entry)
    if found is None:
        job.cache.forget({name_of(family)})
        task.run(job.work, (family,))
    return found or job.cache.recall(name_of(family), Entry)


def _regional(job: Job, region: str) -> Region:
    """A region as it is kept; made again where the cache was damaged."""
    found = job.cache.recall(region_task.kept_as(region), Region)
    if found is None:
        while (done := region_task.run(job.work, region, job.of_region(region), job.many)).lost:
            for family in done.lost:
                entry_of(job, family, anew=True)
    return found or job.cache.recall(region_task.kept_as(region), Region) or Region()


def _filed(job: Job, regional: Iterable[Region]) -> list[Record]:
    """Slim summaries of all records where there are many, else whole ones."""
    if job.many:
        return [one for region in regional for one in region.slim]
    entries = (entry_of(job, family) for family in job.families)
    return [one for entry in entries if entry is not None for one in entry.drawn.summaries]


def _shell(
    job: Job, families: Families, regions: Mapping[str, RegionDone], units: Mapping[str, Written], book: Ledger[Record]
) -> tuple[Written, bool]:
    """What MkDocs makes; it is entered only when its own inputs changed."""
    paths = set(_paths(units))
    for region in families.areas:
        shelf = as_published(families, regions, region) if region in families.pieces else published_shelf(job, region)
        paths |= shelf.paths
    front = home(book)
    key = fingerprint((job.work.base, prose_digest(job.project.root), front, sorted(paths)))
    kept = job.cache.recall("shell", Written) if job.work.trusting else None
    if kept is not None and kept.key == key and all(map(job.cache.sound, kept.outputs.values())):
        return kept, False
    from generator.mkdocs_adapter import Shell, build_shell  # noqa: PLC0415 - a quarter of a second that most builds need not take

    shell = Shell({path: job.cache.folder / path for path in paths}, addresses(sorted(paths)), front, book.store)
    made = build_shell(job.project.config, job.project.cache / "shell", shell)
    found = Written(key, {path: job.cache.store(data) for path, data in made.items()})
    job.cache.keep("shell", found)
    return found, True


def as_published(families: Families, regions: Mapping[str, RegionDone], region: str) -> Shelf:
    """The shelf of a region as it will be published."""
    if region not in regions:
        return Shelf(families.pieces[region], families.shelves[region].units)
    units = {name: Piece(one.key, tuple(one.outputs)) for name, one in regions[region].units.items()}
    return Shelf(families.pieces[region], units)
