"""A build makes what changed and nothing else, and what stands in the end is what a build from nothing gives, byte for byte."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from generator import manifest, plan, task
from generator.cli import published_lines
from generator.job import UnsteadyError
from generator.manifest import NAME
from generator.pipeline import How, Outcome, build, draw, examine
from generator.project import Project
from tests import synthetic

ROOT = Path(__file__).parent.parent
ONE = How(workers=1)
YEARS = (2021, 2022)


def started(folder: Path, publishers: int = 4, **kinds: object) -> Project:
    """A project of made-up departments in two regions."""
    folder.mkdir(parents=True)
    shutil.copytree(ROOT / "content", folder / "content", ignore=shutil.ignore_patterns("records"))
    shutil.copytree(ROOT / "templates", folder / "templates")
    shutil.copy(ROOT / "mkdocs.yml", folder)
    synthetic.tree(
        folder / "content" / "records",
        publishers=publishers,
        years=YEARS,
        size="short",
        each_region=2,
        **kinds,  # type: ignore[arg-type]  # as tree has them
    )
    return Project(folder)


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Built once, to be copied."""
    project = started(tmp_path_factory.mktemp("fresh") / "p")
    assert build(project, ONE).published is not None
    return project


@pytest.fixture
def project(fresh: Project, tmp_path: Path) -> Project:
    """A project that was built and may be changed."""
    shutil.copytree(fresh.root, tmp_path / "p")
    again = Project(tmp_path / "p")
    assert (
        build(again, ONE).published is not None
    )  # a copy has other inodes: all files are looked at again, none is made
    return again


def site(project: Project) -> dict[str, bytes]:
    return {p.relative_to(project.site).as_posix(): p.read_bytes() for p in project.site.rglob("*") if p.is_file()}


def from_nothing(project: Project, how: How = ONE) -> dict[str, bytes]:
    """What a build without any cache gives for the same inputs."""
    other = Project(project.root.with_name("clean"))
    shutil.rmtree(other.root, ignore_errors=True)
    shutil.copytree(project.root, other.root, ignore=shutil.ignore_patterns(".juesuan", "site"))
    build(other, how)
    return site(other)


def same(one: dict[str, bytes], other: dict[str, bytes]) -> None:
    """The manifest names what the version before left for its readers, which a clean build has not."""
    left = {*manifest.parsed(one[NAME]).carried, NAME}  # type: ignore[union-attr]  # it is one of ours
    assert (
        sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path) and path not in left)
        == []
    )


def record(project: Project, address: str) -> Path:
    return project.content / "records" / f"{address}.yml"


def touch(path: Path, more: str = "# 改\n") -> None:
    path.write_text(path.read_text("utf-8") + more, "utf-8")


# what is made ----------------------------------------------------------------------------------------------------------


def test_the_stages_taken_together_give_the_same_pages(project: Project) -> None:
    rendered = draw(project, examine(project))
    found = site(project)
    assert {f"{at}index.html": text.encode() for at, text in rendered.texts.items()}.items() <= found.items()
    assert rendered.files.items() <= found.items()


def test_nothing_changed_makes_nothing_and_says_the_same(project: Project) -> None:
    outcome = build(project, ONE, published_lines)
    before = plan.seal(str(project.root))
    assert outcome.made == ()
    assert outcome.published is not None
    assert outcome.published.written == 0
    said = plan.nothing_to_do(str(project.root))
    assert said == published_lines(outcome)
    assert plan.seal(str(project.root)) == before


def test_an_edited_record_makes_its_family_and_the_aggregates_that_print_it(project: Project) -> None:
    touch(record(project, "999101/bm001/2022"))
    assert not plan.nothing_to_do(str(project.root))
    outcome = build(project, ONE)
    # A remark changes the digest on its own page and no figure that an aggregate prints.
    assert set(outcome.made) == {"999101/bm001"}
    same(site(project), from_nothing(project))


def test_another_region_is_not_looked_at(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    real = task.run

    def watched(work: task.Work, families: tuple[str, ...]) -> list[task.Done]:
        asked.extend(families)
        return real(work, families)

    monkeypatch.setattr(task, "run", watched)
    touch(record(project, "999102/bm002/2021"))
    build(project, ONE)
    assert asked == ["999102/bm002"]


def test_only_mkdocs_is_entered_for_prose(project: Project) -> None:
    touch(project.content / "pages" / "about.md", "\n又一段。\n")
    outcome = build(project, ONE)
    assert outcome.made == ("shell",)
    same(site(project), from_nothing(project))


EDITS: dict[str, Callable[[Project, random.Random], None]] = {}


def edit(function: Callable[[Project, random.Random], None]) -> Callable[[Project, random.Random], None]:
    EDITS[function.__name__] = function
    return function


def department(project: Project, rng: random.Random) -> Path:
    return rng.choice(sorted(project.content.glob("records/*/*/department.yml"))).parent


@edit
def other_figures(project: Project, rng: random.Random) -> None:
    """Two departments change places."""
    one, other = rng.sample(sorted(project.content.glob("records/*/bm*")), 2)
    texts = [{path.name: path.read_text("utf-8") for path in place.glob("20*.yml")} for place in (other, one)]
    for place, found in zip((one, other), texts, strict=True):
        for path in place.glob("20*.yml"):
            path.unlink()
        for name, text in found.items():
            (place / name).write_text(text, "utf-8")


@edit
def no_newest_year(project: Project, rng: random.Random) -> None:
    years = sorted(department(project, rng).glob("20*.yml"))
    if len(years) > 1:
        years[-1].unlink()


@edit
def new_department(project: Project, rng: random.Random) -> None:
    region = rng.choice(sorted(project.content.glob("records/9*")))
    made = synthetic.department(
        rng.randrange(10**6), years=YEARS, size="short", units=1, region=region.name, slug=f"xin{rng.randrange(99)}"
    )
    for path, text in made.files.items():
        target = region / made.slug / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")


@edit
def no_department(project: Project, rng: random.Random) -> None:
    if len(list(project.content.glob("records/*/*/department.yml"))) > 2:
        shutil.rmtree(department(project, rng))


@edit
def renamed(project: Project, rng: random.Random) -> None:
    place = department(project, rng) / "department.yml"
    place.write_text(place.read_text("utf-8").replace("简称: 区", "简称: 新区", 1), "utf-8")


@edit
def other_region(project: Project, rng: random.Random) -> None:
    place = rng.choice(sorted(project.content.glob("records/*/region.yml")))
    place.write_text(place.read_text("utf-8").replace("名称: 试验", "名称: 新试验", 1), "utf-8")


@edit
def other_term(project: Project, rng: random.Random) -> None:
    touch(rng.choice(sorted(project.content.glob("glossary/*.md"))), "另说一句。\n")


@edit
def other_template(project: Project, rng: random.Random) -> None:
    touch(rng.choice(sorted(project.templates.glob("pages/*.html"))), "<!-- 改 -->\n")


@edit
def other_site(project: Project, rng: random.Random) -> None:
    place = project.content / "site.yml"
    place.write_text(place.read_text("utf-8").replace("示例区的地区", f"示例区{rng.randrange(99)}的地区"), "utf-8")


@edit
def remark(project: Project, rng: random.Random) -> None:
    touch(rng.choice(sorted(department(project, rng).glob("20*.yml"))))


@pytest.mark.parametrize("seed", range(3))
def test_after_any_edits_the_site_is_that_of_a_build_from_nothing(seed: int, project: Project) -> None:
    rng = random.Random(seed)
    order = rng.sample(sorted(EDITS), len(EDITS))
    for name in order[: len(EDITS) // 2 + 1]:
        EDITS[name](project, rng)
        outcome = build(project, ONE)
        assert outcome.published is not None, (name, outcome.report.findings[:3])
    same(site(project), from_nothing(project))


@pytest.mark.parametrize("name", sorted(EDITS))
def test_after_an_edit_the_site_is_that_of_a_build_from_nothing(name: str, project: Project) -> None:
    EDITS[name](project, random.Random(7))
    assert build(project, ONE).published is not None
    same(site(project), from_nothing(project))


@pytest.mark.parametrize("workers", [2, 3])
def test_any_number_of_processes_gives_the_same_bytes(workers: int, project: Project) -> None:
    assert from_nothing(project, How(workers=workers)) == from_nothing(project)


def test_many_departments_are_told_region_by_region(
    fresh: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.overview.MANY", 3)
    shutil.copytree(fresh.root, tmp_path / "p")
    project = Project(tmp_path / "p")
    build(project, ONE)
    rendered = draw(project, examine(project))
    found = site(project)
    assert {f"{at}index.html": text.encode() for at, text in rendered.texts.items()}.items() <= found.items()
    assert any(path.startswith("codes/") and path.endswith("/999101/index.html") for path in found)
    EDITS["new_department"](project, random.Random(1))
    assert any(re.fullmatch(r"[0-9]{7}/[0-9]{6}", name) for name in build(project, ONE).made)
    same(site(project), from_nothing(project))


# what is wrong ---------------------------------------------------------------------------------------------------------


def test_a_broken_record_stops_publication_and_all_is_told(project: Project) -> None:
    before = site(project)
    touch(record(project, "999101/bm001/2022"), "不认识的键: 1\n")
    touch(record(project, "999102/bm001/2021"), "不认识的键: 2\n")
    outcome = build(project, ONE)
    assert outcome.published is None
    assert {one.file for one in outcome.report.findings if one.failed} == {
        "records/999101/bm001/2022.yml",
        "records/999102/bm001/2021.yml",
    }
    assert site(project) == before


def test_a_mended_record_is_published_after_a_refusal(project: Project) -> None:
    place = record(project, "999101/bm001/2022")
    text = place.read_text("utf-8")
    other = record(project, "999101/bm002/2022")
    touch(other)
    place.write_text(text + "不认识的键: 1\n", "utf-8")
    assert build(project, ONE).published is None
    place.write_text(text, "utf-8")
    assert build(project, ONE).published is not None
    same(site(project), from_nothing(project))


def test_broken_records_can_be_left_out_with_the_gap_shown(project: Project) -> None:
    touch(record(project, "999101/bm001/2022"), "不认识的键: 1\n")
    outcome = build(project, How(workers=1, sparing=True))
    assert outcome.published is not None
    assert outcome.missing == ("records/999101/bm001/2022.yml",)
    assert "999101/bm001/2022/index.html" not in site(project)
    assert "暂缺" in site(project)["999101/bm001/index.html"].decode()
    same(site(project), from_nothing(project, How(workers=1, sparing=True)))
    place = record(project, "999101/bm001/2022")
    place.write_text(place.read_text("utf-8").replace("不认识的键: 1\n", ""), "utf-8")
    assert build(project, ONE).published is not None
    same(site(project), from_nothing(project))


@pytest.mark.parametrize("damage", [b"", b"{}", b"x" * 64 + b"\n{}", None], ids=repr)
def test_a_damaged_cache_is_made_again(damage: bytes | None, project: Project) -> None:
    for path in (project.cache / "families").rglob("*.json"):
        path.write_bytes(path.read_bytes()[:-9] + b"something" if damage is None else damage)
    touch(record(project, "999101/bm001/2022"))
    assert build(project, ONE).published is not None
    same(site(project), from_nothing(project))


def test_a_damaged_file_of_the_cache_is_never_published(project: Project) -> None:
    good = site(project)
    shutil.rmtree(project.site)
    for path in (project.cache / "blobs").rglob("*"):
        if path.is_file():
            path.chmod(0o644)
            data = path.read_bytes()
            path.unlink()
            path.write_bytes(data[:-1] + b"?")
    build(project, ONE)
    same(site(project), good)


def test_what_no_page_needs_any_more_leaves_the_cache(project: Project) -> None:
    touch(record(project, "999101/bm001/2022"))
    build(project, ONE)
    before = {path.name for path in (project.cache / "blobs").glob("*/*")}
    build(project, How(full=True, workers=1))
    after = {path.name for path in (project.cache / "blobs").glob("*/*")}
    assert after < before
    same(site(project), from_nothing(project))


def test_a_site_that_somebody_removed_is_published_whole(project: Project) -> None:
    good = site(project)
    shutil.rmtree(project.site)
    assert not plan.nothing_to_do(str(project.root))
    outcome = build(project, ONE)
    assert outcome.made == ()
    assert site(project) == good


def test_a_file_that_changes_while_it_is_read_is_read_again(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    place = record(project, "999101/bm001/2022")
    touch(place)
    real, left = task.make, [1]

    def disturbed(work: task.Work, family: str, key: str) -> task.Entry:
        entry = real(work, family, key)
        if left and family == "999101/bm001":
            left.pop()
            touch(place, "# 又改\n")
        return entry

    monkeypatch.setattr(task, "make", disturbed)
    with pytest.raises(UnsteadyError, match=r"构建期间.*2022\.yml"):
        build(project, ONE)
    monkeypatch.undo()
    assert build(project, ONE).published is not None
    same(site(project), from_nothing(project))


def test_a_file_that_never_keeps_still_is_refused(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    place, before = record(project, "999101/bm001/2022"), site(project)
    touch(place)
    real = task.make

    def disturbed(work: task.Work, family: str, key: str) -> task.Entry:
        touch(place, "# 又改\n")
        return real(work, family, key)

    monkeypatch.setattr(task, "make", disturbed)
    with pytest.raises(UnsteadyError, match="一直在变"):
        build(project, ONE)
    assert site(project) == before


def test_progress_is_told(project: Project) -> None:
    told: list[tuple[str, int, int]] = []
    build(project, How(full=True, workers=1, progress=lambda *step: told.append(step)))
    assert told[-1][1] == told[-1][2]
    assert ("部门", 4, 4) in told


def test_what_a_build_says_is_kept_for_the_next(project: Project) -> None:
    outcome: Outcome = build(project, ONE, published_lines)
    assert outcome.published is not None
    assert plan.kept(str(project.root))[0] == published_lines(outcome)


def test_a_build_with_nothing_to_do_reads_nothing_of_the_program(project: Project) -> None:
    outcome = build(project, ONE, published_lines)
    start = (
        f"import sys; sys.argv = ['juesuan', 'build', '-C', {str(project.root)!r}]\n"
        "from generator.start import main\n"
        "main()\n"
        "heavy = {'click', 'pydantic', 'jinja2', 'mkdocs', 'yaml', 'pathlib', 'dataclasses'} & sys.modules.keys()\n"
        "assert not heavy - before, heavy\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", f"import sys; before = set(sys.modules)\n{start}"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        check=False,
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.splitlines() == published_lines(outcome)
