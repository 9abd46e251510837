"""The contract as `/openapi.json` (OpenAPI 3.1), made from the list of calls and the wire's own shapes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, get_args

import msgspec

from app import __version__
from app.wire.events import TYPES, Envelope
from app.wire.problems import MEDIA_TYPE, Problem
from app.wire.version import HEADER, WIRE

from .call import Call

_REF = "#/components/schemas/{name}"


def describe(calls: Sequence[Call]) -> dict[str, Any]:
    """Return the OpenAPI document of `calls`."""
    shapes: list[Any] = [Problem, *(shape for call in calls for shape in (call.takes, call.gives) if shape is not None)]
    shapes += TYPES.values()
    schemas, components = msgspec.json.schema_components(shapes, ref_template=_REF)
    schema_of = {id(shape): schema for shape, schema in zip(shapes, schemas, strict=True)}
    paths: dict[str, dict[str, Any]] = {}
    for call in calls:
        paths.setdefault(call.path, {})[call.method.lower()] = _operation(call, schema_of)
        if call.takes is not None and Envelope in get_args(call.takes):
            paths[call.path][call.method.lower()] |= _events(schema_of)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Yingbin HQ", "version": __version__, "description": _ABOUT},
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {"desk": {"type": "http", "scheme": "bearer", "description": "a device token"}},
        },
    }


_ABOUT = (
    "What desks, queue machines and POS ask of the head office. Times are RFC 3339, money is whole fen, ids are "
    f"strings. A desk says which wire it speaks in {HEADER} (this HQ: {WIRE}); a newer one is answered 426."
)


def _operation(call: Call, schema_of: dict[int, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {"summary": call.summary, "responses": {str(call.status): _response(call, schema_of)}}
    parameters = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in re.findall(r"{(\w+)}", call.path)
    ]
    for place, named in (("query", call.query), ("header", call.headers)):
        parameters += [
            {"name": name, "in": place, "description": meaning, "schema": {"type": "string"}}
            for name, meaning in named.items()
        ]
    if parameters:
        found["parameters"] = parameters
    if call.takes is not None:
        content = {kind: {"schema": schema_of[id(call.takes)]} for kind in call.takes_as}
        found["requestBody"] = {"required": True, "content": content}
    for status, codes in {**call.problems, 500: "internal"}.items():
        content = {MEDIA_TYPE: {"schema": schema_of[id(Problem)]}}
        found["responses"][str(status)] = {"description": codes, "content": content}
    if call.trusted:
        found["security"] = [{call.trusted: []}]
    return found


def _events(schema_of: dict[int, Any]) -> dict[str, Any]:
    """Return the types of events that HQ knows, each with the shape of its `data`."""
    told = [f"`{name}`: {(shape.__doc__ or '').splitlines()[0]}" for name, shape in TYPES.items()]
    return {
        "description": f"{_ABOUT_EVENTS}\n\n" + "\n".join(f"- {each}" for each in told),
        "x-event-data": {name: schema_of[id(shape)] for name, shape in TYPES.items()},
    }


_ABOUT_EVENTS = (
    "`type` says what happened and which shape `data` has (`x-event-data`). `time` is when it happened: they may come "
    "late, repeated and in any order. Arrivals and bills name the store they happened in; every other event may leave "
    "`store_id` out. A guest nobody knows by any identity in the event is made new. Of points the newest by `time` "
    "count; of a consent the latest word, at one moment the refusal; a coupon is good until a use that is not older "
    "than its last claim. An event of a type or store that HQ does not know is kept, and applied once it does."
)


def _response(call: Call, schema_of: dict[int, Any]) -> dict[str, Any]:
    schema = schema_of[id(call.gives)] if call.gives is not None else {}
    found: dict[str, Any] = {"description": call.summary, "content": {call.gives_as: {"schema": schema}}}
    if call.answers:
        found["headers"] = {
            name: {"description": meaning, "schema": {"type": "string"}} for name, meaning in call.answers.items()
        }
    return found
