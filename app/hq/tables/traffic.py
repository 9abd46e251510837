"""Tables of what comes in and goes out: cards and feeds, events and commands, and who may send them."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, Table, Text, text

from .base import Big, metadata

_SHOWN = "kind = 'arrival' and body is not null"

cards = Table(
    "cards",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("card_id", Text, primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("hash", BigInteger, nullable=False),
    Column("body", Text, comment="the card as canonical JSON; null once it is gone"),
    Index("cards_on_board", "card_id", sqlite_where=text(_SHOWN), postgresql_where=text(_SHOWN)),
    comment="Every card as desks hold it, once for the whole chain.",
)

feed = Table(
    "feed",
    metadata,
    Column("store_id", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("card_id", Text, primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("accepted_us", BigInteger, nullable=False, server_default="0"),
    Index("feed_seq", "store_id", "seq", unique=True),
    Index("feed_card", "kind", "card_id"),
    comment="Which store holds which card, and where in its feed the card last changed: one row a card, never more.",
)

_PARKED = "state = 'parked'"

events = Table(
    "events",
    metadata,
    Column("position", Big, primary_key=True, autoincrement=True),
    Column("source", Text, nullable=False),
    Column("event_id", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("time_us", BigInteger),
    Column("accepted_us", BigInteger, nullable=False),
    Column("body", Text, nullable=False, comment="the event as it came"),
    Column("state", Text, nullable=False, comment="pending, applied, parked"),
    Column("reason", Text, nullable=False, server_default=""),
    Index("events_once", "source", "event_id", unique=True),
    Index("events_state", "state", "position"),
    Index("events_parked", "reason", sqlite_where=text(_PARKED), postgresql_where=text(_PARKED)),
)

receipts = Table(
    "receipts",
    metadata,
    Column("key", Text, primary_key=True),
    Column("store_id", Text, nullable=False),
    Column("device_id", Text, nullable=False, server_default=""),
    Column("kind", Text, nullable=False),
    Column("body_hash", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("code", Text, nullable=False, server_default=""),
    Column("reason", Text, nullable=False, server_default=""),
    Column(
        "touched", Text, nullable=False, server_default="[]", comment="[[kind, card_id], …]: the cards to answer with"
    ),
    Column("aliases", Text, nullable=False, server_default="{}"),
    Column("at_us", BigInteger, nullable=False),
    Column("envelope", Text, nullable=False, comment="the command as it came"),
)

enrolments = Table(
    "enrolments",
    metadata,
    Column("code_hash", Text, primary_key=True),
    Column("store_id", Text, nullable=False),
    Column("expires_us", BigInteger, nullable=False),
    Column("used_us", BigInteger),
)

devices = Table(
    "devices",
    metadata,
    Column("device_id", Text, primary_key=True),
    Column("store_id", Text, nullable=False),
    Column("name", Text, nullable=False, server_default=""),
    Column("token_hash", Text, nullable=False, unique=True),
    Column("enrolled_us", BigInteger, nullable=False),
    Column("revoked_us", BigInteger),
)

event_sources = Table(
    "event_sources",
    metadata,
    Column("source", Text, primary_key=True),
    Column("secret", Text, nullable=False),
    Column("previous", Text, nullable=False, server_default=""),
    Column("previous_until_us", BigInteger),
)

rejected_rows = Table(
    "rejected_rows",
    metadata,
    Column("row_id", Text, primary_key=True, comment="hash of file kind, store and bytes: rejected twice, kept once"),
    Column("kind", Text, nullable=False),
    Column("store_id", Text, nullable=False, server_default=""),
    Column("file", Text, nullable=False),
    Column("line", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("bytes", LargeBinary, nullable=False),
    Column("found_us", BigInteger, nullable=False),
)
