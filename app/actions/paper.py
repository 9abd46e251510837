"""What staff do about printed codes, groups and the print register: done at once, and told to HQ by the courier."""

from __future__ import annotations

from datetime import datetime

from app.domain.alerts import MANAGER
from app.domain.changes import ChangeSet
from app.domain.commands import Command, KeepCode, KeepGroup, RetireCode, kind_of
from app.domain.days import business_day
from app.domain.faults import Refused
from app.domain.replay import Deed
from app.localdb import cards, outbox, overlay, printed
from app.localdb.database import Database


def perform(db: Database, command: Command, *, author: str, now: datetime, store_id: str) -> ChangeSet:
    """Do `command`, in the caller's transaction; return which kinds of cards are different now.

    What changes nothing (a second click) writes nothing; a picture is always sent. Raises what the rules of
    `domain.paper` raise, and `Refused("manager_only")` where the store's staff file names managers and the author is
    none of them: HQ would refuse it later, when nobody looks.
    """
    if isinstance(command, KeepCode | RetireCode | KeepGroup):
        _only_managers(db, author)
    deed = Deed(at=now, day=business_day(now, overlay.timezone(db)), author=author, store_id=store_id)
    if not printed.paper(db, command).apply(command, deed):
        return ChangeSet()
    outbox.add(db, command, at=now, author=author, store_id=store_id)
    kind = printed.kind_of_row(kind_of(command))
    return ChangeSet(printed=frozenset({kind}), outbox=outbox.counts(db))


def _only_managers(db: Database, author: str) -> None:
    managers = [person for person in cards.staff(db) if person.role == MANAGER]
    if managers and not any(author in (person.staff_id, person.name) for person in managers):
        names = "、".join(sorted(person.name for person in managers))
        raise Refused("manager_only", f"only a manager may decide this: {names}", names=names)
