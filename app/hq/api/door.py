"""The shortest way for the hottest call: an event goes straight to its endpoint, past routing and middleware."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from .answers import Endpoint


class Door:
    """An ASGI application around another: calls named by method and whole path are answered at once."""

    def __init__(self, inner: ASGIApp, hot: Mapping[tuple[str, str], Endpoint]) -> None:
        """`hot` endpoints answer every fault themselves (`answers.guarded`); `inner` answers everything else."""
        self._inner = inner
        self._hot = hot

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        endpoint = self._hot.get((scope["method"], scope["path"])) if scope["type"] == "http" else None
        if endpoint is None:
            await self._inner(scope, receive, send)
            return
        response = await endpoint(Request(scope, receive))
        await response(scope, receive, send)
