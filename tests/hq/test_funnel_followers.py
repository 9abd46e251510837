"""Who followed a printed code beyond its page: added, joined, left, as told by events late, twice and in any order."""

from __future__ import annotations

import threading
from datetime import datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete, insert, select, update

from app.domain.funnel import Counts
from app.hq import tables
from app.hq.database import write
from app.hq.policies import current_policy
from app.hq.work.followers import take_in_member
from app.hq.work.funnel_counts import counts_of_channel, counts_of_store
from app.hq.work.occasion import Occasion
from app.wire.events import GroupJoined
from tests.hq.test_funnel import CODE, OTHER, counted, found_code
from tests.kit.hq import event, found_store
from tests.kit.story import guests, minutes, outcomes, take_in
from tests.kit.thorough import examples


def joined(minute: int, person: str = "a", group: str = "g1", code: str = CODE, **more: Any) -> dict[str, Any]:
    """Return the event of a member nobody knows who joined a group by the code ("": it does not say)."""
    return event("group.joined", minutes(minute), group_id=group, member_id=f"wm-{person}", code=code, **more)


def left(minute: int, person: str = "a", group: str = "g1", **more: Any) -> dict[str, Any]:
    """Return the event of a member who left a group."""
    return event("group.left", minutes(minute), group_id=group, member_id=f"wm-{person}", **more)


def added(minute: int, person: str = "a", **more: Any) -> dict[str, Any]:
    """Return the event of a guest who added a member of staff."""
    return event("contact.added", minutes(minute), identity={"external_userid": f"wm-{person}"}, **more)


def found_group(engine: Engine, group_id: str = "g1", kind: str = "group", store_id: str = "330") -> None:
    """Put an empty group into the database."""
    row = {"group_id": group_id, "store_id": store_id, "kind": kind, "capacity": 200, "changed_us": 0}
    with write(engine) as connection:
        connection.execute(insert(tables.groups).values(row))


def found_staff(engine: Engine, staff_id: str, role: str = "") -> None:
    """Put a member of staff of store 330 into the database."""
    with write(engine) as connection:
        connection.execute(insert(tables.staff).values(staff_id=staff_id, store_id="330", name=staff_id, role=role))


def figures(engine: Engine, code: str = CODE, since: datetime | None = None) -> tuple[int, int, int]:
    """Return how many added, joined and left by the code."""
    found = counted(engine, code, since)
    return found.added, found.joined, found.left


def test_join_leave_join_is_one_person_who_has_not_left(engine: Engine) -> None:
    found_code(engine)
    take_in(engine, joined(0), left(5))
    assert figures(engine) == (0, 1, 1)
    take_in(engine, joined(9), joined(9))
    assert figures(engine) == (0, 1, 0)
    take_in(engine, left(12))
    assert figures(engine, since=minutes(10)) == (0, 0, 1), "joined before, left since"
    assert set(outcomes(engine).values()) == {("applied", "")}


def test_a_member_nobody_knows_is_counted_and_becomes_no_guest(engine: Engine) -> None:
    found_store(engine, codes=False)
    found_code(engine)
    found_group(engine)
    take_in(engine, *(joined(n, person=str(n), store_id="330") for n in range(5)), left(7, person="2"))
    assert figures(engine) == (0, 5, 1)
    assert guests(engine) == []
    with engine.connect() as connection:
        assert connection.execute(select(tables.groups.c.members)).scalar() == 4
        assert connection.execute(select(tables.interactions)).all() == []


def test_a_known_member_is_counted_and_is_closer_to_the_brand(engine: Engine) -> None:
    found_code(engine)
    identity = {"phone": "13800138000"}
    take_in(engine, joined(0, identity=identity), left(3), added(1, code=CODE), added(2, code=CODE))
    assert figures(engine) == (1, 1, 1), "who left is named by the vendor's id alone"
    with engine.connect() as connection:
        kinds = set(connection.execute(select(tables.interactions.c.kind)).scalars())
    assert kinds == {"group_joined", "contact_added"}


def test_a_guest_known_by_an_identity_alone_needs_no_vendors_id(engine: Engine) -> None:
    found_code(engine)
    who: dict[str, Any] = {"identity": {"unionid": "u1"}, "group_id": "g1"}
    take_in(engine, event("group.left", minutes(5), **who), event("group.joined", minutes(0), code=CODE, **who))
    assert figures(engine) == (0, 1, 1)


def test_who_moves_to_the_next_group_has_not_left(engine: Engine) -> None:
    found_code(engine)
    take_in(engine, joined(0), joined(5, group="g2"), left(6))
    assert figures(engine) == (0, 1, 0)
    take_in(engine, left(8, group="g2"))
    assert figures(engine) == (0, 1, 1)


def test_who_came_by_two_codes_is_in_while_in_either(engine: Engine) -> None:
    found_code(engine, channel="poster")
    found_code(engine, OTHER, channel="poster")
    take_in(engine, joined(0), joined(5, group="g2", code=OTHER), left(6))
    assert (figures(engine), figures(engine, OTHER)) == ((0, 1, 1), (0, 1, 0))
    with engine.connect() as connection:
        assert counts_of_channel(connection, "poster") == Counts(joined=1)
    take_in(engine, left(7, group="g2"))
    with engine.connect() as connection:
        assert counts_of_channel(connection, "poster") == Counts(joined=1, left=1)
        assert counts_of_store(connection, "330", minutes(8)) == Counts()


def test_an_event_without_a_code_is_counted_where_it_can_only_have_been_one(engine: Engine) -> None:
    found_store(engine, codes=False)
    found_code(engine)
    found_code(engine, "V000000001", kind="vip")
    found_group(engine)
    found_group(engine, "g2", kind="vip")
    found_group(engine, "g3", kind="interest")
    take_in(
        engine,
        *(joined(n, group=group, code="") for n, group in enumerate(("g1", "g2", "g3", "nobody's"))),
        joined(9, person="b", code="abroad"),
        joined(9, person="c", code="0000000000"),
    )
    assert (figures(engine), figures(engine, "V000000001")) == ((0, 1, 0), (0, 1, 0))
    found_code(engine, OTHER)
    take_in(engine, joined(20, person="d", code=""))
    assert (figures(engine), figures(engine, OTHER)) == ((0, 1, 0), (0, 0, 0)), "now it may have been either"
    with write(engine) as connection:
        connection.execute(update(tables.printed_codes).where(tables.printed_codes.c.code == CODE).values(retired_us=1))
    take_in(engine, joined(30, person="e", code=""))
    assert figures(engine, OTHER) == (0, 1, 0)


def test_who_adds_a_member_of_staff_came_by_that_ones_code(engine: Engine) -> None:
    found_store(engine, codes=False)
    found_staff(engine, "s1")
    found_staff(engine, "boss", role="manager")
    found_code(engine, "S000000001", kind="staff", about="s1")
    found_code(engine, "M000000001", kind="manager")
    take_in(engine, added(0, staff_id="s1"), added(1, person="b", staff_id="boss"), added(2, person="c", staff_id="x"))
    assert (figures(engine, "S000000001"), figures(engine, "M000000001")) == ((1, 0, 0), (1, 0, 0))
    found_code(engine, "S000000002", kind="staff", about="boss")
    take_in(engine, added(5, person="d", staff_id="boss"))
    assert (figures(engine, "S000000002"), figures(engine, "M000000001")) == ((0, 0, 0), (1, 0, 0)), "of two, neither"


def test_two_services_that_hear_of_joining_and_leaving_at_once_agree(engine: Engine) -> None:
    found_code(engine)
    with write(engine) as connection:
        occasion = Occasion(policy=current_policy(connection), now=minutes(9))
        came = GroupJoined(group_id="g1", member_id="wm-a", code=CODE)
        take_in_member(connection, came, "", minutes(0), occasion)
        other = threading.Thread(target=take_in, args=(engine, left(5)))
        other.start()
        other.join(0.3)  # without a lock it would be through by now, and have seen nobody who could leave
    other.join()
    assert figures(engine) == (0, 1, 1)


@pytest.mark.parametrize("member", ["x" * 3000, "a\0b", "\u202e反"])
def test_a_strange_members_id_harms_nobody(engine: Engine, member: str) -> None:
    found_code(engine)
    take_in(
        engine, event("group.joined", minutes(0), event_id="odd", group_id="g1", member_id=member, code=CODE), joined(1)
    )
    assert outcomes(engine)["odd"][0] in ("applied", "parked")
    assert figures(engine)[1] == (2 if outcomes(engine)["odd"][0] == "applied" else 1)


_facts = st.lists(
    st.one_of(
        st.builds(
            joined,
            st.integers(0, 9),
            st.sampled_from("ab"),
            st.sampled_from(["g1", "g2"]),
            st.sampled_from([CODE, OTHER, ""]),
        ),
        st.builds(left, st.integers(0, 9), st.sampled_from("ab"), st.sampled_from(["g1", "g2"])),
        st.builds(added, st.integers(0, 9), st.sampled_from("ab"), code=st.sampled_from([CODE, OTHER])),
    ),
    min_size=1,
    max_size=8,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples(20), deadline=None)
@given(st.data())
def test_any_order_and_any_repetition_count_the_same(engine: Engine, data: st.DataObject) -> None:
    sent = data.draw(_facts)
    again = [each | {"id": f"again-{n}"} for n, each in enumerate(data.draw(st.lists(st.sampled_from(sent))))]
    found = []
    for order in (sent, data.draw(st.permutations([*sent, *again, *sent]))):
        with write(engine) as connection:
            for table in (tables.events, tables.funnel, tables.group_joins, tables.group_members, tables.interactions):
                connection.execute(delete(table))
            connection.execute(delete(tables.printed_codes))
        found_code(engine)
        found_code(engine, OTHER)
        take_in(engine, *order)
        found.append([counted(engine, code, since) for code in (CODE, OTHER) for since in (None, minutes(5))])
    assert found[0] == found[1]
