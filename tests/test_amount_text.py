"""Amounts: what a text states, to the last digit, or what is wrong with it; and how a figure is printed."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.amounts import (
    MAX_DIGITS,
    AmountError,
    format_amount,
    format_display,
    format_percent,
    parse_amount,
    parse_percent,
    round_half_up,
    to_wan,
)

ROOT = Path(__file__).parents[1]
NONE_OR_ZERO = "是零就写 0，不适用就写“不适用”，没有就删去这一行"
NO_CURE = "只写数字，如 4525.99"
CHECK_UNIT = "；先核对与本文件的金额单位是否一致"


@pytest.mark.parametrize(
    "text",
    ["0", "5", "-5", "4525.99", "507.2", "507.20", "0.5", "-0.05", "12345678901234.56", "9" * MAX_DIGITS],
)
def test_an_amount_is_read_as_typed(text: str) -> None:
    value = parse_amount(text)
    assert isinstance(value, Decimal)
    assert str(value) == text


@pytest.mark.parametrize(
    ("text", "code", "message", "cure"),
    [
        pytest.param("no", "不是数", "“no”不是数", NO_CURE, id="N01"),
        pytest.param("1_000", "下划线", "下划线", "写成 1000", id="N02"),
        pytest.param("012", "前导零", "多余的 0", "写成 12", id="N03"),
        pytest.param("001002", "前导零", "多余的 0", "写成 1002", id="N03 编码"),
        pytest.param("0x1F", "不是数", "不是数", NO_CURE, id="N03 十六进制"),
        pytest.param("1:30", "不是数", "不是数", NO_CURE, id="N04"),
        pytest.param("2024-03-01", "不是数", "不是数", NO_CURE, id="N05"),
        pytest.param("4525.990", "小数位数", "最多 2 位", "写成 4525.99", id="N06 多一个零"),
        pytest.param(
            "99999999999999.995", "小数位数", "最多 2 位", "核对原件，四舍五入是 100000000000000.00", id="N06"
        ),
        pytest.param("1e3", "科学计数", "科学计数法", "写成 1000", id="N07"),
        pytest.param("1.5E+5", "科学计数", "科学计数法", "写成 150000", id="N07 大写"),
        pytest.param("1e400", "科学计数", "科学计数法", NO_CURE, id="N07 太大"),
        pytest.param(".nan", "非数", "不是金额", "写成实际的数", id="N08"),
        pytest.param("NaN", "非数", "不是金额", "写成实际的数", id="N08 NaN"),
        pytest.param("-.inf", "非数", "不是金额", "写成实际的数", id="N08 负无穷"),
        pytest.param("Infinity", "非数", "不是金额", "写成实际的数", id="N08 无穷"),
        pytest.param("１２３", "全角", "全角数字", "写成 123", id="N09"),
        pytest.param("１２３．４５", "全角", "全角数字", "写成 123.45", id="N09 小数"),
        pytest.param("٣", "全角", "别的文字的数字", "写成 3", id="N09 阿拉伯文"),
        pytest.param("4，525.99", "千位", "千位分隔符“，”", "写成 4525.99", id="N09 全角逗号"),
        pytest.param("4,525.99", "千位", "千位分隔符“,”", "写成 4525.99", id="N10"),
        pytest.param("-1,234,525.99", "千位", "千位分隔符", "写成 -1234525.99", id="N10 两组"),
        pytest.param("45,25.99", "千位", "不知道", NO_CURE, id="N10 不成组"),
        pytest.param("1,5", "千位", "不知道", NO_CURE, id="N10 像小数点"),
        pytest.param("4525.99万元", "单位", "单位“万元”", f"写成 4525.99{CHECK_UNIT}", id="N11"),
        pytest.param("4525.99元", "单位", "单位“元”", f"写成 4525.99{CHECK_UNIT}", id="N11 元"),
        pytest.param("2403万", "单位", "单位“万”", f"写成 2403{CHECK_UNIT}", id="N11 万"),
        pytest.param("4525.99 万元", "空格", "有空格，带了单位“万元”", f"写成 4525.99{CHECK_UNIT}", id="N11 空格"),
        pytest.param("12人", "单位", "单位“人”", "写成 12", id="N11 人"),
        pytest.param("￥12.5", "单位", "货币符号", "写成 12.5", id="N11 货币"),
        pytest.param("45.2%", "单位", "“%”", "写成 45.2", id="N11 百分号"),
        pytest.param("100.%", "单位", "“%”", "写成 100", id="N11 百分号与小数点"),
        pytest.param("−5", "负号", "U+2212", "写成 -5", id="N12 减号"),
        pytest.param("－5", "负号", "U+FF0D", "写成 -5", id="N12 全角"),
        pytest.param("—5", "负号", "U+2014", "写成 -5", id="N12 破折号"),
        pytest.param("–5", "负号", "U+2013", "写成 -5", id="N12 短破折号"),
        pytest.param("(5)", "括号", "括号表示负数", "写成 -5", id="N12 括号"),
        pytest.param("（1,234.50）", "括号", "括号表示负数，有千位分隔符", "写成 -1234.50", id="N12 全角括号"),
        *[
            pytest.param(text, "占位", "不是数", NONE_OR_ZERO, id=f"N12 {text}")
            for text in ("--", "—", "——", "-", "无", "/", "N/A", "null", "~", "空")
        ],
        pytest.param("+5", "正号", "正号", "写成 5", id="N12 正号"),
        pytest.param("1234567890123456", "位数", "15 位", "核对单位和位数", id="N13 位数"),
        pytest.param("9" * 5000, "位数", "15 位", "核对单位和位数", id="N13 五千位"),
        pytest.param("1.234", "小数位数", "最多 2 位", "核对原件，四舍五入是 1.23", id="N13 小数"),
        pytest.param("0.125", "小数位数", "最多 2 位", "核对原件，四舍五入是 0.13", id="N16"),
        pytest.param(" 12 ", "空格", "有空格", "写成 12", id="空格"),
        pytest.param("1 234.5", "空格", "有空格", "写成 1234.5", id="空格作千位"),
        pytest.param("1\u3000234", "空格", "有空格", "写成 1234", id="全角空格"),
        pytest.param(".5", "小数点", "小数点前后", "写成 0.5", id="缺整数"),
        pytest.param("5.", "小数点", "小数点前后", "写成 5", id="缺小数"),
        pytest.param("1.2.3", "不是数", "不是数", NO_CURE, id="两个小数点"),
        pytest.param("壹佰元", "中文数字", "中文数字", "写成阿拉伯数字", id="中文大写"),
        pytest.param("", "空", "是空的", "不适用就写“不适用”，是零就写 0，没有就删去这一行", id="空"),
        pytest.param("约12", "不是数", "不是数", NO_CURE, id="文字"),
    ],
)
def test_what_is_no_amount_is_named_and_cured(text: str, code: str, message: str, cure: str) -> None:
    error = parse_amount(text)
    assert isinstance(error, AmountError)
    assert (error.code, error.cure) == (code, cure)
    assert message in error.message
    assert text[:20] in error.message


def test_all_faults_of_an_amount_are_named() -> None:
    error = parse_amount("−１，２３４．５万元")
    assert isinstance(error, AmountError)
    assert error.message == "“−１，２３４．５万元”有全角数字，负号写成了“−”（U+2212），带了单位“万元”，有千位分隔符“，”"
    assert error.cure == f"写成 -1234.5{CHECK_UNIT}"


def test_decimals_are_as_many_as_the_field_has() -> None:
    assert parse_amount("1.2345", 4) == Decimal("1.2345")
    assert parse_amount("12", 0) == 12
    error = parse_amount("12.5", 0)
    assert isinstance(error, AmountError)
    assert (error.message, error.cure) == ("“12.5”应是整数", "核对原件，四舍五入是 13")


@given(st.text(max_size=30))
def test_any_text_is_an_amount_or_an_error_with_a_cure(text: str) -> None:
    value = parse_amount(text)
    if isinstance(value, Decimal):
        assert re.fullmatch(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,2})?", text)
        assert str(value) == text
    else:
        assert value.message
        assert value.cure


@given(st.text("0123456789０１２,，._ +-−－()（）eE%万元.", max_size=14))
def test_a_cure_is_an_amount_itself(text: str) -> None:
    error = parse_amount(text)
    if isinstance(error, AmountError) and error.cure.startswith("写成 ") and error.cure[3:4].isascii():
        assert isinstance(parse_amount(re.split("；", error.cure[3:])[0]), Decimal)


AMOUNTS = st.decimals(-(10**15) + 1, 10**15 - 1, places=2, allow_nan=False, allow_infinity=False)


@given(AMOUNTS)
def test_a_printed_amount_is_read_back(value: Decimal) -> None:
    assert parse_amount(format_amount(value)) == value
    assert parse_percent(format_percent(value)) == value
    assert Decimal(format_amount(value, thousands=True).replace(",", "")) == value


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [
        pytest.param("0.125", 2, "0.13", id="N16"),
        pytest.param("-0.125", 2, "-0.13", id="N16 负数"),
        pytest.param("0.135", 2, "0.14", id="奇数后的五"),
        pytest.param("0.1249999", 2, "0.12", id="不到五"),
        pytest.param("2.5", 0, "3", id="取整"),
        pytest.param("12345678901234567.895", 2, "12345678901234567.90", id="不经浮点数"),
        pytest.param("99999999999999.995", 2, "100000000000000.00", id="进位"),
        pytest.param("7", 2, "7.00", id="补零"),
        pytest.param("1E+3", 2, "1000.00", id="不用科学计数法"),
        pytest.param("-0.004", 2, "0.00", id="没有负零"),
        pytest.param("-0", 0, "0", id="没有负零 取整"),
    ],
)
def test_figures_are_rounded_half_up_and_only_when_printed(value: str, digits: int, expected: str) -> None:
    assert format_amount(Decimal(value), digits) == expected
    assert round_half_up(Decimal(value), digits) == Decimal(expected)


def test_figures_are_printed_with_separators_and_a_true_minus() -> None:
    value = Decimal("-1234567.005")
    assert format_amount(value) == "-1234567.01"
    assert format_amount(value, thousands=True) == "-1,234,567.01"
    assert format_display(value, 2, thousands=True) == "−1,234,567.01"
    assert format_display(Decimal("1234.5"), 0) == "1235"


@pytest.mark.parametrize(
    ("yuan", "wan"),
    [("41660000.01", "4166.000001"), ("1", "0.0001"), ("9" * 60, f"{'9' * 56}.9999"), ("-50", "-0.0050")],
)
def test_yuan_become_ten_thousands_exactly(yuan: str, wan: str) -> None:
    assert to_wan(Decimal(yuan)) == Decimal(wan)


def test_percentages_have_their_digits() -> None:
    assert str(parse_percent("16.43%")) == "16.43"
    assert str(parse_percent("100")) == "100"
    assert format_percent(Decimal("16.425")) == "16.43%"
    assert format_percent(Decimal("16.4"), 1) == "16.4%"
    wide = parse_percent("16.43％")
    assert isinstance(wide, AmountError)
    assert wide.cure == "写成 16.43"


# --- nowhere else -------------------------------------------------------------------------------

# Ways of rounding and printing that go through binary figures or round half to even.
FORBIDDEN = re.compile(
    r":[^{}\"']{0,6}\.[0-9]+[feg%]|%\.?[0-9]*[feg]\b|\bround\(|\bfloat\(|\|\s*(?:round|float|format)\b|ROUND_HALF_EVEN"
)


@pytest.mark.parametrize(
    "line",
    [
        'f"{value:.2f}"',
        'f"{value:,.2f}"',
        '"{:.1%}".format(x)',
        "'%.2f' % value",
        "round(value, 2)",
        "float(value)",
        "{{ value|round(2) }}",
        "{{ '%.2f'|format(value) }}",
        "{{ value | float }}",
    ],
)
def test_the_scan_finds(line: str) -> None:
    assert FORBIDDEN.search(line)


@pytest.mark.parametrize(
    "line", ['f"{value:,f}"', "rounded(x)", "around (x)", 'f"{name:>8}"', "a[1:2]", "100%", "'%s' % x", "rx=.5"]
)
def test_the_scan_passes(line: str) -> None:
    assert not FORBIDDEN.search(line)


def test_figures_are_rounded_and_printed_in_one_place() -> None:
    files = [path for path in (ROOT / "generator").rglob("*.py") if path.name != "amounts.py"]
    files += [path for path in (ROOT / "templates").rglob("*") if path.suffix in {".j2", ".html", ".jinja"}]
    assert len(files) > 20
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in files
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if FORBIDDEN.search(line)
    ]
    assert found == []
