"""Where everything stands on the page: pure millimetres, before anything is painted.

A code's place on a template is the light panel it stands on: the quiet zone is inside, so a designer cannot forget it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from string import Formatter
from typing import overload
from unicodedata import category

from app.domain.faults import Refused

from .codes import Code, Correction, make_code
from .rules import QUIET_ZONE, Printed, check, check_colour, mixed
from .template import COLOURS, WORDS, Element, Kind, Sheet, Template

MARKS_MM = 8.0
"""Paper around the bleed on which crop marks stand."""

_NEAR = 0.01
"""mm within which an element touches the edge of its piece."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The chain's colours ("#rrggbb") and its logo: a PNG, JPEG or SVG file, "" for none.

    `logo_in_code` is the share of a code's area that the logo may take, 0 for a code without one.
    """

    accent: str = "#0f6b5c"
    on_accent: str = "#ffffff"
    ink: str = "#1d1b18"
    muted: str = "#6f6a62"
    line: str = "#e3dfd7"
    paper: str = "#ffffff"
    code_dark: str = "#000000"
    code_light: str = "#ffffff"
    logo: str = ""
    logo_in_code: float = 0.0

    def colour(self, name: str) -> str:
        """Return the colour of a palette name (`template.COLOURS`); "#rrggbb" is itself."""
        if name == "soft":
            return mixed(self.accent, self.paper, 0.12)
        return str(getattr(self, name)) if name in COLOURS else name

    def in_black(self) -> Look:
        """Return the look of a printer that has only black dots."""
        black, white = "#000000", "#ffffff"
        return Look(
            accent=black, on_accent=white, ink=black, muted=black, line=black,
            logo=self.logo, logo_in_code=self.logo_in_code,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One thing to print: the link in its code, and the words on it (`template.WORDS`; those left out are empty)."""

    link: str
    words: Mapping[str, str] = field(default_factory=dict)


Sides = tuple[float, float, float, float]
"""Left, top, right, bottom; mm."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """An element at its place on the page (mm), with what stands in it. `module`: a code's module (mm). `turned`: it
    stands upside down. `spill`: how far a box goes on over the edge of its piece on each side, to be cut off."""

    element: Element
    x: float
    y: float
    width: float
    height: float
    text: str = ""
    code: Code | None = None
    module: float = 0.0
    turned: bool = False
    spill: Sides = (0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A finished page: its trimmed size (mm), what stands on it in painting order, the links it must scan as, and ticks
    to cut or fold at as (x1, y1, x2, y2). `bleed`: mm of colour that a print shop gets around it. `dots`,
    `ink_only` and `folder` as in its template."""

    width: float
    height: float
    bleed: float
    items: tuple[Placed, ...]
    links: tuple[str, ...]
    cuts: tuple[Sides, ...] = ()
    dots: int = 300
    ink_only: bool = False
    folder: Path | None = None

    @property
    def codes(self) -> tuple[Placed, ...]:
        """The codes on it, in painting order."""
        return tuple(item for item in self.items if item.code is not None)


class Pages(Sequence[Page]):
    """The pages of `pieces`, each laid out when it is asked for: three hundred posters need no memory at once.

    Raises `Refused("nothing_to_print")` for no pieces, and as `check_colour` for what is no colour; getting a page
    raises `Refused` for a code that no phone would read well. `single`: one piece a page at its own size, as the studio
    shows it and print shops want it. `correction`: how much of a code may be unreadable at least (default: M, and H
    under a logo).
    """

    def __init__(
        self,
        template: Template,
        pieces: Sequence[Piece],
        look: Look,
        *,
        single: bool = False,
        correction: Correction | None = None,
    ) -> None:
        if not pieces:
            raise Refused("nothing_to_print", "there is nothing to print")
        self._template = replace(template, page=template.whole, sheet=Sheet()) if single else template
        self._pieces = pieces
        usual = Correction.H if look.logo and look.logo_in_code else Correction.M
        self._correction = correction or usual
        self._look = look.in_black() if template.ink_only else look
        for colour in (self._look.accent, self._look.on_accent, self._look.code_dark, self._look.code_light):
            check_colour(colour)  # what is none would be painted black

    def __len__(self) -> int:
        """Return the number of pages."""
        return -(-len(self._pieces) // self._template.sheet.places)

    @overload
    def __getitem__(self, place: int) -> Page: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Page, ...]: ...
    def __getitem__(self, place: int | slice) -> Page | tuple[Page, ...]:
        """Return a page, or some, laid out now."""
        if isinstance(place, slice):
            return tuple(self[each] for each in range(*place.indices(len(self))))
        places = self._template.sheet.places
        start = range(len(self))[place] * places
        return _page(self._template, self._pieces[start : start + places], self._look, self._correction)


def lay_out(template: Template, pieces: Sequence[Piece], look: Look, *, single: bool = False) -> tuple[Page, ...]:
    """Return all pages that hold `pieces`, in order; as `Pages`, and raises as that does."""
    return tuple(Pages(template, pieces, look, single=single))


def _page(template: Template, pieces: Sequence[Piece], look: Look, correction: Correction) -> Page:
    items: list[Placed] = []
    for place, piece in enumerate(pieces):
        items += _piece(template, piece, look, correction, _corner(template, place))
    sheet = template.sheet
    return Page(
        width=template.page[0],
        height=template.page[1],
        bleed=template.bleed if sheet.places == 1 and template.page == template.whole else 0.0,
        items=tuple(items),
        links=tuple(item.code.text for item in items if item.code is not None),
        cuts=tuple(_cuts(template)) if sheet.cut else (),
        dots=template.dots,
        ink_only=template.ink_only,
        folder=template.folder,
    )


def _corner(template: Template, place: int) -> tuple[float, float]:
    """Return the top left of the piece at `place`; the pieces stand in the middle of the page."""
    sheet, (width, height) = template.sheet, template.whole
    left = (template.page[0] - sheet.columns * width - (sheet.columns - 1) * sheet.gap) / 2
    top = (template.page[1] - sheet.rows * height - (sheet.rows - 1) * sheet.gap) / 2
    return left + place % sheet.columns * (width + sheet.gap), top + place // sheet.columns * (height + sheet.gap)


def _piece(
    template: Template, piece: Piece, look: Look, correction: Correction, corner: tuple[float, float]
) -> Iterator[Placed]:
    said = {**dict.fromkeys(WORDS, ""), **template.words, "link": piece.link, **piece.words}
    words = {name: text if text.isprintable() else seen(text) for name, text in said.items()}
    there = {name for name, text in words.items() if text.strip()} | ({"logo"} if look.logo else set())
    left, top = corner
    width, height = template.piece
    for turned in (True, False) if template.folded else (False,):
        face_top = top + height if template.folded and not turned else top
        for element in template.elements:
            if not all((each.removeprefix("!") in there) != each.startswith("!") for each in element.when):
                continue
            x = left + (width - element.x - element.width if turned else element.x)
            y = face_top + (height - element.y - element.height if turned else element.y)
            spill = _spill(template, element, turned=turned)
            placed = Placed(element=element, x=x, y=y, width=element.width, height=element.height, turned=turned)
            if element.kind is Kind.CODE:
                yield _with_code(template, placed, make_code(piece.link, correction), look)
            else:
                yield replace(placed, text=fill(element.text, words), spill=spill)


def _spill(template: Template, element: Element, *, turned: bool) -> Sides:
    """Return how far a box at the edge of its piece goes on over it: half of the gap to the next one at most."""
    if element.kind is not Kind.BOX or element.radius:
        return 0.0, 0.0, 0.0, 0.0
    sheet, (width, height) = template.sheet, template.piece
    most = template.bleed if sheet.places == 1 else min(template.bleed, sheet.gap / 2)
    left = most if element.x <= _NEAR else 0.0
    right = most if element.x + element.width >= width - _NEAR else 0.0
    top = most if element.y <= _NEAR and not template.folded else 0.0
    bottom = most if element.y + element.height >= height - _NEAR else 0.0
    return (right, bottom, left, top) if turned else (left, top, right, bottom)


def _with_code(template: Template, placed: Placed, code: Code, look: Look) -> Placed:
    """Return the element with its code, as large as its place lets it be; raise `Refused` where a rule says no."""
    covered = look.logo_in_code if look.logo else 0.0
    side = min(placed.width, placed.height)
    module = side / (code.size + 2 * QUIET_ZONE)
    if template.ink_only:  # a module is a whole number of the printer's dots
        dot = 25.4 / template.dots
        module = max(int(module / dot + 1e-6), 1) * dot
    check(
        Printed(
            code=code,
            width_mm=module * code.size,
            margin_mm=(side - module * code.size) / 2,
            reach_m=template.reach_m,
            dark=look.code_dark,
            light=look.code_light,
            covered=covered,
        )
    )
    return replace(placed, code=code, module=module)


def seen(text: str) -> str:
    """Return `text` without what nobody can see: a control character would be printed as a box, and one that turns the
    reading direction would turn the words. Joiners stay: they shape letters."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(letter for letter in lines if letter in _KEPT or not _is_hidden(letter))


def _is_hidden(letter: str) -> bool:
    return category(letter) in ("Cc", "Cf", "Cs") or ord(letter) & 0xFFFE == 0xFFFE


_KEPT = "\n\u200c\u200d"


def fill(text: str, words: Mapping[str, str]) -> str:
    """Return `text` with its `{words}` filled in, without what only stood between an empty one and its neighbour.

    A word may be anything, also one with braces; nothing of it is read as a template again.
    """
    found = []
    for before, name, _, _ in Formatter().parse(text):
        found.append(before)
        if name is not None:
            found.append(words[name])
    return "".join(found).strip(" \t\n·|")


def _cuts(template: Template) -> Iterator[Sides]:
    """Yield ticks outside of the pieces, so that no line is left on one that is cut a little off."""
    sheet, (width, height) = template.sheet, template.whole
    (left, top), (last_left, last_top) = _corner(template, 0), _corner(template, sheet.places - 1)
    right, bottom = last_left + width, last_top + height
    away = min(template.bleed, sheet.gap / 2) + 1
    long = 4.0
    across = [_corner(template, column)[0] for column in range(sheet.columns)]
    down = [_corner(template, row * sheet.columns)[1] for row in range(sheet.rows)]
    for x in dict.fromkeys(x + side for x in across for side in (0.0, width)):
        yield x, max(top - away - long, 0.5), x, top - away
        yield x, bottom + away, x, min(bottom + away + long, template.page[1] - 0.5)
    folds = [y + height / 2 for y in down] if template.folded else []
    for y in dict.fromkeys([y + side for y in down for side in (0.0, height)] + folds):
        yield max(left - away - long, 0.5), y, left - away, y
        yield right + away, y, min(right + away + long, template.page[0] - 0.5), y
