"""What a group's events call it: said when the group is made, later, wrongly, or by two groups at once."""

from __future__ import annotations

from sqlalchemy import Engine

from app.domain.groups import GroupCard
from app.hq.work.groups import group_of
from tests.hq.test_funnel import found_code
from tests.hq.test_funnel_followers import figures, joined, left
from tests.hq.test_groups import LINK, keep
from tests.kit.hq import found_store
from tests.kit.paper import send
from tests.kit.story import minutes, take_in

OWN = "0197f3c2-0000-7000-8000-000000000001"
CHAT = "wrChatOfTheStore"


def now_is(engine: Engine, group_id: str = OWN) -> GroupCard:
    """Return the group as HQ has it."""
    with engine.connect() as connection:
        found = group_of(connection, group_id)
    assert found is not None
    return found


def test_who_came_before_the_chat_was_said_counts_once_it_is(engine: Engine) -> None:
    found_store(engine, tables=(), codes=False)
    found_code(engine)
    assert keep(engine, OWN, name="福利1群", join_url=LINK).chat_id == ""
    take_in(engine, joined(1, "a", CHAT), joined(2, "b", CHAT), left(3, "b", CHAT), left(4, "z", CHAT))
    assert (now_is(engine).members, figures(engine)) == (0, (0, 2, 1))
    card = keep(engine, OWN, now=minutes(5), name="福利1群", join_url=LINK, chat_id=CHAT)
    assert (card.chat_id, card.members) == (CHAT, 1)
    take_in(engine, joined(6, "c", CHAT), joined(1, "a", CHAT), left(7, "a", CHAT))
    assert (now_is(engine).members, figures(engine)) == (1, (0, 3, 2))
    after = keep(engine, OWN, now=minutes(8), name="福利一群", join_url=LINK)
    assert (after.chat_id, after.members) == (CHAT, 1), "a desk that says nothing of it leaves it as it is"
    gone = keep(engine, OWN, now=minutes(9), name="福利一群", join_url=LINK, chat_id="")
    assert (gone.chat_id, gone.members) == ("", 1)
    take_in(engine, joined(10, "d", CHAT))
    assert now_is(engine).members == 1, "taken back: nobody knows whose it is"
    back = keep(engine, OWN, now=minutes(11), name="福利一群", join_url=LINK, chat_id=CHAT)
    assert back.members == 2


def test_a_chat_is_one_groups_alone(engine: Engine) -> None:
    found_store(engine, tables=(), codes=False)
    keep(engine, OWN, join_url=LINK, chat_id=CHAT)
    keep(engine, "wrOther", join_url=LINK)
    assert keep(engine, "wrSelf", join_url=LINK, chat_id="wrSelf").chat_id == ""
    for group_id, chat_id, reason in (
        ("wrOther", CHAT, "group_chat_taken"),
        ("wrOther", "wrSelf", "group_chat_taken"),
        (CHAT, None, "group_chat_taken"),
        (OWN, "two words\nand lines", "group_chat"),
        (OWN, "x" * 101, "group_chat"),
    ):
        done = send(engine, "group.keep", now=minutes(2), group_id=group_id, join_url=LINK, chat_id=chat_id)
        assert (done.outcome, done.code) == ("refused", reason), group_id
    assert (now_is(engine).chat_id, now_is(engine, "wrOther").chat_id) == (CHAT, "")
