from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_type_hints

import pytest
from jinja2 import nodes

from generator import views
from tests.contracts import Contract, Example, build, contracts, poisoned
from tests.template_env import COMPONENTS, TEMPLATES, Document, environment, read

if TYPE_CHECKING:
    from collections.abc import Iterator

ENVIRONMENT = environment()
CONTRACTS = contracts()
BY_MACRO = {(contract.path, contract.macro): contract for contract in CONTRACTS}
EXAMPLES = [
    pytest.param(contract, example, id=f"{contract.macro}-{example.name}")
    for contract in CONTRACTS
    for example in contract.examples
]
CALLERS = sorted(
    path.relative_to(TEMPLATES).as_posix()
    for folder in ("pages", "theme", "components")
    for path in (TEMPLATES / folder).rglob("*.html")
)


def render(contract: Contract, arguments: dict[str, Any]) -> Document:
    module = ENVIRONMENT.get_template(contract.path).module
    return read(contract.within.format(getattr(module, contract.macro)(**arguments)))


def shape(document: Document) -> list[tuple[str, tuple[str, ...]]]:
    return [(element.tag, tuple(element.attributes)) for element in document.elements]


@pytest.mark.parametrize("folder", sorted(COMPONENTS.iterdir()), ids=lambda folder: folder.name)
def test_a_component_is_a_macro_and_its_contract(folder: Any) -> None:
    assert sorted(path.name for path in folder.iterdir()) == ["contract.yml", "macro.html"]


@pytest.mark.parametrize(("contract", "example"), EXAMPLES)
def test_an_example_renders_to_whole_html(contract: Contract, example: Example) -> None:
    assert {param.name for param in contract.params if param.required} <= example.args.keys()
    document = render(contract, example.args)
    if example.args != {"links": ()}:
        assert document.elements


@pytest.mark.parametrize(("contract", "example"), EXAMPLES)
def test_markup_in_any_text_stays_text(contract: Contract, example: Example) -> None:
    hints = get_type_hints(
        type("Params", (), {"__annotations__": {param.name: param.type for param in contract.params}}),
        globalns=vars(views),
    )
    bad = {name: poisoned(value, hints[name]) for name, value in example.args.items()}
    document = render(contract, bad)
    assert shape(document) == shape(render(contract, example.args))
    assert not document.all("script")


@pytest.mark.parametrize(
    ("cell", "value", "shown"),
    [
        (views.Cell("1,544.55", "amount", fact="x"), "1544.55", "1,544.55"),
        (views.Cell("−1,000.31", "amount", fact="x"), "-1000.31", "−1,000.31"),
        (views.Cell("0.00", "amount", fact="x"), "0.00", "0.00"),
        (views.Cell("1,544.55", "amount", fact="x", colspan=2), "1544.55", "1,544.55"),
        (views.Cell("−0.31", "amount", fact="x", flag="未达"), "-0.31", "−0.31"),
        (views.Cell("—", "amount", fact="x", spoken="未填"), "", "—未填"),
        (views.Cell("不适用", "amount", fact="x"), "不适用", "不适用"),
    ],
)
@pytest.mark.parametrize("macro", ["table", "list_table"])
def test_a_figure_in_a_cell_has_its_plain_value(macro: str, cell: views.Cell, value: str, shown: str) -> None:
    contract = next(one for one in CONTRACTS if one.macro == macro)
    links = {} if macro == "table" else {"hrefs": {"other": "x/"}}
    document = render(contract, {"view": views.Table("t", "表", body=(views.Row((cell,)),)), **links})
    (data,) = document.all("data")
    assert (data.attributes, data.text) == ({"data-fact": "x", "value": value}, shown)
    assert document.all("td")[0].attributes["class"] == "amt"


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda contract: contract.macro)
def test_a_contract_names_the_parameters_of_its_macro(contract: Contract) -> None:
    macro = macros(contract.path)[contract.macro]
    names = [argument.name for argument in macro.args]
    assert [param.name for param in contract.params] == names
    optional = names[len(names) - len(macro.defaults) :] if macro.defaults else []
    assert [param.name for param in contract.params if not param.required] == optional
    assert all(param.description for param in contract.params)


@pytest.mark.parametrize("folder", sorted(COMPONENTS.iterdir()), ids=lambda folder: folder.name)
def test_every_macro_has_a_contract_and_examples(folder: Any) -> None:
    path = f"components/{folder.name}/macro.html"
    assert set(macros(path)) == {macro for where, macro in BY_MACRO if where == path}
    assert all(contract.examples for contract in CONTRACTS if contract.component == folder.name)


def macros(path: str) -> dict[str, nodes.Macro]:
    return {macro.name: macro for macro in tree(path).find_all(nodes.Macro)}


def tree(path: str) -> nodes.Template:
    return ENVIRONMENT.parse((TEMPLATES / path).read_text(encoding="utf-8"))


def misuses(source: nodes.Template, path: str) -> Iterator[str]:
    """Calls of components that their contracts do not allow."""
    known = {macro: (path, macro) for macro in {one.name for one in source.find_all(nodes.Macro)}}
    for statement in source.find_all(nodes.FromImport):
        for name in statement.names:
            assert isinstance(statement.template, nodes.Const)
            known[str(name)] = (statement.template.value, str(name))
    for call in source.find_all(nodes.Call):
        if not isinstance(call.node, nodes.Name) or call.node.name in {"loop", "super", "caller"}:
            continue
        contract = BY_MACRO.get(known.get(call.node.name, ("", "")))
        if contract is None:
            yield f"{call.node.name}: no such component"
            continue
        given = {argument.key for argument in call.kwargs}
        required = {param.name for param in contract.params if param.required}
        if call.args:
            yield f"{contract.macro}: arguments must be named"
        yield from (f"{contract.macro}: {name} is missing" for name in sorted(required - given))
        yield from (
            f"{contract.macro}: {name} is unknown" for name in sorted(given - {one.name for one in contract.params})
        )


@pytest.mark.parametrize("path", CALLERS)
def test_components_are_used_as_their_contracts_say(path: str) -> None:
    assert list(misuses(tree(path), path)) == []


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("{{ runs(page.runs) }}", "runs: arguments must be named"),
        ("{{ runs() }}", "runs: runs is missing"),
        ("{{ runs(runs=(), tone=1) }}", "runs: tone is unknown"),
        ("{{ other(view=1) }}", "other: no such component"),
    ],
)
def test_a_wrong_use_is_found(source: str, problem: str) -> None:
    text = '{% from "components/runs/macro.html" import runs %}' + source
    assert problem in list(misuses(ENVIRONMENT.parse(text), "pages/x.html"))


@pytest.mark.parametrize(
    ("hint", "value"),
    [
        (views.Run, {"text": 1}),
        (views.Run, {"text": "1", "figure": "x"}),
        (views.Cell, {"text": "1", "kind": "sum"}),
        (tuple[str, str], ["one"]),
        (tuple[str, ...], "one"),
    ],
)
def test_an_example_that_views_would_not_take_is_refused(hint: Any, value: Any) -> None:
    with pytest.raises((AssertionError, ValueError)):
        build(hint, value, "x")


@pytest.mark.parametrize(
    "html", ["<p>", "</p>", "<p><b></p></b>", '<p id="a"></p><p id="a"></p>', '<p id="a" id="b"></p>']
)
def test_html_that_is_not_whole_is_refused(html: str) -> None:
    with pytest.raises(AssertionError):
        read(html)
