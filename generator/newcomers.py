"""新建 new：一个地址该放在哪个文件、照哪一份写；从不覆盖已有的文件。"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from generator.catalog import Catalog
from generator.fresh import fresh_record, written
from generator.load import OWN_FOLDER, REGION, SLUG
from generator.store import OWN_OFFICE
from generator.strict_yaml import decode, read_file

YEAR = re.compile(r"(?:19|20)[0-9]{2}")
LEVELS = ("省", "市", "区", "县")


class NewcomerError(ValueError):
    """Nothing was made; says why in one Chinese sentence with the cure."""


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A file to be made, and what it was written after ("" for nothing)."""

    path: Path
    text: str
    after: str = ""


def record_path(content: Path, address: str) -> tuple[Path, int]:
    """`999901/ybj/benji/2024` → the file, and the year."""
    *steps, year = address.strip("/").split("/")
    if len(steps) not in {2, 3} or not YEAR.fullmatch(year) or not _named(steps):
        raise NewcomerError(f"“{address}”不是记录的地址，应写成 420106/ybj/2024 或 420106/ybj/benji/2024")
    unit = [OWN_FOLDER if step == OWN_OFFICE else step for step in steps[2:]]
    return content.joinpath("records", *steps[:2], *unit, f"{year}.yml"), int(year)


def _named(steps: list[str]) -> bool:
    return bool(REGION.fullmatch(steps[0])) and all(SLUG.fullmatch(step) or step == OWN_FOLDER for step in steps[1:])


def destination(content: Path, address: str, like: str = "") -> tuple[Path, int, Path]:
    """Where a new record goes, its year, and the file it is written after; nothing stands there yet."""
    path, year = record_path(content, address)
    _must_be_free(path)
    steps = address.strip("/").split("/")[:2]
    if not content.joinpath("records", *steps, "department.yml").is_file():
        raise NewcomerError(f"还没有 {steps[1]} 这个部门：先运行 juesuan new {'/'.join(steps)} --name 名称")
    source = record_path(content, like)[0] if like else _before(path, year)
    if source is None or not source.is_file():
        raise NewcomerError("没有更早年度的记录可以照着写；用 --like 写明照哪一份，如 --like 999901/mzj/2023")
    return path, year, source


def new_record(content: Path, catalog: Catalog, address: str, like: str = "") -> Newcomer:
    """The next year of a publisher, after its latest earlier year or after another record."""
    path, year, source = destination(content, address, like)
    data, problems = read_file(source)
    text, more = decode(data) if data is not None else ("", problems)
    if any(problem.severity == "error" for problem in (*problems, *more)):
        raise NewcomerError(f"{source.name} 读不通，先用 juesuan check 看看")
    try:
        made = fresh_record(text, year, catalog)
    except ValueError as error:
        raise NewcomerError(f"{source.relative_to(content).as_posix()}：{error}") from error
    return Newcomer(path, made.text, source.relative_to(content).as_posix())


def _before(path: Path, year: int) -> Path | None:
    years = [one for one in path.parent.glob("*.yml") if YEAR.fullmatch(one.stem) and int(one.stem) < year]
    return max(years, default=None, key=lambda one: int(one.stem))


def new_department(content: Path, address: str, name: str, level: str) -> tuple[Newcomer, ...]:
    """A department's folder, and its region's where that is new."""
    steps = address.strip("/").split("/")
    if len(steps) != 2 or not _named(steps):
        raise NewcomerError(f"“{address}”不是部门的地址，应写成 420106/ybj：六位区划代码和小写字母的标识")
    if not name:
        raise NewcomerError("新建部门要写名称，如 --name 武汉市武昌区医疗保障局")
    folder = content.joinpath("records", *steps)
    _must_be_free(folder / "department.yml")
    made = [
        Newcomer(folder / "department.yml", f"格式: 1\n名称: {written(name)}\n简称: {written(name)}\n级别: {level}\n")
    ]
    region = folder.parent / "region.yml"
    if not region.exists():
        place = re.match(r".*?[省市区县旗州]", name)
        called = place[0] if place else steps[0]
        made.append(Newcomer(region, f"格式: 1\n名称: {written(called)}\n简称: {written(called)}\n"))
    return tuple(made)


def _must_be_free(path: Path) -> None:
    if path.exists() or path.is_symlink():
        raise NewcomerError(f"已经有 {path.name}（{path}），没有动它")
