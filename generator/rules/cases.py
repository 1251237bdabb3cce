"""正例和反例：规则数据里的小段记录，读成真正的账来核对；测试照它跑，规则页照它印。"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from generator.accounts import Account, derive
from generator.catalog import Catalog
from generator.findings import Finding
from generator.model import Department, Region, Site, UnitEntry
from generator.record_reader import Place, file_record
from generator.rules.model import Case, Rule
from generator.rules.registry import Bench
from generator.store import OWN_OFFICE, Filed, Publisher, Store
from generator.strict_yaml import Mapping as Tree
from generator.strict_yaml import compose

HEAD = "格式: 1\n年度: {year}\n状态: 已公开\n板式: 国家-2022\n金额单位: {unit}\n"
"""Put before a case that does not begin with 格式; lines of a case are counted without it."""

REGION, SLUG, UNIT = "999999", "li", "danwei"


class CaseError(ValueError):
    """A case of our own data that cannot be read."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A case as an account on a bench; `offset` lines stand before the case's own first line."""

    account: Account
    bench: Bench
    offset: int


def trial(case: Case, rule: Rule, catalog: Catalog) -> Trial:
    """The case's record with its last year's record and its units' records, as the rule will see it."""
    year = max(rule.since, min(rule.until, 2022))
    main, offset = _filed(case.text, Publisher(REGION, SLUG), year, catalog)
    year = main.record.year
    others = []
    if case.prior:
        others.append(_filed(case.prior, Publisher(REGION, SLUG), year - 1, catalog)[0])
    for slug, text in case.units.items():
        unit = OWN_OFFICE if slug == "本级" else slug
        others.append(_filed(text, Publisher(REGION, SLUG, unit), year, catalog)[0])
    store = _store(catalog, [main, *others], tuple(slug for slug in case.units if slug != "本级"))
    accounts = derive(store)
    return Trial(accounts[main.address], Bench(store, accounts), offset)


def _filed(text: str, publisher: Publisher, year: int, catalog: Catalog) -> tuple[Filed, int]:
    own_head = text.lstrip().startswith("格式")
    unit = "元"
    head = "" if own_head else HEAD.format(year=year, unit=unit)
    whole = head + text
    tree, problems = compose(whole)
    if tree is None:
        raise CaseError(f"例子读不通：{problems[0].message}（第{problems[0].line - head.count(chr(10))}行）")
    year = int(str(tree["年度"])) if own_head and isinstance(tree, Tree) else year
    filed, findings = file_record(tree, whole.encode(), Place(publisher, year, f"{publisher.path}/{year}.yml"), catalog)
    if filed is None:
        raise CaseError(f"例子读不通：{_first(findings)}")
    return filed, head.count("\n")


def _first(findings: list[Finding]) -> str:
    return next((finding.message for finding in findings if finding.failed), "")


def _store(catalog: Catalog, filed: list[Filed], units: tuple[str, ...]) -> Store:
    department = Department.model_construct(
        format="1",
        name="例子局",
        short="例子局",
        level="区",
        nature="行政单位",
        units=tuple(UnitEntry.model_construct(slug=slug, name=slug, nature="事业单位") for slug in units),
        former=(),
    )
    region = Region.model_construct(format="1", name="例子区", short="例子区", sample=True)
    site = Site.model_validate({"格式": "1", "网站名称": "例子"})
    records: Mapping[str, Filed] = MappingProxyType({one.address: one for one in filed})
    return Store(
        site,
        catalog,
        MappingProxyType({REGION: region}),
        MappingProxyType({Publisher(REGION, SLUG): department}),
        records,
    )
