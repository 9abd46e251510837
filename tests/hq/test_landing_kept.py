"""Pages that are kept say what a page written anew says, whatever is asked for and whatever changes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from sqlalchemy import Engine, update

from app.domain.funnel import Visitor
from app.hq.database import write
from app.hq.landing.kept import Kept
from app.hq.landing.replies import Replies
from app.hq.landing.reply import Reply
from app.hq.landing.sight import Sight
from app.hq.landing.visit import Visit
from app.hq.reading import read
from app.hq.tables import groups, stores
from app.hq.work.landing_places import Atlas, read_atlas, stores_changed
from tests.kit.phones import found_chain, put_code, put_store

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
QUERIES: tuple[dict[str, str], ...] = (
    {},
    {"lang": "en"},
    {"pick": "1"},
    {"city": "上海市"},
    {"q": "S1"},
    {"q": "S1", "skip": "1"},
    {"store": "S1"},
    {"city": "*", "district": ""},
)
GUESTS = (("zh", True), ("en", False))


def visit(language: str, in_wechat: bool, asked: str) -> Visit:
    told: dict[str, Any] = {"address": "", "agent": "", "cookie": "", "secure": True, "packed": True}
    shown: dict[str, Any] = {"language": asked or language, "asked_language": asked, "in_wechat": in_wechat}
    return Visit(**told, **shown, visitor=Visitor.PERSON)


def replies(engine: Engine, atlas: Atlas, codes: list[str], kept: Kept | None, at: datetime) -> list[Reply]:
    """Return the pages of all codes for all kinds of guests, kept or (None) each written anew."""
    found = []
    with read(engine) as connection:
        sight = Sight(connection, atlas, codes)
        for code, query, (language, in_wechat) in product(codes, QUERIES, GUESTS):
            guest = visit(language, in_wechat, query.get("lang", ""))
            held = Kept() if kept is None else kept
            found.append(Replies(sight, guest, at, "上海市" if in_wechat else "", held).page(code, query))
    return found


@pytest.mark.dear
def test_a_kept_page_is_the_page_that_would_be_written_now(engine: Engine) -> None:
    found_chain(engine, 3)
    with write(engine) as connection:
        codes = [
            put_code(connection),
            put_code(connection, "S0"),
            put_code(connection, "S0", kind="table", about="A12", target_url="https://order.example.com/a"),
            put_code(connection, "S0", kind="staff", title="李娜", target_url="https://work.weixin.qq.com/ca/l"),
            put_code(connection, valid_until=NOW + timedelta(hours=1)),
            "ZZZZZZZZZZ",
        ]
        atlas = read_atlas(connection)
    kept = Kept()

    def same(atlas: Atlas, at: datetime = NOW) -> list[str]:
        anew = replies(engine, atlas, codes, None, at)
        for _ in range(2):
            assert replies(engine, atlas, codes, kept, at) == anew
        return [reply.html for reply in anew]

    first = same(atlas)
    with write(engine) as connection:
        connection.execute(update(groups).where(groups.c.store_id == "S0").values(closed=True))
    closed = same(atlas)
    assert closed != first
    assert same(atlas, NOW + timedelta(hours=1)) != closed, "a campaign is over"
    with write(engine) as connection:
        connection.execute(update(stores).where(stores.c.store_id == "S1").values(name="新名字店"))
        put_store(connection, "S9", None)
        stores_changed(connection)
        other = read_atlas(connection)
    assert same(other) != closed


def test_only_so_many_pages_are_kept_and_none_is_written_twice() -> None:
    kept, written = Kept(most=2), list[int]()

    def page(number: int) -> tuple[str, str]:
        def write() -> tuple[str, str]:
            written.append(number)
            return f"page {number}", ""

        return kept.page(number, write)

    assert [page(number)[0] for number in (1, 2, 1, 1, 3)] == ["page 1", "page 2", "page 1", "page 1", "page 3"]
    assert (written, len(kept)) == ([1, 2, 3], 2)
    assert page(1) == ("page 1", "")
    page(2)
    assert written == [1, 2, 3, 2], "the one nobody asked for went"
