"""Groups at HQ: kept by managers, their pictures read, their members counted, the right one shown."""

from __future__ import annotations

import base64
import io
import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
import qrcode  # type: ignore[import-untyped]
import requests
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from sqlalchemy import Engine, insert, select, update

from app.domain.commands import KeepGroup
from app.domain.faults import Conflict, Refused, Unknown
from app.domain.groups import GroupCard, GroupKind, GroupRule, moved_by
from app.domain.replay import Deed
from app.hq.commandline import hq
from app.hq.database import write
from app.hq.policies import current_policy
from app.hq.tables import groups, receipts, staff
from app.hq.work.board import hold_store
from app.hq.work.group_counts import count_members
from app.hq.work.groups import group_of, groups_of, picture_of, shown_group, write_group
from app.hq.work.occasion import Occasion
from app.hq.work.pictures import read_picture
from app.hq.work.printed import USUAL_ADDRESS
from app.wire.codec import decode
from tests.hq.test_printed_codes import changes, run
from tests.kit.hq import TIMEOUT, Counter, HqHere, command, found_store
from tests.kit.paper import THEN, cards, code_about, send
from tests.kit.story import NOON, minutes

LINK = "https://work.weixin.qq.com/gm/0123456789abcdef"
STATIC = "https://weixin.qq.com/g/AQYAAExample"


def coded(*texts: str, form: str = "PNG") -> str:
    """Return a picture with a code of each text, as base64."""
    codes = [qrcode.make(text, border=4).get_image().convert("L") for text in texts]
    picture = Image.new("L", (sum(code.width for code in codes) or 60, max((c.height for c in codes), default=60)), 255)
    left = 0
    for code in codes:
        picture.paste(code, (left, 0))
        left += code.width
    held = io.BytesIO()
    picture.save(held, form)
    return base64.b64encode(held.getvalue()).decode()


def keep(engine: Engine, group_id: str = "g1", now: datetime = THEN, **more: Any) -> GroupCard:
    """Have a desk keep a group; return it as the answer has it."""
    done = send(engine, "group.keep", now=now, group_id=group_id, **more)
    assert done.outcome == "applied", done.reason
    (entry,) = done.cards
    return decode(entry.body or b"", GroupCard)


# --- kept ------------------------------------------------------------------------------------------------------------


def test_a_group_is_kept_logged_and_on_the_desk(engine: Engine) -> None:
    found_store(engine)
    card = keep(engine, name="福利1群", members=137, join_url=LINK, capacity=0)
    assert (card.capacity, card.members, card.room, card.changed_by) == (200, 137, 63, "李娜")
    assert cards(engine, "group") == {"g1": card}
    after = keep(engine, now=minutes(9), name="福利1群", join_url=LINK, capacity=500, closed=True)
    assert (after.members, after.capacity, after.closed, after.changed_at) == (137, 500, True, minutes(9))
    assert keep(engine, now=minutes(12), name="福利1群", join_url=LINK, capacity=500, closed=True) == after
    assert [change[1].get("closed") for change in changes(engine, "g1")] == [None, None]
    assert [change[2].get("closed") for change in changes(engine, "g1")] == [None, True]


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ({"group_id": ""}, "group_id"),
        ({"capacity": 501}, "group_capacity"),
        ({"members": -1}, "group_members"),
        ({"name": "长" * 61}, "group_name"),
        ({"join_url": "http://work.weixin.qq.com/gm/1"}, "target_unsafe"),
        ({"join_url": "javascript:alert(1)"}, "target_unsafe"),
        ({"join_url": "https://a.example/\x00x"}, "target_unsafe"),
        ({"expires_at": "2026-12-01T00:00:00"}, "moment_unreadable"),
        ({"expires_at": "9999-12-31T23:59:59-14:00"}, "moment_unreadable"),
        ({"expires_at": "0001-01-01T00:00:00+14:00"}, "moment_unreadable"),
        ({"group_id": "g\x00"}, "group_id"),
        ({"picture": "no base64!"}, "picture_unreadable"),
        ({"picture": base64.b64encode(b"GIF89a").decode()}, "picture_unreadable"),
        ({"picture": coded()}, "picture_codeless"),
        ({"picture": coded("hello")}, "picture_no_link"),
        ({"picture": coded(f"{USUAL_ADDRESS}/r/ABCDEFGHJK")}, "picture_own"),
        ({"picture": coded(LINK, STATIC)}, "picture_codes"),
        ({"picture": "A" * 1_500_000}, "picture_large"),
    ],
)
def test_what_no_group_can_be_is_refused(engine: Engine, body: dict[str, Any], why: str) -> None:
    found_store(engine, tables=(), codes=False)
    assert send(engine, "group.keep", **{"group_id": "g1", **body}).code == why
    with engine.connect() as connection:
        assert group_of(connection, "g1") is None


def test_what_was_changed_with_the_cable_out_does_not_undo_what_was_changed_since(engine: Engine) -> None:
    found_store(engine)
    code = code_about(engine, "table", "A1").code
    keep(engine, name="福利1群", join_url=LINK)
    newer = keep(engine, now=minutes(9), author="王芳", name="福利一群", join_url=LINK)
    table: dict[str, Any] = {"code": code, "kind": "table", "about": "A1"}
    assert send(engine, "code.keep", **table, title="靠窗", now=minutes(9)).outcome == "applied"

    def late(kind: str, /, **body: Any) -> str:
        return send(engine, kind, now=minutes(7), hq_now=minutes(20), **body).code

    assert late("group.keep", group_id="g1", name="旧的", join_url=LINK) == "changed_since"
    assert late("code.keep", **table, title="旧的") == "changed_since"
    assert late("group.keep", group_id="g1", name="福利一群", join_url=LINK) == "", "it says what is so"
    assert late("code.keep", **table, title="靠窗") == ""
    assert cards(engine, "group") == {"g1": newer}
    assert code_about(engine, "table", "A1").title == "靠窗"


def test_a_group_is_its_stores_and_its_managers(engine: Engine) -> None:
    found_store(engine)
    found_store(engine, "331", tables=())
    keep(engine, name="福利1群")
    assert send(engine, "group.keep", store="331", group_id="g1").code == "group_unknown"
    with write(engine) as connection:
        connection.execute(insert(staff).values(staff_id="s9", store_id="330", name="王芳", role="manager"))
    assert send(engine, "group.keep", group_id="g1", name="别的").code == "manager_only"
    assert keep(engine, author="王芳", name="别的").name == "别的"


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_a_picture_is_taken_where_a_scanner_reads_it_and_lapses_in_a_week(engine: Engine, form: str) -> None:
    found_store(engine, tables=(), codes=False)
    picture = coded(STATIC, form=form)
    card = keep(engine, picture=picture)
    assert (card.picture_text, card.expires_at) == (STATIC, THEN + timedelta(days=7))
    with engine.connect() as connection:
        assert picture_of(connection, "g1") == base64.b64decode(picture)
        assert picture_of(connection, "g2") is None
    assert card.can_be_joined(NOON + timedelta(days=6))
    kept = keep(engine, name="新名", expires_at=card.expires_at.isoformat() if card.expires_at else "")
    assert (kept.picture_text, kept.expires_at) == (STATIC, card.expires_at), "the picture stays"
    said = keep(engine, picture=picture, expires_at=minutes(60).isoformat())
    assert said.expires_at == minutes(60)
    assert keep(engine, "g2", picture=coded("https://example.com/join")).expires_at is None
    assert keep(engine, "g3", picture=coded("https://[")).expires_at is None, "a code may say anything"


def test_a_way_in_is_kept_for_as_long_as_it_is_good(engine: Engine) -> None:
    found_store(engine, tables=(), codes=False)
    picture, week = coded(STATIC), timedelta(days=7)
    first = keep(engine, picture=picture)
    assert keep(engine, now=minutes(6), name="新名").expires_at == first.expires_at, "the kept picture still lapses"
    later = THEN + timedelta(days=9)
    assert first.expires_at is not None
    stale = first.expires_at.isoformat()
    assert keep(engine, now=later, name="改名", expires_at=stale).expires_at == first.expires_at, "as it is"
    assert keep(engine, now=later, picture=picture, expires_at=stale).expires_at == later + week, "not dead at once"
    past = minutes(1).isoformat()
    refused = send(engine, "group.keep", now=later, group_id="g1", picture=picture, expires_at=past)
    assert refused.code == "group_past"
    assert send(engine, "group.keep", now=later, group_id="g2", join_url=LINK, expires_at=past).code == "group_past"
    assert keep(engine, now=later + week, join_url=LINK).expires_at is None, "a link does not lapse by itself"


def test_a_picture_is_looked_at_before_the_writer_has_it(engine: Engine, database_url: str, tmp_path: Path) -> None:
    found_store(engine, tables=(), codes=False)
    now = datetime.now(UTC)
    with HqHere(database_url, files=tmp_path / "files") as here:
        desk = Counter(engine, here.url)
        big = coded(STATIC)
        sent = [
            command("group.keep", now, group_id="g1", picture=big),
            command("group.keep", now, group_id="g2", picture=coded()),
            command("group.keep", now, group_id="g3", name="没有图"),
            {"key": "broken", "kind": "group.keep", "at": now.isoformat(), "author": "s1", "body": {"picture": 1}},
        ]
        outcomes = desk.command(*sent).outcomes
        assert [(each.outcome, each.code) for each in outcomes] == [
            ("applied", ""),
            ("refused", "picture_codeless"),
            ("applied", ""),
            ("refused", "body_unreadable"),
        ]
        assert [each.outcome for each in desk.command(*sent[:2]).outcomes] == ["repeated", "refused"]
        assert desk.cards("group").keys() == {"g1", "g3"}
        with engine.connect() as connection:
            kept = "".join(connection.execute(select(receipts.c.envelope)).scalars())
        assert (len(kept) < 2_000, kept.count('"picture":"sha256:')) == (True, 2), "a picture is kept once"
        assert requests.get(f"{here.url}/readyz", timeout=TIMEOUT).status_code == 200


@pytest.mark.parametrize("limit", [None, 50_000, 10_000], ids=["plain", "warned of", "called a bomb"])
def test_a_picture_larger_than_any_screen_is_refused_unread(limit: int | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", limit)
    held = io.BytesIO()
    Image.new("1", (6001, 10)).save(held, "PNG")
    with pytest.raises(Refused) as refused:
        read_picture(base64.b64encode(held.getvalue()).decode())
    assert refused.value.code == "picture_large"


# --- counted ---------------------------------------------------------------------------------------------------------


def test_members_are_counted_by_events_in_any_order_and_once(engine: Engine) -> None:
    found_store(engine, tables=(), codes=False)
    keep(engine, join_url=LINK)

    def told(person: str, joined: bool, at: float) -> int:
        with write(engine) as connection:
            card = count_members(connection, "g1", person, joined, minutes(at))
        assert card is not None
        return card.members

    assert [told("王芳", True, 1), told("王芳", True, 1), told("李雷", True, 2)] == [1, 1, 2]
    assert told("韩梅", False, 3) == 2, "nobody knew that they were in"
    assert told("李雷", False, 1) == 2, "an older leaving that comes late"
    assert told("李雷", False, 4) == 1
    assert keep(engine, now=minutes(10), join_url=LINK, members=150).members == 150
    assert told("王芳", False, 5) == 150, "it was so when somebody counted"
    assert told("新人", True, 11) == 151
    assert told("老人", False, 12) == 150
    assert keep(engine, now=minutes(6), join_url=LINK, members=3).members == 150, "an older count says nothing"
    assert keep(engine, now=minutes(20), join_url=LINK, members=0).members == 0
    assert told("老人二", False, 21) == 0, "never below none"
    card = cards(engine, "group")["g1"]
    assert isinstance(card, GroupCard)
    assert (card.members, card.changed_at) == (0, minutes(20))


def test_who_joined_before_the_group_was_known_counts_once_it_is(engine: Engine) -> None:
    found_store(engine, tables=(), codes=False)
    with write(engine) as connection:
        assert count_members(connection, "g1", "王芳", True, minutes(1)) is None
    assert keep(engine, join_url=LINK).members == 1


_MOVES = st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 9), st.booleans()), max_size=12)


@given(moves=_MOVES, order=st.randoms(), counted=st.none() | st.integers(0, 9))
def test_order_and_repetition_do_not_matter(
    moves: list[tuple[str, int, bool]], order: Random, counted: int | None
) -> None:
    again = moves + moves[:3]
    order.shuffle(again)
    assert moved_by(again, counted) == moved_by(moves, counted)


@given(moves=_MOVES, counted=st.integers(0, 9))
def test_a_count_by_hand_and_what_came_after_it_are_the_truth(moves: list[tuple[str, int, bool]], counted: int) -> None:
    """Play the group's life: everybody who first leaves was in from the beginning; then somebody counts heads."""
    life = sorted(set(moves), key=lambda move: (move[1], not move[2]))
    inside = {person for person in "abc" if next((not joined for p, _, joined in life if p == person), False)}
    heads = None
    for person, at, joined in life:
        if at > counted and heads is None:
            heads = len(inside)
        (inside.add if joined else inside.discard)(person)
    assert (len(inside) if heads is None else heads) + moved_by(moves, counted) == len(inside)


def test_who_joins_while_the_group_is_being_made_is_counted(engine: Engine) -> None:
    found_store(engine, tables=(), codes=False)
    deed = Deed(at=THEN, day=THEN.date(), author="李娜", store_id="330")

    def tell() -> None:
        with write(engine) as connection:
            count_members(connection, "g1", "王芳", True, minutes(6))

    with ThreadPoolExecutor(1) as other:
        with write(engine) as connection:
            occasion = Occasion(policy=current_policy(connection), now=THEN)
            write_group(connection, KeepGroup(group_id="g1"), deed, occasion)
            told = other.submit(tell)
            with suppress(TimeoutError):
                told.result(0.2)
        told.result(10)
    with engine.connect() as connection:
        card = group_of(connection, "g1")
    assert card is not None
    assert card.members == 1


# --- shown -----------------------------------------------------------------------------------------------------------


def test_the_fullest_with_room_is_shown_and_the_next_takes_over(engine: Engine) -> None:
    found_store(engine, tables=(), codes=False)
    found_store(engine, "331", tables=(), codes=False)
    keep(engine, "g1", join_url=LINK, members=194)
    keep(engine, "g2", join_url=LINK, members=10)
    keep(engine, "v1", join_url=LINK, members=64, kind="vip")
    rule = GroupRule()

    def shown(kind: GroupKind = GroupKind.GROUP, store: str = "330") -> str:
        with engine.connect() as connection:
            card = shown_group(connection, store, kind, THEN, rule)
        return "" if card is None else card.group_id

    assert shown() == "g1"
    with write(engine) as connection:
        count_members(connection, "g1", "王芳", True, minutes(6))
    assert shown() == "g2"
    assert (shown(GroupKind.VIP), shown(GroupKind.INTEREST), shown(store="331")) == ("v1", "", "")
    with write(engine) as connection:
        connection.execute(update(groups).where(groups.c.group_id != "g1").values(closed=True))
        held = groups_of(connection, ["330", "331"], GroupKind.GROUP)
    assert shown() == "g1"
    assert {store: [card.group_id for card in each] for store, each in held.items()} == {"330": ["g1", "g2"], "331": []}


def test_the_command_line_loses_nothing_that_is_changed_at_the_same_time(engine: Engine, database_url: str) -> None:
    found_store(engine, tables=(), codes=False)
    keep(engine, name="一群")
    deed = Deed(at=THEN, day=THEN.date(), author="李娜", store_id="330")
    with ThreadPoolExecutor(1) as other:
        with write(engine) as connection:
            hold_store(connection, "330")
            changing = other.submit(run, database_url, "group", "set", "g1", "--capacity", "500")
            with suppress(TimeoutError):
                changing.result(0.3)
            occasion = Occasion(policy=current_policy(connection), now=THEN)
            write_group(connection, KeepGroup(group_id="g1", name="二群", join_url=LINK), deed, occasion)
        assert changing.result(10)[0] == 0
    with engine.connect() as connection:
        card = group_of(connection, "g1")
    assert card is not None
    assert (card.name, card.join_url, card.capacity) == ("二群", LINK, 500)


def test_groups_on_the_command_line(engine: Engine, database_url: str, tmp_path: Path) -> None:
    found_store(engine, tables=(), codes=False)
    picture = tmp_path / "群.png"
    picture.write_bytes(base64.b64decode(coded(STATIC)))
    code, out, _, _ = run(database_url, "group", "add", "--store", "330", "--name", "一群", "--picture", picture)
    group_id = out.strip()
    assert code == 0
    assert isinstance(run(database_url, "group", "add", "--store", "999")[3], Unknown)
    code, out, _, _ = run(database_url, "group", "set", group_id, "--members", "137", "--by", "王明", "--json")
    assert (code, json.loads(out)["members"], json.loads(out)["picture_text"]) == (0, 137, STATIC)
    assert json.loads(out)["expires_at"] is not None
    assert "closed" in run(database_url, "group", "close", group_id)[1]
    assert "137/200" in run(database_url, "group", "close", group_id, "--reopen")[1]
    later = ("--clock", "2036-01-01T00:00:00+00:00")
    code, out, _, _ = run(database_url, "group", "set", group_id, "--join-url", LINK, *later)
    assert (code, "does not lapse" in out) == (0, True), "a new link is not dead by an old date"
    assert (
        json.loads(run(database_url, "group", "set", group_id, "--chat", "wr1", "--json", *later)[1])["chat_id"]
        == "wr1"
    )
    (listed,) = json.loads(run(database_url, "group", "list", "--json")[1])["groups"]
    assert (listed["name"], listed["closed"], listed["members"]) == ("一群", False, 137)
    assert isinstance(run(database_url, "group", "close", "nobody")[3], Unknown)
    assert isinstance(run(database_url, "group", "add", "--store", "330", "--id", group_id)[3], Conflict)
    assert CliRunner().invoke(hq, ["group"]).exit_code in (0, 2)
