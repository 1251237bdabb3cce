"""读工作簿：在另一个进程里读，时间和内存有限；坏文件、炸弹、宏和外链都到不了这里。"""

from __future__ import annotations

import csv
import multiprocessing
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from multiprocessing.connection import Connection
from pathlib import Path

import openpyxl

Value = str | Decimal | None
MOST_ROWS, MOST_COLUMNS, MOST_SHEETS = 3000, 80, 200
UNPACKED, RATIO = 50_000_000, 100
"""Bytes of all parts together, and how much more than packed: beyond, it is no workbook but a bomb."""
SECONDS, MEMORY = 60, 1_500_000_000
ENCODINGS = ("utf-8-sig", "gb18030")


class BookError(ValueError):
    """The file can't be read as a workbook; says why in one Chinese sentence."""


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet: its cells by row and column from 1, and which of them reach over several."""

    name: str
    cells: dict[tuple[int, int], Value]
    spans: tuple[tuple[int, int, int, int], ...] = ()
    """First row, first column, last row, last column."""


def read_book(path: Path) -> tuple[Page, ...]:
    """All sheets of an xlsx file, or the one of a CSV file."""
    if path.suffix.lower() == ".csv":
        return (_csv(path),)
    if path.suffix.lower() != ".xlsx":
        raise BookError(f"{path.name}：只读 xlsx 和 csv；旧的 xls 请先另存为 xlsx")
    _weigh(path)
    return _apart(path)


def _csv(path: Path) -> Page:
    data = path.read_bytes()
    if len(data) > UNPACKED:
        raise BookError(f"{path.name}：文件太大")
    for encoding in ENCODINGS:
        with suppress(UnicodeDecodeError):
            rows = csv.reader(data.decode(encoding).splitlines())
            cells: dict[tuple[int, int], Value] = {
                (line, column): text.strip()
                for line, row in enumerate(rows, 1)
                for column, text in enumerate(row, 1)
                if text.strip()
            }
            return Page(path.stem, cells)
    raise BookError(f"{path.name}：不是 UTF-8，也不是 GB18030，请另存为 UTF-8 的 CSV")


def _weigh(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as book:
            unpacked = sum(part.file_size for part in book.infolist())
            packed = max(sum(part.compress_size for part in book.infolist()), 1)
    except (OSError, zipfile.BadZipFile) as error:
        raise BookError(f"{path.name}：打不开，文件损坏或不是 xlsx") from error
    if unpacked > UNPACKED or unpacked > packed * RATIO:
        raise BookError(f"{path.name}：展开后太大，不像一本决算表，没有读")


def _apart(path: Path) -> tuple[Page, ...]:
    """In a process of its own that can be ended."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    child = context.Process(target=_child, args=(str(path), there), daemon=True)
    child.start()
    there.close()
    try:
        answer: object = here.recv() if here.poll(SECONDS) else None
    except EOFError:
        answer = None
    finally:
        child.kill()
        child.join()
    if isinstance(answer, list):
        return tuple(answer)
    reason = answer if isinstance(answer, str) else "读得太久或占内存太多"
    raise BookError(f"{path.name}：{reason}，没有读")


def _child(path: str, answer: Connection) -> None:
    """Reads with limits; whatever happens stays here."""
    with suppress(ImportError, ValueError, OSError):  # not every system can limit a process
        import resource  # noqa: PLC0415 - not there on Windows

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        answer.send(list(_pages(path)))
    except MemoryError:
        answer.send("占内存太多")
    except Exception:  # noqa: BLE001 - openpyxl raises what it likes on damaged files
        answer.send("文件损坏或被改动")


def _pages(path: str) -> Iterator[Page]:
    book = openpyxl.load_workbook(path, data_only=True, keep_links=False)
    for sheet in book.worksheets[:MOST_SHEETS]:
        rows, columns = min(sheet.max_row, MOST_ROWS), min(sheet.max_column, MOST_COLUMNS)
        cells: dict[tuple[int, int], Value] = {
            (cell.row, cell.column): value
            for row in sheet.iter_rows(max_row=rows, max_col=columns)
            for cell in row
            if cell.row and cell.column and (value := _value(cell.value)) is not None
        }
        spans = tuple((one.min_row, one.min_col, one.max_row, one.max_col) for one in sheet.merged_cells.ranges)
        yield Page(str(sheet.title), cells, spans)


def _value(value: object) -> Value:
    """A figure as it is written, exact; a text without its edges."""
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return Decimal(repr(value))
    return str(value).strip() or None
