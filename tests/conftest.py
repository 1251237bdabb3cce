"""What every test may use: golden files, a folder served on loopback, notes at the end of the run."""

from __future__ import annotations

import difflib
import os
from contextlib import ExitStack, contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Protocol

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = ROOT / "tests" / "golden"
OUTPUT = ROOT / "test-output"
NOTES = pytest.StashKey[list[str]]()
DIFF_LINES = 60

# Deadlines would fail on a busy machine; in CI the examples are the same each time.
settings.register_profile("house", deadline=None, derandomize="CI" in os.environ)
settings.register_profile("soak", deadline=None, max_examples=20_000)
settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="write what golden files should be, instead of comparing")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[NOTES] = []
    if config.getoption("--accept") and "CI" in os.environ:
        raise pytest.UsageError("--accept is for people who then read `git diff`; CI only compares")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if notes := config.stash[NOTES]:
        terminalreporter.section("notes")
        for line in notes:
            terminalreporter.write_line(line)


@pytest.fixture
def note(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Add a line (a measured figure) to the end of the run's report."""
    return request.config.stash[NOTES].append


class Golden(Protocol):
    """The type of the `golden` fixture."""

    def __call__(self, name: str, actual: str) -> None: ...


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compare a text with tests/golden/<name>, byte for byte; `make accept` writes it instead."""
    accept: bool = request.config.getoption("--accept")

    def compare(name: str, actual: str) -> None:
        path = GOLDEN / name
        expected = path.read_bytes().decode() if path.is_file() else None
        if accept:
            _write(path, actual)
        elif actual != expected:
            _write(OUTPUT / "golden" / name, actual)
            pytest.fail(_difference(name, expected, actual), pytrace=False)

    return compare


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())


def _difference(name: str, expected: str | None, actual: str) -> str:
    if expected is None:
        return f"tests/golden/{name} is missing: read test-output/golden/{name}, then `make accept`"
    lines = list(difflib.unified_diff(expected.splitlines(), actual.splitlines(), "expected", "actual", lineterm=""))
    shown = lines[:DIFF_LINES] or ["only line ends differ"]
    if len(lines) > DIFF_LINES:
        shown.append(f"… {len(lines) - DIFF_LINES} more lines")
    shown.append(f"if this is what it should be: `make accept` (whole text in test-output/golden/{name})")
    return "\n".join([f"tests/golden/{name} differs", *shown])


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Write nothing: a test's output is its failures."""


class _Patient(ThreadingHTTPServer):
    request_queue_size = 128
    """A page asks for everything at once; the standard five waiting places would turn some of it away on a busy machine."""


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve `folder` on a free port of loopback as a plain static server does; yields the address, without a slash."""
    with _Patient(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def serve() -> Iterator[Callable[[Path], str]]:
    """Serve folders until the test ends: takes a folder, gives its address."""
    with ExitStack() as stack:
        yield lambda folder: stack.enter_context(serving(folder))
