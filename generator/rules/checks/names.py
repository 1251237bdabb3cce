"""科目名称：行里写了名称的，与本年度科目表里同一编码的名称相同。"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

from generator.accounts import Account
from generator.catalog import Code
from generator.facts import RowInfo
from generator.findings import Outcome
from generator.rules.engine import Judged, said
from generator.rules.model import Rule
from generator.rules.registry import Bench

SCHEMES = ("功能科目", "经济科目")

Lists = Mapping[int, Mapping[str, Code]]


def check(rules: Mapping[str, Rule], account: Account, bench: Bench) -> Iterator[Judged]:
    """Every typed name of a 科目."""
    _ = bench
    catalog = account.figures.catalog
    for rule in rules.values():
        for table, facts in account.figures.tables.items():
            scheme = catalog.tables[table].row_kind
            named = [row for row in facts.rows if row.name and row.key.isdigit()]
            for row in named if scheme in SCHEMES else ():
                outcome, why = judge(row, catalog.codes(scheme, account.figures.year), _lists(account, scheme))
                yield said(rule, account, f"{table}.{row.key}", outcome, why, at=(row.line, row.column))


def _lists(account: Account, scheme: str) -> Lists:
    catalog = account.figures.catalog
    return catalog.functional if scheme == "功能科目" else catalog.economic


def judge(row: RowInfo, listed: Mapping[str, Code], lists: Lists) -> tuple[Outcome, str]:
    """Whether the name is that of the code, and whose it is instead."""
    code = listed.get(row.key)
    if code is None:
        return "未查", f"科目表里没有{row.key}"
    if alike(row.name, code.name):
        return "通过", f"{row.key}是“{code.name}”"
    years = [year for year, codes in sorted(lists.items()) if row.key in codes and alike(row.name, codes[row.key].name)]
    source = f"是{years[-1]}年度的名称，" if years else ""
    return "不通过", f"{row.key}写作“{row.name}”，{source}本年度科目表里是“{code.name}”"


def alike(left: str, right: str) -> bool:
    """The same name but for blanks, quotation marks, the width of brackets and a level in brackets."""
    return _bare(left) == _bare(right)


def _bare(name: str) -> str:
    name = re.sub(r"[\s“”‘’\"']", "", unicodedata.normalize("NFKC", name))
    return re.sub(r"\([类款项]\)$", "", name)
