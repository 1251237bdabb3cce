from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest

from generator.assets import asset_names
from generator.views import TocEntry
from tests import sample_views
from tests.template_env import ASSETS, TEMPLATES, Document, environment, read

CSS = (ASSETS / "juesuan.css").read_text(encoding="utf-8")
SCRIPT = (ASSETS / "juesuan.js").read_text(encoding="utf-8")
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'"
)
# Names for scripts, tests and other people's style sheets; the theme itself gives them no look.
HOOKS = frozenset({"kind-glossary", "kind-list", "kind-page", "leaf", "part"})
PAGES = ("disclosure", "list", "glossary", "main", "404")


@cache
def page(name: str) -> str:
    """One page of the sample."""
    templates = environment()
    if name == "main":
        entries = (TocEntry("", "怎样看", "#a"),)
        html = '<h2 id="a">怎样看</h2><p>先看总表。</p>'
        frame = sample_views.frame("说明", "page")
        return templates.get_template("theme/main.html").render(
            frame=frame, page_title="说明", content_html=html, toc_entries=entries, tables=(), hrefs={}
        )
    if name == "404":
        return templates.get_template("theme/404.html").render(frame=sample_views.frame("没有这个页面", "page"))
    value = {"disclosure": sample_views.disclosure, "list": sample_views.listing, "glossary": sample_views.glossary}[
        name
    ]()
    return templates.get_template(f"pages/{name}.html").render(page=value)


@cache
def document(name: str) -> Document:
    return read(page(name))


@pytest.mark.parametrize("name", PAGES)
def test_every_page_has_the_frame(name: str) -> None:
    html = document(name)
    assert page(name).startswith("<!doctype html>\n<html ")
    assert html.all("html")[0].attributes["lang"] == "zh-CN"
    assert [one.attributes["content"] for one in html.all("meta") if one.attributes.get("http-equiv")] == [POLICY]
    assert [len(html.all(tag)) for tag in ("main", "h1")] == [1, 1]
    assert html.all("title")[0].text.endswith(" - 示例区部门决算公开")


@pytest.mark.parametrize("name", PAGES)
def test_links_inside_a_page_arrive(name: str) -> None:
    html = document(name)
    ids = {element.attributes.get("id") for element in html.elements}
    targets = [one.attributes["href"] for one in html.all("a")]
    assert all(target[1:] in ids for target in targets if target.startswith("#"))
    named = [
        one.attributes[key]
        for one in html.elements
        for key in ("aria-labelledby", "for", "popovertarget")
        if key in one.attributes
    ]
    assert all(name in ids for names in named for name in names.split())


@pytest.mark.parametrize("name", PAGES)
def test_files_are_named_from_the_root(name: str) -> None:
    html = document(name)
    files = [one.attributes["href"] for one in html.all("link")] + [one.attributes["src"] for one in html.all("script")]
    names = asset_names(TEMPLATES)
    assert files == [f"../../../{names[f'assets/{name}']}" for name in ("seal.svg", "juesuan.css", "juesuan.js")]


def test_sections_are_places_with_headings_of_their_level() -> None:
    sections = [one for one in document("disclosure").all("section") if "data-place" in one.attributes]
    assert [one.attributes["data-place"] for one in sections if one.attributes["id"].startswith("s5")] == [
        "五",
        "五（一）",
        "五（二）",
        "五（三）",
    ]
    headings = [one.text for one in document("disclosure").elements if one.tag in {"h2", "h3", "h4"}]
    assert headings[:3] == ["这一年的主要数字", "第一部分部门概况", "一、主要职责"]
    assert "（三）财政拨款支出决算具体情况" in headings


def test_the_contents_list_names_every_section_in_order() -> None:
    html = document("disclosure")
    listed = [one.attributes["href"] for one in html.all("a") if "nav" in one.path and "main" in one.path]
    places = [f"#{one.attributes['id']}" for one in html.all("section") if "data-place" in one.attributes]
    assert [one for one in listed if one.startswith("#")] == places


def test_a_sentence_has_no_blank_between_its_runs() -> None:
    sentence = next(one.text for one in document("disclosure").all("p") if "收、支总计" in one.text)
    assert sentence.startswith("2021年度收、支总计544.55万元。与2020年度相比，收、支总计各增加76.83万元，增长16.43%。")


def test_figures_carry_their_address_and_a_plain_value() -> None:
    found = {
        one.attributes.get("data-fact"): (one.attributes["value"], one.text)
        for one in document("disclosure").all("data")
    }
    assert found["采购.总额"] == ("1340.17", "1,340.17")
    assert found["T5.2101501.小计"] == ("154.28", "154.28")
    assert found["T9.决算.2"] == ("", "—未填")


def test_tables_are_tables() -> None:
    html = document("disclosure")
    titles = [one.text.split() for one in html.all("caption")]
    assert ["公开05表", "一般公共预算财政拨款支出决算表", "部门：示例区医疗保障局", "金额单位：万元"] in titles
    assert len(titles) == len(html.all("table"))
    assert all(one.attributes["scope"] in {"row", "col", "colgroup", "rowgroup"} for one in html.all("th"))
    levels = {one.text: one.attributes["class"] for one in html.all("th") if one.attributes["class"].startswith("name")}
    assert [levels[name] for name in ("卫生健康支出", "行政事业单位医疗", "行政单位医疗")] == [
        "name",
        "name l1",
        "name l2",
    ]


def test_a_table_does_not_repeat_the_heading_above_it() -> None:
    frames = {
        one.attributes.get("id"): one.attributes.get("class", "").split() for one in document("disclosure").all("div")
    }
    assert {name for name, classes in frames.items() if "headed" in classes} == {"staff", "T1", "T5", "T6", "T7", "T9"}
    assert {name for name, classes in frames.items() if "wide" in classes} == {"T6", "T7", "T9"}


def test_an_empty_table_is_published_with_its_note() -> None:
    html = page("disclosure")
    table = html[html.index('id="T7"') :]
    assert table.index("</table>") < table.index('data-status="空表"') < table.index("本表无数据")


def test_a_list_links_its_rows() -> None:
    links = {one.text: one.attributes["href"] for one in document("list").all("a")}
    assert links["示例区财政局"] == "0/2021/"
    assert "1,144.51" not in links


def test_slots_of_a_portal_stand_around_the_page() -> None:
    frame = replace(sample_views.frame("首页", "page"), header_html="<p>上</p>", footer_html="<p>下</p>")
    html = environment().get_template("theme/404.html").render(frame=frame)
    assert html.index("<p>上</p>") < html.index("<main") < html.index("<p>下</p>")


def test_what_is_published_beside_pages_is_known() -> None:
    files = sorted(
        path.relative_to(TEMPLATES / "theme").as_posix() for path in (TEMPLATES / "theme").rglob("*") if path.is_file()
    )
    assert files == [
        "404.html",
        "assets/follow.js",
        "assets/juesuan.css",
        "assets/juesuan.js",
        "assets/reading.js",
        "assets/seal.svg",
        "assets/search.css",
        "assets/search.js",
        "assets/tables.js",
        "layout.html",
        "main.html",
    ]


def test_style_and_script_are_light_and_stay_home() -> None:
    # What a reader pays for with it is held in tests/browser/test_weight.py: the whole page with its style and scripts.
    assert len(CSS.encode()) <= 40_000
    assert len(SCRIPT.encode()) <= 8_000
    assert not re.search(r"@import|url\(|https?:|//\w+\.", CSS)
    assert not re.search(r"https?:|innerHTML|eval\(|fetch\(|document\.write|cookie", SCRIPT)


def test_every_class_of_a_page_has_a_look() -> None:
    used = {
        name
        for one in PAGES
        for element in document(one).elements
        for name in element.attributes.get("class", "").split()
    }
    styled = set(re.findall(r"\.([a-z][a-z0-9-]*)", CSS))
    assert used - styled - HOOKS == set()


def tokens(mode: str) -> dict[str, str]:
    """Colours of one mode: light, dark by the system, dark by attribute."""
    selector = {
        "light": ":root {",
        "system": ':root:not([data-theme="light"]) {',
        "chosen": ':root[data-theme="dark"] {',
    }[mode]
    block = CSS[CSS.index(selector) :].split("}", 1)[0]
    return dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", block))


def luminance(colour: str) -> float:
    parts = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_measured_as_wcag_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("mode", ["light", "system", "chosen"])
@pytest.mark.parametrize(
    ("ink", "ground", "least"),
    [
        ("ink", "paper", 7),
        ("ink-2", "paper", 4.5),
        ("link", "paper", 4.5),
        ("seal", "paper", 4.5),
        ("ink", "tint", 7),
        ("ink-2", "tint", 4.5),
        ("link", "tint", 4.5),
        ("seal", "tint", 4.5),
        ("on-seal", "seal", 4.5),
        ("ink-2", "c5", 3),
        ("c1", "paper", 3),
    ],
)
def test_every_ink_is_legible(mode: str, ink: str, ground: str, least: float) -> None:
    colours = tokens(mode)
    assert contrast(colours[ink], colours[ground]) >= least


def test_both_ways_to_dark_are_the_same() -> None:
    assert tokens("system") == tokens("chosen") != tokens("light")


def test_tones_of_a_chart_differ_in_grey_on_paper() -> None:
    greys = [luminance(tokens("light")[f"c{number}"]) + 0.05 for number in range(1, 6)]
    steps = [max(one, other) / min(one, other) for one, other in pairwise(greys)]
    # The third and fourth are told apart by their stripes.
    assert min(steps[0], steps[1], steps[3]) >= 1.2
