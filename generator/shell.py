"""外壳 shell：把渲染好的页面放进缓存交给 MkDocs，和它做的页面合成整个网站。"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from generator import disk
from generator.mkdocs_adapter import Shell, build_shell
from generator.project import Project
from generator.publish import Changes, Policy
from generator.render import Rendered


def whole(project: Project, rendered: Rendered) -> Changes:
    """The complete site: record pages, files to take away, and what MkDocs makes."""
    shell = filled(project, rendered)
    made = build_shell(project.config, project.cache / "shell", shell)
    return Changes({**made, **shell.files}, whole=True, policy=Policy.of(rendered.store.site))


def filled(project: Project, rendered: Rendered) -> Shell:
    """What MkDocs is handed: pages and files out of the cache, each under the path where it is published."""
    pages = {f"{address}index.html": text.encode("utf-8") for address, text in rendered.texts.items()}
    cached = _cached(project, {**pages, **rendered.files})
    return Shell(cached, tuple(rendered.texts), rendered.home, rendered.store)


def _cached(project: Project, files: Mapping[str, bytes]) -> dict[str, Path]:
    """Every file under the hash of its bytes, so that what did not change is not written again; path → place in the cache."""
    folder = disk.folder(project.cache / "files")
    cached: dict[str, Path] = {}
    for path, data in files.items():
        place = folder / f"{hashlib.sha256(data).hexdigest()[:32]}{Path(path).suffix}"
        if not place.exists():
            disk.put(place, data, durable=False)
        cached[path] = place
    return cached
