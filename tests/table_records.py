"""Small records for tests of the rules over the tables, and what a rule finds wrong in them."""

from __future__ import annotations

from generator.rules.cases import trial
from generator.rules.model import Case, Rule
from generator.rules.run import judge
from tests.builders import catalog

RULES = catalog().rules
ABROAD, CAR, BUY, HOST = "因公出国（境）费", "公务用车运行维护费", "公务用车购置费", "公务接待费"


def failing(rule: Rule, case: Case) -> list[str]:
    """The cell of everything a rule finds wrong in a case."""
    tried = trial(case, rule, catalog())
    verdict = judge({rule.id: rule}, tried.account, tried.bench)
    return [one.spot for one in verdict.findings if one.outcome == "不通过"]


def case_of(text: str, **units: str) -> Case:
    return Case.model_construct(text=text, prior="", units=units, line=0, column=0)


def part(table: str, *rows: str) -> str:
    return f"  {table}:\n    行:\n" + "".join(f"      {row}\n" for row in rows)


def cost(item: str, value: str) -> str:
    return part("T9", f"- {{行: {item}, 决算数: {value}}}")
