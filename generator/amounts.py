"""金额与百分比：从文字到精确的十进制数，再从数到印出来的文字。

The only place that reads, rounds and prints figures. `Decimal()` by itself takes ١٢٣, 1_000, 1e5 and NaN for
amounts, and Python's formats round half to even; neither is what an accountant means.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, Inexact, InvalidOperation
from functools import cache

MAX_DIGITS = 15
_SHOWN = 20
_MINUS = "−"
_ROUNDING = Context(prec=100, rounding=ROUND_HALF_UP, traps=[InvalidOperation])
_EXACT = Context(prec=100, traps=[InvalidOperation, Inexact])

_DASHES = "−－﹣‐‑‒–—―ー"
_SIGN = re.compile(rf"(?:{'|'.join(_DASHES)})(?=\s*[0-9.¥￥])")
_NOTHING = re.compile(rf"[-/\\{_DASHES}.。*]+|无|没有|空|暂无|[Nn]one|[Nn]ull|[Nn]il|NULL|~|[Nn]/?[Aa]|#N/A")
_NO_NUMBER = re.compile(r"[-+]?\.?(?:nan|inf|infinity)", re.IGNORECASE)
_HAN_NUMBER = re.compile(r"负?[零〇一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟点]+[元圆]?[整角分]*")
_CURRENCY = re.compile(r"^(-?)\s*(?:人民币|RMB|CNY|[¥￥$])\s*", re.IGNORECASE)
_UNIT = re.compile(r"(?<=[0-9.)])\s*(亿元|万元|千元|百元|元|圆|亿|万|[%％‰]|[\u4e00-\u9fff]{1,6})$")
_EXPONENT = re.compile(r"-?[0-9]+(?:\.[0-9]+)?[eE][-+]?[0-9]{1,2}")
_BRACKETS = re.compile(r"[(（]\s*-?\s*([^()（）]+?)\s*[)）]")
_GROUPED = re.compile(r"-?[0-9]{1,3}(?:[,，'’][0-9]{3})+(?:\.[0-9]+)?")
_PLAIN = re.compile(r"(-?)([0-9]*)(?:\.([0-9]*))?")


@dataclass(frozen=True, slots=True)
class AmountError:
    """为什么一段文字不是金额: what is wrong with it and what to write instead."""

    code: str
    message: str
    cure: str


@cache
def _pattern(max_decimals: int) -> re.Pattern[str]:
    """What an amount looks like. ASCII digits only: the usual class takes the digits of every script."""
    decimals = rf"(?:\.[0-9]{{1,{max_decimals}}})?" if max_decimals else ""
    return re.compile(rf"-?(?:0|[1-9][0-9]{{0,{MAX_DIGITS - 1}}}){decimals}")


def parse_amount(text: str, max_decimals: int = 2) -> Decimal | AmountError:
    """The amount a text states, digits kept as typed (`4525.90`), or why it states none."""
    if _pattern(max_decimals).fullmatch(text):
        return Decimal(text)
    return _refuse(text, max_decimals)


def parse_percent(text: str, max_decimals: int = 4) -> Decimal | AmountError:
    """A percentage in percent: `16.43%` and `16.43` are both 16.43."""
    return parse_amount(text.removesuffix("%"), max_decimals)


def round_half_up(value: Decimal, digits: int = 2) -> Decimal:
    """四舍五入: 0.125 → 0.13, −0.125 → −0.13."""
    return value.quantize(_unit_of_last_place(digits), context=_ROUNDING)


@cache
def _unit_of_last_place(digits: int) -> Decimal:
    return Decimal(1).scaleb(-digits)


def format_amount(value: Decimal, digits: int = 2, thousands: bool = False) -> str:
    """An amount with a fixed number of decimals, for machines: ASCII minus, and no minus before zero."""
    rounded = round_half_up(value, digits)
    if not rounded:
        rounded = abs(rounded)
    return f"{rounded:,f}" if thousands else f"{rounded:f}"


def format_display(value: Decimal, digits: int = 2, thousands: bool = False) -> str:
    """An amount for readers: the same with a true minus (U+2212)."""
    return format_amount(value, digits, thousands).replace("-", _MINUS)


def format_percent(value: Decimal, digits: int = 2) -> str:
    """A percentage given in percent: 16.43 → `16.43%`."""
    return f"{format_amount(value, digits)}%"


def to_wan(yuan: Decimal) -> Decimal:
    """元 → 万元, exactly: nothing is rounded before it is printed."""
    return yuan.scaleb(-4, context=_EXACT)


class _Mending:
    """A text on its way to an amount: what was wrong with it so far, and what it would be without that."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.faults: list[tuple[str, str]] = []
        self.advice = ""

    def fault(self, code: str, message: str, mended: str) -> None:
        """Note one fault, and go on without it."""
        self.faults.append((code, message))
        self.text = mended


def _refuse(text: str, max_decimals: int) -> AmountError:
    """Name everything that is wrong, and the amount that is probably meant."""
    shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    hopeless = _no_amount(text.strip())
    if hopeless is not None:
        code, message, cure = hopeless
        return AmountError(code, f"“{shown}”{message}", cure)
    mending = _Mending(text)
    for mend in (_digits, _blanks, _signs, _brackets, _units, _separators, _exponent, _zeros):
        mend(mending)
    cure = _length(mending, max_decimals) or "只写数字，如 4525.99"
    code = mending.faults[0][0] if mending.faults else "不是数"
    return AmountError(code, f"“{shown}”{_told(mending) or '不是数'}", cure)


def _told(mending: _Mending) -> str:
    return "，".join(dict.fromkeys(message for _, message in mending.faults))


def _no_amount(text: str) -> tuple[str, str, str] | None:
    """Texts that hold no amount at all."""
    if not text:
        return "空", "是空的", "不适用就写“不适用”，是零就写 0，没有就删去这一行"
    if _NOTHING.fullmatch(text):
        return "占位", "不是数", "是零就写 0，不适用就写“不适用”，没有就删去这一行"
    if _NO_NUMBER.fullmatch(text):
        return "非数", "不是金额", "写成实际的数"
    if _HAN_NUMBER.fullmatch(text):
        return "中文数字", "是中文数字", "写成阿拉伯数字"
    return None


def _digits(mending: _Mending) -> None:
    """Digits and points of other scripts: １２３．４５, ٣."""
    chars = []
    for char in mending.text:
        value = unicodedata.decimal(char, None)
        chars.append("." if char == "．" else char if value is None else str(value))
    mended = "".join(chars)
    if mended != mending.text:
        wide = any("０" <= char <= "９" or char == "．" for char in mending.text)
        mending.fault("全角", "有全角数字" if wide else "有别的文字的数字", mended)


def _blanks(mending: _Mending) -> None:
    mended = "".join(char for char in mending.text if not char.isspace())
    if mended != mending.text:
        mending.fault("空格", "有空格", mended)


def _signs(mending: _Mending) -> None:
    found = _SIGN.match(mending.text)
    if found:
        code = f"U+{ord(found[0]):04X}"
        mending.fault("负号", f"负号写成了“{found[0]}”（{code}）", f"-{mending.text[found.end() :]}")
    if mending.text.startswith(("+", "＋")):
        mending.fault("正号", "带了正号", mending.text[1:])


def _brackets(mending: _Mending) -> None:
    found = _BRACKETS.fullmatch(mending.text)
    if found:
        mending.fault("括号", "用括号表示负数", f"-{found[1]}")


def _units(mending: _Mending) -> None:
    currency = _CURRENCY.match(mending.text)
    if currency:
        mending.fault("单位", "带了货币符号", f"{currency[1]}{mending.text[currency.end() :]}")
    unit = _UNIT.search(mending.text)
    if unit:
        sign = unit[1] in "%％‰"
        mending.fault("单位", f"带了{'' if sign else '单位'}“{unit[1]}”", mending.text[: unit.start()])
        mending.advice = "" if sign or unit[1][-1] not in "元圆亿万整" else "；先核对与本文件的金额单位是否一致"


def _separators(mending: _Mending) -> None:
    if "_" in mending.text:
        mending.fault("下划线", "有下划线", mending.text.replace("_", ""))
    found = re.search("[,，'’]", mending.text)
    if found is None:
        return
    if _GROUPED.fullmatch(mending.text):
        mending.fault("千位", f"有千位分隔符“{found[0]}”", re.sub("[,，'’]", "", mending.text))
    else:
        mending.fault("千位", f"有“{found[0]}”，不知道是千位分隔符还是小数点", "")


def _exponent(mending: _Mending) -> None:
    if _EXPONENT.fullmatch(mending.text):
        mending.fault("科学计数", "用了科学计数法", f"{Decimal(mending.text):f}")
    elif re.fullmatch(r"[-+0-9.]+[eE][-+]?[0-9]+", mending.text):
        mending.fault("科学计数", "用了科学计数法", "")


def _zeros(mending: _Mending) -> None:
    """`012`, `.5`, `5.`."""
    found = _PLAIN.fullmatch(mending.text)
    if found is None or not (found[2] or found[3]):
        return
    sign, whole, decimals = found.groups()
    if len(whole) > 1 and whole.startswith("0"):
        mending.fault("前导零", "开头有多余的 0", mending.text)
    if "." in mending.text and not (whole and decimals):
        mending.fault("小数点", "小数点前后都要有数字", mending.text)
    mending.text = f"{sign}{whole.lstrip('0') or '0'}{f'.{decimals}' if decimals else ''}"


def _length(mending: _Mending, max_decimals: int) -> str:
    """Too many digits; returns the cure, as far as there is one."""
    found = _PLAIN.fullmatch(mending.text)
    if found is None or not found[2]:
        return ""
    if len(found[2]) > MAX_DIGITS:
        mending.fault("位数", f"整数部分超过 {MAX_DIGITS} 位", "")
        return "核对单位和位数"
    if len(found[3] or "") > max_decimals:
        limit = f"小数最多 {max_decimals} 位" if max_decimals else "应是整数"
        mending.fault("小数位数", limit, mending.text)
        whole = found[3].rstrip("0")
        rounded = format_amount(Decimal(mending.text), max_decimals)
        return f"写成 {rounded}" if len(whole) <= max_decimals else f"核对原件，四舍五入是 {rounded}"
    return f"写成 {mending.text}{mending.advice}"
