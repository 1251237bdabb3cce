"""规整 fmt：记录文件的标准写法——键的次序、一行一个科目、编码加引号；从不改值，不丢注释。"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel

from generator.catalog import Catalog, FormLayout, TableKind
from generator.fmt_layout import canonical
from generator.model import Department, Record, Region, Site
from generator.shape import keys_at, locate
from generator.strict_yaml import Mapping, Node, Problem, Text, compose, decode, read_file

Path_ = tuple[str | int, ...]

ROWS = frozenset({"行", "原文", "上年", "关系", "内部往来", "资金", "指标", "单位"})
"""Sequences whose items are rows: one flow mapping on one line."""
QUOTED = frozenset({"科目", "编码", "列入", "写作"})
"""Keys whose values are always quoted, so that codes keep their zeros and printed characters their shape."""
LISTS = frozenset({"列入", "别名", "曾用标识"})
"""Short lists written on one line."""


@dataclass(frozen=True, slots=True)
class RecordLayout:
    """The canonical layout of one file: the model gives the order of keys, table kinds and forms that of columns."""

    model: type[BaseModel]
    catalog: Catalog
    tree: Node

    def order(self, path: Path_) -> tuple[str, ...] | None:
        """Canonical order of the keys of the mapping at `path`."""
        if len(path) >= 2 and path[0] == "表" and path[1] in self.catalog.tables and "行" in path:
            return self._columns(str(path[1]))
        if path and path[0] == "绩效表" and len(path) >= 3:
            return self._form_order(path)
        if path == ("表",):
            return tuple(self.catalog.tables)
        return keys_at(self.model, path) or None

    def _columns(self, table: str) -> tuple[str, ...] | None:
        kind = self.catalog.tables[table]
        if kind.single:
            return self._single_order(kind) or None
        return ("科目", "行", "名称", *(column.name for column in kind.columns), "列入", "注")

    def _single_order(self, kind: TableKind) -> tuple[str, ...]:
        """Rows as they are printed: codes stand where the kind has its 类, or before the totals."""
        rows = locate(self.tree, ("表", kind.id, "行"))
        codes = sorted(str(key) for key in rows if key.isdigit()) if isinstance(rows, Mapping) else []
        found: list[str] = [] if kind.rows else codes
        for row in (*kind.rows, *kind.extra_rows):
            found += codes if row.codes else [row.name]
        return tuple(found)

    def _form_order(self, path: Path_) -> tuple[str, ...] | None:
        layout = self._form(path)
        if layout is None:
            return keys_at(self.model, path) or None
        if "资金" in path:
            return ("行", *(column.name for column in layout.funds))
        if "指标" in path:
            return tuple(column.name for column in layout.indicators)
        if path[2] == "表头":
            return layout.head
        return keys_at(self.model, path) or None

    def _form(self, path: Path_) -> FormLayout | None:
        forms = self.tree[Text("绩效表")] if isinstance(self.tree, Mapping) and "绩效表" in self.tree else ()
        at = path[1]
        entry = forms[at] if isinstance(at, int) and isinstance(forms, list) and at < len(forms) else None
        name = entry.get(Text("表式")) if isinstance(entry, Mapping) else None
        return self.catalog.layouts.get(str(name))

    def is_row(self, path: Path_) -> bool:
        """Whether the mapping at `path` is a table row."""
        return len(path) >= 2 and isinstance(path[-1], int) and path[-2] in ROWS

    def quoted(self, path: Path_) -> bool:
        """Whether the scalar at `path` is always quoted."""
        steps = [step for step in path if isinstance(step, str)]
        if not steps or steps[-1] not in QUOTED:
            return False
        value = locate(self.tree, path)
        return steps[-1] == "写作" or (isinstance(value, Text) and value.isdigit())

    def row_sequence(self, path: Path_) -> bool:
        """Whether the list at `path` is written on one line."""
        return bool(path) and path[-1] in LISTS


@dataclass(frozen=True, slots=True)
class Formatted:
    """One file: its canonical text, or the problems that prevent it."""

    path: Path
    before: str
    after: str
    problems: tuple[Problem, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether the file is not in canonical layout."""
        return not self.problems and self.before != self.after


def record_files(content: Path) -> Iterator[tuple[Path, type[BaseModel]]]:
    """Every file that clerks edit, with its model."""
    if (content / "site.yml").is_file():
        yield content / "site.yml", Site
    for path in sorted((content / "records").rglob("*.yml")):
        model: type[BaseModel] = (
            Region if path.name == "region.yml" else Department if path.name == "department.yml" else Record
        )
        if not path.is_symlink():
            yield path, model


def formatted(path: Path, model: type[BaseModel], catalog: Catalog) -> Formatted:
    """The canonical text of one file."""
    data, problems = read_file(path)
    if data is None:
        return Formatted(path, "", "", problems)
    text, problems = decode(data)
    tree: Node | None = None
    if not problems:
        tree, problems = compose(text)
    if tree is None:
        return Formatted(path, text, text, problems)
    after, problems = canonical(text, RecordLayout(model, catalog, tree))
    return Formatted(path, text, after, tuple(problem for problem in problems if problem.severity == "error"))
