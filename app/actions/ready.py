"""What the first click and the first letter of a search would have to wait for otherwise, some 60 ms."""

from __future__ import annotations

from app.localdb.database import Database
from app.wire.searching import readings


def get_ready(db: Database) -> None:
    """Load how characters are read and what notes may say (a job of the lane, which is where both are needed)."""
    from app.domain.noting import read_note  # not before the first board

    readings()
    read_note("靠窗")
