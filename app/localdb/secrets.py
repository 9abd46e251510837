"""The device token: in the keyring of the system, or in a file for this user's eyes where there is none.

Never in the database: a copied local.db opens no door at HQ.
"""

from __future__ import annotations

import os
from pathlib import Path

SERVICE = "yingbin"

_FILE = "token"


def keep_token(data: Path, device_id: str, token: str) -> None:
    """Keep the token of the device `device_id`, whose data folder is `data`, beside those kept before: until the desk
    has entered that it is this device now, it is still the other one."""
    import keyring
    from keyring.errors import KeyringError

    held = _held(data)
    try:
        keyring.set_password(SERVICE, device_id, token)
    except KeyringError:  # also NoKeyringError: a headless machine, or one whose keyring is locked
        _write(data, held | {device_id: token})
    else:
        if device_id in held:
            _write(data, {of: kept for of, kept in held.items() if of != device_id})


def forget_others(data: Path, device_id: str) -> None:
    """Keep no token in the file but that of `device_id`, which this desk is now."""
    held = _held(data)
    if held.keys() - {device_id}:
        _write(data, {of: kept for of, kept in held.items() if of == device_id})


def token_of(data: Path, device_id: str) -> str | None:
    """Return the token of the device `device_id`, or None where it is kept nowhere."""
    token = _held(data).get(device_id)
    if token:
        return token
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(SERVICE, device_id)
    except KeyringError:
        return None


def _held(data: Path) -> dict[str, str]:
    """Return the tokens in the file, by device: a line each."""
    try:
        lines = (data / _FILE).read_text(encoding="ascii").splitlines()
    except (FileNotFoundError, UnicodeDecodeError):  # not there, or rotten
        return {}
    return {of: token for of, _, token in (line.strip().partition(" ") for line in lines) if token}


def _write(data: Path, held: dict[str, str]) -> None:
    """Write the file anew, or not at all: a full disk must not take the token that is there."""
    file, fresh = data / _FILE, data / f"{_FILE}.new"
    if not held:
        file.unlink(missing_ok=True)
        return
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        os.write(handle, "".join(f"{of} {token}\n" for of, token in held.items()).encode())
        os.fsync(handle)
    finally:
        os.close(handle)
    os.replace(fresh, file)
