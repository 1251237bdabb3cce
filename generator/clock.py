"""时钟：全程序只有这里看今天是哪天；设了 SOURCE_DATE_EPOCH 就以它为准，同样的输入得到同样的字节。"""

from __future__ import annotations

import datetime as dt
import os

VARIABLE = "SOURCE_DATE_EPOCH"
FIXED = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
"""Stamped on files that must bear a date when nobody gives one."""


class ClockError(ValueError):
    """SOURCE_DATE_EPOCH is set to what is no time."""


def today() -> dt.date:
    """The day on which waivers are judged."""
    given = _given()
    return dt.datetime.now().astimezone().date() if given is None else given.date()


def now() -> dt.datetime:
    """The time as people see it, for messages only."""
    return dt.datetime.now().astimezone()


def made() -> dt.datetime:
    """The time stamped on files."""
    return _given() or FIXED


def _given() -> dt.datetime | None:
    text = os.environ.get(VARIABLE, "").strip()
    if not text:
        return None
    try:
        return dt.datetime.fromtimestamp(int(text), tz=dt.UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise ClockError(f"环境变量 {VARIABLE} 应是一个整数（从1970年起的秒数），现在是“{text}”") from error
