"""The tables that follow from flows of money: what a department publishes, in 分 and counts."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from tests.synthetic_annexes import annexes, split, three
from tests.synthetic_flows import Cells, Flows, Who
from tests.synthetic_words import (
    ALSO_THREE,
    GROUPS,
    INCOMES,
    INSURED,
    PAID_IN,
    PUBLIC,
    SPENDINGS,
    STAFF,
    coded,
)


@dataclass
class Book:
    """All tables of one publisher in one year, in 分 and counts, codes as numbered in that year."""

    year: int
    who: Who
    tables: dict[str, Cells]
    flows: Flows
    fiscal: bool
    """Whether nothing but 财政拨款 was spent, so that T3 follows from T5, T7 and T8."""
    internal: tuple[tuple[str, int], ...] = ()
    """内部往来 taken out of a consolidated book: 项 and amount."""

    def at(self, table: str, row: str, column: str = "") -> int:
        """One figure; what is not there is nothing."""
        return self.tables.get(table, {}).get(row, {}).get(column, 0)


def rolled_up(leaves: Cells, columns: tuple[str, ...]) -> Cells:
    """With 合计, 类 and 款 rows, in the order of a published table."""
    rows: Cells = {"合计": dict.fromkeys(columns, 0)}
    for code in sorted(leaves):
        for key in ("合计", code[:3], code[:5], code):
            row = rows.setdefault(key, dict.fromkeys(columns, 0))
            for column in columns:
                row[column] += leaves[code].get(column, 0)
    return {key: rows[key] for key in ["合计", *sorted(key for key in rows if key != "合计")]}


def book(rng: random.Random, who: Who, year: int, now: Flows) -> Book:
    """The year's tables."""
    tables: dict[str, Cells] = {"T2": _t2(now, year), "T3": _t3(now, year), "T5": _t5(who, now, year)}
    tables["T7"] = _t7(now, year)
    tables["T8"] = _t8(now, year)
    tables["T4"] = _t4(now, tables, year)
    tables["T1"] = _t1(now, tables, year)
    tables |= three(rng, who, tables["T5"]["合计"]["小计"] // 8)
    tables["T6"] = _t6(rng, tables)
    tables |= annexes(rng, who, tables)
    own = any(value for row in now.spent.values() for value in row.values())
    return Book(year, who, tables, now, not own)


def _every_code(now: Flows) -> tuple[str, ...]:
    return tuple(sorted({*now.general, *now.funds, *now.capital, *now.income, *now.spent}))


def _t2(now: Flows, year: int) -> Cells:
    leaves: Cells = {}
    for code in _every_code(now):
        fiscal = sum(part[code].income for part in (now.general, now.funds, now.capital) if code in part)
        own = now.income.get(code, {})
        if fiscal or own:
            row = {"财政拨款收入": fiscal, **{kind: own.get(kind, 0) for kind in INCOMES}}
            leaves[coded(code, year)] = {"本年收入合计": sum(row.values()), **row}
    return rolled_up(leaves, ("本年收入合计", "财政拨款收入", *INCOMES))


def _t3(now: Flows, year: int) -> Cells:
    leaves: Cells = {}
    for code in _every_code(now):
        own = now.spent.get(code, {})
        row = {kind: own.get(kind, 0) for kind in SPENDINGS}
        for part in (now.general, now.funds, now.capital):
            if code in part:
                row["基本支出"] += part[code].basic
                row["项目支出"] += part[code].project
        leaves[coded(code, year)] = {"本年支出合计": sum(row.values()), **row}
    return rolled_up(leaves, ("本年支出合计", *SPENDINGS))


def _t5(who: Who, now: Flows, year: int) -> Cells:
    columns = ("小计", "基本支出", "项目支出", *(("年初预算",) if who.budgets else ()))
    leaves = {
        coded(code, year): {"小计": item.out, "基本支出": item.basic, "项目支出": item.project, "年初预算": item.budget}
        for code, item in now.general.items()
    }
    return rolled_up(leaves, columns)


def _t7(now: Flows, year: int) -> Cells:
    columns = ("年初结转和结余", "本年收入", "本年支出", "基本支出", "项目支出", "年末结转和结余")
    leaves = {
        coded(code, year): dict(
            zip(columns, (item.begin, item.income, item.out, item.basic, item.project, item.end), strict=True)
        )
        for code, item in now.funds.items()
    }
    return rolled_up(leaves, columns) if leaves else {}


def _t8(now: Flows, year: int) -> Cells:
    leaves = {
        coded(code, year): {"小计": item.out, "基本支出": item.basic, "项目支出": item.project}
        for code, item in now.capital.items()
        if item.out
    }
    return rolled_up(leaves, ("小计", "基本支出", "项目支出")) if leaves else {}


def _t4(now: Flows, tables: dict[str, Cells], year: int) -> Cells:
    parts = {"一般公共预算": now.general, "政府性基金": now.funds, "国有资本经营": now.capital}
    parts = dict(list(parts.items())[: 2 if year < 2020 else 3])

    def line(values: dict[str, int]) -> dict[str, int]:
        return {"合计": sum(values.values()), **values}

    def over(name: str) -> dict[str, int]:
        return line({key: sum(getattr(item, name) for item in part.values()) for key, part in parts.items()})

    income, begin, out, end = (over(name) for name in ("income", "begin", "out", "end"))
    rows = {"本年收入": income, "年初结转和结余": begin}
    rows["收入总计"] = {key: income[key] + begin[key] for key in income}
    for code in sorted(code for code in tables["T3"] if len(code) == 3):
        spent = {
            key: sum(item.out for one, item in part.items() if coded(one, year).startswith(code))
            for key, part in parts.items()
        }
        if any(spent.values()):
            rows[code] = line(spent)
    rows |= {"本年支出合计": out, "年末结转和结余": end}
    rows["支出总计"] = {key: out[key] + end[key] for key in out}
    return rows


def _t1(now: Flows, tables: dict[str, Cells], year: int) -> Cells:
    four = tables["T4"]
    value = {"一般公共预算财政拨款收入": four["本年收入"]["一般公共预算"]}
    value["政府性基金预算财政拨款收入"] = four["本年收入"]["政府性基金"]
    if year >= 2020:
        value["国有资本经营预算财政拨款收入"] = four["本年收入"]["国有资本经营"]
    value |= {kind: tables["T2"]["合计"][kind] for kind in INCOMES}
    value["本年收入合计"] = sum(value.values())
    value["使用非财政拨款结余"] = now.used
    value["年初结转和结余"] = four["年初结转和结余"]["合计"] + now.begin
    value["收入总计"] = value["本年收入合计"] + now.used + value["年初结转和结余"]
    value |= {code: row["本年支出合计"] for code, row in tables["T3"].items() if len(code) == 3}
    value["本年支出合计"] = tables["T3"]["合计"]["本年支出合计"]
    value["结余分配"] = now.distributed
    value["年末结转和结余"] = four["年末结转和结余"]["合计"] + now.end
    value["支出总计"] = value["本年支出合计"] + now.distributed + value["年末结转和结余"]
    return {row: {"": amount} for row, amount in value.items()}


def _t6(rng: random.Random, tables: dict[str, Cells]) -> Cells:
    """Basic spending by economic item; what also counts as 三公 stays below the 三公 figure."""
    whole = tables["T5"]["合计"]["基本支出"]
    values = _contributions(rng, tables["T5"])
    rest = whole - sum(values.values())
    public = rest * rng.choice((0, 5, 12, 30, 30, 60, 100)) // 100
    nine = tables["T9"]
    room = public
    for code, row in ALSO_THREE.items():
        share = nine[row]["决算数"] * rng.choice((0, 50, 100)) // 100 if row in nine else 0
        share = min(share, room)
        if share:
            values[code] = share
            room -= share
    for amount, codes in ((rest - public, STAFF), (room, PUBLIC)):
        chosen = rng.sample(codes, rng.randint(1, len(codes)))
        values |= {code: part for code, part in zip(chosen, split(rng, amount, len(chosen)), strict=True) if part}
    return _with_groups(values)


def _contributions(rng: random.Random, five: Cells) -> dict[str, int]:
    """What is paid into pension, annuity, insurance and housing fund stands under both classifications."""
    values = {eco: five[code]["基本支出"] for eco, code in PAID_IN.items() if five.get(code, {}).get("基本支出")}
    insured = five.get(INSURED, {}).get("基本支出", 0)
    extra = insured * rng.choice((0, 0, 30)) // 100
    values |= {eco: part for eco, part in (("30110", insured - extra), ("30111", extra)) if part}
    return values


def _with_groups(values: dict[str, int]) -> Cells:
    rows: Cells = {}
    for code in sorted(values):
        rows.setdefault(code[:3], {"": 0})[""] += values[code]
        rows[code] = {"": values[code]}
    for name, classes in GROUPS.items():
        rows[name] = {"": sum(rows.get(one, {"": 0})[""] for one in classes)}
    rows["合计"] = {"": sum(rows[name][""] for name in GROUPS)}
    return rows


# departments with units -------------------------------------------------------------------------------------------------


def consolidated(books: list[Book], internal: list[tuple[str, int]]) -> Book:
    """The department's book: own office and units added up, what they paid each other taken out."""
    tables: dict[str, Cells] = {}
    for one in books:
        for name, cells in one.tables.items():
            into = tables.setdefault(name, {})
            for row, values in cells.items():
                target = into.setdefault(row, {})
                for column, value in values.items():
                    target[column] = target.get(column, 0) + value
    year = books[0].year
    for code, amount in internal:
        _taken_out(tables, coded(code, year), amount)
    for name, cells in tables.items():
        tables[name] = _ordered(name, cells)
    who = replace(books[0].who, budgets="年初预算" in tables["T5"]["合计"])
    fiscal = all(one.fiscal for one in books)
    return Book(
        year, who, tables, books[0].flows, fiscal, tuple((coded(code, year), amount) for code, amount in internal)
    )


def _taken_out(tables: dict[str, Cells], code: str, amount: int) -> None:
    for row in ("合计", code[:3], code[:5], code):
        for table, columns in (("T2", ("本年收入合计", "上级补助收入")), ("T3", ("本年支出合计", "项目支出"))):
            for column in columns:
                tables[table][row][column] -= amount
    for row in ("上级补助收入", "本年收入合计", "收入总计", code[:3], "本年支出合计", "支出总计"):
        tables["T1"][row][""] -= amount


def _ordered(name: str, cells: Cells) -> Cells:
    """Rows as a published table has them: codes ascending, the rest where they were."""
    codes = sorted(row for row in cells if row.isdigit())
    if name in {"T2", "T3", "T5", "T7", "T8"}:
        return {row: cells[row] for row in (["合计"] if "合计" in cells else []) + codes}
    first = next((at for at, row in enumerate(cells) if row.isdigit()), 0)
    fixed = [row for row in cells if not row.isdigit()]
    before = [row for row in list(cells)[:first] if not row.isdigit()]
    return {row: cells[row] for row in [*before, *codes, *(row for row in fixed if row not in before)]}
