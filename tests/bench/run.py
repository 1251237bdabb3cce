"""`make bench`: our builds against Hugo's and against the plain write of the same bytes, in turn, with medians and ratios.

    python -m tests.bench.run --records 1000 --pairs 3

Figures are only comparable within one run: a ratio is the median of the ratios of runs made one after the other.
The table goes to standard output, all of it as JSON to test-output/bench/<records>.json.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from tests.bench import hugo_site, province
from tests.bench.compare_texts import compare
from tests.bench.freshness import fresh, port
from tests.bench.measure import Spent, run
from tests.bench.report import Bench, report, table

ROOT = Path(__file__).resolve().parents[2]
OUTPUT = ROOT / "test-output" / "bench"
JUESUAN = Path(sys.executable).parent / "juesuan"
QUICK_TURNS = 7
"""How often what takes a fraction of a second is repeated."""
EDITS = 5
STAGED = 200
"""Records that the stages are measured over."""
EDITED = "records/999101/bm003/2022.yml"
WORDS = ("内设办公室和业务科室，与往年相同", "内设办公室、业务科室和服务窗口")
"""What the edited record says, and what it says after the edit."""


# what is run ----------------------------------------------------------------------------------------------------------


def hugo(bench: Bench) -> Spent:
    """The peer builds all disclosure pages into an empty folder."""
    public = bench.hugo / "public"
    shutil.rmtree(public, ignore_errors=True)
    return run([hugo_site.binary(), "--quiet", "-s", bench.hugo, "-d", public])


def cold_pages(bench: Bench) -> Spent:
    """Our disclosure pages, nothing cached."""
    shutil.rmtree(bench.pages, ignore_errors=True)
    return run([sys.executable, "-m", "tests.bench.pages_only", bench.project, bench.pages])


def everything(bench: Bench) -> Spent:
    """`juesuan build` from nothing: rules, pages, downloads, search; its memory is watched from outside."""
    for name in (".juesuan", "site"):
        shutil.rmtree(bench.project / name, ignore_errors=True)
    spent = run([JUESUAN, "build", "-C", bench.project], watch=True)
    bench.facts["pss"] = max(spent.pss, bench.facts.get("pss", 0.0))
    return spent


def nothing_changed(bench: Bench) -> Spent:
    """`juesuan build` again."""
    return run([JUESUAN, "build", "-C", bench.project])


def one_edited(bench: Bench) -> Spent:
    """`juesuan build` after one record was edited."""
    edit(bench.project)
    return run([JUESUAN, "build", "-C", bench.project])


def edit(project: Path) -> str:
    """Change one sentence of one record and say what stands there now; the next call changes it back."""
    path = project / "content" / EDITED
    text = path.read_text(encoding="utf-8")
    before, after = WORDS if WORDS[0] in text else WORDS[::-1]
    path.write_text(text.replace(before, after), encoding="utf-8")
    return after


def git_status(bench: Bench) -> Spent:
    """`git status` over the same content, as the least a look at all files can cost."""
    content = bench.project / "content"
    if not (content / ".git").is_dir():
        for command in (
            ["init", "-q"],
            ["add", "."],
            ["-c", "user.name=bench", "-c", "user.email=b@example.org", "commit", "-qm", "bench"],
        ):
            subprocess.run([git(), "-C", str(content), *command], check=True)
        subprocess.run([git(), "-C", str(content), "status"], check=True, capture_output=True)
    return run([git(), "-C", content, "status", "--porcelain"])


def git() -> str:
    """Where git is."""
    found = shutil.which("git")
    if found is None:
        raise SystemExit("没有找到 git")
    return found


def written(bench: Bench) -> Spent:
    """The pages of both sites' size written from memory into an empty folder; only the writing counts."""
    target = bench.folder / "floor"
    shutil.rmtree(target, ignore_errors=True)
    spent = run([sys.executable, "-m", "tests.bench.write_floor", bench.pages, target])
    wall, cpu, size = map(float, spent.output.split())
    bench.facts["page_bytes"] = int(size)
    return replace(spent, wall=wall, cpu=cpu)


LONG: dict[str, Callable[[Bench], Spent]] = {
    "Hugo": hugo,
    "公开页·冷": cold_pages,
    "写盘": written,
    "全部·冷": everything,
}
QUICK: dict[str, Callable[[Bench], Spent]] = {
    "git status": git_status,
    "无变化": nothing_changed,
    "改一份": one_edited,
}
# the run --------------------------------------------------------------------------------------------------------------


def measure(bench: Bench, only: frozenset[str], save: Callable[[], None]) -> None:
    """Everything, in turn; saved after every step, since a whole run is long."""
    prepare(bench)
    long = {name: work for name, work in LONG.items() if not only or name in only}
    for at in range(bench.pairs):
        print(f"第{at + 1}轮", file=sys.stderr, flush=True)
        for name, work in long.items():
            bench.turn(name, work(bench))
            save()
    if {"Hugo", "公开页·冷"} <= long.keys():
        texts(bench)
    quick = {name: work for name, work in QUICK.items() if not only or name in only}
    if quick and not (bench.project / "site").is_dir():
        everything(bench)
    slow = False
    for _ in range(QUICK_TURNS):
        for name, work in quick.items():
            spent = work(bench)
            bench.turn(name, spent)
            slow = slow or spent.wall > 20
            save()
        if slow:
            break
    for name, extra in EXTRA.items():
        if not only or name in only:
            print(f"{name}……", file=sys.stderr, flush=True)
            extra(bench)
            save()


def prepare(bench: Bench) -> None:
    """Write the peer's project, and the records unless these very ones are there."""
    sizes = bench.folder / f"size-{province.version()}.json"
    if not sizes.exists():
        print("写记录……", file=sys.stderr, flush=True)
        shutil.rmtree(bench.folder, ignore_errors=True)
        size = province.write(bench.project, bench.records)
        sizes.write_text(json.dumps(asdict(size)), encoding="utf-8")
    bench.facts["size"] = json.loads(sizes.read_text(encoding="utf-8"))
    hugo_site.prepare(bench.project, bench.hugo)


def texts(bench: Bench) -> None:
    """Whether both sites say the same."""
    found = compare(bench.pages, bench.hugo / "public")
    bench.facts["texts"] = {
        "pages": found.pages,
        "alike": found.alike,
        "one_side_only": found.missing,
        "coverage": found.coverage,
        "differences": [(left, right, count) for (left, right), count in found.differences.most_common(20)],
    }
    bench.facts["hugo_bytes"] = sum(path.stat().st_size for path in (bench.hugo / "public").rglob("index.html"))


def staged(bench: Bench) -> None:
    """CPU of each stage of a whole build, a record."""
    spent = run([sys.executable, "-m", "tests.bench.stages", bench.project, str(STAGED)])
    bench.facts["stages"] = json.loads(spent.output.splitlines()[-1])


def rules(bench: Bench) -> None:
    """What the bench of the rules prints."""
    command = [sys.executable, "-m", "pytest", "-q", "-m", "bench", str(ROOT / "tests" / "bench" / "rules_bench.py")]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    bench.facts["rules"] = [line for line in said.splitlines() if line.startswith("rules:")]


def preview(bench: Bench) -> None:
    """Seconds from saving a record to the browser's fresh answer, of both preview servers."""
    path = EDITED.removeprefix("records/").replace(".yml", "/")
    ours, peers = port(), port()
    if not (bench.project / "site").is_dir():
        everything(bench)
    bench.facts["preview"] = fresh(
        [JUESUAN, "serve", "-C", bench.project, "--address", f"127.0.0.1:{ours}"],
        f"http://127.0.0.1:{ours}/{path}",
        lambda: edit(bench.project),
        EDITS,
    )
    public = bench.hugo / "public"
    bench.facts["preview_hugo"] = fresh(
        [hugo_site.binary(), "server", "-s", bench.hugo, "-d", public, "--port", str(peers), "--bind", "127.0.0.1"],
        f"http://127.0.0.1:{peers}/{path}",
        lambda: edit(bench.project),
        EDITS,
    )


EXTRA: dict[str, Callable[[Bench], None]] = {"各步": staged, "规则": rules, "预览": preview}


def main() -> None:
    """Read the options, measure, report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=1000, help="how many department-years: 100, 1000, 10000")
    parser.add_argument("--pairs", type=int, default=3, help="how often each long command is run, in turn")
    parser.add_argument(
        "--only", action="append", default=[], help=f"one of {[*LONG, *QUICK, *EXTRA]}; may be repeated"
    )
    parser.add_argument("--add", action="store_true", help="keep what was measured of this size before and add to it")
    parser.add_argument("--folder", type=Path, default=OUTPUT, help="where to work")
    options = parser.parse_args()
    bench = Bench(options.records, options.pairs, options.folder.resolve() / str(options.records))
    target = options.folder / f"{options.records}.json"
    if options.add and target.exists():
        remember(bench, json.loads(target.read_text(encoding="utf-8")))
    measure(bench, frozenset(options.only), lambda: save(bench, target))
    print("\n".join(table(bench)))
    print(f"\n{target}")


def save(bench: Bench, target: Path) -> None:
    """What has been measured so far."""
    target.write_text(json.dumps(report(bench), ensure_ascii=False, indent=1), encoding="utf-8")


def remember(bench: Bench, before: dict[str, Any]) -> None:
    """What an earlier run of this size measured."""
    bench.facts.update(before["facts"])
    for name, runs in before["runs"].items():
        bench.runs[name] = [Spent(wall, cpu, before["medians"][name]["peak"]) for wall, cpu in runs]


if __name__ == "__main__":
    main()
