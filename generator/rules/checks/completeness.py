"""填全：自评表的表头和选项，项目综述的各部分，都写上了。

A living record that leaves out a required field of a form's head is refused at load; here a document's lack of it is told, and in every
record the options left open and the parts of a project's text that are missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.accounts import Account
from generator.forms.cells import pieces
from generator.model import Project
from generator.rules.engine import Judged
from generator.rules.model import Rule
from generator.rules.registry import Bench
from generator.rules.telling import Mark, Voice, at_text
from generator.rules.written import Form, forms


def check(rules: Mapping[str, Rule], account: Account, bench: Bench) -> Iterator[Judged]:
    """D13 on one record."""
    _ = bench
    voice = Voice(account, rules)
    for form in forms(account):
        yield from _head(voice, form)
    for project in account.filed.record.projects:
        if project.narrated:
            yield from _told(voice, project)


def _head(voice: Voice, form: Form) -> Iterator[Judged]:
    required = form.layout.required if voice.account.filed.archive else ()
    wanted = dict.fromkeys((*required, *form.layout.options))
    near = next((text for cell in form.entry.head.values() for text in pieces(cell)), None)
    for name in wanted:
        texts = pieces(form.entry.head.get(name))
        mark = at_text(texts[0] if texts else near, f"{form.address}.表头.{name}", form.place)
        if texts:
            yield from voice.passed("D13")
        else:
            missing = "没有勾选" if name in form.layout.options else "空着"
            mark = Mark(mark.address, mark.line, mark.column, name, form.place)
            yield from voice.failed("D13", mark, f"{form.place}：{name}{missing}")


def _told(voice: Voice, project: Project) -> Iterator[Judged]:
    """主要产出和效益, 问题及原因, 改进措施: “无” is an answer, nothing is none."""
    parts = {"主要产出和效益": project.effect, "发现的问题及原因": project.problem, "下一步改进措施": project.measure}
    missing = [name for name, text in parts.items() if not text.strip()]
    cells = {"执行数": project.executed, "全年预算": project.adjusted}
    name = next((name for name, cell in cells.items() if cell is not None), "")
    mark = at_text(cells.get(name), f"项目.{project.slug}.{name}".rstrip("."), f"项目 → {project.name}")
    if missing:
        told = f"项目“{project.name}”的综述没有写{'、'.join(missing)}"
        yield from voice.failed("D13", Mark(mark.address, mark.line, mark.column, path=mark.path), told)
    else:
        yield from voice.passed("D13")
