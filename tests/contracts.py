"""Reading contract.yml: what a component takes, and examples made into the values that pages hand over."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from types import UnionType
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin, get_type_hints

import yaml

from generator import views
from generator.values import Value
from tests.template_env import COMPONENTS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAYLOAD = "<script>alert(1)</script>\"'&<b onclick=x>"
# These fields hold HTML by contract; everything else is text.
HTML_FIELDS = frozenset({"html", "intro_html", "header_html", "footer_html", "dataset_json"})


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter of a macro."""

    name: str
    type: str
    required: bool
    description: str


@dataclass(frozen=True, slots=True)
class Example:
    """A named call of a macro."""

    name: str
    args: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Contract:
    """What one macro promises; `within` is what its output must stand in to be whole HTML."""

    component: str
    macro: str
    params: tuple[Param, ...]
    examples: tuple[Example, ...]
    within: str

    @property
    def path(self) -> str:
        """The template's name, as templates import it."""
        return f"components/{self.component}/macro.html"


def contracts() -> list[Contract]:
    """Every macro of every component folder."""
    return [contract for folder in sorted(COMPONENTS.iterdir()) for contract in _read(folder)]


def _read(folder: Path) -> Iterator[Contract]:
    document = yaml.safe_load((folder / "contract.yml").read_text(encoding="utf-8"))
    for macro in document["macros"]:
        params = tuple(Param(**param) for param in macro["params"])
        examples = tuple(_example(one, params, folder.name) for one in macro["examples"])
        yield Contract(folder.name, macro["name"], params, examples, macro.get("within", "{}"))


def _example(source: dict[str, Any], params: tuple[Param, ...], component: str) -> Example:
    types = {param.name: param.type for param in params}
    unknown = source["args"].keys() - types.keys()
    assert not unknown, f"{component}: example {source['name']} has unknown arguments {unknown}"
    hints = get_type_hints(type("Params", (), {"__annotations__": types}), globalns=vars(views))
    where = f"{component}/{source['name']}"
    return Example(source["name"], {name: build(hints[name], value, where) for name, value in source["args"].items()})


def build(hint: Any, value: Any, where: str) -> Any:
    """Make a value of the type that views.py declares; anything else is an error in the example."""
    origin, inner = get_origin(hint), get_args(hint)
    if isinstance(hint, type) and _is_view(hint):
        return _build_view(hint, value, where)
    if origin is Literal:
        assert value in inner, f"{where}: {value!r} is none of {inner}"
        return value
    if origin is tuple:
        assert isinstance(value, list), f"{where}: a list is wanted, not {value!r}"
        types = [inner[0]] * len(value) if inner[-1] is Ellipsis else list(inner)
        return tuple(build(each, one, where) for each, one in zip(types, value, strict=True))
    if origin is dict:
        return {build(inner[0], key, where): build(inner[1], one, where) for key, one in value.items()}
    if origin in {Union, UnionType}:
        return build(next(each for each in inner if each is not type(None)), value, where)
    assert type(value) is hint, f"{where}: {value!r} is not {hint}"
    return value


def _is_view(hint: type[Any]) -> bool:
    return dataclasses.is_dataclass(hint) or issubclass(hint, Value)


def _build_view(hint: type[Any], value: Any, where: str) -> Any:
    hints = get_type_hints(hint)
    assert value.keys() <= hints.keys(), f"{where}: {hint.__name__} has no {value.keys() - hints.keys()}"
    return hint(**{name: build(hints[name], one, f"{where}.{name}") for name, one in value.items()})


def poisoned(value: Any, hint: Any) -> Any:
    """Return the same value with markup in every text a record could bring."""
    origin, inner = get_origin(hint), get_args(hint)
    if isinstance(value, str):
        return value if origin is Literal or value == "" else value + PAYLOAD
    if isinstance(value, tuple):
        types = [inner[0]] * len(value) if inner[-1] is Ellipsis else list(inner)
        return tuple(poisoned(one, each) for one, each in zip(value, types, strict=True))
    if isinstance(value, dict):
        return {key + PAYLOAD: one + PAYLOAD for key, one in value.items()}
    if _is_view(type(value)):
        return _poisoned_view(value)
    return value


def _poisoned_view(value: Any) -> Any:
    hints = get_type_hints(type(value))
    fields = {name: getattr(value, name) for name in hints}
    changed = {
        name: poisoned(one, _certain(hints[name]))
        for name, one in fields.items()
        if one is not None and name not in HTML_FIELDS
    }
    return type(value)(**fields | changed)


def _certain(hint: Any) -> Any:
    if get_origin(hint) in {Union, UnionType}:
        return next(each for each in get_args(hint) if each is not type(None))
    return hint
