"""A guest's past as HQ tells it to a desk that asks: pages of what happened, newest first."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct


class Dish(Struct, frozen=True, kw_only=True):
    """A dish of a bill, and how often it stands there."""

    name: str
    quantity: int = 1


class Past(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing that happened. `kind` says which of the fields below are filled; `key` is unique within its kind.

    "bill": `paid_fen`, `list_fen`, `party_size`, `table`, `dishes`; `by` is who served.
    "arrival": `state`, `sources`, `party_size`, `table`, `ticket`, `text` (what was said before coming), `by` and
    `done_at` (who went to welcome a VIP, when).
    "note": `text`, `by`.
    "interaction": `what`, `text` (the group, the coupon), `by`.
    "standing": `what` changed from `old` to `new` under `policy`, `facts` are what was counted.
    "merge", "unmerge": `other`, `other_name`, `by`, `text` (the reason); `undone`: somebody took it back.
    "settled": a conflict; `what` disagreed, `new` is the decision, `by`, `text`.

    A desk passes over a kind that it does not know (a newer HQ).
    """

    kind: str
    key: str
    at: datetime
    store_id: str = ""
    store: str = ""
    by: str = ""
    text: str = ""
    paid_fen: int = 0
    list_fen: int = 0
    party_size: int | None = None
    table: str = ""
    ticket: str = ""
    dishes: tuple[Dish, ...] = ()
    state: str = ""
    sources: tuple[str, ...] = ()
    done_at: datetime | None = None
    what: str = ""
    old: str = ""
    new: str = ""
    policy: str = ""
    facts: dict[str, str] = {}
    other: str = ""
    other_name: str = ""
    undone: bool = False


class HistoryPage(Struct, frozen=True, kw_only=True):
    """A page of a guest's past. `before` asks for the next one; "" where there is none.

    `guest_id` is the id the guest goes by now, `reveals` how often somebody looked at the whole phone.
    """

    guest_id: str
    entries: list[Past]
    before: str = ""
    reveals: int = 0
