"""读一个文件的字节，认出编码：UTF-8 才收，别的都说出是什么、怎么改。"""

from __future__ import annotations

import stat
from contextlib import suppress
from typing import TYPE_CHECKING

from generator.yaml_nodes import MAX_BYTES, MAX_PROBLEMS, Problem
from generator.yaml_prescan import Lines, Suspect, wrong_character

if TYPE_CHECKING:
    from pathlib import Path

_SAVE_AS = "在编辑器里另存为 UTF-8 编码"
_KINDS = (
    (stat.S_ISLNK, "是符号链接，不读", "换成文件本身"),
    (stat.S_ISDIR, "是文件夹，不是文件", "换一个名称，或把它移走"),
)
_UTF16 = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r") + b"\x7f"


def _refused(name: str, message: str, cure: str = "") -> tuple[None, tuple[Problem, ...]]:
    return None, (Problem("Y-文件", f"“{name}”{message}", 0, 0, cure),)


def read_file(path: Path) -> tuple[bytes | None, tuple[Problem, ...]]:
    """Read a plain file of a sensible size. Links, folders, pipes and devices are refused and never opened."""
    try:
        status = path.lstat()
        for is_kind, message, cure in _KINDS:
            if is_kind(status.st_mode):
                return _refused(path.name, message, cure)
        if not stat.S_ISREG(status.st_mode):
            return _refused(path.name, "不是普通文件（管道或设备），不读", "换成普通文件")
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1), ()
    except FileNotFoundError:
        return _refused(path.name, "不存在", "核对文件名")
    except PermissionError:
        return _refused(path.name, "没有读取权限", "请管理员开放读取权限，或确认没有别的程序占用它")
    except (OSError, ValueError) as error:  # ValueError: a name with a NUL in it
        return _refused(path.name, f"读不出来（{getattr(error, 'strerror', None) or '名称不合法'}）")


def decode(data: bytes) -> tuple[str, tuple[Problem, ...]]:
    """Bytes as text. A GB18030 file comes back as text too, with the problem, so that it can be converted."""
    if len(data) > MAX_BYTES:
        return "", (Problem("Y-过大", f"文件超过 {MAX_BYTES // 1_000_000} MB", 0, 0, "把文件拆开；附件不要放进记录"),)
    if data.startswith(_UTF16) or _looks_like_utf16(data):
        return "", (Problem("Y-编码", "文件是 UTF-16（Unicode）编码，不是 UTF-8", 0, 0, _SAVE_AS),)
    body = data.removeprefix(b"\xef\xbb\xbf")
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        return _not_utf8(body, error.start)
    if len(body.translate(None, _CONTROLS)) == len(body):
        return text, ()
    lines = Lines(text)
    found = [Suspect(at, char, at) for at, char in enumerate(text) if char in _CONTROLS.decode()]
    return text, tuple(wrong_character(lines, suspect) for suspect in found[:MAX_PROBLEMS])


def _looks_like_utf16(data: bytes) -> bool:
    """Whether NULs abound, as where each ASCII character was written with two bytes."""
    head = data[:1000]
    return len(head) >= 4 and head.count(0) * 5 > len(head)


def _not_utf8(body: bytes, start: int) -> tuple[str, tuple[Problem, ...]]:
    """GB18030, where that makes more sense than a UTF-8 file with a broken byte."""
    guess = body.decode("utf-8", "replace")
    broken = guess.count("\ufffd")
    if broken * 2 > sum(char > "\x7f" for char in guess):
        with suppress(UnicodeDecodeError):
            text = body.decode("gb18030")
            return text, (Problem("Y-编码", "文件是 GBK（GB18030）编码，不是 UTF-8", 0, 0, _SAVE_AS),)
    sound = body[:start].decode()
    line, column = Lines(sound).at(len(sound))
    message = "从这里起不是 UTF-8 编码的文字，文件可能损坏"
    return "", (Problem("Y-编码", message, line, column, f"从备份取回；或{_SAVE_AS}，再核对这一行"),)
