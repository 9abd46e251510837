"""The device token: in the keyring of the system, or in a file for this user's eyes where there is none.

Never in the database: a copied local.db opens no door at HQ.
"""

from __future__ import annotations

import os
from pathlib import Path

SERVICE = "yingbin"

_FILE = "token"


def keep_token(data: Path, device_id: str, token: str) -> None:
    """Keep the token of the device `device_id`, whose data folder is `data`."""
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.set_password(SERVICE, device_id, token)
    except KeyringError:  # also NoKeyringError: a headless machine, or one whose keyring is locked
        _write(data / _FILE, f"{device_id} {token}\n")
    else:
        (data / _FILE).unlink(missing_ok=True)


def token_of(data: Path, device_id: str) -> str | None:
    """Return the token of the device `device_id`, or None where it is kept nowhere."""
    try:
        held, _, token = (data / _FILE).read_text(encoding="utf-8").strip().partition(" ")
    except FileNotFoundError:
        held, token = "", ""
    if token and held == device_id:
        return token
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(SERVICE, device_id)
    except KeyringError:
        return None


def _write(file: Path, text: str) -> None:
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        os.write(handle, text.encode())
        os.fsync(handle)
    finally:
        os.close(handle)
