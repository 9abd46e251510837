"""What `desk show codes`, `groups` and `prints` print: codes with their funnels, groups as they stand, the register."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.domain.funnel import Counts
from app.domain.groups import GroupCard, GroupKind, alerts_of, choose
from app.domain.printed import CodeCard
from app.domain.prints import PrintCard, PrintedPiece
from app.localdb import printed
from app.localdb.board import desk_time
from app.localdb.database import Database
from app.localdb.printed import Printed

Document = dict[str, Any]


def codes(db: Database) -> Document:
    """Return {codes}: every code that this desk may print, with what came of it in the last seven days."""
    held, now = printed.read(db), desk_time(db)
    return {"codes": [_code(card, held, now) for card in held.codes]}


def groups(db: Database) -> Document:
    """Return {groups, alerts}: the groups with which of each kind a guest is shown, and what a manager must see to."""
    held, now = printed.read(db), desk_time(db)
    shown = set()
    for kind in GroupKind:
        found = choose((group for group in held.groups if group.kind is kind), now, held.rule.spare)
        shown |= {found.group_id} if found is not None else set()
    alerts = [
        {"kind": alert.kind.value, "trouble": alert.trouble.value, "left": alert.left, "until": _time(alert.until)}
        for alert in alerts_of(held.groups, now, held.rule)
    ]
    return {"groups": [_group(card, held, card.group_id in shown, now) for card in held.groups], "alerts": alerts}


def prints(db: Database) -> Document:
    """Return {prints}: the print register, the newest job first."""
    held = printed.read(db)
    return {"prints": [_print(card, held) for card in held.prints]}


def code_line(card: Document) -> str:
    """Return one code as a line of text."""
    name = " ".join(dict.fromkeys(each for each in (card["title"], card["about"]) if each)) or "-"
    return f"{card['code']}\t{card['kind']}\t{name}\t{card['state']}\t{card['link']}"


def group_lines(found: Document) -> list[str]:
    """Return the groups as lines of text, and after them what a manager must see to."""
    alerts = [f"alert\t{each['kind']}\t{each['trouble']}\t{each['until'] or each['left']}" for each in found["alerts"]]
    return [*map(_group_line, found["groups"]), *alerts]


def _group_line(card: Document) -> str:
    shown = "shown" if card["shown"] else "closed" if card["closed"] else "-"
    return f"{card['kind']}\t{card['name'] or '-'}\t{card['members']}/{card['capacity']}\t{shown}"


def print_line(card: Document) -> str:
    """Return one print job as a line of text."""
    missing = sum("lost_at" in piece for piece in card["pieces"])
    lost = f"\t{missing} lost" if missing else ""
    return f"{card['at']}\t{card['template']}\t{card['copies']}\t{card['place'] or '-'}\t{card['by'] or '-'}{lost}"


def _code(card: CodeCard, held: Printed, now: datetime) -> Document:
    funnel = held.funnels.get(card.code)
    return {
        "code": card.code,
        "link": card.link,
        "kind": card.kind.value,
        "scope": card.scope.value,
        "about": card.about,
        "title": card.title,
        "channel": card.channel,
        "target_url": card.target_url,
        "state": card.validity(now).value,
        "week": _counts(funnel.week) if funnel is not None else None,
        "ever": _counts(funnel.ever) if funnel is not None else None,
        "sending": card.code in held.sending,
    }


def _counts(counted: Counts) -> Document:
    return {
        "scans": counted.scans,
        "people": counted.scanned,
        "added": counted.added,
        "added_share": counted.added_share,
        "joined": counted.joined,
        "joined_share": counted.joined_share,
        "left": counted.left,
    }


def _group(card: GroupCard, held: Printed, shown: bool, now: datetime) -> Document:
    return {
        "group_id": card.group_id,
        "kind": card.kind.value,
        "name": card.name,
        "members": card.members,
        "capacity": card.capacity,
        "join_url": card.join_url,
        "picture_text": card.picture_text,
        "expires_at": _time(card.expires_at),
        "closed": card.closed,
        "can_be_joined": card.can_be_joined(now),
        "shown": shown,
        "sending": card.group_id in held.sending,
    }


def _print(card: PrintCard, held: Printed) -> Document:
    return {
        "print_id": card.print_id,
        "template": card.template,
        "template_version": card.template_version,
        "medium": card.medium.value,
        "place": card.place,
        "to": card.to,
        "by": card.by,
        "at": _time(card.at),
        "copies": card.copies,
        "pieces": [_piece(piece) for piece in card.pieces],
        "sending": card.print_id in held.sending,
    }


def _piece(piece: PrintedPiece) -> Document:
    lost = {"lost_at": _time(piece.lost_at), "lost_by": piece.lost_by, "note": piece.note}
    return {"code": piece.code, "link": piece.link, "copies": piece.copies, **(lost if piece.lost_at else {})}


def _time(at: datetime | None) -> str | None:
    return at.isoformat() if at is not None else None
