"""Tells a manager once when a pool of groups needs them: at the start of the desk, and when something new comes up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, tzinfo

from app.domain.groups import GroupAlert, GroupKind, Trouble, alerts_of
from app.localdb.printed import Printed

from .notices import Notices, Toast, Tone
from .words import group as words


class GroupWatch:
    """Remembers what it has told. `show` leads to the pool that a message is about."""

    def __init__(self, notices: Notices, show: Callable[[GroupKind], None]) -> None:
        self._notices, self._show = notices, show
        self._told: set[tuple[GroupKind, Trouble]] = set()

    def look(self, held: Printed, now: datetime, zone: tzinfo) -> int:
        """Tell what is new, the worst of it; return how many pools need a manager."""
        alerts = alerts_of(held.groups, now, held.rule)
        named = {(alert.kind, alert.trouble) for alert in alerts}
        fresh = [alert for alert in alerts if (alert.kind, alert.trouble) not in self._told]
        self._told = named
        if fresh:
            order = list(Trouble)
            self._tell(min(fresh, key=lambda alert: order.index(alert.trouble)), zone)
        return len(alerts)

    def _tell(self, alert: GroupAlert, zone: tzinfo) -> None:
        text = words.alert_word(alert, None, zone)
        kind = alert.kind
        tone = Tone.WRONG if alert.trouble is Trouble.NONE_LEFT else Tone.WARNING
        self._notices.toast(Toast(text=text, tone=tone, label=words.look_word(), act=lambda: self._show(kind)))
