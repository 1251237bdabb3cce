"""原因：说明里印出的增减和预决算差异，都要写明原因。

Which differences a record prints follows from its profile: the same sections and sentences are walked that the page is written from.
In an 存档 a difference is there where the document prints it; a missing reason is then a lack of the document, not an error of ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator import narrative as story
from generator.accounts import Account
from generator.amounts import AmountError, parse_amount
from generator.catalog import SectionPlan
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
CAR = ("公务用车购置及运行维护费", "公务用车购置费", "公务用车运行维护费")
THREE = re.compile(r"T9\.(.+)\.决算数")
COMPLETION = re.compile(r"(T9\.(.+)\.决算数)/(T9\.\2\.预算数)")
DEPTH = 8


@dataclass(frozen=True, slots=True)
class Gap:
    """A difference that is printed where a reason may follow: of which figure, against last year or against `budget`."""

    measure: str
    budget: str
    mark: Mark
    said: str

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
            yield from voice.passed(RULE, gap.mark)
        else:
            level: Severity | None = "警告" if account.filed.archive else None
            yield from voice.failed(RULE, gap.mark, f"{gap.said}，没有写原因", level=level)


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
    for part in teller.profile.parts:
        yield from _sections(teller, part.sections, "")


def _sections(teller: Teller, plans: Iterable[SectionPlan], parent: str) -> Iterator[Gap]:
    for plan in plans:
        place = plan.place or parent + plan.number.rstrip("、.．")
        template = teller.catalog.narratives.get(plan.narrative)
        here = teller.at(place)
        for block in template.blocks if template and _may_explain(template.blocks) else ():
            yield from _block(here, block)
        yield from _sections(teller, plan.sections, place)


def _may_explain(blocks: tuple[dict[str, Any], ...]) -> bool:
    return f"{{{REASON} " in str(blocks)


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
    yield from _group(teller, clauses)
    for sentence in listed:
        if isinstance(sentence, Mapping):
            yield from _conditional(teller, sentence)
        elif not isinstance(sentence, str):
            yield from _sentences(teller, sentence)


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
        if slot.verb == CHANGE and slot.args[0] in wanted and _is_said(teller, clauses):
            yield from _changed(teller, slot.args[0])
        if slot.verb == COMPARISON and slot.args[0] in wanted:
            yield from _apart(teller, *slot.args[:2])


def _slots(teller: Teller, clause: str) -> Iterator[Slot]:
    for token in tokens(clause):
        if isinstance(token, Slot):
            yield Slot(token.verb, tuple(arg.replace("$", teller.loop[0]) for arg in token.args))


def _is_said(teller: Teller, clauses: list[str]) -> bool:
    return bool(story.tell(teller, clauses[:1]))


def _changed(teller: Teller, measure: str) -> Iterator[Gap]:
    """A change from last year that is printed as one."""
    if teller.archive:
        statement = teller.statements.get((teller.place, f"{measure}:增减额"))
        if statement is not None and _number(statement):
            said = f"{teller.place}：比上年{statement.word or '变动'}{statement.printed}"
            yield Gap(measure, "", _mark(statement, measure), said)
        return
    now, then = teller.figures.measure(measure), teller.figures.value(f"{measure}:上年")
    if now is None or now.value is None or then is None or teller.record.first_year:
        return
    change = now.value - then
    if change and not (now.unit == "金额" and vanishing(change)):
        said = f"{story.spoken(measure)}比上年{'增加' if change > 0 else '减少'}{shown(abs(change), now.unit)}"
        yield Gap(measure, "", _anchor(teller, measure), said)


def _apart(teller: Teller, measure: str, budget: str) -> Iterator[Gap]:
    """A figure that differs from its budget, both printed."""
    done, planned = teller.figures.measure(measure), teller.figures.measure(budget)
    if done is None or planned is None or done.value is None or planned.value is None:
        return
    printed = teller.statements.get((teller.place, measure)), teller.statements.get((teller.place, budget))
    if teller.archive and None in printed:
        return
    gap = done.value - planned.value
    if gap and not vanishing(gap):
        said = f"{story.spoken(measure)}{shown(done.value)}，{'大于' if gap > 0 else '小于'}预算{shown(planned.value)}"
        mark = _mark(printed[0], measure) if teller.archive and printed[0] else _anchor(teller, measure)
        yield Gap(measure, budget, mark, said)


def _completions(account: Account) -> Iterator[Gap]:
    """Completion rates of the 三公 table that a document prints without its budget figures."""
    for statement in account.filed.record.statements:
        found = COMPLETION.fullmatch(statement.measure or "")
        budget = account.figures.measure(found[3]) if found else None
        if found is None or budget is not None or _number(statement) in {None, 0, 100}:
            continue
        said = f"{statement.place}：{found[2]}只占预算的{statement.printed}"
        over = f"{statement.place}：{found[2]}是预算的{statement.printed}"
        mark = _mark(statement, statement.measure or "")
        yield Gap(found[1], found[3], mark, over if (_number(statement) or 0) > 100 else said)


def _number(statement: Statement) -> Any:  # noqa: ANN401 - a Decimal, or None for what is no number
    value = parse_amount(str(statement.printed).replace(",", "").removesuffix("%"), 6)
    return None if isinstance(value, AmountError) else value


def _mark(statement: Statement, measure: str) -> Mark:
    return at_text(statement.printed, measure, f"{statement.place}#{statement.measure}")


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
