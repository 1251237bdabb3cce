"""找齐规则：数据在 templates/rules，写不成公式的在 generator/rules/checks；走遍两个文件夹，缺一不可。"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from generator.accounts import Account
from generator.rules import checks
from generator.rules.engine import Judged
from generator.rules.model import Rule
from generator.store import Store


@dataclass(frozen=True, slots=True)
class Bench:
    """What a rule may look at beside its own record: the whole store, for rules across years and units."""

    store: Store
    accounts: Mapping[str, Account]


class Check(Protocol):
    """A module of generator/rules/checks: `check` yields every obligation of its rules on one record.

    `rules` are all rules whose 模块 names the module; a module judges them all in one pass and names the rule in each finding.
    """

    def check(self, rules: Mapping[str, Rule], account: Account, bench: Bench) -> Iterator[Judged]:
        """Judge one record."""
        ...


@cache
def modules() -> Mapping[str, Check]:
    """Every check module by its name."""
    names = [info.name for info in pkgutil.iter_modules(checks.__path__)]
    return {name: importlib.import_module(f"{checks.__name__}.{name}") for name in sorted(names)}
