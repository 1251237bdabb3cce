"""项目文件夹：content、templates、site 和缓存各在哪里。"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Project:
    """Paths of one project, all below `root`."""

    root: Path

    @property
    def content(self) -> Path:
        """Records, codes, glossary and the Markdown pages."""
        return self.root / "content"

    @property
    def templates(self) -> Path:
        """The project's own templates, else those that came with the program."""
        own = self.root / "templates"
        return own if own.is_dir() else Path(__file__).parent / "_templates"

    @property
    def site(self) -> Path:
        """Where the site is published."""
        return self.root / "site"

    @property
    def cache(self) -> Path:
        """Rendered pages and half-done builds; may be deleted at any time."""
        return self.root / ".juesuan"

    @property
    def config(self) -> Path:
        """MkDocs' own configuration."""
        return self.root / "mkdocs.yml"
