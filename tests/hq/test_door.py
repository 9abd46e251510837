"""The shortest way into HQ: which requests go straight to their endpoint, and with what."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from app.hq.api.door import Door


async def page(request: Request) -> Response:
    return Response(f"page of {request.path_params['code']}")


async def take(_request: Request) -> Response:
    return Response("taken")


async def inner(scope: Scope, receive: Receive, send: Send) -> None:
    await Response("inside")(scope, receive, send)


@pytest.mark.parametrize(
    ("method", "path", "answer"),
    [
        ("GET", "/r/ABC", "page of ABC"),
        ("GET", "/r/汉字 \r\n", "page of 汉字 \r\n"),
        ("GET", "/r/", "inside"),
        ("GET", "/r", "inside"),
        ("GET", "/r/a/b", "inside"),
        ("GET", "/r/ABC/", "inside"),
        ("HEAD", "/r/ABC", "inside"),
        ("POST", "/r/ABC", "inside"),
        ("POST", "/v1/events", "taken"),
        ("GET", "/v1/events", "inside"),
        ("GET", "/", "inside"),
        ("GET", "", "inside"),
    ],
)
def test_what_goes_straight_to_its_endpoint(method: str, path: str, answer: str) -> None:
    door = Door(inner, {("GET", "/r/{code}"): page, ("POST", "/v1/events"): take})
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": method, "path": path, "headers": [], "query_string": b""}
    asyncio.run(door(scope, None, send))  # type: ignore[arg-type]
    assert b"".join(message.get("body", b"") for message in sent).decode() == answer
