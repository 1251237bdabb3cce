"""A small project of its own for the preview's tests, and a running preview of it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

from generator.preview.server import previewing
from generator.project import Project

ROOT = Path(__file__).parent.parent
RECORD = "content/records/999901/mzj/2022.yml"


def preview_project(folder: Path, *, published: bool = False) -> Project:
    """Two departments, real and sample; findings are not published unless asked for."""
    shutil.copytree(ROOT / "templates", folder / "templates")
    shutil.copytree(ROOT / "content", folder / "content", ignore=shutil.ignore_patterns("records"))
    for name in ("420106", "999901/mzj", "999901/region.yml"):
        source, target = ROOT / "content/records" / name, folder / "content/records" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy2)(source, target)
    shutil.copy2(ROOT / "mkdocs.yml", folder / "mkdocs.yml")
    if not published:
        site = folder / "content/site.yml"
        site.write_text(site.read_text("utf-8").replace("公布结论: 是", "公布结论: 否"), "utf-8")
    return Project(folder)


@contextmanager
def preview_of(project: Project) -> Iterator[str]:
    """The address of a running preview, with its slash."""
    with previewing(project, "127.0.0.1:0") as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield server.url
        server.shutdown()
        thread.join()


def edit(path: Path, old: str, new: str) -> None:
    """Save a file as an editor does: aside, then put in its place."""
    text = path.read_text("utf-8")
    assert old in text
    aside = path.with_name(f".{path.name}.tmp")
    aside.write_text(text.replace(old, new, 1), "utf-8")
    aside.replace(path)
