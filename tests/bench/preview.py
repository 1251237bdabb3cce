"""How fast the preview is: an edited record on the open page of a real browser, beside a list of so many other families.

python -m tests.bench.preview PROJECT [ADDRESS]
"""

from __future__ import annotations

import os
import re
import resource
import sys
import time
from contextlib import suppress
from pathlib import Path
from statistics import median
from threading import Thread

from playwright.sync_api import sync_playwright

from generator.preview.server import previewing
from generator.project import Project
from tests.browser.conftest import CHROMIUM, FLAGS

TURNS = 12


def spent() -> float:
    """CPU seconds of this process and all below it, the browser's among them: what an idle machine would take at most."""
    parents, times = {}, {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                fields = (entry / "stat").read_text("utf-8").rpartition(")")[2].split()
                parents[int(entry.name)] = int(fields[1])
                times[int(entry.name)] = int(fields[11]) + int(fields[12])
    mine, more = set(), {os.getpid()}
    while more:
        mine |= more
        more = {child for child, parent in parents.items() if parent in mine} - mine
    return sum(times[one] for one in mine if one in times) / os.sysconf("SC_CLK_TCK")


def save(path: Path, text: str) -> None:
    """As an editor does."""
    aside = path.with_name(f".{path.name}.tmp")
    aside.write_text(text, "utf-8")
    aside.replace(path)


def measure(project: Project, address: str) -> None:
    """Print what was measured."""
    record = project.content / "records" / f"{address}.yml"
    original = record.read_text("utf-8")
    begun = time.perf_counter()
    with previewing(project, "127.0.0.1:0") as server, sync_playwright() as playwright:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        page = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS).new_page()
        page.goto(f"{server.url}{address}/")
        print(f"start to first page: {time.perf_counter() - begun:.2f} s")
        taken, worked, burnt = [], [], []
        try:
            for turn in range(TURNS):
                mark = f"改{turn}"
                page.wait_for_selector("html[data-previewed], aside.pv-bar")
                page.wait_for_load_state()
                time.sleep(0.2)
                everything = spent()
                begun, busy = time.perf_counter(), time.process_time()
                save(record, marked(original, mark))
                page.locator(f"main :text('{mark}')").first.wait_for(state="attached")
                taken.append(time.perf_counter() - begun)
                worked.append(time.process_time() - busy)
                burnt.append(spent() - everything)
        finally:
            save(record, original)
        taken.sort()
        print(
            f"edit to new text in the browser: median {median(taken):.3f} s, best {taken[0]:.3f}, worst {taken[-1]:.3f}"
        )
        print(f"CPU of the server meanwhile: median {median(worked):.3f} s")
        print(f"CPU of server and browser together: median {median(burnt):.2f} s, least {min(burnt):.2f}")
        print(f"memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


def marked(text: str, mark: str) -> str:
    """The record with a word put into its first duty."""
    return re.sub(r"(职能:\n\s+- )", rf"\g<1>{mark}", text, count=1)


def main() -> None:
    """The command."""
    project = Project(Path(sys.argv[1]).resolve())
    measure(project, sys.argv[2] if len(sys.argv) > 2 else "999101/bm001/2024")


if __name__ == "__main__":
    main()
