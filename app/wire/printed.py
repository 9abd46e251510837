"""Printed codes of the whole chain, as a desk asks for them: to print a batch for every store, or whose one is."""

from __future__ import annotations

from msgspec import Struct

from app.domain.printed import CodeCard


class ChainCode(Struct, frozen=True, kw_only=True):
    """A store's code: `about` is the table or the member of staff, `title` what staff call it."""

    store_id: str
    store_name: str
    city: str = ""
    kind: str
    code: str
    link: str
    title: str = ""
    about: str = ""
    channel: str = ""


class ChainCodes(Struct, frozen=True, kw_only=True):
    """The codes, by city, store and what they are about."""

    codes: list[ChainCode]


class WhoseCode(Struct, frozen=True, kw_only=True):
    """A code that was found in the street: its card, and the store whose it is ("" for a region's or the chain's)."""

    card: CodeCard
    store_name: str = ""
    city: str = ""
