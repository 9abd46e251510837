"""One form on the wire: what is written can be read, equal cards are equal bytes, and nothing else gets in."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.arrivals import ArrivalCard
from app.domain.commands import KINDS, Command
from app.domain.faults import Unreadable
from app.domain.guests import GuestCard
from app.domain.tables import StaffCard, StoreCard, TableCard
from app.wire.codec import (
    CARD_KINDS,
    Card,
    bucket_of,
    decode_card,
    decode_command,
    encode_card,
    encode_command,
    row_hash,
)

MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
st.register_type_strategy(datetime, MOMENTS)
st.register_type_strategy(date, st.dates(date(1900, 1, 1), date(2100, 1, 1)))
st.register_type_strategy(int, st.integers(-(2**53), 2**53))

CARDS: st.SearchStrategy[Card] = st.one_of(
    *(st.from_type(shape) for shape in (GuestCard, ArrivalCard, TableCard, StaffCard, StoreCard))
)


@given(CARDS)
def test_a_card_comes_back_as_it_was_and_always_as_the_same_bytes(card: Card) -> None:
    kind = next(k for k, shape in CARD_KINDS.items() if isinstance(card, shape))
    body = encode_card(card)
    again = decode_card(kind, body)
    assert again == card
    assert encode_card(again) == body


@pytest.mark.parametrize("kind", KINDS)
def test_every_command_comes_back_as_it_was(kind: str) -> None:
    @given(st.from_type(KINDS[kind]))
    def check(command: Command) -> None:
        assert decode_command(kind, encode_command(command)) == command

    check()


@pytest.mark.parametrize("body", [b"", b"{", b"null", b'{"guest_id": 7}', b'{"guest_id":"g","visits":"many"}', b"\xff"])
def test_a_body_that_is_no_card_is_unreadable(body: bytes) -> None:
    with pytest.raises(Unreadable):
        decode_card("guest", body)


def test_an_unknown_kind_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        decode_card("dragon", b"{}")
    with pytest.raises(Unreadable):
        decode_command("guest.fly", b"{}")


@given(st.text(), st.text(), st.binary())
def test_a_rows_hash_fits_a_signed_64_bit_column(kind: str, card_id: str, body: bytes) -> None:
    hashed = row_hash(kind, card_id, body)
    assert -(2**63) <= hashed < 2**63
    assert 0 <= bucket_of(hashed) < 256


def test_moving_a_byte_between_id_and_body_changes_the_hash() -> None:
    assert row_hash("guest", "1", b"2") != row_hash("guest", "12", b"")
