"""曾用标识：旧址不能和现在的部门、单位或别人的旧址重名，否则两个页面抢一个网址。"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.findings import Finding
from generator.model import Department
from generator.store import OWN_OFFICE, Publisher

CURE = "一个旧标识只能属于一个部门（单位），也不能是现在还用着的"


def clashes(former: Mapping[Publisher, tuple[str, ...]]) -> Iterator[Finding]:
    """Former names of departments that are in use, or claimed twice; all departments of one or more whole regions."""
    claimed = set[Publisher]()
    for publisher, slugs in former.items():
        for slug in slugs:
            mine = Publisher(publisher.region, slug)
            if mine in former or mine in claimed:
                yield Finding("S-旧址", f"曾用标识“{slug}”和别的部门重名", _file(publisher), cure=CURE)
            claimed.add(mine)


def unit_clashes(publisher: Publisher, department: Department) -> Iterator[Finding]:
    """The same of the units of one department."""
    taken = [OWN_OFFICE, *(unit.slug for unit in department.units)]
    for unit in department.units:
        for slug in unit.former:
            if slug in taken:
                yield Finding("S-旧址", f"单位的曾用标识“{slug}”和别的单位重名", _file(publisher), cure=CURE)
            taken.append(slug)


def _file(publisher: Publisher) -> str:
    return f"records/{publisher.path}/department.yml"
