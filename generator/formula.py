"""公式：表格数据里写的小算式，如 `基本支出 + 项目支出`、`T5[本行].小计`、`科目和()`.

Python's expression grammar takes Chinese names, so `ast` parses; a white list of node types is compiled
to frozen nodes and nothing is ever passed to `eval`.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache
from typing import Literal

FUNCTIONS = frozenset({"和", "科目和", "下级和", "各类和", "上年", "较大", "较小", "填了", "已知"})
SELF_ROW = "本行"


class FormulaError(ValueError):
    """A formula in our own data that cannot be read: a mistake of the data's author."""


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number written in the formula (0, 100)."""

    value: int


@dataclass(frozen=True, slots=True)
class Name:
    """A bare name: a column of this row, else a row of this table."""

    name: str


@dataclass(frozen=True, slots=True)
class Ref:
    """A cell elsewhere: table, row ("本行" is this row's key), column ("" where the table has one)."""

    table: str
    row: str
    column: str


@dataclass(frozen=True, slots=True)
class Binary:
    """`left op right`."""

    op: Literal["+", "-", "*", "/"]
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Call:
    """One of FUNCTIONS."""

    name: str
    args: tuple[Node, ...]


Node = Number | Name | Ref | Binary | Call

_OPS: dict[type[ast.operator], Literal["+", "-", "*", "/"]] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
}


@cache
def parse(text: str) -> Node:
    """Read one formula; FormulaError names what is not allowed."""
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except SyntaxError as error:
        message = f"公式“{text}”读不懂"
        raise FormulaError(message) from error
    return convert(tree.body, text)


def convert(node: ast.expr, text: str) -> Node:
    """A parsed expression as our own nodes; everything not on the white list is refused."""
    if isinstance(node, ast.BinOp) and type(node.op) in _OPS:
        return Binary(_OPS[type(node.op)], convert(node.left, text), convert(node.right, text))
    if isinstance(node, ast.Constant) and type(node.value) is int:
        return Number(node.value)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and _takes(node.func.id, node):
        return Call(node.func.id, tuple(convert(arg, text) for arg in node.args))
    if isinstance(node, ast.Name):
        return Name(node.id)
    if isinstance(node, ast.Attribute | ast.Subscript):
        return _reference(_steps(node, text), text)
    message = f"公式“{text}”里不能用这种写法"
    raise FormulaError(message)


def _takes(name: str, call: ast.Call) -> bool:
    """Whether there is such a function and it takes these arguments: silently dropping one would change the sum."""
    count = {"科目和": 0, "下级和": 0, "上年": 1}.get(name, len(call.args))
    if name not in FUNCTIONS or call.keywords or len(call.args) != count:
        return False
    return name != "上年" or isinstance(call.args[0], ast.Name | ast.Attribute | ast.Subscript)


def _steps(node: ast.expr, text: str) -> list[str]:
    """`T5["208"].小计` → ["T5", "208", "小计"]."""
    if isinstance(node, ast.Name):
        return [node.id]
    if isinstance(node, ast.Attribute):
        return [*_steps(node.value, text), node.attr]
    if isinstance(node, ast.Subscript):
        key = node.slice
        if isinstance(key, ast.Name):
            return [*_steps(node.value, text), key.id]
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            return [*_steps(node.value, text), key.value]
    message = f"公式“{text}”里的引用读不懂"
    raise FormulaError(message)


def _reference(steps: list[str], text: str) -> Ref:
    if len(steps) == 2:
        return Ref(steps[0], steps[1], "")
    if len(steps) == 3:
        return Ref(*steps)
    message = f"公式“{text}”里的引用应是“表.行”或“表.行.列”"
    raise FormulaError(message)
