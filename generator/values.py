"""值 value：一份记录有成千上万个的小东西（格、数、句段、来历的一步），冻结不变。

They are `msgspec` structs and not frozen dataclasses, which take twenty times as long to make. To everybody else they behave
alike: frozen, compared and hashed by what they hold, no attributes beside their fields. A changed copy is made by `replace`.
"""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

__all__ = ["Value", "replace"]


class Value(Struct, frozen=True, gc=False):
    """A small frozen value. Its fields hold texts, numbers and other values, never itself, so no cycle can arise."""
