"""绩效自评：每张自评表读一遍，算式、指标、项目各条规则一起判断。"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.accounts import Account
from generator.rules.engine import Judged
from generator.rules.evaluation import indicators, points, projects, sums
from generator.rules.evaluation.book import books
from generator.rules.model import Rule
from generator.rules.registry import Bench
from generator.rules.telling import Voice


def check(rules: Mapping[str, Rule], account: Account, bench: Bench) -> Iterator[Judged]:
    """C113 to C122, C124, C125, D39 and C123b on one record."""
    _ = bench
    voice = Voice(account, rules)
    found = tuple(books(account))
    by_slug = {book.entry.slug: book for book in found}
    for book in found:
        yield from sums.check(voice, book)
        yield from points.check(voice, book)
        yield from indicators.check(voice, book)
    for project in account.filed.record.projects:
        yield from indicators.told(voice, project, by_slug.get(project.form or ""))
    yield from projects.check(voice, found)
