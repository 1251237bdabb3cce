"""Tables and charts of the made-up department that the theme is looked at with. All figures add up."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from generator.charts import Datum, Head, Pair, paired_bars, share_bar
from generator.views import Cell, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.views import CellKind, Chart, RowKind

WHO = "部门：示例区医疗保障局"
UNIT = "金额单位：万元"

EXPENDITURE = (
    ("208", "社会保障和就业支出", "10.23", "10.23", "0.00"),
    ("20805", "行政事业单位养老支出", "10.23", "10.23", "0.00"),
    ("2080505", "机关事业单位基本养老保险缴费支出", "9.41", "9.41", "0.00"),
    ("2080506", "机关事业单位职业年金缴费支出", "0.82", "0.82", "0.00"),
    ("210", "卫生健康支出", "507.21", "162.90", "344.31"),
    ("21011", "行政事业单位医疗", "8.62", "8.62", "0.00"),
    ("2101101", "行政单位医疗", "6.10", "6.10", "0.00"),
    ("2101103", "公务员医疗补助", "2.52", "2.52", "0.00"),
    ("21015", "医疗保障管理事务", "498.59", "154.28", "344.31"),
    ("2101501", "行政运行", "154.28", "154.28", "0.00"),
    ("2101506", "医疗保障经办事务", "55.29", "0.00", "55.29"),
    ("2101599", "其他医疗保障管理事务支出", "289.02", "0.00", "289.02"),
    ("221", "住房保障支出", "27.11", "27.11", "0.00"),
    ("22102", "住房改革支出", "27.11", "27.11", "0.00"),
    ("2210201", "住房公积金", "17.43", "17.43", "0.00"),
    ("2210202", "提租补贴", "2.36", "2.36", "0.00"),
    ("2210203", "购房补贴", "7.32", "7.32", "0.00"),
)
STAFF = (
    ("301", "工资福利支出", "183.60"),
    ("30101", "基本工资", "38.52"),
    ("30102", "津贴补贴", "41.36"),
    ("30103", "奖金", "48.75"),
    ("30106", "伙食补助费", "3.24"),
    ("30107", "绩效工资", "0.00"),
    ("30108", "机关事业单位基本养老保险缴费", "9.41"),
    ("30109", "职业年金缴费", "0.82"),
    ("30110", "职工基本医疗保险缴费", "6.10"),
    ("30111", "公务员医疗补助缴费", "2.52"),
    ("30112", "其他社会保障缴费", "0.45"),
    ("30113", "住房公积金", "17.43"),
    ("30114", "医疗费", "0.00"),
    ("30199", "其他工资福利支出", "15.00"),
    ("303", "对个人和家庭的补助", "0.60"),
    ("30302", "退休费", "0.00"),
    ("30309", "奖励金", "0.60"),
)
OFFICE = (
    ("302", "商品和服务支出", "16.04"),
    ("30201", "办公费", "2.35"),
    ("30202", "印刷费", "0.86"),
    ("30203", "咨询费", "0.50"),
    ("30204", "手续费", "0.02"),
    ("30207", "邮电费", "1.12"),
    ("30211", "差旅费", "0.75"),
    ("30213", "维修（护）费", "0.34"),
    ("30215", "会议费", "0.40"),
    ("30216", "培训费", "0.62"),
    ("30217", "公务接待费", "0.12"),
    ("30226", "劳务费", "2.10"),
    ("30227", "委托业务费", "1.60"),
    ("30228", "工会经费", "1.54"),
    ("30229", "福利费", "0.92"),
    ("30231", "公务用车运行维护费", "0.00"),
    ("30239", "其他交通费用", "2.80"),
)
CAPITAL = (
    ("307", "债务利息及费用支出", "0.00"),
    ("30701", "国内债务付息", "0.00"),
    ("310", "资本性支出", "0.00"),
    ("31002", "办公设备购置", "0.00"),
    ("31003", "专用设备购置", "0.00"),
    ("31007", "信息网络及软件购置更新", "0.00"),
    ("31013", "公务用车购置", "0.00"),
    ("399", "其他支出", "0.00"),
)
BALANCE = (
    ("一、一般公共预算财政拨款收入", "1", "544.55", "一、一般公共服务支出", "32", "0.00"),
    ("二、政府性基金预算财政拨款收入", "2", "0.00", "八、社会保障和就业支出", "39", "10.23"),
    ("三、国有资本经营预算财政拨款收入", "3", "0.00", "九、卫生健康支出", "40", "507.21"),
    ("四、上级补助收入", "4", "0.00", "十九、住房保障支出", "50", "27.11"),
    ("五、事业收入", "5", "0.00", "二十三、其他支出", "54", "0.00"),
    ("六、经营收入", "6", "0.00", "", "55", ""),
    ("七、附属单位上缴收入", "7", "0.00", "", "56", ""),
    ("八、其他收入", "8", "0.00", "", "57", ""),
    ("本年收入合计", "27", "544.55", "本年支出合计", "58", "544.55"),
    ("使用非财政拨款结余", "28", "0.00", "结余分配", "59", "0.00"),
    ("年初结转和结余", "29", "0.00", "年末结转和结余", "60", "0.00"),
    ("总计", "31", "544.55", "总计", "62", "544.55"),
)


def head(*cells: Cell) -> Row:
    return Row(cells)


def th(text: str, kind: CellKind = "text", colspan: int = 1, rowspan: int = 1) -> Cell:
    return Cell(text, kind, "colgroup" if colspan > 1 else "col", colspan=colspan, rowspan=rowspan)


def amount(text: str, fact: str = "", spoken: str = "") -> Cell:
    return Cell(text, "amount", fact=fact, spoken=spoken)


def index(start: int, stop: int, before: int) -> Row:
    label = Cell("栏次", "name", "row", colspan=before)
    return Row((label, *(amount(str(number)) for number in range(start, stop))), "index")


def _code_level(code: str) -> int:
    return {3: 0, 5: 1}.get(len(code), 2)


def _kind(code: str, leaf: int = 7) -> RowKind:
    return "leaf" if len(code) == leaf else "group"


_HALF: tuple[tuple[str, CellKind], ...] = (("项目", "name"), ("行次", "line"), ("金额", "amount"))


def table_1() -> Table:
    """收入支出决算总表: two halves side by side."""
    top = head(th("收入", colspan=3), th("支出", colspan=3))
    names = head(*(th(*pair) for _ in "收支" for pair in _HALF))
    body = tuple(_balance_row(*row) for row in BALANCE)
    notes = ("本表反映部门本年度的总收支和年末结转结余情况。", "金额换算单位时可能有尾数误差。")
    return Table("T1", "收入支出决算总表", "公开01表", WHO, UNIT, (top, names), body, notes)


def _balance_row(left: str, line: str, taken: str, right: str, line2: str, spent: str) -> Row:
    total = left.endswith(("合计", "总计"))
    second = amount(spent, f"T1.行{line2}") if spent else Cell("", "blank")
    cells = (
        Cell(left, "name", "row"),
        Cell(line, "line"),
        amount(taken, f"T1.行{line}"),
        Cell(right, "name", "row") if right else Cell("", "blank"),
        Cell(line2, "line"),
        second,
    )
    return Row(cells, "total" if total else "leaf")


def table_5() -> Table:
    """一般公共预算财政拨款支出决算表: 类, 款 and 项."""
    group = head(th("科目编码", "code", rowspan=2), th("科目名称", "name", rowspan=2), th("本年支出", colspan=3))
    columns = head(th("小计", "amount"), th("基本支出", "amount"), th("项目支出", "amount"))
    total = Row(
        (
            Cell("合计", "name", "row", colspan=2),
            amount("544.55", "T5.合计.小计"),
            amount("200.24", "T5.合计.基本支出"),
            amount("344.31", "T5.合计.项目支出"),
        ),
        "total",
    )
    body = (total, *(_item(*row) for row in EXPENDITURE))
    notes = ("本表反映部门本年度一般公共预算财政拨款支出情况。",)
    return Table(
        "T5", "一般公共预算财政拨款支出决算表", "公开05表", WHO, UNIT, (group, columns, index(1, 4, 2)), body, notes
    )


def _item(code: str, name: str, *amounts: str) -> Row:
    columns = ("小计", "基本支出", "项目支出")
    figures = (amount(text, f"T5.{code}.{column}") for text, column in zip(amounts, columns, strict=True))
    level = _code_level(code)
    return Row((Cell(code, "code"), Cell(name, "name", "row", level=level), *figures), _kind(code))


def table_6() -> Table:
    """一般公共预算财政拨款基本支出决算明细表: three groups side by side."""
    groups = head(th("人员经费", colspan=3), th("公用经费", colspan=6))
    columns = head(*(th(*pair) for _ in range(3) for pair in _TRIPLE))
    depth = max(len(STAFF), len(OFFICE), len(CAPITAL))
    body = tuple(Row(tuple(_triples(line))) for line in range(depth))
    total = Row(
        (
            Cell("人员经费合计", "name", "row", colspan=2),
            amount("184.20", "T6.人员经费合计"),
            Cell("公用经费合计", "name", "row", colspan=5),
            amount("16.04", "T6.公用经费合计"),
        ),
        "total",
    )
    notes = ("本表反映部门本年度一般公共预算财政拨款基本支出明细情况。",)
    title = "一般公共预算财政拨款基本支出决算明细表"
    return Table("T6", title, "公开06表", WHO, UNIT, (groups, columns), (*body, total), notes, wide=True)


_TRIPLE: tuple[tuple[str, CellKind], ...] = (("科目编码", "code"), ("科目名称", "name"), ("决算数", "amount"))


def _triples(line: int) -> Iterable[Cell]:
    for group in (STAFF, OFFICE, CAPITAL):
        if line < len(group):
            code, name, text = group[line]
            level = 0 if len(code) == 3 else 1
            yield from (Cell(code, "code"), Cell(name, "name", "row", level=level), amount(text, f"T6.{code}"))
        else:
            yield from (Cell("", "blank"),) * 3


def table_7() -> Table:
    """政府性基金: a table without figures is published with its note."""
    top = head(
        th("科目编码", "code", rowspan=2),
        th("科目名称", "name", rowspan=2),
        th("年初结转和结余", "amount", rowspan=2),
        th("本年收入", "amount", rowspan=2),
        th("本年支出", colspan=3),
        th("年末结转和结余", "amount", rowspan=2),
    )
    columns = head(th("小计", "amount"), th("基本支出", "amount"), th("项目支出", "amount"))
    total = Row((Cell("合计", "name", "row", colspan=2), *(amount("0.00") for _ in range(6))), "total")
    note = "本部门没有政府性基金预算财政拨款收入，也没有使用政府性基金预算财政拨款安排的支出，本表无数据。"
    title = "政府性基金预算财政拨款收入支出决算表"
    return Table(
        "T7", title, "公开07表", WHO, UNIT, (top, columns), (total,), status="空表", status_note=note, wide=True
    )


def table_9() -> Table:
    """“三公”经费: one row, twelve columns, three levels of heads."""
    car = (th("小计", "amount"), th("公务用车购置费", "amount"), th("公务用车运行维护费", "amount"))
    side = (
        th("合计", "amount", rowspan=2),
        th("因公出国（境）费", "amount", rowspan=2),
        th("公务用车购置及运行维护费", colspan=3),
        th("公务接待费", "amount", rowspan=2),
    )
    heads = (head(th("预算数", colspan=6), th("决算数", colspan=6)), head(*side, *side), head(*car, *car))
    numbers = Row(tuple(amount(str(number)) for number in range(1, 13)), "index")
    budget = ("0.27", "0.00", "0.00", "0.00", "0.00", "0.27")
    final = ("0.12", "0.00", "—", "不适用", "0.00", "0.12")
    spoken = {"—": "未填"}
    row = Row(
        (
            *(amount(text, f"T9.预算.{place}") for place, text in enumerate(budget)),
            *(amount(text, f"T9.决算.{place}", spoken.get(text, "")) for place, text in enumerate(final)),
        )
    )
    notes = ("本表反映部门本年度财政拨款“三公”经费支出预决算情况。预算数是按规定程序调整后的全年预算数。",)
    title = "财政拨款“三公”经费支出决算表"
    return Table("T9", title, "公开09表", WHO, UNIT, (*heads, numbers), (row,), notes, wide=True)


def chart_change() -> Chart:
    """Two years of income and expenditure."""
    now = Datum("2021年度", Decimal("544.55"), "544.55", "T1.总计")
    then = Datum("2020年度", Decimal("467.72"), "467.72", "T1.总计:上年")
    head_ = Head("C1", "图1", "收、支总计比上年增长16.43%，主要是补充保险和人员经费", "收、支决算总计变动情况")
    return paired_bars(head_, [Pair(now, then, "增加76.83万元，增长16.43%")])


def chart_structure() -> Chart:
    """支出 by function in one bar."""
    parts = (("卫生健康", "507.21", "93.14%"), ("住房保障", "27.11", "4.98%"), ("社会保障和就业", "10.23", "1.88%"))
    data = [Datum(name, Decimal(text), text, f"T5.{name}", share) for name, text, share in parts]
    return share_bar(Head("C2", "图2", "九成以上的支出用在卫生健康", "支出决算结构"), data)
