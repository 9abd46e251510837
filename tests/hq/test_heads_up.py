"""What can be done for a guest today comes with their arrival, and goes when it is done."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, insert, update

from app.domain.days import business_day
from app.hq.database import write
from app.hq.tables import coupons, guests
from tests.kit.hq import Counter, HqHere, Till, event, found_store

PHONE = "13800138000"


def said(desk: Counter) -> dict[str, dict[str, str]]:
    (arrival,) = desk.cards("arrival", wait_for=1).values()
    return {one["code"]: one.get("facts", {}) for one in arrival["suggestions"]}


def test_a_birthday_and_a_lapsing_coupon_come_with_the_arrival(
    engine: Engine, database_url: str, tmp_path: Path
) -> None:
    found_store(engine)
    now = datetime.now(UTC)
    today = business_day(now)
    with HqHere(database_url, files=tmp_path / "files") as hq:
        till, desk = Till(engine), Counter(engine, hq.url)
        identity: dict[str, Any] = {"phone": PHONE}
        till.send(hq.url, event("arrival.queued", now, store_id="330", ticket_no="A1", identity=identity))
        assert not {"birthday", "coupon"} & said(desk).keys()
        (guest,) = desk.cards("guest", wait_for=1)
        with write(engine) as connection:
            born = today.replace(year=2000).isoformat()
            connection.execute(update(guests).where(guests.c.guest_id == guest).values(birthday=born))
            coupon = {"guest_id": guest, "coupon_id": "c1", "name": "果盘券", "claimed_us": 1}
            last = (today + timedelta(days=1)).isoformat()
            connection.execute(insert(coupons).values(coupon | {"expires": last}))
        till.send(hq.url, event("arrival.scanned", now, store_id="330", table="A1", identity=identity))
        found = said(desk)
        assert found["birthday"] == {"days": "0"}
        assert found["coupon"] == {"name": "果盘券", "days": "1"}
        used = event("coupon.used", now, store_id="330", coupon_id="c1", identity=identity)
        assert till.send(hq.url, used).events[0].outcome == "accepted"
        end = datetime.now(UTC) + timedelta(seconds=20)
        while "coupon" in said(desk):
            assert datetime.now(UTC) < end
        assert "birthday" in said(desk)
