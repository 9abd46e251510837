"""Where everything stands: pieces side by side, colours over the edge, words that are empty, tents upside down."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.faults import Refused
from app.domain.printed import CodeCard, PrintedKind
from app.printing.layout import Look, Page, Pages, Piece, Placed, fill, lay_out
from app.printing.pieces import piece_of, usual_words
from app.printing.template import WORDS, Kind
from app.printing.templates import load_template, template_names

NO_WORDS = dict.fromkeys(WORDS, "")


def pieces(count: int) -> list[Piece]:
    return [Piece(link=f"https://yb.example.com/r/{n:010d}", words={"name": f"A{n:02d}"}) for n in range(count)]


@settings(max_examples=40)
@given(name=st.sampled_from(template_names()), count=st.integers(1, 60), single=st.booleans())
def test_every_code_stands_once_for_each_face_within_the_page_and_apart_from_the_others(
    name: str, count: int, single: bool
) -> None:
    template = load_template(name)
    held = Pages(template, pieces(count), Look(), single=single)
    faces = 2 if template.folded else 1
    links = [link for page in held for link in page.links]
    assert sorted(links) == sorted(faces * [piece.link for piece in pieces(count)])
    assert len(held) == (count if single else -(-count // template.sheet.places))
    for page in held:
        for one in page.codes:
            assert one.x >= 0
            assert one.y >= 0
            assert one.x + one.width <= page.width + 0.01
            assert one.y + one.height <= page.height + 0.01
        assert not any(overlap(one, other) for at, one in enumerate(page.codes) for other in page.codes[:at])


def overlap(one: Placed, other: Placed) -> bool:
    return (
        one.x < other.x + other.width - 0.01
        and other.x < one.x + one.width - 0.01
        and one.y < other.y + other.height - 0.01
        and other.y < one.y + one.height - 0.01
    )


def test_pages_are_laid_out_when_they_are_asked_for() -> None:
    held = Pages(load_template("table-card"), pieces(9), Look())
    assert len(held) == 3
    assert held[-1].links == (pieces(9)[8].link,)
    assert held[0:2] == lay_out(load_template("table-card"), pieces(9), Look())[:2]
    with pytest.raises(IndexError):
        held[3]


def test_there_must_be_something_to_print() -> None:
    with pytest.raises(Refused) as refused:
        Pages(load_template("table-card"), [], Look())
    assert refused.value.code == "nothing_to_print"


@pytest.mark.parametrize("wrong", [Look(accent="green"), Look(on_accent="#12345"), Look(code_light="")])
def test_what_is_no_colour_is_refused_and_a_slip_has_none(wrong: Look) -> None:
    with pytest.raises(Refused) as refused:
        Pages(load_template("poster-a4"), pieces(1), wrong)
    assert refused.value.code == "colour_unreadable"
    assert len(Pages(load_template("slip-80"), pieces(1), wrong)) == 1


def band(page: Page) -> Placed:
    return next(item for item in page.items if item.element.kind is Kind.BOX)


def test_a_coloured_band_goes_on_over_the_edge_of_its_piece_and_not_over_the_fold() -> None:
    card = band(Pages(load_template("table-card"), pieces(1), Look())[0])
    assert card.spill == (3, 0, 3, 3)
    tent = Pages(load_template("table-tent"), pieces(1), Look())[0]
    upper, lower = (item for item in tent.items if item.element.kind is Kind.BOX)
    assert (upper.turned, upper.spill) == (True, (3, 3, 3, 0))
    assert (lower.turned, lower.spill) == (False, (3, 0, 3, 3))


def test_only_a_piece_on_its_own_page_has_a_bleed_for_the_print_shop() -> None:
    template = load_template("table-card")
    assert Pages(template, pieces(4), Look())[0].bleed == 0
    alone = Pages(template, pieces(4), Look(), single=True)[2]
    assert (alone.bleed, alone.width, alone.height) == (3, 90, 130)


def test_ticks_to_cut_at_stay_off_the_pieces() -> None:
    template = load_template("table-card")
    page = Pages(template, pieces(4), Look())[0]
    boxes = [item for item in page.items if item.element.kind is Kind.BOX]
    assert page.cuts
    for x1, y1, x2, y2 in page.cuts:
        for box in boxes:
            left, top, right, bottom = box.spill
            inside_across = max(x1, x2) > box.x - left and min(x1, x2) < box.x + box.width + right
            inside_down = max(y1, y2) > box.y - top and min(y1, y2) < box.y + box.height + bottom
            assert not (inside_across and inside_down)


def test_the_upper_face_of_a_tent_is_the_lower_one_turned_around_the_fold() -> None:
    page = Pages(load_template("table-tent"), pieces(1), Look())[0]
    half = len(page.items) // 2
    fold = page.height / 2
    for upper, lower in zip(page.items[:half], page.items[half:], strict=True):
        assert upper.element == lower.element
        assert upper.y + upper.height == pytest.approx(2 * fold - lower.y)


def test_thermal_modules_are_whole_dots_and_black() -> None:
    page = Pages(load_template("slip-58"), pieces(1), Look(code_dark="#b8860b"))[0]
    dots = page.codes[0].module / (25.4 / 203)
    assert dots == pytest.approx(round(dots))
    assert page.ink_only


@pytest.mark.parametrize(
    ("text", "words", "filled"),
    [
        ("{of} · {note}", {"of": "望京店", "note": "叫服务员"}, "望京店 · 叫服务员"),
        ("{of} · {note}", {"of": "望京店"}, "望京店"),
        ("{of} · {note}", {"note": "叫服务员"}, "叫服务员"),
        ("{name}", {"name": "{link} {{"}, "{link} {{"),
        ("{of}\n{note}", {}, ""),
    ],
)
def test_words_are_filled_in_and_empty_ones_leave_nothing(text: str, words: dict[str, str], filled: str) -> None:
    assert fill(text, {**NO_WORDS, **words}) == filled


def test_an_element_is_there_only_when_it_is_meant_to_be() -> None:
    template = load_template("poster-a5")
    with_logo = Pages(template, pieces(1), Look(logo="logo.svg"))[0]
    without = Pages(template, pieces(1), Look())[0]
    assert any(item.element.kind is Kind.LOGO for item in with_logo.items)
    assert not any(item.element.kind is Kind.LOGO for item in without.items)


def test_a_piece_says_whom_it_is_about_and_where_that_belongs() -> None:
    template = load_template("table-card")
    table = CodeCard(code="7K0PM2QXAB", kind=PrintedKind.TABLE, about="A01", title="A01")
    group = replace(table, kind=PrintedKind.GROUP, about="", title="门店福利群")
    staff = replace(table, kind=PrintedKind.STAFF, about="S7", title="李娜")
    for card, name, of in ((table, "A01", "望京店"), (group, "望京店", "川味坊"), (staff, "李娜", "望京店")):
        words = piece_of(card, template, store="望京店", brand="川味坊").words
        assert (words["name"], words["of"]) == (name, of)
    written = piece_of(group, template, store="望京店", words={"headline": "", "line": "今日八折"}).words
    assert (written["headline"], written["line"]) == ("", "今日八折")
    assert written["how"] == usual_words(PrintedKind.GROUP)["how"]


@pytest.mark.parametrize("kind", list(PrintedKind))
def test_every_kind_of_code_has_usual_words_in_both_languages(kind: PrintedKind) -> None:
    for language in ("zh", "en"):
        words = usual_words(kind, language)
        assert set(words) == {"headline", "line", "how", "note"}
        assert words["headline"]
        assert words["how"]


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("a\x00b\x07c\x1b[31m", "abc[31m"),
        ("一\t二", "一 二"),
        ("一\r\n二\r三", "一\n二\n三"),
        ("\ufffe店\ud800", "店"),
        ("\u202egnippoH", "gnippoH"),
        ("\u200b\u2060", ""),
        ("کتاب\u200cها", "کتاب\u200cها"),
    ],
)
def test_what_nobody_can_see_is_not_printed(written: str, printed: str) -> None:
    """A control character would be a box, and one that turns the reading direction would turn the words."""
    template = load_template("poster-a4")
    (page,) = lay_out(
        template, [Piece(link="https://yb.example.com/r/7QH2MKX4WD", words={"headline": written})], Look()
    )
    assert [item.text for item in page.items if item.element.text == "{headline}"] == [printed]
