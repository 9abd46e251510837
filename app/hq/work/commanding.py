"""What staff did, recorded exactly once: change, feed entries and receipt in one transaction.

A command is a fact that has happened: it is recorded even where it comes late or names a table that is taken, and the
card carries a flag. Refused is only what names an arrival or guest nobody knows, or cannot be read. The receipt answers
a command that comes again; the same key with another body is an error, not a repetition.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from msgspec import Raw, Struct
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from app.domain.arrivals import ArrivalCard, ArrivalState
from app.domain.commands import (
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
from app.domain.days import business_day
from app.domain.faults import Fault, Unreadable
from app.domain.names import clean_text
from app.domain.replay import Deed, replay
from app.hq.clock import Clock, us_of
from app.hq.database import is_engines_trouble
from app.hq.feed import insert_for
from app.hq.policies import current_policy
from app.hq.reading import entries_of
from app.hq.tables import reveals
from app.hq.tracing import place_of
from app.wire.codec import decode, decode_command, encode
from app.wire.commands import CommandEnvelope, CommandOutcome

from . import board, code_changes, prints, settling
from .clusters import own_id
from .enrolling import Device
from .groups import keep_group
from .occasion import Occasion
from .pictures import Picture, without_picture
from .profiles import make_cards
from .receipts import Done, answer_again, body_hash, give_receipt, keys_of, refused
from .registering import register
from .tasting import drop_taste, write_note, write_taste

BATCH_LIMIT = 500
"""Commands in one request at most."""

KEY_LIMIT = 200

AUTHOR_LIMIT = 100
"""Characters that are kept of who did it: longer than any name, and nothing is refused for it."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One command of a request: its envelope, or why it cannot be read. `seen`: what was found in its picture, or why
    that is not taken, where somebody has looked (`pictures.look`)."""

    key: str
    envelope: CommandEnvelope | None = None
    fault: Fault | None = None
    seen: Picture | Fault | None = None


class _Batch(Struct, frozen=True):
    commands: list[Raw]


def read_commands(body: bytes, key: str = "") -> list[Sent]:
    """Return the commands in a request's body, in order; one that cannot be read does not hide its neighbours.

    `key` is the request's `Idempotency-Key`: it names the first command, which may leave it out of its envelope.
    Raises `Unreadable` for the body as a whole.
    """
    raws = decode(body, _Batch).commands
    if len(raws) > BATCH_LIMIT:
        raise Unreadable("batch_too_long", f"a batch has at most {BATCH_LIMIT} commands", limit=BATCH_LIMIT)
    return [_read(bytes(raw), key if place == 0 else "") for place, raw in enumerate(raws)]


def _read(raw: bytes, key: str) -> Sent:
    try:
        fields = decode(raw, dict[str, Any])
        said = fields.get("key") or key
        if not isinstance(said, str) or not 0 < len(said) <= KEY_LIMIT or "\0" in said:
            raise Unreadable("key_missing", f"a command has a key of 1 to {KEY_LIMIT} characters")
        if key and said != key:
            raise Unreadable("idempotency_key", "the command's key is not the request's Idempotency-Key")
    except Unreadable as fault:
        return Sent(key=key, fault=fault)
    try:
        return Sent(key=said, envelope=decode(encode(fields | {"key": said}), CommandEnvelope))
    except Unreadable as fault:
        return Sent(key=said, fault=fault)


class Commanding:
    """Records commands, in the writer's thread."""

    def __init__(self, clock: Clock) -> None:
        """`clock` is business time: no fact lies in its future."""
        self._clock = clock

    def perform(self, connection: Connection, device: Device, sent: Sequence[Sent]) -> list[CommandOutcome]:
        """Record the commands in order, each by itself; return what became of each."""
        occasion = Occasion(policy=current_policy(connection), now=self._clock.now())
        return [self._one(connection, device, one, occasion) for one in sent]

    def _one(self, connection: Connection, device: Device, sent: Sent, occasion: Occasion) -> CommandOutcome:
        envelope = sent.envelope
        if envelope is None:
            return refused(sent.key, sent.fault or Unreadable("body_unreadable"))
        try:
            hashed = body_hash(device.store_id, envelope)
        except Unreadable as fault:
            return refused(sent.key, fault)
        again = answer_again(connection, sent.key, hashed)
        if again is not None:
            return again
        try:
            command = decode_command(envelope.kind, bytes(envelope.body))
        except Unreadable as fault:
            return refused(sent.key, fault)  # without a receipt: a newer HQ may be able to read it
        try:
            with connection.begin_nested():
                done = record(connection, device, command, envelope, occasion, sent.seen)
                give_receipt(connection, device, without_picture(envelope), hashed, done)
        except Fault as fault:
            give_receipt(connection, device, without_picture(envelope), hashed, Done(), fault)
            return refused(sent.key, fault)
        except IntegrityError:
            return CommandOutcome(key=sent.key, outcome="later", code="busy", reason="another service was at it")
        except Exception as wrong:  # one bad command never takes its neighbours
            if is_engines_trouble(wrong):
                raise
            _log.error("a command of kind %s failed: %s", envelope.kind, place_of(wrong))
            return refused(sent.key, Fault("failed", "HQ failed at this command; it is in its log"))
        cards = entries_of(connection, dict.fromkeys(done.touched))
        return CommandOutcome(key=sent.key, outcome="applied", cards=cards, aliases=done.aliases)


def record(
    connection: Connection,
    device: Device,
    command: Command,
    envelope: CommandEnvelope,
    occasion: Occasion,
    seen: Picture | Fault | None = None,
) -> Done:
    """Do what the command says, in the caller's transaction; raise the `Fault` that says why it cannot be."""
    if isinstance(command, RecordPrint | MarkLost):
        prints.hold_stores(connection, command, device.store_id)
    timezone = board.hold_store(connection, device.store_id)
    at = min(envelope.at, occasion.now)  # a desk whose clock is ahead must not write into the future
    author = clean_text(envelope.author)[:AUTHOR_LIMIT]
    deed = Deed(at=at, day=business_day(at, timezone), author=author, store_id=device.store_id)
    match command:
        case Register():
            return register(connection, command, deed, occasion, timezone)
        case AddNote() | AddTaste() | DropTaste():
            return _about_guest(connection, command, deed, occasion)
        case RevealPhone():
            return _reveal(connection, command, envelope.key, device, deed, occasion)
        case MergeGuests() | UnmergeGuests() | SettleConflict() | ReopenConflict():
            return _who_is_who(connection, command, envelope.key, deed, occasion)
        case KeepGroup():
            return keep_group(connection, command, deed, occasion, key=envelope.key, seen=seen)
        case KeepCode() | RetireCode() | RecordPrint() | MarkLost():
            return _about_paper(connection, command, envelope.key, device, deed, occasion)
        case _:
            return _about_arrival(connection, command, deed, occasion, timezone)


def _about_arrival(connection: Connection, command: Command, deed: Deed, occasion: Occasion, timezone: str) -> Done:
    held = board.card_of(connection, deed.store_id, getattr(command, "arrival_id", ""))
    card, _ = replay(command, deed, held, None)
    if card is None or held is None:  # replay raised for an unknown arrival
        return Done()
    saved = board.save(connection, card, occasion, timezone, late=_comes_late(command, deed, held))
    named = getattr(command, "arrival_id", saved.arrival_id)
    return Done(touched=keys_of(saved), aliases={} if named == saved.arrival_id else {named: saved.arrival_id})


def _about_paper(
    connection: Connection,
    command: KeepCode | RetireCode | RecordPrint | MarkLost,
    key: str,
    device: Device,
    deed: Deed,
    occasion: Occasion,
) -> Done:
    match command:
        case KeepCode():
            return code_changes.keep_code(connection, command, key, deed, occasion)
        case RetireCode():
            return code_changes.retire_code(connection, command, key, deed, occasion)
        case RecordPrint():
            return prints.record_print(connection, command, deed, device)
        case MarkLost():
            return prints.lose(connection, command, deed, occasion.now)


def _comes_late(command: Command, deed: Deed, held: ArrivalCard) -> bool:
    """Whether the card has moved on since, to somewhere else than this fact says."""
    match command:
        case Seat():
            there = held.state is ArrivalState.SEATED and held.table == clean_text(command.table)
        case MarkNoShow():
            there = held.state is ArrivalState.NO_SHOW
        case MarkLeft():
            there = held.state is ArrivalState.LEFT
        case Reopen():
            there = (held.state, held.table) == (command.state, command.table)
        case _:
            return False
    return deed.at < held.state_at and not there


def _who_is_who(
    connection: Connection,
    command: MergeGuests | UnmergeGuests | SettleConflict | ReopenConflict,
    key: str,
    deed: Deed,
    occasion: Occasion,
) -> Done:
    match command:
        case MergeGuests():
            return settling.merge_by_hand(connection, command, deed, occasion)
        case UnmergeGuests():
            return settling.undo_merge(connection, command.merge_id, deed, occasion)
        case SettleConflict():
            return settling.settle(connection, command, key, deed, occasion)
        case ReopenConflict():
            return settling.reopen(connection, command, deed, occasion)


def _reveal(
    connection: Connection, command: RevealPhone, key: str, device: Device, deed: Deed, occasion: Occasion
) -> Done:
    """Write down who looked at whose whole phone, and why; nothing on the card changes."""
    own = own_id(connection, command.guest_id)
    guest = next(iter(make_cards(connection, [own], occasion.policy, occasion.now)), None)
    replay(command, deed, None, guest)  # the rule: somebody is looked at, for a reason
    row = {
        "key": key,
        "guest_id": own,
        "store_id": deed.store_id,
        "device_id": device.device_id,
        "author": deed.author,
        "reason": clean_text(command.reason),
        "at_us": us_of(deed.at),
    }
    connection.execute(insert_for(connection, reveals).on_conflict_do_nothing(), row)
    return Done(aliases={} if own == command.guest_id else {command.guest_id: own})


def _about_guest(
    connection: Connection, command: AddNote | AddTaste | DropTaste, deed: Deed, occasion: Occasion
) -> Done:
    guest_id = own_id(connection, command.guest_id)
    aliases = {} if guest_id == command.guest_id else {command.guest_id: guest_id}
    known = replace(command, guest_id=guest_id)
    guest = board.fresh_guest(connection, guest_id, occasion)
    replay(known, deed, None, guest)  # the rule: raises what is wrong with it
    goes_by = guest_id if guest is None else guest.guest_id
    match known:
        case AddNote():
            write_note(connection, known, deed, occasion.policy.dishes)
        case AddTaste():
            write_taste(connection, known, deed)
        case DropTaste():
            drop_taste(connection, known, deed)
    seen = board.refresh_board(connection, goes_by, occasion, deed.store_id)
    here = [("arrival", card.arrival_id) for card in seen if card.store_id == deed.store_id]
    return Done(touched=[("guest", goes_by), *here], aliases=aliases)
