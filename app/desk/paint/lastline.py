"""The last line of a card: how many, how long, a word about them, and at its right end the one thing to do."""

from __future__ import annotations

from datetime import datetime

from app.desk.theme.letters import ACTION, ACTION_BOLD, BODY, BODY_BOLD, KEY, Letters, Role
from app.desk.words import card as words
from app.domain.arrivals import ArrivalState
from app.domain.changes import BoardCard

from .deeds import Asked, asked_of, best_suggestion
from .parts import Box, Deed, Icon, Text

_DOT = 17
_CLOCK = 21
_LEAST_NOTE = 4
"""Characters of a guest's own request that are worth showing; less says nothing."""

Words = tuple[str, str, Role, str]
"""Drawn, whole, letters, ink."""


def last_line(
    card: BoardCard, box: Box, now: datetime, letters: Letters, wait_limit: int
) -> tuple[list[Text], list[Icon], Deed | None]:
    """Return the texts, signs and deed of `card`'s last line inside `box`."""
    arrival = card.arrival
    late = words.is_late(arrival, now, wait_limit)
    clock = words.clock_word(arrival, now)
    run: list[Words] = [(clock, clock, BODY_BOLD if late else BODY, "red" if late else "muted")]
    asked = asked_of(card)
    need = _deed_width(asked, letters) + letters.px(12) if asked else 0.0
    if _width(run, late, letters) + need > box.w:
        run, late = [], False
    party = words.party_word(arrival.party_size)
    with_party = [(party, party, BODY, "ink"), *run]
    if party and _width(with_party, late, letters) + need <= box.w:
        run = with_party
    deed = _deed(asked, box, _width(run, late, letters), letters) if asked else None
    room = (deed.box.x - letters.px(10) if deed else box.right) - box.x - _width(run, late, letters)
    run += _aside(card, room - letters.px(_DOT), letters)
    return *_set(run, late, box, letters), deed


def _width(run: list[Words], late: bool, letters: Letters) -> float:
    dots = letters.px(_DOT) * max(len(run) - 1, 0)
    return sum(letters.width(role, text) for text, _, role, _ in run) + dots + (letters.px(_CLOCK) if late else 0)


def _aside(card: BoardCard, room: float, letters: Letters) -> list[Words]:
    """What the guest asked for (cut if it must be), else who they are if it fits whole."""
    if note := card.arrival.note:
        shown = letters.elided(BODY, note, room)
        return [(shown, note, BODY, "ink")] if shown == note or len(shown) > _LEAST_NOTE else []
    if card.arrival.state is ArrivalState.SEATED:
        return []
    said = best_suggestion(card)
    text = words.suggestion_word(said) if said else ""
    return [(text, text, BODY, "muted")] if text and letters.width(BODY, text) <= room else []


def _beside(asked: Asked, letters: Letters) -> tuple[float, float]:
    """Width of the key, and of everything beside the deed's words."""
    key = letters.width(KEY, asked.key) + letters.px(10) if asked.key else 0.0
    return key, (key + letters.px(7) if asked.key else 0.0) + (letters.px(20) if asked.urgent else 0.0)


def _deed_width(asked: Asked, letters: Letters) -> float:
    return letters.width(ACTION_BOLD if asked.urgent else ACTION, asked.text) + _beside(asked, letters)[1]


def _deed(asked: Asked, box: Box, taken: float, letters: Letters) -> Deed:
    px = letters.px
    role = ACTION_BOLD if asked.urgent else ACTION
    key, beside = _beside(asked, letters)
    text = letters.elided(role, asked.text, box.w - taken - px(12) - beside)
    width = letters.width(role, text) + beside
    inner_right = box.right - (px(8) if asked.urgent else 0)
    return Deed(
        box=Box(box.right - width, box.y, width, box.h),
        text=text,
        whole=asked.text,
        role=role,
        ink="on_accent" if asked.urgent else "ink",
        key=asked.key,
        key_box=Box(inner_right - key, box.y + (box.h - px(22)) / 2, key, px(22)),
        filled=asked.urgent,
    )


def _set(run: list[Words], late: bool, box: Box, letters: Letters) -> tuple[list[Text], list[Icon]]:
    px, x = letters.px, box.x
    texts, icons = [], []
    for index, (text, whole, role, ink) in enumerate(run):
        if index:
            dot = letters.width(BODY, "·")
            texts.append(Text(Box(x + (px(_DOT) - dot) / 2, box.y, dot, box.h), "·", "·", BODY, "muted"))
            x += px(_DOT)
        if late and ink == "red":
            size = px(17)
            icons.append(Icon(Box(x, box.y + (box.h - size) / 2, size, size), "clock", "red"))
            x += px(_CLOCK)
        width = letters.width(role, text)
        texts.append(Text(Box(x, box.y, width, box.h), text, whole, role, ink))
        x += width
    return texts, icons
