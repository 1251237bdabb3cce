"""content/schema.json is generated from the model and the tables, is fresh, and accepts the records of this repository."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema_rs
import pytest
import yaml

from generator.findings import Finding
from generator.load_catalog import load_catalog
from generator.schema import record_schema

ROOT = Path(__file__).parent.parent
SCHEMA = ROOT / "content" / "schema.json"
RECORDS = [path for path in sorted((ROOT / "content" / "records").rglob("*.yml")) if path.stem.isdigit()]


def fresh() -> str:
    findings: list[Finding] = []
    return (
        json.dumps(
            record_schema(load_catalog(ROOT / "content", ROOT / "templates", findings)), ensure_ascii=False, indent=1
        )
        + "\n"
    )


def test_the_committed_schema_is_fresh(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--accept"):
        SCHEMA.write_text(fresh(), "utf-8")
    assert SCHEMA.read_text("utf-8") == fresh(), "make accept"


def test_it_accepts_every_record_and_refuses_an_unknown_key() -> None:
    schema = jsonschema_rs.validator_for(json.loads(fresh()))
    assert len(RECORDS) >= 5
    for path in RECORDS:
        record = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - BaseLoader makes texts only
        record["格式"] = 1
        record["年度"] = int(record["年度"])
        errors = [f"{path}: {list(error.instance_path)} {error.message}" for error in schema.iter_errors(record)]
        assert errors == []
    assert not schema.is_valid({**record, "决算数字": "1"})
