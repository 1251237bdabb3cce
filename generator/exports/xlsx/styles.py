"""工作簿的样式表：字体、底色、框线和数字格式。"""

from __future__ import annotations

from collections.abc import Iterable

from generator.exports.xlsx.model import Look
from generator.exports.xlsx.xml import HEAD, MAIN, quoted

FONT = "宋体"
GB2312 = 134
"""Character set by which a program without the font chooses another Chinese one."""
PLAIN, BOLD, TITLE = 0, 1, 2
FONTS = "".join(
    f'<font>{bold}<sz val="{points}"/><name val="{FONT}"/><charset val="{GB2312}"/></font>'
    for bold, points in (("", 11), ("<b/>", 11), ("<b/>", 16))
)
FILLS = (
    '<fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="FFF2F2F2"/></patternFill></fill>'
)
SHADED = 2
LINES = "".join(f'<{side} style="thin"/>' for side in ("left", "right", "top", "bottom"))
BORDERS = f"<border><left/><right/><top/><bottom/><diagonal/></border><border>{LINES}<diagonal/></border>"
FIRST_FORMAT = 164
"""Numbers below are those of formats that programs know by themselves."""


def styles(looks: Iterable[Look]) -> str:
    """The part; looks in the order of their numbers."""
    listed = list(looks)
    codes = dict.fromkeys(look.number for look in listed if look.number)
    formats = {code: at for at, code in enumerate(codes, FIRST_FORMAT)}
    numbers = "".join(f'<numFmt numFmtId="{at}" formatCode="{quoted(code)}"/>' for code, at in formats.items())
    cells = "".join(_cell(look, formats.get(look.number, 0)) for look in listed)
    return (
        f'{HEAD}<styleSheet xmlns="{MAIN}">'
        + (f'<numFmts count="{len(formats)}">{numbers}</numFmts>' if formats else "")
        + f'<fonts count="3">{FONTS}</fonts><fills count="3">{FILLS}</fills><borders count="2">{BORDERS}</borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{len(listed)}">{cells}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


def _cell(look: Look, number: int) -> str:
    font = TITLE if look.title else BOLD if look.bold else PLAIN
    fill = SHADED if look.fill else 0
    applied = "".join(f' apply{name}="1"' for name in ("NumberFormat", "Font", "Fill", "Border", "Alignment"))
    return (
        f'<xf numFmtId="{number}" fontId="{font}" fillId="{fill}" borderId="{int(look.border)}" xfId="0"{applied}>'
        f"{_alignment(look)}</xf>"
    )


def _alignment(look: Look) -> str:
    found = f' horizontal="{look.align}"' if look.align else ""
    found += ' vertical="center"'
    found += ' wrapText="1"' if look.wrap else ""
    found += f' indent="{look.indent}"' if look.indent else ""
    return f"<alignment{found}/>"
