"""Which column of somebody's export is which of our fields: a TOML table a kind, `our field = "their column"`.

Without a map the file must call its columns what we call our fields. `[KIND.options]` may hold `missing` (texts that
mean "nothing here"), `timezone` (of times without an offset), `settled` (states of an order that count) and `datum`
(of a store's coordinates).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.domain.days import SHANGHAI
from app.domain.faults import Unreadable


@dataclass(frozen=True, slots=True)
class Kind:
    """What one kind of import can read: fields it needs one of (groups), and fields it may find."""

    name: str
    needs: tuple[tuple[str, ...], ...]
    may: tuple[str, ...]

    @property
    def fields(self) -> frozenset[str]:
        """Every field there is."""
        return frozenset(self.may) | {name for group in self.needs for name in group}


KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            "stores",
            (("store_id",), ("name",)),
            ("city", "district", "address", "lng", "lat", "opens", "closes", "datum", "timezone"),
        ),
        Kind("tables", (("name",),), ("seats", "area")),
        Kind("staff", (("staff_id",), ("name",)), ("role",)),
        Kind(
            "guests",
            (("guest_id", "member_no", "phone"),),
            (
                *("name", "sex", "age", "birthday", "registered_at", "first_visit", "vip", "vip_manager"),
                *("unionid", "external_userid", "openid", "alipay_id"),
            ),
        ),
        Kind(
            "orders",
            (("order_id",), ("paid_yuan", "paid_fen"), ("closed_at", "opened_at")),
            (
                *("guest_id", "guest_name", "phone", "party_size", "table", "table_id"),
                *("list_yuan", "list_fen", "status", "staff_id"),
            ),
        ),
        Kind(
            "items",
            (("order_id",), ("dish_name",)),
            (
                *("item_id", "guest_id", "dish_id", "quantity", "ordered_at"),
                *("price_yuan", "price_fen", "amount_yuan", "amount_fen"),
            ),
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Options:
    """How the cells of one kind of export are meant."""

    missing: frozenset[str] = frozenset({""})
    timezone: ZoneInfo = field(default_factory=lambda: ZoneInfo(SHANGHAI))
    settled: frozenset[str] | None = None
    """States of an order that count; None: every order does."""
    datum: str = ""


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """A map for one kind: our field → their column (empty: the same names), and the options."""

    columns: Mapping[str, str] = field(default_factory=dict)
    options: Options = field(default_factory=Options)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where in a file's rows our fields stand. `absent` are columns the map names and the file lacks."""

    places: Mapping[str, int]
    absent: tuple[str, ...] = ()


def read_map(path: Path, kind: str) -> ColumnMap:
    """Return what the map file `path` says about `kind`.

    Raises `Unreadable` for a file that is no TOML, lacks the kind, or names a field we do not have.
    """
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as wrong:
        raise Unreadable("map_missing", f"cannot read the map {path}: {wrong.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise Unreadable("map_toml", f"the map {path.name} is no TOML: {wrong}") from None
    return mapping_from(document, kind, path.name)


def mapping_from(document: Mapping[str, Any], kind: str, called: str = "the map") -> ColumnMap:
    """Return what a parsed map says about `kind`; raise `Unreadable` naming what is wrong."""
    table = document.get(kind)
    if not isinstance(table, dict):
        raise Unreadable("map_kind", f"{called} has no table [{kind}]", kind=kind)
    columns = {name: column for name, column in table.items() if name != "options"}
    for name, column in columns.items():
        if name not in KINDS[kind].fields:
            known = ", ".join(sorted(KINDS[kind].fields))
            raise Unreadable("map_field", f"{called} maps {name!r} in [{kind}], which is none of {known}", field=name)
        if not isinstance(column, str):
            raise Unreadable("map_column", f"{called} maps {name!r} in [{kind}] to no column's name", field=name)
    return ColumnMap(columns, _options(table.get("options", {}), f"{called} [{kind}.options]"))


def _options(table: object, called: str) -> Options:
    if not isinstance(table, dict):
        raise Unreadable("map_options", f"{called} is no table")
    unknown = table.keys() - {"missing", "timezone", "settled", "datum"}
    if unknown:
        raise Unreadable("map_options", f"{called} has an unknown key {sorted(unknown)[0]!r}")
    try:
        zone = ZoneInfo(table.get("timezone", SHANGHAI))
    except (ZoneInfoNotFoundError, ValueError, TypeError):
        raise Unreadable("map_timezone", f"{called} names no timezone: {table['timezone']!r}") from None
    return Options(
        missing=_texts(table.get("missing", []), f"missing in {called}") | {""},
        timezone=zone,
        settled=_texts(table["settled"], f"settled in {called}") if "settled" in table else None,
        datum=str(table.get("datum", "")),
    )


def _texts(value: object, called: str) -> frozenset[str]:
    if not isinstance(value, list):
        raise Unreadable("map_options", f"{called} must be a list of texts")
    return frozenset(str(text) for text in value)


def lay_out(mapping: ColumnMap, kind: str, header: Sequence[str], called: str) -> Layout:
    """Return where our fields stand under `header`; columns are found whatever their case.

    Raises `Unreadable` where a field that `kind` needs has no column.
    """
    there: dict[str, int] = {}
    for place, name in enumerate(header):
        there.setdefault(name.strip().casefold(), place)
    wanted = mapping.columns or {name: name for name in KINDS[kind].fields}
    places = {name: there[column.casefold()] for name, column in wanted.items() if column.casefold() in there}
    for group in KINDS[kind].needs:
        if not any(name in places for name in group):
            column = next((wanted[name] for name in group if name in wanted), group[0])
            shown = ", ".join(header)[:200]
            raise Unreadable("file_column", f"{called} has no column {column!r} (its columns: {shown})", column=column)
    _add_table_id(places, wanted, there)
    absent = tuple(column for name, column in mapping.columns.items() if name not in places)
    return Layout(places, absent)


def _add_table_id(places: dict[str, int], wanted: Mapping[str, str], there: Mapping[str, int]) -> None:
    """Find the id beside a table's name (`X_id` beside `X_name`), to warn of ids that stand for several tables."""
    named = wanted.get("table", "").casefold()
    beside = f"{named.removesuffix('_name')}_id"
    if "table" in places and "table_id" not in wanted and named.endswith("_name") and beside in there:
        places["table_id"] = there[beside]
