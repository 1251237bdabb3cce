"""绩效指标：一个地区一年全部自评表里的全部指标，排成一张表；太多时每个部门一页。"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from generator.accounts import Account
from generator.forms.printer import MISSED, Printer
from generator.forms.sheet import IndicatorRow, Sheet, project_of
from generator.catalog import FormLayout
from generator.model import FormEntry
from generator.pages.frame import frame, href
from generator.pages.ledger import Ledger
from generator.pages.region_year import LIMIT, SCRIPTS
from generator.pages.years import STYLES
from generator.store import Publisher
from generator.views import Cell, ComparePage, ListRow, Part, Ranking, Row

PAGE = "indicators/"
WHOLE = "部门整体"
HEADS = (
    ("部门", "name"),
    ("项目", "name"),
    ("一级指标", "text"),
    ("二级指标", "text"),
    ("三级指标", "name"),
    ("目标值", "text"),
    ("完成值", "text"),
    ("分值", "amount"),
    ("得分", "amount"),
    ("完成与否", "text"),
)
FACETS = ("部门", "一级指标", "完成与否")
NOTE = (
    "目标值、完成值都能照字面比较、又没有达到的，标“未达”；没有标的，是已经达到，或者不能照字面比较。",
    "存档照原件登载，不作判断。",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator of one form, before it is placed on a page."""

    account: Account
    form: str
    texts: tuple[str, ...]
    """From 项目 to 完成与否."""

    @property
    def missed(self) -> bool:
        """Whether the form marks it as missed."""
        return self.texts[-1] == MISSED
