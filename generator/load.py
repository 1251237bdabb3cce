"""读入 load：content/ 变成库，写错的地方变成结论。All errors of all files in one run; nothing is ever guessed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from pydantic import BaseModel

from generator.catalog_check import cross_check
from generator.facts import near
from generator.findings import Finding, Severity
from generator.load_catalog import load_catalog
from generator.model import Department, Region, Site
from generator.openness.former import clashes, unit_clashes
from generator.openness.skin import load_skin
from generator.record_reader import Place, file_record
from generator.shape import validate
from generator.store import OWN_OFFICE, Filed, Publisher, Store
from generator.strict_yaml import Node, Problem, compose, decode, read_file

Model = TypeVar("Model", bound=BaseModel)

REGION = re.compile(r"[0-9]{6}")
SLUG = re.compile(r"[a-z][a-z0-9-]*")
YEAR_FILE = re.compile(r"((?:19|20)[0-9]{2})\.yml")
OWN_FOLDER = "本级"


@dataclass
class Walk:
    """What has been read so far, and every finding."""

    root: Path
    findings: list[Finding] = field(default_factory=list)
    regions: dict[str, Region] = field(default_factory=dict)
    families: list[Publisher] = field(default_factory=list)
    """Departments by their folders; whether such a folder holds anything sound is not looked at."""

    def relative(self, path: Path) -> str:
        """The path below the content folder, with forward slashes."""
        return path.relative_to(self.root).as_posix()

    def refuse(self, path: Path, rule: str, message: str, cure: str = "") -> None:
        """A finding about a whole file or folder."""
        self.findings.append(Finding(rule, message, self.relative(path), cure=cure))


@dataclass(frozen=True, slots=True)
class Ground:
    """What all families stand on. `store` holds site, catalog and regions, and no record."""

    store: Store
    families: tuple[Publisher, ...]
    findings: tuple[Finding, ...]


def load(content: Path, templates: Path) -> tuple[Store, tuple[Finding, ...]]:
    """Read everything. The store holds what could be read; the findings say what could not."""
    whole = ground(content, templates)
    read = [load_family(content, whole.store, family) for family in whole.families]
    departments = {key: value for store, _ in read for key, value in store.departments.items()}
    records = {key: value for store, _ in read for key, value in store.records.items()}
    store = replace(whole.store, departments=MappingProxyType(departments), records=MappingProxyType(records))
    found = (
        *whole.findings,
        *(one for _, findings in read for one in findings),
        *clashes({key: tuple(one.former) for key, one in departments.items()}),
    )
    return store, found


def ground(content: Path, templates: Path, *, families: bool = True) -> Ground:
    """Everything but the families: the catalog, the site's and the regions' own files, and, if asked, where the families are."""
    walk = Walk(content)
    catalog = load_catalog(content, templates, walk.findings)
    walk.findings += cross_check(catalog)
    site, _ = read_model(walk, content / "site.yml", Site)
    skin = load_skin(templates, site.skin if site else "", walk.findings)
    _walk_regions(walk, content / "records", families=families)
    store = Store(
        site or Site.model_validate({"格式": "1", "网站名称": "部门决算公开"}),
        catalog,
        MappingProxyType(walk.regions),
        MappingProxyType({}),
        MappingProxyType({}),
        skin,
    )
    return Ground(store, tuple(walk.families), tuple(walk.findings))


@dataclass(frozen=True, slots=True)
class RecordRead:
    """What came of reading one record file. `filed` is None where it could not be read whole."""

    filed: Filed | None
    findings: tuple[Finding, ...]


def read_record(path: Path, place: Place, base: Store) -> RecordRead:
    """One record file against the catalog; it depends on nothing else."""
    walk = Walk(path.parent)
    tree, data = read_tree(walk, path, place.file)
    torn = [finding for finding in walk.findings if finding.failed]
    if tree is None:
        return RecordRead(None, tuple(walk.findings))
    filed, found = file_record(tree, data, place, base.catalog)
    findings = (*walk.findings, *(finding for finding in found if not _follows(finding, torn)))
    return RecordRead(None if torn else filed, findings)


def load_family(
    content: Path, base: Store, family: Publisher, reader: Callable[[Path, Place, Store], RecordRead] = read_record
) -> tuple[Store, tuple[Finding, ...]]:
    """One department's folder: the same store with this department and its records, and no other.

    Where region or department cannot be read, its records are checked but not filed.
    """
    walk = Walk(content)
    department, files = _walk_department(walk, family)
    known = department is not None and family.region in base.regions
    records: dict[str, Filed] = {}
    for publisher, year, path in files:
        read = reader(path, Place(publisher, year, walk.relative(path)), base)
        walk.findings += read.findings
        if read.filed is not None and known:
            records[read.filed.address] = read.filed
    departments = {family: department} if department is not None else {}
    walk.findings += [one for key, found in departments.items() for one in unit_clashes(key, found)]
    store = replace(base, departments=MappingProxyType(departments), records=MappingProxyType(records))
    return store, tuple(walk.findings)


READ_ON = frozenset({"Y-千位", "Y-空值", "Y-重复键", "Y-标签", "Y-合并键"})
"""Faults after which the rest of the line and of the file still says what was written."""


def _follows(finding: Finding, torn: list[Finding]) -> bool:
    """Whether a fault of shape only follows from what could not be read: a key is not missing where reading stopped."""
    if any((one.line, one.column) == (finding.line, finding.column) for one in torn):
        return True
    cut = [one for one in torn if one.rule not in READ_ON]
    return bool(cut) and (finding.rule == "S-缺" or any(one.line == finding.line for one in cut))


def read_tree(walk: Walk, path: Path, name: str = "") -> tuple[Node | None, bytes]:
    """The YAML tree of a file as far as it could be read, problems collected: what can be read is checked in the same run."""
    file = name or walk.relative(path)
    data, problems = read_file(path)
    if data is None:
        walk.findings += [_problem(file, problem) for problem in problems]
        return None, b""
    text, more = decode(data)
    problems += more
    tree: Node | None = None
    if not problems:
        tree, problems = compose(text, keep_going=True)
    walk.findings += [_problem(file, problem) for problem in problems]
    return tree, data


def _problem(file: str, problem: Problem) -> Finding:
    severity: Severity = "错误" if problem.severity == "error" else "警告"
    return Finding(
        problem.code, problem.message, file, problem.line, problem.column, severity=severity, cure=problem.cure
    )


def read_model(walk: Walk, path: Path, model: type[Model]) -> tuple[Model | None, Node | None]:
    """One small file as a model."""
    tree, _ = read_tree(walk, path)
    if tree is None:
        return None, None
    value, findings = validate(model, tree, walk.relative(path))
    walk.findings += findings
    return value, tree


def _entries(walk: Walk, folder: Path) -> Iterator[Path]:
    """What lies in a folder, in a fixed order; links are refused, editors' droppings passed over."""
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.is_symlink():
            walk.refuse(path, "S-文件", f"“{path.name}”是符号链接，不读", "换成真正的文件或文件夹")
        elif not path.name.startswith((".", "~")):
            yield path


def _walk_regions(walk: Walk, records: Path, *, families: bool) -> None:
    for region in _entries(walk, records):
        if not (region.is_dir() and REGION.fullmatch(region.name)):
            walk.refuse(region, "S-文件", f"records 下应是六位区划代码的文件夹，“{region.name}”不是")
            continue
        value, _ = read_model(walk, region / "region.yml", Region)
        if value is not None:
            walk.regions[region.name] = value
        for entry in _entries(walk, region) if families else ():
            if entry.is_dir() and SLUG.fullmatch(entry.name):
                walk.families.append(Publisher(region.name, entry.name))
            elif entry.name != "region.yml":
                walk.refuse(entry, "S-文件", f"不认识“{entry.name}”", "部门文件夹用小写字母、数字和连字符命名")


Files = list[tuple[Publisher, int, Path]]


def _walk_department(walk: Walk, family: Publisher) -> tuple[Department | None, Files]:
    """department.yml, and where the records of the family are."""
    folder = walk.root / "records" / family.region / family.slug
    department, _ = read_model(walk, folder / "department.yml", Department)
    units = {OWN_FOLDER, *(unit.slug for unit in department.units)} if department is not None else set()
    files: Files = []
    for entry in _entries(walk, folder):
        if entry.is_dir():
            unit = entry.name
            if unit not in units and department is not None:
                walk.refuse(entry, "S-单位", f"department.yml 里没有标识为“{unit}”的单位", near(unit, sorted(units)))
                continue
            slug = OWN_OFFICE if unit == OWN_FOLDER else unit
            for file in _entries(walk, entry):
                _note_file(walk, files, Publisher(family.region, family.slug, slug), file)
        elif entry.name != "department.yml":
            _note_file(walk, files, family, entry)
    return department, files


def _note_file(walk: Walk, files: Files, publisher: Publisher, path: Path) -> None:
    match = YEAR_FILE.fullmatch(path.name)
    if match is None:
        walk.refuse(path, "S-文件", f"不认识“{path.name}”", "记录文件用年度命名，如 2022.yml")
        return
    files.append((publisher, int(match[1]), path))
