"""记录 record：经办人填写的一份 YAML 文件，读入后是冻结的值。

Field order here is the canonical order of keys that `juesuan fmt` writes, and `schema.json` is generated from it.
A cell of a table or form stays `Text`: its characters as typed, with line and column.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator, WithJsonSchema

from generator.model_fields import Cell, Count, Date, Format, Prose, SiteCode, SiteUrl, Slug, Word, Year, YesNo
from generator.strict_yaml import Text

Status = Literal["草稿", "待公开", "已公开", "存档"]
Coverage = Literal["有数", "空表", "原件未载"]
Unit = Literal["元", "万元"]

NOT_APPLICABLE = "不适用"


class Entry(BaseModel):
    """A mapping with fixed Chinese keys: unknown keys are refused, values are frozen."""

    model_config = ConfigDict(frozen=True, extra="forbid")


Rows = Annotated[
    Any,
    PlainValidator(lambda value: value),
    WithJsonSchema({"anyOf": [{"type": "object"}, {"type": "array", "items": {"type": "object"}}]}),
]
"""Rows of one table: a mapping 行 → 值 where the table has one column, else a list of rows. Read by `facts`."""


class TableEntry(Entry):
    """一张表：填报情况和各行的数。"""

    coverage: Coverage = Field("有数", alias="状态", description="有数、空表（按规定公开空表）或原件未载")
    taken_from: Literal["财政拨款"] | None = Field(
        None, alias="来自", description="只用财政拨款的部门，支出决算表可由财政拨款各表得出"
    )
    rows: Rows = Field(None, alias="行", description="每行一个科目或项目")
    included: tuple[Word, ...] = Field((), alias="列入", description="原件提到而没有写金额的科目编码")
    note: Prose = Field("", alias="注", description="随表印出的说明")


class UnitShare(Entry):
    """分单位：汇总记录里某个单位的数（该单位没有单独的记录时用）。"""

    slug: Slug = Field(alias="标识")
    name: Word = Field(alias="名称")
    tables: dict[str, TableEntry] = Field(default_factory=dict, alias="表")


class Reason(Entry):
    """原因：某个数比上年或比预算变动的原因。"""

    measure: Word = Field(alias="量", description="数的地址，如 T5.2101501.小计")
    against: Literal["上年", "年初预算", "全年预算"] = Field(alias="比")
    text: Prose = Field(alias="写")


class Use(Entry):
    """用途：某个数主要用于什么。"""

    measure: Word = Field(alias="量")
    text: Prose = Field(alias="写")


class Prior(Entry):
    """上年：库里没有上年记录时，上年的数。"""

    measure: Word = Field(alias="量")
    value: Cell = Field(alias="值")


class Transfer(Entry):
    """内部往来：汇总时要剔除的本级与单位之间的往来。"""

    measure: Word = Field(alias="量")
    value: Cell = Field(alias="值")
    text: Prose = Field("", alias="说明")


class Project(Entry):
    """项目：一个项目的预算、执行和绩效文字。"""

    slug: Slug = Field(alias="标识")
    name: Word = Field(alias="名称")
    aliases: tuple[Word, ...] = Field((), alias="别名")
    unit: Slug | None = Field(None, alias="单位", description="所属单位的标识")
    initial: Cell | None = Field(None, alias="年初预算")
    adjusted: Cell | None = Field(None, alias="全年预算")
    executed: Cell | None = Field(None, alias="执行数")
    use: Prose = Field("", alias="用途")
    effect: Prose = Field("", alias="成效")
    problem: Prose = Field("", alias="问题")
    measure: Prose = Field("", alias="改进")
    form: Slug | None = Field(None, alias="绩效表")
    narrated: YesNo = Field(True, alias="综述", description="是否在“项目支出自评结果”里写综述")


class GoalGroup(Entry):
    """年度目标：整体自评表里一个目标和它的指标。"""

    title: Word = Field("", alias="题", description="不填时按表式拟出，如 年度目标1")
    points: Cell | None = Field(None, alias="分")
    text: Prose = Field("", alias="文", description="目标的内容")
    indicators: tuple[dict[str, Any], ...] = Field((), alias="指标")


def _totals(value: object) -> object:
    return {"总分": value} if isinstance(value, Text) else value


Totals = Annotated[
    dict[str, Cell],
    BeforeValidator(_totals),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": ["string", "number"]},
                {"type": "object", "additionalProperties": {"type": ["string", "number"]}},
            ]
        }
    ),
]
"""总分：a plain figure, or one per column where the form prints two."""


class FormEntry(Entry):
    """绩效表：按某个表式填写的一张自评表。各格保留填写的字样。"""

    slug: Slug = Field(alias="标识")
    layout: Word = Field(alias="表式", description="表式的标识，如 F3")
    title: Word = Field("", alias="题名", description="不填时按表式拟出")
    place: Word = Field("", alias="处", description="不填时用项目名称")
    head: dict[str, Any] = Field(default_factory=dict, alias="表头")
    funds: tuple[dict[str, Cell], ...] = Field((), alias="资金")
    goals: dict[str, Prose] = Field(default_factory=dict, alias="目标")
    indicators: tuple[dict[str, Any], ...] = Field((), alias="指标")
    groups: tuple[GoalGroup, ...] = Field((), alias="目标组")
    group_points: dict[str, Cell] = Field(default_factory=dict, alias="分组分值")
    totals: Totals = Field(default_factory=dict, alias="总分", description="一个数；表式有两个总分时按栏填")
    texts: dict[str, Prose] = Field(default_factory=dict, alias="文字")


class WorkRow(Entry):
    """重点工作表的一行。"""

    matter: Prose = Field(alias="事项")
    goal: Prose = Field(alias="内容")
    done: Prose = Field(alias="完成")


class WorkText(Entry):
    """重点工作的一节文字。"""

    title: Word = Field("", alias="题")
    paragraphs: tuple[Prose, ...] = Field((), alias="文")


class KeyWork(Entry):
    """重点工作完成情况。"""

    texts: tuple[WorkText, ...] = Field((), alias="正文")
    rows: tuple[WorkRow, ...] = Field((), alias="表")


class MemberUnit(Entry):
    """概况里列出的一个单位。"""

    name: Word = Field(alias="名称")
    nature: Word = Field("", alias="性质")


class Overview(Entry):
    """概况：职能、机构和单位构成。"""

    duties: tuple[Prose, ...] = Field((), alias="职能")
    units: tuple[MemberUnit, ...] = Field((), alias="单位")
    units_text: Prose = Field("", alias="单位构成")


class Statement(Entry):
    """原文：存档文件某处印着的一个数，照印的字样。"""

    place: Word = Field(alias="处")
    measure: Word | None = Field(None, alias="量")
    label: Word | None = Field(None, alias="名", description="没有地址的数，用文件里的叫法")
    printed: Cell = Field(alias="写作")
    word: Word | None = Field(None, alias="词", description="印着的方向词：增加、减少、增长、下降、大于、小于、持平")


class Relation(Entry):
    """关系：记录自己写明的一个等式，如 551 = 159 + 392。"""

    formula: Word = Field(alias="式")
    place: Word = Field("", alias="处")
    text: Prose = Field("", alias="说明")
    severity: Literal["错误", "警告"] = Field("错误", alias="级别", description="不成立时是错误，还是要人看一眼的警告")


class Waiver(Entry):
    """说明差异：一条经人说明、到期须复核的差异。"""

    rule: Word = Field(alias="规则")
    measure: Word = Field(alias="量")
    reason: Prose = Field(alias="理由")
    who: Word = Field(alias="谁", description="部门或岗位，不写姓名")
    until: Date = Field(alias="至")


class Correction(Entry):
    """更正：公开以后改过的一个数或一段话。"""

    date: Date = Field(alias="日期")
    measure: Word | None = Field(None, alias="量")
    before: Word = Field(alias="原")
    after: Word = Field(alias="现")
    reason: Prose = Field(alias="说明")


class Source(Entry):
    """来源：记录依据的文件。"""

    title: Word = Field(alias="题名")
    publisher: Word = Field("", alias="发布机构")
    note: Prose = Field("", alias="说明")


class Review(Entry):
    """审核：保密审查和审签。"""

    secrecy: Literal["已审查", "未审查"] = Field(alias="保密审查")
    signed: Literal["已审签", "未审签"] = Field("未审签", alias="负责人审签")
    date: Date | None = Field(None, alias="日期")


class Record(Entry):
    """一份记录：一个部门或单位的一个年度。"""

    format: Format = Field(alias="格式")
    year: Year = Field(alias="年度")
    status: Status = Field(alias="状态")
    profile: Word = Field(alias="板式", description="用哪一套公开式样，如 国家-2022")
    document: Literal["部门决算", "单位决算", "绩效自评"] = Field("部门决算", alias="文件类型")
    scope: Literal["汇总", "本级", "单位"] = Field("本级", alias="口径")
    unit: Unit = Field(alias="金额单位")
    quantum: Cell | None = Field(None, alias="精度", description="金额精确到多少，如 0.1")
    name: Word = Field("", alias="名称", description="与 department.yml 不同时填文件上的名称")
    consolidated: Literal["自动"] | None = Field(None, alias="汇总", description="自动：由本级和各单位的记录相加")
    first_year: YesNo = Field(False, alias="首年", description="新设部门，没有上年数")
    approved: Date | None = Field(None, alias="批复日期")
    published: Date | None = Field(None, alias="公开日期")
    source: Source | None = Field(None, alias="来源")
    review: Review | None = Field(None, alias="审核")
    overview: Overview | None = Field(None, alias="概况")
    tables: dict[str, TableEntry] = Field(default_factory=dict, alias="表")
    shares: tuple[UnitShare, ...] = Field((), alias="分单位")
    transfers: tuple[Transfer, ...] = Field((), alias="内部往来")
    prior: tuple[Prior, ...] = Field((), alias="上年")
    reasons: tuple[Reason, ...] = Field((), alias="原因")
    uses: tuple[Use, ...] = Field((), alias="用途")
    texts: dict[str, Prose] = Field(default_factory=dict, alias="文字")
    projects: tuple[Project, ...] = Field((), alias="项目")
    forms: tuple[FormEntry, ...] = Field((), alias="绩效表")
    work: KeyWork | None = Field(None, alias="重点工作")
    statements: tuple[Statement, ...] = Field((), alias="原文")
    relations: tuple[Relation, ...] = Field((), alias="关系")
    waivers: tuple[Waiver, ...] = Field((), alias="说明差异")
    corrections: tuple[Correction, ...] = Field((), alias="更正")


class UnitEntry(Entry):
    """department.yml 里的一个下属单位。"""

    slug: Slug = Field(alias="标识")
    name: Word = Field(alias="名称")
    nature: Word = Field("", alias="性质", description="行政单位、参公事业单位、公益一类事业单位……")
    former: tuple[Slug, ...] = Field((), alias="曾用标识", description="改过标识的，旧网址转到新网址")


class Department(Entry):
    """department.yml：部门不随年度变的事。"""

    format: Format = Field(alias="格式")
    name: Word = Field(alias="名称")
    short: Word = Field(alias="简称")
    level: Literal["省", "市", "区", "县"] = Field(alias="级别")
    nature: Word = Field("行政单位", alias="性质", description="本级的性质")
    units: tuple[UnitEntry, ...] = Field((), alias="单位")
    former: tuple[Slug, ...] = Field((), alias="曾用标识", description="改过标识的，旧网址转到新网址")


class Region(Entry):
    """region.yml：一个地区。"""

    format: Format = Field(alias="格式")
    name: Word = Field(alias="名称")
    short: Word = Field(alias="简称")
    sample: YesNo = Field(False, alias="示例", description="是：每页都标明“示例”")


class SiteColumn(Entry):
    """栏目：网页标签里本站所属的栏目。"""

    name: Word = Field("部门决算公开", alias="名称")
    kind: Word = Field("信息公开", alias="类别")
    description: Word = Field("", alias="描述")
    keywords: tuple[Word, ...] = Field(("部门决算", "预决算公开"), alias="关键词")


class Site(Entry):
    """site.yml：整个网站的设置。"""

    format: Format = Field(alias="格式")
    name: Word = Field(alias="网站名称")
    owner: Word = Field("", alias="主办单位")
    base_url: SiteUrl = Field(
        "", alias="网址", description="公开后的网址，如 https://www.example.gov.cn/czj/，用于规范链接和网站地图"
    )
    domain: Word = Field("", alias="网站域名", description="网页标签里的域名，不填时取网址里的")
    show_findings: YesNo = Field(False, alias="公布结论")
    site_code: SiteCode = Field("", alias="网站标识码", description="政府网站标识码，十位")
    column: SiteColumn = Field(default_factory=lambda: SiteColumn.model_validate({}), alias="栏目")
    licence: Word = Field("", alias="数据许可", description="下载数据的使用许可的网址，写进数据集说明")
    skin: Literal[""] | Slug = Field("", alias="外观", description="templates/skin 下的文件夹名：门户的站头和站尾")
    kept_versions: Count = Field(
        "3", alias="保留版本", validate_default=True, description="公布过的版本留几个，可以退回"
    )
    compress: YesNo = Field(False, alias="预压缩", description="公布时另备 .gz，供 nginx 的 gzip_static 使用")
    footer: tuple[Word, ...] = Field((), alias="页脚")
