"""HQ's first schema: the chain, guests, visits, the feed, desks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    _chain()
    _guests()
    _visits()
    _feed()
    _desks()


def _chain() -> None:
    op.create_table(
        "house",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "stores",
        sa.Column("store_id", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("city", sa.Text, server_default="", nullable=False),
        sa.Column("address", sa.Text, server_default="", nullable=False),
        sa.Column("lng", sa.Float, nullable=True),
        sa.Column("lat", sa.Float, nullable=True),
        sa.Column("datum", sa.Text, server_default="", nullable=False),
        sa.Column("opens", sa.Text, server_default="", nullable=False),
        sa.Column("closes", sa.Text, server_default="", nullable=False),
        sa.Column("timezone", sa.Text, server_default="Asia/Shanghai", nullable=False),
        sa.Column("seq", sa.BigInteger, server_default="0", nullable=False),
        sa.Column("row_hash", sa.Text, server_default="", nullable=False),
        sa.PrimaryKeyConstraint("store_id"),
    )
    op.create_table(
        "store_tables",
        sa.Column("store_id", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("seats", sa.Integer, nullable=True),
        sa.Column("area", sa.Text, server_default="", nullable=False),
        sa.Column("row_hash", sa.Text, server_default="", nullable=False),
        sa.PrimaryKeyConstraint("store_id", "name"),
    )
    op.create_table(
        "staff",
        sa.Column("staff_id", sa.Text, nullable=False),
        sa.Column("store_id", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("role", sa.Text, server_default="", nullable=False),
        sa.Column("row_hash", sa.Text, server_default="", nullable=False),
        sa.PrimaryKeyConstraint("staff_id"),
    )


def _guests() -> None:
    op.create_table(
        "guests",
        sa.Column("guest_id", sa.Text, nullable=False),
        sa.Column("name", sa.Text, server_default="", nullable=False),
        sa.Column("name_original", sa.Text, server_default="", nullable=False),
        sa.Column("phone", sa.Text, server_default="", nullable=False),
        sa.Column("sex", sa.Text, server_default="", nullable=False),
        sa.Column("birthday", sa.Text, server_default="", nullable=False),
        sa.Column("registered_us", sa.BigInteger, nullable=True),
        sa.Column("vip", sa.Boolean, server_default=sa.text("false"), nullable=False),
        sa.Column("vip_manager", sa.Text, server_default="", nullable=False),
        sa.Column("origin", sa.Text, server_default="", nullable=False),
        sa.Column("created_us", sa.BigInteger, nullable=False),
        sa.Column("row_hash", sa.Text, server_default="", nullable=False),
        sa.PrimaryKeyConstraint("guest_id"),
    )
    op.create_table(
        "identities",
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("guest_id", sa.Text, nullable=False),
        sa.Column("origin", sa.Text, server_default="", nullable=False),
        sa.Column("since_us", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("kind", "value"),
    )
    op.create_index("ix_identities_guest_id", "identities", ["guest_id"])
    op.create_table(
        "guest_aliases",
        sa.Column("alias", sa.Text, nullable=False),
        sa.Column("guest_id", sa.Text, nullable=False),
        sa.Column("since_us", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("alias"),
    )
    op.create_table(
        "conflicts",
        sa.Column("conflict_id", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("store_id", sa.Text, server_default="", nullable=False),
        sa.Column("left_guest", sa.Text, nullable=False),
        sa.Column("right_guest", sa.Text, server_default="", nullable=False),
        sa.Column("evidence", sa.Text, server_default="{}", nullable=False),
        sa.Column("found_us", sa.BigInteger, nullable=False),
        sa.Column("state", sa.Text, server_default="open", nullable=False),
        sa.PrimaryKeyConstraint("conflict_id"),
    )
    op.create_index("ix_conflicts_left_guest", "conflicts", ["left_guest"])
    op.create_index("ix_conflicts_right_guest", "conflicts", ["right_guest"])
    op.create_table(
        "tastes",
        sa.Column("guest_id", sa.Text, nullable=False),
        sa.Column("tag", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("guest_id", "tag", "source"),
    )
    op.create_table(
        "notes",
        sa.Column("note_id", sa.Text, nullable=False),
        sa.Column("guest_id", sa.Text, nullable=False),
        sa.Column("store_id", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("author", sa.Text, server_default="", nullable=False),
        sa.Column("at_us", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("note_id"),
    )
    op.create_index("ix_notes_guest_id", "notes", ["guest_id"])


def _visits() -> None:
    op.create_table(
        "bills",
        sa.Column("store_id", sa.Text, nullable=False),
        sa.Column("bill_id", sa.Text, nullable=False),
        sa.Column("guest_id", sa.Text, nullable=True),
        sa.Column("guest_name", sa.Text, server_default="", nullable=False),
        sa.Column("guest_phone", sa.Text, server_default="", nullable=False),
        sa.Column("table_name", sa.Text, server_default="", nullable=False),
        sa.Column("party_size", sa.Integer, nullable=True),
        sa.Column("list_fen", sa.BigInteger, server_default="0", nullable=False),
        sa.Column("paid_fen", sa.BigInteger, server_default="0", nullable=False),
        sa.Column("opened_us", sa.BigInteger, nullable=True),
        sa.Column("closed_us", sa.BigInteger, nullable=True),
        sa.Column("settled", sa.Boolean, server_default=sa.text("true"), nullable=False),
        sa.Column("staff_id", sa.Text, server_default="", nullable=False),
        sa.Column("row_hash", sa.Text, server_default="", nullable=False),
        sa.PrimaryKeyConstraint("store_id", "bill_id"),
    )
    op.create_index("bills_guest", "bills", ["guest_id", "closed_us"])
    op.create_table(
        "bill_items",
        sa.Column("store_id", sa.Text, nullable=False),
        sa.Column("bill_id", sa.Text, nullable=False),
        sa.Column("line_key", sa.Text, nullable=False),
        sa.Column("dish_id", sa.Text, server_default="", nullable=False),
        sa.Column("dish_name", sa.Text, nullable=False),
        sa.Column("quantity", sa.Integer, server_default="1", nullable=False),
        sa.Column("amount_fen", sa.BigInteger, server_default="0", nullable=False),
        sa.Column("ordered_us", sa.BigInteger, nullable=True),
        sa.Column("row_hash", sa.Text, server_default="", nullable=False),
        sa.PrimaryKeyConstraint("store_id", "bill_id", "line_key"),
    )
    op.create_table(
        "arrivals",
        sa.Column("arrival_id", sa.Text, nullable=False),
        sa.Column("store_id", sa.Text, nullable=False),
        sa.Column("guest_id", sa.Text, nullable=True),
        sa.Column("day", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("ticket_no", sa.Text, server_default="", nullable=False),
        sa.Column("table_name", sa.Text, server_default="", nullable=False),
        sa.Column("arrived_us", sa.BigInteger, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("arrival_id"),
    )
    op.create_index("arrivals_day", "arrivals", ["store_id", "day", "state"])
    op.create_index("arrivals_guest", "arrivals", ["guest_id", "day"])
    op.create_index("arrivals_ticket", "arrivals", ["store_id", "day", "ticket_no"])


def _feed() -> None:
    op.create_table(
        "cards",
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("card_id", sa.Text, nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("hash", sa.BigInteger, nullable=False),
        sa.Column("body", sa.Text, nullable=True),
        sa.PrimaryKeyConstraint("kind", "card_id"),
    )
    op.create_table(
        "feed",
        sa.Column("store_id", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("card_id", sa.Text, nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("accepted_us", sa.BigInteger, server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("store_id", "kind", "card_id"),
    )
    op.create_index("feed_card", "feed", ["kind", "card_id"])
    op.create_index("feed_seq", "feed", ["store_id", "seq"], unique=True)
    op.create_table(
        "events",
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("event_id", sa.Text, nullable=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("time_us", sa.BigInteger, nullable=True),
        sa.Column("accepted_us", sa.BigInteger, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, server_default="", nullable=False),
        sa.PrimaryKeyConstraint("position"),
    )
    op.create_index("events_once", "events", ["source", "event_id"], unique=True)
    op.create_index("events_state", "events", ["state", "position"])


def _desks() -> None:
    op.create_table(
        "receipts",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("store_id", sa.Text, nullable=False),
        sa.Column("device_id", sa.Text, server_default="", nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("body_hash", sa.Text, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("code", sa.Text, server_default="", nullable=False),
        sa.Column("reason", sa.Text, server_default="", nullable=False),
        sa.Column("touched", sa.Text, server_default="[]", nullable=False),
        sa.Column("aliases", sa.Text, server_default="{}", nullable=False),
        sa.Column("at_us", sa.BigInteger, nullable=False),
        sa.Column("envelope", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "enrolments",
        sa.Column("code_hash", sa.Text, nullable=False),
        sa.Column("store_id", sa.Text, nullable=False),
        sa.Column("expires_us", sa.BigInteger, nullable=False),
        sa.Column("used_us", sa.BigInteger, nullable=True),
        sa.PrimaryKeyConstraint("code_hash"),
    )
    op.create_table(
        "devices",
        sa.Column("device_id", sa.Text, nullable=False),
        sa.Column("store_id", sa.Text, nullable=False),
        sa.Column("name", sa.Text, server_default="", nullable=False),
        sa.Column("token_hash", sa.Text, nullable=False),
        sa.Column("enrolled_us", sa.BigInteger, nullable=False),
        sa.Column("revoked_us", sa.BigInteger, nullable=True),
        sa.PrimaryKeyConstraint("device_id"),
        sa.UniqueConstraint("token_hash"),
    )
    op.create_table(
        "event_sources",
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("secret", sa.Text, nullable=False),
        sa.Column("previous", sa.Text, server_default="", nullable=False),
        sa.Column("previous_until_us", sa.BigInteger, nullable=True),
        sa.PrimaryKeyConstraint("source"),
    )
    op.create_table(
        "rejected_rows",
        sa.Column("row_id", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("store_id", sa.Text, server_default="", nullable=False),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("line", sa.Integer, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("bytes", sa.LargeBinary, nullable=False),
        sa.Column("found_us", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("row_id"),
    )
