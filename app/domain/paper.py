"""What staff do about codes, groups and prints, as pure functions from the card before to the card after.

The desk lays its unsent commands over HQ's cards with them, so that a code or a group that was made a moment ago is
good at once; HQ writes what they return. So what a desk lets through HQ takes too, and what cannot be is said at the
desk, before it is written. What only HQ can know it adds: that somebody else has changed the same since, that an id is
another store's, what a scanner reads in a picture.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import datetime

from .commands import KeepCode, KeepGroup, MarkLost, RecordPrint, RetireCode
from .days import check_moment
from .faults import Refused, Unknown
from .groups import GroupCard, GroupRule, picture_lasts
from .names import clean_text
from .printed import CodeCard, PrintedKind, Scope, check_group_link, check_target, code_in, link_of
from .prints import PrintCard, PrintedPiece, check_print, mark_lost
from .replay import Deed

TEXT_LIMIT = 60
"""Characters of a title, a channel, a template's name, a group's name: they stand on paper and in lists."""

ID_LIMIT = 100
"""Characters of a group's or a print job's id; WeCom's ids of a group's chat have 32."""

CAPACITY_LIMIT = 500
"""Places of the largest group there is (WeCom: 200 where guests join by a code without asking, 500 with a licence)."""

PIECES_LIMIT = 5000
"""Codes on one print job: more than a chain of restaurants prints at once."""

COPIES_LIMIT = 100_000
"""Copies of one piece that are counted."""

PRINT_TEXT_LIMIT = 200
"""Characters of each text of a print job, and of a note about what is lost."""

FIXED = ("kind", "scope", "store_id", "region", "about")
"""What is for ever as it was when a code was made: it stands on the paper."""

_SAID_OF_A_CODE = tuple(each.name for each in fields(KeepCode) if each.name not in ("code", "kind", "about"))


def keep_code(command: KeepCode, held: CodeCard | None, deed: Deed, address: str) -> CodeCard:
    """Return the code as the command says; `address` is HQ's public address, "" where this desk does not know it (the
    code then has no link yet).

    Raises `Unknown("printed_unknown")` for another store's code, `Refused("printed_wide")` for one of a region or of
    the chain, and what `check_code` raises.
    """
    base = CodeCard(
        code=command.code,
        kind=command.kind,
        store_id=deed.store_id,
        about=clean_text(command.about),
        link=link_of(address, command.code) if address else "",
        made_at=deed.at,
        made_by=deed.author,
    )
    if held is not None:
        _own(held, deed)
        base = replace(held, kind=command.kind, about=clean_text(command.about))
    return check_code(replace(base, **{name: getattr(command, name) for name in _SAID_OF_A_CODE}), held)


def check_code(card: CodeCard, held: CodeCard | None) -> CodeCard:
    """Return the code with its texts cleaned, as it may stand in the place of `held` (None: it is new).

    Raises `Refused`: `printed_unreadable`, `printed_fixed`, `printed_about`, `printed_text`, `printed_target`,
    `printed_validity`, `target_unsafe`; `Unreadable("moment_unreadable")`.
    """
    if code_in(card.code) != card.code:
        raise Refused("printed_unreadable", f"{card.code!r} is no code: ten letters and digits", text=card.code)
    title, channel, template, about = map(clean_text, (card.title, card.channel, card.template, card.about))
    if card.kind in (PrintedKind.TABLE, PrintedKind.STAFF) and not about:
        raise Refused("printed_about", f"a code of kind {card.kind} says which {card.kind} it is about")
    new = (title, channel, template, *([about] if held is None else []))  # what an import brought may be longer
    if max(map(len, new)) > TEXT_LIMIT:
        said = f"title, channel, template and subject have at most {TEXT_LIMIT} characters each"
        raise Refused("printed_text", said, limit=TEXT_LIMIT)
    target = check_target(card.target_url)
    if target and card.kind in (PrintedKind.GROUP, PrintedKind.VIP):
        raise Refused("printed_target", "a group code leads to the store's groups, and to no other address")
    for each in (card.valid_from, card.valid_until):
        check_moment(each)
    if card.valid_from is not None and card.valid_until is not None and card.valid_from >= card.valid_until:
        raise Refused("printed_validity", "a code is valid from a moment before the one it is valid until")
    wanted = replace(card, title=title, channel=channel, template=template, about=about, target_url=target)
    moved = [] if held is None else [name for name in FIXED if getattr(held, name) != getattr(wanted, name)]
    if moved:
        raise Refused("printed_fixed", f"{moved[0]} of a printed code never changes: make a new code", field=moved[0])
    return wanted


def retire_code(command: RetireCode, held: CodeCard | None, deed: Deed) -> CodeCard:
    """Return the code as it leads nowhere any more, or does again.

    Raises `Unknown("printed_unknown")`, `Refused("printed_wide")`.
    """
    if held is None:
        raise Unknown("printed_unknown", f"no printed code {command.code}", text=command.code)
    _own(held, deed)
    return retired(held, by=deed.author, at=deed.at, restored=command.restored)


def retired(held: CodeCard, *, by: str, at: datetime, restored: bool = False) -> CodeCard:
    """Return the code as it leads nowhere any more, or (`restored`) does again; as it is where it is so already."""
    if restored == (held.retired_at is None):
        return held
    return replace(held, retired_at=None if restored else at, retired_by="" if restored else by)


def _own(held: CodeCard, deed: Deed) -> None:
    if held.scope is not Scope.STORE:
        raise Refused("printed_wide", "a code of a region or of the chain is changed at head office", text=held.code)
    if held.store_id != deed.store_id:
        raise Unknown("printed_unknown", "this printed code is another store's", text=held.code)


def keep_group(command: KeepGroup, held: GroupCard | None, deed: Deed, rule: GroupRule) -> GroupCard:
    """Return the group as the command says; the same card where that changes nothing.

    Raises `Unknown("group_unknown")` for another store's group, `Refused`: `group_id`, `group_chat`, `group_name`,
    `group_capacity`, `group_members`, `group_past`, `picture_no_link`, `target_unsafe`;
    `Unreadable("moment_unreadable")`.
    """
    if not is_id(command.group_id):
        raise Refused("group_id", f"a group has an id of 1 to {ID_LIMIT} characters on one line", limit=ID_LIMIT)
    if held is not None and held.store_id != deed.store_id:
        raise Unknown("group_unknown", "this group is another store's", group_id=command.group_id)
    name, capacity = clean_text(command.name), command.capacity or rule.capacity
    if len(name) > TEXT_LIMIT:
        raise Refused("group_name", f"a group's name has at most {TEXT_LIMIT} characters", limit=TEXT_LIMIT)
    if not 1 <= capacity <= CAPACITY_LIMIT:
        raise Refused("group_capacity", f"a group has 1 to {CAPACITY_LIMIT} places", limit=CAPACITY_LIMIT)
    if command.picture:
        check_group_link(command.picture_text)
    if command.members is not None and not 0 <= command.members <= CAPACITY_LIMIT:
        raise Refused("group_members", f"a group has 0 to {CAPACITY_LIMIT} members", limit=CAPACITY_LIMIT)
    before = held or GroupCard(group_id=command.group_id, store_id=deed.store_id)
    chat_id = before.chat_id if command.chat_id is None else command.chat_id
    if chat_id and not is_id(chat_id):
        raise Refused("group_chat", f"the id of a chat has at most {ID_LIMIT} characters on one line", limit=ID_LIMIT)
    after = replace(
        before,
        chat_id="" if chat_id == before.group_id else chat_id,
        kind=command.kind,
        name=name,
        capacity=capacity,
        members=before.members if command.members is None else command.members,
        join_url=check_target(command.join_url),
        picture_text=command.picture_text if command.picture else before.picture_text,
        expires_at=good_until(command, held, deed.at),
        closed=command.closed,
    )
    if after == held and not command.picture:
        return held
    return replace(after, changed_at=deed.at, changed_by=deed.author)


def good_until(command: KeepGroup, held: GroupCard | None, at: datetime) -> datetime | None:
    """Return until when guests get in by what a command says of a group; raise `Refused("group_past")`.

    A new picture comes without the date of the one it replaces, once that has passed; without a date a picture that
    lapses by itself is good for its own time, and while nothing but it leads into the group, as long as before. What is
    said anew lies ahead of the deed (`at`); a lapsed group may be changed as it is.
    """
    said, before = command.expires_at, None if held is None else held.expires_at
    join_url = clean_text(command.join_url)
    check_moment(said)
    if said is not None and said <= at:
        if not command.picture and (said != before or held is None or held.join_url != join_url):
            raise Refused("group_past", "nobody gets in by what lapsed before it was said: give a later date, or none")
        if command.picture and said != before:
            raise Refused("group_past", "this picture would have lapsed already: give a later date, or none")
        said = None if command.picture else said
    if said is not None:
        return said
    if command.picture:
        lasts = picture_lasts(command.picture_text)
        return None if lasts is None else at + lasts
    alone = held is not None and not join_url and picture_lasts(held.picture_text) is not None
    return before if alone else None


def is_id(text: str) -> bool:
    """Whether this may name a group or a print job: 1 to `ID_LIMIT` characters on one line."""
    return 0 < len(text) <= ID_LIMIT and clean_text(text) == text


def record_print(command: RecordPrint, held: PrintCard | None, deed: Deed) -> PrintCard:
    """Return the job, each code once, in order; one that is recorded already stays as it is.

    Raises `Refused`: `print_id`, `print_large`, `print_text`, `print_empty`.
    """
    if not is_id(command.print_id):
        raise Refused("print_id", f"a print job has an id of 1 to {ID_LIMIT} characters on one line", limit=ID_LIMIT)
    if held is not None and held.store_id != deed.store_id:
        raise Refused("print_id", "this print job is another store's")
    if held is not None:
        return held
    if not clean_text(command.template):
        raise Refused("print_id", "a print job has the name of its template")
    if len(command.pieces) > PIECES_LIMIT:
        raise Refused("print_large", f"a print job has at most {PIECES_LIMIT} pieces", limit=PIECES_LIMIT)
    texts = [command.template, command.template_version, command.place, command.to]
    texts += [text for piece in command.pieces for text in (piece.code, piece.link)]
    if max(map(len, texts)) > PRINT_TEXT_LIMIT or not all(clean_text(piece.code) for piece in command.pieces):
        said = f"each text of a print job has at most {PRINT_TEXT_LIMIT} characters"
        raise Refused("print_text", said, limit=PRINT_TEXT_LIMIT)
    card = PrintCard(
        print_id=command.print_id,
        store_id=deed.store_id,
        template=clean_text(command.template),
        template_version=clean_text(command.template_version),
        medium=command.medium,
        place=clean_text(command.place),
        to=clean_text(command.to),
        pieces=command.pieces,
        by=deed.author,
        at=deed.at,
    )
    return replace(card, pieces=_each_once(check_print(card).pieces))


def _each_once(pieces: Iterable[PrintedPiece]) -> tuple[PrintedPiece, ...]:
    merged: dict[str, PrintedPiece] = {}
    for piece in pieces:
        code = clean_text(piece.code)
        copies = piece.copies + (merged[code].copies if code in merged else 0)
        merged[code] = PrintedPiece(code=code, link=clean_text(piece.link), copies=min(copies, COPIES_LIMIT))
    return tuple(merged[code] for code in sorted(merged))


def lose(command: MarkLost, held: PrintCard | None, deed: Deed, owner: str) -> PrintCard:
    """Return the job with the pieces of a code lost, or found again: for whoever printed them, or whose code it is.

    `owner`: the store of the code, "" where it is of no store, or of none that is known. A deed of no store is head
    office's. Raises `Unknown`: `print_unknown`, `piece_unknown`; `Refused("print_text")`.
    """
    if held is None:
        raise Unknown("print_unknown", f"no print job {command.print_id}", print_id=command.print_id)
    if deed.store_id not in ("", held.store_id, owner):
        raise Unknown("print_unknown", "this print job is another store's", print_id=command.print_id)
    note = clean_text(command.note)
    if len(note) > PRINT_TEXT_LIMIT:
        raise Refused("print_text", f"a note has at most {PRINT_TEXT_LIMIT} characters", limit=PRINT_TEXT_LIMIT)
    return mark_lost(held, command.code, by=deed.author, at=deed.at, lost=not command.found, note=note)
