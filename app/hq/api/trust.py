"""Who is asking: desks by their token, event sources by their signature. Answers are remembered for some seconds.

So a desk that is revoked, or a secret whose day of grace is over, may be heard that much longer.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from typing import Generic, TypeVar

from standardwebhooks import Webhook, WebhookVerificationError
from starlette.requests import Request

from app.domain.faults import Refused
from app.hq.reading import Readers
from app.hq.work.enrolling import Device, device_of, token_hash
from app.hq.work.sources import secrets_of

T = TypeVar("T")

REMEMBERED_SECONDS = 15.0

REMEMBERED = 10_000
"""Tokens or sources remembered at most; beyond it all are forgotten and asked for again."""

SOURCES_TRIED = 8
"""Sources named in one batch whose secrets are tried; a batch comes from one sender."""

SIGNATURE_HEADERS = ("webhook-id", "webhook-timestamp", "webhook-signature")


class Memory(Generic[T]):
    """Values by name, each good for `REMEMBERED_SECONDS`."""

    def __init__(self) -> None:
        """Nothing is remembered yet."""
        self._held: dict[str, tuple[T, float]] = {}

    def get(self, name: str) -> T | None:
        """Return what is remembered under `name`, None if nothing or too long ago."""
        held = self._held.get(name)
        return held[0] if held is not None and held[1] > time.monotonic() else None

    def put(self, name: str, value: T) -> T:
        """Remember `value`, and return it."""
        if len(self._held) >= REMEMBERED:
            self._held.clear()
        self._held[name] = (value, time.monotonic() + REMEMBERED_SECONDS)
        return value


class Trust:
    """Tells desks and sources from strangers."""

    def __init__(self, readers: Readers) -> None:
        """`readers` ask the database what is not remembered."""
        self._readers = readers
        self._devices: Memory[Device] = Memory()
        self._sources: Memory[tuple[Webhook, ...]] = Memory()

    async def desk(self, request: Request, store_id: str | None = None) -> Device:
        """Return the desk that asks; raise `Refused` if it is none, or (with `store_id`) of another store."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise Refused("token_missing", "a desk says who it is: Authorization: Bearer TOKEN")
        hashed = token_hash(token.strip())
        device = self._devices.get(hashed)
        if device is None:
            found = await self._readers.run(lambda connection: device_of(connection, hashed))
            if found is None:
                raise Refused("token_unknown", "no desk has this token; enrol it again")
            device = self._devices.put(hashed, found)
        if device.revoked:
            raise Refused("token_revoked", "this desk is no longer trusted; enrol it again")
        if store_id is not None and device.store_id != store_id:
            raise Refused("store_forbidden", f"this desk is of store {device.store_id}", store_id=device.store_id)
        return device

    async def signer(self, headers: Mapping[str, str], body: str, sources: Iterable[str]) -> str:
        """Return which of `sources` signed `body`; raise `Refused` (`signature_wrong`) if none did."""
        for source in list(dict.fromkeys(sources))[:SOURCES_TRIED]:
            remembered = self._sources.get(source)
            if remembered is not None and _verifies(remembered, headers, body):
                return source
            if _verifies(await self._fresh(source), headers, body):
                return source
        raise Refused("signature_wrong", "no source named in the body signed it")

    async def _fresh(self, source: str) -> tuple[Webhook, ...]:
        secrets = await self._readers.run(lambda connection: secrets_of(connection, source))
        return self._sources.put(source, tuple(Webhook(secret) for secret in secrets))


def require_signature(headers: Mapping[str, str]) -> None:
    """Raise `Refused` if the request does not even claim to be signed."""
    missing = [name for name in SIGNATURE_HEADERS if not headers.get(name)]
    if missing:
        raise Refused("signature_wrong", f"the request lacks {', '.join(missing)}")


def _verifies(webhooks: Iterable[Webhook], headers: Mapping[str, str], body: str) -> bool:
    claimed = {name: headers[name] for name in SIGNATURE_HEADERS}
    for webhook in webhooks:
        try:
            webhook.verify(body, claimed, json_parse=False)
        except (WebhookVerificationError, ValueError):  # ValueError: a signature that is not even written as one
            continue
        return True
    return False
