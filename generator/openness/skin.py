"""外观：门户的站头和站尾。`templates/skin/<名>/{header.html,footer.html,skin.css}`，site.yml 用“外观”选用。

A skin fills two named slots and replaces tokens (custom properties); it can't touch anything else, run anything or fetch
anything. `{root}` in its HTML stands for the way to the site's root.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from generator.findings import Finding

ROOT = "{root}"
SLOT = ".portal-"
LOOSE = frozenset({"script", "style", "link", "meta", "base", "iframe", "object", "embed", "form", "template", "main"})
FETCHING = frozenset({"src", "srcset", "data", "poster", "background"})
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
ROOT_SELECTOR = re.compile(r":root(?:\[[a-z-]+(?:=\"?[a-z-]+\"?)?\]|:not\(\[[^\]]*\]\))*")
REACHING = re.compile(r"@import|url\((?!\s*[\"']?data:image/)|expression\(|@font-face", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Skin:
    """The texts of one skin, already looked through; all empty where none is chosen."""

    name: str = ""
    header: str = ""
    footer: str = ""
    style: str = ""

    @property
    def path(self) -> str:
        """Where its style sheet is published: under the hash of its content, as all styles are."""
        return f"assets/skin-{self.name}.{hashlib.sha256(self.style.encode()).hexdigest()[:10]}.css"


NONE = Skin()


def load_skin(templates: Path, name: str, findings: list[Finding]) -> Skin:
    """The skin of this name; what it may not hold is a finding, and then there is none."""
    if not name:
        return NONE
    folder = templates / "skin" / name
    if folder.is_symlink() or not folder.is_dir():
        known = "、".join(sorted(path.name for path in (templates / "skin").glob("*/")))
        cure = f"现有的外观：{known}" if known else "在 templates/skin 下建一个同名的文件夹"
        findings.append(Finding("S-外观", f"没有“{name}”这个外观", "site.yml", cure=cure))
        return NONE
    texts = {part: _text(folder / part) for part in ("header.html", "footer.html", "skin.css")}
    wrong = [
        Finding("S-外观", message, f"templates/skin/{name}/{part}", line, 1, cure=cure)
        for part, text in texts.items()
        for line, message, cure in (style_problems(text) if part == "skin.css" else markup_problems(text))
    ]
    findings += wrong
    return NONE if wrong else Skin(name, texts["header.html"], texts["footer.html"], texts["skin.css"])


def _text(path: Path) -> str:
    return path.read_text("utf-8") if path.is_file() and not path.is_symlink() else ""


class _Markup(HTMLParser):
    """Notes what a slot may not hold, with its line."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[int, str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line = self.getpos()[0]
        if tag in LOOSE:
            self.found.append((line, f"站头站尾里不能有 <{tag}>", "只留文字、链接和图标"))
        for name, value in attrs:
            target = (value or "").strip().lower()
            if name.startswith("on") or name in {"style", "id"}:
                self.found.append((line, f"站头站尾里不能有属性 {name}", "样式写在 skin.css 里，用 portal- 开头的类名"))
            elif name in FETCHING and not target.startswith((ROOT, "data:image/")):
                self.found.append((line, f"“{value}”要从别处取", f"图放在站内，地址以 {ROOT} 开头"))
            elif name == "href" and not target.startswith((ROOT, "https://", "http://", "#", "/")):
                self.found.append((line, f"链接“{value}”不认识", f"写整个地址，站内的以 {ROOT} 开头"))


def markup_problems(text: str) -> list[tuple[int, str, str]]:
    """Line, message, cure of everything a slot may not hold."""
    reader = _Markup()
    reader.feed(text)
    reader.close()
    return reader.found


def style_problems(text: str) -> Iterator[tuple[int, str, str]]:
    """A skin's sheet sets tokens on :root and rules for its own slots; it fetches nothing."""
    bare = COMMENT.sub(lambda found: "\n" * found[0].count("\n"), text)
    for found in REACHING.finditer(bare):
        yield bare.count("\n", 0, found.start()) + 1, f"“{found[0]}”要从别处取东西", "只用系统字体和 data: 图"
    for rule in RULE.finditer(bare):
        line = bare.count("\n", 0, rule.start(1) + len(rule[1]) - len(rule[1].lstrip())) + 1
        for selector in rule[1].split(","):
            yield from _rule_problems(line, selector.strip(), rule[2])


def _rule_problems(line: int, selector: str, body: str) -> Iterator[tuple[int, str, str]]:
    if selector.startswith(SLOT) and not re.search(r"[~+]", selector):
        return
    if not ROOT_SELECTOR.fullmatch(selector):
        yield line, f"选择器“{selector}”不归外观管", f"只能是 :root 或以 {SLOT} 开头的类"
        return
    for one in body.split(";"):
        if one.strip() and not one.strip().startswith("--"):
            yield line, f":root 里只能改变量，“{one.strip()}”不是", "改以 -- 开头的变量，见 juesuan.css 开头"
