"""Templates: what a printed piece looks like, as data. One TOML file each, which a designer can add without code.

Those that come with the program lie in `resources/templates`, where README.md tells the format; a chain's own lie in
the folder that `YINGBIN_TEMPLATES` names or that a caller hands in, and one of the same name takes the other's place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from pathlib import Path


class Kind(StrEnum):
    """What an element is."""

    CODE = "code"
    TEXT = "text"
    BOX = "box"
    LINE = "line"
    LOGO = "logo"
    PICTURE = "picture"


class Subject(StrEnum):
    """What a piece is about: one for the store, one for each table, or one for each member of staff."""

    STORE = "store"
    TABLE = "table"
    STAFF = "staff"


class Align(StrEnum):
    """Where a text or a picture stands across its place."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


class Stand(StrEnum):
    """Where a text or a picture stands between the top and the bottom of its place."""

    TOP = "top"
    MIDDLE = "middle"
    BOTTOM = "bottom"


WORDS = ("brand", "store", "name", "of", "headline", "line", "how", "note", "table", "staff", "link", "code")
"""What a text can hold in braces. `name`: what the piece is about (table, person, else the store); `of`: where that
belongs (the store, else the brand); `how`: how to scan; `code`: the code as one would type it."""

COLOURS = ("ink", "paper", "accent", "on_accent", "soft", "muted", "line", "code_dark", "code_light")
"""The palette's names; `soft` is a breath of the accent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """One thing on a piece; lengths in mm from the piece's top left.

    `letters` and `least` are points: a text takes the largest letters between them with which it fits its place in at
    most `lines` lines, and is refused where it does not. `leading`: a line's height in letters; `spacing`: added
    between letters, in letters. `stroke`: width of a line or a box's edge. `when`: the words or "logo" that must be
    there for the element to be there, "!" before one that must not. `file`: a picture beside the template.
    """

    kind: Kind
    x: float
    y: float
    width: float
    height: float
    text: str = ""
    letters: float = 12
    least: float = 8
    lines: int = 1
    leading: float = 1.3
    spacing: float = 0
    bold: bool = False
    align: Align = Align.CENTER
    stand: Stand = Stand.MIDDLE
    colour: str = "ink"
    fill: str = ""
    stroke: float = 0.25
    radius: float = 0
    when: tuple[str, ...] = ()
    file: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """How many pieces stand on a page, how far apart (mm), and whether ticks in the margin show where to cut."""

    columns: int = 1
    rows: int = 1
    gap: float = 0
    cut: bool = False

    @property
    def places(self) -> int:
        """Pieces on a page."""
        return self.columns * self.rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """One layout; page and piece as (width, height) in mm.

    `reach_m`: how far away the phone is, in metres. `bleed`: mm that colours go on over the edge for a print shop.
    `dots`: per inch, for pictures. `ink_only`: black dots or none, as thermal paper has. `folded`: a piece is printed
    twice, the second time upside down above the first, to fold between them. `words` and `words_en`: what the texts
    are where they differ from the usual ones of a code's kind. `folder`: where its pictures lie.
    """

    name: str
    title: Mapping[str, str]
    subject: Subject
    reach_m: float
    page: tuple[float, float]
    piece: tuple[float, float]
    sheet: Sheet = field(default_factory=Sheet)
    elements: tuple[Element, ...] = ()
    bleed: float = 0
    dots: int = 300
    ink_only: bool = False
    folded: bool = False
    words: Mapping[str, str] = field(default_factory=dict)
    words_en: Mapping[str, str] = field(default_factory=dict)
    folder: Path | None = None
    digest: str = ""

    @property
    def whole(self) -> tuple[float, float]:
        """The piece as it is cut out, mm: both faces of a folded one."""
        width, height = self.piece
        return width, height * (2 if self.folded else 1)

    def own_words(self, language: str) -> Mapping[str, str]:
        """Return this template's words in "zh" or "en"."""
        return self.words_en if language == "en" else self.words


def template_version(template: Template) -> str:
    """Return a name for the template's contents, pictures and all; with another one, print of it is out of date."""
    return template.digest[:16]


def digest_of(text: str, pictures: Sequence[bytes]) -> str:
    """Return the hash of a template's text and pictures; line ends do not count."""
    found = sha256("\n".join(text.splitlines()).encode())
    for picture in pictures:
        found.update(sha256(picture).digest())
    return found.hexdigest()
