"""When a VIP who came is an alert, when it is the manager's, and whose it is then."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.alerts import Stage, Told, alert_of, came, is_waiting, overdue_since, to_tell
from app.domain.arrivals import ArrivalCard, ArrivalState, SignKind, move
from app.domain.commands import Acknowledge, Reopen
from app.domain.guests import GuestCard
from app.domain.replay import Deed, replay
from app.domain.tables import StaffCard

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
AFTER = timedelta(seconds=120)
STAFF = (
    StaffCard(staff_id="m1", store_id="s", name="周敏", role="manager"),
    StaffCard(staff_id="f1", store_id="s", name="李娜", role="front_desk"),
    StaffCard(staff_id="f2", store_id="s", name="张强", role="server"),
    StaffCard(staff_id="f3", store_id="s", name="张强", role="server"),
)
GUEST = GuestCard(guest_id="g", name="欧阳娜娜", vip=True, vip_manager="f1")
CARD = ArrivalCard(
    arrival_id="a",
    store_id="s",
    guest_id="g",
    state=ArrivalState.WAITING,
    state_at=NOON,
    arrived_at=NOON,
    sources=(SignKind.QUEUE,),
    vip=True,
)


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("seconds", "stage"), [(0, "arrived"), (119.999999, "arrived"), (120, "escalated"), (9999, "escalated")]
)
def test_the_policys_time_is_exact(seconds: float, stage: str) -> None:
    alert = alert_of(CARD, GUEST, after(seconds), AFTER, STAFF)
    assert alert is not None
    assert (alert.stage, alert.since, alert.due) == (stage, NOON, after(120))


def test_the_guests_manager_first_and_then_the_stores() -> None:
    assert to_tell(GUEST, STAFF, Stage.ARRIVED) == (Told("李娜", "f1"),)
    assert to_tell(GUEST, STAFF, Stage.ESCALATED) == (Told("周敏", "m1"), Told("李娜", "f1"))
    assert to_tell(replace(GUEST, vip_manager="周敏"), STAFF, Stage.ESCALATED) == (Told("周敏", "m1"),)
    assert to_tell(replace(GUEST, vip_manager="张强"), STAFF, Stage.ARRIVED) == (Told("张强"),), "two of that name"
    assert to_tell(replace(GUEST, vip_manager="外面的人"), (), Stage.ESCALATED) == (Told("外面的人"),)
    assert to_tell(None, STAFF, Stage.ARRIVED) == ()


@pytest.mark.parametrize(
    "card",
    [
        replace(CARD, vip=False),
        replace(CARD, acknowledged_at=NOON),
        replace(CARD, state=ArrivalState.RESERVED),
        replace(CARD, state=ArrivalState.LEFT),
        replace(CARD, state=ArrivalState.CANCELLED),
    ],
)
def test_what_is_no_alert(card: ArrivalCard) -> None:
    assert alert_of(card, GUEST, after(9999), AFTER, STAFF) is None
    assert not is_waiting(card)


def test_what_hq_escalated_stays_so_on_a_desk_whose_clock_is_slow() -> None:
    alert = alert_of(replace(CARD, escalated_at=after(120)), GUEST, after(3), AFTER, STAFF)
    assert alert is not None
    assert alert.stage is Stage.ESCALATED


def test_a_reservation_comes_when_it_comes() -> None:
    booked = replace(
        CARD, state=ArrivalState.RESERVED, state_at=after(-3600), reserved_for=NOON, sources=(SignKind.RESERVATION,)
    )
    for seconds in (-900, 600):
        seated = move(booked, ArrivalState.SEATED, at=after(seconds), table="A1")
        alert = alert_of(seated, GUEST, after(seconds), AFTER, STAFF)
        assert alert is not None
        assert (alert.stage, alert.since) == ("arrived", after(seconds))
        elsewhere = move(seated, ArrivalState.SEATED, at=after(seconds + 60), table="A2")
        assert elsewhere.arrived_at == after(seconds), "another table is no new arrival"
        deed = Deed(at=after(seconds + 90), day=NOON.date(), author="李娜", store_id="s")
        undone, _ = replay(Reopen(arrival_id="a", state=ArrivalState.RESERVED), deed, seated, None)
        assert undone is not None
        assert undone.arrived_at == NOON, "taken back, it is expected as before"
        assert alert_of(undone, GUEST, after(9999), AFTER, STAFF) is None


def test_who_only_reserved_never_came() -> None:
    booked = replace(CARD, state=ArrivalState.RESERVED, sources=(SignKind.RESERVATION,))
    for state in (ArrivalState.NO_SHOW, ArrivalState.CANCELLED):
        assert not came(move(booked, state, at=after(60)))
        assert came(move(CARD, state, at=after(60)))
    assert came(move(booked, ArrivalState.LEFT, at=after(60)))


@given(seconds=st.lists(st.integers(0, 300), min_size=1, max_size=4))
def test_of_several_acknowledgements_the_first_is_the_truth_in_any_order(seconds: list[int]) -> None:
    card = CARD
    for place, at in enumerate(seconds):
        deed = Deed(at=after(at), day=NOON.date(), author=f"desk {place}", store_id="s")
        changed, _ = replay(Acknowledge(arrival_id="a"), deed, card, None)
        assert changed is not None
        assert replay(Acknowledge(arrival_id="a"), deed, changed, None)[0] == changed
        card = changed
    assert card.acknowledged_at == after(min(seconds))
    assert card.acknowledged_by == f"desk {seconds.index(min(seconds))}"


@given(acknowledged=st.none() | st.integers(0, 300), left=st.none() | st.integers(0, 300), now=st.integers(0, 600))
def test_overdue_is_who_was_nobodys_when_the_time_was_over(
    acknowledged: int | None, left: int | None, now: int
) -> None:
    card = CARD if left is None else move(CARD, ArrivalState.LEFT, at=after(left))
    card = card if acknowledged is None else replace(card, acknowledged_at=after(acknowledged))
    ends = [at for at in (acknowledged, left) if at is not None]
    expected = min(ends) > 120 if ends else now >= 120
    assert overdue_since(card, after(now), AFTER) == (after(120) if expected else None)
    alert = alert_of(card, GUEST, after(now), AFTER, STAFF)
    assert (alert is None) == bool(ends)
    if alert is not None:
        assert (alert.stage is Stage.ESCALATED) == expected
