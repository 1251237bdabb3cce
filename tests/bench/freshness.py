"""How soon a preview shows an edited record: from the moment it is saved to the first answer that holds the new text."""

from __future__ import annotations

import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

POLL = 0.005
START_MOST, EDIT_MOST = 1800.0, 120.0


def port() -> int:
    """A free port."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def fresh(command: Sequence[str | Path], url: str, edit: Callable[[], str], times: int) -> dict[str, float]:
    """Start a preview server, edit `times` times (`edit` saves and returns the text to wait for): seconds."""
    begin = time.perf_counter()
    with subprocess.Popen(
        [str(one) for one in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            _wait(url, "</html>", START_MOST)
            started = time.perf_counter() - begin
            waits = []
            for _ in range(times):
                time.sleep(1)
                wanted = edit()
                saved = time.perf_counter()
                _wait(url, wanted, EDIT_MOST)
                waits.append(time.perf_counter() - saved)
        finally:
            server.terminate()
            server.wait(30)
    return {"started": started, "median": median(waits), "least": min(waits), "most": max(waits)}


def _wait(url: str, wanted: str, most: float) -> None:
    end = time.perf_counter() + most
    while time.perf_counter() < end:
        try:
            with urllib.request.urlopen(url, timeout=30) as answer:  # noqa: S310 - our own loopback server
                if wanted in answer.read().decode("utf-8"):
                    return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            pass
        time.sleep(POLL)
    raise TimeoutError(f"{url} 在 {most:.0f} 秒里没有出现“{wanted}”")
