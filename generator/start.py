"""入口：`juesuan build` 没有什么可做时，不读入程序的其余部分就结束；其他一切交给命令行。"""

from __future__ import annotations

import os
import sys

from generator import plan

OPTIONS = ("-C", "--project")


def main() -> None:
    """`juesuan`."""
    root = _build_of(sys.argv[1:])
    said = plan.nothing_to_do(os.path.realpath(root)) if root else []
    if said:
        sys.stdout.buffer.write("".join(f"{text}\n" for text in said).encode("utf-8", "backslashreplace"))
        sys.stdout.flush()
        return
    from generator.cli import main as command_line  # noqa: PLC0415 - half a second that a build with nothing to do must not take

    command_line()


def _build_of(arguments: list[str]) -> str:
    """The folder of a plain `juesuan build`; "" for any other command, and for one with options that ask for more."""
    match arguments:
        case ["build"]:
            return "."
        case ["build", option, folder] if option in OPTIONS:
            return folder
        case _:
            return ""
