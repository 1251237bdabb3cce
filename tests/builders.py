"""Small projects for tests: one region, one department and what records a test needs, with the real tables and profiles.

Facts are given by address (`{"T5.2010601.基本支出": "100"}`); everything a test does not speak of is filled in here.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

from lxml import html

from generator import narrative
from generator.accounts import derive
from generator.load import load
from generator.load_catalog import load_catalog
from generator.narrative import Teller
from generator.pages.disclosure import disclosure
from generator.pipeline import Checked, examine
from generator.project import Project
from generator.render import environment, render_one

if TYPE_CHECKING:
    from generator.accounts import Account
    from generator.catalog import Catalog
    from generator.findings import Finding
    from generator.store import Store
    from generator.template_engine import Engine
    from generator.views import Table

ROOT = Path(__file__).resolve().parents[1]
REGION = "420199"
DEPARTMENT = f"{REGION}/demo"
YEAR = 2022

SITE = "格式: 1\n网站名称: 测试站\n"
REGION_FILE = "格式: 1\n名称: 示例区\n简称: 示例区\n示例: 是\n"
DEPARTMENT_FILE = (
    "格式: 1\n名称: 示例区医疗保障局\n简称: 医保局\n级别: 区\n单位:\n  - {标识: zhongxin, 名称: 示例区医保服务中心}\n"
)

LINKED = ("codes", "glossary", "pages")

Facts = Mapping[str, str]


# records --------------------------------------------------------------------------------------------------------------


def record(
    facts: Facts | None = None,
    *,
    year: int = YEAR,
    status: str = "已公开",
    unit: str = "元",
    profile: str = "国家-2022",
    covers: Mapping[str, str] | None = None,
    prior: Facts | None = None,
    more: str = "",
) -> str:
    """A record as a clerk would type it. `covers` gives 状态 or 来自 of tables, `more` is YAML for the other keys."""
    head = f"格式: 1\n年度: {year}\n状态: {status}\n板式: {profile}\n金额单位: {unit}\n"
    return head + tables(facts or {}, covers or {}) + _prior(prior or {}) + projects(facts or {}) + more


def tables(facts: Facts, covers: Mapping[str, str]) -> str:
    """`表:` with one row per line."""
    grouped: dict[str, dict[str, dict[str, str]]] = {name: {} for name in covers}
    for address, value in facts.items():
        table, row, column = (*address.split("."), "")[:3]
        if table != "项目":
            grouped.setdefault(table, {}).setdefault(row, {})[column] = value
    text = "".join(_table(name, rows, covers.get(name, "")) for name, rows in grouped.items())
    return f"表:\n{text}" if text else ""


def _table(name: str, rows: Mapping[str, Facts], cover: str) -> str:
    key = "来自" if cover == "财政拨款" else "状态"
    head = f"  {name}:\n" + (f"    {key}: {cover}\n" if cover else "")
    if not rows:
        return head if cover else f"  {name}: {{}}\n"
    return f"{head}    行:\n" + "".join(f"      {_row(name, row, cells)}\n" for row, cells in rows.items())


def _row(table: str, row: str, cells: Facts) -> str:
    key = f'"{row}"' if row.isdigit() else row
    if "" in cells:
        return f"{key}: {cells['']}"
    label = "科目" if catalog().tables[table].row_kind in {"功能科目", "经济科目"} else "行"
    return f"- {{{label}: {key}, " + ", ".join(f"{column}: {value}" for column, value in cells.items()) + "}"


def _prior(prior: Facts) -> str:
    rows = "".join(f"  - {{量: {address}, 值: {value}}}\n" for address, value in prior.items())
    return f"上年:\n{rows}" if rows else ""


def projects(facts: Facts) -> str:
    """`项目:` from addresses like 项目.jianguan.执行数."""
    found: dict[str, list[str]] = {}
    for address, value in facts.items():
        first, slug, column = (*address.split("."), "", "")[:3]
        if first == "项目":
            found.setdefault(slug, []).append(f"    {column}: {value}\n")
    rows = "".join(f"  - 标识: {slug}\n    名称: 项目{slug}\n{''.join(cells)}" for slug, cells in found.items())
    return f"项目:\n{rows}" if rows else ""


# a project folder -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Folder:
    """A project folder in which records are put and read."""

    root: Path

    @property
    def project(self) -> Project:
        return Project(self.root)

    def write(self, path: str, data: str | bytes) -> Path:
        """A file below content/, byte for byte."""
        target = self.root / "content" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data.encode() if isinstance(data, str) else data)
        return target

    def put(self, text: str, *, year: int = YEAR, unit: str = "") -> str:
        """A record of the department, or of its 本级 or unit; gives the path that findings name."""
        path = "/".join(step for step in ("records", DEPARTMENT, unit, f"{year}.yml") if step)
        self.write(path, text)
        return path

    def own_templates(self) -> Path:
        """A copy of templates/ that a test may add files to; without the rules, which are tested elsewhere."""
        target = self.root / "templates"
        target.unlink()
        shutil.copytree(ROOT / "templates", target, ignore=shutil.ignore_patterns("rules"))
        return target

    def examine(self) -> Checked:
        """读入、推算、核对; the real templates are read only once."""
        with self._templates():
            return examine(self.project)

    def findings(self) -> tuple[Finding, ...]:
        """What reading alone tells."""
        with self._templates():
            return load(self.project.content, self.project.templates)[1]

    def _templates(self) -> AbstractContextManager[object]:
        own = not (self.root / "templates").is_symlink()
        return patch("generator.load.load_catalog", load_catalog if own else _remembered)


def folder(root: Path) -> Folder:
    """A project with everything but records. Templates, codes and terms are those of this repository, linked."""
    made = Folder(root)
    made.write("site.yml", SITE)
    made.write(f"records/{REGION}/region.yml", REGION_FILE)
    made.write(f"records/{DEPARTMENT}/department.yml", DEPARTMENT_FILE)
    for name in LINKED:
        (root / "content" / name).symlink_to(ROOT / "content" / name, target_is_directory=True)
    (root / "templates").symlink_to(ROOT / "templates", target_is_directory=True)
    shutil.copy2(ROOT / "mkdocs.yml", root / "mkdocs.yml")
    return made


@cache
def catalog() -> Catalog:
    """The real tables, profiles, codes and terms; they must be sound."""
    findings: list[Finding] = []
    read = load_catalog(ROOT / "content", ROOT / "templates", findings)
    assert findings == []
    return read


def _remembered(_content: Path, _templates: Path, _findings: list[Finding]) -> Catalog:
    return catalog()


# short ways -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Books:
    """What was read and worked out; rules have not been asked."""

    store: Store
    accounts: Mapping[str, Account]


class UnreadableError(Exception):
    """A record has mistakes of writing; the text lists them."""


def books(*records: str, units: Mapping[str, str] | None = None) -> Books:
    """Readable records of the department (each has its year in it) and of its units (by folder, of 2022)."""
    with tempfile.TemporaryDirectory() as root:
        made = folder(Path(root))
        for text in records:
            made.put(text, year=int(text.partition("年度: ")[2][:4]))
        for unit, text in (units or {}).items():
            made.put(text, unit=unit)
        with patch("generator.load.load_catalog", _remembered):
            store, findings = load(made.project.content, made.project.templates)
    if findings:
        raise UnreadableError("\n".join(f"{finding.rule} {finding.line} {finding.message}" for finding in findings))
    return Books(store, derive(store))


def account(*records: str, units: Mapping[str, str] | None = None) -> Account:
    """The account of the department's last year."""
    accounts = books(*records, units=units).accounts.values()
    return max((one for one in accounts if not one.filed.publisher.unit), key=year_of)


def year_of(told: Account) -> int:
    """The fiscal year of an account."""
    return told.filed.record.year


def teller(told: Account, place: str = "") -> Teller:
    """What sentences about an account are told from."""
    said = narrative.index(told.filed.record)
    return Teller(told.filed.record, told.figures, catalog(), told.profile, told.words, said, place=place)


def say(told: Account, *sentences: object, place: str = "") -> str:
    """The words of sentences, figures included."""
    return "".join(run.text for run in narrative.tell(teller(told, place), sentences))


def page(read: Books, address: str = f"{DEPARTMENT}/{YEAR}") -> html.HtmlElement:
    """One rendered disclosure page."""
    value = disclosure(read.store, read.accounts[address], ())
    return html.fromstring(render_one(_environment(), value))


def tables_of(read: Books, address: str = f"{DEPARTMENT}/{YEAR}") -> dict[str, Table]:
    """Printed tables by kind, as the page hands them to the templates."""
    found = {}
    waiting = list(disclosure(read.store, read.accounts[address], ()).parts)
    while waiting:
        part = waiting.pop()
        waiting += part.sections
        for block in part.blocks:
            if block.table is not None and part.place.startswith("决算表/"):
                found[part.place.removeprefix("决算表/")] = block.table
    return found


def section(tree: html.HtmlElement, place: str) -> str:
    """The sentences of a section, without charts and tables."""
    sentences = "//section[@data-place=$place]/p[not(@class='origins')] | //section[@data-place=$place]/ol/li"
    found = tree.xpath(sentences, place=place)
    return "".join(one.text_content().strip() for one in found)


@cache
def _environment() -> Engine:
    return environment(ROOT / "templates")
