"""讲述人：句子从哪里讲起——一份记录、它的数、板式和用词，和正在写的那一处。"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import field

from generator.catalog import Catalog, Code, Profile
from generator.derive import Figures
from generator.model import Project, Record, Statement
from generator.values import Value, replace
from generator.views import Run

Runs = tuple[Run, ...]
Item = tuple[str, str]
"""Key and name of one turn of a loop."""

INCOME = ("财政拨款收入", "上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入")
SPENDING = ("基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出")


class Teller(Value, frozen=True):
    """What sentences are told from: one record, its figures, its profile, and the place being written."""

    record: Record
    figures: Figures
    catalog: Catalog
    profile: Profile
    words: Mapping[str, str]
    statements: Mapping[tuple[str, str], Statement]
    used: set[tuple[str, str]] = field(default_factory=set)
    place: str = ""
    loop: Item = ("", "")

    @property
    def archive(self) -> bool:
        """Whether only what the document prints may be printed."""
        return self.record.status == "存档"

    @property
    def thousands(self) -> bool:
        """Whether amounts in sentences carry thousands separators (开关 千分位)."""
        return self.profile.switches.get("千分位", "是") == "是"

    def at(self, place: str) -> Teller:
        """The same, writing another place."""
        return replace(self, place=place)

    def turn(self, item: Item) -> Teller:
        """The same, in one turn of a loop."""
        return replace(self, loop=item)

    def codes(self, scheme: str) -> dict[str, Code]:
        """The code list of the record's year."""
        return self.catalog.codes(scheme, self.profile.code_year or self.record.year)


def code_name(teller: Teller, code: str) -> str:
    """The name of a code in the list of the year (functional or economic), or the code itself."""
    return teller.catalog.code_names(teller.profile.code_year or teller.record.year).get(code, code)


def project_of(teller: Teller, slug: str) -> Project | None:
    """The project of that 标识."""
    return next((project for project in teller.record.projects if project.slug == slug), None)
