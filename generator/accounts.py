"""账 account：一份记录和它推算出的数、它的板式和用词放在一起。The derive stage: records → accounts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from generator.amounts import AmountError, parse_amount
from generator.catalog import Profile
from generator.derive import Figure, Figures, Part
from generator.forms import form_computed, form_typed
from generator.model import Prior, Statement
from generator.store import Filed, Publisher, Store

FALLEN = frozenset({"减少", "下降", "降低"})


@dataclass(frozen=True, slots=True)
class Account:
    """One filed record with all its figures."""

    filed: Filed
    figures: Figures
    profile: Profile
    name: str
    words: Mapping[str, str]
    sample: bool

    @property
    def address(self) -> str:
        """`420106/ybj/2021`."""
        return self.filed.address

    @property
    def publisher(self) -> Publisher:
        """Whose it is."""
        return self.filed.publisher

    @property
    def year(self) -> int:
        """年度."""
        return self.filed.record.year


def derive(store: Store, before: Mapping[str, Account] = MappingProxyType({})) -> Mapping[str, Account]:
    """Every record whose profile is known, units before departments and earlier years before later ones.

    `before` are the accounts of an earlier store with the same catalog, regions and departments: those whose record, and
    whose last year's account, are the very same stay as they are.
    """
    order = sorted(
        store.records.values(), key=lambda filed: (filed.record.year, not filed.publisher.unit, filed.address)
    )
    accounts: dict[str, Account] = {}
    for filed in order:
        profile = store.catalog.profiles.get(filed.record.profile)
        if profile is not None:
            known = before.get(filed.address)
            if known is None or not _still(known, filed, before, accounts):
                known = _account(store, filed, profile, accounts)
            accounts[filed.address] = known
    return MappingProxyType(accounts)


def _still(known: Account, filed: Filed, before: Mapping[str, Account], accounts: Mapping[str, Account]) -> bool:
    """Whether nothing the account was made from has changed; one that sums its units is always made anew."""
    last = f"{filed.publisher.path}/{filed.record.year - 1}"
    return known.filed is filed and not filed.record.consolidated and accounts.get(last) is before.get(last)


def _account(store: Store, filed: Filed, profile: Profile, accounts: Mapping[str, Account]) -> Account:
    record = filed.record
    last = accounts.get(f"{filed.publisher.path}/{record.year - 1}")
    name = record.name or store.name_of(filed.publisher)
    formed: dict[str, Figure] = {}
    figures = Figures(
        filed.tables,
        store.catalog,
        record.year,
        extra=MappingProxyType(_extra(filed, store, formed)),
        formed=formed,
        parts=_parts(filed, accounts) if record.consolidated else (),
        transfers=MappingProxyType(
            {one.measure: _money(filed, str(one.value)) or Decimal(0) for one in record.transfers}
        ),
        shares=MappingProxyType(
            {slug: Figures(tables, store.catalog, record.year) for slug, tables in filed.shares.items()}
        ),
    )
    figures.prior = _Prior(
        filed,
        last.figures if last else None,
        figures,
        {one.measure: one for one in reversed(record.prior)},
        {one.measure: one for one in reversed(record.statements) if one.measure},
    )
    sample = store.regions[filed.publisher.region].sample
    return Account(filed, figures, profile, name, _words(filed, profile, name, store), sample)


def _parts(filed: Filed, accounts: Mapping[str, Account]) -> tuple[Part, ...]:
    """The own office and units of the same year."""
    mine = filed.publisher
    return tuple(
        Part(account.filed.publisher.unit, account.figures)
        for account in accounts.values()
        if account.filed.publisher.department == mine
        and account.filed.publisher.unit
        and account.filed.record.year == filed.record.year
    )


def _money(filed: Filed, text: str) -> Decimal | None:
    value = parse_amount(text, 6)
    return None if isinstance(value, AmountError) else value * filed.money


def _count(text: str) -> Decimal | None:
    value = parse_amount(text, 2)
    return None if isinstance(value, AmountError) else value


def _extra(filed: Filed, store: Store, formed: dict[str, Figure]) -> dict[str, Figure]:
    """Figures of projects and forms; a text that is no number is kept as it stands. What forms compute is added to `formed`."""
    found: dict[str, Figure] = {}
    for entry in filed.record.forms:
        layout = store.catalog.layouts.get(entry.layout)
        if layout is not None:
            computed = form_computed(entry, layout, filed.money)
            formed |= computed
            found |= computed | form_typed(entry, layout, filed.money)
    for project in filed.record.projects:
        for column, cell in (
            ("年初预算", project.initial),
            ("全年预算", project.adjusted),
            ("执行数", project.executed),
        ):
            if cell is not None:
                where = f"项目.{project.slug}.{column}"
                found[where] = Figure(
                    where, _money(filed, str(cell)), text=str(cell), stated=True, line=cell.line, column=cell.column
                )
    return found


@dataclass(frozen=True, slots=True)
class _Prior:
    """Last year's figure: from last year's record, else from 上年, else from the change an 存档 states."""

    filed: Filed
    last: Figures | None
    figures: Figures
    given: Mapping[str, Prior]
    """上年 by measure; the first one counts."""
    stated: Mapping[str, Statement]
    """原文 by measure; the first one counts."""

    def __call__(self, measure: str) -> Figure | None:
        found = self.last.measure(measure) if self.last is not None else None
        if found is not None:
            return found
        entry = self.given.get(measure)
        if entry is None:
            return self._from_change(measure)
        text, unit = str(entry.value), self._unit(measure)
        value = _money(self.filed, text) if unit == "金额" else _count(text)
        return Figure(measure, value, unit, text, stated=True, line=entry.value.line, column=entry.value.column)

    def _unit(self, measure: str) -> str:
        table, row, column = (*measure.split("."), "", "")[:3]
        kind = self.figures.catalog.tables.get(table)
        return kind.unit(row, column) if kind else "金额"

    def _from_change(self, measure: str) -> Figure | None:
        statement = self.stated.get(f"{measure}:增减额")
        now = self.figures.measure(measure) if statement is not None else None
        if statement is None or now is None or now.value is None:
            return None
        change = _money(self.filed, str(statement.printed).replace(",", ""))
        if change is None:
            return None
        value = now.value + change if statement.word in FALLEN else now.value - change
        return Figure(measure, value, formula="本年数减去原件写明的增减额", operands=(measure,))


def _words(filed: Filed, profile: Profile, name: str, store: Store) -> Mapping[str, str]:
    """Words that sentences, titles and notes may use."""
    record = filed.record
    unit = bool(filed.publisher.unit) or record.document == "单位决算"
    words = {
        **profile.words,
        "年度": str(record.year),
        "年": str(record.year),
        "上年度": str(record.year - 1),
        "年末": f"{record.year}年12月31日",
        "名称": name,
        "简称": store.departments[filed.publisher.department].short,
        "文件": "单位决算" if unit else "部门决算",
    }
    if unit:
        words["部门"] = words.get("部门", "本部门").replace("部门", "单位")
    return MappingProxyType(words)


def note_words(account: Account) -> Mapping[str, str]:
    """The same for table notes, where {部门} is the bare word 部门 or 单位."""
    bare = "单位" if account.words["文件"] == "单位决算" else "部门"
    return {**account.words, "部门": bare}


def of_publisher(accounts: Mapping[str, Account], publisher: Publisher) -> tuple[Account, ...]:
    """All years of one publisher, earliest first."""
    found = [account for account in accounts.values() if account.filed.publisher == publisher]
    return tuple(sorted(found, key=lambda account: account.filed.record.year))
