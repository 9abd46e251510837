"""Tables of the chain itself: its stores, what stands and who works there, and the rules in force."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Float, Integer, Table, Text

from .base import metadata

house = Table(
    "house",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
    comment="One row a setting of the whole chain: `epoch` names this database's history, `policy` the rules in force.",
)

stores = Table(
    "stores",
    metadata,
    Column("store_id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("city", Text, nullable=False, server_default=""),
    Column("address", Text, nullable=False, server_default=""),
    Column("lng", Float),
    Column("lat", Float),
    Column("datum", Text, nullable=False, server_default=""),
    Column("district", Text, nullable=False, server_default=""),
    Column("opens", Text, nullable=False, server_default=""),
    Column("closes", Text, nullable=False, server_default=""),
    Column("timezone", Text, nullable=False, server_default="Asia/Shanghai"),
    Column("seq", BigInteger, nullable=False, server_default="0"),
    Column("row_hash", Text, nullable=False, server_default=""),
    comment="`seq` is the last place given out in the store's feed; whoever writes to the feed holds this row.",
)

store_tables = Table(
    "store_tables",
    metadata,
    Column("store_id", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("seats", Integer),
    Column("area", Text, nullable=False, server_default=""),
    Column("row_hash", Text, nullable=False, server_default=""),
)

staff = Table(
    "staff",
    metadata,
    Column("staff_id", Text, primary_key=True),
    Column("store_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False, server_default=""),
    Column("row_hash", Text, nullable=False, server_default=""),
)

policies = Table(
    "policies",
    metadata,
    Column("version", Text, primary_key=True),
    Column("body", Text, nullable=False, comment="the TOML as it was applied"),
    Column("by", Text, nullable=False, server_default=""),
    Column("at_us", BigInteger, nullable=False),
)

recomputes = Table(
    "recomputes",
    metadata,
    Column("recompute_id", Text, primary_key=True),
    Column("policy", Text, nullable=False),
    Column("as_of_us", BigInteger, nullable=False),
    Column("after_guest", Text, nullable=False, server_default="", comment="everyone up to here is done"),
    Column("done", BigInteger, nullable=False, server_default="0"),
    Column("changed", BigInteger, nullable=False, server_default="0"),
    Column("total", BigInteger, nullable=False, server_default="0"),
    Column("finished_us", BigInteger),
    comment="A recompute of the whole chain: it can be stopped anywhere and goes on from where it was.",
)
