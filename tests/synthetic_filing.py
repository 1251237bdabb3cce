"""One made-up record as text: a book and what is written around it."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tests.synthetic_books import Book
from tests.synthetic_forms import Project, form_lines, project_lines, projects
from tests.synthetic_text import Style, listed, tables
from tests.synthetic_words import DUTIES, REASONS, USES, words

COMPARED = words(
    "T1.收入总计 T4.收入总计.合计 T4.本年收入.一般公共预算 T4.本年收入.政府性基金 T4.本年收入.国有资本经营 T5.合计.小计 机关运行.机关运行经费"
)
CLOSING = words(
    "T1.年末结转和结余 T4.年末结转和结余.合计 T4.年末结转和结余.一般公共预算 T4.年末结转和结余.政府性基金 T4.年末结转和结余.国有资本经营"
)
THREE = words("合计 因公出国（境）费 公务用车购置及运行维护费 公务用车购置费 公务用车运行维护费 公务接待费")


@dataclass
class Filing:
    """One record: a book and what is written around it."""

    rng: random.Random
    style: Style
    now: Book
    then: Book | None
    """Last year's book, where its figures are known to the record."""
    founded: bool
    earliest: bool
    """Whether last year's record is not on file."""
    folder: str
    publishers: int

    @property
    def whole(self) -> bool:
        """Whether it is the record of the department."""
        return not self.folder

    def text(self) -> str:
        """The record."""
        found = projects(self.rng, self.now, self.rng.choice(self.style.forms)) if self.whole else []
        self._evaluated(found)
        lines = [
            *self._head(),
            *tables(self.now, self.style),
            *self._internal(),
            *self._prior(),
            *listed("原因", self._reasons()),
            *listed("用途", self._uses()),
            "文字:",
            "  机构: 内设办公室和业务科室，与往年相同",
            *project_lines(self.rng, found, self.style),
            *form_lines(self.rng, found, self.now, self.style),
        ]
        return "\n".join(lines) + "\n"

    def _head(self) -> Iterator[str]:
        approved = dt.date(self.now.year + 1, 8, 1) + dt.timedelta(days=self.rng.randint(0, 40))
        published = approved + dt.timedelta(days=self.rng.choice((0, 5, 12, 19, 20)))
        own = "本级" if self.folder == "本级/" or self.publishers == 1 else "单位"
        scope = "汇总" if self.whole and self.publishers > 1 else own
        yield from ("格式: 1", f"年度: {self.now.year}", "状态: 已公开", f"板式: {_profile(self.now.year)}")
        yield f"文件类型: {'部门决算' if self.whole else '单位决算'}"
        yield f"口径: {scope}"
        yield f"金额单位: {self.style.unit}"
        if self.style.stated == "auto":
            yield "汇总: 自动"
        if self.founded:
            yield "首年: 是"
        yield from (f"批复日期: {approved}", f"公开日期: {published}")
        yield from ("审核:", "  保密审查: 已审查", "  负责人审签: 已审签", f"  日期: {approved}")
        yield from ("概况:", "  职能:")
        yield from (f"    - {text}" for text in self.rng.sample(DUTIES, self.rng.randint(3, len(DUTIES))))

    def _evaluated(self, found: list[Project]) -> None:
        """绩效自评, which counts the forms that are attached."""
        if found:
            values = {
                "项目个数": len(found),
                "项目资金": sum(one.executed for one in found),
                "项目支出总额": self.now.at("T5", "合计", "项目支出"),
                "整体评价单位": max(1, self.publishers - 1),
                "整体评价资金": self.now.at("T3", "合计", "本年支出合计"),
                "一级项目个数": len(found),
            }
            self.now.tables["绩效自评"] = {row: {"": value} for row, value in values.items()}

    def _internal(self) -> Iterator[str]:
        entries: list[dict[str, str]] = []
        why = "本级拨给所属单位的补助，汇总时剔除"
        for code, amount in self.now.internal:
            measures = (f"T2.{code}.上级补助收入", f"T3.{code}.项目支出")
            entries += [{"量": one, "值": self.style.money(amount), "说明": why} for one in measures]
        yield from listed("内部往来", entries)

    def _prior(self) -> Iterator[str]:
        if self.then is None or not self.earliest:
            return
        measures = [*COMPARED, *CLOSING, *(f"T9.{row}.决算数" for row in THREE)]
        yield from listed(
            "上年",
            ({"量": one, "值": self.style.money(self._value(self.then, one))} for one in measures if self._has(one)),
        )

    def _has(self, measure: str) -> bool:
        table, row, *_ = measure.split(".")
        both = [one for one in (self.now, self.then) if one is not None]
        return all(row in one.tables.get(table, {}) for one in both) and (self.now.year > 2020 or "国有" not in measure)

    def _value(self, book: Book, measure: str) -> int:
        table, row, *column = measure.split(".")
        return book.at(table, row, *column)

    # reasons and uses --------------------------------------------------------------------------------------------------

    def _reasons(self) -> Iterator[dict[str, str]]:
        """A reason wherever a figure differs from what it is compared with."""
        for measure in (*COMPARED, *(f"T9.{row}.决算数" for row in THREE)):
            if self.then is not None and self._changed(measure):
                yield self._reason(measure, "上年")
        for row in THREE:
            if self.now.at("T9", row, "决算数") != self.now.at("T9", row, "预算数"):
                base = "全年预算" if self.style.adjusted and self.now.year >= 2022 else "年初预算"
                yield self._reason(f"T9.{row}.决算数", base)
        for code, values in self.now.tables["T5"].items():
            if "年初预算" in values and values["年初预算"] != values["小计"] and (len(code) == 7 or code == "合计"):
                yield self._reason(f"T5.{code}.小计", "年初预算")

    def _changed(self, measure: str) -> bool:
        assert self.then is not None
        return self._value(self.now, measure) != self._value(self.then, measure)

    def _reason(self, measure: str, base: str) -> dict[str, str]:
        return {"量": measure, "比": base, "写": f"{measure.split('.')[1]}：{self.rng.choice(REASONS)}"}

    def _uses(self) -> Iterable[dict[str, str]]:
        for code in self.now.tables["T5"]:
            if len(code) == 3:
                yield {"量": f"T5.{code}", "写": self.rng.choice(USES)}
        for code in self.now.tables["T7"]:
            if len(code) == 7:
                yield {"量": f"T7.{code}", "写": self.rng.choice(USES)}


def _profile(year: int) -> str:
    return "国家-2022" if year >= 2022 else "国家-2020" if year >= 2020 else "国家-2019"
