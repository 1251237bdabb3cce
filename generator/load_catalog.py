"""读入各种数据：走遍文件夹，一个文件一项。"""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from generator import formula as fx
from generator.catalog import (
    Catalog,
    Code,
    CodeFile,
    DefectFile,
    Elsewhere,
    ElsewhereFile,
    FormLayout,
    NarrativeFile,
    Profile,
    TableKind,
    TermEntry,
)
from generator.findings import Finding
from generator.forms import layout_problems
from generator.rules.model import Rule
from generator.shape import validate
from generator.strict_yaml import Mapping, Node, Problem, compose, decode, read_file

Model = TypeVar("Model", bound=BaseModel)


def load_catalog(content: Path, templates: Path, findings: list[Finding]) -> Catalog:
    """Tables, profiles, forms, narratives, code lists and terms; what is wrong is added to `findings`."""
    tables = _keyed(templates / "tables", TableKind, findings)
    _check_formulas(tables, findings)
    layouts = _keyed(templates / "forms", FormLayout, findings)
    for layout in layouts.values():
        findings += [Finding("D-表式", message, f"{layout.id}.yml") for message in layout_problems(layout)]
    return Catalog.model_construct(
        tables=tables,
        profiles=_inherit(_keyed(templates / "profiles", Profile, findings), findings),
        layouts=layouts,
        narratives=_keyed(templates / "narrative", NarrativeFile, findings),
        functional=_code_lists(content / "codes", "functional.yml", findings),
        economic=_code_lists(content / "codes", "economic.yml", findings),
        terms=_terms(content / "glossary", findings),
        rules=_keyed(templates / "rules", Rule, findings),
        defects=_defects(templates / "defects.yml", findings),
        elsewhere=_elsewhere(templates / "elsewhere.yml", findings),
    )


def _keyed(folder: Path, model: type[Model], findings: list[Finding]) -> dict[str, Model]:
    """Every YAML file of a folder by its own 标识 (or 样)."""
    found: dict[str, Model] = {}
    for path in sorted(folder.glob("*.yml")):
        value = read_entry(path, model, findings)
        if value is None:
            continue
        key = str(value.id)  # type: ignore[attr-defined]  # every keyed model has an id
        if key in found:
            findings.append(Finding("D-重复", f"“{key}”在这个文件夹里有两份", path.name))
        found[key] = value
    return found


def read_entry(path: Path, model: type[Model], findings: list[Finding]) -> Model | None:
    """One data file as a model."""
    tree = _tree(path, findings)
    if tree is None:
        return None
    value, found = validate(model, tree, path.name)
    findings += found
    return value


def _tree(path: Path, findings: list[Finding]) -> Node | None:
    data, problems = read_file(path)
    tree: Node | None = None
    if data is not None:
        text, more = decode(data)
        problems += more
        if not problems:
            tree, problems = compose(text)
    findings += [_problem(path, problem) for problem in problems]
    return tree


def _problem(path: Path, problem: Problem) -> Finding:
    return Finding(problem.code, problem.message, path.name, problem.line, problem.column, cure=problem.cure)


def _check_formulas(tables: dict[str, TableKind], findings: list[Finding]) -> None:
    """Every formula of the data can be read: an unreadable one is told at once, not when a cell needs it."""
    for kind in tables.values():
        texts = [text for column in kind.columns for text in (*column.formulas, *column.taken)]
        for row in (*kind.rows, *kind.extra_rows):
            texts += row.formulas.values() if isinstance(row.formulas, dict) else row.formulas
        for text in texts:
            try:
                fx.parse(text)
            except fx.FormulaError as error:
                findings.append(Finding("D-公式", str(error), f"{kind.id}.yml"))


def _inherit(profiles: dict[str, Profile], findings: list[Finding]) -> dict[str, Profile]:
    """Resolve 继承: what a profile does not say, it takes from the one it extends; 开关 and 用词 are merged."""

    def resolve(profile: Profile, seen: tuple[str, ...]) -> Profile:
        base = profiles.get(profile.extends)
        if not profile.extends:
            return profile
        if base is None or profile.id in seen:
            findings.append(
                Finding("D-继承", f"板式“{profile.id}”继承的“{profile.extends}”不存在或绕成了圈", f"{profile.id}.yml")
            )
            return profile
        above = resolve(base, (*seen, profile.id))
        given = profile.model_fields_set
        update: dict[str, object] = {name: getattr(profile, name) for name in given}
        update["switches"] = {**above.switches, **profile.switches}
        update["words"] = {**above.words, **profile.words}
        update["notes"] = {**above.notes, **profile.notes}
        return above.model_copy(update=update)

    return {name: resolve(profile, ()) for name, profile in profiles.items()}


def _code_lists(folder: Path, name: str, findings: list[Finding]) -> dict[int, dict[str, Code]]:
    """Each year's list with the years it builds on."""
    files: dict[int, CodeFile] = {}
    for path in sorted(folder.glob(f"*/{name}")):
        value = read_entry(path, CodeFile, findings)
        if value is not None:
            files[value.year] = value
    lists: dict[int, dict[str, Code]] = {}
    for year, file in sorted(files.items()):
        codes = dict(lists.get(file.extends, {})) if file.extends else {}
        for code in file.dropped:
            codes.pop(code, None)
        for entry in file.codes:
            codes[entry.code] = entry
        lists[year] = dict(sorted(codes.items()))
    return lists


def _defects(path: Path, findings: list[Finding]) -> dict[str, str]:
    file = read_entry(path, DefectFile, findings)
    return dict(file.defects) if file else {}


def _elsewhere(path: Path, findings: list[Finding]) -> dict[str, Elsewhere]:
    file = read_entry(path, ElsewhereFile, findings)
    return dict(file.entries) if file else {}


def _terms(folder: Path, findings: list[Finding]) -> tuple[TermEntry, ...]:
    """Markdown files with a head between two `---` lines; the file's name is the term's id."""
    terms: list[TermEntry] = []
    for path in sorted(folder.glob("*.md")):
        data, problems = read_file(path)
        findings += [_problem(path, problem) for problem in problems]
        parts = decode(data)[0].split("---\n", 2) if data is not None else []
        if len(parts) != 3:
            findings.append(Finding("D-名词", "名词文件应以两行“---”之间的说明开头", path.name))
            continue
        tree, problems = compose(parts[1])
        findings += [_problem(path, problem) for problem in problems]
        if isinstance(tree, Mapping):
            value, found = validate(TermEntry, {**tree, "标识": path.stem, "解释": parts[2].strip()}, path.name)  # type: ignore[arg-type]  # a plain dict serves as a tree without positions
            findings += found
            terms += [value] if value is not None else []
    return tuple(sorted(terms, key=lambda term: (term.order, term.slug)))
