"""The print register: what to print anew and why, and what a change would break."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.faults import Refused, Unknown
from app.domain.printed import CodeCard, PrintedKind, Validity
from app.domain.prints import PrintCard, PrintedPiece, Why, check_print, dead_from, mark_lost, reprints, would_break

NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
CODES = {code: CodeCard(code=code, kind=PrintedKind.TABLE, link=f"https://a.cn/r/{code}") for code in "ABC"}
VERSIONS = {"table-card": "v1", "poster-a4": "p1"}


def job(print_id: str, codes: str, at: datetime = NOON, **fields: object) -> PrintCard:
    pieces = tuple(PrintedPiece(code=code, link=f"https://a.cn/r/{code}", copies=2) for code in codes)
    card = PrintCard(
        print_id=print_id,
        store_id="s",
        template="table-card",
        template_version="v1",
        at=at,
        pieces=pieces,
        place="大厅",
    )
    return replace(card, **fields)  # type: ignore[arg-type]


def why(card: PrintCard, codes: dict[str, CodeCard] = CODES) -> list[tuple[str, Why]]:
    return [(each.piece.code, each.why) for each in reprints([card], codes, VERSIONS, NOON)]


def test_good_paper_stays() -> None:
    assert why(job("1", "ABC")) == []


def test_each_reason_to_print_anew() -> None:
    assert why(mark_lost(job("1", "AB"), "B", by="李娜", at=NOON)) == [("B", Why.LOST)]
    assert why(job("1", "A", template_version="v0")) == [("A", Why.TEMPLATE)]
    assert why(job("1", "A", template="gone-template")) == []
    moved = CODES | {"A": replace(CODES["A"], link="https://b.cn/r/A")}
    assert why(job("1", "A"), moved) == [("A", Why.LINK)]
    retired = CODES | {"A": replace(CODES["A"], retired_at=NOON)}
    assert why(job("1", "A"), retired) == [("A", Why.RETIRED)]
    assert why(job("1", "Z")) == [("Z", Why.RETIRED)]


def test_newer_paper_of_the_same_template_replaces_older() -> None:
    old = mark_lost(job("1", "A"), "A", by="李娜", at=NOON)
    new = job("2", "A", NOON + timedelta(hours=1))
    assert reprints([new, old], CODES, VERSIONS, NOON) == ()
    other = replace(new, template="poster-a4", template_version="p1")
    assert [each.print_id for each in reprints([old, other], CODES, VERSIONS, NOON)] == ["1"]


def test_lost_and_found_again() -> None:
    card = job("1", "AB")
    lost = mark_lost(card, "A", by="李娜", at=NOON, note="掉水里")
    assert mark_lost(lost, "A", by="张强", at=NOON + timedelta(hours=1)) == lost, "the first report stands"
    assert mark_lost(lost, "A", by="张强", at=NOON, lost=False) == card
    with pytest.raises(Unknown):
        mark_lost(card, "Z", by="李娜", at=NOON)


def test_what_retiring_a_code_breaks() -> None:
    cards = [job("1", "AB"), job("2", "B", place="门口"), mark_lost(job("3", "B", place="厨房"), "B", by="", at=NOON)]
    broken = would_break(cards, ["B"])
    assert (broken.print_ids, broken.pieces, broken.places) == (("1", "2"), 4, ("大厅", "门口"))
    assert not would_break(cards, ["C"])


_DATES = st.one_of(st.none(), st.integers(-3, 6))


@given(*[st.tuples(_DATES, _DATES)] * 2, st.booleans())
def test_from_when_other_dates_leave_paper_dead(
    was: tuple[int | None, int | None], is_now: tuple[int | None, int | None], gone: bool
) -> None:
    def dated(begins: int | None, ends: int | None) -> CodeCard:
        at = [None if day is None else NOON + timedelta(days=day) for day in (begins, ends)]
        return replace(CODES["A"], valid_from=at[0], valid_until=at[1], retired_at=NOON if gone else None)

    before, after = dated(*was), dated(*is_now)
    days = [NOON + timedelta(days=day) for day in range(8)]
    dead = [day for day in days if before.validity(day) is Validity.GOOD is not after.validity(day)]
    assert dead_from(before, after, NOON) == (dead[0] if dead else None)


@given(st.lists(st.tuples(st.sampled_from("ABCZ"), st.integers(0, 3), st.booleans()), max_size=12))
def test_the_list_is_the_same_whatever_order_jobs_come_in(told: list[tuple[str, int, bool]]) -> None:
    cards = []
    for number, (code, version, lost) in enumerate(told):
        card = job(f"p{number:02d}", code, NOON + timedelta(minutes=number), template_version=f"v{version}")
        cards.append(mark_lost(card, code, by="李娜", at=NOON) if lost else card)
    found = reprints(cards, CODES, VERSIONS, NOON)
    assert found == reprints(cards[::-1], CODES, VERSIONS, NOON)
    assert len({each.piece.code for each in found}) == len(found), "one line a code and template"
    assert [list(Why).index(each.why) for each in found] == sorted(list(Why).index(each.why) for each in found)


def test_paper_has_pieces_and_copies() -> None:
    with pytest.raises(Refused):
        check_print(job("1", ""))
    with pytest.raises(Refused):
        check_print(replace(job("1", "A"), pieces=(PrintedPiece(code="A", copies=0),)))
