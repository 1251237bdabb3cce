"""六步：读入 → 推算 → 核对 → 成页 → 渲染 → 公布。Each takes values and returns values; nothing flows back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator import clock
from generator.accounts import Account, derive
from generator.check import verdicts
from generator.disk import MissingFileError
from generator.family import drawn
from generator.findings import Finding, in_reading_order
from generator.load import load
from generator.openness.files import prose_addresses
from generator.overview import overview
from generator.pages.site import families
from generator.project import Project
from generator.publish import Published, building, publish
from generator.render import Rendered, environment
from generator.rules.run import Verdict
from generator.shell import whole
from generator.store import Store


@dataclass(frozen=True, slots=True)
class Checked:
    """After the first three stages. `findings` are those of reading; what the rules say of each record is its verdict."""

    store: Store
    accounts: Mapping[str, Account]
    findings: tuple[Finding, ...]
    verdicts: Mapping[str, Verdict]

    @property
    def told(self) -> tuple[Finding, ...]:
        """All findings, of reading and of the rules."""
        return in_reading_order(
            self.findings + tuple(one for verdict in self.verdicts.values() for one in verdict.findings)
        )

    @property
    def sound(self) -> bool:
        """Whether nothing stands against publication; findings in an 存档 are listed but do not block."""
        archives = {account.filed.file for account in self.accounts.values() if account.filed.archive}
        return not any(finding.failed and finding.file not in archives for finding in self.told)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a build did."""

    checked: Checked
    published: Published | None


def examine(project: Project) -> Checked:
    """读入、推算、核对。"""
    store, found = load(project.content, project.templates)
    accounts = derive(store)
    return Checked(store, accounts, in_reading_order(found), verdicts(store, accounts, clock.today()))


def draw(project: Project, checked: Checked) -> Rendered:
    """成页、渲染：一家一家地写，总览页由各家的摘要写成。"""
    store, templates = checked.store, environment(project.templates)
    made = [
        drawn(store, department, accounts, checked.verdicts, templates)
        for department, accounts in families(store, checked.accounts)
    ]
    whole = overview(store, made, templates, prose_addresses(project.content / "pages"))
    texts, files = dict(whole.texts), dict(whole.files)
    for family in made:
        texts |= family.texts
        files |= family.files
    return Rendered(texts, files, whole.home, store)


def build(project: Project) -> Outcome:
    """All six stages; nothing is published while anything stands against it."""
    with building(project):
        checked = examine(project)
        if not checked.sound:
            return Outcome(checked, None)
        return Outcome(checked, _published(project, draw(project, checked)))


def _published(project: Project, rendered: Rendered) -> Published:
    """公布; files of the cache that turn out damaged are made again, once."""
    try:
        return publish(project, whole(project, rendered))
    except MissingFileError:
        return publish(project, whole(project, rendered))
