"""The first line of a card: who and where. A name that does not fit beside the rest goes on in a line of its own."""

from __future__ import annotations

from datetime import tzinfo

from app.desk.theme.letters import NAME, PLACE, SMALL, SMALL_BOLD, Letters
from app.desk.words import card as words
from app.domain.changes import BoardCard
from app.domain.guests import GuestCard

from .parts import Badge, Box, Icon, Text

LINE = 32
TOP = 8
MORE = 30
"""Px at 100 % of a name's second line."""

_GAP = 8
_PLACE_SHARE = 0.45
"""Of the line's width, the most that a table's or ticket's name may take."""

_SIGN = 16
_ON_A_LINE = 2
"""Characters of a name that must at least stand in the first line, or the whole name moves to the second."""


def name_lines(card: BoardCard, room: float, letters: Letters, zone: tzinfo) -> int:
    """Return how many lines below the first the name goes on in, `room` px wide: none where it stands whole there."""
    _, rest = _split(words.party_name(card), _name_room(card, room, letters, zone), letters)
    return len(_rest_lines(rest, room, letters)) if rest else 0


def first_line(
    card: BoardCard, box: Box, letters: Letters, zone: tzinfo
) -> tuple[list[Text], list[Icon], Badge | None, float]:
    """Return the texts, signs and badge of `card`'s first line inside `box`, and where the line (or two) ends."""
    texts = _place(card, box, letters, zone)
    end = texts[0].box.x - letters.px(10) if texts else box.right
    whole = words.party_name(card)
    head, rest = _split(whole, _name_room(card, box.w, letters, zone), letters)
    x = box.x
    if head:
        width = letters.width(NAME, head)
        texts.append(Text(box._replace(w=width), head, whole, NAME, "ink"))
        x += width + letters.px(_GAP)
    badge = None
    if card.arrival.vip:
        width = _badge_width(letters)
        badge = Badge(Box(x, box.y + (box.h - letters.px(24)) / 2, width, letters.px(24)), "VIP", SMALL_BOLD)
        x += width + letters.px(_GAP)
    icons, end = _sign(card, x, end, box, letters)
    texts += _tail(card.guest, x, end, box, letters)
    if not rest:
        return texts, icons, badge, box.bottom
    below = box
    for shown in _rest_lines(rest, box.w, letters):
        below = Box(box.x, below.y + letters.px(MORE), letters.width(NAME, shown), box.h)
        texts.append(Text(below, shown, whole, NAME, "ink"))
    return texts, icons, badge, below.bottom


def _rest_lines(rest: str, room: float, letters: Letters) -> list[str]:
    """Return what of a name did not fit the first line, in one line or in two, cut only at the end of the second."""
    if letters.width(NAME, rest) <= room:
        return [rest]
    half = (len(rest) + 1) // 2
    even = [rest[:half], rest[half:]]
    if not rest.isascii() and all(letters.width(NAME, line) <= room for line in even):
        return even  # a single letter below the rest is missed
    head, tail = _split(rest, room, letters)
    return [head, letters.elided(NAME, tail, room)] if head else [letters.elided(NAME, rest, room)]


def _name_room(card: BoardCard, room: float, letters: Letters, zone: tzinfo) -> float:
    place = words.place_word(card.arrival, zone)
    taken = min(letters.width(PLACE, place), room * _PLACE_SHARE) + letters.px(10) if place else 0.0
    return room - taken - (_badge_width(letters) + letters.px(_GAP) if card.arrival.vip else 0.0)


def _badge_width(letters: Letters) -> float:
    return letters.px(24) + letters.width(SMALL_BOLD, "VIP") + letters.px(8)


def _split(name: str, room: float, letters: Letters) -> tuple[str, str]:
    """Return what of the name stands in the first line and what in the second; a Latin word is not torn."""
    if letters.width(NAME, name) <= room:
        return name, ""
    cut = len(name)
    while cut and letters.width(NAME, name[:cut].rstrip()) > room:
        cut -= 1
    if cut and name[cut - 1].isascii() and name[cut].isascii():
        cut = name.rfind(" ", 0, cut + 1) + 1
    return (name[:cut].rstrip(), name[cut:].lstrip()) if cut >= _ON_A_LINE else ("", name)


def _place(card: BoardCard, box: Box, letters: Letters, zone: tzinfo) -> list[Text]:
    whole = words.place_word(card.arrival, zone)
    if not whole:
        return []
    text = letters.elided(PLACE, whole, box.w * _PLACE_SHARE)
    width = letters.width(PLACE, text)
    return [Text(box._replace(x=box.right - width, w=width), text, whole, PLACE, "ink")]


def _sign(card: BoardCard, x: float, end: float, box: Box, letters: Letters) -> tuple[list[Icon], float]:
    """The quiet mark of a card that is on its way to HQ, where there is room for it."""
    size = letters.px(_SIGN)
    if not card.sending or card.parked or end - size < x:
        return [], end
    place = Box(end - size, box.y + (box.h - size) / 2, size, size)
    return [Icon(place, "sending", "muted")], end - size - letters.px(_GAP)


def _tail(guest: GuestCard | None, x: float, end: float, box: Box, letters: Letters) -> list[Text]:
    whole = words.tail_word(guest)
    for text in (whole, guest.phone[-4:]) if guest and whole else ():
        width = letters.width(SMALL, text)
        if x + width <= end:
            place = Box(x, box.y + letters.px(2), width, box.h)
            return [Text(place, text, whole, SMALL, "muted")]
    return []
