"""导入成记录：名目照一份旧记录，数照工作簿。"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from generator.accounts import derive
from generator.catalog import Catalog, TableKind
from generator.exports.printed import sections, tables_of
from generator.fresh import flow, fresh_record
from generator.importing.books import read_book
from generator.importing.grids import template
from generator.importing.placing import Placed, place_pages
from generator.load import ground, load_family
from generator.newcomers import NewcomerError
from generator.pages.disclosure import disclosure
from generator.project import Project
from generator.store import Publisher, Store
from generator.views import Table

STEP = "  "


@dataclass(frozen=True, slots=True)
class Imported:
    """The text of the record, and what found no place in it."""

    text: str
    placed: Placed


def import_record(project: Project, books: Iterable[Path], source: Path, year: int) -> Imported:
    """A record of `year` with the figures of workbooks; `source` is the file of a record that prints the same tables."""
    base = ground(project.content, project.templates).store
    known = template(_printed(project, base, source))
    pages = [page for book in books for page in read_book(book)]
    placed = place_pages(pages, known, base.catalog)
    tables = tuple(_lines(placed, base.catalog))
    text = fresh_record(source.read_text("utf-8"), year, base.catalog, tables, placed.unit).text
    return Imported(text, placed)


def _printed(project: Project, base: Store, source: Path) -> tuple[Table, ...]:
    """The tables that the record in a file prints."""
    file = source.relative_to(project.content).as_posix()
    region, slug, *_ = file.split("/")[1:]
    store, _found = load_family(project.content, base, Publisher(region, slug))
    accounts = derive(store)
    account = next((one for one in accounts.values() if one.filed.file == file), None)
    if account is None:
        raise NewcomerError(f"{file} 读不通，先用 juesuan check 看看")
    page = disclosure(store, account, list(accounts.values()))
    blocks = (block for section in sections(page.parts) for block in section.blocks if block.form is None)
    return tuple(table for block in blocks for table in tables_of(block))


def _lines(placed: Placed, catalog: Catalog) -> Iterable[str]:
    for name, kind in catalog.tables.items():
        if name in placed.rows:
            yield f"{STEP}# {kind.title}"
            yield f"{STEP}{name}:"
            yield f"{STEP * 2}状态: 有数"
            yield f"{STEP * 2}行:"
            yield from (f"{STEP * 3}{line}" for line in _rows(kind, placed.rows[name]))


def _rows(kind: TableKind, rows: dict[str, dict[str, str]]) -> Iterable[str]:
    if kind.row_kind == "固定":  # every 类 is printed there, also those without money
        rows = {
            row: columns for row, columns in rows.items() if not row.isdigit() or any(map(Decimal, columns.values()))
        }
    if kind.single:
        yield from (
            f'"{row}": {columns[""]}' if row.isdigit() else f"{row}: {columns['']}"
            for row, columns in rows.items()
            if "" in columns
        )
        return
    key = "科目" if kind.row_kind in {"功能科目", "经济科目"} else "行"
    for row, columns in rows.items():
        figures = {column: value for column, value in columns.items() if column}
        yield f"- {flow({key: row})[:-1]}, {', '.join(f'{column}: {value}' for column, value in figures.items())}}}"
