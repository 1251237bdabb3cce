"""数据互相对得上：板式提到的表和样板都在，样板用到的图、内容和条件都有。Whoever adds a file is told at once what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from generator.catalog import Catalog, NarrativeFile, Profile, SectionPlan, TableKind
from generator.facts import near
from generator.findings import Finding
from generator.narrative import CONDITIONS
from generator.pages.content import CONTENTS
from generator.pages.figures import NUMBERS as CHARTS

BLOCKS = ("段", "列", "图", "内容", "分节")
NEEDED = {"两半表": "半表", "三组表": "组"}


def cross_check(catalog: Catalog) -> Iterator[Finding]:
    """Every reference between data files that leads nowhere."""
    for kind in catalog.tables.values():
        yield from _table(kind)
    for profile in catalog.profiles.values():
        yield from _profile(profile, catalog)
    for narrative in catalog.narratives.values():
        yield from _narrative(narrative)


def _table(kind: TableKind) -> Iterator[Finding]:
    missing = {"两半表": kind.halves is None, "三组表": not kind.groups}.get(kind.layout, False)
    if missing:
        yield Finding("D-表", f"版面是{kind.layout}，却没有写“{NEEDED[kind.layout]}”", f"{kind.id}.yml")


def _profile(profile: Profile, catalog: Catalog) -> Iterator[Finding]:
    file = f"{profile.id}.yml"
    for plan in profile.tables:
        if plan.kind not in catalog.tables:
            yield Finding("D-板式", f"没有叫“{plan.kind}”的表", file, cure=near(plan.kind, list(catalog.tables)))
    for part in profile.parts:
        for section in _plans(part.sections):
            if section.narrative and section.narrative not in catalog.narratives:
                cure = near(section.narrative, list(catalog.narratives))
                yield Finding("D-板式", f"没有叫“{section.narrative}”的说明样板", file, cure=cure)


def _plans(plans: Iterable[SectionPlan]) -> Iterator[SectionPlan]:
    for plan in plans:
        yield plan
        yield from _plans(plan.sections)


def _narrative(narrative: NarrativeFile) -> Iterator[Finding]:
    file = f"{narrative.id}.yml"
    for block in narrative.blocks:
        kind = next((word for word in BLOCKS if word in block), "")
        if not kind:
            yield Finding(
                "D-样板", f"不认识“{'、'.join(map(str, block))}”这种块", file, cure=f"可以写：{'、'.join(BLOCKS)}"
            )
        elif kind == "图" and str(block["图"]) not in CHARTS:
            yield Finding("D-样板", f"没有叫“{block['图']}”的图", file, cure=near(str(block["图"]), list(CHARTS)))
        elif kind == "内容" and str(block["内容"]) not in CONTENTS:
            yield Finding(
                "D-样板", f"没有叫“{block['内容']}”的内容", file, cure=near(str(block["内容"]), sorted(CONTENTS))
            )
        for condition in _conditions(block):
            yield from _condition(condition, file)


def _conditions(node: Any) -> Iterator[str]:  # noqa: ANN401 - templates nest texts, lists and mappings freely
    if isinstance(node, Mapping):
        for key, value in node.items():
            if key in {"若", "仅当"}:
                yield from str(value).split(" 或 ")
            else:
                yield from _conditions(value)
    elif isinstance(node, (list, tuple)):
        for value in node:
            yield from _conditions(value)


def _condition(condition: str, file: str) -> Iterator[Finding]:
    word = condition.removeprefix("非 ").partition(" ")[0]
    if word not in CONDITIONS:
        yield Finding("D-样板", f"不认识条件“{condition}”", file, cure=near(word, sorted(CONDITIONS)))
