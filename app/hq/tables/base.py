"""What every table is made in, and the types that differ between the engines."""

from __future__ import annotations

from sqlalchemy import BigInteger, Integer, MetaData

metadata = MetaData()

Big = BigInteger().with_variant(Integer, "sqlite")
"""A 64-bit number that SQLite counts up by itself as a primary key."""
