"""How staff left the counter: language, theme, text size, sound, who works here, the keys, the scanner, the window."""

from __future__ import annotations

from dataclasses import asdict

from msgspec import Struct, ValidationError, convert, to_builtins

from app.localdb import settings
from app.localdb.database import Database

from .scanner.strokes import Habits

LANGUAGES = ("zh", "en")


class Studio(Struct, frozen=True, kw_only=True):
    """How staff left the studio. `words`: headline and line of each template, by its name, "" for the template's own;
    `logo`: a picture file, "" for none, and the percent of a code that it takes; `accent`: "" for the chain's own."""

    words: dict[str, tuple[str, str]] = {}
    logo: str = ""
    logo_percent: int = 0
    accent: str = ""
    in_code: bool = False
    bleed: bool = False
    language: str = "zh"
    """Of the paper: its guests need not speak what staff speak."""
    printer: str = ""
    folder: str = ""


class Preferences(Struct, frozen=True, kw_only=True):
    """Plain values, kept in the desk's local.db.

    `keys`: those that were put elsewhere, by what they do (`keys.Keys`). `geometry`: the window's, as Qt writes it, in
    hexadecimal.
    """

    language: str = "zh"
    theme: str = "light"
    scale: float = 1.0
    sound: bool = True
    staff: str = ""
    keys: dict[str, str] = {}
    scanner: Habits = Habits()
    geometry: str = ""
    studio: Studio = Studio()


_SOUND, _SCALE, _NAME = "sound", "text_size", "staff_name"
_KEYS, _SCANNER, _STUDIO = "keys", "scanner", "studio"


def load(db: Database) -> Preferences:
    """Return the preferences; what is missing or no longer understood is as on the first day."""
    usual = Preferences()
    language, theme = settings.read(db, settings.LANGUAGE), settings.read(db, settings.THEME)
    scale, sound, name = (settings.read(db, key) for key in (_SCALE, _SOUND, _NAME))
    geometry = settings.read(db, settings.GEOMETRY)
    return Preferences(
        language=language if isinstance(language, str) and language in LANGUAGES else usual.language,
        theme=theme if isinstance(theme, str) and theme in ("light", "dark", "system") else usual.theme,
        scale=float(scale) if isinstance(scale, (int, float)) and 0.8 <= scale <= 2 else usual.scale,
        sound=sound if isinstance(sound, bool) else usual.sound,
        staff=name if isinstance(name, str) else usual.staff,
        keys=_keys(settings.read(db, _KEYS)),
        scanner=_scanner(settings.read(db, _SCANNER)),
        geometry=geometry if isinstance(geometry, str) else usual.geometry,
        studio=_studio(settings.read(db, _STUDIO)),
    )


def save(db: Database, kept: Preferences) -> None:
    """Keep the preferences."""
    settings.write(db, settings.LANGUAGE, kept.language)
    settings.write(db, settings.THEME, kept.theme)
    settings.write(db, _SCALE, kept.scale)
    settings.write(db, _SOUND, kept.sound)
    settings.write(db, _NAME, kept.staff)
    settings.write(db, _KEYS, dict(kept.keys))
    settings.write(db, _SCANNER, asdict(kept.scanner))
    settings.write(db, settings.GEOMETRY, kept.geometry)
    settings.write(db, _STUDIO, to_builtins(kept.studio))


def _keys(held: settings.Plain) -> dict[str, str]:
    return {name: key for name, key in held.items() if isinstance(key, str)} if isinstance(held, dict) else {}


def _scanner(held: settings.Plain) -> Habits:
    try:
        return convert(held, Habits).sane() if held is not None else Habits()
    except ValidationError:
        return Habits()


def _studio(held: settings.Plain) -> Studio:
    try:
        return convert(held, Studio) if held is not None else Studio()
    except ValidationError:
        return Studio()
