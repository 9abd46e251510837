"""Who may send events: a secret for each source, and the one before it for a day after a rotation."""

from __future__ import annotations

import base64
import secrets

from sqlalchemy import Connection, bindparam, select

from app.domain.faults import Refused
from app.domain.names import clean_text
from app.hq.clock import real_us
from app.hq.feed import insert_for
from app.hq.tables import event_sources

GRACE_US = 24 * 3600 * 1_000_000
"""How long the secret before a rotation stays good (real microseconds)."""

_SECRETS = select(event_sources).where(event_sources.c.source == bindparam("source"))


def issue_secret(connection: Connection, source: str) -> str:
    """Return a new secret ("whsec_…", 256 bit) for `source`; the one it had stays good for a day.

    Raises `Refused` for a name that is empty, too long, or not on one line.
    """
    if not 0 < len(source) <= 200 or clean_text(source) != source:
        raise Refused("source_name", "a source is called by 1 to 200 characters on one line; no secret was made")
    secret = "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
    insert = insert_for(connection, event_sources).values(source=source, secret=secret)
    until = real_us() + GRACE_US
    connection.execute(
        insert.on_conflict_do_update(
            index_elements=["source"],
            set_={"previous": event_sources.c.secret, "previous_until_us": until, "secret": insert.excluded.secret},
        )
    )
    return secret


def secrets_of(connection: Connection, source: str) -> tuple[str, ...]:
    """Return the secrets that are good for `source` now, the newest first; none for an unknown source."""
    row = connection.execute(_SECRETS, {"source": source}).one_or_none()
    if row is None:
        return ()
    old = bool(row.previous) and row.previous_until_us is not None and row.previous_until_us > real_us()
    return (row.secret, row.previous) if old else (row.secret,)
