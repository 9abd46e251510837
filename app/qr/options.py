"""Options that several `qr` commands share, and the look and words that they say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import isnan
from pathlib import Path
from typing import Any, TypeVar

import click

from app.domain.faults import Refused
from app.printing.layout import Look
from app.printing.rules import check_colour, reflectance

F = TypeVar("F", bound=Callable[..., Any])

FILE = click.Path(dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)


class Number(click.FloatRange):
    """A number in a range; nan, which every comparison lets through, is none."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:  # noqa: ANN401
        """Return the number in an option's text."""
        found: float = super().convert(value, param, ctx)
        if isnan(found):
            self.fail(f"{value!r} is no number", param, ctx)
        return found


with_json = click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout, and nothing else.")
with_templates = click.option(
    "--templates",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    envvar="YINGBIN_TEMPLATES",
    help="A folder with templates of your own.",
)
with_database = click.option(
    "--database",
    metavar="URL",
    envvar="YINGBIN_DATABASE",
    help="HQ's database: sqlite:///FILE or postgresql+psycopg://…",
)

_LOGO = (
    click.option("--logo", type=click.Path(exists=True, dir_okay=False), help="PNG, JPEG or SVG."),
    click.option(
        "--logo-in-code",
        type=Number(0, 100),
        metavar="PERCENT",
        help="Put the logo into the code too, over so much of it (20 at most).",
    ),
)
_WORDS = (
    click.option("--headline", help="Instead of the usual headline; empty for none."),
    click.option("--line", help="Instead of the usual line below it."),
    click.option("--how", help="Instead of how to scan."),
    click.option("--note", help="Instead of the usual note."),
    click.option("--brand", help="What the chain is called (default: the policy's)."),
    click.option(
        "--language", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="Of the usual words."
    ),
)
_COLOURS = (
    click.option("--accent", metavar="#RRGGBB", help="The chain's colour (default: the policy's)."),
    click.option("--dark", default="#000000", metavar="#RRGGBB", help="The code's modules."),
    click.option("--light", default="#ffffff", metavar="#RRGGBB", help="The code's ground."),
)


def _all(options: tuple[Callable[[F], F], ...]) -> Callable[[F], F]:
    def wrap(command: F) -> F:
        for option in reversed(options):
            command = option(command)
        return command

    return wrap


with_logo = _all(_LOGO)
with_look = _all((*_WORDS, *_LOGO, *_COLOURS))


def look_of(said: Mapping[str, Any], accent: str = "") -> Look:
    """Return the look that the options say; `accent`: the policy's, where they do not say one. Raises `Refused`."""
    usual = Look()
    chosen = check_colour(said.get("accent") or accent or usual.accent)
    share = said.get("logo_in_code") or 0.0
    if share and not said["logo"]:
        raise Refused("logo_missing", "--logo-in-code needs --logo FILE: which logo?")
    light_ink = contrast("#ffffff", chosen) >= contrast(usual.ink, chosen)
    return Look(
        accent=chosen,
        on_accent="#ffffff" if light_ink else usual.ink,
        code_dark=check_colour(said["dark"]),
        code_light=check_colour(said["light"]),
        logo=said["logo"] or "",
        logo_in_code=share / 100,
    )


def contrast(one: str, other: str) -> float:
    """Return how well two colours are told apart, 1 to 21 (WCAG 2.2, contrast ratio)."""
    low, high = sorted((reflectance(one), reflectance(other)))
    return (high + 0.05) / (low + 0.05)


def listed(text: str) -> list[str]:
    """Return the names in an option's text, between commas, also those that a Chinese keyboard writes."""
    return [each.strip() for each in text.replace("，", ",").split(",") if each.strip()]


def words_of(said: Mapping[str, Any]) -> dict[str, str]:
    """Return the words that somebody wrote; an empty one is one too."""
    return {word: said[word] for word in ("headline", "line", "how", "note") if said.get(word) is not None}
