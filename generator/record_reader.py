"""读一份记录：树 → 记录和它的数，错处全部说出。

Shape errors do not hide the others: what is wrong is put aside, and the rest of the same file is checked in the same run. A record with
any shape error is not filed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from pydantic import ValidationError

from generator.amounts import AmountError, parse_amount
from generator.catalog import Catalog
from generator.facts import WAN, Reading, TableFacts, near, read_tables
from generator.findings import Finding, Severity
from generator.forms import form_problems
from generator.model import NOT_APPLICABLE, Record
from generator.privacy import private
from generator.shape import locate, validate
from generator.store import Filed, Publisher
from generator.strict_yaml import Mapping, Node, Sequence, Text

Path = tuple[int | str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record stands: whose it is, the year its file name says, the file."""

    publisher: Publisher
    year: int
    file: str


def file_record(tree: Node, data: bytes, place: Place, catalog: Catalog) -> tuple[Filed | None, list[Finding]]:
    """The record as filed, or None with every reason why not."""
    findings = list(private(tree, place.file))
    record, wrong = validate(Record, tree, place.file)
    findings += wrong
    whole = record is not None
    if record is None and isinstance(tree, Mapping):
        tree = _salvaged(tree, place)
        record, _ = validate(Record, tree, place.file)
    if record is None:
        return None, findings
    reading = _reading(record, catalog, place)
    root = tree["表"] if isinstance(tree, Mapping) and "表" in tree else None
    tables, found = read_tables(record.tables, reading, root)
    findings += found
    shares = _read_shares(record, reading, tree, findings)
    findings += _whole(record, reading, tree, place.year)
    findings += _amounts(record, reading)
    findings += _measures(record, reading, tree)
    findings += _forms(record, reading, tree)
    filed = Filed(
        place.publisher,
        record,
        MappingProxyType(tables),
        shares,
        place.file,
        hashlib.sha256(data).hexdigest(),
        reading.money,
    )
    return (filed if whole else None), findings


REQUIRED = {"格式": "1", "状态": "草稿", "板式": "", "金额单位": "元"}
"""Stand-ins for what a faulty record lacks, so that the rest of it can be checked."""


def _salvaged(tree: Mapping, place: Place) -> Mapping:
    """A copy without what has shape errors: unknown keys alone, else the table, list item or key around the error."""
    bad: set[Path] = set()
    try:
        Record.model_validate(tree)
    except ValidationError as errors:
        for error in errors.errors(include_url=False):
            loc = tuple(error["loc"])
            bad.add(loc if error["type"] == "extra_forbidden" else loc[:2])
    copy = _without(tree, (), bad)
    if not isinstance(copy, Mapping):
        return tree
    for name, text in {**REQUIRED, "年度": str(place.year)}.items():
        if name not in copy:
            copy[Text(name)] = Text(text)
    return copy


def _without(node: Node, at: Path, bad: set[Path]) -> Node:
    """The node without the paths named; parts that hold none of them are the same objects, so positions stay."""
    if not any(path[: len(at)] == at for path in bad):
        return node
    if isinstance(node, Mapping):
        kept = Mapping(
            {key: _without(value, (*at, str(key)), bad) for key, value in node.items() if (*at, key) not in bad}
        )
        kept.line, kept.column, kept.flow = node.line, node.column, node.flow
        return kept
    if isinstance(node, Sequence):
        items = enumerate(node)
        rest = Sequence(_without(value, (*at, place), bad) for place, value in items if (*at, place) not in bad)
        rest.line, rest.column, rest.flow = node.line, node.column, node.flow
        return rest
    return node


def _reading(record: Record, catalog: Catalog, place: Place) -> Reading:
    money = WAN if record.unit == "万元" else Decimal(1)
    quantum = (_step(record) or Decimal("0.01")) * money
    exact = record.unit == "元" and record.quantum is None
    return Reading(
        place.file,
        place.publisher.path,
        record.year,
        money,
        Decimal(0) if exact else quantum,
        record.status == "存档",
        catalog,
    )


def _step(record: Record) -> Decimal | None:
    """精度; None where it is no number above zero."""
    if record.quantum is None:
        return Decimal("0.01")
    value = parse_amount(str(record.quantum), 4)
    return value if isinstance(value, Decimal) and value > 0 else None


def _read_shares(
    record: Record, reading: Reading, tree: Node, findings: list[Finding]
) -> MappingProxyType[str, MappingProxyType[str, TableFacts]]:
    nodes = tree["分单位"] if isinstance(tree, Mapping) and "分单位" in tree else ()
    shares: dict[str, MappingProxyType[str, TableFacts]] = {}
    for share, node in zip(record.shares, nodes, strict=True):
        root = node["表"] if isinstance(node, Mapping) and "表" in node else None
        tables, found = read_tables(share.tables, reading, root)
        findings += found
        shares[share.slug] = MappingProxyType(tables)
    return MappingProxyType(shares)


def _at(tree: Node, key: str) -> Text | None:
    value = tree[key] if isinstance(tree, Mapping) and key in tree else None
    return value if isinstance(value, Text) else None


def _whole(record: Record, reading: Reading, tree: Node, year: int) -> Iterator[Finding]:
    """What a record says of itself against where it stands."""
    if record.year != year:
        yield reading.finding(
            "S-年度", _at(tree, "年度"), f"年度写的是 {record.year}，文件名却是 {year}.yml", "改正其中一个"
        )
    if record.profile and record.profile not in reading.catalog.profiles:
        cure = near(record.profile, list(reading.catalog.profiles))
        yield reading.finding("S-板式", _at(tree, "板式"), f"没有叫“{record.profile}”的板式", cure)
    if _step(record) is None:
        yield reading.finding("S-精度", record.quantum, "精度应是大于零的数，如 0.1")


def _amounts(record: Record, reading: Reading) -> Iterator[Finding]:
    """上年, 内部往来 and 项目 hold amounts too; a text that is none would be taken for nothing."""
    cells = [("上年", one.value) for one in record.prior] + [("内部往来", one.value) for one in record.transfers]
    cells += [("项目", cell) for one in record.projects for cell in (one.initial, one.adjusted, one.executed)]
    for place, cell in cells:
        value = parse_amount(str(cell), 6 if reading.archive else 2)
        if cell and cell != NOT_APPLICABLE and isinstance(value, AmountError):
            severity: Severity = "警告" if reading.archive else "错误"
            yield reading.finding("S-金额", cell, f"“{place}”：{value.message}", value.cure, severity)


def _forms(record: Record, reading: Reading, tree: Node) -> Iterator[Finding]:
    """绩效表 against their layouts."""
    for at, entry in enumerate(record.forms):
        layout = reading.catalog.layouts.get(entry.layout)
        if layout is None:
            cure = near(entry.layout, list(reading.catalog.layouts))
            node = locate(tree, ("绩效表", at, "表式"))
            yield reading.finding("S-表式", node, f"没有叫“{entry.layout}”的表式", cure)
            continue
        for problem in form_problems(entry, layout, reading.archive):
            node = locate(tree, ("绩效表", at, *problem.path), missing=problem.kind == "缺", key=problem.kind == "键")
            severity: Severity = "警告" if reading.archive and problem.kind == "值" else "错误"
            yield reading.finding("S-绩效表", node, f"绩效表“{entry.slug}”：{problem.message}", problem.cure, severity)


def _measures(record: Record, reading: Reading, tree: Node) -> Iterator[Finding]:
    """原因, 用途, 上年 and 内部往来 speak of figures that exist."""
    spoken = {
        "原因": [one.measure for one in record.reasons],
        "用途": [one.measure for one in record.uses],
        "上年": [one.measure for one in record.prior],
        "内部往来": [one.measure for one in record.transfers],
    }
    for key, measures in spoken.items():
        for at, measure in enumerate(measures):
            wrong = measure_problem(measure, reading.catalog)
            if wrong is not None:
                yield reading.finding(
                    "S-量", locate(tree, (key, at, "量")), f"“{measure}”不是一个数的地址：{wrong[0]}", wrong[1]
                )


def measure_problem(measure: str, catalog: Catalog) -> tuple[str, str] | None:
    """What is wrong with the address of a figure, and the cure; None where nothing is. Rows are not judged: 用途 may speak of any 科目."""
    steps = measure.partition(":")[0].partition("/")[0].split(".")
    if steps[0] in {"项目", "分单位", "绩效表"}:
        return None
    kind = catalog.tables.get(steps[0])
    if kind is None:
        return f"没有叫“{steps[0]}”的表", near(steps[0], list(catalog.tables))
    if not kind.single and len(steps) == 3 and kind.column(steps[2]) is None:
        return f"{kind.id}没有“{steps[2]}”这一栏", near(steps[2], list(kind.by_column))
    return None
