"""Everybody counted anew: the same as one by one, however often it is stopped, and only what differs is written."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, delete, func, insert, select, update

from app.domain.days import business_day
from app.domain.guests import GuestCard
from app.domain.policy import Policy
from app.domain.tiers import Interaction, InteractionRule, Tier, TierRule
from app.hq.clock import us_of
from app.hq.database import migrate, open_engine, write
from app.hq.feed import Publication, publish
from app.hq.policies import adopt, default_policy, read_policy
from app.hq.tables import (
    bills,
    cards,
    feed,
    guests,
    interactions,
    recomputes,
    standing_changes,
    standings,
    stores,
)
from app.hq.work.profiles import refresh
from app.hq.work.recomputing import Progress, Recomputing, begin, count_range, go_on, recompute
from app.resources import resources
from app.wire.codec import decode, encode_card, patch_card
from tests.kit import nursery
from tests.kit.hq import Counter, HqHere, Till, event, found_store
from tests.kit.story import NOON, StoppedClock
from tests.kit.thorough import examples

DAY = timedelta(days=1)

CLOSE = replace(
    default_policy(),
    version="close",
    tier_days=60,
    tier_rules=(
        TierRule(tier=Tier.GOLD, visits=2, interactions=0),
        TierRule(tier=Tier.PLATINUM, visits=3, interactions=2),
        TierRule(tier=Tier.BLACK, visits=4, interactions=3),
    ),
    interactions=InteractionRule(
        weights={Interaction.CONTACT_ADDED: 1, Interaction.RECOMMENDED: 2, Interaction.GROUP_LEFT: 0}, once_a_day=False
    ),
)


def people(connection: Connection, many: int, seed: int = 1) -> list[str]:
    """Fill the database with guests, bills and interactions of a year and a half, drawn at random."""
    rng = random.Random(seed)
    ids = [f"g{place:05d}" for place in range(many)]
    connection.execute(
        insert(guests),
        [
            {
                "guest_id": guest_id,
                "name": f"客{guest_id}",
                "created_us": 0,
                "franchise_us": us_of(NOON - 30 * DAY) if rng.random() < 0.05 else None,
            }
            for guest_id in ids
        ],
    )
    rows = []
    for guest_id in ids:
        for place in range(rng.choice((0, 0, 1, 2, 3, 5, 12))):
            at = us_of(NOON - rng.choice((30, 100, 500)) * rng.random() * DAY)
            closed = rng.random() < 0.95
            rows.append(
                {
                    "store_id": "330",
                    "bill_id": f"{guest_id}-{place}",
                    "guest_id": guest_id,
                    "paid_fen": rng.choice((-3_000, 0, 4_000, 20_000, 60_000)),
                    "opened_us": at,
                    "closed_us": at if closed else None,
                    "settled": rng.random() < 0.95,
                }
            )
    connection.execute(insert(bills), rows)
    kinds = [*(kind.value for kind in Interaction), "danced"]
    connection.execute(
        insert(interactions),
        [
            {
                "key": f"i{place}",
                "guest_id": rng.choice(ids),
                "kind": rng.choice(kinds),
                "at_us": us_of(NOON - rng.random() * 200 * DAY),
            }
            for place in range(many * 2)
        ],
    )
    return ids


def shown(connection: Connection) -> dict[str, GuestCard]:
    rows = connection.execute(select(cards.c.card_id, cards.c.body).where(cards.c.kind == "guest"))
    return {row.card_id: decode(row.body, GuestCard) for row in rows}


def kept(connection: Connection) -> dict[str, dict[str, Any]]:
    return {row["guest_id"]: dict(row) for row in connection.execute(select(standings)).mappings()}


def everybody(connection: Connection, policy: Policy, now: datetime, size: int) -> int:
    """Count all guests in ranges of `size`; return how many changed."""
    after, changed = "", 0
    while (counted := count_range(connection, policy, now, after, size)) is not None:
        after, changed = counted.last, changed + counted.changed
    return changed


RESULTS = ("tier", "segment", "purchase_class", "private")


@pytest.mark.parametrize("policy", [default_policy(), CLOSE], ids=["default", "close"])
def test_a_range_counts_as_one_by_one_does(engine: Engine, policy: Policy) -> None:
    """Windows slide for two months by recompute in one half, and by the cards' own counting beside it."""
    found_store(engine)
    with write(engine) as connection:
        ids = people(connection, 300)
        refresh(connection, ids, policy=policy, now=NOON - DAY, stores=["330"])
        for days in (0, 1, 20, 60):
            now = NOON + days * DAY
            everybody(connection, policy, now, 70)
            by_range, cards_by_range = kept(connection), shown(connection)
            before = connection.execute(select(cards.c.version)).scalars().all()
            refresh(connection, ids, policy=policy, now=now)
            assert kept(connection) == by_range
            assert shown(connection) == cards_by_range
            assert connection.execute(select(cards.c.version)).scalars().all() == before


def test_counting_again_changes_nothing(engine: Engine) -> None:
    found_store(engine)
    with write(engine) as connection:
        ids = people(connection, 120)
        refresh(connection, ids, policy=default_policy(), now=NOON, stores=["330"])
        assert everybody(connection, default_policy(), NOON, 50) == 0
        later = NOON + 20 * DAY
        changed = everybody(connection, default_policy(), later, 50)
        assert 0 < changed < 120
        seq = connection.execute(select(stores.c.seq)).scalar_one()
        assert everybody(connection, default_policy(), later, 33) == 0
        assert connection.execute(select(stores.c.seq)).scalar_one() == seq


def test_guests_from_before_there_were_standings_get_theirs(engine: Engine) -> None:
    found_store(engine)
    with write(engine) as connection:
        ids = people(connection, 60)
        refresh(connection, ids, policy=default_policy(), now=NOON, stores=["330"])
        whole, standing = shown(connection), kept(connection)
        connection.execute(delete(standings))
        for guest_id, card in whole.items():
            bare = replace(card, placing=GuestCard(guest_id="").placing, tier=Tier.REGULAR)
            publish(connection, [Publication("guest", guest_id, encode_card(bare))])
        assert everybody(connection, default_policy(), NOON, 25) == 60
        assert (shown(connection), kept(connection)) == (whole, standing)
        assert connection.execute(select(standing_changes)).all() == []


def test_merged_guests_are_counted_together(engine: Engine) -> None:
    found_store(engine)
    with write(engine) as connection:
        ids = people(connection, 90)
        for one, (kept_id, gone) in enumerate(zip(ids[:40:2], ids[1:40:2], strict=True)):
            into = ids[50] if one % 5 == 0 else kept_id
            connection.execute(update(guests).where(guests.c.guest_id == gone).values(merged_into=into))
        refresh(connection, ids, policy=CLOSE, now=NOON, stores=["330"])
        for days in (0, 15, 45):
            everybody(connection, CLOSE, NOON + days * DAY, 17)
            by_range, cards_by_range = kept(connection), shown(connection)
            refresh(connection, ids, policy=CLOSE, now=NOON + days * DAY)
            assert (kept(connection), shown(connection)) == (by_range, cards_by_range)


_cells = st.sampled_from(["a", "b", "c", "d"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples(25), deadline=None)
@given(
    st.lists(st.tuples(_cells, st.integers(-3, 130), st.sampled_from([-100, 0, 30_000, 100_000])), max_size=25),
    st.lists(
        st.tuples(_cells, st.sampled_from(["recommended", "contact_added", "danced"]), st.integers(-3, 190)),
        max_size=12,
    ),
    st.lists(st.integers(0, 60), min_size=1, max_size=4),
    st.booleans(),
)
def test_at_the_edges_of_the_windows_both_ways_of_counting_agree(
    engine: Engine,
    paid: list[tuple[str, int, int]],
    done: list[tuple[str, str, int]],
    days: list[int],
    close: bool,
) -> None:
    """Everything lies a whole number of days back, so that the windows' edges fall on it."""
    policy = CLOSE if close else default_policy()
    with write(engine) as connection:
        for table in (bills, guests, interactions, standings, standing_changes, cards):
            connection.execute(delete(table))
        connection.execute(insert(guests), [{"guest_id": each, "created_us": 0} for each in "abcd"])
        for place, (guest_id, back, fen) in enumerate(paid):
            at = {"opened_us": 0, "closed_us": us_of(NOON - back * DAY)}
            row = {"store_id": "330", "bill_id": str(place), "guest_id": guest_id, "paid_fen": fen}
            connection.execute(insert(bills), row | at)
        for place, (guest_id, kind, back) in enumerate(done):
            row = {"key": str(place), "guest_id": guest_id, "kind": kind, "at_us": us_of(NOON - back * DAY)}
            connection.execute(insert(interactions), row)
        now = NOON
        for step in days:
            now += step * DAY
            everybody(connection, policy, now, 3)
            by_range = kept(connection)
            refresh(connection, "abcd", policy=policy, now=now)
            assert kept(connection) == by_range


@given(st.integers(0, 3), st.booleans(), st.integers(0, 2), st.text(max_size=3))
def test_a_patched_card_is_the_card_encoded_anew(tier: int, private: bool, since: int, name: str) -> None:
    old = GuestCard(guest_id="g", name=name, visits=3, first_visit=NOON, tier=Tier.GOLD, tier_before=Tier.REGULAR)
    fields = {
        "tier": list(Tier)[tier],
        "tier_since": business_day(NOON) if since else None,
        "tier_before": Tier.BLACK if since == 2 else None,
        "placing": replace(old.placing, private=private, policy="p"),
        "tier_reason": replace(old.tier_reason, visits=tier),
    }
    fresh = replace(old, **fields)  # type: ignore[arg-type]
    assert patch_card(GuestCard, encode_card(old), fields) == encode_card(fresh)


# --- on its way ------------------------------------------------------------------------------------------------------


def row(connection: Connection) -> Any:
    return connection.execute(select(recomputes).order_by(recomputes.c.as_of_us.desc())).first()


def test_it_goes_on_from_where_it_was_stopped_and_ends_the_same(engine: Engine) -> None:
    found_store(engine)
    policy = default_policy()
    with write(engine) as connection:
        ids = people(connection, 500)
        refresh(connection, ids, policy=policy, now=NOON - 40 * DAY, stores=["330"])
        begin(connection, policy, NOON)
    clock, stop, seen = StoppedClock(NOON), threading.Event(), list[Progress]()

    def once(progress: Progress) -> None:
        seen.append(progress)
        stop.set()

    rounds = 0
    while True:
        stop.clear()
        with write(engine) as connection:
            step = go_on(connection, policy, NOON, 60)  # a hand of sixty …
            before = begin(connection, policy, NOON)
        assert step is not None
        if step[0].finished:
            break
        last = recompute(engine, clock, progress=once, stop=stop)  # … and a process that is told to stop
        assert last is not None
        if last.finished:
            break
        rounds += 1
        with write(engine) as connection:
            assert begin(connection, policy, NOON) == before, "the same one goes on"
            held = row(connection)
            assert (held.done, held.total, held.finished_us) == (last.done, 500, None)
    with write(engine) as connection:
        assert [each.done for each in seen] == sorted(each.done for each in seen)
        by_range = kept(connection)
        refresh(connection, ids, policy=policy, now=NOON)
        assert kept(connection) == by_range
        finished = connection.execute(select(recomputes.c.done, recomputes.c.finished_us)).all()
    assert [(each.done, each.finished_us is not None) for each in finished if each.done] == [(500, True)]


def test_what_another_policy_began_is_over_with_the_new_one(engine: Engine) -> None:
    with write(engine) as connection:
        connection.execute(insert(guests), [{"guest_id": f"g{n}", "created_us": 0} for n in range(10)])
        first = begin(connection, default_policy(), NOON)
        go_on(connection, default_policy(), NOON, 4)
        second = begin(connection, CLOSE, NOON + DAY)
        assert first != second
        assert begin(connection, CLOSE, NOON + DAY) == second
        assert begin(connection, CLOSE, NOON + 2 * DAY, anew=True) != second
        open_ones = select(func.count()).where(recomputes.c.finished_us.is_(None))
        assert connection.execute(open_ones).scalar() == 1


def test_one_begun_under_another_policy_begins_again_under_the_one_in_force(engine: Engine) -> None:
    with write(engine) as connection:
        connection.execute(insert(guests), [{"guest_id": f"g{n}", "created_us": 0} for n in range(10)])
        begin(connection, CLOSE, NOON)
        go_on(connection, CLOSE, NOON, 6)
        step = go_on(connection, default_policy(), NOON, 6)
        assert step is not None
        assert step[0].done == 6
        assert row(connection).policy == default_policy().version


def test_two_at_it_share_the_work(engine: Engine) -> None:
    found_store(engine)
    policy = default_policy()
    with write(engine) as connection:
        ids = people(connection, 400)
        refresh(connection, ids, policy=policy, now=NOON - 60 * DAY, stores=["330"])
        begin(connection, policy, NOON)
    results: list[Progress | None] = []
    lock = threading.Lock()

    def work() -> None:
        while True:
            done = recompute(engine, StoppedClock(NOON))
            with lock:
                results.append(done)
            with engine.connect() as connection:
                if row(connection).finished_us is not None:
                    return

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    with write(engine) as connection:
        held = row(connection)
        assert (held.done, held.finished_us is not None) == (400, True)
        by_range = kept(connection)
        refresh(connection, ids, policy=policy, now=NOON)
        assert kept(connection) == by_range


def what_it_said(process: nursery.Program, errors: IO[bytes]) -> tuple[str, str]:
    """Wait for its end; return its stdout and stderr."""
    assert process.stdout is not None
    said = process.stdout.read().decode()
    process.wait(60)
    errors.seek(0)
    return said, errors.read().decode()


def test_a_kill_in_the_middle_loses_nothing(tmp_path: Path) -> None:
    """`hq policy apply` is killed without warning until it gets through; everybody stands where they should."""
    url = f"sqlite:///{tmp_path}/hq.sqlite3"
    engine = open_engine(url)
    migrate(engine)
    found_store(engine)
    text = (resources() / "policy.toml").read_text("utf-8")
    text = text.replace('version = "2026-11"', 'version = "easy"').replace("visits = 3,", "visits = 1,")
    (tmp_path / "easy.toml").write_text(text, encoding="utf-8")
    many = 3_000
    with write(engine) as connection:
        ids = people(connection, many)
        for place in range(0, many, 500):
            refresh(connection, ids[place : place + 500], policy=default_policy(), now=NOON, stores=["330"])
    arguments = ["app", "hq", "policy", "apply", str(tmp_path / "easy.toml"), "--by", "s1"]
    arguments += ["--database", url, "--clock", f"{NOON.isoformat()}@0.000001"]
    far = list[int]()
    kills = 0
    while True:
        with TemporaryFile() as errors, nursery.start(*arguments, errors=errors) as process:
            ends = time.monotonic() + 60
            while process.poll() is None and time.monotonic() < ends:
                with engine.connect() as connection:
                    held = row(connection)
                    done = 0 if held is None or held.policy != "easy" else held.done
                    over = held is not None and held.policy == "easy" and held.finished_us is not None
                if kills < 3 and not over and done > (far[-1] if far else 0):
                    process.kill()
                    far.append(done)
                    kills += 1
                    break
                time.sleep(0.002)
            said, wrong = what_it_said(process, errors)
        if process.returncode == 0:
            break
        assert process.returncode in (-signal.SIGKILL, 1), wrong
    assert kills > 0
    assert far == sorted(set(far))
    assert f"{many:,} guests counted" in said
    with write(engine) as connection:
        by_range = {guest_id: {name: held[name] for name in RESULTS} for guest_id, held in kept(connection).items()}
        easy = text
        assert not adopt(connection, easy, "s1", 0), "it is in force"
        for place in range(0, many, 500):
            refresh(connection, ids[place : place + 500], policy=read_policy(easy), now=NOON)
        fresh = {guest_id: {name: held[name] for name in RESULTS} for guest_id, held in kept(connection).items()}
        assert fresh == by_range
    engine.dispose()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_it_with_one_sentence(tmp_path: Path, number: signal.Signals) -> None:
    url = f"sqlite:///{tmp_path}/hq.sqlite3"
    engine = open_engine(url)
    migrate(engine)
    with write(engine) as connection:
        connection.execute(insert(guests), [{"guest_id": f"g{n:06d}", "created_us": 0} for n in range(30_000)])
    arguments = ["app", "hq", "policy", "recompute", "--database", url]
    with TemporaryFile() as errors, nursery.start(*arguments, errors=errors) as process:
        ends = time.monotonic() + 60
        while process.poll() is None and time.monotonic() < ends:
            with engine.connect() as connection:
                held = row(connection)
            if held is not None and held.done:
                os.kill(process.pid, number)
                break
            time.sleep(0.002)
        said, wrong = what_it_said(process, errors)
    assert (process.returncode, said) == (1, "")
    found = re.fullmatch(r"yingbin: stopped at ([\d,]+) of 30,000 guests; run it again to go on from there\n", wrong)
    assert found is not None, wrong
    with engine.connect() as connection:
        assert row(connection).done == int(found[1].replace(",", ""))
    engine.dispose()


# --- beside a service ------------------------------------------------------------------------------------------------


def test_the_turn_of_the_day_slides_the_windows(engine: Engine) -> None:
    found_store(engine)
    clock = StoppedClock(NOON)
    with write(engine) as connection:
        ids = people(connection, 200)
        refresh(connection, ids, policy=default_policy(), now=NOON, stores=["330"])
    work = Recomputing(clock)

    def turn() -> int:
        slices = 0
        more = True
        while more:
            with write(engine) as connection:
                more = work.slice(connection, lambda: True)
            slices += 1
        return slices

    assert turn() == 1, "a database that was never counted anew begins with tomorrow"
    clock.at = datetime(2026, 3, 5, 19, 59, tzinfo=UTC)  # 03:59 in Shanghai
    assert turn() == 1
    with engine.connect() as connection:
        before = kept(connection)
    clock.at = datetime(2026, 3, 5, 20, 0, tzinfo=UTC)  # 04:00
    assert turn() > 1
    clock.at += 40 * DAY
    assert turn() > 1
    with write(engine) as connection:
        after = kept(connection)
        assert after != before
        refresh(connection, ids, policy=default_policy(), now=clock.at)
        assert kept(connection) == after
        assert connection.execute(select(func.count()).select_from(recomputes)).scalar() == 3
    assert turn() == 1
    again = Recomputing(clock)
    with write(engine) as connection:
        assert not again.slice(connection, lambda: False), "a service that starts on the same day has nothing to do"


def test_a_service_makes_up_for_the_nights_it_did_not_run(engine: Engine) -> None:
    clock = StoppedClock(NOON)
    with write(engine) as connection:
        connection.execute(insert(guests), {"guest_id": "g", "created_us": 0})
        Recomputing(clock).slice(connection, lambda: False)
        clock.at = NOON + 3 * DAY
        Recomputing(clock).slice(connection, lambda: False)
        assert connection.execute(select(func.max(recomputes.c.done))).scalar() == 1


def test_events_go_on_being_applied_while_everybody_is_counted(
    engine: Engine, database_url: str, tmp_path: Path
) -> None:
    found_store(engine)
    with write(engine) as connection:
        ids = people(connection, 1_500)
        for place in range(0, 1_500, 500):
            refresh(connection, ids[place : place + 500], policy=default_policy(), now=NOON - 60 * DAY, stores=["330"])
        begin(connection, default_policy(), NOON)
    with HqHere(database_url, clock=NOON.isoformat(), files=tmp_path) as here:
        counter, till = Counter(engine, here.url), Till(engine)
        for n in range(20):
            phone = f"1390000{n:04d}"
            till.send(
                here.url,
                event("bill.paid", NOON, store_id="330", bill_id=f"live{n}", amount_fen=100, identity={"phone": phone}),
            )
        ends = time.monotonic() + 60
        while time.monotonic() < ends:
            with engine.connect() as connection:
                if row(connection).finished_us is not None:
                    break
            time.sleep(0.05)
        found = counter.cards("guest", wait_for=1_520)
    with write(engine) as connection:
        held = row(connection)
        assert held.finished_us is not None
        assert 1_500 <= held.done <= 1_520
        assert connection.execute(select(func.count()).where(feed.c.kind == "guest")).scalar() == len(found)
        live = [card for card in shown(connection).values() if card.phone.startswith("1390000")]
        assert len(live) == 20
        assert {card.placing.purchase_class.value for card in live} == {"once"}
        before = kept(connection)
        refresh(connection, ids, policy=default_policy(), now=NOON + timedelta(seconds=1))
        after = kept(connection)
        differing = [each for each in ids if after[each] | {"counted_us": 0} != before[each] | {"counted_us": 0}]
        assert len(differing) <= 2, "only who slid in the second between"


def test_the_reasons_are_numbers(engine: Engine) -> None:
    with write(engine) as connection:
        people(connection, 50)
        everybody(connection, default_policy(), NOON - 60 * DAY, 100)
        everybody(connection, default_policy(), NOON, 100)
        rows = connection.execute(select(standing_changes)).all()
    assert rows
    for each in rows:
        assert set(json.loads(each.reason)) >= {"visits", "interactions", "days", "bills", "spend_fen", "gate_days"}
        assert each.policy == "2026-11"
        assert each.old != each.new
