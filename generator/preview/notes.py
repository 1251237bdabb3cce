"""预览的旁注：一条结论怎么写在数的旁边，又怎么排进一张单子。"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from generator.findings import Finding
from generator.reports.lines import figures, grounds, place, said, word

PREFIX = "_preview/"
"""Addresses of the preview's own; no region's code begins so."""
HEAD = '<link rel="stylesheet" href="/_preview/preview.css">'
GRADES = {"错误": "wrong", "警告": "doubt", "提示": "hint", "尾差": "hint"}


@dataclass(frozen=True, slots=True)
class Note:
    """One finding as the preview shows it."""

    number: int
    rule: str
    word: str
    grade: str
    """wrong, doubt or hint: how it looks."""
    text: str
    parts: tuple[tuple[str, str], ...]
    """The sum as it was done."""
    place: str
    """File, line and column."""
    cure: str
    fact: str
    """The figure it speaks of, as the page has it in data-fact; "" for a whole file."""
    spot: str
    """The place in the text, as the page has it in data-place; "" for none."""
    href: str = ""
    """The note beside its figure, from the list of all."""


@dataclass(frozen=True, slots=True)
class NoteGroup:
    """The notes on one file."""

    title: str
    href: str
    """Of its page; "" where it has none."""
    notes: tuple[Note, ...]


def noted(findings: Iterable[Finding], page: str = "") -> tuple[Note, ...]:
    """Notes numbered in reading order; `page` is the address of the page beside whose figures they stand."""
    return tuple(_note(at, finding, page) for at, finding in enumerate(findings, 1))


def _note(at: int, finding: Finding, page: str) -> Note:
    spot, _, fact = finding.address.rpartition("#")
    told = finding.spot.partition("#")[0] if "#" in finding.spot else ""
    return Note(
        at,
        finding.rule,
        word(finding),
        GRADES.get(word(finding), "hint"),
        said(finding),
        (*figures(finding), *grounds(finding)),
        place(finding),
        finding.cure,
        fact,
        told or spot,
        f"/{page}#pv-{at}" if page else "",
    )


def grouped(findings: Iterable[Finding], pages: dict[str, str]) -> tuple[NoteGroup, ...]:
    """By file, in the order in which they come; `pages` names the page of a file."""
    files: dict[str, list[Finding]] = {}
    for finding in findings:
        files.setdefault(finding.file, []).append(finding)
    return tuple(
        NoteGroup(file, pages.get(file, ""), noted(found, pages.get(file, ""))) for file, found in files.items()
    )


def as_json(notes: Iterable[Note]) -> bytes:
    """For the script that puts them beside their figures."""
    return json.dumps([asdict(note) for note in notes], ensure_ascii=False).encode("utf-8")


def with_bar(text: str, version: int, listed: str, noted: str = "") -> str:
    """A rendered page with the preview's bar and script.

    `listed` is what the list of findings is of, `noted` the address whose notes the script fetches, once the page stands.
    """
    bar = (
        f'<aside class="pv-bar" aria-label="预览"><b>预览</b> <span id="pv-count"></span> '
        f'<a href="/{PREFIX}findings/{listed}">核对结论</a></aside>\n'
    )
    # First of all scripts, so that it sees the page as it came.
    script = f'<script src="/{PREFIX}preview.js" data-version="{version}" data-notes="{noted}" defer></script>\n'
    start, _, rest = text.partition("<head>")
    head, _, rest = rest.partition("</head>")
    body, end, tail = rest.rpartition("</body>")
    return f"{start}<head>\n{script}{head.lstrip()}{HEAD}\n</head>{body}{bar}{end}{tail}" if end else text
