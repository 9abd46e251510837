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

from app.desk.theme.letters import ALLERGY, Letters
from app.desk.words import card as words
from app.domain.changes import BoardCard
from app.domain.tastes import Taste, TasteKind

from .chips import PAD, Wanted, lower_edge, place
from .firstline import LINE, MORE, TOP, first_line, name_lines
from .lastline import last_line
from .parts import Box, CardLayout

RIBBON = 34
HEIGHT = 116
"""Px at 100 % of a card with one row of chips; each further row adds 34."""

_PAD = 13
_SHORT = 5
"""A single taboo of so many characters fits into a row of the narrowest card."""


class Look(Struct, frozen=True, kw_only=True):
    """What a layout depends on beside the card: letters, the store's time zone and its waiting limit in minutes."""

    letters: Letters
    zone: tzinfo
    wait_limit: int = 30


def height_of(card: BoardCard, width: float, look: Look) -> float:
    """Return the height of `card` on `width` px: what `layout` comes to, without laying out what changes no height."""
    px = look.letters.px
    room = width - px(RIBBON) - 2 * px(_PAD)
    lines = name_lines(card, room, look.letters, look.zone)
    if not lines and not _may_need_rows(card):
        return px(HEIGHT)
    below = px(TOP) + px(LINE) + lines * px(MORE)
    chips = place(_wanted(card, room, look.letters), 0, below + px(6), room, look.letters)
    return lower_edge(chips) + px(4) + px(LINE) + px(6)


def _may_need_rows(card: BoardCard) -> bool:
    flags = len(card.arrival.flags) + card.parked
    firm = [t for t in card.tastes if t.kind in (TasteKind.ALLERGY, TasteKind.AVOID)]
    return flags + len(firm) > 1 or any(len(t.tag) > _SHORT for t in firm)


def layout(card: BoardCard, width: float, now: datetime, look: Look) -> CardLayout:
    """Return where everything of `card` goes on a card `width` px wide, at the business time `now`."""
    px = look.letters.px
    left, right = px(RIBBON) + px(_PAD), width - px(_PAD)
    line = Box(left, px(TOP), right - left, px(LINE))
    texts, icons, badge, below = first_line(card, line, look.letters, look.zone)
    chips = place(_wanted(card, line.w, look.letters), left, below + px(6), line.w, look.letters)
    top = lower_edge(chips) + px(4)
    run, signs, deed = last_line(card, line._replace(y=top), now, look.letters, look.wait_limit)
    height = top + px(LINE) + px(6)
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


def _wanted(card: BoardCard, room: float, letters: Letters) -> list[Wanted]:
    guest, tastes = card.guest, card.tastes
    found = [Wanted("parked", words.parked_word())] if card.parked else []
    found += _allergies([t for t in tastes if t.kind is TasteKind.ALLERGY], room, letters)
    found += [Wanted("avoid", words.taste_word(t)) for t in tastes if t.kind is TasteKind.AVOID]
    found += [Wanted("flag", word) for word in map(words.flag_word, card.arrival.flags) if word]
    found += [Wanted("less", words.taste_word(t)) for t in tastes if t.kind is TasteKind.LESS]
    found += [Wanted("likes", words.taste_word(t)) for t in tastes if t.kind is TasteKind.LIKES]
    if not tastes:
        found.append(Wanted("ask", words.looking_up() if card.unknown_guest else words.ask_word(guest)))
    return found


def _allergies(allergies: list[Taste], room: float, letters: Letters) -> list[Wanted]:
    """One octagon for all of them where they fit into a line together, else one each."""
    together = Wanted("allergy", words.allergies_word(allergies))
    if not allergies or sum(map(letters.px, PAD["allergy"])) + letters.width(ALLERGY, together.text) <= room:
        return [together] if allergies else []
    return [Wanted("allergy", words.taste_word(taste)) for taste in allergies]
