"""A project with every setting of openness: an address, a skin, a department and a unit that were renamed."""

from __future__ import annotations

import shutil
from pathlib import Path

from generator.project import Project

ROOT = Path(__file__).parent.parent
BASE = "https://www.example.gov.cn/czj/jsgk/"
SETTINGS = f"""网址: {BASE}
网站标识码: "9999010001"
数据许可: https://www.example.gov.cn/licence
外观: example
栏目:
  名称: 财政预决算
  类别: 财政信息
  关键词: [财政, 决算]
"""


def open_project(folder: Path) -> Project:
    """Three departments of two regions; 999901/ybj was once called yibao, and its unit fwzx zx."""
    shutil.copytree(ROOT / "templates", folder / "templates")
    shutil.copytree(ROOT / "content", folder / "content", ignore=shutil.ignore_patterns("records"))
    for name in ("420106", "999901/ybj", "999901/mzj", "999901/region.yml"):
        source, target = ROOT / "content/records" / name, folder / "content/records" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy2)(source, target)
    shutil.copy2(ROOT / "mkdocs.yml", folder / "mkdocs.yml")
    department = folder / "content/records/999901/ybj/department.yml"
    text = department.read_text("utf-8").replace("标识: fwzx,", "标识: fwzx, 曾用标识: [zx],")
    department.write_text(text + "曾用标识: [yibao]\n", "utf-8")
    site = folder / "content/site.yml"
    site.write_text(site.read_text("utf-8") + SETTINGS, "utf-8")
    return Project(folder)
