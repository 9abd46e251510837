"""The window: top bar, navigation, the screen in use, the foot. It is handed news and shows them.

Screens other than the board are made when they are first asked for. The shell knows no database and no network; what
staff want goes through `hands`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.domain.changes import ChangeSet, OutboxCount
from app.domain.days import business_day
from app.domain.tables import StaffCard, StoreCard, TableCard
from app.sync.link import LinkState, LinkWord

from .models.board import Column
from .over import Over
from .paint.layout import Look
from .paint.theme import Theme
from .screens.board import BoardScreen
from .screens.navigation import WIDTH as NAVIGATION
from .screens.navigation import Navigation
from .screens.status_bar import HEIGHT as FOOT
from .screens.status_bar import StatusBar
from .screens.top_bar import HEIGHT as TOP
from .screens.top_bar import TopBar
from .verbs import Figures
from .words import sentences as words

if TYPE_CHECKING:
    from .screens.side import Side

SIZE = (1366, 768)
LEAST = (1024, 600)
SIDE = 372

Maker = Callable[[], QWidget]


class Shell(QWidget):
    """The counter's window. `makers` make the screens other than the board, by name, when they are first shown."""

    closing = Signal()
    shown = Signal(str)
    """Another screen is shown: its name."""
    changed = Signal(object)
    """A `ChangeSet`, after the board and the side show it."""
    linked = Signal(object)
    """A `LinkState`, after the lamp shows it."""
    painted = Signal()
    """The first frame, with everything in it, is on the screen."""

    def __init__(self, now: Callable[[], datetime], theme: Theme) -> None:
        super().__init__()
        self._now, self.theme = now, theme
        self.makers: dict[str, Maker] = {}
        self.store: StoreCard | None = None
        self.tables: tuple[TableCard, ...] = ()
        self.staff: tuple[StaffCard, ...] = ()
        self.outbox = OutboxCount()
        self.link = LinkState(since=datetime.now(UTC))
        self.zone = ZoneInfo("Asia/Shanghai")
        self.resize(*SIZE)
        self.setMinimumSize(*LEAST)
        self.setAutoFillBackground(True)
        self.top = TopBar(theme, self)
        self.navigation = Navigation(theme, self)
        self.board = BoardScreen(now, self._look(), theme.colours, self)
        self.foot = StatusBar(theme, self)
        self.screens: dict[str, QWidget] = {"board": self.board}
        self.showing = "board"
        self.may_leave = True
        """False while there is nothing but the first day's screen."""
        self._side: Side | None = None
        self.over = Over(theme, self)
        self.over.resized.connect(self._place)
        self.foot.lent.connect(self._place)
        self._was_painted = False
        self.board.shared.connect(self._make_room)
        self.navigation.asked.connect(self.show_screen)
        theme.changed.connect(self._dress)
        self._retranslate()
        self.top.search.setFocus()

    @property
    def side(self) -> Side:
        """The side of the board, made when it is first needed."""
        if self._side is None:
            from .screens.side import Side

            self._side = Side(self.theme, self)
            self._side.panel.today = self._today
        return self._side

    def _today(self) -> tuple[StoreCard, date] | None:
        """The store and its business day, None before the store is known."""
        return (self.store, business_day(self._now(), self.store.timezone)) if self.store is not None else None

    @property
    def side_open(self) -> bool:
        """Whether the side is open (also while another screen is in front)."""
        return self._side is not None and self._side.isVisibleTo(self)

    def show_changes(self, changes: ChangeSet) -> set[str]:
        """Show what changed; return the ids of cards that are new on the board."""
        if changes.store is not None and changes.store != self.store:
            self.store = changes.store
            self.zone = ZoneInfo(changes.store.timezone)
            self.board.dress(self._look(), self.theme.colours)
        self.tables = self.tables if changes.tables is None else changes.tables
        self.staff = self.staff if changes.staff is None else changes.staff
        if changes.outbox is not None:
            self.outbox = changes.outbox
            self.navigation.show_parked(changes.outbox.parked)
        fresh = self.board.show_changes(changes)
        self._follow(changes)
        self.refresh()
        self.changed.emit(changes)
        return fresh

    def show_link(self, link: LinkState) -> None:
        """Show how the link stands."""
        self.link = link
        self.refresh()
        self.linked.emit(link)

    def show_figures(self, figures: Figures) -> None:
        """Show the day's figures."""
        self.foot.show_figures(figures)

    def tick(self) -> None:
        """A second has passed."""
        self.board.tick()
        self.refresh()

    def refresh(self) -> None:
        """Write the words that follow the clock, the link and the counts."""
        now = self._now().astimezone(self.zone)
        if self.store is not None:
            self.top.show_store(words.store_word(self.store.name, now))
        text, lamp = words.link_word(self.link, datetime.now(UTC)), _LAMPS[self.link.state]
        why = words.link_detail_word(self.link)
        if self.link.state is LinkWord.OFFLINE and self.link.as_of is not None:
            text = f"{text} · {words.as_of_word(self.link.as_of.astimezone(self.zone))}"
        self.top.show_link(text, lamp, why)
        seated = self.board.board.columns[Column.SEATED].rowCount()
        self.foot.show_here(seated + self.board.board.columns[Column.QUEUE].rowCount())

    @property
    def bare(self) -> bool:
        """Whether nothing but the screen is shown: it is the first day's."""
        return self.showing in _BARE

    def room(self, name: str) -> QWidget:
        """Return the screen called `name`, made now if it was never shown."""
        if name not in self.screens:
            self.screens[name] = made = self.makers[name]()
            made.setParent(self)
            made.setAutoFillBackground(True)
        return self.screens[name]

    def show_screen(self, name: str) -> None:
        """Show the screen called `name`."""
        made = self.room(name)
        self.over.hide_popup()
        self.showing = name
        if name in self.navigation.buttons:
            self.navigation.show_screen(name)
        bare = self.bare
        self.navigation.setVisible(not bare)
        self.top.search.setVisible(not bare)
        self.foot.show_bare(bare)
        for other, widget in self.screens.items():
            widget.setVisible(other == name)
        self._place()
        if name == "board":
            self.top.search.setFocus()
        elif made.focusProxy() is not None:
            made.setFocus()
        self.shown.emit(name)

    def open_side(self) -> None:
        """Open the side."""
        if not self.side_open:
            self.side.show()
            self._place()

    def close_side(self) -> None:
        """Close the side; the board gets its room."""
        if self._side is not None:
            self._side.close_form(quietly=True)
            self._side.hide()
            self._place()
        self.top.search.setFocus()

    def _follow(self, changes: ChangeSet) -> None:
        """Keep the side true to what it shows."""
        if not self.side_open:
            return
        card, guest = self.side.card, self.side.guest
        if card is not None:
            now_card = self.board.board.find(card.card_id)
            if now_card is not None and now_card != card:
                self.side.show_guest(now_card, now_card.guest, self.zone)
            elif now_card is None and card.card_id in changes.gone:
                self.side.show_guest(None, changes.guests.get(guest.guest_id, guest) if guest else None, self.zone)
                if guest is None and self.side.form is None:
                    self.close_side()
        elif guest is not None and guest.guest_id in changes.guests:
            self.side.show_guest(None, changes.guests[guest.guest_id], self.zone)

    def _look(self) -> Look:
        limit = self.store.wait_limit if self.store else 30
        return Look(letters=self.theme.letters, zone=self.zone, wait_limit=limit)

    def _dress(self) -> None:
        self.board.dress(self._look(), self.theme.colours)
        self._place()
        self.update()

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("迎宾"))
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Speak another language."""
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Place everything."""
        self._place()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Tell of the first frame. Children are painted after their parent, so it is told when the loop is back."""
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self.painted.emit)
        super().paintEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """Say that staff close the window."""
        self.closing.emit()
        super().closeEvent(event)

    def _make_room(self) -> None:
        """The lanes stand elsewhere: a side that lies over them does too."""
        if self.side_open and self.showing == "board":
            self._place()

    def _place(self) -> None:
        px, width, height = self.theme.px, self.width(), self.height()
        top, left = px(TOP), px(NAVIGATION)
        self.top.setGeometry(0, 0, width, top)
        self.foot.setGeometry(0, height - px(FOOT), width, px(FOOT))
        wide = left
        left = left if self.navigation.isVisibleTo(self) else 0
        banners, foot = self.over.place(left, top, width - left, px(FOOT), keep=self.foot.working)
        self.navigation.setGeometry(0, top, wide, height - top - foot)
        self.board.lend(foot - px(FOOT))
        top += banners
        room = height - top - foot
        side = px(SIDE) if self.showing == "board" and self.side_open else 0
        beside = side if width - left - side >= self.board.least_width() else 0
        for name, widget in self.screens.items():
            widget.setGeometry(left, top, width - left - (beside if name == "board" else 0), room)
        if self._side is not None:
            x = width - side
            if side and not beside:  # it lies over the board, and covers a lane of cards whole or not at all
                x = left + max((edge for edge in self.board.edges() if left + edge <= x), default=0)
            self._side.setGeometry(x, top, width - x if side else px(SIDE), room)
            if self.showing != "board":
                self._side.lower()
            elif side and not beside:
                self._side.raise_()


_BARE = frozenset({"enrol"})

_LAMPS = {
    LinkWord.ONLINE: "green",
    LinkWord.STARTING: "muted",
    LinkWord.SYNCING: "amber",
    LinkWord.OFFLINE: "amber",
    LinkWord.LOCKED: "red",
}
