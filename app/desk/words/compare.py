"""Two guests compared in words, line by line."""

from __future__ import annotations

from datetime import tzinfo
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from app.domain.conflicts import ConflictCard, ConflictKind
from app.domain.guests import GuestCard, IdentityKind
from app.domain.money import yuan
from app.domain.names import mask_phone

from .conflict import identity_word
from .listing import listed
from .plurals import plurals

translate = QCoreApplication.translate


class Row(NamedTuple):
    """One line of the comparison: what it is about, both sides, and whether the two disagree here."""

    label: str
    left: str
    right: str
    disputed: bool = False


def comparison(card: ConflictCard, left: GuestCard | None, right: GuestCard | None, zone: tzinfo) -> list[Row]:
    """Return what can be compared in words, line by line; tastes and dishes are drawn, not written."""
    shared = card.kind is not ConflictKind.EVENT_IDENTITY or card.evidence.get("kind") == IdentityKind.PHONE
    phone = mask_phone(left.phone if left else card.left_phone), mask_phone(right.phone if right else card.right_phone)
    rows = [Row(translate("conflict", "手机"), phone[0] or "—", phone[1] or "—", shared)]
    ids = _identities(left), _identities(right)
    if any(ids):
        rows.append(Row(translate("conflict", "身份"), ids[0] or "—", ids[1] or "—", not shared))
    return [
        *rows,
        Row(translate("conflict", "来过"), _visits(left), _visits(right)),
        Row(translate("conflict", "上次"), _last(left, zone), _last(right, zone)),
        Row(translate("conflict", "消费"), _spend(left), _spend(right)),
    ]


def section_words() -> tuple[str, str]:
    """Return the headings of what is drawn below the lines: tastes, dishes."""
    return translate("conflict", "口味"), translate("conflict", "爱点")


def _visits(guest: GuestCard | None) -> str:
    return plurals.times(guest.visits) if guest is not None else "—"


def _last(guest: GuestCard | None, zone: tzinfo) -> str:
    if guest is None or guest.last_visit is None:
        return "—"
    local = guest.last_visit.astimezone(zone)
    return translate("conflict", "{y} 年 {m} 月 {d} 日").format(y=local.year, m=local.month, d=local.day)


def _spend(guest: GuestCard | None) -> str:
    return f"¥{yuan(guest.spend_fen)}" if guest is not None else "—"


def _identities(guest: GuestCard | None) -> str:
    if guest is None:
        return ""
    told = []
    for known in guest.identities:
        shown = mask_phone(known.value) if known.kind is IdentityKind.PHONE else f"…{known.value[-4:]}"
        told.append(f"{identity_word(known.kind)} {shown}")
    return listed(told)
