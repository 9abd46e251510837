"""The form of a group with what stands below it: what is wrong or what a change does to paper, and the buttons."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, tzinfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QPalette, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from app.desk.group_picture import GroupPicture
from app.desk.models.group_draft import GroupDraft, Lacking, closed, kept, lasts_longer
from app.desk.paint.theme import Theme
from app.desk.theme.letters import BODY_BOLD, SMALL
from app.desk.widgets.button import Button, Look
from app.desk.widgets.foot import lay_from_right
from app.desk.widgets.scroll import ThinScrollBar
from app.desk.words import act as words_act
from app.desk.words import group_form as words
from app.desk.words.register import day_word
from app.domain.commands import KeepGroup
from app.domain.faults import Fault
from app.domain.groups import GroupCard, GroupKind

from .conflict_answers import Paragraphs
from .group_form import GroupForm

BESIDE = 240
"""Px at 100 % that words need beside the buttons; below that they stand above them, and only where they matter."""

_AT = {"way_in": "join_url", "past": "until", "lasting": "until", "taken": "chat"}
"""The field in which something is mended, where it is called otherwise."""


def _until(said: GroupCard | KeepGroup | None, zone: tzinfo) -> str:
    """Return until when a picture is good, "" for ever."""
    at = said.expires_at if said is not None else None
    return day_word(at, zone) if at is not None else ""


class GroupEditor(QWidget):
    """Shows one group, or a new one; says what a manager wants."""

    kept = Signal(object, object)
    """A `KeepGroup`, and the `GroupCard` before it (None for a new one). The form is empty by then."""
    left = Signal()
    picture_given = Signal(object)
    """A path or a `QImage` to be read."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._now: datetime | None = None
        self._zone: tzinfo | None = None
        self._why, self._paper, self._loud = "", "", False
        self._names: Mapping[str, str] = {}
        self._agreed: GroupDraft | None = None
        """What was about to be kept when staff were told that it cannot be taken back."""
        self.form = GroupForm(theme)
        self.area = QScrollArea(self)
        self.why = Paragraphs(theme, self)
        self.keep = Button(theme, key="Enter", look=Look.MAIN, parent=self)
        self.close_group = Button(theme, key="K", parent=self)
        self.cancel = Button(theme, key="Esc", parent=self)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setVerticalScrollBar(ThinScrollBar(theme, self.area))
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(self.form)
        for widget in (self.area.viewport(), self.form):
            widget.setBackgroundRole(QPalette.ColorRole.Base)
        self.form.kept.connect(self.submit)
        self.form.left.connect(self.left)
        self.form.reached.connect(self.area.ensureWidgetVisible)
        self.form.picture.given.connect(self.give)
        self.keep.clicked.connect(self.submit)
        self.close_group.clicked.connect(self.shut)
        self.cancel.clicked.connect(self.left)
        theme.changed.connect(self._place)

    @property
    def editing(self) -> bool:
        """Whether a group is shown."""
        return bool(self.form.group_id)

    def show_group(self, card: GroupCard, now: datetime, zone: tzinfo) -> None:
        """Show a group; what somebody is typing about it stays."""
        self._now, self._zone = now, zone
        self.form.show_group(card, now, zone)

    def start_new(self, group_id: str, kind: GroupKind, now: datetime, zone: tzinfo) -> None:
        """Begin a new group."""
        self._now, self._zone = now, zone
        self.form.start_new(group_id, kind, now, zone)
        self.area.verticalScrollBar().setValue(0)
        self.form.fields["name"].setFocus()

    def show_now(self, now: datetime, names: Mapping[str, str]) -> None:
        """Take the moment, and what the store's groups are called; a form may lie open for long."""
        self._now, self._names = now, names
        self.form.show_now(now)

    def show_facts(self, why: str, paper: str) -> None:
        """Take why nothing can be changed ("": it can), and which paper leads here."""
        self._why, self._paper = why, paper
        self.form.setEnabled(not why)
        for button in (self.keep, self.close_group):
            button.setEnabled(not why)
        self._say("")

    def show_picture(self, picture: GroupPicture) -> None:
        """The picture that was given scans."""
        self.form.show_picture(picture)

    def show_no_picture(self, wrong: BaseException) -> None:
        """The picture that was given cannot be used."""
        self.form.show_no_picture(words_act.fault(wrong))

    def give(self, given: str | QImage) -> None:
        """Take a picture: a file's path, or what was copied."""
        if self.editing and not self._why:
            self.form.show_reading()
            self.picture_given.emit(given)

    def submit(self) -> None:
        """Keep what was typed, or say what is missing."""
        if self._now is None or self._zone is None or self._why or not self.editing:
            return
        held = self.form.held
        try:
            command = kept(self.form.draft(), held, self._now, self._zone, self._names)
        except Lacking as lacking:
            self._say(words.lacks(lacking.what, lacking.name))
            field = self.form.fields.get(_AT.get(lacking.what, lacking.what))
            if field is not None:
                field.setFocus()
        except Fault as fault:
            self._say(words_act.fault(fault))
            self.form.fields["join_url"].setFocus()
        else:
            if lasts_longer(held, command, self._now) and self._agreed != self.form.draft():
                self._agreed = self.form.draft()  # whoever changes something is asked again
                self.keep.deafen()
                self._say(words.sooner_word(_until(held, self._zone), _until(command, self._zone)), sure=True)
                return
            self.form.forget()
            self.kept.emit(command, held)

    def shut(self) -> None:
        """Close the group, or open it again."""
        held = self.form.held
        if held is not None and not self._why:
            self.close_group.deafen()  # the same button opens it again
            self.form.forget()
            self.kept.emit(closed(held, not held.closed), held)

    def _say(self, wrong: str, *, sure: bool = False) -> None:
        """Say what is wrong with the form, else why it cannot be kept, else which paper leads here."""
        told, ink = wrong or self._why or self._paper, "red" if wrong else "amber" if self._why else "muted"
        self._loud = bool(wrong or self._why)
        self.why.show_told([(told, BODY_BOLD if wrong else SMALL, ink)])
        held = self.form.held
        self.keep.say(words.replace_word() if sure else words.keep_word(new=self.form.is_new))
        self.close_group.say(words.close_word(held.closed if held is not None else False))
        self.close_group.setVisible(held is not None)
        self._place()

    def retranslate(self) -> None:
        """Speak the language of the moment."""
        self.form.retranslate()
        self.cancel.say(words.cancel_word())
        self._say("")

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Place everything."""
        self._place()

    def _place(self) -> None:
        px = self._theme.px
        bottom = self.height() - px(14)
        buttons = (self.keep, self.close_group, self.cancel)
        edge, row = lay_from_right(buttons, px(22), self.width() - px(22), bottom, px(8))
        room, high = edge - px(38), bottom - row
        beside = room >= px(BESIDE) and high == self.keep.height()
        room = room if beside else max(self.width() - px(44), px(80))
        tall = int(self.why.tall(self._theme.letters, room)) if beside or self._loud else 0
        top = min(bottom - (high + tall) // 2, bottom - tall) if beside else bottom - high - px(6) - tall
        self.why.setGeometry(px(22), top, room, tall)
        head, foot = px(10), min(top, bottom - high) - px(6)  # below the round corners of the ground
        self.area.setGeometry(1, head, self.width() - 2, max(foot - head, 0))
