"""The arithmetic behind made-up records: who publishes, and flows of money in 分 (whole numbers), year by year."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace

from tests.synthetic_words import EVERY_FUND, EVERY_ITEM, INCOMES, INSURED, PERSONAL, WORKS, Work

Cells = dict[str, dict[str, int]]
"""Row → column → 分 (or a count); a table of one column has the column "" ."""

OFFICE, LIKE_OFFICE, INSTITUTION = "行政单位", "参照公务员法管理的事业单位", "公益一类事业单位"


@dataclass(frozen=True)
class Who:
    """A publisher: what stays the same over the years."""

    work: Work
    nature: str
    items: tuple[str, ...]
    funds: tuple[str, ...] = ()
    capital: tuple[str, ...] = ()
    incomes: tuple[str, ...] = ()
    """Kinds of income besides 财政拨款."""
    carries: bool = True
    """Whether money is carried over from year to year at all."""
    budgets: bool = True
    """Whether 年初预算 per 科目 is given."""
    cars: int = 1
    abroad: bool = False
    quiet: bool = False
    """No 三公 money at all."""
    scale: int = 1

    @property
    def institution(self) -> bool:
        """Whether it is an 事业单位 (参公 units keep the accounts of offices)."""
        return self.nature == INSTITUTION


def someone(rng: random.Random, items: int, nature: str | None = None, work: Work | None = None) -> Who:
    """A publisher with about so many 项."""
    work = work or rng.choice(WORKS)
    nature = nature or rng.choices((OFFICE, LIKE_OFFICE, INSTITUTION), (6, 1, 3))[0]
    main = work.service if nature == INSTITUTION else work.office
    wanted = [main, *rng.sample(PERSONAL, min(len(PERSONAL), max(1, items // 2))), *work.projects]
    more = [code for code in rng.sample(EVERY_ITEM, len(EVERY_ITEM)) if code not in wanted]
    codes = tuple(dict.fromkeys([*wanted, *more]))[:items] if items > 2 else (main, *work.projects)[:items]
    wealthy = items > 60
    return Who(
        work,
        nature,
        codes,
        funds=_some(rng, EVERY_FUND if wealthy else work.funds, 0.5, 9 if wealthy else 2),
        capital=_some(rng, work.capital, 0.6, 2),
        incomes=_incomes(rng, nature),
        carries=rng.random() < 0.8,
        budgets=rng.random() < 0.9,
        cars=rng.choice((0, 0, 1, 2, 3, 9)),
        abroad=rng.random() < 0.15,
        quiet=rng.random() < 0.1,
        scale=rng.choice((1, 1, 3, 20)),
    )


def _some(rng: random.Random, choices: tuple[str, ...], chance: float, most: int) -> tuple[str, ...]:
    if not choices or rng.random() > chance:
        return ()
    return tuple(sorted(rng.sample(choices, rng.randint(1, min(most, len(choices))))))


def _incomes(rng: random.Random, nature: str) -> tuple[str, ...]:
    if nature != INSTITUTION:
        return tuple(name for name in ("上级补助收入", "其他收入") if rng.random() < 0.3)
    return tuple(name for name in INCOMES if rng.random() < 0.45)


@dataclass
class Item:
    """One 项 in one budget: what came in, what went out, what is left."""

    begin: int = 0
    income: int = 0
    basic: int = 0
    project: int = 0
    budget: int = 0

    @property
    def out(self) -> int:
        return self.basic + self.project

    @property
    def end(self) -> int:
        return self.begin + self.income - self.out


@dataclass
class Flows:
    """All money of one publisher in one year."""

    general: dict[str, Item] = field(default_factory=dict)
    funds: dict[str, Item] = field(default_factory=dict)
    capital: dict[str, Item] = field(default_factory=dict)
    income: Cells = field(default_factory=dict)
    """项 → kind of other income → 分."""
    spent: Cells = field(default_factory=dict)
    """项 → kind of spending, out of other income → 分."""
    begin: int = 0
    used: int = 0
    """使用非财政拨款结余."""
    distributed: int = 0

    @property
    def end(self) -> int:
        """What is left of other income."""
        came = self.begin + self.used + _total(self.income)
        return came - _total(self.spent) - self.distributed


def _total(cells: Cells) -> int:
    return sum(value for row in cells.values() for value in row.values())


def money(rng: random.Random, low: int, high: int) -> int:
    """An amount in 分 between two amounts in 元: small ones as likely as large ones, often a round one."""
    value = int(low * 100 * (high / low) ** rng.random())
    step = rng.choice((1, 1, 1, 100, 10_000, 100_000))
    return value // step * step or value


def flows(rng: random.Random, who: Who, year: int, before: Flows | None) -> Flows:
    """One year: what was left last year is what this year begins with."""
    now = Flows()
    who = who if year >= 2020 else replace(who, capital=())  # that budget had no table of its own before
    for code in who.items:
        old = before.general.get(code) if before else None
        now.general[code] = _general(rng, who, code, old)
    for codes, target, last in (
        (who.funds, now.funds, before.funds if before else {}),
        (who.capital, now.capital, before.capital if before else {}),
    ):
        for code in codes:
            item = _project(rng, who, last[code].end if code in last else 0)
            if item.out or item.income or item.begin:
                target[code] = item
    _own(rng, who, now, before.end if before else 0)
    return now


def _general(rng: random.Random, who: Who, code: str, old: Item | None) -> Item:
    begin = old.end if old else 0
    personal = code in PERSONAL or code.startswith(INSURED)
    if code != who.items[0] and not personal:
        item = _project(rng, who, begin)
        if rng.random() < 0.1:
            item.basic = min(item.project, money(rng, 100, 20_000))
            item.project -= item.basic
    else:
        pay = money(rng, 2_000, 900_000 * who.scale) if rng.random() < 0.97 else 0
        item = Item(begin, max(0, pay - begin), basic=pay)
        if not personal and rng.random() < 0.3:
            item.project = money(rng, 1_000, 300_000)
            item.income += item.project
    if begin and rng.random() < 0.05:
        item = Item(begin, 0)
    item.budget = _budget(rng, item.out) if who.budgets else 0
    return item


def _project(rng: random.Random, who: Who, begin: int) -> Item:
    income = money(rng, 500, 2_000_000 * who.scale) if rng.random() < 0.9 else 0
    there = begin + income
    keeps = who.carries and rng.random() < 0.4
    spent = there * rng.randint(0, 99) // 100 if keeps else there
    return Item(begin, income, project=spent)


def _budget(rng: random.Random, spent: int) -> int:
    kind = rng.random()
    if kind < 0.3:
        return spent
    if kind < 0.4:
        return 0
    return spent * rng.randint(60, 140) // 100 // 100 * 100 if spent else money(rng, 1_000, 50_000)


def _own(rng: random.Random, who: Who, now: Flows, begin: int) -> None:
    """Income that is no 财政拨款, and what it is spent on."""
    now.begin = begin
    codes = [who.items[0], *rng.sample(who.items, min(2, len(who.items)))]
    for kind in who.incomes:
        for code in dict.fromkeys(codes[: rng.randint(1, 3)]):
            now.income.setdefault(code, {})[kind] = money(rng, 100, 400_000 * who.scale)
    there = begin + _total(now.income)
    if who.institution and rng.random() < 0.3:
        now.used = money(rng, 1_000, 200_000)
    share = rng.choice((0, 30, 70, 90, 100, 100)) if who.carries else 100
    left = (there + now.used) * share // 100
    for kind in _kinds_of_spending(rng, who):
        code = rng.choice(codes)
        part = left * rng.randint(5, 50) // 100
        row = now.spent.setdefault(code, {})
        row[kind] = row.get(kind, 0) + part
        left -= part
    if not who.carries or share == 100:
        row = now.spent.setdefault(codes[0], {})
        row["项目支出"] = row.get("项目支出", 0) + left
    if who.institution and now.end > 0 and rng.random() < 0.3:
        now.distributed = now.end // 3
    if not who.carries:
        now.distributed += now.end


def _kinds_of_spending(rng: random.Random, who: Who) -> list[str]:
    kinds = ["基本支出", "项目支出"]
    if who.institution:
        kinds += [kind for kind in ("上缴上级支出", "对附属单位补助支出") if rng.random() < 0.15]
        kinds += ["经营支出"] if "经营收入" in who.incomes else []
    return rng.sample(kinds, rng.randint(1, len(kinds)))


def granted(mother: Flows, child: Flows, code: str, amount: int) -> None:
    """内部往来: the own office passes on part of its other income to a unit, which spends it."""
    for book, kind in ((mother, "其他收入"), (child, "上级补助收入")):
        row = book.income.setdefault(code, {})
        row[kind] = row.get(kind, 0) + amount
        spent = book.spent.setdefault(code, {})
        spent["项目支出"] = spent.get("项目支出", 0) + amount
