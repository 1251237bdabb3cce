"""网站地图：全部网页和最后改动的日子；超过五万页时分成几份，由一份目录列出（sitemaps.org 的上限）。"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape

from generator.model import Site
from generator.openness.site_address import absolute

LIMIT = 50_000
NAMES = "http://www.sitemaps.org/schemas/sitemap/0.9"
TOP = '<?xml version="1.0" encoding="UTF-8"?>\n'


def sitemaps(site: Site, addresses: Iterable[str], days: Mapping[str, str], limit: int = LIMIT) -> dict[str, bytes]:
    """`days` says when a page last changed, by its address. Locations must be whole: without 网址 there is no map."""
    if not site.base_url:
        return {}
    entries = [_entry("url", absolute(site, address), days.get(address, "")) for address in sorted(addresses)]
    if len(entries) <= limit:
        return {"sitemap.xml": _file("urlset", entries)}
    parts = [entries[at : at + limit] for at in range(0, len(entries), limit)]
    files = {f"sitemap-{at}.xml": _file("urlset", part) for at, part in enumerate(parts, 1)}
    return {**files, "sitemap.xml": _file("sitemapindex", [_entry("sitemap", absolute(site, name)) for name in files])}


def _entry(tag: str, place: str, day: str = "") -> str:
    when = f"<lastmod>{day}</lastmod>" if day else ""
    return f"<{tag}><loc>{escape(place)}</loc>{when}</{tag}>"


def _file(root: str, entries: Iterable[str]) -> bytes:
    return (TOP + f'<{root} xmlns="{NAMES}">\n' + "\n".join(entries) + f"\n</{root}>\n").encode("utf-8")


def days_of(addresses: Iterable[str], changed: Mapping[str, str]) -> dict[str, str]:
    """When each page last changed, from the records it shows: `changed` is by record (`420106/ybj/2021`).

    A disclosure and what hangs on it has its record's day; a page of a publisher, a region or a region's year the latest
    day of the records below it. Pages that speak of no one in particular have none.
    """
    latest: dict[str, str] = {}
    for address, day in changed.items():
        for shelf in _shelves(address):
            latest[shelf] = max(day, latest.get(shelf, ""))
    return {page: day for page in addresses if (day := _day(page, changed, latest))}


def _shelves(address: str) -> tuple[str, ...]:
    """`420106/ybj/fwzx/2021` → its publisher, department, region and region's year."""
    region, slug, *rest = address.split("/")
    return tuple({address.rpartition("/")[0], f"{region}/{slug}", region, f"{region}/{rest[-1]}"})


def _day(page: str, changed: Mapping[str, str], latest: Mapping[str, str]) -> str:
    steps = page.strip("/").split("/")
    for length in range(len(steps), 0, -1):
        name = "/".join(steps[:length])
        if name in changed or name in latest:
            return changed.get(name) or latest[name]
    return ""
