"""新的一年 fresh：照上年的记录写出下一年的底子，留下科目、项目和指标的名目，数、原因和成效都不带过来。"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from collections.abc import Sequence as Sequence_
from dataclasses import dataclass
from typing import Any

from generator.catalog import Catalog, FormLayout, Profile, TableKind
from generator.fmt import RecordLayout
from generator.fmt_layout import canonical
from generator.model import Record
from generator.strict_yaml import Mapping as Tree
from generator.strict_yaml import Node, Sequence, Text, compose

STAYS = ("文件类型", "口径", "金额单位", "精度", "名称", "汇总")
"""What one year has from the one before, figures and texts apart."""
PROJECT = ("标识", "名称", "别名", "单位", "用途", "绩效表", "综述")
FORM = ("标识", "表式", "题名", "处")
NAMED = ("科目", "行", "名称")
"""Keys that say which row it is."""
BARE = re.compile(r"[0-9]{1,4}|[0-9]{1,4}\.[0-9]{1,2}")
"""Points and years stand without quotes; codes are longer."""
STEP = "  "


@dataclass(frozen=True, slots=True)
class Fresh:
    """The text of a new record, and what it follows."""

    text: str
    profile: str


def fresh_record(text: str, year: int, catalog: Catalog, tables: Sequence_[str] = (), unit: str = "") -> Fresh:
    """The record of `year` after an earlier record's text. Raises ValueError where that can't be read.

    `tables` are lines to stand in the place of the empty tables, with their `unit` of money.
    """
    tree, problems = compose(text)
    if not isinstance(tree, Tree) or any(problem.severity == "error" for problem in problems):
        raise ValueError("上年的记录读不通，先用 juesuan check 看看")
    profile = profile_for(catalog.profiles, str(tree.get("板式", "")), year)
    head: dict[str, Any] = {"格式": "1", "年度": str(year), "状态": "草稿", "板式": profile}
    head |= {key: str(tree[key]) for key in STAYS if key in tree}
    head |= {"金额单位": unit} if unit else {}
    lines = [f"{key}: {written(value)}" for key, value in head.items()]
    lines += ["", *dumped("审核", {"保密审查": "未审查", "负责人审签": "未审签"})]
    if "概况" in tree:
        lines += ["", *dumped("概况", plain(tree["概况"]))]
    lines += ["", *(("表:", *tables) if tables else _tables(tree.get("表"), catalog))]
    for key, value in (("项目", _projects(tree.get("项目"))), ("绩效表", _forms(tree.get("绩效表"), catalog))):
        if value:
            lines += ["", *dumped(key, value)]
    raw = "\n".join(lines) + "\n"
    new, _ = compose(raw)
    if new is None:
        raise ValueError("写不出新的记录")
    return Fresh(canonical(raw, RecordLayout(Record, catalog, new))[0], profile)


def profile_for(profiles: Mapping[str, Profile], name: str, year: int) -> str:
    """The profile of the year: last year's if it still holds, else the latest of the same place that does."""
    old = profiles.get(name)
    if old is None or old.since <= year <= old.until:
        return name
    place = name.partition("-")[0]
    fitting = [
        one for one, plan in profiles.items() if one.partition("-")[0] == place and plan.since <= year <= plan.until
    ]
    return max(fitting, default=name)


# tables ------------------------------------------------------------------------------------------------------------


def _tables(tables: Node | None, catalog: Catalog) -> Iterable[str]:
    if not isinstance(tables, Tree) or not tables:
        return
    yield "表:"
    for name, entry in tables.items():
        kind = catalog.tables.get(str(name))
        if kind is not None and isinstance(entry, Tree):
            yield f"{STEP}# {kind.title}"
            yield f"{STEP}{name}:"
            yield from (f"{STEP * 2}{line}" for line in _table(kind, entry))


def _table(kind: TableKind, entry: Tree) -> Iterable[str]:
    status = str(entry.get("状态", "有数"))
    yield f"状态: {'有数' if status == '原件未载' else status}"
    if "来自" in entry:
        yield f"来自: {written(str(entry['来自']))}"
    rows = entry.get("行")
    if isinstance(rows, Tree):
        yield "# 填一行，去掉前面的井号："
        yield "# 行:"
        yield from (f"#   {written(key) if key.isdigit() else key}:" for key in rows)
    elif isinstance(rows, Sequence):
        named = [{key: str(row[key]) for key in NAMED if key in row} for row in rows if isinstance(row, Tree)]
        columns = dict.fromkeys(str(key) for row in rows if isinstance(row, Tree) for key in row if key not in NAMED)
        known = [column.name for column in kind.columns if column.name in columns]
        yield f"# 每行填：{'、'.join(known)}"
        yield "行:"
        yield from (f"{STEP}- {flow(row)}" for row in named if row)


# projects and forms ------------------------------------------------------------------------------------------------


def _projects(projects: Node | None) -> list[Any]:
    return [_only(one, PROJECT) for one in projects if isinstance(one, Tree)] if isinstance(projects, Sequence) else []


def _forms(forms: Node | None, catalog: Catalog) -> list[Any]:
    entries = [one for one in forms if isinstance(one, Tree)] if isinstance(forms, Sequence) else []
    return [_form(one, catalog.layouts.get(str(one.get("表式", "")))) for one in entries]


def _form(entry: Tree, layout: FormLayout | None) -> dict[str, Any]:
    """Names of the form, its head without figures and dates, and what its indicators are called and worth."""
    found = _only(entry, FORM)
    head = entry.get("表头")
    if isinstance(head, Tree):
        found["表头"] = {
            str(key): plain(one) for key, one in head.items() if isinstance(one, Text) and not _numeral(one)
        }
    if layout is None:
        return found
    names = [column.name for column in layout.indicators if column.kind in {"名称", "分值"}]
    funds = entry.get("资金")
    if isinstance(funds, Sequence):
        found["资金"] = [_only(row, ("行",)) for row in funds if isinstance(row, Tree) and "行" in row]
    rows = entry.get("指标")
    if isinstance(rows, Sequence):
        found["指标"] = [_only(row, names) for row in rows if isinstance(row, Tree)]
    return {key: value for key, value in found.items() if value}


def _numeral(text: str) -> bool:
    return any(letter.isdigit() for letter in text)


def _only(entry: Tree, keys: Iterable[str]) -> dict[str, Any]:
    return {key: plain(entry[key]) for key in keys if key in entry}


# writing -----------------------------------------------------------------------------------------------------------


def plain(node: Node) -> Any:  # noqa: ANN401 - a tree of lists, dicts and texts
    """A tree without places."""
    if isinstance(node, Text):
        return str(node)
    if isinstance(node, Tree):
        return {str(key): plain(value) for key, value in node.items()}
    return [plain(item) for item in node]


def written(text: str) -> str:
    """Quoted as YAML takes it in any place; the canonical layout then drops what is not needed."""
    return text if BARE.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def flow(row: Mapping[str, str]) -> str:
    """A row on one line."""
    return "{" + ", ".join(f"{key}: {written(value)}" for key, value in row.items()) + "}"


def dumped(key: str, value: Any) -> list[str]:  # noqa: ANN401 - a tree of lists, dicts and texts
    """`key: value` in block style, every text quoted."""
    name = written(key)
    if isinstance(value, str):
        return [f"{name}: {written(value)}"]
    if not value:
        return []
    if isinstance(value, dict):
        return [f"{name}:", *(STEP + line for one, inner in value.items() for line in dumped(one, inner))]
    lines = [f"{name}:"]
    for item in value:
        inner = (
            [f"{written(item)}"] if isinstance(item, str) else [line for one in item for line in dumped(one, item[one])]
        )
        lines += [f"{STEP}{'- ' if at == 0 else STEP}{line}" for at, line in enumerate(inner)]
    return lines
