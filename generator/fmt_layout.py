"""规范格式：同样的内容总写成同样的样子，不改一个值，不丢一条注释。

A row of a table is one line, so that one changed row is one changed line in `git diff`.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Protocol

from generator.strict_yaml import Mapping, Node, Problem, Sequence, Text, compose
from generator.yaml_comments import Entry, Frame, Path, attach, scan
from generator.yaml_prescan import Lines
from generator.yaml_scalars import block, written

if TYPE_CHECKING:
    from collections.abc import Sequence as Names

STEP = "  "


class Layout(Protocol):
    """What the formatter has to know of a kind of file. A path is the keys and indexes from the root."""

    def order(self, path: Path) -> Names[str] | None:
        """Canonical order of the keys of a mapping; others stay behind them as they are. None keeps all."""

    def is_row(self, path: Path) -> bool:
        """Whether a mapping is a row of a table: one line."""

    def row_sequence(self, path: Path) -> bool:
        """Whether a sequence of short texts stands on one line."""

    def quoted(self, path: Path) -> bool:
        """Whether a text always has quotes (codes)."""


def canonical(text: str, layout: Layout) -> tuple[str, tuple[Problem, ...]]:
    """The text in canonical layout. With errors it comes back as it was."""
    text = text.removeprefix("\ufeff")
    root, problems = compose(text)
    if not isinstance(root, Mapping) or not root:
        return text, problems
    comments = scan(text, root)
    top = Entry((), 0, None, root, None, leaf=False)
    _grow(top, Lines(text), layout)
    frame = attach(text, top, comments)
    printed = _print_file(top, frame, layout, "\r\n" if _has_crlf(text) else "\n")
    if not _is_same(printed, root, Counter(comment.text for comment in comments)):
        message = "这个文件的写法太特别，没有改动"
        return text, (*problems, Problem("Y-格式", message, 0, 0, "请手工整理", "warning"))
    return printed, problems


def _has_crlf(text: str) -> bool:
    first = text.find("\n")
    return first > 0 and text[first - 1] == "\r"


def _is_same(printed: str, root: Mapping, comments: Counter[str]) -> bool:
    """Proof, each time, that nothing was changed or lost: somebody's record is at stake."""
    again, _ = compose(printed)
    return again == root and Counter(comment.text for comment in scan(printed, again)) == comments


def _grow(entry: Entry, lines: Lines, layout: Layout) -> None:
    """Make the entries below an entry. Recursion is safe: nothing is nested deeper than the composer allows."""
    pairs: list[tuple[int, Text | None, Node]] = []
    if isinstance(entry.value, Mapping):
        pairs += ((key.start, key, value) for key, value in entry.value.items())
    elif isinstance(entry.value, Sequence):
        pairs += ((_dash(entry.value, item, lines), None, item) for item in entry.value)
    for at, (start, key, value) in enumerate(pairs):
        path = (*entry.path, at if key is None else str(key))
        child = Entry(path, start, key, value, entry, leaf=_is_leaf(value, path, layout))
        entry.children.append(child)
        if not child.leaf:
            _grow(child, lines, layout)


def _dash(items: Sequence, item: Node, lines: Lines) -> int:
    """Offset of an item's dash. Between it and the item nothing but comments and blank lines can stand."""
    if items.flow:
        return item.start
    column = items.column - 1
    line = item.line
    while lines.row(line)[column : column + 1] != "-" or lines.row(line)[:column].strip(" -"):
        line -= 1
    return lines.starts[line - 1] + column


def _is_leaf(value: Node, path: Path, layout: Layout) -> bool:
    """Whether a node is printed as one: a text, nothing, a row."""
    if isinstance(value, Text) or not value:
        return True
    if isinstance(value, Mapping):
        return layout.is_row(path)
    return all(isinstance(item, Text) and "\n" not in item for item in value) and layout.row_sequence(path)


def _print_file(top: Entry, frame: Frame, layout: Layout, end: str) -> str:
    """The whole file: a blank line on either side of each block, none between lines."""
    lines = list(frame.head)
    before: Entry | None = None
    for child in _ordered(top, layout):
        if before is not None and not (before.leaf and child.leaf):
            lines.append("")
        _print_entry(child, "", lines, layout)
        before = child
    return end.join([*lines, *frame.tail, ""])


def _ordered(entry: Entry, layout: Layout) -> list[Entry]:
    names = layout.order(entry.path) if isinstance(entry.value, Mapping) else None
    return sorted(entry.children, key=lambda child: _rank(names, child.key))


def _rank(names: Names[str] | None, key: str | None) -> int:
    """Known keys in their order, unknown ones behind them; sorting leaves equals where they are."""
    if names is None or key is None:
        return 0
    return names.index(key) if key in names else len(names)


def _print_entry(entry: Entry, indent: str, lines: list[str], layout: Layout) -> None:
    """One entry with its comments."""
    lines += [indent + comment for comment in entry.lead]
    if entry.leaf:
        _print_leaf(entry, indent, lines, layout)
    elif entry.key is not None:
        lines.append(_with_tail(f"{indent}{_key(entry)}:", entry))
        _print_children(entry, indent, lines, layout)
    else:
        lines += [indent + comment for comment in _first_comments(entry, layout)]
        first = len(lines)
        _print_children(entry, indent, lines, layout)
        lines[first] = f"{indent}- {lines[first][len(indent) + len(STEP) :]}"


def _print_children(entry: Entry, indent: str, lines: list[str], layout: Layout) -> None:
    for child in _ordered(entry, layout):
        _print_entry(child, indent + STEP, lines, layout)
    lines += [indent + STEP + comment for comment in entry.foot]


def _first_comments(entry: Entry, layout: Layout) -> list[str]:
    """Take the comments above what shares its line with a dash: they go above the dash."""
    first = _ordered(entry, layout)[0]
    taken, first.lead = first.lead, []
    return taken if first.leaf or first.key is not None else taken + _first_comments(first, layout)


def _print_leaf(entry: Entry, indent: str, lines: list[str], layout: Layout) -> None:
    start = f"{indent}-" if entry.key is None else f"{indent}{_key(entry)}:"
    value = entry.value
    if isinstance(value, Text):
        always = layout.quoted(entry.path)
        held = None if always else block(value)
        if held is not None:
            lines.append(_with_tail(f"{start} {held[0]}", entry))
            lines += [indent + STEP + line if line else "" for line in held[1:]]
            return
        shown = written(value, in_row=False, always_quoted=always, before_comment=bool(entry.tail))
    else:
        shown = _row(value, entry.path, layout)
    lines.append(_with_tail(f"{start} {shown}", entry))


def _with_tail(line: str, entry: Entry) -> str:
    return f"{line}  {entry.tail}" if entry.tail else line


def _key(entry: Entry) -> str:
    return "" if entry.key is None else written(entry.key, in_row=False)


def _row(value: Node, path: Path, layout: Layout) -> str:
    """A node on one line."""
    if isinstance(value, Text):
        return written(value, in_row=True, always_quoted=layout.quoted(path))
    if isinstance(value, Sequence):
        return f"[{', '.join(_row(item, (*path, at), layout) for at, item in enumerate(value))}]"
    names = layout.order(path)
    pairs = sorted(value.items(), key=lambda pair: _rank(names, pair[0]))
    return f"{{{', '.join(f'{written(key, in_row=True)}: {_row(item, (*path, str(key)), layout)}' for key, item in pairs)}}}"
