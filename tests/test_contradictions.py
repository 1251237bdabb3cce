"""The five documents: every contradiction listed by hand is found, every rounding called one, every identity that holds left alone.

The lists were made with a calculator before the rules were written. What no rule finds is listed beside them with its reason, and that
list is exact: a line that is found after all must leave it.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from generator.accounts import Account
from generator.findings import Finding, Operand
from generator.pipeline import Checked, examine
from generator.project import Project
from tests.contradiction_matching import HERE, Holding, denies, finds, holding, listed

DOCUMENTS = {
    "000-wuhan-2020": "420100/ybj/2020",
    "001-jiangxia-2019": "420115/ybj/2019",
    "002-caidian-2022": "420114/ybj/2022",
    "003-wuchang-2021": "420106/ybj/2021",
    "004-chongqing-2020": "500100/ybj/2020",
}
WHY = {
    "字句": "记录用自己的话写，原件这处字句、编号和标点没有照录，网站也不印",
    "要人看": "要懂业务的人判断，字面上说不出哪里不成立",
    "不算差": "按印出的位数四舍五入正好相等，规则不另说",
    "缺数": "原件没有表，要对的另一个数没有",
}


@pytest.fixture(scope="module")
def checked() -> Checked:
    return examine(Project(Path(__file__).parent.parent))


def told(checked: Checked, name: str) -> tuple[Account, list[Finding]]:
    account = checked.accounts[DOCUMENTS[name]]
    return account, [one for one in checked.told if one.file == account.filed.file]


def unseen() -> Counter[tuple[str, str, str, str]]:
    with (HERE / "unseen.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["因"] for row in rows} == set(WHY)
    return Counter((row["文件"], row["处"], row["号"], row["说"]) for row in rows)


def test_every_listed_contradiction_is_found_or_says_why_not(checked: Checked, note: Callable[[str], None]) -> None:
    rules, missed, count = checked.store.catalog.rules, Counter[tuple[str, str, str, str]](), 0
    for name in DOCUMENTS:
        account, findings = told(checked, name)
        for line in listed(name):
            count += 1
            if not any(finds(one, line, account, rules) for one in findings):
                missed[(name, line.place, line.number, line.said)] += 1
    note(f"contradictions: {count - missed.total()} of {count} listed by hand are found")
    assert missed == unseen()
    assert count == 513


def test_what_is_not_found_is_a_matter_of_wording_not_of_figures() -> None:
    with (HERE / "unseen.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    wrong = {(name, line.place, line.said) for name in DOCUMENTS for line in listed(name) if line.result == "错"}
    assert {row["因"] for row in rows if (row["文件"], row["处"], row["说"]) in wrong} == {"字句"}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_identity_that_holds_is_denied(checked: Checked, name: str) -> None:
    account, findings = told(checked, name)
    rules, lines = checked.store.catalog.rules, listed(name)
    own = [one for one in findings if not any(finds(one, line, account, rules) for line in lines)]
    denied = [
        (line.place, line.formula, one.rule) for line in holding(name) for one in own if denies(one, line, account)
    ]
    assert denied == []


def test_all_identities_were_looked_at() -> None:
    assert sum(len(holding(name)) for name in DOCUMENTS) == 766


def test_a_false_alarm_would_be_noticed(checked: Checked) -> None:
    account, findings = told(checked, "002-caidian-2022")
    some = next(one for one in findings if one.rule == "C84")
    operands = (Operand("T1.收入总计", "4525.99"), Operand("T1.收入总计:增减额", "151.04"))
    false = replace(some, rule="C81", stated="3.23%", operands=operands, spot="一#T1.收入总计:增减幅")
    line = Holding("一", "C81", "151.04/(4525.99+151.04)=3.23%")
    assert denies(false, line, account)
    assert not denies(replace(false, spot="十一#采购", operands=(*operands, Operand("T9", "7.20"))), line, account)


def test_no_waiver_in_the_five(checked: Checked) -> None:
    assert [name for name, address in DOCUMENTS.items() if checked.accounts[address].filed.record.waivers] == []
