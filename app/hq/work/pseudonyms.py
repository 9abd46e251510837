"""Names for people nobody knows: keyed hashes, so that one visitor is counted once and can never be looked up.

A visitor with a cookie is named by the cookie under a secret of the chain (house row `visitor_salt`). One without is
named by address and browser under a secret of the business day (house row `visitor_day`), which is overwritten the
next day: from then on nobody, not even with the whole database, can tell whose such a name was. Neither a cookie, nor
an address, nor what a browser says of itself is ever kept. Two services of one chain give the same names.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
import secrets
from collections.abc import Callable, Coroutine
from datetime import date
from functools import partial

from sqlalchemy import Connection, select, update

from app.domain.days import business_day
from app.hq.clock import Clock
from app.hq.feed import insert_for
from app.hq.tables import house
from app.hq.writer import Writer

_SALT, _DAY = "visitor_salt", "visitor_day"
_COOKIE = re.compile(r"[0-9A-Za-z_-]{22}")


def new_cookie() -> str:
    """Return a cookie that nobody has: 128 random bits, 22 characters."""
    return secrets.token_urlsafe(16)


def is_cookie(text: str) -> bool:
    """Whether `text` can be a cookie of ours; what else a browser sends is taken for none."""
    return _COOKIE.fullmatch(text) is not None


def hashed(secret: str, *parts: str) -> str:
    """Return the name that `secret` gives to these parts: 22 hex digits (88 bits), too many to meet by chance."""
    key = bytes.fromhex(secret)
    return hashlib.blake2b("\0".join(parts).encode("utf-8", "replace"), key=key, digest_size=11).hexdigest()


def salt_of(connection: Connection) -> str:
    """Return the chain's secret, made when it is first asked for."""
    fresh = {"key": _SALT, "value": secrets.token_hex(32)}
    connection.execute(insert_for(connection, house).values(fresh).on_conflict_do_nothing())
    return str(connection.execute(select(house.c.value).where(house.c.key == _SALT)).scalar_one())


def secret_of(connection: Connection, day: date) -> str:
    """Return the secret of the business day; the one of any earlier day is overwritten with it."""
    fresh = {"key": _DAY, "value": f"{day.isoformat()} {secrets.token_hex(32)}"}
    connection.execute(insert_for(connection, house).values(fresh).on_conflict_do_nothing())
    older = (house.c.key == _DAY) & (house.c.value < day.isoformat())
    connection.execute(update(house).where(older).values(value=fresh["value"]))
    held = str(connection.execute(select(house.c.value).where(house.c.key == _DAY)).scalar_one())
    return held.partition(" ")[2]


class Pseudonyms:
    """Gives visitors their names. It asks the database once, and once a day; all of it belongs to the event loop."""

    def __init__(self, writer: Writer, clock: Clock) -> None:
        """`clock` is business time. Nothing is asked yet."""
        self._writer = writer
        self._clock = clock
        self._asking: dict[str, asyncio.Task[None]] = {}
        self._salt = ""
        self._day: date | None = None
        self._secret = ""

    @property
    def ready(self) -> bool:
        """Whether names are given at once, without asking the database."""
        return self._salt != "" and self._day == business_day(self._clock.now())

    async def person_of(self, cookie: str) -> str:
        """Return the name of whoever has this cookie; raise `Unavailable` where the database does not answer."""
        if not self._salt:
            await self._asked("salt", self._read_salt)
        return f"c{hashed(self._salt, cookie)}"

    async def person_without(self, address: str, user_agent: str) -> str:
        """Return the name, for today, of whoever comes from this address with this browser and has no cookie."""
        today = business_day(self._clock.now())
        if self._day != today:
            await self._asked(today.isoformat(), partial(self._read_secret, today))
        return f"d{hashed(self._secret, address, user_agent)}"

    async def _read_salt(self) -> None:
        self._salt = await self._writer.run(salt_of)

    async def _read_secret(self, day: date) -> None:
        self._secret, self._day = await self._writer.run(partial(secret_of, day=day)), day

    async def _asked(self, what: str, read: Callable[[], Coroutine[None, None, None]]) -> None:
        """Wait until it is read; whoever asks meanwhile waits for the same answer, or is told the same trouble."""
        asking = self._asking.get(what)
        if asking is None:
            asking = self._asking[what] = asyncio.create_task(read())
            asking.add_done_callback(partial(self._answered, what))
        await asyncio.shield(asking)

    def _answered(self, what: str, asking: asyncio.Task[None]) -> None:
        del self._asking[what]
        if not asking.cancelled():
            asking.exception()  # told to whoever still waits, and to nobody else
