"""Importing guests: the file's ids are our ids, and what it says of a guest beats what an order said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import and_, delete

from app.domain.guests import Identity
from app.domain.ids import new_id
from app.domain.names import clean_text, normalise_phone
from app.hq.feed import insert_for
from app.hq.tables import guest_aliases, guests, identities
from app.hq.work.disputes import show_about
from app.hq.work.profiles import refresh

from .batch import Batch, canonical_ids, content_hash, lookup, unheld, upsert
from .cells import Row, day
from .claims import claim, close_shared
from .places import need
from .reconciling import Verdict, phone_owners, reconcile, waiting_for
from .report import ImportReport

_OTHERS = ("unionid", "external_userid", "openid", "alipay_id")
_SEXES = {"男": "男", "女": "女", "m": "男", "f": "女", "male": "男", "female": "女", "先生": "男", "女士": "女"}


@dataclass(frozen=True, slots=True)
class GuestRow:
    """One guest of a guest file. `guest_id` is empty where the file knows its guests by phone only."""

    guest_id: str
    name: str
    phone: str
    sex: str
    birthday: str
    registered_us: int | None
    vip: bool
    vip_manager: str
    identities: tuple[tuple[str, str], ...] = ()
    """(kind, value) of every identity but the phone."""

    @property
    def hashed(self) -> str:
        """The hash of what the file says."""
        return content_hash(*(getattr(self, name) for name in GuestRow.__slots__))


@dataclass(slots=True)
class _Held:
    """A guest as it stands in the database, or will at the end of this batch."""

    name: str = ""
    phone: str = ""
    origin: str = ""
    row_hash: str = ""
    values: dict[str, object] = field(default_factory=dict)


class GuestImporter:
    """Writes guests and their identities, and makes their cards anew."""

    def __init__(self) -> None:
        """Begin with nothing seen."""
        self._phones_unread = 0

    def read(self, row: Row) -> GuestRow:
        """Return the guest a record describes."""
        phone = normalise_phone(row.text("phone"))
        self._phones_unread += bool(row.text("phone")) and not phone
        member_no = clean_text(row.text("member_no"))
        guest_id = clean_text(row.text("guest_id")) or member_no
        if not guest_id and not phone:
            need(row, "guest_id")
        identity = Identity(member_no=member_no or guest_id, **{kind: row.text(kind) for kind in _OTHERS})
        born = day(row.text("birthday")) if row.text("birthday") else None
        sex = clean_text(row.text("sex"))
        return GuestRow(
            guest_id=guest_id,
            name=row.called("name"),
            phone=phone,
            sex=_SEXES.get(sex.casefold(), sex),
            birthday=born.isoformat() if born else "",
            registered_us=row.us("registered_at"),
            vip=row.flag("vip"),
            vip_manager=clean_text(row.text("vip_manager")),
            identities=tuple((str(kind), value) for kind, value in identity.pairs()),
        )

    def write(self, batch: Batch, rows: Sequence[GuestRow]) -> None:
        """Write guests, claim their identities, look again at the bills that name them, refresh the cards."""
        named = _name(batch, rows)
        held = _held(batch, (row.guest_id for row in named))
        listed = {guest_id for guest_id, guest in held.items() if guest.row_hash}
        changed = _take_over(batch, named, held)
        _save(batch, {guest_id: held[guest_id] for guest_id in changed})
        released = _release(batch, [guest_id for guest_id in changed if guest_id not in listed], held)
        claimed = claim(batch, named)
        batch.counts.flagged += claimed.rows
        outcome = reconcile(batch, changed | claimed.displaced | waiting_for(batch, released | claimed.phones))
        batch.counts.repaired += sum(verdict is Verdict.REPAIRED for verdict in outcome.verdicts.values())
        everybody = {row.guest_id for row in named}
        settled = close_shared(batch, everybody | claimed.displaced)
        touched = changed | claimed.displaced | claimed.flagged | settled | outcome.guests
        touched |= unheld(batch.connection, batch.store_id, everybody)
        refresh(batch.connection, sorted(touched), policy=batch.policy, now=batch.now, stores=[batch.store_id])
        show_about(batch.connection, touched)

    def finish(self, report: ImportReport) -> None:
        """Warn of phones that could not be read: their guests are in, without them."""
        if self._phones_unread:
            report.warn(f"{self._phones_unread} phones could not be read; their guests are kept without them")


def _name(batch: Batch, rows: Sequence[GuestRow]) -> list[GuestRow]:
    """Return the rows with the ids that we know their guests by.

    A guest whom an event or a desk has made meanwhile, nameless or of the same name, with the phone that the file
    gives to an id we do not know, is that guest: the file's id becomes another name for it.
    """
    aliases = canonical_ids(batch.connection, (row.guest_id for row in rows if row.guest_id))
    named = [replace(row, guest_id=aliases.get(row.guest_id, row.guest_id)) for row in rows]
    columns = (guests.c.guest_id,)
    found = lookup(batch.connection, columns, guests.c.guest_id, (row.guest_id for row in named))
    known = {row.guest_id for row in found}
    owners = phone_owners(batch, (row.phone for row in named if row.phone and row.guest_id not in known))
    met = _held(batch, owners.values())
    fresh: list[Mapping[str, object]] = []
    for place, row in enumerate(named):
        owner = owners.get(row.phone)
        if row.guest_id in known or (owner is None and row.guest_id):
            continue
        if owner is None:
            owner = owners[row.phone] = new_id(batch.now)
        elif row.guest_id:
            guest = met.get(owner)
            if (
                guest is None
                or guest.row_hash
                or guest.origin not in ("event", "desk")
                or guest.name not in ("", row.name)
            ):
                continue
            fresh.append({"alias": row.guest_id, "guest_id": owner, "since_us": batch.now_us})
        named[place] = replace(row, guest_id=owner)
    if fresh:
        batch.connection.execute(insert_for(batch.connection, guest_aliases).on_conflict_do_nothing(), fresh)
    return named


def _held(batch: Batch, guest_ids: Iterable[str]) -> dict[str, _Held]:
    columns = (guests.c.guest_id, guests.c.name, guests.c.phone, guests.c.origin, guests.c.row_hash)
    return {
        row.guest_id: _Held(row.name, row.phone, row.origin, row.row_hash)
        for row in lookup(batch.connection, columns, guests.c.guest_id, guest_ids)
    }


def _take_over(batch: Batch, rows: Sequence[GuestRow], held: dict[str, _Held]) -> set[str]:
    """Bring what the rows say into `held`; return the guests that are new or different."""
    changed: set[str] = set()
    for row in rows:
        guest = held.get(row.guest_id)
        if not batch.compare(None if guest is None else guest.row_hash, row.hashed):
            continue
        if guest is None:
            guest = held[row.guest_id] = _Held(origin="import")
        guest.name = row.name or guest.name
        guest.phone = row.phone or guest.phone
        guest.row_hash = row.hashed
        guest.values = {
            "sex": row.sex,
            "birthday": row.birthday,
            "registered_us": row.registered_us,
            "vip": row.vip,
            "vip_manager": row.vip_manager,
        }
        changed.add(row.guest_id)
    return changed


def _save(batch: Batch, changed: Mapping[str, _Held]) -> None:
    values = [
        {
            "guest_id": guest_id,
            "name": guest.name,
            "phone": guest.phone,
            "origin": guest.origin,
            "created_us": batch.now_us,
            "row_hash": guest.row_hash,
            **guest.values,
        }
        for guest_id, guest in changed.items()
    ]
    upsert(batch.connection, guests, values, keep=("created_us", "origin"))


def _release(batch: Batch, guest_ids: Sequence[str], held: Mapping[str, _Held]) -> set[str]:
    """Let go of the phones that only orders gave to guests whom the file now names; return those phones."""
    columns = (identities.c.value, identities.c.guest_id)
    by_orders = and_(identities.c.kind == "phone", identities.c.origin == "order")
    rows = lookup(batch.connection, columns, identities.c.guest_id, guest_ids, by_orders)
    released = {row.value for row in rows if row.value != held[row.guest_id].phone}
    for phone in released:
        batch.connection.execute(delete(identities).where(by_orders, identities.c.value == phone))
    return released
