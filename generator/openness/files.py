"""公开规范要求的文件：网站地图、订阅、robots.txt、站头站尾的样式；由页面的地址和消息写成。"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from generator.model import Site
from generator.openness.feed import NAME, feed
from generator.openness.notices import Notice
from generator.openness.site_address import absolute
from generator.openness.sitemap import days_of, sitemaps
from generator.store import Store

INDEX = "index.md"


def open_files(store: Store, addresses: Iterable[str], told: tuple[Notice, ...]) -> dict[str, bytes]:
    """Path → bytes. `addresses` are those of all pages that search engines should know."""
    everywhere = tuple(addresses)
    return {
        **_feeds(store, told),
        **sitemaps(store.site, everywhere, days_of(everywhere, _changed(told))),
        "robots.txt": robots(store.site),
        **({store.skin.path: store.skin.style.encode("utf-8")} if store.skin.style else {}),
    }


def _changed(told: Iterable[Notice]) -> Mapping[str, str]:
    days: dict[str, str] = {}
    for notice in told:
        days[notice.address] = max(notice.day, days.get(notice.address, ""))
    return days


def _feeds(store: Store, told: tuple[Notice, ...]) -> dict[str, bytes]:
    files = {NAME: feed(store.site, NAME, store.site.name, told)}
    for code, region in store.regions.items():
        mine = (notice for notice in told if notice.address.startswith(f"{code}/"))
        files[f"{code}/{NAME}"] = feed(store.site, f"{code}/{NAME}", f"{region.name} - {store.site.name}", mine)
    return files


def robots(site: Site) -> bytes:
    """Everything may be read. It counts only at the root of a host; below a portal its own robots.txt does."""
    where = absolute(site, "sitemap.xml")
    return ("User-agent: *\nDisallow:\n" + (f"\nSitemap: {where}\n" if where else "")).encode("utf-8")


def prose_addresses(folder: Path) -> tuple[str, ...]:
    """Addresses of the Markdown pages, as MkDocs gives them: index.md → "", guide.md → guide/."""
    found = []
    for path in sorted(folder.rglob("*.md")):
        name = path.relative_to(folder)
        place = name.parent if name.name == INDEX else name.with_suffix("")
        found.append("" if place == Path() else f"{place.as_posix()}/")
    return tuple(found)
