"""The form of one group: name, kind, places, how guests get in, until when. Enter keeps it, Esc forgets what was typed.

Filled from a card, it says what was typed; nothing is written while somebody types.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo

from PySide6.QtCore import QEvent, QObject, QRegularExpression, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QRegularExpressionValidator
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.desk.group_picture import GroupPicture
from app.desk.models.group_draft import GroupDraft, day_text, draft_of, made_here
from app.desk.paint.theme import Theme
from app.desk.theme.letters import HEAD, SMALL, SMALL_BOLD
from app.desk.widgets.button import Button, Look
from app.desk.widgets.field import Field
from app.desk.words import group_form as words
from app.desk.words.paper import group_kind_word, group_name
from app.domain.groups import PICTURE_LASTS, GroupCard, GroupKind

from .conflict_answers import Paragraphs
from .group_picture import PicturePlace, text_copied

_FIELDS = ("name", "capacity", "members", "join_url", "until", "chat")


class GroupForm(QWidget):
    """The fields. `kept`: staff want what is typed to be kept; `left`: they want to forget it."""

    kept = Signal()
    left = Signal()
    reached = Signal(object)
    """A field has the keys: it must be in sight."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.held: GroupCard | None = None
        self._start = GroupDraft(group_id="")
        self._group_id, self._kind = "", GroupKind.GROUP
        self._zone: tzinfo | None = None
        self._now = datetime.min.replace(tzinfo=UTC)
        self._until_at: datetime | None = None
        self._picture: GroupPicture | None = None
        self.reading = False
        self.title = QLabel()
        self.fields = {name: Field(theme) for name in _FIELDS}
        self.labels = {name: QLabel() for name in (*_FIELDS, "kind", "picture")}
        self.kinds = {kind: Button(theme, look=Look.CHOICE) for kind in GroupKind}
        self.lasts = {days: Button(theme, look=Look.CHOICE) for days in words.lasts_words()}
        self.picture = PicturePlace(theme)
        self.about_chat = Paragraphs(theme)
        self._prepare()
        self._lay_out()
        theme.changed.connect(self._dress)
        self.retranslate()

    def _prepare(self) -> None:
        digits = QRegularExpressionValidator(QRegularExpression(r"[0-9０-９]{0,3}"), self)
        for name in ("capacity", "members"):
            self.fields[name].setValidator(digits)
        self.fields["name"].setMaxLength(60)
        for field in self.fields.values():
            field.installEventFilter(self)
        self.fields["until"].textEdited.connect(lambda _: self._mark_lasts())
        for kind, button in self.kinds.items():
            button.clicked.connect(lambda _=False, kind=kind: self._choose_kind(kind))
        for days, button in self.lasts.items():
            button.clicked.connect(lambda _=False, days=days: self.last_for(days))

    def _lay_out(self) -> None:
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.title)
        self._grid = grid = QGridLayout()
        for place, name in enumerate(("name", "capacity", "members")):
            grid.addWidget(self.labels[name], 0, place)
            grid.addWidget(self.fields[name], 1, place)
        grid.addWidget(self.labels["kind"], 2, 0)
        grid.addLayout(self._row(*self.kinds.values()), 3, 0, 1, 3)
        grid.addWidget(self.labels["join_url"], 4, 0, 1, 3)
        grid.addWidget(self.fields["join_url"], 5, 0, 1, 3)
        grid.addWidget(self.labels["picture"], 6, 0, 1, 3)
        grid.addWidget(self.picture, 7, 0, 1, 3)
        grid.addWidget(self.labels["until"], 8, 0, 1, 3)
        grid.addLayout(self._row(*self.lasts.values(), self.fields["until"]), 9, 0, 1, 3)
        for place, part in enumerate((self.labels["chat"], self.fields["chat"], self.about_chat), 10):
            grid.addWidget(part, place, 0, 1, 3)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        self._column.addLayout(grid)
        self._column.addStretch(1)
        self._dress()

    def in_order(self) -> list[QWidget]:
        """Return what takes the keys, in reading order."""
        name, capacity, members, join_url, *last = self.fields.values()
        ways = [join_url, self.picture.choose, self.picture.paste]
        return [name, capacity, members, *self.kinds.values(), *ways, *self.lasts.values(), *last]

    def _row(self, *widgets: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        for widget in widgets:
            row.addWidget(widget)
        if not isinstance(widgets[-1], Field):
            row.addStretch(1)
        self._rows = [*getattr(self, "_rows", []), row]
        return row

    def _dress(self) -> None:
        px, letters = self._theme.px, self._theme.letters
        self._column.setContentsMargins(px(22), px(4), px(22), px(8))
        self._column.setSpacing(px(8))
        self._grid.setHorizontalSpacing(px(12))
        self._grid.setVerticalSpacing(px(4))
        for row in self._rows:
            row.setSpacing(px(8))
        self.title.setFont(letters.font(HEAD))
        for label in self.labels.values():
            label.setFont(letters.font(SMALL_BOLD))
            label.setContentsMargins(0, px(5), 0, 0)

    def retranslate(self) -> None:
        """Speak the language of the moment."""
        for name, (label, hint) in words.field_words().items():
            self.labels[name].setText(label)
            self.fields[name].say(label, hint)
            self.labels[name].setBuddy(self.fields[name])
        self._hints()
        self.labels["kind"].setText(words.kind_label())
        self.labels["picture"].setText(words.picture_label())
        for kind, button in self.kinds.items():
            button.say(group_kind_word(kind))
        for days, text in words.lasts_words().items():
            self.lasts[days].say(text)
        self.picture.retranslate()
        self._tell_picture()
        self._title()

    # --- filled and read -----------------------------------------------------------------------------------------

    def show_group(self, card: GroupCard, now: datetime, zone: tzinfo) -> None:
        """Fill the form with a group. What somebody is typing about this very group stays."""
        if self.held is not None and self.held.group_id == card.group_id and self.changed:
            self.held = card
            return
        self._fill(draft_of(card, zone), card, now, zone)

    def start_new(self, group_id: str, kind: GroupKind, now: datetime, zone: tzinfo) -> None:
        """Empty the form for a new group of this kind."""
        self._fill(GroupDraft(group_id=group_id, kind=kind), None, now, zone)

    def _fill(self, draft: GroupDraft, held: GroupCard | None, now: datetime, zone: tzinfo) -> None:
        self.held, self._group_id, self._now, self._zone = held, draft.group_id, now, zone
        self._until_at, self._picture, self.reading = draft.until_at, None, False
        for name in _FIELDS:
            self.fields[name].setText(getattr(draft, name))
            self.fields[name].setCursorPosition(0)
        self._hints()
        self._choose_kind(draft.kind)
        self._tell_picture()
        self._start = self.draft()
        self._mark_lasts()

    def _hints(self) -> None:
        """Say in what is left empty what holds then. A group that was made with its chat's id has it for good."""
        held, chat = self.held, self.fields["chat"]
        usual = {name: hint for name, (_, hint) in words.field_words().items()}
        self.fields["members"].setPlaceholderText(usual["members"] if held is None else str(held.members))
        chat.setReadOnly(held is not None and not made_here(held.group_id))
        chat.setPlaceholderText(usual["chat"] if held is None else words.no_chat_hint())
        self.about_chat.show_told([(words.chat_word(fixed=chat.isReadOnly()), SMALL, "muted")])

    @property
    def is_new(self) -> bool:
        """Whether the group is not there yet."""
        return self.held is None

    @property
    def changed(self) -> bool:
        """Whether anything was typed or chosen."""
        return bool(self._group_id) and self.draft() != self._start

    @property
    def group_id(self) -> str:
        """The group that is shown, "" for none."""
        return self._group_id

    def forget(self) -> None:
        """Nothing is shown any more."""
        self.held, self._group_id, self._picture, self.reading = None, "", None, False

    def draft(self) -> GroupDraft:
        """Return what the form says now."""
        texts = {name: self.fields[name].text().strip() for name in _FIELDS}
        return GroupDraft(
            group_id=self._group_id,
            kind=self._kind,
            until_at=self._until_at,
            picture=self._picture.encoded if self._picture is not None else "",
            picture_text=self._picture.text if self._picture is not None else "",
            reading=self.reading,
            **texts,
        )

    def _choose_kind(self, kind: GroupKind) -> None:
        self._kind = kind
        for each, button in self.kinds.items():
            button.setChecked(each is kind)
            button.updateGeometry()
        self._title()

    def _title(self) -> None:
        self.title.setText(words.title_word(group_name(self.held) if self.held else "", group_kind_word(self._kind)))

    # --- until when ----------------------------------------------------------------------------------------------

    def last_for(self, days: int) -> None:
        """The picture or link is good for so many days from now; 0: for ever."""
        self._until_at = self._now + timedelta(days=days) if days else None
        if self._zone is not None:
            self.fields["until"].setText(day_text(self._until_at, self._zone))
        self._mark_lasts()

    def show_now(self, now: datetime) -> None:
        """Take the moment from which days count."""
        self._now = now
        self._mark_lasts()

    def _mark_lasts(self) -> None:
        typed = self.fields["until"].text().strip()
        for days, button in self.lasts.items():
            chosen = not typed
            if days and self._zone is not None:
                chosen = typed == day_text(self._now + timedelta(days=days), self._zone)
            button.setChecked(chosen)
            button.updateGeometry()

    # --- the picture ---------------------------------------------------------------------------------------------

    def _tell_picture(self) -> None:
        """Say how it stands with the picture: it is read, it scans, or HQ holds one."""
        text = self.held.picture_text if self.held is not None else ""
        if self.reading:
            self.picture.show_state(words.reading_word())
        elif self._picture is not None:
            self.picture.show_state(words.proven_word(self._picture.text), "accent", self._picture.image)
        else:
            self.picture.show_state(words.held_word(text) if text else "")

    def show_reading(self) -> None:
        """A picture is being read."""
        self.reading = True
        self._tell_picture()

    def show_picture(self, picture: GroupPicture) -> None:
        """A picture was read and scans; it lapses in seven days unless somebody says otherwise."""
        self.reading, self._picture = False, picture
        self._tell_picture()
        if self._until_at == self._start.until_at and self.fields["until"].text() == self._start.until:
            self.last_for(PICTURE_LASTS.days)

    def show_no_picture(self, why: str) -> None:
        """What was given cannot be used; what was there before stays."""
        self.reading = False
        self.picture.show_state(why, "red", self._picture.image if self._picture is not None else None)

    # --- keys ----------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Esc leaves, the arrows move between the fields, a copied picture is pasted into the picture's place."""
        if event.type() is QEvent.Type.FocusIn:
            for widget in (self.about_chat, watched) if watched is self.fields["chat"] else (watched,):
                self.reached.emit(widget)
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self.left.emit()
                return True
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
                return True
            if event.matches(QKeySequence.StandardKey.Paste) and not text_copied():
                self.picture.take_clipboard()
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter keeps, wherever it presses nothing else; one that is held down agrees to nothing. Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.picture.take_clipboard()
        elif event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.kept.emit()
