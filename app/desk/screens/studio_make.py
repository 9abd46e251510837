"""The right of the studio: template, words, logo and colours, the check, and the buttons that print and save."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QWidget

from app.desk.keys import Key
from app.desk.paint.parts import Box
from app.desk.paint.theme import Theme
from app.desk.theme.letters import SMALL, SMALL_BOLD
from app.desk.widgets.button import Button, Look
from app.desk.widgets.field import Field
from app.desk.widgets.scroll import ScrollRoom
from app.desk.words.proof import Check, Mark
from app.printing.template import Template

from .studio_parts import CARD, HEAD, PAD, Checks, Headed, TemplateCard
from .studio_style import StyleSection

_LOW = 600
"""Px at 100 % below which the panel is too low for everything."""

_LOWEST = 330
"""Px at 100 % below which headings and notes have no room."""

_LEAST = 240
"""Px at 100 % below which the check stands at the top, and everything else scrolls below it, the buttons first."""


class MakePanel(QWidget):
    """Tells what staff choose; shows the check."""

    template_chosen = Signal(str)
    worded = Signal()
    spoken = Signal(str)
    print_asked = Signal()
    pdf_asked = Signal()
    pictures_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.top = Headed(theme, self)
        self.area = ScrollRoom(theme, self.top, self)
        self._cards = QButtonGroup(self)
        self.cards: dict[str, TemplateCard] = {}
        self.headline, self.line = Field(theme, parent=self.top), Field(theme, parent=self.top)
        for field in (self.headline, self.line):
            field.setMaxLength(40)
            field.textEdited.connect(lambda _: self.worded.emit())
        self._tongue = QButtonGroup(self)
        self.tongues = {name: Button(theme, look=Look.CHOICE, parent=self.top) for name in ("zh", "en")}
        for name, button in self.tongues.items():
            self._tongue.addButton(button)
            button.clicked.connect(lambda _=False, name=name: self.spoken.emit(name))
        self.looks = StyleSection(theme, self.top)
        self.looks.changed.connect(self._place)
        self.checks = Checks(theme, self)
        self.print = Button(theme, key=Key.PRINT, look=Look.MAIN, parent=self)
        self.pdf = Button(theme, key=Key.SAVE, parent=self)
        self.pictures = Button(theme, parent=self)
        self.print.clicked.connect(self.print_asked)
        self.pdf.clicked.connect(self.pdf_asked)
        self.pictures.clicked.connect(self.pictures_asked)
        self._print_word = ""
        theme.changed.connect(self._dress)
        self._order()
        self.retranslate()

    def show_templates(self, templates: Sequence[Template], chosen: str, language: str) -> None:
        """Offer these templates."""
        names = [template.name for template in templates]
        if names != list(self.cards):
            for card in self.cards.values():
                self._cards.removeButton(card)
                card.hide()
                card.deleteLater()
            self.cards = {name: TemplateCard(self._theme, name, self.top) for name in names}
            for name, card in self.cards.items():
                self._cards.addButton(card)
                card.toggled.connect(lambda on, name=name: self.template_chosen.emit(name) if on else None)
                card.show()
            self._order()
        for template in templates:
            self.cards[template.name].say(template.title.get(language, template.name))
        if chosen in self.cards:
            self.cards[chosen].blockSignals(True)
            self.cards[chosen].setChecked(True)
            self.cards[chosen].blockSignals(False)
        self._place()

    def in_order(self) -> list[QWidget]:
        """Return what Tab goes through."""
        out: list[QWidget] = [self.print, self.pdf, self.pictures]
        order: list[QWidget] = [*self.cards.values(), *self.tongues.values(), self.headline, self.line]
        order += self.looks.in_order()
        return [*order, *out] if self._roomy else [*out, *order]

    def _order(self) -> None:
        for before, after in pairwise(self.in_order()):
            self.setTabOrder(before, after)

    def show_words(self, headline: str, line: str, usual: Mapping[str, str], language: str) -> None:
        """Fill the fields; where they are empty, the usual words stand in them. `language`: of the paper."""
        self.tongues[language].setChecked(True)
        for field, text, key in ((self.headline, headline, "headline"), (self.line, line, "line")):
            if field.text() != text:
                field.setText(text)
            field.setVisible(key in usual)
            field.setPlaceholderText(usual.get(key, ""))
        self._place()

    def show_checks(self, checks: Sequence[Check], *, able: bool, print_word: str) -> None:
        """Show the check; `able`: what is chosen may be printed."""
        self._print_word, self._able, self._remedy = print_word, able, False
        if self.print.text() != print_word:
            self.print.say(print_word)
        self._offer()
        self._all_checks = tuple(checks)
        if self.checks.show_checks(self._fitting_checks()):
            self._place()

    def _fitting_checks(self) -> tuple[Check, ...]:
        """All of it; in a low window the first line and what is not well, so that the words keep their room."""
        first, rest = self._all_checks[:1], self._all_checks[1:]
        if self.height() >= self._theme.px(_LOW):
            return self._all_checks
        return first + tuple(check for check in rest if check.mark is not Mark.GOOD)

    _all_checks: tuple[Check, ...] = ()

    def show_remedy(self) -> None:
        """Bring what makes the logo smaller into sight."""
        self._remedy = True
        if self.looks.logo_size.isVisibleTo(self.top):
            self.area.ensureWidgetVisible(self.looks.logo_size, 0, self._theme.px(12))

    def show_busy(self, busy: bool) -> None:
        """Something is being printed or saved: the next thing waits for it."""
        self._busy = busy
        self._offer()

    def _offer(self) -> None:
        for button in (self.print, self.pdf, self.pictures):
            button.setEnabled(self._able and not self._busy)

    _able, _busy, _remedy = False, False, False

    def retranslate(self) -> None:
        """Speak another language."""
        self.setAccessibleName(self.tr("怎么印"))
        self.headline.setAccessibleName(self.tr("大字"))
        self.line.setAccessibleName(self.tr("小字"))
        self.tongues["zh"].say("中文", self.tr("纸上用中文"))
        self.tongues["en"].say("English", self.tr("纸上用英文"))
        self.looks.retranslate()
        self.pdf.say(self.tr("存 PDF"))
        self.pictures.say(self.tr("存图片"))
        self.print.say(self._print_word)
        self.top.headings = (self.tr("模板"), self.tr("文字"), self.tr("标志和颜色"))
        self._place()

    def _dress(self) -> None:
        self.checks.show_checks(self._fitting_checks())
        self._house_buttons()
        self._place()
        self.update()

    def event(self, event: QEvent) -> bool:
        """Lay out again where something in here asks for other room."""
        if event.type() is QEvent.Type.LayoutRequest:
            self._place()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Place everything."""
        self.checks.show_checks(self._fitting_checks())
        self._house_buttons()
        self._place()
        self.area.follow()
        if self._remedy:
            self.show_remedy()

    def _house_buttons(self) -> None:
        """Let the buttons stand on the panel, or in a low one among what scrolls."""
        home, buttons = self if self._roomy else self.top, (self.print, self.pdf, self.pictures)
        if self.print.parent() is home:
            return
        had = next((button for button in buttons if button.hasFocus()), None)
        for button in buttons:
            button.setParent(home)
            button.show()
        self._order()
        if had is not None:
            had.setFocus()

    @property
    def _tall(self) -> bool:
        """Whether there is room for headings and notes."""
        return self.height() >= self._theme.px(_LOWEST)

    @property
    def _roomy(self) -> bool:
        """Whether there is room for the buttons below what scrolls."""
        return self.height() >= self._theme.px(_LEAST)

    def _place(self) -> None:
        px = self._theme.px
        left, width = px(PAD), self.width() - 2 * px(PAD)
        if width <= 0:
            return
        needed = self.checks.needed(width)
        if self._roomy:
            note, head = (px(30), px(HEAD)) if self._tall else (px(6), px(4))
            row = self.height() - note - px(40) - px(8) - px(44)
            top = row - px(10) - needed
            self._checks_top = top - head
            self._place_buttons(left, row, width)
            room = 0, self._checks_top - px(2)
        else:
            top = self._checks_top = px(6)
            room = top + needed + px(6), self.height()
        self.checks.setGeometry(left, top, width, needed)
        self.area.setGeometry(1, room[0], self.width() - 1, max(room[1] - room[0], 0))
        self._place_top(self.area.viewport().width() or self.width() - px(10))
        self.update()

    def _place_buttons(self, left: int, row: int, width: int) -> None:
        px = self._theme.px
        self.print.setGeometry(left, row, width, px(44))
        row += px(52)
        half = (width - px(8)) // 2
        self.pdf.setGeometry(left, row, half, px(40))
        self.pictures.setGeometry(left + half + px(8), row, half, px(40))

    def _place_top(self, room: int) -> None:
        px = self._theme.px
        left, width = px(PAD), room - 2 * px(PAD) + px(8)
        top = px(12)
        if not self._roomy:
            self._place_buttons(left, px(4), width)
            top += px(96)
        self.top.at = [top]
        top += px(HEAD)
        names = [self._theme.letters.width(SMALL_BOLD, card.text()) + px(4) for card in self.cards.values()]
        card_width = min(max([px(CARD.width()), *map(int, names)]), px(CARD.width() + 27))
        columns = max(1, (width + px(6)) // (card_width + px(6)))
        step = (width + px(6)) // columns
        for place, card in enumerate(self.cards.values()):
            x, y = left + place % columns * step, top + place // columns * px(CARD.height() + 6)
            card.setGeometry(x, y, step - px(6), px(CARD.height()))
        top += -(-len(self.cards) // columns) * px(CARD.height() + 6)
        self.top.at.append(top + px(4))
        top += px(4) + px(HEAD) + px(4)
        x = left + width
        for button in reversed(self.tongues.values()):
            x -= button.sizeHint().width() - px(8)
            button.setGeometry(x, top - px(33), button.sizeHint().width() - px(8), px(30))
            x -= px(6)
        for field in (self.headline, self.line):
            field.setGeometry(left, top, width, px(40))
            top += px(46) if field.isVisibleTo(self.top) else 0
        self.top.at.append(top + px(4))
        top += px(4) + px(HEAD)
        height = self.looks.lay(width)
        self.looks.setGeometry(left, top, width, height)
        top += height
        self.top.resize(room, top + px(8))
        self.top.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Write the heading of the check, and what never breaks."""
        theme, px = self._theme, self._theme.px
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
            painter.fillRect(self.rect(), theme.colours.panel)
            painter.setPen(QPen(theme.colours.line, 1))
            painter.drawLine(0, 0, 0, self.height())
            edge = self._checks_top - px(2) if self._roomy else self.area.y() - 1
            painter.drawLine(px(PAD), edge, self.width() - px(PAD), edge)
            if not self._tall:
                return
            box = Box(px(PAD), self._checks_top, 0, px(HEAD))
            theme.painter.text(painter, box, self.tr("打印前检查"), SMALL_BOLD, "muted")
            note = theme.letters.elided(SMALL, self.tr("换群、改文案不影响已经印出去的码。"), self.width() - px(28))
            theme.painter.text(painter, Box(px(PAD), self.height() - px(30), 0, px(28)), note, SMALL, "muted")
