"""The data of the benchmark: a content tree of so many department-years, every byte decided by its seed.

Of each hundred records eighty are those of sixteen departments without units over five years; twenty are those of one department with two
units, its own office and the whole. A record of a department has about 40 kB: nine tables in 元 with every total, 3 to 5 projects and as
many indicator forms of twelve indicators, reasons and uses for all that differs.

    python -m tests.bench.province FOLDER 1000
"""

from __future__ import annotations

import hashlib
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.synthetic import Made, department
from tests.synthetic_text import Style

ROOT = Path(__file__).resolve().parents[2]
YEARS = (2020, 2021, 2022, 2023, 2024)
ITEMS = 22
"""项 a department begins with; they become more over the years."""
WITH_UNITS = 17
"""One department of so many has units."""
UNITS = 2
EACH_REGION = 85
"""Departments of a region, so that a region-year has a hundred records."""
STYLE = Style("元", "full", adjusted=True, forms=(3, 4, 5), long_forms=True)


@dataclass(frozen=True)
class Size:
    """What a tree holds."""

    records: int
    departments: int
    regions: int
    bytes: int


def departments(records: int, seed: int = 1) -> Iterator[tuple[str, str, Made]]:
    """Region, 标识 and files of as many departments as have so many records together."""
    at = count = 0
    while count < records:
        region, slug = f"{999101 + at // EACH_REGION:06d}", f"bm{at % EACH_REGION + 1:03d}"
        units = UNITS if at % WITH_UNITS == WITH_UNITS - 1 else 0
        made = department(
            seed * 1_000_003 + at, size=ITEMS, years=YEARS, units=units, region=region, slug=slug, style=STYLE
        )
        yield region, slug, made
        count += len(made.records)
        at += 1


def write(project: Path, records: int, seed: int = 1) -> Size:
    """Write a whole project (content, configuration; templates are a link to the program's own) with so many records."""
    _frame(project)
    place = project / "content" / "records"
    regions: set[str] = set()
    count = many = size = 0
    for region, slug, made in departments(records, seed):
        if region not in regions:
            regions.add(region)
            (place / region).mkdir(parents=True)
            name = f"试验第{int(region) - 999100}区"
            text = f"格式: 1\n名称: {name}\n简称: {name}\n示例: 是\n"
            (place / region / "region.yml").write_text(text, encoding="utf-8")
        for path, text in made.files.items():
            target = place / region / slug / path
            target.parent.mkdir(parents=True, exist_ok=True)
            data = text.encode()
            target.write_bytes(data)
            size += len(data)
        many += 1
        count += len(made.records)
    return Size(count, many, len(regions), size)


def version() -> str:
    """What these records are like: another one as soon as a single character of the first department is."""
    _, _, first = next(departments(1))
    return hashlib.sha256("".join(first.files.values()).encode()).hexdigest()[:8]


def _frame(project: Path) -> None:
    """All of a project but its records."""
    shutil.rmtree(project, ignore_errors=True)
    content = project / "content"
    content.mkdir(parents=True)
    for name in ("codes", "glossary", "pages"):
        shutil.copytree(ROOT / "content" / name, content / name)
    site = (ROOT / "content" / "site.yml").read_text(encoding="utf-8")
    (content / "site.yml").write_text(site.replace("公布结论: 是\n", ""), encoding="utf-8")
    shutil.copy(ROOT / "mkdocs.yml", project)
    (project / "templates").symlink_to(ROOT / "templates")


def main() -> None:
    """Write a tree and say its size."""
    print(write(Path(sys.argv[1]), int(sys.argv[2])))


if __name__ == "__main__":
    main()
