"""Printed codes of the whole chain, as a desk asks for them to print a batch for every store."""

from __future__ import annotations

from msgspec import Struct


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
