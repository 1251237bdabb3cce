"""预览的服务：只在本机，只读，只认自己的名字。"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from threading import Event
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from generator.preview import answers
from generator.preview.answers import Answer
from generator.preview.news import News, watching
from generator.preview.paths import site_path
from generator.preview.workshop import Workshop
from generator.project import Project

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
EVENTS = "_preview/events"


class AddressError(ValueError):
    """The preview can't listen there; says why in one Chinese sentence."""


def split_address(text: str) -> tuple[str, int]:
    """`127.0.0.1:8000` → host and port; only this machine's own."""
    host, _, port = text.rpartition(":")
    name = host.strip("[]") or "127.0.0.1"
    if not port.isdigit() or int(port) > 65535:
        raise AddressError(f"“{text}”不是地址，应写成 127.0.0.1:8000")
    if name != "localhost" and not _loopback(name):
        raise AddressError(f"预览只在本机看，不能开在 {name} 上；请用 127.0.0.1")
    return name, int(port)


def _loopback(name: str) -> bool:
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


class Handler(BaseHTTPRequestHandler):
    """One request. GET and HEAD only; nothing is written anywhere."""

    server_version, sys_version = "juesuan", ""
    protocol_version = "HTTP/1.1"

    def __init__(self, *args: Any, workshop: Workshop, news: News) -> None:  # noqa: ANN401 - handed on to the base class
        self.workshop, self.news = workshop, news
        super().__init__(*args)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002, ANN401 - the base class names it so
        """Write nothing: only the command line speaks."""

    def do_GET(self) -> None:
        """A page, a file or the stream of events."""
        if not self._named():
            self._send(answers.plain("预览只认 127.0.0.1 和 localhost 这两个名字。", 403))
            return
        path = site_path(self.path)
        if path is None:
            self._send(answers.plain("没有这样的地址。", 404))
        elif path == EVENTS:
            self._stream()
        else:
            self._send(self.workshop.answer(path, self.news.number))

    def do_HEAD(self) -> None:
        """The same without the content."""
        self.do_GET()

    def _named(self) -> bool:
        """Whether the browser came by a name of this machine: another name that leads here is somebody's trick (DNS rebinding)."""
        port = self.server.server_port if isinstance(self.server, Server) else 0
        names = {f"{name}:{port}" for name in ("127.0.0.1", "localhost", "[::1]")}
        return self.headers.get("Host", "").lower() in names

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        self._head(answer.media)
        if answer.location:
            self.send_header("Location", quote(answer.location, safe="/%"))
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    def _head(self, media: str) -> None:
        self.send_header("Content-Type", media)
        self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("X-Content-Type-Options", "nosniff")

    def _stream(self) -> None:
        asked = parse_qs(urlsplit(self.path).query)
        since = (asked.get("since") or [""])[0]
        page = site_path((asked.get("page") or ["/"])[0]) or ""
        self.close_connection = True
        self.send_response(200)
        self._head("text/event-stream; charset=utf-8")
        self.end_headers()
        for event in self.news.wait(page, int(since) if since.isdigit() else 0):
            self.wfile.write(event.encode("utf-8"))
            self.wfile.flush()


class Server(ThreadingHTTPServer):
    """Browsers go away in the middle of answers; that is no error."""

    daemon_threads = True

    @property
    def url(self) -> str:
        """Where a browser on this machine finds it."""
        return f"http://127.0.0.1:{self.server_port}/"

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - the base class's signature
        """Connections end as they like; all else was answered with a page."""


@contextmanager
def previewing(project: Project, address: str) -> Iterator[Server]:
    """A preview server that watches the project's files; the caller lets it serve."""
    host, port = split_address(address)
    workshop, news, stop = Workshop(project), News(), Event()
    try:
        server = Server((host, port), partial(Handler, workshop=workshop, news=news))
    except OSError as error:
        raise AddressError(
            f"{address} 开不了：{error.strerror or error}；请换一个端口，如 --address 127.0.0.1:8001"
        ) from error
    thread = watching(watched(project), workshop.renew, news, stop)
    try:
        with server:
            yield server
    finally:
        stop.set()
        news.close()
        thread.join(2)


def watched(project: Project) -> tuple[Path, ...]:
    """Folders and files whose saves matter."""
    return tuple(path for path in (project.content, project.templates, project.config) if path.exists())
