"""What a party's own note says, beside what is known of its guest."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from app.domain.arrivals import ArrivalCard, Sign, SignKind, apply_sign, join
from app.domain.changes import BoardCard
from app.domain.commands import AddNote, AddTaste, DropTaste, Register
from app.domain.guests import GuestCard
from app.domain.party import party_tastes
from app.domain.replay import Deed, replay
from app.domain.suggestions import suggestions
from app.domain.tastes import Taste, TasteKind, TasteSource

NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
TODAY = date(2026, 11, 20)
GUEST = GuestCard(
    guest_id="g",
    name="王芳",
    tastes=(Taste(tag="虾蟹", kind=TasteKind.LIKES, source=TasteSource.DISHES, date=date(2026, 11, 1), hits=3, of=4),),
)


def deed(minutes: float = 0) -> Deed:
    return Deed(at=NOON + timedelta(minutes=minutes), day=TODAY, author="李娜", store_id="s")


def reserved(note: str, guest_id: str | None = "g") -> ArrivalCard:
    sign = Sign(kind=SignKind.RESERVATION, store_id="s", at=NOON, guest_id=guest_id, reserved_for=NOON, note=note)
    return apply_sign(None, sign, "a")


def shown(card: ArrivalCard, guest: GuestCard | None) -> list[tuple[str, TasteKind]]:
    return [(taste.tag, taste.kind) for taste in party_tastes(card, guest)]


def test_what_the_party_says_stands_beside_the_guests_tastes_allergies_first() -> None:
    card = reserved("小孩虾过敏，不要香菜")
    first = card.said[0]
    assert (first.whose, first.evidence, first.author) == ("小孩", "小孩虾过敏，不要香菜", "")
    assert shown(card, None) == [("虾", TasteKind.ALLERGY), ("香菜", TasteKind.AVOID)]
    assert shown(card, GUEST) == shown(card, None)  # who may not eat 虾 is not offered 虾蟹
    assert BoardCard(arrival=card, guest=GUEST).tastes == party_tastes(card, GUEST)
    assert shown(reserved("靠窗"), GUEST) == [("虾蟹", TasteKind.LIKES)]
    assert [s.code for s in suggestions(card, None, NOON)] == ["register", "mind_allergy"]


def test_a_second_note_takes_nothing_back() -> None:
    card = reserved("花生过敏")
    sign = Sign(kind=SignKind.DESK, store_id="s", at=NOON + timedelta(hours=1), note="多放花生，不要葱", author="李娜")
    later = apply_sign(card, sign, "a")
    assert shown(later, None) == [("花生", TasteKind.ALLERGY), ("葱", TasteKind.AVOID)]
    assert apply_sign(later, sign, "a").said == later.said
    other = replace(reserved("不吃蒜"), arrival_id="b")
    assert [tag for tag, _ in shown(join(later, other), None)] == ["花生", "葱", "蒜"]
    again = replace(reserved("花生过敏，多放葱"), arrival_id="b")
    assert shown(join(later, again), None) == [("花生", TasteKind.ALLERGY), ("葱", TasteKind.AVOID)]


def test_what_staff_settle_stands_against_an_older_note_and_not_against_a_newer_one() -> None:
    card = reserved("花生过敏，不要香菜")
    _, guest = replay(DropTaste(guest_id="g", tag="香菜"), deed(5), None, GUEST)
    assert ("香菜", TasteKind.AVOID) not in shown(card, guest)
    _, guest = replay(AddTaste(guest_id="g", tag="花生", kind=TasteKind.LIKES), deed(6), None, guest)
    assert ("花生", TasteKind.ALLERGY) in shown(card, guest)  # it does not say that it corrects the allergy
    correction = AddTaste(guest_id="g", tag="花生", kind=TasteKind.LIKES, corrects=True)
    _, guest = replay(correction, deed(7), None, guest)
    assert ("花生", TasteKind.LIKES) in shown(card, guest)
    _, guest = replay(AddNote(guest_id="g", note_id="n", text="不要香菜！花生过敏！"), deed(8), None, guest)
    assert guest is not None
    assert {(t.tag, t.kind) for t in guest.tastes} >= {("香菜", TasteKind.AVOID), ("花生", TasteKind.ALLERGY)}


def test_who_registers_brings_the_partys_note_to_the_guest() -> None:
    card = reserved("海鲜过敏", guest_id=None)
    register = Register(arrival_id="a", guest_id="g9", name="曾小舟", phone="13900001111", note="不要葱")
    named, guest = replay(register, deed(30), card, None)
    assert guest is not None
    assert named is not None
    assert [(t.tag, t.author) for t in guest.tastes] == [("海鲜", ""), ("葱", "李娜")]
    assert shown(named, guest) == [("海鲜", TasteKind.ALLERGY), ("葱", TasteKind.AVOID)]
    assert replay(register, deed(30), named, guest) == (named, guest)


def test_a_note_that_says_nothing_of_tastes_leaves_them_alone() -> None:
    _, guest = replay(AddNote(guest_id="g", note_id="n", text="可以说不要辣"), deed(), None, GUEST)
    assert guest is not None
    assert guest.tastes == GUEST.tastes


def test_a_tag_of_another_store_is_not_shown() -> None:
    own = Taste(tag="海鲜", kind=TasteKind.AVOID, source=TasteSource.HQ, date=TODAY, scope="store:t")
    guest = replace(GUEST, tastes=(own,))
    assert shown(reserved(""), guest) == []
    assert shown(replace(reserved(""), store_id="t"), guest) == [("海鲜", TasteKind.AVOID)]
