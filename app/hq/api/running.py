"""For whoever runs HQ: is it alive, is it ready, what does it count."""

from __future__ import annotations

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from app import __version__
from app.domain.faults import Unavailable
from app.hq.answers import answer
from app.hq.database import epoch
from app.hq.services import Services


class Running:
    """Health and figures."""

    def __init__(self, services: Services) -> None:
        """Nothing is asked yet."""
        self._services = services

    async def live(self, _request: Request) -> Response:
        """Say that the process answers."""
        return answer({"status": "alive", "version": __version__})

    async def ready(self, _request: Request) -> Response:
        """Say that the database answers and the writer takes work; raise `Unavailable` if not."""
        if not self._services.writer.alive:
            raise Unavailable("writer_closed", "the writer takes no work")
        name = await self._services.readers.run(_epoch)
        return answer({"status": "ready", "epoch": name, "version": __version__})

    async def metrics(self, _request: Request) -> Response:
        """Give every figure in Prometheus' text format."""
        services = self._services
        services.meters.polls.set(services.waiting.count)
        services.meters.queue.set(services.writer.waiting)
        services.meters.groups.set(services.writer.counts.groups)
        services.meters.jobs.set(services.writer.counts.jobs)
        services.meters.funnel.set(services.funnel.waiting)
        services.meters.funnel_dropped.set(services.funnel.dropped)
        return Response(services.meters.text(), media_type="text/plain; version=0.0.4; charset=utf-8")


def _epoch(connection: Connection) -> str:
    return epoch(connection)
