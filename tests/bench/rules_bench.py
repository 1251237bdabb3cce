"""CPU time of the rules on made-up records: per record of several kinds, by part, with the number of records, and where something broke.

`make bench` prints the figures. A busy machine inflates them; the time of a million empty loop turns, printed first, tells by how much.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import chain

import pytest

from generator.accounts import Account, derive
from generator.rules.engine import closely
from generator.rules.linear import Expander
from generator.rules.quick import Quick
from generator.rules.registry import Bench
from generator.rules.relation import parse_relation
from generator.store import Store
from tests.filing import ready, store_of, verdict_of
from tests.slipping import Score, Whole, judged, slips
from tests.synthetic import department
from tests.synthetic_text import Stated, Unit

pytestmark = pytest.mark.bench

REPEATS = 5
KINDS: dict[str, tuple[Unit, Stated, int | str]] = {
    "元，控制数齐全": ("元", "full", "normal"),
    "元，约40 kB": ("元", "full", 24),
    "元，150项": ("元", "full", "long"),
    "元，只填项": ("元", "items", "normal"),
    "万元，控制数齐全": ("万元", "full", "normal"),
    "万元，只填项": ("万元", "items", "normal"),
}


def stores(unit: Unit, stated: Stated, size: int | str, count: int) -> tuple[list[Store], float]:
    """Departments without units, two years each, read; and the kilobytes of a record."""
    found = [
        department(seed, unit=unit, stated=stated, size=size, units=0, years=(2021, 2022)) for seed in range(count)
    ]
    texts = [text for one in found for text in one.records.values()]
    return [store_of(one) for one in found], sum(len(text.encode()) for text in texts) / len(texts) / 1000


def accounts(found: list[Store]) -> Iterator[tuple[Account, Bench]]:
    """Their accounts, with nothing worked out yet."""
    for store in found:
        derived = derive(store)
        yield from ((account, Bench(store, derived)) for account in derived.values())


def least(work: Callable[[list[tuple[Account, Bench]]], object], found: list[Store]) -> float:
    """Milliseconds of CPU per record, the least of several runs on fresh accounts."""
    times = []
    for _ in range(REPEATS):
        fresh = list(accounts(found))
        start = time.process_time()
        work(fresh)
        times.append((time.process_time() - start) / len(fresh) * 1000)
    return min(times)


def everything(fresh: list[tuple[Account, Bench]]) -> None:
    for account, bench in fresh:
        verdict_of(account, bench)


def turns() -> float:
    """Milliseconds for a million empty loop turns, the least of several."""

    def once() -> float:
        start = time.process_time()
        for _ in range(200_000):
            pass
        return (time.process_time() - start) * 5000

    return min(once() for _ in range(50))


def test_a_consistent_record(note: Callable[[str], None]) -> None:
    note(f"rules: a million loop turns take {turns():.1f} ms")
    for name, (unit, stated, size) in KINDS.items():
        found, kilobytes = stores(unit, stated, size, 4 if size == "long" else 12)
        obligations = [
            sum(sum(count.values()) for count in verdict_of(*one).counts.values()) for one in accounts(found)
        ]
        mean = sum(obligations) / len(obligations)
        note(
            f"rules: {name}: {kilobytes:.0f} kB, {mean:.0f} obligations, {least(everything, found):.2f} ms CPU a record"
        )


def test_where_the_time_goes(note: Callable[[str], None]) -> None:
    for name in ("元，控制数齐全", "万元，控制数齐全"):
        found, _ = stores(*KINDS[name], 12)
        best: dict[str, float] = {}
        for _ in range(REPEATS):
            spent: Counter[str] = Counter()
            fresh = list(accounts(found))
            for account, bench in fresh:
                spent.update(parts(account, bench))
            best = {part: min(best.get(part, 1e9), value / len(fresh)) for part, value in spent.items()}
        shares = sorted(best.items(), key=lambda one: -one[1])
        note(f"rules: {name}: " + "、".join(f"{part} {value:.2f}" for part, value in shares) + " ms")


def parts(account: Account, bench: Bench) -> dict[str, float]:
    """Milliseconds by part: the quick pass over formulas, formulas looked at closely, each module."""
    spent: dict[str, float] = {}
    programme, start = ready(account.figures.year), time.process_time()

    def lap(name: str) -> None:
        nonlocal start
        now = time.process_time()
        spent[name], start = (now - start) * 1000, now

    quick = Quick(account.figures, Expander(account.figures))
    rest = [(step.rule, spot) for step in programme.steps for spot in quick.sweep(step).rest]
    lap("公式")
    for rule, spot in rest:
        closely(rule, account, parse_relation(rule.relation), quick.expander, spot)
    lap("公式细看")
    for module, mine in programme.checks:
        list(module.check(mine, account, bench))
        lap(str(getattr(module, "__name__", "")).rpartition(".")[2])
    return spent


def test_time_grows_with_the_number_of_records(note: Callable[[str], None]) -> None:
    found, _ = stores("元", "full", "normal", 40)
    for count in (10, 20, 40):
        note(f"rules: {2 * count} records, {least(everything, found[:count]):.2f} ms CPU a record")


def test_where_something_broke(note: Callable[[str], None]) -> None:
    for unit in ("元", "万元"):
        texts = list(chain.from_iterable(broken(seed, unit) for seed in range(4)))
        times = []
        for text in texts:
            account, bench = judged(text)
            start = time.process_time()
            verdict_of(account, bench)
            times.append((time.process_time() - start) * 1000)
        whole = [Whole.made(seed, unit) for seed in range(4)]
        fine = []
        for one in whole:
            account, bench = judged(one.text)
            start = time.process_time()
            verdict_of(account, bench)
            fine.append((time.process_time() - start) * 1000)
        times.sort()
        middle = times[len(times) // 2]
        note(
            f"rules: {unit}, one figure mistyped: {middle:.2f} ms CPU a record; the same records whole: {min(fine):.2f} to {max(fine):.2f}"
        )


def broken(seed: int, unit: Unit) -> Iterator[str]:
    """A record with one slip in it, ten times over."""
    whole, rng = Whole.made(seed, unit), random.Random(seed)
    return (slip.applied(whole.text) for slip in slips(rng, whole, 10, Score()) if slip.address in whole.columns)
