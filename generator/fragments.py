"""片段 fragments：网页的正文，不带页头页脚，供放进别的内容管理系统（CMS）的栏目里。"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from html import unescape
from pathlib import Path
from urllib.parse import urljoin

from generator import manifest

MAIN = re.compile(r"<main\b[^>]*>(.*)</main>", re.DOTALL)
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
REFERENCE = re.compile(r'(?<=\s)((?:href|src)=")(?!#|[a-z]+:|//|/)([^"]*)(")')
INDEX = "fragments.json"


def fragments(site: Path, paths: Mapping[str, str], base: str) -> dict[str, bytes]:
    """For each page its body at the same path, and a list of all with their titles.

    With a base address of the site links become whole addresses; without one they stay relative to the page, and the
    fragments must be placed at the same paths.
    """
    made: dict[str, bytes] = {}
    listed: list[dict[str, str]] = []
    for path in sorted(paths):
        if not path.endswith(".html"):
            continue
        text = (site / path).read_text("utf-8")
        body, title = MAIN.search(text), TITLE.search(text)
        if body is None or title is None:
            continue
        address = path.removesuffix("index.html")
        made[path] = (_absolute(body[1].strip(), base, address) if base else body[1].strip()).encode() + b"\n"
        listed.append({"地址": address, "标题": unescape(title[1]), "SHA-256": manifest.digest_of(made[path])})
    return {**made, INDEX: (json.dumps(listed, ensure_ascii=False, indent=1) + "\n").encode()}


def _absolute(body: str, base: str, address: str) -> str:
    here = urljoin(f"{base.rstrip('/')}/", address)
    return REFERENCE.sub(lambda found: f"{found[1]}{urljoin(here, found[2])}{found[3]}", body)
