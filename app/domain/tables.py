"""The store's tables, its staff, and the store itself, as the counter knows them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TableCard:
    """One table of a store, named as it is called on the floor."""

    store_id: str
    name: str
    seats: int | None = None
    area: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffCard:
    """One member of staff; `role` is "front_desk", "manager", "server" or what the chain calls it."""

    staff_id: str
    store_id: str
    name: str
    role: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreCard:
    """One restaurant, and what its desk must know of the policy: waits in minutes, windows in minutes."""

    store_id: str
    name: str
    city: str = ""
    timezone: str = "Asia/Shanghai"
    wait_limit: int = 30
    policy: str = ""
