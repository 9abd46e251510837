"""What HQ tells desks: pages of a store's feed, the digest to compare with, enrolment, the clock.

A cursor is opaque to the desk: it sends back what it was given. An epoch that HQ does not know (409, `epoch_unknown`)
means: take a new snapshot.
"""

from __future__ import annotations

from datetime import datetime

from msgspec import UNSET, Raw, Struct, UnsetType, field


class Clock(Struct, frozen=True, kw_only=True):
    """HQ's time when it answered, and how fast it runs (1.0 unless a past day is lived again)."""

    now: datetime
    speed: float = 1.0


class FeedEntry(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One card as it is now. `version` rises with every change of the card; no body means it is gone.

    `accepted_us` is HQ's real clock (Unix microseconds) when it accepted what caused the change. On the wire the
    card's JSON stands in `body`; it is not read here (`codec.decode_card` does), so that a page is passed on quickly.
    """

    kind: str
    id: str
    version: int
    raw: Raw | UnsetType = field(default=UNSET, name="body")
    accepted_us: int = 0

    @property
    def body(self) -> bytes | None:
        """The card's canonical JSON, None once it is gone."""
        found = None if self.raw is UNSET else bytes(self.raw)
        return None if found == b"null" else found


class FeedPage(Struct, frozen=True, kw_only=True):
    """What changed after the cursor that was sent, in order. `more`: ask again at once."""

    cursor: str
    entries: list[FeedEntry]
    clock: Clock
    more: bool = False


class TodayPage(Struct, frozen=True, kw_only=True):
    """What a counter needs while the roster is on its way: the store, tables, staff, today's arrivals and their guests.

    The feed goes on behind `cursor`; `epoch` names HQ's history, as a snapshot's `meta` does.
    """

    epoch: str
    cursor: str
    entries: list[FeedEntry]
    clock: Clock


class Digest(Struct, frozen=True, kw_only=True):
    """The sums (modulo 2^64, signed) of the row hashes in each of 256 buckets, as they stand at `cursor`."""

    cursor: str
    rows: int
    buckets: list[int]


class EnrolmentRequest(Struct, frozen=True, kw_only=True):
    """The one-time code that `hq enrol` printed, and how the desk calls itself."""

    code: str
    device: str = ""


class Enrolment(Struct, frozen=True, kw_only=True):
    """A device token (shown once, kept in the keyring) and the store it is good for."""

    store_id: str
    store_name: str
    device_id: str
    token: str
