"""Where everything stands on the page: pure millimetres, before anything is painted.

A code's place on a template is the light panel it stands on: the quiet zone is inside, so a designer cannot forget it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from string import Formatter

from app.domain.faults import Refused, Unreadable

from .codes import Code, Correction, make_code
from .rules import QUIET_ZONE, Printed, check
from .template import Element, Kind, Template

MARKS_MM = 8.0
"""Paper around the bleed on which crop marks stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The chain's colours ("#rrggbb") and its logo: a picture file, "" for none.

    `logo_in_code` is the share of a code's area that the logo may take, 0 for a code without one.
    """

    accent: str = "#0f6b5c"
    on_accent: str = "#ffffff"
    ink: str = "#1d1b18"
    muted: str = "#5f5a52"
    line: str = "#d9d3c9"
    paper: str = "#ffffff"
    code_dark: str = "#000000"
    code_light: str = "#ffffff"
    logo: str = ""
    logo_in_code: float = 0.0

    def colour(self, name: str) -> str:
        """Return the colour of a palette name; "#rrggbb" is itself. Raises `Unreadable` for any other word."""
        if name.startswith("#"):
            return name
        if name not in ("accent", "on_accent", "ink", "muted", "line", "paper", "code_dark", "code_light"):
            raise Unreadable("template_colour", f"no colour is called {name!r}", name=name)
        return str(getattr(self, name))


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One thing to print: the link in its code, and the words on it."""

    link: str
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """An element at its place on the page (mm), with what stands in it. `module` is a code's module (mm)."""

    element: Element
    x: float
    y: float
    width: float
    height: float
    text: str = ""
    code: Code | None = None
    module: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A finished page: its trimmed size (mm), what stands on it in painting order, the links it must scan as, and
    lines to cut along as (x1, y1, x2, y2)."""

    width: float
    height: float
    bleed: float
    items: tuple[Placed, ...]
    links: tuple[str, ...]
    cuts: tuple[tuple[float, float, float, float], ...] = ()


def lay_out(template: Template, pieces: Sequence[Piece], look: Look) -> tuple[Page, ...]:
    """Return the pages that hold `pieces`, in order; raise `Refused` for a code that no phone would read well."""
    if not pieces:
        raise Refused("nothing_to_print", "there is nothing to print")
    return tuple(_page(template, some, look) for some in _by_page(pieces, template))


def _by_page(pieces: Sequence[Piece], template: Template) -> Iterator[list[Piece]]:
    rest = iter(pieces)
    while some := list(islice(rest, template.sheet.columns * template.sheet.rows)):
        yield some


def _page(template: Template, pieces: list[Piece], look: Look) -> Page:
    items: list[Placed] = []
    for place, piece in enumerate(pieces):
        left, top = _corner(template, place)
        items += [_placed(template, element, piece, look, left, top) for element in template.elements]
    codes = [item.code.text for item in items if item.code is not None]
    return Page(
        width=template.page[0],
        height=template.page[1],
        bleed=template.bleed,
        items=tuple(items),
        links=tuple(codes),
        cuts=_cuts(template) if template.sheet.cut else (),
    )


def _corner(template: Template, place: int) -> tuple[float, float]:
    """Return the top left of the piece at `place`; the pieces stand in the middle of the page."""
    sheet, (width, height) = template.sheet, template.piece
    left = (template.page[0] - sheet.columns * width - (sheet.columns - 1) * sheet.gap) / 2
    top = (template.page[1] - sheet.rows * height - (sheet.rows - 1) * sheet.gap) / 2
    return left + place % sheet.columns * (width + sheet.gap), top + place // sheet.columns * (height + sheet.gap)


def _placed(template: Template, element: Element, piece: Piece, look: Look, left: float, top: float) -> Placed:
    where = {"x": left + element.x, "y": top + element.y, "width": element.width, "height": element.height}
    if element.kind is Kind.CODE:
        return _placed_code(template, element, piece, look, where)
    text = fill(element.text, {**template.words, **piece.words, "link": piece.link}) if element.text else ""
    return Placed(element=element, text=text, **where)


def _placed_code(template: Template, element: Element, piece: Piece, look: Look, where: Mapping[str, float]) -> Placed:
    covered = look.logo_in_code if look.logo else 0.0
    code = make_code(piece.link, Correction.H if covered else Correction.M)
    side = min(element.width, element.height)
    module = side / (code.size + 2 * QUIET_ZONE)
    if template.ink_only:  # a thermal printer's dots: a module is a whole number of them
        dot = 25.4 / template.dots
        module = max(int(module / dot), 1) * dot
    width = module * code.size
    margin = (side - width) / 2
    check(
        Printed(
            code=code,
            width_mm=width,
            margin_mm=margin,
            reach_m=template.reach_m,
            dark=look.code_dark if not template.ink_only else "#000000",
            light=look.code_light if not template.ink_only else "#ffffff",
            covered=covered,
        )
    )
    return Placed(element=element, code=code, module=module, **where)


def fill(text: str, words: Mapping[str, str]) -> str:
    """Return `text` with its `{words}` filled in; raise `Unreadable` for a word that nobody knows.

    A word may be anything, also one with braces; nothing of it is read as a template again.
    """
    found = []
    try:
        for before, name, spec, conversion in Formatter().parse(text):
            found.append(before)
            if name is None:
                continue
            if spec or conversion or name not in words:
                raise Unreadable("template_word", f"no word is called {name!r}", name=name)
            found.append(words[name])
    except ValueError as wrong:
        raise Unreadable("template_word", f"the text {text!r} cannot be filled: {wrong}", name=text) from None
    return "".join(found).strip()


def _cuts(template: Template) -> tuple[tuple[float, float, float, float], ...]:
    sheet, (width, height) = template.sheet, template.piece
    lines = []
    for column in range(sheet.columns):
        left, _ = _corner(template, column)
        lines += [(x, 0.0, x, template.page[1]) for x in (left, left + width)]
    for row in range(sheet.rows):
        _, top = _corner(template, row * sheet.columns)
        lines += [(0.0, y, template.page[0], y) for y in (top, top + height)]
    return tuple(dict.fromkeys(lines))
