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
    """Return the value under `key`; None where there is none, or where it rotted on the disk: the desk opens as if it
    had never been set."""
    held = db.value("select value from settings where key = ?", (key,))
    try:
        return None if held is None else msgspec.json.decode(held)
    except msgspec.DecodeError:
        return None


def write(db: Database, key: str, value: Plain) -> None:
    """Keep `value` under `key`."""
    db.execute(
        "insert into settings (key, value) values (?, ?) on conflict (key) do update set value = excluded.value",
        (key, msgspec.json.encode(value).decode()),
    )


def enrolled(db: Database) -> Enrolled | None:
    """Return where this desk belongs; None before it was enrolled, and where that rotted: then it is enrolled again,
    and what waits goes out."""
    held = db.value("select value from settings where key = ?", (_ENROLLED,))
    try:
        return None if held is None else msgspec.json.decode(held, type=Enrolled)
    except msgspec.DecodeError:
        return None


def enrol(db: Database, where: Enrolled) -> None:
    """Remember where this desk belongs now."""
    db.execute(
        "insert into settings (key, value) values (?, ?) on conflict (key) do update set value = excluded.value",
        (_ENROLLED, msgspec.json.encode(where).decode()),
    )
