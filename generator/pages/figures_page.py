"""每个数的来历：一份公开文件印出的每一个数，按表排列，各有固定的地址。"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from generator.accounts import Account
from generator.exports.printed import sections
from generator.pages.figures_entry import SAID, WAN, Registrar, without_link
from generator.pages.figures_folio import Folio
from generator.pages.figures_walk import PAGE, WORDS, Print, Sheet, group_ident, prints
from generator.pages.frame import frame, href
from generator.store import Store
from generator.values import replace
from generator.views import DisclosurePage, FigureEntry, FigureGroup, FigureRow, FiguresPage, Link, TocEntry
from generator.wording import MONEY

UNUSED = SAID["无此类支出"]
HIDDEN = "推算时用到、页上没有单独印出的数"
ZEROS = frozenset({"0.00", "0"})

Prints = Mapping[str, Print]
"""Every printed fact, as its own table prints it."""


def figures_pages(
    store: Store, accounts: Iterable[Account], pages: Mapping[str, DisclosurePage]
) -> dict[str, FiguresPage]:
    """The pages of origins of a department's disclosures, by address; `pages` holds the disclosures by theirs."""
    family = list(accounts)
    known = {account.address: first_prints(pages[f"{account.address}/"]) for account in family}
    return {
        f"{account.address}/{PAGE}": figures_page(store, account, pages[f"{account.address}/"], known)
        for account in family
        if known[account.address]
    }


def first_prints(page: DisclosurePage) -> Prints:
    """Where a figure is printed several times its own table counts."""
    found: dict[str, Print] = {}
    for one in prints(page):
        found.setdefault(one.fact, one)
    return found


def figures_page(store: Store, account: Account, page: DisclosurePage, known: Mapping[str, Prints]) -> FiguresPage:
    """One page of origins; `known` is what it and the other disclosures of its department print."""
    found = known[account.address]
    folio = Folio(store, account, known, found, {one.place: one for one in sections(page.parts)})
    registrar = Registrar(folio)
    groups = tuple(_groups(registrar))
    hidden = tuple(_hidden(registrar, groups))
    groups = (*groups, *((FigureGroup("hidden", "", HIDDEN, WAN, "", hidden),) if hidden else ()))
    title = f"{page.document}每个数的来历"
    path = folio.path
    crumbs = [(link.text, _absolute(page, link)) for link in page.frame.crumbs[1:]]
    top = frame(
        store,
        path,
        f"{page.publisher}{title}",
        [*crumbs, ("数的来历", path)],
        kind="figures",
        badges=page.frame.badges,
        description=f"{page.publisher}{title}",
    )
    return FiguresPage(
        frame=top,
        publisher=page.publisher,
        document=title,
        address=account.address,
        lead=_lead(account, found),
        back=Link(page.document, href(path, f"{account.address}/")),
        toc=tuple(TocEntry(group.number, group.title, f"#{group.id}") for group in groups),
        groups=groups,
    )


def _absolute(page: DisclosurePage, link: Link) -> str:
    """A crumb of the disclosure page as a path below the root."""
    return link.href.removeprefix(page.frame.root)


def _lead(account: Account, found: Prints) -> tuple[str, ...]:
    figures = [account.figures.measure(fact) for fact in found]
    typed = sum(1 for figure in figures if figure is not None and figure.stated)
    computed = sum(1 for figure in figures if figure is not None and not figure.stated)
    how = "照原件录入" if account.filed.archive else "部门填报"
    counts = f"页面上印出的数共{len(found)}个：{typed}个由{how}，{computed}个由别的数推算得出"
    rest = len(found) - typed - computed
    return (
        f"{counts}，{rest}个只有原件的写法。" if rest else f"{counts}。",
        "每个数有一个不变的地址。引用一个数时写上它的地址，谁都能在这里找到它，看到它由哪些数得出、上年是多少。推算用的是精确的数，各步印到小数点后两位，末位可能相差0.01。",
    )


# groups and rows --------------------------------------------------------------------------------------------------------


def _groups(registrar: Registrar) -> Iterator[FigureGroup]:
    """Tables and forms as the page prints them, then what only sentences print."""
    grouped: dict[str, dict[tuple[str, str], list[str]]] = {}
    sheets: dict[str, Sheet] = {}
    marks = registrar.folio.marks
    for fact, one in registrar.folio.prints.items():
        mark = marks[fact]
        grouped.setdefault(mark.group, {}).setdefault((mark.place.table, mark.place.row), []).append(fact)
        if one.sheet is not None:
            sheets.setdefault(mark.group, one.sheet)
    for group, rows in grouped.items():
        facts = [fact for row in rows.values() for fact in row]
        yield _group(registrar, group, sheets.get(group), list(rows.values()), facts)


def _group(
    registrar: Registrar, group: str, sheet: Sheet | None, rows: list[list[str]], facts: list[str]
) -> FigureGroup:
    title = "原件里的字样" if group == WORDS else registrar.folio.place(facts[0]).table.partition("·")[0]
    number, unit, link = "", WAN if _has_money(registrar, facts) else "", ""
    if sheet is not None:
        title, number, unit, link = sheet.title, sheet.number, sheet.unit, f"../#{sheet.anchor}"
    shown = [_row(registrar, title, row) for row in rows]
    return FigureGroup(group_ident(group), number, title, unit, link, tuple(_without_unused(registrar, group, shown)))


def _has_money(registrar: Registrar, facts: Iterable[str]) -> bool:
    figures = (registrar.folio.account.figures.measure(fact) for fact in facts)
    return any(figure is not None and figure.unit == MONEY for figure in figures)


def _row(registrar: Registrar, title: str, facts: Sequence[str]) -> FigureRow:
    place = registrar.folio.place(facts[0])
    table = place.table.partition("·")[2] if place.table != title else ""
    # A code that no list of the year knows has no name; a bare word names itself.
    name = (
        "" if place.row.isdigit() and place.row_name == place.row else place.row_name or ("" if table else place.table)
    )
    entries = tuple(_merged(registrar.entry(fact) for fact in facts))
    return FigureRow(place.row if place.row.isdigit() else "", "·".join(one for one in (table, name) if one), entries)


def _merged(entries: Iterable[FigureEntry]) -> Iterator[FigureEntry]:
    """Neighbouring zeros with one reason are told once."""
    for alike, found in groupby(entries, key=_alike):
        several = list(found)
        if not alike or len(several) == 1:
            yield from several
            continue
        first = several[0]
        names = tuple(one.names[0] for one in several)
        stem = first.address.removesuffix(first.names[0].fact.rpartition(".")[2])
        ends = "、".join(name.fact.rpartition(".")[2] for name in names)
        yield replace(first, names=names, address=stem + ends, last=without_link(first.last))


def _alike(entry: FigureEntry) -> tuple[str, ...]:
    """What zeros that are told together have in common; () for what is told by itself."""
    plain = entry.value in ZEROS and not (entry.steps or entry.written or entry.corrections)
    comparing = ":" in entry.names[0].fact or "/" in entry.names[0].fact
    return (
        (entry.value, entry.origin, entry.note, entry.unit, entry.last.value if entry.last else "")
        if plain and not comparing and _nothing_before(entry)
        else ()
    )


def _nothing_before(entry: FigureEntry) -> bool:
    return entry.last is None or entry.last.value in ZEROS


def _without_unused(registrar: Registrar, group: str, rows: Iterable[FigureRow]) -> Iterator[FigureRow]:
    """The classes of which nothing was spent, twenty of the general tables' lines, in one entry at the end."""
    unused: list[FigureRow] = []
    for row in rows:
        if row.code and all(entry.note == UNUSED and _nothing_before(entry) for entry in row.entries):
            unused.append(row)
        else:
            yield row
    if not unused:
        return
    names = tuple(
        replace(name, name=f"{row.code}{row.name}" if at == 0 else "", words=(f"{row.code}{row.name}", name.name))
        for row in unused
        for at, name in enumerate(name for entry in row.entries for name in entry.names)
    )
    column = names[0].fact.split(".")[2:]
    address = f"{registrar.folio.account.address}#{group}.科目编码{'.栏' if column else ''}"
    told = replace(unused[0].entries[0], names=names, address=address, note="", last=None)
    yield FigureRow("", UNUSED, (told,), many=True)


def _hidden(registrar: Registrar, groups: Iterable[FigureGroup]) -> Iterator[FigureRow]:
    """Figures that steps name and the page does not print, and those behind them."""
    told = set(registrar.folio.prints)
    entries = [entry for group in groups for row in group.rows for entry in row.entries]
    while entries:
        steps = [step for entry in entries for step in entry.steps if step.fact and step.fact not in told]
        new = list(dict.fromkeys(step.fact for step in steps if step.href.startswith("#")))
        told.update(new)
        entries = [registrar.entry(fact) for fact in new]
        for entry in entries:
            place = registrar.folio.place(entry.names[0].fact)
            name = "·".join(one for one in (registrar.folio.table(entry.names[0].fact), place.row_name) if one)
            yield FigureRow(place.row if place.row.isdigit() else "", name, (entry,))
