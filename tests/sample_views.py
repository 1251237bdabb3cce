"""A made-up department, as the pages that templates place."""

from __future__ import annotations

from generator.views import (
    Block,
    Cell,
    DisclosurePage,
    Frame,
    GlossaryPage,
    KeyFigure,
    Link,
    ListPage,
    Row,
    Run,
    Section,
    Table,
    TocEntry,
)
from tests.sample_sections import forms, glossary_part, narrative, profile, says, tables, terms, work
from tests.sample_tables import EXPENDITURE, UNIT, amount, chart_change, head, th

NAV = (
    Link("首页", "../../../"),
    Link("部门", "../../../departments/"),
    Link("科目", "../../../codes/"),
    Link("名词", "../../../glossary/"),
    Link("说明", "../../../guide/"),
)


def frame(title: str, kind: str, *crumbs: Link, badges: tuple[str, ...] = ()) -> Frame:
    return Frame(
        title=title,
        site_name="示例区部门决算公开",
        root="../../../",
        path="999999/ybj/2021/",
        crumbs=(Link("首页", "../../../"), *crumbs),
        nav=NAV,
        description=f"{title}，表格、说明与绩效自评表",
        badges=badges,
        kind=kind,
        foot=("主办单位：示例区财政局", "本站内容为演示，不代表任何真实部门。"),
    )


def disclosure() -> DisclosurePage:
    parts = (profile(), tables(), narrative(), work(), glossary_part(), forms())
    title = "示例区医疗保障局2021年度部门决算"
    crumbs = (Link("示例区", "../../"), Link("示例区医疗保障局", "../"), Link("2021年度", "./", current=True))
    facts = (
        ("口径", "汇总"),
        ("批复日期", "2022年8月19日"),
        ("公开日期", "2022年8月31日"),
        ("金额单位", "万元"),
        ("来源", "示例区财政局批复"),
    )
    return DisclosurePage(
        frame=frame(title, "disclosure", *crumbs, badges=("示例",)),
        publisher="示例区医疗保障局",
        year="2021",
        document="2021年度部门决算",
        facts=facts,
        key_figures=_key_figures(),
        toc=tuple(_entry(part) for part in parts),
        parts=parts,
        siblings=(Link("2020年度", "../2020/"), Link("2021年度", "./", current=True), Link("本级", "../本级/2021/")),
        version="4f1c09ab",
        notices=(Block("note", says("这是一份演示用的决算，部门、金额和事项都是虚构的。")),),
    )


def _entry(section: Section) -> TocEntry:
    return TocEntry(section.number, section.title, f"#{section.id}", tuple(_entry(part) for part in section.sections))


def _key_figures() -> tuple[KeyFigure, ...]:
    def than(amount_: str, share: str) -> tuple[Run, ...]:
        return says(
            "比上年增加", (amount_, "T1.总计.增减额", "增减额"), "万元，增长", (share, "T1.总计.增减幅", "增减幅")
        )

    return (
        KeyFigure(
            "总收入、总支出",
            "544.55",
            "万元",
            "T1.总计",
            than("76.83", "16.43%"),
            "购买补充医疗保险的总额增加，在职人员多一人。",
        ),
        KeyFigure(
            "完成年初预算",
            "96.95",
            "%",
            "T5.完成率",
            says("年初预算", ("561.69", "T5.年初预算", "年初预算"), "万元"),
            "年中按要求压减预算。",
        ),
        KeyFigure("“三公”经费", "0.12", "万元", "T9.合计", says("上年为零"), "接待上级督导调研一批次。"),
        KeyFigure("机关运行经费", "16.04", "万元", "机关运行", than("3.38", "26.70%"), "在职人员多一人。"),
        KeyFigure(
            "一般公共预算安排的政府采购支出",
            "1,340.17",
            "万元",
            "采购.总额",
            says("比上年减少", ("12.40", "采购.增减额", "增减额"), "万元"),
            "",
        ),
    )


def listing() -> ListPage:
    columns = head(
        th("部门", "name"),
        th("总收支", "amount"),
        th("比上年"),
        th("“三公”经费", "amount"),
        th("完成年初预算", "amount"),
    )
    names = ("示例区财政局", "示例区教育局", "示例区民政局", "示例区卫生健康局", "示例区医疗保障局", "示例区应急管理局")
    body = tuple(
        Row(
            (
                Cell(name, "name", "row", fact=name),
                amount(f"{place},{place}44.5{place}"),
                Cell("增加" if place % 2 else "减少"),
                amount(f"0.{place}2"),
                amount(f"9{place}.95%"),
            )
        )
        for place, name in enumerate(names, start=1)
    )
    table = Table("departments", "2021年度各部门决算", unit=UNIT, head=(columns,), body=body)
    return ListPage(
        frame("示例区2021年度部门决算", "list", Link("示例区", "./", current=True)),
        "本年度共有6个部门公开决算，全部按期公开。",
        (table,),
        (Link("2020年度", "../2020/"), Link("2021年度", "./", current=True)),
        {name: f"{place}/2021/" for place, name in enumerate(names)},
        '<p>金额来自各部门公开的<a href="#departments">收入支出决算总表</a>。</p>',
        (chart_change(),),
    )


def glossary() -> GlossaryPage:
    rows = tuple(
        Row((Cell(code, "code"), Cell(name, "name", "row"), Cell("反映这一科目的支出。")))
        for code, name, *_ in EXPENDITURE
    )
    codes = Table(
        "codes", "支出功能分类科目", head=(head(th("科目编码", "code"), th("科目名称", "name"), th("含义")),), body=rows
    )
    return GlossaryPage(frame("名词与科目", "glossary"), (("收入与支出", terms()),), (codes,))
