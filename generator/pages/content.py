"""一节里的内容：样板里的段、列、图，和记录里成块的文字与表。"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from generator import narrative as story
from generator.narrative import Runs, Teller, tell
from generator.pages.desk import Desk
from generator.pages.figures import chart
from generator.views import Block, Cell, Row, Run, Table


def blocks_of(desk: Desk, teller: Teller, plans: Iterable[Mapping[str, Any]]) -> Iterable[Block]:
    """The blocks a narrative template asks for, as far as there is anything to say."""
    for plan in plans:
        if "段" in plan:
            runs = tell(teller, plan["段"])
            if runs and any(run.text.strip("。；，") for run in runs):
                yield Block("paragraph", runs=closed(runs))
        elif "列" in plan:
            yield from _list(teller, plan["列"])
        elif "图" in plan:
            view = chart(teller, str(plan["图"]))
            if view is not None:
                yield Block("chart", chart=view)
        elif "内容" in plan:
            yield from _CONTENT[str(plan["内容"])](desk, teller)


def closed(runs: Runs) -> Runs:
    """One full stop at the end, whatever clauses were left out."""
    text = runs[-1].text
    if runs[-1].fact or text.endswith(("。", "：", "！", "；")):
        return runs if not runs[-1].fact else (*runs, Run("。"))
    return (*runs[:-1], Run(text.rstrip("，、") + "。"))


def _list(teller: Teller, plan: Mapping[str, Any]) -> Iterable[Block]:
    items = []
    for item in story.items(teller, plan["每"]):
        inner = teller.turn(item)
        sentences = plan["句"]
        if teller.archive and not any(run.fact for run in tell(inner, sentences)):
            continue
        runs = tell(inner, [sentences] if isinstance(sentences[0], str) else sentences)
        if runs:
            items.append(closed(runs))
    if items:
        yield Block("list", items=tuple(items), ordered=True)


def _duties(desk: Desk, _teller: Teller) -> Iterable[Block]:
    overview = desk.account.filed.record.overview
    if overview and overview.duties:
        yield Block("list", items=tuple((Run(text.strip()),) for text in overview.duties), ordered=True)


def _members(desk: Desk, _teller: Teller) -> Iterable[Block]:
    overview = desk.account.filed.record.overview
    department = desk.store.departments[desk.account.filed.publisher.department]
    if overview and overview.units_text:
        yield Block("paragraph", runs=(Run(overview.units_text.strip()),))
    named = [(unit.name, unit.nature) for unit in overview.units] if overview else []
    if not named and not desk.account.filed.publisher.unit and department.units:
        named = [
            (f"{department.name}本级", department.nature),
            *((unit.name, unit.nature) for unit in department.units),
        ]
        yield Block("paragraph", runs=(Run(f"纳入本部门决算编制范围的单位共{len(named)}个："),))
    if named:
        yield Block(
            "list",
            items=tuple((Run(name + (f"（{nature}）" if nature else "")),) for name, nature in named),
            ordered=True,
        )
    elif not (overview and overview.units_text):
        yield Block(
            "paragraph",
            runs=(
                Run(
                    "本部门没有所属单位，决算只包括本级。"
                    if not desk.account.filed.publisher.unit
                    else "本单位没有所属单位。"
                ),
            ),
        )


def _work_text(desk: Desk, _teller: Teller) -> Iterable[Block]:
    work = desk.account.filed.record.work
    for text in work.texts if work else ():
        if text.title:
            yield Block("heading", runs=(Run(text.title),))
        for paragraph in text.paragraphs:
            yield Block("paragraph", runs=(Run(paragraph.strip()),))


def _work_table(desk: Desk, _teller: Teller) -> Iterable[Block]:
    work = desk.account.filed.record.work
    if not work or not work.rows:
        return
    head = tuple(Cell(text, "text", "col") for text in ("序号", "重要事项", "工作内容及目标", "完成情况"))
    body = tuple(
        Row(
            (
                Cell(str(at + 1), "line"),
                Cell(row.matter.strip(), "name", "row"),
                Cell(row.goal.strip()),
                Cell(row.done.strip()),
            )
        )
        for at, row in enumerate(work.rows)
    )
    yield Block("table", table=Table("t-work", "重点工作完成情况", head=(Row(head),), body=body))


def _attachment(desk: Desk, teller: Teller) -> Iterable[Block]:
    for line in desk.account.filed.record.texts.get(teller.place, "").splitlines():
        if line.strip():
            yield Block("paragraph", runs=(Run(line.strip()),))


def _no_blocks(_desk: Desk, _teller: Teller) -> Iterable[Block]:
    return ()


_CONTENT = {
    "职能": _duties,
    "单位构成": _members,
    "工作正文": _work_text,
    "工作表": _work_table,
    "附件正文": _attachment,
    "绩效表": _no_blocks,
    "名词解释": _no_blocks,
}
CONTENTS = frozenset(_CONTENT)
"""What a narrative template may ask for with 内容."""
