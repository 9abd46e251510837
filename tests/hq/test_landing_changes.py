"""A store's group is changed again and again while guests load the page: nobody is shown one that was dead before
they asked, and the printed link stays the same."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
from sqlalchemy import Engine

from app.domain.faults import Fault
from app.hq.clock import us_of
from app.hq.database import write
from app.hq.landing.pictures import png_of
from tests.kit.hq import HqHere
from tests.kit.phones import YANGPU, Phone, change_group, found_chain, put_code, put_group, text_in

CHANGES = 100
GUESTS = 50


@dataclass
class Truth:
    """Since when each group is dead, on this process's clock."""

    died: dict[str, float] = field(default_factory=dict)
    done: threading.Event = field(default_factory=threading.Event)

    def dead_before(self, link: str, moment: float) -> bool:
        return self.died.get(link, float("inf")) < moment


def link_of(number: int) -> str:
    return f"https://work.weixin.qq.com/gm/{number:032d}"


def replace_groups(engine: Engine, truth: Truth) -> None:
    """Make the next group and end the last one, each time in another way, each by a transaction of its own."""
    for number in range(1, CHANGES + 1):
        with write(engine) as connection:
            put_group(connection, "S0", f"g{number}", join_url=link_of(number), members=10)
        past = us_of(datetime.now(UTC) - timedelta(seconds=1))
        way = ({"closed": True}, {"expires_us": past}, {"members": 200})[number % 3]
        change_group(engine, f"S0-g{number - 1}", **way)
        truth.died[link_of(number - 1)] = time.monotonic()  # it is committed: dead from here on at the latest
    truth.done.set()


def watch(url: str, code: str, truth: Truth) -> tuple[int, set[str]]:
    """Load the page, the picture and the answer to a position until the changes are done; return what was seen."""
    phone, loads, seen = Phone(url), 0, set()
    try:
        while not truth.done.is_set() or loads == 0:
            began = time.monotonic()
            picture = phone.get(f"/r/{code}/g/S0.png")
            assert picture.status_code == 200
            shown = read().get(picture.content) or text_in(picture.content)
            assert not truth.dead_before(shown, began), f"a dead group was shown: {shown}"
            began = time.monotonic()
            page = phone.open(code)
            assert (page.status_code, page.url) == (200, f"{url}/r/{code}")
            joined = page.text.partition('class="button" href="')[2].partition('"')[0]
            assert not truth.dead_before(joined, began), f"a dead group was linked: {joined}"
            seen |= {shown, joined}
            loads += 1
    finally:
        phone.close()
    return loads, seen


@cache
def read() -> dict[bytes, str]:
    """Return what a scanner reads in each picture, so that fifty guests need not scan the same ones again and again."""
    return {png_of(link_of(number)): link_of(number) for number in range(CHANGES + 1)}


@pytest.mark.dear
def test_no_guest_is_shown_a_dead_group_while_it_is_changed(engine: Engine, database_url: str) -> None:
    found_chain(engine, 1)
    with write(engine) as connection:
        put_group(connection, "S0", "g0", join_url=link_of(0), members=10)
        code = put_code(connection, "S0")
    change_group(engine, "S0-福利群", closed=True)
    assert all(text_in(picture) == link for picture, link in list(read().items())[::25])
    truth = Truth()
    with HqHere(database_url) as hq, ThreadPoolExecutor(GUESTS + 1) as pool:
        guests = [pool.submit(watch, hq.url, code, truth) for _ in range(GUESTS)]
        try:
            replace_groups(engine, truth)
        finally:
            truth.done.set()
        results = [guest.result() for guest in guests]
        last = Phone(hq.url)
        assert text_in(last.get(f"/r/{code}/g/S0.png").content) == link_of(CHANGES)
        assert last.locate(code, YANGPU).json()["group"]["join_url"] == link_of(CHANGES)
        last.close()
    assert len(truth.died) == CHANGES
    assert len(set().union(*(seen for _, seen in results))) > 5, "they saw it change"


def test_a_page_that_kept_groups_would_be_caught(engine: Engine) -> None:
    """The control: what was true a change ago is dead now."""
    truth = Truth(died={link_of(1): time.monotonic()})
    assert truth.dead_before(link_of(1), time.monotonic())
    assert not truth.dead_before(link_of(2), time.monotonic())
    with pytest.raises(Fault):
        png_of("x" * 400)
