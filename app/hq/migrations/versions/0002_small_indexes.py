"""Two small indexes: events parked by their reason, arrivals that are on a board."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_PARKED = sa.text("state = 'parked'")
_SHOWN = sa.text("kind = 'arrival' and body is not null")


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_index("events_parked", "events", ["reason"], sqlite_where=_PARKED, postgresql_where=_PARKED)
    op.create_index("cards_on_board", "cards", ["card_id"], sqlite_where=_SHOWN, postgresql_where=_SHOWN)
