"""The HQ service: `create_app` puts the parts together, `serve` runs them until somebody ends it.

Opening order: settings and clock are read, the database is brought to the newest schema, the port is taken, the writer
starts (and applies what an earlier run left pending), the address is printed. Closing order: no new connections, long
polls are woken, a half-made snapshot is given up, answers under way are finished (some seconds at most), the writer
empties its queue.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import cache
from types import FrameType

import uvicorn
from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from app import __version__
from app.domain.faults import Unavailable

from .answers import problem
from .api.description import describe
from .api.door import Door
from .api.routes import calls, hottest, routes
from .services import Services
from .settings import Settings

CLOSING_SECONDS = 3
"""How long answers under way may take once the service shall end."""

SWITCH_SECONDS = 0.0005
"""How long the writer's thread may keep the interpreter while the event loop wants it; Python's own 5 ms would let a
request wait that long at each of its system calls."""

BACKLOG = 2048
"""Connections that may wait to be taken: all desks of a chain come back at once after a restart."""


def create_app(services: Services) -> FastAPI:
    """Return the application around these services; they run from its start-up to its shutdown."""

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with services.opened():
            yield

    app = FastAPI(title="Yingbin HQ", version=__version__, docs_url=None, redoc_url=None, lifespan=lifespan)
    asked = calls(services)
    app.router.redirect_slashes = False
    app.router.routes[0:0] = routes(asked)
    app.openapi = cache(lambda: describe(asked))  # type: ignore[method-assign]
    app.add_exception_handler(HTTPException, _no_such_call)
    app.state.hot = hottest(asked)
    return app


async def _no_such_call(_request: Request, wrong: Exception) -> Response:
    """Answer what no route answers: 404 and 405, as problem documents."""
    status = wrong.status_code if isinstance(wrong, HTTPException) else 500
    response = problem(status, {404: "not_found", 405: "method_not_allowed"}.get(status, "request_wrong"))
    if isinstance(wrong, HTTPException) and wrong.headers:
        response.headers.update(wrong.headers)
    return response


class _Server(uvicorn.Server):
    """A uvicorn that says when it listens, and wakes the long polls as soon as it shall end."""

    def __init__(self, config: uvicorn.Config, services: Services, address: str) -> None:
        super().__init__(config)
        self._services = services
        self._address = address

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and print the one line that says where."""
        await super().startup(sockets)
        if self.started:
            print(f"Yingbin HQ listens on {self._address}", flush=True)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """End on a signal."""
        self._services.waiting.close()
        self._services.snapshots.end()
        super().handle_exit(sig, frame)

    def end(self) -> None:
        """End from any thread."""
        self._services.waiting.close()
        self._services.snapshots.end()
        self.should_exit = True


def serve(settings: Settings) -> None:
    """Run HQ until SIGTERM, SIGINT or (if asked) the end of stdin. Raises a `Fault` where it cannot start."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(asctime)s %(levelname)s %(message)s")
    sys.setswitchinterval(SWITCH_SECONDS)
    _allow_many_connections()
    services = Services(settings)
    services.prepare()
    taken = _take_port(settings.host, settings.port)
    host, port = taken.getsockname()[:2]
    address = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    app = create_app(services)
    config = uvicorn.Config(
        Door(app, app.state.hot),
        log_config=None,
        proxy_headers=False,
        access_log=False,  # a query may hold a phone
        server_header=False,
        backlog=BACKLOG,
        timeout_graceful_shutdown=CLOSING_SECONDS,
        lifespan="on",
    )
    server = _Server(config, services, address)
    if settings.until_stdin_closes:
        threading.Thread(target=_end_with_stdin, args=(server,), name="hq-stdin", daemon=True).start()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: None)  # uvicorn raises what ended it once more, when all is closed
    with suppress(KeyboardInterrupt):
        server.run(sockets=[taken])


def _allow_many_connections() -> None:
    """Raise this process's limit of open files as far as it may go: every waiting desk is one."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _take_port(host: str, port: int) -> socket.socket:
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as wrong:
        reason = wrong.strerror or str(wrong)
        raise Unavailable("port_taken", f"HQ cannot listen on {host}:{port}: {reason}", port=port) from None


def _end_with_stdin(server: _Server) -> None:
    with suppress(OSError):
        while os.read(0, 1 << 16):  # not through sys.stdin: its lock, held here, would abort the interpreter's end
            pass
    server.end()
