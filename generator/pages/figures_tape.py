"""算式带：一个数怎样由别的数一步一步得出，像计算器的纸带那样从上往下算。

Every formula of the tables and forms is one running total: start, add, take away, multiply, divide, cap. A typed figure has the tape
of the formula it should meet. What takes part is what `derive` says took part (`Figure.operands`); nothing is worked out here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Literal

from generator import formula as fx
from generator.derive import Figure, Figures
from generator.facts import address
from generator.pages.figures_walk import FORMS, SHARES
from generator.values import Value, replace

Sign = Literal["+", "-", "*", "/", "min", "max"]
SUMS = frozenset({"+", "-"})
HUNDRED = Decimal(100)
LAST = ":上年"
OF_PARTS = "各单位之和减内部往来"
BELOW = "下级科目之和"
OPPOSITE: Mapping[Sign, Sign] = {"+": "-", "-": "+"}


class Term(Value, frozen=True):
    """One step. `fact` is a measure of this record, or `benji#T5.208.小计` of a unit; a constant has none but its `value`."""

    sign: Sign
    fact: str = ""
    value: Decimal | None = None
    word: str = ""
    """What a constant is called: 内部往来, 资金分值."""


Plan = tuple[tuple[Sign, fx.Node], ...] | None
"""A formula as one running total of names and numbers; None where it is none."""
Find = Callable[[fx.Node], Sequence[str]]
"""The operands a name in a formula stands for; nothing where the figure is not known."""
POINTS = "资金分"


@dataclass(frozen=True, slots=True)
class Tapes:
    """Tapes of one record's figures.

    `forms` holds what the formulas of its indicator forms give, `points` how many points money has in each form.
    """

    figures: Figures
    forms: Mapping[str, Figure]
    points: Mapping[str, Decimal]

    def made(self, measure: str, figure: Figure | None) -> Figure | None:
        """The figure with its formula; for a typed one what its formula gives, None where it has none."""
        if figure is None or not figure.stated:
            return figure
        if measure in self.forms:
            return self.forms[measure]
        steps = measure.split(".")
        if steps[0] == SHARES and len(steps) > 3:
            inner = self._share(measure)
            return inner[0].made(inner[1], inner[0].figures.measure(inner[1])) if inner else None
        kind = self.figures.catalog.tables.get(steps[0])
        if kind is None or len(steps) not in {2, 3}:
            return None
        column = steps[2] if len(steps) == 3 else ""
        return self.figures._computed(kind, steps[1], column, measure, figure.unit)  # noqa: SLF001 - the one place that asks for the formula of a typed figure

    def terms(self, measure: str, figure: Figure | None) -> tuple[Term, ...]:
        """The tape of a figure as it is `made`; nothing where it has none."""
        if figure is None or not figure.operands or measure.endswith(LAST):
            return ()
        inner = self._share(measure)
        if inner is not None:
            prefix, (tapes, own) = measure.removesuffix(inner[1]), inner
            told = tapes.terms(own, replace(figure, address=own))
            return tuple(replace(term, fact=prefix + term.fact) if term.fact else term for term in told)
        if "/" in measure:
            top, base = figure.operands
            return Term("+", top), Term("/", base), Term("*", value=HUNDRED)
        return self._change(measure, figure) if ":" in measure else self._of_cell(measure, figure)

    def _share(self, measure: str) -> tuple[Tapes, str] | None:
        """A figure of a unit whose numbers stand inside this record, with the unit's own figures."""
        steps = measure.split(".")
        if (
            steps[0] != SHARES
            or len(steps) < 4
            or steps[1] not in self.figures.shares
            or "/" in measure
            or ":" in measure
        ):
            return None
        return Tapes(self.figures.shares[steps[1]], {}, {}), ".".join(steps[2:])

    def _change(self, measure: str, figure: Figure) -> tuple[Term, ...]:
        """The larger less the smaller, so that the tape never runs below zero; over last year for a rate."""
        if len(figure.operands) != 2:
            return ()
        now, then = figure.operands
        first, second = self.figures.value(now), self.figures.value(then)
        signed = measure.endswith(":增减")
        falls = first is not None and second is not None and first < second and not signed
        tape = (Term("+", then), Term("-", now)) if falls else (Term("+", now), Term("-", then))
        if not measure.endswith(":增减幅"):
            return tape
        # A rate is of the amount without its sign.
        return (*tape, Term("/", then), Term("*", value=HUNDRED)) if second is not None and second > 0 else ()

    def _of_cell(self, measure: str, figure: Figure) -> tuple[Term, ...]:
        if figure.formula == BELOW:
            return tuple(Term("+", name) for name in figure.operands)
        if figure.formula == OF_PARTS:
            between = self.figures.transfers.get(figure.address)
            less = (Term("-", value=between, word="内部往来"),) if between else ()
            return (*(Term("+", name) for name in figure.operands), *less)
        plan = _plan(figure.formula)
        if not plan:
            return ()
        if measure.startswith(f"{FORMS}."):
            return self._filled(plan, _in_form(figure), measure)
        if _adds_cells(figure.formula):
            return tuple(Term("+", name) for name in figure.operands)
        return self._filled(plan, self._in_table(figure), measure)

    def _filled(self, plan: Sequence[tuple[Sign, fx.Node]], find: Find, measure: str) -> tuple[Term, ...]:
        """A plan with figures; a sum goes on without what is not known, a product does not."""
        found: list[Term] = []
        for sign, node in plan:
            if isinstance(node, fx.Number):
                found.append(Term(sign, value=Decimal(node.value)))
            elif isinstance(node, fx.Name) and node.name == POINTS:
                found.append(Term(sign, value=self.points.get(measure.split(".")[1]), word="资金分值"))
            else:
                names = find(node)
                if sign not in SUMS and (len(names) != 1 or not found):
                    return ()
                found += [Term(sign, name) for name in names]
        return tuple(found)

    def _in_table(self, figure: Figure) -> Find:
        """Names of a table's formula as `derive` reads them: a column of this row, else a row of this table."""
        table, row, column = (*figure.address.split("."), "")[:3]
        kind = self.figures.catalog.tables[table]

        def place(node: fx.Node) -> str:
            if isinstance(node, fx.Ref):
                own_row, own_column = node.row == fx.SELF_ROW, node.column == "本列"
                return address(node.table, row if own_row else node.row, column if own_column else node.column)
            name = node.name if isinstance(node, fx.Name) else ""
            by_column = not kind.single and kind.column(name) is not None
            return address(table, row, name) if by_column else address(table, name, column)

        def find(node: fx.Node) -> Sequence[str]:
            if isinstance(node, fx.Call):
                wanted = f"{place(node.args[0])}:上年" if node.name == "上年" else ""
            else:
                wanted = place(node)
            return [name for name in figure.operands if name == wanted] if wanted else figure.operands

        return find


def _in_form(figure: Figure) -> Find:
    """Names of a form's formula: a column of this row, a row of this column, a cell, or a column of all indicators."""
    steps = figure.address.split(".")

    def find(node: fx.Node) -> Sequence[str]:
        match node:
            case fx.Name(name="其余"):
                return figure.operands
            case fx.Name(name=name):
                wanted = {".".join((*steps[:-1], name)), ".".join((*steps[:-2], name, steps[-1]))}
            case fx.Ref(table=table, row=row, column=""):
                return [one for one in figure.operands if _is_of(one, table, row)]
            case fx.Ref(table=table, row=row, column=column):
                wanted = {".".join((*steps[:2], table, row, column))}
            case _:
                return ()
        return [one for one in figure.operands if one in wanted]

    return find


def _is_of(name: str, table: str, column: str) -> bool:
    """Whether a cell is of the indicators' column: `绩效表.x.指标.3.得分`, `绩效表.x.目标组.1.2.得分`."""
    steps = name.split(".")
    return table == "指标" and steps[2] in {"指标", "目标组"} and steps[-1] == column


# plans ------------------------------------------------------------------------------------------------------------------


@cache
def _plan(formula: str) -> Plan:
    """A formula as one running total, worked out once for all cells that have it."""
    try:
        return _of(fx.parse(formula))
    except fx.FormulaError:
        return None


@cache
def _adds_cells(formula: str) -> bool:
    """Whether a formula adds up cells, each of them once and nothing else: then its operands are its tape."""
    plan = _plan(formula) or ()
    nodes = [node for sign, node in plan if sign == "+" and isinstance(node, fx.Name | fx.Ref)]
    return len(set(nodes)) == len(plan)


def _of(node: fx.Node) -> Plan:
    match node:
        case fx.Call(name="和", args=args):
            return _joined(tuple(_of(arg) for arg in args))
        case fx.Call(name="较小" | "较大" as name, args=(first, second)):
            return _capped(_of(first), _of(second), "min" if name == "较小" else "max")
        case fx.Binary(op="+" | "-" as op, left=left, right=right):
            return _joined((_of(left), _signed(_of(right), op)))
        case fx.Binary(op="*" | "/" as op, left=left, right=right):
            return _scaled(_of(left), _of(right), op)
    return (("+", node),)


def _sums(plan: Sequence[tuple[Sign, fx.Node]]) -> bool:
    return all(sign in SUMS for sign, _ in plan)


def _joined(plans: Sequence[Plan]) -> Plan:
    """One after the other; only sums may follow anything."""
    found: tuple[tuple[Sign, fx.Node], ...] = ()
    for plan in plans:
        if plan is None or (found and not _sums(plan)):
            return None
        found += plan
    return found


def _signed(plan: Plan, sign: Sign) -> Plan:
    """What is to be taken away."""
    if plan is None or sign == "+":
        return plan
    return tuple((OPPOSITE[sign], node) for sign, node in plan) if _sums(plan) else None


def _scaled(left: Plan, right: Plan, sign: Sign) -> Plan:
    return (*left, (sign, right[0][1])) if left and right and len(right) == 1 else None


def _capped(first: Plan, second: Plan, sign: Sign) -> Plan:
    """The longer of two is worked out, the other one is the limit."""
    if not first or not second:
        return None
    short, long = sorted((first, second), key=len)
    return (*long, (sign, short[0][1])) if len(short) == 1 else None
