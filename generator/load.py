"""读入 load：content/ 变成库，写错的地方变成结论。All errors of all files in one run; nothing is ever guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from pydantic import BaseModel

from generator.catalog_check import cross_check
from generator.facts import near
from generator.findings import Finding, Severity
from generator.load_catalog import load_catalog
from generator.model import Department, Region, Site
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
    departments: dict[Publisher, Department] = field(default_factory=dict)
    files: list[tuple[Publisher, int, Path]] = field(default_factory=list)

    def relative(self, path: Path) -> str:
        """The path below the content folder, with forward slashes."""
        return path.relative_to(self.root).as_posix()

    def knows(self, publisher: Publisher) -> bool:
        """Whether its region and department could be read; if not, its records are checked but not filed."""
        return publisher.region in self.regions and publisher.department in self.departments

    def refuse(self, path: Path, rule: str, message: str, cure: str = "") -> None:
        """A finding about a whole file or folder."""
        self.findings.append(Finding(rule, message, self.relative(path), cure=cure))


def load(content: Path, templates: Path) -> tuple[Store, tuple[Finding, ...]]:
    """Read everything. The store holds what could be read; the findings say what could not."""
    walk = Walk(content)
    catalog = load_catalog(content, templates, walk.findings)
    walk.findings += cross_check(catalog)
    site, _ = read_model(walk, content / "site.yml", Site)
    _walk_records(walk, content / "records")
    records: dict[str, Filed] = {}
    for publisher, year, path in walk.files:
        before = len(walk.findings)
        tree, data = read_tree(walk, path)
        torn = [finding for finding in walk.findings[before:] if finding.failed]
        if tree is None:
            continue
        filed, found = file_record(tree, data, Place(publisher, year, walk.relative(path)), catalog)
        walk.findings += (finding for finding in found if not _follows(finding, torn))
        if filed is not None and not torn and walk.knows(publisher):
            records[filed.address] = filed
    store = Store(
        site or Site.model_validate({"格式": "1", "网站名称": "部门决算公开"}),
        catalog,
        MappingProxyType(walk.regions),
        MappingProxyType(walk.departments),
        MappingProxyType(records),
    )
    return store, tuple(walk.findings)


READ_ON = frozenset({"Y-千位", "Y-空值", "Y-重复键", "Y-标签", "Y-合并键"})
"""Faults after which the rest of the line and of the file still says what was written."""


def _follows(finding: Finding, torn: list[Finding]) -> bool:
    """Whether a fault of shape only follows from what could not be read: a key is not missing where reading stopped."""
    if any((one.line, one.column) == (finding.line, finding.column) for one in torn):
        return True
    cut = [one for one in torn if one.rule not in READ_ON]
    return bool(cut) and (finding.rule == "S-缺" or any(one.line == finding.line for one in cut))


def read_tree(walk: Walk, path: Path) -> tuple[Node | None, bytes]:
    """The YAML tree of a file as far as it could be read, problems collected: what can be read is checked in the same run."""
    file = walk.relative(path)
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


def _walk_records(walk: Walk, records: Path) -> None:
    for region in _entries(walk, records):
        if not (region.is_dir() and REGION.fullmatch(region.name)):
            walk.refuse(region, "S-文件", f"records 下应是六位区划代码的文件夹，“{region.name}”不是")
            continue
        value, _ = read_model(walk, region / "region.yml", Region)
        if value is not None:
            walk.regions[region.name] = value
        for entry in _entries(walk, region):
            if entry.is_dir() and SLUG.fullmatch(entry.name):
                _walk_department(walk, region.name, entry)
            elif entry.name != "region.yml":
                walk.refuse(entry, "S-文件", f"不认识“{entry.name}”", "部门文件夹用小写字母、数字和连字符命名")


def _walk_department(walk: Walk, region: str, folder: Path) -> None:
    department, _ = read_model(walk, folder / "department.yml", Department)
    publisher = Publisher(region, folder.name)
    units = {OWN_FOLDER}
    if department is not None:
        walk.departments[publisher] = department
        units |= {unit.slug for unit in department.units}
    for entry in _entries(walk, folder):
        if entry.is_dir():
            unit = entry.name
            if unit not in units and department is not None:
                walk.refuse(entry, "S-单位", f"department.yml 里没有标识为“{unit}”的单位", near(unit, sorted(units)))
                continue
            slug = OWN_OFFICE if unit == OWN_FOLDER else unit
            for file in _entries(walk, entry):
                _note_file(walk, Publisher(region, folder.name, slug), file)
        elif entry.name != "department.yml":
            _note_file(walk, publisher, entry)


def _note_file(walk: Walk, publisher: Publisher, path: Path) -> None:
    match = YEAR_FILE.fullmatch(path.name)
    if match is None:
        walk.refuse(path, "S-文件", f"不认识“{path.name}”", "记录文件用年度命名，如 2022.yml")
        return
    walk.files.append((publisher, int(match[1]), path))
