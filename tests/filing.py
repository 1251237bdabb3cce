"""Made-up texts put through the program in this process: text → record → store → accounts → verdicts, one catalogue for all."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from generator.accounts import Account, derive
from generator.catalog import Catalog
from generator.findings import Finding
from generator.load_catalog import load_catalog
from generator.model import Department, Region, Site
from generator.record_reader import Place, file_record
from generator.rules.plan import Programme, programme
from generator.rules.registry import Bench
from generator.rules.run import Verdict, judge
from generator.shape import validate
from generator.store import OWN_OFFICE, Filed, Publisher, Store
from generator.strict_yaml import compose
from tests.synthetic import Made

ROOT = Path(__file__).resolve().parents[1]
REGION = Region.model_construct(format="1", name="试验区", short="试验区", sample=True)


@cache
def catalog() -> Catalog:
    """The real tables, profiles, codes and rules, read once."""
    findings: list[Finding] = []
    found = load_catalog(ROOT / "content", ROOT / "templates", findings)
    assert not findings, findings[0].message
    return found


class UnreadError(AssertionError):
    """A made-up text that the program refuses: a fault of the text."""


def filed(text: str, publisher: Publisher, year: int) -> Filed:
    """One text as a record on file."""
    tree, problems = compose(text)
    if tree is None:
        raise UnreadError(f"{problems[0].line}: {problems[0].message}")
    found, findings = file_record(
        tree, text.encode(), Place(publisher, year, f"{publisher.path}/{year}.yml"), catalog()
    )
    if found is None or findings:
        raise UnreadError(f"{findings[0].line}: {findings[0].message}" if findings else "")
    return found


def store_of(made: Made) -> Store:
    """A store of one department."""
    head = Publisher(made.region, made.slug)
    tree, _ = compose(made.files["department.yml"])
    assert tree is not None
    department, _ = validate(Department, tree, "department.yml")
    assert department is not None
    records: dict[str, Filed] = {}
    for path, text in made.records.items():
        folder, _, name = path[:-4].rpartition("/")
        unit = OWN_OFFICE if folder == "本级" else folder
        one = filed(text, Publisher(made.region, made.slug, unit), int(name))
        records[one.address] = one
    return with_records(head, department, records)


def with_records(head: Publisher, department: Department, records: Mapping[str, Filed]) -> Store:
    """A store of one department from records already read."""
    return Store(
        Site.model_validate({"格式": "1", "网站名称": "试验"}),
        catalog(),
        MappingProxyType({head.region: REGION}),
        MappingProxyType({head: department}),
        MappingProxyType(dict(records)),
    )


def accounts_of(made: Made) -> tuple[Mapping[str, Account], Bench]:
    """A department's accounts and the bench they are judged on."""
    store = store_of(made)
    accounts = derive(store)
    return accounts, Bench(store, accounts)


@cache
def ready(year: int) -> Programme:
    """All rules taken apart for a year, once."""
    return programme(catalog().rules, catalog(), year)


def verdict_of(account: Account, bench: Bench) -> Verdict:
    """What all rules say of one record."""
    return judge(catalog().rules, account, bench, ready(account.figures.year))


def verdicts_of(made: Made) -> Mapping[str, Verdict]:
    """What all rules say of a department's records."""
    accounts, bench = accounts_of(made)
    return {name: verdict_of(account, bench) for name, account in accounts.items()}
