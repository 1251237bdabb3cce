"""公开页：一个部门（单位）一年的全部内容，按板式的部分和节排好。"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any

from generator import narrative as story
from generator.accounts import Account, note_words
from generator.catalog import PartPlan, SectionPlan
from generator.forms import form_place, form_view
from generator.narrative import Teller, leftovers, tell
from generator.openness.meta import Article
from generator.openness.notices import title_of
from generator.pages.content import blocks_of, closed
from generator.pages.desk import Desk
from generator.pages.figures import key_figures
from generator.pages.figures_walk import with_origins
from generator.pages.frame import as_article, frame, href
from generator.pages.tables import Sheet, numeral, table_view
from generator.pages.terms import used_terms
from generator.pages.verdict import verdict_part
from generator.rules.run import Verdict
from generator.store import OWN_OFFICE, Store
from generator.values import replace
from generator.views import Block, DisclosurePage, Link, Run, Section, Table, TocEntry

Blocks = tuple[Block, ...]
READING = ("assets/juesuan.js", "assets/reading.js")
FOLLOWING = (*READING, "assets/follow.js")


def disclosure(
    store: Store, account: Account, siblings: Iterable[Account], verdict: Verdict | None = None
) -> DisclosurePage:
    """The page of one record; `siblings` are the other records of its department, `verdict` what is published of the checks."""
    record = account.filed.record
    teller = Teller(record, account.figures, store.catalog, account.profile, account.words, story.index(record))
    desk = Desk(store, account, teller, tuple(siblings))
    parts = _parts(desk)
    if verdict is not None:
        parts = (*parts, verdict_part(account, verdict, store.catalog.rules, f"第{numeral(len(parts) + 1)}部分"))
    path = f"{account.address}/"
    title = title_of(account)
    article = Article(account.name, record.published, ("部门决算", f"{record.year}年度", account.name))
    top = frame(
        store,
        path,
        title,
        _crumbs(desk, path),
        kind="disclosure",
        badges=_badges(account),
        description=f"{title}公开",
    )
    page = DisclosurePage(
        frame=as_article(store, top, article),
        publisher=account.name,
        year=str(record.year),
        document=f"{record.year}年度{account.words['文件'] if record.document != '绩效自评' else '绩效自评'}",
        facts=_title_facts(account),
        key_figures=key_figures(account, teller),
        toc=tuple(_toc(part) for part in parts),
        parts=parts,
        siblings=_siblings(desk, path),
        version=account.filed.digest[:8],
        notices=_notices(account),
    )
    return _followed(page)


def _followed(page: DisclosurePage) -> DisclosurePage:
    """With links to where its figures come from, and the script that shows it in place; a page without figures has neither."""
    linked = with_origins(page)
    return dataclasses.replace(
        linked, frame=dataclasses.replace(page.frame, scripts=FOLLOWING if linked.origins else READING)
    )


def _crumbs(desk: Desk, path: str) -> list[tuple[str, str]]:
    publisher = desk.account.filed.publisher
    region = desk.store.regions[publisher.region]
    department = desk.store.departments[publisher.department]
    crumbs = [(region.name, f"{publisher.region}/"), (department.short, f"{publisher.department.path}/")]
    if publisher.unit:
        crumbs.append((desk.store.name_of(publisher), f"{publisher.path}/"))
    return [*crumbs, (f"{desk.account.filed.record.year}年度", path)]


def _badges(account: Account) -> tuple[str, ...]:
    badges = ["示例"] if account.sample else []
    if account.filed.archive:
        badges.append("存档")
    if account.filed.record.corrections:
        badges.append("更正")
    if account.filed.record.status in {"草稿", "待公开"}:
        badges.append(account.filed.record.status)
    return tuple(badges)


def _title_facts(account: Account) -> tuple[tuple[str, str], ...]:
    record = account.filed.record
    facts = [("口径", record.scope), ("金额单位", "万元")]
    if record.approved:
        facts.append(("批复日期", record.approved.isoformat()))
    if record.published:
        facts.append(("公开日期", record.published.isoformat()))
    if record.review:
        facts.append(("保密审查", record.review.secrecy))
    if record.source:
        facts.append(("来源", record.source.title))
    return tuple(facts)


def _notices(account: Account) -> Blocks:
    notices: list[Block] = []
    record = account.filed.record
    if account.sample:
        notices.append(
            Block("note", runs=(Run("这是示例数据：地区、部门和数字都是虚构的，供填写记录时参照。"),), tone="")
        )
    if account.filed.archive:
        note = record.source.note if record.source else ""
        text = "这是存档：数字、科目和指标名称照原件录入，原件的差错也照样保留；文字由我们重新写成。"
        notices.append(Block("note", runs=(Run(text + note),), tone="archive"))
    for correction in record.corrections:
        text = f"{correction.date.isoformat()}更正：{correction.before}改为{correction.after}。{correction.reason}"
        notices.append(Block("note", runs=(Run(text),), tone=""))
    return tuple(notices)


def _siblings(desk: Desk, path: str) -> tuple[Link, ...]:
    mine = desk.account.filed
    links: list[Link] = []
    for other in desk.siblings:
        filed = other.filed
        if filed.publisher == mine.publisher:
            links.append(
                Link(f"{filed.record.year}年度", href(path, f"{filed.address}/"), current=filed.address == mine.address)
            )
    for other in desk.siblings:
        filed = other.filed
        if filed.publisher != mine.publisher and filed.record.year == mine.record.year:
            name = (
                "部门汇总" if not filed.publisher.unit else "本级" if filed.publisher.unit == OWN_OFFICE else other.name
            )
            links.append(Link(name, href(path, f"{filed.address}/")))
    return tuple(links) if len(links) > 1 else ()


def _toc(section: Section) -> TocEntry:
    children = tuple(_toc(inner) for inner in section.sections) if section.level < 3 else ()
    return TocEntry(section.number, section.title, f"#{section.id}", children)


# parts and sections ---------------------------------------------------------------------------------------------------


def _parts(desk: Desk) -> tuple[Section, ...]:
    """All parts in the profile's order; 名词解释 is written last, when all that it explains has been said."""
    plans = list(enumerate(desk.account.profile.parts))
    found: dict[int, Section] = {}
    for at, plan in sorted(plans, key=lambda pair: pair[1].kind == "名词解释"):
        part = _part(desk, plan, f"p{at + 1}")
        if part is not None:
            found[at] = part
    return tuple(_renumbered(desk, [found[at] for at in sorted(found)]))


def _part(desk: Desk, plan: PartPlan, ident: str) -> Section | None:
    title = desk.fill(plan.title)
    if plan.kind == "决算表":
        sections = _table_sections(desk)
    elif plan.kind == "名词解释":
        terms = used_terms(desk.store.catalog, desk.account.filed.record.year, "".join(desk.said), _used_codes(desk))
        sections = ()
        blocks = (Block("terms", terms=terms),) if terms else ()
        return Section(ident, "名词解释", plan.number, title, 2, blocks) if terms else None
    else:
        sections = _sections(desk, plan.sections, "", ident, 3)
    if not sections:
        return None
    return Section(ident, plan.kind, plan.number, title, 2, (), sections)


def _table_sections(desk: Desk) -> tuple[Section, ...]:
    account = desk.account
    sections: list[Section] = []
    for plan in account.profile.tables:
        kind = desk.store.catalog.tables[plan.kind]
        if (
            not account.figures.coverage(plan.kind)
            and account.figures.coverage("T5") == ""
            and account.figures.coverage("T3") == ""
        ):
            continue
        sheet = Sheet(
            kind,
            plan,
            account.figures,
            lambda code: story.code_name(desk.teller, code),
            note_words(account),
            account.profile.notes.get(plan.kind, kind.notes),
            desk.teller.thousands,
            account.name,
        )
        table = table_view(sheet)
        desk.said.extend(_table_text(table))
        sections.append(
            Section(
                f"table-{plan.kind.lower()}",
                f"决算表/{plan.kind}",
                plan.number,
                table.title,
                3,
                (Block("table", table=table),),
            )
        )
    return tuple(sections)


def _table_text(table: Table) -> list[str]:
    return [
        table.title,
        *(cell.text for row in (*table.head, *table.body) for cell in row.cells if cell.kind in {"name", "text"}),
    ]


def _used_codes(desk: Desk) -> tuple[str, ...]:
    """All 项 with figures in the functional tables, and those a sentence names."""
    figures = desk.account.figures
    codes = {code for table in ("T2", "T3", "T5", "T7", "T8") for code in figures.rows(table) if len(code) == 7}
    for facts in desk.account.filed.tables.values():
        codes |= {code for row in facts.rows for code in row.included if len(code) == 7}
    return tuple(sorted(codes))


def _sections(desk: Desk, plans: Iterable[SectionPlan], parent: str, ident: str, level: int) -> tuple[Section, ...]:
    found: list[Section] = []
    for at, plan in enumerate(plans):
        section = _section(desk, plan, parent, f"{ident}-{at + 1}", level)
        if section is not None:
            found.append(section)
    return tuple(_renumbered(desk, found))


def _section(desk: Desk, plan: SectionPlan, parent: str, ident: str, level: int) -> Section | None:
    place = plan.place or parent + plan.number.rstrip("、.．")
    teller = desk.teller.at(place)
    template = desk.store.catalog.narratives.get(plan.narrative)
    blocks = list(blocks_of(desk, teller, template.blocks)) if template else []
    inner = _sections(desk, plan.sections, place, ident, min(level + 1, 6))
    if template:
        inner = (*_turns(desk, teller, template.blocks, ident, min(level + 1, 6)), *inner)
    if plan.narrative == "绩效表":
        inner = (*inner, *_forms(desk, ident, min(level + 1, 6)))
    rest = leftovers(teller, place)
    if rest:
        blocks.append(Block("note", runs=(Run("原件此处还写明："),), tone="archive"))
        blocks.append(Block("list", items=rest))
    if not blocks and not inner:
        return None
    desk.said.extend(
        run.text for block in blocks for run in (*block.runs, *(one for item in block.items for one in item))
    )
    return Section(ident, place, plan.number, desk.fill(plan.title), level, tuple(blocks), inner)


def _turns(
    desk: Desk, teller: Teller, plans: Iterable[Mapping[str, Any]], ident: str, level: int
) -> tuple[Section, ...]:
    """`分节`: every turn of a loop is a numbered sub-section with a place of its own, e.g. 十三（三）2."""
    found: list[Section] = []
    for plan in (one["分节"] for one in plans if "分节" in one):
        for item in story.items(teller, plan["每"]):
            inner = teller.turn(item)
            title = "".join(run.text for run in tell(inner, [plan["题"]]))
            runs = tell(inner, plan["句"])
            if runs and not (teller.archive and not any(run.fact for run in runs)):
                number = len(found) + 1
                block = Block("paragraph", runs=closed(runs))
                desk.said.extend(run.text for run in runs)
                found.append(
                    Section(f"{ident}-n{number}", f"{teller.place}{number}", f"{number}.", title, level, (block,))
                )
    return tuple(found)


def _renumbered(desk: Desk, sections: list[Section]) -> list[Section]:
    """In a living record numbers are consecutive whatever was left out; an 存档 keeps its own."""
    if desk.account.filed.archive:
        return sections
    return [replace(section, number=_number(section.number, at + 1)) for at, section in enumerate(sections)]


def _number(pattern: str, number: int) -> str:
    if pattern.startswith("第") and pattern.endswith("部分"):
        return f"第{numeral(number)}部分"
    if pattern.endswith("、"):
        return f"{numeral(number)}、"
    if pattern.startswith("（"):
        return f"（{numeral(number)}）"
    return f"{number}." if pattern.endswith(".") else pattern


def _forms(desk: Desk, ident: str, level: int) -> tuple[Section, ...]:
    """Each indicator form is a section of its own: 绩效表/<项目>, 绩效表/整体."""
    record = desk.account.filed.record
    sections: list[Section] = []
    for at, entry in enumerate(record.forms):
        layout = desk.store.catalog.layouts.get(entry.layout)
        if layout is None:
            continue
        view = form_view(entry, layout, desk.account.words, desk.account.filed.archive, desk.account.filed.money)
        sections.append(
            Section(f"{ident}-f{at + 1}", form_place(entry, layout), "", view.title, level, (Block("form", form=view),))
        )
    return tuple(sections)
