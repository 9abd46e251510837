"""The form for who just came: a walk-in nobody announced, or the name of a ticket that had none. Not a dialog."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtCore import QEvent, QObject, QRegularExpression, Qt, Signal
from PySide6.QtGui import QIntValidator, QKeyEvent, QRegularExpressionValidator
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.desk.paint.theme import Theme
from app.desk.theme.letters import HEAD, SMALL, SMALL_BOLD
from app.desk.widgets.button import Button, Look
from app.desk.widgets.field import Field
from app.desk.words import card as words_card
from app.domain.guests import GuestCard
from app.domain.names import mask_phone

LEAST_DIGITS = 4
MATCHES = 3


class Registration(Struct, frozen=True, kw_only=True):
    """What the form says. `arrival_id`: the nameless party; `guest_id`: a guest of the roster."""

    name: str = ""
    phone: str = ""
    party_size: int | None = None
    table: str = ""
    note: str = ""
    arrival_id: str = ""
    guest_id: str = ""


class RegisterForm(QWidget):
    """Enter registers, Esc closes. Guests whose phone fits are offered while it is typed."""

    registered = Signal(object)
    closed = Signal()
    phone_typed = Signal(str)

    def __init__(self, theme: Theme, start: Registration, place: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._start, self.place = theme, start, place
        px = theme.px
        column = QVBoxLayout(self)
        column.setContentsMargins(px(18), px(18), px(18), px(16))
        column.setSpacing(px(6))
        self.title = QLabel()
        self.title.setFont(theme.letters.font(HEAD))
        column.addWidget(self.title)
        self.fields = {name: Field(theme) for name in ("name", "phone", "party_size", "table", "note")}
        self._labels = {name: QLabel() for name in self.fields}
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(10))
        grid.setVerticalSpacing(px(4))
        for name, row, left, span in _PLACES:
            self._labels[name].setFont(theme.letters.font(SMALL_BOLD))
            self._labels[name].setBuddy(self.fields[name])
            grid.addWidget(self._labels[name], row, left, 1, span)
            grid.addWidget(self.fields[name], row + 1, left, 1, span)
        column.addLayout(grid)
        self._matches = QVBoxLayout()
        self._matches.setSpacing(px(4))
        column.addLayout(self._matches)
        self._shown: list[tuple[GuestCard, Button]] = []
        self._guest_id = start.guest_id
        self.done = Button(theme, look=Look.MAIN, key="Enter")
        self.done.clicked.connect(self.submit)
        self.cancel = Button(theme, look=Look.PLAIN, key="Esc")
        self.cancel.clicked.connect(self.closed)
        column.addSpacing(px(8))
        column.addWidget(self.done)
        column.addWidget(self.cancel)
        self._about = QLabel()
        self._about.setFont(theme.letters.font(SMALL))
        self._about.setWordWrap(True)
        column.addWidget(self._about)
        column.addStretch(1)
        self._prepare(start)
        self.retranslate()

    def _prepare(self, start: Registration) -> None:
        self.fields["party_size"].setValidator(QIntValidator(1, 99, self))
        digits = QRegularExpression(r"[\d０-９ +\-()]{0,20}")
        self.fields["phone"].setValidator(QRegularExpressionValidator(digits, self))
        self.fields["name"].setText(start.name)
        self.fields["phone"].setText(start.phone)
        self.fields["party_size"].setText(str(start.party_size or ""))
        self.fields["table"].setText(start.table)
        self.fields["note"].setText(start.note)
        self.fields["phone"].textEdited.connect(self._phone_edited)
        for field in self.fields.values():
            field.returnPressed.connect(self.submit)
            field.installEventFilter(self)

    def retranslate(self) -> None:
        """Speak the language of the moment."""
        place = self.place
        naming = self.tr("登记 {place} 这一桌").format(place=place) if place else self.tr("登记这一桌")
        self.title.setText(naming if self._start.arrival_id else self.tr("登记到店客人"))
        words = {
            "name": (self.tr("怎么称呼"), self.tr("姓名，或 李女士")),
            "phone": (self.tr("手机号"), self.tr("可以先不填")),
            "party_size": (self.tr("几位"), self.tr("人数")),
            "table": (self.tr("桌号"), self.tr("不填就是排队")),
            "note": (self.tr("要求"), self.tr("儿童椅、靠窗、车位")),
        }
        for name, (label, hint) in words.items():
            self._labels[name].setText(label)
            self.fields[name].say(label, hint)
        self.done.say(self.tr("登记"))
        self.cancel.say(self.tr("不登记了"))
        self._about.setText(self.tr("断网也能登记，连上后自动发给总部。"))

    def take_focus(self) -> None:
        """Go on where the typing was, or with the first field."""
        if not any(field.hasFocus() for field in self.fields.values()):
            self.fields["phone" if self._start.name else "name"].setFocus()

    def show_matches(self, guests: Sequence[GuestCard]) -> None:
        """Offer guests whose phone fits what was typed."""
        for _, button in self._shown:
            self._matches.removeWidget(button)
            button.deleteLater()
        self._shown = []
        for guest in guests[:MATCHES]:
            told = f"{words_card.name_word(guest)} · {mask_phone(guest.phone)} · {words_card.ribbon_word(guest)}"
            button = Button(self._theme, told, look=Look.CHOICE)
            button.setChecked(guest.guest_id == self._guest_id)
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.clicked.connect(lambda _=False, guest=guest: self._take(guest))
            self._matches.addWidget(button)
            self._shown.append((guest, button))

    def matches(self) -> list[GuestCard]:
        """Return the guests that are offered."""
        return [guest for guest, _ in self._shown]

    def value(self) -> Registration:
        """Return what the form says now."""
        size = self.fields["party_size"].text()
        return Registration(
            name=self.fields["name"].text().strip(),
            phone=self.fields["phone"].text().strip(),
            party_size=int(size) if size.isdigit() and int(size) > 0 else None,
            table=self.fields["table"].text().strip(),
            note=self.fields["note"].text().strip(),
            arrival_id=self._start.arrival_id,
            guest_id=self._guest_id,
        )

    def submit(self) -> None:
        """Register; with neither name nor phone the name is asked for."""
        value = self.value()
        if not value.name and not value.phone and not value.guest_id:
            self.fields["name"].setFocus()
            return
        self.registered.emit(value)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Esc closes; the arrows move between the fields."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self.closed.emit()
                return True
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
                return True
        return super().eventFilter(watched, event)

    def _phone_edited(self, text: str) -> None:
        self._guest_id = self._start.guest_id
        if sum(letter.isdigit() for letter in text) >= LEAST_DIGITS:
            self.phone_typed.emit(text)
        else:
            self.show_matches(())

    def take(self, guest: GuestCard) -> None:
        """It is this guest of the roster (their code was scanned); what was typed about the party stays."""
        self._take(guest)

    def _take(self, guest: GuestCard) -> None:
        self._guest_id = guest.guest_id
        if guest.name:
            self.fields["name"].setText(guest.name)
        self.fields["phone"].setText("")
        self.fields["phone"].say(self.tr("手机号"), mask_phone(guest.phone))
        self.fields["party_size"].setFocus()


_PLACES = (("name", 0, 0, 2), ("phone", 2, 0, 2), ("party_size", 4, 0, 1), ("table", 4, 1, 1), ("note", 6, 0, 2))
