"""群: the groups behind the store's codes. Which one guests see, which takes over, when a manager must add one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, tzinfo
from itertools import pairwise

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QImage, QKeySequence, QPainter, QPaintEvent, QPalette, QPen, QResizeEvent, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QScrollArea, QWidget

from app.desk import words_act
from app.desk import words_group as words
from app.desk import words_group_form as form_words
from app.desk.group_picture import GroupPicture
from app.desk.models.conflicts import managers_of, may_settle
from app.desk.models.group_draft import Lacking, closed, kept
from app.desk.models.groups import GroupModel, GroupRow, PoolRow, Row, key_of, rows_of
from app.desk.paint.parts import Box
from app.desk.theme.letters import BODY_BOLD, HEAD, SMALL
from app.desk.theme.theme import Theme
from app.desk.widgets.button import Button, Look
from app.desk.widgets.scroll import ThinScrollBar
from app.domain.faults import Fault
from app.domain.groups import GroupKind
from app.domain.tables import StaffCard

from .conflict_answers import Paragraphs
from .group_form import GroupForm
from .group_pool import PoolView
from .group_rows import GroupRows

LIST = 430
TOP = 66
BESIDE = 240
"""Px at 100 % that words need beside the buttons; below that they stand above them, and only where they matter."""


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
        self._me = ""
        self._staff: Sequence[StaffCard] = ()
        self._wanted, self._loud = "", False
        self.model = GroupModel(self._spoken, self)
        self._rows = GroupRows(theme, self)
        self.list = QListView(self)
        self.pool = PoolView(theme, self)
        self.form = GroupForm(theme)
        self.area = QScrollArea(self)
        self.why = Paragraphs(theme, self)
        self.keep = Button(theme, key="Enter", look=Look.MAIN, parent=self)
        self.close_group = Button(theme, key="K", parent=self)
        self.cancel = Button(theme, key="Esc", parent=self)
        self._dress_parts()
        self._on("N", self.start_new)
        self._on("K", self.close_group.click)
        self._on("Return", self._edit)
        self._on("Enter", self._edit)
        self.pool.add_asked.connect(self.start_new)
        self.form.kept.connect(self._keep)
        self.form.left.connect(self._leave)
        self.form.reached.connect(self.area.ensureWidgetVisible)
        self.form.picture.given.connect(self.give)
        self.form.picture.choose_asked.connect(self.choose_asked)
        self.keep.clicked.connect(self._keep)
        self.close_group.clicked.connect(self._close)
        self.cancel.clicked.connect(self._leave)
        chain: list[QWidget] = [
            self.list,
            self.pool.add,
            *self.form.in_order(),
            self.keep,
            self.close_group,
            self.cancel,
        ]
        for before, after in pairwise(chain):
            self.setTabOrder(before, after)
        self.setFocusProxy(self.list)
        theme.changed.connect(self._place)
        self._retranslate()

    def _dress_parts(self) -> None:
        self.list.setModel(self.model)
        self.list.setItemDelegate(self._rows)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setUniformItemSizes(True)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollBar(ThinScrollBar(self._theme, self.list))
        self.list.viewport().setBackgroundRole(QPalette.ColorRole.Window)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._chosen())
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setVerticalScrollBar(ThinScrollBar(self._theme, self.area))
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(self.form)
        for widget in (self.area.viewport(), self.form):
            widget.setBackgroundRole(QPalette.ColorRole.Base)

    def _on(self, key: str, act: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(key), self.list)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(act)

    # --- what is shown -------------------------------------------------------------------------------------------

    def show_pools(self, pools: Sequence[PoolRow], now: datetime, zone: tzinfo) -> None:
        """Show the groups as they are now. What somebody is typing stays, and so does the choice."""
        self._pools, self._now, self._zone = pools, now, zone
        self._rows.now, self._rows.zone = now, zone
        before = self.current()
        wanted = self._wanted or (key_of(before) if before is not None else "")
        self.model.show(rows_of(pools))
        place = self.model.place_of(wanted)
        if place is not None:
            self._wanted = "" if wanted == self._wanted else self._wanted
            self.list.setCurrentIndex(self.model.index(place))
        elif not self.list.currentIndex().isValid():
            self.list.setCurrentIndex(self.model.index(0))
        self._show_current()
        self.list.viewport().update()

    def show_staff(self, me: str, staff: Sequence[StaffCard]) -> None:
        """Take who works at this desk, and who works in the store."""
        self._me, self._staff = me, staff
        self._show_current()

    def select_kind(self, kind: GroupKind) -> None:
        """Choose a pool."""
        place = self.model.place_of(f"pool:{kind}")
        if place is not None:
            self.list.setCurrentIndex(self.model.index(place))

    def current(self) -> Row | None:
        """Return the chosen row."""
        return self.model.at(self.list.currentIndex().row())

    def may(self) -> bool:
        """Whether whoever works at this desk changes groups."""
        return may_settle(self._me, self._staff)

    def show_picture(self, picture: GroupPicture) -> None:
        """The picture that was given scans."""
        self.form.show_picture(picture)
        self._place()

    def show_no_picture(self, wrong: BaseException) -> None:
        """The picture that was given cannot be used."""
        self.form.show_no_picture(words_act.fault(wrong))

    @property
    def editing(self) -> bool:
        """Whether the form is shown and not the pool."""
        return bool(self.form.group_id)

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
        new = self.editing and self.form.is_new
        if isinstance(row, GroupRow) and not new:
            self.form.show_group(row.card, self._now, self._zone)
        elif isinstance(row, PoolRow) and not new:
            self.form.forget()
            self.pool.show_pool(row, self._zone, self._why())
        self._say("")
        self._place()

    def _say(self, wrong: str) -> None:
        """Say below the form what is wrong with it, else why it cannot be kept, else what a change does to paper."""
        told, ink = wrong or self._why() or self._paper(), "red" if wrong else "amber" if self._why() else "muted"
        self._loud = bool(wrong or self._why())
        self.why.show_told([(told, BODY_BOLD if wrong else SMALL, ink)])
        held = self.form.held
        self.keep.say(form_words.keep_word(new=self.form.is_new))
        self.close_group.say(form_words.close_word(held.closed if held is not None else False))
        self.form.setEnabled(self.may())
        for button in (self.keep, self.close_group):
            button.setEnabled(self.may())
        self._place()

    def _paper(self) -> str:
        """Return which paper leads to the groups of the chosen kind: changing them leaves it as good as it is."""
        row = self.current()
        kind = row.kind if isinstance(row, PoolRow) else row.card.kind if row is not None else None
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
        self.form.start_new(self._new_id(), kind, self._now, self._zone)
        self._say("")
        self.area.verticalScrollBar().setValue(0)
        self.form.fields["name"].setFocus()

    def _edit(self) -> None:
        if self.editing and self.may():
            self.form.fields["name"].setFocus()
            self.form.fields["name"].selectAll()
        elif isinstance(self.current(), PoolRow):
            self.start_new()

    def _keep(self) -> None:
        if self._now is None or self._zone is None or not self.may() or not self.editing:
            return
        held = self.form.held
        try:
            command = kept(self.form.draft(), held, self._now, self._zone)
        except Lacking as lacking:
            self._say(form_words.lacks(lacking.what))
            self._show_lacking(lacking.what)
            return
        except Fault as fault:
            self._say(words_act.fault(fault))
            self.form.fields["join_url"].setFocus()
            return
        self._wanted = command.group_id
        self.form.forget()
        self.kept.emit(command, held)
        self._show_current()
        self.list.setFocus()

    def _show_lacking(self, what: str) -> None:
        field = self.form.fields.get({"way_in": "join_url", "past": "until"}.get(what, what))
        if field is not None:
            field.setFocus()

    def _close(self) -> None:
        held = self.form.held
        if held is not None and self.may():
            self.form.forget()
            self.kept.emit(closed(held, not held.closed), held)
            self._show_current()
            self.list.setFocus()

    def _leave(self) -> None:
        self.form.forget()
        self.list.setFocus()
        self._show_current()

    def give(self, given: str | QImage) -> None:
        """Take a picture: a file's path, or what was copied."""
        if not self.editing or not self.may():
            return
        self.form.show_reading()
        self.picture_given.emit(given)

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
        self.setAccessibleName(words.title_word())
        self.list.setAccessibleName(words.title_word())
        self.area.setAccessibleName(words.title_word())
        self.pool.retranslate()
        self.form.retranslate()
        self.cancel.say(form_words.cancel_word())
        self._show_current()
        self._say("")

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Place the list at the left, the chosen one at the right."""
        self._place()

    def _place(self) -> None:
        px = self._theme.px
        width, top = min(px(LIST), int(self.width() * 0.36)), px(TOP)
        self.list.setGeometry(px(24), top, width, self.height() - top - px(12))
        x = px(24) + width + px(8)
        right = QRectF(x, top, self.width() - x - px(24), self.height() - top - px(20)).toRect()
        editing = self.editing
        self.pool.setVisible(not editing)
        for part in (self.area, self.why, self.keep, self.close_group, self.cancel):
            part.setVisible(editing)
        self.close_group.setVisible(editing and not self.form.is_new)
        self.pool.setGeometry(right)
        if editing:
            bottom = right.bottom() - px(14)
            edge = right.right() - px(22)
            for button in (self.keep, self.close_group, self.cancel):
                if button.isHidden():
                    continue
                hint = button.sizeHint()
                edge -= hint.width()
                button.setGeometry(edge, bottom - hint.height(), hint.width(), hint.height())
                edge -= px(8)
            room, high = edge - right.left() - px(30), self.keep.sizeHint().height()
            beside = room >= px(BESIDE)
            room = room if beside else right.width() - px(44)
            tall = int(self.why.tall(self._theme.letters, room)) if beside or self._loud else 0
            top = bottom - (high + tall) // 2 if beside else bottom - high - px(6) - tall
            self.why.setGeometry(right.left() + px(22), top, room, tall)
            head = right.top() + px(10)  # below the round corners of the ground
            foot = min(top, bottom - high) - px(6)
            self.area.setGeometry(right.left() + 1, head, right.width() - 2, max(foot - head, 0))
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
