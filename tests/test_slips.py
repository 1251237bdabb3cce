"""One mistyped figure among hundreds: that it is noticed, and that the right cell is named.

The slips are those people make: one digit, two digits swapped, the sign, ten times or ten thousand times too much or too little, the
figure of the next line. Each is larger than rounding could hide in any sum its cell is in.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from decimal import Decimal

import pytest

from generator.derive import Figure
from generator.rules.slips import likeliness
from tests.filing import verdict_of
from tests.slipping import Score, Slip, Told, Whole, judged, slips, told
from tests.synthetic_text import Unit

WANTED = {"元": 0.99, "万元": 0.97}
"""Share of the slips that are noticed."""
NAMED = 0.95
"""Share of the noticed ones that are pinned down: to the cell, or to the cells that no equation tells apart from it."""


def tried(unit: Unit, seeds: range, each: int, size: str | int = "normal") -> tuple[Score, list[Told]]:
    """So many slips in each of several records."""
    score, all_told = Score(), []
    for seed in seeds:
        whole, rng = Whole.made(seed, unit, size), random.Random(seed)
        for slip in slips(rng, whole, each, score):
            one = told(whole, slip)
            score.add(one)
            all_told.append(one)
    return score, all_told


def check(score: Score, unit: Unit) -> None:
    assert score.tried.total() > 0
    for kind, count in score.tried.items():
        assert score.found[kind] >= WANTED[unit] * count, kind
    assert score.own_named.total() >= NAMED * score.own.total()
    assert score.shared_named.total() >= NAMED * score.shared.total()


@pytest.mark.parametrize("unit", ["元", "万元"])
def test_slips_are_noticed_and_pinned_down(unit: Unit, note: Callable[[str], None]) -> None:
    score, _ = tried(unit, range(5), 40, 6)
    for line in score.lines():
        note(f"slips, {unit}: {line}")
    check(score, unit)


@pytest.mark.soak
@pytest.mark.parametrize("part", range(5))
@pytest.mark.parametrize("unit", ["元", "万元"])
def test_ten_thousand_slips(unit: Unit, part: int, note: Callable[[str], None]) -> None:
    sizes: tuple[str | int, ...] = ("short", "normal", 8, "normal", 40)
    score, _ = tried(unit, range(1000 * part, 1000 * part + 25), 40, sizes[part])
    for line in score.lines():
        note(f"slips, {unit}, {sizes[part]}: {line}")
    check(score, unit)


# what the measuring itself rests on -------------------------------------------------------------------------------------


def test_a_whole_record_has_no_broken_equation_and_hundreds_that_hold() -> None:
    whole = Whole.made(3, "元")
    assert len(whole.equations) > 200
    assert not any(equation.broken for equation in whole.equations)
    assert verdict_of(whole.account, whole.bench).causes == ()


def test_cells_that_no_equation_tells_apart_share_a_pattern() -> None:
    whole = Whole.made(3, "元")
    change = Decimal(1)
    assert whole.pattern("T2.合计.本年收入合计", change) == {"T2.合计.本年收入合计"}
    siblings = {cell for cell in whole.figures if cell.startswith("采购.") and cell in whole.columns}
    assert "采购.货物" in siblings
    assert whole.pattern("采购.货物", change) == siblings


def test_a_slip_changes_one_figure_of_the_text() -> None:
    whole = Whole.made(3, "元")
    slip = whole.slip(random.Random(1), "T3.合计.本年支出合计", "十倍")
    assert slip is not None
    before, after = whole.text.splitlines(), slip.applied(whole.text).splitlines()
    changed = [at for at, (a, b) in enumerate(zip(before, after, strict=True), 1) if a != b]
    assert changed == [slip.line]
    account, _ = judged(slip.applied(whole.text))
    now, then = (one.figures.value(slip.address) for one in (account, whole.account))
    assert now is not None
    assert then is not None
    assert now - then == slip.change


# two causes, no single cause, more than can be named --------------------------------------------------------------------


def causes(whole: Whole, *changes: tuple[str, str]) -> list[tuple[int, tuple[str, ...]]]:
    """How many equations each group of broken ones has and its suspects, after several cells were set to other texts."""
    text = whole.text
    for address, instead in changes:
        figure = whole.figures[address]
        text = Slip(address, "", figure.line, figure.column, figure.text, instead, Decimal(0)).applied(text)
    account, bench = judged(text)
    found = verdict_of(account, bench).causes
    return [(len(one.equations), tuple(suspect.address for suspect in one.suspects)) for one in found]


def test_two_slips_that_meet_in_no_equation_are_two_causes() -> None:
    found = causes(Whole.made(3, "元"), ("人员.退休", "99"), ("采购.货物", "1.00"))
    assert [count for count, _ in found] == [1, 1]
    assert {"人员.退休" in named for _, named in found} == {True, False}


def test_two_slips_in_one_equation_are_not_laid_on_one_cell() -> None:
    found = causes(Whole.made(3, "元"), ("T1.事业收入", "7.77"), ("T1.其他收入", "88.88"))
    assert [named for _, named in found] == [()]


@pytest.mark.parametrize(
    ("typed", "meant", "unit", "quantum", "words"),
    [
        ("1234.56", "1234.56", "金额", "0", ""),
        ("1234.56", "1334.56", "金额", "0", "一位数字打错"),
        ("1234.56", "1234.65", "金额", "0", "相邻两位颠倒"),
        ("1234.56", "-1234.56", "金额", "0", "正负号相反"),
        ("1234.50", "123.45", "金额", "0", "小数点错一位"),
        ("1234.50", "12345000", "金额", "0", "元和万元弄混"),
        ("1234.56", "12334.56", "金额", "0", "多打或漏打一位"),
        ("55.00", "1234.56", "金额", "0", "像是抄了相邻一行"),
        ("5.00", "0", "金额", "0", "一位数字打错"),
        ("12300", "13200", "金额", "100", "相邻两位颠倒"),
        ("12", "21", "人", "0", "相邻两位颠倒"),
        ("1234.56", "9876.54", "金额", "0", ""),
    ],
)
def test_slips_are_recognised(typed: str, meant: str, unit: str, quantum: str, words: str) -> None:
    figure = Figure("T1.收入总计", Decimal(typed), unit, typed, stated=True, quantum=Decimal(quantum))
    assert likeliness(figure, Decimal(meant), (Decimal("55.00"),)).words == words
