"""预览的底稿：目录、样板、规则和最近看过的几家；文件变了就换新的，不全部读入。"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from generator.assets import asset_files
from generator.load import SLUG, Ground, Walk, ground, load_family, read_model
from generator.model import Department
from generator.preview.reading import Memory, Signature, folder_of, signatures
from generator.preview.room import Links, Room
from generator.preview.rulebook import Rulebook
from generator.project import Project
from generator.render import environment
from generator.store import Publisher
from generator.template_engine import Engine

ROOMS = 32
"""Families kept as they were last looked at."""

Seen = tuple[tuple[str, Signature], ...]


class Stock:
    """What all pages are made from, as the catalog, the templates and the site's own files are now."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._memory = Memory()
        self._rooms: OrderedDict[Publisher, tuple[Seen, Room]] = OrderedDict()
        self._offered: dict[str, Links] = {}

    @cached_property
    def ground(self) -> Ground:
        """Site, catalog, regions, skin."""
        return ground(self.project.content, self.project.templates)

    @cached_property
    def rulebook(self) -> Rulebook:
        """The rules of each year."""
        return Rulebook(self.ground.store.catalog)

    @cached_property
    def engine(self) -> Engine:
        """Compiled templates."""
        return environment(self.project.templates)

    @cached_property
    def assets(self) -> Mapping[str, bytes]:
        """Styles and scripts by their published names, the skin's among them."""
        skin = self.ground.store.skin
        own = {skin.path: skin.style.encode("utf-8")} if skin.style else {}
        return {**asset_files(self.project.templates), **own}

    def family_of(self, path: str) -> Publisher | None:
        """The family a path belongs to; None where there is no such folder."""
        steps = path.split("/")
        if len(steps) < 2 or not SLUG.fullmatch(steps[1]) or not steps[0].isascii() or not steps[0].isdigit():
            return None
        family = Publisher(steps[0], steps[1])
        folder = folder_of(self.project.content, family)
        return family if folder.is_dir() and not folder.is_symlink() else None

    def room(self, family: Publisher) -> Room:
        """A family as its files are now; those that did not change are not read again."""
        seen = signatures(folder_of(self.project.content, family))
        known = self._rooms.get(family)
        if known is None or known[0] != seen:
            store, findings = load_family(self.project.content, self.ground.store, family, self._memory.recall)
            before = (
                known[1].accounts
                if known and known[1].known and known[1].store.departments == store.departments
                else {}
            )
            known = (seen, Room(family, store, findings, self.rulebook, self._offered, before))
        self._rooms[family] = known
        self._rooms.move_to_end(family)
        if len(self._rooms) > ROOMS:
            gone, _ = self._rooms.popitem(last=False)
            self._memory.forget(folder_of(self.project.content, gone))
        return known[1]

    def former(self, path: str) -> Publisher | None:
        """The family that once had this address; only department.yml of its region's families is read."""
        region, _, rest = path.partition("/")
        slug = rest.partition("/")[0]
        for family in self.ground.families:
            if family.region == region:
                place = folder_of(self.project.content, family) / "department.yml"
                entry, _ = read_model(Walk(self.project.content), place, Department)
                if entry is not None and slug in entry.former:
                    return family
        return None


def is_record(content: Path, path: Path) -> Publisher | None:
    """The family whose folder holds a file; None for anything else below content/."""
    try:
        steps = path.relative_to(content / "records").parts
    except ValueError:
        return None
    return Publisher(steps[0], steps[1]) if len(steps) > 2 else None
