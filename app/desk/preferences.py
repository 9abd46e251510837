"""How staff left the counter: language, theme, text size, sound, who works here, where the window was."""

from __future__ import annotations

from msgspec import Struct

from app.localdb import settings
from app.localdb.database import Database

LANGUAGES = ("zh", "en")


class Preferences(Struct, frozen=True, kw_only=True):
    """Plain values, kept in the desk's local.db. `geometry`: the window's, as Qt writes it, in hexadecimal."""

    language: str = "zh"
    theme: str = "light"
    scale: float = 1.0
    sound: bool = True
    staff: str = ""
    geometry: str = ""


_SOUND, _SCALE, _NAME = "sound", "text_size", "staff_name"


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
        geometry=geometry if isinstance(geometry, str) else usual.geometry,
    )


def save(db: Database, kept: Preferences) -> None:
    """Keep the preferences."""
    settings.write(db, settings.LANGUAGE, kept.language)
    settings.write(db, settings.THEME, kept.theme)
    settings.write(db, _SCALE, kept.scale)
    settings.write(db, _SOUND, kept.sound)
    settings.write(db, _NAME, kept.staff)
    settings.write(db, settings.GEOMETRY, kept.geometry)
