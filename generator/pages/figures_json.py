"""来历数据：一份公开文件所有数的来历，写成一个小 JSON，供公开页上的小窗读取；由来历页的值写成，两处不会不同。

The shape, kept small: every word is said once in `w` and named by its number (0 is no word), a figure is named by its number in
reading order, an address is written as what differs from the one before (how many characters are the same, and the rest), and what
is empty at the end of a list is left out.

    {a: address, w: [word], l: [link to a page], g: [[title, [[row, [entry]]]]]}
    entry: [[[same, rest, name …], …], value, unit, origin, lead, [step], note, last, written, corrections]
    step:  [before, text] | [before, text, figure] | [before, text, value, link, address]
    last:  [value] | [value, link] | [value, link, address]       written: [[text, [[place, id], …]], …]

An address of another page that is the entry's own is written as 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from generator.pages.figures_tape import LAST
from generator.pages.figures_walk import DATA, PAGE
from generator.views import FigureEntry, FigureGroup, FigureRow, FiguresPage, Step


def figure_files(pages: Mapping[str, object]) -> dict[str, bytes]:
    """One file beside every disclosure that has a page of origins, by path."""
    return {
        address.removesuffix(PAGE) + DATA: figures_json(page)
        for address, page in pages.items()
        if isinstance(page, FiguresPage)
    }


def figures_json(page: FiguresPage) -> bytes:
    """The data of one disclosure."""
    writer = _Writer()
    for group in page.groups:
        for row in group.rows:
            for entry in row.entries:
                writer.number(entry)
    groups = [writer.group(group) for group in page.groups]
    data = {"a": page.address, "w": list(writer.words), "l": list(writer.links), "g": groups}
    return msgspec.json.encode(data, enc_hook=str) + b"\n"  # str: a typed text knows its place in the file


class _Numbers(dict[str, int]):
    """Texts numbered as they come up."""

    def __missing__(self, text: str) -> int:
        number = self[text] = len(self)
        return number


@dataclass
class _Writer:
    """Words, links and figures by number, as they come up."""

    words: _Numbers = field(default_factory=lambda: _Numbers({"": 0}))
    links: _Numbers = field(default_factory=_Numbers)
    figures: _Numbers = field(default_factory=_Numbers)
    previous: str = ""

    def number(self, entry: FigureEntry) -> None:
        """Number the figures of an entry."""
        for name in entry.names:
            self.figures[name.fact]  # asking for its number gives it one

    def link(self, href: str) -> int:
        """The number of a link to a page, as the disclosure page says it: one folder higher than the page of origins does."""
        return self.links[href.removeprefix("../")]

    def group(self, group: FigureGroup) -> list[Any]:
        """One table or form."""
        return [self.words[group.title], [self.row(row) for row in group.rows]]

    def row(self, row: FigureRow) -> list[Any]:
        """One row."""
        return [self.words[row.name], [self.entry(entry) for entry in row.entries]]

    def entry(self, entry: FigureEntry) -> list[Any]:
        """One entry, without what is empty at its end."""
        own = entry.names[0].fact
        words = self.words
        found = [
            [self.name(name.fact, name.words or (name.name,)) for name in entry.names],
            entry.value,
            words[entry.unit],
            words[entry.origin],
            words[entry.lead],
            [self.step(step, own) for step in entry.steps],
            words[entry.note],
            self.target(entry.last, own) if entry.last else 0,
            [[text, [[link.text, link.href.partition("#")[2]] for link in links]] for text, links in entry.written],
            list(entry.corrections),
        ]
        while not found[-1]:
            found.pop()
        return found

    def name(self, fact: str, words: tuple[str, ...]) -> list[Any]:
        """An address as what differs from the one before it."""
        same = _alike(self.previous, fact)
        self.previous = fact
        # Counted as JavaScript counts: rare characters (𠮷) are two.
        wide = same if fact.isascii() else len(fact[:same].encode("utf-16-le")) // 2
        return [wide, fact[same:], *(self.words[word] for word in words)]

    def step(self, step: Step, own: str) -> list[Any]:
        """Words, a figure of this page, or one of another page."""
        start = [self.words[step.before], self.words[step.text]]
        if not step.value:
            return start
        if step.href.startswith("#"):
            return [*start, self.figures[step.fact]]
        return [*start, *self.target(step, own)]

    def target(self, step: Step, own: str) -> list[Any]:
        """A value, and where it stands: link to a page, and the address of the figure there."""
        page, anchor, _ = step.href.partition("#")
        if not page:
            return [step.value]
        fact = step.fact.removesuffix(LAST)
        return [step.value, self.link(page), 1 if fact == own else fact] if anchor else [step.value, self.link(page)]


def _alike(first: str, second: str) -> int:
    """How many characters two addresses have in common at their start."""
    most = min(len(first), len(second))
    at = most if first[:most] == second[:most] else first.rfind(".", 0, most) + 1
    while at and first[:at] != second[:at]:  # whole steps first: most neighbours differ in the last one only
        at = first.rfind(".", 0, at - 1) + 1
    while at < most and first[at] == second[at]:
        at += 1
    return at
