"""命令行自己的话：click 说的“用法”“选项”“没有这个命令”等，用一个 gettext 文件译成中文。

`locale/zh_CN/LC_MESSAGES/messages.po` is compiled by `make words`. Whatever the system's language, clerks read Chinese.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

WORDS = Path(__file__).parent / "locale"
LANGUAGE = "LANGUAGE"
"""The variable that gettext asks first."""


METAVARS = {
    "address": "地址",
    "books": "文件...",
    "fragments": "文件夹",
    "left": "甲",
    "like": "记录",
    "name": "名称",
    "output": "文件",
    "packed": "文件",
    "paths": "[文件或文件夹]...",
    "right": "[乙]",
    "root": "文件夹",
    "rule": "规则",
    "target": "文件夹",
    "workers": "个数",
}
"""What stands for the value of a parameter in the help, by the parameter's name."""


@contextmanager
def in_chinese() -> Iterator[None]:
    """What click says meanwhile is Chinese; the language of the process is left as it was."""
    before = os.environ.get(LANGUAGE)
    gettext.bindtextdomain("messages", str(WORDS))
    os.environ[LANGUAGE] = "zh_CN"
    try:
        yield
    finally:
        os.environ.pop(LANGUAGE)
        if before is not None:
            os.environ[LANGUAGE] = before


class ChineseCommand(click.Command):
    """A command whose usage line is Chinese."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - handed on to click as they are
        super().__init__(*args, **{"options_metavar": "[选项]", **kwargs})
        for param in self.params:
            if not isinstance(param.type, click.Choice):  # those show what may be chosen
                param.metavar = param.metavar or METAVARS.get(param.name or "")


class ChineseGroup(click.Group):
    """Commands that speak Chinese."""

    command_class = ChineseCommand

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as above
        super().__init__(*args, **{"options_metavar": "[选项]", "subcommand_metavar": "命令 [参数]…", **kwargs})

    def main(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - as above
        """Run the program."""
        with in_chinese():
            return super().main(*args, **kwargs)
