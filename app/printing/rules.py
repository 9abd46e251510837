"""What a printed code must be so that any phone reads it, with where each rule comes from.

A piece that breaks one is refused with the reason and a remedy; what passes is still read back (`proof`), because the
rules are about codes in general and the proof is about this one.

A refusal's code and facts, for whoever says it in another language (mm, percent, "#rrggbb"):

    code_too_small     width, least, module, least_module
    code_quiet_zone    margin, least
    code_inverted      dark, light
    code_contrast      contrast, least
    code_logo          covered, most; most is 0 where the code has too little correction for any logo
    colour_unreadable  text
"""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.faults import Refused

from .codes import Code, Correction

QUIET_ZONE = 4
"""Light modules around a code (ISO/IEC 18004, section 6.3.8)."""

LEAST_CONTRAST = 0.55
"""Difference of reflectance between paper and ink, 0 to 1: grade B of symbol contrast (ISO/IEC 15415), so that one that
has lost more than half of its contrast still has grade D."""

MOST_COVERED = {Correction.L: 0.0, Correction.M: 0.0, Correction.Q: 0.12, Correction.H: 0.20}
"""Share of a code that a logo may cover. Level H restores about 30 percent of the code words; a third of that stays for
dirt, blur and a crease, which is why design guides stop at 20 percent."""


_SMALLEST_MM = 0.005
"""What rounding may take; far less than any printer can hold."""

IN_THE_HAND_M = 0.5
"""Up to here a code is held or bent over; beyond it is scanned standing."""


def least_module_mm(reach_m: float) -> float:
    """Return the least width of a module that is scanned from `reach_m` metres.

    0.4 mm in the hand is the least X-dimension that the GS1 General Specifications give a QR code at the till
    (0.396 mm); 1 mm at one to two metres keeps it a few pixels wide in a phone's picture.
    """
    return 0.4 if reach_m <= IN_THE_HAND_M else 1.0


def least_width_mm(reach_m: float) -> float:
    """Return the least width of a code scanned from `reach_m` metres: a tenth of the way, as its inventors advise,
    where one does not simply step nearer."""
    return 0.0 if reach_m <= IN_THE_HAND_M else reach_m * 1000 / 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A code as it will be on paper: its width without the quiet zone and the light margin around it (mm), inks as
    "#rrggbb", the share of it that a logo covers (0 to 1), and from how far it is scanned (metres)."""

    code: Code
    width_mm: float
    margin_mm: float
    reach_m: float
    dark: str = "#000000"
    light: str = "#ffffff"
    covered: float = 0.0

    @property
    def module_mm(self) -> float:
        """The width of a module."""
        return self.width_mm / self.code.size


def check(printed: Printed) -> None:
    """Raise `Refused` for the first rule that is broken, with the reason, what would be right, and what to do."""
    _check_size(printed)
    _check_margin(printed)
    _check_inks(printed)
    _check_logo(printed)


def _check_size(printed: Printed) -> None:
    module = least_module_mm(printed.reach_m)
    least = max(least_width_mm(printed.reach_m), module * printed.code.size)
    if printed.width_mm < least - _SMALLEST_MM:
        raise Refused(
            "code_too_small",
            f"the code is {printed.width_mm:.1f} mm wide with modules of {printed.module_mm:.2f} mm: to be read from"
            f" {printed.reach_m:g} m it is at least {least:.1f} mm; print it larger, or make the link shorter",
            width=round(printed.width_mm, 1),
            least=round(least + 0.049, 1),
            module=round(printed.module_mm, 2),
            least_module=module,
        )


def _check_margin(printed: Printed) -> None:
    least = QUIET_ZONE * printed.module_mm
    if printed.margin_mm < least - _SMALLEST_MM:
        raise Refused(
            "code_quiet_zone",
            f"the light margin is {printed.margin_mm:.1f} mm: at least {least:.1f} mm here, four modules; leave more"
            " room around the code, or make it smaller",
            margin=round(printed.margin_mm, 1),
            least=round(least + 0.049, 1),
        )


def _check_inks(printed: Printed) -> None:
    dark, light = reflectance(printed.dark), reflectance(printed.light)
    if dark > light:
        raise Refused(
            "code_inverted",
            "the code is lighter than its ground, which many phones do not read: change the two colours over",
            dark=printed.dark,
            light=printed.light,
        )
    if light - dark < LEAST_CONTRAST:
        raise Refused(
            "code_contrast",
            f"contrast is {light - dark:.0%}: at least {LEAST_CONTRAST:.0%}; take a darker colour for the code or a"
            " lighter one for its ground",
            contrast=int((light - dark) * 100),
            least=round(LEAST_CONTRAST * 100),
        )


def _check_logo(printed: Printed) -> None:
    if printed.covered <= 0:
        return
    most = MOST_COVERED[printed.code.correction]
    if printed.covered <= most + 1e-9:
        return
    remedy = "make the logo smaller" if most else "a code with a logo needs correction level H"
    raise Refused(
        "code_logo",
        f"logo covers {printed.covered:.0%}: at most {most:.0%} here; {remedy}",
        covered=round(printed.covered * 100),
        most=round(most * 100),
    )


def reflectance(colour: str) -> float:
    """Return how much light "#rrggbb" throws back, 0 to 1: linear light, weighed as in ITU-R BT.709, which is near to
    what cameras make of it. Raises `Refused("colour_unreadable")` for what is no such colour."""
    red, green, blue = (_linear(part / 255) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def mixed(colour: str, ground: str, share: float) -> str:
    """Return `share` (0 to 1) of a colour over a ground, as "#rrggbb"; raises as `reflectance`."""
    both = zip(_parts(colour), _parts(ground), strict=True)
    return "#" + "".join(f"{round(part * share + under * (1 - share)):02x}" for part, under in both)


def check_colour(colour: str) -> str:
    """Return "#rrggbb" in small letters; raises as `reflectance`."""
    return mixed(colour, colour, 1)


def _parts(colour: str) -> tuple[int, int, int]:
    text = colour.strip().removeprefix("#")
    if len(text) != 6 or any(letter not in "0123456789abcdefABCDEF" for letter in text):
        raise Refused("colour_unreadable", f"{colour!r} is no colour: write it like #1d1b18", text=colour)
    return int(text[0:2], 16), int(text[2:4], 16), int(text[4:6], 16)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
