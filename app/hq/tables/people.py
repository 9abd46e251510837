"""Tables of guests: who they are, what is known of them and by whom, and where that disagrees."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, Table, Text, text

from .base import metadata

_MERGED = "merged_into is not null"

guests = Table(
    "guests",
    metadata,
    Column("guest_id", Text, primary_key=True),
    Column("name", Text, nullable=False, server_default=""),
    Column("name_original", Text, nullable=False, server_default="", comment="what a repaired name was before"),
    Column("phone", Text, nullable=False, server_default=""),
    Column("sex", Text, nullable=False, server_default=""),
    Column("birthday", Text, nullable=False, server_default=""),
    Column("registered_us", BigInteger),
    Column("vip", Boolean, nullable=False, server_default=text("false")),
    Column("vip_manager", Text, nullable=False, server_default=""),
    Column("merged_into", Text, comment="the guest this one goes by; its facts stay its own"),
    Column("points", BigInteger, nullable=False, server_default="0"),
    Column("points_us", BigInteger, comment="when the points were so many; older news never replaces newer"),
    Column("franchise_us", BigInteger, comment="when this guest asked about opening a store"),
    Column("origin", Text, nullable=False, server_default="", comment="import, order, event, desk"),
    Column("created_us", BigInteger, nullable=False),
    Column(
        "row_hash",
        Text,
        nullable=False,
        server_default="",
        comment="of the row in the guest file, to tell unchanged ones; empty: no guest file has named this guest yet",
    ),
    Index("guests_merged", "merged_into", sqlite_where=text(_MERGED), postgresql_where=text(_MERGED)),
)

identities = Table(
    "identities",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("value", Text, primary_key=True),
    Column("guest_id", Text, nullable=False, index=True),
    Column("origin", Text, nullable=False, server_default="", comment="who said so: import, order, event, desk"),
    Column("since_us", BigInteger, nullable=False),
)

guest_aliases = Table(
    "guest_aliases",
    metadata,
    Column("alias", Text, primary_key=True, comment="an id made at a desk for a guest HQ already knew"),
    Column("guest_id", Text, nullable=False),
    Column("since_us", BigInteger, nullable=False),
)

conflicts = Table(
    "conflicts",
    metadata,
    Column("conflict_id", Text, primary_key=True, comment="hash of what disagrees: found twice, kept once"),
    Column("kind", Text, nullable=False, comment="phone_shared, order_identity, event_identity"),
    Column("store_id", Text, nullable=False, server_default=""),
    Column("left_guest", Text, nullable=False, index=True),
    Column("right_guest", Text, nullable=False, server_default="", index=True),
    Column("evidence", Text, nullable=False, server_default="{}"),
    Column("found_us", BigInteger, nullable=False),
    Column("state", Text, nullable=False, server_default="open", comment="open, settled, gone"),
    Column("decision", Text, nullable=False, server_default="", comment="same, left, right"),
    Column("settled_by", Text, nullable=False, server_default=""),
    Column("settled_us", BigInteger),
    Column("note", Text, nullable=False, server_default=""),
    Column("merge_id", Text, nullable=False, server_default=""),
)

merges = Table(
    "merges",
    metadata,
    Column("merge_id", Text, primary_key=True),
    Column("kept", Text, nullable=False, index=True),
    Column("gone", Text, nullable=False, index=True),
    Column("reason", Text, nullable=False, server_default=""),
    Column("store_id", Text, nullable=False, server_default=""),
    Column("by", Text, nullable=False, server_default=""),
    Column("at_us", BigInteger, nullable=False),
    Column("undone_by", Text, nullable=False, server_default=""),
    Column("undone_us", BigInteger),
    comment="Who said that two guests are one person, and who took it back. Nothing is ever moved by it.",
)

settlements = Table(
    "settlements",
    metadata,
    Column("settlement_id", Text, primary_key=True, comment="the key of the command behind it"),
    Column("conflict_id", Text, nullable=False, index=True),
    Column("decision", Text, nullable=False, comment="same, left, right"),
    Column("moved", Text, nullable=False, server_default="{}", comment="what changed hands and whose it was, as JSON"),
    Column("store_id", Text, nullable=False, server_default=""),
    Column("by", Text, nullable=False, server_default=""),
    Column("note", Text, nullable=False, server_default=""),
    Column("at_us", BigInteger, nullable=False),
    Column("undone_by", Text, nullable=False, server_default=""),
    Column("undone_us", BigInteger),
    comment="Who settled which conflict how, what was moved by it, and who took it back.",
)

interactions = Table(
    "interactions",
    metadata,
    Column("key", Text, primary_key=True, comment="of the event behind it: counted once however often it comes"),
    Column("guest_id", Text, nullable=False),
    Column("kind", Text, nullable=False, comment="contact_added, group_joined, group_left, coupon_claimed, …"),
    Column("store_id", Text, nullable=False, server_default=""),
    Column("about", Text, nullable=False, server_default="", comment="the group, the coupon, how it was recommended"),
    Column("staff_id", Text, nullable=False, server_default=""),
    Column("at_us", BigInteger, nullable=False),
    Index("interactions_guest", "guest_id", "at_us", "kind"),
)

coupons = Table(
    "coupons",
    metadata,
    Column("guest_id", Text, primary_key=True),
    Column("coupon_id", Text, primary_key=True),
    Column("name", Text, nullable=False, server_default=""),
    Column("expires", Text, nullable=False, server_default="", comment="YYYY-MM-DD, empty: never"),
    Column("claimed_us", BigInteger, nullable=False),
    Column("used_us", BigInteger),
)

consents = Table(
    "consents",
    metadata,
    Column("guest_id", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("granted", Boolean, nullable=False),
    Column("source", Text, nullable=False, server_default=""),
    Column("at_us", BigInteger, nullable=False),
)

standings = Table(
    "standings",
    metadata,
    Column("guest_id", Text, primary_key=True),
    Column("tier", Text, nullable=False),
    Column("segment", Text, nullable=False),
    Column("purchase_class", Text, nullable=False),
    Column("private", Boolean, nullable=False),
    Column("tier_before", Text, nullable=False, server_default=""),
    Column("tier_since", Text, nullable=False, server_default="", comment="YYYY-MM-DD"),
    Column("policy", Text, nullable=False),
    Column("counted_us", BigInteger, nullable=False, comment="when the counts or what follows from them last changed"),
    Column("before_us", BigInteger, comment="when they had changed before that"),
    Column("visits", Integer, nullable=False, server_default="0", comment="in the tiers' window, as every count here"),
    Column("interactions", Integer, nullable=False, server_default="0"),
    Column("bills", Integer, nullable=False, server_default="0"),
    Column("spend_fen", BigInteger, nullable=False, server_default="0"),
    Column("gate_visits", Integer, nullable=False, server_default="0"),
    Column("recommendations", Integer, nullable=False, server_default="0"),
    comment="Where the policy puts each guest, as it was last worked out, and the counts it was worked out from.",
    sqlite_with_rowid=False,
)

standing_changes = Table(
    "standing_changes",
    metadata,
    Column("guest_id", Text, primary_key=True),
    Column("what", Text, primary_key=True, comment="tier, segment, purchase_class, private"),
    Column("at_us", BigInteger, primary_key=True),
    Column("old", Text, nullable=False, server_default=""),
    Column("new", Text, nullable=False),
    Column("policy", Text, nullable=False),
    Column("reason", Text, nullable=False, server_default="{}", comment="what was counted, as JSON"),
)

tastes = Table(
    "tastes",
    metadata,
    Column("guest_id", Text, primary_key=True),
    Column("tag", Text, primary_key=True),
    Column("source", Text, primary_key=True),
    Column("body", Text, nullable=False, comment="a Taste as canonical JSON"),
    comment="What people said (staff, note, hq). Tastes from dishes are derived with the card and not kept here.",
)

notes = Table(
    "notes",
    metadata,
    Column("note_id", Text, primary_key=True),
    Column("guest_id", Text, nullable=False, index=True),
    Column("store_id", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("author", Text, nullable=False, server_default=""),
    Column("at_us", BigInteger, nullable=False),
)

reveals = Table(
    "reveals",
    metadata,
    Column("key", Text, primary_key=True),
    Column("guest_id", Text, nullable=False, index=True),
    Column("store_id", Text, nullable=False),
    Column("device_id", Text, nullable=False, server_default=""),
    Column("author", Text, nullable=False, server_default=""),
    Column("reason", Text, nullable=False),
    Column("at_us", BigInteger, nullable=False),
    comment="Who looked at whose whole phone, when, where and why.",
)
