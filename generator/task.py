"""任务 task：在一个进程里做一家或几家，结果放进缓存，交回的只是一小份说明。Runs in worker processes, here or elsewhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from generator import plan
from generator.accounts import derive
from generator.cache import Cache, digest, fingerprint
from generator.check import verdicts
from generator.checked import Checked
from generator.family import Drawn, drawn
from generator.findings import Finding, in_reading_order
from generator.load import OWN_FOLDER, ground, load_family
from generator.project import Project
from generator.render import environment
from generator.reports.report import NOTHING, Summary, reported
from generator.store import OWN_OFFICE, Publisher, Store
from generator.template_engine import Engine

WAIVER = "说明差异".encode()
"""Only where this stands does the day matter."""
TRIES = 3


@dataclass(frozen=True, slots=True)
class Work:
    """What every task of a build has in common; small, since it is sent along with each."""

    root: str
    base: str
    """Digest of all that every page depends on: program, packages, templates, codes, terms, site.yml."""
    regions: str
    """Digest of the regions' own files."""
    today: str
    sparing: bool = False
    """Whether broken records are left out (`--skip-broken`)."""
    trusting: bool = True
    """Whether what the cache holds is used (not with `--full`)."""

    @property
    def cache(self) -> Cache:
        """The project's cache."""
        return Cache(Project(Path(self.root)).cache)


@dataclass(frozen=True, slots=True)
class Entry:
    """One family as it is kept."""

    key: str
    tally: Summary
    """Its findings and obligations in numbers."""
    findings: tuple[Finding, ...]
    archives: tuple[str, ...]
    """Files of its 存档 records."""
    drawn: Drawn
    """Without its texts and files, which are blobs, and its entries in the index of the search, which nothing else looks at."""
    outputs: Mapping[str, str] = field(default_factory=dict)
    """Path in the site → digest of its bytes."""
    prints: Mapping[str, str] = field(default_factory=dict)
    """Fingerprints of the parts of each record and of the files that they name, by its address."""
    searched: str = ""
    """Fingerprint of its entries in the index of the search."""
    missing: tuple[str, ...] = ()
    """Files of records that were left out."""
    former: tuple[str, ...] = ()
    """曾用标识 of the department."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a task tells of one family."""

    family: str
    key: str
    made: bool
    """False where the cache had it."""
    tally: Summary
    outputs: Mapping[str, str]
    told: str
    """Fingerprint of all that aggregates may see of it."""
    changed: bool = False
    """Whether its files changed again and again while they were read."""
    missing: tuple[str, ...] = ()
    former: tuple[str, ...] = ()


def name_of(family: str) -> str:
    """Where a family is kept."""
    return f"families/{family}"


def publisher_of(family: str) -> Publisher:
    """`420106/ybj` as a department."""
    region, _, slug = family.partition("/")
    return Publisher(region, slug)


def foundation(work: Work) -> tuple[Store, Engine]:
    """Site, catalog, regions and templates."""
    return _foundation(work.root, work.base, work.regions)


@lru_cache(maxsize=2)
def _foundation(root: str, base: str, regions: str) -> tuple[Store, Engine]:
    """Read once by each process; `base` and `regions` are there to tell one state from another."""
    _ = base, regions
    project = Project(Path(root))
    return ground(project.content, project.templates, families=False).store, environment(project.templates)


def run(work: Work, families: tuple[str, ...]) -> list[Done]:
    """Several families, one after the other."""
    return [one(work, family) for family in families]


def one(work: Work, family: str) -> Done:
    """One family: from the cache where its files are as they were, else made anew."""
    cache = work.cache
    for _ in range(TRIES):
        before = _lines(work, family)
        key = _key(work, family)
        kept = cache.recall(name_of(family), Entry) if work.trusting else None
        fresh = kept is None or kept.key != key or not all(map(cache.sound, kept.outputs.values()))
        entry = make(work, family, key) if kept is None or fresh else kept
        if _lines(work, family) == before:
            if fresh:
                cache.keep(name_of(family), entry)
            return _done(family, entry, made=fresh)
    return Done(family, "", made=False, tally=NOTHING, outputs={}, told="", changed=True)


def _done(family: str, entry: Entry, *, made: bool) -> Done:
    told = fingerprint((entry.drawn, entry.prints, entry.searched))
    return Done(family, entry.key, made, entry.tally, entry.outputs, told, missing=entry.missing, former=entry.former)


def make(work: Work, family: str, key: str) -> Entry:
    """读入、推算、核对、成页、渲染 of one family; where it is not sound it has no pages."""
    project = Project(Path(work.root))
    base, templates = foundation(work)
    department, today = publisher_of(family), dt.date.fromisoformat(work.today)
    checked = examine(project, base, department, today)
    report = reported(checked, project.templates)
    archives = tuple(sorted(report.archives))
    missing: tuple[str, ...] = ()
    if not checked.sound and work.sparing:
        checked, missing = spared(checked, today)
    known = department in checked.store.departments and department.region in checked.store.regions
    if not known or not (checked.sound or work.sparing):
        return Entry(key, report.summary, report.findings, archives, Drawn({}, {}, (), {}, ()), missing=missing)
    found = drawn(checked.store, department, checked.accounts, checked.verdicts, templates)
    cache = work.cache
    outputs = {f"{address}index.html": cache.store(text.encode()) for address, text in found.texts.items()}
    outputs |= {path: cache.store(data) for path, data in found.files.items()}
    prints = {at: fingerprint((mine, _named(outputs, at))) for at, mine in found.parts.items()}
    rest = replace(found, texts={}, files={}, searched=())
    cache.keep(searched_as(family), found.searched)
    return Entry(
        key,
        report.summary,
        report.findings,
        archives,
        rest,
        outputs,
        prints,
        fingerprint(found.searched),
        missing,
        tuple(checked.store.departments[department].former),
    )


def examine(project: Project, base: Store, department: Publisher, today: dt.date) -> Checked:
    """The first three stages of one family."""
    store, found = load_family(project.content, base, department)
    accounts = derive(store)
    return Checked(store, accounts, in_reading_order(found), verdicts(store, accounts, today))


def spared(checked: Checked, today: dt.date) -> tuple[Checked, tuple[str, ...]]:
    """Without the records that are broken, and without those that break for want of them; their files are told.

    A file that could not be read at all is no record, so that nothing needs to be taken away for it.
    """
    gone = {one.file for one in checked.findings if one.failed}
    while True:
        kept = {at: filed for at, filed in checked.store.records.items() if filed.file not in gone}
        store = replace(checked.store, records=kept)
        accounts = derive(store)
        said = verdicts(store, accounts, today)
        archives = {one.filed.file for one in accounts.values() if one.filed.archive}
        failed = {one.file for verdict in said.values() for one in verdict.findings if one.failed} - archives
        if not failed:
            return Checked(replace(store, gaps=_gaps(gone)), accounts, (), said), tuple(sorted(gone))
        gone |= failed


def _gaps(files: set[str]) -> Mapping[Publisher, tuple[int, ...]]:
    """Whose years are missing, the newest first."""
    found: dict[Publisher, list[int]] = {}
    for file in sorted(files, reverse=True):
        _, region, slug, *unit, year = file.removesuffix(".yml").split("/")
        if year.isdecimal():
            name = OWN_OFFICE if unit == [OWN_FOLDER] else "".join(unit)
            found.setdefault(Publisher(region, slug, name), []).append(int(year))
    return {publisher: tuple(years) for publisher, years in found.items()}


def _key(work: Work, family: str) -> str:
    """Of everything that influences a family's pages: the bytes of its folder and of its region's file, and the base."""
    records = Path(work.root, "content", "records")
    region = records / family.partition("/")[0] / "region.yml"
    parts: list[bytes | str] = [work.base, family, _bytes(region)]
    waivers = False
    for path in _files(records / family):
        data = _bytes(path)
        waivers = waivers or WAIVER in data
        parts += [path.relative_to(records).as_posix(), data]
    return digest(*parts, work.today if waivers else "", "sparing" if work.sparing else "")


def _bytes(path: Path) -> bytes:
    """What is in a file; a link is not followed, and what cannot be read is told by loading."""
    try:
        return str(path.readlink()).encode() if path.is_symlink() else path.read_bytes()
    except OSError:
        return b"?"


def _files(folder: Path) -> list[Path]:
    found = [path for path in folder.rglob("*") if not path.name.startswith(plan.IGNORED)]
    return sorted(path for path in found if path.is_symlink() or not path.is_dir())


def _lines(work: Work, family: str) -> list[str]:
    """What the system says of the family's files: whether they changed while they were read."""
    records = Path(work.root, "content", "records")
    paths = [records / family.partition("/")[0] / "region.yml", *_files(records / family)]
    return [plan.line(str(path), str(path)) for path in paths]


def _named(outputs: Mapping[str, str], address: str) -> list[str]:
    """Digests of the tables of a record, from which the table of its region and year is put together."""
    return [
        digest for path, digest in outputs.items() if path.startswith(f"{address}/juesuan-") and path.endswith(".csv")
    ]


def searched_as(family: str) -> str:
    """Where the entries of a family in the index of the search are kept."""
    return f"searched/{family}"
