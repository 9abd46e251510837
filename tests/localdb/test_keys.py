"""The search keys are always those of the cards as they lie there, and what is hot is what a walk would find."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.guests import GuestCard, IdentityKind, KnownIdentity
from app.domain.naming.asked import Asked, Probe, asked
from app.domain.naming.keys import beginnings
from app.hq.work.snapshot_file import fill
from app.localdb import borrowed, keys, snapshot
from app.localdb.cursors import ClockSample, heard
from app.localdb.database import Database
from app.localdb.guests import find
from app.localdb.lane import Lane
from app.localdb.reader import open_reader
from app.wire.codec import encode_card
from app.wire.searching import keys_of_name, readings, searched
from app.wire.snapshot import KEPT, LAYOUT
from tests.kit.desk import NOW, STORE, arrival, entry, gone, guest, opened, take_in


@pytest.fixture
def lane(tmp_path: Path) -> Iterator[Lane]:
    with opened(tmp_path / "desk") as lane:
        yield lane


def stray(db: Database) -> tuple[set[tuple[object, ...]], set[tuple[object, ...]]]:
    """Return keys that no card has, and keys of cards that are not there."""
    held: set[tuple[object, ...]] = set(db.rows("select key, seen, guest from cache.keys"))
    wanted: set[tuple[object, ...]] = {
        (key, searched(body).seen, place)
        for place, body in db.rows("select place, body from cache.guests")
        for key in searched(body).search_keys
    }
    return held - wanted, wanted - held


def hot_is_true(db: Database, kept: int = KEPT) -> None:
    """Every list of `hot` begins with what a walk would find, and nobody in it has left."""
    heads = dict(db.rows("select prefix, least from cache.heads"))
    assert {row[0] for row in db.rows("select distinct prefix from cache.hot")} <= heads.keys()
    for prefix, least in heads.items():
        walked = db.rows(keys._BEGIN, (prefix, prefix + keys.LAST, 1_000_000))
        held: set[tuple[object, ...]] = set(db.rows("select guest, seen from cache.hot where prefix = ?", (prefix,)))
        assert held <= set(walked), prefix
        assert {row for row in walked if row[1] > least} <= held, prefix
        assert len(held) >= min(kept // 2, len(walked)), prefix


NAMES = st.sampled_from(["曾杰", "曾杰文", "王芳", "王芳", "王小芳", "欧阳芳菲", "Tom Lee", "", "单乐"])
PHONES = st.sampled_from(["13800138000", "13912348000", "13700007719", "", "02087654321"])
NUMBERS = st.sampled_from(["", "M1002", "1002334"])


@st.composite
def cards(draw: st.DrawFn) -> GuestCard:
    days = draw(st.none() | st.integers(0, 9))
    also = tuple(
        KnownIdentity(kind=kind, value=value)
        for kind, value in (
            (IdentityKind.MEMBER_NO, draw(NUMBERS)),
            (IdentityKind.PHONE, draw(PHONES)),
            (IdentityKind.UNIONID, "1234"),
        )
        if value
    )
    return GuestCard(
        guest_id=f"g{draw(st.integers(0, 11))}",
        name=draw(NAMES),
        phone=draw(PHONES),
        identities=also,
        other_names=draw(st.sampled_from([(), ("李娜",), ("尉迟恭", "曾杰")])),
        last_visit=None if days is None else NOW - timedelta(days=days),
    )


@given(st.lists(st.lists(cards() | st.integers(0, 11), min_size=1, max_size=6), min_size=1, max_size=12))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_key_is_left_behind_and_none_is_missing(
    tmp_path_factory: pytest.TempPathFactory, steps: list[list[GuestCard | int]]
) -> None:
    patch = pytest.MonkeyPatch()
    patch.setattr(keys, "LONG", 2)
    patch.setattr(keys, "KEPT", 4)
    with patch.context(), opened(tmp_path_factory.mktemp("desk") / "desk") as lane:
        for version, step in enumerate(steps, 1):
            rows = [gone("guest", f"g{one}", version) if isinstance(one, int) else entry(one, version) for one in step]
            lane.submit(take_in, *rows).result(10)
            assert lane.submit(stray).result(10) == (set(), set())
            for query in ("z", "王", "8000", "芳"):
                lane.submit(find, query, 2).result(10)
            lane.submit(hot_is_true, 4).result(10)
    patch.undo()


def crowd(count: int, name: str = "张伟") -> list[GuestCard]:
    return [guest(f"g{n}", name, f"138{n:08d}", visits=1, days_ago=n % 300) for n in range(count)]


def test_an_answer_that_took_a_long_walk_is_kept(lane: Lane) -> None:
    for start in range(0, 3000, 500):
        lane.submit(take_in, *map(entry, crowd(3000)[start : start + 500])).result(10)
    assert lane.submit(Database.rows, "select * from cache.heads").result(10) == []
    first = lane.submit(find, "zhang").result(10)
    assert [row[0] for row in lane.submit(Database.rows, "select prefix from cache.heads").result(10)] == ["zhang"]
    assert lane.submit(find, "zhang").result(10) == first
    newest = guest("new", "张新", "13900000000", visits=1, days_ago=0)
    lane.submit(take_in, entry(newest)).result(10)
    assert "new" in [card.guest_id for card in lane.submit(find, "zhang").result(10)]
    lane.submit(take_in, gone("guest", "new", 2)).result(10)
    assert "new" not in [card.guest_id for card in lane.submit(find, "zhang").result(10)]
    lane.submit(hot_is_true).result(10)


def test_a_hot_list_that_everybody_left_is_thrown_away(lane: Lane) -> None:
    for start in range(0, 3000, 500):
        lane.submit(take_in, *map(entry, crowd(3000)[start : start + 500])).result(10)
    lane.submit(find, "zhang").result(10)
    last = [row[0] for row in lane.submit(Database.rows, "select guest from cache.hot").result(10)]
    ids = lane.submit(keys.ids, last).result(10)
    lane.submit(take_in, *(entry(guest(name, "李四", days_ago=1), 2) for name in ids)).result(10)
    assert lane.submit(Database.rows, "select * from cache.heads").result(10) == []
    assert len(lane.submit(find, "zhang").result(10)) == 20


def test_a_reader_beside_the_desk_finds_the_same_and_writes_nothing(lane: Lane) -> None:
    for start in range(0, 3000, 500):
        lane.submit(take_in, *map(entry, crowd(3000)[start : start + 500])).result(10)
    reader = open_reader(lane.data)
    try:
        found = [card.guest_id for card in find(reader, "zhang")]
    finally:
        reader.connection.close()
    assert lane.submit(Database.rows, "select * from cache.heads").result(10) == []
    assert found == [card.guest_id for card in lane.submit(find, "zhang").result(10)]


def test_hqs_snapshot_says_itself_what_is_hot(tmp_path: Path) -> None:
    rows = [("guest", card.guest_id, 1, 0, encode_card(card).decode()) for card in crowd(6000)]
    rows += [("guest", f"x{n}", 1, 0, encode_card(guest(f"x{n}", "李四", days_ago=n)).decode()) for n in range(50)]
    meta = {"layout": str(LAYOUT), "epoch": "e", "store_id": STORE, "cursor": "e:1"}
    with opened(tmp_path / "desk") as lane:
        file = lane.data / "snapshot.db"
        assert fill(file, [rows[:4000], rows[4000:]], meta) == 6050
        snapshot.prepare(file, STORE)
        lane.submit_bare(snapshot.install, file, NOW).result(10)
        assert lane.submit(stray).result(10) == (set(), set())
        hot = {row[0] for row in lane.submit(Database.rows, "select prefix from cache.heads").result(10)}
        assert {"z", "zhang", "zhangw", "zhangwei", "zw", "张", "张伟", "伟", "w", "z伟", "+1380000"} <= hot
        assert not {"李", "l", "lisi"} & hot
        lane.submit(hot_is_true).result(10)
        assert lane.submit(find, "zhang").result(10)[0].last_visit == NOW


def test_a_pattern_is_looked_for_no_farther_than_its_bound(lane: Lane, monkeypatch: pytest.MonkeyPatch) -> None:
    lane.submit(take_in, *map(entry, crowd(300, "张小伟"))).result(10)
    near, far = Probe("张x", "张x* xiao'w* *", "xiao'w"), Probe("张x", "张x* xiao'w* *")
    for probe in (near, far):
        assert len(lane.submit(keys.lately, Asked(probes=(probe,)), 1000).result(10)) == 300
    monkeypatch.setattr(keys, "FARTHEST", 100)
    assert len(lane.submit(keys.lately, Asked(probes=(near,)), 50).result(10)) == 50
    assert len(lane.submit(keys.lately, Asked(probes=(far,)), 1000).result(10)) <= 100


def test_a_guest_is_found_by_every_phone_number_and_name_they_ever_had(lane: Lane) -> None:
    card = GuestCard(
        guest_id="g1",
        name="曾杰",
        phone="13800138000",
        identities=(
            KnownIdentity(kind=IdentityKind.PHONE, value="13912347719"),
            KnownIdentity(kind=IdentityKind.MEMBER_NO, value="V-8842"),
        ),
        other_names=("单雄信",),
    )
    lane.submit(take_in, entry(card), entry(arrival("a1", "g1"))).result(10)
    for query in ("8000", "7719", "13912347719", "v8842", "V-88", "8842", "shanxiongxin", "曾", "雄信"):
        assert [found.guest_id for found in lane.submit(find, query).result(10)] == ["g1"], query


def test_what_is_typed_exactly_comes_before_what_begins_so(lane: Lane) -> None:
    people = [
        guest("g1", "王伟", days_ago=90),
        guest("g2", "王伟明", days_ago=1),
        guest("g3", "王薇薇", days_ago=2),
        guest("g4", "王威", days_ago=50),
    ]
    lane.submit(take_in, *map(entry, people)).result(10)
    names = [[card.name for card in lane.submit(find, query).result(10)] for query in ("王伟", "wangwei", "ww", "王")]
    assert names == [
        ["王伟", "王伟明"],
        ["王威", "王伟", "王伟明", "王薇薇"],
        ["王伟明", "王薇薇", "王威", "王伟"],
        ["王伟明", "王薇薇", "王威", "王伟"],
    ]


def test_beginnings_are_what_may_be_typed() -> None:
    assert beginnings("zj zeng'jie") == ["z", "zj"]
    assert beginnings("-0008") == ["-000", "-0008"]
    assert beginnings("+13800138") == ["+1380013", "+13800138"]
    assert Probe("zj").finds(["zj zeng'jie"])


def test_a_guest_of_another_store_who_is_kept_here_is_found_and_comes_first_when_here(lane: Lane) -> None:
    known = guest("far", "单杰", "13900007719", days_ago=200)
    lane.submit(take_in, entry(guest("near", "单文", "13800007719", days_ago=1)), entry(arrival("a1", "far"))).result(
        10
    )
    lane.submit(borrowed.keep, known, 3, now=NOW, known_as="made-here").result(10)
    for query in ("7719", "shan", "单", "sj"):
        found = [card.guest_id for card in lane.submit(find, query).result(10)]
        assert found.count("far") == 1, query
    lane.submit(heard, ClockSample(hq=NOW, here=NOW, speed=60.0)).result(10)
    assert [card.guest_id for card in lane.submit(find, "7719").result(10)] == ["far", "near"]


def test_who_is_here_comes_first_by_any_of_their_numbers(lane: Lane) -> None:
    also = KnownIdentity(kind=IdentityKind.PHONE, value="13912347719")
    old = GuestCard(guest_id="old", name="曾杰", phone="13800138000", identities=(also,))
    lane.submit(take_in, entry(old), entry(guest("new", "王芳", "13900007719", days_ago=1))).result(10)
    lane.submit(take_in, entry(arrival("a1", "old"))).result(10)
    lane.submit(heard, ClockSample(hq=NOW, here=NOW, speed=60.0)).result(10)
    assert [card.guest_id for card in lane.submit(find, "7719").result(10)] == ["old", "new"]


SURE = ["zhy", "zhh", "shx", "zengjw", "zhangyj", "chl"]
UNSURE = ["zhyi", "shxia"]


@pytest.mark.parametrize("query", SURE + UNSURE)
def test_where_only_initials_follow_every_key_of_a_short_stretch_fits(query: str) -> None:
    names = ["".join(parts) for parts in product("张曾郑沈石陈李欧", "永杰晓文阳海龙", ("", "杰", "文", "娜", "a"))]
    held = {key for name in [*names, "欧阳杰", "Zhang Yi", "zhy"] for key in keys_of_name(name)}
    patterned = [probe for probe in asked(query, readings()).probes if probe.narrow]
    assert patterned
    assert all(probe.is_sure is (query in SURE) for probe in patterned)
    near = [(probe, key) for probe in patterned for key in held if key.startswith(tuple(probe.stretches))]
    assert near
    assert query in UNSURE or all(probe.finds([key]) for probe, key in near)
