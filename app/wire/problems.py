"""Errors on the wire: RFC 9457 problem documents with a stable `code`."""

from __future__ import annotations

from typing import Any

from msgspec import Struct, field

MEDIA_TYPE = "application/problem+json"


class Problem(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What happened, for a person (`title`, `detail`) and for a program (`code`, `facts`)."""

    title: str
    status: int
    code: str
    detail: str = ""
    type: str = "about:blank"
    facts: dict[str, Any] = field(default_factory=dict)
