"""The content of this repository: canonical layout, one row per line, nothing typed that is computed, nobody named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.findings import Finding
from generator.fmt import formatted, record_files
from generator.load_catalog import load_catalog
from generator.pipeline import Checked, examine
from generator.project import Project

ROOT = Path(__file__).parent.parent
FINDINGS: list[Finding] = []
CATALOG = load_catalog(ROOT / "content", ROOT / "templates", FINDINGS)


@pytest.fixture(scope="module")
def checked() -> Checked:
    return examine(Project(ROOT))


def test_every_data_file_is_read_without_a_finding() -> None:
    assert FINDINGS == []


def test_all_records_are_in_canonical_layout() -> None:
    results = [formatted(path, model, CATALOG) for path, model in record_files(ROOT / "content")]
    assert len(results) > 15
    assert [result.path.name for result in results if result.problems] == []
    assert [str(result.path.relative_to(ROOT)) for result in results if result.changed] == []


def test_the_records_are_sound_and_living_ones_have_no_finding(checked: Checked) -> None:
    assert checked.sound
    archives = {filed.file for filed in checked.store.records.values() if filed.archive}
    assert [finding for finding in checked.findings if finding.file not in archives] == []


def test_every_table_row_stands_on_a_line_of_its_own(checked: Checked) -> None:
    rows = 0
    for filed in checked.store.records.values():
        for table in filed.tables.values():
            lines: dict[int, str] = {}
            for (row, _column), fact in table.cells.items():
                assert lines.setdefault(fact.line, row) == row, f"{filed.file}:{fact.line}"
                rows += 1
    assert rows > 1000


def test_living_records_type_no_percentage_change_or_completion_rate(checked: Checked) -> None:
    living = [filed for filed in checked.store.records.values() if not filed.archive]
    assert len(living) >= 18
    for filed in living:
        text = (ROOT / "content" / filed.file).read_text("utf-8")
        assert filed.record.statements == ()
        forms = {str(value) for form in filed.record.forms for row in form.funds for value in row.values()}
        assert not [value for value in forms if value.endswith("%")], filed.file
        tables = text[text.index("\n表:") : text.index("\n原因:")] if "\n原因:" in text else text[text.index("\n表:") :]
        assert not re.search(r"[0-9]%", tables.split("\n项目:")[0]), filed.file
        assert not re.search(r"(增减额|增减幅|完成率|占比)\s*:", text), filed.file
