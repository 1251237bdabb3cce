"""A disclosure printed: a document one could file."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from lxml import html

from tests.browser.conftest import NewPage

ADDRESS = "999901/ybj/2022/"
SCREEN_ONLY = ("这些数的来历", "引用", "排列", "图中数据", "回到页首", "工作簿XLSX", "关闭")


def told(*command: str | Path) -> str:
    if shutil.which(str(command[0])) is None:
        pytest.fail("缺少 poppler-utils：请运行 sudo apt-get install poppler-utils", pytrace=False)
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, check=True).stdout


@pytest.fixture
def printed(built: str, new_page: NewPage, tmp_path: Path) -> Path:
    page = new_page(1280, color_scheme="dark")
    page.goto(f"{built}/{ADDRESS}")
    path = tmp_path / "printed.pdf"
    page.pdf(path=path, prefer_css_page_size=True)
    return path


def rows(folder: Path, table: str) -> list[list[str]]:
    """Code and amounts of every row of a table, as the page has them."""
    tree = html.fromstring((folder / ADDRESS / "index.html").read_bytes())
    found = tree.xpath(f"//*[@id='{table}']//tbody/tr[td[@class='code']]")
    return [[row.xpath("string(td[@class='code'])"), *row.xpath("td[@class='amt']//data/text()")] for row in found]


def test_a_printed_disclosure_can_be_filed(printed: Path, folder: Path) -> None:
    sheets = told("pdftotext", "-layout", printed, "-").rstrip("\f").split("\f")
    lines = [["".join(line.split()) for line in sheet.splitlines() if line.strip()] for sheet in sheets]
    # A running head and the number of the page on every sheet; nothing that only a screen can use.
    assert all(sheet[0] == "示例区医疗保障局2022年度部门决算" for sheet in lines[1:])
    assert all(f"第{at + 1}页，共{len(sheets)}页" in sheet[-1] for at, sheet in enumerate(lines))
    text = "".join("".join(sheet) for sheet in lines)
    assert [word for word in SCREEN_ONLY if word in text] == []
    # No row is cut, and on every sheet with rows of a table its heads stand above them.
    split = [line.split() for sheet in sheets for line in sheet.splitlines()]
    for table in ("t-t2", "t-t3", "t-t5", "t-t7"):
        for code, *amounts in rows(folder, table):
            assert any(code in line and set(amounts) <= set(line) for line in split), (table, code)
    codes = {code for table in ("t-t2", "t-t3", "t-t5") for code, *_ in rows(folder, table)}
    for sheet in sheets:
        if any(line.split()[:1] and line.split()[0] in codes for line in sheet.splitlines()):
            assert "科目编码" in sheet


def test_each_form_is_a_sheet_of_its_own(printed: Path) -> None:
    sheets = told("pdftotext", "-layout", printed, "-").rstrip("\f").split("\f")
    forms = ["".join(sheet.split()) for sheet in sheets if "绩效指标" in sheet and "实施单位" in sheet]
    assert len(forms) == 6
    assert all(form.count("项目支出绩效自评表") == 1 and "总分" in form for form in forms)


def test_print_is_drawn_not_painted(printed: Path) -> None:
    # Charts and figures stay sharp at any size: no pixels, every font embedded.
    assert told("pdfimages", "-list", printed).splitlines()[2:] == []
    fonts = [line.split() for line in told("pdffonts", printed).splitlines()[2:]]
    assert fonts
    assert all(line[-5] == "yes" for line in fonts)
