"""Names are sorted as people count them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.natural import natural


@pytest.mark.parametrize(
    "sorted_names",
    [
        ["2", "10", "A2", "A10", "B1", "牡丹厅"],
        ["天河1店", "天河2店", "天河10店", "天河10店 二楼"],
        ["a2", "A3", "a10"],
        ["A1-2", "A1-10", "A2-1"],
        ["1", "2²", "A²", "²"],
        ["", "7"],
    ],
)
def test_names_are_sorted_as_people_count(sorted_names: list[str]) -> None:
    assert sorted({*sorted_names}, key=natural) == sorted_names


@given(st.lists(st.text(max_size=60)))
def test_every_name_has_its_place(names: list[str]) -> None:
    assert sorted(map(natural, names)) == sorted(map(natural, names[::-1]))


@given(st.text(alphabet="AB牡丹", max_size=5), st.integers(0, 10**12), st.integers(0, 10**12))
def test_numbers_behind_the_same_words_are_sorted_as_numbers(words: str, one: int, other: int) -> None:
    assert (natural(f"{words}{one}") < natural(f"{words}{other}")) == (one < other)
