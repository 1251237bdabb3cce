"""junit：流水线看得懂的测试结果；一处结论一例，没有结论的规则各一例通过。只有算数的错误才是失败，和退出码一致。"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from generator.findings import Finding, Outcome
from generator.reports.lines import arithmetic, last_line, line, said, word
from generator.reports.report import Examined, Report

NEEDS_FILE = False
FOR_PEOPLE = False


@dataclass(frozen=True, slots=True)
class Suite:
    """A test suite and its two counts."""

    element: ET.Element
    tests: int
    failures: int
    skipped: int


def rendered(report: Report) -> bytes:
    """One suite per record, then one for files that became no record, which says the last line too."""
    apart = _suite("其他文件", [_case(finding, finding.file, report) for finding in report.apart])
    _tell(apart, summary=last_line(report.summary))
    suites = [*(_record_suite(record, report) for record in report.records), apart]
    root = ET.Element("testsuites", {"name": "juesuan", **_totals(suites)})
    root.extend(suite.element for suite in suites)
    ET.indent(root, " ")
    data: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return data + b"\n"


def _tell(suite: Suite, **properties: str) -> None:
    """Properties stand before the cases."""
    told = ET.Element("properties")
    for name, value in properties.items():
        ET.SubElement(told, "property", name=name, value=value)
    suite.element.insert(0, told)


def _totals(suites: list[Suite]) -> dict[str, str]:
    totals = {
        "tests": sum(suite.tests for suite in suites),
        "failures": sum(suite.failures for suite in suites),
        "errors": 0,
        "skipped": sum(suite.skipped for suite in suites),
    }
    return {name: str(count) for name, count in totals.items()}


def _record_suite(record: Examined, report: Report) -> Suite:
    findings = report.of(record)
    spoken = {finding.rule for finding in findings}
    quiet = [
        _passed(rule, counts, record, report) for rule, counts in record.verdict.counts.items() if rule not in spoken
    ]
    suite = _suite(record.address, [*quiet, *(_case(finding, record.address, report) for finding in findings)])
    _tell(suite, file=record.file, sha256=record.digest)
    return suite


def _suite(name: str, cases: Iterable[ET.Element]) -> Suite:
    element = ET.Element("testsuite", name=name)
    element.extend(cases)
    failures, skipped = (len(element.findall(f"testcase/{kind}")) for kind in ("failure", "skipped"))
    suite = Suite(element, len(element), failures, skipped)
    element.attrib.update(_totals([suite]))
    return suite


def _passed(rule: str, counts: Mapping[Outcome, int], record: Examined, report: Report) -> ET.Element:
    """A rule that found nothing to tell: how many obligations ended how."""
    title = report.rules[rule].title if rule in report.rules else ""
    case = ET.Element("testcase", classname=record.address, name=f"[{rule}] {title}")
    ended = "、".join(f"{outcome}{count}项" for outcome, count in counts.items() if count)
    if not counts.get("通过", 0):
        ET.SubElement(case, "skipped", message=ended)
    else:
        ET.SubElement(case, "system-out").text = ended
    return case


def _case(finding: Finding, suite: str, report: Report) -> ET.Element:
    """A finding that counts fails; what was not checked or does not count is skipped; the rest passes with a word."""
    case = ET.Element("testcase", classname=suite, name=f"[{finding.rule}] {said(finding)}")
    case.attrib.update({"file": finding.file, "line": str(finding.line)})
    if report.counts(finding):
        ET.SubElement(case, "failure", type=finding.rule, message=said(finding)).text = _detail(finding)
    elif finding.failed or finding.outcome in {"未查", "不适用"}:
        why = "存档原件的差错，不计" if finding.failed else word(finding)
        ET.SubElement(case, "skipped", message=f"{why}：{_detail(finding)}")
    else:
        ET.SubElement(case, "system-out").text = _detail(finding)
    return case


def _detail(finding: Finding) -> str:
    return "\n".join([line(finding), *(f"{name} {text}" for name, text in arithmetic(finding))])
