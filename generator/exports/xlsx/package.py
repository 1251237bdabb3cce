"""工作簿由哪些部分组成：目录、属性、样式、文字和各张工作表。"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from generator.exports.xlsx.model import About, Look, Sheet
from generator.exports.xlsx.sheet import Numbered, Shared, sheet_part
from generator.exports.xlsx.styles import styles
from generator.exports.xlsx.xml import HEAD, MAIN, OFFICE, PACKAGE, quoted, string
from generator.exports.xlsx.zipped import zipped

SHEET_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
PACKAGE_KIND = "application/vnd.openxmlformats-package"
DC = "http://purl.org/dc"


def workbook(sheets: Iterable[Sheet], about: About) -> bytes:
    """The file, byte for byte the same for the same sheets."""
    listed = list(sheets)
    shared = Shared(Numbered({Look(): 0}), Numbered())
    bodies = {name: sheet_part(one, shared, first=not at) for at, (name, one) in enumerate(_parts(listed))}
    return zipped(
        {
            "[Content_Types].xml": _content_types(len(listed)),
            "_rels/.rels": _links(
                (f"{OFFICE}/officeDocument", "xl/workbook.xml"),
                (f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            ),
            "docProps/core.xml": _properties(about),
            "xl/workbook.xml": _book(listed),
            "xl/_rels/workbook.xml.rels": _links(
                *((f"{OFFICE}/worksheet", name.removeprefix("xl/")) for name in bodies),
                (f"{OFFICE}/styles", "styles.xml"),
                (f"{OFFICE}/sharedStrings", "sharedStrings.xml"),
            ),
            **bodies,
            "xl/styles.xml": styles(shared.looks),
            "xl/sharedStrings.xml": _strings(shared),
        }
    )


def _parts(sheets: Sequence[Sheet]) -> Iterable[tuple[str, Sheet]]:
    return ((f"xl/worksheets/sheet{at}.xml", sheet) for at, sheet in enumerate(sheets, 1))


def _strings(shared: Shared) -> str:
    listed = "".join(map(string, shared.texts))
    return f'{HEAD}<sst xmlns="{MAIN}" uniqueCount="{len(shared.texts)}">{listed}</sst>'


def _book(sheets: Sequence[Sheet]) -> str:
    listed = "".join(
        f'<sheet name="{quoted(sheet.name)}" sheetId="{at}" r:id="rId{at}"/>' for at, sheet in enumerate(sheets, 1)
    )
    names = "".join(name for at, sheet in enumerate(sheets) for name in _defined(at, sheet))
    return (
        f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><bookViews><workbookView/></bookViews>'
        f"<sheets>{listed}</sheets>{f'<definedNames>{names}</definedNames>' if names else ''}</workbook>"
    )


def _defined(at: int, sheet: Sheet) -> Iterable[str]:
    """The rows repeated on paper are kept as a name."""
    owner = "'" + sheet.name.replace("'", "''") + "'"
    if sheet.head[1]:
        value = quoted(f"{owner}!${sheet.head[0] + 1}:${sheet.head[1]}")
        yield f'<definedName name="_xlnm.Print_Titles" localSheetId="{at}">{value}</definedName>'


def _properties(about: About) -> str:
    made = about.made.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    dates = "".join(
        f'<dcterms:{one} xsi:type="dcterms:W3CDTF">{made}</dcterms:{one}>' for one in ("created", "modified")
    )
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="{DC}/elements/1.1/"'
        f' xmlns:dcterms="{DC}/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{quoted(about.title)}</dc:title><dc:creator>{quoted(about.creator)}</dc:creator>{dates}</cp:coreProperties>"
    )


def _content_types(sheets: int) -> str:
    parts = [
        ("docProps/core.xml", f"{PACKAGE_KIND}.core-properties+xml"),
        ("xl/workbook.xml", f"{SHEET_KIND}.sheet.main+xml"),
        *((f"xl/worksheets/sheet{at}.xml", f"{SHEET_KIND}.worksheet+xml") for at in range(1, sheets + 1)),
        ("xl/styles.xml", f"{SHEET_KIND}.styles+xml"),
        ("xl/sharedStrings.xml", f"{SHEET_KIND}.sharedStrings+xml"),
    ]
    listed = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in parts)
    return (
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{PACKAGE_KIND}.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{listed}</Types>'
    )


def _links(*targets: tuple[str, str]) -> str:
    listed = "".join(
        f'<Relationship Id="rId{at}" Type="{kind}" Target="{target}"/>' for at, (kind, target) in enumerate(targets, 1)
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{listed}</Relationships>'
