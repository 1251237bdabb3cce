"""The clerk's manual: its example is sound, and it leaves out no key and no table."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from generator.model import Department, Record, Region
from tests.builders import DEPARTMENT, ROOT, YEAR, Folder, catalog, folder

MANUAL = (ROOT / "docs" / "records.zh-CN.md").read_text("utf-8")
NAMED = {word for quoted in re.findall(r"`([^`\n]+)`", MANUAL) for word in re.split(r"[：:\s]+", quoted)}
UNQUOTED = {"示例", "名称", "简称", "级别", "性质", "单位", "曾用标识", "标识"}
"""Keys that the drawing of the folders names without quotes."""


def _models(model: type[BaseModel], seen: set[type[BaseModel]]) -> set[type[BaseModel]]:
    """The model and all that stand inside it."""
    seen.add(model)
    for field in model.model_fields.values():
        inner = [field.annotation, *getattr(field.annotation, "__args__", ())]
        for one in inner:
            if isinstance(one, type) and issubclass(one, BaseModel) and one not in seen:
                _models(one, seen)
    return seen


def _project(root: Path, more: str = "") -> Folder:
    """A department without units that files the manual's example."""
    example = re.search(r"```yaml\n(.*?)```", MANUAL, re.DOTALL)
    assert example is not None
    made = folder(root)
    made.write(f"records/{DEPARTMENT}/department.yml", "格式: 1\n名称: 示例区医疗保障局\n简称: 医保局\n级别: 区\n")
    made.put(f"{example[1]}{more}")
    return made


def _keys(*models: type[BaseModel]) -> set[str]:
    found: set[type[BaseModel]] = set()
    for model in models:
        _models(model, found)
    return {field.alias or name for one in found for name, field in one.model_fields.items()}


def _missing(keys: set[str]) -> list[str]:
    return sorted(keys - NAMED - UNQUOTED)


def test_every_key_of_a_record_is_explained() -> None:
    assert len(_keys(Record, Department, Region)) > 80
    assert _missing(_keys(Record, Department, Region)) == []


def test_every_table_is_listed_with_its_name() -> None:
    named = {kind.id: kind.title for kind in catalog().tables.values()}
    rows = {cell: line for line in MANUAL.splitlines() if line.startswith("| `") for cell in line.split("`")[1:-1:2]}
    assert sorted(set(named) - set(rows)) == []
    assert [name for name in named if re.fullmatch(r"T\d", name) and named[name] not in rows[name]] == []


def test_every_text_that_sentences_use_is_listed() -> None:
    used = {
        word
        for path in (ROOT / "templates" / "narrative").glob("*.yml")
        for word in re.findall(r"\{文 ([^}]+)\}", path.read_text("utf-8"))
    }
    assert used
    assert _missing(used) == []


def test_the_example_is_sound(tmp_path: Path) -> None:
    checked = _project(tmp_path).examine()
    assert [(one.rule, one.line, one.message) for one in checked.told] == []
    assert checked.sound
    assert str(checked.accounts[f"{DEPARTMENT}/{YEAR}"].figures.value("T1.支出总计")) == "800000.00"


@pytest.mark.parametrize("more", ["# 一句注释\n", "人员:\n  在职: 1\n"])
def test_it_would_not_be_sound_with_an_unknown_key(tmp_path: Path, more: str) -> None:
    assert _project(tmp_path, more).examine().sound is more.startswith("#")
