"""Nobody makes guests up: cookies and browsers invented by one network become no crowd in the funnel."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import UTC, datetime
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from app.domain.funnel import Counts, Step, Visitor
from app.hq.database import write
from app.hq.landing.newcomers import OF_A_CODE, OF_THE_CHAIN, Newcomers, crowd_of
from app.hq.landing.openings import Openings
from app.hq.landing.visit import Visit
from app.hq.work.funnel import Funnel, record
from app.hq.work.funnel_counts import counts, counts_of_chain
from app.hq.work.pseudonyms import Pseudonyms
from tests.kit.phones import put_code

AT = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
OF_CODE, OF_ALL, HOUR = 3, 5, 3600.0

COMING = st.tuples(st.floats(0, HOUR), st.sampled_from("ABC"), st.sampled_from("xyz"), st.integers(0, 9))
"""Seconds since the last one came; network, code, person."""


@settings(max_examples=40)
@given(st.lists(COMING, max_size=40))
def test_a_network_brings_so_many_an_hour_and_who_is_known_always_passes(comings: list[Any]) -> None:
    now = 0.0
    door = Newcomers(OF_CODE, OF_ALL, now=lambda: now)
    known: set[tuple[str, int]] = set()
    of_code, of_all = Counter[tuple[str, str]](), Counter[str]()
    for pause, network, code, person in comings:
        now += pause
        admitted = door.admits(network, code, str(person))
        if (code, person) in known:
            assert admitted
            continue
        if admitted:
            known.add((code, person))
            of_code[network, code] += 1
            of_all[network] += 1
        assert of_code[network, code] <= OF_CODE * (1 + now / HOUR) + 1e-6
        assert of_all[network] <= OF_ALL * (1 + now / HOUR) + 1e-6
    now += 2 * HOUR
    assert [door.admits("B", "x", f"new {number}") for number in range(OF_CODE + 1)] == [True] * OF_CODE + [False]
    assert door.admits("C", "x", "of another network")


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ("203.0.113.9", "203.0.113.200", True),
        ("203.0.113.9", "203.0.114.9", False),
        ("::ffff:203.0.113.9", "203.0.113.7", True),
        ("2001:db8:1:2::9", "2001:db8:1:ffff::7", True),
        ("2001:db8:1::9", "2001:db8:2::9", False),
        ("", "a socket", False),
    ],
)
def test_the_addresses_one_sender_may_have_are_one_crowd(one: str, other: str, together: bool) -> None:
    assert (crowd_of(one) == crowd_of(other)) is together


class Names:
    ready = True

    async def person_of(self, cookie: str) -> str:
        return f"c{cookie}"

    async def person_without(self, address: str, user_agent: str) -> str:
        return f"d{address}{user_agent}"


def visit(cookie: str, address: str = "203.0.113.9", agent: str = "phone") -> Visit:
    told: dict[str, Any] = {"language": "zh", "asked_language": "", "secure": True, "in_wechat": True, "packed": True}
    return Visit(address=address, agent=agent, cookie=cookie, visitor=Visitor.PERSON, **told)


@pytest.mark.dear
def test_invented_cookies_and_browsers_are_doubtful_and_guests_are_not(engine: Engine) -> None:
    """A thousand invented cookies and browsers from a /24 within a minute, in the middle of a guest's visit."""
    with write(engine) as connection:
        code = put_code(connection)
    held, clock = Funnel(), 0.0
    steps = (Step.SCANNED, Step.SHOWN)

    async def flood() -> None:
        nonlocal clock
        door = Openings(held, cast(Pseudonyms, Names()), newcomers=Newcomers(now=lambda: clock))
        await door.opened(visit("guest"), code, steps, AT)
        for number in range(1000):
            address = f"203.0.113.{number % 250}"
            if number % 2:
                await door.opened(visit(f"invented {number}", address), code, steps, AT)
            else:
                assert await door.opened(visit("", address, agent=f"browser {number}"), code, steps, AT) != ""
            await door.came(visit(f"another {number}", address), code, [Step.LOCATED], AT)
        await door.opened(visit("guest"), code, steps, AT)
        await door.opened(visit("at home", "198.51.100.1"), code, steps, AT)
        door.close()
        clock = 1800.0
        await door.opened(visit("half an hour later"), code, steps, AT)

    asyncio.run(flood())
    with write(engine) as connection:
        for piece in held.take():
            record(connection, piece, AT)
        found = counts(connection, code)
        assert counts_of_chain(connection) == found
    assert found.scanned + found.located == OF_A_CODE + 2, "the limit, the guest at home, and one when it had rested"
    assert found.scans + found.doubtful == 1004, "every opening is counted once, here or there"
    assert found == Counts(
        scans=found.scanned + 1, scanned=found.scanned, shown=found.scanned, located=found.located,
        doubtful=found.doubtful,
    )  # fmt: skip
    assert found.doubtful > 650
    assert OF_THE_CHAIN > OF_A_CODE
