"""资金和科目相配：一般公共预算、政府性基金预算、国有资本经营预算的支出各用各的科目。

Which budget a 科目 belongs to is data of the code list (预算). Only the lowest rows are judged: classes such as 208 and 229 have
科目 of two budgets below them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.accounts import Account
from generator.catalog import Code
from generator.facts import TableFacts
from generator.findings import Outcome
from generator.rules.engine import Judged, said
from generator.rules.model import Rule
from generator.rules.registry import Bench

GENERAL, FUND, CAPITAL = "一般公共预算", "政府性基金预算", "国有资本经营预算"
OF_TABLE = {"T5": GENERAL, "T7": FUND, "T8": CAPITAL}
OF_COLUMN = {"一般公共预算": GENERAL, "政府性基金": FUND, "国有资本经营": CAPITAL}

Verdict = tuple[Outcome, str]


def check(rules: Mapping[str, Rule], account: Account, bench: Bench) -> Iterator[Judged]:
    """Every lowest row of T5, T7 and T8 that has an amount, and every class amount typed in T4."""
    _ = bench
    listed = account.figures.catalog.codes("功能科目", account.figures.year)
    for rule in rules.values():
        for table, facts in account.figures.tables.items():
            if table in OF_TABLE:
                yield from _rows(rule, account, facts, listed)
            elif table == "T4":
                yield from _classes(rule, account, facts, listed)


def _rows(rule: Rule, account: Account, facts: TableFacts, listed: Mapping[str, Code]) -> Iterator[Judged]:
    rich = {key for (key, _), fact in facts.cells.items() if fact.value}
    for row in facts.rows:
        if row.key in rich and row.key.isdigit() and not account.figures.children(facts.kind, row.key):
            outcome, why = judge(row.key, OF_TABLE[facts.kind], listed)
            yield said(rule, account, f"{facts.kind}.{row.key}", outcome, why, at=(row.line, row.column))


def _classes(rule: Rule, account: Account, facts: TableFacts, listed: Mapping[str, Code]) -> Iterator[Judged]:
    for (row, column), fact in facts.cells.items():
        if row.isdigit() and fact.value and column in OF_COLUMN:
            outcome, why = judge(row, OF_COLUMN[column], listed)
            yield said(rule, account, fact.address, outcome, why, at=(fact.line, fact.column))


def judge(code: str, wanted: str, listed: Mapping[str, Code]) -> Verdict:
    """Whether a 科目 may stand where money of the wanted budget is spent."""
    if code not in listed:
        return "未查", f"科目表里没有{code}"
    budget = budget_of(code, listed)
    if budget == wanted:
        return "通过", f"{code}属于{budget}"
    if len(code) == 3 and budget == GENERAL and wanted == FUND:
        return "未查", f"{code}类下兼有两种预算的科目，没有列到款、项"
    return "不通过", f"{code}在科目表里属于{budget}，这里应是{wanted}的科目"


def budget_of(code: str, listed: Mapping[str, Code]) -> str:
    """The budget of a 科目: its own, else that of the 款 or 类 above it."""
    steps = (listed[code[:size]].budget for size in (7, 5, 3) if len(code) >= size and code[:size] in listed)
    return next((budget for budget in steps if budget != GENERAL), GENERAL)
