"""名词解释页：全站的名词，和各公开页用到的项级科目。"""

from __future__ import annotations

from collections.abc import Iterable

from generator.pages.frame import frame, href
from generator.pages.terms import safe_html
from generator.store import Store
from generator.summary import Summary
from generator.views import Cell, GlossaryPage, Row, Table, Term

PATH = "glossary/"


def glossary(store: Store, codes: Iterable[str]) -> GlossaryPage:
    """All terms by group, then the 项 that any record uses, ascending, in the newest code list."""
    used = tuple(codes)
    groups: dict[str, list[Term]] = {}
    for term in store.catalog.terms:
        members = groups.setdefault(term.group, [])
        members.append(Term(f"term-{term.slug}", "", term.word, safe_html(term.text)))
    top = frame(
        store, PATH, "名词解释", [("名词解释", PATH)], kind="glossary", description="部门决算公开用到的名词和支出科目"
    )
    hrefs = {code: href(PATH, f"codes/{code}/") for code in used}
    tables = (_codes(store, used),)
    return GlossaryPage(top, tuple((name, tuple(members)) for name, members in groups.items()), tables, hrefs)


def used_codes(summaries: Iterable[Summary]) -> tuple[str, ...]:
    """All 项 that any record uses, ascending."""
    return tuple(sorted({code for one in summaries for code in one.codes}))


def _codes(store: Store, used: Iterable[str]) -> Table:
    listed = store.catalog.codes("功能科目", 2099)
    rows = []
    for code in used:
        if code in listed:
            kind = listed.get(code[:5])
            cells = (
                Cell(code, "code"),
                Cell(listed[code].name, "name", "row", fact=code),
                Cell(kind.name if kind else "", "name"),
                Cell(listed[code].meaning),
            )
            rows.append(Row(cells))
    head = (Row(tuple(Cell(text, "name", "col") for text in ("科目编码", "项", "款", "说明"))),)
    return Table("codes", "用到的支出功能科目（项级）", head=head, body=tuple(rows))
