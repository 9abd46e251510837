"""A card laid out: a pure function of the card, the width, the time and the letters. It draws nothing and asks nobody.

┌──┬────────────────────────────────┐
│黑│ 欧阳娜娜 ♛VIP  尾号 7719    A06 │  who, where
│  │ ⯃过敏 花生  ⊘忌 香菜  爱 羊肉 7/9 │  taboos first; they open new rows rather than be cut
│金│ 4 人 · 等 2 分     去迎接 [F2] │  how long, and the one thing to do
└──┴────────────────────────────────┘
"""

from __future__ import annotations

from datetime import datetime, tzinfo

from msgspec import Struct

from app.desk import words_card as words
from app.desk.theme.letters import ALLERGY, NAME, PLACE, SMALL, SMALL_BOLD, Letters
from app.domain.arrivals import ArrivalCard
from app.domain.changes import BoardCard
from app.domain.guests import GuestCard
from app.domain.tastes import Taste, TasteKind

from .chips import PAD, Wanted, lower_edge, place
from .lastline import last_line
from .parts import Badge, Box, CardLayout, Icon, Text

RIBBON = 34
HEIGHT = 116
"""Px at 100 % of a card with one row of chips; each further row adds 34."""

_LINE = 32
_PAD = 13


class Look(Struct, frozen=True, kw_only=True):
    """What a layout depends on beside the card: letters, the store's time zone and its waiting limit in minutes."""

    letters: Letters
    zone: tzinfo
    wait_limit: int = 30


def layout(card: BoardCard, width: float, now: datetime, look: Look) -> CardLayout:
    """Return where everything of `card` goes on a card `width` px wide, at the business time `now`."""
    px = look.letters.px
    left, right = px(RIBBON) + px(_PAD), width - px(_PAD)
    texts, icons, badge = _first_line(card, left, right, look)
    chips = place(_wanted(card, right - left, look.letters), left, px(46), right - left, look.letters)
    top = lower_edge(chips) + px(4)
    run, signs, deed = last_line(card, Box(left, top, right - left, px(_LINE)), now, look.letters, look.wait_limit)
    height = top + px(_LINE) + px(6)
    word = words.ribbon_word(card.guest)
    return CardLayout(
        width=width,
        height=height,
        ribbon=Box(0, 0, px(RIBBON), height),
        ribbon_word=word,
        ribbon_name="new" if card.guest is None or card.guest.is_new else card.guest.tier.value,
        ribbon_upright=all(ord(letter) > 0x2E7F for letter in word),
        texts=(*texts, *run),
        chips=chips,
        icons=(*icons, *signs),
        badge=badge,
        deed=deed,
    )


def _first_line(card: BoardCard, left: float, right: float, look: Look) -> tuple[list[Text], list[Icon], Badge | None]:
    letters, px = look.letters, look.letters.px
    top, height, gap = px(8), px(_LINE), px(8)
    texts, icons = _place(card.arrival, left, right, look), []
    end = texts[0].box.x - px(10) if texts else right
    if card.sending and not card.parked:
        size = px(16)
        icons.append(Icon(Box(end - size, top + (height - size) / 2, size, size), "sending", "muted"))
        end -= size + gap
    badge_width = px(24) + letters.width(SMALL_BOLD, "VIP") + px(8) if card.arrival.vip else 0.0
    whole = words.name_word(card.guest)
    name = letters.elided(NAME, whole, end - left - (badge_width + gap if badge_width else 0))
    width = letters.width(NAME, name)
    texts.append(Text(Box(left, top, width, height), name, whole, NAME, "ink"))
    x, badge = left + width + gap, None
    if badge_width:
        badge = Badge(Box(x, top + (height - px(24)) / 2, badge_width, px(24)), "VIP", SMALL_BOLD)
        x += badge_width + gap
    texts += _tail(card.guest, x, end, Box(x, top + px(2), 0, height), letters)
    return texts, icons, badge


def _place(arrival: ArrivalCard, left: float, right: float, look: Look) -> list[Text]:
    whole = words.place_word(arrival, look.zone)
    if not whole:
        return []
    text = look.letters.elided(PLACE, whole, (right - left) * 0.45)
    width = look.letters.width(PLACE, text)
    box = Box(right - width, look.letters.px(8), width, look.letters.px(_LINE))
    return [Text(box, text, whole, PLACE, "ink")]


def _tail(guest: GuestCard | None, x: float, end: float, box: Box, letters: Letters) -> list[Text]:
    whole = words.tail_word(guest)
    for text in (whole, guest.phone[-4:]) if guest and whole else ():
        width = letters.width(SMALL, text)
        if x + width <= end:
            return [Text(box._replace(w=width), text, whole, SMALL, "muted")]
    return []


def _wanted(card: BoardCard, room: float, letters: Letters) -> list[Wanted]:
    guest = card.guest
    tastes = guest.tastes if guest else ()
    found = [Wanted("parked", words.parked_word())] if card.parked else []
    found += _allergies([t for t in tastes if t.kind is TasteKind.ALLERGY], room, letters)
    found += [Wanted("avoid", words.taste_word(t)) for t in tastes if t.kind is TasteKind.AVOID]
    found += [Wanted("flag", word) for word in map(words.flag_word, card.arrival.flags) if word]
    found += [Wanted("less", words.taste_word(t)) for t in tastes if t.kind is TasteKind.LESS]
    found += [Wanted("likes", words.taste_word(t)) for t in tastes if t.kind is TasteKind.LIKES]
    if not tastes:
        found.append(Wanted("ask", words.ask_word(guest)))
    return found


def _allergies(allergies: list[Taste], room: float, letters: Letters) -> list[Wanted]:
    """One octagon for all of them where they fit into a line together, else one each."""
    together = Wanted("allergy", words.allergies_word(allergies))
    if not allergies or sum(map(letters.px, PAD["allergy"])) + letters.width(ALLERGY, together.text) <= room:
        return [together] if allergies else []
    return [Wanted("allergy", words.taste_word(taste)) for taste in allergies]
