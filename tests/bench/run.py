"""`make bench`: our builds against Hugo's and against the plain write of the same bytes, in turn, with medians and ratios.

    python -m tests.bench.run --records 1000 --pairs 3

Figures are only comparable within one run: a ratio is the median of the ratios of runs made one after the other.
The table goes to standard output, all of it as JSON to test-output/bench/<records>.json.
"""

from __future__ import annotations

import argparse
import json
import platform
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from tests.bench import hugo_site, province
from tests.bench.compare_texts import compare
from tests.bench.measure import Spent, middle, ratio, run

ROOT = Path(__file__).resolve().parents[2]
OUTPUT = ROOT / "test-output" / "bench"
JUESUAN = Path(sys.executable).parent / "juesuan"
QUICK_TURNS = 7
"""How often what takes a fraction of a second is repeated."""


@dataclass
class Bench:
    """One run of the benchmark: where it works and what it has measured."""

    records: int
    pairs: int
    folder: Path
    runs: dict[str, list[Spent]] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def project(self) -> Path:
        """The records and what belongs to them."""
        return self.folder / "project"

    @property
    def hugo(self) -> Path:
        """The peer's project."""
        return self.folder / "hugo"

    @property
    def pages(self) -> Path:
        """Our disclosure pages alone."""
        return self.folder / "pages"

    def turn(self, name: str, spent: Spent) -> None:
        """Note one run and say it."""
        self.runs.setdefault(name, []).append(spent)
        print(f"  {name}：{spent.wall:.2f} s，CPU {spent.cpu:.2f} s", file=sys.stderr, flush=True)


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
    """`juesuan build` from nothing: rules, pages, downloads, search."""
    for name in (".juesuan", "site"):
        shutil.rmtree(bench.project / name, ignore_errors=True)
    return run([JUESUAN, "build", "-C", bench.project])


def nothing_changed(bench: Bench) -> Spent:
    """`juesuan build` again."""
    return run([JUESUAN, "build", "-C", bench.project])


def one_edited(bench: Bench) -> Spent:
    """`juesuan build` after one record was edited."""
    edit(bench.project)
    return run([JUESUAN, "build", "-C", bench.project])


def edit(project: Path) -> Path:
    """Change one sentence of one record; the next call changes it back."""
    path = project / "content" / "records" / "999101" / "bm003" / "2022.yml"
    text = path.read_text(encoding="utf-8")
    before, after = "内设办公室和业务科室，与往年相同", "内设办公室、业务科室和服务窗口"
    changed = text.replace(before, after) if before in text else text.replace(after, before)
    path.write_text(changed, encoding="utf-8")
    return path


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
RATIOS: tuple[tuple[str, str, str], ...] = (
    ("公开页·冷", "Hugo", "≤0.4（想要0.25）"),
    ("全部·冷", "Hugo", "≤1.0"),
    ("公开页·冷", "写盘", ""),
    ("无变化", "git status", ""),
)


# the run --------------------------------------------------------------------------------------------------------------


def measure(bench: Bench, only: frozenset[str]) -> None:
    """Everything, in turn."""
    prepare(bench)
    long = {name: work for name, work in LONG.items() if not only or name in only}
    for at in range(bench.pairs):
        print(f"第{at + 1}轮", file=sys.stderr, flush=True)
        for name, work in long.items():
            bench.turn(name, work(bench))
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
        if slow:
            break
    if not only or "内存" in only:
        memory(bench)


def prepare(bench: Bench) -> None:
    """Write the records and the peer's project, unless they are there."""
    sizes = bench.folder / "size.json"
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


def memory(bench: Bench) -> None:
    """A build from nothing with its memory watched, apart from the timed ones."""
    for name in (".juesuan", "site"):
        shutil.rmtree(bench.project / name, ignore_errors=True)
    spent = run([JUESUAN, "build", "-C", bench.project], watch=True)
    bench.facts["pss"] = spent.pss


# the report -----------------------------------------------------------------------------------------------------------


def report(bench: Bench) -> dict[str, Any]:
    """All figures, for machines."""
    return {
        "date": time.strftime("%Y-%m-%d"),
        "machine": {"cpu": cpu_name(), "system": platform.platform(), "python": platform.python_version()},
        "records": bench.records,
        "pairs": bench.pairs,
        "facts": bench.facts,
        "medians": {name: asdict(replace(middle(runs), output="")) for name, runs in bench.runs.items()},
        "runs": {name: [[one.wall, one.cpu] for one in runs] for name, runs in bench.runs.items()},
        "ratios": {
            f"{left} / {right}": {
                "wall": ratio(bench.runs, left, right),
                "cpu": ratio(bench.runs, left, right, of="cpu"),
            }
            for left, right, _ in RATIOS
        },
        "stages": stages(bench),
    }


def cpu_name() -> str:
    """What kind of machine."""
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor()


def stages(bench: Bench) -> dict[str, float]:
    """Milliseconds a record of each stage of the last run of pages alone."""
    for one in reversed(bench.runs.get("公开页·冷", [])):
        for line in one.output.splitlines():
            if line.startswith("{"):
                return {name: value / bench.records for name, value in json.loads(line).items()}
    return {}


def table(bench: Bench) -> Iterable[str]:
    """All figures, for people."""
    size, each = bench.facts["size"], 1000 / bench.records
    yield f"{size['records']}份记录，{size['departments']}个部门，{size['regions']}个地区，YAML {size['bytes'] / 1e6:.1f} MB"
    if "page_bytes" in bench.facts:
        yield f"公开页平均 {bench.facts['page_bytes'] / bench.records / 1000:.0f} kB（Hugo 的 {bench.facts.get('hugo_bytes', 0) / bench.records / 1000:.0f} kB）"
    if "texts" in bench.facts:
        found = bench.facts["texts"]
        yield f"两站文字：{found['pages']}页里{found['alike']}页完全相同，相同的字占 {found['coverage']:.4%}"
    yield ""
    yield "| 做什么 | 次数 | 墙钟 s | CPU s | 每份 CPU ms | 最大进程 MiB |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for name, runs in bench.runs.items():
        one = middle(runs)
        yield f"| {name} | {len(runs)} | {one.wall:.3f} | {one.cpu:.3f} | {one.cpu * each:.2f} | {one.peak:.0f} |"
    yield ""
    yield "| 比 | 墙钟 | CPU | 目标 |"
    yield "| --- | --- | --- | --- |"
    for left, right, goal in RATIOS:
        wall, cpu = ratio(bench.runs, left, right), ratio(bench.runs, left, right, of="cpu")
        if wall is not None and cpu is not None:
            yield f"| {left} / {right} | {wall:.2f} | {cpu:.2f} | {goal} |"
    if bench.facts.get("pss"):
        yield ""
        yield f"全部进程合计内存（PSS）最多 {bench.facts['pss']:.0f} MiB"
    spent = stages(bench)
    if spent:
        yield ""
        yield "公开页各步，每份毫秒：" + "，".join(f"{name} {value:.2f}" for name, value in spent.items())


def main() -> None:
    """Read the options, measure, report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=1000, help="how many department-years: 100, 1000, 10000")
    parser.add_argument("--pairs", type=int, default=3, help="how often each long command is run, in turn")
    parser.add_argument(
        "--only", action="append", default=[], help=f"one of {[*LONG, *QUICK, '内存']}; may be repeated"
    )
    parser.add_argument("--folder", type=Path, default=OUTPUT, help="where to work")
    options = parser.parse_args()
    bench = Bench(options.records, options.pairs, options.folder / str(options.records))
    measure(bench, frozenset(options.only))
    print("\n".join(table(bench)))
    target = options.folder / f"{options.records}.json"
    target.write_text(json.dumps(report(bench), ensure_ascii=False, indent=1), encoding="utf-8")
    print(f"\n{target}")


if __name__ == "__main__":
    main()
