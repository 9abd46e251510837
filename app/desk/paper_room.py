"""The doors of the groups and the print register: made when they are first asked for, and kept true from then on.

What they show is worked out by the press, off the main thread: a store may have printed thousands of pieces.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from app.domain.changes import ChangeSet
from app.domain.commands import KeepGroup
from app.domain.groups import GroupCard, GroupKind
from app.domain.ids import new_id
from app.domain.printed import check_group_link, code_in
from app.localdb.printed import Printed
from app.sync.link import LinkState, LinkWord

from .acts import Acts
from .languages import Language
from .notices import Notices, Toast, Tone
from .preferences import Preferences
from .verbs import Desk

if TYPE_CHECKING:
    from app.wire.printed import WhoseCode

    from .group_watch import GroupWatch
    from .models.groups import PoolRow
    from .models.prints import Register, Templates
    from .press import Press, Run
    from .screens.groups import GroupsScreen
    from .screens.prints import PrintsScreen
    from .shell import Shell

T = TypeVar("T")

MINUTE = 60_000
"""Milliseconds: a picture lapses without anybody changing anything."""


class _Rows(NamedTuple):
    """What the screens show, as it is worked out."""

    pools: Sequence[PoolRow]
    register: Register
    templates: Templates


class PaperRoom(QObject):
    """Makes both screens for `shell`. `preferences` gives who works at this desk."""

    reprint_asked = Signal(object, str)
    """Codes to be printed anew (a tuple), and the template's name, "" for any: the studio's to do."""
    shown = Signal()
    """The screens show what the desk holds now."""

    def __init__(self, shell: Shell, desk: Desk, acts: Acts, notices: Notices, language: Language) -> None:
        super().__init__(shell)
        self._shell, self._desk, self._acts, self._notices, self._language = shell, desk, acts, notices, language
        self.preferences: Callable[[], Preferences] = Preferences
        self.groups: GroupsScreen | None = None
        self.prints: PrintsScreen | None = None
        self.held: Printed | None = None
        self._watch: GroupWatch | None = None
        self._press: Press | None = None
        self._templates: Templates | None = None
        self._rows: _Rows | None = None
        self._reading: Run | None = None
        self._sought, self._unanswered = "", ""
        self._kind: GroupKind | None = None
        self._minute = QTimer(self)
        self._minute.setInterval(MINUTE)
        self._minute.timeout.connect(self._tick)
        shell.shown.connect(self._shown)
        shell.changed.connect(self._changed)
        shell.linked.connect(self._linked)

    def makers(self) -> dict[str, Callable[[], QWidget]]:
        """Return what makes each screen."""
        return {"groups": self._make_groups, "prints": self._make_prints}

    def start(self) -> None:
        """Look for the first time, and from then on."""
        self._minute.start()
        self.refresh()

    def close(self) -> None:
        """Stop what is being worked out."""
        self._minute.stop()
        if self._press is not None:
            self._press.close()

    @property
    def press(self) -> Press:
        """Where rows are worked out and pictures read."""
        if self._press is None:
            from .press import Press

            self._press = Press(self)
        return self._press

    # --- kept true -----------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read everything about paper anew."""
        self._desk.printed(self._have)

    def _changed(self, changes: ChangeSet) -> None:
        if changes.printed or changes.store is not None or changes.staff is not None:
            self.refresh()

    def _shown(self, name: str) -> None:
        if name in ("groups", "prints"):
            self._show_staff()
            self.refresh()

    def _tick(self) -> None:
        if self.held is not None:
            self._have(self.held)

    def _have(self, held: Printed) -> None:
        self.held = held
        now = self._desk.now()
        if self._watch is None:
            from .group_watch import GroupWatch  # not at the top: the first frame must not wait for its words

            self._watch = GroupWatch(self._notices, self.show_pool)
        self._shell.navigation.show_groups(self._watch.look(held, now, self._shell.zone))
        if self.groups is not None or self.prints is not None:
            templates = self._templates
            self.press.look(lambda _run: _worked_out(held, templates, now), self._show, self._wrong, owner=self._shell)

    def _show(self, rows: _Rows) -> None:
        self._rows, self._templates = rows, rows.templates
        self._show_staff()
        if self.groups is not None:
            self.groups.show_pools(rows.pools, self._desk.now(), self._shell.zone)
            if self._kind is not None:
                self.groups.select_kind(self._kind)
                self._kind = None
        if self.prints is not None:
            self.prints.show_register(rows.register, self._shell.zone)
            if self._sought:
                self._look_up()
        self.shown.emit()

    def _show_staff(self) -> None:
        me, staff = self.preferences().staff, self._shell.staff
        for screen in (self.groups, self.prints):
            if screen is not None:
                screen.show_staff(me, staff)

    def _wrong(self, wrong: BaseException) -> None:
        from .words import act as words_act

        self._notices.toast(Toast(text=words_act.fault(wrong), tone=Tone.WRONG))

    # --- asked for from elsewhere --------------------------------------------------------------------------------

    def show_pool(self, kind: GroupKind) -> None:
        """Show the groups of this kind."""
        self._kind = kind
        self._shell.show_screen("groups")

    def look_up(self, text: str) -> None:
        """Show what a code is that was scanned or typed; what is none is left alone."""
        code = code_in(text)
        if code:
            self._sought = code
            self._shell.show_screen("prints")

    def _look_up(self) -> None:
        from .words import register as words_print

        code, self._sought = self._sought, ""
        known = self.prints.look_up(code) if self.prints is not None else None
        told = words_print.not_ours_word(code) if known is None else words_print.found_word(known.card)
        self._notices.toast(Toast(text=told, tone=Tone.WARNING if known is None else Tone.INFO))

    # --- the screens ---------------------------------------------------------------------------------------------

    def _make_groups(self) -> QWidget:
        from .screens.groups import GroupsScreen

        self.groups = made = GroupsScreen(self._shell.theme, lambda: new_id(self._desk.now()))
        made.kept.connect(self._keep)
        made.picture_given.connect(self._read)
        made.choose_asked.connect(self._choose)
        return made

    def _make_prints(self) -> QWidget:
        from .screens.prints import PrintsScreen

        self.prints = made = PrintsScreen(self._shell.theme, lambda: self._language.name)
        made.form.now = self._desk.now
        made.reprint_asked.connect(self.reprint_asked)
        made.lost_asked.connect(lambda card, code, found: self._acts.mark_lost(card, code, found=found))
        made.retire_asked.connect(lambda card, restored: self._acts.retire_code(card, restored=restored))
        made.code_asked.connect(self._acts.keep_code)
        made.strange.connect(self._ask_whose)
        return made

    def _ask_whose(self, code: str) -> None:
        """Ask HQ whose a code is that this desk does not hold; nothing waits for the answer."""
        from .words import whose as words_whose

        screen = self.prints
        if screen is None:
            return

        def told(whose: WhoseCode | None) -> None:
            store = self._shell.store
            own, now = store.store_id if store is not None else "", self._desk.now()
            screen.tell_whose(code, words_whose.found(whose, own, now) if whose else words_whose.unknown(code))

        def failed(_wrong: BaseException) -> None:
            self._unanswered = code
            screen.tell_whose(code, words_whose.silent(code))

        self._unanswered = ""
        self._desk.whose_code(code, told, failed)

    def _linked(self, link: LinkState) -> None:
        """The line is back: ask what could not be answered."""
        if self._unanswered and link.state is LinkWord.ONLINE:
            self._ask_whose(self._unanswered)

    def _keep(self, command: KeepGroup, before: GroupCard | None) -> None:
        self._acts.keep_group(command, before)

    def _choose(self) -> None:
        from .studio.files import ask_file
        from .words.group_form import choose_word

        if self.groups is not None:
            ask_file(self.groups, choose_word(), self.groups.give)

    def _read(self, given: str | QImage) -> None:
        from . import group_picture

        codes = self.held.codes if self.held is not None else ()

        def work(_run: Run) -> group_picture.GroupPicture:
            read = group_picture.from_file(given) if isinstance(given, str) else group_picture.from_image(given)
            check_group_link(read.text, (card.link for card in codes))
            return read

        screen = self.groups
        if screen is None:
            return
        wanted = screen.form.group_id

        def told(show: Callable[[T], None], value: T) -> None:
            if screen.form.reading and screen.form.group_id == wanted:  # else staff have gone on to another group
                show(value)

        if self._reading is not None:
            self._reading.cancel()
        done, failed = partial(told, screen.show_picture), partial(told, screen.show_no_picture)
        self._reading = self.press.look(work, done, failed, owner=screen)


def _worked_out(held: Printed, templates: Templates | None, now: datetime) -> _Rows:
    from .models.groups import pools_of
    from .models.prints import register_of, templates_here

    templates = templates or templates_here()
    return _Rows(pools_of(held, now), register_of(held, templates, now), templates)
