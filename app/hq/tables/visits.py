"""Tables of visits: who arrived, what they paid, and who was told of them."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, Table, Text, text

from .base import metadata

_ALERTING = "alert_due_us is not null"

arrivals = Table(
    "arrivals",
    metadata,
    Column("arrival_id", Text, primary_key=True),
    Column("store_id", Text, nullable=False),
    Column("guest_id", Text),
    Column("day", Text, nullable=False, comment="the store's business day"),
    Column("state", Text, nullable=False),
    Column("ticket_no", Text, nullable=False, server_default=""),
    Column("table_name", Text, nullable=False, server_default=""),
    Column("arrived_us", BigInteger, nullable=False),
    Column("alert_due_us", BigInteger, comment="when this VIP is the manager's; null: nobody waits to be acknowledged"),
    Column("body", Text, nullable=False, comment="the ArrivalCard as canonical JSON"),
    Index("arrivals_guest", "guest_id", "day"),
    Index("arrivals_day", "store_id", "day", "state"),
    Index("arrivals_ticket", "store_id", "day", "ticket_no"),
    Index("arrivals_alert", "alert_due_us", sqlite_where=text(_ALERTING), postgresql_where=text(_ALERTING)),
)

arrival_aliases = Table(
    "arrival_aliases",
    metadata,
    Column("alias", Text, primary_key=True, comment="an arrival that turned out to be one that was there already"),
    Column("arrival_id", Text, nullable=False),
    Column("since_us", BigInteger, nullable=False),
)

bills = Table(
    "bills",
    metadata,
    Column("store_id", Text, primary_key=True),
    Column("bill_id", Text, primary_key=True),
    Column("guest_id", Text),
    Column("guest_name", Text, nullable=False, server_default="", comment="as the export wrote it, never repaired"),
    Column("guest_phone", Text, nullable=False, server_default="", comment="as the export has it, normalised"),
    Column("table_name", Text, nullable=False, server_default=""),
    Column("party_size", Integer),
    Column("list_fen", BigInteger, nullable=False, server_default="0"),
    Column("paid_fen", BigInteger, nullable=False, server_default="0"),
    Column("opened_us", BigInteger),
    Column("closed_us", BigInteger),
    Column("settled", Boolean, nullable=False, server_default=text("true")),
    Column("staff_id", Text, nullable=False, server_default=""),
    Column("row_hash", Text, nullable=False, server_default=""),
    # everything that a guest's standing is counted from, so that a million guests are counted from the index alone
    Index("bills_guest", "guest_id", "closed_us", "settled", "paid_fen", "opened_us"),
)

bill_items = Table(
    "bill_items",
    metadata,
    Column("store_id", Text, primary_key=True),
    Column("bill_id", Text, primary_key=True),
    Column(
        "line_key",
        Text,
        primary_key=True,
        comment="the export's item id and its place among equals, or the line's number",
    ),
    Column("dish_id", Text, nullable=False, server_default=""),
    Column("dish_name", Text, nullable=False),
    Column("quantity", Integer, nullable=False, server_default="1"),
    Column("amount_fen", BigInteger, nullable=False, server_default="0"),
    Column("ordered_us", BigInteger),
    Column("row_hash", Text, nullable=False, server_default=""),
)

alerts = Table(
    "alerts",
    metadata,
    Column("alert_id", Text, primary_key=True, comment="of the arrival, the stage and who is told: told once"),
    Column("store_id", Text, nullable=False),
    Column("arrival_id", Text, nullable=False, index=True),
    Column("stage", Text, nullable=False, comment="arrived, escalated"),
    Column("told", Text, nullable=False, comment="the member of staff, by id where the staff file has one"),
    Column("at_us", BigInteger, nullable=False),
    comment="Who was told of a VIP's arrival, and of nobody welcoming them.",
)
