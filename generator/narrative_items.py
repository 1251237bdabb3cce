"""循环和条件：句子对哪些东西各说一遍，什么时候才说。"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from generator.teller import INCOME, SPENDING, Item, Teller, code_name


def items(teller: Teller, source: Any) -> tuple[Item, ...]:  # noqa: ANN401 - a name or a literal list
    """The turns of a loop: `收入来源`, `支出构成`, `T5.类`, `T5.项`, `T6.人员`, `T6.公用`, `项目`, `综述`, `分单位`, or a list of names."""
    if not isinstance(source, str):
        return tuple((str(name), str(name)) for name in source)
    if source == "收入来源":
        return tuple((name, name) for name in INCOME)
    if source == "支出构成":
        return tuple((name, name) for name in SPENDING)
    if source in {"项目", "综述"}:
        return tuple((one.slug, one.name) for one in teller.record.projects if source == "项目" or one.narrated)
    if source == "分单位":
        return tuple((one.slug, one.name) for one in teller.record.shares)
    table, _, level = source.partition(".")
    return tuple((key, code_name(teller, key)) for key in _code_rows(teller, table, level))


def _code_rows(teller: Teller, table: str, level: str) -> tuple[str, ...]:
    rows = teller.figures.rows(table) if table in teller.catalog.tables else ()
    if level == "类":
        return tuple(key for key in rows if len(key) == 3)
    leaves = [key for key in rows if not teller.figures.children(table, key)]
    classes = {"人员": ("301", "303"), "公用": ("302", "307", "310", "312", "313", "399")}.get(level)
    if classes is None:
        return tuple(leaves)
    facts = teller.figures.tables.get(table)
    named = [code for code in facts.included if len(code) > 3] if facts else []
    return tuple(key for key in sorted({*leaves, *named}) if key.startswith(classes) and len(key) > 3)


def holds(teller: Teller, condition: str) -> bool:
    """`空表 T7`, `有表 T7`, `非零 量`, `零 量`, `有 量`, `开关 名`, `首年`, `存档`, `有文 键`, `有项目`; `非 …` negates."""
    if " 或 " in condition:
        return any(holds(teller, one) for one in condition.split(" 或 "))
    word, _, rest = condition.replace("$", teller.loop[0]).partition(" ")
    if word == "非":
        return not holds(teller, rest)
    return _TESTS[word](teller, rest)


_TESTS: dict[str, Callable[[Teller, str], bool]] = {
    "空表": lambda teller, rest: teller.figures.coverage(rest) == "空表",
    "有表": lambda teller, rest: teller.figures.coverage(rest) == "有数",
    "有": lambda teller, rest: teller.figures.measure(rest) is not None,
    "零": lambda teller, rest: teller.figures.value(rest) == 0,
    "非零": lambda teller, rest: teller.archive or teller.figures.value(rest) not in {None, Decimal(0)},
    "开关": lambda teller, rest: teller.profile.switches.get(rest) == "是",
    "首年": lambda teller, _: teller.record.first_year,
    "存档": lambda teller, _: teller.archive,
    "有文": lambda teller, rest: bool(teller.record.texts.get(rest)),
    "有项目": lambda teller, _: bool(teller.record.projects),
}
CONDITIONS = frozenset(_TESTS)
