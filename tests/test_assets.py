"""Styles and scripts are published under the hash of their content."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.assets import LASTING, asset_files, asset_names
from tests.template_env import ASSETS, TEMPLATES


def made(folder: Path, **files: str) -> Path:
    place = folder / "theme" / "assets"
    place.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (place / name.replace("_", ".")).write_text(text, "utf-8")
    return folder


def test_every_asset_has_a_name_of_its_own() -> None:
    names = asset_names(TEMPLATES)
    assert set(names) == {f"assets/{path.name}" for path in ASSETS.iterdir()}
    assert set(names.values()) == set(asset_files(TEMPLATES))
    for plain, published in names.items():
        stem, _, suffix = plain.rpartition(".")
        assert re.fullmatch(rf"{re.escape(stem)}\.[0-9a-f]{{10}}\.{suffix}", published)
        assert LASTING.match(published)


def test_another_content_is_another_name(tmp_path: Path) -> None:
    first = asset_names(made(tmp_path, a_css="1", b_js="1"))
    second = asset_names(made(tmp_path, a_css="2"))
    assert first["assets/a.css"] != second["assets/a.css"]
    assert first["assets/b.js"] == second["assets/b.js"]


def test_an_asset_that_names_another_follows_it(tmp_path: Path) -> None:
    made(tmp_path, a_css='@import "b.css"; i { background: url(c.svg) }', b_css="1", c_svg="1")
    before = asset_names(tmp_path)
    text = asset_files(tmp_path)[before["assets/a.css"]].decode()
    assert text == f'@import "{before["assets/b.css"][7:]}"; i {{ background: url({before["assets/c.svg"][7:]}) }}'
    made(tmp_path, c_svg="2")
    after = asset_names(tmp_path)
    assert {name for name in before if before[name] != after[name]} == {"assets/a.css", "assets/c.svg"}


def test_assets_that_name_each_other_are_an_error(tmp_path: Path) -> None:
    made(tmp_path, a_css='@import "b.css"', b_css='@import "a.css"')
    with pytest.raises(ValueError, match=r"a\.css → b\.css → a\.css"):
        asset_names(tmp_path)


PATHS = {
    "assets/juesuan.0123456789.css": True,
    "assets/juesuan.0123456789.css.gz": True,
    "search/0123456789ab/index.bin": True,
    "search/part/0123456789ab/x": True,
    "assets/juesuan.css": False,
    "search/index.html": False,
    "420106/ybj/2021/index.html": False,
    "420106/0123456789ab/2021/index.html": False,
}


@pytest.mark.parametrize(("path", "lasting"), PATHS.items())
def test_what_never_changes_is_known_by_its_path(path: str, lasting: bool) -> None:
    assert bool(LASTING.match(path)) is lasting
