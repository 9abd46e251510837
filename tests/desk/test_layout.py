"""What a card says and where: asserted on the layout itself, for every width, language and text size."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.desk.languages import Language
from app.desk.paint.layout import HEIGHT, Look, height_of, layout
from app.desk.paint.parts import Box, CardLayout
from app.desk.theme.letters import ACTION, ALLERGY, NAME, TIER, Letters
from app.domain.changes import BoardCard
from app.domain.tastes import TAG_LIMIT, TasteKind
from tests.desk import people

WIDTHS = (286, 303, 410, 520)


def every_card() -> list[BoardCard]:
    return [*people.friday(), *people.worst(), *people.crowd(40)]


def said(laid: CardLayout, kind: str) -> str:
    return "\n".join(chip.text for chip in laid.chips if chip.kind == kind)


def inside(box: Box, laid: CardLayout) -> bool:
    return box.x >= 0 and box.y >= 0 and box.right <= laid.width + 0.5 and box.bottom <= laid.height + 0.5


def apart(one: Box, other: Box) -> bool:
    return (
        one.right <= other.x + 0.5
        or other.right <= one.x + 0.5
        or one.bottom <= other.y + 0.5
        or other.bottom <= one.y + 0.5
    )


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scale", [1.0, 1.15, 1.3])
def test_taboos_are_whole_and_everything_has_its_place(
    language: str, letters: Letters, width: int, scale: float
) -> None:
    look = Look(letters=Letters(scale), zone=people.SHANGHAI)
    for card in every_card():
        laid = layout(card, round(width * scale), people.NOW, look)
        for taste in card.guest.tastes if card.guest else ():
            if taste.kind in (TasteKind.ALLERGY, TasteKind.AVOID):
                assert taste.tag in said(laid, taste.kind.value).replace("\n", " "), (card.card_id, taste.tag)
        boxes = (
            [chip.box for chip in laid.chips] + [text.box for text in laid.texts] + [icon.box for icon in laid.icons]
        )
        boxes += [laid.deed.box] if laid.deed else []
        boxes += [laid.badge.box] if laid.badge else []
        assert all(inside(box, laid) for box in boxes), card.card_id
        chips_and_badge = [chip.box for chip in laid.chips] + ([laid.badge.box] if laid.badge else [])
        for one, other in combinations(chips_and_badge, 2):
            assert apart(one, other), card.card_id


@pytest.mark.parametrize("width", WIDTHS)
def test_every_drawn_allergy_fits_its_octagon(look: Look, width: int) -> None:
    for card in every_card():
        for chip in layout(card, width, people.NOW, look).chips:
            if chip.kind == "allergy":
                assert all(look.letters.width(ALLERGY, line) <= chip.box.w - 20 for line in chip.lines)
                assert "…" not in chip.text


@given(
    tags=st.lists(
        st.text(st.characters(whitelist_categories=["Lo", "Lu", "Nd"]), min_size=1, max_size=TAG_LIMIT),
        min_size=1,
        max_size=5,
        unique=True,
    ),
    width=st.integers(286, 600),
)
def test_no_allergy_is_ever_cut(look: Look, tags: list[str], width: int) -> None:
    guest = replace(people.OUYANG, tastes=tuple(people.taste("allergy", tag) for tag in tags))
    laid = layout(people.party("p", guest), width, people.NOW, look)
    shown = said(laid, "allergy")
    assert all(tag in shown for tag in tags)
    assert all(inside(chip.box, laid) for chip in laid.chips)


def test_likes_give_way_before_taboos_and_say_so(look: Look) -> None:
    laid = layout(people.party("p", replace(people.OUYANG, tastes=tuple(people.NINE_TASTES))), 410, people.NOW, look)
    shown = [chip for chip in laid.chips if chip.kind in ("less", "likes")]
    assert "羊肉" not in said(laid, "likes")
    assert said(laid, "more") == f"+{4 - len(shown)}"


def test_the_text_by_which_a_party_is_known_is_large(look: Look) -> None:
    laid = layout(people.friday()[0], 286, people.NOW, look)
    name = next(text for text in laid.texts if text.text == "欧阳娜娜")
    assert name.role == NAME
    assert laid.deed is not None
    assert laid.deed.text == laid.deed.whole == "去迎接"
    assert min(NAME.px, TIER.px, laid.deed.role.px, ACTION.px) >= 22
    assert (laid.ribbon_word, laid.deed.key, laid.deed.filled) == ("黑金", "F2", True)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_deed_with_its_key_is_never_cut(language: str, look: Look, width: int) -> None:
    for card in every_card():
        deed = layout(card, width, people.NOW, look).deed
        if deed is not None and deed.key:
            assert deed.text == deed.whole


def test_the_phone_gives_way_to_the_name(look: Look) -> None:
    wide = layout(people.friday()[0], 410, people.NOW, look)
    assert any(text.text == "尾号 7719" for text in wide.texts)
    narrow = layout(people.friday()[0], 286, people.NOW, look)
    assert any(text.text == "欧阳娜娜" for text in narrow.texts)
    assert not any("7719" in text.text for text in narrow.texts)
    assert not any("13812347719" in text.text + text.whole for text in (*wide.texts, *narrow.texts))


def test_a_wait_past_the_limit_is_red_bold_and_has_a_clock(look: Look) -> None:
    card = people.party("p", people.OUYANG, minutes=29)
    early = layout(card, 410, people.NOW, look)
    late = layout(card, 410, people.NOW + timedelta(minutes=1), look)
    assert not early.icons
    assert [icon.name for icon in late.icons] == ["clock"]
    words = next(text for text in late.texts if text.ink == "red")
    assert words.text == "等 30 分"
    assert words.role.bold


def test_who_is_late_for_a_reservation_is_red_too(look: Look) -> None:
    card = people.party("p", people.OUYANG, "reserved", reserved_for=people.at(19, 0))
    laid = layout(card, 410, people.NOW, look)
    assert any(text.ink == "red" and text.text == "过 20 分" for text in laid.texts)
    assert any(text.text == "19:00" for text in laid.texts)


def test_a_stranger_is_new_and_never_blank(look: Look, qapp: object) -> None:
    nameless = layout(people.party("p", None, ticket="B15"), 286, people.NOW, look)
    assert any(text.text == "新客" for text in nameless.texts)
    assert nameless.ribbon_word == "新客"
    assert nameless.deed is not None
    assert (nameless.deed.text, nameless.deed.key) == ("登记", "F4")
    assert "贵姓" in said(nameless, "ask")
    first = layout(people.party("p", people.guest("g", visits=0)), 286, people.NOW, look)
    assert "忌口" in said(first, "ask")


def test_a_welcomed_vip_asks_for_a_table_and_an_expected_one_for_nothing_urgent(look: Look) -> None:
    welcomed = layout(people.party("p", people.OUYANG, acknowledged=True), 410, people.NOW, look)
    expected = layout(
        people.party("p", people.OUYANG, "reserved", reserved_for=people.at(19, 45)), 410, people.NOW, look
    )
    for laid in (welcomed, expected):
        assert laid.deed is not None
        assert not laid.deed.filled
        assert laid.badge is not None


def test_sending_is_a_quiet_mark_and_refused_a_clear_one(look: Look) -> None:
    sending = layout(people.party("p", people.OUYANG, sending=1), 286, people.NOW, look)
    assert [icon.name for icon in sending.icons] == ["sending"]
    refused = layout(people.party("p", people.OUYANG, sending=1, parked=1), 286, people.NOW, look)
    assert refused.chips[0].kind == "parked"
    assert refused.height > sending.height


def test_the_same_card_is_laid_out_the_same(look: Look) -> None:
    for card in every_card():
        assert layout(card, 300, people.NOW, look) == layout(card, 300, people.NOW, look)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scale", [1.0, 1.3])
def test_the_height_is_known_without_the_layout(language: str, letters: Letters, width: int, scale: float) -> None:
    look = Look(letters=Letters(scale), zone=people.SHANGHAI)
    for card in every_card():
        assert height_of(card, width * scale, look) == layout(card, width * scale, people.NOW, look).height
    assert height_of(people.friday()[0], width * scale, look) == look.letters.px(HEIGHT)


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("欧阳娜娜", ["欧阳娜娜"]),
        (people.LONG_NAME, ["阿卜杜热", "合曼买买提江艾力"]),
        ("Alexander Montgomery III", ["Alexander", "Montgomery III"]),
        ("Bartholomew Featherstonehaugh-Cholmondeley", ["Bartholomew", "Featherstonehau…"]),
        ("Ann Montgomery", ["Ann", "Montgomery"]),
    ],
)
def test_a_long_name_goes_on_in_a_line_of_its_own(look: Look, name: str, lines: list[str]) -> None:
    card = people.party("p", replace(people.OUYANG, name=name), ticket="A06", sending=1)
    laid = layout(card, 286, people.NOW, look)
    assert [text.text for text in laid.texts if text.role == NAME] == lines
    assert all(text.whole == name for text in laid.texts if text.role == NAME)


def test_a_card_says_nothing_in_two_languages(look: Look, qapp: object) -> None:
    language = Language()
    language.use("en")
    try:
        laid = layout(people.party("p", None, ticket="B15"), 410, people.NOW, look)
        drawn = " ".join([*(t.text for t in laid.texts), *(c.text for c in laid.chips), laid.ribbon_word])
        assert not any("\u4e00" <= letter <= "\u9fff" for letter in drawn)
        assert not laid.ribbon_upright
    finally:
        language.use("zh")
