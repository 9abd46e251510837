"""Cards and envelopes to JSON and back. One form only (sorted keys, UTC, no blanks), so that equal cards have equal
bytes and one 64-bit hash on both sides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from typing import Any, TypeVar, cast

import msgspec

from app.domain.arrivals import ArrivalCard
from app.domain.commands import KINDS, Command
from app.domain.conflicts import ConflictCard
from app.domain.faults import Unreadable
from app.domain.funnel import FunnelCard
from app.domain.groups import GroupCard
from app.domain.guests import GuestCard
from app.domain.printed import CodeCard
from app.domain.prints import PrintCard
from app.domain.tables import StaffCard, StoreCard, TableCard

T = TypeVar("T")

Card = (
    GuestCard
    | ArrivalCard
    | TableCard
    | StaffCard
    | StoreCard
    | ConflictCard
    | CodeCard
    | GroupCard
    | PrintCard
    | FunnelCard
)

CARD_KINDS: dict[str, type[Card]] = {
    "store": StoreCard,
    "staff": StaffCard,
    "table": TableCard,
    "guest": GuestCard,
    "arrival": ArrivalCard,
    "conflict": ConflictCard,
    "code": CodeCard,
    "group": GroupCard,
    "print": PrintCard,
    "funnel": FunnelCard,
}
"""The kinds of card in a feed. A desk skips a kind it does not know (a newer HQ), and keeps its row."""


_encoder = msgspec.json.Encoder(order="deterministic")


def encode(value: object) -> bytes:
    """Return the canonical JSON of a card, a struct or plain data."""
    return _encoder.encode(value)


_decoders: dict[Any, msgspec.json.Decoder[Any]] = {}


def decode(body: bytes | str, shape: type[T]) -> T:
    """Return `body` as a `shape`; raise `Unreadable` saying where it does not fit."""
    decoder = _decoders.get(shape)
    if decoder is None:
        decoder = _decoders[shape] = msgspec.json.Decoder(shape)
    try:
        found: T = decoder.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as wrong:
        raise Unreadable("body_unreadable", str(wrong), reason=str(wrong)) from None
    return found


def encode_card(card: Card) -> bytes:
    """Return the canonical JSON of `card`: a field that stands at its default is left out (it comes back as that).

    Most of a card is defaults, and there are a million of them on the way to every desk and in its cache.
    """
    return _encoder.encode(_lean(card))


def patch_card(shape: type[Card], body: str | bytes, changed: Mapping[str, object]) -> bytes:
    """Return the canonical JSON of a card whose JSON is `body`, with the fields in `changed` as they are there.

    The same as decoding it, replacing the fields and encoding it, without looking at any other field.
    """
    held: dict[str, object] = {**decode(body, _Fields)}
    defaults = dict(_defaults_of(shape))
    for name, value in changed.items():
        if value == defaults[name]:
            held.pop(name, None)
        else:
            held[name] = _lean(value) if is_dataclass(value) else value
    return _encoder.encode(held)


_Fields = dict[str, msgspec.Raw]


def _lean(value: object) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, default in _defaults_of(type(value)):
        held = getattr(value, name)
        if held is default or held == default:
            continue
        if type(held) is tuple:
            held = [_lean(item) if is_dataclass(item) else item for item in held]
        elif is_dataclass(held):
            held = _lean(held)
        found[name] = held
    return found


def _defaults_of(shape: type) -> list[tuple[str, object]]:
    if shape not in _defaults:
        _defaults[shape] = [
            (field.name, field.default if field.default_factory is MISSING else field.default_factory())
            for field in fields(cast(Any, shape))
        ]
    return _defaults[shape]


_defaults: dict[type, list[tuple[str, object]]] = {}
"""(name, default) of each field of every card and part of one; no value equals a missing default."""


def decode_card(kind: str, body: bytes | str) -> Card:
    """Return the card of `kind` in `body`; raise `Unreadable` for a body or kind that cannot be read."""
    shape = CARD_KINDS.get(kind)
    if shape is None:
        raise Unreadable("card_kind", f"no card is called {kind!r}", kind=kind)
    return decode(body, shape)


def encode_command(command: Command) -> bytes:
    """Return the canonical JSON of the command's body (its kind travels beside it)."""
    return _encoder.encode(command)


def decode_command(kind: str, body: bytes | str) -> Command:
    """Return the command of `kind`; raise `Unreadable` for a kind or body that cannot be read."""
    shape = KINDS.get(kind)
    if shape is None:
        raise Unreadable("command_kind", f"no command is called {kind!r}", kind=kind)
    return decode(body, shape)


def row_hash(kind: str, card_id: str, body: bytes) -> int:
    """Return the 64-bit hash of one feed row, signed so that SQLite can hold it."""
    from hashlib import blake2b  # not at the top: OpenSSL has no place in the start of the desk

    digest = blake2b(b"\x1f".join((kind.encode(), card_id.encode(), body)), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def bucket_of(hashed: int) -> int:
    """Return which of the 256 buckets a row belongs to (its hash's lowest byte)."""
    return hashed & 0xFF
