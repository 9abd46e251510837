"""Printed codes: what they lead to, the groups behind them, the print register, and who scanned."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.add_column("stores", _text("district"))
    _codes()
    _groups()
    _paper()
    _funnel()
    _followers()
    _group_alerts()


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, server_default="", nullable=False)


def _key(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, primary_key=True)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=nullable)


def _codes() -> None:
    op.create_table(
        "printed_codes",
        _key("code"),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("scope", sa.Text, nullable=False),
        *map(_text, ("store_id", "region", "about", "title", "channel", "target_url", "template")),
        _moment("valid_from_us", nullable=True),
        _moment("valid_until_us", nullable=True),
        _moment("retired_us", nullable=True),
        _text("retired_by"),
        _moment("made_us"),
        _text("made_by"),
    )
    op.create_index("printed_codes_about", "printed_codes", ["store_id", "kind", "about"])
    op.create_table(
        "code_changes",
        _key("key"),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("before", sa.Text, server_default="{}", nullable=False),
        sa.Column("after", sa.Text, nullable=False),
        _text("by"),
        _text("store_id"),
        _moment("at_us"),
    )
    op.create_index("ix_code_changes_subject", "code_changes", ["subject"])


def _groups() -> None:
    op.create_table(
        "groups",
        _key("group_id"),
        sa.Column("store_id", sa.Text, nullable=False),
        _text("chat_id"),
        sa.Column("kind", sa.Text, nullable=False),
        _text("name"),
        sa.Column("capacity", sa.Integer, nullable=False),
        sa.Column("members", sa.Integer, server_default="0", nullable=False),
        sa.Column("counted", sa.Integer, nullable=True),
        _moment("counted_us", nullable=True),
        sa.Column("moved", sa.Integer, server_default="0", nullable=False),
        _text("join_url"),
        _text("picture_text"),
        _moment("expires_us", nullable=True),
        sa.Column("closed", sa.Boolean, server_default=sa.false(), nullable=False),
        _moment("changed_us"),
        _text("changed_by"),
        sa.Column("picture", sa.LargeBinary),
    )
    op.create_index("ix_groups_store_id", "groups", ["store_id"])
    op.create_index("ix_groups_chat_id", "groups", ["chat_id"])
    op.create_table(
        "group_members",
        _key("group_id"),
        _key("person"),
        sa.Column("at_us", sa.BigInteger, primary_key=True),
        sa.Column("joined", sa.Boolean, primary_key=True),
    )


def _paper() -> None:
    op.create_table(
        "prints",
        _key("print_id"),
        sa.Column("store_id", sa.Text, nullable=False),
        sa.Column("template", sa.Text, nullable=False),
        _text("template_version"),
        sa.Column("medium", sa.Text, nullable=False),
        *map(_text, ("place", "sent_to", "by", "device_id")),
        _moment("at_us"),
    )
    op.create_index("ix_prints_store_id", "prints", ["store_id"])
    op.create_table(
        "print_pieces",
        _key("print_id"),
        _key("code"),
        _text("link"),
        sa.Column("copies", sa.Integer, nullable=False),
        _moment("lost_us", nullable=True),
        _text("lost_by"),
        _text("note"),
    )
    op.create_index("ix_print_pieces_code", "print_pieces", ["code"])


def _funnel() -> None:
    op.create_table(
        "funnel",
        _key("code"),
        _key("step"),
        _key("person"),
        _text("channel"),
        sa.Column("times", sa.Integer, server_default="1", nullable=False),
        _moment("first_us"),
        _moment("last_us"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "funnel_marks", _key("code"), _moment("counted_us", nullable=True), _moment("due_us", nullable=True)
    )
    due = sa.text("due_us is not null")
    op.create_index("funnel_due", "funnel_marks", ["due_us"], sqlite_where=due, postgresql_where=due)


def _followers() -> None:
    op.create_table(
        "group_joins",
        _key("code"),
        _key("person"),
        _key("group_id"),
        _moment("first_us"),
        _moment("last_us"),
        sqlite_with_rowid=False,
    )
    op.create_index("group_joins_person", "group_joins", ["person", "group_id"])


def _group_alerts() -> None:
    op.create_table(
        "group_alerts",
        _key("alert_id"),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("store_id", "kind", "trouble")),
        _text("group_id"),
        sa.Column("places", sa.Integer, server_default="0", nullable=False),
        _moment("until_us", nullable=True),
        sa.Column("told", sa.Text, server_default="[]", nullable=False),
        _moment("at_us"),
        _moment("over_us", nullable=True),
    )
    op.create_index("ix_group_alerts_store_id", "group_alerts", ["store_id"])
    standing = sa.text("over_us is null")
    op.create_index(
        "group_alerts_open",
        "group_alerts",
        ["store_id", "kind"],
        unique=True,
        sqlite_where=standing,
        postgresql_where=standing,
    )
