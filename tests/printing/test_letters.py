"""Letters on paper: as large as there is room, whole words, even lines, and nothing without a glyph."""

from __future__ import annotations

import pytest

from app.domain.faults import Refused
from app.printing.letters import POINT_MM, UNIT, set_text
from app.printing.template import Element, Kind


def place(width: float, height: float, **more: object) -> Element:
    return Element(kind=Kind.TEXT, x=0, y=0, width=width, height=height, **{"letters": 30, "least": 8, **more})  # type: ignore[arg-type]


def points(size: int) -> float:
    return size / UNIT / POINT_MM


def test_a_short_text_takes_its_largest_letters_and_a_longer_one_the_largest_that_fit() -> None:
    assert points(set_text("A01", place(80, 14)).size) == pytest.approx(30, abs=0.1)
    long = set_text("北京朝阳区望京旗舰店", place(80, 14))
    assert 8 < points(long.size) < 30
    assert long.width <= 80 * UNIT + 1
    assert long.width > 78 * UNIT


def test_a_text_without_room_is_refused_and_not_cut_off() -> None:
    with pytest.raises(Refused) as refused:
        set_text("北京朝阳区望京SOHO塔三地下一层旗舰店", place(20, 5))
    assert refused.value.code == "text_no_room"


def test_lines_are_even_and_words_stay_whole() -> None:
    two = set_text("扫码进群，新品先尝，老客有礼", place(60, 30, lines=2))
    assert two.lines == 2
    assert not two.broken
    word = set_text("Terrace 12", place(25, 20, lines=2))
    assert not word.broken


@pytest.mark.parametrize("text", ["曾䶮", "𠮷野家", "Ёлка", "Café"])
def test_rare_letters_are_printed_or_refused_and_never_left_as_a_box(text: str) -> None:
    try:
        laid = set_text(text, place(80, 14))
    except Refused as refused:
        code, letter = refused.code, str(refused.facts["letter"])
    else:
        assert laid.missing() == ""
        return
    assert code == "text_no_letter"
    assert letter in text


def test_what_is_not_seen_needs_no_letter() -> None:
    assert set_text("一行\n二行\u200d", place(80, 30, lines=2)).lines == 2


def test_a_letter_that_no_font_has_is_named() -> None:
    with pytest.raises(Refused, match="U\\+E123") as refused:
        set_text("店\ue123", place(80, 14))
    assert refused.value.facts["letter"] == "\ue123"
