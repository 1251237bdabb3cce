"""公开规范：网页标签、规范链接、数据集说明、订阅、网站地图、旧址、404、站头站尾。"""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lxml import etree, html

from generator.findings import Finding
from generator.load import load
from generator.model import Site
from generator.openness.dataset import Dataset
from generator.openness.feed import feed
from generator.openness.notices import Notice
from generator.openness.sitemap import NAMES, sitemaps
from generator.openness.skin import load_skin, markup_problems, style_problems
from generator.pipeline import build, draw, examine
from generator.project import Project
from generator.render import Rendered
from tests.open_project import BASE, open_project

ROOT = Path(__file__).parent.parent
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return open_project(tmp_path_factory.mktemp("open"))


@pytest.fixture(scope="module")
def drawn(project: Project) -> Rendered:
    return draw(project, examine(project))


@pytest.fixture(scope="module")
def site(project: Project) -> Path:
    published = build(project).published
    assert published is not None
    return published.site


def page(drawn: Rendered, address: str) -> html.HtmlElement:
    return html.fromstring(drawn.texts[address])


def tags(tree: html.HtmlElement) -> dict[str, str]:
    found = [(node.get("name"), node.get("content")) for node in tree.xpath("//meta[@name]")]
    assert len(found) == len({name for name, _ in found}), "a tag stands once"
    return dict(found)


# meta tags -----------------------------------------------------------------------------------------------------------

EVERY_PAGE = {"SiteName": "部门决算公开", "SiteDomain": "www.example.gov.cn", "SiteIDCode": "9999010001"}


def test_every_page_carries_the_tags_of_its_site_and_column(site: Path) -> None:
    pages = [path for path in site.rglob("*.html") if "noindex" not in path.read_text("utf-8")]
    assert len(pages) > 80
    for path in pages:
        said = tags(html.fromstring(path.read_text("utf-8")))
        assert EVERY_PAGE.items() <= said.items(), path
        for name in ("ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType", "Description"):
            assert said.get(name), f"{path}: {name}"


def test_a_disclosure_is_an_article(drawn: Rendered) -> None:
    said = tags(page(drawn, "999901/mzj/2022/"))
    assert said["ArticleTitle"] == "示例区民政局2022年度部门决算"
    assert said["PubDate"] == "2023-09-11 00:00"
    assert re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}", said["PubDate"])
    assert said["ContentSource"] == said["Author"] == "示例区民政局"
    assert (said["ColumnName"], said["ColumnType"], said["ColumnKeywords"]) == ("财政预决算", "财政信息", "财政，决算")
    assert said["Url"] == f"{BASE}999901/mzj/2022/"


def test_a_tag_without_a_value_is_left_out(drawn: Rendered) -> None:
    """The archive names no day of publication, and none is invented."""
    said = tags(page(drawn, "420106/ybj/2021/"))
    assert said["ArticleTitle"] == "武汉市武昌区医疗保障局2021年度部门决算"
    assert "PubDate" not in said
    assert all(said.values())


def test_a_list_is_a_column_and_no_article(drawn: Rendered) -> None:
    said = tags(page(drawn, "999901/"))
    assert said["ColumnName"] == "示例区"
    assert not {"ArticleTitle", "PubDate", "ContentSource"} & said.keys()


@pytest.mark.parametrize("wrong", ["www.example.gov.cn", "//a/b/", "ftp://a/", "https://a/b?c=1", "https://u@a/"])
def test_an_address_must_be_whole(wrong: str) -> None:
    with pytest.raises(ValueError, match="网址应写全"):
        Site.model_validate({"格式": "1", "网站名称": "甲", "网址": wrong})


def test_an_address_gets_its_slash() -> None:
    told = Site.model_validate(
        {"格式": "1", "网站名称": "甲", "网址": "https://a.gov.cn/b", "网站标识码": "bm01000001"}
    )
    assert told.base_url == "https://a.gov.cn/b/"


# canonical links, datasets ---------------------------------------------------------------------------------------------


def test_canonical_links_name_each_page(site: Path) -> None:
    for path in site.rglob("index.html"):
        tree = html.fromstring(path.read_text("utf-8"))
        named = tree.xpath("//link[@rel='canonical']/@href")
        own = BASE + path.parent.relative_to(site).as_posix().removeprefix(".") + "/"
        if "noindex" in tags(tree).get("robots", ""):
            assert named[0].startswith(f"{BASE}999901/ybj/")
        else:
            assert named == [own.replace("//", "/").replace(":/", "://")]
    assert not html.fromstring((site / "404.html").read_text("utf-8")).xpath("//link[@rel='canonical']")


def data(drawn: Rendered, address: str) -> dict[str, Any]:
    texts = page(drawn, address).xpath("//script[@type='application/ld+json']/text()")
    assert len(texts) == 1
    found: dict[str, Any] = json.loads(texts[0])
    return found


def test_a_disclosure_says_what_data_it_is(drawn: Rendered) -> None:
    told = data(drawn, "999901/mzj/2022/")
    assert (told["@context"], told["@type"]) == ("https://schema.org", "Dataset")
    assert told["name"] == "示例区民政局2022年度部门决算"
    assert told["temporalCoverage"] == "2022-01-01/2022-12-31"
    assert told["publisher"] == {"@type": "GovernmentOrganization", "name": "示例区民政局"}
    assert (told["datePublished"], told["dateModified"]) == ("2023-09-11", "2023-10-12")
    assert told["license"] == "https://www.example.gov.cn/licence"
    assert told["spatialCoverage"]["identifier"] == "999901"
    assert len(told["description"]) >= 50  # what dataset search asks for


def test_its_distribution_is_what_the_page_offers(drawn: Rendered) -> None:
    for address in drawn.texts:
        if not re.fullmatch(r"[0-9]{6}(/[a-z]+){1,2}/[0-9]{4}/", address) or "noindex" in drawn.texts[address]:
            continue
        offered = {one["contentUrl"].removeprefix(BASE) for one in data(drawn, address)["distribution"]}
        assert offered == {name for name in drawn.files if re.fullmatch(rf"{address}juesuan-[^/]*", name)}
        assert all(one["encodingFormat"] for one in data(drawn, address)["distribution"])


def test_text_of_a_record_cannot_end_the_script() -> None:
    """H02: a name that looks like the end of a script stays a name."""
    text = Dataset({"name": "</script><script>alert(1)</script>&"}, "").text(())
    assert "<" not in text
    assert json.loads(text)["name"] == "</script><script>alert(1)</script>&"


# sitemap, robots -------------------------------------------------------------------------------------------------------


def test_the_sitemap_lists_every_page_and_nothing_else(site: Path) -> None:
    tree = etree.parse(site / "sitemap.xml")
    listed = [node.text for node in tree.iterfind(f"{{{NAMES}}}url/{{{NAMES}}}loc")]
    assert len(listed) == len(set(listed))
    pages = {
        f"{BASE}{path.parent.relative_to(site).as_posix()}/".replace(f"{BASE}./", BASE)
        for path in site.rglob("index.html")
        if "noindex" not in path.read_text("utf-8")
    }
    # The search page is finished in the browser, but it is a page.
    assert set(listed) == pages
    assert not (site / "sitemap.xml.gz").exists()


def test_pages_say_when_they_changed(site: Path) -> None:
    tree = etree.parse(site / "sitemap.xml")
    days = {node[0].text: node[1].text for node in tree.getroot() if len(node) > 1}
    assert days[f"{BASE}999901/mzj/2022/"] == "2023-10-12", "the correction counts"
    assert days[f"{BASE}999901/mzj/2022/figures/"] == "2023-10-12"
    assert days[f"{BASE}999901/mzj/2021/"] == "2022-09-06"
    assert days[f"{BASE}999901/mzj/"] == "2024-09-09"
    assert days[f"{BASE}999901/2021/"] == "2022-09-08"
    assert days[f"{BASE}999901/"] == "2024-09-09"
    assert f"{BASE}420106/ybj/2021/" not in days, "no day is invented"
    assert f"{BASE}glossary/" not in days


def test_many_pages_are_split_under_an_index() -> None:
    told = Site.model_validate({"格式": "1", "网站名称": "甲", "网址": "https://a/"})
    files = sitemaps(told, [f"{at}/" for at in range(7)], {}, limit=3)
    assert sorted(files) == ["sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml", "sitemap.xml"]
    index = etree.fromstring(files["sitemap.xml"])
    assert index.tag == f"{{{NAMES}}}sitemapindex"
    assert [node.text for node in index.iter(f"{{{NAMES}}}loc")] == [f"https://a/sitemap-{at}.xml" for at in (1, 2, 3)]
    parts = [etree.fromstring(files[f"sitemap-{at}.xml"]) for at in (1, 2, 3)]
    assert [len(part) for part in parts] == [3, 3, 1]
    assert {node.text for part in parts for node in part.iter(f"{{{NAMES}}}loc")} == {
        f"https://a/{n}/" for n in range(7)
    }


def test_without_an_address_there_is_no_map_and_no_canonical_link() -> None:
    assert sitemaps(Site.model_validate({"格式": "1", "网站名称": "甲"}), ["a/"], {}) == {}


def test_robots_allow_everything_and_name_the_map(drawn: Rendered) -> None:
    assert drawn.files["robots.txt"].decode() == f"User-agent: *\nDisallow:\n\nSitemap: {BASE}sitemap.xml\n"


# feeds -----------------------------------------------------------------------------------------------------------------


def entries(drawn: Rendered, name: str) -> list[etree._Element]:
    tree = etree.fromstring(drawn.files[name])
    assert tree.tag == f"{ATOM}feed"
    check_feed(tree)
    return tree.findall(f"{ATOM}entry")


def check_feed(tree: etree._Element) -> None:
    """RFC 4287: what a feed and an entry must have, once each."""
    for node in (tree, *tree.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(node.findall(ATOM + name)) == 1
        assert re.match(r"(urn|https?):", node.findtext(f"{ATOM}id") or "")
        assert dt.datetime.fromisoformat(node.findtext(f"{ATOM}updated") or "").tzinfo
        assert node.find(f"{ATOM}author/{ATOM}name") is not None
        links = node.findall(f"{ATOM}link")
        assert [one.get("rel") for one in links].count("alternate") == 1
        assert all(one.get("href") for one in links)
    assert tree.findall(f"{ATOM}link[@rel='self']")
    idents = [node.findtext(f"{ATOM}id") for node in (tree, *tree.findall(f"{ATOM}entry"))]
    assert len(idents) == len(set(idents))


def test_publications_and_corrections_are_announced_latest_first(drawn: Rendered) -> None:
    found = entries(drawn, "feed.xml")
    titles = [one.findtext(f"{ATOM}title") for one in found]
    assert "示例区民政局2022年度部门决算" in titles
    assert titles.count("更正：示例区民政局2022年度部门决算") == 1
    correction = found[titles.index("更正：示例区民政局2022年度部门决算")]
    assert "国内公务接待76人次改为国内公务接待67人次" in (correction.findtext(f"{ATOM}summary") or "")
    days = [one.findtext(f"{ATOM}updated") or "" for one in found]
    assert days == sorted(days, reverse=True)


def test_a_region_has_a_feed_of_its_own(drawn: Rendered) -> None:
    links = [str(one.xpath("string(*[local-name()='link']/@href)")) for one in entries(drawn, "999901/feed.xml")]
    assert links
    assert all(link.startswith(f"{BASE}999901/") for link in links)
    assert {link.removeprefix(BASE) for link in links} <= drawn.texts.keys()
    assert entries(drawn, "420106/feed.xml") == [], "a region without dates has a feed all the same"


def test_pages_lead_to_their_feeds(site: Path) -> None:
    for path in site.rglob("*.html"):
        for link in html.fromstring(path.read_text("utf-8")).xpath("//link[@type='application/atom+xml']/@href"):
            place = site / link.removeprefix("/czj/jsgk/") if path.name == "404.html" else path.parent / link
            assert place.is_file(), path


def test_ids_do_not_change_when_the_site_moves() -> None:
    notice = Notice("2022-09-01", "999901/a/2021", "999901/a/2021", "甲", "乙", "丙")
    here, there = (
        feed(Site.model_validate({"格式": "1", "网站名称": "甲", **more}), "feed.xml", "甲", [notice])
        for more in ({}, {"网址": "https://a.gov.cn/"})
    )
    ids = [re.findall(rb"<id>(.*?)</id>", one) for one in (here, there)]
    assert ids[0] == ids[1]
    check_feed(etree.fromstring(here))


def test_a_feed_keeps_to_the_latest() -> None:
    told = Site.model_validate({"格式": "1", "网站名称": "甲"})
    many = [
        Notice(f"2022-{at // 28 + 1:02}-{at % 28 + 1:02}", f"r/{at}", f"r/{at}", "题", "文", "谁") for at in range(150)
    ]
    tree = etree.fromstring(feed(told, "feed.xml", "甲", many))
    assert len(tree.findall(f"{ATOM}entry")) == 100
    assert tree.findtext(f"{ATOM}updated") == "2022-06-10T00:00:00+08:00"


# former addresses ------------------------------------------------------------------------------------------------------


def test_every_former_address_leads_to_the_present_one(site: Path) -> None:
    now = site / "999901" / "ybj"
    checked = 0
    for path in now.rglob("index.html"):
        place = path.relative_to(now).as_posix()
        if place.startswith("zx/"):
            continue
        for old in {f"yibao/{place}", *(f"{top}/{place.replace('fwzx/', 'zx/', 1)}" for top in ("ybj", "yibao"))}:
            if old == f"ybj/{place}":
                continue
            former = site / "999901" / old
            moved = html.fromstring(former.read_text("utf-8"))
            goes = moved.xpath("string(//meta[@http-equiv='refresh']/@content)").removeprefix("0; url=")
            assert (former.parent / goes / "index.html").resolve() == path.resolve(), old
            assert moved.xpath("//meta[@name='robots']/@content") == ["noindex"]
            assert goes in moved.xpath("//main//a/@href"), "for a browser that does not forward"
            checked += 1
    assert checked > 30


def test_a_units_former_name_works_under_both_names_of_its_department(drawn: Rendered) -> None:
    for old in ("999901/ybj/zx/2022/", "999901/yibao/zx/2022/", "999901/yibao/fwzx/2022/"):
        goes = page(drawn, old).xpath("string(//meta[@http-equiv='refresh']/@content)")
        assert goes.endswith("999901/ybj/fwzx/2022/"), old


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("mzj", "性质: 行政单位", "性质: 行政单位\n曾用标识: [ybj]", "mzj"),
        ("mzj", "性质: 行政单位", "性质: 行政单位\n曾用标识: [yibao]", "ybj"),
        ("ybj", "曾用标识: [zx]", "曾用标识: [hczx]", "ybj"),
    ],
)
def test_a_former_name_in_use_is_refused(
    project: Project, tmp_path: Path, file: str, old: str, new: str, told: str
) -> None:
    """P07: two sources of one address."""
    shutil.copytree(project.content, tmp_path / "content")
    path = tmp_path / "content/records/999901" / file / "department.yml"
    assert old in path.read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    _, findings = load(tmp_path / "content", project.templates)
    assert [one.file for one in findings if one.rule == "S-旧址"] == [f"records/999901/{told}/department.yml"]


# 404 -------------------------------------------------------------------------------------------------------------------


def test_the_404_page_works_at_any_depth(site: Path) -> None:
    tree = html.fromstring((site / "404.html").read_text("utf-8"))
    targets = [one for one in tree.xpath("//@href | //@src | //@action") if not one.startswith("#")]
    assert len(targets) > 8
    for target in targets:
        assert target.startswith("/czj/jsgk/"), target
        place = site / target.removeprefix("/czj/jsgk/")
        assert place.exists(), target


# skin ------------------------------------------------------------------------------------------------------------------


def test_the_skin_stands_in_its_slots_on_every_page(site: Path) -> None:
    for path in site.rglob("*.html"):
        tree = html.fromstring(path.read_text("utf-8"))
        for slot, text in (("portal-header", "示例区人民政府"), ("portal-footer", "示例区财政局")):
            (node,) = tree.xpath(f"//body/div[@class='{slot}']")
            assert text in node.text_content()
            assert "{root}" not in html.tostring(node, encoding="unicode")
        styles = tree.xpath("//link[@rel='stylesheet']/@href")
        assert re.search(r"assets/skin-example\.[0-9a-f]{10}\.css$", styles[-1]), (
            "it comes last, so that its tokens count"
        )


def test_a_skin_changes_nothing_between_its_slots(project: Project, drawn: Rendered, tmp_path: Path) -> None:
    shutil.copytree(project.content, tmp_path / "content")
    settings = tmp_path / "content" / "site.yml"
    settings.write_text(settings.read_text("utf-8").replace("外观: example\n", ""), "utf-8")
    (tmp_path / "templates").symlink_to(project.templates)
    bare = Project(tmp_path)
    plain = draw(bare, examine(bare)).texts
    slot = re.compile(r'<div class="portal-(header|footer)"[^>]*>.*?\n</div>\n(?=<header|</body)', re.DOTALL)
    link = re.compile(r'<link rel="stylesheet" href="[./]*assets/skin-example[.0-9a-f]*.css">\n')
    for address, text in drawn.texts.items():
        assert link.sub("", slot.sub("", text)) == plain[address]


MARKUP: Mapping[str, str] = {
    "<script>alert(1)</script>": "<script>",
    '<a href="javascript:alert(1)">x</a>': "不认识",
    '<p onclick="x()">x</p>': "onclick",
    '<p style="color:red">x</p>': "style",
    '<img src="https://cdn.example.com/a.png" alt="">': "别处",
    '<link rel="stylesheet" href="{root}a.css">': "<link>",
    '<p id="main">x</p>': "id",
}
STYLES: Mapping[str, str] = {
    "body { color: red }": "body",
    ".portal-a, table { color: red }": "table",
    ".portal-header ~ main { display: none }": "main",
    ":root { color: red }": "color: red",
    "@import url('a.css');": "@import",
    ".portal-a { background: url(https://a/b.png) }": "url(",
    "@media print { main { display: none } }": "main",
}


@pytest.mark.parametrize(("text", "said"), MARKUP.items())
def test_a_slot_runs_and_fetches_nothing(text: str, said: str) -> None:
    assert said in "".join(one[1] for one in markup_problems(f"<p>好</p>\n{text}"))
    assert {one[0] for one in markup_problems(f"<p>好</p>\n{text}")} == {2}


@pytest.mark.parametrize(("text", "said"), STYLES.items())
def test_a_skin_reaches_only_tokens_and_slots(text: str, said: str) -> None:
    assert said in "".join(one[1] for one in style_problems(f":root {{ --ink: #000; }}\n{text}\n"))
    assert {one[0] for one in style_problems(f":root {{ --ink: #000; }}\n{text}\n")} == {2}


@cache
def tokens() -> frozenset[str]:
    return frozenset(re.findall(r"(--[\w-]+):", (ROOT / "templates/theme/assets/juesuan.css").read_text("utf-8")))


def test_the_example_skin_is_sound_and_sets_tokens_that_exist() -> None:
    findings: list[Finding] = []
    skin = load_skin(ROOT / "templates", "example", findings)
    assert findings == []
    assert skin.header
    assert set(re.findall(r"(--[\w-]+):", skin.style)) <= tokens()


@pytest.mark.parametrize(
    "spoil",
    [
        shutil.rmtree,
        lambda folder: (folder / "skin.css").write_text("main { display: none }", "utf-8"),
    ],
)
def test_a_skin_that_is_missing_or_unsound_is_a_finding(tmp_path: Path, spoil: Callable[[Path], None]) -> None:
    shutil.copytree(ROOT / "templates" / "skin", tmp_path / "skin")
    spoil(tmp_path / "skin" / "example")
    findings: list[Finding] = []
    assert load_skin(tmp_path, "example", findings).header == ""
    assert [one.rule for one in findings] == ["S-外观"]
