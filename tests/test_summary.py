"""Summaries carry exactly what aggregates print, through JSON and back."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.pages.site import summaries
from generator.pipeline import examine
from generator.project import Project
from generator.store import Publisher
from generator.summary import Brief, Indicator, Spending, Summary, Use, from_json, to_json

ROOT = Path(__file__).parent.parent

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
amounts = st.decimals(allow_nan=False, allow_infinity=False)
shares = st.dictionaries(texts, amounts, max_size=2)
briefs = st.builds(Brief, st.none() | amounts, texts, texts, texts, texts, st.none() | amounts)
made = st.builds(
    Summary,
    publisher=st.builds(Publisher, texts, texts, texts),
    year=st.integers(1990, 2099),
    name=texts,
    title=texts,
    department=texts,
    short=texts,
    kind=texts,
    archive=st.booleans(),
    digest=texts,
    anchored=st.booleans(),
    briefs=st.dictionaries(texts, briefs, max_size=2),
    spending=st.none() | st.tuples(st.builds(Spending, texts, shares, shares)),
    indicators=st.tuples(st.builds(Indicator, texts, st.tuples(texts, texts))),
    codes=st.tuples(texts),
    uses=st.dictionaries(texts, st.builds(Use, st.none() | amounts, texts, texts, texts, texts, texts), max_size=2),
)


@settings(max_examples=30)
@given(st.lists(made, max_size=2).map(tuple))
def test_json_brings_back_what_was_written(found: tuple[Summary, ...]) -> None:
    again = from_json(to_json(found))
    assert again == found
    # Equal decimals may still print differently: 1.0 and 1.00.
    assert repr(again) == repr(found)


def test_the_summaries_of_the_demonstration_come_back() -> None:
    checked = examine(Project(ROOT))
    found = summaries(checked.store, checked.accounts)
    assert len(found) == len(checked.accounts) >= 25
    assert repr(from_json(to_json(found))) == repr(found)
    assert found[0].brief("T1.收入总计").value is None or isinstance(found[0].brief("T1.收入总计").value, Decimal)


@pytest.mark.parametrize("data", [b"", b"[", b"{}", b"[1]", b'[{"year": 2022}]'], ids=repr)
def test_anything_else_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        from_json(data)
