"""The command line speaks Chinese, whatever the language of the system."""

from __future__ import annotations

import io
import re

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from click.testing import CliRunner

from generator.chinese import WORDS
from generator.cli import main

FOLDER = WORDS / "zh_CN" / "LC_MESSAGES"
ENGLISH = re.compile(
    r"\b(?:Usage|Options|Commands|Show|Error|Try|No such|Missing|Invalid|Got|exit|OPTIONS|COMMAND|ARGS|DIRECTORY|FILE|TEXT|INTEGER|RANGE)\b"
)


def test_the_compiled_words_are_those_of_the_text() -> None:
    with (FOLDER / "messages.po").open("rb") as text:
        catalog = read_po(text, locale="zh_CN")
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    assert (FOLDER / "messages.mo").read_bytes() == compiled.getvalue(), "运行 make words"


@pytest.mark.parametrize("name", ["", *sorted(main.commands)])
@pytest.mark.parametrize("language", ["C.UTF-8", "en_US.UTF-8", "zh_CN.UTF-8"])
def test_help_is_chinese(monkeypatch: pytest.MonkeyPatch, name: str, language: str) -> None:
    monkeypatch.setenv("LANG", language)
    done = CliRunner().invoke(main, [*([name] if name else []), "--help"])
    assert done.exit_code == 0
    assert done.output.startswith("用法:")
    assert ENGLISH.findall(done.output) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["chekc"], "没有 chekc 这个命令。"),
        (["check", "--fromat", "json"], "没有 --fromat 这个选项。"),
        (["check", "--format", "pdf"], "“pdf”不在可写的"),
        (["check", "-C", "/nowhere/at/all"], "没有“/nowhere/at/all”。"),
        (["explain"], "没有写参数"),
        (["check", "extra"], "多写了：extra"),
        (["build", "--workers", "many"], "“many”不是数。"),
    ],
)
def test_mistakes_are_told_in_chinese(arguments: list[str], said: str) -> None:
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 2
    assert said in done.output
    assert ENGLISH.findall(done.output) == []
