"""The parts of the made-up department's disclosure: profile, tables, narrative, work, terms and forms."""

from __future__ import annotations

from generator.views import Block, Cell, Form, Row, Run, Section, Table, Term
from tests.sample_tables import (
    EXPENDITURE,
    UNIT,
    amount,
    chart_change,
    chart_structure,
    head,
    table_1,
    table_5,
    table_6,
    table_7,
    table_9,
    th,
)


def says(*parts: str | tuple[str, str, str]) -> tuple[Run, ...]:
    """Make a sentence: plain text, or (printed figure, address, spoken name)."""
    return tuple(Run(part) if isinstance(part, str) else Run(*part) for part in parts)


def paragraph(*parts: str | tuple[str, str, str], number: str = "") -> Block:
    return Block("paragraph", says(*parts), number=number)


def profile() -> Section:
    duties = (
        "贯彻医疗保障的法律法规和政策，拟订本区的实施办法并组织落实。",
        "管理本区医疗保障基金，监督定点医药机构的服务行为和费用。",
        "办理参保、待遇、异地就医结算和医疗救助等经办服务。",
    )
    rows = (
        Row((Cell("在职", "name", "row"), amount("6")), "total"),
        Row((Cell("行政", "name", "row", level=1), amount("6"))),
        Row((Cell("事业", "name", "row", level=1), amount("0"))),
    )
    columns = head(th("项目", "name"), th("年末人数", "amount"))
    staff = Table("staff", "人员情况", unit="单位：人", head=(columns,), body=rows)
    sections = (
        Section(
            "gk-1",
            "概况/一",
            "一、",
            "主要职责",
            3,
            (Block("list", items=tuple(says(duty) for duty in duties), ordered=True),),
        ),
        Section(
            "gk-2", "概况/二", "二、", "机构设置", 3, (paragraph("纳入本部门决算编制范围的单位共1个，即局本级。"),)
        ),
        Section("gk-3", "概况/三", "三、", "人员情况", 3, (Block("table", table=staff),)),
    )
    return Section("gk", "概况", "第一部分", "部门概况", 2, sections=sections)


def tables() -> Section:
    sections = tuple(
        Section(
            f"table-{table.id.lower()}",
            f"决算表/{table.id}",
            table.number,
            table.title,
            3,
            (Block("table", table=table),),
        )
        for table in (table_1(), table_5(), table_6(), table_7(), table_9())
    )
    return Section("b", "决算表", "第二部分", "2021年度部门决算表", 2, sections=sections)


def narrative() -> Section:
    total = (
        paragraph(
            "2021年度收、支总计",
            ("544.55", "T1.总计", "收入总计"),
            "万元。与2020年度相比，收、支总计各增加",
            ("76.83", "T1.总计.增减额", "收入总计·比上年增减额"),
            "万元，增长",
            ("16.43%", "T1.总计.增减幅", "收入总计·比上年增减幅"),
            "。主要原因：一是为困难群众购买补充医疗保险的总额增加60万元；二是在职人员比上年多一人，工资福利支出相应增加。",
        ),
        Block("note", says("本节的上年数取自2020年度部门决算，两年口径相同。"), tone=""),
        Block("chart", chart=chart_change()),
    )
    spending = (
        paragraph(
            "2021年度支出合计",
            ("544.55", "T3.合计", "本年支出合计"),
            "万元。其中：基本支出",
            ("200.24", "T3.合计.基本支出", "基本支出"),
            "万元，占本年支出",
            ("36.77%", "T3.占比.基本支出", "占比"),
            "；项目支出",
            ("344.31", "T3.合计.项目支出", "项目支出"),
            "万元，占本年支出",
            ("63.23%", "T3.占比.项目支出", "占比"),
            "。",
        ),
        Block("chart", chart=chart_structure()),
    )
    sections = (
        Section("s1", "一", "一、", "收入支出决算总体情况说明", 3, total),
        Section("s3", "三", "三、", "支出决算情况说明", 3, spending),
        _general_budget(),
        Section(
            "s8",
            "八",
            "八、",
            "政府性基金预算财政拨款收入支出决算情况说明",
            3,
            (paragraph("本部门2021年度没有政府性基金预算财政拨款收入和支出。"),),
        ),
    )
    return Section("s", "说明", "第三部分", "2021年度部门决算情况说明", 2, sections=sections)


def _general_budget() -> Section:
    items = tuple(
        paragraph(
            f"{name}（项）。年初预算为",
            (text, f"T5.{code}.年初预算", "年初预算"),
            "万元，支出决算为",
            (text, f"T5.{code}.小计", "支出决算"),
            "万元，完成年初预算的",
            ("100.00%", f"T5.{code}.完成率", "完成率"),
            "。",
            number=f"{place}.",
        )
        for place, (code, name, text, *_) in enumerate((row for row in EXPENDITURE if len(row[0]) == 7), start=1)
    )
    whole = paragraph(
        "2021年度财政拨款支出",
        ("544.55", "T5.合计", "财政拨款支出"),
        "万元，占本年支出合计的",
        ("100.00%", "T5.占比", "占比"),
        "。与2020年度相比，财政拨款支出增加",
        ("76.83", "T5.增减额", "增减额"),
        "万元，增长",
        ("16.43%", "T5.增减幅", "增减幅"),
        "。",
    )
    sections = (
        Section("s5-1", "五（一）", "（一）", "财政拨款支出决算总体情况", 4, (whole,)),
        Section(
            "s5-2",
            "五（二）",
            "（二）",
            "财政拨款支出决算结构情况",
            4,
            (whole, Block("note", says("各类支出占比相加为100.00%。"))),
        ),
        Section("s5-3", "五（三）", "（三）", "财政拨款支出决算具体情况", 4, (whole, *items)),
    )
    return Section("s5", "五", "五、", "一般公共预算财政拨款支出决算情况说明", 3, sections=sections)


def work() -> Section:
    rows = (
        (
            "1",
            "基金监管",
            "对全区定点医药机构开展全覆盖检查",
            "检查361家，处理25家，暂停协议1家，解除协议1家，移交司法机关1家。",
        ),
        (
            "2",
            "医疗救助",
            "困难群众应救尽救",
            "救助16008人次，发放救助资金1055.55万元，其中门诊298.52万元、住院757.03万元。",
        ),
    )
    table = Table(
        "W1",
        "重点工作完成情况",
        head=(head(th("序号", "line"), th("事项", "name"), th("工作内容及目标"), th("完成情况")),),
        body=tuple(
            Row((Cell(no, "line"), Cell(name, "name", "row"), Cell(aim), Cell(done))) for no, name, aim, done in rows
        ),
    )
    return Section("w", "重点工作", "第四部分", "2021年重点工作完成情况", 2, (Block("table", table=table),))


def terms() -> tuple[Term, ...]:
    return (
        Term("t-gpb", "（一）", "一般公共预算财政拨款收入", "<p>本级财政当年从一般公共预算中拨付的资金。</p>"),
        Term(
            "t-begin",
            "（二）",
            "年初结转和结余",
            "<p>以前年度没有用完、结转到本年按原用途继续使用的资金，以及项目已经完成后结余的资金。</p>",
        ),
        Term(
            "t-sg",
            "（三）",
            "“三公”经费",
            "<p>用财政拨款安排的三项费用：</p><ul><li>因公出国（境）费；</li><li>公务用车购置及运行维护费；</li><li>公务接待费。</li></ul>",
        ),
    )


def glossary_part() -> Section:
    return Section("m", "名词解释", "第五部分", "名词解释", 2, (Block("terms", terms=terms()),))


def form() -> Form:
    money = Table(
        "f1-money",
        "预算执行情况",
        unit=UNIT,
        head=(
            head(
                th("项目", "name"),
                th("预算数（A）", "amount"),
                th("执行数（B）", "amount"),
                th("执行率（B/A）", "amount"),
                th("得分（20分×执行率）", "amount"),
            ),
        ),
        body=(
            Row(
                (
                    Cell("年度财政资金总额", "name", "row"),
                    amount("63.80", "F.医疗监管.预算数"),
                    amount("55.29", "F.医疗监管.执行数"),
                    amount("86.66%"),
                    amount("17.33"),
                )
            ),
        ),
    )
    columns = head(
        th("一级指标"),
        th("二级指标"),
        th("三级指标", "name"),
        th("年初目标值（A）"),
        th("实际完成值（B）"),
        th("得分", "amount"),
    )

    def missed(text: str) -> Cell:
        return Cell(text, "amount", flag="未达")

    body = (
        Row(
            (
                Cell("产出指标", header="rowgroup", rowspan=3),
                Cell("数量指标", header="rowgroup", rowspan=2),
                Cell("定点医药机构检查覆盖率", "name", "row"),
                Cell("100%"),
                Cell("100%"),
                amount("20.00"),
            )
        ),
        Row((Cell("集中宣传活动", "name", "row"), Cell("≥4次"), Cell("3次"), missed("15.00"))),
        Row((Cell("时效指标"), Cell("举报线索按期办结率", "name", "row"), Cell("100%"), Cell("100%"), amount("20.00"))),
        Row(
            (
                Cell("效益指标", header="rowgroup"),
                Cell("社会效益指标"),
                Cell("符合条件的困难群众救助到位", "name", "row"),
                Cell("应救尽救"),
                Cell("达成预期指标"),
                amount("20.00"),
            )
        ),
        Row((Cell("总分", "name", "row", colspan=5), amount("92.33")), "total"),
    )
    indicators = Table("f1-ind", "绩效指标（80分）", head=(columns,), body=body)
    return Form(
        "f1",
        "2021年度医疗监管项目自评表",
        "填报日期：2022年11月8日",
        (
            ("项目名称", "医疗监管"),
            ("主管部门", "示例区医疗保障局"),
            ("项目实施单位", "示例区医疗保障局"),
            ("项目类别", "部门预算项目"),
            ("项目属性", "持续性项目"),
        ),
        (money, indicators),
        (
            ("偏差大或目标未完成原因分析", "集中宣传因场地调整少办一次。"),
            ("改进措施及结果应用方案", "把宣传安排提前到上半年，按季度核对进度。"),
        ),
        ("定量指标按权重乘以完成比例计分，得分不超过权重；定性指标按达成程度分三档计分。",),
    )


def forms() -> Section:
    inner = Section("f-1", "绩效表/医疗监管", "一、", "项目绩效自评表", 3, (Block("form", form=form()),))
    return Section(
        "f", "附件", "第六部分", "附件", 2, (Block("note", says("整体绩效自评表原件未载。"), tone="missing"),), (inner,)
    )
