"""What a guest is searched by, read from the card's JSON: the same at HQ, which writes the snapshot, and at the desk,
which keeps it up to date."""

from __future__ import annotations

from datetime import datetime
from functools import cache, lru_cache

import msgspec

from app.domain.guests import IdentityKind
from app.domain.naming import keys
from app.domain.naming.keys import name_keys, number_keys
from app.domain.naming.readings import Readings
from app.resources import resources


class _Known(msgspec.Struct, frozen=True):
    kind: str = ""
    value: str = ""


class Searched(msgspec.Struct, frozen=True):
    """The part of a guest's card that search is about; every other field is skipped unread."""

    name: str = ""
    phone: str = ""
    last_visit: datetime | None = None
    identities: tuple[_Known, ...] = ()
    other_names: tuple[str, ...] = ()

    @property
    def seen(self) -> int:
        """When the guest was last here, in whole hours since 1970; 0: never."""
        return 0 if self.last_visit is None else max(0, int(self.last_visit.timestamp()) // 3600)

    @property
    def search_keys(self) -> frozenset[str]:
        """Every key that finds the guest: of all names, all phones and all member numbers."""
        if not self.identities and not self.other_names:
            return keys_of_name(self.name) | number_keys((self.phone,), ())
        phones = [self.phone, *(known.value for known in self.identities if known.kind == IdentityKind.PHONE)]
        numbers = [known.value for known in self.identities if known.kind == IdentityKind.MEMBER_NO]
        return keys_of_name(self.name).union(*map(keys_of_name, self.other_names), number_keys(phones, numbers))


_decoder = msgspec.json.Decoder(Searched)

NOTHING = Searched()


def searched(body: bytes | str) -> Searched:
    """Return what a guest's card is searched by; a body that cannot be read is found by nothing."""
    try:
        return _decoder.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return NOTHING


@cache
def readings() -> Readings:
    """Return how characters are read, from the file that comes with the program."""
    return Readings((resources() / "names" / "readings.txt").read_text(encoding="utf-8"))


@lru_cache(4096)
def keys_of_name(name: str) -> frozenset[str]:
    """Return the search keys of a name: many guests share one, and the same people come again."""
    return name_keys(name, readings())


@lru_cache(4096)
def whole_name(name: str) -> frozenset[str]:
    """Return the ways to type a whole name."""
    return keys.whole_name(name, readings())
