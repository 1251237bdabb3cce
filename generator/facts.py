"""事实 fact：表里填的一个数，一个地址，一个位置。Reads the rows of a record's tables against their kinds."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING

from generator.amounts import AmountError, parse_amount
from generator.findings import Finding, Severity
from generator.model import NOT_APPLICABLE, Coverage, TableEntry
from generator.strict_yaml import Mapping, Node, Sequence, Text
from generator.values import Value

if TYPE_CHECKING:
    from collections.abc import Mapping as MappingType

    from generator.catalog import Catalog, TableKind

TOTAL = "合计"
WAN = Decimal(10000)
SPECIAL = frozenset({"科目", "行", "名称", "列入", "注"})


def address(table: str, row: str, column: str = "") -> str:
    """The local address of a cell: `T5.2101501.基本支出`, `T1.收入总计`."""
    return f"{table}.{row}.{column}" if column else f"{table}.{row}"


class Fact(Value, frozen=True):
    """One typed figure. `value` is exact, in 元 for money; None for 不适用 and for text that is no number."""

    address: str
    value: Decimal | None
    text: str
    quantum: Decimal
    """Width of the interval that rounds to it, in the unit of `value`; 0.01 元 and counts are exact."""
    line: int
    column: int


class RowInfo(Value, frozen=True):
    """What a row says besides figures."""

    key: str
    name: str = ""
    included: tuple[str, ...] = ()
    note: str = ""
    line: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True)
class TableFacts:
    """All typed cells of one table, by (row, column), rows in typed order."""

    kind: str
    coverage: Coverage
    rows: tuple[RowInfo, ...] = ()
    cells: MappingType[tuple[str, str], Fact] = field(default_factory=lambda: MappingProxyType({}))
    taken_from: str | None = None
    note: str = ""
    included: tuple[str, ...] = ()
    """Codes the document names without amounts (列入)."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Where facts are read from and how: the file, the unit of money, the fiscal year, archive or not."""

    file: str
    publisher: str
    year: int
    money: Decimal
    """How many 元 one unit of the record is."""
    quantum: Decimal
    archive: bool
    catalog: Catalog

    def finding(
        self, rule: str, node: Node | RowInfo | None, message: str, cure: str = "", severity: Severity = "错误"
    ) -> Finding:
        """A finding at a node of this file."""
        return Finding(
            rule=rule,
            message=message,
            file=self.file,
            line=node.line if node is not None else 0,
            column=node.column if node is not None else 0,
            severity=severity,
            publisher=self.publisher,
            year=str(self.year),
            cure=cure,
        )


def near(word: str, known: list[str]) -> str:
    """“是不是 X？” for a misspelt word, or ""."""
    found = difflib.get_close_matches(word, known, n=1, cutoff=0.5)
    return f"是不是“{found[0]}”？" if found else ""


def read_tables(
    entries: MappingType[str, TableEntry], reading: Reading, root: Node | None
) -> tuple[dict[str, TableFacts], list[Finding]]:
    """All tables of a record or of one of its units; `root` is the YAML node of `表`, for positions."""
    facts: dict[str, TableFacts] = {}
    findings: list[Finding] = []
    for name, entry in entries.items():
        kind = reading.catalog.tables.get(name)
        key = root.key_at(name) if isinstance(root, Mapping) else None
        if kind is None:
            cure = near(name, list(reading.catalog.tables))
            findings.append(reading.finding("S-表", key, f"没有叫“{name}”的表", cure))
            continue
        reader = TableReader(kind, outline(kind, reading), reading, key, findings)
        facts[name] = reader.read(entry)
    return facts, findings


NONE = Sequence()
"""Instead of a list that was not written."""


def _empty(value: Node) -> bool:
    """Nothing is written there: that was told when the file was read, also of the torn half of `4,525.99`."""
    return isinstance(value, Text) and value.plain and not value


class Outline(Value, frozen=True):
    """What rows and columns a kind of table has in one year: the same for all records of it."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    money: frozenset[str]
    """Columns that hold amounts, but for the rows that have counting units of their own."""
    takes_codes: bool
    classes: tuple[str, ...]
    """类 of its groups; none where it has no groups."""
    only_classes: bool


def outline(kind: TableKind, reading: Reading) -> Outline:
    """Worked out once for a kind and a year."""
    key = (Outline, kind.id, reading.year)
    found: Outline | None = reading.catalog.remembered.get(key)
    if found is None:
        year = reading.year
        columns = tuple(column.name for column in kind.columns if column.holds(year))
        only_classes = any(row.codes for row in kind.rows)
        found = Outline(
            rows=tuple(row.name for row in (*kind.rows, *kind.extra_rows) if row.name and row.holds(year)),
            columns=columns,
            money=frozenset(column.name for column in kind.columns if column.unit in {"", "金额"}),
            takes_codes=kind.row_kind in {"功能科目", "经济科目"} or only_classes,
            classes=tuple(one for group in kind.groups for one in group.classes),
            only_classes=only_classes,
        )
        reading.catalog.remembered[key] = found
    return found


@dataclass(frozen=True, slots=True)
class TableReader:
    """Reads one table of a record against its kind; what is wrong is added to `findings`."""

    kind: TableKind
    outline: Outline
    reading: Reading
    key: Text | None
    """The table's own key in the file."""
    findings: list[Finding]

    def tell(self, rule: str, node: Node | RowInfo | None, message: str, cure: str = "") -> None:
        """Note one finding at a node."""
        self.findings.append(self.reading.finding(rule, node, message, cure))

    def read(self, entry: TableEntry) -> TableFacts:
        """All rows and cells that can be read."""
        self._check_coverage(entry)
        cells: dict[tuple[str, str], Fact] = {}
        rows: dict[str, RowInfo] = {}
        for info, values in self._rows(entry.rows):
            if info.key in rows:
                self.tell("S-重行", info, f"{self.kind.id}里“{info.key}”有两行", "合成一行，或改正科目")
                continue
            rows[info.key] = info
            for column, text in values:
                fact = self._cell(info.key, column, text)
                if fact is not None:
                    cells[(info.key, column)] = fact
        frozen = MappingProxyType(cells)
        return TableFacts(
            self.kind.id, entry.coverage, tuple(rows.values()), frozen, entry.taken_from, entry.note, entry.included
        )

    def _check_coverage(self, entry: TableEntry) -> None:
        kind = self.kind
        if entry.coverage == "空表" and not kind.may_be_empty:
            self.tell("S-空表", self.key, f"{kind.id}（{kind.title}）不能是空表")
        if entry.coverage == "空表" and entry.rows:
            self.tell("S-空表", self.key, f"{kind.id}写明是空表，却又填了行", "删去“行”，或把状态改成“有数”")
        if entry.taken_from and not kind.taken_from:
            self.tell("S-来自", self.key, f"{kind.id}不能由别的表得出", "删去“来自”")

    # rows ----------------------------------------------------------------------------------------------------------

    def _rows(self, rows: object) -> Iterator[tuple[RowInfo, list[tuple[str, Text]]]]:
        """Every row with its cells; wrong shapes become findings and are left out."""
        if rows is None or (isinstance(rows, Text) and _empty(rows)):
            return
        if self.kind.single:
            yield from self._single_rows(rows)
            return
        if not isinstance(rows, Sequence):
            self.tell("S-行", self.key, f"{self.kind.id}的“行”应是一行一个“- {{…}}”")
            return
        for row in rows:
            if not isinstance(row, Mapping):
                self.tell("S-行", row, f"{self.kind.id}的每一行应写成“- {{…}}”")
                continue
            info = self._row_info(row)
            if info is not None:
                yield info, list(self._cells(row))

    def _single_rows(self, rows: object) -> Iterator[tuple[RowInfo, list[tuple[str, Text]]]]:
        if not isinstance(rows, Mapping):
            self.tell("S-行", self.key, f"{self.kind.id}的“行”应写成“名称: 数”，一行一个")
            return
        for name, value in rows.items():
            if _empty(value) or not self._known_row(str(name), name):
                continue
            if isinstance(value, Text):
                yield RowInfo(str(name), line=name.line, column=name.column), [("", value)]
            else:
                self.tell("S-值", value, f"{self.kind.id}的“{name}”应填一个数")

    def _row_info(self, row: Mapping) -> RowInfo | None:
        label = "科目" if self.kind.row_kind in {"功能科目", "经济科目"} else "行"
        key = row.get(label)
        if not isinstance(key, Text):
            self.tell("S-行", row, f"{self.kind.id}的这一行没有写“{label}”")
            return None
        if not self._known_row(str(key), key):
            return None
        included = row.get("列入", NONE)
        if not isinstance(included, Sequence) or not all(isinstance(code, Text) for code in included):
            self.tell("S-值", included, '“列入”应是一串科目编码，如 ["2080501", "2080502"]')
            included = NONE
        for word in ("名称", "注"):
            if not isinstance(row.get(word, key), Text):
                self.tell("S-值", row[word], f"“{word}”应是一段文字")
        name, note = str(row.get("名称", "")), str(row.get("注", ""))
        return RowInfo(str(key), name, tuple(str(code) for code in included), note, row.line, row.column)

    def _known_row(self, key: str, node: Text) -> bool:
        """Whether the row exists in the table kind or the code list of the year."""
        kind, year = self.kind, self.reading.year
        fixed, takes_codes = self.outline.rows, self.outline.takes_codes
        if kind.row_kind == "自由" or key in fixed or (takes_codes and key == TOTAL):
            return True
        scheme = "经济科目" if kind.row_kind == "经济科目" else "功能科目"
        codes = self.reading.catalog.codes(scheme, year)
        if takes_codes and key in codes:
            return self._has_line(key, node)
        if takes_codes and key.isdigit():
            cure = near(key, list(codes)) or "核对科目编码，或在 content/codes 里补上"
            self.tell("S-科目", node, f"{kind.id}：{year}年的科目表里没有“{key}”", cure)
            return self.reading.archive
        self.tell("S-行名", node, f"{kind.id}没有“{key}”这一行", near(key, list(fixed)))
        return False

    def _has_line(self, key: str, node: Text) -> bool:
        """Whether the table prints such a code: the general tables have lines of 类, T6 those of its groups."""
        classes, only_classes = self.outline.classes, self.outline.only_classes
        if (not classes or key.startswith(classes)) and (not only_classes or len(key) == 3):
            return True
        cure = f"这张表只列{'、'.join(classes)}各类" if classes else "这张表只列类级科目，如 208"
        self.tell("S-科目", node, f"{self.kind.id}不列科目“{key}”", cure)
        return self.reading.archive

    # cells ---------------------------------------------------------------------------------------------------------

    def _cells(self, row: Mapping) -> Iterator[tuple[str, Text]]:
        names = self.outline.columns
        for name, value in row.items():
            if name in SPECIAL or _empty(value):
                continue
            if name not in names:
                self.tell("S-栏", name, f"{self.kind.id}没有“{name}”这一栏", near(str(name), list(names)))
            elif not isinstance(value, Text):
                self.tell("S-值", value, f"“{name}”应填一个数")
            else:
                yield str(name), value

    def _cell(self, row: str, column: str, text: Text) -> Fact | None:
        where = address(self.kind.id, row, column)
        if text == NOT_APPLICABLE:
            return Fact(where, None, NOT_APPLICABLE, Decimal(0), text.line, text.column)
        reading = self.reading
        unit = self.kind.row_units.get(row)
        money = unit == "金额" if unit else column in self.outline.money
        digits = (6 if reading.archive else 2) if money else (2 if reading.archive else 0)
        value = parse_amount(str(text), digits)
        if isinstance(value, AmountError):
            severity: Severity = "警告" if reading.archive else "错误"
            self.findings.append(reading.finding("S-金额", text, f"{where}：{value.message}", value.cure, severity))
            return Fact(where, None, str(text), Decimal(0), text.line, text.column) if reading.archive else None
        scale = reading.money if money else Decimal(1)
        quantum = reading.quantum if money else Decimal(0)
        return Fact(where, value * scale, str(text), quantum, text.line, text.column)
