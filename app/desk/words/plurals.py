"""Words that hang on a number: Qt Linguist knows each language's forms. Chinese has one, English two."""

from __future__ import annotations

from PySide6.QtCore import QObject


class Plurals(QObject):
    """One method a phrase; `n` is the number in it."""

    def parties(self, n: int) -> str:
        """Return a number of parties."""
        return self.tr("%n 桌", "", n)

    def people(self, n: int) -> str:
        """Return how many people come."""
        return self.tr("%n 人", "", n)

    def staff(self, n: int) -> str:
        """Return a number of members of staff."""
        return self.tr("%n 人", "staff", n)

    def below(self, n: int) -> str:
        """Return that `n` more cards are further down."""
        return self.tr("下面还有 %n 桌 ↓", "", n)

    def sending(self, n: int) -> str:
        """Return that HQ is there and `n` commands are on their way."""
        return self.tr("在线 · 正在发 %n 条", "", n)

    def offline(self, n: int) -> str:
        """Return that HQ is away and `n` commands wait."""
        return self.tr("离线 · %n 条待发", "", n)

    def visits(self, n: int) -> str:
        """Return how often a guest came, in a line of an answer."""
        return self.tr("来过 %n 次", "", n)

    def visits_in_all(self, n: int) -> str:
        """Return how often a guest came in all."""
        return self.tr("一共来过 %n 次", "", n)

    def times(self, n: int) -> str:
        """Return how often a dish was ordered."""
        return self.tr("%n 次", "", n)

    def reveals(self, n: int) -> str:
        """Return how often somebody looked at the whole phone."""
        return self.tr("号码被看过 %n 次", "", n)

    def found(self, n: int) -> str:
        """Return how many guests were found."""
        return self.tr("找到 %n 位", "", n)

    def undecided(self, n: int) -> str:
        """Return how many disagreements wait for somebody to decide."""
        return self.tr("%n 件待定", "", n)

    def rescued(self, n: int) -> str:
        """Return that a damaged file was set aside and `n` unsent commands were saved."""
        return self.tr("数据文件坏了，已放到一边并重建；救回 %n 条没发出的。", "", n)

    def tables(self, n: int) -> str:
        """Return a number of tables that have a code."""
        return self.tr("%n 张", "tables", n)

    def campaigns(self, n: int) -> str:
        """Return a number of campaigns."""
        return self.tr("%n 个", "campaigns", n)

    def sheets(self, n: int) -> str:
        """Return a number of printed pieces."""
        return self.tr("%n 张", "printed pieces", n)

    def pages(self, n: int) -> str:
        """Return a number of pages."""
        return self.tr("%n 页", "pages", n)

    def codes(self, n: int) -> str:
        """Return a number of codes."""
        return self.tr("%n 个码", "", n)

    def print_sheets(self, n: int) -> str:
        """Return the word on the button that prints."""
        return self.tr("打印 %n 张", "", n)

    def pages_scan(self, n: int) -> str:
        """Return that every page can be scanned."""
        return self.tr("%n 页都能扫出来", "", n)

    def pages_printed(self, n: int) -> str:
        """Return that sheets of paper came out."""
        return self.tr("打印了 %n 张纸", "", n)

    def pictures_saved(self, n: int) -> str:
        """Return that pictures were saved."""
        return self.tr("存了 %n 张图片", "", n)

    def about_days(self, n: int) -> str:
        """Return for about how many days something lasts."""
        return self.tr("约 %n 天", "", n)

    def files_saved(self, n: int) -> str:
        """Return that files were saved."""
        return self.tr("存了 %n 份 PDF", "", n)


plurals = Plurals()
