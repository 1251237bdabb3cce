"""Disclosure pages and nothing else: load, shape, derive, pages, render, write — what the peer builds too.

Family by family in as many processes as there are cores, each page written when it is made, as a build does it.

    python -m tests.bench.pages_only PROJECT OUTPUT
"""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
import time
from collections import defaultdict
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from generator.accounts import derive
from generator.load import ground, load_family
from generator.memory import relax_collector
from generator.pages.disclosure import disclosure
from generator.project import Project
from generator.render import environment, render
from generator.store import Publisher, Store
from generator.template_engine import Engine

AT_ONCE = 8
"""Families in one task."""


@dataclass(frozen=True)
class Work:
    """What every worker has before the first family."""

    project: Project
    output: Path
    base: Store
    templates: Engine


_work: Work
"""Set before the workers are forked."""


def main() -> None:
    """Build into OUTPUT; the milliseconds of CPU of each stage, over all workers, go to standard error as JSON."""
    relax_collector()
    global _work  # noqa: PLW0603 - what a forked worker inherits has to stand somewhere
    project = Project(Path(sys.argv[1]).resolve())
    whole = ground(project.content, project.templates)
    _work = Work(project, Path(sys.argv[2]), whole.store, environment(project.templates))
    spent: defaultdict[str, float] = defaultdict(float)
    tasks = [whole.families[at : at + AT_ONCE] for at in range(0, len(whole.families), AT_ONCE)]
    workers = min(os.cpu_count() or 1, len(tasks))
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("fork")) as pool:
        for one in pool.map(families, tasks):
            for name, value in one.items():
                spent[name] += value
    print(json.dumps(spent, ensure_ascii=False), file=sys.stderr)


def families(found: tuple[Publisher, ...]) -> Mapping[str, float]:
    """All pages of some families, and what each stage took."""
    spent: defaultdict[str, float] = defaultdict(float)
    last = time.process_time()

    def lap(name: str) -> None:
        nonlocal last
        now = time.process_time()
        spent[name] += (now - last) * 1000
        last = now

    for family in found:
        store, findings = load_family(_work.project.content, _work.base, family)
        wrong = [one for one in findings if one.failed]
        if wrong:
            raise SystemExit(str(wrong[0]))
        lap("load")
        accounts = derive(store)
        lap("derive")
        values = {f"{account.address}/": disclosure(store, account, accounts.values()) for account in accounts.values()}
        lap("pages")
        texts = render(values, _work.templates)
        lap("render")
        for path, text in texts.items():
            write(_work.output / path / "index.html", text.encode())
        lap("write")
    return spent


def write(target: Path, data: bytes) -> None:
    """One file into an empty folder."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    os.write(handle, data)
    os.close(handle)


if __name__ == "__main__":
    main()
