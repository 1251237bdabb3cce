"""比较 diff：两份记录（两个年度，或两个部门）填报的数，哪些变了、变了多少。"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.accounts import Account
from generator.derive import Figure
from generator.forms import form_place
from generator.wording import MONEY, printed


@dataclass(frozen=True, slots=True)
class Change:
    """One figure that differs. `before` or `after` is “—” where only one record has it."""

    measure: str
    name: str
    before: str
    after: str
    difference: str


def differences(left: Account, right: Account) -> tuple[Change, ...]:
    """Every typed figure of either record whose printed value differs, in the order of the tables."""
    return tuple(change for measure in _measures(left, right) if (change := _change(left, right, measure)) is not None)


def _measures(left: Account, right: Account) -> Iterator[str]:
    """Addresses of typed figures of both, tables in the order of the catalogue, rows ascending."""
    for kind in left.figures.catalog.tables:
        found: set[str] = set()
        for account in (left, right):
            found |= {fact.address for fact in _facts(account, kind)}
        yield from sorted(found)
    projects = {
        measure: None for account in (left, right) for measure in account.figures.extra if measure.startswith("项目.")
    }
    yield from projects


def _facts(account: Account, kind: str) -> list[Figure]:
    table = account.figures.tables.get(kind)
    if table is not None:
        found = [account.figures.measure(fact.address) for fact in table.cells.values()]
        return [figure for figure in found if figure is not None]
    parts = [
        fact
        for part in account.figures.parts
        for fact in (part.figures.tables[kind].cells.values() if kind in part.figures.tables else ())
    ]
    found = [account.figures.measure(fact.address) for fact in parts]
    return [figure for figure in found if figure is not None]


def _change(left: Account, right: Account, measure: str) -> Change | None:
    old, new = left.figures.measure(measure), right.figures.measure(measure)
    before, after = printed(old), printed(new)
    if before == after:
        return None
    return Change(measure, name_of(left, measure), before, after, _difference(old, new))


def _difference(old: Figure | None, new: Figure | None) -> str:
    if old is None or new is None or old.value is None or new.value is None:
        return ""
    delta = new.value - old.value
    sign = "+" if delta > 0 else ""
    text = sign + printed(Figure("", delta, new.unit))
    if not old.value or new.unit != MONEY:
        return text
    rate = delta / abs(old.value) * 100
    return f"{text}（{sign}{printed(Figure('', rate, '%'))}）"


def name_of(account: Account, measure: str) -> str:
    """The names of table, row and column: 一般公共预算财政拨款支出决算表·行政运行·小计."""
    steps = measure.split(".")
    if steps[0] in {"项目", "绩效表"} and len(steps) > 1:
        return "·".join((_owner(account, steps[0], steps[1]), *steps[2:]))
    kind = account.figures.catalog.tables.get(steps[0])
    if kind is None:
        return "·".join(steps[1:])
    names = [kind.title]
    for step in steps[1:]:
        scheme = "经济科目" if kind.row_kind == "经济科目" else "功能科目"
        code = account.figures.catalog.codes(scheme, account.filed.record.year).get(step)
        names.append(code.name if code else step)
    return "·".join(names)


def _owner(account: Account, group: str, slug: str) -> str:
    """The name of a project, or of the project a form is about."""
    record = account.filed.record
    if group == "绩效表":
        entry = next((form for form in record.forms if form.slug == slug), None)
        layout = account.figures.catalog.layouts.get(entry.layout) if entry else None
        return form_place(entry, layout).replace("绩效表/", "自评表·") if entry and layout else slug
    return next((project.name for project in record.projects if project.slug == slug), slug)
