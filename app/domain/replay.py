"""What a command does to the cards, as one pure function that desk and HQ share.

The desk lays its unsent commands over HQ's cards with it; HQ records with it. Replaying a command on a card that
already holds it changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from .arrivals import ArrivalCard, ArrivalState, Sign, SignKind, apply_sign, move
from .commands import (
    Acknowledge,
    AddNote,
    AddTaste,
    Command,
    DropTaste,
    KeepCode,
    KeepGroup,
    MarkLeft,
    MarkLost,
    MarkNoShow,
    MergeGuests,
    RecordPrint,
    Register,
    Reopen,
    ReopenConflict,
    RetireCode,
    RevealPhone,
    Seat,
    SettleConflict,
    UnmergeGuests,
)
from .faults import Refused, Unknown
from .guests import GuestCard, Note
from .names import clean_name, clean_text, normalise_phone
from .party import unsettled
from .tastes import CORRECTION, TAG_LIMIT, Taste, TasteKind, TasteSource, card_tastes, moment

NOTE_LIMIT = 500
"""Characters in a note; a counter's note is a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Who did it, when, where."""

    at: datetime
    day: date
    author: str
    store_id: str


def replay(
    command: Command, deed: Deed, arrival: ArrivalCard | None, guest: GuestCard | None
) -> tuple[ArrivalCard | None, GuestCard | None]:
    """Return both cards as they are after `command`; the one it does not touch comes back as it was.

    Raises `Unknown` where the command names a card that is not handed in, `Refused` where its content cannot be.
    """
    match command:
        case Register():
            return _register(command, deed, arrival, guest)
        case AddNote() | AddTaste() | DropTaste():
            if guest is None:
                raise Unknown("guest_unknown", f"no guest {command.guest_id}", guest_id=command.guest_id)
            return arrival, _change_guest(command, deed, guest)
        case RevealPhone() | MergeGuests() | UnmergeGuests():
            _can_be(command, guest)
            return arrival, guest  # recorded for what they say; neither of these two cards changes by them here
        case SettleConflict() | ReopenConflict():
            return arrival, guest  # the rule is in `conflicts.settle`
        case KeepCode() | RetireCode() | KeepGroup() | RecordPrint() | MarkLost():
            return arrival, guest  # about paper, not about people
        case _:
            if arrival is None:
                raise Unknown("arrival_unknown", f"no arrival {command.arrival_id}", arrival_id=command.arrival_id)
            return _change_arrival(command, deed, arrival), guest


def _can_be(command: RevealPhone | MergeGuests | UnmergeGuests, guest: GuestCard | None) -> None:
    if guest is None:
        raise Unknown("guest_unknown", f"no guest {command.guest_id}", guest_id=command.guest_id)
    match command:
        case RevealPhone():
            reason = clean_text(command.reason)
            if not reason or len(reason) > NOTE_LIMIT:
                raise Refused("reason_missing", f"a reason has 1 to {NOTE_LIMIT} characters", limit=NOTE_LIMIT)
        case MergeGuests():
            if not command.merge_id or command.other_id in ("", command.guest_id):
                raise Refused("merge_same", "a guest is merged with another guest")
        case UnmergeGuests():
            pass


def _change_arrival(
    command: Acknowledge | Seat | MarkNoShow | MarkLeft | Reopen, deed: Deed, card: ArrivalCard
) -> ArrivalCard:
    match command:
        case Acknowledge():
            if card.acknowledged_at is not None and card.acknowledged_at <= deed.at:
                return card  # of two desks that both went, the one that went first is the truth, in any order
            return replace(card, acknowledged_at=deed.at, acknowledged_by=deed.author)
        case Seat():
            table = clean_text(command.table)
            if not table:
                raise Refused("table_missing", "a party is seated at a table")
            return move(card, ArrivalState.SEATED, at=deed.at, table=table)
        case MarkNoShow():
            return move(card, ArrivalState.NO_SHOW, at=deed.at)
        case MarkLeft():
            return move(card, ArrivalState.LEFT, at=deed.at)
        case Reopen():
            if deed.at < card.state_at or (card.state, card.table) == (command.state, command.table):
                return card  # another table in the same state is a way back too: a move can be undone
            expected = card.reserved_for if command.state is ArrivalState.RESERVED else None
            back = replace(card, arrived_at=expected or card.arrived_at)
            return replace(back, state=command.state, state_at=deed.at, table=command.table)


def _register(
    command: Register, deed: Deed, arrival: ArrivalCard | None, guest: GuestCard | None
) -> tuple[ArrivalCard, GuestCard]:
    name, phone = clean_name(command.name), normalise_phone(command.phone)
    if command.phone.strip() and not phone:
        raise Refused("phone_unreadable", f"{command.phone!r} is no phone number", text=command.phone)
    if guest is None:
        guest = GuestCard(guest_id=command.guest_id, name=name, phone=phone)
    else:
        guest = replace(guest, name=guest.name or name, phone=guest.phone or phone)
    sign = Sign(
        kind=SignKind.DESK,
        store_id=deed.store_id,
        at=deed.at,
        guest_id=guest.guest_id,
        party_size=command.party_size,
        table=clean_text(command.table),
        note=clean_text(command.note),
        author=deed.author,
    )
    card = apply_sign(arrival, sign, command.arrival_id)
    guest = replace(guest, tastes=_with(guest, card.said, deed))
    return replace(card, guest_id=guest.guest_id, vip=guest.vip), guest


def _change_guest(command: AddNote | AddTaste | DropTaste, deed: Deed, guest: GuestCard) -> GuestCard:
    match command:
        case AddNote():
            text = clean_text(command.text)
            if not text or len(text) > NOTE_LIMIT:
                raise Refused("note_length", f"a note has 1 to {NOTE_LIMIT} characters", limit=NOTE_LIMIT)
            if any(note.note_id == command.note_id for note in guest.notes):
                return guest
            from .noting import tastes_said  # the words of a language: not before there is a note to read

            note = Note(note_id=command.note_id, text=text, author=deed.author, at=deed.at)
            said = tastes_said(text, day=deed.day, at=deed.at, author=deed.author)
            return replace(guest, notes=(note, *guest.notes), tastes=_with(guest, said, deed))
        case AddTaste():
            taste = staff_taste(command, deed)
            others = tuple(t for t in guest.tastes if t.tag != taste.tag or not gives_way(t, taste, command))
            dropped = tuple(t for t in guest.dropped if t.tag != taste.tag)
            return replace(guest, tastes=card_tastes((taste, *others), deed.day, None), dropped=dropped)
        case DropTaste():
            mark = dismissal(command, deed)
            dropped = tuple(t for t in guest.dropped if t.tag != mark.tag)
            kept = tuple(t for t in guest.tastes if t.tag != mark.tag)
            return replace(guest, tastes=kept, dropped=(*dropped, mark))


def _with(guest: GuestCard, said: tuple[Taste, ...], deed: Deed) -> tuple[Taste, ...]:
    """Return the guest's tastes with what a note says of them, but for what staff settled since it was written."""
    new = unsettled(said, guest)
    return card_tastes((*guest.tastes, *new), deed.day, None) if new else guest.tastes


def staff_taste(command: AddTaste, deed: Deed) -> Taste:
    """Return the tag that staff give; raise `Refused` for one that no chip can hold."""
    tag = clean_text(command.tag)
    if not tag or len(tag) > TAG_LIMIT:
        raise Refused("tag_length", f"a tag has 1 to {TAG_LIMIT} characters", limit=TAG_LIMIT)
    return Taste(
        tag=tag,
        kind=command.kind,
        source=TasteSource.STAFF,
        date=deed.day,
        at=deed.at,
        author=deed.author,
        rule=CORRECTION if command.corrects else "",
    )


def gives_way(held: Taste, taste: Taste, command: AddTaste) -> bool:
    """Whether `held` of the same thing gives way to what staff say: an allergy only to its correction."""
    if held.kind is TasteKind.ALLERGY and taste.kind is not TasteKind.ALLERGY and not command.corrects:
        return False
    return moment(held) <= moment(taste)


def dismissal(command: DropTaste, deed: Deed) -> Taste:
    """Return the mark that hides all evidence of the tag up to now; it says who took it off, and when."""
    return Taste(
        tag=clean_text(command.tag),
        kind=TasteKind.LIKES,
        source=TasteSource.STAFF,
        date=deed.day,
        at=deed.at,
        author=deed.author,
        show=False,
    )
