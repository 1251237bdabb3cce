"""释义：一个数的行或栏是什么意思，出自科目表和名词解释。"""

from __future__ import annotations

from dataclasses import dataclass, field

from generator.catalog import Catalog
from generator.exports.lines import Line


@dataclass(frozen=True, slots=True)
class Meanings:
    """Definitions in force in one year, by code and by term."""

    catalog: Catalog
    year: int
    words: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for term in self.catalog.terms:
            if term.since <= self.year <= term.until:
                self.words.update({word: " ".join(term.text.split()) for word in (term.word, *term.aliases)})
        for scheme in ("功能科目", "经济科目"):
            codes = self.catalog.codes(scheme, self.year)
            self.words.update({code: entry.meaning for code, entry in codes.items() if entry.meaning})

    def of(self, line: Line) -> str:
        """The definition of the row, else of the column it stands in; "" where there is none."""
        return next((self.words[word] for word in (line.row, line.row_name, line.column) if word in self.words), "")
