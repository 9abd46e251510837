"""The language of the screen: Chinese is in the source, English comes from Qt Linguist, and both can be had at once."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject, QTranslator

from app.resources import resources


class Language(QObject):
    """The language in use. Every widget hears of another one by `LanguageChange`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.name = "zh"
        self._held: list[QTranslator] = []

    def use(self, name: str) -> None:
        """Speak `name` ("zh" or "en") from now on."""
        if name == self.name and (self._held or name == "zh"):
            return
        self.close()
        self.name = name
        if name != "zh":
            translator = QTranslator(self)
            translator.load(str(resources() / "translations" / f"yingbin_{name}.qm"))
            self._held.append(translator)
            QCoreApplication.installTranslator(translator)

    def close(self) -> None:
        """Take everything back: a translator that is thrown away later tells every window of another language."""
        for translator in self._held:
            QCoreApplication.removeTranslator(translator)
        self._held, self.name = [], "zh"

    def borrow(self) -> None:
        """Let Qt's own words (the menu of a text field) be Chinese too; not needed before the first paint."""
        from PySide6.QtCore import QLibraryInfo

        if self.name == "zh" and not self._held:
            translator = QTranslator(self)
            folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
            if translator.load("qtbase_zh_CN", folder):
                self._held.append(translator)
                QCoreApplication.installTranslator(translator)
