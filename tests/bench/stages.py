"""Where the time of a whole build goes: CPU of each stage a record, in one process, over the first families of a project.

python -m tests.bench.stages PROJECT 200
"""

from __future__ import annotations

import json
import sys
import time
from collections import defaultdict
from pathlib import Path

from generator import clock
from generator.accounts import derive
from generator.check import verdicts
from generator.exports.registry import exported, library_of, linked, parted
from generator.family import Drawn
from generator.load import ground, load_family
from generator.openness.dataset import described
from generator.openness.redirects import lasting
from generator.overview import overview
from generator.pages.figures_json import figure_files
from generator.pages.site import family_pages, summaries
from generator.project import Project
from generator.render import environment, render
from generator.search.files import text_files
from generator.search.fragments import fragments
from generator.search.index import entry
from generator.views import DisclosurePage


class Laps:
    """Milliseconds of CPU by stage."""

    def __init__(self) -> None:
        self.spent: defaultdict[str, float] = defaultdict(float)
        self.last = time.process_time()

    def __call__(self, name: str) -> None:
        """The stage that has just ended."""
        now = time.process_time()
        self.spent[name] += (now - self.last) * 1000
        self.last = now


def main() -> None:
    """Print milliseconds a record as JSON on standard error."""
    project, most = Project(Path(sys.argv[1]).resolve()), int(sys.argv[2])
    whole = ground(project.content, project.templates)
    templates = environment(project.templates)
    made: list[Drawn] = []
    records = 0
    laps = Laps()
    for family in whole.families:
        store, _ = load_family(project.content, whole.store, family)
        laps("读入")
        accounts = derive(store)
        laps("推算")
        told = verdicts(store, accounts, clock.today())
        laps("核对")
        values = family_pages(store, family, accounts, told)
        laps("成页")
        library = library_of(store, accounts, values, told)
        files = exported(library)
        beside = {**figure_files(values), **{file.path: file.data for file in files}}
        parts = parted(library)
        laps("下载文件")
        searched = tuple(
            one
            for account in accounts.values()
            if isinstance(page := values[f"{account.address}/"], DisclosurePage)
            for one in fragments(store, account, page)
        )
        beside |= text_files(searched)
        entries = tuple(map(entry, searched))
        laps("检索")
        texts = render(described(store, accounts, linked(values, files)), templates)
        laps("渲染")
        made.append(Drawn(texts, beside, summaries(store, accounts), parts, lasting(values), entries))
        laps("摘要")
        records += len(accounts)
        if records >= most:
            break
    overview(whole.store, made, templates)
    laps("总览")
    print(
        json.dumps({name: value / records for name, value in laps.spent.items()}, ensure_ascii=False), file=sys.stderr
    )


if __name__ == "__main__":
    main()
