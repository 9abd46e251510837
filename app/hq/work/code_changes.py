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

from app.domain.commands import KeepCode, RetireCode
from app.domain.faults import Fault, Refused, Unknown, Unreadable
from app.domain.groups import GroupCard
from app.domain.ids import new_id
from app.domain.names import clean_text
from app.domain.printed import CodeCard, PrintedKind, Scope, check_target, code_in
from app.domain.prints import Broken, PrintCard
from app.domain.replay import Deed
from app.hq.clock import from_us, real_us, us_of
from app.hq.feed import insert_for
from app.hq.tables import code_changes, print_pieces, printed_codes, prints
from app.wire.codec import encode_card

from . import printed
from .occasion import Occasion
from .receipts import Done
from .settling import only_managers

TEXT_LIMIT = 60
"""Characters of a title, a channel, a template's name: they stand on paper and in lists."""

_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_HELD = select(printed_codes).where(printed_codes.c.code == bindparam("code")).with_for_update()
_ABOUT = select(printed_codes.c.code).where(
    printed_codes.c.store_id == bindparam("store_id"),
    printed_codes.c.kind == bindparam("kind"),
    printed_codes.c.about.in_(_IDS),
)
_UPDATE = update(printed_codes).where(printed_codes.c.code == bindparam("own"))
_LATER = (
    select(code_changes.c.by)
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

YEARS = range(2000, 3000)
"""In which a validity or a lapse may be."""

IMPORT = "导入"
"""Who changed a code where an import brought another name."""

FIXED = ("kind", "scope", "store_id", "region", "about")
"""What is for ever as it was when the code was made: it stands on the paper."""


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

    Raises `Unknown("printed_unknown")` for another store's code, `Refused`: `manager_only`, `changed_since`,
    `printed_wide` for a code of a region or of the chain, and what `write_code` raises.
    """
    only_managers(connection, deed)
    held = _own(connection, command.code, deed.store_id)
    base = held or CodeCard(
        code=command.code, kind=command.kind, store_id=deed.store_id, made_at=deed.at, made_by=deed.author
    )
    said = {each.name: getattr(command, each.name) for each in fields(KeepCode) if each.name not in ("code", "about")}
    wanted = checked(replace(base, about=command.about, **said))
    if held is not None and wanted != held:
        not_changed_since(connection, held.code, deed, occasion)
    card = write_code(connection, wanted, Change(key=key, by=deed.author, at=deed.at, store_id=deed.store_id))
    return Done(touched=[("code", card.code)])


def retire_code(connection: Connection, command: RetireCode, key: str, deed: Deed) -> Done:
    """Take a code of the deed's store out of use, or (`restored`) into use again; saying so twice changes nothing.

    Raises `Unknown("printed_unknown")`, `Refused`: `manager_only`, `printed_wide`.
    """
    only_managers(connection, deed)
    held = _own(connection, command.code, deed.store_id)
    if held is None:
        raise Unknown("printed_unknown", f"HQ knows no printed code {command.code}", printed=command.code)
    change = Change(key=key, by=deed.author, at=deed.at, store_id=deed.store_id)
    card = retire(connection, held, change, restored=command.restored)
    return Done(touched=[("code", card.code)])


def not_changed_since(connection: Connection, subject: str, deed: Deed, occasion: Occasion) -> None:
    """Raise `Refused("changed_since")` for a change that comes late: somebody has changed the same later than `deed`.

    It was made with the cable out, upon something that is no longer so; a person looks and decides. What was changed at
    a moment that is yet to come (at head office, beside a service that lives a past day again) says nothing.
    """
    asked = {"subject": subject, "since": us_of(deed.at), "now": us_of(occasion.now)}
    later = connection.execute(_LATER, asked).first()
    if later is not None:
        said = f"{later.by or 'somebody'} has changed this since: look at it as it is now, and say it again"
        raise Refused("changed_since", said, by=later.by)


def _own(connection: Connection, code: str, store_id: str) -> CodeCard | None:
    held = hold_code(connection, code)
    if held is None or held.store_id == store_id:
        return held
    if held.scope is Scope.STORE:
        raise Unknown("printed_unknown", "this printed code is another store's", printed=code)
    raise Refused("printed_wide", "a code of a region or of the chain is changed at head office", printed=code)


def hold_code(connection: Connection, code: str) -> CodeCard | None:
    """Lock and return a code; None where it was never made."""
    if code_in(code) != code:
        return None
    row = connection.execute(_HELD, {"code": code}).one_or_none()
    return None if row is None else printed.card_of_row(row, printed.public_url(connection))


def retire(connection: Connection, held: CodeCard, change: Change, *, restored: bool = False) -> CodeCard:
    """Write that a code leads nowhere any more, or does again; return it as it was read back."""
    if restored == (held.retired_at is None):
        return held
    when, who = (None, "") if restored else (change.at, change.by)
    return _write(connection, replace(held, retired_at=when, retired_by=who), held, change)


def write_code(connection: Connection, wanted: CodeCard, change: Change) -> CodeCard:
    """Make the code, or change everything of it that may change; return it as it was read back.

    Raises `Refused`: `printed_unreadable`, `printed_fixed`, `printed_about`, `printed_text`, `printed_target`,
    `printed_validity`, `target_unsafe`.
    """
    wanted = checked(wanted)
    held = hold_code(connection, wanted.code)
    if held is None:
        wanted = replace(wanted, made_at=wanted.made_at or change.at, made_by=wanted.made_by or change.by)
        return _write(connection, wanted, None, change)
    moved = [name for name in FIXED if getattr(held, name) != getattr(wanted, name)]
    if moved:
        raise Refused("printed_fixed", f"{moved[0]} of a printed code never changes: make a new code", field=moved[0])
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
        if held is not None and held.title == names[held.about][0]:
            change = Change(key=new_id(now), by=IMPORT, at=now, store_id=store_id)
            _write(connection, replace(held, title=names[held.about][1][:TEXT_LIMIT]), held, change)


def timed(moment: datetime | None) -> None:
    """Raise `Unreadable("moment_unreadable")` for a time that does not say its offset, or is of no year of ours: in
    another timezone it might not be a time at all."""
    if moment is not None and moment.tzinfo is None:
        raise Unreadable(
            "moment_unreadable", f"{moment.isoformat()} lacks its offset, as in {moment.isoformat()}+08:00"
        )
    if moment is not None and moment.year not in YEARS:
        raise Unreadable("moment_unreadable", f"{moment.isoformat()} is not in the years {YEARS[0]} to {YEARS[-1]}")


def checked(card: CodeCard) -> CodeCard:
    """Return the code with its texts cleaned; raise the `Refused` that says what cannot be."""
    if code_in(card.code) != card.code:
        raise Refused("printed_unreadable", f"{card.code!r} is no code: ten letters and digits", printed=card.code)
    title, channel, template, about = map(clean_text, (card.title, card.channel, card.template, card.about))
    if card.kind in (PrintedKind.TABLE, PrintedKind.STAFF) and not about:
        raise Refused("printed_about", f"a code of kind {card.kind} says which {card.kind} it is about")
    if max(len(text) for text in (title, channel, template, about)) > TEXT_LIMIT:
        raise Refused("printed_text", f"title, channel, template and subject have at most {TEXT_LIMIT} characters each")
    target = check_target(clean_text(card.target_url))
    if target and card.kind in (PrintedKind.GROUP, PrintedKind.VIP):
        raise Refused("printed_target", "a group code leads to the store's groups, and to no other address")
    for each in (card.valid_from, card.valid_until):
        timed(each)
    if card.valid_from is not None and card.valid_until is not None and card.valid_from >= card.valid_until:
        raise Refused("printed_validity", "a code is valid from a moment before the one it is valid until")
    return replace(card, title=title, channel=channel, template=template, about=about, target_url=target)


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
