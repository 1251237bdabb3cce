"""严格 YAML 层的节点：文字、映射、序列，个个知道自己在第几行第几列。"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypeVar, overload

if TYPE_CHECKING:
    from collections.abc import Iterator

Other = TypeVar("Other")
Severity: TypeAlias = Literal["error", "warning"]

MAX_BYTES = 1_000_000
MAX_DEPTH = 32
MAX_NODES = 200_000
MAX_KEY = 1000  # a little less than what YAML allows
MAX_PROBLEMS = 100  # shown; nobody mends more in one go
ENOUGH_PROBLEMS = 5 * MAX_PROBLEMS  # looked for


@dataclass(frozen=True, slots=True)
class Problem:
    """文件里的一处问题：在哪里、是什么、怎么改。

    Line and column count from 1, in characters; 0 means the file as a whole.
    """

    code: str
    message: str
    line: int
    column: int
    cure: str = ""
    severity: Severity = "error"


@dataclass(frozen=True, slots=True)
class Spot:
    """A place as PyYAML counts it: line, column and offset from 0, in characters."""

    line: int
    column: int
    index: int


class Text(str):
    """一个标量，写成什么样就是什么样: never turned into a number, a date or a yes.

    It keeps the parser's own marks and asks them only when a place is wanted, which is seldom: copying the
    numbers out of them would cost a tenth of the time of reading a file.
    """

    __slots__ = ("_first", "_last", "_style")
    _first: Any
    _last: Any
    _style: str | None

    @property
    def line(self) -> int:
        """Line of the first character, from 1."""
        return int(self._first.line) + 1

    @property
    def column(self) -> int:
        """Column of the first character (a quote, or the | of a block), from 1."""
        return int(self._first.column) + 1

    @property
    def end_line(self) -> int:
        """Line of the character after the last."""
        return int(self._last.line) + 1

    @property
    def end_column(self) -> int:
        """Column of the character after the last."""
        return int(self._last.column) + 1

    @property
    def start(self) -> int:
        """Offset of the first character in the composed text."""
        return int(self._first.index)

    @property
    def end(self) -> int:
        """Offset of the character after the last."""
        return int(self._last.index)

    @property
    def style(self) -> str:
        """The mark it was written with: one of `"`, `'`, `|`, `>`, or nothing."""
        return self._style or ""

    @property
    def plain(self) -> bool:
        """Whether it was written without quotes and not as a block."""
        return not self._style

    def __reduce__(self) -> tuple[Any, ...]:
        first, last = self._first, self._last
        spots = (Spot(first.line, first.column, first.index), Spot(last.line, last.column, last.index))
        return placed, (str(self), *spots, self.style)


def placed(value: str, start: Spot, end: Spot | None = None, style: str = "") -> Text:
    """Make a Text that no parser read, with a place of its own."""
    text = Text(value)
    text._first, text._last, text._style = start, end or start, style  # noqa: SLF001 - filled from outside, for speed
    return text


class Mapping(dict["Text", "Node"]):
    """一组“键: 值”. The keys are Texts and carry their places; look up with plain strings."""

    __slots__ = ("column", "end", "flow", "line", "start")
    line: int
    column: int
    start: int
    end: int
    flow: bool

    if TYPE_CHECKING:  # a Text is a str: lookups take any string, without a word at run time

        def __getitem__(self, name: str, /) -> Node: ...

        @overload
        def get(self, name: str, default: None = None, /) -> Node | None: ...
        @overload
        def get(self, name: str, default: Node, /) -> Node: ...
        @overload
        def get(self, name: str, default: Other, /) -> Node | Other: ...
        def get(self, name: str, default: object = None, /) -> object:
            """Return a value, or the default."""

    def key_at(self, name: str) -> Text:
        """Return the key itself, with its place. A walk: only findings ask."""
        for key in self:
            if key == name:
                return key
        raise KeyError(name)


class Sequence(list["Node"]):
    """一串“- 项”. Its column is that of the dashes."""

    __slots__ = ("column", "end", "flow", "line", "start")
    line: int
    column: int
    start: int
    end: int
    flow: bool


Node: TypeAlias = Text | Mapping | Sequence


def texts(root: Node | None) -> Iterator[tuple[Text, bool]]:
    """Every text of a tree in written order, and whether it is a key. No recursion."""
    waiting: list[tuple[Node, bool]] = [] if root is None else [(root, False)]
    while waiting:
        node, is_key = waiting.pop()
        if isinstance(node, Text):
            yield node, is_key
        elif isinstance(node, Mapping):
            for key, value in reversed(node.items()):
                waiting += ((value, False), (key, True))
        else:
            waiting += [(child, False) for child in reversed(node)]
