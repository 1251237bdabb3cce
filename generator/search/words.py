"""搜索用的词：一个汉字一个词，字母和数字连写的算一个词，标点不算。

Segmenters of the index and of the browser disagree about Chinese words; characters leave nothing to disagree about.
"""

from __future__ import annotations

import re

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
WORD = re.compile(rf"[{HAN}]|[0-9a-z]+(?:\.[0-9]+)?%?")
FULL = "０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ"
FOLD = {ord(sign): ord(sign) - 0xFEE0 for sign in FULL}
"""Full-width letters and digits are read as the plain ones."""
WIDE = re.compile("[０-９Ａ-Ｚａ-ｚ]")


def words(text: str) -> list[str]:
    """国有单（双）解2101501 → 国 有 单 双 解 2101501."""
    return WORD.findall((text.translate(FOLD) if WIDE.search(text) else text).lower())
