"""Waivers explain findings, or are findings themselves; certificates say what was checked and hide no gap."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from generator import __version__
from generator.check import verdicts
from generator.model import Waiver
from generator.reports.certificate import UNTOLD, Certificate, as_json, as_object, certified
from generator.rules.run import Counts, Gap, Verdict
from generator.waivers import RULE, SAID, Claim, is_waived, waived
from tests import builders
from tests.filing import verdict_of
from tests.report_samples import LIVING, OLD, ROUNDING, SHAPE, SUM, WARNING
from tests.slipping import judged
from tests.synthetic import record

if TYPE_CHECKING:
    from generator.findings import Finding

TODAY = dt.date(2024, 8, 20)


def claim(rule: str = "C1", measure: str = "T1.本年收入合计", until: str = "2024-12-31") -> Claim:
    waiver = Waiver.model_validate({"规则": rule, "量": measure, "理由": "原件如此", "谁": "财务科", "至": until})
    return Claim(waiver, LIVING, "420199/demo", "2022")


def outcome(findings: tuple[Finding, ...], *said: Claim) -> list[tuple[str, str]]:
    """Rule and severity, with 已说明 where it is waived."""
    told = waived(findings, said, TODAY)
    return [(one.rule, "已说明" if is_waived(one) else one.severity) for one in told]


@pytest.mark.parametrize(
    ("findings", "said", "told"),
    [
        ((SUM,), (), [("C1", "错误")]),
        ((SUM,), (claim(),), [("C1", "已说明")]),
        ((SUM, SUM), (claim(),), [("C1", "已说明"), ("C1", "已说明")]),
        ((replace(SUM, address="420199/demo/2022#T1.本年收入合计", spot=""),), (claim(),), [("C1", "已说明")]),
        ((replace(SUM, address="别处"),), (claim(),), [("C1", "已说明")]),
        ((WARNING,), (claim("C10"),), [("C10", "已说明")]),
        # until its last day, and no longer
        ((SUM,), (claim(until="2024-08-20"),), [("C1", "已说明")]),
        ((SUM,), (claim(until="2024-08-19"),), [("C1", "错误"), (RULE, "错误")]),
        # what it does not speak of stays, and it is an error itself
        ((), (claim(),), [(RULE, "错误")]),
        ((SUM,), (claim("C2"),), [("C1", "错误"), (RULE, "错误")]),
        ((SUM,), (claim(measure="T1.支出总计"),), [("C1", "错误"), (RULE, "错误")]),
        ((replace(SUM, address="", spot=""),), (claim(measure="T1"),), [("C1", "错误"), (RULE, "错误")]),
        ((replace(ROUNDING, rule="C1"),), (claim(),), [("C1", "提示"), (RULE, "错误")]),
        ((SUM,), (claim(until="2023-01-01"), claim()), [("C1", "已说明"), (RULE, "错误")]),
    ],
)
def test_waivers(findings: tuple[Finding, ...], said: tuple[Claim, ...], told: list[tuple[str, str]]) -> None:
    assert outcome(findings, *said) == told


def test_a_waiver_says_why_who_and_until_when() -> None:
    (told,) = waived((SUM,), (claim(),), TODAY)
    assert told.cause == f"{SAID}原件如此（财务科，至2024-12-31）"
    assert told == replace(SUM, severity="提示", cause=told.cause)


@pytest.mark.parametrize(("until", "words"), [("2024-12-31", "用不上"), ("2023-12-31", "用不上")])
def test_a_waiver_without_a_finding_says_so(until: str, words: str) -> None:
    (told,) = waived((), (claim(until=until),), TODAY)
    assert (words in told.message, told.file, told.failed) == (True, LIVING, True)


def test_an_expired_waiver_says_since_when() -> None:
    _, told = waived((SUM,), (claim(until="2024-08-19"),), TODAY)
    assert "2024-08-19" in told.message
    assert "过期" in told.message


# in a record ----------------------------------------------------------------------------------------------------------

TABLE = "表:\n  T1:\n    行:\n      事业收入: 10.00\n      本年收入合计: 10.01\n"
SAYS = "说明差异:\n  - {规则: C1, 量: T1.本年收入合计, 理由: 原件如此, 谁: 财务科, 至: 2024-12-31}\n"
HEAD = "格式: 1\n年度: 2022\n状态: 已公开\n板式: 国家-2022\n金额单位: 元\n"


@pytest.mark.parametrize(("day", "waived_away"), [(dt.date(2024, 12, 31), True), (dt.date(2025, 1, 1), False)])
def test_a_record_may_explain_a_difference(day: dt.date, waived_away: bool) -> None:
    books = builders.books(HEAD + TABLE + SAYS)
    verdict = verdicts(books.store, books.accounts, day)[f"{builders.DEPARTMENT}/2022"]
    about = {one.rule: is_waived(one) for one in verdict.findings if one.rule in {"C1", RULE}}
    assert about == ({"C1": True} if waived_away else {"C1": False, RULE: False})


# certificates ---------------------------------------------------------------------------------------------------------

COUNTS: Counts = {"C1": {"通过": 3, "不通过": 1}, "C10": {"通过": 1, "未查": 2, "不适用": 4}}


def certificate(
    *findings: Finding,
    reading: tuple[Finding, ...] = (),
    rules: tuple[str, ...] = ("C1", "C10"),
    gaps: tuple[Gap, ...] = (),
) -> Certificate:
    account = builders.account(HEAD + TABLE + SAYS)
    counts = {rule: count for rule, count in COUNTS.items() if rule in rules}
    known = {rule: builders.catalog().rules[rule] for rule in rules}
    filed = tuple(replace(one, file=account.filed.file) for one in findings)
    return certified(account, Verdict(account.address, filed, counts, (), gaps), known, reading)


def test_a_certificate_is_bound_to_the_record_and_the_program() -> None:
    account = builders.account(HEAD + TABLE + SAYS)
    made = certificate(SUM)
    assert (made.address, made.digest) == (account.address, account.filed.digest)
    assert len(made.digest) == 64
    assert made.program == f"juesuan {__version__}"


def test_a_certificate_sorts_what_was_found() -> None:
    explained = waived((SUM,), (claim(),), TODAY)
    shape = replace(SHAPE, file=builders.account(HEAD + TABLE).filed.file)
    made = certificate(WARNING, ROUNDING, *explained, reading=(shape, OLD))
    assert [one.rule for one in made.failed] == ["Y-缩进", "C10"]
    assert [one.result for one in made.rounding] == ["rounding"]
    assert [(one.finding.rule, one.reason, one.who, one.until) for one in made.waived] == [
        ("C1", "原件如此", "财务科", "2024-12-31")
    ]


def test_a_certificate_counts() -> None:
    made = certificate(SUM)
    assert dict(made.counts) == {"通过": 4, "不通过": 1, "不适用": 4, "未查": 2}
    assert (made.checked, made.obligations) == (5, 7)
    assert [(one.rule, dict(one.counts)["通过"]) for one in made.rules] == [("C1", 3), ("C10", 1)]


GAPS = (Gap("C10", "缺少T2", "T2.合计.本年收入合计"), Gap("C10", "缺少T2", "T2.2.本年收入合计"))


@pytest.mark.parametrize(
    ("gaps", "told"),
    [
        (GAPS, [("C10", "缺少T2", 2)]),
        (GAPS[:1], [("C10", UNTOLD, 1), ("C10", "缺少T2", 1)]),
        ((), [("C10", UNTOLD, 2)]),
    ],
)
def test_a_certificate_hides_no_gap(gaps: tuple[Gap, ...], told: list[tuple[str, str, int]]) -> None:
    made = certificate(gaps=gaps)
    assert sorted((one.rule, one.why, one.count) for one in made.unchecked) == sorted(told)
    assert sum(one.count for one in made.unchecked) == dict(made.counts)["未查"]


def test_every_gap_of_a_real_record_has_its_reason() -> None:
    account, bench = judged(record(3, "元", "short"))
    verdict = verdict_of(account, bench)
    made = certified(account, verdict, builders.catalog().rules)
    assert verdict.total("未查") == len(verdict.gaps) > 0
    assert all(one.why not in {"", UNTOLD} and len(one.addresses) == one.count for one in made.unchecked)


def test_a_rule_taken_away_is_missed() -> None:
    whole, less = certificate(SUM), certificate(SUM, rules=("C1",))
    assert {one.rule for one in whole.rules} - {one.rule for one in less.rules} == {"C10"}
    assert less.checked < whole.checked


def test_a_certificate_as_json() -> None:
    made = certificate(SUM, ROUNDING, gaps=GAPS)
    read = json.loads(as_json(made))
    assert read == as_object(made)
    assert read["record"]["sha256"] == made.digest
    assert read["failed"][0]["address"] == "420199/demo/2022#T1.本年收入合计"
    assert as_json(made) == as_json(certificate(SUM, ROUNDING, gaps=GAPS))
