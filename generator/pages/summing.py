"""账变摘要：一份记录的账写成总览页要用的那几样。The one place that decides what aggregates get to see."""

from __future__ import annotations

from decimal import Decimal

from generator.accounts import Account
from generator.openness.notices import notices
from generator.pages import lists, region_year
from generator.pages.code_pages import TABLES, uses_of
from generator.pages.indicators import anchored, indicators_of
from generator.pages.marks import change, shown
from generator.pages.streams import spending
from generator.store import Store
from generator.summary import Brief, Summary
from generator.wording import printed

MEASURES = tuple(
    dict.fromkeys((*(one for _, one in (*lists.MEASURES, *region_year.HEADS) if one), region_year.PROJECTS))
)
"""Every figure that an aggregate prints."""


def summarise(store: Store, account: Account) -> Summary:
    """One record's summary."""
    department = store.departments[account.publisher.department]
    record = account.filed.record
    return Summary(
        publisher=account.publisher,
        year=account.year,
        name=account.name,
        title=store.name_of(account.publisher),
        department=department.name,
        short=department.short,
        kind="绩效自评" if record.document == "绩效自评" else account.words["文件"],
        archive=account.filed.archive,
        digest=account.filed.digest,
        anchored=anchored(account.profile),
        briefs={measure: _brief(account, measure) for measure in MEASURES},
        spending=spending(store, account),
        indicators=tuple(indicators_of(store, account)),
        codes=_codes(account),
        uses=uses_of(account),
        notices=notices(account),
    )


def _brief(account: Account, measure: str) -> Brief:
    figure = shown(account, measure)
    rate = change(account, measure)[1]
    value = figure.value if figure else None
    listed = printed(account.figures.measure(measure))
    return Brief(value, printed(figure), listed, rate.text, rate.spoken, _growth(account, measure))


def _growth(account: Account, measure: str) -> Decimal | None:
    now, then = account.figures.value(measure), account.figures.value(f"{measure}:上年")
    rate = account.figures.value(f"{measure}:增减幅")
    if account.filed.archive or now is None or then is None or rate is None:
        return None
    return rate if now > then else -rate


def _codes(account: Account) -> tuple[str, ...]:
    return tuple(sorted({code for table in TABLES for code in account.figures.rows(table) if len(code) == 7}))
