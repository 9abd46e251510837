"""A Friday at one store of the played chain: who comes when, and the signs they give. Pure: chain in, plan out.

The shape is a noodle house's: a quiet lunch, an early dinner that finds tables, and from six o'clock a queue. At the
opening moment (18:30) the board is meant to be full: some wait, some are expected, some have just sat down.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from app.domain.days import SHANGHAI

from .casting import Cast, Role, Somebody
from .chain import Chain
from .habits import fitting_tables, order, party_size, tables_of
from .plan import Party, Plan, Played, in_order
from .signs import Story, events_of
from .words import words

OPENING = time(18, 30)
"""When the demo begins to watch."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in the day: the minute after midnight it begins at, who is cast, how long they wait, how they come."""

    minute: float
    role: Role = Role.ANYBODY
    wait: float = 0
    size: int = 0
    reserved: bool = False
    called: bool = False
    """The table was called just before the opening and nobody has come to it yet."""


BY_OPENING = (
    Slot(17 * 60 + 44, Role.VIP, 4),
    Slot(17 * 60 + 47, Role.ALLERGIC, 0),
    Slot(17 * 60 + 50, Role.BLACK, 6),
    Slot(17 * 60 + 54, Role.STRANGER, 5),
    Slot(17 * 60 + 57, Role.GOLD, 38, size=8),
    Slot(18 * 60 + 1, Role.REGULAR, 9),
    Slot(18 * 60 + 6, Role.PLATINUM, 27, called=True),
    Slot(18 * 60 + 10, Role.FUSSY, 26),
    Slot(18 * 60 + 14, Role.NAMELESS, 28),
    Slot(18 * 60 + 18, Role.RARE_NAME, 25),
    Slot(18 * 60 + 22, Role.NEWCOMER, 24),
    Slot(18 * 60 + 28, Role.VIP_BLACK, 16),
    Slot(18 * 60 + 45, Role.ALLERGIC, reserved=True),
    Slot(19 * 60, Role.PLATINUM, reserved=True),
    Slot(19 * 60 + 15, Role.REGULAR, reserved=True),
)
"""Who is on the board at the opening; every role of the counter's work is there once."""


def opening_of(chain: Chain) -> datetime:
    """Return the moment the demo begins to watch."""
    return datetime.combine(chain.today, OPENING, ZoneInfo(SHANGHAI))


def friday(chain: Chain) -> Plan:
    """Return the day at the chain's first store."""
    rng = Random(f"{chain.seed}/friday/{chain.store_ids[0]}")
    midnight = datetime.combine(chain.today, time(), ZoneInfo(SHANGHAI))
    cast = Cast(chain, rng)
    slots = sorted([*_lunch(rng), *BY_OPENING, *_evening(rng)], key=lambda s: s.minute)
    hardest = list(Role)
    order_of_casting = sorted(range(len(slots)), key=lambda place: hardest.index(slots[place].role))
    people = {place: cast.take(slots[place].role) for place in order_of_casting}
    stories = [_story(rng, chain, midnight, place, slot, people[place]) for place, slot in enumerate(slots)]
    numbered = list(_numbered(_seated(stories, chain.store_ids[0])))
    played: list[Played] = []
    for story in numbered:
        played += events_of(story, chain.store_ids[0], rng)
    return Plan(
        store_id=chain.store_ids[0], parties=tuple(_party(story) for story in numbered), played=in_order(played)
    )


def _minutes(minutes: float) -> timedelta:
    return timedelta(seconds=round(minutes * 60))


def _lunch(rng: Random) -> Iterator[Slot]:
    for place in range(16):
        yield Slot(11 * 60 + 5 + place * 8.5 + rng.uniform(0, 6))


def _evening(rng: Random) -> Iterator[Slot]:
    minute = 18 * 60 + 32.0
    while minute < 21 * 60 + 5:
        late = minute > 20 * 60 + 10
        yield Slot(minute, wait=rng.uniform(0, 6) if late else rng.uniform(11, 27))
        minute += rng.uniform(6, 11) if late else rng.uniform(3.5, 7)
    yield Slot(19 * 60 + 40, Role.GOLD, reserved=True)
    yield Slot(20 * 60 + 5, Role.FUSSY, reserved=True)


def _story(rng: Random, chain: Chain, midnight: datetime, place: int, slot: Slot, who: Somebody) -> Story:
    at = midnight + _minutes(slot.minute)
    opening = midnight + timedelta(hours=OPENING.hour, minutes=OPENING.minute)
    if slot.reserved:
        # Those the opening expects called in the morning; the others call while the demo runs.
        made = (
            midnight + timedelta(minutes=rng.randint(630, 960))
            if at < opening + timedelta(hours=1)
            else opening + timedelta(minutes=rng.randint(3, 40))
        )
        sits = at + _minutes(rng.uniform(-4, 6))
    else:
        made, sits = at, at + _minutes(slot.wait)
    size = slot.size or party_size(rng)
    stay = _minutes(rng.uniform(46, 66) if at > opening - timedelta(hours=3) else rng.uniform(34, 48))
    lines = order(rng, who.fond, size)
    menu = words().menu
    return Story(
        party_id=f"{chain.seed}-{chain.today:%m%d}-{place + 1:03d}",
        who=who,
        size=size,
        arrives=made,
        reserved_for=at if slot.reserved else None,
        note=rng.choice(words().reservation_notes) if slot.reserved else "",
        queues=slot.wait > 0,
        called=opening - timedelta(seconds=50) if slot.called else max(made, sits - timedelta(seconds=90)),
        sits=sits,
        pays=sits + stay,
        items=tuple((menu[line.dish].name, line.quantity, line.amount_fen) for line in lines),
        no_show=at > opening and not slot.reserved and slot.wait > 0 and rng.random() < 0.05,
    )


def _seated(stories: list[Story], store_id: str) -> list[Story]:
    """Give every party a free table: nobody sits where others still do."""
    free_at: dict[str, datetime] = {}
    found = []
    biggest = [t.name for t in sorted(tables_of(store_id), key=lambda t: t.seats or 0)]
    for story in sorted(stories, key=lambda s: s.sits):
        names = [*fitting_tables(store_id, story.size), *(n for n in biggest if n not in fitting_tables(store_id, 2))]
        table = next((n for n in names if n not in free_at or free_at[n] <= story.sits), names[0])
        free_at[table] = story.leaves + timedelta(minutes=3)
        found.append(replace(story, table=table))
    return sorted(found, key=lambda s: s.arrives)


def _numbered(stories: list[Story]) -> Iterator[Story]:
    """Give those who queue their tickets: A for one or two, B for three or four, C for more."""
    given = {"A": 0, "B": 0, "C": 0}
    for story in stories:
        if not story.queues:
            yield story
            continue
        letter = "A" if story.size <= 2 else "B" if story.size <= 4 else "C"
        given[letter] += 1
        yield replace(story, ticket_no=f"{letter}{given[letter]:03d}")


def _party(story: Story) -> Party:
    return Party(
        party_id=story.party_id,
        guest_id=story.who.guest_id,
        phone=story.who.phone,
        ticket_no=story.ticket_no,
        table="" if story.no_show else story.table,
        party_size=story.size,
        vip=story.who.vip,
        arrives=story.arrives,
        leaves=story.leaves,
    )
