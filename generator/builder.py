"""构建 builder：和公布着的网站相比，哪几家、哪些总览页要重做；做完的只把变了的交去公布。"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from generator import clock, plan, pool, region_task, task
from generator.cache import Cache, fingerprint
from generator.findings import Finding, in_reading_order
from generator.load import ground
from generator.model import Site
from generator.openness.files import prose_addresses
from generator.openness.former import clashes
from generator.overview import filed_in, is_many, notices_of, open_unit, search_unit, site_units
from generator.pages.ledger import Ledger, ledger
from generator.pages.lists import home
from generator.pool import Progress, silent
from generator.project import Project
from generator.publish import Changes, Policy
from generator.region_task import Region, RegionDone, Written, addresses, written
from generator.reports.report import Report, Summary, by_file, printable, summed
from generator.search.index import IndexEntry
from generator.state import (
    NAME,
    SITE,
    Area,
    Piece,
    Shelf,
    State,
    Survey,
    base_digest,
    grounds_digest,
    kept_as,
    prose_digest,
    surveyed,
)
from generator.summary import Summary as Record
from generator.task import Done, Entry, Work, foundation, name_of, publisher_of, searched_as


class UnsteadyError(Exception):
    """Inputs changed while they were read."""


@dataclass(frozen=True, slots=True)
class How:
    """What was asked for."""

    full: bool = False
    """Compare contents, not times, and trust nothing that was kept."""
    sparing: bool = False
    """Leave broken records out."""
    workers: int = 0
    """Processes; 0: as many as there are processors."""
    progress: Progress = silent
    executor: Executor | None = None
    """Somebody else's processes, on this machine or others that share the project's folder."""


@dataclass(frozen=True)
class Job:
    """One build: what there is, what stood before, what is to be looked at."""

    project: Project
    how: How
    survey: Survey
    state: State
    """Of the site as it stands; empty where all of it has to be handed over."""
    work: Work
    findings: tuple[Finding, ...]
    """Those that are of no family."""

    @cached_property
    def cache(self) -> Cache:
        """The project's cache."""
        return self.work.cache

    @property
    def site(self) -> Site:
        """As site.yml has it."""
        return foundation(self.work)[0].site

    @property
    def whole(self) -> bool:
        """Whether the complete site is handed over."""
        return not self.state.base

    @cached_property
    def everything(self) -> bool:
        """Whether every family and every aggregate has to be looked at."""
        state = self.state
        return self.whole or (state.base, state.many, state.sparing) != (self.work.base, self.many, self.how.sparing)

    @cached_property
    def families(self) -> tuple[str, ...]:
        """All there are."""
        return self.survey.families

    @cached_property
    def many(self) -> bool:
        """Whether codes are told region by region."""
        return is_many(self.families)

    @cached_property
    def wanted(self) -> tuple[str, ...]:
        """Families that have to be looked at."""
        if self.everything:
            return self.families
        touched, regions = self.survey.touched, self.survey.regions
        return tuple(one for one in self.families if one in touched or one.partition("/")[0] in regions)

    def of_region(self, region: str) -> tuple[str, ...]:
        """Its families."""
        return tuple(one for one in self.families if one.startswith(f"{region}/"))


def prepared(project: Project, how: How) -> Job:
    """Look at all inputs and at what stands."""
    root = str(project.root)
    _, lines = ([], []) if how.full else plan.kept(root)
    survey = surveyed(project.root, lines)
    cache = Cache(project.cache)
    state = (cache.recall(NAME, State) if lines else None) or State()
    new = not state.base or survey.everywhere
    base = base_digest(project.root, project.templates) if new else state.base
    shifted = new or bool(survey.regions)
    grounds = grounds_digest(project.root) if shifted else state.grounds
    findings = in_reading_order(ground(project.content, project.templates).findings) if shifted else state.findings
    work = Work(root, base, grounds, clock.today().isoformat(), how.sparing, not how.full)
    return Job(project, how, survey, state, work, findings)


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
    shelves = {region: _shelf(job, region) for region in sorted(regions)}
    missing = tuple(
        one
        for region, shelf in shelves.items()
        for one in job.of_region(region)
        if one not in done and one not in shelf.families
    )
    done |= {one.family: one for one in _run(job, executor, missing)}
    return Families(job, done, shelves)


def _shelf(job: Job, region: str) -> Shelf:
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
    book = ledger(store, _filed(job, tuple(told)))
    kept = job.cache.recall("site", Region) or Region()
    base = job.work.base
    units, made = written(job.cache, base, site_units(book, many=job.many), kept.units, templates)
    regional = [job.cache.recall(region_task.kept_as(region), Region) or Region() for region in told]
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
        yield from job.cache.recall(searched_as(family), tuple[IndexEntry, ...]) or ()


def _filed(job: Job, regions: tuple[str, ...]) -> list[Record]:
    """Slim summaries of all records where there are many, else whole ones."""
    if job.many:
        kept = (job.cache.recall(region_task.kept_as(region), Region) or Region() for region in regions)
        return [one for region in kept for one in region.slim]
    entries = (job.cache.recall(name_of(family), Entry) for family in job.families)
    return [one for entry in entries if entry is not None for one in entry.drawn.summaries]


def _shell(
    job: Job, families: Families, regions: Mapping[str, RegionDone], units: Mapping[str, Written], book: Ledger[Record]
) -> tuple[Written, bool]:
    """What MkDocs makes; it is entered only when its own inputs changed."""
    paths = set(_paths(units))
    for region in families.areas:
        shelf = _now(families, regions, region) if region in families.pieces else _shelf(job, region)
        paths |= shelf.paths
    front = home(book)
    key = fingerprint((job.work.base, prose_digest(job.project.root), front, sorted(paths)))
    kept = job.cache.recall("shell", Written)
    if kept is not None and kept.key == key and all(map(job.cache.sound, kept.outputs.values())):
        return kept, False
    from generator.mkdocs_adapter import Shell, build_shell  # noqa: PLC0415 - a quarter of a second that most builds need not take

    shell = Shell({path: job.cache.folder / path for path in paths}, addresses(sorted(paths)), front, book.store)
    made = build_shell(job.project.config, job.project.cache / "shell", shell)
    found = Written(key, {path: job.cache.store(data) for path, data in made.items()})
    job.cache.keep("shell", found)
    return found, True


def _now(families: Families, regions: Mapping[str, RegionDone], region: str) -> Shelf:
    """The shelf of a region as it will be published."""
    if region not in regions:
        return Shelf(families.pieces[region], families.shelves[region].units)
    units = {name: Piece(one.key, tuple(one.outputs)) for name, one in regions[region].units.items()}
    return Shelf(families.pieces[region], units)


# handing over ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Result:
    """What is to be published, and what will be known of it afterwards."""

    changes: Changes
    shelves: Mapping[str, Shelf]
    state: State
    made: tuple[str, ...]
    """What was written anew: families and units of aggregates."""


def gathered(
    job: Job, families: Families, regions: Mapping[str, RegionDone], site: Overall | None, missing: tuple[str, ...]
) -> Result:
    """Everything that is new against the site as it stands, and what of it is gone; `missing` was left out."""
    put: dict[str, str] = {}
    before, after = set[str](), set[str]()
    shelves: dict[str, Shelf] = {}
    for region, old in families.shelves.items():
        now = shelves[region] = _now(families, regions, region)
        before |= old.paths
        after |= now.paths
        for family, done in families.done.items():
            if family.startswith(f"{region}/") and _is_new(old.families.get(family), done.key):
                put |= done.outputs
        if region in regions:
            put |= _new(old.units, regions[region].units)
    if site is not None:
        old = (None if job.whole else job.cache.recall(SITE, Shelf)) or Shelf()
        shelves[SITE] = Shelf(units={name: Piece(one.key, tuple(one.outputs)) for name, one in site.units.items()})
        before |= old.paths
        after |= shelves[SITE].paths
        put |= _new(old.units, site.units)
    made = [name for name, done in families.done.items() if done.made]
    made += [name for one in regions.values() for name in one.made] + list(site.made if site else ())
    policy = Policy.of(job.site)
    files = {path: job.cache.blob(name) for path, name in put.items()}
    changes = Changes(files, frozenset(before - after), whole=job.whole, missing=missing, policy=policy)
    return Result(changes, shelves, _state(job, families, regions), tuple(made))


def _is_new(before: Piece | None, key: str) -> bool:
    return before is None or before.key != key


def _new(before: Mapping[str, Piece], now: Mapping[str, Written]) -> dict[str, str]:
    return {
        path: digest
        for name, one in now.items()
        if _is_new(before.get(name), one.key)
        for path, digest in one.outputs.items()
    }


def _state(job: Job, families: Families, regions: Mapping[str, RegionDone]) -> State:
    areas = {
        region: replace(area, told=regions[region].told) if region in regions else area
        for region, area in families.areas.items()
    }
    return State(job.work.base, job.work.regions, job.many, areas, job.findings, job.how.sparing)


def steady(job: Job) -> None:
    """Nothing changed since it was looked at. Raises UnsteadyError."""
    now = plan.seen(str(job.project.root))
    if tuple(now) != job.survey.lines:
        changed = sorted({one.partition("\t")[0] for one in set(now).symmetric_difference(job.survey.lines)})
        raise UnsteadyError(f"构建期间 {changed[0]} 等{len(changed)}个文件有改动，这次什么也没有公布；请再运行一次。")


def remember(job: Job, result: Result, said: list[str]) -> None:
    """After publication: what stands now and what it was made from."""
    for name, shelf in result.shelves.items():
        job.cache.keep(name if name == SITE else kept_as(name), shelf)
    gone = {kept_as(region) for region in job.state.areas.keys() - result.state.areas.keys()}
    job.cache.forget(gone)
    job.cache.keep(NAME, result.state)
    job.cache.write(plan.FILE, plan.text(str(job.project.root), said, list(job.survey.lines)))


def told(job: Job, families: Families, templates: Path) -> Report:
    """The report on everything: where something is wrong, findings come from all families."""
    store = foundation(job.work)[0]
    findings, archives = list(job.findings), set[str]()
    findings += [one for area in families.areas.values() for one in area.findings]
    for family in job.families if families.tally.errors or job.how.sparing else ():
        entry = job.cache.recall(name_of(family), Entry)
        if entry is not None:
            findings += entry.findings
            archives |= set(entry.archives)
    ordered = tuple(printable(one) for one in in_reading_order(tuple(findings)))
    return Report(families.tally, ordered, (), store.catalog.rules, templates, frozenset(archives), by_file(ordered))
