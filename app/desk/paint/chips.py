"""Chips in rows: taboos first and always whole, the others give way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from app.desk.theme.letters import ALLERGY, CHIP, Letters, Role

from .parts import Box, Chip, ChipKind

HEIGHT = 28
GAP = 6
PAD: dict[ChipKind, tuple[float, float]] = {
    "allergy": (12, 12),
    "avoid": (26, 9),
    "less": (26, 9),
    "likes": (9, 9),
    "more": (8, 8),
    "ask": (10, 10),
    "flag": (26, 10),
    "parked": (26, 10),
}
"""Room left and right of a chip's text, in px at 100 %; where a sign is drawn before the text, the left holds it."""

KEPT: frozenset[ChipKind] = frozenset({"allergy", "avoid", "parked", "flag"})
"""Chips that are always shown whole: the card grows for them."""


class Wanted(NamedTuple):
    """A chip to be placed."""

    kind: ChipKind
    text: str


def role_of(kind: ChipKind) -> Role:
    """Return the letters of a kind of chip."""
    return ALLERGY if kind in ("allergy", "parked") else CHIP


def place(wanted: Sequence[Wanted], left: float, top: float, width: float, letters: Letters) -> tuple[Chip, ...]:
    """Return `wanted` in rows of `width` from (left, top), in their order.

    What must be kept opens new rows; the rest fills the last row, and "+2" says how many gave way where there is room
    to say so.
    """
    flow = _Flow(left, top, width, letters)
    rest = [w for w in wanted if w.kind not in KEPT]
    for kept in wanted:
        if kept.kind in KEPT:
            flow.keep(kept)
    for index, other in enumerate(rest):
        if flow.fits(other):
            flow.put(other)
            continue
        left_over = len(rest) - index
        if not flow.chips:
            flow.cut(other)
            left_over -= 1
        if left_over:
            flow.squeeze(Wanted("more", f"+{left_over}"))
        break
    return tuple(flow.chips)


def lower_edge(chips: Sequence[Chip]) -> float:
    """Return the lower edge of the lowest chip."""
    return max(chip.box.bottom for chip in chips)


class _Flow:
    def __init__(self, left: float, top: float, width: float, letters: Letters) -> None:
        self.left, self.x, self.y, self.width = left, left, top, width
        self.letters = letters
        self.height = letters.px(HEIGHT)
        self.gap = letters.px(GAP)
        self.chips: list[Chip] = []
        self.row = self.height

    def _pads(self, kind: ChipKind) -> float:
        before, after = PAD[kind]
        return self.letters.px(before) + self.letters.px(after)

    def _need(self, wanted: Wanted) -> float:
        return self._pads(wanted.kind) + self.letters.width(role_of(wanted.kind), wanted.text)

    def fits(self, wanted: Wanted) -> bool:
        """Whether `wanted` fits into what is left of this row."""
        return self.x + self._need(wanted) <= self.left + self.width + 0.5

    def put(self, wanted: Wanted) -> None:
        """Place `wanted` in this row."""
        self._add(wanted.kind, (wanted.text,), self._need(wanted), self.height)

    def keep(self, wanted: Wanted) -> None:
        """Place `wanted` whole: in this row, in a new one, or in two lines of a new one."""
        if not self.fits(wanted):
            self._new_row()
        if self.fits(wanted):
            self.put(wanted)
            return
        lines = self._broken(wanted)
        role = role_of(wanted.kind)
        need = self._pads(wanted.kind) + max(self.letters.width(role, line) for line in lines)
        tall = self.height + (len(lines) - 1) * self.letters.px(role.px * 1.25)
        self._add(wanted.kind, lines, need, tall)

    def cut(self, wanted: Wanted) -> None:
        """Place `wanted` with its end cut off."""
        text = self.letters.elided(role_of(wanted.kind), wanted.text, self.width - self._pads(wanted.kind))
        self._add(wanted.kind, (text,), self._need(Wanted(wanted.kind, text)), self.height)

    def squeeze(self, more: Wanted) -> None:
        """Say how many gave way, if there is room for it."""
        if self.fits(more):
            self.put(more)

    def _broken(self, wanted: Wanted) -> tuple[str, ...]:
        """Return the text in as few lines as it needs, about equally long: a single letter below the rest is missed."""
        role, room = role_of(wanted.kind), self.width - self._pads(wanted.kind)
        lines = self._cut_into(wanted.text, role, room)
        even = self.letters.width(role, wanted.text) / len(lines)
        while even < room and len(self._cut_into(wanted.text, role, even)) > len(lines):
            even += self.letters.px(role.px / 2)
        return self._cut_into(wanted.text, role, min(even, room))

    def _cut_into(self, text: str, role: Role, room: float) -> tuple[str, ...]:
        lines, line = [], ""
        for letter in text:
            if line and self.letters.width(role, line + letter) > room:
                lines.append(line)
                line = ""
            line += letter
        return (*lines, line)

    def _new_row(self) -> None:
        if self.x > self.left:
            self.y += self.row + self.gap
            self.x = self.left
            self.row = self.height

    def _add(self, kind: ChipKind, lines: tuple[str, ...], width: float, height: float) -> None:
        self.chips.append(Chip(Box(self.x, self.y, width, height), kind, lines, role_of(kind)))
        self.x += width + self.gap
        self.row = max(self.row, height)
