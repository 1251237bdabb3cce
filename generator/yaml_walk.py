"""PyYAML 的事件流 → 节点树。

No recursion, no typing of values, nothing expanded: what YAML offers beyond texts, mappings and sequences is
refused while the events stream by.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml
from yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
    StreamStartEvent,
)

from generator.yaml_nodes import ENOUGH_PROBLEMS, MAX_DEPTH, MAX_KEY, MAX_NODES, Mapping, Node, Problem, Sequence, Text
from generator.yaml_slips import empty_value

if TYPE_CHECKING:
    from collections.abc import Callable

HAS_LIBYAML: bool = yaml.__with_libyaml__
_QUOTE_CURE = "本来就是文字的，给整段文字加双引号"
_QUOTES = frozenset({'"', "'"})  # "" says in so many words that a text is empty; | with nothing below does not
_SMALL = MAX_NODES // 2  # characters: one makes two nodes at most


class _StopError(Exception):
    """The rest of the file is not worth reading; the reason is among the problems."""


class Tree:
    """What came of one reading: the root so far, the problems met, and the error that ended it, if any."""

    def __init__(self, text: str, *, careful: bool) -> None:
        self.text = text
        self.root: Node | None = None
        self.problems: list[Problem] = []
        self.styled: list[Text] = []  # every quoted text and every block
        self.dropped: list[Node] = []  # values that lost their place to a second one with the same key
        self.error: Exception | None = None
        self.complete = False
        self.careful = careful or _is_unusual(text)  # look at every single event
        self.last = 0  # offset of the last one looked at
        self.nodes = 0

    def end_of_sense(self) -> int:
        """Offset up to which it is known what is text and what is not."""
        if self.complete:
            return len(self.text) + 1
        error: Any = self.error
        mark = getattr(error, "problem_mark", None)
        if "quoted scalar" in str(getattr(error, "context", None)):
            mark = error.context_mark
        return self.last if mark is None else int(mark.index)

    def note(self, code: str, message: str, mark: Any, cure: str = "") -> None:  # noqa: ANN401 - two parsers, two types of mark
        """Record a problem at a parser's mark."""
        self.add(Problem(code, message, mark.line + 1, mark.column + 1, cure))

    def add(self, *problems: Problem) -> None:
        """Record problems, and stop when there are enough of them."""
        self.problems += problems
        if len(self.problems) >= ENOUGH_PROBLEMS:
            raise _StopError

    def stop(self, code: str, message: str, mark: Any, cure: str = "") -> _StopError:  # noqa: ANN401 - as above
        """Record a problem that ends the reading."""
        self.note(code, message, mark, cure)
        return _StopError()

    def vet(self, event: Any) -> None:  # noqa: ANN401 - scalars and collections
        """Refuse anchors, tags and too much of everything."""
        mark = event.start_mark
        self.last = mark.index
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise self.stop("Y-过多", f"内容超过 {MAX_NODES:,} 项", mark, "把文件拆开")
        if event.anchor is not None:
            self.note("Y-锚点", f"不允许锚点“&{event.anchor}”", mark, _QUOTE_CURE)
        if event.tag is not None:
            self.note("Y-标签", "不允许以“!”开头的标签", mark, _QUOTE_CURE)

    def vet_key(self, event: Any, key: Text) -> None:  # noqa: ANN401 - a scalar event
        """Look closely at a key of a file that holds something unusual."""
        self.vet(event)
        mark = event.start_mark
        if key == "<<" and key.plain:
            self.note("Y-合并键", "不允许合并键“<<”", mark, "把要用的内容逐行写出来")
        elif len(key) > MAX_KEY:
            self.note("Y-键", f"键超过 {MAX_KEY:,} 个字", mark, "键只写名称，内容写在冒号后面")
        elif key.line != key.end_line or "\n" in key:
            self.note("Y-键", "键不能换行", mark, "把键写在一行里")

    def odd_key(self, event: Any, key: Text, mapping: Mapping) -> None:  # noqa: ANN401 - as above
        """Tell of a key that is empty or stands a second time."""
        if not key:
            self.note("Y-键", "冒号前面没有键", event.start_mark, "写成“键: 内容”")
        else:
            first = mapping.key_at(key)
            message = f"键“{key}”重复，首次出现在第 {first.line} 行"
            self.note("Y-重复键", message, event.start_mark, "两处只留一处")
            self.dropped.append(mapping[key])


def _is_unusual(text: str) -> bool:
    """Whether each scalar needs a look. Hardly any record does, and these five questions cost nothing."""
    return (
        any(mark in text for mark in "&*!?\\")
        or "<<" in text
        or len(text) > _SMALL
        or any(":" in row[MAX_KEY:] for row in text.split("\n") if len(row) > MAX_KEY)
    )


def walk(text: str, *, pure: bool = False, careful: bool = False) -> Tree:
    """Read a text that holds none of the characters the parsers refuse."""
    tree = Tree(text, careful=careful)
    parser: Any = yaml.SafeLoader(text) if pure or not HAS_LIBYAML else yaml.CSafeLoader(text)
    try:
        _read(tree, parser.get_event)
    except _StopError:
        pass
    except (yaml.YAMLError, ValueError) as error:  # ValueError: the pure parser meets an impossible \U escape
        tree.error = error
    finally:
        parser.dispose()
    return tree


def _read(tree: Tree, get_event: Callable[[], Any]) -> None:
    """The stream from its start to its end."""
    documents = 0
    while True:
        event = get_event()
        match event:
            case StreamEndEvent():
                tree.complete = True
                return
            case DocumentStartEvent(start_mark=mark):
                documents += 1
                _check_document(tree, mark, documents)
            case DocumentEndEvent(start_mark=mark, explicit=True):
                tree.note("Y-多份", "不需要“...”", mark, "删去这一行")
            case ScalarEvent():
                tree.root = _scalar(tree, event)
            case StreamStartEvent() | DocumentEndEvent():
                pass
            case _:
                tree.root = _opened(tree, event, 1)
                _fill(tree, get_event, tree.root)


def _check_document(tree: Tree, mark: Any, number: int) -> None:  # noqa: ANN401 - two parsers, two types of mark
    if number > 1:
        raise tree.stop("Y-多份", "一个文件里只能有一份内容，不能再用“---”另起一份", mark, "拆成两个文件")
    if tree.text[mark.index : mark.index + 1] == "%":
        tree.note("Y-指令", "不允许以“%”开头的指令", mark, "删去这一行")


def _fill(tree: Tree, get_event: Callable[[], Any], root: Mapping | Sequence) -> None:
    """Everything inside the root, with a stack of our own that cannot overflow."""
    stack = [root]
    while stack:
        top = stack[-1]
        depth = len(stack) + 1
        if isinstance(top, Mapping):
            child = _fill_mapping(tree, get_event, top, depth)
        else:
            child = _fill_sequence(tree, get_event, top, depth)
        if child is None:
            stack.pop()
        else:
            stack.append(child)


def _scalar(tree: Tree, event: Any) -> Text:  # noqa: ANN401 - a scalar event of either parser
    text = Text(event.value)
    text._first, text._last, text._style = event.start_mark, event.end_mark, event.style  # noqa: SLF001 - see Text
    if not text.plain:
        tree.styled.append(text)
    if tree.careful:
        tree.vet(event)
    return text


def _fill_mapping(  # noqa: C901 - the one hot loop
    tree: Tree, get_event: Callable[[], Any], mapping: Mapping, depth: int
) -> Mapping | Sequence | None:
    """Take keys and values until the mapping ends (None) or a collection opens in it.

    Two thirds of all time go here, so the steps of `_scalar` are written out instead of called.
    """
    careful, styled = tree.careful, tree.styled
    while True:
        event = get_event()
        kind = type(event)
        if kind is not ScalarEvent:
            if kind is MappingEndEvent:
                mapping.end = event.end_mark.index
                return None
            raise _no_text(tree, event)
        key = Text(event.value)
        key._first, key._last, key._style = event.start_mark, event.end_mark, event.style  # noqa: SLF001 - see Text
        if key._style:  # noqa: SLF001 - see Text
            styled.append(key)
        if careful:
            tree.vet_key(event, key)
        if not key or key in mapping:
            tree.odd_key(event, key, mapping)
        event = get_event()
        if type(event) is not ScalarEvent:
            node = _opened(tree, event, depth)
            mapping[key] = node
            return node
        text = Text(event.value)
        text._first, text._last, text._style = event.start_mark, event.end_mark, event.style  # noqa: SLF001 - see Text
        if text._style:  # noqa: SLF001 - see Text
            styled.append(text)
        if careful:
            tree.vet(event)
        if not text and text.style not in _QUOTES:
            empty_value(tree.problems, tree.text, mapping, key)
            tree.add()
        mapping[key] = text


def _fill_sequence(tree: Tree, get_event: Callable[[], Any], items: Sequence, depth: int) -> Mapping | Sequence | None:
    """Take items until the sequence ends (None) or a collection opens in it."""
    while True:
        event = get_event()
        kind = type(event)
        if kind is ScalarEvent:
            text = _scalar(tree, event)
            if not text and text.style not in _QUOTES:
                tree.note("Y-空值", "“- ”后面没有内容", event.start_mark, "补上这一项，或删去这一行")
            items.append(text)
        elif kind is SequenceEndEvent:
            items.end = event.end_mark.index
            return None
        else:
            node = _opened(tree, event, depth)
            items.append(node)
            return node


def _opened(tree: Tree, event: Any, depth: int) -> Mapping | Sequence:  # noqa: ANN401 - any event but a scalar
    """Make the empty collection that an event opens."""
    if not isinstance(event, CollectionStartEvent):
        raise _no_text(tree, event)
    mark: Any = event.start_mark
    if depth > MAX_DEPTH:
        raise tree.stop("Y-过深", f"层级超过 {MAX_DEPTH} 层", mark, "少套几层；成串的括号多半是误输")
    if tree.careful:
        tree.vet(event)
    node: Mapping | Sequence = Mapping() if type(event) is MappingStartEvent else Sequence()
    node.line, node.column, node.start, node.end = mark.line + 1, mark.column + 1, mark.index, mark.index
    node.flow = bool(event.flow_style)
    return node


def _no_text(tree: Tree, event: Any) -> _StopError:  # noqa: ANN401 - any event but a scalar
    """A collection as a key, or an alias anywhere."""
    if isinstance(event, AliasEvent):
        return tree.stop("Y-锚点", f"不允许别名“*{event.anchor}”", event.start_mark, _QUOTE_CURE)
    return tree.stop("Y-键", "键必须是文字", event.start_mark, "写成“键: 内容”")
