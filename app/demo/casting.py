"""Who comes on the played evening: guests of the chain picked for a part, and strangers nobody knows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from itertools import accumulate
from random import Random

from app.domain.tastes import TasteKind

from .chain import Chain
from .people import Person, phone_of

POOL = 1500
"""So many of the store's guests are looked at; a bigger chain does not make a busier evening."""

STRANGERS_FROM = 9_000_000
"""Phones of strangers are numbered from here, past every guest of the chain."""


class Role(StrEnum):
    """A part to be played at the counter, the hardest to cast first."""

    VIP_BLACK = "vip_black"
    VIP = "vip"
    BLACK = "black"
    ALLERGIC = "allergic"
    RARE_NAME = "rare_name"
    FUSSY = "fussy"
    PLATINUM = "platinum"
    GOLD = "gold"
    REGULAR = "regular"
    NEWCOMER = "newcomer"
    STRANGER = "stranger"
    NAMELESS = "nameless"
    ANYBODY = "anybody"


@dataclass(frozen=True, slots=True, kw_only=True)
class Somebody:
    """Whoever comes: a guest of the chain, a stranger with a phone or an openid, or nobody that left a trace."""

    guest_id: str = ""
    phone: str = ""
    unionid: str = ""
    openid: str = ""
    vip: bool = False
    fond: tuple[int, ...] = ()

    @property
    def traceable(self) -> bool:
        """A queue ticket or a scan says something about who this is."""
        return bool(self.phone or self.unionid or self.openid or self.guest_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    person: Person
    visits: int
    recent: int


class Cast:
    """Hands out people for the parts, each guest once."""

    def __init__(self, chain: Chain, rng: Random) -> None:
        self._rng = rng
        self._strangers = 0
        since = chain.today - timedelta(days=90)
        self._free: dict[str, _Candidate] = {}
        for person in chain.guests:
            if person.home != chain.store_ids[0]:
                continue
            bills = chain.bills_of(person)
            recent = sum(1 for bill in bills if bill.opened.date() >= since)
            self._free[person.guest_id] = _Candidate(person=person, visits=len(bills), recent=recent)
            if len(self._free) >= POOL:
                break

    def take(self, role: Role) -> Somebody:
        """Return somebody for `role`; where nobody fits, somebody close to it, and at last a stranger."""
        if role is Role.NAMELESS:
            return Somebody()
        if role is Role.STRANGER:
            return self._stranger()
        if role is Role.ANYBODY:
            chance = self._rng.random()
            if chance < 0.08:
                return Somebody()
            if chance < 0.22:
                return self._stranger()
        fitting: list[_Candidate] = []
        for fits in (*_FITS.get(role, ()), _anybody):
            fitting = fitting or [candidate for candidate in self._free.values() if fits(candidate)]
        if not fitting:
            return self._stranger()
        sums = tuple(accumulate(candidate.person.rate for candidate in fitting))
        person = self._rng.choices(fitting, cum_weights=sums)[0].person
        del self._free[person.guest_id]
        return Somebody(
            guest_id=person.guest_id, phone=person.phone, unionid=person.unionid, vip=person.vip, fond=person.fond
        )

    def _stranger(self) -> Somebody:
        self._strangers += 1
        number = STRANGERS_FROM + self._strangers
        if self._strangers % 4 == 0:
            return Somebody(openid=f"oStranger{number}")
        return Somebody(phone=phone_of(number))


def _said(candidate: _Candidate, *kinds: TasteKind) -> int:
    return sum(1 for said in candidate.person.said if said.kind in kinds)


def _plain(candidate: _Candidate) -> bool:
    # Only the parts that are meant to be VIPs are: on the opening board one of them waits to be welcomed.
    return not candidate.person.vip and candidate.visits > 0


def _anybody(candidate: _Candidate) -> bool:
    return True


def _vip(candidate: _Candidate) -> bool:
    return candidate.person.vip


_FITS: dict[Role, tuple[Callable[[_Candidate], bool], ...]] = {
    Role.VIP_BLACK: (
        lambda c: _vip(c) and c.recent >= 10 and _said(c, TasteKind.ALLERGY, TasteKind.AVOID) > 0,
        lambda c: _vip(c) and c.recent >= 6,
        _vip,
    ),
    Role.VIP: (lambda c: _vip(c) and c.visits > 0, _vip),
    Role.BLACK: (lambda c: _plain(c) and c.recent >= 10, lambda c: _plain(c) and c.recent >= 6),
    Role.ALLERGIC: (
        lambda c: _plain(c) and _said(c, TasteKind.ALLERGY) > 0 and c.recent >= 2,
        lambda c: _plain(c) and _said(c, TasteKind.ALLERGY) > 0,
    ),
    Role.RARE_NAME: (
        lambda c: _plain(c) and len(c.person.name) == 4,
        lambda c: _plain(c) and c.person.name[0] in "单仇解曾区查盖缪",
    ),
    Role.FUSSY: (
        lambda c: _plain(c) and _said(c, TasteKind.AVOID, TasteKind.LESS) > 1 and c.recent >= 3,
        lambda c: _plain(c) and _said(c, TasteKind.AVOID, TasteKind.LESS) > 0,
    ),
    Role.PLATINUM: (lambda c: _plain(c) and 6 <= c.recent < 10, lambda c: _plain(c) and c.recent >= 3),
    Role.GOLD: (lambda c: _plain(c) and 3 <= c.recent < 6, lambda c: _plain(c) and c.recent >= 2),
    Role.REGULAR: (lambda c: _plain(c) and c.recent < 3 and len(c.person.said) > 0, _plain),
    Role.NEWCOMER: (lambda c: not _vip(c) and c.visits == 0,),
}
"""For each role what it asks for, and what would do where nobody meets that."""
