"""Printed codes, groups, the print register and the funnels, as staff see them: HQ's cards with what this desk has
done about them laid over. What HQ refused is not laid over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TypeVar

from app.domain.commands import Command, KeepCode, KeepGroup, MarkLost, RecordPrint, RetireCode
from app.domain.days import business_day
from app.domain.faults import Fault
from app.domain.funnel import FunnelCard
from app.domain.groups import USUAL, GroupCard, GroupRule
from app.domain.paper import keep_code, keep_group, lose, record_print, retire_code
from app.domain.printed import CodeCard
from app.domain.prints import PrintCard
from app.domain.replay import Deed
from app.domain.tables import StaffCard, StoreCard, TableCard

from . import cards, outbox, overlay
from .database import Database
from .outbox import OutboxRow

KINDS = frozenset({"code", "group", "print", "funnel"})
"""The kinds of cards about paper."""

COMMANDS = (KeepCode, RetireCode, KeepGroup, RecordPrint, MarkLost)
"""What staff do about them."""

_ROWS = ("code.keep", "code.retire", "group.keep", "print.record", "print.lost")


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """Everything about paper that the desk holds. `sending`: ids of codes, groups and print jobs with something done
    here that HQ has not confirmed. `store` is None on a desk that has heard nothing of HQ yet."""

    codes: tuple[CodeCard, ...] = ()
    groups: tuple[GroupCard, ...] = ()
    prints: tuple[PrintCard, ...] = ()
    funnels: dict[str, FunnelCard]
    store: StoreCard | None = None
    tables: tuple[TableCard, ...] = ()
    staff: tuple[StaffCard, ...] = ()
    sending: frozenset[str] = frozenset()

    @property
    def rule(self) -> GroupRule:
        """What the chain's policy says about groups."""
        return self.store.groups if self.store is not None else USUAL


class Paper:
    """The cards by id, changed by one command after another. `address`: what links begin with, "" where unknown."""

    def __init__(
        self,
        codes: dict[str, CodeCard],
        groups: dict[str, GroupCard],
        prints: dict[str, PrintCard],
        rule: GroupRule,
        address: str = "",
    ) -> None:
        self.codes, self.groups, self.prints = codes, groups, prints
        self._rule, self._address = rule, address

    def apply(self, command: Command, deed: Deed) -> bool:
        """Do `command`; return whether that changed anything. Raises the `Fault` that says why it cannot be."""
        match command:
            case KeepCode(code=code):
                return _put(self.codes, code, keep_code(command, self.codes.get(code), deed, self._address))
            case RetireCode(code=code):
                return _put(self.codes, code, retire_code(command, self.codes.get(code), deed))
            case KeepGroup(group_id=group_id):
                after = keep_group(command, self.groups.get(group_id), deed, self._rule)
                return _put(self.groups, group_id, after)
            case RecordPrint(print_id=print_id):
                return _put(self.prints, print_id, record_print(command, self.prints.get(print_id), deed))
            case MarkLost(print_id=print_id):
                known = self.codes.get(command.code)
                owner = "" if known is None else known.store_id
                return _put(self.prints, print_id, lose(command, self.prints.get(print_id), deed, owner))
            case _:
                return False


C = TypeVar("C", CodeCard, GroupCard, PrintCard)


def _put(held: dict[str, C], card_id: str, card: C) -> bool:
    changed = held.get(card_id) != card
    held[card_id] = card
    return changed


def codes(db: Database) -> list[CodeCard]:
    """Return every printed code that this desk may print: of its store, its city and the chain; retired ones too."""
    return _codes(_seen(db))


def groups(db: Database) -> list[GroupCard]:
    """Return every group of the store, by kind and name; closed ones too."""
    return _groups(_seen(db))


def prints(db: Database) -> list[PrintCard]:
    """Return the print register, the newest job first."""
    return _prints(_seen(db))


def funnels(db: Database) -> dict[str, FunnelCard]:
    """Return how far those who scanned came, by code."""
    return cards.of_kind(db, "funnel", FunnelCard)


def read(db: Database) -> Printed:
    """Return all of it at one moment."""
    paper, rows = _seen(db), outbox.waiting_of(db, _ROWS)
    return Printed(
        codes=tuple(_codes(paper)),
        groups=tuple(_groups(paper)),
        prints=tuple(_prints(paper)),
        funnels=funnels(db),
        store=cards.store(db),
        tables=cards.tables(db),
        staff=cards.staff(db),
        sending=frozenset(subject_id(row) for row in rows),
    )


def paper(db: Database, command: Command) -> Paper:
    """Return the cards that `command` is about as staff see them, to do it to them: a store may have thousands."""
    ids = {getattr(command, name) for name in ("code", "group_id", "print_id") if hasattr(command, name)}
    return _seen(db, ids)


def kind_of_row(kind: str) -> str:
    """Return which kind of card a command is about ("code", "group", "print"), "" where it is about none of these."""
    return kind.partition(".")[0] if kind in _ROWS else ""


def kinds_of(rows: Iterable[OutboxRow]) -> frozenset[str]:
    """Return which kinds of cards these rows of the outbox are about."""
    return frozenset(kind_of_row(row.kind) for row in rows) - {""}


def subject_id(row: OutboxRow) -> str:
    """Return the id of the code, group or print job that a row is about."""
    return row.subject.partition(":")[2]


def known(kinds: Collection[str]) -> frozenset[str]:
    """Return those of `kinds` that are about paper."""
    return KINDS & set(kinds)


def address_of(held: Iterable[CodeCard]) -> str:
    """Return the address that most links begin with: HQ's public one; "" where no code has a link."""
    found = Counter(card.link.rpartition("/r/")[0] for card in held if "/r/" in card.link)
    return found.most_common(1)[0][0] if found else ""


def _seen(db: Database, ids: Collection[str] | None = None) -> Paper:
    """Return HQ's cards with what was done here laid over them, those with these ids only where some are named."""
    held, store = cards.of_kind(db, "code", CodeCard, ids), cards.store(db)
    found = Paper(
        held,
        cards.of_kind(db, "group", GroupCard, ids),
        cards.of_kind(db, "print", PrintCard, ids),
        store.groups if store is not None else USUAL,
        address_of(held.values()),
    )
    zone = overlay.timezone(db)
    for row in outbox.waiting_of(db, _ROWS):
        if ids is not None and subject_id(row) not in ids:
            continue
        deed = Deed(at=row.at, day=business_day(row.at, zone), author=row.author, store_id=row.store_id)
        try:
            found.apply(row.command, deed)
        except Fault:
            continue  # HQ's card has moved on; it will answer the row, and then that is parked
    return found


def _codes(paper: Paper) -> list[CodeCard]:
    return sorted(paper.codes.values(), key=lambda card: (card.kind.value, card.about, card.title, card.code))


def _groups(paper: Paper) -> list[GroupCard]:
    return sorted(paper.groups.values(), key=lambda card: (card.kind.value, card.name, card.group_id))


def _prints(paper: Paper) -> list[PrintCard]:
    return sorted(paper.prints.values(), key=lambda card: (card.at, card.print_id), reverse=True)
