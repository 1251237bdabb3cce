"""六步：读入 → 推算 → 核对 → 成页 → 渲染 → 公布。Each takes values and returns values; nothing flows back."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace

from generator import clock
from generator.accounts import derive
from generator.builder import made_families, made_regions, made_site
from generator.check import verdicts
from generator.checked import Checked
from generator.disk import MissingFileError, OutputRefusedError
from generator.family import drawn
from generator.findings import in_reading_order
from generator.handover import gathered, remember, told
from generator.job import How, prepared, steady
from generator.load import load
from generator.model import Site
from generator.openness.files import prose_addresses
from generator.overview import overview
from generator.pages.site import families
from generator.pool import processes
from generator.project import Project
from generator.publish import Published, building, publish
from generator.render import Rendered, environment
from generator.reports.report import Report

__all__ = ["Checked", "How", "Outcome", "build", "draw", "examine"]

AS_USUAL = How()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a build did."""

    site: Site
    """As site.yml has it."""
    report: Report
    """Its findings are told in full only where some stand against publication."""
    published: Published | None
    made: tuple[str, ...] = ()
    """What was written anew: families and aggregates by name."""
    missing: tuple[str, ...] = ()
    """Files of records that were left out."""


def examine(project: Project) -> Checked:
    """读入、推算、核对。"""
    store, found = load(project.content, project.templates)
    accounts = derive(store)
    return Checked(store, accounts, in_reading_order(found), verdicts(store, accounts, clock.today()))


def draw(project: Project, checked: Checked) -> Rendered:
    """成页、渲染：一家一家地写，总览页由各家的摘要写成。"""
    store, templates = checked.store, environment(project.templates)
    made = [
        drawn(store, department, accounts, checked.verdicts, templates)
        for department, accounts in families(store, checked.accounts)
    ]
    whole = overview(store, made, templates, prose_addresses(project.content / "pages"))
    texts, files = dict(whole.texts), dict(whole.files)
    for family in made:
        texts |= family.texts
        files |= family.files
    return Rendered(texts, files, whole.home, store)


def build(project: Project, how: How = AS_USUAL, say: Callable[[Outcome], list[str]] = lambda _: []) -> Outcome:
    """All six stages, for what is not as it was; nothing is published while anything stands against it.

    `say` gives what a person is told: a build that finds nothing to do says the same. Raises UnsteadyError, OutputRefusedError.
    """
    with building(project):
        try:
            return _built(project, how, say)
        except MissingFileError:  # of the site or of the cache, gone or damaged since: nothing that was kept is trusted
            return _built(project, replace(how, full=True), say)


def _built(project: Project, how: How, say: Callable[[Outcome], list[str]]) -> Outcome:
    job = prepared(project, how)
    with processes(len(job.wanted), how.workers, how.executor) as executor:
        made = made_families(job, executor)  # 读入 → 推算 → 核对 → 成页 → 渲染, family by family
        bare = any(one.failed for one in job.findings)  # what all families stand on cannot be left out
        if bare or not (made.sound or how.sparing):
            return Outcome(job.site, told(job, made, project.templates), None)
        regions = made_regions(job, made, executor)
    site = made_site(job, made, regions)
    steady(job)
    missing = tuple(path for area in made.areas.values() for path in area.missing)
    result = gathered(job, made, regions, site, missing)
    published = publish(project, result.changes)
    outcome = Outcome(job.site, told(job, made, project.templates), published, result.made, missing)
    with suppress(OutputRefusedError):  # published it is; what cannot be remembered is made anew the next time
        remember(job, result, say(outcome))
    return outcome
