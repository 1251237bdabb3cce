"""网址：站点公开后的地址怎样拼出整页的地址；没有填网址时一律不写，不猜。"""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from generator.model import Site


def absolute(site: Site, path: str) -> str:
    """`420106/ybj/2021/` → `https://www.example.gov.cn/czj/420106/ybj/2021/`; "" without 网址."""
    return f"{site.base_url}{quote(path)}" if site.base_url else ""


def host(site: Site) -> str:
    """`www.example.gov.cn`, or what 网站域名 says; "" without either."""
    return site.domain or urlsplit(site.base_url).netloc
