"""变动最大的项目：两年之间一般公共预算财政拨款支出的项级科目，变动多的在前，原因只用记录里写明的。"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from generator.accounts import Account
from generator.catalog import Code
from generator.charts import Datum, Head, Pair, paired_bars
from generator.derive import Figure
from generator.facts import address
from generator.pages.frame import href
from generator.pages.ledger import Ledger
from generator.pages.marks import change, whole
from generator.views import Cell, Chart, ListRow, Part, Ranking, Row
from generator.wording import ABSENT, printed

TABLE, COLUMN = "T5", "小计"
MOST = 10
"""Rows of the table of one pair of years."""
DRAWN = 5
CODES = "codes/"


@dataclass(frozen=True, slots=True)
class Move:
    """A 项 in two years that follow each other."""

    code: str
    name: str
    then: Decimal
    now: Decimal
    mark: str = ""
    """新设 or 停用, where the code lists of the two years differ."""

    @property
    def difference(self) -> Decimal:
        """Signed."""
        return self.now - self.then


def measure_of(code: str) -> str:
    """`T5.2101501.小计`."""
    return address(TABLE, code, COLUMN)


def pairs(accounts: Sequence[Account]) -> tuple[tuple[Account, Account], ...]:
    """Years that follow each other and both have the table, newest first."""
    whole_years = [one for one in accounts if one.figures.coverage(TABLE) == "有数"]
    found = [(then, now) for then, now in pairwise(whole_years) if now.filed.record.year == then.filed.record.year + 1]
    return tuple(reversed(found))


def moves(ledger: Ledger[Account], then: Account, now: Account) -> tuple[Move, ...]:
    """Every 项 whose amount is not that of last year, the largest difference first, whatever its direction."""
    listed, before = (_codes(ledger, one) for one in (now, then))
    found = []
    for code in sorted({*then.figures.rows(TABLE), *now.figures.rows(TABLE)}):
        old, new = then.figures.value(measure_of(code)), now.figures.value(measure_of(code))
        if len(code) == 7 and old is not None and new is not None and old != new:
            entry = listed.get(code) or before.get(code)
            found.append(Move(code, entry.name if entry else code, old, new, _mark(code in before, code in listed)))
    return tuple(sorted(found, key=lambda one: (-abs(one.difference), one.code)))


def _mark(before: bool, listed: bool) -> str:
    if before == listed:
        return ""
    return "新设科目" if listed else "科目停用"


def _codes(ledger: Ledger[Account], account: Account) -> Mapping[str, Code]:
    return ledger.store.catalog.codes("功能科目", account.profile.code_year or account.filed.record.year)


def changes_part(ledger: Ledger[Account], accounts: Sequence[Account]) -> tuple[Part, ...]:
    """The part of a comparing page, with a table for each two years; () where no two years can be compared."""
    told = [(then, now, found) for then, now in pairs(accounts) if (found := moves(ledger, then, now))]
    if not told:
        return ()
    tables = tuple(_table(ledger, then, now, found) for then, now, found in told)
    return (Part("changes", "变动最大的项目", _lead(*told[0]), (_chart(*told[0]),), tables),)


def _lead(then: Account, now: Account, found: Sequence[Move]) -> str:
    """How many went up and down in the newest two years."""
    up = sum(1 for one in found if one.difference > 0)
    years = f"{now.filed.record.year}年度比{then.filed.record.year}年度"
    return f"一般公共预算财政拨款支出的项级科目，{years}有{up}项增加，{len(found) - up}项减少。"


def _words(now: Account, move: Move) -> str:
    """减少123.45万元，下降12.34%."""
    rise = move.difference > 0
    rate = now.figures.measure(f"{measure_of(move.code)}:增减幅")
    amount = printed(Figure("", abs(move.difference)))
    percent = f"，{'增长' if rise else '下降'}{printed(rate)}" if rate is not None else "，上年为零"
    return f"{'增加' if rise else '减少'}{amount}万元{percent}"


def _chart(then: Account, now: Account, found: Sequence[Move]) -> Chart:
    """Bars to both sides of zero."""
    year, first = now.filed.record.year, found[0]
    head = Head(
        "chart-changes",
        "",
        f"{year}年度变动最大的是{first.name}，{_words(now, first)}",
        f"变动最大的{min(len(found), DRAWN)}个项级科目，{year}年度比{then.filed.record.year}年度",
    )
    return paired_bars(head, [Pair(_datum(now, one)) for one in found[:DRAWN]])


def _datum(now: Account, move: Move) -> Datum:
    text = printed(Figure("", abs(move.difference)))
    word = "增加" if move.difference > 0 else "减少"
    return Datum(move.name, move.difference, word + text, whole(now, f"{measure_of(move.code)}:增减额"))


def _table(ledger: Ledger[Account], then: Account, now: Account, found: Sequence[Move]) -> Ranking:
    year, last = now.filed.record.year, then.filed.record.year
    names = (("科目编码", "code"), ("科目", "name"))
    amounts = (f"{last}年度", f"{year}年度", "增减额", "增减幅")
    head = (
        *(Cell(text, "code" if kind == "code" else "name", "col") for text, kind in names),
        *(Cell(text, "amount", "col") for text in amounts),
        Cell("文件写明的原因、用途", "text", "col"),
    )
    path = f"{now.filed.publisher.path}/compare/"
    rows = tuple(_row(ledger, then, now, one, path) for one in found[:MOST])
    more = len(found) - len(rows)
    notes = (f"另有{more}个项级科目也有变动，数额较小，没有列出。",) if more else ()
    return Ranking(f"changes-{year}", f"{year}年度比{last}年度", (Row(head),), rows, "金额单位：万元", notes)


def _row(ledger: Ledger[Account], then: Account, now: Account, move: Move, path: str) -> ListRow:
    measure = measure_of(move.code)
    cells = (
        Cell(move.code, "code"),
        Cell(move.name, "name", "row", flag=move.mark),
        *(_amount(account, measure) for account in (then, now)),
        *change(now, measure),
        _why(ledger, now, move.code),
    )
    return ListRow(cells, href(path, f"{CODES}{move.code}/"))


def _amount(account: Account, measure: str) -> Cell:
    return Cell(printed(account.figures.measure(measure)), "amount", fact=whole(account, measure))


def _why(ledger: Ledger[Account], account: Account, code: str) -> Cell:
    """What the record says of this code; nothing is made up where it says nothing."""
    said = "；".join(_reasons(account, code)) or _use(ledger, account, code)
    return Cell(said, "name") if said else Cell(ABSENT, spoken="没有写明")


def _reasons(account: Account, code: str) -> Iterator[str]:
    for reason in account.filed.record.reasons:
        if reason.measure == measure_of(code):
            against = "" if reason.against == "上年" else f"比{reason.against}："
            yield against + reason.text.strip().rstrip("。")


def _use(ledger: Ledger[Account], account: Account, code: str) -> str:
    """What the amount was for: of the 项 itself, else of its 款 by name; what is said of a whole 类 explains no 项."""
    uses = {use.measure: use.text.strip().rstrip("。") for use in account.filed.record.uses}
    if text := uses.get(f"{TABLE}.{code}"):
        return f"用途：{text}"
    owner, text = _codes(ledger, account).get(code[:5]), uses.get(f"{TABLE}.{code[:5]}")
    return f"{owner.name}的用途：{text}" if owner and text else ""
