"""内存：垃圾回收器查得疏一些。A build makes millions of values that live as long as their family and hold no cycles."""

from __future__ import annotations

import gc

YOUNG, MIDDLE, OLD = 50_000, 20, 50
"""New objects before the collector looks at them, and how seldom it looks at older ones (Python: 700, 10, 10)."""


def relax_collector() -> None:
    """For this process and those forked from it: reading records takes half the time, a tenth of all else is saved."""
    gc.set_threshold(YOUNG, MIDDLE, OLD)
