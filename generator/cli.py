"""命令行 juesuan：唯一打印和退出的模块。"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from generator import __version__
from generator.mkdocs_adapter import ShellFailed, serve_shell
from generator.pipeline import build as build_site
from generator.pipeline import examine
from generator.project import Project
from generator.publish import OutputRefused
from generator.report import line, summary

OK, ERRORS, USAGE, REFUSED = 0, 1, 2, 4

folder = click.option("-C", "--project", "root", type=click.Path(exists=True, file_okay=False, path_type=Path), default=".", help="项目文件夹，默认为当前文件夹")


def say(text: str, *, wrong: bool = False) -> None:
    """One line for a person; whatever a terminal cannot show is replaced, never a crash."""
    click.echo(text, err=wrong)


@click.group(help="把部门决算的记录核对、排版、公布成一个网站。")
@click.version_option(__version__, "--version", message="juesuan %(version)s", help="显示版本")
def main() -> None:
    """`juesuan`."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


@main.command(help="核对全部记录并公布网站到 site/。")
@folder
def build(root: Path) -> None:
    """`juesuan build`."""
    try:
        outcome = build_site(Project(root.resolve()))
    except (OutputRefused, ShellFailed) as error:
        say(str(error), wrong=True)
        sys.exit(REFUSED)
    for finding in outcome.checked.findings:
        say(line(finding), wrong=True)
    say(summary(outcome.checked), wrong=not outcome.checked.sound)
    if outcome.published is None:
        sys.exit(ERRORS)
    say(f"已公布到 {outcome.published.site}：{outcome.published.pages}页，{outcome.published.files}个文件。")


@main.command(help="核对全部记录，不公布。")
@folder
@click.option("--strict", is_flag=True, help="存档里的差错也算错误")
def check(root: Path, *, strict: bool) -> None:
    """`juesuan check`."""
    checked = examine(Project(root.resolve()))
    for finding in checked.findings:
        say(line(finding))
    say(summary(checked))
    failed = any(finding.failed for finding in checked.findings)
    sys.exit(ERRORS if not checked.sound or (strict and failed) else OK)


@main.command(help="在本机预览，改了记录就刷新。")
@folder
@click.option("--address", default="127.0.0.1:8000", show_default=True, help="预览的地址和端口")
def serve(root: Path, address: str) -> None:
    """`juesuan serve`."""
    say(f"预览：http://{address}/ ，按 Ctrl-C 结束。")
    serve_shell(Project(root.resolve()).config, address)
