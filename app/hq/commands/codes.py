"""`hq code …`: printed codes at head office, where no store's manager is asked.

Exit codes: 0 done, 1 refused or failed (with the reason), 2 wrong usage. Messages go to stderr.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

import click
from sqlalchemy import Connection, Engine, select

from app.domain.faults import Refused, Unknown
from app.domain.ids import new_id
from app.domain.printed import CodeCard, PrintedKind, Scope, new_code
from app.domain.prints import dead_from
from app.hq.clock import parse_clock
from app.hq.database import write
from app.hq.feed import lock_stores
from app.hq.tables import printed_codes, staff, store_tables, stores
from app.hq.work.address import set_address, told, warning_of
from app.hq.work.code_changes import Change, broken_by, retire, write_code
from app.hq.work.printed import TITLES, card_of_row, ensure_codes, public_url, show, show_stores, show_wide
from app.wire.codec import encode

from .codes_lookup import breaks, find, found, line_of, log
from .funnel import funnel
from .options import BY, CLOCK, DATABASE, JSON, MOMENT, STORE, known_store, moment, names_there, opened, together

AT_ONCE = 200
"""Stores all of whose codes are shown in one transaction: the counter goes on being served in between."""

FEEDS_AT_ONCE = 1000
"""Stores whose feeds one code is put into in one transaction."""

_changeable = together(
    click.option("--title", metavar="TEXT", help="What staff call it."),
    click.option("--channel", metavar="NAME", help="The pool or campaign its scans are counted under."),
    click.option("--target", metavar="URL", help='https address it leads to; "": the store\'s group.'),
    click.option("--template", metavar="NAME", help="What it is usually printed with."),
    click.option("--valid-from", metavar=MOMENT, help='Leads nowhere before it; "": always.'),
    click.option("--valid-until", metavar=MOMENT, help='Leads nowhere from it on; "": for ever.'),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What the options say of a code; None: nothing."""

    title: str | None
    channel: str | None
    target: str | None
    template: str | None
    valid_from: str | None
    valid_until: str | None

    def over(self, card: CodeCard) -> CodeCard:
        """Return the code with what was said of it."""
        return replace(
            card,
            title=card.title if self.title is None else self.title,
            channel=card.channel if self.channel is None else self.channel,
            target_url=card.target_url if self.target is None else self.target,
            template=card.template if self.template is None else self.template,
            valid_from=card.valid_from if self.valid_from is None else moment(self.valid_from, "--valid-from"),
            valid_until=card.valid_until if self.valid_until is None else moment(self.valid_until, "--valid-until"),
        )


@click.group("code", short_help="Printed codes: add, list, set, retire, find; the address of their links.")
def code() -> None:
    """Stable printed links: what they lead to may change at any time, the link never."""


@code.command()
@click.option("--kind", required=True, type=click.Choice([kind.value for kind in PrintedKind]))
@click.option("--scope", required=True, metavar="chain|store:ID|region:CITY", help="Whom it speaks for.")
@click.option("--about", default="", metavar="TEXT", help="The table's name, or the staff_id.")
@_changeable
@BY
@DATABASE
@CLOCK
@JSON
def add(
    kind: str, scope: str, about: str, by: str, database: str, clock: str, as_json: bool, **said: str | None
) -> None:
    """Make a code and print its link."""
    now = parse_clock(clock).now()
    with opened(database) as engine:
        with write(engine) as connection:
            card = _placed(connection, PrintedKind(kind), scope.strip(), about.strip())
            card = write_code(connection, _Said(**said).over(card), _change(by, now, card.store_id))
            address = public_url(connection)
        _spread(engine, card)
    _warn(address)
    click.echo(encode({"code": card.code, "link": card.link}).decode() if as_json else card.link)


def _placed(connection: Connection, kind: PrintedKind, scope: str, about: str) -> CodeCard:
    """Return a new code of this kind and scope; raise the `Refused` that says why there can be none."""
    what, _, name = scope.partition(":")
    name = name.strip()
    if what not in set(Scope) or (what == Scope.CHAIN) != (not name):
        raise click.UsageError("--scope is chain, store:ID or region:CITY")
    base = CodeCard(code=new_code(), kind=kind, scope=Scope(what), about=about)
    if base.scope is Scope.STORE:
        return replace(base, store_id=known_store(connection, name), title=_title(connection, kind, name, about))
    if kind in (PrintedKind.TABLE, PrintedKind.STAFF, PrintedKind.MANAGER):
        raise Refused("printed_scope", f"a code of kind {kind} is a store's: --scope store:ID")
    if base.scope is Scope.REGION:
        cities = connection.execute(select(stores.c.city).where(stores.c.city != "").distinct().order_by(stores.c.city))
        known = list(cities.scalars())
        if name not in known:
            said = f"no store is in a city called {name!r}, and nothing was done; {names_there(name, known)}"
            raise Unknown("city_unknown", said, city=name)
        base = replace(base, region=name)
    return replace(base, title=TITLES.get(kind, about))


def _title(connection: Connection, kind: PrintedKind, store_id: str, about: str) -> str:
    if kind is PrintedKind.TABLE:
        found = select(store_tables.c.name).where(store_tables.c.store_id == store_id, store_tables.c.name == about)
    elif kind is PrintedKind.STAFF:
        found = select(staff.c.name).where(staff.c.store_id == store_id, staff.c.staff_id == about)
    else:
        return TITLES.get(kind, about)
    title = connection.execute(found).scalar()
    if title is None:
        raise Unknown("about_unknown", f"store {store_id} has no {kind} called {about!r}; say which with --about")
    return str(title)


@code.command("list")
@STORE
@click.option("--kind", type=click.Choice([kind.value for kind in PrintedKind]), help="Only of this kind.")
@click.option("--all", "everything", is_flag=True, help="The retired ones too.")
@DATABASE
@JSON
def list_codes(store: str | None, kind: str | None, everything: bool, database: str, as_json: bool) -> None:
    """Print the codes, by store and kind."""
    query = select(printed_codes).order_by(
        printed_codes.c.store_id, printed_codes.c.kind, printed_codes.c.about, printed_codes.c.made_us
    )
    if store is not None:
        query = query.where(printed_codes.c.store_id == store)
    if kind:
        query = query.where(printed_codes.c.kind == kind)
    if not everything:
        query = query.where(printed_codes.c.retired_us.is_(None))
    with opened(database) as engine:
        if store is not None:
            with write(engine) as connection:
                ensure_codes(connection, [known_store(connection, store)])
        with engine.connect() as connection:
            address = public_url(connection)
            cards = [card_of_row(row, address) for row in connection.execute(query)]
    if as_json:
        click.echo(encode({"codes": cards}).decode())
        return
    for card in cards:
        click.echo(line_of(card))
    click.echo(f"{len(cards)} codes", err=True)
    _warn(address)


_ANYWAY = click.option("--anyway", is_flag=True, help="Also where paper with it hangs.")


@code.command("set")
@click.argument("code_text", metavar="CODE")
@_changeable
@_ANYWAY
@BY
@DATABASE
@CLOCK
@JSON
def set_code(
    code_text: str, anyway: bool, by: str, database: str, clock: str, as_json: bool, **said: str | None
) -> None:
    """Change what CODE (or its link) leads to, and what it is called; never what it is. Dates by which it leads nowhere
    at once are refused where paper hangs, unless --anyway is said."""
    now = parse_clock(clock).now()
    with opened(database) as engine:
        with write(engine) as connection:
            held = found(connection, code_text)
            wanted = _Said(**said).over(held)
            dead = dead_from(held, wanted, now)
            if dead is not None and not anyway:
                _check_paper(connection, held, dead if dead > now else None)
            card = write_code(connection, wanted, _change(by, now, held.store_id))
        _spread(engine, card)
    click.echo(encode(card).decode() if as_json else line_of(card))


@code.command("retire")
@click.argument("code_text", metavar="CODE")
@_ANYWAY
@click.option("--restore", is_flag=True, help="Take it into use again.")
@BY
@DATABASE
@CLOCK
@JSON
def retire_code(code_text: str, anyway: bool, restore: bool, by: str, database: str, clock: str, as_json: bool) -> None:
    """Let CODE lead nowhere any more. Where paper hangs it is refused, unless --anyway is said."""
    now = parse_clock(clock).now()
    with opened(database) as engine:
        with write(engine) as connection:
            held = found(connection, code_text)
            if not restore and not anyway and held.retired_at is None:
                _check_paper(connection, held)
            card = retire(connection, held, _change(by, now, held.store_id), restored=restore)
        _spread(engine, card)
    click.echo(encode(card).decode() if as_json else line_of(card))


def _check_paper(connection: Connection, held: CodeCard, at: datetime | None = None) -> None:
    """Raise `Refused("breaks_print")` where paper with the code hangs; `at`: only say that it is dead from then on."""
    broken = broken_by(connection, [held.code])
    if broken and at is not None:
        click.echo(f"warning: {told(broken)} will lead nowhere from {at.astimezone():%Y-%m-%d %H:%M} on", err=True)
    elif broken:
        said = f"{told(broken)} would lead nowhere: take them down, or say --anyway"
        raise Refused("breaks_print", said, pieces=broken.pieces)


@code.command()
@click.argument("url", required=False)
@click.option("--anyway", is_flag=True, help="Also where paper with another address hangs.")
@BY
@DATABASE
@JSON
def address(url: str | None, anyway: bool, by: str, database: str, as_json: bool) -> None:
    """Print the address that printed links begin with, or set it to URL."""
    with opened(database) as engine:
        if url is None:
            with engine.connect() as connection:
                held = public_url(connection)
        else:
            with write(engine) as connection:
                held = set_address(connection, url, _change(by, parse_clock("").now(), ""), anyway=anyway)
            _show_all(engine)
    _warn(held)
    click.echo(encode({"address": held}).decode() if as_json else held)


def _warn(url: str) -> None:
    """Say on stderr what is wrong with an address that links for paper begin with."""
    said = warning_of(url)
    if said:
        click.echo(f"warning: {said}", err=True)


def _change(by: str, now: datetime, store_id: str) -> Change:
    return Change(key=new_id(now), by=by, at=now, store_id=store_id)


def _spread(engine: Engine, card: CodeCard) -> None:
    """Show a code of a region or of the chain to the desks that do not hold it yet."""
    if card.scope is Scope.STORE:
        return
    for part in _parts(engine, FEEDS_AT_ONCE):
        with write(engine) as connection:
            show(connection, [card], cities=lock_stores(connection, part))


def _show_all(engine: Engine) -> None:
    """Show every code anew: its link begins otherwise."""
    for part in _parts(engine, AT_ONCE):
        with write(engine) as connection:
            show_stores(connection, part)
    for part in _parts(engine, FEEDS_AT_ONCE):
        with write(engine) as connection:
            show_wide(connection, part)


def _parts(engine: Engine, size: int) -> Iterator[list[str]]:
    with engine.connect() as connection:
        known = sorted(connection.execute(select(stores.c.store_id)).scalars())
    return (known[start : start + size] for start in range(0, len(known), size))


for _command in (breaks, find, funnel, log):
    code.add_command(_command)
