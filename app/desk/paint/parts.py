"""The parts a card's layout is made of: where, what, in which letters and ink. Plain values, in px of the card."""

from __future__ import annotations

from typing import Literal, NamedTuple

from msgspec import Struct

from app.desk.theme.letters import Role


class Box(NamedTuple):
    """A rectangle: left, top, width, height."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.w

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.y + self.h


class Text(NamedTuple):
    """One line of text. `text` is what is drawn, `whole` what it says; they differ where it was cut. `ink`: a name
    in the palette."""

    box: Box
    text: str
    whole: str
    role: Role
    ink: str


ChipKind = Literal["allergy", "avoid", "less", "likes", "more", "ask", "flag", "parked"]


class Chip(NamedTuple):
    """A tag with its shape. `lines` is the drawn text: an allergy too long for one line has two, and is never cut."""

    box: Box
    kind: ChipKind
    lines: tuple[str, ...]
    role: Role

    @property
    def text(self) -> str:
        """What the chip says."""
        return "".join(self.lines) if len(self.lines) > 1 else self.lines[0]


IconName = Literal["clock", "sending"]


class Icon(NamedTuple):
    """A small sign beside words."""

    box: Box
    name: IconName
    ink: str


class Badge(NamedTuple):
    """The VIP's badge: crown and word on gold."""

    box: Box
    text: str
    role: Role


class Deed(NamedTuple):
    """The one thing to do and its key. `filled`: it cannot wait."""

    box: Box
    text: str
    whole: str
    role: Role
    ink: str
    key: str
    key_box: Box
    filled: bool


class CardLayout(Struct, frozen=True, kw_only=True):
    """Where everything of one card goes, in px from its top left corner."""

    width: float
    height: float
    ribbon: Box
    ribbon_word: str
    ribbon_name: str
    ribbon_upright: bool
    texts: tuple[Text, ...]
    chips: tuple[Chip, ...]
    icons: tuple[Icon, ...]
    badge: Badge | None
    deed: Deed | None
