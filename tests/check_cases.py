"""Small records with marks: `«C113»` stands before a figure that C113 must fail, `«C120警告»` where it must only warn."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from generator.catalog import Catalog
from generator.findings import Finding
from generator.load_catalog import load_catalog
from generator.rules.cases import trial
from generator.rules.model import Case, Rule
from generator.rules.run import Verdict, judge

ROOT = Path(__file__).parent.parent
CATALOG: Catalog = load_catalog(ROOT / "content", ROOT / "templates", [])
MARK = re.compile(r"«([A-Z]+[0-9]+[a-z]?)(警告)?»")
LIVING = "格式: 1\n年度: 2022\n状态: 已公开\n板式: 国家-2022\n金额单位: 元\n"
ARCHIVE = "格式: 1\n年度: 2021\n状态: 存档\n板式: 武汉-2021\n金额单位: 万元\n"

Place = tuple[str, int, int, str]
"""Rule, line, column, severity."""


@dataclass(frozen=True)
class Tried:
    """What was found and what the marks wanted."""

    verdict: Verdict
    found: set[Place]
    wanted: set[Place]
    text: str = field(repr=False)

    @property
    def messages(self) -> list[str]:
        """What was said of all failures."""
        return [one.message for one in self.verdict.findings if one.outcome == "不通过"]


def tried(text: str, *modules: str, prior: str = "", units: dict[str, str] | None = None, head: str = LIVING) -> Tried:
    """The record judged by all rules of these modules."""
    whole = head + text
    clean = MARK.sub("", whole)
    rules = {rule.id: rule for rule in CATALOG.rules.values() if rule.module in modules}
    case = Case.model_validate({"记录": clean, "上年记录": prior, "单位记录": units or {}})
    found = trial(case, next(iter(rules.values())).model_copy(update={"since": 1990, "until": 2099}), CATALOG)
    verdict = judge(rules, found.account, found.bench)
    failed = [one for one in verdict.findings if one.outcome == "不通过"]
    return Tried(verdict, {_place(one) for one in failed}, wanted(whole, rules), clean)


def _place(finding: Finding) -> Place:
    return finding.rule, finding.line, finding.column, finding.severity


def wanted(text: str, rules: dict[str, Rule]) -> set[Place]:
    """Where the marks of a text say that something fails."""
    found: set[Place] = set()
    for number, line in enumerate(text.split("\n"), 1):
        before = 0
        for mark in MARK.finditer(line):
            column = mark.start() - before + 1
            severity = "警告" if mark[2] else rules[mark[1]].severity
            found.add((mark[1], number, column, severity))
            before += len(mark[0])
    return found
