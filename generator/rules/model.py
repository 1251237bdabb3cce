"""一条规则的数据：编号、依据、级别、公式、说法，和最小的正例、反例。"""

from __future__ import annotations

from pydantic import Field

from generator.findings import Severity
from generator.model import Entry
from generator.model_fields import Format, Prose, Word
from generator.span import Span


class Every(Entry):
    """规则对哪些格子各说一次：表、行、列。"""

    table: Word = Field(alias="表")
    rows: Word = Field("一次", alias="行", description="“一次”“全部”“类”“有下级”等，或行名；几样用顿号隔开")
    columns: tuple[str, ...] = Field((), alias="列", description="不写：公式里不用“本列”；写“全部”：每一栏")


class Case(Entry):
    """例：一小段记录，和它应得的结论。"""

    text: Prose = Field(alias="记录")
    prior: Prose = Field("", alias="上年记录")
    units: dict[str, Prose] = Field(default_factory=dict, alias="单位记录", description="本级或单位标识 → 记录")
    line: int = Field(0, alias="行", description="反例：错误指向记录片段的第几行")
    column: int = Field(0, alias="列")


class Rule(Span):
    """一条规则。"""

    format: Format = Field(alias="格式")
    id: Word = Field(alias="编号")
    title: Word = Field(alias="题")
    basis: Word = Field(alias="依据")
    severity: Severity = Field("错误", alias="级别")
    every: Every | None = Field(None, alias="每")
    condition: Word = Field("", alias="若", description="不满足时规则不适用")
    relation: Word = Field("", alias="式")
    module: Word = Field("", alias="模块", description="公式写不出时，由哪个模块判断")
    message: Prose = Field(alias="话")
    cure: Prose = Field("", alias="改法", description="不符时怎样改，说给经办人")
    defects: tuple[Word, ...] = Field((), alias="常见差错")
    phrases: dict[str, Word] = Field(
        default_factory=dict, alias="词表", description="说法 → 它属于哪年，如 2021 或 2013-2020"
    )
    good: Case = Field(alias="正例")
    bad: Case = Field(alias="反例")
