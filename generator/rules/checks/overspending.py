"""“三公”经费超预算：决算数大于预算数的项目，写了对预算的原因。"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.accounts import Account
from generator.derive import Figure
from generator.findings import Outcome
from generator.rules.engine import Judged, said
from generator.rules.model import Rule
from generator.rules.registry import Bench

TOTAL, CARS = "合计", "公务用车购置及运行维护费"
ABOVE = {
    "因公出国（境）费": (TOTAL,),
    "公务用车购置费": (CARS, TOTAL),
    "公务用车运行维护费": (CARS, TOTAL),
    CARS: (TOTAL,),
    "公务接待费": (TOTAL,),
}
"""The items, before the sums they stand in: a reason for the sum speaks for its item, and one for an item for the sum."""

AGAINST = frozenset({"年初预算", "全年预算"})


def check(rules: Mapping[str, Rule], account: Account, bench: Bench) -> Iterator[Judged]:
    """Every item of T9; a sum speaks only where none of its items is over budget itself."""
    _ = bench
    told = {one.measure for one in account.filed.record.reasons if one.against in AGAINST and one.text.strip()}
    for rule in rules.values():
        over: set[str] = set()
        for item in (*ABOVE, TOTAL):
            budget, final = (account.figures.measure(f"T9.{item}.{column}") for column in ("预算数", "决算数"))
            outcome, why = judge(item, budget, final, told)
            if outcome == "不通过":
                over.update(ABOVE.get(item, ()))
            if item in over:
                outcome, why = "不适用", f"{item}里已有超过预算的项目"
            at = (final.line, final.column) if final else (0, 0)
            yield said(rule, account, f"T9.{item}.决算数", outcome, why, at=at)


def judge(item: str, budget: Figure | None, final: Figure | None, told: set[str]) -> tuple[Outcome, str]:
    """Whether an item stayed within its budget or says why not."""
    if budget is None or final is None or budget.value is None or final.value is None:
        return "未查", f"{item}没有填预算数或决算数"
    if final.value <= budget.value:
        return "不适用", f"{item}没有超过预算"
    if any({f"T9.{one}", f"T9.{one}.决算数"} & told for one in family(item)):
        return "通过", f"{item}超过预算，写了原因"
    return "不通过", f"{item}没有写原因"


def family(item: str) -> tuple[str, ...]:
    """The item, the sums above it and the items below it."""
    below = tuple(one for one, sums in ABOVE.items() if item in sums)
    return (item, *ABOVE.get(item, ()), *below)
