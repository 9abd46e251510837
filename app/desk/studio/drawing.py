"""The pictures that the studio shows: the page in the middle, and each template small."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from app.desk.models.studio import Draft
from app.desk.paint.theme import Theme
from app.desk.press import Press, Run
from app.desk.screens.studio_parts import CARD, TemplateCard
from app.desk.screens.studio_preview import Preview
from app.desk.words import proof as words_proof
from app.printing.finish import PLAIN


class Drawing(QObject):
    """Asks the press for pictures. Of several pages asked for while one is drawn, only the last one is drawn."""

    def __init__(self, press: Press, preview: Preview, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._press, self._preview, self._theme = press, preview, theme
        self._drawing: Run | None = None
        self._stale = False
        self._small: list[Run] = []

    def page(self) -> None:
        """Draw the page that the preview shows, as large as it shows it."""
        preview = self._preview
        draft = preview.draft
        if draft is None:
            return
        if self._drawing is not None:
            self._stale = True
            return
        number, ratio = preview.number, preview.devicePixelRatioF()
        scale = preview.scale * ratio

        def came(image: QImage) -> None:
            self._drawing = None
            image.setDevicePixelRatio(ratio)
            if preview.draft is not None:
                preview.show_image(image)
            self._again()

        def failed(wrong: BaseException) -> None:
            self._drawing = None
            if not self._stale:
                preview.show_trouble(words_proof.refused(wrong))
            self._again()

        draw = self._draw(draft, number, scale)
        self._drawing = self._press.look(draw, came, failed, owner=preview)

    def _again(self) -> None:
        if self._stale:
            self._stale = False
            self.page()

    def templates(self, cards: Mapping[str, TemplateCard], drafts: Mapping[str, Draft]) -> None:
        """Draw each template small, as it looks with the words and colours of now."""
        for run in self._small:
            run.cancel()
        self._small = []
        ratio, px = self._preview.devicePixelRatioF(), self._theme.px
        room = px(CARD.width() - 10) * ratio, px(CARD.height() - 30) * ratio
        for name, draft in drafts.items():
            across, down = draft.template.page
            draw = self._draw(replace(draft, finish=PLAIN), 0, min(room[0] / across, room[1] / down))
            self._small.append(self._press.look(draw, cards[name].show_image, lambda _wrong: None))

    def _draw(self, draft: Draft, number: int, scale: float) -> Callable[[Run], QImage]:
        workshop = self._press.workshop
        return lambda _run: workshop.draw(draft, number, scale)
