"""Feed pages on the wire: a card's JSON passes through unread, a gone card has none."""

from __future__ import annotations

import pytest
from msgspec import Raw, Struct

from app.domain.faults import Unreadable
from app.wire.codec import decode, encode
from app.wire.commands import CommandEnvelope
from app.wire.events import ArrivalReserved, Envelope
from app.wire.pages import FeedEntry


def test_an_entry_carries_its_card_unread() -> None:
    sent = encode(FeedEntry(kind="guest", id="g1", version=3, raw=Raw(b'{"name":"\xe7\x8e\x8b"}')))
    assert sent == '{"kind":"guest","id":"g1","version":3,"body":{"name":"王"}}'.encode()
    assert decode(sent, FeedEntry).body == '{"name":"王"}'.encode()


def test_an_entry_without_a_card_is_gone() -> None:
    sent = encode(FeedEntry(kind="arrival", id="a1", version=4))
    assert sent == b'{"kind":"arrival","id":"a1","version":4}'
    assert decode(sent, FeedEntry).body is None
    assert decode(b'{"id":"a1","kind":"arrival","version":4,"body":null}', FeedEntry).body is None


@pytest.mark.parametrize("shape", [Envelope, CommandEnvelope, ArrivalReserved])
def test_a_time_without_its_offset_is_refused(shape: type[Struct]) -> None:
    named = {"id": "1", "source": "s", "type": "t", "store_id": "330", "key": "k", "kind": "k", "subject": "s"}
    times = {"time", "at", "reserved_for"}
    good = named | dict.fromkeys(times, "2026-03-05T12:00:00+08:00")
    decode(encode(good), shape)
    with pytest.raises(Unreadable):
        decode(encode(good | dict.fromkeys(times, "2026-03-05T12:00:00")), shape)


def test_a_body_nested_too_deep_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        decode(b"[" * 100_000, object)
