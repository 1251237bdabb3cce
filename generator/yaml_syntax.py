"""解析器的英文报错 → 指到真正那一行的中文说明和改法。"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from generator.yaml_nodes import Problem
from generator.yaml_slips import no_colon

if TYPE_CHECKING:
    from collections.abc import Callable

    from generator.yaml_prescan import Lines
    from generator.yaml_walk import Tree

# A line that starts like `部门：甲局` or `部门:甲局`. An address (https://…) is neither.
_KEY = r"[^\s\"'#&*!|>%@`{}\[\],:：-][^\s\"'#{}\[\]:：]{0,40}"
_COLON_LINE = re.compile(rf" *(?:- +)*({_KEY})(?:：|:(?=[^\s/]))")
_FRESH = re.compile(rf":[ ]*\r?\n[ \r\n]*(?:- +)*({_KEY}：)")
_ITEMS = re.compile(rf"- +({_KEY}：)[^\n]*\n +{_KEY}：")
_WIDE_MARKS = re.compile("[，：；、“”‘’｛｝［］]")
_WIDE_CLOSING = re.compile(r"[^\r\n\"']*?([｝］])")
_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'[^']*'")
_OPENING = re.compile(r"(?:^|[:\-,\[{] *)([\"'])", re.MULTILINE)
_HUGE_ESCAPE = re.compile(r"\\U(?!0010|000)[0-9A-Fa-f]{8}")
_CUT_KEY = re.compile(r"[^:#]*[^\s:#]+ +#")
_CUT_CURE = "给键加双引号，或去掉“#”前面的空格"
_QUOTE_CURE = "给整段文字加双引号"


class Fault:
    """A parser's error, with what its explanation needs."""

    def __init__(self, tree: Tree, lines: Lines) -> None:
        error: Any = tree.error
        self.lines = lines
        self.text = lines.text
        self.since = tree.last  # everything before was understood
        self.problem = str(getattr(error, "problem", None) or "")
        self.context = str(getattr(error, "context", None) or "")
        self.at = self._offset(getattr(error, "problem_mark", None), len(self.text))
        self.began = self._offset(getattr(error, "context_mark", None), self.at)
        if isinstance(error, ValueError):
            found = _HUGE_ESCAPE.search(self.text, self.since)
            self.problem, self.at = "escape", found.start() if found else self.since

    def _offset(self, mark: Any, default: int) -> int:  # noqa: ANN401 - two parsers, two types of mark
        return default if mark is None else min(int(mark.index), len(self.text))

    def tell(self, code: str, message: str, offset: int, cure: str) -> Problem:
        """Make the problem at an offset."""
        return Problem(code, message, *self.lines.at(offset), cure)

    @property
    def row(self) -> str:
        """The line the parser stopped in."""
        return self.lines.row(self.lines.at(self.at)[0])

    @property
    def head(self) -> str:
        """That line up to there."""
        return self.text[self.lines.start_of(self.at) : self.at]


def colons(lines: Lines, first: int, last: int) -> list[Problem]:
    """Lines from one offset to another that start like a key with a colon that is none."""
    found = []
    for line in range(lines.at(first)[0], lines.at(last)[0] + 1):
        row = lines.row(line)
        match = _COLON_LINE.match(row)
        if match:
            body = row[match.start(1) :]
            found.append(no_colon(line, match.end(), body, match.end() - 1 - match.start(1)))
    return found


def hidden_keys(text: str) -> list[int]:
    """Offsets of lines like `名称：甲` that may have been read as the text of the line above."""
    if "：" not in text:
        return []
    return [found.start(1) for pattern in (_FRESH, _ITEMS) for found in pattern.finditer(text)]


def explain(tree: Tree, lines: Lines) -> list[Problem]:
    """Tell in Chinese why reading stopped, at the place to be mended."""
    fault = Fault(tree, lines)
    if "quoted scalar" in fault.context and "unexpected" in fault.problem:
        return [fault.tell("Y-引号", "引号没有配对", fault.began, "在这段文字的末尾补上同样的引号")]
    if "escape" in fault.problem or "hexdecimal" in fault.problem:
        return [fault.tell("Y-转义", "双引号里的“\\”写法不对", fault.at, "反斜杠写成“\\\\”，或把双引号换成单引号")]
    for starts_like, teller in _TELLERS:
        if starts_like.search(f"{fault.context}/{fault.problem}"):
            found = teller(fault)
            if found is not None:
                return [found]
    return colons(lines, fault.since, fault.at) or [_last_guess(fault)]


def _mark_first(fault: Fault) -> Problem | None:
    """A text that starts with a mark that means something to YAML."""
    offset = (
        fault.began if "alias" in fault.context or "anchor" in fault.context or "tag" in fault.context else fault.at
    )
    char = fault.text[offset : offset + 1]
    if char == "%" and offset == fault.lines.start_of(offset):
        return fault.tell("Y-指令", "不允许以“%”开头的指令", offset, "删去这一行")
    value = re.match(r"[^\r\n]*?(?=\s*(?: #|\r|\n|\Z))", fault.text[offset:])
    cure = f'加双引号，写成“"{value[0]}"”' if value and '"' not in value[0] else _QUOTE_CURE
    return fault.tell("Y-引号", f"文字以“{char}”开头时要加引号", offset, cure)


def _second_part(fault: Fault) -> Problem | None:
    """A directive, or more text after the end."""
    for line in range(fault.lines.at(fault.since)[0], fault.lines.at(fault.at)[0] + 1):
        if fault.lines.row(line).startswith("%"):
            return Problem("Y-指令", "不允许以“%”开头的指令", line, 1, "删去这一行")
    told = _left_over(fault) or _cut_key(fault)
    if told is not None or colons(fault.lines, fault.since, fault.at):
        return told
    return fault.tell(
        "Y-多份", "前面的内容已经结束，后面不能再写", fault.at, "接着上面的“项目: 内容”写，或拆成两个文件"
    )


def _long_quote(fault: Fault) -> Problem | None:
    """A quote that was closed only by the opening quote of a later line."""
    for opening in _OPENING.finditer(fault.text, fault.lines.start_of(fault.since), fault.at):
        quoted = _QUOTED.match(fault.text, opening.start(1))
        if quoted and quoted.start() >= fault.since and "\n" in quoted[0] and quoted.end() <= fault.at:
            line = fault.lines.at(quoted.end())[0]
            message = f"从这里开始的引号到第 {line} 行才结束，多半漏了一个引号"
            return fault.tell("Y-引号", message, opening.start(1), "在这段文字的末尾补上同样的引号")
    return None


def _second_colon(fault: Fault) -> Problem | None:
    """`注意: 本表: 甲`, or a line under a text that was not meant to go on."""
    head = re.match(r" *(?:- +)*([^\s:][^:]*): +(?=\S)", fault.head)
    if head:
        value = fault.row[head.end() :].strip()
        cure = f'给整段文字加双引号，写成“{head[1]}: "{value}"”' if '"' not in value else _QUOTE_CURE
        return fault.tell("Y-冒号", "一行里有两个“: ”，读不出哪个是键", fault.at, cure)
    if colons(fault.lines, fault.since, fault.at):
        return None
    return _deeper(fault)


def _deeper(fault: Fault) -> Problem:
    """A `键: 内容` that is indented as if it went on with the text above."""
    lines = fault.lines
    line = lines.at(fault.at)[0]
    column = len(fault.head) - len(fault.head.lstrip()) + 1
    above = lines.row(line - 1) if line > 1 else ""
    if not above.strip() or re.search(r"[:#]|^\s*- ", above):
        cure = "与上一行对齐；或者删去上一行冒号后面的文字"
        return Problem("Y-缩进", "这一行缩进比上一行深，可上一行已经有内容", line, column, cure)
    indent = len(above) - len(above.lstrip())
    if line > 2 and len(lines.row(line - 2)) - len(lines.row(line - 2).lstrip()) < indent:
        cure = "这几行都是文字，就写在“|”下面，或整段加双引号"
        return Problem("Y-冒号", "接着上一行的文字里出现了“: ”", line, fault.at - lines.start_of(fault.at) + 1, cure)
    return Problem("Y-冒号", "这一行没有“: ”", line - 1, indent + 1, f"写成“{above.strip()}: 内容”")


def _no_key(fault: Fault) -> Problem | None:
    """A line that is neither `键: 内容` nor `- 项`."""
    if colons(fault.lines, fault.since, fault.at):
        return None
    row = fault.lines.row(fault.lines.at(fault.began)[0])
    if _CUT_KEY.match(row):
        return None
    cure = "写成“键: 内容”；接着上一行的文字就比键多缩进两格"
    return fault.tell("Y-冒号", "这一行没有“: ”（半角冒号加空格）", fault.began, cure)


def _flow(fault: Fault) -> Problem | None:
    """Inside { } or [ ]: a full-width mark in the item that could not be read, or a bracket."""
    first = fault.lines.start_of(fault.at)
    bare = _QUOTED.sub(lambda quoted: "_" * len(quoted[0]), fault.row)
    item = max(bare.rfind(mark, 0, fault.at - first) for mark in ",{[") + 1
    wide = _WIDE_MARKS.search(bare, item, fault.at - first + 1)
    if wide:
        return fault.tell(
            "Y-标点", f"括号里用了全角标点“{wide[0]}”", first + wide.start(), "换成半角；逗号、冒号后各空一格"
        )
    return _bracket(fault)


def _bracket(fault: Fault) -> Problem:
    """A bracket without its other half, or items that nothing parts."""
    opened = _innermost(fault)
    mark, stop = fault.text[opened], fault.text[fault.at : fault.at + 1]
    closing = "}" if mark == "{" else "]"
    wide = _WIDE_CLOSING.match(fault.text, opened)
    if wide:
        return fault.tell("Y-标点", f"括号里用了全角标点“{wide[1]}”", wide.start(1), f"换成半角的“{closing}”")
    far = fault.at >= len(fault.text) or fault.lines.start_of(fault.at) != fault.lines.start_of(opened)
    if far or (stop in "}]" and stop != closing):
        return fault.tell("Y-括号", f"“{mark}”没有配对", opened, f"在这一项末尾补上“{closing}”")
    if stop in ",}]":
        return fault.tell("Y-括号", "括号里缺一项", fault.at, "补上这一项，或删去多余的逗号")
    if stop == "?":
        return fault.tell(
            "Y-引号", "括号里的文字有半角问号时要加引号", fault.at, "改用全角问号“？”，或给这段文字加双引号"
        )
    if stop == ":":
        return fault.tell("Y-冒号", "一项里有两个“: ”", fault.at, _QUOTE_CURE)
    return fault.tell(
        "Y-括号", "括号里的各项之间要用半角逗号隔开", fault.at, "写成“{键: 值, 键: 值}”；值里有逗号、冒号就给它加双引号"
    )


def _innermost(fault: Fault) -> int:
    """Offset of the last bracket before the fault that is still open."""
    first = min(fault.lines.start_of(fault.since), fault.lines.start_of(fault.began))
    bare = _QUOTED.sub(lambda quoted: "_" * len(quoted[0]), fault.text[first : fault.at])
    closed = 0
    for at in range(len(bare) - 1, -1, -1):
        closed += (bare[at] in "}]") - (bare[at] in "{[")
        if closed < 0:
            return first + at
    return min(fault.began, len(fault.text) - 1)


def _item(fault: Fault) -> Problem | None:
    return fault.tell("Y-缩进", "“- ”要另起一行", fault.at, "在冒号后换行，再写“- ”；是文字就加双引号")


def _block_header(fault: Fault) -> Problem | None:
    char = fault.text[fault.began : fault.began + 1]
    return fault.tell(
        "Y-写法", f"“{char}”后面要换行，文字从下一行写起", fault.began, f"换行；文字本身以“{char}”开头就加双引号"
    )


def _explicit_key(fault: Fault) -> Problem | None:
    return fault.tell("Y-引号", "文字以“? ”开头时要加引号", fault.at, _QUOTE_CURE)


def _block_end(fault: Fault) -> Problem | None:
    """What stands here belongs to nothing: no key before a colon, or indented like no line above."""
    if colons(fault.lines, fault.since, fault.at):
        return None
    if fault.text[fault.at : fault.at + 1] == ":":
        return fault.tell("Y-键", "冒号前面没有键", fault.at, "写成“键: 内容”")
    left_over = _left_over(fault)
    if left_over is not None:
        return left_over
    if "?" in fault.problem or "found '-'" in fault.problem:
        return fault.tell("Y-缩进", "同一层里“- 项”与“键: 内容”混在一起", fault.at, "“- 项”要比它的键多缩进两格")
    if not fault.head.strip(" -"):
        cure = "同一层的各行左边对齐，下一层多缩进两个空格"
        return fault.tell("Y-缩进", "这一行的缩进与上文哪一层都对不齐", fault.at, cure)
    return None


def _left_over(fault: Fault) -> Problem | None:
    """Words behind a closing quote or bracket."""
    head = fault.head.rstrip()
    if head.endswith(('"', "'")):
        return fault.tell("Y-引号", "引号后面还有字", fault.at, '把整段文字放进引号；文字里的双引号写成“\\"”')
    if head.endswith(("}", "]")):
        return fault.tell("Y-括号", "括号后面还有字", fault.at, "删去它，或放进括号里")
    return None


def _cut_key(fault: Fault) -> Problem | None:
    """A line whose colon is behind a # and so a part of a comment."""
    for line in range(fault.lines.at(fault.since)[0], fault.lines.at(fault.at)[0] + 1):
        cut = _CUT_KEY.match(fault.lines.row(line))
        if cut:
            return Problem("Y-注释", "“#”后面的字被当作注释，这一行就没有“: ”了", line, cut.end(), _CUT_CURE)
    return None


def _last_guess(fault: Fault) -> Problem:
    cut = _cut_key(fault)
    if cut is not None:
        return cut
    if fault.at >= len(fault.text.rstrip()):
        return fault.tell("Y-写法", "文件没有写完", fault.at, "看看末尾是否缺了内容、引号或括号")
    return fault.tell("Y-写法", "这里的写法读不懂", fault.at, "写成“键: 内容”；文字里有特殊符号就加双引号")


_TELLERS: tuple[tuple[re.Pattern[str], Callable[[Fault], Problem | None]], ...] = tuple(
    (re.compile(pattern), teller)
    for pattern, teller in (
        ("directive|document start", _second_part),
        ("scanning an (alias|anchor)|a tag|tag handle", _mark_first),
        ("block scalar", _block_header),
        ("flow (mapping|sequence|node)", _flow),
        ("", _long_quote),
        ("cannot start any token|block node", _mark_first),
        ("mapping values", _second_colon),
        ("simple key", _no_key),
        ("sequence entries", _item),
        ("mapping keys", _explicit_key),
        ("block end|expected key|'-' indicator", _block_end),
    )
)
