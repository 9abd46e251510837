"""Pages that were written once, kept for the next guest to whom the same is to be said.

A page is kept under everything it says: language, code, store, group, how many metres. Whoever asks has looked all that
up in the database just now, so a kept page is never an old one; it only need not be written and compressed again.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable

MOST = 512
"""Pages that are kept: some 20 kB each; who was not asked for longest goes."""

Page = tuple[str, str]
"""HTML, and the hash of its style for the content security policy."""


class Kept:
    """Pages by what they say. Any thread may ask."""

    def __init__(self, most: int = MOST) -> None:
        """Nothing was written yet."""
        self._most = most
        self._lock = threading.Lock()
        self._pages: OrderedDict[Hashable, Page] = OrderedDict()

    def __len__(self) -> int:
        """How many pages are kept."""
        return len(self._pages)

    def page(self, says: Hashable, write: Callable[[], Page]) -> Page:
        """Return the page that says this, written now if it never was."""
        with self._lock:
            found = self._pages.get(says)
            if found is not None:
                self._pages.move_to_end(says)
                return found
        written = write()
        with self._lock:
            self._pages[says] = written
            if len(self._pages) > self._most:
                self._pages.popitem(last=False)
        return written
