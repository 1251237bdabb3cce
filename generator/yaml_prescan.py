"""解析之前先看字符：看不见的、会骗人的、像空格却不是空格的，以及没有解决的合并冲突。"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from generator.yaml_nodes import ENOUGH_PROBLEMS, Problem, texts

if TYPE_CHECKING:
    from generator.yaml_nodes import Text
    from generator.yaml_walk import Tree

_BREAKS = "\x85\u2028\u2029"
_CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f"
_BROKEN = "\ud800-\udfff\ufffd-\uffff\ufeff"
_TURNING = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_HIDDEN = "\u00ad\u180e\u200b-\u200d\u2060-\u2065\u206a-\u206f\ufff9-\ufffb\U000e0000-\U000e007f"
_WIDE = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
NEVER = re.compile(f"[{_BREAKS}{_CONTROLS}{_BROKEN}{_TURNING}{_HIDDEN}]")
_SUSPECT = re.compile(f"[\t{_WIDE}{_BREAKS}{_CONTROLS}{_BROKEN}{_TURNING}{_HIDDEN}]")
_IS_WIDE = re.compile(f"[{_WIDE}]")
_WIDE_BLANKS = "\t \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_CONFLICT = re.compile(r"(?:<{7}|>{7}|={7}|\|{7})(?: [^\n]*)?\r?(?:\n|\Z)")
_COMMENT = re.compile(r"(?:(?<=\s)|(?<![^\n]))#")
_LINE_END = re.compile(r"\r\n?|\n")

# What is wrong with a character, and what to do; the first class that holds it speaks.
_SPEECH = (
    (_BREAKS, "有不该用的换行符（{code}）", "删去它，按回车键换行"),
    ("\ufffd", "有替换字符“\ufffd”，文件转换编码时丢了字", "对照原件把丢掉的字补上"),
    ("\ufeff", "文件中间有看不见的字节顺序标记（{code}）", "删去它：把光标移到这里按退格键"),
    (_CONTROLS, "有控制字符（{code}）", "删去它：把光标移到这里按退格键"),
    (_BROKEN, "有残缺的字符（{code}）", "重新输入这个字"),
    (_TURNING, "有改变文字方向的看不见的字符（{code}），数字会显得颠倒", "删去它，重新输入这段文字"),
    (_HIDDEN, "有看不见的字符（{code}）", "删去它，重新输入这个词"),
    ("\u3000", "这里不能用全角空格", "换成半角空格"),
    ("\u00a0", "这里不能用不间断空格（{code}）", "换成半角空格"),
    (_WIDE, "这里不能用特殊空格（{code}）", "换成半角空格"),
)


class Suspect(NamedTuple):
    """A character that may be wrong where it stands."""

    offset: int
    char: str
    run: int  # where the blanks begin that it is one of


class Lines:
    """Where offsets are: lines and columns from 1, columns in characters."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(end.end() for end in _LINE_END.finditer(text))]

    def at(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset."""
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1

    def start_of(self, offset: int) -> int:
        """Offset at which the line of an offset starts."""
        return self.starts[bisect_right(self.starts, offset) - 1]

    def row(self, line: int) -> str:
        """Text of a line, without its end."""
        last = self.starts[line] if line < len(self.starts) else len(self.text)
        return self.text[self.starts[line - 1] : last].rstrip("\r\n")


def suspects(text: str) -> list[Suspect]:
    """Every character that is wrong anywhere, every tab, and every wide blank where a plain one belongs."""
    found = []
    run, last = 0, -1
    for match in _SUSPECT.finditer(text):
        offset, char = match.start(), match[0]
        if _IS_WIDE.match(char):
            if last < 0 or text[last:offset].strip(_WIDE_BLANKS):
                run = _run_start(text, offset, last + 1)
            last = offset
            # A blank matters where YAML looks for indentation, or for what separates a mark from its value.
            if not run or text[run - 1] in "\r\n:-,[{?":
                found.append(Suspect(offset, char, run))
        else:
            found.append(Suspect(offset, char, offset))
    return found


def _run_start(text: str, offset: int, since: int) -> int:
    """Offset of the first of the blanks that a blank is one of."""
    while offset > since and text[offset - 1] in _WIDE_BLANKS:
        offset -= 1
    return offset


def is_removable(suspect: Suspect) -> bool:
    """Whether the parser has to be kept from seeing it: wide blanks are letters to it."""
    return not _IS_WIDE.match(suspect.char)


def without(text: str, wrong: list[Suspect]) -> str:
    """Return the text with a blank in place of each: as long as before, so that places stay true."""
    if not wrong:
        return text
    chars = list(text)
    for suspect in wrong:
        chars[suspect.offset] = " "
    return "".join(chars)


def guilty(found: list[Suspect], tree: Tree) -> list[Suspect]:
    """Those that stand where they are wrong, judged by a reading of the text without them."""
    court = _Court(tree)
    limit = tree.end_of_sense()
    wrong: list[Suspect] = []
    for suspect in found:
        if NEVER.match(suspect.char) or (suspect.offset < limit and court.condemns(suspect)):
            wrong.append(suspect)
            if len(wrong) >= ENOUGH_PROBLEMS:
                break
    return wrong


def heads(wrong: list[Suspect]) -> list[Suspect]:
    """The first of each run: three full-width blanks in a row are one thing to mend."""
    runs = {suspect.offset + 1: suspect.char for suspect in wrong}
    return [suspect for suspect in wrong if runs.get(suspect.offset) != suspect.char]


class _Court:
    """Where the texts and comments of a tree stand, for one question after another."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.lines = Lines(tree.text)
        self.starts = [text.start for text in tree.styled]
        self.comments: dict[int, int] = {}

    def condemns(self, suspect: Suspect) -> bool:
        """Whether a tab or a wide blank is out of place."""
        offset = suspect.offset
        at = bisect_right(self.starts, offset) - 1
        before = self.tree.styled[at] if at >= 0 else None  # the last quoted text or block that starts before it
        since = self.lines.start_of(offset)
        if before is not None and offset >= before.end:
            since = max(since, before.end)
        elif before is not None and not (before.style in {"|", ">"} and since <= before.start):
            return suspect.char == "\t" and before.style in {"|", ">"}
        if self._comment(since) < offset:
            return False
        return suspect.char == "\t" or not self._is_in_plain(suspect)

    def _comment(self, since: int) -> int:
        """Offset of the first comment on a line from an offset on, or of the end of the line."""
        if since not in self.comments:
            end = _LINE_END.search(self.lines.text, since)
            last = end.start() if end else len(self.lines.text)
            found = _COMMENT.search(self.lines.text, since, last)
            self.comments[since] = found.start() if found else last
        return self.comments[since]

    def _is_in_plain(self, suspect: Suspect) -> bool:
        """Whether a wide blank is a part of a text without quotes: neither at its start nor behind a colon."""
        at = bisect_right(self._plain, suspect.offset, key=lambda text: text.start) - 1
        if at < 0 or suspect.offset >= self._plain[at].end:
            return False
        return suspect.run > self._plain[at].start and self.lines.text[suspect.run - 1] != ":"

    @cached_property
    def _plain(self) -> list[Text]:
        found = [text for root in (self.tree.root, *self.tree.dropped) for text, _ in texts(root) if text.plain]
        return sorted(found, key=lambda text: text.start)


def wrong_character(lines: Lines, suspect: Suspect) -> Problem:
    """Tell what is wrong with one character."""
    line, column = lines.at(suspect.offset)
    if suspect.char == "\t":
        indent = not lines.row(line)[: column - 1].strip(_WIDE_BLANKS)
        message = "缩进用了制表符（Tab）" if indent else "用了制表符（Tab）"
        return Problem("Y-制表符", message, line, column, "换成空格：每层缩进两个，冒号后一个")
    message, cure = next(speech[1:] for speech in _SPEECH if re.match(f"[{speech[0]}]", suspect.char))
    code = "Y-空白" if _IS_WIDE.match(suspect.char) else "Y-字符"
    return Problem(code, message.format(code=f"U+{ord(suspect.char):04X}"), line, column, cure)


def conflict(text: str) -> Problem | None:
    """The first marker of an unsolved merge, if there is one."""
    if not any(mark in text for mark in ("<<<<<<<", "=======", ">>>>>>>", "|||||||")):
        return None
    for at, row in enumerate(text.split("\n"), 1):
        if _CONFLICT.fullmatch(row + "\n"):
            cure = "保留要的一份，删去另一份和“<<<<<<<”“=======”“>>>>>>>”这几行"
            return Problem("Y-冲突", f"合并冲突没有解决（“{row[:7]}”）", at, 1, cure)
    return None
