"""预览的消息：哪些文件刚存过盘，开着的页面要不要换。"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Condition, Event, Thread

from watchfiles import watch

STEP, DEBOUNCE = 10, 80
"""Milliseconds: a save is told of when nothing more follows for one step, at the latest after the other."""
ROUND = 200
"""Milliseconds after which the watch looks whether it should end."""
PULSE = 15.0
"""Seconds after which an open page is told that the server is still there."""


class News:
    """Changes, numbered from 1. A page knows the number up to which it was made."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._last: dict[str, int] = {}
        self.number = 0
        self.closed = False

    def tell(self, beginnings: tuple[str, ...]) -> None:
        """Addresses with these beginnings show something new."""
        with self._changed:
            self.number += 1
            self._last |= dict.fromkeys(beginnings, self.number)
            self._changed.notify_all()

    def close(self) -> None:
        """Send all readers home."""
        with self._changed:
            self.closed = True
            self._changed.notify_all()

    def concerns(self, path: str, since: int) -> bool:
        """Whether what an address shows changed after a number. Lists and the preview's own pages show something of everything."""
        shown = path.removeprefix("_preview/findings/")
        wide = shown.count("/") < 2 or not shown[:1].isdigit()
        return any(number > since and (wide or shown.startswith(beginning)) for beginning, number in self._last.items())

    def wait(self, path: str, since: int) -> Iterator[str]:
        """Server-sent events for one open page, until it must be made anew or is closed."""
        while not self.closed:
            with self._changed:
                if self.concerns(path, since):
                    yield "event: changed\ndata: \n\n"
                    return
                heard = self._changed.wait(PULSE)
            if not heard:
                yield ": \n\n"


def watching(roots: tuple[Path, ...], renew: Callable[[set[Path]], tuple[str, ...]], news: News, stop: Event) -> Thread:
    """A thread that takes note of every save below some folders until told to stop. Returns when it has begun to look."""
    ready = Event()

    def look(*, polling: bool) -> None:
        found = watch(
            *roots,
            step=STEP,
            debounce=DEBOUNCE,
            rust_timeout=ROUND,
            yield_on_timeout=True,
            stop_event=stop,
            force_polling=polling,
        )
        for changes in found:
            ready.set()
            if changes:
                news.tell(renew({Path(path) for _, path in changes}))

    def run() -> None:
        try:
            look(polling=False)
        except OSError:  # the system watches no more folders: look at them every now and then
            with suppress(OSError):
                look(polling=True)
        ready.set()

    thread = Thread(target=run, name="preview-watch", daemon=True)
    thread.start()
    ready.wait(10)
    return thread
