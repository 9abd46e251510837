"""What a printed code leads to is changed: checked, written, read back, compared, logged, shown.

Every change is read again from the database inside its own transaction. The answer and the log's `after` are made from
what was read; where that is not what was asked, the change fails as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, insert, select, update

from app.domain import paper
from app.domain.commands import KeepCode, RetireCode
from app.domain.faults import Fault, Refused
from app.domain.groups import GroupCard
from app.domain.ids import new_id
from app.domain.printed import CodeCard, PrintedKind, code_in
from app.domain.prints import Broken, PrintCard
from app.domain.replay import Deed
from app.hq.clock import from_us, real_us, us_of
from app.hq.feed import insert_for
from app.hq.tables import code_changes, print_pieces, printed_codes, prints
from app.wire.codec import decode, encode_card

from . import printed
from .occasion import Occasion
from .receipts import Done
from .settling import only_managers

_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_HELD = select(printed_codes).where(printed_codes.c.code == bindparam("code")).with_for_update()
_ABOUT = select(printed_codes.c.code).where(
    printed_codes.c.store_id == bindparam("store_id"),
    printed_codes.c.kind == bindparam("kind"),
    printed_codes.c.about.in_(_IDS),
)
_UPDATE = update(printed_codes).where(printed_codes.c.code == bindparam("own"))
_LATER = (
    select(code_changes.c.by, code_changes.c.before, code_changes.c.after)
    .where(
        code_changes.c.subject == bindparam("subject"),
        code_changes.c.at_us > bindparam("since"),
        code_changes.c.at_us <= bindparam("now"),
    )
    .order_by(code_changes.c.at_us.desc())
)
HANGS = (print_pieces.c.lost_us.is_(None), print_pieces.c.copies > 0)
_TOUCHED = (
    select(print_pieces.c.print_id, print_pieces.c.copies, prints.c.place)
    .join(prints, prints.c.print_id == print_pieces.c.print_id)
    .where(print_pieces.c.code.in_(_IDS), *HANGS)
    .order_by(prints.c.at_us, print_pieces.c.print_id, print_pieces.c.code)
)

IMPORT = "导入"
"""Who changed a code where an import brought another name."""


Logged = CodeCard | GroupCard | PrintCard


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Who changes something, when, and under which key it is logged (the command's, or one made for a call)."""

    key: str
    by: str
    at: datetime
    store_id: str = ""


def keep_code(connection: Connection, command: KeepCode, key: str, deed: Deed, occasion: Occasion) -> Done:
    """Make or change a code of the deed's store, as a desk says.

    Raises `Refused`: `manager_only`, `changed_since`, and what `paper.keep_code` raises.
    """
    only_managers(connection, deed)
    held = hold_code(connection, command.code)
    wanted = paper.keep_code(command, held, deed, printed.public_url(connection))
    if held is not None and wanted != held:
        not_changed_since(connection, held.code, deed, occasion)
    card = write_code(connection, wanted, Change(key=key, by=deed.author, at=deed.at, store_id=deed.store_id))
    return Done(touched=[("code", card.code)])


def retire_code(connection: Connection, command: RetireCode, key: str, deed: Deed, occasion: Occasion) -> Done:
    """Take a code of the deed's store out of use, or (`restored`) into use again; saying so twice changes nothing.

    Raises `Unknown("printed_unknown")`, `Refused`: `manager_only`, `printed_wide`.
    """
    only_managers(connection, deed)
    held = hold_code(connection, command.code)
    wanted = paper.retire_code(command, held, deed)
    if wanted != held:
        not_changed_since(connection, command.code, deed, occasion, field="retired_at")
    change = Change(key=key, by=deed.author, at=deed.at, store_id=deed.store_id)
    card = wanted if wanted == held else _write(connection, wanted, held, change)
    return Done(touched=[("code", card.code)])


def not_changed_since(connection: Connection, subject: str, deed: Deed, occasion: Occasion, field: str = "") -> None:
    """Raise `Refused("changed_since")` for a change that comes late: somebody has changed the same later than `deed`
    (where a `field` is named: has changed that one).

    It was made with the cable out, upon something that is no longer so; a person looks and decides. What was changed at
    a moment that is yet to come (at head office, beside a service that lives a past day again) says nothing.
    """
    asked = {"subject": subject, "since": us_of(deed.at), "now": us_of(occasion.now)}
    for later in connection.execute(_LATER, asked):
        if field and _said(later.before, field) == _said(later.after, field):
            continue
        said = f"{later.by or 'somebody'} has changed this since: look at it as it is now, and say it again"
        raise Refused("changed_since", said, by=later.by)


def _said(card: str, field: str) -> object:
    """Return what a logged card says in a field; None for what it leaves out."""
    return decode(card, dict[str, object]).get(field)


def hold_code(connection: Connection, code: str) -> CodeCard | None:
    """Lock and return a code; None where it was never made."""
    if code_in(code) != code:
        return None
    row = connection.execute(_HELD, {"code": code}).one_or_none()
    return None if row is None else printed.card_of_row(row, printed.public_url(connection))


def retire(connection: Connection, held: CodeCard, change: Change, *, restored: bool = False) -> CodeCard:
    """Write that a code leads nowhere any more, or does again; return it as it was read back."""
    wanted = paper.retired(held, by=change.by, at=change.at, restored=restored)
    return held if wanted == held else _write(connection, wanted, held, change)


def write_code(connection: Connection, wanted: CodeCard, change: Change) -> CodeCard:
    """Make the code, or change everything of it that may change; return it as it was read back.

    Raises what `paper.check_code` raises.
    """
    held = hold_code(connection, wanted.code)
    wanted = paper.check_code(wanted, held)
    if held is None:
        wanted = replace(wanted, made_at=wanted.made_at or change.at, made_by=wanted.made_by or change.by)
    return _write(connection, wanted, held, change)


def rename(connection: Connection, store_id: str, kind: PrintedKind, names: Mapping[str, tuple[str, str]]) -> None:
    """Give codes the new name of what they are about, where they are still called by the old one.

    `names`: what it is about → (old name, new name). What a manager called otherwise stays.
    """
    if not names:
        return
    asked = {"store_id": store_id, "kind": kind.value, "ids": sorted(names)}
    now = from_us(real_us())
    for code in connection.execute(_ABOUT, asked).scalars().all():
        held = hold_code(connection, code)
        if held is not None and held.title == names[held.about][0][: paper.TEXT_LIMIT]:
            change = Change(key=new_id(now), by=IMPORT, at=now, store_id=store_id)
            _write(connection, replace(held, title=names[held.about][1][: paper.TEXT_LIMIT]), held, change)


def _write(connection: Connection, wanted: CodeCard, held: CodeCard | None, change: Change) -> CodeCard:
    values = _row(wanted)
    if held is None:
        connection.execute(insert(printed_codes), values)
    else:
        connection.execute(_UPDATE, values | {"own": values.pop("code")})
    found = printed.code_of(connection, wanted.code)
    wanted = replace(wanted, link="" if found is None else found.link)
    if found is None or found != wanted:
        raise lost("code", wanted.code, wanted, found)
    if found != held:
        log_change(connection, "code", found.code, held, found, change)
    printed.show(connection, [found])
    return found


def _row(card: CodeCard) -> dict[str, Any]:
    moments = {"valid_from": card.valid_from, "valid_until": card.valid_until, "retired": card.retired_at}
    plain = ("code", "store_id", "region", "about", "title", "channel", "target_url", "template", "retired_by")
    return {
        **{name: getattr(card, name) for name in (*plain, "made_by")},
        **{f"{name}_us": None if moment is None else us_of(moment) for name, moment in moments.items()},
        "kind": card.kind.value,
        "scope": card.scope.value,
        "made_us": 0 if card.made_at is None else us_of(card.made_at),
    }


def lost(what: str, name: str, wanted: Logged, found: Logged | None) -> Fault:
    """Return the fault of a change that the database did not keep as asked: nothing of it stays."""
    differ = (
        [] if found is None else [f.name for f in fields(wanted) if getattr(wanted, f.name) != getattr(found, f.name)]
    )
    said = ", ".join(differ) or "the row"
    return Fault("not_as_written", f"{what} {name} reads back otherwise than it was written ({said}); nothing changed")


def log_change(
    connection: Connection, what: str, subject: str, before: Logged | None, after: Logged, change: Change
) -> None:
    """Write down who changed what, from the cards before and after; the same key once."""
    row = {
        "key": change.key,
        "what": what,
        "subject": subject,
        "before": "{}" if before is None else encode_card(before).decode(),
        "after": encode_card(after).decode(),
        "by": change.by,
        "store_id": change.store_id,
        "at_us": us_of(change.at),
    }
    connection.execute(insert_for(connection, code_changes).on_conflict_do_nothing(), row)


# --- would it break print? -------------------------------------------------------------------------------------------


def broken_by(connection: Connection, codes: Iterable[str]) -> Broken:
    """Return the printed pieces that hang somewhere and stop leading anywhere if `codes` did."""
    wanted = sorted(set(codes))
    rows = [row for part in printed.chunks(wanted) for row in connection.execute(_TOUCHED, {"ids": part}).all()]
    return Broken(
        print_ids=tuple(dict.fromkeys(row.print_id for row in rows)),
        pieces=sum(row.copies for row in rows),
        places=tuple(dict.fromkeys(row.place for row in rows if row.place)),
    )
