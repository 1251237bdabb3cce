"""状态 state：现在公布着的网站是由什么做成的；下一次构建据此只做变了的。"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator import plan
from generator.cache import digest
from generator.findings import Finding
from generator.reports.report import NOTHING, Summary

NAME = "standing/state"
SITE = "standing/site"
RECORDS, PROSE = "content/records/", "content/pages/"
FAMILY = re.compile(rf"{RECORDS}([0-9]{{6}}/[a-z][a-z0-9-]*)/")


@dataclass(frozen=True, slots=True)
class Piece:
    """Something that was published as a whole: a family, or a unit of aggregates."""

    key: str
    paths: tuple[str, ...] = ()
    """In the site."""
    tally: Summary = NOTHING
    told: str = ""
    """Fingerprint of what aggregates see of it."""
    missing: tuple[str, ...] = ()
    """Files of records that were left out."""
    former: tuple[str, ...] = ()
    """曾用标识 of the department."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """The pieces of a region, or of the whole site."""

    families: Mapping[str, Piece] = field(default_factory=dict)
    units: Mapping[str, Piece] = field(default_factory=dict)

    @property
    def tally(self) -> Summary:
        """All findings and obligations of its families."""
        return sum((one.tally for one in self.families.values()), NOTHING)

    @property
    def missing(self) -> tuple[str, ...]:
        """Files of records that were left out."""
        return tuple(path for one in self.families.values() for path in one.missing)

    @property
    def paths(self) -> frozenset[str]:
        """Everything of it in the site."""
        return frozenset(path for one in (*self.families.values(), *self.units.values()) for path in one.paths)


@dataclass(frozen=True, slots=True)
class Area:
    """A region in short, so that a small edit need not look at the others."""

    tally: Summary
    told: str = ""
    missing: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    """Those that are of several families."""


@dataclass(frozen=True, slots=True)
class State:
    """The whole site in short."""

    base: str = ""
    grounds: str = ""
    """Digest of the regions' own files."""
    many: bool = False
    areas: Mapping[str, Area] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    """Those that are of no family."""
    sparing: bool = False


def kept_as(region: str) -> str:
    """Where the shelf of a region is kept."""
    return f"standing/{region}"


@dataclass(frozen=True, slots=True)
class Survey:
    """All inputs by their lines in the plan, and those that are not as the last build saw them."""

    lines: tuple[str, ...]
    changed: frozenset[str]
    """Paths: new, gone or other."""

    @property
    def families(self) -> tuple[str, ...]:
        """`420106/ybj`, ascending: all department folders."""
        return tuple(dict.fromkeys(match[1] for one in self.lines if (match := FAMILY.match(one))))

    @property
    def touched(self) -> frozenset[str]:
        """Families in whose folders something changed, gone ones too."""
        return frozenset(match[1] for path in self.changed if (match := FAMILY.match(path)))

    @property
    def regions(self) -> frozenset[str]:
        """Regions of which more changed than families."""
        others = [path for path in self.changed if path.startswith(RECORDS) and not FAMILY.match(path)]
        return frozenset(path.removeprefix(RECORDS).partition("/")[0] for path in others) - {""}

    @property
    def everywhere(self) -> bool:
        """Whether something changed that every page may depend on."""
        return any(not path.startswith((RECORDS, PROSE, "mkdocs.yml")) for path in self.changed)

    @property
    def prose(self) -> bool:
        """Whether Markdown pages or MkDocs' own configuration changed."""
        return any(path.startswith((PROSE, "mkdocs.yml")) for path in self.changed)


def surveyed(root: Path, before: Iterable[str]) -> Survey:
    """Look at everything, and compare it with what was there before."""
    lines = plan.seen(str(root))
    changed = set(before).symmetric_difference(lines)
    return Survey(tuple(lines), frozenset(one.partition("\t")[0] for one in changed))


def base_digest(root: Path, templates: Path) -> str:
    """Of the contents of all that every page depends on, and of the program and its packages."""
    parts: list[bytes | str] = [plan.surroundings(day=False)]
    own = [path for path in sorted((root / "content").iterdir()) if path.name not in {"records", "pages"}]
    for name, place in (("templates", templates), ("generator", Path(plan.CODE)), *((one.name, one) for one in own)):
        parts += [part for path in _files(place) for part in (f"{name}/{path.relative_to(place)}", path.read_bytes())]
    return digest(*parts)


def grounds_digest(root: Path) -> str:
    """Of the regions' own files."""
    return digest(*(path.read_bytes() for path in sorted((root / "content" / "records").glob("*/region.yml"))))


def prose_digest(root: Path) -> str:
    """Of the Markdown pages and of MkDocs' configuration."""
    found = [*_files(root / "content" / "pages"), root / "mkdocs.yml"]
    return digest(*(part for path in found for part in (path.as_posix(), path.read_bytes())))


def _files(place: Path) -> list[Path]:
    found = sorted(place.rglob("*")) if place.is_dir() else [place]
    return [
        path
        for path in found
        if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith(plan.IGNORED)
    ]
