"""名词解释：一份公开文件用到的名词和项级科目，一个不多、一个不少。"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import markdown
import nh3

from generator.catalog import Catalog, TermEntry
from generator.views import Term

ALLOWED = {"p", "ul", "ol", "li", "strong", "em", "a", "br"}


@cache
def safe_html(text: str) -> str:
    """Our own Markdown as clean HTML."""
    return nh3.clean(markdown.markdown(text), tags=ALLOWED)


@dataclass(frozen=True, slots=True)
class Terms:
    """Terms in force, and their wordings, the longest first."""

    entries: tuple[TermEntry, ...]
    wordings: tuple[tuple[str, str], ...]
    """Word or alias, and the 标识 of its term."""

    def spotted(self, text: str) -> tuple[TermEntry, ...]:
        """Those whose word or alias stands in the text; the longest wording is taken first, so that 财政拨款收入 is not found inside a longer term."""
        found: set[str] = set()
        for word, slug in self.wordings:
            if word in text:
                found.add(slug)
                text = text.replace(word, "\n")
        return tuple(term for term in self.entries if term.slug in found)


def terms_of(catalog: Catalog, year: int) -> Terms:
    """Sorted out once for a year."""
    found: Terms | None = catalog.remembered.get((Terms, year))
    if found is None:
        entries = tuple(term for term in catalog.terms if term.since <= year <= term.until)
        wordings = [(word, term.slug) for term in entries for word in (term.word, *term.aliases)]
        found = Terms(entries, tuple(sorted(wordings, key=lambda pair: -len(pair[0]))))
        catalog.remembered[Terms, year] = found
    return found


def used_terms(catalog: Catalog, year: int, text: str, codes: tuple[str, ...]) -> tuple[Term, ...]:
    """Numbered entries: first the terms in their order, then the 项 with their meaning."""
    spotted = terms_of(catalog, year).spotted(text)
    entries = [(f"term-{term.slug}", term.word, safe_html(term.text)) for term in spotted]
    listed = catalog.codes("功能科目", year)
    for code in codes:
        entry = listed.get(code)
        if entry is None:
            continue
        steps = [(listed.get(code[:size]), word) for size, word in ((3, "类"), (5, "款"), (7, "项"))]
        name = "".join(f"{step.name}（{word}）" for step, word in steps if step)
        entries.append((f"code-{code}", name, safe_html(entry.meaning or "见当年政府收支分类科目。")))
    return tuple(Term(ident, str(at + 1), name, html) for at, (ident, name, html) in enumerate(entries))
