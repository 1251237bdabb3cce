"""Whether both sites say the same: the visible text of every page, block by block, after white space.

python -m tests.bench.compare_texts OURS PEERS
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from html import unescape
from pathlib import Path

HIDDEN = re.compile(r"<(script|style)\b.*?</\1>|<!--.*?-->", re.DOTALL)
DOWNLOADS = re.compile(r'<nav class="links" aria-label="下载">.*?</nav>', re.DOTALL)
"""Files are not built where only pages are measured; the peer has none."""
INLINE = re.compile(r"</?(?:a|b|data|em|i|span|strong)\b[^>]*>")
TAG = re.compile(r"<[^>]*>")
SPACE = re.compile(r"\s+")


@dataclass
class Compared:
    """What a comparison of all pages found; letters are those of our pages."""

    pages: int = 0
    alike: int = 0
    missing: int = 0
    """Pages one side does not have."""
    letters: int = 0
    same: int = 0
    differences: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Ours, the peer's, with all figures as #: how often."""

    @property
    def coverage(self) -> float:
        """Share of our letters that the peer has at the same place."""
        return self.same / self.letters if self.letters else 0.0


def blocks(page: str) -> list[str]:
    """The text of the body: one string for each block (cell, paragraph, heading), without white space."""
    body = page[page.find("<body") :]
    body = INLINE.sub("", DOWNLOADS.sub("", HIDDEN.sub("", body)))
    found = (SPACE.sub("", unescape(text)) for text in TAG.split(body))
    return [text for text in found if text]


def compare(ours: Path, peers: Path) -> Compared:
    """All pages of both folders."""
    result = Compared()
    mine = {path.relative_to(ours).as_posix() for path in ours.rglob("index.html")}
    other = {path.relative_to(peers).as_posix() for path in peers.rglob("index.html")}
    result.missing = len(mine ^ other)
    for name in sorted(mine & other):
        left, right = (blocks((root / name).read_text(encoding="utf-8")) for root in (ours, peers))
        result.pages += 1
        result.letters += sum(map(len, left))
        if left == right:
            result.alike += 1
            result.same += sum(map(len, left))
        else:
            _differ(result, left, right)
    return result


def _differ(result: Compared, left: list[str], right: list[str]) -> None:
    for kind, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if kind == "equal":
            result.same += sum(map(len, left[a:b]))
        else:
            result.differences[_shown(left[a:b]), _shown(right[c:d])] += 1


def _shown(texts: list[str]) -> str:
    text = re.sub(r"试验区[一-鿿]+?[局心]", "某单位", " | ".join(texts))
    text = re.sub(r"[0-9][0-9,.]*", "#", text)
    return text if len(text) <= 120 else f"{text[:119]}…"


def main() -> None:
    """Print the comparison of two folders."""
    found = compare(Path(sys.argv[1]), Path(sys.argv[2]))
    print(
        f"{found.pages} pages, {found.alike} alike, {found.missing} on one side only, {found.coverage:.4%} of the text"
    )
    for (left, right), count in found.differences.most_common(30):
        print(f"{count:5} {left}\n      {right}")


if __name__ == "__main__":
    main()
