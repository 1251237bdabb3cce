"""注释归谁：整行的跟着它下面的那一项，行末的跟着它那一行。"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generator.yaml_nodes import Mapping, Text, texts
from generator.yaml_prescan import Lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.yaml_nodes import Node

_COMMENT = re.compile(r"#[^\r\n]*")
_LINE_END = re.compile(r"\r\n?|\n")

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Comment:
    """一条注释: its words and where they stood."""

    text: str
    offset: int
    column: int
    own_line: bool
    after_blank_line: bool


@dataclass(slots=True, eq=False)
class Entry:
    """一项: a key with its value or an item of a sequence, with the comments that belong to it."""

    path: Path
    start: int  # offset of its key or dash
    key: Text | None
    value: Node
    parent: Entry | None
    leaf: bool  # printed on a line of its own, or as one block of text
    children: list[Entry] = field(default_factory=list)
    lead: list[str] = field(default_factory=list)  # lines above it
    tail: str = ""  # at the end of its line
    foot: list[str] = field(default_factory=list)  # below its last child

    @property
    def column(self) -> int:
        """Column of the keys or dashes it stands among."""
        return 1 if self.parent is None else self.parent.value.column

    @property
    def has_line(self) -> bool:
        """Whether a comment can stand at the end of its line: a dash shares the line of what follows."""
        return self.leaf or self.key is not None

    @property
    def end(self) -> int:
        """Offset behind its value. A block has no mark there, so its last part is asked."""
        value = self.value
        while not isinstance(value, Text) and not value.flow and value:
            value = next(reversed(value.values())) if isinstance(value, Mapping) else value[-1]
        return value.end

    def holds(self, comment: Comment) -> bool:
        """Whether a comment below a row in block style is indented like a part of it."""
        return not isinstance(self.value, Text) and not self.value.flow and comment.column > self.column

    def family(self) -> Iterator[Entry]:
        """Itself and everything it is in, inside out."""
        entry: Entry | None = self
        while entry is not None:
            yield entry
            entry = entry.parent


@dataclass(slots=True)
class Frame:
    """Comments of the file as a whole; an empty string is a blank line."""

    head: list[str] = field(default_factory=list)
    tail: list[str] = field(default_factory=list)


def scan(text: str, root: Node | None) -> list[Comment]:
    """Every comment. Between the texts of a tree a # can be nothing else."""
    lines = Lines(text)
    found: list[Comment] = []
    since = 0
    for value, _ in texts(root):
        found += _between(lines, since, value.start)
        since = value.end
        if value.style in {"|", ">"}:
            header_end = lines.start_of(value.start) + len(lines.row(value.line))
            found += _between(lines, value.start, header_end)
    return found + list(_between(lines, since, len(text)))


def _between(lines: Lines, first: int, last: int) -> Iterator[Comment]:
    for found in _COMMENT.finditer(lines.text, first, last):
        line, column = lines.at(found.start())
        head = lines.row(line)[: column - 1]
        yield Comment(
            found[0].rstrip(),
            found.start(),
            column,
            own_line=not head.strip(),
            after_blank_line=line > 1 and not lines.row(line - 1).strip(),
        )


def attach(text: str, root: Entry, comments: list[Comment]) -> Frame:
    """Give every comment its place: an entry, or the head or tail of the file."""
    entries = list(_preorder(root))
    starts = [entry.start for entry in entries]
    frame = Frame()
    first = bisect_left([comment.offset for comment in comments], starts[0])
    _attach_head(text, comments[:first], entries[0], frame)
    for comment in comments[first:]:
        at = bisect_right(starts, comment.offset)
        after = entries[at] if at < len(entries) else None
        if comment.own_line:
            _attach_line(comment, entries[at - 1], after, root, frame)
        else:
            _attach_tail(comment, entries[at - 1])
    return frame


def _preorder(entry: Entry) -> Iterator[Entry]:
    for child in entry.children:
        yield child
        yield from _preorder(child)


def _attach_head(text: str, comments: list[Comment], first: Entry, frame: Frame) -> None:
    """Comments above the first entry belong to the file; below a blank line, to that entry."""
    if not comments:
        return
    between = _LINE_END.split(text[comments[-1].offset : first.start])[1:-1]
    parted = any(not line.strip() for line in between)
    last_gap = max((at for at, comment in enumerate(comments) if at and comment.after_blank_line), default=0)
    own = 0 if parted or not last_gap else len(comments) - last_gap
    for at, comment in enumerate(comments[: len(comments) - own]):
        frame.head += ["", comment.text] if at and comment.after_blank_line else [comment.text]
    if parted or own:
        frame.head.append("")
    first.lead += [comment.text for comment in comments[len(comments) - own :]]


def _attach_line(comment: Comment, before: Entry, after: Entry | None, root: Entry, frame: Frame) -> None:
    """A comment on a line of its own."""
    if before.leaf and (comment.offset < before.end or before.holds(comment)):
        before.lead.append(comment.text)
        return
    owner = _left_open(comment, before, after)
    if owner is root:
        frame.tail += ["", comment.text] if comment.after_blank_line else [comment.text]
    elif owner is not None:
        owner.foot.append(comment.text)
    elif after is not None:
        after.lead.append(comment.text)


def _left_open(comment: Comment, before: Entry, after: Entry | None) -> Entry | None:
    """The collection at whose end a comment stands: by brackets, or by being indented like its entries."""
    around = set() if after is None else set(after.family())
    for entry in before.family():
        if entry.leaf or entry in around or isinstance(entry.value, Text):
            continue
        if entry.value.flow:
            if comment.offset < entry.value.end:
                return entry
        elif entry.parent is None or max(entry.column, 1 if after is None else after.column) < comment.column:
            return entry
    return None


def _attach_tail(comment: Comment, before: Entry) -> None:
    """A comment at the end of a line."""
    inside = before.leaf and not isinstance(before.value, Text) and comment.offset < before.end
    if inside or before.tail or not before.has_line:
        before.lead.append(comment.text)
    else:
        before.tail = comment.text
