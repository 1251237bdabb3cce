"""`python tests/slowly.py MILLISECONDS …`: the program on a slow disk, for tests that kill it.

It tells when it begins to write the new site and when the old one has been exchanged; the program itself knows nothing of this.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from typing import Any

from generator import cli, disk, publish, trees

WRITING, SWITCHED = b"[writing]\n", b"[switched]\n"


def slowed(function: Callable[..., Any], seconds: float) -> Callable[..., Any]:
    def slow(*arguments: Any, **named: Any) -> Any:
        time.sleep(seconds)
        return function(*arguments, **named)

    return slow


def telling(function: Callable[..., Any], before: bytes, after: bytes) -> Callable[..., Any]:
    def told(*arguments: Any, **named: Any) -> Any:
        os.write(1, before)
        result = function(*arguments, **named)
        os.write(1, after)
        return result

    return told


def main() -> None:
    seconds = int(sys.argv.pop(1)) / 1000
    for name in ("put", "link", "drop"):
        setattr(disk.Tree, name, slowed(getattr(disk.Tree, name), seconds))
    disk.exchange = slowed(disk.exchange, 10 * seconds)
    vars(publish)["bring_up_to_date"] = telling(trees.bring_up_to_date, WRITING, b"")
    vars(publish)["switch"] = telling(trees.switch, b"", SWITCHED)
    cli.main()


if __name__ == "__main__":
    main()
