"""群: the groups behind the store's codes. Which one guests see, which takes over, when a manager must add one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, tzinfo
from itertools import pairwise

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QImage, QKeySequence, QPainter, QPaintEvent, QPen, QResizeEvent, QShortcut
from PySide6.QtWidgets import QWidget

from app.desk.group_picture import GroupPicture
from app.desk.models.group_draft import names_of
from app.desk.models.groups import GroupModel, GroupRow, PoolRow, Row, rows_of
from app.desk.models.managers import managers_of, may_decide
from app.desk.paint.parts import Box
from app.desk.paint.theme import Theme
from app.desk.theme.letters import HEAD, SMALL
from app.desk.widgets.even import EvenList
from app.desk.words import group as words
from app.desk.words.paper import group_name
from app.domain.commands import KeepGroup
from app.domain.groups import GroupCard, GroupKind
from app.domain.tables import StaffCard

from .group_editor import GroupEditor
from .group_pool import PoolView
from .group_rows import GroupRows

LIST = 430
TOP = 66


class GroupsScreen(QWidget):
    """Takes cards; says what a manager wants. Does nothing itself."""

    kept = Signal(object, object)
    """A `KeepGroup`, and the `GroupCard` before it (None for a new one)."""
    picture_given = Signal(object)
    """A path or a `QImage` to be read; `show_picture` or `show_no_picture` is the answer."""
    choose_asked = Signal()
    """Staff want to choose a picture's file."""

    def __init__(self, theme: Theme, new_id: Callable[[], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._new_id = theme, new_id
        self._zone: tzinfo | None = None
        self._now: datetime | None = None
        self._pools: Sequence[PoolRow] = ()
        self._me, self._wanted = "", ""
        self._staff: Sequence[StaffCard] = ()
        self.model = GroupModel(self._spoken, self)
        self._rows = GroupRows(theme, self)
        self.list = EvenList(theme, self.model, self._rows, self)
        self.pool = PoolView(theme, self)
        self.editor = GroupEditor(theme, self)
        self.form = self.editor.form
        self._connect()
        buttons: list[QWidget] = [self.editor.keep, self.editor.close_group, self.editor.cancel]
        for before, after in pairwise([self.list, self.pool.add, *self.form.in_order(), *buttons]):
            self.setTabOrder(before, after)
        self.setFocusProxy(self.list)
        theme.changed.connect(self._place)
        self._retranslate()

    def _connect(self) -> None:
        self.list.chosen.connect(self._chosen)
        keys = {"N": self.start_new, "K": self.editor.shut, "Return": self._edit, "Enter": self._edit}
        for key, act in keys.items():
            shortcut = QShortcut(QKeySequence(key), self.list)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.setAutoRepeat(False)  # a key that is held down does not open again what it closed
            shortcut.activated.connect(act)
        self.pool.add_asked.connect(self.start_new)
        self.editor.kept.connect(self._keep)
        self.editor.left.connect(self._leave)
        self.editor.picture_given.connect(self.picture_given)
        self.form.picture.choose_asked.connect(self.choose_asked)

    # --- what is shown -------------------------------------------------------------------------------------------

    def show_pools(self, pools: Sequence[PoolRow], now: datetime, zone: tzinfo) -> None:
        """Show the groups as they are now. What somebody is typing stays, and so does the choice."""
        self._pools, self._now, self._zone = pools, now, zone
        self._rows.now, self._rows.zone = now, zone
        self.editor.show_now(now, names_of((row.card for pool in pools for row in pool.groups), group_name))
        self.list.show_rows(rows_of(pools), wanted=self._wanted)
        if self.model.place_of(self._wanted) is not None:
            self._wanted = ""
        self._show_current()
        self.list.viewport().update()

    def show_staff(self, me: str, staff: Sequence[StaffCard]) -> None:
        """Take who works at this desk, and who works in the store."""
        self._me, self._staff = me, staff
        self._show_current()

    def select_kind(self, kind: GroupKind) -> None:
        """Choose a pool."""
        self.list.choose(self.model.place_of(f"pool:{kind}"))

    def current(self) -> Row | None:
        """Return the chosen row."""
        return self.model.at(self.list.place())

    def may(self) -> bool:
        """Whether whoever works at this desk changes groups."""
        return may_decide(self._me, self._staff)

    def show_picture(self, picture: GroupPicture) -> None:
        """The picture that was given scans."""
        self.editor.show_picture(picture)

    def show_no_picture(self, wrong: BaseException) -> None:
        """The picture that was given cannot be used."""
        self.editor.show_no_picture(wrong)

    def give(self, given: str | QImage) -> None:
        """Take a picture: a file's path, or what was copied."""
        self.editor.give(given)

    def _why(self) -> str:
        return "" if self.may() else words.may_not_word(managers_of(self._staff))

    def _chosen(self) -> None:
        row = self.current()
        if isinstance(row, GroupRow) and row.card.group_id == self.form.group_id:
            return
        self.form.forget()
        self._show_current()

    def _show_current(self) -> None:
        row = self.current()
        if row is None or self._zone is None or self._now is None:
            return
        new = self.editor.editing and self.form.is_new
        if isinstance(row, GroupRow) and not new:
            self.editor.show_group(row.card, self._now, self._zone)
        elif isinstance(row, PoolRow) and not new:
            self.form.forget()
            self.pool.show_pool(row, self._zone, self._why())
        self.editor.show_facts(self._why(), self._paper(row))
        self._place()

    def _paper(self, row: Row) -> str:
        """Return which paper leads to the groups of the row's kind: changing them leaves it as good as it is."""
        kind = row.kind if isinstance(row, PoolRow) else row.card.kind
        pool = next((each for each in self._pools if each.kind is kind), None)
        return (words.paper_word(pool, brief=True) if pool is not None else "") or words.hint_word()

    # --- what is done --------------------------------------------------------------------------------------------

    def start_new(self) -> None:
        """Begin a new group of the chosen pool."""
        row = self.current()
        if not self.may() or self._now is None or self._zone is None:
            return
        kind = GroupKind.GROUP
        if row is not None:
            kind = row.kind if isinstance(row, PoolRow) else row.card.kind
        self.editor.show()  # what is hidden cannot take the keys
        self.editor.start_new(self._new_id(), kind, self._now, self._zone)
        self._show_current()

    def _edit(self) -> None:
        if self.editor.editing and self.may():
            self.form.fields["name"].setFocus()
            self.form.fields["name"].selectAll()
        elif isinstance(self.current(), PoolRow):
            self.start_new()

    def _keep(self, command: KeepGroup, before: GroupCard | None) -> None:
        self._wanted = command.group_id
        self.kept.emit(command, before)
        self._leave()

    def _leave(self) -> None:
        self.form.forget()
        self.list.setFocus()
        self._show_current()

    # --- how it looks --------------------------------------------------------------------------------------------

    def _spoken(self, row: Row) -> str:
        if self._now is None or self._zone is None:
            return ""
        return words.spoken(row, self._now, self._zone)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Speak another language."""
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        for part in (self, self.list, self.editor.area):
            part.setAccessibleName(words.title_word())
        self.pool.retranslate()
        self.editor.retranslate()
        self._show_current()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Place the list at the left, the chosen one at the right."""
        self._place()

    def _place(self) -> None:
        px = self._theme.px
        width, top = min(px(LIST), int(self.width() * 0.36)), px(TOP)
        self.list.setGeometry(px(24), top, width, self.height() - top - px(12))
        x = px(24) + width + px(8)
        for part in (self.pool, self.editor):
            part.setGeometry(x, top, self.width() - x - px(24), self.height() - top - px(20))
        self.pool.setVisible(not self.editor.editing)
        self.editor.setVisible(self.editor.editing)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw the heading, and the ground of what is at the right."""
        theme, px, letters = self._theme, self._theme.px, self._theme.letters
        with QPainter(self) as painter:
            painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
            title = words.title_word()
            theme.painter.text(painter, Box(px(26), px(17), 0, px(38)), title, HEAD, "ink")
            x = px(26) + letters.width(HEAD, title) + px(16)
            hint = letters.elided(SMALL, words.hint_word(), self.width() - x - px(24))
            theme.painter.text(painter, Box(x, px(17), 0, px(38)), hint, SMALL, "muted")
            painter.setPen(QPen(theme.colours.line, 1))
            painter.setBrush(theme.colours.panel)
            ground = QRectF(self.pool.geometry()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(ground, px(12), px(12))
