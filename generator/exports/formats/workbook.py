"""工作簿 XLSX：第一张是说明，印出的表和自评表照网页的样子各一张。Exact figures, one a line, are in the long CSV."""

from __future__ import annotations

from collections.abc import Iterator

from generator import clock
from generator.exports.canvas import Canvas
from generator.exports.dossier import Dossier, Library
from generator.exports.lines import COLUMNS
from generator.exports.printed import sections
from generator.exports.registry import File
from generator.exports.sheets import FIELD, HEADING, LABEL, NOTE, form_sheet, table_sheet, title
from generator.exports.xlsx import About, Sheet, sheet_names, workbook
from generator.views import Form, Section, Table

ORDER = 1
KIND = "工作簿 XLSX"

FIRST = "说明"
LABEL_WIDTH, TEXT_WIDTH = 36, 96

SIGNS = (
    ("—", "没有填写，或原件没有写明；与0.00不同，0.00是填了零"),
    ("各表的金额", "与网页所印相同，以万元为单位，保留两位小数"),
    ("精确的数", "以元为单位，一个数一行，见网页上的长表 CSV"),
)


def files(library: Library) -> Iterator[File]:
    """One per disclosure."""
    for dossier in library.dossiers.values():
        yield File(dossier.path("xlsx"), KIND, _data(dossier), f"{dossier.address}/")


def _data(dossier: Dossier) -> bytes:
    shown = [one for section in sections(dossier.page.parts) for one in _shown(section)]
    names = sheet_names([FIRST, *(name for name, _ in shown)])
    sheets = [
        table_sheet(name, view) if isinstance(view, Table) else form_sheet(name, view)
        for name, (_, view) in zip(names[1:], shown, strict=True)
    ]
    listed = [(name, view.title) for name, (_, view) in zip(names[1:], shown, strict=True)]
    about = About(dossier.page.frame.title, dossier.page.publisher, clock.made())
    return workbook([_notes(names[0], dossier, listed), *sheets], about)


def _shown(section: Section) -> Iterator[tuple[str, Table | Form]]:
    """What becomes a sheet, and what it would like to be called: a table by its printed number, a form by its place."""
    for block in section.blocks:
        if block.table is not None:
            yield block.table.number or block.table.title, block.table
        elif block.form is not None:
            yield section.place, block.form


def _notes(name: str, dossier: Dossier, listed: list[tuple[str, str]]) -> Sheet:
    """Whose it is, where it stands on the web, what is on the other sheets, what the columns of the long CSV hold."""
    canvas = Canvas(Sheet(name, (LABEL_WIDTH, TEXT_WIDTH)))
    title(canvas, dossier.page.frame.title)
    for label, text in _facts(dossier):
        canvas.line((label, LABEL, 1), (text, FIELD, 1))
    for notice in dossier.page.notices:
        canvas.line(("".join(run.text for run in notice.runs), NOTE, 0))
    columns = [(column.head, column.meaning) for column in COLUMNS]
    for heading, rows in (("各工作表", listed), ("记号和单位", SIGNS), ("长表 CSV 各栏", columns)):
        canvas.blank()
        canvas.line((heading, HEADING, 0))
        for label, text in rows:
            canvas.line((label, LABEL, 1), (text, FIELD, 1))
    return canvas.sheet


def _facts(dossier: Dossier) -> Iterator[tuple[str, str]]:
    page = dossier.page
    yield from (("发布单位", page.publisher), ("文件", page.document), ("年度", page.year))
    yield from page.facts
    if page.frame.badges:
        yield "标记", "、".join(page.frame.badges)
    yield "网页地址", f"{dossier.store.site.base_url}{dossier.address}/"
    yield "记录的版本", f"SHA-256 {dossier.account.filed.digest}"
