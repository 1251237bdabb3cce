"""Made-up records: consistent to the 分, of every kind that departments publish, the same ones for the same seed.

Nothing here comes from the program: identities hold because tables are added up from flows of money, so that a rule that finds fault
is either wrong or has found a fault of this file.

    record(7)                                   one department, one year, as YAML text
    department(7, unit="万元", years=range(2020, 2024), units=2)   a department, its own office and units, several years
    tree(folder, publishers=100, years=(2022, 2023))               a whole content folder
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.synthetic_books import Book, book, consolidated
from tests.synthetic_flows import INSTITUTION, LIKE_OFFICE, OFFICE, Flows, Who, flows, granted, money, someone
from tests.synthetic_forms import Project, form_lines, project_lines, projects
from tests.synthetic_text import Stated, Style, Unit, listed, tables
from tests.synthetic_words import DUTIES, REASONS, USES, words

SIZES = {"short": 3, "normal": 14, "long": 150}
"""How many 项 a record of that size has."""

COMPARED = words(
    "T1.收入总计 T4.收入总计.合计 T4.本年收入.一般公共预算 T4.本年收入.政府性基金 T4.本年收入.国有资本经营 T5.合计.小计 机关运行.机关运行经费"
)
CLOSING = words(
    "T1.年末结转和结余 T4.年末结转和结余.合计 T4.年末结转和结余.一般公共预算 T4.年末结转和结余.政府性基金 T4.年末结转和结余.国有资本经营"
)
THREE = words("合计 因公出国（境）费 公务用车购置及运行维护费 公务用车购置费 公务用车运行维护费 公务接待费")


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
) -> Made:
    """A department with all its records; what is not told is drawn by lot."""
    rng = random.Random(f"{seed}-{unit}-{size}-{units}-{nature}")
    items = SIZES[size] if isinstance(size, str) else size
    count = rng.choices((0, 1, 2, 3), (7, 1, 1, 1))[0] if units is None else units
    style = Style(unit, stated or rng.choices(("full", "items"), (3, 1))[0], adjusted=rng.random() < 0.3)
    head = someone(rng, items, OFFICE if count else nature)
    members = [
        someone(rng, max(3, items // 2), rng.choice((LIKE_OFFICE, INSTITUTION)), head.work) for _ in range(count)
    ]
    members = [replace(one, quiet=head.quiet, budgets=head.budgets) for one in members]
    made = Made(region, slug or head.work.slug)
    made.files["department.yml"] = _department_yml(head, members)
    maker = _Maker(rng, style, [head, *members], years, first=rng.random() < 0.15, told=rng.random() < 0.5)
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
                filing = _Filing(self.rng, self.style, now, then, found, at == 0, folder, len(books))
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


@dataclass
class _Filing:
    """One record: a book and what is written around it."""

    rng: random.Random
    style: Style
    now: Book
    then: Book | None
    """Last year's book, where its figures are known to the record."""
    founded: bool
    earliest: bool
    """Whether last year's record is not on file."""
    folder: str
    publishers: int

    @property
    def whole(self) -> bool:
        """Whether it is the record of the department."""
        return not self.folder

    def text(self) -> str:
        """The record."""
        found = projects(self.rng, self.now, self.rng.choice((1, 1, 2, 3, 6))) if self.whole else []
        self._evaluated(found)
        lines = [
            *self._head(),
            *tables(self.now, self.style),
            *self._internal(),
            *self._prior(),
            *listed("原因", self._reasons()),
            *listed("用途", self._uses()),
            "文字:",
            "  机构: 内设办公室和业务科室，与往年相同",
            *project_lines(self.rng, found, self.style),
            *form_lines(self.rng, found, self.now, self.style),
        ]
        return "\n".join(lines) + "\n"

    def _head(self) -> Iterator[str]:
        approved = dt.date(self.now.year + 1, 8, 1) + dt.timedelta(days=self.rng.randint(0, 40))
        published = approved + dt.timedelta(days=self.rng.choice((0, 5, 12, 19, 20)))
        own = "本级" if self.folder == "本级/" or self.publishers == 1 else "单位"
        scope = "汇总" if self.whole and self.publishers > 1 else own
        yield from ("格式: 1", f"年度: {self.now.year}", "状态: 已公开", f"板式: {_profile(self.now.year)}")
        yield f"文件类型: {'部门决算' if self.whole else '单位决算'}"
        yield f"口径: {scope}"
        yield f"金额单位: {self.style.unit}"
        if self.founded:
            yield "首年: 是"
        yield from (f"批复日期: {approved}", f"公开日期: {published}")
        yield from ("审核:", "  保密审查: 已审查", "  负责人审签: 已审签", f"  日期: {approved}")
        yield from ("概况:", "  职能:")
        yield from (f"    - {text}" for text in self.rng.sample(DUTIES, self.rng.randint(3, len(DUTIES))))

    def _evaluated(self, found: list[Project]) -> None:
        """绩效自评, which counts the forms that are attached."""
        if found:
            values = {
                "项目个数": len(found),
                "项目资金": sum(one.executed for one in found),
                "项目支出总额": self.now.at("T5", "合计", "项目支出"),
                "整体评价单位": max(1, self.publishers - 1),
                "整体评价资金": self.now.at("T3", "合计", "本年支出合计"),
                "一级项目个数": len(found),
            }
            self.now.tables["绩效自评"] = {row: {"": value} for row, value in values.items()}

    def _internal(self) -> Iterator[str]:
        entries: list[dict[str, str]] = []
        why = "本级拨给所属单位的补助，汇总时剔除"
        for code, amount in self.now.internal:
            measures = (f"T2.{code}.上级补助收入", f"T3.{code}.项目支出")
            entries += [{"量": one, "值": self.style.money(amount), "说明": why} for one in measures]
        yield from listed("内部往来", entries)

    def _prior(self) -> Iterator[str]:
        if self.then is None or not self.earliest:
            return
        measures = [*COMPARED, *CLOSING, *(f"T9.{row}.决算数" for row in THREE)]
        yield from listed(
            "上年",
            ({"量": one, "值": self.style.money(self._value(self.then, one))} for one in measures if self._has(one)),
        )

    def _has(self, measure: str) -> bool:
        table, row, *_ = measure.split(".")
        both = [one for one in (self.now, self.then) if one is not None]
        return all(row in one.tables.get(table, {}) for one in both) and (self.now.year > 2020 or "国有" not in measure)

    def _value(self, book: Book, measure: str) -> int:
        table, row, *column = measure.split(".")
        return book.at(table, row, *column)

    # reasons and uses --------------------------------------------------------------------------------------------------

    def _reasons(self) -> Iterator[dict[str, str]]:
        """A reason wherever a figure differs from what it is compared with."""
        for measure in (*COMPARED, *(f"T9.{row}.决算数" for row in THREE)):
            if self.then is not None and self._changed(measure):
                yield self._reason(measure, "上年")
        for row in THREE:
            if self.now.at("T9", row, "决算数") != self.now.at("T9", row, "预算数"):
                base = "全年预算" if self.style.adjusted and self.now.year >= 2022 else "年初预算"
                yield self._reason(f"T9.{row}.决算数", base)
        for code, values in self.now.tables["T5"].items():
            if "年初预算" in values and values["年初预算"] != values["小计"] and (len(code) == 7 or code == "合计"):
                yield self._reason(f"T5.{code}.小计", "年初预算")

    def _changed(self, measure: str) -> bool:
        assert self.then is not None
        return self._value(self.now, measure) != self._value(self.then, measure)

    def _reason(self, measure: str, base: str) -> dict[str, str]:
        return {"量": measure, "比": base, "写": self.rng.choice(REASONS)}

    def _uses(self) -> Iterable[dict[str, str]]:
        for code in self.now.tables["T5"]:
            if len(code) == 3:
                yield {"量": f"T5.{code}", "写": self.rng.choice(USES)}
        for code in self.now.tables["T7"]:
            if len(code) == 7:
                yield {"量": f"T7.{code}", "写": self.rng.choice(USES)}


def _profile(year: int) -> str:
    return "国家-2022" if year >= 2022 else "国家-2020" if year >= 2020 else "国家-2019"
