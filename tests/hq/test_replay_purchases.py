"""A year and a half of real purchases, month by month: HQ's tiers and segments against a count made in this file.

The sample is every tenth customer of the CDNOW data (customer, day, copies, dollars). Each month's purchases are
imported as bills at the month's end, as a chain's nightly export would be, and everybody is counted anew. The other
count knows nothing of the program: lists of days and sums of cents.
"""

from __future__ import annotations

import bisect
import csv
from collections import defaultdict
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from app.domain.guests import GuestCard
from app.hq.clock import us_of
from app.hq.database import write
from app.hq.importers.mapping import read_map
from app.hq.importers.run import import_file
from app.hq.policies import adopt, current_policy
from app.hq.tables import cards, guests, standing_changes, standings
from app.hq.work.recomputing import begin, recompute
from app.resources import resources
from app.wire.codec import decode
from tests.kit.data import real_data
from tests.kit.story import StoppedClock

pytestmark = pytest.mark.dear

CHINA = timezone(timedelta(hours=8))
STEPS = ((2, "gold"), (3, "platinum"), (5, "black"))
TIER_DAYS, NEW_DAYS, SPEND_DAYS = 60, 45, 180
MID, HIGH = 3_000, 10_000

Purchase = tuple[str, datetime, int]


def purchases() -> dict[tuple[int, int], list[Purchase]]:
    """Return the sample by month: (customer, noon of the day, cents), in the file's order."""
    found: defaultdict[tuple[int, int], list[Purchase]] = defaultdict(list)
    for line in real_data("loyalty", "purchases_sample_tenth.txt").read_text().splitlines():
        customer, day, _copies, amount = line.split()
        at = datetime.strptime(f"{day} 12 +0800", "%Y%m%d %H %z")
        found[at.year, at.month].append((customer, at, round(float(amount) * 100)))
    return dict(sorted(found.items()))


def end_of(month: tuple[int, int]) -> datetime:
    year, number = month
    return datetime(year + number // 12, number % 12 + 1, 1, tzinfo=CHINA) - timedelta(hours=1)


class Ledger:
    """The other count."""

    def __init__(self) -> None:
        self.days: defaultdict[str, list[datetime]] = defaultdict(list)
        self.sums: defaultdict[str, list[tuple[datetime, int]]] = defaultdict(list)

    def add(self, customer: str, at: datetime, cents: int) -> None:
        bisect.insort(self.days[customer], at)
        self.sums[customer].append((at, cents))

    def tier(self, customer: str, now: datetime) -> str:
        since = now - timedelta(days=TIER_DAYS)
        lately = sum(1 for day in self.days[customer] if day >= since)
        return ([name for least, name in STEPS if lately >= least] or ["regular"])[-1]

    def segment(self, customer: str, now: datetime) -> str:
        age = "new" if now - self.days[customer][0] <= timedelta(days=NEW_DAYS) else "old"
        since = now - timedelta(days=SPEND_DAYS)
        spent = sum(cents for day, cents in self.sums[customer] if day >= since)
        return f"{age}_{'high' if spent >= HIGH else 'mid' if spent >= MID else 'low'}"

    def bought(self, customer: str) -> str:
        return "once" if len(self.days[customer]) == 1 else "again"


def policy_text() -> str:
    text = (resources() / "policy.toml").read_text("utf-8")
    for old, new in (
        ('version = "2026-11"', 'version = "records"'),
        ("[tiers]\ndays = 90", f"[tiers]\ndays = {TIER_DAYS}"),
        ('"gold", visits = 3', '"gold", visits = 2'),
        ('"platinum", visits = 6', '"platinum", visits = 3'),
        ('"black", visits = 10', '"black", visits = 5'),
        ("new_days = 90", f"new_days = {NEW_DAYS}"),
        ("spend_days = 365", f"spend_days = {SPEND_DAYS}"),
        ("mid_fen = 30000", f"mid_fen = {MID}"),
        ("high_fen = 100000", f"high_fen = {HIGH}"),
    ):
        assert text.count(old) == 1
        text = text.replace(old, new)
    return text


def write_month(path: Path, rows: list[Purchase], first: int) -> None:
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["order_id", "guest_id", "closed_at", "paid_fen"])
        for place, (customer, at, cents) in enumerate(rows, start=first):
            writer.writerow([f"p{place}", customer, at.isoformat(), cents])


def test_tier_changes_month_by_month_match_a_count_of_their_own(engine: Engine, tmp_path: Path) -> None:
    ledger, clock, done = Ledger(), StoppedClock(), 0
    last: dict[str, dict[str, str]] = {}
    expected: set[tuple[str, str, int, str, str]] = set()
    with write(engine) as connection:
        adopt(connection, policy_text(), "test", 0)
    for month, rows in purchases().items():
        clock.at = end_of(month).astimezone(UTC)
        path = tmp_path / f"{month}.csv"
        write_month(path, rows, done)
        done += len(rows)
        report = import_file(engine, "orders", [path], store_id="330", now=clock.at)
        assert (report.counts.added, report.counts.rejected) == (len(rows), 0)
        with write(engine) as connection:
            begin(connection, current_policy(connection), clock.at)
        counted = recompute(engine, clock)
        assert counted is not None
        assert counted.finished
        for row in rows:
            ledger.add(*row)
        now_stand = {
            customer: {
                "tier": ledger.tier(customer, clock.at),
                "segment": ledger.segment(customer, clock.at),
                "purchase_class": ledger.bought(customer),
            }
            for customer in ledger.days
        }
        for customer, stands in now_stand.items():
            for what, new in stands.items():
                old = last.get(customer, stands)[what]
                if old != new:
                    expected.add((customer, what, us_of(clock.at), old, new))
        last = now_stand
        with engine.connect() as connection:
            held = connection.execute(select(standings)).all()
        assert {row.guest_id: (row.tier, row.segment, row.purchase_class) for row in held} == {
            customer: tuple(stands.values()) for customer, stands in now_stand.items()
        }, month
    with engine.connect() as connection:
        rows_noted = connection.execute(select(standing_changes)).all()
        shown = connection.execute(select(cards.c.body).where(cards.c.kind == "guest")).scalars().all()
    assert {(row.guest_id, row.what, row.at_us, row.old, row.new) for row in rows_noted} == expected
    ups = [each for each in expected if each[1] == "tier"]
    assert len(ups) > 500, "there is something to compare"
    assert {each[4] for each in ups} == {"regular", "gold", "platinum", "black"}
    latest = {each[0]: each for each in sorted(ups, key=lambda each: each[2])}
    for body in shown:
        card = decode(body, GuestCard)
        assert card.tier == last[card.guest_id]["tier"]
        assert card.placing.segment == last[card.guest_id]["segment"]
        change = latest.get(card.guest_id)
        assert card.tier_before == (change[3] if change else None)


def test_every_real_guest_is_in_exactly_one_segment_and_one_class(engine: Engine) -> None:
    now = datetime(2016, 8, 16, tzinfo=UTC)
    for kind, name in (
        ("guests", "guests_history.gbk.csv"),
        ("orders", "orders_2016-01_2016-06.csv"),
        ("guests", "guests_2016-08.gbk.csv"),
        ("orders", "orders_2016-08-01_15.gbk.csv"),
    ):
        mapping = read_map(real_data("orders", "map.toml"), kind)
        import_file(engine, kind, [real_data("orders", name)], store_id="330", mapping=mapping, now=now)
    with engine.connect() as connection:
        everybody = set(connection.execute(select(guests.c.guest_id)).scalars())
        held = connection.execute(select(standings)).all()
        bodies = connection.execute(select(cards.c.body).where(cards.c.kind == "guest")).scalars().all()
        noted = connection.execute(select(standing_changes)).all()
    shown = [decode(body, GuestCard) for body in bodies]
    assert len(everybody) > 2_431
    assert {row.guest_id for row in held} == {card.guest_id for card in shown} == everybody
    assert len(held) == len(shown) == len(everybody)
    cells = {"new_low", "new_mid", "new_high", "old_low", "old_mid", "old_high"}
    for card in shown:
        placing = card.placing
        assert placing.segment in cells
        bills = card.visits
        assert placing.bills == bills
        assert placing.purchase_class == ("none" if bills == 0 else "once" if bills == 1 else "again")
        new = card.first_visit is None or now - card.first_visit <= timedelta(days=90)
        level = "high" if placing.spend_fen >= 100_000 else "mid" if placing.spend_fen >= 30_000 else "low"
        assert placing.segment == f"{'new' if new else 'old'}_{level}"
        assert placing.policy == card.tier_reason.policy == "2026-11"
        assert not placing.private, "no point of sale knows who recommends the brand"
    assert len({card.placing.segment for card in shown}) == 6
    assert len({card.placing.purchase_class for card in shown}) == 3
    assert noted == [], "history that comes to light is no change"
