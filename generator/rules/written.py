"""记录里的文字：每一段自由文字和它所在的地方，给看字面的规则用。"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from generator.accounts import Account
from generator.catalog import FormLayout
from generator.forms import form_place
from generator.forms.cells import pieces
from generator.model import FormEntry, Record


@dataclass(frozen=True, slots=True)
class Written:
    """A free text of a record, what part of the record it is in, and the address by which findings call it."""

    text: object
    path: str
    address: str = ""


def holding(
    pattern: re.Pattern[str], written: Collection[Written], whole: str
) -> Iterator[tuple[Written, re.Match[str]]]:
    """The texts in which a pattern stands, first hit each. `whole` is all of them joined: mostly there is no hit in any."""
    for one in written if pattern.search(whole) else ():
        found = pattern.search(str(one.text))
        if found is not None:
            yield one, found


def joined(written: Iterable[Written]) -> str:
    """All texts, one a line."""
    return "\n".join([str(one.text) for one in written])


_ASKED: list[tuple[Record, tuple[Written, ...], str]] = []
"""The record asked for last with its texts: the modules that read them come one after another."""


def texts(record: Record) -> tuple[tuple[Written, ...], str]:
    """Every free text of a record outside its forms that is not empty, and all of them joined."""
    if not _ASKED or _ASKED[0][0] is not record:
        found = tuple(one for one in _texts(record) if one.text)
        _ASKED[:] = [(record, found, joined(found))]
    return _ASKED[0][1:]


def _texts(record: Record) -> Iterator[Written]:
    yield from (Written(text, f"文字 → {name}", f"文字.{name}") for name, text in record.texts.items())
    for reason in record.reasons:
        yield Written(reason.text, f"原因 → {reason.measure}", reason.measure)
    yield from (Written(use.text, f"用途 → {use.measure}", use.measure) for use in record.uses)
    if record.overview:
        parts = (*record.overview.duties, record.overview.units_text)
        yield from (Written(text, "概况", f"概况.{at}") for at, text in enumerate(parts, 1))
    for project in record.projects:
        parts = (project.use, project.effect, project.problem, project.measure)
        yield from (Written(text, f"项目 → {project.name}", f"项目.{project.slug}") for text in parts)
    yield from _work(record)
    for name, entry in record.tables.items():
        yield Written(entry.note, f"表 → {name} → 注", f"{name}.注")


def _work(record: Record) -> Iterator[Written]:
    if record.work is None:
        return
    for at, text in enumerate(record.work.texts, 1):
        yield from (
            Written(one, f"重点工作 → 第{at}段", f"重点工作#第{at}段") for one in (text.title, *text.paragraphs)
        )
    for at, row in enumerate(record.work.rows, 1):
        cells = (row.matter, row.goal, row.done)
        yield from (Written(one, f"重点工作/表 → 第{at}行", f"重点工作/表#第{at}行") for one in cells)


@dataclass(frozen=True, slots=True)
class Form:
    """A form with its layout, as far as its words and dates go."""

    entry: FormEntry
    layout: FormLayout

    @property
    def place(self) -> str:
        """绩效表/医疗监管."""
        return form_place(self.entry, self.layout)

    @property
    def address(self) -> str:
        """`绩效表.yljg`."""
        return f"绩效表.{self.entry.slug}"

    def rows(self) -> tuple[dict[str, Any], ...]:
        """The cells of every indicator."""
        return (*self.entry.indicators, *(row for goal in self.entry.groups for row in goal.indicators))

    def strings(self) -> list[str]:
        """Fields, goals, indicators, reasons."""
        entry = self.entry
        cells = [*entry.head.values(), *entry.goals.values(), *entry.texts.values()]
        cells += [goal.text for goal in entry.groups]
        for row in self.rows():
            cells += row.values()
        return [text for cell in cells for text in ((cell,) if isinstance(cell, str) else pieces(cell))]

    def texts(self) -> Iterator[Written]:
        """The same, each with its place."""
        place, address = self.place, self.address
        yield from (Written(text, place, address) for text in self.strings())


def forms(account: Account) -> Iterator[Form]:
    """Every form of a record whose layout is known."""
    layouts = account.figures.catalog.layouts
    yield from (Form(one, layouts[one.layout]) for one in account.filed.record.forms if one.layout in layouts)
