"""公布 publish：唯一写盘的模块。页面先写进缓存，MkDocs 的外壳建在旁边，整个站点一次换上。"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from generator.mkdocs_adapter import Shell, build_shell
from generator.project import Project
from generator.render import Rendered

MANIFEST = "manifest.json"
KEPT = ".gitignore"


class OutputRefusedError(Exception):
    """The output folder is not ours to replace."""


@dataclass(frozen=True, slots=True)
class Published:
    """The site as it stands after a build."""

    site: Path
    files: int
    pages: int


def publish(project: Project, rendered: Rendered) -> Published:
    """Write the site, whole or not at all."""
    _must_be_ours(project.site)
    shell = filled(project, rendered)
    staging = project.cache / "staging"
    shutil.rmtree(staging, ignore_errors=True)
    build_shell(project.config, staging, shell)
    manifest = _manifest(staging)
    (staging / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")
    _exchange(project, staging)
    return Published(project.site, len(manifest), len(rendered.texts))


def filled(project: Project, rendered: Rendered) -> Shell:
    """What MkDocs is handed: pages and files out of the cache, each under the path where it is published."""
    pages = {f"{address}index.html": text.encode("utf-8") for address, text in rendered.texts.items()}
    cached = _cached(project, {**pages, **rendered.files})
    return Shell(cached, tuple(rendered.texts), rendered.home, rendered.store)


def _must_be_ours(site: Path) -> None:
    """An output folder is ours when it is missing, empty but for its .gitignore, or carries our manifest."""
    if site.is_symlink():
        raise OutputRefusedError(f"输出文件夹 {site} 是符号链接，不写；请换成真正的文件夹")
    if not site.exists() or (site / MANIFEST).is_file():
        return
    foreign = [path.name for path in site.iterdir() if path.name != KEPT]
    if foreign:
        raise OutputRefusedError(f"输出文件夹 {site} 里有别的东西（{foreign[0]} 等），不动它；请移走，或换一个空文件夹")


def _cached(project: Project, files: Mapping[str, bytes]) -> dict[str, Path]:
    """Every file under the hash of its bytes, so that what did not change is not written again; path → place in the cache."""
    folder = project.cache / "files"
    folder.mkdir(parents=True, exist_ok=True)
    cached: dict[str, Path] = {}
    for path, data in files.items():
        place = folder / f"{hashlib.sha256(data).hexdigest()[:32]}{Path(path).suffix}"
        if not place.exists():
            _put(place, data)
        cached[path] = place
    return cached


def _manifest(folder: Path) -> dict[str, str]:
    """SHA-256 of every file, by its path."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def _exchange(project: Project, staging: Path) -> None:
    """Two renames; the old site is removed only after the new one stands."""
    site, old = project.site, project.cache / "old"
    shutil.rmtree(old, ignore_errors=True)
    if site.exists():
        kept = site / KEPT
        if kept.is_file():
            shutil.copy2(kept, staging / KEPT)
        site.rename(old)
    staging.rename(site)
    shutil.rmtree(old, ignore_errors=True)


def rewrite(path: Path, text: str) -> None:
    """Put a formatted record back in its place: aside first, then exchanged, so that a crash loses nothing."""
    _put(path, text.encode("utf-8"))


def _put(path: Path, data: bytes) -> None:
    """Whole or not at all."""
    aside = path.with_name(f".{path.name}.new")
    aside.write_bytes(data)
    aside.replace(path)


def write_report(path: Path, data: bytes) -> None:
    """A report where it was asked for: aside first, then exchanged, so that nobody reads half of one."""
    aside = path.with_name(f".{path.name}.new")
    try:
        aside.write_bytes(data)
        aside.replace(path)
    except OSError as error:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
        raise OutputRefusedError(f"报告写不到 {path}：{error.strerror or error}") from error
