"""工作簿的写法：只有文字格和数字格，没有公式、链接和宏；数字一位不差地写进去。

Why not XlsxWriter: it takes several times as long for the same sheets, and a workbook is made for every disclosure. The tests hold
this writer against it.
"""

from __future__ import annotations

from generator.exports.xlsx.model import About, Cell, Look, Sheet, sheet_names
from generator.exports.xlsx.package import workbook

__all__ = ["About", "Cell", "Look", "Sheet", "sheet_names", "workbook"]
