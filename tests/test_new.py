"""新建：照上年写出下一年的底子，数不带过来，读得通，从不覆盖。"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.fresh import fresh_record, profile_for
from generator.load import Ground, ground, read_record
from generator.record_reader import Place
from generator.store import Publisher
from generator.strict_yaml import Mapping, Text, compose, texts

ROOT = Path(__file__).parent.parent
RECORDS = sorted((ROOT / "content/records").rglob("20*.yml"))


@pytest.fixture(scope="module")
def base() -> Ground:
    return ground(ROOT / "content", ROOT / "templates")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "content", tmp_path / "content")
    (tmp_path / "templates").symlink_to(ROOT / "templates")
    return tmp_path


def run(project: Path, *words: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, [words[0], "-C", str(project), *words[1:]])
    return done.exit_code, done.output


def amounts(text: str) -> list[str]:
    tree, _ = compose(text)
    return [str(one) for one, is_key in texts(tree) if not is_key and "." in one and one.replace(".", "").isdigit()]


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.relative_to(ROOT / "content/records").as_posix())
def test_every_record_gives_a_next_year_that_can_be_read(path: Path, base: Ground, tmp_path: Path) -> None:
    year = int(path.stem) + 1
    made = fresh_record(path.read_text("utf-8"), year, base.store.catalog)
    file = tmp_path / f"{year}.yml"
    file.write_text(made.text, "utf-8")
    read = read_record(file, Place(Publisher("999999", "a"), year, file.name), base.store)
    # What a form's head must name beside last year's names is for the clerk to fill in.
    assert [one for one in read.findings if one.rule != "S-绩效表" and one.failed] == []
    assert amounts(made.text) == [], "no figure of last year"


def test_names_stay_and_what_belongs_to_one_year_does_not(base: Ground) -> None:
    text = (ROOT / "content/records/999901/mzj/2022.yml").read_text("utf-8")
    made = fresh_record(text, 2023, base.store.catalog).text
    tree, _ = compose(made)
    assert isinstance(tree, Mapping)
    assert (tree["年度"], tree["状态"], tree["板式"]) == ("2023", "草稿", "国家-2022")
    assert not {"更正", "原因", "用途", "批复日期", "公开日期", "说明差异", "原文", "来源"} & set(tree)
    for name in ("概况", "项目", "绩效表"):
        assert tree[name]
    old, _ = compose(text)
    assert isinstance(old, Mapping)
    codes = [[row["科目"] for row in one["表"]["T5"]["行"]] for one in (old, tree)]  # type: ignore[index,call-overload]  # rows of a list
    assert codes[0] == codes[1]
    assert "#   行政编制:" in made
    assert "# 每行填：基本支出、项目支出、年初预算" in made


def test_the_clerk_sees_what_is_still_to_fill(project: Path) -> None:
    assert run(project, "new", "999901/mzj/2024")[0] == 0
    code, told = run(project, "check")
    mine = [line for line in told.splitlines() if line.startswith("records/999901/mzj/2024.yml 错误")]
    assert code == 1, "a draft without figures is not ready"
    assert any("没有填年初结转和结余" in line for line in mine)


def test_the_profile_of_the_new_year_is_taken(base: Ground) -> None:
    profiles = base.store.catalog.profiles
    assert profile_for(profiles, "武汉-2021", 2022) == "武汉-2022"
    assert profile_for(profiles, "国家-2022", 2024) == "国家-2022"
    assert profile_for(profiles, "没有的", 2024) == "没有的"


def test_a_new_year_after_the_one_before(project: Path) -> None:
    code, told = run(project, "new", "999901/ybj/benji/2024")
    assert (code, "照 records/999901/ybj/本级/2023.yml 写成" in told) == (0, True), told
    assert (project / "content/records/999901/ybj/本级/2024.yml").is_file()


def test_nothing_is_overwritten(project: Path) -> None:
    path = project / "content/records/999901/mzj/2023.yml"
    before = path.read_bytes()
    code, told = run(project, "new", "999901/mzj/2023")
    assert (code, "没有动它" in told) == (4, True), told
    assert path.read_bytes() == before
    code, told = run(project, "new", "999901/mzj", "--name", "甲局")
    assert (code, "没有动它" in told) == (4, True), told


def test_a_new_department_and_its_first_year(project: Path) -> None:
    code, told = run(project, "new", "420102/jkj", "--name", "武汉市江岸区健康局", "--level", "区")
    assert code == 0, told
    assert (project / "content/records/420102/region.yml").is_file()
    code, told = run(project, "new", "420102/jkj/2024")
    assert (code, "--like" in told) == (2, True), told
    code, told = run(project, "new", "420102/jkj/2024", "--like", "999901/mzj/2023")
    assert code == 0, told
    assert "[S-" not in run(project, "check")[1].replace("[S-绩效表]", ""), "all of it can be read"


@pytest.mark.parametrize(
    "address", ["2024", "420106", "420106/YBJ/2024", "../x/2024", "420106/ybj/24", "420106/ybj/../2024", "42/ybj/2024"]
)
def test_a_wrong_address_is_explained(project: Path, address: str) -> None:
    before = sorted(project.rglob("*"))
    code, told = run(project, "new", address)
    assert (code, "应写成" in told) == (2, True), told
    assert sorted(project.rglob("*")) == before


def test_an_unknown_department_comes_first(project: Path) -> None:
    code, told = run(project, "new", "420106/nonesuch/2024")
    assert (code, "--name" in told) == (2, True), told


def test_a_record_that_cannot_be_read_is_not_followed(project: Path) -> None:
    path = project / "content/records/999901/mzj/2023.yml"
    path.write_text(path.read_text("utf-8").replace("年度: 2023", "年度 2023"), "utf-8")
    code, told = run(project, "new", "999901/mzj/2024")
    assert (code, "juesuan check" in told) == (2, True), told


def test_texts_with_signs_survive(base: Ground) -> None:
    text = '格式: 1\n年度: 2022\n状态: 草稿\n板式: 国家-2022\n金额单位: 元\n名称: "甲: 乙 #丙"\n概况:\n  职能:\n    - "{一} \\"二\\": 三"\n'
    tree, _ = compose(fresh_record(text, 2023, base.store.catalog).text)
    assert isinstance(tree, Mapping)
    assert isinstance(tree["名称"], Text)
    assert tree["名称"] == "甲: 乙 #丙"
    assert tree["概况"]["职能"][0] == '{一} "二": 三'  # type: ignore[index,call-overload]  # a list of texts
