"""Disclosure pages and nothing else: load, shape, derive, pages, render, write — what the peer builds too.

python -m tests.bench.pages_only PROJECT OUTPUT
"""

from __future__ import annotations

import json
import sys
import time
from itertools import pairwise
from pathlib import Path

from generator.accounts import derive
from generator.load import load
from generator.pages.disclosure import disclosure
from generator.project import Project
from generator.render import environment, render


def main() -> None:
    """Build into OUTPUT; the milliseconds of each stage go to standard error as JSON."""
    project, output = Project(Path(sys.argv[1]).resolve()), Path(sys.argv[2])
    laps = [("start", time.perf_counter())]
    store, findings = load(project.content, project.templates)
    if any(one.failed for one in findings):
        raise SystemExit(str(findings[0]))
    laps.append(("load", time.perf_counter()))
    accounts = derive(store)
    laps.append(("derive", time.perf_counter()))
    families: dict[object, list[object]] = {}
    for account in accounts.values():
        families.setdefault(account.filed.publisher.department, []).append(account)
    values = {
        f"{account.address}/": disclosure(store, account, family)  # type: ignore[arg-type, attr-defined]
        for family in families.values()
        for account in family
    }
    laps.append(("pages", time.perf_counter()))
    texts = render(values, environment(project.templates))
    laps.append(("render", time.perf_counter()))
    for path, text in texts.items():
        target = output / path / "index.html"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    laps.append(("write", time.perf_counter()))
    spent = {name: (end - start) * 1000 for (_, start), (name, end) in pairwise(laps)}
    print(json.dumps(spent, ensure_ascii=False), file=sys.stderr)


if __name__ == "__main__":
    main()
