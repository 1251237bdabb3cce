"""预览的旁注：一条结论怎么写在数的旁边，又怎么排进一张单子。"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

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


def counted(notes: Iterable[Note]) -> str:
    """错误3处、警告1处."""
    counts: dict[str, int] = {}
    for note in notes:
        counts[note.word] = counts.get(note.word, 0) + 1
    return "、".join(f"{name}{count}处" for name, count in counts.items()) or "没有要看的结论"


def with_notes(text: str, notes: tuple[Note, ...], version: int, listed: str) -> str:
    """A rendered page with the preview's bar, and its notes as data for the script that puts them beside their figures."""
    data = {
        "version": version,
        "notes": [
            {
                "n": note.number,
                "rule": note.rule,
                "word": note.word,
                "grade": note.grade,
                "text": note.text,
                "parts": note.parts,
                "place": note.place,
                "cure": note.cure,
                "fact": note.fact,
                "spot": note.spot,
            }
            for note in notes
        ],
    }
    said_safely = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c").replace("&", "\\u0026")
    bar = (
        f'<aside class="pv-bar" aria-label="预览"><b>预览</b> {counted(notes)} '
        f'<a href="/{PREFIX}findings/{listed}">核对结论</a></aside>\n'
        f'<script type="application/json" id="pv-data">{said_safely}</script>\n'
        '<script src="/_preview/preview.js" defer></script>\n'
    )
    head, _, rest = text.partition("</head>")
    body, end, tail = rest.rpartition("</body>")
    return f"{head}{HEAD}\n</head>{body}{bar}{end}{tail}" if end else text
