"""The keys of the counter, in one place: what each does, how it is written, and which a store may put elsewhere.

`Key` is what the whole counter asks, as it asks for words in the language of the moment: `Key.WELCOME` is the key as
it is set now. What is written on a button is a `Cap`, which knows what it does and so stays true when keys change.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple


class Cap(str):
    """A key as it is written. `name`: what it does."""

    name: str = ""


class _Does:
    """An entry of `Keys`: a key that does something. `on`: the only screen where it does, "" for every one. Two may
    have one key where they are never done on the same screen."""

    def __init__(self, usual: str, *, fixed: bool = False, on: str = "") -> None:
        self.usual, self.fixed, self.on, self.name = usual, fixed, on, ""

    def __set_name__(self, owner: type[Keys], name: str) -> None:
        self.name = name

    def __get__(self, keys: Keys, owner: type[Keys]) -> Cap:
        cap = Cap(self.usual if keys is None else keys.changed.get(self.name, self.usual))
        cap.name = self.name
        return cap


class Refusal(NamedTuple):
    """Why a key cannot be taken: "typed" (it writes), "kept" (every program uses it), "taken" (`by` what it does)."""

    why: str
    by: str = ""


class Keys:
    """Every key. `changed`: those that are not as usual, by what they do."""

    HELP = _Does("F1")
    WELCOME = _Does("F2")
    SEAT = _Does("F3")
    REGISTER = _Does("F4")
    PAGE = _Does("F5")
    NOTE = _Does("F7")
    TASTE = _Does("F8")
    NO_SHOW = _Does("F9", on="board")
    LEFT = _Does("F10")
    CONFLICT = _Does("F12")
    REVEAL = _Does("Ctrl+P")
    MUTE = _Does("Ctrl+M")
    PRINT = _Does("F9", on="studio")
    SAVE = _Does("Ctrl+S", on="studio")
    UNDO = _Does("Ctrl+Z")
    OPEN = _Does("Enter", fixed=True)
    CLOSE = _Does("Esc", fixed=True)

    def __init__(self) -> None:
        self.changed: dict[str, str] = {}

    def use(self, changed: Mapping[str, str]) -> None:
        """Put keys elsewhere; what cannot be (a file of another version) stays as usual."""
        self.changed = {}
        for name, key in changed.items():
            if name in _MOVABLE and self.refusal(name, key) is None:
                self.changed[name] = key

    def now(self, written: str) -> str:
        """Return how the key of a button is written now."""
        return getattr(self, written.name) if isinstance(written, Cap) and written.name else written

    def of(self, name: str) -> str:
        """Return the key that does `name` now."""
        return str(getattr(self, name))

    def refusal(self, name: str, key: str) -> Refusal | None:
        """Return why `key` cannot do `name`; None where it can."""
        if key == _USUAL[name]:
            pass
        elif key in _KEPT:
            return Refusal("kept")
        elif not _FREE.fullmatch(key):
            return Refusal("typed")
        taken = next((o for o in _MOVABLE if o != name and self.of(o) == key and meet(o, name)), "")
        return Refusal("taken", taken) if taken else None


def movable() -> tuple[str, ...]:
    """Return what the keys do that a store may put elsewhere, in the order of the sheet."""
    return _MOVABLE


def meet(name: str, other: str) -> bool:
    """Return whether there is a screen on which both are done."""
    return "" in (_ON[name], _ON[other]) or _ON[name] == _ON[other]


def only_on(screen: str) -> tuple[str, ...]:
    """Return what keys do on that screen and on no other."""
    return tuple(name for name in _MOVABLE if _ON[name] == screen)


def usual(name: str) -> str:
    """Return the key that does `name` unless it was put elsewhere."""
    return _USUAL[name]


_ALL = {name: does for name, does in vars(Keys).items() if isinstance(does, _Does)}
_USUAL = {name: does.usual for name, does in _ALL.items()}
_ON = {name: does.on for name, does in _ALL.items()}
_MOVABLE = tuple(name for name, does in _ALL.items() if not does.fixed)

_FREE = re.compile(r"(?:(?:Ctrl\+)?(?:Alt\+)?(?:Shift\+)?F(?:[1-9]|1\d|2[0-4])|(?:Ctrl\+|Alt\+)(?:Shift\+)?[A-Z])")
"""What types nothing: F-keys, and letters with Ctrl or Alt."""

_KEPT = frozenset({"Alt+F4", *(f"Ctrl+{letter}" for letter in "ACUVXYZ")})
"""What people press in every program without thinking, and fields take for themselves (Ctrl+U: the whole line)."""

Key = Keys()
