"""What can go wrong, named by what the caller should do about it.

    Fault                 anything a person should be told in one sentence
    ├── Refused           the rule says no; the same ask will be refused again (tell staff, keep it)
    │   ├── Unknown       it names something that does not exist
    │   └── Conflict      it disagrees with what is already written (same key, another body)
    ├── Unreadable        a row, event or file that cannot be understood (park it with its reason)
    └── Unavailable       the world is not ready: no room, no link, locked file (try again later)

`code` is stable and machine-readable; `facts` fill the sentence. The sentence itself is made where the language of
the reader is known (the desk's `words`, the command line, a problem document).
"""

from __future__ import annotations


class Fault(Exception):
    """Something a person should be told. `code`: stable name; `facts`: what fills the sentence."""

    def __init__(self, code: str, detail: str = "", **facts: object) -> None:
        super().__init__(detail or code)
        self.code = code
        self.detail = detail or code
        self.facts = facts


class Refused(Fault):
    """A rule says no, and will say no again."""


class Unknown(Refused):
    """It names a guest, arrival, table or store that does not exist."""


class Conflict(Refused):
    """It disagrees with what is already written."""


class Unreadable(Fault):
    """Input that cannot be understood; it is kept with its reason."""


class Unavailable(Fault):
    """The world is not ready; the same thing may work later."""
