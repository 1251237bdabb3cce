"""表、板式、表式、科目和名词：不在程序里而在数据里的东西，逐个文件夹走到就算数。

A file found by walking is an entry; nothing is registered by hand. A file that is wrong is a finding, as for records.
"""

from __future__ import annotations

from collections.abc import Hashable
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field

from generator.model import Entry
from generator.model_fields import Format, Prose, Slug, Word, Year, YesNo
from generator.rules.model import Rule
from generator.span import Span

LayoutName = Literal["科目表", "两半表", "三组表", "单行表", "行列表", "不印"]


def _strings(value: object) -> object:
    return [value] if isinstance(value, str) else value


Formulas = Annotated[tuple[str, ...], BeforeValidator(_strings)]
"""One formula or a list of alternatives: the first that gives a value holds."""


class Column(Span):
    """一栏。`名 ""` is the only column of a one-column table."""

    name: str = Field(alias="列")
    heading: Word = Field("", alias="题")
    group: Word = Field("", alias="组")
    formulas: Formulas = Field((), alias="公式")
    taken: Formulas = Field((), alias="来自公式")
    printed: YesNo = Field(True, alias="印")
    optional: YesNo = Field(False, alias="可缺")
    unit: Word = Field("", alias="单位")


class FixedRow(Span):
    """固定的一行，或（`科目: 类`）所有类级科目的行。"""

    name: str = Field("", alias="行")
    heading: Word = Field("", alias="题")
    codes: Literal["类"] | None = Field(None, alias="科目")
    formulas: Formulas | dict[str, str] = Field((), alias="公式")
    parent: Word = Field("", alias="属")
    unit: Word = Field("", alias="单位")

    def formulas_for(self, column: str) -> tuple[str, ...]:
        """The alternatives for one column."""
        if isinstance(self.formulas, dict):
            one = self.formulas.get(column)
            return (one,) if one else ()
        return self.formulas


class HalfLine(Span):
    """两半表的一行：印什么字、指哪一格；空行撑满两半。"""

    heading: Word = Field("", alias="题")
    row: str = Field("", alias="行")
    column: str = Field("", alias="列")
    codes: Literal["类"] | None = Field(None, alias="科目")
    blank: Literal["撑满", "一", "二", "三"] | None = Field(None, alias="空行")
    strong: YesNo = Field(False, alias="重")
    level: Word = Field("0", alias="级")


class Halves(Entry):
    """两半表的左右两半。"""

    left_title: Word = Field(alias="左题")
    right_title: Word = Field(alias="右题")
    left_column: str = Field("", alias="左列")
    left: tuple[HalfLine, ...] = Field(alias="左")
    right: tuple[HalfLine, ...] = Field(alias="右")


class Group(Entry):
    """三组表的一组：几个类并排的一列。"""

    title: Word = Field(alias="题")
    classes: tuple[str, ...] = Field(alias="类")
    total: str = Field("", alias="合计")


class TableKind(Span):
    """一种表（按种类，不按印的编号）。"""

    format: Format = Field(alias="格式")
    id: Word = Field(alias="标识")
    title: Word = Field(alias="名称")
    basis: Word = Field("", alias="依据")
    row_kind: Literal["固定", "功能科目", "经济科目", "自由"] = Field(alias="行类")
    layout: LayoutName = Field(alias="版面")
    columns: tuple[Column, ...] = Field(alias="列")
    rows: tuple[FixedRow, ...] = Field((), alias="行")
    extra_rows: tuple[FixedRow, ...] = Field((), alias="附加行")
    groups: tuple[Group, ...] = Field((), alias="组")
    halves: Halves | None = Field(None, alias="半表")
    taken_from: dict[str, tuple[str, ...]] = Field(default_factory=dict, alias="来自")
    notes: tuple[Prose, ...] = Field((), alias="脚注")
    may_be_empty: YesNo = Field(False, alias="可空")
    empty_note: Prose = Field("", alias="空表说明")

    @cached_property
    def single(self) -> bool:
        """Whether the table has one unnamed column: rows are then typed 行: 值."""
        return len(self.columns) == 1 and self.columns[0].name == ""

    @cached_property
    def by_column(self) -> dict[str, Column]:
        """Columns by name."""
        return {column.name: column for column in self.columns}

    @cached_property
    def row_units(self) -> dict[str, str]:
        """Counting units of rows that have one of their own."""
        return {row.name: row.unit for row in self.rows if row.unit}

    def column(self, name: str) -> Column | None:
        """The column of that name."""
        return self.by_column.get(name)

    def unit(self, row: str, column: str) -> str:
        """金额, or the counting unit (人, 辆 …) of a cell."""
        found = self.row_units.get(row)
        if found:
            return found
        column_plan = self.by_column.get(column)
        return column_plan.unit or "金额" if column_plan else "金额"


class PrintedTable(Entry):
    """板式里印的一张表：种类、编号和印出的名称。"""

    kind: Word = Field(alias="种类")
    number: Word = Field(alias="号")
    title: Word = Field("", alias="名")


class SectionPlan(Entry):
    """板式里的一节：用哪个说明样板，印什么编号和标题。"""

    narrative: Word = Field("", alias="样")
    number: Word = Field("", alias="号")
    title: Word = Field(alias="题")
    place: Word = Field("", alias="处")
    sections: tuple[SectionPlan, ...] = Field((), alias="节")


class PartPlan(Entry):
    """板式里的一部分：概况、决算表、情况说明、重点工作、名词解释、附件。"""

    kind: Literal["概况", "决算表", "情况说明", "重点工作", "名词解释", "附件", "绩效表"] = Field(alias="部分")
    number: Word = Field("", alias="号")
    title: Word = Field(alias="题")
    sections: tuple[SectionPlan, ...] = Field((), alias="节")


class Profile(Entry):
    """板式：一个地方、一段年度印什么、按什么次序、叫什么。"""

    format: Format = Field(alias="格式")
    id: Word = Field(alias="标识")
    title: Word = Field(alias="名称")
    basis: Word = Field("", alias="依据")
    extends: Word = Field("", alias="继承")
    since: Year = Field(1990, alias="自")
    until: Year = Field(2099, alias="至")
    code_year: Year | None = Field(None, alias="科目年度")
    parts: tuple[PartPlan, ...] = Field((), alias="部分")
    tables: tuple[PrintedTable, ...] = Field((), alias="表")
    switches: dict[str, str] = Field(default_factory=dict, alias="开关")
    words: dict[str, str] = Field(default_factory=dict, alias="用词")
    notes: dict[str, tuple[Prose, ...]] = Field(default_factory=dict, alias="脚注")
    forms: tuple[Word, ...] = Field((), alias="表式")


class FormColumn(Entry):
    """表式的一栏。`类` says what stands in it: 级次 cells are merged over equal neighbours, 名称 is the row's header.

    目标值 and 完成值 are compared; of several 目标值 the last one filled holds. 百分比 is printed with the sign, 百分数
    without (the heading has it).
    """

    name: str = Field(alias="列")
    heading: Word = Field("", alias="题")
    group: Word = Field("", alias="组")
    kind: Literal["级次", "名称", "文字", "目标值", "完成值", "性质", "单位", "金额", "百分比", "百分数", "分数"] = (
        Field("文字", alias="类")
    )
    formula: str = Field("", alias="公式")


class FormRow(Entry):
    """表式资金块的一行。`公式` adds other rows column by column; `无` names columns that do not apply and print “—”."""

    name: str = Field(alias="行")
    heading: Word = Field("", alias="题")
    formula: str = Field("", alias="公式")
    dashes: tuple[Word, ...] = Field((), alias="无")


class FormLayout(Entry):
    """表式：一种绩效表的版面和算法。"""

    format: Format = Field(alias="格式")
    id: Word = Field(alias="标识")
    title: Word = Field(alias="名称")
    basis: Word = Field("", alias="依据")
    heading: Word = Field(alias="题名")
    subtitle: Word = Field("", alias="副题")
    place: Word = Field("", alias="处")
    project: Word = Field("", alias="项目栏")
    head: tuple[Word, ...] = Field((), alias="表头")
    head_money: tuple[Word, ...] = Field((), alias="表头金额")
    options: dict[str, tuple[Word, ...]] = Field(default_factory=dict, alias="选项")
    option_mark: Word = Field(".", alias="选项号")
    tick: Word = Field("☑", alias="勾")
    box: Word = Field("□", alias="框")
    required: tuple[Word, ...] = Field((), alias="必填")
    unit: Word = Field("万元", alias="金额单位")
    score_digits: Literal["0", "1", "2"] = Field("2", alias="分数位")
    funds_title: Word = Field("预算执行情况", alias="资金题")
    funds_points: Word = Field("", alias="资金分")
    funds_row_title: Word = Field("资金", alias="资金行题")
    funds_rows: tuple[FormRow, ...] = Field((), alias="资金行")
    more_rows: YesNo = Field(False, alias="可加行")
    funds: tuple[FormColumn, ...] = Field((), alias="资金栏")
    goals_title: Word = Field("年度总体目标", alias="目标题")
    goals: tuple[Word, ...] = Field((), alias="目标栏")
    indicators_title: Word = Field("绩效指标", alias="指标题")
    indicators_points: Word = Field("", alias="指标分")
    indicators: tuple[FormColumn, ...] = Field(alias="指标栏")
    group_points: dict[str, Word] = Field(default_factory=dict, alias="分组分值")
    group_title: Word = Field("", alias="目标组题")
    total_title: Word = Field("总分", alias="总分题")
    totals: tuple[Word, ...] = Field((), alias="总分栏")
    scoring: dict[str, str] = Field(default_factory=dict, alias="计分")
    texts: tuple[Word, ...] = Field((), alias="文字栏")
    notes: tuple[Prose, ...] = Field((), alias="备注")


class Code(Entry):
    """一个科目。"""

    code: Word = Field(alias="编码")
    name: Word = Field(alias="名称")
    verified: YesNo = Field(False, alias="查证")
    budget: Word = Field("一般公共预算", alias="预算")
    meaning: Prose = Field("", alias="释义")


class CodeFile(Entry):
    """一年的科目表，或它比上一年的变动。"""

    format: Format = Field(alias="格式")
    year: Year = Field(alias="年度")
    scheme: Literal["支出功能分类", "部门预算支出经济分类"] = Field(alias="分类")
    extends: Year | None = Field(None, alias="沿用")
    codes: tuple[Code, ...] = Field((), alias="科目")
    dropped: tuple[Word, ...] = Field((), alias="停用")


class TermEntry(Entry):
    """一个名词：词、别名、类别、次序和解释。"""

    word: Word = Field(alias="词")
    aliases: tuple[Word, ...] = Field((), alias="别名")
    group: Word = Field(alias="类")
    order: int = Field(alias="序")
    since: Year = Field(1990, alias="自")
    until: Year = Field(2099, alias="至")
    slug: Slug = Field(alias="标识")
    text: Prose = Field(alias="解释")


class DefectFile(Entry):
    """常见差错：检查中常见的毛病，编号和说法。"""

    format: Format = Field(alias="格式")
    defects: dict[str, Word] = Field(alias="差错")


class Elsewhere(Entry):
    """一条没有单设规则的关系或差错。"""

    said: Word = Field("", alias="说", description="关系说的是什么；差错的说法在差错表里")
    why: Word = Field(alias="因", description="为什么不设规则，由什么保证")


class ElsewhereFile(Entry):
    """不设规则的关系和差错，编号 → 说法和原因。"""

    format: Format = Field(alias="格式")
    entries: dict[str, Elsewhere] = Field(alias="不设规则")


class NarrativeFile(Entry):
    """说明样板：一节说明由哪些句子组成（`narrative` 读它的块）。"""

    format: Format = Field(alias="格式")
    id: Word = Field(alias="样")
    title: Word = Field("", alias="名称")
    blocks: tuple[dict[str, Any], ...] = Field(alias="块")


class Catalog(Entry):
    """All data of templates/ and content/ that records are read against."""

    tables: dict[str, TableKind]
    profiles: dict[str, Profile]
    layouts: dict[str, FormLayout]
    narratives: dict[str, NarrativeFile]
    functional: dict[int, dict[str, Code]]
    economic: dict[int, dict[str, Code]]
    terms: tuple[TermEntry, ...]
    rules: dict[str, Rule] = Field(default_factory=dict)
    defects: dict[str, str] = Field(default_factory=dict)
    """常见差错 by number: what rules say they guard against."""
    elsewhere: dict[str, Elsewhere] = Field(default_factory=dict)
    """Identities and defects by number that no rule speaks of, and why."""

    def __copy__(self) -> Self:
        """A copy may be given other lists, so it remembers nothing of what was worked out from these."""
        copied = super().__copy__()
        copied.__dict__.pop("remembered", None)
        return copied

    @cached_property
    def remembered(self) -> dict[Hashable, Any]:
        """What is worked out once for many records, by what it depends on besides this catalog."""
        return {}

    def codes(self, scheme: str, year: int) -> dict[str, Code]:
        """The code list in force: that of the year, else the nearest earlier, else the first."""
        key = ("codes", scheme, year)
        if key not in self.remembered:
            lists = self.functional if scheme == "功能科目" else self.economic
            known = sorted(lists)
            earlier = [one for one in known if one <= year]
            self.remembered[key] = lists[earlier[-1] if earlier else known[0]] if known else {}
        found: dict[str, Code] = self.remembered[key]
        return found

    def code_names(self, year: int) -> dict[str, str]:
        """Names of all codes in force, functional and economic."""
        if ("names", year) not in self.remembered:
            lists = (self.codes(scheme, year) for scheme in ("经济科目", "功能科目"))
            self.remembered["names", year] = {code: entry.name for one in lists for code, entry in one.items()}
        found: dict[str, str] = self.remembered["names", year]
        return found
