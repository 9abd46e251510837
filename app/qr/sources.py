"""Where the chain's codes come from: HQ's database, or what a desk holds on its disk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.faults import Fault, Unavailable, Unknown
from app.domain.natural import natural
from app.domain.printed import CodeCard, PrintedKind, Validity

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from app.localdb.printed import Printed

_AT_ONCE = 50
"""Stores a transaction makes missing codes for: HQ's own work goes on between two of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreCodes:
    """A store, how its chain looks on paper ("" where the policy says nothing), its codes that may go on paper, and
    those that lead nowhere any more."""

    store_id: str
    name: str
    brand: str = ""
    accent: str = ""
    codes: tuple[CodeCard, ...] = ()
    dead: tuple[CodeCard, ...] = ()

    def of(self, kind: PrintedKind, names: Sequence[str] = ()) -> list[CodeCard]:
        """Return the code of each thing of a kind, in the order of `names`, else as people count: of several the one
        without a channel (the others are pools of their own), then the newest.

        Raises `Unknown("code_missing")` where the store has none, or not for each of `names`.
        """
        main: dict[str, CodeCard] = {}
        for card in sorted(self.codes, key=_main_first):
            if card.kind is kind:
                main.setdefault(card.about, card)
        dead = {name for card in self.dead if card.kind is kind for name in (card.title, card.about)}
        if not main:
            why = f": {_DEAD}" if dead else _BROUGHT.get(kind, "")
            raise self._missing(kind, f"store {self.store_id} has no {_CALLED[kind]}{why}")
        if not names:
            return sorted(main.values(), key=lambda card: natural(card.title or card.about))
        called = {name: card for card in main.values() for name in (card.title, card.about)}
        for name in names:
            if name not in called:
                known = ", ".join(sorted((card.title or card.about for card in main.values()), key=natural)[:20])
                why = f": {_DEAD}" if name in dead else f"; there are {known}"
                raise self._missing(kind, f"store {self.store_id} has no {_CALLED[kind]} called {name!r}{why}")
        return [called[name] for name in names]

    def _missing(self, kind: PrintedKind, said: str) -> Unknown:
        return Unknown("code_missing", said, store_id=self.store_id, kind=kind.value)


def _main_first(card: CodeCard) -> tuple[bool, float, str]:
    return card.channel != "", 0.0 if card.made_at is None else -card.made_at.timestamp(), card.code


_DEAD = "what it had is retired or past its date (`yingbin hq code list --all` shows it)"
_CALLED = {
    PrintedKind.GROUP: "code for its group",
    PrintedKind.VIP: "code for its VIP group",
    PrintedKind.MANAGER: "code for its manager",
    PrintedKind.STAFF: "code for staff",
    PrintedKind.TABLE: "code for tables",
    PrintedKind.CAMPAIGN: "code for a campaign",
}
_BROUGHT = {
    PrintedKind.STAFF: ": `yingbin hq import staff` brings them",
    PrintedKind.TABLE: ": `yingbin hq import tables` brings them",
}


class HeadOffice:
    """HQ's database, brought to the newest schema; codes that a store lacks are made. Use it as a context."""

    def __init__(self, url: str) -> None:
        from app.hq.database import migrate, open_engine

        self._engine: Engine = open_engine(url)
        migrate(self._engine)

    def __enter__(self) -> HeadOffice:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let the connections go."""
        self._engine.dispose()

    def store_ids(self) -> list[str]:
        """Return every store's id, as people count."""
        from sqlalchemy import select

        from app.hq.database import database_faults
        from app.hq.tables import stores

        with database_faults(), self._engine.connect() as connection:
            return sorted(connection.execute(select(stores.c.store_id)).scalars(), key=natural)

    def stores(self, store_ids: Sequence[str]) -> Iterator[StoreCodes]:
        """Yield these stores in order; raise `Unknown("store_unknown")` for one that HQ does not know."""
        from app.hq.commands.options import stores_there
        from app.hq.database import database_faults, write
        from app.hq.work.printed import ensure_codes

        for start in range(0, len(store_ids), _AT_ONCE):
            part = store_ids[start : start + _AT_ONCE]
            with database_faults(), write(self._engine) as connection:
                ensure_codes(connection, part)
                found = _of_hq(connection, part)
                strange = next((store_id for store_id in part if store_id not in found), None)
                there = "" if strange is None else stores_there(connection, strange)
            for store_id in part:
                if store_id not in found:
                    raise Unknown("store_unknown", f"HQ knows no store {store_id!r}; {there}", store_id=store_id)
                yield found[store_id]


def _may_hang(card: CodeCard, now: datetime) -> bool:
    """Whether a code may go on paper: it leads somewhere, now or from a day that is to come."""
    return card.validity(now) in (Validity.GOOD, Validity.NOT_YET)


def _of_hq(connection: Connection, store_ids: Sequence[str]) -> dict[str, StoreCodes]:
    from sqlalchemy import select

    from app.hq.policies import current_policy
    from app.hq.tables import printed_codes, stores
    from app.hq.work.printed import card_of_row, public_url

    policy, address, now = current_policy(connection), public_url(connection), datetime.now(UTC)
    codes: dict[str, list[CodeCard]] = {}
    dead: dict[str, list[CodeCard]] = {}
    for row in connection.execute(select(printed_codes).where(printed_codes.c.store_id.in_(store_ids))):
        card = card_of_row(row, address)
        (codes if _may_hang(card, now) else dead).setdefault(card.store_id, []).append(card)
    rows = connection.execute(select(stores.c.store_id, stores.c.name).where(stores.c.store_id.in_(store_ids)))
    return {
        row.store_id: StoreCodes(
            store_id=row.store_id,
            name=row.name or row.store_id,
            brand=policy.brand,
            accent=policy.accent,
            codes=tuple(codes.get(row.store_id, ())),
            dead=tuple(dead.get(row.store_id, ())),
        )
        for row in rows
    }


def of_desk(data: Path, store_id: str) -> StoreCodes:
    """Return what the desk in folder `data` holds of its store.

    Raises `Unknown("store_unknown")` where the desk stands in another one, `Unknown("no_desk")` where there is no desk.
    """
    held = _held(data)
    if held.store is None or held.store.store_id != store_id:
        where = f"stands in {held.store.store_id}" if held.store is not None else "has heard nothing of HQ yet"
        raise Unknown("store_unknown", f"the desk in {data} {where}, not in {store_id}", store_id=store_id)
    now = datetime.now(UTC)
    own = [card for card in held.codes if card.store_id == store_id]
    return StoreCodes(
        store_id=store_id,
        name=held.store.name,
        brand=held.store.brand,
        accent=held.store.accent,
        codes=tuple(card for card in own if _may_hang(card, now)),
        dead=tuple(card for card in own if not _may_hang(card, now)),
    )


def _held(data: Path) -> Printed:
    import sqlite3

    from app.localdb import printed
    from app.localdb.reader import open_reader

    try:
        db = open_reader(data)
        try:
            db.execute("begin")  # one moment of the database for the whole answer
            return printed.read(db)
        finally:
            db.connection.close()
    except sqlite3.Error as wrong:
        raise Fault("localdb_unreadable", f"the desk's data in {data} cannot be read: {wrong}") from wrong


def find_store(store_id: str, database: str | None, data: Path | None) -> StoreCodes:
    """Return a store from the desk in `data`, else from HQ's `database`, whichever was named; else from this machine's
    desk, and where that stands in another store from this machine's HQ.

    `data` comes first: the database may only be named by the environment.
    """
    if data is not None:
        return of_desk(data, store_id)
    if not database:
        from app.desk.places import data_folder

        try:
            return of_desk(data_folder(), store_id)
        except Fault:
            pass  # no desk here, or another store's
    with head_office(database) as office:
        return next(office.stores([store_id]))


def head_office(database: str | None) -> HeadOffice:
    """Return HQ's database; raise `Unavailable("no_codes")` where there is none: reading makes no new one."""
    from app.hq.settings import default_database

    url = database or default_database()
    file = _file_of(url)
    if file is not None and not file.is_file():
        raise Unavailable(
            "no_codes",
            f"there is no database {file}"
            if database
            else "there is no HQ database and no desk of that store on this machine: say --database URL or --data DIR",
        )
    return HeadOffice(url)


def _file_of(url: str) -> Path | None:
    """Return the file of an SQLite database; None for one on a server, and for what is no URL (said later)."""
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        target = make_url(url)
    except ArgumentError:
        return None
    return Path(target.database) if target.get_backend_name() == "sqlite" and target.database else None
