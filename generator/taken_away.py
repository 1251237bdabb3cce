"""带走 taken_away：公布好的网站装成一个 zip，或只取各页的正文，交给管网站的人。"""

from __future__ import annotations

from pathlib import Path

from generator import clock, disk, manifest
from generator.fragments import fragments
from generator.model import Site
from generator.project import Project
from generator.publish import Changes, Policy, Published, publish_folder
from generator.trees import Trees


def pack_site(project: Project, target: Path) -> int:
    """The whole site in one zip, the manifest too: the same site gives the same bytes. Returns the number of files."""
    paths = [*sorted(_standing(project).files), manifest.NAME]
    disk.pack(target, project.site, paths, clock.made().timetuple()[:6])
    return len(paths)


def publish_fragments(project: Project, folder: Path, site: Site) -> Published:
    """Bodies of all pages in a folder of their own, with a manifest of theirs; replaced whole, as the site is."""
    files = fragments(project.site, _standing(project).own, site.base_url)
    return publish_folder(folder.absolute(), Changes(files, whole=True, policy=Policy(site.name, kept=0)))


def _standing(project: Project) -> manifest.Manifest:
    return Trees(project.site, project.cache).standing
