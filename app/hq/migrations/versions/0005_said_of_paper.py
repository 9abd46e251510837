"""When it was last said of a printed piece that it is lost or found: what is heard late does not undo it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.add_column("print_pieces", sa.Column("said_us", sa.BigInteger, nullable=True))
