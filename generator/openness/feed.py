"""订阅：公布和更正的 Atom（RFC 4287）消息，全站一份，每个地区一份。"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from generator import clock
from generator.model import Site
from generator.openness.notices import Notice
from generator.openness.site_address import absolute

LATEST = 100
"""Entries of one feed: a reader that looks in once a month misses none even where a province publishes in one week."""
NAME = "feed.xml"
SPACE = uuid.UUID("5e8f1c5e-6d0b-5a0e-9a52-2f0a7a6d1b11")
"""Ids are made from addresses below this name, so that they outlive a move to another host."""
ZONE = "+08:00"
TOP = '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">\n'


def feed(site: Site, path: str, title: str, notices: Iterable[Notice]) -> bytes:
    """The feed at `path` (`feed.xml`, `420106/feed.xml`), latest first."""
    folder = path.removesuffix(NAME)
    latest = sorted(notices, reverse=True)[:LATEST]
    updated = f"{latest[0].day}T00:00:00{ZONE}" if latest else clock.made().isoformat()
    own = absolute(site, path)
    head = [
        f"<id>{_ident(path)}</id>",
        f"<title>{escape(title)}</title>",
        f"<updated>{updated}</updated>",
        f"<author><name>{escape(site.owner or site.name)}</name></author>",
        f'<link rel="self" type="application/atom+xml" href={quoteattr(own or NAME)}/>',
        f'<link rel="alternate" type="text/html" href={quoteattr(absolute(site, folder) or "./")}/>',
    ]
    entries = [_entry(site, folder, notice) for notice in latest]
    return (TOP + "\n".join([*head, *entries]) + "\n</feed>\n").encode("utf-8")


def _entry(site: Site, folder: str, notice: Notice) -> str:
    page = f"{notice.address}/"
    link = absolute(site, page) or page.removeprefix(folder)
    return (
        f"<entry><id>{_ident(notice.ident)}</id><title>{escape(notice.title)}</title>"
        f"<updated>{notice.day}T00:00:00{ZONE}</updated>"
        f"<author><name>{escape(notice.source)}</name></author>"
        f'<link rel="alternate" type="text/html" href={quoteattr(link)}/>'
        f"<summary>{escape(notice.text)}</summary></entry>"
    )


def _ident(name: str) -> str:
    return uuid.uuid5(SPACE, name).urn
