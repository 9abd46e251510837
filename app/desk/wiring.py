"""The composition root: every part of the counter is made here and handed to those who use it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal

from app.actions.ready import get_ready
from app.domain.changes import ChangeSet
from app.domain.days import SHANGHAI, business_day
from app.domain.faults import Fault
from app.localdb.lane import Lane
from app.localdb.settings import Enrolled
from app.sync.link import LinkState, LinkWord

from .acts import Acts
from .alerts import Alerts
from .behind import LaneDesk
from .bridge import Bridge
from .hands import Hands
from .keys import Key
from .notices import Notices, Toast, Tone
from .opening import Opening
from .paint.log import PaintLog
from .paint.theme import Mode
from .paper_room import PaperRoom
from .preferences import Preferences
from .rooms import Rooms
from .scanner.filter import ScannerFilter
from .scans import Scans
from .sounds import Sounds
from .studio.room import StudioRoom
from .tray import tray_for
from .words import act as words_act

if TYPE_CHECKING:
    from app.sync.courier import Courier

SECOND = 1000


class Counter(QObject):
    """The whole counter, around the window of `opening`. `connect_hq` starts the courier, `close` ends everything."""

    link_changed = Signal(object)
    """A `LinkState`, after the window shows it."""
    enrol_failed = Signal(object)
    """Why the desk could not be enrolled: the exception, after staff were told."""

    def __init__(self, lane: Lane, bridge: Bridge, opening: Opening) -> None:
        super().__init__()
        self.lane, self.bridge, self.opening = lane, bridge, opening
        self.first, self.headless = opening.first, opening.headless
        self.clock, self.language, self.theme = opening.clock, opening.language, opening.theme
        self.shell = opening.shell
        self.preferences = self.first.preferences
        self.link = LinkState(since=datetime.now(UTC))
        self.courier: Courier | None = None
        self.notices = Notices(self)
        self.desk = LaneDesk(lane, self.clock, bridge)
        self.desk.staff, self.desk.failed = self.preferences.staff, self._failed
        self.desk.enrolled, self.desk.not_enrolled = self._enrolled, self._not_enrolled
        self.acts = Acts(self.desk, self.notices, self)
        self.hands = Hands(self.shell, self.acts, self.desk)
        self.scanner = ScannerFilter(self.preferences.scanner, parent=self)
        self.scans = Scans(self.shell, self.hands, self.acts, self.desk, self.notices)
        self.scans.habits = lambda: self.preferences.scanner
        self.sounds = Sounds(on=self.preferences.sound, able=not self.headless, parent=self)
        self.alerts = Alerts(self.shell, self.notices, self.sounds, self.clock.now)
        self.rooms = self._furnish()
        self._day = self._today()
        self._figures_due = True
        self._second = QTimer(self)
        self._second.setInterval(SECOND)
        self._second.timeout.connect(self._tick)
        self._connect()

    def _furnish(self) -> Rooms:
        rooms = Rooms(self.desk, self.theme, self.lane.data, self._failed)
        rooms.shell, rooms.enrolled = self.shell, self.first.enrolled
        rooms.preferences, rooms.chosen = lambda: self.preferences, self.use
        rooms.halt, rooms.go_on = self.disconnect_hq, self.connect_hq
        rooms.settle = lambda card, decision, keep, note: self.acts.settle(card, decision, keep=keep, note=note)
        rooms.reopen = self.acts.reopen_conflict
        self.studio = StudioRoom(self.shell, self.desk, self.notices, self.language)
        self.studio.kept, self.studio.keep = lambda: self.preferences, self._keep_quietly
        self.paper = PaperRoom(self.shell, self.desk, self.acts, self.notices, self.language)
        self.paper.preferences = lambda: self.preferences
        self.paper.reprint_asked.connect(self.studio.reprint)
        self.shell.makers |= {**rooms.makers(), **self.paper.makers(), "studio": self.studio.make}
        return rooms

    def _connect(self) -> None:
        self.rooms.trying = self.scans.only_try
        self.scans.tried.connect(self.rooms.tried)
        self.scans.link_found.connect(self.paper.look_up)
        self.scanner.scanned.connect(self.scans.scanned)
        self.scanner.broken.connect(self.scans.broken)
        self.bridge.changed.connect(self._changed)
        self.bridge.link_changed.connect(self._linked)
        self.hands.conflict_asked.connect(self.rooms.show_conflict_of)
        self.hands.mute_asked.connect(self.alerts.mute)
        self.shell.over.attend(self.notices)
        self.shell.shown.connect(self.rooms.shown)
        self.shell.closing.connect(self._keep_geometry)
        self.shell.may_leave = self.first.enrolled is not None
        if not self.shell.may_leave:
            self.shell.show_screen("enrol")

    @property
    def paint_log(self) -> PaintLog:
        """When each accepted event was painted."""
        return self.shell.board.paint_log

    def start(self, hq: str = "", code: str = "") -> None:
        """Begin after the first frame: the clock ticks, the courier starts, the tray and Qt's own words come."""
        self._second.start()
        QCoreApplication.instance().installEventFilter(self.scanner)  # type: ignore[union-attr]
        self.lane.submit_bulk(get_ready)
        self.connect_hq(hq, code)
        self.language.borrow()
        if not self.headless:
            self.alerts.tray = tray_for(self.raise_window, self.shell.close, self)
        self.alerts.look()
        self.rooms.refresh_conflicts()
        self.paper.start()

    def connect_hq(self, hq: str = "", code: str = "") -> None:
        """Start the courier; enrol with `code` at `hq`, or go to HQ's new address `hq` where the desk is enrolled."""
        from app.sync.courier import Courier

        self.courier = self.desk.courier = Courier(self.lane, clock=self.clock, on_link=self.bridge.post_link)
        self.courier.start()
        held = self.first.enrolled
        if hq and code:
            self.desk.enrol(hq, code)
        elif hq and held is not None and held.hq != hq.rstrip("/"):
            self.bridge.hear(self.courier.move(hq), lambda _: None, self._failed)

    def disconnect_hq(self) -> None:
        """Stop the courier; the desk goes on by itself."""
        courier, self.courier, self.desk.courier = self.courier, None, None
        if courier is not None:
            courier.stop()

    def close(self) -> bool:
        """Stop courier and lane; True if everything staff did is on the disk."""
        self._second.stop()
        QCoreApplication.instance().removeEventFilter(self.scanner)  # type: ignore[union-attr]
        self.sounds.ring("")
        self.disconnect_hq()
        self.paper.close()
        cleared = self.studio.close()
        self.language.close()
        self.bridge.end()
        return self.lane.close() and cleared

    def _keep_quietly(self, kept: Preferences) -> None:
        """Remember what changes nothing that is shown."""
        self.preferences = kept
        self.desk.keep(kept)

    def use(self, kept: Preferences) -> None:
        """Take these preferences, at once and for the next start; the settings know nothing of the studio's."""
        kept = replace(kept, studio=self.preferences.studio)
        self.preferences = kept
        self.language.use(kept.language)
        self.language.borrow()
        self.theme.use(mode=Mode(kept.theme), scale=kept.scale)
        self.sounds.on = kept.sound
        self.scanner.use(kept.scanner)
        if Key.changed != kept.keys:
            Key.use(kept.keys)
            self.hands.rebind()
            QCoreApplication.sendEvent(self.shell, QEvent(QEvent.Type.LanguageChange))  # buttons say their keys
        self.shell.top.show_staff(kept.staff)
        if self.alerts.tray is not None:
            self.alerts.tray.retranslate()
        self.alerts.look()
        self.desk.keep(kept)

    def raise_window(self) -> None:
        """Bring the window to the front."""
        self.shell.showNormal()
        self.shell.raise_()
        self.shell.activateWindow()

    def _today(self) -> date:
        return business_day(self.clock.now(), self.shell.store.timezone if self.shell.store else SHANGHAI)

    def _changed(self, changes: ChangeSet) -> None:
        fresh = self.shell.show_changes(changes)
        self._figures_due = True
        if changes.outbox is not None:
            self.rooms.refresh_unsent()
        if changes.guests:
            self.rooms.know(changes.guests)
        if changes.conflicts or (changes.board and self.shell.showing == "conflicts"):
            self.rooms.refresh_conflicts()
        if changes.staff is not None or changes.store is not None:
            self.rooms.refresh_settings()
            self._let_in()
        self.alerts.arrived(fresh & changes.accepted.keys())
        self.alerts.look()

    def _linked(self, link: LinkState) -> None:
        before, self.link = self.link, link
        self.shell.show_link(link)
        self.rooms.linked(link)
        self.alerts.linked(link)
        arrived = link.state is LinkWord.ONLINE and before.state is not LinkWord.ONLINE
        if arrived and self.shell.showing == "enrol":
            self.shell.show_screen("board")
        elif link.detail == "not_enrolled" and self.shell.showing != "enrol":
            self.shell.show_screen("enrol")
            self.rooms.linked(link)
        self._let_in()
        self.link_changed.emit(link)

    def _let_in(self) -> None:
        """The roster is still on its way, but who comes to this store today is known: work can begin."""
        store, where = self.shell.store, self.rooms.enrolled
        known = store is not None and where is not None and store.store_id == where.store_id
        if known and self.link.state is LinkWord.SYNCING and self.shell.showing == "enrol":
            self.shell.show_screen("board")

    def _failed(self, wrong: BaseException) -> None:
        self.notices.toast(Toast(text=words_act.fault(wrong), tone=Tone.WRONG))
        if isinstance(wrong, Fault) and wrong.code == "disk_full":
            self.alerts.disk_full(True)

    def _enrolled(self, where: Enrolled) -> None:
        self.rooms.enrolled = where
        self.shell.may_leave = True
        self.rooms.refresh_settings()

    def _not_enrolled(self, wrong: BaseException) -> None:
        self._failed(wrong)
        self.rooms.failed(words_act.fault(wrong))
        self.enrol_failed.emit(wrong)

    def _tick(self) -> None:
        self.shell.tick()
        self.alerts.look()
        today = self._today()
        if today != self._day:
            self._day = today
            self.desk.look(frozenset(card.card_id for card in self.shell.board.board.cards()))
            self._figures_due = True
        if self._figures_due:
            self._figures_due = False
            self.desk.figures(self.shell.show_figures)

    def _keep_geometry(self) -> None:
        geometry = bytes(self.shell.saveGeometry().toHex().data()).decode()
        self.preferences = replace(self.preferences, geometry=geometry)
        self.desk.keep(self.preferences)
