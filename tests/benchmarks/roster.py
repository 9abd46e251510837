"""The guests of a large chain, invented but shaped like real ones: who they are, when they came, what they like.

Surnames come as often as they are met (with those that are read in two ways, and two-character ones), given names have
one character or two, some guests have a rare character, some only a nickname. Most came once and some came often, most
lately. The same number always makes the same guest, so a roster can be made in pieces and by several processes.
All phones lie in the demo's block, which reaches nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random

from app.demo.people import PHONE_PREFIX, phone_of
from app.demo.words import Words, words
from app.domain.guests import Favourite, GuestCard, IdentityKind, KnownIdentity, Visit
from app.domain.policy import Policy
from app.domain.standing import Counts, Done, Facts, Paid, count, stand
from app.domain.tastes import Taste, TasteKind, TasteSource
from app.domain.tiers import Interaction

AS_OF = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
"""The business time of the roster: six in the evening in Shanghai."""

PIECE = 5000
"""Guests made at a time."""

STORE = "330"

RARE = "䶮㛃𠮷堃犇赟翀喆玥祎昇"
_NICKNAMES = ("小鱼", "Tony", "一只猫", "A杰", "Cindy", "老K", "阿May", "月亮姐姐")
_LUCKY = ("8888", "6666", "9999", "1688", "0001", "1234", "5188", "3333")
_KINDS = tuple(kind.value for kind in Interaction)
_DAY = timedelta(days=1)
_NO_PHONE, _RARE_NAME, _NICKNAME = 0.03, 0.004, 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A guest as HQ holds them: the card, and what of the facts behind it is not on the card."""

    card: GuestCard
    counts: Counts
    unionid: str
    visits: tuple[Visit, ...]
    """All settled bills, the oldest first."""
    interactions: tuple[Done, ...]
    registered: datetime


def people(first: int, count: int, policy: Policy) -> list[Person]:
    """Return `count` guests from number `first` on; `first` must begin a piece (`PIECE`)."""
    known = words()
    dice = Random(f"roster/{first}")
    names = _names(dice, count, known)
    return [_person(dice, first + place, names[place], policy, known) for place in range(count)]


def guest_id(number: int) -> str:
    """Return the id of guest `number`."""
    return f"M{10_000_001 + number}"


def phone(number: int) -> str:
    """Return the phone of guest `number`; "" where they gave none, and for some a tail that people pay for."""
    share = number * 7919 % 10_000
    if share < _NO_PHONE * 10_000:
        return ""
    place = share - 9_980
    if place < 0:
        return phone_of(number)
    return f"{PHONE_PREFIX}{(number // 10_000 * 3 + place // 8) % 1000:03d}{_LUCKY[place % 8]}"


def _names(dice: Random, count: int, known: Words) -> list[str]:
    surnames = dice.choices(known.surnames.words, cum_weights=known.surnames.sums, k=count)
    characters = known.given["男"] + known.given["女"]
    first, second = dice.choices(characters, k=count), dice.choices(characters, k=count)
    shape = [dice.random() for _ in range(count)]
    found = []
    for place, surname in enumerate(surnames):
        chance = shape[place]
        if chance < _NICKNAME:
            found.append(_NICKNAMES[place % len(_NICKNAMES)])
        elif chance < _NICKNAME + _RARE_NAME:
            found.append(surname + first[place] + RARE[place % len(RARE)])
        elif chance < 0.10:
            found.append(surname + ("先生" if place % 2 else "女士"))
        elif chance < 0.28:
            found.append(surname + first[place])
        else:
            found.append(surname + first[place] + second[place])
    return found


def _person(dice: Random, number: int, name: str, policy: Policy, known: Words) -> Person:
    visits = _visits(dice)
    touched = _interactions(dice, len(visits))
    facts = Facts(paid=[Paid(at=visit.at, paid_fen=visit.paid_fen) for visit in visits], done=touched)
    counts = count(facts, policy, AS_OF)
    standing = stand(counts, policy, AS_OF)
    registered = (visits[0].at if visits else AS_OF - dice.randrange(900) * _DAY) - timedelta(minutes=5)
    unionid = f"oBench{number:09d}" if dice.random() < 0.6 else ""
    seen = (KnownIdentity(kind=IdentityKind.UNIONID, value=unionid[-4:], since=registered.date()),) if unionid else ()
    card = GuestCard(
        guest_id=guest_id(number),
        name=name,
        phone=phone(number),
        sex=dice.choice("男女"),
        birthday=date(1955 + dice.randrange(50), 1 + dice.randrange(12), 1 + dice.randrange(28)) if unionid else None,
        tier=standing.tier,
        tier_reason=standing.reason,
        placing=standing.placing,
        vip=len(visits) > 8 and dice.random() < 0.4,
        tastes=_tastes(dice, visits, known),
        visits=len(visits),
        last_visit=visits[-1].at if visits else None,
        first_visit=visits[0].at if visits else None,
        spend_fen=sum(visit.paid_fen for visit in visits),
        recent=visits[:-4:-1],
        favourites=_favourites(dice, len(visits), known),
        identities=seen,
    )
    return Person(card=card, counts=counts, unionid=unionid, visits=visits, interactions=touched, registered=registered)


def _visits(dice: Random) -> tuple[Visit, ...]:
    """Most guests came once or twice, some have not eaten here yet, and a few come every week."""
    if dice.random() < 0.07:
        return ()
    count = min(1 + int(dice.lognormvariate(-0.2, 1.2)), 80)
    ages = sorted((int(dice.expovariate(1 / 210)) % 1100 for _ in range(count)), reverse=True)
    found = []
    for age in ages:
        chance = dice.random()
        size = 1 + int(chance * 7)
        # Lunch or dinner, on a day that is over.
        at = AS_OF - timedelta(days=age + 1, seconds=int(chance * 9000) + (21_600 if size % 2 else 0))
        paid = (2500 + int(chance * 9000)) * size // 100 * 100
        found.append(Visit(at=at, store_id=STORE, store_name=f"Store {STORE}", party_size=size, paid_fen=paid))
    found.sort(key=lambda visit: visit.at)
    return tuple(found)


def _interactions(dice: Random, visits: int) -> tuple[Done, ...]:
    """Whoever comes more often also claims and recommends more often; most never do."""
    if dice.random() > 0.15 + visits / 40:
        return ()
    return tuple(
        Done(
            kind=_KINDS[dice.randrange(len(_KINDS))],
            at=AS_OF - timedelta(minutes=dice.randrange(1, 400_000)),
        )
        for _ in range(1 + min(visits, 12))
    )


def _tastes(dice: Random, visits: Sequence[Visit], known: Words) -> tuple[Taste, ...]:
    if not visits:
        return ()
    day, chance = visits[-1].at.date(), dice.random()
    found = []
    if chance < 0.01:
        tag = known.said["allergy"].draw(dice)
        found.append(Taste(tag=tag, kind=TasteKind.ALLERGY, source=TasteSource.STAFF, date=day, author="李娜"))
    if chance < 0.12:
        tag = known.said["avoid"].draw(dice)
        found.append(Taste(tag=tag, kind=TasteKind.AVOID, source=TasteSource.NOTE, date=day, evidence=f"不要{tag}"))
    if len(visits) > 2:
        hits = 2 + int(chance * (len(visits) - 2))
        found.append(
            Taste(tag="羊肉", kind=TasteKind.LIKES, source=TasteSource.DISHES, date=day, hits=hits, of=len(visits))
        )
    return tuple({taste.tag: taste for taste in found}.values())


def _favourites(dice: Random, visits: int, known: Words) -> tuple[Favourite, ...]:
    dishes = {dice.choice(known.menu).name for _ in range(min(visits, 3))}
    return tuple(Favourite(dish=dish, visits=1 + place) for place, dish in enumerate(sorted(dishes)))
