"""绩效表：按表式数据排版、计算和核对自评表。One layout is one YAML file; nothing here knows any form by name."""

from __future__ import annotations

from generator.forms.layout_check import layout_problems
from generator.forms.problems import FormProblem, form_problems
from generator.forms.sheet import form_computed, form_figures, form_place, form_typed
from generator.forms.view import form_view

__all__ = [
    "FormProblem",
    "form_computed",
    "form_figures",
    "form_place",
    "form_problems",
    "form_typed",
    "form_view",
    "layout_problems",
]
