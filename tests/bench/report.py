"""What the benchmark has measured, as a table for people and as JSON."""

from __future__ import annotations

import json
import platform
import sys
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from tests.bench.measure import Spent, middle, ratio

RATIOS: tuple[tuple[str, str, str], ...] = (
    ("公开页·冷", "Hugo", "≤0.4（想要0.25）"),
    ("全部·冷", "Hugo", "≤1.0"),
    ("公开页·冷", "写盘", ""),
    ("无变化", "git status", ""),
)
RATED = frozenset(name for left, right, _ in RATIOS[:3] for name in (left, right))
"""Whose time grows with the number of records."""


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
    yield from about(bench)
    yield ""
    yield "| 做什么 | 次数 | 墙钟 s | CPU s | 每份 CPU ms | 最大进程 MiB |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for name, runs in bench.runs.items():
        one = middle(runs)
        each = one.cpu * 1000 / bench.records
        yield f"| {name} | {len(runs)} | {one.wall:.3f} | {one.cpu:.3f} | {each:.2f} | {one.peak:.0f} |"
    yield ""
    yield "| 比 | 墙钟 | CPU | 目标 |"
    yield "| --- | --- | --- | --- |"
    for left, right, goal in RATIOS:
        wall, cpu = ratio(bench.runs, left, right), ratio(bench.runs, left, right, of="cpu")
        if wall is not None and cpu is not None:
            yield f"| {left} / {right} | {wall:.2f} | {cpu:.2f} | {goal} |"
    yield ""
    yield from beside(bench)
    yield from growth(bench)


def about(bench: Bench) -> Iterable[str]:
    """What was measured with."""
    size = bench.facts["size"]
    yield f"{size['records']}份记录，{size['departments']}个部门，{size['regions']}个地区，YAML {size['bytes'] / 1e6:.1f} MB"
    if "page_bytes" in bench.facts:
        ours, peers = (bench.facts.get(key, 0) / bench.records / 1000 for key in ("page_bytes", "hugo_bytes"))
        yield f"公开页平均 {ours:.0f} kB（Hugo 的 {peers:.0f} kB）"
    if "texts" in bench.facts:
        found = bench.facts["texts"]
        yield f"两站文字：{found['pages']}页里{found['alike']}页完全相同，相同的字占 {found['coverage']:.4%}"
        yield from (
            f"  不同 {count}处：{left or '（无）'} ↔ {right or '（无）'}"
            for left, right, count in found["differences"][:10]
        )


def beside(bench: Bench) -> Iterable[str]:
    """What is not a command run in turn: memory, stages, previews, rules."""
    if bench.facts.get("pss"):
        yield f"全部进程合计内存（PSS）最多 {bench.facts['pss']:.0f} MiB"
    for title, spent in (("公开页", stages(bench)), ("全部", bench.facts.get("stages", {}))):
        if spent:
            yield f"{title}各步，每份 CPU 毫秒：" + "，".join(f"{name} {value:.2f}" for name, value in spent.items())
    for key, title in (("preview", "预览"), ("preview_hugo", "Hugo 的预览")):
        if key in bench.facts:
            one = bench.facts[key]
            spread = f"{one['least']:.2f}–{one['most']:.2f}"
            yield f"{title}：启动 {one['started']:.1f} s；存盘到浏览器见到新页 {one['median']:.2f} s（{spread}）"
    yield from bench.facts.get("rules", ())


def growth(bench: Bench) -> Iterable[str]:
    """Time a record beside that of the other sizes measured before."""
    for path in sorted(bench.folder.parent.glob("*.json"), key=lambda one: int(one.stem)):
        other = json.loads(path.read_text(encoding="utf-8"))
        shown = {name: one["cpu"] / other["records"] * 1000 for name, one in other["medians"].items() if name in RATED}
        if shown:
            yield f"{other['records']}份（{other['date']}），每份 CPU 毫秒：" + "，".join(
                f"{name} {value:.2f}" for name, value in shown.items()
            )
