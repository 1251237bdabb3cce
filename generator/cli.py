"""命令行 juesuan：唯一打印和退出的模块。"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from generator import __version__, clock
from generator.catalog import Catalog
from generator.chinese import ChineseGroup
from generator.diff import differences
from generator.disk import OutputRefusedError, put
from generator.disk import folder as disk_folder
from generator.exports.single import files_of
from generator.facts import near
from generator.findings import Finding
from generator.fmt import formatted, record_files
from generator.importing.books import BookError
from generator.importing.record import import_record
from generator.job import UnsteadyError
from generator.load_catalog import load_catalog
from generator.memory import relax_collector
from generator.newcomers import LEVELS, NewcomerError, destination, new_department, new_record
from generator.pipeline import How, Outcome, examine
from generator.pipeline import build as build_site
from generator.project import Project
from generator.publish import kept_versions
from generator.publish import rollback as rollback_site
from generator.reports.lines import last_line, lines
from generator.reports.registry import format_named, names
from generator.reports.report import Report, reported
from generator.reports.rule_text import explained, unruled
from generator.taken_away import pack_site, publish_fragments
from generator.verify import UnreachableError, manifest_for, told
from generator.verify import differences as differences_of_copy

OK, ERRORS, USAGE, LEFT_OUT, REFUSED, INTERNAL, INTERRUPTED = 0, 1, 2, 3, 4, 70, 130

folder = click.option(
    "-C",
    "--project",
    "root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=".",
    help="项目文件夹，默认为当前文件夹",
)


def say(text: str, *, wrong: bool = False) -> None:
    """One line for a person; whatever a terminal cannot show is replaced, never a crash."""
    click.echo(text, err=wrong)


class Program(ChineseGroup):
    """The exit codes that belong to no command: what must not happen, and Ctrl-C."""

    def invoke(self, ctx: click.Context) -> object:
        """Run one command."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            say("已中断。", wrong=True)
            sys.exit(INTERRUPTED)
        except clock.ClockError as error:
            raise click.UsageError(str(error)) from error
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except Exception:  # noqa: BLE001 - the last resort: whatever it is, it is ours and not the record's
            say(traceback.format_exc(), wrong=True)
            say("程序内部出错，与记录无关；请把上面的文字交给维护的人。", wrong=True)
            sys.exit(INTERNAL)


@click.group(cls=Program, help="把部门决算的记录核对、排版、公布成一个网站。")
@click.version_option(__version__, "--version", message="juesuan %(version)s", help="显示版本")
def main() -> None:
    """`juesuan`."""
    relax_collector()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


@main.command(help="核对全部记录并公布网站到 site/；只重做变了的。")
@folder
@click.option("--zip", "packed", type=click.Path(dir_okay=False, path_type=Path), help="另把整个网站装进这个 zip 文件")
@click.option(
    "--fragments", type=click.Path(file_okay=False, path_type=Path), help="另把各页正文写进这个文件夹，供放进 CMS"
)
@click.option("--full", is_flag=True, help="全部从头做，不用上次留下的结果")
@click.option("--skip-broken", "sparing", is_flag=True, help="有错的记录先不公布，其余照常公布")
@click.option("--why", is_flag=True, help="说明重做了哪些")
@click.option("--workers", type=click.IntRange(0), default=0, help="用几个进程，默认和处理器一样多")
def build(
    root: Path, packed: Path | None, fragments: Path | None, workers: int, *, full: bool, sparing: bool, why: bool
) -> None:
    """`juesuan build`."""
    project = Project(root.resolve())
    with refusing():
        outcome = build_site(project, How(full, sparing, workers, progress), published_lines)
    *told, last = lines(outcome.report.against)
    for text in told:
        say(text, wrong=True)
    if outcome.published is None:
        say(last, wrong=True)
        say("没有公布任何页面；其余的细目：juesuan check", wrong=True)
        sys.exit(ERRORS)
    for text in why_lines(outcome) if why else ():
        say(text)
    for text in published_lines(outcome):
        say(text)
    with refusing():
        if packed:
            say(f"已装进 {packed}：{pack_site(project, packed)}个文件。")
        if fragments:
            told_of = publish_fragments(project, fragments, outcome.site)
            say(f"正文已写进 {told_of.site}：{told_of.pages}页。")
    for path in outcome.missing:
        say(f"暂缺：{path}", wrong=True)
    sys.exit(LEFT_OUT if outcome.missing else OK)


def published_lines(outcome: Outcome) -> list[str]:
    """What a build says in the end."""
    found, summary = outcome.published, outcome.report.summary
    if found is None:
        return []
    more = summary.warnings + summary.notes + summary.archived + summary.waived + summary.rounding
    hint = ["核对的细目：juesuan check"] if more else []
    return [
        last_line(summary),
        *hint,
        f"已公布到 {found.site}：{found.pages}页，{found.files}个文件，写了{found.written}个。",
    ]


def why_lines(outcome: Outcome) -> list[str]:
    """What was made anew."""
    return [f"重做：{name}" for name in outcome.made] or ["重做：没有"]


def progress(what: str, done: int, whole: int) -> None:
    """How far it is, on a terminal only."""
    if sys.stderr.isatty() and whole > 1:
        click.echo(f"\r{what} {done}/{whole}" + ("\n" if done >= whole else ""), nl=False, err=True)


@contextmanager
def refusing() -> Iterator[None]:
    """What cannot or must not be written ends the command, with one sentence."""
    try:
        yield
    except (OutputRefusedError, UnsteadyError) as error:
        say(str(error), wrong=True)
        sys.exit(REFUSED)


@main.command(help="退回前一版网站，或 --list 列出的某一版；记录不动，下次 build 会公布新的一版。")
@folder
@click.option("--list", "only_list", is_flag=True, help="列出保留着的版本")
@click.argument("number", type=click.IntRange(1), required=False, metavar="[版本]")
def rollback(root: Path, number: int | None, *, only_list: bool) -> None:
    """`juesuan rollback`."""
    project = Project(root.resolve())
    with refusing():
        if only_list:
            for version in kept_versions(project):
                say(
                    f"第{version.number}版  {version.until}换下  与后一版有{len(version.put) + len(version.drop)}个文件不同"
                )
            return
        version, published = rollback_site(project, number)
    say(
        f"已退回第{version.number}版（{version.until}换下的），写了{published.written}个文件，{published.dropped}个不再公布。"
    )


@main.command(help="核验网站的一份副本（文件夹或 http 地址）同清单是否一致；不写地址时核验 site/。")
@folder
@click.argument("place", required=False, metavar="[文件夹或地址]")
def verify(root: Path, place: str | None) -> None:
    """`juesuan verify`."""
    project = Project(root.resolve())
    cure = "请重新复制整个网站" if place else "请运行 juesuan build --full 改回来"
    place = place or str(project.site)
    try:
        wanted = manifest_for(project.site, place)
        found = differences_of_copy(wanted, place)
    except UnreachableError as error:
        say(str(error), wrong=True)
        sys.exit(USAGE)
    for line in told(found, len(wanted.files), place, cure):
        say(line, wrong=bool(found))
    sys.exit(ERRORS if found else OK)


@main.command(help="核对全部记录，不公布。")
@folder
@click.option("--strict", is_flag=True, help="存档里的差错也算错误")
@click.option("--format", "name", type=click.Choice(names()), default="terminal", show_default=True, help="报告的格式")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="报告写到哪个文件，默认写到标准输出")
def check(root: Path, name: str, output: Path | None, *, strict: bool) -> None:
    """`juesuan check`."""
    if format_named(name).NEEDS_FILE and output is None:
        raise click.UsageError(f"{name} 格式要写成文件，请用 --output 写明文件名")
    project = Project(root.resolve())
    report = reported(examine(project), project.templates, strict=strict, made=clock.made())
    deliver(report, name, output)
    sys.exit(OK if report.summary.valid else ERRORS)


def deliver(report: Report, name: str, output: Path | None) -> None:
    """The report where it belongs; its last line is said in every format, beside what machines read."""
    form = format_named(name)
    data = form.rendered(report)
    if output is None:
        click.echo(data, nl=False)
    else:
        with refusing():
            put(output, data)
    if output is not None or not form.FOR_PEOPLE:
        say(last_line(report.summary), wrong=not form.FOR_PEOPLE)


@main.command(help="说明一条规则：依据、公式、正例和反例，如 juesuan explain C56。")
@folder
@click.argument("rule")
def explain(root: Path, rule: str) -> None:
    """`juesuan explain`."""
    project = Project(root.resolve())
    catalog = load_catalog(project.content, project.templates, [])
    rules, number = catalog.rules, rule.strip().upper()
    wanted = {name.upper(): name for name in rules}.get(number)
    if wanted is None and (told := unruled(number, catalog)):
        say(told)
        return
    if wanted is None:
        raise click.UsageError(f"没有“{rule}”这条规则。{near(rule.upper(), sorted(rules))}")
    say(explained(rules[wanted]))


@main.command(help="在本机预览，改了记录就刷新。")
@folder
@click.option("--address", default="127.0.0.1:8000", show_default=True, help="预览的地址和端口")
def serve(root: Path, address: str) -> None:
    """`juesuan serve`."""
    from generator.preview.server import AddressError, previewing  # noqa: PLC0415 - an HTTP server, a watcher and MkDocs, which no other command needs

    try:
        with previewing(Project(root.resolve()), address) as server:
            say(f"预览：{server.url} ，按 Ctrl-C 结束。")
            server.serve_forever(poll_interval=0.2)
    except AddressError as error:
        raise click.UsageError(str(error)) from error


@main.command(help="新建一份记录或一个部门，如 juesuan new 420106/ybj/2024（照上年的写出底子，不带数）。")
@folder
@click.argument("address")
@click.option("--like", default="", help="照哪一份记录写，默认是同一部门上一个年度的")
@click.option("--name", default="", help="新建部门时的名称")
@click.option("--level", type=click.Choice(LEVELS), default="区", show_default=True, help="新建部门时的级别")
def new(root: Path, address: str, like: str, name: str, level: str) -> None:
    """`juesuan new`."""
    project = Project(root.resolve())
    try:
        if address.strip("/").count("/") == 1:
            made = new_department(project.content, address, name, level)
        else:
            made = (new_record(project.content, _catalog(project), address, like),)
    except NewcomerError as error:
        say(str(error), wrong=True)
        sys.exit(REFUSED if "已经有" in str(error) else USAGE)
    for one in made:
        put(disk_folder(one.path.parent) / one.path.name, one.text.encode("utf-8"))
        after = f"，照 {one.after} 写成，数都空着" if one.after else ""
        say(f"已新建：{one.path.relative_to(project.root)}{after}")


@main.command(name="import", help="把印好的决算表（xlsx、CSV）读成一份记录的底子；放不下的逐格列出。")
@folder
@click.argument("address")
@click.argument("books", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--like", default="", help="照哪一份记录的样子，默认是同一部门上一个年度的")
def import_(root: Path, address: str, books: tuple[Path, ...], like: str) -> None:
    """`juesuan import`."""
    project = Project(root.resolve())
    try:
        path, year, source = destination(project.content, address, like)
        made = import_record(project, books, source, year)
    except (NewcomerError, BookError) as error:
        say(str(error), wrong=True)
        sys.exit(REFUSED if "已经有" in str(error) else USAGE)
    for text in made.placed.lost:
        say(f"没有导入：{text}", wrong=True)
    if not made.placed.count:
        say("没有一个数能导入，没有写文件。", wrong=True)
        sys.exit(ERRORS)
    put(disk_folder(path.parent) / path.name, made.text.encode("utf-8"))
    where, lost = path.relative_to(project.root), len(made.placed.lost)
    say(
        f"已写成 {where}：{made.placed.sheets}张表，{made.placed.count}个数；{lost}处没有导入。再用 juesuan check 核对。"
    )


@main.command(help="把一份记录的工作簿、长表 CSV 和 JSON 写到一个文件夹。")
@folder
@click.argument("address")
@click.argument("target", type=click.Path(file_okay=False, path_type=Path))
@click.option("--overwrite", is_flag=True, help="文件夹里有同名的就换掉")
def export(root: Path, address: str, target: Path, *, overwrite: bool) -> None:
    """`juesuan export`."""
    found = files_of(Project(root.resolve()), address.strip("/"))
    if not found:
        say(f"没有“{address}”这份记录，或它读不通；地址如 999901/ybj/2022。", wrong=True)
        sys.exit(USAGE)
    standing = [name for name in found if (target / name).exists()]
    if standing and not overwrite:
        say(f"{target} 里已经有 {standing[0]}，没有动它；要换掉请加 --overwrite。", wrong=True)
        sys.exit(REFUSED)
    try:
        for name, data in found.items():
            put(disk_folder(target) / name, data)
    except OutputRefusedError as error:
        say(str(error), wrong=True)
        sys.exit(REFUSED)
    say(f"已写到 {target}：{'、'.join(found)}")


def _catalog(project: Project) -> Catalog:
    return load_catalog(project.content, project.templates, [])


@main.command(help="把记录写成标准的样子：次序、缩进、引号；不改任何值。")
@folder
@click.option("--check", "only_check", is_flag=True, help="只看有没有不标准的，不改文件")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
def fmt(root: Path, paths: tuple[Path, ...], *, only_check: bool) -> None:
    """`juesuan fmt`."""
    project = Project(root.resolve())
    findings: list[Finding] = []
    catalog = load_catalog(project.content, project.templates, findings)
    wanted = {path.resolve() for path in paths}
    changed = failed = 0
    for path, model in record_files(project.content):
        if wanted and not any(path == one or one in path.parents for one in wanted):
            continue
        result = formatted(path, model, catalog)
        for problem in result.problems:
            say(f"{path}:{problem.line}:{problem.column} {problem.message}", wrong=True)
        failed += bool(result.problems)
        if result.changed:
            changed += 1
            say(f"{'需要规整' if only_check else '已规整'}：{path.relative_to(project.root)}")
            if not only_check:
                put(path, result.after.encode())
    say(
        f"{changed}份{'需要规整' if only_check else '已规整'}，{failed}份读不通。"
        if changed or failed
        else "都是标准写法。"
    )
    sys.exit(ERRORS if failed or (only_check and changed) else OK)


@main.command(help="比较两份记录：哪些数变了。地址如 999901/ybj/2021；只给一个部门时比较最近两年。")
@folder
@click.argument("left")
@click.argument("right", required=False)
def diff(root: Path, left: str, right: str | None) -> None:
    """`juesuan diff`."""
    accounts = examine(Project(root.resolve())).accounts
    if right is None:
        years = sorted(address for address in accounts if address.rpartition("/")[0] == left.rstrip("/"))
        left, right = (years[-2], years[-1]) if len(years) > 1 else (left, "")
    missing = [address for address in (left, right) if address not in accounts]
    if missing:
        say(f"没有“{missing[0] or left}”这份记录（或只有一年）。", wrong=True)
        sys.exit(USAGE)
    changes = differences(accounts[left], accounts[right])
    say(f"{left} → {right}：{len(changes)}个数不同（金额单位：万元）")
    for change in changes:
        say(f"{change.measure}  {change.before} → {change.after}  {change.difference}  {change.name}")
