"""卷宗 dossier：一份公开文件的记录、推算和页面放在一起，供下载的文件都由它写成。"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from generator.accounts import Account
from generator.exports.lines import Line, lines
from generator.exports.naming import Namer
from generator.exports.printed import Printed, printed_on
from generator.rules.run import Verdict
from generator.store import Store
from generator.views import DisclosurePage


@dataclass(frozen=True)
class Dossier:
    """One disclosure with its page. Not slotted, so that what several exports need is worked out once."""

    store: Store
    account: Account
    page: DisclosurePage
    verdict: Verdict | None = None

    @property
    def address(self) -> str:
        """`420106/ybj/2021`."""
        return self.account.address

    @cached_property
    def printed(self) -> Printed:
        """Every figure on the page, as printed."""
        return printed_on(self.page)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The long table."""
        return lines(self.account, self.printed, Namer(self.store.catalog, self.account, self.printed.forms))

    def path(self, suffix: str) -> str:
        """Where a file of this disclosure is published: beside its page."""
        return named(self.address, suffix)


def named(address: str, suffix: str) -> str:
    """`420106/ybj/2021` → `420106/ybj/2021/juesuan-420106-ybj-2021.xlsx`: a file that was saved still says whose it is."""
    return f"{address}/juesuan-{address.replace('/', '-')}.{suffix}"


@dataclass(frozen=True, slots=True)
class Library:
    """The disclosures of a family, by address."""

    store: Store
    dossiers: Mapping[str, Dossier]
