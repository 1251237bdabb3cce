from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from jinja2 import nodes

from tests.template_env import TEMPLATES, environment

if TYPE_CHECKING:
    from collections.abc import Iterator

ENVIRONMENT = environment()
FOLDERS = ("components", "pages", "preview", "theme")
FILES = sorted(
    path.relative_to(TEMPLATES).as_posix() for folder in FOLDERS for path in (TEMPLATES / folder).rglob("*.html")
)
# The only values that are HTML already, see views.py and theme/main.html.
HTML = frozenset({"html", "intro_html", "content_html", "header_html", "footer_html", "dataset_json"})
JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
QUOTED = re.compile(r"=(?:\"[^\"]*\"|'[^']*')")
UNQUOTED = re.compile(r"<[^<>]*\s[\w-]+=(?!\s)")
MARKUP = (
    (re.compile(r"<[^<>]*\sstyle\s*="), "inline style"),
    (re.compile(r"<style"), "inline style"),
    (re.compile(r"<[^<>]*\son\w+\s*="), "inline script"),
    # JSON-LD is data: no browser runs it, and the strict policy lets it stand.
    (re.compile(r"<script(?![^>]*\ssrc=)(?! type=\"application/ld\+json\">x</script>)"), "inline script"),
    (re.compile(r"<script(?! type=\"application/ld\+json\">x</script>)[^>]*>\s*[^<\s]"), "inline script"),
    (re.compile(r"javascript:"), "inline script"),
    (re.compile(r"(?:src|href|action)=\"(?:https?:)?//"), "another host"),
    (re.compile(r"<img(?![^>]*\salt=)"), "picture without words"),
)
ARITHMETIC = (nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow, nodes.Neg, nodes.Pos)
UNSAFE = (nodes.ScopedEvalContextModifier, nodes.EvalContextModifier, nodes.Include, nodes.FilterBlock)


def problems(source: str) -> Iterator[str]:
    """What a template may not do."""
    markup = JINJA.sub("x", source)
    yield from (message for pattern, message in MARKUP if pattern.search(markup))
    if UNQUOTED.search(QUOTED.sub("", markup)):
        yield "attribute without quotes"
    tree = ENVIRONMENT.parse(source)
    yield from (f"arithmetic: {type(node).__name__}" for node in tree.find_all(ARITHMETIC))
    yield from (f"not allowed: {type(node).__name__}" for node in tree.find_all(UNSAFE))
    yield from (message for node in tree.find_all(nodes.Filter) if (message := _filter(node)))
    yield from (message for node in tree.find_all(nodes.Call) if (message := _call(node)))


def _filter(node: nodes.Filter) -> str:
    if node.name != "safe":
        return f"filter {node.name}: values come ready to print"
    name = node.node.attr if isinstance(node.node, nodes.Getattr) else getattr(node.node, "name", "")
    return "" if name in HTML else f"safe on {name or 'an expression'}"


def _call(node: nodes.Call) -> str:
    # `replace` is the one method: it makes the machine's form of a figure from the printed one.
    if isinstance(node.node, nodes.Getattr) and node.node.attr != "replace":
        return f"method {node.node.attr}: templates compute nothing"
    return ""


@pytest.mark.parametrize("name", FILES)
def test_a_template_only_loops_and_places(name: str) -> None:
    assert list(problems((TEMPLATES / name).read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("name", FILES)
def test_a_template_is_tidy(name: str) -> None:
    text = (TEMPLATES / name).read_bytes().decode()
    assert "\r" not in text
    assert "\t" not in text
    assert text.endswith("\n")
    assert not re.search(r" +$", text, re.MULTILINE)


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("<p class={{ x }}>", "attribute without quotes"),
        ("<p class=a>", "attribute without quotes"),
        ('<p style="color:red">', "inline style"),
        ("<style>p{}</style>", "inline style"),
        ('<a onclick="x()">', "inline script"),
        ("<script>x()</script>", "inline script"),
        ('<script src="a.js">x()</script>', "inline script"),
        ('<a href="javascript:x">', "inline script"),
        ('<link href="https://cdn.example/a.css">', "another host"),
        ('<img src="a.png">', "picture without words"),
        ("{{ a + b }}", "arithmetic: Add"),
        ("{{ -a }}", "arithmetic: Neg"),
        ("{{ a / 100 }}", "arithmetic: Div"),
        ('{{ "%.2f" % a }}', "arithmetic: Mod"),
        ("{{ rows|sum }}", "filter sum: values come ready to print"),
        ("{{ a|round(2) }}", "filter round: values come ready to print"),
        ('{{ "%s"|format(a) }}', "filter format: values come ready to print"),
        ("{{ cell.text|safe }}", "safe on text"),
        ("{{ (a ~ b)|safe }}", "safe on an expression"),
        ("{% autoescape false %}{{ a }}{% endautoescape %}", "not allowed: ScopedEvalContextModifier"),
        ('{% include "x.html" %}', "not allowed: Include"),
        ("{{ a.strip() }}", "method strip: templates compute nothing"),
    ],
)
def test_what_is_not_allowed_is_found(source: str, problem: str) -> None:
    assert problem in list(problems(source))


@pytest.mark.parametrize(
    "source", ["<p class=\"a\" title='b'>{{ a ~ b }}</p>", "{{ term.html|safe }}", '<a href="{{ a }}">b=c</a>']
)
def test_what_is_allowed_is_not_complained_of(source: str) -> None:
    assert list(problems(source)) == []
