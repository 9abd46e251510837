"""`hq guest …` and `hq conflicts …`: who is who, decided at head office, where no store's manager is asked.

Exit codes: 0 done, 1 refused or failed (with the reason), 2 wrong usage.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy import Connection, select

from app.domain.commands import ReopenConflict, SettleConflict
from app.domain.conflicts import ConflictCard, Decision
from app.domain.days import SHANGHAI, business_day
from app.domain.ids import new_id
from app.domain.replay import Deed
from app.hq.clock import parse_clock
from app.hq.database import write
from app.hq.policies import current_policy
from app.hq.tables import conflicts as conflict_rows
from app.hq.work.disputes import cards_of
from app.hq.work.merging import merge as merge_guests
from app.hq.work.occasion import Occasion
from app.hq.work.receipts import Done
from app.hq.work.settling import reopen as reopen_conflict
from app.hq.work.settling import settle as settle_conflict
from app.hq.work.settling import undo_merge
from app.wire.codec import encode

from .options import BY_WHOM, CLOCK, DATABASE, JSON, STORE, known_store, opened

_PAGE = 400


@contextmanager
def _deciding(database: str, clock: str, by: str) -> Iterator[tuple[Connection, Deed, Occasion]]:
    """Give a write transaction, who decides when, and under which rules."""
    now = parse_clock(clock).now()
    with opened(database) as engine, write(engine) as connection:
        occasion = Occasion(policy=current_policy(connection), now=now)
        yield connection, Deed(at=now, day=business_day(now, SHANGHAI), author=by, store_id=""), occasion


@click.group("guest", short_help="Merge two guests who are one person, and take it back.")
def guest() -> None:
    """Guests: merged and unmerged."""


@guest.command()
@click.argument("kept")
@click.argument("gone")
@click.option("--reason", default="", metavar="TEXT", help="Why; it is written down.")
@BY_WHOM
@DATABASE
@CLOCK
def merge(kept: str, gone: str, reason: str, by: str, database: str, clock: str) -> None:
    """GONE goes by KEPT from now on. Prints the merge's id, which undoes it."""
    with _deciding(database, clock, by) as (connection, deed, occasion):
        merge_id = new_id(deed.at)
        merge_guests(connection, merge_id, kept, gone, reason, deed, occasion)
    click.echo(merge_id)


@guest.command()
@click.argument("merge_id")
@BY_WHOM
@DATABASE
@CLOCK
def unmerge(merge_id: str, by: str, database: str, clock: str) -> None:
    """Take the merge MERGE_ID back: both guests are as they were."""
    with _deciding(database, clock, by) as (connection, deed, occasion):
        done = undo_merge(connection, merge_id, deed, occasion)
    click.echo(_said(done))


@click.group("conflicts", short_help="Where two facts disagree about a guest: list, settle, reopen.")
def conflicts() -> None:
    """The queue of disagreements about who is who."""


@conflicts.command("list")
@STORE
@click.option("--all", "everything", is_flag=True, help="The settled ones too.")
@JSON
@DATABASE
def list_conflicts(store: str | None, everything: bool, as_json: bool, database: str) -> None:
    """Print the open conflicts, the oldest first."""
    with opened(database) as engine, engine.connect() as connection:
        found = _conflicts(connection, store, everything)
    if as_json:
        click.echo(encode({"conflicts": found}).decode())
        return
    for card in found:
        sides = f"{card.left_guest} {card.left_name} | {card.right_guest or '-'} {card.right_name}"
        what = ", ".join(f"{key} {value}" for key, value in sorted(card.evidence.items()))
        state = "open" if card.is_open else f"{card.decision} by {card.settled_by}"
        click.echo(f"{card.conflict_id}  {card.store_id}  {card.kind}  {sides}  ({what})  {state}")
    click.echo(f"{len(found)} conflicts", err=True)


def _conflicts(connection: Connection, store: str | None, everything: bool) -> list[ConflictCard]:
    wanted = conflict_rows.c.state.in_(["open", "settled"] if everything else ["open"])
    query = select(conflict_rows.c.conflict_id).where(wanted)
    if store is not None:
        query = query.where(conflict_rows.c.store_id == known_store(connection, store))
    order = (conflict_rows.c.found_us, conflict_rows.c.conflict_id)
    ids = connection.execute(query.order_by(*order)).scalars().all()
    found: dict[str, ConflictCard] = {}
    for start in range(0, len(ids), _PAGE):
        found |= cards_of(connection, ids[start : start + _PAGE])
    return [found[name] for name in ids]


@conflicts.command()
@click.argument("conflict_id")
@click.argument("decision", type=click.Choice([one.value for one in Decision]))
@click.option(
    "--keep", default="", metavar="GUEST", help="Who stays where both are one person; the left one if not said."
)
@click.option("--note", default="", metavar="TEXT", help="Why; it is shown with the conflict.")
@BY_WHOM
@DATABASE
@CLOCK
def settle(conflict_id: str, decision: str, keep: str, note: str, by: str, database: str, clock: str) -> None:
    """Settle CONFLICT_ID: one person (same), or two, and the left or the right one gets what is disputed."""
    with _deciding(database, clock, by) as (connection, deed, occasion):
        key = new_id(deed.at)
        said = SettleConflict(conflict_id=conflict_id, decision=Decision(decision), merge_id=key, keep=keep, note=note)
        done = settle_conflict(connection, said, key, deed, occasion)
    click.echo(_said(done))


@conflicts.command()
@click.argument("conflict_id")
@BY_WHOM
@DATABASE
@CLOCK
def reopen(conflict_id: str, by: str, database: str, clock: str) -> None:
    """Open CONFLICT_ID again, with everything that settling it moved back where it was."""
    with _deciding(database, clock, by) as (connection, deed, occasion):
        done = reopen_conflict(connection, ReopenConflict(conflict_id=conflict_id), deed, occasion)
    click.echo(_said(done))


def _said(done: Done) -> str:
    changed = sorted({name for kind, name in done.touched if kind == "guest"})
    return f"done; guests: {', '.join(changed) or 'none'}"
