"""One line of HQ's contract: a path and a method, what answers, and what is said of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.hq.answers import Endpoint


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One thing HQ can be asked. `takes` and `gives` are the wire's shapes, `query` and `headers` name → meaning."""

    method: str
    path: str
    endpoint: Endpoint
    summary: str
    status: int = 200
    takes: Any = None
    takes_as: Sequence[str] = ("application/json",)
    gives: Any = None
    gives_as: str = "application/json"
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[int, str] = field(default_factory=dict)
    trusted: str = ""
    hot: bool = False
