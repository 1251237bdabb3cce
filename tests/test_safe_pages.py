"""No word of a record becomes code, markup or an attribute: H01–H17 of the test list for safe pages.

H11 (a misspelt field fails) is in test_components and test_template_lint; H16 (characters that cannot be written) in
test_strict_yaml; H18 (the policy) in test_theme; H19 (no foreign request) in tests/browser; X01–X05 (spreadsheets) in
test_exports and test_xlsx.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from lxml import html

from generator.pages.terms import safe_html
from tests.hostile import DISCLOSURE, FAMILY, PAYLOADS, hostile

if TYPE_CHECKING:
    from collections.abc import Iterator

FORBIDDEN = "//iframe | //object | //embed | //style | //base | //*[@style] | //*[@srcdoc] | //img"
SCHEMES = re.compile(r"(?i)\s*(javascript|data|vbscript|file)\s*:|//")


def pages() -> Iterator[tuple[str, html.HtmlElement]]:
    for address, text in hostile().rendered.texts.items():
        yield address, html.fromstring(text)


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_every_payload_was_typed() -> None:
    typed = "".join(hostile().typed)
    assert [name for name, payload in PAYLOADS.items() if payload not in typed] == []
    assert f"{FAMILY}/2023/" in hostile().rendered.texts


def test_nothing_typed_becomes_an_element_or_an_attribute() -> None:
    for address, tree in pages():
        assert tree.xpath(FORBIDDEN) == [], address
        attributes = {str(name) for node in tree.iter() if isinstance(node.tag, str) for name in node.attrib}
        assert [name for name in attributes if name.startswith("on") or name == "autofocus"] == [], address
        scripts = tree.xpath("//script[not(@type='application/ld+json')]")
        assert all(re.fullmatch(r"(?:\.\./)*assets/[\w.]+\.js", one.get("src", "")) for one in scripts), address
        assert all(one.text is None for one in scripts), address
        assert [one for one in tree.xpath("//@href | //@src") if SCHEMES.match(one)] == [], address


def test_what_was_typed_is_read_letter_by_letter() -> None:
    text = squeezed(html.fromstring(hostile().rendered.texts[DISCLOSURE]).text_content())
    assert [one for one in hostile().typed if squeezed(one) not in text] == []


def test_a_name_stays_in_its_title() -> None:
    name = hostile().typed[0]
    for address in (DISCLOSURE, f"{FAMILY}/", f"{FAMILY}/compare/"):
        tree = html.fromstring(hostile().rendered.texts[address])
        assert name in tree.xpath("string(//head/title)"), address
        assert len(tree.xpath("//title[not(ancestor::svg)]")) == len(tree.xpath("//head/title")) == 1


def test_what_is_told_to_machines_stays_data() -> None:
    tree = html.fromstring(hostile().rendered.texts[DISCLOSURE])
    blocks = tree.xpath("//script[@type='application/ld+json']/text()")
    assert blocks
    assert all(json.loads(one) for one in blocks)
    assert all("<" not in one for one in blocks)


def test_files_to_take_away_run_nothing() -> None:
    for path, data in hostile().rendered.files.items():
        if path.endswith(".csv"):
            cells = re.findall(r'(?:^|,)"?([=+@\t].)', data.decode("utf-8-sig"), re.MULTILINE)
            assert cells == [], path


@pytest.mark.parametrize(
    "text",
    [
        "<script>window.hit = 1</script>",
        "<iframe src='//example.invalid'></iframe>",
        "<style>*{display:none}</style>",
        "<svg onload=window.hit=1></svg>",
        "[点](javascript:window.hit=1)",
        "[点](java&#115;cript:window.hit=1)",
        "[点](data:text/html,x)",
        "<a href=' javascript:window.hit=1'>点</a>",
        "<p onclick=window.hit=1 style='color:red'>甲</p>",
        "段落 {: onclick=window.hit=1 }",
    ],
)
def test_an_explanation_is_clean_html(text: str) -> None:
    """Terms are Markdown: the one place where typed text may have markup, of a short list of elements."""
    tree = html.fragment_fromstring(safe_html(f"甲。\n\n{text}\n\n乙。"), create_parent="div")
    inside = [one for one in tree.iterdescendants() if isinstance(one.tag, str)]
    assert {str(one.tag) for one in inside} <= {"p", "a", "strong", "em", "ul", "ol", "li", "br"}
    assert {str(name) for one in inside for name in one.attrib} <= {"href", "title", "rel"}
    assert [one for one in tree.xpath("//@href") if SCHEMES.match(one)] == []
    assert tree.xpath("string(//p[last()])") == "乙。"


@pytest.mark.parametrize("text", ['--8<-- "mkdocs.yml"', "{{ 7*7 }}"])
def test_an_explanation_asks_nobody_for_more(text: str) -> None:
    assert html.fragment_fromstring(safe_html(text), create_parent="div").text_content() == text
