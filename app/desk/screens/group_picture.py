"""The place for the picture of a group's code: chosen, pasted or dropped, and told plainly whether it scans."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QRectF, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.desk.paint.parts import Box
from app.desk.paint.theme import Theme
from app.desk.paint.wrapping import wrap
from app.desk.theme.icons import draw_icon
from app.desk.theme.letters import BODY, SMALL
from app.desk.widgets.button import Button
from app.desk.words import group_form as words

SIDE = 104


class PicturePlace(QWidget):
    """Asks for a picture to be read (`given`: a path, or a `QImage`) and to be chosen (`choose_asked`)."""

    given = Signal(object)
    choose_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._image: QImage | None = None
        self._said, self._ink = "", "muted"
        self.choose = Button(theme, parent=self)
        self.paste = Button(theme, key="Ctrl+V", parent=self)
        self.choose.clicked.connect(self.choose_asked)
        self.paste.clicked.connect(self.take_clipboard)
        self.setAcceptDrops(True)
        self.retranslate()

    def retranslate(self) -> None:
        """Speak the language of the moment."""
        self.choose.say(words.choose_word())
        self.paste.say(words.paste_word())
        self._place()

    def show_state(self, said: str, ink: str = "muted", image: QImage | None = None) -> None:
        """Say how it stands with the picture; `image`: how it looks."""
        self._said, self._ink, self._image = said, ink, image
        self.setAccessibleName(said)
        self.update()

    @property
    def said(self) -> str:
        """What is said of the picture now."""
        return self._said

    def take_clipboard(self) -> bool:
        """Take the picture that was copied; False where there is none, and says so."""
        mime = QGuiApplication.clipboard().mimeData()
        if mime is not None and self._take(mime):
            return True
        self.show_state(words.nothing_pasted(), "amber", self._image)
        return False

    def _take(self, mime: QMimeData) -> bool:
        paths = [url.toLocalFile() for url in mime.urls() if url.isLocalFile()]
        if paths:
            self.given.emit(paths[0])
            return True
        image = mime.imageData() if mime.hasImage() else None
        if isinstance(image, QImage) and not image.isNull():
            self.given.emit(image)
            return True
        return False

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        """Take files and pictures."""
        if self.isEnabled() and (event.mimeData().hasImage() or event.mimeData().hasUrls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """Take what was dropped."""
        if self._take(event.mimeData()):
            event.acceptProposedAction()

    def needed(self) -> int:
        """Return the height that shows everything."""
        return self._theme.px(SIDE) + self._theme.px(2)

    def resizeEvent(self, event: object) -> None:  # noqa: N802
        """Place the buttons."""
        self._place()

    def _place(self) -> None:
        px = self._theme.px
        self.setFixedHeight(self.needed())
        x = px(SIDE) + px(14)
        for button in (self.choose, self.paste):
            hint = button.sizeHint()
            button.setGeometry(x, self.height() - hint.height() - 1, hint.width(), hint.height())
            x += hint.width() + px(8)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw the picture's place, and what is said of it."""
        theme, px = self._theme, self._theme.px
        side, colours = px(SIDE), theme.colours
        with QPainter(self) as painter:
            painter.setRenderHints(
                QPainter.RenderHint.Antialiasing
                | QPainter.RenderHint.TextAntialiasing
                | QPainter.RenderHint.SmoothPixmapTransform
            )
            box = QRectF(0.5, 0.5, side - 1, side - 1)
            painter.setPen(QPen(colours.edge, 1, Qt.PenStyle.SolidLine if self._image else Qt.PenStyle.DashLine))
            painter.setBrush(Qt.GlobalColor.white if self._image else colours.field)
            painter.drawRoundedRect(box, px(8), px(8))
            if self._image is not None:
                room = box.adjusted(px(4), px(4), -px(4), -px(4))
                size = self._image.size().scaled(room.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
                picture = QRectF(0, 0, size.width(), size.height())
                picture.moveCenter(room.center())
                painter.drawImage(picture, self._image)
            else:
                icon = QRectF(0, 0, px(32), px(32))
                icon.moveCenter(box.center())
                draw_icon(painter, "groups", icon, colours.edge)
            said = self._said or words.picture_hint()
            lines = wrap(theme.letters, BODY, said, max(self.width() - side - px(14), px(60)))[:2]
            if self._said == "":
                lines = [*lines, words.static_word()]
            for place, line in enumerate(lines):
                role, ink = (SMALL, "muted") if place == 2 or self._said == "" else (BODY, self._ink)
                theme.painter.text(painter, Box(side + px(14), place * px(22), 0, px(24)), line, role, ink)


def text_copied() -> bool:
    """Whether what was copied is text and no picture: it goes into a field as ever."""
    mime = QGuiApplication.clipboard().mimeData()
    return mime is None or (mime.hasText() and not mime.hasImage())
