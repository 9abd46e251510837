"""`POST /v1/events`: what queue machines, POS and the guests' phones tell HQ."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from app.domain.faults import Unreadable
from app.hq.answers import answer, body_of, media_type
from app.hq.clock import real_us
from app.hq.services import Services
from app.hq.work.board import stores_among
from app.hq.work.events import Parcel, Row, row_of, unpack
from app.wire.events import EventOutcome, EventsAnswer

from .trust import Trust, require_signature

BODY_LIMIT = 1 << 20
"""Bytes of one request; a batch of 1,000 usual events has some 400 kB."""

MEDIA_TYPES = ("application/cloudevents+json", "application/cloudevents-batch+json", "application/json")


class Events:
    """The way in for events."""

    def __init__(self, services: Services, trust: Trust) -> None:
        """`trust` tells who signed."""
        self._services = services
        self._trust = trust
        self._counted = {name: services.meters.events.labels(name) for name in ("accepted", "repeated", "parked")}

    async def post(self, request: Request) -> Response:
        """Store the events durably, each once, and say what became of each (202).

        Raises `Refused` (`signature_wrong`) or `Unreadable` for the request as a whole; an event that cannot be read
        is kept, parked with its reason, and its neighbours are taken in.
        """
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in request.scope["headers"]}
        require_signature(headers)
        if media_type(headers) not in MEDIA_TYPES:
            raise Unreadable("content_type", f"events come as {', '.join(MEDIA_TYPES)}")
        body = await body_of(request, BODY_LIMIT)
        parcels = unpack(body)
        sources = (parcel.source for parcel in parcels if parcel.source)
        signer = await self._trust.signer(headers, body.decode(), sources)
        rows = await self._rows(parcels, signer)
        kept = await self._services.writer.keep(rows)
        outcomes = [_outcome(parcel, row, new) for parcel, row, new in zip(parcels, rows, kept, strict=True)]
        for outcome in outcomes:
            self._counted[outcome.outcome].inc()
        return answer(EventsAnswer(events=outcomes), 202)

    async def _rows(self, parcels: list[Parcel], signer: str) -> list[Row]:
        services = self._services
        named = {parcel.data.store_id for parcel in parcels if parcel.data is not None and parcel.data.store_id}
        strange = named - services.known_stores
        if strange:
            services.known_stores |= await services.readers.run(lambda found: stores_among(found, strange))
        now, accepted_us = services.clock.now(), real_us()
        return [row_of(parcel, signer, now, accepted_us, services.known_stores) for parcel in parcels]


def _outcome(parcel: Parcel, row: Row, new: bool) -> EventOutcome:
    if not new:
        return EventOutcome(id=parcel.event_id, outcome="repeated")
    if row.state == "parked":
        return EventOutcome(id=parcel.event_id, outcome="parked", reason=row.reason)
    return EventOutcome(id=parcel.event_id, outcome="accepted")
