"""这次构建 job：有什么，和公布着的网站相比变了什么，要看哪几家。"""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cached_property

from generator import clock, plan
from generator.cache import Cache
from generator.findings import Finding, in_reading_order
from generator.load import ground
from generator.model import Site
from generator.overview import is_many
from generator.pool import Progress, silent
from generator.project import Project
from generator.state import (
    NAME,
    State,
    Survey,
    base_digest,
    grounds_digest,
    surveyed,
)
from generator.task import Work, foundation


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


def steady(job: Job) -> None:
    """Nothing changed since it was looked at. Raises UnsteadyError."""
    now = plan.seen(str(job.project.root))
    if tuple(now) != job.survey.lines:
        changed = sorted({one.partition("\t")[0] for one in set(now).symmetric_difference(job.survey.lines)})
        raise UnsteadyError(f"构建期间 {changed[0]} 等{len(changed)}个文件有改动，这次什么也没有公布；请再运行一次。")
