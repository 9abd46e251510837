"""What the phone page asks of HQ, and what programs may ask the same way: a position, and the store nearest to it."""

from __future__ import annotations

from msgspec import UNSET, Struct, UnsetType


class Position(Struct, kw_only=True):
    """Where a phone is, in degrees; `accuracy_m` is how far off that may be."""

    lat: float
    lng: float
    datum: str = "WGS-84"
    accuracy_m: float | None = None


class NearStore(Struct, frozen=True, kw_only=True):
    """A store; `distance_m` over the ground in metres, null where it is not known. `opens` and `closes` are times of
    its own day as the store list has them."""

    store_id: str
    name: str
    city: str
    address: str
    distance_m: float | None
    opens: str
    closes: str
    open_now: bool


class NearGroup(Struct, frozen=True, kw_only=True):
    """A group that can be joined now. `picture` is the address of its code on this HQ."""

    name: str
    picture: str
    join_url: str | UnsetType = UNSET


class Nearest(Struct, frozen=True, kw_only=True):
    """The store for a position, or `picker`: the guest must choose. `reason`: nearest, closed, full, no_group, store,
    far, position_unreadable, position_nowhere, position_inaccurate, or why the code is not good."""

    store: NearStore | None
    picker: bool
    group: NearGroup | None
    second: NearStore | None
    reason: str
