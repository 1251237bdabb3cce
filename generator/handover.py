"""交付 handover：和公布着的网站相比新的、没有了的，交去公布；公布以后记下现在的样子。"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from generator import plan
from generator.builder import Families, Overall, as_published, entry_of
from generator.findings import in_reading_order
from generator.job import Job
from generator.publish import Changes, Policy
from generator.region_task import RegionDone, Written
from generator.reports.report import Report, by_file, printable
from generator.state import (
    NAME,
    SITE,
    Piece,
    Shelf,
    State,
    kept_as,
)
from generator.task import foundation


@dataclass(frozen=True)
class Result:
    """What is to be published, and what will be known of it afterwards."""

    changes: Changes
    shelves: Mapping[str, Shelf]
    state: State
    made: tuple[str, ...]
    """What was written anew: families and units of aggregates."""
    all: frozenset[str] = frozenset()
    """Digests of everything in the site, where all of it was looked at."""


def gathered(
    job: Job, families: Families, regions: Mapping[str, RegionDone], site: Overall | None, missing: tuple[str, ...]
) -> Result:
    """Everything that is new against the site as it stands, and what of it is gone; `missing` was left out."""
    put: dict[str, str] = {}
    before, after = set[str](), set[str]()
    shelves: dict[str, Shelf] = {}
    for region, old in families.shelves.items():
        now = shelves[region] = as_published(families, regions, region)
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
    everything = _all(families, regions, site) if job.everything else frozenset()
    return Result(changes, shelves, _state(job, families, regions), tuple(made), everything)


def _all(families: Families, regions: Mapping[str, RegionDone], site: Overall | None) -> frozenset[str]:
    units = [unit for one in regions.values() for unit in one.units.values()] + list(
        site.units.values() if site else ()
    )
    found = (*(done.outputs for done in families.done.values()), *(unit.outputs for unit in units))
    return frozenset(digest for outputs in found for digest in outputs.values())


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


def remember(job: Job, result: Result, said: list[str]) -> None:
    """After publication: what stands now and what it was made from."""
    for name, shelf in result.shelves.items():
        job.cache.keep(name if name == SITE else kept_as(name), shelf)
    gone = {kept_as(region) for region in job.state.areas.keys() - result.state.areas.keys()}
    job.cache.forget(gone)
    job.cache.keep(NAME, result.state)
    if result.all:
        job.cache.sweep(result.all)
    job.cache.write(plan.FILE, plan.text(str(job.project.root), said, list(job.survey.lines)))


def told(job: Job, families: Families, templates: Path) -> Report:
    """The report on everything: where something is wrong, findings come from all families."""
    store = foundation(job.work)[0]
    findings, archives = list(job.findings), set[str]()
    findings += [one for area in families.areas.values() for one in area.findings]
    for family in job.families if families.tally.errors or job.how.sparing else ():
        entry = entry_of(job, family)
        if entry is not None:
            findings += entry.findings
            archives |= set(entry.archives)
    ordered = tuple(printable(one) for one in in_reading_order(tuple(findings)))
    return Report(families.tally, ordered, (), store.catalog.rules, templates, frozenset(archives), by_file(ordered))
