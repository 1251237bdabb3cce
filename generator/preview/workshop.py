"""预览的工场：一个地址要什么就做什么；做不成的，说清是哪个文件哪一行、怎样改。"""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from pathlib import Path
from threading import RLock

from jinja2 import TemplateError, TemplateSyntaxError

from generator.findings import Finding, in_reading_order
from generator.pages.frame import frame
from generator.preview import answers
from generator.preview.answers import Answer
from generator.preview.notes import PREFIX, NoteGroup, as_json, grouped, noted, with_bar
from generator.preview.overview import Overview
from generator.preview.paths import file_below
from generator.preview.room import Room
from generator.preview.stock import Stock, is_record
from generator.project import Project
from generator.render import render_one
from generator.views import Frame

OWN = ("preview.css", "preview.js")


@dataclass(frozen=True, slots=True)
class FindingsPage:
    """核对结论: all findings of a family or of the site, or why a page cannot be shown."""

    frame: Frame
    lead: str
    groups: tuple[NoteGroup, ...]


class Workshop:
    """Answers for addresses. One page is made at a time."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._lock = RLock()
        self._stock = Stock(project)
        self._overview = Overview(self._stock)

    def renew(self, paths: set[Path]) -> tuple[str, ...]:
        """Take note of changed files; says beginnings of the addresses that show them, "" for all."""
        families = {is_record(self.project.content, path) for path in paths}
        with self._lock:
            if None in families or any(one not in self._stock.ground.families for one in families if one):
                self._stock = Stock(self.project)
                self._overview = Overview(self._stock)
        return ("",) if None in families else tuple(f"{family.path}/" for family in families if family)

    def answer(self, path: str, version: int) -> Answer:
        """What the browser gets; a mistake in a template or in the program is shown and ends nothing."""
        with self._lock:
            try:
                return self._answer(path, version)
            except TemplateError as error:
                return self._failed("模板有错", _where(error), version)
            except Exception:  # noqa: BLE001 - whatever it is, the person at the browser should see it, and the rest go on
                return self._failed("程序内部出错，与记录无关", traceback.format_exc(), version)

    def _answer(self, path: str, version: int) -> Answer:
        if path.startswith(PREFIX):
            return self._own(path.removeprefix(PREFIX), version)
        if path in self._stock.assets:
            return answers.file(path, self._stock.assets[path])
        family = self._stock.family_of(path)
        if family is not None:
            return self._of_family(self._stock.room(family), path, version)
        return self._beyond(path, version)

    # one family --------------------------------------------------------------------------------------------------------

    def _of_family(self, room: Room, path: str, version: int) -> Answer:
        if not room.known:
            return self._broken(room, room.findings, path, version)
        address = path.rstrip("/")
        record = address.removesuffix("/figures")
        torn = room.torn(record_file(record)) if record not in room.accounts else ()
        if torn:
            return self._broken(room, torn, path, version)
        page = room.page(path) if path.endswith("/") else None
        if page is not None:
            text = render_one(self._stock.engine, page)
            told = path if address in room.accounts else ""
            return answers.page(with_bar(text, version, f"{room.family.path}/", told))
        data = room.file(path)
        return answers.file(path, data) if data is not None else self._published(path, version)

    def _broken(self, room: Room, findings: tuple[Finding, ...], path: str, version: int) -> Answer:
        lead = "记录读不通，这一页现在没有可看的；改好存盘，这里会自己换成新的一页。"
        return self._listed("这一页还做不出来", lead, path, grouped(findings, {}), version, f"{room.family.path}/")

    # beyond one family -------------------------------------------------------------------------------------------------

    def _beyond(self, path: str, version: int) -> Answer:
        page = self._overview.page(path)
        if page is not None:
            return answers.page(with_bar(render_one(self._stock.engine, page), version, ""))
        data = self._overview.file(path)
        if data is not None:
            return answers.file(path, data)
        former = self._stock.former(path)
        if former is not None:
            moved = self._stock.room(former).page(path)
            if moved is not None:
                return answers.page(with_bar(render_one(self._stock.engine, moved), version, f"{former.path}/"))
        prose = self._overview.prose(path) if self._overview.small or not path or path.endswith("/") else None
        if prose is not None and (path or self._overview.small):
            return self._prose(path, prose, version)
        return self._published(path, version)

    def _prose(self, path: str, data: bytes, version: int) -> Answer:
        if path and not path.endswith("/"):
            return answers.file(path, data)
        return answers.page(with_bar(data.decode("utf-8"), version, ""))

    def _published(self, path: str, version: int) -> Answer:
        """As the last build left it; a folder without its slash is sent on; what is nowhere gets the 404 page."""
        if path and not path.endswith("/") and "." not in path.rpartition("/")[2]:
            return Answer(b"", status=301, location=f"/{path}/")
        place = file_below(self.project.site, path)
        if place is None and not path:  # never built: the home page without its lists
            return self._prose(path, self._overview.prose("") or b"", version)
        if place is None:
            lost = self._overview.prose("404.html")
            text = lost.decode("utf-8") if lost else "没有这个页面"
            return answers.page(with_bar(text, version, ""), 404)
        if place.suffix != ".html":
            return answers.file(place.name, place.read_bytes())
        return answers.page(with_bar(place.read_text("utf-8"), version, ""))

    # the preview's own -------------------------------------------------------------------------------------------------

    def _own(self, path: str, version: int) -> Answer:
        if path in OWN:
            return answers.file(path, (self.project.templates / "preview" / path).read_bytes())
        if path == "findings/":
            return self._all_findings(version)
        kind, _, rest = path.partition("/")
        family = self._stock.family_of(rest) if kind in {"findings", "notes"} else None
        if family is None:
            return answers.plain("没有这个页面", 404)
        room = self._stock.room(family)
        if kind == "notes":
            address = rest.rstrip("/")
            told = noted(room.told(address)) if room.known and address in room.accounts else ()
            return answers.file("notes.json", as_json(told))
        name = room.store.departments[family].name if family in room.store.departments else family.path
        lead = "点一条，到它说的那个数旁边。"
        return self._listed(f"{name}：核对结论", lead, PREFIX + path, _of_room(room), version, rest)

    def _all_findings(self, version: int) -> Answer:
        """Of everything where that is little; else of the ground all stands on, and how to check the rest."""
        groups = grouped(in_reading_order(self._stock.ground.findings), {})
        lead = "点一条，到它说的那个数旁边。"
        if self._overview.small:
            for family in self._stock.ground.families:
                groups += _of_room(self._stock.room(family))
        else:
            lead = "部门太多，这里只列目录和样板的；一个部门的在它自己的页上，全部的用 juesuan check。"
        return self._listed("核对结论", lead, f"{PREFIX}findings/", groups, version, "")

    def _listed(
        self, title: str, lead: str, path: str, groups: tuple[NoteGroup, ...], version: int, listed: str
    ) -> Answer:
        store = self._stock.ground.store
        top = frame(store, path, title, [(title, path)], kind="prose")
        page = FindingsPage(top, lead, groups)
        text = self._stock.engine.get_template("preview/findings.html").render(page=page)
        return answers.page(with_bar(text, version, listed))

    def _failed(self, title: str, text: str, version: int) -> Answer:
        """Plain HTML: the templates may be what is broken."""
        safe = text.replace("&", "&amp;").replace("<", "&lt;")
        page = (
            '<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>预览</title></head>\n'
            f"<body><main><h1>{title}</h1><pre>{safe}</pre></main></body></html>\n"
        )
        return answers.page(with_bar(page, version, ""), 500)


def record_file(address: str) -> str:
    """The file of a record by its address: `420106/ybj/fwzx/2021` → `records/420106/ybj/fwzx/2021.yml`."""
    steps = address.split("/")
    return f"records/{'/'.join('本级' if step == 'benji' else step for step in steps)}.yml"


def _of_room(room: Room) -> tuple[NoteGroup, ...]:
    pages = {account.filed.file: f"{address}/" for address, account in room.accounts.items()} if room.known else {}
    told = (one for address in room.accounts for one in room.verdict(address).findings) if room.known else ()
    return grouped(in_reading_order((*room.findings, *told)), pages)


def _where(error: TemplateError) -> str:
    """The template and line, then what Jinja says."""
    if isinstance(error, TemplateSyntaxError):
        return f"templates/{error.name}:{error.lineno} {error.message}"
    frames = [one for one in traceback.extract_tb(error.__traceback__) if "/templates/" in one.filename]
    return f"{frames[-1].filename}:{frames[-1].lineno} {error.message}" if frames else str(error.message)
