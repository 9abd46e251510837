"""What this desk is and how staff left it: plain values under a name. Secrets are never here."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from .database import Database

STAFF = "staff_id"
"""The member of staff at the desk."""
LANGUAGE = "language"
THEME = "theme"
GEOMETRY = "geometry"
LINK = "link"
"""How the link stood last."""
CHECKED = "checked"
"""When the files were last checked thoroughly."""

Plain = str | int | float | bool | None | list["Plain"] | dict[str, "Plain"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolled:
    """Where this desk belongs: HQ's address, the store, and this device's name there."""

    hq: str
    store_id: str
    device_id: str
    store_name: str = ""


_ENROLLED = "enrolled"


def read(db: Database, key: str) -> Plain:
    """Return the value under `key`, or None."""
    held = db.value("select value from settings where key = ?", (key,))
    return None if held is None else msgspec.json.decode(held)


def write(db: Database, key: str, value: Plain) -> None:
    """Keep `value` under `key`."""
    db.execute(
        "insert into settings (key, value) values (?, ?) on conflict (key) do update set value = excluded.value",
        (key, msgspec.json.encode(value).decode()),
    )


def enrolled(db: Database) -> Enrolled | None:
    """Return where this desk belongs; None before it was enrolled."""
    held = db.value("select value from settings where key = ?", (_ENROLLED,))
    return None if held is None else msgspec.json.decode(held, type=Enrolled)


def enrol(db: Database, where: Enrolled) -> None:
    """Remember where this desk belongs now."""
    db.execute(
        "insert into settings (key, value) values (?, ?) on conflict (key) do update set value = excluded.value",
        (_ENROLLED, msgspec.json.encode(where).decode()),
    )
