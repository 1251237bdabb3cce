"""释义：一个数的行或栏是什么意思，出自科目表和名词解释。"""

from __future__ import annotations

from generator.catalog import Catalog


def meanings(catalog: Catalog, year: int) -> dict[str, str]:
    """Definitions in force in a year, by code and by term."""
    found: dict[str, str] = {}
    for term in catalog.terms:
        if term.since <= year <= term.until:
            found.update({word: " ".join(term.text.split()) for word in (term.word, *term.aliases)})
    for scheme in ("功能科目", "经济科目"):
        codes = catalog.codes(scheme, year)
        found.update({code: entry.meaning for code, entry in codes.items() if entry.meaning})
    return found
