"""曾用标识：旧址不能和现在的部门、单位或别人的旧址重名，否则两个页面抢一个网址。"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.findings import Finding
from generator.model import Department
from generator.store import OWN_OFFICE, Publisher

CURE = "一个旧标识只能属于一个部门（单位），也不能是现在还用着的"


def clashes(departments: Mapping[Publisher, Department]) -> Iterator[Finding]:
    """Former names that are in use, or claimed twice."""
    claimed: dict[tuple[str, str], Publisher] = {}
    for publisher, department in departments.items():
        file = f"records/{publisher.path}/department.yml"
        for slug in department.former:
            mine = (publisher.region, slug)
            if Publisher(*mine) in departments or mine in claimed:
                yield Finding("S-旧址", f"曾用标识“{slug}”和别的部门重名", file, cure=CURE)
            claimed[mine] = publisher
        taken = [OWN_OFFICE, *(unit.slug for unit in department.units)]
        for unit in department.units:
            for slug in unit.former:
                if slug in taken:
                    yield Finding("S-旧址", f"单位的曾用标识“{slug}”和别的单位重名", file, cure=CURE)
                taken.append(slug)
