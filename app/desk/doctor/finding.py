"""What a check found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at.

    `code` is stable: the name of the check ("local_db"), followed by what is wrong ("local_db.newer") where it is not
    `ok`. `what` is one sentence; `remedy` says what to do, "" where nothing is to be done.
    """

    code: str
    ok: bool
    what: str
    remedy: str = ""


def good(code: str, what: str, remedy: str = "") -> Finding:
    """Return that all is well, with advice at most."""
    return Finding(code=code, ok=True, what=what, remedy=remedy)


def bad(code: str, what: str, remedy: str) -> Finding:
    """Return that something is wrong, and what mends it."""
    return Finding(code=code, ok=False, what=what, remedy=remedy)
