"""The peer of the durable ingest: a plain service that gives every request a transaction of its own.

`python -m tests.benchmarks.plain_service POSTGRESQL_URL` prints its port. A thread a request, a pooled connection each,
one insert and one commit; no signatures are checked and nothing is applied. Same server program as HQ's.
"""

from __future__ import annotations

import socket
import sys
import threading
import uuid

import psycopg
import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route


def application(url: str) -> Starlette:
    """Return the service."""
    own = threading.local()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("drop table if exists raw_events")
        connection.execute("create table raw_events (position bigserial primary key, id text unique, body text)")

    def keep(body: str) -> None:
        if not hasattr(own, "connection"):
            own.connection = psycopg.connect(url)
        own.connection.execute("insert into raw_events (id, body) values (%s, %s)", (uuid.uuid4().hex, body))
        own.connection.commit()

    async def post(request: Request) -> Response:
        await run_in_threadpool(keep, (await request.body()).decode())
        return Response(status_code=202)

    return Starlette(routes=[Route("/v1/events", post, methods=["POST"])])


if __name__ == "__main__":
    listener = socket.create_server(("127.0.0.1", 0), backlog=1024)
    print(listener.getsockname()[1], flush=True)
    config = uvicorn.Config(application(sys.argv[1]), log_config=None, access_log=False)
    uvicorn.Server(config).run(sockets=[listener])
