"""公布和更正的消息：每份记录几条，是短小的值，订阅和网站地图只看它们，不看整份记录。"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from generator.accounts import Account
from generator.model import Record


@dataclass(frozen=True, slots=True, order=True)
class Notice:
    """Something became public on a day. `ident` never changes once given: an address, or an address and a correction's number."""

    day: str
    ident: str
    address: str
    """Of the page, without the slash: 420106/ybj/2021."""
    title: str
    text: str
    source: str


def changed_on(record: Record) -> dt.date | None:
    """The day of the last correction, else of publication; None where the record names neither."""
    days = [one.date for one in record.corrections] + ([record.published] if record.published else [])
    return max(days, default=None)


def title_of(account: Account) -> str:
    """示例区民政局2022年度部门决算."""
    record = account.filed.record
    return f"{account.name}{record.year}年度{account.words['文件'] if record.document != '绩效自评' else '绩效自评'}"


def notices(account: Account) -> tuple[Notice, ...]:
    """Its publication and each correction; a record without 公开日期 has no day to be announced on."""
    record, title = account.filed.record, title_of(account)
    found = []
    if record.published:
        text = f"{account.name}公开{title.removeprefix(account.name)}。"
        day = record.published.isoformat()
        found.append(Notice(day, account.address, account.address, title, text, account.name))
    for at, one in enumerate(record.corrections, 1):
        text = f"{one.before}改为{one.after}。{one.reason}"
        ident = f"{account.address}#更正{at}"
        found.append(Notice(one.date.isoformat(), ident, account.address, f"更正：{title}", text, account.name))
    return tuple(found)
