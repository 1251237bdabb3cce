"""名词解释：一份公开文件用到的名词和项级科目，一个不多、一个不少。"""

from __future__ import annotations

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


def spotted(terms: tuple[TermEntry, ...], text: str) -> tuple[TermEntry, ...]:
    """Terms whose word or alias stands in the text; the longest wording is taken first, so that 财政拨款收入 is not found inside a longer term."""
    wordings = sorted(
        ((word, term) for term in terms for word in (term.word, *term.aliases)), key=lambda pair: -len(pair[0])
    )
    found: set[str] = set()
    for word, term in wordings:
        if word in text:
            found.add(term.slug)
            text = text.replace(word, "\n")
    return tuple(term for term in terms if term.slug in found)


def used_terms(catalog: Catalog, year: int, text: str, codes: tuple[str, ...]) -> tuple[Term, ...]:
    """Numbered entries: first the terms in their order, then the 项 with their meaning."""
    current = tuple(term for term in catalog.terms if term.since <= year <= term.until)
    entries = [(f"term-{term.slug}", term.word, safe_html(term.text)) for term in spotted(current, text)]
    listed = catalog.codes("功能科目", year)
    for code in codes:
        entry = listed.get(code)
        if entry is None:
            continue
        steps = [(listed.get(code[:size]), word) for size, word in ((3, "类"), (5, "款"), (7, "项"))]
        name = "".join(f"{step.name}（{word}）" for step, word in steps if step)
        entries.append((f"code-{code}", name, safe_html(entry.meaning or "见当年政府收支分类科目。")))
    return tuple(Term(ident, str(at + 1), name, html) for at, (ident, name, html) in enumerate(entries))
