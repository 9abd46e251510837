"""One VIP's alert laid out: a pure function, as a card's layout is. Allergies come first and are never cut.

┌──────────────────────────────────────────────────────────────────────┐
│ ♛VIP 欧阳娜娜  A06  ⯃过敏 花生                     静音   [我来迎接 F2] │
│ 到了 1 分 · VIP 经理 周敏 · 黑金 · 4 人                                  │
└──────────────────────────────────────────────────────────────────────┘
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from app.desk.theme.letters import ALLERGY, BODY, BODY_BOLD, HEAD, NAME, PLACE, SMALL_BOLD, Letters, Role
from app.desk.words import alert as words_alert
from app.desk.words import card as words_card
from app.domain.alerts import Alert, Stage
from app.domain.changes import BoardCard
from app.domain.tables import StaffCard
from app.domain.tastes import TasteKind

from .chips import GAP, PAD, Wanted, lower_edge, place
from .layout import Look
from .parts import Badge, Box, Chip, Icon, Text

LINE = 36
SECOND = 27
EDGE = 7
LEFT = 20
_DOT = 17


class Shown(NamedTuple):
    """One alert with its card."""

    alert: Alert
    card: BoardCard


class AlertRow(NamedTuple):
    """Where everything of one alert goes, in px from the row's top left corner."""

    height: float
    texts: tuple[Text, ...]
    chips: tuple[Chip, ...]
    icons: tuple[Icon, ...]
    badge: Badge
    late: bool


def alert_row(
    shown: Shown,
    width: float,
    now: datetime,
    look: Look,
    staff: Sequence[StaffCard],
    *,
    reserved: float = 0,
    first: bool = True,
) -> AlertRow:
    """Return the layout of one alert on `width` px; `reserved` px at the right end of its first line belong to buttons.

    The first one says how long, whose, tier and party too, in a second line where the first has no room. The others
    say in one line who, where, how long.
    """
    letters, px = look.letters, look.letters.px
    late = shown.alert.stage is Stage.ESCALATED
    role = NAME if first else HEAD
    left, right = px(LEFT), width - px(LEFT) - reserved
    line = Box(left, px(EDGE), right - left, px(LINE))
    badge = _badge(line, letters)
    x = badge.box.right + px(10)
    texts: list[Text] = []
    icons: list[Icon] = []
    if not first:
        told, signs, right = _clock(shown, line, right, now, late, letters)
        texts += told
        icons += signs
    where = words_card.place_word(shown.card.arrival, look.zone)
    room = right - x - (min(letters.width(PLACE, where), px(150)) + px(12) if where else 0)
    x = _put(texts, line, x, words_card.name_word(shown.card.guest), role, room, letters)
    x = _put(texts, line, x, where, PLACE if first else BODY_BOLD, max(right - x, px(40)), letters)
    chips, below = _chips(shown.card, x, right, line, width, letters)
    if first:
        beside = chips[-1].box.right + px(14) if chips else x + px(2)
        room = right - beside if below == line.bottom else 0.0
        told, signs, need = _second(shown, Box(beside, line.y, room, line.h), now, look, staff)
        if need > room:
            told, signs, _ = _second(shown, Box(left, below, width - 2 * px(LEFT), px(SECOND)), now, look, staff)
            below += px(SECOND)
        texts += told
        icons += signs
    return AlertRow(below + px(EDGE), tuple(texts), chips, tuple(icons), badge, late)


def _badge(line: Box, letters: Letters) -> Badge:
    width = letters.px(24) + letters.width(SMALL_BOLD, "VIP") + letters.px(8)
    box = Box(line.x, line.y + (line.h - letters.px(24)) / 2, width, letters.px(24))
    return Badge(box, "VIP", SMALL_BOLD)


def _put(texts: list[Text], line: Box, x: float, whole: str, role: Role, room: float, letters: Letters) -> float:
    """Add words at `x`, cut to `room`; return where the next ones go."""
    if not whole:
        return x
    text = letters.elided(role, whole, max(room, letters.px(40)))
    width = letters.width(role, text)
    texts.append(Text(line._replace(x=x, w=width), text, whole, role, "ink"))
    return x + width + letters.px(12)


def _clock(
    shown: Shown, line: Box, right: float, now: datetime, late: bool, letters: Letters
) -> tuple[list[Text], list[Icon], float]:
    """How long, at the right end of a line; a clock beside it once nobody came in time."""
    text = words_alert.waited_word(shown.alert, now)
    role, ink = (BODY_BOLD, "red") if late else (BODY, "muted")
    width = letters.width(role, text)
    box = line._replace(x=right - width, w=width)
    size = letters.px(17)
    icons = [Icon(Box(box.x - size - letters.px(5), line.y + (line.h - size) / 2, size, size), "clock", "red")]
    return [Text(box, text, text, role, ink)], icons if late else [], box.x - letters.px(34 if late else 14)


def _chips(
    card: BoardCard, x: float, right: float, line: Box, width: float, letters: Letters
) -> tuple[tuple[Chip, ...], float]:
    """The allergies: beside the name where there is room for each, else in lines of their own below it."""
    wanted = [Wanted("allergy", words_card.taste_word(t)) for t in card.tastes if t.kind is TasteKind.ALLERGY]
    if not wanted:
        return (), line.bottom
    pads = sum(map(letters.px, PAD["allergy"])) + letters.px(GAP)
    if x + sum(letters.width(ALLERGY, one.text) + pads for one in wanted) <= right:
        return place(wanted, x, line.y + letters.px(4), right - x + letters.px(GAP), letters), line.bottom
    chips = place(wanted, line.x, line.bottom + letters.px(2), width - 2 * line.x, letters)
    return chips, lower_edge(chips) + letters.px(3)


def _second(
    shown: Shown, line: Box, now: datetime, look: Look, staff: Sequence[StaffCard]
) -> tuple[list[Text], list[Icon], float]:
    """How long, whose, tier, party, in this line, the last words cut where they must be; and the px they need whole."""
    letters, px = look.letters, look.letters.px
    card, late = shown.card, shown.alert.stage is Stage.ESCALATED
    run = [
        (words_alert.waited_word(shown.alert, now), BODY_BOLD if late else BODY, "red" if late else "ink"),
        (
            words_alert.people_word(shown.alert, card.arrival, card.guest, staff),
            BODY_BOLD,
            "red" if late else "ink",
        ),
        (words_card.ribbon_word(card.guest), BODY, "muted"),
        (words_card.party_word(card.arrival.party_size), BODY, "muted"),
    ]
    x, size = line.x, px(17)
    icons = [Icon(Box(x, line.y + (line.h - size) / 2, size, size), "clock", "red")] if late else []
    x += size + px(5) if late else 0
    texts: list[Text] = []
    need = x - line.x
    for whole, role, ink in run:
        if not whole:
            continue
        need += letters.width(role, whole) + (px(_DOT) if texts else 0)
        if line.right - x < px(40):
            continue
        if texts:
            dot = letters.width(BODY, "·")
            texts.append(Text(Box(x + (px(_DOT) - dot) / 2, line.y, dot, line.h), "·", "·", BODY, "muted"))
            x += px(_DOT)
        text = letters.elided(role, whole, line.right - x)
        width = letters.width(role, text)
        texts.append(Text(Box(x, line.y, width, line.h), text, whole, role, ink))
        x += width
    return texts, icons, need
