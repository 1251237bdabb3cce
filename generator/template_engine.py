"""模板引擎：Jinja，编译成更直接的 Python。Pages hold thousands of values, and what is done for each of them decides the speed.

Two things differ from Jinja as it comes, and neither is seen in what a template prints: an attribute is read as Python reads it,
so a name that is not there fails at once even inside `{% if %}`; and escaped text goes to the page as a plain string.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, nodes
from jinja2.compiler import CodeGenerator, Frame

from generator.assets import asset_names

try:
    from markupsafe._speedups import _escape_inner
except ImportError:  # no compiled module for this platform
    from markupsafe._native import _escape_inner


def escape(value: object) -> str:
    """Text with `& < > " '` made harmless; what is marked as HTML stays as it is."""
    if type(value) is str:
        return _escape_inner(value)
    marked = getattr(value, "__html__", None)
    return str(marked()) if marked is not None else _escape_inner(str(value))


class _Compiler(CodeGenerator):
    """Reads attributes directly: page values are frozen records, never mappings."""

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - Jinja calls it so
        self.visit(node.node, frame)
        self.write(f".{node.attr}")


class Engine(Environment):
    """Text is escaped unless marked, undefined names fail, templates only loop and place."""

    code_generator_class = _Compiler

    def __init__(self, templates: Path) -> None:
        super().__init__(
            loader=FileSystemLoader(templates),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self.globals["assets"] = asset_names(templates)

    def _generate(self, source: nodes.Template, *args: Any, **kwargs: Any) -> str:  # noqa: ANN401 - passed on as they come
        """The module of a template, with our own `escape` in place of the one it imports."""
        return f"{super()._generate(source, *args, **kwargs)}\nfrom {__name__} import escape\n"
