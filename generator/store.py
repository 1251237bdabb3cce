"""库 store：读入的全部记录、地区、部门和各种数据，冻结不变。"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from generator.catalog import Catalog
from generator.facts import TableFacts
from generator.model import Department, Record, Region, Site
from generator.openness import skin

OWN_OFFICE = "benji"
"""URL and address of 本级; its folder is named 本级."""


@dataclass(frozen=True, slots=True, order=True)
class Publisher:
    """公开主体：一个部门（`unit` 为空）、它的本级或一个下属单位。"""

    region: str
    slug: str
    unit: str = ""

    @property
    def path(self) -> str:
        """`420106/ybj` or `420106/ybj/fwzx`: URL and address of the publisher."""
        return f"{self.region}/{self.slug}/{self.unit}" if self.unit else f"{self.region}/{self.slug}"

    @property
    def department(self) -> Publisher:
        """The department it belongs to (itself, for a department)."""
        return Publisher(self.region, self.slug)


@dataclass(frozen=True, slots=True)
class Filed:
    """一份读入的记录：谁的、哪年的、填了什么、在哪个文件。"""

    publisher: Publisher
    record: Record
    tables: Mapping[str, TableFacts]
    shares: Mapping[str, Mapping[str, TableFacts]]
    file: str
    digest: str
    money: Decimal

    @property
    def address(self) -> str:
        """`420106/ybj/2021`."""
        return f"{self.publisher.path}/{self.record.year}"

    @property
    def archive(self) -> bool:
        """Whether it is a foreign document kept as it stands (存档)."""
        return self.record.status == "存档"


@dataclass(frozen=True, slots=True)
class Store:
    """Everything read from content/ and the data of templates/."""

    site: Site
    catalog: Catalog
    regions: Mapping[str, Region]
    departments: Mapping[Publisher, Department]
    records: Mapping[str, Filed]
    skin: skin.Skin = skin.NONE
    gaps: Mapping[Publisher, tuple[int, ...]] = field(default_factory=dict)
    """Years whose records have mistakes and were left out on request, the newest first."""

    def name_of(self, publisher: Publisher) -> str:
        """The publisher's name as department.yml has it."""
        department = self.departments[publisher.department]
        if not publisher.unit:
            return department.name
        if publisher.unit == OWN_OFFICE:
            return f"{department.name}本级"
        return next((unit.name for unit in department.units if unit.slug == publisher.unit), publisher.unit)

    def years_of(self, publisher: Publisher) -> tuple[Filed, ...]:
        """All records of one publisher, earliest first."""
        found = [filed for filed in self.records.values() if filed.publisher == publisher]
        return tuple(sorted(found, key=lambda filed: filed.record.year))
