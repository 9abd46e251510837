"""The two palettes, light and dark. Every pair of text and ground used on screen keeps a contrast of 4.5 : 1."""

from __future__ import annotations

from msgspec import Struct
from PySide6.QtGui import QColor, QPalette


class Palette(Struct, frozen=True, kw_only=True, eq=False):
    """Named colours. `on_*` is what is written on a filled ground; `ribbon_*` fills the left edge of a card."""

    dark: bool
    bg: QColor
    panel: QColor
    ink: QColor
    muted: QColor
    line: QColor
    accent: QColor
    soft: QColor
    red: QColor
    amber: QColor
    gold: QColor
    platinum: QColor
    edge: QColor
    field: QColor
    on_accent: QColor
    on_red: QColor
    on_gold: QColor
    on_soft: QColor
    red_soft: QColor
    amber_soft: QColor
    green: QColor
    ribbon_new: QColor
    ribbon_regular: QColor
    ribbon_gold: QColor
    ribbon_platinum: QColor
    ribbon_black: QColor
    on_ribbon_new: QColor
    on_ribbon_regular: QColor
    on_ribbon_gold: QColor
    on_ribbon_platinum: QColor
    on_ribbon_black: QColor


def _palette(dark: bool, colours: dict[str, str]) -> Palette:
    return Palette(dark=dark, **{name: QColor(code) for name, code in colours.items()})


LIGHT = _palette(
    False,
    {
        "bg": "#f4f2ee",
        "panel": "#ffffff",
        "ink": "#1d1b18",
        "muted": "#6f6a62",
        "line": "#e3dfd7",
        "accent": "#0f6b5c",
        "soft": "#e3f0ec",
        "red": "#b3261e",
        "amber": "#8a5a00",
        "gold": "#b8860b",
        "platinum": "#5b7083",
        "edge": "#cdc7bc",
        "field": "#f4f2ee",
        "on_accent": "#ffffff",
        "on_red": "#ffffff",
        "on_gold": "#1d1b18",
        "on_soft": "#0f6b5c",
        "red_soft": "#fbeceb",
        "amber_soft": "#f7edd9",
        "green": "#2c9c69",
        "ribbon_new": "#ffffff",
        "ribbon_regular": "#d8d3c9",
        "ribbon_gold": "#b8860b",
        "ribbon_platinum": "#5b7083",
        "ribbon_black": "#1d1b18",
        "on_ribbon_new": "#6f6a62",
        "on_ribbon_regular": "#3d3932",
        "on_ribbon_gold": "#1d1b18",
        "on_ribbon_platinum": "#ffffff",
        "on_ribbon_black": "#ffffff",
    },
)

DARK = _palette(
    True,
    {
        "bg": "#171614",
        "panel": "#211f1c",
        "ink": "#f2efe9",
        "muted": "#a39c91",
        "line": "#35322d",
        "accent": "#4fb8a4",
        "soft": "#1f3530",
        "red": "#ff6b61",
        "amber": "#e0b04a",
        "gold": "#d9ae3c",
        "platinum": "#9fb4c6",
        "edge": "#4a463f",
        "field": "#171614",
        "on_accent": "#10211d",
        "on_red": "#1d0b0a",
        "on_gold": "#1d1b18",
        "on_soft": "#7fd0c0",
        "red_soft": "#3a1f1d",
        "amber_soft": "#37301d",
        "green": "#3fbf84",
        "ribbon_new": "#211f1c",
        "ribbon_regular": "#56514a",
        "ribbon_gold": "#d9ae3c",
        "ribbon_platinum": "#9fb4c6",
        "ribbon_black": "#f2efe9",
        "on_ribbon_new": "#a39c91",
        "on_ribbon_regular": "#f2efe9",
        "on_ribbon_gold": "#1d1b18",
        "on_ribbon_platinum": "#171614",
        "on_ribbon_black": "#171614",
    },
)


def qt_palette(colours: Palette) -> QPalette:
    """Return the palette Fusion draws its own controls with."""
    made = QPalette()
    role = QPalette.ColorRole
    for where, colour in (
        (role.Window, colours.bg),
        (role.WindowText, colours.ink),
        (role.Base, colours.panel),
        (role.AlternateBase, colours.bg),
        (role.Text, colours.ink),
        (role.PlaceholderText, colours.muted),
        (role.Button, colours.panel),
        (role.ButtonText, colours.ink),
        (role.BrightText, colours.red),
        (role.ToolTipBase, colours.panel),
        (role.ToolTipText, colours.ink),
        (role.Highlight, colours.accent),
        (role.HighlightedText, colours.on_accent),
        (role.Link, colours.accent),
        (role.LinkVisited, colours.accent),
        (role.Accent, colours.accent),
        (role.Light, colours.panel),
        (role.Midlight, colours.line),
        (role.Mid, colours.line),
        (role.Dark, colours.edge),
        (role.Shadow, colours.edge),
    ):
        made.setColor(where, colour)
    for where in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, where, colours.muted)
    return made


def contrast(one: QColor, other: QColor) -> float:
    """Return the contrast ratio of two opaque colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: QColor) -> float:
    parts = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
