"""The chain's accent on the phone page: whatever colour it is, words on it and in it can be read."""

from __future__ import annotations

import re
from functools import lru_cache

LIGHT_ACCENT, DARK_ACCENT = "#0f6b5c", "#4fb8a4"
"""The program's own accent on light and on dark."""

_LIGHT, _DARK = "#f4f2ee", "#171614"
_CONTRAST = 4.5
"""Of words against what is behind them (WCAG 2.2, 1.4.3)."""

_Rgb = tuple[int, int, int]


@lru_cache(maxsize=64)
def accents(accent: str) -> str:
    """Return the style rules for a chain's accent ("#rrggbb"; anything else: the program's own)."""
    own = accent.lower() if re.fullmatch(r"#[0-9a-fA-F]{6}", accent) else ""
    light = _readable(own or LIGHT_ACCENT, _LIGHT, "#000000")
    dark = _readable(own or DARK_ACCENT, _DARK, "#ffffff")
    return (
        f":root{{--accent:{light};--on:{_on(light)}}}"
        f"@media(prefers-color-scheme:dark){{:root{{--accent:{dark};--on:{_on(dark)}}}}}"
    )


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _readable(colour: str, behind: str, towards: str) -> str:
    """Mix the colour towards black or white until it stands out."""
    mixed = colour
    for step in range(1, 21):
        if contrast(mixed, behind) >= _CONTRAST:
            break
        mixed = _mixed(colour, towards, step / 20)
    return mixed


def _on(colour: str) -> str:
    return max("#ffffff", "#171614", key=lambda ink: contrast(ink, colour))


def _rgb(colour: str) -> _Rgb:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _mixed(one: str, other: str, share: float) -> str:
    parts = (round(a + (b - a) * share) for a, b in zip(_rgb(one), _rgb(other), strict=True))
    return "#" + "".join(f"{part:02x}" for part in parts)


def _luminance(colour: str) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in _rgb(colour))]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
