"""What is known of a code: how often it was printed and scanned, how much room its group has."""

from __future__ import annotations

from datetime import datetime, tzinfo

from app.desk.models.held import Held
from app.desk.models.studio import Aim, Target
from app.desk.screens.studio_aims import Fact
from app.desk.words import studio as words
from app.domain.groups import GroupKind, alerts_of


def facts(target: Target, held: Held, aim: Aim, now: datetime, zone: tzinfo) -> tuple[Fact, ...]:
    """Return the lines about the code that is shown."""
    pieces = [(card.at, piece) for card in held.prints for piece in card.pieces if piece.code == target.code]
    last = max((at for at, _ in pieces), default=None)
    copies = sum(piece.copies for _, piece in pieces)
    lines = [
        Fact(words.link_heading(), f"/r/{target.code}"),
        Fact(words.printed_heading(), words.printed_word(copies, last.astimezone(zone) if last else None)),
        Fact(words.week_heading(), words.week_word(held.funnels.get(target.code))),
    ]
    loud = _alert(held, aim, now, zone)
    if loud is not None:
        lines.append(loud)
    return tuple(lines)


def _alert(held: Held, aim: Aim, now: datetime, zone: tzinfo) -> Fact | None:
    """The groups behind the code, where somebody must see to them."""
    if held.store is None or aim not in (Aim.GROUP, Aim.VIP, Aim.TABLES):
        return None
    kind = GroupKind.VIP if aim is Aim.VIP else GroupKind.GROUP
    able = [group for group in held.groups if group.kind is kind and not group.closed]
    found = [alert for alert in alerts_of(list(held.groups), now, held.store.groups) if alert.kind is kind]
    if not found:
        return Fact(words.room_left(sum(group.room for group in able))) if able else Fact(*words.no_group(), loud=True)
    until = found[0].until
    return Fact(*words.group_alert(found[0], until.astimezone(zone) if until else None), loud=True)


def last_print(held: Held, zone: tzinfo) -> str:
    """Return when something was printed last, by whom, how many pieces; "" where nothing ever was."""
    last = max(held.prints, key=lambda card: card.at, default=None)
    return "" if last is None else words.last_print(last.at.astimezone(zone), last.by, last.copies)
