"""What was typed into an input method: found again from what it shows and writes. Pure.

A person composes pinyin, and a scanner types into the same composition: letters make it longer, a mark ends it with a
candidate and stands behind it in full width, a digit or a blank chooses a candidate and cannot be told from another
(its release, where the input method lets that through, tells it).
"""

from __future__ import annotations

import unicodedata

UNKNOWN = "\ufffd"
"""A key that chose a candidate: a digit or a blank, nobody can say which."""

_MARKS = str.maketrans(
    {
        "。": ".",
        "、": "/",
        "「": "[",
        "」": "]",
        "【": "[",
        "】": "]",
        "《": "<",
        "》": ">",
        "“": '"',
        "”": '"',
        "‘": "'",
        "’": "'",
        "￥": "$",
        "·": "`",
        "—": "_",
        "…": "^",
    }
)


def plain(text: str) -> str:
    """Return `text` in half width, with the marks that a Chinese input method writes as they are on the keys."""
    single = text.replace("——", "—").replace("……", "…")
    return unicodedata.normalize("NFKC", single.translate(_MARKS))


def letters(preedit: str) -> str:
    """Return the letters typed so far: a composition without the gaps between its syllables."""
    return "".join(letter for letter in plain(preedit) if letter not in " '")


def _added(before: str, now: str) -> str:
    """Return the key that made the composition `now` of `before`; a candidate shown in it hides which it was."""
    if before.startswith(now):
        return ""
    added = now[len(before) :]
    return added if now.startswith(before) and added.isascii() else UNKNOWN


class Composing:
    """Follows one input method. `shown` is the composition that the widget shows, as it was typed."""

    def __init__(self) -> None:
        self.shown = ""
        self._typed = ""

    @property
    def under_way(self) -> bool:
        """Whether something is being composed."""
        return bool(self._typed)

    def typed(self, preedit: str, commit: str) -> str:
        """Return the key that made the composition `preedit` of the last one and wrote `commit`.

        "" for none (it got shorter, or only looks different), "\\r" for an Enter that wrote the letters as they are,
        `UNKNOWN` for one that nobody can tell.
        """
        before, now = self._typed, letters(preedit)
        self._typed = now
        written = plain(commit)
        if not written:
            return _added(before, now)
        if not before:
            return written + now
        squeezed = letters(commit)
        if squeezed.startswith(before):
            return (squeezed[len(before) :] or "\r") + now
        tail = ""
        while written and written[-1].isascii() and written[-1].isprintable():
            tail, written = written[-1] + tail, written[:-1]
        # A candidate that ends in letters of its own is rarer than a mark behind one.
        return (tail or UNKNOWN) + ("" if before.endswith(now) and now else now)

    def delivered(self, preedit: str) -> None:
        """The widget shows this composition now."""
        self.shown = letters(preedit) if preedit.isascii() else preedit.replace("'", "").replace(" ", "")

    def forget(self) -> None:
        """The input method was reset."""
        self.shown = self._typed = ""
