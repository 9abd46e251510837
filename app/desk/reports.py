"""What `desk show` and `guest find` print: plain documents made from the desk's database, and their lines in text.

No Qt: these answer beside a running desk, on a machine without a display, and while HQ is down.
"""

from __future__ import annotations

import time
from datetime import datetime
from typing import Any

from app.domain.arrivals import ArrivalCard, Suggestion
from app.domain.changes import BoardCard
from app.domain.guests import GuestCard
from app.domain.names import mask_phone
from app.domain.tastes import Taste, TasteKind, TasteSource
from app.domain.tiers import Tier
from app.localdb import cards, cursors, outbox, settings
from app.localdb.board import board
from app.localdb.database import Database
from app.localdb.guests import find
from app.localdb.marker import is_running

from .reasons import class_reason, gate_reason, segment_reason

Document = dict[str, Any]

TIERS = {Tier.REGULAR: "普通", Tier.GOLD: "黄金", Tier.PLATINUM: "白金", Tier.BLACK: "黑金"}

KINDS = {TasteKind.ALLERGY: "过敏", TasteKind.AVOID: "忌", TasteKind.LESS: "少", TasteKind.LIKES: "爱"}

_SENTENCES = {
    "register": "登记：是哪位客人",
    "ask_new": "新客：问口味和忌口",
    "welcome_vip": "VIP 到店，请专人迎接{manager}",
    "mind_allergy": "过敏：{tags}",
    "long_away": "{days} 天没来，欢迎回来",
    "welcome_back": "老客：来过 {visits} 次",
    "offer_favourite": "常点 {dish}（{visits} 次）",
}


def arrivals(db: Database) -> Document:
    """Return {as_of, link, arrivals}: the board as staff see it, the longest wait first."""
    held = sorted(board(db).board.values(), key=lambda card: (card.arrival.arrived_at, card.card_id))
    return {"as_of": _as_of(db), "link": link(db), "arrivals": [_arrival(card) for card in held]}


def guests(db: Database, limit: int) -> Document:
    """Return {as_of, count, guests}: how many guests the desk holds, and those who came last."""
    rows = db.rows("select id from cache.guests order by seen desc limit ?", (limit,))
    held = cards.guests(db, [row[0] for row in rows])
    return {
        "as_of": _as_of(db),
        "count": db.value("select count(*) from cache.guests"),
        "guests": [guest(held[row[0]]) for row in rows if row[0] in held],
    }


def unsent(db: Database) -> Document:
    """Return {waiting, parked}: how many commands wait for HQ, and those it refused, with the reason."""
    counts = outbox.counts(db)
    parked = [
        {
            "key": row.key,
            "kind": row.kind,
            "subject": row.subject,
            "code": row.code,
            "reason": row.reason or row.code,
            "since": _time(row.since),
        }
        for row in outbox.parked(db)
    ]
    return {"waiting": counts.waiting, "parked": parked}


def link(db: Database) -> Document:
    """Return how the desk stands with HQ: state, since, as_of, waiting, parked, running, and where it belongs."""
    running = is_running(db.data)
    held = settings.read(db, settings.LINK)
    kept = held if isinstance(held, dict) else {}
    counts, where = outbox.counts(db), settings.enrolled(db)
    return {
        # What was written down is true only as long as somebody writes.
        "state": kept.get("state", "starting") if running else "offline",
        "detail": kept.get("detail", "") if running else "not_running",
        "since": kept.get("since"),
        "as_of": _as_of(db),
        "waiting": counts.waiting,
        "parked": counts.parked,
        "running": running,
        "hq": where.hq if where else None,
        "store_id": where.store_id if where else None,
        "store_name": where.store_name if where else None,
        "device_id": where.device_id if where else None,
    }


def found(db: Database, query: str, limit: int) -> Document:
    """Return {query, took_ms, guests}: what the counter's search finds."""
    began = time.perf_counter()
    held = find(db, query, limit)
    took = (time.perf_counter() - began) * 1000
    return {"query": query, "took_ms": round(took, 3), "guests": [guest(card) for card in held]}


def guest(card: GuestCard) -> Document:
    """Return a guest as scripts read it; the phone is masked."""
    return {
        "guest_id": card.guest_id,
        "name": card.name,
        "phone_masked": mask_phone(card.phone),
        "tier": card.tier.value,
        "tier_reason": tier_reason(card),
        "tier_before": card.tier_before.value if card.tier_before is not None else None,
        "tier_since": card.tier_since.isoformat() if card.tier_since is not None else None,
        "segment": card.placing.segment.value,
        "segment_reason": segment_reason(card),
        "purchase_class": card.placing.purchase_class.value,
        "class_reason": class_reason(card),
        "private": card.placing.private,
        "gate_reason": gate_reason(card),
        "vip": card.vip,
        "tastes": [_taste(taste) for taste in card.tastes],
        "visits": card.visits,
        "last_visit": _time(card.last_visit),
        "flags": list(card.flags),
    }


def tier_reason(card: GuestCard) -> str:
    """Return why the guest stands in their tier, as one readable line."""
    why = card.tier_reason
    if not why.policy:
        return f"{TIERS[card.tier]}：还没有记录"
    counted = f"{why.days} 天内来店 {why.visits} 次"
    if why.interactions:
        counted += f"、互动 {why.interactions} 次"
    return f"{TIERS[card.tier]}：{counted}（规则 {why.policy}）"


def sentence(suggestion: Suggestion) -> str:
    """Return a suggestion in words; an unknown code (a newer HQ) stays as it is."""
    facts = dict(suggestion.facts)
    if suggestion.code == "welcome_vip":
        manager = facts.get("manager", "")
        facts["manager"] = f"（专属经理 {manager}）" if manager else ""
    try:
        return _SENTENCES[suggestion.code].format(**facts)
    except KeyError:
        return suggestion.code


def arrival_line(card: Document) -> str:
    """Return one arrival of `arrivals` as a line of text."""
    who = card["guest"]
    name = (who["name"] or who["phone_masked"] or "无名") if who else "未登记"
    place = card["table"] or card["ticket_no"] or "-"
    said = "；".join(item["text"] for item in card["suggestions"])
    return f"{place}\t{name}\t{card['state']}\t{card['party_size'] or '-'}\t{said}"


def guest_line(card: Document) -> str:
    """Return one guest as a line of text."""
    tastes = " ".join(KINDS[TasteKind(taste["kind"])] + taste["tag"] for taste in card["tastes"])
    return f"{card['name'] or '-'}\t{card['phone_masked']}\t{card['tier_reason']}\t{card['visits']}\t{tastes}"


def _arrival(card: BoardCard) -> Document:
    arrival: ArrivalCard = card.arrival
    return {
        "arrival_id": arrival.arrival_id,
        "guest": guest(card.guest) if card.guest is not None else None,
        "state": arrival.state.value,
        "state_at": _time(arrival.state_at),
        "party_size": arrival.party_size,
        "ticket_no": arrival.ticket_no,
        "table": arrival.table,
        "arrived_at": _time(arrival.arrived_at),
        "reserved_for": _time(arrival.reserved_for),
        "note": arrival.note,
        "tastes": [_taste(taste) for taste in card.tastes],
        "sources": [source.value for source in arrival.sources],
        "vip": arrival.vip,
        "needs_acknowledgement": arrival.needs_acknowledgement,
        "acknowledged_at": _time(arrival.acknowledged_at),
        "acknowledged_by": arrival.acknowledged_by,
        "escalated_at": _time(arrival.escalated_at),
        "escalated_to": list(arrival.escalated_to),
        "suggestions": [
            {"code": said.code, "facts": dict(said.facts), "text": sentence(said)} for said in arrival.suggestions
        ],
        "flags": list(arrival.flags),
        "sending": card.sending,
        "parked": card.parked,
    }


def _taste(taste: Taste) -> Document:
    counted = {"hits": taste.hits, "of": taste.of} if taste.source is TasteSource.DISHES else {}
    return {
        "tag": taste.tag,
        "kind": taste.kind.value,
        "source": taste.source.value,
        "date": taste.date.isoformat(),
        "author": taste.author,
        "rule": taste.rule,
        "evidence": taste.evidence,
        "expires": taste.expires.isoformat() if taste.expires else None,
        **counted,
    }


def _as_of(db: Database) -> str | None:
    """Return HQ's time when it was last heard."""
    sample = cursors.clock_sample(db)
    return _time(sample.hq) if sample is not None else None


def _time(at: datetime | None) -> str | None:
    return at.isoformat() if at is not None else None
