"""填表的毛病：不认识的栏、行和项，没填的必填项，写成字的数。"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from generator.amounts import AmountError
from generator.facts import near
from generator.forms.cells import DASH, NUMBERS, pieces, refused
from generator.forms.sheet import FUNDS, GROUPS, INDICATORS, ROW, TOTAL
from generator.model import NOT_APPLICABLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from generator.catalog import FormColumn, FormLayout
    from generator.model import FormEntry

Path = tuple[str | int, ...]
_PRIVATE = ("联系人", "电话", "手机")


@dataclass(frozen=True, slots=True)
class FormProblem:
    """One thing to mend. `path` leads from the entry to the place: 键 a key, 值 a value, 缺 the parent and what it lacks."""

    path: Path
    message: str
    cure: str = ""
    kind: Literal["键", "值", "缺"] = "键"


def form_problems(entry: FormEntry, layout: FormLayout, archive: bool = False) -> tuple[FormProblem, ...]:
    """Everything in an entry that its layout does not know or misses. An archive may leave out what its document lacks."""
    found = [*_names(entry, layout), *_funds(entry, layout), *_indicators(entry, layout)]
    return tuple(found if archive else [*found, *_missing(entry, layout)])


def _names(entry: FormEntry, layout: FormLayout) -> Iterator[FormProblem]:
    """Fields of the head, goals, foot texts, totals and group points."""
    totals = list(layout.totals) if len(layout.totals) > 1 else [TOTAL] if layout.totals else []
    firsts = _first_levels(entry, layout)
    yield from _unknown(entry.head, layout.head, ("表头",), layout, "表头没有“{}”这一项")
    yield from _options(entry, layout)
    yield from _unknown(entry.goals, layout.goals, ("目标",), layout, "没有“{}”这一栏目标")
    yield from _unknown(entry.texts, layout.texts, ("文字",), layout, "没有“{}”这一段文字")
    yield from _unknown(entry.totals, totals, (TOTAL,), layout, "总分没有“{}”")
    yield from _unknown(entry.group_points, firsts, ("分组分值",), layout, "没有叫“{}”的一级指标")


def _first_levels(entry: FormEntry, layout: FormLayout) -> list[str]:
    first = next((column.name for column in layout.indicators if column.kind == "级次"), "")
    rows = [*entry.indicators, *(row for goal in entry.groups for row in goal.indicators)]
    return list(dict.fromkeys([*layout.group_points, *(str(row.get(first, "")) for row in rows)]))


def _unknown(
    given: Iterable[str], known: Sequence[str], path: Path, layout: FormLayout, message: str
) -> Iterator[FormProblem]:
    for name in given:
        if name in known:
            continue
        if any(word in name for word in _PRIVATE):
            cure = "联系人和电话不公开，删去这一项"
        else:
            cure = near(name, list(known)) or (f"这里可以写：{'、'.join(known)}" if known else "删去")
        yield FormProblem((*path, name), f"表式{layout.id}{message.format(name)}", cure)


def _options(entry: FormEntry, layout: FormLayout) -> Iterator[FormProblem]:
    for name, value in entry.head.items():
        if not isinstance(value, str) and (name not in layout.options or not _are_texts(value)):
            yield FormProblem(("表头", name), f"“{name}”应填一段文字", kind="值")
            continue
        for choice in pieces(value) if name in layout.options else ():
            if choice not in layout.options[name]:
                known = list(layout.options[name])
                cure = near(choice, known) or f"可选：{'、'.join(known)}"
                yield FormProblem(("表头", name), f"“{name}”没有“{choice}”这一项", cure, "值")


def _are_texts(value: Any) -> bool:  # noqa: ANN401 - whatever was typed
    return isinstance(value, list | tuple) and bool(value) and all(isinstance(one, str) for one in value)


def _funds(entry: FormEntry, layout: FormLayout) -> Iterator[FormProblem]:
    rows = [row.name for row in layout.funds_rows]
    seen: set[str] = set()
    for at, cells in enumerate(entry.funds):
        path = (FUNDS, at)
        name = str(cells.get(ROW, rows[0] if len(rows) == 1 else ""))
        if not name:
            yield FormProblem((*path, ROW), "资金的这一行没有写“行”", f"可以写：{'、'.join(rows)}", "缺")
        elif name not in rows and not layout.more_rows:
            cure = near(name, rows) or f"可以写：{'、'.join(rows)}"
            yield FormProblem((*path, ROW), f"表式{layout.id}的资金没有“{name}”这一行", cure, "值")
        elif name in seen:
            yield FormProblem((*path, ROW), f"“{name}”有两行", "合成一行", "值")
        seen.add(name)
        yield from _cells({key: value for key, value in cells.items() if key != ROW}, layout.funds, path, layout)


def _indicators(entry: FormEntry, layout: FormLayout) -> Iterator[FormProblem]:
    if layout.group_title and entry.indicators:
        yield FormProblem((INDICATORS,), f"表式{layout.id}按年度目标填指标", "把指标移到“目标组”各个目标下面")
    if entry.groups and not layout.group_title:
        yield FormProblem((GROUPS,), f"表式{layout.id}不分年度目标", "把各个指标移到“指标”下面")
    for at, row in enumerate(entry.indicators):
        yield from _cells(row, layout.indicators, (INDICATORS, at), layout)
    for goal, group in enumerate(entry.groups):
        for at, row in enumerate(group.indicators):
            yield from _cells(row, layout.indicators, (GROUPS, goal, INDICATORS, at), layout)


def _cells(
    cells: Mapping[str, Any], columns: Sequence[FormColumn], path: Path, layout: FormLayout
) -> Iterator[FormProblem]:
    known = {column.name: column for column in columns}
    yield from _unknown(cells, list(known), path, layout, "没有“{}”这一栏")
    for name, value in cells.items():
        if name not in known:
            continue
        if not isinstance(value, str) and not _are_texts(value):
            yield FormProblem((*path, name), f"“{name}”应填一个值，或方括号里的几个值", kind="值")
        elif known[name].kind in NUMBERS:
            yield from _number(str(pieces(value)[0]) if pieces(value) else "", known[name], (*path, name))


def _number(text: str, column: FormColumn, path: Path) -> Iterator[FormProblem]:
    """A word where a number belongs; “—” and 不适用 are no slips."""
    value = refused(text, column.kind)
    if isinstance(value, AmountError) and text not in {DASH, NOT_APPLICABLE}:
        yield FormProblem(path, f"{column.name}：{value.message}", value.cure, "值")


def _missing(entry: FormEntry, layout: FormLayout) -> Iterator[FormProblem]:
    """What a living record owes."""
    for name in layout.required:
        if not pieces(entry.head.get(name)):
            yield FormProblem(("表头", name), f"表式{layout.id}的表头要填“{name}”", f"补上“{name}: …”", "缺")
    if layout.funds and not entry.funds:
        yield FormProblem((FUNDS,), f"绩效表“{entry.slug}”没有填资金", "补上“资金:”", "缺")
    place = GROUPS if layout.group_title else INDICATORS
    if not (entry.groups if layout.group_title else entry.indicators):
        yield FormProblem((place,), f"绩效表“{entry.slug}”没有填指标", f"补上“{place}:”", "缺")
    title = next((column.name for column in layout.indicators if column.kind == "名称"), "")
    for path, row in _rows(entry):
        if title and not pieces(row.get(title)):
            yield FormProblem((*path, title), f"这个指标没有写“{title}”", f"补上“{title}: …”", "缺")


def _rows(entry: FormEntry) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    yield from (((INDICATORS, at), row) for at, row in enumerate(entry.indicators))
    for goal, group in enumerate(entry.groups):
        yield from (((GROUPS, goal, INDICATORS, at), row) for at, row in enumerate(group.indicators))
