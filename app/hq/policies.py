"""The chain's rules in force: the ones kept in the database, else the ones the program comes with."""

from __future__ import annotations

import tomllib
from functools import cache, lru_cache

from sqlalchemy import Connection, select

from app.domain.faults import Unreadable
from app.domain.policy import Policy, policy_from
from app.resources import resources

from .tables import house


def current_policy(connection: Connection) -> Policy:
    """Return the policy in force (house row `policy`, TOML); the one in `resources` where none was applied."""
    kept = connection.execute(_KEPT).scalar()
    return default_policy() if kept is None else read_policy(kept)


@cache
def default_policy() -> Policy:
    """Return the policy that the program comes with."""
    return read_policy((resources() / "policy.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=8)
def read_policy(text: str) -> Policy:
    """Return the policy written in `text` (TOML); raise `Unreadable` saying what is wrong with it."""
    try:
        return policy_from(tomllib.loads(text))
    except tomllib.TOMLDecodeError as wrong:
        raise Unreadable("policy_toml", f"the policy is no TOML: {wrong}", reason=str(wrong)) from None


_KEPT = select(house.c.value).where(house.c.key == "policy")
