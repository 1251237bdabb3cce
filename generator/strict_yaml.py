"""严格 YAML：`read_file` → `decode` → `compose`，得到带行列号的节点树和全部问题。

Only texts, mappings and sequences; every scalar stays the text it was written as. What YAML would silently take
for something else (a cut-off comment, a repeated key, a thousands separator) is told in Chinese, at its place.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from generator.yaml_file import decode, read_file
from generator.yaml_nodes import (
    ENOUGH_PROBLEMS,
    MAX_BYTES,
    MAX_DEPTH,
    MAX_NODES,
    MAX_PROBLEMS,
    Mapping,
    Node,
    Problem,
    Sequence,
    Severity,
    Text,
    placed,
    texts,
)
from generator.yaml_prescan import (
    NEVER,
    Lines,
    conflict,
    guilty,
    heads,
    is_removable,
    suspects,
    without,
    wrong_character,
)
from generator.yaml_slips import grouped_number, no_colon
from generator.yaml_syntax import colons, explain, hidden_keys
from generator.yaml_walk import HAS_LIBYAML, Tree, walk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = [
    "HAS_LIBYAML",
    "MAX_BYTES",
    "MAX_DEPTH",
    "MAX_NODES",
    "Mapping",
    "Node",
    "Problem",
    "Sequence",
    "Text",
    "compose",
    "decode",
    "placed",
    "read_file",
    "read_node",
    "texts",
]

# Faults that leave a key without a value on their line; that it is missing is then no news.
_LEAVE_NOTHING = frozenset({"Y-字符", "Y-制表符", "Y-空白", "Y-锚点", "Y-标签", "Y-引号", "Y-冒号", "Y-括号", "Y-缩进"})
_NEVER_ESCAPED = re.compile(f"{NEVER.pattern}|\r")
_GLUED = re.compile(r"[|>][-+0-9]*#")
_NO_TEXT = re.compile(r"[-+0-9.,:/%]+")
_TORN_LIST = re.compile(r"\[[^\[\]{}\"'\n#]*[0-9],[0-9]{3}(?![0-9])")
_HEAD, _GROUP = re.compile(r"[-−－]?[0-9]{1,3}"), re.compile(r"[0-9]{3}(?![0-9]).*")


def read_node(path: Path) -> tuple[Node | None, tuple[Problem, ...]]:
    """The tree of a file: `read_file`, `decode` and `compose` in one."""
    data, problems = read_file(path)
    if data is None:
        return None, problems
    text, problems = decode(data)
    return (None, problems) if problems else compose(text)


def compose(text: str, *, pure: bool = False, keep_going: bool = False) -> tuple[Node | None, tuple[Problem, ...]]:
    """The tree of a text, or all its problems; warnings come beside a tree.

    `pure` forces PyYAML's Python parser, `keep_going` gives the tree of a faulty text as far as it could be read,
    so that its contents can be checked in the same run; such a tree is never to be published.
    """
    text = text.removeprefix("\ufeff")
    if len(text) > MAX_BYTES:
        return None, (Problem("Y-过大", f"文件超过 {MAX_BYTES // 1_000_000} MB", 0, 0, "把文件拆开"),)
    unsolved = conflict(text)
    if unsolved is not None:
        return None, (unsolved,)
    tree, found = _read(text, pure=pure)
    problems = _in_order(found)
    if any(problem.severity == "error" for problem in problems) and not keep_going:
        return None, problems
    return tree.root, problems


def _read(text: str, *, pure: bool) -> tuple[Tree, list[Problem]]:
    """The tree, and the problems of its characters, its syntax and its contents."""
    marked = suspects(text)
    blanked = [suspect for suspect in marked if is_removable(suspect)]
    bare = without(text, blanked)
    reading = _parse(bare, pure=pure)
    wrong = guilty(marked, reading[0]) if marked else []
    if not wrong:
        if blanked and reading[0].complete:
            reading = _parse(text, pure=pure)
        return reading[0], _judge(*reading, [])
    lines = Lines(text)
    told = [wrong_character(lines, suspect) for suspect in heads(wrong)]
    mended = without(bare, wrong)
    if mended != bare:
        reading = _parse(mended, pure=pure)
    return reading[0], _judge(*reading, told)


def _judge(tree: Tree, refusal: Tree | None, told: list[Problem]) -> list[Problem]:
    """All problems of a reading; those of its characters are `told` already."""
    found = [*told, *tree.problems]
    if tree.complete:
        found += _contents(tree)
    if tree.error is not None:
        found += _syntax(told, tree)
    elif refusal is not None and not any(problem.severity == "error" for problem in found):
        found += _syntax(told, refusal)
    said = {problem.line for problem in found if problem.code in _LEAVE_NOTHING}
    return [problem for problem in found if problem.code != "Y-空值" or problem.line not in said]


def _parse(text: str, *, pure: bool) -> tuple[Tree, Tree | None]:
    """Read with libyaml; where it has anything to say, the Python parser is asked, so that the answer is always its.

    The second tree is what libyaml refused, in case the Python parser sees nothing wrong.
    """
    if pure or not HAS_LIBYAML:
        return walk(text, pure=True, careful=True), None
    tree = walk(text)
    if tree.complete and not tree.problems and not _is_lenient(tree):
        return tree, None
    if tree.nodes > MAX_NODES:  # nor would anybody wait for the Python parser to get there
        return tree, None
    refusal = walk(text, careful=True) if tree.error is not None else None
    return walk(text, pure=True, careful=True), refusal


def _is_lenient(tree: Tree) -> bool:
    """Whether libyaml took what the Python parser refuses: `|#`, or a question mark inside { } without quotes."""
    text = tree.text
    glued = "#" in text and _GLUED.search(text)
    asking = "?" in text and ("{" in text or "[" in text)
    if not (glued or asking):
        return False
    return any(
        _GLUED.match(text, value.start) if value.style in {"|", ">"} else value.plain and "?" in value
        for value, _ in texts(tree.root)
    )


def _syntax(told: list[Problem], tree: Tree) -> list[Problem]:
    """Why reading stopped, unless a wrong character there or on the line above has said it."""
    near = {line for problem in told for line in (problem.line, problem.line + 1)}
    return [problem for problem in explain(tree, Lines(tree.text)) if problem.line not in near]


def _contents(tree: Tree) -> list[Problem]:
    """What is wrong with a text that could be read to its end."""
    text, root = tree.text, tree.root
    if not isinstance(root, Mapping):
        return _no_mapping(tree)
    found: list[Problem] = []
    if "\\" in text:
        found += _escapes(root)
    ends = _cut_ends(text)
    if ends:
        found += _cuts(root, ends)
    if _TORN_LIST.search(text):
        found += _torn_lists(text, root)
    suspected = hidden_keys(text)
    if suspected:
        found += _swallowed(text, root, suspected)
    return found


def _no_mapping(tree: Tree) -> list[Problem]:
    """A root that is not `项目: 内容`."""
    root = tree.root
    if root is None or (isinstance(root, Text) and root.plain and not root):
        return [Problem("Y-空", "文件是空的", 0, 0, "写上内容，或删去这个文件")]
    if isinstance(root, Text) and root.plain:
        found = colons(Lines(tree.text), root.start, root.end)
        if found:
            return found
    return [Problem("Y-最外层", "最外层应是“项目: 内容”", root.line, root.column, "每行写成“项目: 内容”")]


def _escapes(root: Node) -> Iterator[Problem]:
    """Escapes that make characters nobody may write as they are."""
    for text, _ in texts(root):
        bad = _NEVER_ESCAPED.search(text) if text.style == '"' else None
        if bad:
            message = f"双引号里的“\\”写法得出了不能用的字符（U+{ord(bad[0]):04X}）"
            yield Problem("Y-转义", message, text.line, text.column, "反斜杠写成“\\\\”，或把双引号换成单引号")


def _cut_ends(text: str) -> dict[int, int]:
    """Where something on a line ends before a comment, and where that # stands. No regex: this runs on every file."""
    ends = {}
    at = text.find(" #")
    while at >= 0:
        end = at
        while end and text[end - 1] == " ":
            end -= 1
        if end and text[end - 1] not in "\r\n}]\"'":
            ends[end] = at + 1
        at = text.find(" #", at + 1)
    return ends


def _cuts(root: Node, ends: dict[int, int]) -> Iterator[Problem]:
    """Texts whose end may have become a comment. Behind a figure or a quote it is surely meant as one."""
    for value, _ in texts(root):
        if value.plain and value.end in ends and not _NO_TEXT.fullmatch(value):
            column = value.end_column + ends[value.end] - value.end
            cure = "是正文就给整段文字加双引号；是注释就另起一行写在上面"
            yield Problem("Y-注释", "“#”后面的字被当作注释，不会公布", value.end_line, column, cure, "warning")


def _torn_lists(text: str, root: Node) -> Iterator[Problem]:
    """`[4,525.99]`: two items to YAML. With a blank behind the comma two items are meant."""
    run: list[Text] = []
    for value, is_key in texts(root):
        goes_on = run and value.start == run[-1].end + 1 and text[run[-1].end] == "," and not is_key
        if goes_on and value.plain and _GROUP.fullmatch(value):
            run.append(value)
            continue
        yield from _torn(run)
        run = [value] if value.plain and _HEAD.fullmatch(value) else []
    yield from _torn(run)


def _torn(run: list[Text]) -> Iterator[Problem]:
    if len(run) > 1:
        problem = grouped_number("这里写成了", ",".join(run), run[0].line, run[0].column)
        yield replace(problem, cure=f"{problem.cure}；本来就是几项的，逗号后空一格")


def _swallowed(text: str, root: Node, suspected: list[int]) -> Iterator[Problem]:
    """Texts that look like `名称：甲` where a key was probably meant."""
    places, lines = set(suspected), Lines(text)
    for value, is_key in texts(root):
        if value.plain and not is_key and value.start in places:
            at = value.index("：")
            problem = no_colon(value.line, value.column + at, lines.row(value.line)[value.column - 1 :], at)
            cure = f"是键就{problem.cure}；是文字就加双引号"
            yield replace(problem, message="用了全角冒号“：”，这一行被当作文字", cure=cure, severity="warning")


def _in_order(found: list[Problem]) -> tuple[Problem, ...]:
    """In reading order, each once, and not more than a person can mend in one go."""
    problems = sorted(dict.fromkeys(found), key=lambda problem: (problem.line, problem.column))
    if len(problems) <= MAX_PROBLEMS:
        return tuple(problems)
    first = problems[MAX_PROBLEMS]
    left = len(problems) - MAX_PROBLEMS
    rest = f"还有 {left} 处{'以上的' if len(problems) >= ENOUGH_PROBLEMS else ''}问题没有列出"
    severity: Severity = "error" if any(problem.severity == "error" for problem in problems) else "warning"
    return (*problems[:MAX_PROBLEMS], Problem("Y-更多", rest, first.line, first.column, "先改前面的", severity))
