"""Charts (图): pure functions from exact values and printed figures to shapes with computed places.

Templates only place the shapes; colours belong to the style sheet. Every chart has the finding as
title, a sentence instead of the picture, and its table.
"""

from __future__ import annotations

from generator.charts.bars import paired_bars
from generator.charts.flow import Columns, Stages, cascade, flow
from generator.charts.model import Datum, Head, Link, Merge, Pair, Series, count_others
from generator.charts.panels import panels
from generator.charts.share import share_bar
from generator.charts.text import FONT
from generator.charts.trend import spark, trend

__all__ = [
    "FONT",
    "Columns",
    "Datum",
    "Head",
    "Link",
    "Merge",
    "Pair",
    "Series",
    "Stages",
    "cascade",
    "count_others",
    "flow",
    "paired_bars",
    "panels",
    "share_bar",
    "spark",
    "trend",
]
