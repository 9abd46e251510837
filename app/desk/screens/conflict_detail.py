"""One disagreement: what disagrees, both sides, and the answers; once settled, who said so and the way back."""

from __future__ import annotations

from datetime import tzinfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from app.desk.paint.theme import Theme
from app.desk.theme.letters import BODY, BODY_BOLD, SMALL
from app.desk.widgets.button import Button
from app.desk.widgets.field import Field
from app.desk.widgets.ground import Ground
from app.desk.widgets.scroll import ThinScrollBar
from app.desk.words import conflict as words
from app.domain.conflicts import ConflictCard, Decision
from app.domain.guests import GuestCard
from app.domain.replay import NOTE_LIMIT

from .conflict_answers import AnswerButton, Paragraphs
from .conflict_sides import Compare

NARROW = 520
"""Px at 100 % below which the answers stand one below the other."""


class Detail(Ground):
    """Shows one; says which answer is given."""

    answered = Signal(object)
    """A `Decision`."""
    kept = Signal(str)
    """Who is to stay: a guest's id."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._card: ConflictCard | None = None
        self._notable = False
        self.told = Paragraphs(theme, self)
        self.compare = Compare(theme)
        self.compare.chosen.connect(self.kept)
        self.area = QScrollArea(self)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setVerticalScrollBar(ThinScrollBar(theme, self.area))
        self.area.setWidget(self.compare)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.verticalScrollBar().valueChanged.connect(lambda _: self.compare.update())
        for widget in (self.area.viewport(), self.compare):
            widget.setBackgroundRole(QPalette.ColorRole.Base)
        self.answers = {d: AnswerButton(theme, key, self) for d, key in zip(Decision, "123", strict=True)}
        for decision, button in self.answers.items():
            button.clicked.connect(lambda _=False, decision=decision: self.answered.emit(decision))
        self.note = Field(theme, parent=self)
        self.note.setMaxLength(NOTE_LIMIT)
        self.outcome = Paragraphs(theme, self)
        self.reopen = Button(theme, key="R", parent=self)
        theme.changed.connect(self._place)

    def show_conflict(
        self,
        card: ConflictCard,
        guests: tuple[GuestCard | None, GuestCard | None],
        zone: tzinfo,
        *,
        keep: str,
        able: set[Decision],
        why: str,
    ) -> None:
        """Show `card` with both guests, as far as the desk holds them.

        `able`: the answers that can be given; `why` says why none can, "" where that is plain.
        """
        if self._card is None or self._card.conflict_id != card.conflict_id:
            self.note.clear()
            self.area.verticalScrollBar().setValue(0)
        self._card = card
        self.told.show_told(
            [
                (words.kind_word(card.kind), BODY_BOLD, "amber" if card.is_open else "muted"),
                (words.story_word(card), BODY, "ink"),
                (words.evidence_word(card), BODY_BOLD, "ink"),
            ]
        )
        self.compare.show_sides(card, guests, zone, keep, Decision.SAME in able)
        said = words.answers(card, keep)
        for decision, button in self.answers.items():
            effect = said[decision].effect
            if decision is Decision.SAME and not card.right_guest:
                effect = words.nobody_to_merge()
            button.say(said[decision].title, effect)
            button.setEnabled(decision in able)
            button.setVisible(card.is_open)
        self._notable = card.is_open and bool(able)
        done = [
            (words.settled_word(card), BODY_BOLD, "ink"),
            (words.settled_by_word(card, zone), BODY, "muted"),
            (card.note, BODY, "ink"),
        ]
        self.outcome.show_told([*([] if card.is_open else done), (why, SMALL, "muted")])
        self.reopen.setVisible(not card.is_open)
        self.reopen.setEnabled(not why)
        self._place()

    def retranslate(self) -> None:
        """Speak the language of the moment; the words of the conflict come with it."""
        self.note.say(words.note_words()[0], words.note_words()[1])
        self.reopen.say(words.reopen_word())
        self.area.setAccessibleName(words.title_word())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Place everything."""
        self._place()

    def _place(self) -> None:
        px = self._theme.px
        left, width = px(22), self.width() - 2 * px(22)
        if width <= 0 or self._card is None:
            return
        tall = int(self.told.tall(self._theme.letters, width)) + 1
        self.told.setGeometry(left, px(16), width, tall)
        top = px(16) + tall + px(12)
        for brief, noted in ((False, True), (True, True), (True, False)):  # what gives way where room is short
            for button in self.answers.values():
                button.brief = brief
            self.note.setVisible(noted and self._notable)
            bottom = self._place_outcome(left, width, self.height() - px(16))
            if self._card.is_open:
                bottom = self._place_answers(left, width, bottom)
            if bottom - top - px(8) >= self.compare.least(width):
                break
        self.area.setGeometry(left, top, width, max(bottom - top - px(8), 0))
        self.update()

    def _place_outcome(self, left: int, width: int, bottom: int) -> int:
        px = self._theme.px
        tall = int(self.outcome.tall(self._theme.letters, width - px(180)))
        if not self.reopen.isHidden():
            hint = self.reopen.sizeHint()
            self.reopen.setGeometry(left + width - hint.width(), bottom - hint.height(), hint.width(), hint.height())
            tall = max(tall, hint.height())
        self.outcome.setGeometry(left, bottom - tall, width - px(180), tall)
        return bottom - tall - (px(10) if tall else 0)

    def _place_answers(self, left: int, width: int, bottom: int) -> int:
        px = self._theme.px
        if not self.note.isHidden():
            self.note.setGeometry(left, bottom - self.note.height(), width, self.note.height())
            bottom -= self.note.height() + px(10)
        buttons = list(self.answers.values())
        if width < px(NARROW):
            for button in reversed(buttons):
                tall = button.tall(width)
                button.setGeometry(left, bottom - tall, width, tall)
                bottom -= tall + px(8)
            return bottom
        each = (width - 2 * px(10)) // 3
        tall = max(button.tall(each) for button in buttons)
        for place, button in enumerate(buttons):
            button.setGeometry(left + place * (each + px(10)), bottom - tall, each, tall)
        return bottom - tall - px(8)
