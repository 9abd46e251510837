"""Merges: one pointer, nothing moved; whatever is merged and unmerged in between, both are as they were."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, insert, select
from sqlalchemy.exc import OperationalError

from app.domain.guests import GuestCard, Identity, IdentityKind
from app.domain.tastes import TasteSource
from app.hq import tables
from app.hq.clock import us_of
from app.hq.database import is_engines_trouble, write
from app.hq.feed import insert_for
from app.hq.policies import default_policy
from app.hq.work.clusters import canonical, members_of
from app.hq.work.commanding import Commanding, read_commands
from app.hq.work.enrolling import Device
from app.hq.work.identities import resolve
from app.hq.work.profiles import refresh
from app.wire.codec import decode
from app.wire.commands import CommandOutcome
from tests.kit.hq import command, found_store
from tests.kit.story import NOON, StoppedClock, arrivals, board, minutes, paid, queued, scanned, take_in
from tests.kit.thorough import examples

DESK = Device(device_id="d1", store_id="330", revoked=False)
OTHER_DESK = Device(device_id="d2", store_id="331", revoked=False)
NOW = minutes(600)


def send(engine: Engine, *commands: Mapping[str, Any], device: Device = DESK) -> list[CommandOutcome]:
    sent = read_commands(json.dumps({"commands": commands}).encode())
    with write(engine) as connection:
        return Commanding(StoppedClock(NOW)).perform(connection, device, sent)


def merge(engine: Engine, kept: str, gone: str, merge_id: str = "m1", device: Device = DESK) -> CommandOutcome:
    body = {"merge_id": merge_id, "guest_id": kept, "other_id": gone, "reason": "同一个人"}
    return send(engine, command("guest.merge", minutes(5), **body), device=device)[0]


def unmerge(engine: Engine, kept: str, merge_id: str = "m1") -> CommandOutcome:
    return send(engine, command("guest.unmerge", minutes(6), merge_id=merge_id, guest_id=kept))[0]


def guest(engine: Engine, guest_id: str, name: str = "", phone: str = "", **more: object) -> None:
    row = {"guest_id": guest_id, "name": name, "phone": phone, "created_us": us_of(NOON), **more}
    with write(engine) as connection:
        connection.execute(insert(tables.guests), row)
        known = {"origin": "import", "since_us": us_of(NOON), "guest_id": guest_id}
        for kind, value in (("phone", phone), ("unionid", f"union-{guest_id}")):
            if value:
                connection.execute(insert(tables.identities), {"kind": kind, "value": value, **known})
        refresh(connection, [guest_id], policy=default_policy(), now=NOW, stores=["330"])


def shown(engine: Engine) -> dict[str, GuestCard]:
    """Return every guest's card that desks hold."""
    with engine.connect() as connection:
        mine = (tables.cards.c.kind == "guest") & tables.cards.c.body.is_not(None)
        found = connection.execute(select(tables.cards.c.card_id, tables.cards.c.body).where(mine))
        return {row.card_id: decode(row.body, GuestCard) for row in found}


def holders(engine: Engine, guest_id: str) -> set[str]:
    with engine.connect() as connection:
        held = (tables.feed.c.kind == "guest") & (tables.feed.c.card_id == guest_id)
        return set(connection.execute(select(tables.feed.c.store_id).where(held)).scalars())


@pytest.fixture
def chain(engine: Engine) -> Engine:
    found_store(engine)
    found_store(engine, "331")
    guest(engine, "a", "王芳", "13800000001", registered_us=3)
    guest(engine, "b", "王小姐", "13800000002", registered_us=2, sex="女", birthday="1990-05-17", vip=True)
    guest(engine, "c", "", "13800000003", registered_us=1, birthday="1980-01-01", vip_manager="李店长")
    return engine


def test_the_kept_guest_s_card_is_the_union_and_the_other_one_is_off_the_desks(chain: Engine) -> None:
    take_in(chain, paid(minutes(1), "b1", phone="13800000001"), paid(minutes(2), "b2", phone="13800000002"))
    before = shown(chain)
    outcome = merge(chain, "a", "b")
    assert (outcome.outcome, [(entry.id, entry.body is None) for entry in outcome.cards]) == (
        "applied",
        [("a", False), ("b", True)],
    )
    card = shown(chain)["a"]
    assert set(shown(chain)) == {"a", "c"}
    assert (card.name, card.phone, card.sex, str(card.birthday), card.vip) == (
        "王芳", "13800000001", "女", "1990-05-17", True,
    )  # fmt: skip
    assert (card.visits, card.spend_fen, card.other_names, card.merged) == (2, 37_600, ("王小姐",), ("b",))
    known = {(one.kind, one.value) for one in card.identities}
    assert (IdentityKind.PHONE, "13800000002") in known
    assert (IdentityKind.UNIONID, "on-b") in known, "only the end of an id is on a desk"
    assert unmerge(chain, "a").outcome == "applied"
    assert shown(chain) == before


def test_what_is_missing_comes_from_who_was_registered_first(chain: Engine) -> None:
    guest(chain, "d", "", "", registered_us=9)
    merge(chain, "d", "b", "m1")
    merge(chain, "d", "c", "m2")
    card = shown(chain)["d"]
    assert (card.name, card.phone, str(card.birthday)) == ("王小姐", "13800000003", "1980-01-01")
    assert (card.vip, card.vip_manager, card.merged) == (True, "李店长", ("b", "c"))


def test_both_stores_hold_the_kept_guest_and_open_arrivals_name_it(chain: Engine) -> None:
    take_in(chain, queued(minutes(1), "A1", phone="13800000002", store_id="331"))
    assert holders(chain, "a") == {"330"}
    merge(chain, "a", "b")
    assert holders(chain, "a") == {"330", "331"}
    (party,) = board(chain)
    assert (party.guest_id, party.vip) == ("a", True)
    with chain.connect() as connection:
        assert connection.execute(select(tables.arrivals.c.guest_id)).scalars().all() == ["b"], "whose identity it was"
    unmerge(chain, "a")
    (party,) = board(chain)
    assert party.guest_id == "b"


def test_one_person_by_two_identities_is_one_party(chain: Engine) -> None:
    merge(chain, "a", "b")
    take_in(chain, queued(minutes(1), "A1", phone="13800000001"), scanned(minutes(9), "A2", phone="13800000002"))
    (party,) = board(chain)
    assert (party.guest_id, party.ticket_no, party.table) == ("a", "A1", "A2")
    take_in(chain, paid(minutes(40), "b9", table="", phone="13800000002"))
    assert arrivals(chain)[0].state == "left"
    unmerge(chain, "a")
    cards = shown(chain)
    assert (cards["a"].visits, cards["b"].visits) == (0, 1), "the bill came by the other one's phone"


def test_what_comes_meanwhile_goes_back_with_whose_identity_it_came_by(chain: Engine) -> None:
    merge(chain, "a", "b")
    take_in(
        chain, paid(minutes(1), "b1", table="", phone="13800000002", identity={"unionid": "union-b", "openid": "o9"})
    )
    send(chain, command("guest.note", minutes(2), guest_id="b", note_id="n1", text="靠窗"))
    send(chain, command("guest.note", minutes(2), guest_id="a", note_id="n2", text="要儿童椅"))
    assert {note.text for note in shown(chain)["a"].notes} == {"靠窗", "要儿童椅"}
    assert shown(chain)["a"].visits == 1
    unmerge(chain, "a")
    cards = shown(chain)
    assert ([note.text for note in cards["a"].notes], cards["a"].visits) == (["要儿童椅"], 0)
    assert ([note.text for note in cards["b"].notes], cards["b"].visits) == (["靠窗"], 1)
    with chain.connect() as connection:
        assert resolve(connection, Identity(openid="o9")) == "b"


def test_merging_acts_on_whom_both_go_by(chain: Engine) -> None:
    merge(chain, "b", "a", "m1")
    merge(chain, "c", "a", "m2")  # a goes by b: b goes by c from now on
    with chain.connect() as connection:
        assert canonical(connection, "a") == "c"
        assert members_of(connection, ["c"]) == {"a": "c", "b": "c", "c": "c"}
    assert shown(chain)["c"].merged == ("a", "b")
    unmerge(chain, "b", "m1")  # the older one first
    assert set(shown(chain)) == {"a", "c"}
    assert shown(chain)["c"].merged == ("b",)
    unmerge(chain, "c", "m2")
    assert set(shown(chain)) == {"a", "b", "c"}


@pytest.mark.parametrize(
    ("kept", "gone", "code"),
    [("a", "a", "merge_same"), ("a", "nobody", "guest_unknown"), ("nobody", "a", "guest_unknown")],
)
def test_what_cannot_be_merged_is_refused(chain: Engine, kept: str, gone: str, code: str) -> None:
    before = shown(chain)
    outcome = merge(chain, kept, gone)
    assert (outcome.outcome, outcome.code) == ("refused", code)
    assert shown(chain) == before


def test_a_ring_is_refused_and_a_merge_is_done_once(chain: Engine) -> None:
    first = merge(chain, "a", "b")
    assert merge(chain, "a", "b").outcome == first.outcome == "applied", "the same merge from another desk"
    for kept, gone in (("b", "a"), ("a", "b")):
        outcome = merge(chain, kept, gone, "m2", device=OTHER_DESK)
        assert (outcome.outcome, outcome.code) == ("refused", "merged_already")
    assert unmerge(chain, "a").outcome == unmerge(chain, "a").outcome == "applied"
    assert unmerge(chain, "a", "m9").code == "merge_unknown"
    assert merge(chain, "a", "b").code == "merge_reused"
    assert merge(chain, "b", "a", "m3").outcome == "applied"


def again(work: Callable[[], CommandOutcome]) -> CommandOutcome:
    """Do `work` until the engine lets it through, as the writer and the desks do."""
    while True:
        try:
            return work()
        except OperationalError as wrong:
            if not is_engines_trouble(wrong):
                raise


def test_two_desks_that_merge_each_way_at_once_make_no_ring(chain: Engine) -> None:
    found: dict[str, list[str]] = {}
    together = threading.Barrier(2)

    def desk(kept: str, gone: str, device: Device) -> None:
        together.wait(20)
        for place in range(4):
            merge_id = f"{kept}{place}"
            outcome = again(partial(merge, chain, kept, gone, merge_id, device=device))
            found.setdefault(kept, []).append(outcome.code)
            if outcome.outcome == "applied":
                again(partial(unmerge, chain, kept, merge_id))

    threads = [threading.Thread(target=desk, args=side) for side in (("a", "b", DESK), ("b", "a", OTHER_DESK))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert {code for codes in found.values() for code in codes} <= {"", "merged_already", "busy"}
    assert [len(codes) for codes in found.values()] == [4, 4]
    with chain.connect() as connection:
        assert canonical(connection, "a") == "a"
        assert canonical(connection, "b") == "b"
    assert set(shown(chain)) == {"a", "b", "c"}


def test_who_merged_and_who_took_it_back_is_written_down(chain: Engine) -> None:
    merge(chain, "a", "b")
    unmerge(chain, "a")
    with chain.connect() as connection:
        (row,) = connection.execute(select(tables.merges)).mappings()
    assert (row["kept"], row["gone"], row["reason"], row["by"], row["store_id"]) == ("a", "b", "同一个人", "s1", "330")
    assert (row["undone_by"], row["at_us"], row["undone_us"]) == ("s1", us_of(minutes(5)), us_of(minutes(6)))


def test_looking_at_a_phone_is_written_down_with_who_and_why(chain: Engine) -> None:
    (outcome,) = send(chain, command("guest.reveal", minutes(1), guest_id="a", reason="回访", author="李娜"))
    assert outcome.outcome == "applied"
    for reason in ("", "  "):
        (refused,) = send(chain, command("guest.reveal", minutes(1), guest_id="a", reason=reason))
        assert (refused.outcome, refused.code) == ("refused", "reason_missing")
    with chain.connect() as connection:
        (row,) = connection.execute(select(tables.reveals)).mappings()
    assert (row["guest_id"], row["author"], row["reason"], row["device_id"]) == ("a", "李娜", "回访", "d1")


def test_looking_at_a_phone_keeps_no_standing_that_the_desks_are_not_told_of(chain: Engine) -> None:
    long_ago = NOON - timedelta(days=default_policy().tier_days)
    with write(chain) as connection:
        bill = {"store_id": "330", "bill_id": "old", "guest_id": "a", "paid_fen": 100, "closed_us": us_of(long_ago)}
        connection.execute(insert(tables.bills), bill)
        refresh(connection, ["a"], policy=default_policy(), now=NOON)
    assert shown(chain)["a"].tier_reason.visits == 1
    (outcome,) = send(chain, command("guest.reveal", minutes(1), guest_id="a", reason="回访"))
    assert outcome.outcome == "applied"
    kept = select(tables.standings.c.visits).where(tables.standings.c.guest_id == "a")
    with chain.connect() as connection:
        assert connection.execute(kept).scalar() == shown(chain)["a"].tier_reason.visits == 1


def test_nobody_s_allergy_is_lost_by_what_was_said_of_the_other_one_before(chain: Engine) -> None:
    send(chain, command("guest.taste", minutes(1), guest_id="b", tag="花生", kind="allergy"))
    send(chain, command("guest.taste", minutes(2), guest_id="a", tag="花生", kind="likes"))
    send(chain, command("guest.taste_drop", minutes(3), guest_id="a", tag="花生"))
    merge(chain, "a", "b")
    (taste,) = shown(chain)["a"].tastes
    assert (taste.tag, taste.kind) == ("花生", "allergy")
    send(chain, command("guest.taste_drop", minutes(7), guest_id="a", tag="花生"))
    assert shown(chain)["a"].tastes == (), "taken off the one person that they are"
    unmerge(chain, "a")
    assert [taste.kind for taste in shown(chain)["b"].tastes] == ["allergy"], "nothing of the other one was changed"


# --- random merges ------------------------------------------------------------------------------------------------

PEOPLE = "abcdef"
KEPT = (
    tables.guests, tables.identities, tables.bills, tables.bill_items, tables.tastes, tables.notes,
    tables.interactions, tables.coupons, tables.consents,
)  # fmt: skip
"""Rows that must be as if there had never been a merge."""

person = st.sampled_from(PEOPLE)
facts = st.one_of(
    st.tuples(st.just("bill"), person, st.sampled_from(["phone", "unionid"]), st.sampled_from(["330", "331"])),
    st.tuples(st.just("note"), person, st.sampled_from(["靠窗", "安静"]), st.just("")),
    st.tuples(st.just("taste"), person, st.sampled_from(["花生", "香菜"]), st.sampled_from(["allergy", "avoid"])),
    st.tuples(st.just("two"), person, person, st.just("")),
    st.tuples(st.just("coupon"), person, st.sampled_from(["k1", "k2"]), st.just("")),
    st.tuples(st.just("new id"), person, st.sampled_from(["o1", "o2", "o3"]), st.just("")),
)
joins = st.one_of(
    st.tuples(st.just("merge"), person, person, st.just("")),
    st.tuples(st.just("unmerge"), st.integers(0, 9), st.just(""), st.just("")),
)
steps = st.lists(st.one_of(facts, joins), max_size=14)


@dataclass
class World:
    """A chain of guests in a database, to which the same things happen with or without merges."""

    engine: Engine
    merging: bool
    merges: list[tuple[str, str]] = field(default_factory=list)
    undone: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        with write(self.engine) as connection:
            for table in reversed(tables.metadata.sorted_tables):
                if table.name not in ("house", "alembic_version"):
                    connection.execute(table.delete())
        found_store(self.engine)
        found_store(self.engine, "331")
        for place, name in enumerate(PEOPLE):
            gaps = {"birthday": f"19{place}0-01-01", "sex": "女"} if place % 2 else {}
            guest(
                self.engine, name, f"客{name}" if place % 3 else "", f"1380000000{place}", registered_us=-place, **gaps
            )

    def live(self, place: int, step: tuple[Any, ...]) -> None:
        what, who, one, other = step
        if what == "merge" and self.merging:
            if merge(self.engine, who, one, f"m{place}").outcome == "applied":
                self.merges.append((f"m{place}", who))
        elif what == "unmerge" and self.merging and self.merges:
            self.undo(*self.merges[who % len(self.merges)])
        elif what in ("note", "taste"):
            said = {"note_id": f"n{place}", "text": one} if what == "note" else {"tag": one, "kind": other}
            send(self.engine, command(f"guest.{what}", minutes(place), guest_id=who, **said))
        elif what == "coupon":
            self.claim(who, one, minutes(place))
        elif what in ("bill", "two", "new id"):
            self.pay(place, step)

    def pay(self, place: int, step: tuple[Any, ...]) -> None:
        what, who, one, other = step
        identity = {"unionid": f"union-{who}"}
        if what == "bill" and one == "phone":
            identity = {"phone": f"1380000000{PEOPLE.index(who)}"}
        elif what == "two":
            identity["phone"] = f"1380000000{PEOPLE.index(one)}"
        elif what == "new id":
            identity["openid"] = one
        where, amount = other or "330", 100 * place + 100
        bill = f"bill-{place}"
        take_in(self.engine, paid(minutes(place), bill, "", store_id=where, identity=identity, amount_fen=amount))

    def claim(self, who: str, coupon: str, at: datetime) -> None:
        row = {"guest_id": who, "coupon_id": coupon, "name": coupon, "claimed_us": us_of(at)}
        with write(self.engine) as connection:
            connection.execute(insert_for(connection, tables.coupons).on_conflict_do_nothing(), row)
            refresh(connection, [who], policy=default_policy(), now=NOW)

    def undo(self, merge_id: str, kept: str) -> None:
        assert unmerge(self.engine, kept, merge_id).outcome == "applied"
        self.undone.add(merge_id)

    def rows(self) -> dict[str, list[tuple[Any, ...]]]:
        with self.engine.connect() as connection:
            found = {table.name: sorted(map(tuple, connection.execute(select(table))), key=repr) for table in KEPT}
            columns = [column for column in tables.conflicts.c if column.name != "merge_id"]
            found["conflicts"] = sorted(map(tuple, connection.execute(select(*columns))), key=repr)
            return found

    def cards(self) -> dict[str, GuestCard]:
        """Return the cards, but for since when a guest stands in a tier: a change is noted when HQ sees it, and it sees
        none of a guest alone while that guest is one with others."""
        return {name: replace(card, tier_before=None, tier_since=None) for name, card in shown(self.engine).items()}

    def conflict_cards(self) -> dict[str, str]:
        with self.engine.connect() as connection:
            mine = (tables.cards.c.kind == "conflict") & tables.cards.c.body.is_not(None)
            found = connection.execute(select(tables.cards.c.card_id, tables.cards.c.body).where(mine))
            return {row.card_id: row.body for row in found}

    def clusters(self) -> dict[str, set[str]]:
        with self.engine.connect() as connection:
            found: dict[str, set[str]] = {}
            for name in PEOPLE:
                found.setdefault(canonical(connection, name), set()).add(name)
        return found


def said_of(card: GuestCard) -> set[str]:
    return {taste.tag for taste in card.tastes if taste.source is not TasteSource.DISHES}


@pytest.mark.dear
@settings(max_examples=examples(25), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(happened=steps, order=st.randoms(use_true_random=False))
def test_after_undoing_every_merge_all_is_as_if_there_had_been_none(engine: Engine, happened: Any, order: Any) -> None:
    control = World(engine, merging=False)
    for place, step in enumerate(happened):
        control.live(place, step)
    rows, cards, quarrels = control.rows(), control.cards(), control.conflict_cards()
    world = World(engine, merging=True)
    for place, step in enumerate(happened):
        world.live(place, step)
    together = world.cards()
    for kept, members in world.clusters().items():
        card, apart = together[kept], [cards[name] for name in sorted(members)]
        assert set(card.merged) == members - {kept}
        assert (card.visits, card.spend_fen) == (sum(c.visits for c in apart), sum(c.spend_fen for c in apart))
        assert {n.note_id for n in card.notes} == {n.note_id for c in apart for n in c.notes}
        assert said_of(card) == {tag for one in apart for tag in said_of(one)}
        assert {c.coupon_id for c in card.coupons} == {k.coupon_id for c in apart for k in c.coupons}
    assert set(together) == set(world.clusters())
    left = [one for one in world.merges if one[0] not in world.undone]
    order.shuffle(left)
    for merge_id, kept in left:
        world.undo(merge_id, kept)
    assert world.rows() == rows
    assert world.cards() == cards
    assert world.conflict_cards() == quarrels
