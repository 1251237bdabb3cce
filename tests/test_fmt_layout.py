"""The canonical layout: one way to write each record, no value changed, no comment lost, the second time nothing to do."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from generator import fmt_layout
from generator.fmt_layout import canonical
from generator.strict_yaml import Mapping, Node, compose, texts
from generator.yaml_comments import scan

if TYPE_CHECKING:
    from random import Random

    from generator.yaml_comments import Path

KEYS = ["格式", "年度", "部门", "表", "编码", "名称", "科目", "行", "列入"]


class Plan:
    """A layout like that of records; what it knows can be taken away piece by piece."""

    def __init__(self, *, order: bool = True, rows: bool = True, lists: bool = True, quotes: bool = True) -> None:
        self.names = KEYS if order else None
        self.rows, self.lists, self.quotes = rows, lists, quotes

    def order(self, path: Path) -> list[str] | None:
        return None if path and path[-1] == "随意" else self.names

    def is_row(self, path: Path) -> bool:
        return self.rows and isinstance(path[-1], int) and "行" in path

    def row_sequence(self, path: Path) -> bool:
        return self.lists and path[-1] == "列入"

    def quoted(self, path: Path) -> bool:
        return self.quotes and (path[-1] in {"编码", "科目"} or "列入" in path)


CASES = [
    pytest.param("格式: 1\n", "格式: 1\n", id="已经规范"),
    pytest.param("年度:   2024\n格式:  1", "格式: 1\n年度: 2024\n", id="顺序与空格"),
    pytest.param("丁: 1\n年度: 2\n丙: 3\n格式: 4\n", "格式: 4\n年度: 2\n丁: 1\n丙: 3\n", id="不认识的键在后，次序不变"),
    pytest.param("随意:\n  年度: 1\n  格式: 2\n", "随意:\n  年度: 1\n  格式: 2\n", id="不排序的映射"),
    pytest.param("部门:\n    编码: 001\n", '部门:\n  编码: "001"\n', id="两格一层、编码加引号"),
    pytest.param("部门: {编码: 001}\n", '部门:\n  编码: "001"\n', id="不是行的花括号展开"),
    pytest.param(
        "行:\n- 名称: 甲\n  科目: 21\n  数:\n    41.66\n",
        '行:\n  - {名称: 甲, 科目: "21", 数: 41.66}\n',
        id="一行一项",
    ),
    pytest.param("行:\n - { 科目: 21,数: 0 }\n", '行:\n  - {科目: "21", 数: 0}\n', id="行里的空格"),
    pytest.param(
        "行:\n  - {数: {合计: 1, 名称: 甲}, 列入: [1]}\n",
        '行:\n  - {列入: ["1"], 数: {名称: 甲, 合计: 1}}\n',
        id="行里再套",
    ),
    pytest.param('行:\n  - {"a,b": 1}\n', '行:\n  - {"a,b": 1}\n', id="行里的键要引号"),
    pytest.param("列入:\n  - 21\n  - 22\n", '列入: ["21", "22"]\n', id="短序列一行"),
    pytest.param("列入:\n  - 甲: 1\n", '列入:\n  - 甲: "1"\n', id="不短的序列不在一行"),
    pytest.param("表: []\n名称: {}\n", "表: []\n名称: {}\n", id="空的"),
    pytest.param(
        "甲: 1\n\n\n乙: 2\n丙:\n  丁: 3\n\n  戊: 4\n己: 5\n庚:\n  - 6\n",
        "甲: 1\n乙: 2\n\n丙:\n  丁: 3\n  戊: 4\n\n己: 5\n\n庚:\n  - 6\n",
        id="空行",
    ),
    pytest.param("甲: \"乙\"\n丙: '丁'\n", "甲: 乙\n丙: 丁\n", id="不需要的引号去掉"),
    pytest.param("甲: '乙: 丙'\n丁: '#1'\n戊: '\"'\n", '甲: "乙: 丙"\n丁: "#1"\n戊: "\\""\n', id="需要的引号用双引号"),
    pytest.param('甲: "1"\n乙: 1\n丙: "no"\n丁: no\n', '甲: "1"\n乙: 1\n丙: "no"\n丁: no\n', id="像数的保留引号"),
    pytest.param(
        '行:\n  - {名称: "甲, 乙", 数: "多少?"}\n甲: 甲, 乙?\n',
        '行:\n  - {名称: "甲, 乙", 数: "多少?"}\n\n甲: 甲, 乙?\n',
        id="行里要引号、行外不要",
    ),
    pytest.param("甲: >-\n  一\n  二\n乙: 三\n  四\n", "甲: 一 二\n乙: 三 四\n", id="折行的合成一行"),
    pytest.param('甲: "一\\n二\\n"\n', "甲: |\n  一\n  二\n", id="多行文字"),
    pytest.param('甲: "一\\n\\n　　二"\n', "甲: |-\n  一\n\n  　　二\n", id="多行文字里的空行"),
    pytest.param(
        '甲: " 一\\n二"\n乙: "一\\n\\n\\n"\n', '甲: " 一\\n二"\n乙: "一\\n\\n\\n"\n', id="块里写不下的多行文字"
    ),
    pytest.param('行:\n  - {名称: "一\\n二"}\n', '行:\n  - {名称: "一\\n二"}\n', id="行里的多行文字"),
    pytest.param('甲: "乙\\t丙"\n丁: ""\n', '甲: "乙\\t丙"\n丁: ""\n', id="制表符与空文字"),
    pytest.param('甲: "　乙"\n丁: 戊　己\n', '甲: "　乙"\n丁: 戊　己\n', id="全角空格"),
    pytest.param(
        "甲:\n- - 1\n  - 2\n-\n  乙: 3\n  丙: 4\n", "甲:\n  - - 1\n    - 2\n  - 乙: 3\n    丙: 4\n", id="序列套序列"
    ),
    pytest.param("---\n甲: 1\n", "甲: 1\n", id="开头的横线"),
    pytest.param("甲: 1\r\n乙:\r\n- 2\r\n", "甲: 1\r\n\r\n乙:\r\n  - 2\r\n", id="回车换行照旧"),
    pytest.param("? 甲\n: 1\n", "甲: 1\n", id="问号键"),
    # comments
    pytest.param("# 一\n# 二\n年度: 1\n格式: 2\n", "# 一\n# 二\n格式: 2\n年度: 1\n", id="文件头"),
    pytest.param("# 头\n\n# 年度的\n年度: 1\n格式: 2\n", "# 头\n\n格式: 2\n# 年度的\n年度: 1\n", id="空行之下归那一项"),
    pytest.param("甲: 1\n# 末\n\n\n# 末二", "甲: 1\n# 末\n\n# 末二\n", id="文件尾"),
    pytest.param(
        "甲: 1 # 注\n乙: # 注二\n  丙: 3    # 注三\n", "甲: 1  # 注\n\n乙:  # 注二\n  丙: 3  # 注三\n", id="行末"
    ),
    pytest.param("年度: 1\n# 格式的\n格式: 2\n", "# 格式的\n格式: 2\n年度: 1\n", id="跟着它下面的一项走"),
    pytest.param(
        "部门:\n    # 里\n    名称: 1\n  # 浅\n年度: 2\n",
        "年度: 2\n\n部门:\n  # 里\n  名称: 1\n  # 浅\n",
        id="缩进",
    ),
    pytest.param(
        "行:\n  - {科目: 1}\n  # - {科目: 2}\n部门: 3\n",
        '部门: 3\n\n行:\n  - {科目: "1"}\n  # - {科目: 2}\n',
        id="注释掉的末行留在表里",
    ),
    pytest.param(
        "行:\n  # 上\n  - {科目: 1} # 下\n  -\n    # 里\n    科目: 2 # 二\n",
        '行:\n  # 上\n  - {科目: "1"}  # 下\n  # 里\n  - {科目: "2"}  # 二\n',
        id="行的注释",
    ),
    pytest.param(
        "行:\n  - {科目: 1, # 里\n     # 再里\n     数: 2} # 末\n",
        '行:\n  # 里\n  # 再里\n  - {科目: "1", 数: 2}  # 末\n',
        id="行里的注释移到上面",
    ),
    pytest.param(
        "甲: | # 注\n  一\n  # 不是注释\n# 是\n乙: 1\n", "甲: |  # 注\n  一\n  # 不是注释\n# 是\n乙: 1\n", id="多行文字"
    ),
    pytest.param("甲:\n  # 注\n  文字\n", "# 注\n甲: 文字\n", id="键与值之间"),
    pytest.param(
        "甲:\n  - # 注\n    乙: 1\n  - # 注二\n    丙\n", "甲:\n  # 注\n  - 乙: 1\n  - 丙  # 注二\n", id="横线之后"
    ),
    pytest.param(
        "甲:\n  -\n    # 注\n    - # 注二\n      - 乙\n", "甲:\n  # 注\n  # 注二\n  - - - 乙\n", id="一层层横线"
    ),
    pytest.param("甲: {乙: 1, # 注\n  丙: 2} # 末\n", "甲:\n  乙: 1  # 注\n  丙: 2  # 末\n", id="展开的花括号"),
    pytest.param('甲: "乙" # 丙\n丁: 戊 #己\n', '甲: "乙"  # 丙\n丁: 戊  #己\n', id="注释前的引号不动"),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_layout(text: str, expected: str) -> None:
    printed, problems = canonical(text, Plan())
    assert printed == expected
    assert not [problem for problem in problems if problem.severity == "error"]
    assert canonical(printed, Plan())[0] == expected, "the second time there is nothing to do"


def test_a_table_reads_like_an_account_of_the_year() -> None:
    text = """\
# 决算记录
格式: 1

表:
  T5:
    行:
      - 科目: 2101501
        名称: 行政运行
        基本支出: 41.66   # 批复数
      # 上年没有
      - {名称: "信息化建设", 科目: '2101504', 基本支出: 0}
    说明: "一、甲\\n二、乙\\n"
年度: 2024
"""
    assert (
        canonical(text, Plan())[0]
        == """\
# 决算记录
格式: 1
年度: 2024

表:
  T5:
    行:
      - {名称: 行政运行, 科目: "2101501", 基本支出: 41.66}  # 批复数
      # 上年没有
      - {名称: 信息化建设, 科目: "2101504", 基本支出: 0}
    说明: |
      一、甲
      二、乙
"""
    )


@pytest.mark.parametrize("text", ["", "# 注\n", "甲: 1\n甲: 2\n", "甲：1\n", "- 甲\n", "{}\n"])
def test_what_can_not_be_read_comes_back_untouched(text: str) -> None:
    printed, problems = canonical(text, Plan())
    assert printed == text
    assert problems == compose(text)[1]


def test_warnings_are_handed_on() -> None:
    printed, problems = canonical("甲: 乙 #丙\n", Plan())
    assert printed == "甲: 乙  #丙\n"
    assert [problem.code for problem in problems] == ["Y-注释"]
    assert compose(printed)[1], "the doubt stays until a person has settled it"


def test_a_changed_value_is_never_handed_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fmt_layout, "written", lambda text, **_: f"{text}0")
    printed, problems = canonical("甲:   1\n", Plan())
    assert printed == "甲:   1\n"
    assert [problem.code for problem in problems] == ["Y-格式"]


def test_a_lost_comment_is_never_handed_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fmt_layout, "_with_tail", lambda line, _: line)
    printed, problems = canonical("甲:   1 # 注\n", Plan())
    assert printed == "甲:   1 # 注\n"
    assert [problem.code for problem in problems] == ["Y-格式"]


# --- any record ---------------------------------------------------------------------------------

Data: TypeAlias = "str | list[Data] | dict[str, Data]"

WORDS = [
    *("甲", "名称：乙", "2101501", "41.66", "-5", "是", "no", "~", "null", "1:30", "2024-03-01", "1_000", ".5", "+1"),
    *(
        "a b",
        "x: y",
        "#z",
        "a #b",
        "- q",
        "?",
        "what?",
        "a,b",
        "{x",
        "[",
        "]y",
        "'q'",
        '"w"',
        "a\\b",
        "-甲",
        "...",
        "---x",
    ),
    *(
        "<<",
        "=",
        "%",
        "@x",
        "`",
        "!",
        "&x",
        "*",
        "|",
        ">",
        "a:",
        "http://x/y",
        "　宽",
        "尾　",
        "时间:　8",
        "\u00a0",
        "",
    ),
    *(
        "t\tx",
        "甲\n乙",
        "甲\n乙\n",
        "\n甲",
        "甲\n\n乙",
        " 甲\n乙",
        "甲\n 乙\n\n",
        "甲 \n乙",
        "甲\n  \n乙",
        "　　段\n　　落\n",
        "\n",
    ),
]
NAMES = [
    *KEYS,
    "随意",
    "a b",
    "x:y",
    "2024",
    "no",
    "键，",
    "“k”",
    "?k",
    "a,b",
    "- k",
    "#k",
    "k#",
    "<<",
    "　k",
    '"',
    "k\\",
]
ESCAPES = {ord(char): f"\\{name}" for char, name in zip('\\"\n\t', '\\"nt', strict=True)}


@cache
def bare(word: str, *, flow: bool) -> bool:
    """Whether a word can stand without quotes."""
    text = f"k: {{{word}: {word}}}\n" if flow else f"{word}: {word}\n"
    root, problems = compose(text)
    return not problems and root == ({"k": {word: word}} if flow else {word: word})


class Writer:
    """Writes data as YAML in all the ways people do, comments included."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.comments: list[str] = []

    def now(self, chance: float) -> bool:
        return self.random.random() > 1 - chance

    def comment(self) -> str:
        self.comments.append(f"#{self.random.choice(['', ' ', '- ', ' 甲: '])}{len(self.comments)}")
        return self.comments[-1]

    def data(self, depth: int) -> Data:
        if depth == 0 or not self.now(0.6):
            return self.random.choice(WORDS)
        size = 0 if self.now(0.1) else self.random.randint(1, 4)
        if self.now(0.4):
            return [self.data(depth - 1) for _ in range(size)]
        return {name: self.data(depth - 1) for name in self.random.sample(NAMES, size)}

    def word(self, word: str, *, flow: bool) -> str:
        ways = [f'"{word.translate(ESCAPES)}"']
        if "\n" not in word:
            ways.append("'" + word.replace("'", "''") + "'")
        if bare(word, flow=flow):
            ways += [word] * 3
        return self.random.choice(ways)

    def gap(self) -> str:
        """What may stand between the parts of a flow collection."""
        if not self.now(0.1):
            return self.random.choice(["", " "])
        return (f" {self.comment()}" if self.now(0.5) else "") + "\n" + " " * 20

    def flow(self, data: Data) -> str:
        if isinstance(data, str):
            return self.word(data, flow=True)
        if isinstance(data, list):
            return f"[{self.gap()}{', '.join(self.flow(item) + self.gap() for item in data)}]"
        pairs = (f"{self.word(name, flow=True)}: {self.flow(item)}{self.gap()}" for name, item in data.items())
        return f"{{{self.gap()}{', '.join(pairs)}}}"

    def tail(self) -> str:
        return f"{' ' * self.random.randint(1, 3)}{self.comment()}" if self.now(0.15) else self.random.choice(["", " "])

    def above(self, indent: int) -> list[str]:
        lines = []
        while self.now(0.2):
            shift = self.random.choice([0, 0, 0, 2, -2, 1])
            lines.append("" if self.now(0.4) else " " * max(0, indent + shift) + self.comment())
        return lines

    def block(self, data: dict[str, Data] | list[Data], indent: int) -> list[str]:
        pairs: list[tuple[str, Data]] = (
            [(f"{self.word(name, flow=False)}:", item) for name, item in data.items()]
            if isinstance(data, dict)
            else [("-", item) for item in data]
        )
        lines = []
        for head, item in pairs:
            lines += [*self.above(indent), *self.entry(head, item, indent)]
        return lines + self.above(indent)

    def entry(self, head: str, item: Data, indent: int) -> list[str]:
        start = " " * indent + head
        if isinstance(item, str):
            return self.text(start, item, indent)
        if not item or self.now(0.3):
            return [f"{start} {self.flow(item)}{self.tail()}"]
        step = self.random.choice([1, 2, 2, 2, 4])
        if isinstance(item, list) and head != "-" and self.now(0.3):
            step = 0
        inner = self.block(item, indent + step)
        if head == "-" and inner[0].startswith(" " * (indent + step)) and "#" not in inner[0][: indent + step + 1]:
            return [start + " " * (step - 1) + inner[0][indent + step :], *inner[1:]]
        return [start + self.tail(), *inner]

    def text(self, start: str, word: str, indent: int) -> list[str]:
        if "\n" in word.strip("\n") and "\t" not in word and word[0] not in " \n" and self.now(0.6):
            lines = word.removesuffix("\n").split("\n")
            style = "|-" if not word.endswith("\n") else "|+" if word.endswith("\n\n") else "|"
            return [f"{start} {style}{self.tail()}", *(" " * (indent + 2) + line if line else "" for line in lines)]
        if self.now(0.1):
            return [start + self.tail(), " " * (indent + 3) + self.word(word, flow=False) + self.tail()]
        return [f"{start} {self.word(word, flow=False)}{self.tail()}"]


@st.composite
def sources(draw: st.DrawFn) -> tuple[str, Mapping, list[str]]:
    """A record as somebody might have written it, what it says, and its comments."""
    writer = Writer(draw(st.randoms(use_true_random=False)))
    data = {name: writer.data(3) for name in writer.random.sample(NAMES, writer.random.randint(1, 5))}
    lines = writer.block(data, 0)
    text = ("---\n" if writer.now(0.1) else "") + "\n".join(lines) + "\n" * writer.random.randint(0, 2)
    if writer.now(0.1):
        text = text.replace("\n", "\r\n")
    root, _ = compose(text)
    assume(isinstance(root, Mapping))
    assert isinstance(root, Mapping)
    # Indented deeply enough below a | block, a comment is a part of its text.
    assume(not any(comment in value for comment in writer.comments for value, _ in texts(root)))
    return text, root, writer.comments


PLANS = st.builds(Plan, order=st.booleans(), rows=st.booleans(), lists=st.booleans(), quotes=st.booleans())


@given(sources(), PLANS)
def test_no_value_is_changed_no_comment_lost_and_once_is_enough(
    source: tuple[str, Mapping, list[str]], plan: Plan
) -> None:
    text, root, comments = source
    printed, problems = canonical(text, plan)
    assert "Y-格式" not in {problem.code for problem in problems}
    again, _ = compose(printed)
    assert again == root
    assert Counter(comment.text for comment in scan(printed, again)) == Counter(comments)
    assert canonical(printed, plan)[0] == printed
    assert ("\r\n" in printed) == ("\r\n" in text)
    check_shape(again, plan)


def check_shape(root: Node | None, plan: Plan) -> None:
    """Rows and short lists are on one line, everything else is in block style."""
    waiting: list[tuple[Path, Node | None]] = [((), root)]
    while waiting:
        path, node = waiting.pop()
        if isinstance(node, Mapping):
            assert node.flow == (not node or (path != () and plan.is_row(path))), path
            waiting += [] if node.flow else [((*path, str(key)), value) for key, value in node.items()]
            assert list(node) == sorted(
                node, key=lambda key: KEYS.index(key) if plan.order(path) and key in KEYS else 99
            )


@pytest.mark.soak
@given(sources(), PLANS)
def test_formatting_at_length(source: tuple[str, Mapping, list[str]], plan: Plan) -> None:
    printed, problems = canonical(source[0], plan)
    assert "Y-格式" not in {problem.code for problem in problems}
    assert canonical(printed, plan)[0] == printed
