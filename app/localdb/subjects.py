"""What a row of the outbox is about: rows with one subject reach HQ in the order in which they were done.

The subject of what happens to an arrival is the arrival. The subject of what is said about a guest is the guest, unless
an unsent row already speaks of that guest: then it is that row's subject, so that a note never reaches HQ before the
registration of whom it is about. A conflict, a printed code, a group and a print job are subjects of their own.
"""

from __future__ import annotations

from app.domain.commands import (
    Command,
    KeepCode,
    KeepGroup,
    MarkLost,
    RecordPrint,
    ReopenConflict,
    RetireCode,
    SettleConflict,
)

from .database import Database

_CONFLICT = "conflict:"


def named_by(command: Command) -> tuple[str, str]:
    """Return the arrival and the guest that `command` changes, "" where it changes none."""
    return str(getattr(command, "arrival_id", "")), str(getattr(command, "guest_id", ""))


def conflict_of(subject: str) -> str:
    """Return the conflict that a subject names, "" where it names none."""
    return subject.removeprefix(_CONFLICT) if subject.startswith(_CONFLICT) else ""


def subject_of(db: Database, command: Command) -> str:
    """Return the subject under which `command` is written now."""
    match command:
        case SettleConflict() | ReopenConflict():
            return _CONFLICT + command.conflict_id
        case KeepCode() | RetireCode():
            return f"code:{command.code}"
        case KeepGroup():
            return f"group:{command.group_id}"
        case RecordPrint() | MarkLost():
            return f"print:{command.print_id}"
    arrival_id, guest_id = named_by(command)
    if arrival_id:
        return arrival_id
    found: str | None = db.value(_OF_GUEST, (guest_id,))
    return found or guest_id


_OF_GUEST = (
    "select subject from outbox indexed by outbox_guest"
    " where guest_id = ? and state in ('waiting', 'parked') and state = 'waiting' order by position desc limit 1"
)
"""The index is named, and its own condition repeated: SQLite would rather go through a month of settled rows."""
