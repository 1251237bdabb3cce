"""Formulas in the tables' data: read by a white list, computed exactly, never evaluated as Python."""

from __future__ import annotations

import builtins
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import formula as fx
from generator.catalog import TableKind
from generator.derive import Figure, Figures, Scope
from generator.formula import Binary, Call, FormulaError, Name, Number, Ref, parse
from tests.builders import catalog

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# reading --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("100", Number(100)),
        ("基本支出", Name("基本支出")),
        ("T1.收入总计", Ref("T1", "收入总计", "")),
        ("T3.合计.基本支出", Ref("T3", "合计", "基本支出")),
        ('T6["301"]', Ref("T6", "301", "")),
        ('T5["208"].小计', Ref("T5", "208", "小计")),
        ("T5[本行].小计", Ref("T5", "本行", "小计")),
        ('T9["因公出国（境）费"][本列]', Ref("T9", "因公出国（境）费", "本列")),
        ("科目和()", Call("科目和", ())),
        ("和(货物, 工程)", Call("和", (Name("货物"), Name("工程")))),
        ("较小(货物, 和(工程, 100))", Call("较小", (Name("货物"), Call("和", (Name("工程"), Number(100)))))),
        ("甲 - 乙 - 丙", Binary("-", Binary("-", Name("甲"), Name("乙")), Name("丙"))),
        ("甲 + 乙 * 丙", Binary("+", Name("甲"), Binary("*", Name("乙"), Name("丙")))),
        ("(甲 + 乙) / 丙", Binary("/", Binary("+", Name("甲"), Name("乙")), Name("丙"))),
        ("  甲 + 乙 ", Binary("+", Name("甲"), Name("乙"))),
    ],
)
def test_a_formula_is_read(text: str, node: fx.Node) -> None:
    assert parse(text) == node


REFUSED = {
    "a call of anything": "打开(甲)",
    "a builtin": "print(1)",
    "eval": "eval('1')",
    "import": "__import__('os').system('true')",
    "open": "open('/etc/passwd').read()",
    "a method": "甲.乙()",
    "a method of a method": "甲.乙.丙(1)",
    "a function got by subscript": "甲['乙'](1)",
    "named arguments": "和(甲=1)",
    "an argument too many": "上年(甲, 乙)",
    "an argument where none belongs": "科目和(甲)",
    "an argument too few": "上年()",
    "last year of a sum": "上年(甲 + 乙)",
    "unpacked arguments": "和(*甲)",
    "unpacked names": "和(**甲)",
    "a list": "[甲, 乙]",
    "a list comprehension": "[甲 for 甲 in 乙]",
    "a generator": "和(甲 for 甲 in 乙)",
    "a set": "{甲}",
    "a mapping": "{甲: 乙}",
    "a lambda": "lambda: 1",
    "an assignment inside": "(甲 := 1)",
    "a condition": "甲 if 乙 else 丙",
    "and": "甲 and 乙",
    "not": "not 甲",
    "a comparison": "甲 < 乙",
    "a string": "'甲'",
    "bytes": "b'1'",
    "an f-string": "f'{甲}'",
    "a float": "0.5",
    "a huge exponent": "1e9",
    "a complex number": "1j",
    "True": "True",
    "None": "None",
    "dots": "...",
    "a power": "9 ** 9",
    "a remainder": "甲 % 乙",
    "whole division": "甲 // 乙",
    "a matrix product": "甲 @ 乙",
    "a shift": "1 << 99",
    "bits": "甲 | 乙",
    "a sign": "-甲",
    "inversion": "~甲",
    "a slice": "甲[1:2]",
    "a number as key": "甲[1]",
    "a tuple as key": "甲[1, 2]",
    "an expression as key": "甲[乙 + 丙]",
    "a reference of one step too many": "甲.乙.丙.丁",
    "a reference from a number": "1 .real",
    "a reference from a call": "和(甲).乙",
    "a tuple": "甲, 乙",
    "a statement": "甲 = 1",
    "two lines": "甲\n乙",
    "nothing": "",
    "half a formula": "甲 +",
    "full-width signs": "甲 ＋ 乙",
    "await": "await 甲",
    "yield": "(yield 甲)",
    "a star": "*甲",
    "a NUL": "甲\0",
    "brackets without end": "(" * 500,
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_what_is_no_formula_is_refused_in_chinese(text: str) -> None:
    with pytest.raises(FormulaError, match="公式“"):
        parse(text)


DANGEROUS = [name for name in dir(builtins) if callable(getattr(builtins, name)) and name.isidentifier()]


def test_the_names_of_builtins_mean_nothing() -> None:
    """As a call they are refused, as a name they are a row that no table has."""
    assert {"eval", "exec", "open", "__import__", "compile"} <= set(DANGEROUS)
    for name in DANGEROUS:
        with pytest.raises(FormulaError):
            parse(f"{name}(1)")
        assert parse(name) == Name(name)
        assert evaluate(name, {"甲": Decimal(1)}) == (None, ())


def test_nothing_is_evaluated_by_python(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading and computing work with eval, exec and compiling to code taken away."""
    real = builtins.compile

    def tree_only(source: object, name: str, mode: str, flags: int = 0, *rest: object, **more: object) -> object:
        assert flags & 0x400, "compiled to code, not to a tree"
        return real(source, name, mode, flags, *rest, **more)  # type: ignore[call-overload]

    def refuse(*_: object) -> None:
        raise AssertionError("a formula was evaluated as Python")

    monkeypatch.setattr(builtins, "eval", refuse)
    monkeypatch.setattr(builtins, "exec", refuse)
    monkeypatch.setattr(builtins, "compile", tree_only)
    parse.cache_clear()
    assert evaluate("甲 * 2 + 乙", {"甲": Decimal(3), "乙": Decimal(1)})[0] == 7


# computing ------------------------------------------------------------------------------------------------------------

KIND = {"格式": "1", "标识": "T0", "名称": "试验", "行类": "固定", "版面": "不印", "列": [{"列": ""}]}
NAMES = ("甲", "乙", "丙", "丁")


def figures(values: Mapping[str, Decimal], then: Mapping[str, Decimal] | None = None) -> Figures:
    """Rows of a one-column table T0, this year's and last year's."""
    kind = TableKind.model_validate(KIND | {"行": [{"行": name} for name in NAMES]})
    known = {f"T0.{name}": Figure(f"T0.{name}", value) for name, value in values.items()}
    last = {f"T0.{name}": Figure(f"T0.{name}", value) for name, value in (then or {}).items()}
    tables = catalog().model_copy(update={"tables": {"T0": kind}})
    return Figures(MappingProxyType({}), tables, 2022, extra=MappingProxyType(known), prior=last.get)


def evaluate(
    text: str, values: Mapping[str, Decimal], then: Mapping[str, Decimal] | None = None
) -> tuple[Decimal | None, tuple[str, ...]]:
    told = figures(values, then)
    return Scope(told, told.catalog.tables["T0"], "甲", "").evaluate(parse(text))


amounts = st.integers(-(10**15), 10**15).map(lambda cents: Decimal(cents).scaleb(-2))
all_known = st.fixed_dictionaries(dict.fromkeys(NAMES, amounts))


@st.composite
def sums(draw: st.DrawFn, depth: int = 3) -> str:
    """Formulas of names, whole numbers, + and −, brackets and 和()."""
    if depth == 0:
        return draw(st.one_of(st.sampled_from(NAMES), st.integers(0, 10**6).map(str)))
    left, right = draw(sums(depth - 1)), draw(sums(depth - 1))
    form = draw(
        st.sampled_from(["{} + {}", "{} - {}", "({} - {})", "({} + {})", "和({}, {})", "较大({}, {})", "较小({}, {})"])
    )
    return form.format(left, right)


def by_python(text: str, values: Mapping[str, Fraction]) -> Fraction:
    """The same characters as Python arithmetic over exact fractions."""
    names: dict[str, object] = {"和": lambda *terms: sum(terms), "较大": max, "较小": min, "__builtins__": {}}
    return Fraction(eval(text, names | dict(values)))  # noqa: S307 - the oracle; the text was made in this file


@settings(max_examples=60)
@given(sums(), all_known)
def test_sums_and_differences_are_those_of_exact_arithmetic(text: str, values: dict[str, Decimal]) -> None:
    value, _ = evaluate(text, values)
    assert value is not None
    assert Fraction(value) == by_python(text, {name: Fraction(one) for name, one in values.items()})


@given(amounts, st.integers(0, 10**6))
def test_products_with_whole_numbers_are_exact(amount: Decimal, factor: int) -> None:
    assert evaluate(f"甲 * {factor}", {"甲": amount})[0] == amount * factor


@given(amounts, amounts.filter(bool))
def test_quotients_are_as_exact_as_decimal_arithmetic(top: Decimal, base: Decimal) -> None:
    assert evaluate("甲 / 乙", {"甲": top, "乙": base})[0] == top / base


@given(st.lists(amounts, min_size=3, max_size=3))
def test_operators_bind_as_in_arithmetic(terms: list[Decimal]) -> None:
    first, second, third = terms
    values = dict(zip(NAMES, terms, strict=False))
    assert evaluate("甲 - 乙 - 丙", values)[0] == first - second - third
    assert evaluate("甲 - (乙 - 丙)", values)[0] == first - (second - third)
    assert evaluate("甲 + 乙 * 2", values)[0] == first + second * 2


@settings(max_examples=60)
@given(sums(), all_known, st.sampled_from(NAMES))
def test_the_operands_are_the_figures_the_value_hangs_on(text: str, values: dict[str, Decimal], other: str) -> None:
    """A figure that is not named as operand may change without changing the value."""
    value, operands = evaluate(text, values)
    assert set(operands) <= {f"T0.{name}" for name in NAMES if name in text}
    if f"T0.{other}" not in operands:
        assert evaluate(text, values | {other: Decimal("123456.78")})[0] == value


@pytest.mark.parametrize(
    ("text", "values", "value"),
    [
        pytest.param("甲 + 乙", {"甲": 5}, 5, id="what is not typed counts as nothing in a sum"),
        pytest.param("甲 - 乙", {"甲": 5}, 5, id="and when it is taken away"),
        pytest.param("甲 - 乙", {"乙": 5}, None, id="but nothing is taken away from what is not known"),
        pytest.param("甲 - 乙", {"甲": 0, "乙": 5}, -5, id="from a typed zero it is"),
        pytest.param("甲 + 乙", {}, None, id="of nothing known nothing comes"),
        pytest.param("和(甲, 乙, 丙)", {"乙": 5}, 5, id="a sum of what is known"),
        pytest.param("和(甲, 乙)", {}, None, id="no sum of nothing"),
        pytest.param("较大(甲, 乙)", {"乙": -5}, -5, id="the larger of what is known"),
        pytest.param("较小(甲, 乙)", {"甲": 3, "乙": -5}, -5, id="the smaller"),
        pytest.param("甲 * 乙", {"甲": 5}, None, id="no product with an unknown"),
        pytest.param("甲 / 乙", {"甲": 5}, None, id="no quotient with an unknown"),
        pytest.param("甲 / 乙", {"甲": 5, "乙": 0}, None, id="no quotient by zero"),
        pytest.param("甲 / 乙", {"甲": 0, "乙": 5}, 0, id="a zero quotient"),
        pytest.param("T0.乙 + T0[本行]", {"甲": 1, "乙": 2}, 3, id="references"),
        pytest.param("T0.戊", {"甲": 1}, None, id="a row the table does not have"),
        pytest.param("T99.甲", {"甲": 1}, None, id="a table that does not exist"),
    ],
)
def test_unknown_is_not_zero(text: str, values: dict[str, int], value: int | None) -> None:
    known = {name: Decimal(amount) for name, amount in values.items()}
    assert evaluate(text, known)[0] == (None if value is None else Decimal(value))


def test_last_years_figures() -> None:
    """上年(…) is the same figure of last year."""
    now, then = {"甲": Decimal(5), "乙": Decimal(7)}, {"甲": Decimal(3), "乙": Decimal(4)}
    assert evaluate("上年(甲)", now, then) == (Decimal(3), ("T0.甲:上年",))
    assert evaluate("甲 - 上年(甲)", now, then)[0] == 2
    assert evaluate("上年(T0.乙)", {}, then)[0] == 4
    assert evaluate("上年(甲)", now)[0] is None


# the real tables ------------------------------------------------------------------------------------------------------


def formulas() -> Iterator[tuple[TableKind, str]]:
    for kind in catalog().tables.values():
        for column in kind.columns:
            yield from ((kind, text) for text in (*column.formulas, *column.taken))
        for row in (*kind.rows, *kind.extra_rows):
            texts = row.formulas.values() if isinstance(row.formulas, dict) else row.formulas
            yield from ((kind, text) for text in texts)


def leaves(node: fx.Node) -> Iterator[Name | Ref]:
    match node:
        case Name() | Ref():
            yield node
        case Binary():
            yield from (*leaves(node.left), *leaves(node.right))
        case Call():
            for arg in node.args:
                yield from leaves(arg)
        case Number():
            pass


def has(kind: TableKind, row: str, column: str) -> bool:
    """Whether a table kind can have such a cell."""
    rows = {one.name for one in (*kind.rows, *kind.extra_rows)} | {"本行"}
    columns = {one.name for one in kind.columns} | {"本列"}
    coded = kind.row_kind in {"功能科目", "经济科目"} and (row == "合计" or row.isdigit())
    return (row in rows or coded) and column in columns


@pytest.mark.parametrize(("kind", "text"), [pytest.param(*one, id=f"{one[0].id} {one[1]}") for one in formulas()])
def test_every_formula_of_the_tables_speaks_of_cells_that_exist(kind: TableKind, text: str) -> None:
    for leaf in leaves(parse(text)):
        if isinstance(leaf, Ref):
            assert has(catalog().tables[leaf.table], leaf.row, leaf.column)
        else:
            rows = {row.name for row in (*kind.rows, *kind.extra_rows)}
            assert leaf.name in rows | {column.name for column in kind.columns}
