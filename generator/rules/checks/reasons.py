"""原因：说明里印出的增减和预决算差异，都要写明原因。

Which differences a record prints follows from its profile: the same sections and sentences are walked that the page is written from.
In an 存档 a difference is there where the document prints it; a missing reason is then a lack of the document, not an error of ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from generator import narrative as story
from generator.accounts import Account
from generator.amounts import AmountError, parse_amount
from generator.catalog import Catalog, Profile, SectionPlan
from generator.findings import Severity
from generator.model import Statement
from generator.narrative import Teller
from generator.rules.engine import Judged
from generator.rules.model import Rule
from generator.rules.registry import Bench
from generator.rules.telling import Mark, Voice, at_text, reasoned, shown
from generator.sentence import Slot, tokens
from generator.wording import vanishing

CHANGE, COMPARISON, REASON = "变动", "大小", "原因"
RULE = "C88"
SLOT = f"{{{REASON} "
CAR = ("公务用车购置及运行维护费", "公务用车购置费", "公务用车运行维护费")
THREE = re.compile(r"T9\.(.+)\.决算数")
COMPLETION = re.compile(r"(T9\.(.+)\.决算数)/(T9\.\2\.预算数)")
DEPTH = 8
ROUNDING = Decimal(200)
"""Twice the last digit of an amount kept in 万元, in 元."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A difference that is printed where a reason may follow: of which figure, against last year or against `budget`."""

    measure: str
    budget: str = ""
    statement: Statement | None = None
    """Where a document prints it."""

    @property
    def against(self) -> str:
        """What the reason compares with."""
        return "预算" if self.budget else "上年"


def check(rules: Mapping[str, Rule], account: Account, bench: Bench) -> Iterator[Judged]:
    """C88 on one record: every printed difference once."""
    voice = Voice(account, rules)
    record = account.filed.record
    teller = Teller(record, account.figures, bench.store.catalog, account.profile, account.words, story.index(record))
    gaps = [*_told(teller), *(_completions(account) if account.filed.archive else ())]
    seen: set[tuple[str, str]] = set()
    for gap in gaps:
        if (gap.measure, gap.against) in seen or _overspent(account, gap):
            continue
        seen.add((gap.measure, gap.against))
        if _has_reason(account, gap):
            yield from voice.passed(RULE)
        else:
            level: Severity | None = "警告" if account.filed.archive else None
            yield from voice.failed(RULE, _mark(teller, gap), f"{_said(teller, gap)}，没有写原因", level=level)


def _overspent(account: Account, gap: Gap) -> bool:
    """Spending above the budget of the 三公 table is C76's."""
    if not gap.budget or not gap.measure.startswith("T9."):
        return False
    done, budget = account.figures.value(gap.measure), account.figures.value(gap.budget)
    return done is not None and budget is not None and done > budget


def _has_reason(account: Account, gap: Gap) -> bool:
    names = _explaining(account, gap.measure)
    return any(
        reason.measure in names and (reason.against == "上年") == (gap.against == "上年") and reasoned(reason.text)
        for reason in account.filed.record.reasons
    )


def _explaining(account: Account, measure: str) -> frozenset[str]:
    """Figures whose reason explains this one: itself; in an 存档 also those above and below it in the 三公 table."""
    found = THREE.fullmatch(measure)
    if found is None or not account.filed.archive:
        return frozenset({measure})
    items = account.figures.catalog.tables["T9"].rows
    names = [row.name for row in items] if found[1] == "合计" else CAR if found[1] in CAR else [found[1]]
    return frozenset(f"T9.{name}.决算数" for name in names)


# what is printed -----------------------------------------------------------------------------------------------------


def _told(teller: Teller) -> Iterator[Gap]:
    here: Teller | None = None
    for place, block in _blocks(teller):
        if here is None or here.place != place:
            here = teller.at(place)
        yield from _block(here, block)


Places = tuple[tuple[str, Mapping[str, Any]], ...]
_KNOWN: dict[int, tuple[Profile, Places]] = {}
"""By identity of the profile, which is kept, so that no other has its number: the same for every record of a profile."""


def _blocks(teller: Teller) -> Places:
    """Every block of the profile in which a reason is told, with its place."""
    known = _KNOWN.get(id(teller.profile))
    if known is None:
        found = (one for part in teller.profile.parts for one in _sections(teller.catalog, part.sections, ""))
        known = _KNOWN[id(teller.profile)] = (teller.profile, tuple(found))
    return known[1]


def _sections(catalog: Catalog, plans: Iterable[SectionPlan], parent: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for plan in plans:
        place = plan.place or parent + plan.number.rstrip("、.．")
        template = catalog.narratives.get(plan.narrative)
        yield from ((place, block) for block in (template.blocks if template else ()) if _explains(block))
        yield from _sections(catalog, plan.sections, place)


def _explains(sentence: Any) -> bool:  # noqa: ANN401 - a block, a group, a mapping or a text, as in narrative
    """Whether a reason is told anywhere in it."""
    if isinstance(sentence, str):
        return SLOT in sentence
    parts = sentence.values() if isinstance(sentence, Mapping) else sentence
    return any(_explains(part) for part in parts)


def _block(teller: Teller, block: Mapping[str, Any]) -> Iterator[Gap]:
    if "段" in block:
        yield from _sentences(teller, block["段"])
    for name in ("列", "分节"):
        for item in story.items(teller, block[name]["每"]) if name in block else ():
            yield from _sentences(teller.turn(item), block[name]["句"])


def _sentences(teller: Teller, sentences: Any) -> Iterator[Gap]:  # noqa: ANN401 - text, a group or a mapping, as in narrative
    """Every group of clauses in which a reason may follow a difference."""
    listed = [sentences] if isinstance(sentences, str) else sentences
    clauses = [one for one in listed if isinstance(one, str)]
    if any(SLOT in clause for clause in clauses):
        yield from _group(teller, clauses)
    for sentence in listed:
        if isinstance(sentence, str) or not _explains(sentence):
            continue
        yield from _conditional(teller, sentence) if isinstance(sentence, Mapping) else _sentences(teller, sentence)


def _conditional(teller: Teller, sentence: Mapping[str, Any]) -> Iterator[Gap]:
    if "若" in sentence and not story.holds(teller, str(sentence["若"])):
        return
    if "每" not in sentence:
        yield from _sentences(teller, sentence["句"])
        return
    for item in story.items(teller, sentence["每"]):
        inner = teller.turn(item)
        if "仅当" not in sentence or story.holds(inner, str(sentence["仅当"])):
            yield from _sentences(inner, sentence["句"])


def _group(teller: Teller, clauses: list[str]) -> Iterator[Gap]:
    """The differences of a group whose reasons stand in it too, if the group is said at all."""
    slots = [slot for clause in clauses for slot in _slots(teller, clause)]
    wanted = {slot.args[0]: slot.args[1:] for slot in slots if slot.verb == REASON}
    for slot in slots:
        if slot.verb == CHANGE and slot.args[0] in wanted:
            changes = tuple(_changed(teller, slot.args[0]))
            yield from changes if changes and _is_said(teller, clauses) else ()
        if slot.verb == COMPARISON and slot.args[0] in wanted:
            yield from _apart(teller, *slot.args[:2])


def _slots(teller: Teller, clause: str) -> Iterator[Slot]:
    key = teller.loop[0]
    for slot in _verbs(clause):
        yield Slot(slot.verb, tuple(arg.replace("$", key) for arg in slot.args)) if key else slot


@cache
def _verbs(clause: str) -> tuple[Slot, ...]:
    """The slots of a clause that say a change, a comparison or its reason."""
    found = (token for token in tokens(clause) if isinstance(token, Slot))
    return tuple(slot for slot in found if slot.verb in {CHANGE, COMPARISON, REASON})


def _is_said(teller: Teller, clauses: list[str]) -> bool:
    return bool(story.tell(teller, clauses[:1]))


def _changed(teller: Teller, measure: str) -> Iterator[Gap]:
    """A change from last year that is printed as one."""
    if teller.archive:
        statement = teller.statements.get((teller.place, f"{measure}:增减额"))
        if statement is not None and _number(statement):
            yield Gap(measure, statement=statement)
        return
    now, then = teller.figures.measure(measure), teller.figures.value(f"{measure}:上年")
    if now is None or now.value is None or then is None or teller.record.first_year:
        return
    change = now.value - then
    if change and not (now.unit == "金额" and _slight(teller, change)):
        yield Gap(measure)


def _apart(teller: Teller, measure: str, budget: str) -> Iterator[Gap]:
    """A figure that differs from its budget, both printed."""
    done, planned = teller.figures.value(measure), teller.figures.value(budget)
    printed = teller.statements.get((teller.place, measure)), teller.statements.get((teller.place, budget))
    if done is None or planned is None or (teller.archive and None in printed) or _has_hole(teller, budget):
        return
    if done != planned and not _slight(teller, done - planned):
        yield Gap(measure, budget, printed[0] if teller.archive else None)


def _slight(teller: Teller, gap: Decimal) -> bool:
    """Whether a difference prints as nothing, or may be no more than the rounding of amounts kept in 万元."""
    return vanishing(gap) or (teller.record.unit == "万元" and abs(gap) <= ROUNDING)


def _has_hole(teller: Teller, measure: str) -> bool:
    """Whether it was added up over units of which one does not state it: such a sum is no budget to compare with."""
    figure = teller.figures.measure(measure)
    parts = teller.figures.parts if figure is not None and not figure.stated else ()
    return any(part.figures.measure(measure) is None for part in parts)


def _completions(account: Account) -> Iterator[Gap]:
    """Completion rates of the 三公 table that a document prints without its budget figures."""
    for statement in account.filed.record.statements:
        found = COMPLETION.fullmatch(statement.measure or "")
        budget = account.figures.measure(found[3]) if found else None
        if found is not None and budget is None and _number(statement) not in {None, 0, 100}:
            yield Gap(found[1], found[3], statement)


# how it is told ------------------------------------------------------------------------------------------------------


def _said(teller: Teller, gap: Gap) -> str:
    """The difference in words."""
    name, place = _name(teller, gap.measure), f"{gap.statement.place}：" if gap.statement else ""
    now, then = teller.figures.measure(gap.measure), teller.figures.value(gap.budget or f"{gap.measure}:上年")
    if gap.statement is not None and "/" in (gap.statement.measure or ""):
        return f"{place}{name}是预算的{gap.statement.printed}"
    if gap.statement is not None and not gap.budget:
        return f"{place}{name}比上年{gap.statement.word or '变动'}{gap.statement.printed}"
    if now is None or now.value is None or then is None:
        return f"{place}{name}"
    change = now.value - then
    if gap.budget:
        return f"{place}{name}{shown(now.value)}万元，{'大于' if change > 0 else '小于'}预算{shown(then)}万元"
    unit = "万元" if now.unit == "金额" else ""
    return f"{name}比上年{'增加' if change > 0 else '减少'}{shown(abs(change), now.unit)}{unit}"


def _name(teller: Teller, measure: str) -> str:
    row = (*measure.split("."), "")[1]
    return f"{story.code_name(teller, row)}（{row}）" if row.isdigit() else story.spoken(measure)


def _mark(teller: Teller, gap: Gap) -> Mark:
    if gap.statement is not None:
        return at_text(gap.statement.printed, gap.measure, f"{gap.statement.place}#{gap.statement.measure}")
    return _anchor(teller, gap.measure)


def _number(statement: Statement) -> Decimal | None:
    value = parse_amount(str(statement.printed).replace(",", "").removesuffix("%"), 6)
    return None if isinstance(value, AmountError) else value


def _anchor(teller: Teller, measure: str, depth: int = 0) -> Mark:
    """The typed figure behind a printed one: the first there is on the way down."""
    figure = teller.figures.measure(measure)
    if figure is not None and figure.stated:
        return Mark(measure, figure.line, figure.column, figure.text)
    for name in figure.operands if figure is not None and depth < DEPTH else ():
        below = _anchor(teller, name, depth + 1) if "#" not in name else Mark()
        if below.line:
            return Mark(measure, below.line, below.column)
    return Mark(measure)
