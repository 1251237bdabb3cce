"""A record whose every text tries to do harm: the payloads of H01–H17, each put where a clerk types words.

The payloads are those a template without escaping, a Markdown reader, a second rendering or a spreadsheet would fall for.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from generator.pipeline import draw, examine
from generator.project import Project
from generator.render import Rendered

ROOT = Path(__file__).resolve().parents[1]
FAMILY = "999901/mzj"
DISCLOSURE = f"{FAMILY}/2023/"

PAYLOADS = {
    "H01 脚本": "<script>window.hit = 1</script>",
    "H01 出标题": "</title></textarea></style><script>window.hit = 1</script>",
    "H02 属性": '" onmouseover=window.hit=1 autofocus onfocus=window.hit=1 x="',
    "H02 单引号": "' onclick='window.hit=1' '",
    "H02 出脚本": "</script><script>window.hit = 1</script>",
    "H03 图": "<svg onload=window.hit=1><img src=x onerror=window.hit=1>",
    "H03 框": "<iframe src=//example.invalid></iframe><style>*{display:none}</style>",
    "H04 链接": "[点这里](javascript:window.hit=1) <a href=java&#115;cript:window.hit=1>点</a>",
    "H05 属性表": "段落 {: onclick=window.hit=1 }",
    "H06 片段": '--8<-- "mkdocs.yml"',
    "H07 竖线": "甲|乙\\|丙",
    "H08 记号": "2024. 年 *4525.99* _下划_ `码` # 题",
    "H09 模板": "{{ 7*7 }}{% raw %}{# 注 #}",
    "H10 第二次": "{{ cycler.__init__.__globals__.os.getcwd() }}",
    "H15 样式": '<p style="position:fixed">',
    "X01 公式": "=1+1",
}
PROSE = re.compile(r"^( *(?:- )?(?:[^\s:：]+: )?)([^'\"\s\[{|>#-][^:#]*。)$")


@dataclass(frozen=True, slots=True)
class Hostile:
    """The pages made of it, and the texts that were typed."""

    rendered: Rendered
    typed: tuple[str, ...]


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def spoiled(text: str) -> tuple[str, tuple[str, ...]]:
    """Every sentence of a record with a payload in it, one after the other; says what was typed."""
    payloads = list(PAYLOADS.values())
    typed: list[str] = []
    lines: list[str] = []
    for line in text.splitlines():
        found = PROSE.match(line)
        if found:
            typed.append(f"{payloads[len(typed) % len(payloads)]}甲{len(typed)}。")
            lines.append(found[1] + quoted(typed[-1]))
        else:
            lines.append(line)
    return "\n".join(lines) + "\n", tuple(typed)


@cache
def hostile() -> Hostile:
    """One family of the example district, spoiled."""
    with TemporaryDirectory() as place:
        folder = Path(place)
        for name in ("codes", "glossary", "pages"):
            shutil.copytree(ROOT / "content" / name, folder / "content" / name)
        shutil.copytree(ROOT / "templates", folder / "templates")
        shutil.copy2(ROOT / "content" / "site.yml", folder / "content")
        records = folder / "content" / "records"
        shutil.copytree(ROOT / "content" / "records" / FAMILY, records / FAMILY)
        shutil.copy2(ROOT / "content" / "records" / "999901" / "region.yml", records / "999901")
        department = records / FAMILY / "department.yml"
        named = f"示例区{PAYLOADS['H01 脚本']}局"
        department.write_text(
            re.sub(r"(?m)^(名称|简称): .*$", rf"\1: {quoted(named)}", department.read_text("utf-8")), "utf-8"
        )
        record = records / FAMILY / "2023.yml"
        text, typed = spoiled(record.read_text("utf-8"))
        record.write_text(text, "utf-8")
        project = Project(folder)
        return Hostile(draw(project, examine(project)), (named, *typed))
