"""sarif：SARIF 2.1.0，全部规则都列在目录里，所以“核对过、没有问题”和“没有这条规则”分得清。"""

from __future__ import annotations

import hashlib
import json
from typing import Any
from urllib.parse import quote

from generator import __version__
from generator.findings import Finding, Severity
from generator.reports.lines import arithmetic, last_line, said
from generator.reports.objects import finding_object, summary_object
from generator.reports.report import Report, absolute
from generator.reports.rule_text import explained, facts, markdown
from generator.rules.model import Rule
from generator.waivers import is_waived

NEEDS_FILE = False
FOR_PEOPLE = False

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS: dict[Severity, str] = {"错误": "error", "警告": "warning", "提示": "note"}
KINDS = {"不通过": "fail", "通过": "informational", "未查": "open", "不适用": "notApplicable"}
FAMILIES = {
    "Y": "文件写法：文件能否读成记录",
    "S": "记录内容：填的项目和值是否合乎格式",
    "D": "数据文件：模板、科目和名词是否合乎格式",
}
CONTENT = "content/"
"""Where files lie below the project folder: viewers look for them from there."""


def rendered(report: Report) -> bytes:
    """One run with everything in it."""
    whole = {"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(report)]}
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def _run(report: Report) -> dict[str, Any]:
    catalogue = _catalogue(report)
    index = {rule["id"]: at for at, rule in enumerate(catalogue)}
    return {
        "tool": {"driver": _driver(catalogue)},
        "language": "zh-CN",
        "columnKind": "unicodeCodePoints",
        "artifacts": [
            {"location": {"uri": _uri(record.file)}, "hashes": {"sha-256": record.digest}} for record in report.records
        ],
        "invocations": [{"executionSuccessful": True}],
        "results": [_result(finding, index, report) for finding in report.findings],
        "properties": {"summary": summary_object(report.summary), "lastLine": last_line(report.summary)},
    }


def _driver(catalogue: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "name": "juesuan",
        "fullName": "决算 juesuan",
        "version": __version__,
        "semanticVersion": __version__,
        "language": "zh-CN",
        "rules": catalogue,
    }


# rules ----------------------------------------------------------------------------------------------------------------


def _catalogue(report: Report) -> list[dict[str, Any]]:
    """Every rule there is, then what reading spoke of."""
    reading = {finding.rule for finding in report.findings} - set(report.rules)
    return [_rule(rule) for rule in report.rules.values()] + [_reading(name) for name in sorted(reading)]


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.message},
        "help": {"text": explained(rule), "markdown": markdown(rule)},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": dict(facts(rule)),
    }


def _reading(name: str) -> dict[str, Any]:
    family = FAMILIES.get(name[0], "读入时的检查")
    text = f"{name.partition('-')[2] or name}（{family}）"
    return {"id": name, "shortDescription": {"text": text}, "fullDescription": {"text": text}, "help": {"text": text}}


# results --------------------------------------------------------------------------------------------------------------


def _result(finding: Finding, index: dict[str, int], report: Report) -> dict[str, Any]:
    failed = finding.outcome == "不通过"
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": index[finding.rule],
        "kind": KINDS[finding.outcome],
        "level": LEVELS[finding.severity] if failed else "none",
        "message": {"text": _text(finding)},
        "locations": [_location(finding)],
        "partialFingerprints": {"juesuan/v1": fingerprint(finding)},
        "properties": {**finding_object(finding), "counts": report.counts(finding)},
    }
    if is_waived(finding):
        justified = {"kind": "inSource", "status": "accepted", "justification": finding.cause}
        result["suppressions"] = [justified]
    return result


def _text(finding: Finding) -> str:
    """The sentence, then the sum as it was done, one part per line."""
    cure = [f"怎么办：{finding.cure}"] if finding.cure else []
    return "\n".join([said(finding), *(f"{name}：{text}" for name, text in arithmetic(finding)), *cure])


def _location(finding: Finding) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(finding.file)}}
    if finding.line:
        physical["region"] = {"startLine": finding.line, "startColumn": max(finding.column, 1)}
    location: dict[str, Any] = {"physicalLocation": physical}
    if finding.address:
        location["logicalLocations"] = [{"fullyQualifiedName": absolute(finding, finding.address)}]
    return location


def _uri(file: str) -> str:
    """A relative reference; folders may have Chinese names."""
    return quote(f"{CONTENT}{file}" if "/" in file else file)


def fingerprint(finding: Finding) -> str:
    """The same as long as it is the same finding, wherever its line moves to and whatever the figures become."""
    about = finding.spot or finding.address
    identity = (finding.rule, finding.file, about or finding.path, "" if about else finding.message)
    return hashlib.sha256("\n".join(identity).encode()).hexdigest()[:32]
