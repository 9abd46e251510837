"""What lies over the window's screens: VIPs nobody welcomed, answers to a search, messages, banners, the keys.

Each is made when it is first needed, so that the first frame does not wait for any.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect, Signal
from PySide6.QtWidgets import QWidget

from .paint.theme import Theme

if TYPE_CHECKING:
    from .notices import Notices
    from .screens.alert import AlertBar
    from .screens.keys import KeysView
    from .screens.search import SearchPopup
    from .widgets.banners import BannerStrip
    from .widgets.toast import ToastView


class Over(QObject):
    """Over `window`. `resized`: the alerts or banners need another height."""

    resized = Signal()
    alerts_made = Signal(object)
    """The `AlertBar`, when it is made."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._theme, self._window = theme, window
        self._popup: SearchPopup | None = None
        self._keys: KeysView | None = None
        self._alerts: AlertBar | None = None
        self.toast: ToastView | None = None
        self.banners: BannerStrip | None = None

    def attend(self, notices: Notices) -> None:
        """Show what `notices` has to say from now on, and what still holds."""
        from .widgets.banners import BannerStrip
        from .widgets.toast import ToastView

        self.toast = ToastView(self._theme, self._window)
        self.banners = BannerStrip(self._theme, notices, self._window)
        self.banners.resized.connect(self.resized)
        notices.toasted.connect(self.toast.show_toast)
        self.alerts.hide()  # made now: the first VIP must not wait for it
        self.resized.emit()

    @property
    def popup(self) -> SearchPopup:
        """The answers to a search."""
        if self._popup is None:
            from .screens.search import SearchPopup

            self._popup = SearchPopup(self._theme, self._window)
        return self._popup

    @property
    def popup_open(self) -> bool:
        """Whether the answers are shown."""
        return self._popup is not None and self._popup.isVisible()

    @property
    def alerts(self) -> AlertBar:
        """The bar of VIPs whom nobody welcomed."""
        if self._alerts is None:
            from .screens.alert import AlertBar

            self._alerts = AlertBar(self._theme, self._window)
            self._alerts.resized.connect(self.resized)
            self.alerts_made.emit(self._alerts)
        return self._alerts

    def with_alerts(self, heard: Callable[[AlertBar], object]) -> None:
        """Hand the bar of VIPs to `heard`, now or when it is made."""
        if self._alerts is not None:
            heard(self._alerts)
        else:
            self.alerts_made.connect(heard)

    @property
    def alerting(self) -> str:
        """The arrival of the first VIP whom nobody welcomed, "" where there is none."""
        held = self._alerts.shown if self._alerts is not None else []
        return held[0].alert.arrival_id if held else ""

    def place_popup(self, field: QRect) -> SearchPopup:
        """Return the answers, placed below the search `field`."""
        width = max(field.width(), self._theme.px(520))
        self.popup.setGeometry(field.x(), field.bottom() + 6, width, self.popup.height())
        return self.popup

    def hide_popup(self) -> None:
        """Hide the answers."""
        if self._popup is not None:
            self._popup.hide()

    def hide_toast(self) -> None:
        """Hide the message that is passing."""
        if self.toast is not None:
            self.toast.hide()

    def show_keys(self) -> None:
        """Show every key, or hide them again."""
        if self.close_keys():
            return
        from .screens.keys import KeysView

        self._keys = keys = KeysView(self._theme, self._window)
        keys.setGeometry(self._window.rect())
        keys.show()
        keys.raise_()
        if self.alerting:
            self.alerts.raise_()
        keys.setFocus()

    def close_keys(self) -> bool:
        """Hide the keys; True if they were shown."""
        keys, self._keys = self._keys, None
        if keys is None or not keys.isVisible():
            return False
        keys.leave()
        keys.deleteLater()
        return True

    def place(self, left: int, top: int, width: int, foot: int, *, keep: bool) -> tuple[int, int]:
        """Place banners from (left, top) over `width` px, alerts at the window's foot (`foot` px high where there are
        none), and the passing message above it; return the heights of banners and foot.

        Alerts take the foot's room, so that nothing on the screens moves when a VIP comes. `keep`: long work says there
        how far it is and can be stopped; then they stand on it.
        """
        strip = self.banners.needed() if self.banners is not None else 0
        if self.banners is not None:
            self.banners.setVisible(strip > 0)
            self.banners.setGeometry(left, top, width, strip)
        below = foot if keep else 0
        foot = max(foot, below + self._place_alerts(below))
        if self.toast is not None:
            self.toast.place(foot)
        return strip, foot

    def _place_alerts(self, below: int) -> int:
        bar, window = self._alerts, self._window
        if bar is None:
            return 0
        bar.resize(window.width(), bar.height())  # its height depends on its width
        needed = bar.needed() if bar.shown else 0
        bar.setGeometry(0, window.height() - below - needed, window.width(), needed)
        bar.setVisible(needed > 0)
        bar.raise_()
        return needed
