"""The store's tables, its staff, and the store itself, as the counter knows them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from .groups import USUAL, GroupRule


@dataclass(frozen=True, slots=True, kw_only=True)
class TableCard:
    """One table of a store, named as it is called on the floor."""

    store_id: str
    name: str
    seats: int | None = None
    area: str = ""


def table_called(typed: str, names: Iterable[str]) -> str | None:
    """Return the one of `names` that `typed` means, None where it is none of them or could be two.

    Width, case and blanks do not count: what an input method writes as "ａ 12" is the table A12.
    """
    known = tuple(names)
    if typed in known:
        return typed
    wanted = table_key(typed)
    alike = {name for name in known if table_key(name) == wanted}
    return alike.pop() if len(alike) == 1 else None


def table_key(name: str) -> str:
    """Return what tables' names are compared by."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


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
    escalate_seconds: int = 120
    """A VIP whom nobody acknowledges for so long is the manager's."""
    redeem_points: int = 0
    """Points from which on they can be redeemed; 0: this chain has no points."""
    lapse_days: int = 7
    """A coupon that is good for at most so many days more is about to lapse."""
    birthday_days: int = 0
    """Days before and after a birthday on which it can still be kept."""
    segments: dict[str, str] = field(default_factory=dict)
    """What the chain calls each segment, by its code."""
    groups: GroupRule = USUAL
    """When groups give way to the next, and when the manager hears of it."""
    address: str = ""
    brand: str = ""
    """What the chain is called, on paper and on the phone page."""
    accent: str = ""
    """The chain's colour, "#rrggbb"; "": the program's own."""
    policy: str = ""
