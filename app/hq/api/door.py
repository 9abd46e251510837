"""The shortest way for the hottest calls: an event, or a guest who opens a printed link, goes straight to its endpoint,
past routing and middleware."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from app.hq.answers import Endpoint


class Door:
    """An ASGI application around another: calls named by method and path are answered at once.

    A path may end with one piece that it names, as `/r/{code}`.
    """

    def __init__(self, inner: ASGIApp, hot: Mapping[tuple[str, str], Endpoint]) -> None:
        """`hot` endpoints answer every fault themselves (`answers.guarded`); `inner` answers everything else."""
        self._inner = inner
        self._hot = {call: endpoint for call, endpoint in hot.items() if not call[1].endswith("}")}
        self._open = {
            (method, path.rpartition("/")[0]): (path.rpartition("/")[2].strip("{}"), endpoint)
            for (method, path), endpoint in hot.items()
            if path.endswith("}")
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        endpoint = self._endpoint(scope) if scope["type"] == "http" else None
        if endpoint is None:
            await self._inner(scope, receive, send)
            return
        response = await endpoint(Request(scope, receive))
        await response(scope, receive, send)

    def _endpoint(self, scope: Scope) -> Endpoint | None:
        """Return what answers at once, with the piece of the path that it asks for put where routing would."""
        method, path = scope["method"], scope["path"]
        if (exact := self._hot.get((method, path))) is not None:
            return exact
        before, _, piece = path.rpartition("/")
        name, endpoint = self._open.get((method, before), ("", None))
        if endpoint is None or not piece:
            return None
        scope["path_params"] = {name: piece}
        return endpoint
