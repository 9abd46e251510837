"""The rows of the groups' list: a pool with how it stands, and below it each group with its bar."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from app.desk.models.groups import GroupRow, PoolRow, Row, Standing
from app.desk.paint import shapes
from app.desk.paint.parts import Box
from app.desk.paint.rows import RowPainter
from app.desk.paint.theme import Theme
from app.desk.theme.letters import BODY, BODY_BOLD, HEAD, SMALL, SMALL_BOLD
from app.desk.words import group as words
from app.desk.words.paper import group_kind_word, group_name
from app.domain.groups import Trouble

ROW = 72

INKS = {
    Standing.SHOWN: "accent",
    Standing.NEXT: "ink",
    Standing.FULL: "muted",
    Standing.LAPSED: "red",
    Standing.NO_WAY_IN: "amber",
}


class GroupRows(RowPainter):
    """Draws the rows."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent, ROW)
        self.now: datetime | None = None

    def draw(self, painter: QPainter, row: Row, room: QRectF, *, chosen: bool) -> None:
        """Draw one row."""
        px = self.theme.px
        pool = isinstance(row, PoolRow)
        box = room.adjusted(1 if pool else px(14), px(20) if pool else 1, -px(10), -px(6))
        if chosen or not pool:
            self.box(painter, box, chosen=chosen, quiet=pool)
        inner = Box(box.left() + px(12), box.top(), box.width() - px(24), box.height())
        if isinstance(row, PoolRow):
            self._pool(painter, row, inner)
        else:
            self._group(painter, row, inner)

    def _pool(self, painter: QPainter, pool: PoolRow, box: Box) -> None:
        theme, px, letters = self.theme, self.theme.px, self.theme.letters
        line = box._replace(y=box.y + (box.h - px(30)) / 2, h=px(30))
        name = letters.elided(HEAD, group_kind_word(pool.kind), box.w - (px(42) if pool.alert else 0))
        theme.painter.text(painter, line, name, HEAD, "ink")
        told, ink = words.pool_word(pool), "muted"
        if pool.alert is not None:
            ink = "red" if pool.alert.trouble is Trouble.NONE_LEFT else "amber"
        role = BODY if pool.alert is None else BODY_BOLD
        room = box.w - letters.width(HEAD, name) - px(16) - (px(26) if pool.alert else 0)
        told = letters.elided(role, told, room)
        left = box.right - letters.width(role, told)
        theme.painter.text(painter, line._replace(x=left), told, role, ink)
        if pool.alert is not None:
            sign = QRectF(left - px(26), line.y + px(5), px(20), px(20))
            shapes.warning(painter, sign, theme.painter.ink(ink), theme.colours.bg)

    def _group(self, painter: QPainter, row: GroupRow, box: Box) -> None:
        theme, px, letters, card = self.theme, self.theme.px, self.theme.letters, row.card
        quiet = row.standing in (Standing.FULL, Standing.CLOSED)
        first, second = box._replace(y=box.y + px(4), h=px(30)), box._replace(y=box.y + px(38), h=px(22))
        room = words.room_word(card)
        left = first.right - letters.width(BODY_BOLD, room)
        theme.painter.text(painter, first._replace(x=left), room, BODY_BOLD, "muted" if quiet else "ink")
        name = letters.elided(BODY_BOLD, group_name(card), left - first.x - px(12))
        theme.painter.text(painter, first, name, BODY_BOLD, "muted" if quiet else "ink")
        self._bar(painter, row, Box(left, first.bottom - px(3), first.right - left, px(4)))
        if self.now is None or self.zone is None:
            return
        lasts = words.lasts_word(card, self.now, self.zone) if row.standing is not Standing.CLOSED else ""
        x, role = second.x, SMALL_BOLD if row.standing is Standing.SHOWN else SMALL
        if row.sending:
            shapes.sending(painter, QRectF(x, second.y + px(3), px(16), px(16)), theme.colours.muted)
            x += px(22)
        word = letters.elided(role, words.standing_word(row.standing, card.kind), second.right - x)
        theme.painter.text(painter, second._replace(x=x), word, role, INKS.get(row.standing, "muted"))
        x += letters.width(role, word) + px(12)
        lasts = letters.elided(SMALL, lasts, second.right - x)
        ink = "amber" if card.expires_at is not None and (card.expires_at - self.now).days < 2 else "muted"
        right = second.right - letters.width(SMALL, lasts)
        theme.painter.text(painter, second._replace(x=right), lasts, SMALL, ink)

    def _bar(self, painter: QPainter, row: GroupRow, box: Box) -> None:
        """How full the group is, below its number."""
        theme, card = self.theme, row.card
        share = min(card.members / card.capacity, 1.0) if card.capacity else 1.0
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colours.line)
        painter.drawRoundedRect(QRectF(*box), box.h / 2, box.h / 2)
        if share > 0:
            quiet = row.standing in (Standing.FULL, Standing.CLOSED, Standing.LAPSED)
            painter.setBrush(theme.colours.muted if quiet else theme.colours.accent)
            painter.drawRoundedRect(QRectF(box.x, box.y, max(box.w * share, box.h), box.h), box.h / 2, box.h / 2)
