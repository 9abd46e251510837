"""Feed pages on the wire: a card's JSON passes through unread, a gone card has none."""

from __future__ import annotations

from msgspec import Raw

from app.wire.codec import decode, encode
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
