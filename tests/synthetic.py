"""Made-up records: consistent to the 分, of every kind that departments publish, the same ones for the same seed.

Nothing here comes from the program: identities hold because tables are added up from flows of money, so that a rule that finds fault
is either wrong or has found a fault of this file.

    record(7)                                   one department, one year, as YAML text
    department(7, unit="万元", years=range(2020, 2024), units=2)   a department, its own office and units, several years
    tree(folder, publishers=100, years=(2022, 2023))               a whole content folder
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.synthetic_books import Book, book, consolidated
from tests.synthetic_filing import Filing
from tests.synthetic_flows import INSTITUTION, LIKE_OFFICE, OFFICE, Flows, Who, flows, granted, money, someone
from tests.synthetic_text import Stated, Style, Unit

SIZES = {"short": 3, "normal": 14, "long": 150}
"""How many 项 a record of that size has."""


@dataclass(frozen=True)
class Made:
    """A department on file: its folder's files by path, and what its records are."""

    region: str
    slug: str
    files: dict[str, str] = field(default_factory=dict)

    @property
    def records(self) -> dict[str, str]:
        """Only the records, by path."""
        return {path: text for path, text in self.files.items() if path[:-4].rpartition("/")[2].isdigit()}


def record(
    seed: int,
    unit: Unit = "元",
    size: str | int = "short",
    *,
    year: int = 2022,
    stated: Stated = "full",
    nature: str | None = None,
) -> str:
    """One department's record as YAML text; `size` is a word of SIZES or a number of 项."""
    found = department(seed, unit=unit, size=size, years=(year,), units=0, stated=stated, nature=nature)
    return next(iter(found.records.values()))


def department(
    seed: int,
    *,
    unit: Unit = "元",
    size: str | int = "normal",
    years: Sequence[int] = (2020, 2021, 2022, 2023),
    units: int | None = None,
    stated: Stated | None = None,
    nature: str | None = None,
    region: str = "999101",
    slug: str = "",
    style: Style | None = None,
) -> Made:
    """A department with all its records; what is not told is drawn by lot. A `style` says all of how it is typed."""
    rng = random.Random(f"{seed}-{unit}-{size}-{units}-{nature}")
    items = SIZES[size] if isinstance(size, str) else size
    count = rng.choices((0, 1, 2, 3), (7, 1, 1, 1))[0] if units is None else units
    drawn = Style(unit, stated or rng.choices(("full", "items"), (3, 1))[0], adjusted=rng.random() < 0.3)
    head = someone(rng, items, OFFICE if count else nature)
    members = [
        someone(rng, max(3, items // 2), rng.choice((LIKE_OFFICE, INSTITUTION)), head.work) for _ in range(count)
    ]
    members = [replace(one, quiet=head.quiet, budgets=head.budgets) for one in members]
    made = Made(region, slug or head.work.slug)
    made.files["department.yml"] = _department_yml(head, members)
    maker = _Maker(
        rng,
        style or drawn,
        [head, *members],
        years,
        first=rng.random() < 0.15,
        told=rng.random() < 0.5,
        added_up=count > 0 and rng.random() < 0.4 and style is None,
    )
    made.files.update(maker.files())
    return made


def tree(
    folder: Path,
    *,
    publishers: int = 10,
    years: Sequence[int] = (2020, 2021, 2022, 2023),
    size: str | int = "normal",
    unit: Unit | None = None,
    units: int | None = 0,
    seed: int = 1,
    each_region: int = 100,
) -> None:
    """Write region folders with so many departments below `folder` (content/records)."""
    for at in range(publishers):
        region = f"{999101 + at // each_region:06d}"
        place = folder / region
        if at % each_region == 0:
            place.mkdir(parents=True, exist_ok=True)
            (place / "region.yml").write_text(_region_yml(at // each_region), encoding="utf-8")
        money_unit: Unit = unit or ("元" if at % 2 == 0 else "万元")
        slug = f"bm{at % each_region + 1:03d}"
        found = department(
            seed * 1_000_003 + at, unit=money_unit, size=size, years=years, units=units, region=region, slug=slug
        )
        for path, text in found.files.items():
            target = place / slug / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")


def _region_yml(number: int) -> str:
    name = f"试验{'甲乙丙丁戊己庚辛壬癸'[number % 10]}{'一二三四五六七八九十'[number // 10 % 10]}区"
    return f"格式: 1\n名称: {name}\n简称: {name}\n示例: 是\n"


def _department_yml(head: Who, members: list[Who]) -> str:
    lines = [
        "格式: 1",
        f"名称: 试验区{head.work.name}局",
        f"简称: 区{head.work.name}局",
        "级别: 区",
        f"性质: {head.nature}",
    ]
    if members:
        lines.append("单位:")
    for at, one in enumerate(members):
        lines.append(
            f"  - {{标识: dw{at + 1}, 名称: 试验区{one.work.name}第{'一二三四五'[at]}中心, 性质: {one.nature}}}"
        )
    return "\n".join(lines) + "\n"


@dataclass
class _Maker:
    """Makes all records of a department, year by year."""

    rng: random.Random
    style: Style
    people: list[Who]
    years: Sequence[int]
    first: bool
    """Whether the department was founded in the first of the years."""
    told: bool
    """Whether 上年 gives the figures of the year before the first."""
    added_up: bool
    """Whether the department's record is 汇总: 自动."""

    def files(self) -> Iterator[tuple[str, str]]:
        """Path within the department's folder, text."""
        before: list[Book] = []
        if not self.first:
            before = self._books(self.years[0] - 1, [])
        for at, year in enumerate(self.years):
            if at and year != self.years[at - 1] + 1:
                before = []
            books = self._books(year, before)
            found = self.first and at == 0
            known = bool(before) and (at > 0 or self.told)
            for place, now in enumerate(books):
                folder, then = self._folder(place), before[place] if known else None
                style = replace(self.style, stated="auto") if self.added_up and not place else self.style
                filing = Filing(self.rng, style, now, then, found, at == 0, folder, len(books))
                yield f"{folder}{year}.yml", filing.text()
            before = books

    def _folder(self, place: int) -> str:
        """The department's own folder comes first where it has units: then 本级, then the units."""
        return ("", "本级/", "dw1/", "dw2/", "dw3/")[place]

    def _books(self, year: int, before: list[Book]) -> list[Book]:
        single = len(self.people) == 1
        old = before if single else before[1:]
        now = [flows(self.rng, who, year, old[at].flows if old else None) for at, who in enumerate(self.people)]
        internal = self._internal(now)
        books = [book(self.rng, who, year, one) for who, one in zip(self.people, now, strict=True)]
        return books if single else [consolidated(books, internal), *books]

    def _internal(self, now: list[Flows]) -> list[tuple[str, int]]:
        found: dict[str, int] = {}
        for who, child in list(zip(self.people, now, strict=True))[1:]:
            if self.rng.random() < 0.4:
                code, amount = who.items[0], money(self.rng, 1_000, 300_000)
                granted(now[0], child, code, amount)
                found[code] = found.get(code, 0) + amount
        return list(found.items())
