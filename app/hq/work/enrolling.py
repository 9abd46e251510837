"""How a desk becomes trusted: a one-time code, typed once, exchanged for a token that is kept.

Neither is stored: of the token (256 bit) its SHA-256, of the code (40 bit, so that it can be typed) a slow hash.
Everything here runs on real time.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, insert, select, update

from app.domain.faults import Refused, Unknown
from app.domain.ids import new_id
from app.domain.names import clean_text
from app.hq.clock import from_us, real_us
from app.hq.tables import devices, enrolments, stores
from app.wire.pages import Enrolment

CODE_HOURS = 24
"""How long a code can be used (house rule)."""

CODE_LENGTH = 8

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O, U, so that a code read aloud is written down right (crockford.com/base32.html)."""

_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "-": "", " ": ""})

_STORE_NAME = select(stores.c.name).where(stores.c.store_id == bindparam("store_id"))
_DEVICE = select(devices.c.device_id, devices.c.store_id, devices.c.revoked_us).where(
    devices.c.token_hash == bindparam("token_hash")
)


@dataclass(frozen=True, slots=True)
class Code:
    """A one-time code as it is shown ("7K2M-9QXF"), and when it ends (Unix microseconds)."""

    text: str
    expires_us: int


@dataclass(frozen=True, slots=True)
class Device:
    """A desk that is trusted, and for which store."""

    device_id: str
    store_id: str
    revoked: bool


def issue_code(connection: Connection, store_id: str) -> Code:
    """Return a new code for a desk of the store; raise `Unknown` for a store that does not exist."""
    if connection.execute(_STORE_NAME, {"store_id": store_id}).scalar() is None:
        raise Unknown("store_unknown", f"no store is called {store_id!r}; import the stores first", store_id=store_id)
    code = "".join(secrets.choice(_ALPHABET) for _ in range(CODE_LENGTH))
    expires = real_us() + CODE_HOURS * 3600 * 1_000_000
    connection.execute(insert(enrolments).values(code_hash=code_hash(code), store_id=store_id, expires_us=expires))
    return Code(f"{code[:4]}-{code[4:]}", expires)


def code_hash(code: str) -> str:
    """Return what is stored of a code, however it was typed; takes some 50 ms, so that codes cannot be tried out."""
    plain = code.upper().translate(_READ_AS).encode()
    return hashlib.scrypt(plain, salt=b"yingbin one-time code", n=1 << 14, r=8, p=1, dklen=32).hex()


def token_hash(token: str) -> str:
    """Return what is stored of a device token."""
    return hashlib.sha256(token.encode()).hexdigest()


def enrol(connection: Connection, hashed: str, device_name: str) -> Enrolment:
    """Return a token for the desk that holds the code of `hashed`, and use the code up.

    Raises `Refused`: `code_unknown`, `code_used`, `code_expired`.
    """
    now = real_us()
    row = connection.execute(select(enrolments).where(enrolments.c.code_hash == hashed)).one_or_none()
    if row is None:
        raise Refused("code_unknown", "no such code was given out")
    if row.used_us is not None:
        raise Refused("code_used", "this code was used before; ask for a new one")
    if row.expires_us <= now:
        raise Refused("code_expired", "this code has expired; ask for a new one")
    free = (enrolments.c.code_hash == hashed) & enrolments.c.used_us.is_(None)
    if connection.execute(update(enrolments).where(free).values(used_us=now)).rowcount != 1:
        raise Refused("code_used", "this code was used before; ask for a new one")
    token, device_id = "ybd_" + secrets.token_urlsafe(32), new_id(from_us(now))
    name = clean_text(device_name)[:100]
    values = {"device_id": device_id, "store_id": row.store_id, "name": name, "enrolled_us": now}
    connection.execute(insert(devices).values(token_hash=token_hash(token), **values))
    store_name = connection.execute(_STORE_NAME, {"store_id": row.store_id}).scalar() or ""
    return Enrolment(store_id=row.store_id, store_name=store_name, device_id=device_id, token=token)


def device_of(connection: Connection, hashed: str) -> Device | None:
    """Return the device whose token hashes to `hashed`."""
    row = connection.execute(_DEVICE, {"token_hash": hashed}).one_or_none()
    return None if row is None else Device(row.device_id, row.store_id, row.revoked_us is not None)
