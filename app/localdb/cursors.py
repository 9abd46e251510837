"""How far this desk has read HQ's feed, and what HQ's clock said then. Written with the rows it stands for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec

from .database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockSample:
    """HQ said it was `hq` (running at `speed`) when this machine's clock said `here`."""

    hq: datetime
    here: datetime
    speed: float = 1.0

    def at(self, here: datetime) -> datetime:
        """Return HQ's time when this machine's clock says `here`.

        A clock that ran fast (a past day lived again) is taken to stand still since it was last heard: nobody knows
        whether the day still runs. So is one that this machine's own clock lies before: that was set back meanwhile
        (an empty battery), and no guest comes before those who were here.
        """
        return self.hq + max(here - self.here, timedelta(0)) if self.speed == 1.0 else self.hq


def cursor(db: Database) -> str | None:
    """Return the cursor to ask HQ with; None: there is no snapshot yet."""
    return _meta(db, "cursor")


def store_of_cache(db: Database) -> str | None:
    """Return the store that the cached cards are of."""
    return _meta(db, "store_id")


def clock_sample(db: Database) -> ClockSample | None:
    """Return what HQ's clock said when it was last heard; None where nobody can read it any more."""
    held = _meta(db, "desk_clock")
    try:
        return None if held is None else msgspec.json.decode(held, type=ClockSample)
    except msgspec.DecodeError:
        return None


def move(db: Database, to: str) -> None:
    """Move the cursor, in the transaction of the rows before it."""
    _set_meta(db, "cursor", to)


def history(db: Database) -> str | None:
    """Return the name of HQ's history that the versions of the cached cards belong to."""
    return _meta(db, "epoch")


def begin(db: Database, store_id: str, epoch: str) -> None:
    """Note of which store and history the cards are that come before the roster does; no cursor goes with them."""
    _set_meta(db, "store_id", store_id)
    _set_meta(db, "epoch", epoch)


def heard(db: Database, sample: ClockSample) -> None:
    """Remember what HQ's clock said."""
    _set_meta(db, "desk_clock", msgspec.json.encode(sample).decode())


def _meta(db: Database, key: str) -> str | None:
    found: str | None = db.value("select value from cache.meta where key = ?", (key,))
    return found


def _set_meta(db: Database, key: str, value: str) -> None:
    db.execute(
        "insert into cache.meta (key, value) values (?, ?) on conflict (key) do update set value = excluded.value",
        (key, value),
    )
