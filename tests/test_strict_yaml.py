"""The strict YAML layer: every fault of the catalogue (Y01–Y41) is told at its place, the same by both parsers."""

from __future__ import annotations

import os
import pickle
import re
import timeit
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import yaml_walk
from generator.fmt_layout import canonical
from generator.strict_yaml import (
    HAS_LIBYAML,
    MAX_BYTES,
    MAX_DEPTH,
    Mapping,
    Node,
    Problem,
    Sequence,
    Text,
    compose,
    decode,
    read_file,
    read_node,
    texts,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Place = tuple[int, int, str]
PARSERS = pytest.mark.parametrize("pure", [False, True], ids=["libyaml", "纯 Python"])


class Bad(NamedTuple):
    """A text, the places and codes of all its problems, and words that a message and a cure must hold."""

    id: str
    text: str
    places: list[Place]
    message: str = ""
    cure: str = ""


BOMB = "a: &a [x, x]\n" + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(9))
MERGE_BOMB = "a: &a {x: 1}\nb: &b {<<: [*a, *a, *a]}\nc: {<<: [*b, *b, *b]}\n"

FAULTS = [
    Bad("Y01 最外层", "甲: 1\n乙: 2\n甲: 3\n", [(3, 1, "Y-重复键")], "首次出现在第 1 行", "只留一处"),
    Bad("Y01 里层", "部:\n  甲: 1\n  甲: 2\n", [(3, 3, "Y-重复键")], "首次出现在第 2 行"),
    Bad("Y01 一行之内", "部: {甲: 1, 甲: 2}\n", [(1, 11, "Y-重复键")], "首次出现在第 1 行"),
    Bad("Y01 三次", "甲: 1\n甲: 2\n甲: 3\n", [(2, 1, "Y-重复键"), (3, 1, "Y-重复键")]),
    Bad("Y02", "甲:\n  <<: {x: 1}\n  y: 2\n", [(2, 3, "Y-合并键")], "<<"),
    Bad("Y03 锚点", "甲: &x 1\n", [(1, 4, "Y-锚点")], "&x", "双引号"),
    Bad("Y03 别名", "甲: *x\n", [(1, 4, "Y-锚点")], "*x", "双引号"),
    Bad("Y04", BOMB, [(1, 4, "Y-锚点"), (2, 4, "Y-锚点"), (2, 8, "Y-锚点")]),
    Bad("Y05", MERGE_BOMB, [(1, 4, "Y-锚点"), (2, 4, "Y-锚点"), (2, 8, "Y-合并键"), (2, 13, "Y-锚点")]),
    Bad("Y06", "甲: &x [*x]\n", [(1, 4, "Y-锚点"), (1, 8, "Y-锚点")]),
    Bad("Y07", "甲: !!python/object/apply:os.system [x]\n", [(1, 4, "Y-标签")], "标签"),
    Bad("Y07 名称", "甲: !!python/name:os.system\n", [(1, 4, "Y-标签")]),
    Bad("Y08 二进制", "甲: !!binary aGk=\n", [(1, 4, "Y-标签")]),
    Bad("Y08 集合", "甲: !!set {x: 1}\n", [(1, 4, "Y-标签")]),
    Bad("Y08 时间", "甲: !!timestamp 2024-03-01\n", [(1, 4, "Y-标签")]),
    Bad("Y08 单独的叹号", "甲: ! 1\n", [(1, 4, "Y-标签")]),
    Bad("Y08 汉字", "甲: !金额 1\n", [(1, 4, "Y-引号")], "“!”", '"!金额 1"'),
    Bad("Y09 括号", "甲: " + "[" * 1000 + "]" * 1000, [(1, 35, "Y-过深")], "32 层"),
    Bad("Y09 横线", "甲:\n " + "- " * 1000 + "x\n", [(2, 64, "Y-过深")]),
    Bad("Y09 缩进", "".join(" " * n + "a:\n" for n in range(40)), [(33, 33, "Y-过深")]),
    Bad("Y10", "[" * 60_000, [(1, 33, "Y-过深")]),
    Bad("Y10 花括号", "{a: " * 20_000, [(1, 129, "Y-过深")]),
    Bad("Y11", "甲: " + "x" * MAX_BYTES, [(0, 0, "Y-过大")], "1 MB"),
    Bad("Y14 空", "", [(0, 0, "Y-空")], "文件是空的"),
    Bad("Y14 空行", "\n  \n", [(0, 0, "Y-空")]),
    Bad("Y14 只有注释", "# 待填\n", [(0, 0, "Y-空")]),
    Bad("Y14 只有横线", "---\n", [(0, 0, "Y-空")]),
    Bad("Y15 序列", "- 甲\n- 乙\n", [(1, 1, "Y-最外层")], "项目: 内容"),
    Bad("Y15 文字", "\n甲局\n", [(2, 1, "Y-最外层")]),
    Bad("Y15 引号", '"甲局"\n', [(1, 1, "Y-最外层")]),
    Bad("Y16", "甲: 1\n---\n乙: 2\n", [(2, 1, "Y-多份")], "---"),
    Bad("Y16 结束符", "甲: 1\n...\n", [(2, 1, "Y-多份")], "..."),
    Bad("Y16 结束符之后", "甲: 1\n...\n乙: 2\n", [(2, 1, "Y-多份"), (3, 1, "Y-多份")]),
    Bad("Y19 数字与文字", '2024: 甲\n"2024": 乙\n', [(2, 1, "Y-重复键")]),
    Bad("Y19 序列作键", "? [甲]\n: 1\n", [(1, 3, "Y-键")], "键必须是文字"),
    Bad("Y19 映射作键", "{甲: 1}: 2\n", [(1, 1, "Y-键")]),
    Bad("Y19 换行的键", '? "甲\n  乙"\n: 1\n', [(1, 3, "Y-键")], "不能换行"),
    Bad("Y19 转义换行的键", '"甲\\n乙": 1\n', [(1, 1, "Y-键")], "不能换行"),
    Bad("Y19 太长的键", "甲" * 1001 + ": 1\n", [(1, 1, "Y-键")], "1,000"),
    Bad("Y19 没有键", ": 1\n", [(1, 1, "Y-键")], "没有键"),
    Bad("Y20 双引号", '甲: 1\n乙: "文字\n丙: 3\n丁: 4\n', [(2, 4, "Y-引号")], "没有配对", "补上"),
    Bad("Y20 单引号", "甲: 1\n乙: '文字\n丙: 3\n", [(2, 4, "Y-引号")]),
    Bad("Y20 到下一个引号", '甲: "文字\n乙: "文字"\n丙: 3\n', [(1, 4, "Y-引号")], "第 2 行", "补上"),
    Bad("Y20 行里", '甲: {乙: "文字, 丙: 1}\n丁: 2\n', [(1, 8, "Y-引号")]),
    Bad("Y20 引号后有字", '甲: "文"字\n', [(1, 7, "Y-引号")], "引号后面还有字"),
    Bad("Y22", "甲: 1\n注意: 本表: 不含\n", [(2, 7, "Y-冒号")], "两个“: ”", '注意: "本表: 不含"'),
    *[
        Bad(f"Y23 {char}", f"甲: 1\n备注: {char}见附注\n", [(2, 5, "Y-引号")], f"“{char}”", f'"{char}见附注"')
        for char in "%@`*!&"
    ],
    Bad("Y23 }", "甲: }\n", [(1, 4, "Y-引号")], "“}”"),
    Bad("Y23 |", "甲: |文字\n", [(1, 4, "Y-写法")], "换行"),
    Bad("Y23 ?", "甲: ? 文字\n", [(1, 4, "Y-引号")]),
    Bad("Y23 -", "甲: - 文字\n", [(1, 4, "Y-缩进")], "另起一行"),
    Bad("Y24 首行", "部门：甲局\n年度: 2024\n", [(1, 3, "Y-冒号")], "全角冒号", "部门: 甲局"),
    Bad("Y24 中间", "格式: 1\n部门：甲局\n年度: 2024\n", [(2, 3, "Y-冒号")], "全角冒号"),
    Bad("Y24 末行", "格式: 1\n部门：甲局", [(2, 3, "Y-冒号")], "全角冒号"),
    Bad("Y24 只有一行", "部门：甲局\n", [(1, 3, "Y-冒号")], "全角冒号"),
    Bad("Y24 每一行", "格式：1\n部门：甲局\n年度：2024\n", [(1, 3, "Y-冒号"), (2, 3, "Y-冒号"), (3, 3, "Y-冒号")]),
    Bad("Y24 下有一层", "部门：\n  名称: 甲局\n", [(1, 3, "Y-冒号")], "全角冒号", "部门:"),
    Bad("Y24 里层", '部门:\n  名称：甲局\n  编码: "1"\n', [(2, 5, "Y-冒号")], "全角冒号", "名称: 甲局"),
    Bad("Y24 行里", "行:\n  - {科目：21, 数: 1}\n", [(2, 8, "Y-冒号")], "全角冒号", "科目: 21"),
    Bad("Y24 缺空格", "部门:甲局\n年度: 2024\n", [(1, 3, "Y-冒号")], "缺一个空格", "部门: 甲局"),
    Bad("Y24 行里缺空格", "行:\n  - {科目:21, 数: 1}\n", [(2, 8, "Y-冒号")], "缺一个空格", "科目: 21"),
    Bad("Y24 没有冒号", "格式: 1\n部门\n年度: 2024\n", [(2, 1, "Y-冒号")], "没有“: ”"),
    Bad("Y24 首行没有冒号", "部门\n年度: 2024\n", [(1, 1, "Y-冒号")], "没有“: ”", "部门: 内容"),
    Bad("Y25", "甲:\n\t乙: 1\n", [(2, 1, "Y-制表符")], "缩进用了制表符", "空格"),
    Bad("Y25 两处", "甲:\n\t乙: 1\n\t丙: 1\n", [(2, 1, "Y-制表符"), (3, 1, "Y-制表符")]),
    Bad("Y26 冒号后", "甲:\t1\n", [(1, 3, "Y-制表符")], "用了制表符"),
    Bad("Y26 行里", "甲: {乙:\t1}\n", [(1, 7, "Y-制表符")]),
    Bad("Y26 文字里", "甲: 乙\t丙\n", [(1, 5, "Y-制表符")]),
    Bad("Y26 文字后", "甲: 乙\t\n丙: 1\n", [(1, 5, "Y-制表符")]),
    Bad("Y26 注释前", "甲: 1\t# 注\n", [(1, 5, "Y-制表符")]),
    Bad("Y26 多行文字里", "甲: |\n  一\t二\n", [(2, 4, "Y-制表符")]),
    Bad("Y27 全角缩进", "部门:\n　　名称: 甲\n", [(2, 1, "Y-空白")], "全角空格", "半角空格"),
    Bad("Y27 全角在冒号后", "部门:　甲\n", [(1, 4, "Y-空白")], "全角空格"),
    Bad("Y27 全角在空格后", "部门: 　甲\n", [(1, 5, "Y-空白")]),
    Bad("Y27 不间断缩进", "部门:\n\u00a0\u00a0名称: 甲\n", [(2, 1, "Y-空白")], "U+00A0"),
    Bad("Y27 不间断在冒号后", "甲: 1\n部门:\u00a0甲\n", [(2, 4, "Y-空白")]),
    Bad("Y27 行里", "甲: {乙: 1,　丙: 2}\n", [(1, 10, "Y-空白")]),
    Bad("Y28 零宽空格", "\u200b部门: 甲\n", [(1, 1, "Y-字符")], "U+200B"),
    Bad("Y28 键中间", "格式: 1\n部\u200b门: 甲\n", [(2, 2, "Y-字符")]),
    Bad("Y28 文件中间的标记", "甲: 1\n\ufeff乙: 2\n", [(2, 1, "Y-字符")], "U+FEFF"),
    Bad("Y28 软连字符", "甲: 乙\u00ad丙\n", [(1, 5, "Y-字符")]),
    Bad("Y28 引号里也不行", '甲: "乙\u200d丙"\n', [(1, 6, "Y-字符")]),
    Bad("Y28 替换字符", "甲: 乙\ufffd\n", [(1, 5, "Y-字符")], "丢了字", "原件"),
    Bad("Y29", "甲: \u202e12\n", [(1, 4, "Y-字符")], "方向"),
    Bad("Y29 注释里", "甲: 12 # \u2066x\n", [(1, 9, "Y-字符")]),
    *[Bad(f"Y30 U+{ord(c):04X}", f"甲: 1{c}乙: 2\n", [(1, 5, "Y-字符")], "换行符") for c in "\x85\u2028\u2029"],
    Bad("Y31 NUL", '甲: 1\n乙: "\\0"\n', [(2, 4, "Y-转义")], "U+0000"),
    Bad("Y31 半个字符", '甲: "\\ud800"\n', [(1, 4, "Y-转义")], "U+D800"),
    Bad("Y31 太大", '甲: "\\U00110000"\n', [(1, 5, "Y-转义")], "写法不对"),
    Bad("Y31 不认识", '甲: "C:\\甲"\n', [(1, 8, "Y-转义")], "写法不对", "单引号"),
    Bad("Y31 缺位", '甲: "\\x1"\n', [(1, 7, "Y-转义")]),
    Bad("Y31 零宽", '甲: "\\u200b"\n', [(1, 4, "Y-转义")], "U+200B"),
    Bad("Y31 回车", '甲: "一\\r二"\n', [(1, 4, "Y-转义")], "U+000D"),
    Bad("Y32 NUL", "甲: 1\n乙: 二\x00三\n", [(2, 5, "Y-字符")], "U+0000"),
    Bad("Y32 其他", "甲: 1\n乙: \x0b\x1b\n丙: \x7f9\n", [(2, 4, "Y-字符"), (2, 5, "Y-字符"), (3, 4, "Y-字符")]),
    Bad("Y32 半个字符", "甲: \ud800x\n", [(1, 4, "Y-字符")], "残缺"),
    Bad("Y37", "甲: 1\n<<<<<<< HEAD\n乙: 2\n=======\n乙: 3\n>>>>>>> x\n", [(2, 1, "Y-冲突")], "合并冲突", "删去"),
    Bad("Y37 回车换行", "甲: 1\r\n<<<<<<< HEAD\r\n乙: 2\r\n", [(2, 1, "Y-冲突")]),
    Bad("Y37 只剩中间", "甲: 1\n=======\n甲: 2\n", [(2, 1, "Y-冲突")]),
    Bad("Y38", "%YAML 1.2\n---\n甲: 1\n", [(1, 1, "Y-指令")], "%"),
    Bad("Y38 标签", "%TAG ! tag:x\n---\n甲: 1\n", [(1, 1, "Y-指令")]),
    Bad("Y38 不认识", "%FOO x\n---\n甲: 1\n", [(1, 1, "Y-指令")]),
    Bad("空值", "甲:\n乙: 1\n", [(1, 1, "Y-空值")], "“甲”没有填", "不适用就写“不适用”，是零就写 0"),
    Bad("空值 末行", "甲: 1\n乙:", [(2, 1, "Y-空值")]),
    Bad("空值 里层", "甲:\n  乙:\n  丙:\n丁: 1\n", [(2, 3, "Y-空值"), (3, 3, "Y-空值")]),
    Bad("空值 行里", "甲: {乙: , 丙: 1}\n", [(1, 5, "Y-空值")]),
    Bad("空值 只有键", "甲: {乙, 丙: 1}\n", [(1, 5, "Y-空值")]),
    Bad("空值 项", "甲:\n  -\n  - 乙\n", [(2, 4, "Y-空值")]),
    Bad("空值 多行文字", "甲: |\n乙: 1\n", [(1, 1, "Y-空值")]),
    Bad("空值 注释", "甲: #乙\n丙: 1\n", [(1, 1, "Y-空值"), (1, 4, "Y-注释")]),
    Bad("千位", "行:\n  - {合计: 4,525.99}\n", [(2, 10, "Y-千位")], "4,525.99", "4525.99"),
    Bad("千位 两组", "行: {合计: 1,234,525.99, 乙: 2}\n", [(1, 9, "Y-千位")], "3项", "1234525.99"),
    Bad("千位 负数", "行: {合计: -4,525.99}\n", [(1, 9, "Y-千位")], "", "-4525.99"),
    Bad("千位 带单位", "行: {合计: 4,525万元, 乙: 2}\n", [(1, 9, "Y-千位")], "", "4525万元"),
    Bad("千位 同样的尾数", "行: {甲: 4,525, 乙: 5,525}\n", [(1, 8, "Y-千位"), (1, 18, "Y-千位")]),
    Bad("千位 逗号后有空格", "行: {合计: 4, 525.99}\n", [(1, 9, "Y-千位")], "", "4525.99"),
    Bad("千位 序列", "行: [4,525.99]\n", [(1, 5, "Y-千位")], "", "4525.99"),
    Bad("千位 与别处的疑问", "甲: 乙 #丙\n丁: [4,525]\n", [(1, 6, "Y-注释"), (2, 5, "Y-千位")]),
    Bad("千位 两个序列", "甲: [4,525]\n乙: [6,525,100]\n", [(1, 5, "Y-千位"), (2, 5, "Y-千位")], "", "6525100"),
    Bad("Y38 中间", "甲: 1\n%FOO\n乙: 2\n", [(2, 1, "Y-指令")]),
    Bad("全角逗号", '行:\n  - {科目: "21"， 数: 1}\n', [(2, 14, "Y-标点")], "“，”", "半角"),
    Bad("全角逗号 没有引号", "行:\n  - {科目: 21，数: 1}\n", [(2, 12, "Y-标点")], "“，”"),
    Bad("全角逗号 不怪别处的", "行:\n  - {名称: 甲，乙, 数: 1: 2}\n", [(2, 19, "Y-冒号")]),
    Bad("全角括号", "行:\n  - {甲: 1, 乙: 2｝\n  - {甲: 3}\n", [(2, 16, "Y-标点")], "“｝”"),
    Bad("全角逗号 没有配对时不怪它", "行:\n  - {名称: 甲，乙\n  - {名称: 丙}\n", [(2, 5, "Y-括号")]),
    Bad("接着的文字里有冒号", "说明: 一\n  二\n  三: 四\n五: 1\n", [(3, 4, "Y-冒号")], "接着上一行"),
    Bad("半角问号", "行:\n  - {名称: 多少?}\n", [(2, 12, "Y-引号")], "问号"),
    Bad("括号没有配对", "行:\n  - {甲: 1, 乙: 2\n  - {甲: 3}\n", [(2, 5, "Y-括号")], "“{”没有配对", "}"),
    Bad("括号到文件末尾", "甲: [1, 2\n", [(1, 4, "Y-括号")], "“[”没有配对", "]"),
    Bad("括号配错", "甲: {乙: [1, {丙: 2]}\n", [(1, 12, "Y-括号")], "“{”没有配对"),
    Bad("括号里缺一项", "甲: [1, , 2]\n", [(1, 8, "Y-括号")], "缺一项"),
    Bad("括号后有字", "甲: {乙: 1} 丙\n", [(1, 11, "Y-括号")], "括号后面还有字"),
    Bad("括号里两个冒号", "甲: {乙: 丙: 丁}\n", [(1, 9, "Y-冒号")]),
    Bad("缩进对不齐", "甲:\n    乙: 1\n  丙: 2\n", [(3, 3, "Y-缩进")], "对不齐", "对齐"),
    Bad("缩进太深", "甲: 1\n   乙: 2\n", [(2, 4, "Y-缩进")], "上一行已经有内容"),
    Bad("横线与键混用", "甲:\n  - 乙\n  丙: 1\n", [(3, 3, "Y-缩进")], "混在一起"),
    Bad("注释切断了键", "甲 #乙: 1\n丙: 2\n", [(1, 3, "Y-注释")], "注释"),
]


def places(problems: tuple[Problem, ...]) -> list[Place]:
    return [(problem.line, problem.column, problem.code) for problem in problems]


@PARSERS
@pytest.mark.parametrize("case", FAULTS, ids=[case.id for case in FAULTS])
def test_a_fault_is_told_at_its_place(case: Bad, *, pure: bool) -> None:
    node, problems = compose(case.text, pure=pure)
    assert node is None
    assert places(problems) == case.places
    assert any(case.message in problem.message for problem in problems)
    assert any(case.cure in problem.cure for problem in problems)
    assert all(problem.cure for problem in problems), "every problem says what to do"


WARNINGS = [
    Bad("Y21", "甲: 乙 #丙\n", [(1, 6, "Y-注释")], "当作注释", "双引号"),
    Bad("Y21 空格之后", "甲: 乙  # 丙\n丁: 1\n", [(1, 7, "Y-注释")]),
    Bad("Y21 项", "甲:\n  - 乙 #丙\n", [(2, 7, "Y-注释")]),
    Bad("Y24 被当作文字", "部门:\n  名称：甲局\n年度: 2024\n", [(2, 5, "Y-冒号")], "当作文字", "名称: 甲局"),
    Bad("Y24 项被当作文字", "行:\n  - 名称：甲\n    编码：1\n", [(2, 7, "Y-冒号")], "当作文字", "名称: 甲”"),
]


@PARSERS
@pytest.mark.parametrize("case", WARNINGS, ids=[case.id for case in WARNINGS])
def test_a_doubt_is_told_and_the_text_still_read(case: Bad, *, pure: bool) -> None:
    node, problems = compose(case.text, pure=pure)
    assert isinstance(node, Mapping)
    assert places(problems) == case.places
    assert {problem.severity for problem in problems} == {"warning"}
    assert case.message in problems[0].message
    assert case.cure in problems[0].cure


PASSED = [
    ("Y03 引号里", '甲: "&乙 *丙 !丁"\n', {"甲": "&乙 *丙 !丁"}),
    ("Y09 恰好不过深", "甲: " + "[" * (MAX_DEPTH - 1) + "]" * (MAX_DEPTH - 1), None),
    ("Y13", f"甲: {'9' * 5000}\n", {"甲": "9" * 5000}),
    ("Y16 开头的横线", "---\n甲: 1\n", {"甲": "1"}),
    ("Y19 键不分类型", "2024: 甲\ntrue: 乙\nOn: 丙\n", {"2024": "甲", "true": "乙", "On": "丙"}),
    ("Y21 数后的注释", "甲: 41.66 # 批复数\n乙: 12% #丙\n", {"甲": "41.66", "乙": "12%"}),
    ("Y21 引号后的注释", '甲: "乙" #丙\n', {"甲": "乙"}),
    ("Y21 行后的注释", "甲: {乙: 丙} # 丁\n", {"甲": {"乙": "丙"}}),
    ("Y21 键后的注释", "甲: # 注\n  乙: 1\n", {"甲": {"乙": "1"}}),
    ("Y21 没有空格", "甲: 乙#丙\n", {"甲": "乙#丙"}),
    ("Y21 多行文字里", "甲: |\n  乙 #丙\n", {"甲": "乙 #丙\n"}),
    ("Y24 文字里的全角冒号", "甲: 职责：一是\n乙: 注：二\n", {"甲": "职责：一是", "乙": "注：二"}),
    ("Y24 多行文字里", "甲: |\n  职责：一是\n  任务:二是\n", {"甲": "职责：一是\n任务:二是\n"}),
    ("Y24 地址", "甲:\n  - https://example.org/a\n", {"甲": ["https://example.org/a"]}),
    ("Y26 引号里", '甲: "乙\t丙"\n', {"甲": "乙\t丙"}),
    ("Y26 注释里", "甲: 1 #\t注\n", {"甲": "1"}),
    ("Y26 多行文字的注释里", "甲: |  # 注\t一\n  乙\n", {"甲": "乙\n"}),
    ("Y27 文字里", "甲: 乙　丙\n", {"甲": "乙　丙"}),
    ("Y27 多行文字的段首", "甲: |\n  　　一\n  　　二\n", {"甲": "　　一\n　　二\n"}),
    ("Y27 引号里", '甲: "　乙"\n', {"甲": "　乙"}),
    ("Y27 注释前", "　# 注".replace("　", " ") + "\n甲: 1 #　注\n", {"甲": "1"}),
    ("Y31 可用的转义", '甲: "一\\n二\\t\\"三\\" \\\\ \\u56db"\n', {"甲": '一\n二\t"三" \\ 四'}),
    ("Y33", "\ufeff甲: 1\n", {"甲": "1"}),
    ("Y36 CRLF", "甲: 1\r\n乙: |\r\n  一\r\n  二\r\n", {"甲": "1", "乙": "一\n二\n"}),
    ("Y36 CR", "甲: 1\r乙: 2\r", {"甲": "1", "乙": "2"}),
    ("Y37 文字里", "甲: |\n  =======\n  <<<<<<< x\n", {"甲": "=======\n<<<<<<< x\n"}),
    (
        "N01",
        "a: no\nb: off\nc: yes\nd: NO\ne: true\nf: ~\ng: null\n",
        dict(zip("abcdefg", ["no", "off", "yes", "NO", "true", "~", "null"], strict=True)),
    ),
    ("N02", "a: 1_000\n", {"a": "1_000"}),
    (
        "N03",
        "a: 012\nb: 001002\nc: 010100\nd: 09\ne: 0x1F\n",
        {"a": "012", "b": "001002", "c": "010100", "d": "09", "e": "0x1F"},
    ),
    ("N04", "a: 1:30\nb: 12:30:45\n", {"a": "1:30", "b": "12:30:45"}),
    ("N05", "a: 2024-03-01\nb: 2024-02-30\n", {"a": "2024-03-01", "b": "2024-02-30"}),
    ("N06", "a: 99999999999999.995\nb: 4525.990\n", {"a": "99999999999999.995", "b": "4525.990"}),
    ("N07", "a: 1e3\nb: 1e400\n", {"a": "1e3", "b": "1e400"}),
    ("N08", "a: .nan\nb: .inf\nc: NaN\n", {"a": ".nan", "b": ".inf", "c": "NaN"}),
    ("N09", "a: １２３．４５\nb: 4，525.99\n", {"a": "１２３．４５", "b": "4，525.99"}),
    ("N10 不在括号里", 'a: 4,525.99\nb: "4,525.99"\n', {"a": "4,525.99", "b": "4,525.99"}),
    (
        "N10 逗号后有空格",
        'a: [4, 525]\nb: ["2101501","2101599"]\nc: [2101501,2101599]\n',
        {"a": ["4", "525"], "b": ["2101501", "2101599"], "c": ["2101501", "2101599"]},
    ),
    ("N10 不像千位", 'a: ["4",525]\nb: [4,"525"]\nc: [4,5250]\nd: [甲,525]\n', None),
    ("N12", "a: −5\nb: —\nc: 无\nd: /\n", {"a": "−5", "b": "—", "c": "无", "d": "/"}),
    ("N20", "①: 1\n㈠: 2\n", {"①": "1", "㈠": "2"}),
    ("明说是空的", "甲: \"\"\n乙: ''\n丙: []\n丁: {}\n", {"甲": "", "乙": "", "丙": [], "丁": {}}),
    (
        "一行一项",
        '行:\n  - {科目: "2101501", 基本支出: 41.66, 项目支出: 0}\n',
        {"行": [{"科目": "2101501", "基本支出": "41.66", "项目支出": "0"}]},
    ),
    ("序列不缩进", "行:\n- 甲\n- 乙\n", {"行": ["甲", "乙"]}),
    ("折行文字", "甲: >-\n  一\n  二\n乙: 三\n  四\n", {"甲": "一 二", "乙": "三 四"}),
    ("不在括号里的问号", "甲: 多少?\n", {"甲": "多少?"}),
]


@PARSERS
@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in PASSED], ids=[case[0] for case in PASSED])
def test_what_is_allowed_is_read_as_text(text: str, expected: object, *, pure: bool) -> None:
    node, problems = compose(text, pure=pure)
    assert problems == ()
    assert node is not None
    assert expected is None or node == expected


def test_all_problems_of_a_file_come_at_once_in_reading_order() -> None:
    text = "甲:\n乙: 1\n乙: 2\n丙: {合计: 4,525.99}\n丁: 文 #字\n戊:\t1\n己: \u200b1\n庚: &x 1\n"
    _, problems = compose(text)
    assert places(problems) == [
        (1, 1, "Y-空值"),
        (3, 1, "Y-重复键"),
        (4, 9, "Y-千位"),
        (5, 6, "Y-注释"),
        (6, 3, "Y-制表符"),
        (7, 4, "Y-字符"),
        (8, 4, "Y-锚点"),
    ]


def test_what_a_wrong_character_causes_is_not_told_a_second_time() -> None:
    assert places(compose("甲:\n\t乙: 1\n\t\t丙: 1\n丁:\n")[1]) == [
        (2, 1, "Y-制表符"),
        (3, 1, "Y-制表符"),
    ], "the indentation is broken by the tabs, and reading ends there"
    assert places(compose("甲:\n\t乙: 1\n  丙: 1\n")[1]) == [(2, 1, "Y-制表符")], "the line below only seems too deep"


def test_a_fault_far_from_a_wrong_character_is_told_as_well() -> None:
    assert places(compose("甲: \u200b1\n乙: 1\n丙: 1\n丁: @x\n")[1]) == [(1, 4, "Y-字符"), (4, 4, "Y-引号")]


def test_problems_are_capped_and_counted() -> None:
    _, problems = compose("".join(f"键{n}:\n" for n in range(250)))
    assert len(problems) == 101
    assert (problems[-1].code, problems[-1].message) == ("Y-更多", "还有 150 处问题没有列出")


def test_y12_too_many_items_are_refused() -> None:
    _, problems = compose("甲: [" + "x," * 200_000 + "]")
    assert places(problems) == [(1, 5 + 2 * 199_997, "Y-过多")]
    assert "200,000" in problems[0].message


@PARSERS
def test_y12_items_are_counted_alike(monkeypatch: pytest.MonkeyPatch, *, pure: bool) -> None:
    monkeypatch.setattr(yaml_walk, "MAX_NODES", 6)
    monkeypatch.setattr(yaml_walk, "_SMALL", 0)
    assert places(compose("甲: [[], x, y]\n", pure=pure)[1]) == []
    assert places(compose("甲: [[], x, y, z]\n", pure=pure)[1]) == [(1, 15, "Y-过多")]


SPOILT = {
    "同样的键": "".join(f"键{n}: 1\n" for n in range(4000)) * 2,
    "空值": "甲:\n" + "".join(f"  键{n}:\n" for n in range(8000)),
    "一行空值": "甲: {" + ", ".join(f"键{n}" for n in range(8000)) + "}\n",
    "全角空格": "　" * 50_000,
    "相间的空格": "甲: 乙\n" + " 　" * 25_000,
    "一行里相间": "甲: 乙#丙" + "\t　" * 25_000,
    "注释里的制表符": "甲: 乙# #" + "x\t" * 25_000,
    "制表符": "甲: " + "x\t" * 25_000,
    "引号里的制表符": '甲: "' + "x\t" * 25_000 + '"',
    "控制字符": "\x01\x02" * 25_000,
    "全角冒号": "键：值\n" * 10_000,
    "每行段首": "甲: |\n" + "  　　字\n" * 10_000,
    "冒号后的全角空格": "".join(f"键{n}:　值\n" for n in range(5000)),
    "锚点": "".join(f"键{n}: &x 1\n" for n in range(5000)),
    "引号": '甲: "' * 10_000,
    "井号": "甲: 乙 #" * 10_000,
    "横线": "- " * 25_000,
}


@pytest.mark.parametrize("text", SPOILT.values(), ids=list(SPOILT))
def test_many_faults_take_no_longer_than_many_lines(text: str) -> None:
    node, problems = compose(text)
    assert node is None or not problems or {problem.severity for problem in problems} == {"warning"}
    assert len(problems) <= 101


def test_a_faulty_text_can_be_read_on_request() -> None:
    text = "甲:\n乙: 1\n乙: 2\n丙: 3\n"
    assert compose(text)[0] is None
    node, problems = compose(text, keep_going=True)
    assert node == {"甲": "", "乙": "2", "丙": "3"}
    assert len(problems) == 2


# --- places -------------------------------------------------------------------------------------

RECORD = """\
格式: 1
部门:
  名称: 甲乙局
  "编码": "001"
职能: |
  一、职责
  二、任务
行:
  - {科目: "2101501", 数: -41.66}
  - 名称: 折
      行
"""


def read(text: str, *, pure: bool = False) -> Mapping:
    node, problems = compose(text, pure=pure)
    assert problems == ()
    assert isinstance(node, Mapping)
    return node


@PARSERS
def test_every_text_knows_where_it_stands(*, pure: bool) -> None:
    found = [
        (str(text), text.line, text.column, text.end_line, text.end_column, text.style)
        for text, _ in texts(read(RECORD, pure=pure))
    ]
    assert found[:6] == [
        ("格式", 1, 1, 1, 3, ""),
        ("1", 1, 5, 1, 6, ""),
        ("部门", 2, 1, 2, 3, ""),
        ("名称", 3, 3, 3, 5, ""),
        ("甲乙局", 3, 7, 3, 10, ""),
        ("编码", 4, 3, 4, 7, '"'),
    ]
    assert ("一、职责\n二、任务\n", 5, 5, 8, 1, "|") in found
    assert ("2101501", 9, 10, 9, 19, '"') in found
    assert ("-41.66", 9, 24, 9, 30, "") in found
    assert ("折 行", 10, 9, 11, 8, "") in found


def test_collections_know_where_they_stand() -> None:
    root = read(RECORD)
    rows = root["行"]
    assert isinstance(rows, Sequence)
    assert (rows.line, rows.column, rows.flow) == (9, 3, False)
    row = rows[0]
    assert isinstance(row, Mapping)
    assert (row.line, row.column, row.flow) == (9, 5, True)
    assert RECORD[row.start : row.end] == '{科目: "2101501", 数: -41.66}'


def test_keys_carry_their_places() -> None:
    root = read(RECORD)
    department = root["部门"]
    assert isinstance(department, Mapping)
    key = department.key_at("编码")
    assert (key, key.line, key.column, key.plain) == ("编码", 4, 3, False)
    with pytest.raises(KeyError):
        department.key_at("没有")


def test_places_count_characters_and_ignore_the_byte_order_mark() -> None:
    value = read("\ufeff𠮷é: 甲\n")["𠮷é"]
    assert isinstance(value, Text)
    assert (value.line, value.column) == (1, 5)


def test_a_tree_can_be_sent_to_another_process() -> None:
    root = read(RECORD)
    copy = pickle.loads(pickle.dumps(root))  # noqa: S301 - our own bytes
    assert copy == root
    assert [(t.line, t.column, t.end, t.style) for t, _ in texts(copy)] == [
        (t.line, t.column, t.end, t.style) for t, _ in texts(root)
    ]


# --- files --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "place", "message"),
    [
        pytest.param("部门: 甲乙局\n".encode("gbk"), (0, 0, "Y-编码"), "GBK", id="Y34 GBK"),
        pytest.param("部门: 㐂𠮷\n".encode("gb18030"), (0, 0, "Y-编码"), "GB18030", id="Y34 GB18030"),
        pytest.param("部门: 甲\n".encode("utf-16"), (0, 0, "Y-编码"), "UTF-16", id="Y35"),
        pytest.param("year: 2024\n".encode("utf-16-be"), (0, 0, "Y-编码"), "UTF-16", id="Y35 没有标记"),
        pytest.param("甲: 1\n部门: 乙局".encode() + b"\xff\n", (2, 7, "Y-编码"), "不是 UTF-8", id="坏字节"),
        pytest.param(b"\xef\xbb\xbf" + "甲局\n乙".encode()[:-1], (2, 1, "Y-编码"), "损坏", id="写了一半"),
        pytest.param("甲: 1\n乙: 二\x00\n".encode(), (2, 5, "Y-字符"), "U+0000", id="Y32"),
        pytest.param(b"a: " + b"x" * MAX_BYTES, (0, 0, "Y-过大"), "1 MB", id="Y11"),
    ],
)
def test_bytes_that_are_no_clean_text_are_named(data: bytes, place: Place, message: str) -> None:
    _, problems = decode(data)
    assert places(problems) == [place]
    assert message in problems[0].message
    assert problems[0].cure


def test_a_gb18030_file_comes_back_as_text_for_conversion() -> None:
    assert decode("部门: 甲乙局\n".encode("gb18030"))[0] == "部门: 甲乙局\n"


def test_utf8_is_taken_with_and_without_its_mark() -> None:
    assert decode("甲: 1\n".encode()) == decode("\ufeff甲: 1\n".encode()) == ("甲: 1\n", ())


def test_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "2024.yml"
    path.write_bytes("甲: 1\n".encode())
    assert read_file(path) == ("甲: 1\n".encode(), ())
    assert read_node(path) == ({"甲": "1"}, ())


def test_reading_a_file_stops_at_its_encoding(tmp_path: Path) -> None:
    path = tmp_path / "2024.yml"
    path.write_bytes("甲：1\n".encode("gbk"))
    node, problems = read_node(path)
    assert (node, places(problems)) == (None, [(0, 0, "Y-编码")])


def make_link(path: Path) -> None:
    target = path.with_name("目标.yml")
    target.write_text("甲: 1\n", encoding="utf-8")
    path.symlink_to(target)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        pytest.param(make_link, "符号链接", id="Y41 链接"),
        pytest.param(lambda path: path.mkdir(), "文件夹", id="Y41 文件夹"),
        pytest.param(os.mkfifo, "管道", id="Y41 管道"),
        pytest.param(lambda _: None, "不存在", id="Y41 没有"),
    ],
)
def test_what_is_no_file_is_refused_by_name(make: Callable[[Path], None], message: str, tmp_path: Path) -> None:
    path = tmp_path / "2024.yml"
    make(path)
    data, problems = read_file(path)
    assert data is None
    assert message in problems[0].message
    assert "2024.yml" in problems[0].message
    assert places(problems) == [(0, 0, "Y-文件")]


@pytest.mark.parametrize(
    ("error", "message"),
    [(PermissionError(13, "x"), "没有读取权限"), (OSError(5, "Input/output error"), "Input/output error")],
    ids=["Y41 没有权限", "Y41 坏盘"],
)
def test_an_unreadable_file_is_named(
    error: OSError, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise error

    path = tmp_path / "2024.yml"
    path.write_bytes(b"a: 1\n")
    monkeypatch.setattr("pathlib.Path.open", refuse)
    data, problems = read_file(path)
    assert data is None
    assert message in problems[0].message


def test_a_name_no_file_can_have_is_refused(tmp_path: Path) -> None:
    data, problems = read_file(tmp_path / "a\0b")
    assert (data, places(problems)) == (None, [(0, 0, "Y-文件")])


# --- any input ----------------------------------------------------------------------------------

PIECES = [
    *("a", "部门", "b: ", ": ", "- ", "\n", "\n  ", "\n    ", " ", '"', "'", "{", "}", "[", "]", ",", "，", "："),
    *("#", " # c", "|", "|-\n   x\n", "|+\n x\n\n", "|2", ">", "&x", "*x", "!t", "%", "@", "`", "?", "? ", "\t"),
    *("　", "\u00a0", "\u200b", "\u202e", "\ufeff", "\x00", "\x7f", "\x85", "\u2028", "\r\n", "\r", "---", "---\n"),
    *("...", "<<", "1", "4,525.99", "\\", "\\x", "\\u00", "\\ud800", "\\U0011ffff", "\n=======\n", "=", "~", "\ud800"),
    *("𠮷", "k: v\n", "表: {a: 1}\n", "- {a: 1, b: 2}\n", "%YAML 1.2\n", "%FOO\n", "a:b", "{a:b}", "x: \n"),
]
JUMBLES = st.lists(st.sampled_from(PIECES), max_size=24).map("".join)
ANY_TEXT = st.text(st.characters(), max_size=60)


@st.composite
def spoilt_records(draw: st.DrawFn) -> str:
    """A good record with a few characters put in, taken out or doubled."""
    text = RECORD
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(text)))
        until = min(len(text), at + draw(st.integers(0, 3)))
        text = text[:at] + draw(st.sampled_from(["", text[at:until] * 2, *PIECES])) + text[until:]
    return text


def everything(node: Node | None) -> list[tuple[str, bool, int, int, int, int, str]]:
    return [(str(t), key, t.line, t.column, t.end_line, t.end_column, t.style) for t, key in texts(node)]


@given(st.one_of(JUMBLES, ANY_TEXT, spoilt_records()))
def test_any_text_gives_a_tree_or_problems_and_both_parsers_agree(text: str) -> None:
    node, problems = compose(text)
    assert (node is None) == any(problem.severity == "error" for problem in problems)
    pure_node, pure_problems = compose(text, pure=True)
    assert problems == pure_problems
    assert everything(node) == everything(pure_node)
    lines = re.split("\r\n?|\n", text)
    for problem in problems:
        assert 0 <= problem.line <= len(lines)
        assert problem.column <= len(lines[max(problem.line, 1) - 1]) + 1


@given(st.one_of(JUMBLES, spoilt_records()))
def test_a_plain_text_stands_where_it_says(text: str) -> None:
    node, _ = compose(text)
    for value, _ in texts(node):
        if value.plain and value.line == value.end_line:
            assert text.removeprefix("\ufeff")[value.start : value.end] == value


@given(st.binary(max_size=80))
def test_any_bytes_give_text_or_problems(data: bytes) -> None:
    text, problems = decode(data)
    assert problems or text.encode() == data.removeprefix(b"\xef\xbb\xbf")


@pytest.mark.soak
@given(st.one_of(JUMBLES, ANY_TEXT, spoilt_records()))
def test_any_text_at_length(text: str) -> None:
    assert compose(text) == compose(text, pure=True)


def test_the_python_parser_steps_in_where_libyaml_is_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_walk, "HAS_LIBYAML", False)
    monkeypatch.setattr("generator.strict_yaml.HAS_LIBYAML", False)
    assert compose("甲: [1, 2]\n") == ({"甲": ["1", "2"]}, ())


def test_libyaml_is_here() -> None:
    assert HAS_LIBYAML, "the tests above compare it with the Python parser"


def synthetic_record(size: int) -> str:
    """A record as records are: rows on one line, blocks of keys, some prose."""
    lines = [
        "格式: 1",
        "金额单位: 万元",
        "职能: |",
        "  　　一、贯彻执行有关法律法规，拟订本区政策：并组织实施。",
        "表:",
    ]
    number = 0
    while sum(len(line.encode()) + 1 for line in lines) < size:
        number += 1
        lines += [f"  表{number}:", "    状态: 有数", f"    合计: {number}.25", "    行:"]
        lines += [
            f'      - {{科目: "{2010000 + row}", 名称: 行政运行, 基本支出: {row}.66, 项目支出: {row * number}}}'
            for row in range(28)
        ]
        lines += [
            f"    预算: {number}",
            "    得分: 10",
            "    原因: 人员增加，按规定调整社会保险缴费基数，项目支出相应增加。",
        ]
    return "\n".join(lines) + "\n"


@pytest.mark.bench
def test_speed(note: Callable[[str], None]) -> None:
    text = synthetic_record(40_000)
    for name, run in {
        "decode": lambda: decode(text.encode()),
        "compose": lambda: compose(text),
        "compose, Python parser": lambda: compose(text, pure=True),
        "canonical": lambda: canonical(text, Plain()),
    }.items():
        seconds = min(timeit.repeat(run, number=1, repeat=20))
        note(f"{len(text.encode()) // 1000} kB, {len(text.splitlines())} lines: {name} {seconds * 1000:.1f} ms")


class Plain:
    """A layout without wishes."""

    def order(self, _: object) -> None:
        return None

    def is_row(self, _: object) -> bool:
        return True

    row_sequence = quoted = is_row
