"""Tables as people type them."""

from __future__ import annotations

import pytest

from app.domain.tables import table_called


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("A12", "A12"),
        ("a12", "A12"),
        ("Ａ１２", "A12"),
        ("A 12", "A12"),
        ("a1", None),
        ("", None),
        ("包间 １", "包间1"),
    ],
)
def test_width_case_and_blanks_do_not_count(typed: str, meant: str | None) -> None:
    assert table_called(typed, ("A12", "A2", "包间1")) == meant


def test_what_could_be_two_tables_is_neither_but_by_its_own_name() -> None:
    assert table_called("a1", ("A1", "Ａ1")) is None
    assert table_called("A1", ("A1", "Ａ1")) == "A1"
