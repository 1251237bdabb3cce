"""What a page shows: small frozen values, already formatted, that templates place.

Templates loop over these and compute nothing. Every amount is a string that is ready to print;
`fact` is the address of the figure inside its record (without `区划/标识/年#`), or "".
"""

from __future__ import annotations

from dataclasses import dataclass, field

from generator.values import Value
from generator.views_parts import (
    Block,
    Cell,
    CellKind,
    Chart,
    Form,
    Row,
    RowKind,
    Run,
    Section,
    Shape,
    Table,
    TableStatus,
    Term,
)

__all__ = [
    "Block",
    "Cell",
    "CellKind",
    "Chart",
    "Choice",
    "ComparePage",
    "DisclosurePage",
    "FigureEntry",
    "FigureGroup",
    "FigureName",
    "FigureRow",
    "FiguresPage",
    "Form",
    "Frame",
    "GlossaryPage",
    "KeyFigure",
    "Link",
    "ListPage",
    "ListRow",
    "MovedPage",
    "Part",
    "Ranking",
    "Row",
    "RowKind",
    "RuleView",
    "RulesPage",
    "Run",
    "SearchPage",
    "Section",
    "Shape",
    "Step",
    "Table",
    "TableStatus",
    "Term",
    "TocEntry",
]


@dataclass(frozen=True, slots=True)
class Link:
    """A link; `href` is relative to the page it stands on."""

    text: str
    href: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One of “the year in five figures”."""

    label: str
    value: str
    unit: str
    fact: str
    change: tuple[Run, ...] = ()
    """Against last year, in words."""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TocEntry:
    """An entry of the contents list."""

    number: str
    title: str
    href: str
    children: tuple[TocEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """What every page hands to the layout: plain strings and lists only."""

    title: str
    """Page title without the site name."""
    site_name: str
    root: str
    """Relative way to the site's root: "../../" or "./"."""
    path: str
    """Address of the page below the root: 420106/ybj/2021/."""
    crumbs: tuple[Link, ...]
    nav: tuple[Link, ...]
    description: str = ""
    badges: tuple[str, ...] = ()
    """示例, 存档, 更正 …"""
    kind: str = "page"
    foot: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()
    meta: tuple[tuple[str, str], ...] = ()
    """网页标签: names and contents."""
    canonical: str = ""
    """Whole address of the page where site.yml gives the site's."""
    feeds: tuple[Link, ...] = ()
    """订阅 of the site and of the page's region."""
    dataset_json: str = ""
    """JSON-LD that may stand inside a script element; "" on pages that are no dataset."""
    header_html: str = ""
    footer_html: str = ""
    """站头 and 站尾 of the portal, from the skin."""
    skin_style: str = ""
    """The skin's style sheet; "" without one."""


@dataclass(frozen=True, slots=True)
class DisclosurePage:
    """One publisher × one year."""

    frame: Frame
    publisher: str
    year: str
    document: str
    """Name of the document: 2021年度部门决算."""
    facts: tuple[tuple[str, str], ...]
    """Title block: (口径, 汇总), (批复日期, …), (公开日期, …), (金额单位, 万元), (状态, 存档), (来源, …)."""
    key_figures: tuple[KeyFigure, ...]
    toc: tuple[TocEntry, ...]
    parts: tuple[Section, ...]
    siblings: tuple[Link, ...] = ()
    """Other years of the publisher, its units, its department."""
    version: str = ""
    """Short hash of the record."""
    notices: tuple[Block, ...] = ()
    downloads: tuple[Link, ...] = ()
    """Files to take away: 工作簿 XLSX（38 KB）."""
    origins: str = ""
    """As a table's, for the key figures."""


class Step(Value, frozen=True):
    """One step of how a figure is made: a sign and words, or a sign and another figure."""

    before: str
    """What stands before it in a line of text: "", " ＋ ", "（", "）÷ "."""
    text: str
    value: str = ""
    fact: str = ""
    """Address of the figure meant, without `区划/标识/年#`; "" for mere words."""
    href: str = ""
    """Where that figure's own entry is; "" where it has none."""


class FigureName(Value, frozen=True):
    """A figure inside an entry: `id` is its place on the page of origins, `name` what it is called within its row."""

    id: str
    fact: str
    name: str
    words: tuple[str, ...] = ()
    """What it is called by itself, where its entry gathers figures of several rows: row and column."""


class FigureEntry(Value, frozen=True):
    """Where a printed figure comes from; several zeros of one row with one reason share an entry."""

    names: tuple[FigureName, ...]
    value: str
    """As the page prints it."""
    origin: str
    """填报, 录入, 推算 or 原件写明."""
    address: str
    """Whole, to be quoted: 420106/ybj/2021#T5.208.小计."""
    unit: str = ""
    """万元, 人, 辆; "" for a percentage that carries its sign and for what is no number."""
    lead: str = ""
    """What stands before the steps: "=" or 应等于."""
    steps: tuple[Step, ...] = ()
    note: str = ""
    """What is said besides: 本年没有这类支出."""
    last: Step | None = None
    """Last year's figure."""
    written: tuple[tuple[str, tuple[Link, ...]], ...] = ()
    """存档: each way the document prints it, and where."""
    corrections: tuple[str, ...] = ()


class FigureRow(Value, frozen=True):
    """All figures of one row of a table."""

    code: str
    name: str
    entries: tuple[FigureEntry, ...]
    many: bool = False
    """Whether it gathers figures of many rows."""


@dataclass(frozen=True, slots=True)
class FigureGroup:
    """The figures of one table or form."""

    id: str
    number: str
    title: str
    unit: str
    href: str
    """Back to the table on the page; "" where the figures stand in sentences only."""
    rows: tuple[FigureRow, ...]


@dataclass(frozen=True, slots=True)
class FiguresPage:
    """每个数的来历: every figure that a disclosure page prints."""

    frame: Frame
    publisher: str
    document: str
    address: str
    lead: tuple[str, ...]
    back: Link
    toc: tuple[TocEntry, ...]
    groups: tuple[FigureGroup, ...]


@dataclass(frozen=True, slots=True)
class ListRow:
    """One line of a list of publishers or years."""

    cells: tuple[Cell, ...]
    href: str
    """Where its row header leads; "" where it is no link."""
    spark: Chart | None = None
    kind: RowKind = "leaf"


@dataclass(frozen=True, slots=True)
class ListPage:
    """Region, department, year and home lists: an introduction and dense tables."""

    frame: Frame
    lead: str
    tables: tuple[Table, ...]
    links: tuple[Link, ...] = ()
    hrefs: dict[str, str] = field(default_factory=dict)
    """Table cell fact → link target; cells whose `fact` is a key here are links."""
    intro_html: str = ""
    charts: tuple[Chart, ...] = ()
    downloads: tuple[Link, ...] = ()
    """Files to take away."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to narrow what a search found."""

    name: str
    """In the address: region, year, who, kind."""
    label: str
    all: str
    """What stands there while nothing is chosen."""


@dataclass(frozen=True, slots=True)
class SearchPage:
    """The search page: an input, and lists of everything for who has no script or has typed nothing."""

    frame: Frame
    lead: str
    choices: tuple[Choice, ...]
    tables: tuple[Table, ...]
    hrefs: dict[str, str] = field(default_factory=dict)
    """As a list's."""


@dataclass(frozen=True, slots=True)
class GlossaryPage:
    """All terms of the site, and the 科目 with their meanings."""

    frame: Frame
    groups: tuple[tuple[str, tuple[Term, ...]], ...]
    codes: tuple[Table, ...]
    hrefs: dict[str, str] = field(default_factory=dict)
    """As a list's: where the names of the codes lead."""


@dataclass(frozen=True, slots=True)
class MovedPage:
    """A former address: where the page is now."""

    frame: Frame
    target: Link


@dataclass(frozen=True, slots=True)
class RuleView:
    """One rule as its page shows it."""

    id: str
    anchor: str
    title: str
    basis: str
    severity: str
    scope: str
    """对哪些格子各说一次: T3 每一行."""
    formula: str
    message: str
    years: str
    defects: str
    good: str
    bad: str


@dataclass(frozen=True, slots=True)
class RulesPage:
    """All rules, grouped by what they speak of."""

    frame: Frame
    lead: str
    groups: tuple[tuple[str, tuple[RuleView, ...]], ...]
    elsewhere: tuple[tuple[str, str, str, str], ...]
    """Anchor, number, what it says, why no rule speaks of it."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """A dense table of publishers, codes or indicators that can be sorted and filtered; whole as it stands."""

    id: str
    title: str
    head: tuple[Row, ...]
    rows: tuple[ListRow, ...]
    unit: str = ""
    notes: tuple[str, ...] = ()
    sorted_by: str = ""
    """Heading of the column by which the rows stand, largest first; "" where they stand in another order."""
    facets: tuple[str, ...] = ()
    """Headings of the columns whose values are offered as choices."""
    sortable: bool = True
    sparked: bool = False
    """Whether every row but a group's ends in a spark, or the blank where one would be."""
    wide: bool = False
    """As a table's."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a comparing page, in reading order: what it says, pictures, tables."""

    id: str
    title: str
    """Its heading; "" where its tables need none."""
    lead: str = ""
    charts: tuple[Chart, ...] = ()
    rankings: tuple[Ranking, ...] = ()
    """Filtered together."""
    filtered: bool = False
    """Whether a filter stands above them."""
    notes: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class ComparePage(ListPage):
    """Figures of several years, publishers or records beside each other."""

    parts: tuple[Part, ...] = ()

    @property
    def many(self) -> bool:
        """Whether there are so many files to take away that they stand at the end of the page."""
        return len(self.downloads) > 3
