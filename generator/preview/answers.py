"""预览的回答：状态、类型和内容。"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

MEDIA = {
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xml": "application/xml; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back to the browser."""

    body: bytes
    media: str = MEDIA[".html"]
    status: int = 200
    location: str = ""


def page(text: str, status: int = 200) -> Answer:
    """An HTML page."""
    return Answer(text.encode("utf-8"), status=status)


def plain(text: str, status: int) -> Answer:
    """A sentence that needs no page."""
    return Answer(f"{text}\n".encode(), MEDIA[".txt"], status)


def file(path: str, data: bytes) -> Answer:
    """A file by the end of its name; what is unknown is handed over as mere bytes."""
    return Answer(data, MEDIA.get(PurePosixPath(path).suffix, "application/octet-stream"))
