"""Made-up records are what they claim to be, and no rule finds an error in them: thousands of consistent records, no false alarm."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from generator.load import load
from tests.filing import ROOT, catalog, verdicts_of
from tests.synthetic import Made, department, record, tree
from tests.synthetic_text import Unit

SPANS = ((2020, 2021, 2022, 2023), (2022, 2023), (2021, 2022), (2023,), (2019, 2020))
SMALL: tuple[str | int, ...] = ("short", "short", "short", 6)
SIZES: tuple[str | int, ...] = ("short", "short", 8, "normal", 25, "short", "normal", "long")


def made(seed: int, unit: Unit, sizes: tuple[str | int, ...] = SIZES) -> Made:
    """The department of a seed: of several sizes, with and without units, over several years."""
    return department(seed, unit=unit, size=sizes[seed % len(sizes)], years=SPANS[seed % len(SPANS)])


def alarms(unit: Unit, count: int, start: int, sizes: tuple[str | int, ...]) -> Iterator[str]:
    """Every error that rules find in so many records, each of them a false alarm."""
    seen, seed = 0, start
    while seen < count:
        for address, verdict in verdicts_of(made(seed, unit, sizes)).items():
            seen += 1
            for one in verdict.findings:
                if one.failed:
                    yield f"{unit} {seed} {address}: {one.rule} {one.address} {one.message} {one.stated}≠{one.computed}"
        seed += 1


@pytest.mark.parametrize("unit", ["元", "万元"])
def test_no_false_alarm_in_consistent_records(unit: Unit) -> None:
    assert list(alarms(unit, 250, 0, SMALL)) == []


@pytest.mark.soak
@pytest.mark.parametrize("part", range(10))
@pytest.mark.parametrize("unit", ["元", "万元"])
def test_no_false_alarm_in_ten_thousand(unit: Unit, part: int) -> None:
    found = list(alarms(unit, 500, 10_000 * (part + 1), SIZES))
    assert found == [], Counter(one.split(": ")[1].split(" ")[0] for one in found)


def test_the_rules_really_looked_at_them() -> None:
    verdicts = verdicts_of(department(5, size="normal", years=(2022,), units=0, stated="full"))
    passed = sum(verdict.total("通过") for verdict in verdicts.values())
    assert passed > 200
    silent = [name for name in catalog().rules if not any(name in verdict.counts for verdict in verdicts.values())]
    assert len(silent) < len(catalog().rules) / 2


# what the texts are -----------------------------------------------------------------------------------------------------


def test_the_same_seed_gives_the_same_text_in_every_process() -> None:
    code = "from tests.synthetic import record; import sys; sys.stdout.write(record(11, '万元', 'normal'))"
    runs = [
        subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, env={"PYTHONHASHSEED": hashed}, capture_output=True, check=True
        )
        for hashed in ("1", "2")
    ]
    assert runs[0].stdout == runs[1].stdout == record(11, "万元", "normal").encode()
    assert record(11, "万元", "normal") != record(12, "万元", "normal")


@pytest.mark.parametrize("path", sorted(Path(__file__).parent.glob("synthetic*.py")), ids=lambda path: path.stem)
def test_nothing_comes_from_the_program(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        assert all(
            name.startswith("tests.synthetic") or name.split(".")[0] in sys.stdlib_module_names for name in names
        )


def items(text: str, table: str) -> list[str]:
    """The 项 of a table of a text."""
    block = re.search(rf"^  {table}:\n((?:    .*\n)*)", text, re.MULTILINE)
    return re.findall(r'科目: "([0-9]{7})"', block[1]) if block else []


@pytest.mark.parametrize(("size", "count"), [("short", 3), ("normal", 14), (40, 40), ("long", 150)])
def test_sizes_are_numbers_of_items(size: str | int, count: int) -> None:
    assert {len(items(record(seed, "元", size), "T5")) for seed in range(5)} == {count}


def test_a_record_of_forty_kilobytes_can_be_had() -> None:
    sizes = [len(record(seed, "元", 24).encode()) for seed in range(12)]
    assert 36_000 < sum(sizes) / len(sizes) < 46_000


def test_the_same_money_in_both_units() -> None:
    yuan, wan = (record(21, unit, "normal") for unit in ("元", "万元"))
    assert re.search(r"本年收入合计: ([0-9.]+)", yuan) is not None
    assert len(yuan.splitlines()) > 100
    assert "金额单位: 万元" in wan


# of every kind ------------------------------------------------------------------------------------------------------------

KINDS: dict[str, Callable[[str], object]] = {
    "事业收入": lambda text: re.search(r"事业收入: (?!0\.00)", text),
    "经营支出": lambda text: re.search(r"经营支出: (?!0\.00)", text),
    "政府性基金": lambda text: items(text, "T7"),
    "基金空表": lambda text: "  T7:\n    状态: 空表" in text,
    "国有资本": lambda text: items(text, "T8"),
    "国资空表": lambda text: "  T8:\n    状态: 空表" in text,
    "三公空表": lambda text: "  T9:\n    状态: 空表" in text,
    "年初结转": lambda text: re.search(r"      年初结转和结余: (?!0\.00)", text),
    "结余分配": lambda text: re.search(r"结余分配: (?!0\.00)", text),
    "使用非财政拨款结余": lambda text: re.search(r"使用非财政拨款结余: (?!0\.00)", text),
    "零行": lambda text: re.search(r'科目: "[0-9]{7}", 小计: 0\.00, 基本支出: 0\.00, 项目支出: 0\.00', text),
    "首年": lambda text: "首年: 是" in text,
    "上年": lambda text: "\n上年:\n" in text,
    "没有年初预算": lambda text: "年初预算: " not in text.split("\n原因:")[0],
    "只填项": lambda text: not re.search(r'科目: "[0-9]{3}"', text),
    "汇总": lambda text: "口径: 汇总" in text,
    "自动汇总": lambda text: "汇总: 自动" in text,
    "由财政拨款得出": lambda text: "来自: 财政拨款" in text,
    "内部往来": lambda text: "\n内部往来:\n" in text,
    "出国": lambda text: re.search(r"出国团组: [1-9]", text),
    "购车": lambda text: re.search(r"购置数: [1-9]", text),
    "没有机关运行": lambda text: "机关运行经费" not in text,
    "未完成指标": lambda text: "偏差原因" in text,
    "绩效表": lambda text: "\n绩效表:\n" in text,
    "超预算": lambda text: "比: 年初预算" in text,
}


def test_records_of_every_kind_turn_up() -> None:
    texts = [text for seed in range(90) for text in made(seed, "元").records.values()]
    assert [kind for kind, has in KINDS.items() if not any(has(text) for text in texts)] == []
    assert {year for text in texts for year in re.findall(r"^年度: ([0-9]{4})", text, re.MULTILINE)} >= {
        "2019",
        "2020",
        "2023",
    }


def figure(text: str, row: str) -> str:
    """A line of T1 of a text."""
    found = re.search(rf"^      {row}: (.*)$", text, re.MULTILINE)
    return found[1] if found else ""


@pytest.mark.parametrize("unit", ["元", "万元"])
def test_a_year_opens_with_what_the_last_one_closed_with(unit: Unit) -> None:
    carried = set()
    for seed in range(20):
        texts = list(department(seed, unit=unit, units=0).records.values())
        for before, after in pairwise(texts):
            assert figure(before, "年末结转和结余") == figure(after, "年初结转和结余")
            carried.add(figure(after, "年初结转和结余"))
    assert len(carried) > 20


def test_a_whole_content_tree_is_read_without_a_finding(tmp_path: Path) -> None:
    for name in ("codes", "glossary"):
        (tmp_path / name).symlink_to(ROOT / "content" / name)
    (tmp_path / "site.yml").write_text("格式: 1\n网站名称: 试验\n", encoding="utf-8")
    tree(tmp_path / "records", publishers=12, years=(2022, 2023), each_region=10, units=None)
    store, findings = load(tmp_path, ROOT / "templates")
    assert findings == ()
    assert len(store.regions) == 2
    assert len(store.departments) == 12
    assert len(store.records) >= 24
