"""Recognition: merges, settled conflicts, interactions, coupons, consents, standings, policies, reveals, alerts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_MERGED = sa.text("merged_into is not null")
"""Hardly anybody is: a whole index would look to the planner as if it had one value."""


def upgrade() -> None:
    """Bring the schema forward."""
    _who_is_who()
    _what_they_hold()
    _where_they_stand()
    _who_was_told()


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, server_default="", nullable=False)


def _count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, server_default="0", nullable=False)


def _who_is_who() -> None:
    op.add_column("guests", sa.Column("merged_into", sa.Text, nullable=True))
    op.create_index("guests_merged", "guests", ["merged_into"], sqlite_where=_MERGED, postgresql_where=_MERGED)
    op.add_column("guests", sa.Column("points", sa.BigInteger, server_default="0", nullable=False))
    op.add_column("guests", sa.Column("points_us", sa.BigInteger, nullable=True))
    op.add_column("guests", sa.Column("franchise_us", sa.BigInteger, nullable=True))
    for name in ("decision", "settled_by", "note", "merge_id"):
        op.add_column("conflicts", _text(name))
    op.add_column("conflicts", sa.Column("settled_us", sa.BigInteger, nullable=True))
    op.create_table(
        "merges",
        sa.Column("merge_id", sa.Text, nullable=False),
        sa.Column("kept", sa.Text, nullable=False),
        sa.Column("gone", sa.Text, nullable=False),
        _text("reason"),
        _text("store_id"),
        _text("by"),
        sa.Column("at_us", sa.BigInteger, nullable=False),
        _text("undone_by"),
        sa.Column("undone_us", sa.BigInteger, nullable=True),
        sa.PrimaryKeyConstraint("merge_id"),
    )
    op.create_index("ix_merges_kept", "merges", ["kept"])
    op.create_index("ix_merges_gone", "merges", ["gone"])
    op.create_table(
        "settlements",
        sa.Column("settlement_id", sa.Text, nullable=False),
        sa.Column("conflict_id", sa.Text, nullable=False),
        sa.Column("decision", sa.Text, nullable=False),
        sa.Column("moved", sa.Text, server_default="{}", nullable=False),
        *(_text(name) for name in ("store_id", "by", "note")),
        sa.Column("at_us", sa.BigInteger, nullable=False),
        _text("undone_by"),
        sa.Column("undone_us", sa.BigInteger, nullable=True),
        sa.PrimaryKeyConstraint("settlement_id"),
    )
    op.create_index("ix_settlements_conflict_id", "settlements", ["conflict_id"])
    op.create_table(
        "arrival_aliases",
        sa.Column("alias", sa.Text, nullable=False),
        sa.Column("arrival_id", sa.Text, nullable=False),
        sa.Column("since_us", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("alias"),
    )


def _what_they_hold() -> None:
    op.create_table(
        "interactions",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("guest_id", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        _text("store_id"),
        _text("about"),
        _text("staff_id"),
        sa.Column("at_us", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("interactions_guest", "interactions", ["guest_id", "at_us", "kind"])
    op.drop_index("bills_guest", "bills")
    op.create_index("bills_guest", "bills", ["guest_id", "closed_us", "settled", "paid_fen", "opened_us"])
    op.create_table(
        "coupons",
        sa.Column("guest_id", sa.Text, nullable=False),
        sa.Column("coupon_id", sa.Text, nullable=False),
        _text("name"),
        _text("expires"),
        sa.Column("claimed_us", sa.BigInteger, nullable=False),
        sa.Column("used_us", sa.BigInteger, nullable=True),
        sa.PrimaryKeyConstraint("guest_id", "coupon_id"),
    )
    op.create_table(
        "consents",
        sa.Column("guest_id", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("granted", sa.Boolean, nullable=False),
        _text("source"),
        sa.Column("at_us", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("guest_id", "kind"),
    )


def _where_they_stand() -> None:
    op.create_table(
        "standings",
        sa.Column("guest_id", sa.Text, nullable=False),
        sa.Column("tier", sa.Text, nullable=False),
        sa.Column("segment", sa.Text, nullable=False),
        sa.Column("purchase_class", sa.Text, nullable=False),
        sa.Column("private", sa.Boolean, nullable=False),
        _text("tier_before"),
        _text("tier_since"),
        sa.Column("policy", sa.Text, nullable=False),
        sa.Column("counted_us", sa.BigInteger, nullable=False),
        sa.Column("before_us", sa.BigInteger, nullable=True),
        *(_count(name) for name in ("visits", "interactions", "bills")),
        sa.Column("spend_fen", sa.BigInteger, server_default="0", nullable=False),
        *(_count(name) for name in ("gate_visits", "recommendations")),
        sa.PrimaryKeyConstraint("guest_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "standing_changes",
        sa.Column("guest_id", sa.Text, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("at_us", sa.BigInteger, nullable=False),
        _text("old"),
        sa.Column("new", sa.Text, nullable=False),
        sa.Column("policy", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, server_default="{}", nullable=False),
        sa.PrimaryKeyConstraint("guest_id", "what", "at_us"),
    )
    op.create_table(
        "policies",
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        _text("by"),
        sa.Column("at_us", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("version"),
    )
    op.create_table(
        "recomputes",
        sa.Column("recompute_id", sa.Text, nullable=False),
        sa.Column("policy", sa.Text, nullable=False),
        sa.Column("as_of_us", sa.BigInteger, nullable=False),
        _text("after_guest"),
        sa.Column("done", sa.BigInteger, server_default="0", nullable=False),
        sa.Column("changed", sa.BigInteger, server_default="0", nullable=False),
        sa.Column("total", sa.BigInteger, server_default="0", nullable=False),
        sa.Column("finished_us", sa.BigInteger, nullable=True),
        sa.PrimaryKeyConstraint("recompute_id"),
    )
    # guests from before have no standing yet: the next service that starts works it out
    op.execute(
        "insert into recomputes (recompute_id, policy, as_of_us, total)"
        " select 'since-0003', '', 0, count(*) from guests having count(*) > 0"
    )


def _who_was_told() -> None:
    op.create_table(
        "reveals",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("guest_id", sa.Text, nullable=False),
        sa.Column("store_id", sa.Text, nullable=False),
        _text("device_id"),
        _text("author"),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("at_us", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("ix_reveals_guest_id", "reveals", ["guest_id"])
    op.create_table(
        "alerts",
        sa.Column("alert_id", sa.Text, nullable=False),
        sa.Column("store_id", sa.Text, nullable=False),
        sa.Column("arrival_id", sa.Text, nullable=False),
        sa.Column("stage", sa.Text, nullable=False),
        sa.Column("told", sa.Text, nullable=False),
        sa.Column("at_us", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("alert_id"),
    )
    op.create_index("ix_alerts_arrival_id", "alerts", ["arrival_id"])
    op.add_column("arrivals", sa.Column("alert_due_us", sa.BigInteger, nullable=True))
    waiting = sa.text("alert_due_us is not null")
    op.create_index("arrivals_alert", "arrivals", ["alert_due_us"], sqlite_where=waiting, postgresql_where=waiting)
