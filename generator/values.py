"""值 value：一份记录有成千上万个的小东西（格、数、句段、来历的一步），冻结不变。

They are `msgspec` structs and not frozen dataclasses, which take twenty times as long to make. To everybody else they behave
alike: frozen, compared and hashed by what they hold, no attributes beside their fields. A changed copy is made by `replace`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

__all__ = ["Remembered", "Value", "replace"]

Worth = TypeVar("Worth")


class Value(Struct, frozen=True, gc=False):
    """A small frozen value. Its fields hold texts, numbers and other values, never itself, so no cycle can arise."""


class Remembered(dict[str, Worth]):
    """What is worked out from a name when it is asked for, once: `found[name]` costs a look-up and no call."""

    __slots__ = ("work",)

    def __init__(self, work: Callable[[str], Worth]) -> None:
        super().__init__()
        self.work = work

    def __missing__(self, name: str) -> Worth:
        self[name] = value = self.work(name)
        return value
