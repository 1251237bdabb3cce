"""How wide a text may become, and where its lines break.

One drawing serves every screen: boxes are measured for the phone, where FONT of 640 units is still
about 12 px on 340 px, and the style sheet sets the letters smaller where the drawing is wide.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from unicodedata import east_asian_width

FONT = 22
"""Largest letter size, in units of the drawing, that the style sheet may use."""
LINE = 28
"""Distance of two lines."""
EM = Decimal(FONT)

# Words of budget items, so that a name breaks between them.
_WORDS = (
    "一般公共|财政拨款|政府性|国有|资本|基金|预算|决算|财政|拨款|上级|下级|附属|单位|补助|上缴|事业|经营|其他|收入|支出|"
    "社会|保障|就业|住房|卫生|健康|教育|科学|技术|文化|旅游|体育|传媒|节能|环保|城乡|社区|交通|运输|资源|勘探|工业|信息|商业|服务|"
    "金融|自然|海洋|气象|粮油|物资|储备|灾害|防治|应急|管理|公共|安全|国防|外交|债务|付息|转移|支付|结转|结余|分配|年初|年末|"
    "基本|项目|人员|公用|经费|购置|运行|维护|接待|用车|公务|因公|出国|医疗|局本级|委员会"
)
# A figure stays whole and keeps its unit; what closes clings to what is before it, what opens to what follows.
_TOKEN = re.compile(
    rf"[（《“〈「]*(?:[−!-~]+(?:[万亿]?元|[年度]+)?|{_WORDS}|.)[，。、；：？！）》”〉」％…]*", re.DOTALL
)


_SEAM = re.compile(r"(?<=[0-9A-Za-z])(?=[一-鿿])|(?<=[一-鿿])(?=[0-9A-Za-z])")
_AIR = 20


@lru_cache(maxsize=4096)
def _hundredths(char: str) -> int:
    """Width of a letter in hundredths of its size, on the generous side of common system fonts."""
    if char in "%@&mwMW":
        return 95
    if "!" <= char <= "~" or char == " ":
        return 75 if char.isupper() else 60
    return 60 if east_asian_width(char) in {"Na", "H"} else 100


@lru_cache(maxsize=4096)
def measure(text: str) -> Decimal:
    """Width of a text in units of the drawing, with the air browsers put between Han and figures."""
    seams = len(_SEAM.findall(text))
    return Decimal((sum(map(_hundredths, text)) + _AIR * seams) * FONT) / 100


def _pieces(text: str, limit: Decimal) -> list[str]:
    """What must not be broken; a piece longer than a line is given up letter by letter."""
    pieces: list[str] = []
    for token in _TOKEN.findall(text):
        pieces.extend([token] if measure(token) <= limit else list(token))
    return pieces


def _greedy(text: str, limit: Decimal) -> list[str]:
    lines = [""]
    for piece in _pieces(text, limit):
        if lines[-1] and measure(lines[-1] + piece) > limit:
            lines.append("")
        lines[-1] += piece
    return lines


def wrap(text: str, limit: Decimal) -> tuple[str, ...]:
    """Lines no wider than `limit`, as few as can be and then as even as can be."""
    if not text:
        return ()
    if measure(text) <= limit:
        return (text,)
    lines = _greedy(text, limit)
    width = measure(text) / len(lines)
    while width < limit:
        even = _greedy(text, width)
        if len(even) <= len(lines):
            return tuple(even)
        width += EM / 2
    return tuple(lines)


def fit(text: str, limit: Decimal, most: int = 2) -> tuple[str, ...]:
    """At most `most` lines; what is cut off ends in … and stands whole in the table."""
    lines = wrap(text, limit)
    if len(lines) <= most:
        return lines
    lines = tuple(_greedy(text, limit))
    last = lines[most - 1]
    while last and measure(last + "…") > limit:
        last = last[:-1]
    return (*lines[: most - 1], last + "…")


def widest(lines: tuple[str, ...]) -> Decimal:
    """Width of a block of lines."""
    return max(map(measure, lines), default=Decimal(0))
