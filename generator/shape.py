"""形状：一棵 YAML 树按模型核对，错在哪一行、该怎么改，用中文说。"""

from __future__ import annotations

import typing
from collections.abc import Mapping as MappingType
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from generator.facts import near
from generator.findings import Finding
from generator.strict_yaml import Mapping, Node, Sequence

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

Model = TypeVar("Model", bound=BaseModel)
Loc = tuple[int | str, ...]

_MESSAGES = {
    "list_type": "“{field}”应是一串内容，每项一行，以“- ”开头",
    "tuple_type": "“{field}”应是一串内容，每项一行，以“- ”开头",
    "dict_type": "“{field}”应是“名称: 内容”一行一个",
    "model_type": "“{field}”应是“名称: 内容”一行一个",
    "model_attributes_type": "“{field}”应是“名称: 内容”一行一个",
    "mapping_type": "“{field}”应是“名称: 内容”一行一个",
    "string_type": "“{field}”应是一个词语或一段文字",
    "int_parsing": "“{field}”应是整数",
    "int_type": "“{field}”应是整数",
}


def validate(model: type[Model], tree: Node, file: str) -> tuple[Model | None, list[Finding]]:
    """Read a tree as a model; every error becomes a finding with its line, column, field path and cure."""
    try:
        return model.model_validate(tree), []
    except ValidationError as errors:
        return None, [_finding(model, tree, file, error) for error in errors.errors(include_url=False)]


def _finding(model: type[BaseModel], tree: Node, file: str, error: ErrorDetails) -> Finding:
    loc = tuple(step for step in error["loc"] if not (isinstance(step, str) and step.startswith("function-")))
    node = locate(tree, loc, missing=error["type"] == "missing", key=error["type"] == "extra_forbidden")
    message, cure = _words(model, loc, error)
    return Finding(
        rule=_RULES.get(error["type"], "S-值"),
        message=message,
        file=file,
        line=node.line,
        column=node.column,
        path=" → ".join(f"第{step + 1}项" if isinstance(step, int) else step for step in loc),
        cure=cure,
    )


_RULES = {
    "missing": "S-缺",
    "extra_forbidden": "S-键",
    "literal_error": "S-选",
    "year": "S-年度",
    "date": "S-日期",
    "slug": "S-标识",
}


def _words(model: type[BaseModel], loc: Loc, error: ErrorDetails) -> tuple[str, str]:
    field = str(loc[-1]) if loc else "最外层"
    field = f"第{loc[-1] + 1}项" if loc and isinstance(loc[-1], int) else field
    kind = error["type"]
    if kind == "missing":
        return f"缺少“{field}”", f"补上一行“{field}: …”"
    if kind == "extra_forbidden":
        known = list(keys_at(model, loc[:-1]))
        return f"不认识“{field}”这个键", near(field, known) or f"这里可以写：{'、'.join(known[:12])}"
    if kind == "literal_error":
        expected = (
            str(error.get("ctx", {}).get("expected", "")).replace("'", "").replace(" or ", "、").replace(", ", "、")
        )
        return f"“{field}”不能填“{error.get('input')}”", f"只能填：{expected}"
    if kind in _MESSAGES:
        return _MESSAGES[kind].format(field=field), ""
    return f"“{field}”：{error['msg']}", ""


def locate(tree: Node, loc: Loc, *, missing: bool = False, key: bool = False) -> Node:
    """The node an error speaks of: the value, the key of an unknown key, the parent of a missing one."""
    node = tree
    steps = loc[:-1] if missing else loc
    for at, step in enumerate(steps):
        last = at == len(steps) - 1
        if isinstance(node, Mapping) and isinstance(step, str) and step in node:
            if last and key:
                return node.key_at(step)
            node = node[node.key_at(step)]
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node):
            node = node[step]
        else:
            break
    return node


def keys_at(model: type[BaseModel], loc: Loc) -> tuple[str, ...]:
    """Known keys of the mapping at a location, for suggestions and for the canonical order."""
    found = model_at(model, loc)
    return tuple(info.alias or name for name, info in found.model_fields.items()) if found else ()


def model_at(model: type[BaseModel], loc: Loc) -> type[BaseModel] | None:
    """The model of the mapping at a location, or None where keys are free."""
    current: Any = model
    for step in loc:
        if isinstance(current, type) and issubclass(current, BaseModel):
            field = _field(current, step)
            if field is None:
                return None
            current = _unwrap(field.annotation)
        elif typing.get_origin(current) in {tuple, list} and isinstance(step, int):
            current = _unwrap(typing.get_args(current)[0])
        elif typing.get_origin(current) in {dict, MappingType}:
            current = _unwrap(typing.get_args(current)[1])
        else:
            return None
    return current if isinstance(current, type) and issubclass(current, BaseModel) else None


def _field(model: type[BaseModel], alias: int | str) -> FieldInfo | None:
    for name, info in model.model_fields.items():
        if (info.alias or name) == alias:
            return info
    return None


def _unwrap(annotation: Any) -> Any:  # noqa: ANN401 - typing's own objects have no common type
    """Strip Optional and Annotated."""
    while True:
        origin = typing.get_origin(annotation)
        if origin is typing.Annotated:
            annotation = typing.get_args(annotation)[0]
            continue
        members = [arg for arg in typing.get_args(annotation) if arg is not type(None)]
        if len(members) == 1 and origin not in {tuple, list, dict}:
            annotation = members[0]
            continue
        return annotation
