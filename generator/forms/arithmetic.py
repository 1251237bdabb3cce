"""计分的算式：表式里写的公式怎么算。An unknown operand makes the result unknown: no score is ever half a score."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from generator import formula as fx

if TYPE_CHECKING:
    from collections.abc import Callable

Result = tuple[Decimal | None, tuple[str, ...]]
"""Value and the addresses that took part."""

UNKNOWN: Result = (None, ())
FUNCTIONS = frozenset({"和", "较大", "较小"})


def evaluate(node: fx.Node, find: Callable[[fx.Name | fx.Ref], Result], *, lenient: bool = False) -> Result:
    """Work out a formula; `find` gives the named figures. `lenient`: in sums, what is not there counts as nothing."""
    if isinstance(node, fx.Number):
        return Decimal(node.value), ()
    if isinstance(node, fx.Name | fx.Ref):
        return find(node)
    terms = node.args if isinstance(node, fx.Call) else (node.left, node.right)
    results = [evaluate(term, find, lenient=lenient) for term in terms]
    verb = node.name if isinstance(node, fx.Call) else node.op
    known = [value for value, _ in results if value is not None]
    operands = tuple(dict.fromkeys(name for _, names in results for name in names))
    if not known or (len(known) < len(results) and not (lenient and verb in {"+", "和"})):
        return UNKNOWN
    value = _apply(verb, known)
    return UNKNOWN if value is None else (value, operands)


def _apply(verb: str, values: list[Decimal]) -> Decimal | None:
    if verb in {"和", "+"}:
        return sum(values, Decimal(0))
    if verb in {"较大", "较小"}:
        return max(values) if verb == "较大" else min(values)
    if len(values) != 2:
        return None
    first, second = values
    if verb == "-":
        return first - second
    if verb == "*":
        return first * second
    return first / second if verb == "/" and second else None


def names_in(node: fx.Node) -> tuple[fx.Name | fx.Ref, ...]:
    """Every name a formula uses."""
    if isinstance(node, fx.Name | fx.Ref):
        return (node,)
    if isinstance(node, fx.Number):
        return ()
    terms = node.args if isinstance(node, fx.Call) else (node.left, node.right)
    return tuple(name for term in terms for name in names_in(term))


def calls_in(node: fx.Node) -> tuple[str, ...]:
    """Every function a formula calls."""
    if isinstance(node, fx.Call):
        return (node.name, *(name for term in node.args for name in calls_in(term)))
    if isinstance(node, fx.Binary):
        return (*calls_in(node.left), *calls_in(node.right))
    return ()
