"""预览的总览：地区、年度、科目、名词、查找和首页，由各家的摘要写成；太多时用上次公布的那一份。"""

from __future__ import annotations

from pathlib import Path

from generator import disk
from generator.mkdocs_adapter import Shell, build_shell
from generator.openness.files import open_files
from generator.overview import aggregates
from generator.pages.ledger import ledger
from generator.pages.lists import Home, home
from generator.pages.site import Page
from generator.preview.reading import signature, signatures
from generator.preview.stock import Stock
from generator.search.files import search_files
from generator.summary import Summary

ELSEWHERE = ("glossary/", "rules/", "codes/", "search/")
"""Lists that are there however many families there are."""
FEW = 150
"""So many families are read to show a list; beyond, lists are those of the last build."""


class Overview:
    """Pages that look beyond one family."""

    def __init__(self, stock: Stock) -> None:
        self.stock = stock
        self._told: tuple[Summary, ...] | None = None
        self._pages: dict[str, Page] = {}
        self._files: dict[str, bytes] = {}
        self._home: Home | None = None
        self._prose: tuple[tuple[object, ...], dict[str, bytes]] | None = None

    @property
    def small(self) -> bool:
        """Whether there are so few families that all may be read."""
        return len(self.stock.ground.families) <= FEW

    def page(self, path: str) -> Page | None:
        """An aggregate's value; None where there is none or too many families would have to be read."""
        self._renew()
        return self._pages.get(path)

    def file(self, path: str) -> bytes | None:
        """A feed or robots.txt."""
        self._renew()
        return self._files.get(path)

    def prose(self, path: str) -> bytes | None:
        """A Markdown page or another file MkDocs makes; made anew when Markdown, settings or the lists of the home page changed."""
        self._renew()
        key = self._prose_key()
        if self._prose is None or self._prose[0] != key:
            self._prose = (key, self._built())
        return self._prose[1].get(f"{path}index.html" if not path or path.endswith("/") else path)

    def _renew(self) -> None:
        if not self.small:
            return
        rooms = [self.stock.room(family) for family in self.stock.ground.families]
        told = tuple(one for room in rooms if room.known for one in room.summaries)
        if told == self._told:
            return
        store = self.stock.ground.store
        book = ledger(store, told)
        self._told, self._pages, self._home = told, aggregates(book), home(book)
        notices = tuple(notice for one in told for notice in one.notices)
        # Names, codes and terms can be searched at once; an index of all texts is made by a build.
        self._files = {**open_files(store, (), notices), **search_files(store, told, (), {})}

    def _prose_key(self) -> tuple[object, ...]:
        project = self.stock.project
        return (signatures(project.content / "pages"), signature(project.config), id(self.stock.ground), id(self._home))

    def _built(self) -> dict[str, bytes]:
        project, store = self.stock.project, self.stock.ground.store
        lists = self._home or home(ledger(store, ()))
        folder = disk.folder(project.cache / "preview")
        return build_shell(project.config, folder / "shell", Shell(self._linkable(), (), lists, store))

    def _linkable(self) -> dict[str, Path]:
        """Pages that Markdown may link to: MkDocs asks whether they are there, never what they hold."""
        families = (f"{family.path}/" for family in self.stock.ground.families)
        anything = self.stock.project.config
        return {f"{address}index.html": anything for address in (*self._pages, *families, *ELSEWHERE)}
