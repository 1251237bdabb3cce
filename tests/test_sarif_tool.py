"""Microsoft's own validator accepts the SARIF file: of the five documents, of a record that broke, of nothing at all."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from generator.findings import Finding
from generator.reports.formats import sarif
from tests.report_samples import KINDS, report

TOOL = Path(__file__).parent / "npm/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool"
KNOWN = {"SARIF2005", "SARIF2017"}
"""Advice that cannot be followed: the program has no home page to point at, and what is missing as a whole has no line."""


def judged(log: object, folder: Path) -> list[dict[str, Any]]:
    """What the validator says of a file: its results, of every level."""
    assert TOOL.is_file(), "没有 SARIF 校验程序，请运行 bash tests/npm/install.sh"
    (folder / "in.sarif").write_text(json.dumps(log, ensure_ascii=False), encoding="utf-8")
    command = [str(TOOL), "validate", "in.sarif", "--output", "out.sarif", "--log", "ForceOverwrite"]
    subprocess.run(command, cwd=folder, capture_output=True, timeout=120, check=False)
    runs = json.loads((folder / "out.sarif").read_text("utf-8-sig"))["runs"]
    return [result for run in runs for result in run.get("results", ())]


def log_of(findings: tuple[Finding, ...]) -> Any:
    return json.loads(sarif.rendered(report(*findings)))


@pytest.mark.parametrize("findings", [(), KINDS], ids=["none", "all kinds"])
def test_the_validator_has_nothing_against_it(findings: tuple[Finding, ...], tmp_path: Path) -> None:
    assert {result["ruleId"] for result in judged(log_of(findings), tmp_path)} <= KNOWN


def test_the_validator_would_tell(tmp_path: Path) -> None:
    log = log_of(KINDS)
    log["runs"][0]["results"][0]["ruleIndex"] = 9999
    assert {result["ruleId"] for result in judged(log, tmp_path)} - KNOWN
