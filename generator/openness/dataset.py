"""数据集说明：公开页里的 JSON-LD（schema.org/Dataset），搜索引擎和数据目录据此认出可以下载的数据。"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from generator.accounts import Account
from generator.openness.notices import changed_on, title_of
from generator.openness.site_address import absolute
from generator.pages.site import Page
from generator.store import Store
from generator.views import DisclosurePage, Link

MEDIA = {
    "csv": "text/csv",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
Value = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Dataset:
    """What is known of a disclosure as data. Without 网址 links stay relative to the page, which JSON-LD allows."""

    value: Value
    base: str

    def text(self, downloads: Iterable[Link]) -> str:
        """JSON that may stand inside a script element: no character of it can end that element."""
        files = [_download(self.base, link.href) for link in downloads]
        value = {**self.value, "distribution": files} if files else self.value
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def dataset(store: Store, account: Account) -> Dataset:
    """A disclosure as a dataset."""
    filed, title = account.filed, title_of(account)
    region = store.regions[filed.publisher.region]
    path = f"{account.address}/"
    url = absolute(store.site, path)
    publisher = {"@type": "GovernmentOrganization", "name": account.name}
    changed = changed_on(filed.record)
    value = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": url,
        "url": url,
        "identifier": account.address,
        "name": title,
        "description": f"{title}的全部决算表、情况说明里的数和绩效自评指标，可按地址逐数引用，金额单位为万元。",
        "inLanguage": "zh-CN",
        "keywords": ["部门决算", account.name, f"{filed.record.year}年度"],
        "temporalCoverage": f"{filed.record.year}-01-01/{filed.record.year}-12-31",
        "spatialCoverage": {
            "@type": "AdministrativeArea",
            "name": region.name,
            "identifier": filed.publisher.region,
        },
        "creator": publisher,
        "publisher": publisher,
        "datePublished": filed.record.published.isoformat() if filed.record.published else "",
        "dateModified": changed.isoformat() if changed else "",
        "version": filed.digest[:8],
        "license": store.site.licence,
        "isAccessibleForFree": True,
    }
    return Dataset({key: one for key, one in value.items() if one != ""}, url)


def described(store: Store, accounts: Mapping[str, Account], pages: Mapping[str, Page]) -> dict[str, Page]:
    """The pages, each disclosure with its description, now that its downloads are known."""
    return {
        address: _described(store, accounts[address.rstrip("/")], page) if isinstance(page, DisclosurePage) else page
        for address, page in pages.items()
    }


def _described(store: Store, account: Account, page: DisclosurePage) -> DisclosurePage:
    text = dataset(store, account).text(page.downloads)
    return replace(page, frame=replace(page.frame, dataset_json=text))


def _download(base: str, href: str) -> Value:
    suffix = href.rpartition(".")[2]
    return {"@type": "DataDownload", "encodingFormat": MEDIA.get(suffix, ""), "contentUrl": base + href}
