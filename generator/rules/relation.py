"""关系式：`左 == 右`、`左 <= 右`……两边是公式；左边是印出的数，右边是算出的数。"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache
from typing import Literal

from generator import formula as fx

Operator = Literal["==", "<=", ">=", "<", ">"]

_OPERATORS: dict[type[ast.cmpop], Operator] = {ast.Eq: "==", ast.LtE: "<=", ast.GtE: ">=", ast.Lt: "<", ast.Gt: ">"}


@dataclass(frozen=True, slots=True)
class Relation:
    """Two formulas and what must hold between them."""

    op: Operator
    left: fx.Node
    right: fx.Node
    text: str


@cache
def parse_relation(text: str) -> Relation:
    """Read one relation; FormulaError where it is none."""
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except SyntaxError as error:
        raise fx.FormulaError(f"关系式“{text}”读不懂") from error
    if not isinstance(tree, ast.Compare) or len(tree.ops) != 1 or type(tree.ops[0]) not in _OPERATORS:
        raise fx.FormulaError(f"“{text}”应是一个关系式，如 A == B + C")
    return Relation(
        _OPERATORS[type(tree.ops[0])], fx.convert(tree.left, text), fx.convert(tree.comparators[0], text), text
    )
