"""Rules of the house that no linter knows. Each scan is first tried on snippets it must and must not find."""

from __future__ import annotations

import ast
import os
import re
import tomllib
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parent.parent
MODULES = {path.relative_to(ROOT / "generator").as_posix(): path for path in (ROOT / "generator").rglob("*.py")}

FUNCTION_LINES, MODULE_LINES = 60, 400

# Who may do what, and why. A module stands here only while it makes use of it.
IMPORTS_MKDOCS = {"mkdocs_adapter.py": "the one door to MkDocs, so that another frame needs another door only"}
WRITES = {"disk.py": "the one module that changes the disk: atomically, never in place, refusals in Chinese"}
SPEAKS = {
    "cli.py": "the command line: prints for people and sets the exit code",
    "start.py": "its quick way in: says what the last build said where nothing changed",
}
PERMITS = [("imports mkdocs", IMPORTS_MKDOCS), ("writes", WRITES), ("speaks", SPEAKS)]


def dotted(node: ast.expr) -> str:
    """`shutil.rmtree` for that expression; `?.mkdir` for a method of anything that is not a plain name."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}" if isinstance(node.value, ast.Name) else f"?.{node.attr}"
    return "?"


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield dotted(node.func), node


def imports_mkdocs(tree: ast.AST) -> Iterator[int]:
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                found = [alias.name for alias in names]
            case ast.ImportFrom(module=str(module), level=0):
                found = [module]
            case ast.Call(func=func, args=[ast.Constant(value=str(module)), *_]) if "import" in dotted(func):
                found = [module]
            case _:
                continue
        if any(name.split(".")[0] in {"mkdocs", "properdocs"} for name in found):
            yield node.lineno


# What changes the disk, by where it comes from: methods of pathlib.Path on anything, the rest by its module.
PATH_METHODS = frozenset(
    {
        *("write_text", "write_bytes", "mkdir", "unlink", "rmdir", "rename"),
        *("touch", "symlink_to", "hardlink_to", "chmod", "extractall"),
    }
)
SHUTIL_READS = frozenset({"which", "disk_usage", "get_terminal_size"})
OS_WRITES = frozenset(
    {
        *("open", "write", "pwrite", "makedirs", "mkdir", "remove", "unlink", "rmdir", "removedirs", "replace"),
        *("rename", "renames", "link", "symlink", "chmod", "chown", "utime", "truncate", "ftruncate", "mkfifo"),
    }
)
OPENING = frozenset({"open", "fdopen", "ZipFile", "TarFile"})


def writes(tree: ast.AST) -> Iterator[int]:
    for name, call in calls(tree):
        owner, _, method = name.rpartition(".")
        plain = len(call.args) == 1 and not call.keywords
        if (
            (owner and method in PATH_METHODS)
            or is_writing_function(owner, method)
            or (owner not in {"", "os"} and method == "replace" and plain)  # Path.replace; str.replace takes two
            or (method in OPENING and opens_for_writing(owner, call))
        ):
            yield call.lineno
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and any(
            is_writing_function(node.module or "", alias.name) for alias in node.names
        ):
            yield node.lineno


def is_writing_function(module: str, name: str) -> bool:
    match module:
        case "os":
            return name in OS_WRITES
        case "shutil":
            return name not in SHUTIL_READS
        case _:
            return module == "tempfile"


def opens_for_writing(owner: str, call: ast.Call) -> bool:
    """Whether the mode says so, or can't be read. `open(file, mode)`, but `path.open(mode)`."""
    is_method = owner not in {"", "io", "os", "zipfile", "tarfile"}
    modes = [keyword.value for keyword in call.keywords if keyword.arg == "mode"]
    modes += call.args[0:1] if is_method else call.args[1:2]
    return any(
        not (isinstance(mode, ast.Constant) and isinstance(mode.value, str) and set(mode.value) <= set("rbt"))
        for mode in modes
    )


def speaks(tree: ast.AST) -> Iterator[int]:
    for name, call in calls(tree):
        if name in {"print", "exit", "quit", "input", "sys.exit", "os._exit"} or re.fullmatch(r"click\.s?echo", name):
            yield call.lineno
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id="sys"), attr="stdout" | "stderr"):
                yield node.lineno
            case ast.Raise(exc=ast.Name(id="SystemExit") | ast.Call(func=ast.Name(id="SystemExit"))):
                yield node.lineno


def uses_float(tree: ast.AST) -> Iterator[int]:
    """`float(…)`, `round(…)`, and either handed on, as in `map(float, …)`; asking `isinstance` is no use of it."""
    for name, call in calls(tree):
        handed_on = [] if name == "isinstance" else [dotted(argument) for argument in call.args]
        if {name, *handed_on} & {"float", "round"}:
            yield call.lineno


SCANS: dict[str, Callable[[ast.AST], Iterator[int]]] = {
    "imports mkdocs": imports_mkdocs,
    "writes": writes,
    "speaks": speaks,
    "uses float": uses_float,
}

FOUND = {
    "imports mkdocs": [
        "import mkdocs",
        "import os, mkdocs.config as c",
        "from mkdocs.plugins import BasePlugin",
        "def f():\n    from properdocs import x",
        "importlib.import_module('mkdocs.utils')",
        "__import__('mkdocs')",
    ],
    "writes": [
        "open(p, 'w')",
        "open(p, mode='ab')",
        "open(p, mode)",
        "p.open('r+')",
        "io.open(p, 'x')",
        "(a / b).write_text(t)",
        "p.write_bytes(b)",
        "p.parent.mkdir()",
        "p.unlink(missing_ok=True)",
        "p.replace(q)",
        "(a / b).rename(c)",
        "os.replace(a, b)",
        "os.remove(a)",
        "shutil.rmtree(d)",
        "zipfile.ZipFile(p, 'w')",
        "tempfile.mkdtemp()",
        "from shutil import rmtree as away",
        "from os import replace",
    ],
    "speaks": [
        "print(1)",
        "click.echo('x')",
        "click.secho('x')",
        "sys.exit(2)",
        "sys.stderr.write('x')",
        "raise SystemExit",
        "raise SystemExit(1)",
    ],
    "uses float": ["float(x)", "round(x, 2)", "list(map(float, xs))", "f(*g(round(x)))"],
}
PASSED = {
    "imports mkdocs": ["import os", "from . import mkdocs_adapter", "open('mkdocs.yml')", "x = 'mkdocs'"],
    "writes": [
        "open(p)",
        "open(p, 'rb')",
        "open(p, encoding='utf-8')",
        "p.open()",
        "p.open('rb')",
        "p.read_text()",
        "text.replace('a', 'b')",
        "replace(fact, value=1)",
        "dataclasses.replace(fact, value=1)",
        "names.remove(x)",
        "view.link(x)",
        "shutil.which('x')",
        "from os import environ",
        "os.walk(d)",
        "zipfile.ZipFile(p)",
    ],
    "speaks": ["log.info('x')", "raise ValueError", "self.print(x)", "sys.version_info"],
    "uses float": ["isinstance(x, float)", "def f(x: float) -> float: ...", "x.quantize(y)", "rounded(x)"],
}


@pytest.mark.parametrize(("scan", "code"), [(scan, code) for scan, codes in FOUND.items() for code in codes])
def test_a_scan_finds(scan: str, code: str) -> None:
    assert list(SCANS[scan](ast.parse(code)))


@pytest.mark.parametrize(("scan", "code"), [(scan, code) for scan, codes in PASSED.items() for code in codes])
def test_a_scan_passes(scan: str, code: str) -> None:
    assert not list(SCANS[scan](ast.parse(code)))


@pytest.fixture(scope="module")
def trees() -> dict[str, ast.Module]:
    trees = {name: ast.parse(path.read_text(encoding="utf-8"), name) for name, path in MODULES.items()}
    assert len(trees) >= 5, "the scans below look at next to nothing"
    return trees


@pytest.mark.parametrize(("scan", "permitted"), PERMITS)
def test_only_named_modules_do_it(scan: str, permitted: dict[str, str], trees: dict[str, ast.Module]) -> None:
    lines = {name: sorted(set(SCANS[scan](tree))) for name, tree in trees.items()}
    offenders = [f"generator/{name}:{line}" for name in lines for line in lines[name] if name not in permitted]
    assert offenders == []
    idle = [name for name in permitted if name in lines and not lines[name]]
    assert idle == [], "permitted, but makes no use of it: take it off the list"


def test_no_binary_floating_point(trees: dict[str, ast.Module]) -> None:
    assert [f"generator/{name}:{line}" for name, tree in trees.items() for line in uses_float(tree)] == []


def test_every_module_says_what_it_is(trees: dict[str, ast.Module]) -> None:
    assert [name for name, tree in trees.items() if not (ast.get_docstring(tree) or "").strip()] == []


def test_functions_and_modules_are_short(trees: dict[str, ast.Module], note: Callable[[str], None]) -> None:
    functions = {
        f"generator/{name}:{node.lineno} {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for name, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    modules = {f"generator/{name}": path.read_text(encoding="utf-8").count("\n") for name, path in MODULES.items()}
    assert len(functions) >= 10
    note(f"{len(functions)} functions, median {median(functions.values()):g} lines, longest {max(functions.values())}")
    note(f"{len(modules)} modules, median {median(modules.values()):g} lines, longest {max(modules.values())}")
    assert {name: lines for name, lines in functions.items() if lines > FUNCTION_LINES} == {}
    assert {name: lines for name, lines in modules.items() if lines > MODULE_LINES} == {}


CACHES = frozenset({".git", ".venv", ".juesuan", ".hypothesis", "__pycache__", "node_modules"})
OUTPUTS = frozenset({ROOT / "dist", ROOT / "site", ROOT / "test-output"})
# Names of dot files and dot folders of the project. Those of one person's editor or tools stay at home.
DOT_FILES = frozenset({".ci", ".gitattributes", ".gitignore"})
# A folder that exists on one machine only. Not after a letter or a dot: `example.com/work/` is an address.
MACHINE_PATH = re.compile(r"(?<![\w.~*}-])/(?:work|root|tmp|home/\w+|Users/\w+)/|\b[A-Z]:\\Users\\")


def project_files() -> Iterator[Path]:
    for folder, folders, files in os.walk(ROOT):
        kept = {name for name in folders if not name.endswith("_cache")} - CACHES
        folders[:] = sorted(name for name in kept if Path(folder, name) not in OUTPUTS)
        yield from (Path(folder, name) for name in sorted([*folders, *files]))


def test_no_file_names_a_place_on_one_machine() -> None:
    examples = {
        "/wo" + "rk/x": True,
        "see /ho" + "me/li/x": True,
        "C:\\Us" + "ers\\li": True,
        "example.com/work/": False,
    }
    assert {text: bool(MACHINE_PATH.search(text)) for text in examples} == examples
    texts = {path: path.read_bytes().decode("utf-8", "ignore") for path in project_files() if path.is_file()}
    assert len(texts) >= 20
    hits = [f"{path.relative_to(ROOT)}: {m[0]}" for path, text in texts.items() for m in MACHINE_PATH.finditer(text)]
    assert hits == []


def test_dot_files_are_those_of_the_project() -> None:
    dotted_names = {path.name for path in project_files() if path.name.startswith(".")}
    assert ".gitignore" in dotted_names
    assert dotted_names <= DOT_FILES


def locked(lock: str) -> dict[str, set[str]]:
    """Package → versions (more than one where they depend on the system)."""
    versions: dict[str, set[str]] = {}
    text = (ROOT / "requirements" / lock).read_text(encoding="utf-8")
    for name, version in re.findall(r"^([\w.-]+)==([^ ;\\]+)", text, re.MULTILINE):
        versions.setdefault(canonicalize_name(name), set()).add(version)
    return versions


def test_the_locks_hold_what_the_project_asks_for() -> None:
    table = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = table["dependency-groups"]
    optional = [text for extra in table["project"]["optional-dependencies"].values() for text in extra]
    tools = [text for name, group in groups.items() if name != "bench" for text in group if isinstance(text, str)]
    runtime, dev, bench = (locked(f"{name}.lock") for name in ("runtime", "dev", "bench"))
    asked = [(runtime, text) for text in [*table["project"]["dependencies"], *groups["build"]]]
    asked += [(dev, text) for text in [*optional, *tools]]
    asked += [(bench, text) for text in groups["bench"]]
    assert len(asked) >= 20
    wanting = [
        text
        for lock, text in asked
        if not all_meet(Requirement(text), lock.get(canonicalize_name(Requirement(text).name), set()))
    ]
    assert wanting == [], "run `make lock`"
    assert {name: dev.get(name) for name in runtime} == runtime, "tests must run with what users get"
    assert {name: bench.get(name) for name in runtime if name in bench} == {
        name: versions for name, versions in runtime.items() if name in bench
    }, "so must the benchmark"


def all_meet(requirement: Requirement, versions: set[str]) -> bool:
    return bool(versions) and all(requirement.specifier.contains(version) for version in versions)
