"""Templates as tests see them: the environment of the renderer, and HTML read strictly."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from generator.assets import asset_files
from generator.template_engine import Engine

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "templates"
COMPONENTS = TEMPLATES / "components"
ASSETS = TEMPLATES / "theme" / "assets"

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})


def published(folder: Path) -> None:
    """Styles and scripts as a site has them."""
    (folder / "assets").mkdir(parents=True)
    for path, data in asset_files(TEMPLATES).items():
        (folder / path).write_bytes(data)


def environment() -> Engine:
    """Jinja as pages are rendered with it."""
    return Engine(TEMPLATES)


@dataclass(slots=True)
class Element:
    """One element; `text` is all the text inside it, that of its children included."""

    tag: str
    attributes: dict[str, str]
    path: tuple[str, ...]
    text: str = ""


@dataclass
class Document(HTMLParser):
    """HTML whose every start tag must have its end tag, in order, and whose ids and attributes occur once."""

    elements: list[Element] = field(default_factory=list)
    open: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> has an attribute twice: {names}"
        element = Element(tag, {name: value or "" for name, value in attrs}, tuple(one.tag for one in self.open))
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open[-1].tag == tag, f"</{tag}> where <{self.open[-1].tag}> is open"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.text += data

    def all(self, tag: str) -> list[Element]:
        """Every element with this tag, in order."""
        return [element for element in self.elements if element.tag == tag]


def read(html: str) -> Document:
    """Parse strictly; AssertionError says what is wrong."""
    document = Document()
    document.feed(html)
    document.close()
    assert not document.open, f"never closed: {[element.tag for element in document.open]}"
    ids = [element.attributes["id"] for element in document.elements if "id" in element.attributes]
    assert len(ids) == len(set(ids)), f"id used twice: {sorted({one for one in ids if ids.count(one) > 1})}"
    return document
