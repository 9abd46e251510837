"""The door of the studio: it is made when it is first asked for, because what it prints with is much to load."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.domain.changes import ChangeSet

from .keys import Key
from .languages import Language
from .notices import Notices
from .preferences import Preferences, Studio
from .studio_desk import StudioDesk

if TYPE_CHECKING:
    from .press import Press
    from .shell import Shell
    from .studio_hands import StudioHands
    from .studio_orders import StudioOrders

_ABOUT = frozenset({"code", "group", "print", "funnel"})


class StudioRoom(QObject):
    """Makes the studio's screen for `shell`. `kept` gives the preferences, `keep` remembers them."""

    def __init__(self, shell: Shell, desk: StudioDesk, notices: Notices, language: Language) -> None:
        super().__init__(shell)
        self._shell, self._desk, self._notices, self._language = shell, desk, notices, language
        self.kept: Callable[[], Preferences] = Preferences
        self.keep: Callable[[Preferences], None] = lambda _kept: None
        self.press: Press | None = None
        self.hands: StudioHands | None = None
        self.orders: StudioOrders | None = None
        self._stale = False
        shell.shown.connect(self._shown)
        shell.changed.connect(self._changed)

    def make(self) -> QWidget:
        """Return the screen."""
        from .press import Press
        from .studio_hands import StudioHands
        from .studio_orders import StudioOrders

        self.press = Press(self)
        kept = self.kept().studio
        name = self._language.name
        self.hands = hands = StudioHands(self._shell, self._desk, self._notices, self.press, kept, self._remember, name)
        self.orders = StudioOrders(hands)
        hands.screen.retranslated.connect(self._retranslate)
        hands.told.connect(self._foot)
        self._stale = True
        return hands.screen

    def reprint(self, codes: Iterable[str], template: str) -> None:
        """Show the studio, ready to print these codes anew with that template."""
        self._shell.show_screen("studio")
        if self.hands is not None:
            self.hands.reprint(set(codes), template)

    def close(self) -> bool:
        """Stop what is being printed or written; True if nothing half made is left."""
        return self.press.close() if self.press is not None else True

    def _remember(self, kept: Studio) -> None:
        self.keep(replace(self.kept(), studio=kept))

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
