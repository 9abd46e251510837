"""HQ's tables. Times are UTC microseconds (`_us`), money is fen, JSON bodies are the wire's canonical text.

Nothing here needs an extension, a trigger or NOTIFY: any PostgreSQL-compatible engine will do, and so will SQLite.
"""

from __future__ import annotations

from .base import metadata
from .paper import (
    code_changes,
    funnel,
    funnel_marks,
    group_alerts,
    group_joins,
    group_members,
    groups,
    print_pieces,
    printed_codes,
    prints,
)
from .people import (
    conflicts,
    consents,
    coupons,
    guest_aliases,
    guests,
    identities,
    interactions,
    merges,
    notes,
    reveals,
    settlements,
    standing_changes,
    standings,
    tastes,
)
from .places import house, policies, recomputes, staff, store_tables, stores
from .traffic import cards, devices, enrolments, event_sources, events, feed, receipts, rejected_rows
from .visits import alerts, arrival_aliases, arrivals, bill_items, bills

__all__ = [
    "alerts",
    "arrival_aliases",
    "arrivals",
    "bill_items",
    "bills",
    "cards",
    "code_changes",
    "conflicts",
    "consents",
    "coupons",
    "devices",
    "enrolments",
    "event_sources",
    "events",
    "feed",
    "funnel",
    "funnel_marks",
    "group_alerts",
    "group_joins",
    "group_members",
    "groups",
    "guest_aliases",
    "guests",
    "house",
    "identities",
    "interactions",
    "merges",
    "metadata",
    "notes",
    "policies",
    "print_pieces",
    "printed_codes",
    "prints",
    "receipts",
    "recomputes",
    "rejected_rows",
    "reveals",
    "settlements",
    "staff",
    "standing_changes",
    "standings",
    "store_tables",
    "stores",
    "tastes",
]
