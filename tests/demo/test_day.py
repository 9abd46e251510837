"""The played Friday: whatever the seed, causes come before effects and the board is full at the opening."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import datetime, timedelta
from functools import cache
from itertools import pairwise

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from app.demo.chain import Chain, build
from app.demo.day import friday, opening_of
from app.demo.plan import Plan, split
from app.wire.events import TYPES, Envelope
from tests.kit.thorough import examples

SEEDS = st.integers(min_value=0, max_value=10_000)

STEPS = {"reserved": 0, "queued": 1, "called": 2, "seated": 3, "scanned": 4, "paid": 5, "left": 6, "no_show": 6}


@cache
def _chain(seed: int, guests: int = 900) -> Chain:
    return build(seed=seed, guests=guests)


@cache
def _plan(seed: int, guests: int = 900) -> Plan:
    return friday(_chain(seed, guests))


def _times(plan: Plan) -> dict[str, list[tuple[datetime, int]]]:
    found = defaultdict(list)
    for played in {each.event_id: each for each in plan.played}.values():
        step = STEPS[played.event_id.rpartition("-")[2]]
        found[played.party_id].append((datetime.fromisoformat(played.event["time"]), step))
    return found


@given(SEEDS)
@settings(max_examples=examples(20), deadline=None)
def test_every_party_comes_before_it_sits_and_sits_before_it_pays(seed: int) -> None:
    plan = _plan(seed)
    for signs in _times(plan).values():
        assert [step for _, step in sorted(signs)] == sorted(step for _, step in signs)
    assert list(plan.played) == sorted(plan.played, key=lambda each: each.due)
    assert all(each.due >= datetime.fromisoformat(each.event["time"]) for each in plan.played)


@given(SEEDS)
@settings(max_examples=examples(20), deadline=None)
def test_events_can_be_read_and_their_ids_name_them(seed: int) -> None:
    plan = _plan(seed)
    bodies: dict[str, object] = {}
    for played in plan.played:
        envelope = msgspec.convert(dict(played.event), Envelope, strict=False)
        msgspec.convert(envelope.data, TYPES[envelope.type], strict=False)
        assert bodies.setdefault(played.event_id, played.event) == played.event
    again = Counter(each.event_id for each in plan.played)
    assert 0 < sum(count - 1 for count in again.values()) < len(plan.played) * 0.15


@given(SEEDS)
@settings(max_examples=examples(20), deadline=None)
def test_the_board_is_full_at_the_opening(seed: int) -> None:
    plan, opening = _plan(seed), opening_of(_chain(seed))
    here = [party for party in plan.parties if party.arrives <= opening < party.leaves]
    sitting = {each.party_id for each in plan.played if each.due <= opening and each.event_id.endswith("-scanned")}
    reserved = {each.party_id for each in plan.played if each.event_id.endswith("-reserved")}
    waiting = [p for p in here if p.party_id not in sitting | reserved]
    assert 5 <= len(waiting) <= 8
    assert sum(1 for p in here if p.party_id in reserved) == 3
    assert 4 <= sum(1 for p in here if p.party_id in sitting) <= 7
    assert sum(1 for p in here if p.vip) >= 2
    assert any(not p.guest_id and p.phone for p in here)
    assert any(not p.guest_id and not p.phone for p in here)


@given(SEEDS)
@settings(max_examples=examples(20), deadline=None)
def test_nobody_sits_on_anybodys_lap(seed: int) -> None:
    plan = _plan(seed)
    times = _times(plan)
    taken = defaultdict(list)
    for party in plan.parties:
        sat = [at for at, step in times[party.party_id] if step == STEPS["scanned"]]
        if party.table and sat:
            taken[party.table].append((sat[0], party.leaves))
    for stays in taken.values():
        stays.sort()
        assert all(before[1] <= after[0] for before, after in pairwise(stays))


def test_a_ticket_and_a_guest_come_once() -> None:
    plan = _plan(1)
    assert max(Counter(p.ticket_no for p in plan.parties if p.ticket_no).values()) == 1
    assert max(Counter(p.guest_id for p in plan.parties if p.guest_id).values()) == 1


def test_a_scan_sometimes_overtakes_the_word_that_they_were_seated() -> None:
    overtaken = 0
    for seed in range(4):
        due = {each.event_id: each.due for each in reversed(_plan(seed).played)}
        for event_id in due:
            party, _, what = event_id.rpartition("-")
            if what == "seated" and due[f"{party}-scanned"] < due[event_id]:
                overtaken += 1
    assert overtaken


def test_the_opening_splits_the_day() -> None:
    plan, opening = _plan(1), opening_of(_chain(1))
    over, so_far, to_come = split(plan, opening)
    assert len(over) + len(so_far) + len(to_come) == len(plan.played)
    assert {each.party_id for each in over}.isdisjoint(each.party_id for each in (*so_far, *to_come))
    assert all(each.due <= opening for each in so_far)
    fullest = plan.fullest(opening, opening + timedelta(hours=3))
    assert len(plan.present(fullest)) >= len(plan.present(opening)) >= 13


def test_a_chain_without_guests_is_visited_by_strangers() -> None:
    plan = _plan(5, guests=0)
    assert len(plan.parties) > 40
    assert not any(party.guest_id for party in plan.parties)
