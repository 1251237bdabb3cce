"""YAML 读得通、却不是填写人本意的写法：空值、千位分隔符、后面没有空格的冒号。"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.yaml_nodes import Problem

if TYPE_CHECKING:
    from generator.yaml_nodes import Mapping, Text

EMPTY_CURE = "不适用就写“不适用”，是零就写 0，没有就删去这一行"
_NEAR = 200  # characters: a name and a number are shorter, and a row may be the whole file
_COLON = re.compile(r"[：:]")
# `合计: 4,525.99` in a flow row: YAML reads 4, and a key 525.99 without a value.
_GROUPED = re.compile(r"([^\s,{}\[\]:]+): +([-−－]?[0-9]{1,3}(?:, ?[0-9]{3})+(?![0-9])[^\s,{}\[\]]*)")


def empty_value(problems: list[Problem], text: str, mapping: Mapping, key: Text) -> None:
    """Tell of a key without a value. In a flow row it may be the rest of a number, or a key with its value."""
    if mapping.flow and key.plain:
        if _split_number(problems, text, key):
            return
        colon = _COLON.search(key)
        if colon is not None:
            problems.append(no_colon(key.line, key.column + colon.start(), key, colon.start()))
            return
    problems.append(Problem("Y-空值", f"“{key}”没有填", key.line, key.column, EMPTY_CURE))


def no_colon(line: int, column: int, written: str, at: int) -> Problem:
    """Tell of a colon that YAML takes for a part of the word: full-width, or without a blank behind it."""
    message = "用了全角冒号“：”" if written[at] == "：" else "冒号后面缺一个空格"
    value = written[at + 1 :].strip(" \t\u3000\u00a0")
    return Problem("Y-冒号", message, line, column, f"写成“{f'{written[:at].strip()}: {value}'.strip()}”")


def _split_number(problems: list[Problem], text: str, key: Text) -> bool:
    """Whether the key is the tail of a number with thousands separators; one problem for all its groups."""
    first = text.rfind("\n", 0, key.start) + 1
    last = text.find("\n", key.end)
    since, until = max(first, key.start - _NEAR), min(len(text) if last < 0 else last, key.end + _NEAR)
    for found in _GROUPED.finditer(text, since, until):
        if not found.start(2) < key.start < found.end():
            continue
        number = grouped_number(f"“{found[1]}”写成了", found[2], key.line, found.start(2) - first + 1)
        if problems and _is_same_key_twice(problems[-1], key):
            problems.pop()  # two numbers with the same tail
        if number not in problems[-1:]:
            problems.append(number)
        return True
    return False


def _is_same_key_twice(problem: Problem, key: Text) -> bool:
    return (problem.code, problem.line, problem.column) == ("Y-重复键", key.line, key.column)


def grouped_number(subject: str, written: str, line: int, column: int) -> Problem:
    """Tell of a number that its thousands separators have torn apart."""
    message = f"{subject} {written}：逗号（千位分隔符）把一个数拆成了{written.count(',') + 1}项"
    cure = f"去掉逗号，写成 {re.sub(', ?', '', written)}"
    return Problem("Y-千位", message, line, column, cure)
