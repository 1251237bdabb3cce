"""What the benchmark measures with: its records are consistent and the same every time, its comparison of texts sees a difference."""

from __future__ import annotations

from pathlib import Path

from generator.load import load
from generator.pipeline import examine
from generator.project import Project
from tests.bench.compare_texts import compare
from tests.bench.province import departments, write


def test_a_hundred_records_have_the_shape_that_is_told() -> None:
    made = list(departments(100))
    sizes = [len(text.encode()) for _, _, one in made for text in one.records.values()]
    assert len(sizes) == 100
    assert len(made) == 17
    assert 36_000 < sum(sizes) / len(sizes) < 44_000
    again = list(departments(100))
    assert [one.files for *_, one in again] == [one.files for *_, one in made]


def test_written_records_pass_every_check(tmp_path: Path) -> None:
    size = write(tmp_path, 5)
    assert size.records == 5
    project = Project(tmp_path)
    _, findings = load(project.content, project.templates)
    assert not [one for one in findings if one.failed]
    assert [one.message for one in examine(project).told if one.failed] == []


def test_one_changed_figure_is_a_difference(tmp_path: Path) -> None:
    for site, figure in (("ours", "1.23"), ("peers", "1.24")):
        for page in ("a", "b"):
            place = tmp_path / site / page / "index.html"
            place.parent.mkdir(parents=True)
            shown = figure if page == "b" else "1.23"
            place.write_text(f"<body>\n<p>共<data>{shown}</data> 万元</p><p>其余</p></body>", encoding="utf-8")
    found = compare(tmp_path / "ours", tmp_path / "peers")
    assert (found.pages, found.alike, found.missing) == (2, 1, 0)
    assert 0 < found.coverage < 1
    assert list(found.differences) == [("共#万元", "共#万元")]
