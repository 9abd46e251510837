"""The door of the studio. What it prints with is much to load: that is done aside when the studio is first asked for,
while the window goes on."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from app.desk.keys import Key
from app.desk.languages import Language
from app.desk.notices import Notices, Toast, Tone
from app.desk.preferences import Preferences, Studio
from app.domain.changes import ChangeSet

if TYPE_CHECKING:
    from app.desk.press import Press
    from app.desk.shell import Shell
    from app.desk.workshop.child import Child
    from app.desk.workshop.process import Workshop

    from .desk import StudioDesk
    from .hands import StudioHands
    from .orders import StudioOrders

REST = 500
"""Milliseconds after the last change until it is written down how staff left the studio."""

_ABOUT = frozenset({"code", "group", "print", "funnel"})

log = logging.getLogger(__name__)


class StudioPlace(QWidget):
    """Where the studio's screen stands, also before it is there."""

    def __init__(self) -> None:
        super().__init__()
        self._screen: QWidget | None = None

    def take(self, screen: QWidget) -> None:
        """Let the screen stand here from now on."""
        self._screen = screen
        screen.setParent(self)
        screen.setGeometry(self.rect())
        screen.show()
        self.setFocusProxy(screen)
        self.setAccessibleName(screen.accessibleName())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Give the screen all the room."""
        if self._screen is not None:
            self._screen.setGeometry(self.rect())


class StudioRoom(QObject):
    """Makes the studio's screen for `shell`. `kept` gives the preferences, `keep` remembers them."""

    opened = Signal()
    """The studio is there."""
    _loaded = Signal()
    _broken = Signal()

    def __init__(self, shell: Shell, desk: StudioDesk, notices: Notices, language: Language) -> None:
        super().__init__(shell)
        self._shell, self._desk, self._notices, self._language = shell, desk, notices, language
        self.kept: Callable[[], Preferences] = Preferences
        self.keep: Callable[[Preferences], None] = lambda _kept: None
        self.workshop: Workshop | None = None
        """Where pages are made, where it is not our own: it is not closed with the studio."""
        self._own: Workshop | None = None
        self._child: Child | None = None
        self.press: Press | None = None
        self.hands: StudioHands | None = None
        self.orders: StudioOrders | None = None
        self._place: StudioPlace | None = None
        self._wanted: tuple[set[str], str] | None = None
        self._stale, self._closed = False, False
        self._left: Studio | None = None
        self._resting = QTimer(self)
        self._resting.setSingleShot(True)
        self._resting.timeout.connect(self._write)
        self._loaded.connect(self._open, Qt.ConnectionType.QueuedConnection)
        self._broken.connect(self._say_broken, Qt.ConnectionType.QueuedConnection)
        shell.shown.connect(self._shown)
        shell.changed.connect(self._changed)

    def make(self) -> QWidget:
        """Return where the screen stands; it comes as soon as it is loaded."""
        self._place = StudioPlace()
        threading.Thread(target=self._load, name="studio", daemon=True).start()
        return self._place

    def reprint(self, codes: Iterable[str], template: str) -> None:
        """Show the studio, ready to print these codes anew with that template."""
        self._wanted = set(codes), template
        self._shell.show_screen("studio")
        self._print_wanted()

    def close(self) -> bool:
        """Stop what is being printed or written; True if nothing half made is left."""
        self._closed = True
        self._resting.stop()
        self._write()
        cleared = self.press.close() if self.press is not None else True
        if self._own is not None:
            self._own.close()
        else:
            self._end_child()
        return cleared

    def _load(self) -> None:
        try:
            if self.workshop is None:
                self._start_child()
            for name in ("app.desk.press", "app.desk.studio.hands", "app.desk.studio.orders"):
                import_module(name)
        except Exception:
            log.exception("the studio cannot be loaded")
            self._broken.emit()
            return
        if not self._closed:
            self._loaded.emit()

    def _start_child(self) -> None:
        """Start the workshop's process, which loads its things while we load ours."""
        from app.desk.workshop.child import Child

        try:
            self._child = Child()
        except OSError:
            log.warning("the workshop cannot be started yet", exc_info=True)  # whoever asks for a page tries again
        if self._closed:
            self._end_child()

    def _end_child(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child.bury()

    @Slot()
    def _say_broken(self) -> None:
        text = self.tr("二维码这一页打不开。别的照常用；请重新安装程序。")
        self._notices.toast(Toast(text=text, tone=Tone.WRONG))

    @Slot()
    def _open(self) -> None:
        from app.desk.press import Press
        from app.desk.workshop.process import Workshop

        from .hands import StudioHands
        from .orders import StudioOrders

        if self._closed or self._place is None:
            return
        workshop = self.workshop
        if workshop is None:
            workshop = self._own = Workshop(self._child)
        self.press = Press(self, workshop)
        self.hands = hands = StudioHands(
            self._shell, self._desk, self._notices, self.press, self.kept().studio, self._remember, self._language.name
        )
        self.orders = StudioOrders(hands)
        hands.screen.retranslated.connect(self._retranslate)
        hands.told.connect(self._foot)
        QTimer.singleShot(0, self, self._show)  # a turn of its own: so much at once would be felt

    @Slot()
    def _show(self) -> None:
        hands = self.hands
        if self._closed or self._place is None or hands is None:
            return
        self._place.take(hands.screen)
        self._stale = True
        self._shown(self._shell.showing)
        self._print_wanted()
        if self._shell.showing == "studio" and not self._shell.top.search.text():
            hands.screen.setFocus()
        self.opened.emit()

    def _print_wanted(self) -> None:
        if self.hands is not None and self._wanted is not None:
            self.hands.reprint(*self._wanted)
            self._wanted = None

    def _remember(self, kept: Studio) -> None:
        """Keep it when staff rest: not every letter that they type."""
        self._left = kept
        self._resting.start(REST)

    def _write(self) -> None:
        left, self._left = self._left, None
        if left is not None:
            self.keep(replace(self.kept(), studio=left))

    def _shown(self, name: str) -> None:
        if self.hands is None:
            return
        if name == "studio" and self._stale:
            self._stale = False
            self.hands.refresh()
        self._foot()

    def _changed(self, changes: ChangeSet) -> None:
        if self.hands is None or not (changes.printed & _ABOUT or changes.store is not None):
            return
        self._stale = True
        self._shown(self._shell.showing)

    def _retranslate(self) -> None:
        if self.hands is not None:
            self.hands.speak(self._language.name)
            self._foot()

    def _foot(self) -> None:
        """Show the studio's keys in the foot while it is shown, with when something was printed last."""
        if self.hands is None:
            return
        if self._shell.showing != "studio":
            self._shell.foot.show_instead("", [])
            return
        keys = [
            ("Space", self.tr("选")),
            ("PgUp PgDn", self.tr("翻页")),
            (Key.PRINT, self.tr("打印")),
            (Key.SAVE, self.tr("存 PDF")),
            (Key.CLOSE, self.tr("返回")),
            (Key.HELP, self.tr("全部按键")),
        ]
        self._shell.foot.show_instead(self.hands.last_print(), keys)
