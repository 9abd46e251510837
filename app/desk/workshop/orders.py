"""What desk and workshop say to each other.

The desk orders. The workshop tells its steps, and after each waits for `GoOn` or `Stop`; whatever short order comes
instead is done in between. Then it answers, once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from msgspec import Struct, field
from msgspec.msgpack import Decoder, Encoder

from app.desk.models.studio import Draft
from app.domain import faults
from app.domain.faults import Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the proof found. Modules in mm; `contrast` as a ratio to 1; `level`: the code's error correction."""

    pages: int
    codes: int
    module: float
    least: float
    contrast: float
    level: str
    bleed: float
    embedded: bool


# From the desk


class Draw(Struct, frozen=True, tag=True):
    """Paint the first page, `scale` px a millimetre."""

    draft: Draft
    scale: float


class Examine(Struct, frozen=True, tag=True):
    """Prove every page."""

    draft: Draft


class CheckLogo(Struct, frozen=True, tag=True):
    """Say whether this file is a picture that can be a logo."""

    path: str


class ListPrinters(Struct, frozen=True, tag=True):
    """Say which printers there are."""


class Print(Struct, frozen=True, tag=True):
    """Prove every page and print it so many times; `file`: a PDF in place of the printer's paper, "" for paper."""

    draft: Draft
    printer: str
    copies: int
    file: str = ""


class SavePdf(Struct, frozen=True, tag=True):
    """Write all pages to one PDF."""

    draft: Draft
    folder: str
    name: str


class SavePictures(Struct, frozen=True, tag=True):
    """Write each page as a PNG of so many dots an inch."""

    draft: Draft
    folder: str
    name: str
    dots: int


class SaveEach(Struct, frozen=True, tag=True):
    """Write a PDF for each store, called after city, store and `stem`."""

    draft: Draft
    folder: str
    stem: str


class GoOn(Struct, frozen=True, tag=True):
    """To a step: go on."""


class Stop(Struct, frozen=True, tag=True):
    """To a step: leave it, and clear up."""


Save = SavePdf | SavePictures | SaveEach
Order = Draw | Examine | CheckLogo | ListPrinters | Print | SavePdf | SavePictures | SaveEach
Said = Order | GoOn | Stop


# From the workshop


class Step(Struct, frozen=True, tag=True):
    """How far it is."""

    done: int
    total: int


class Drawn(Struct, frozen=True, tag=True):
    """The picture whose pixels (`QImage.Format_RGB32`) come beside this."""

    width: int
    height: int


class Examined(Struct, frozen=True, tag=True):
    """Every page scans."""

    facts: Facts


class Named(Struct, frozen=True, tag=True):
    """The printers, the usual one first."""

    names: tuple[str, ...]


class Made(Struct, frozen=True, tag=True):
    """It is done: so many pages, files or sheets; `where`: the file, the folder or the printer."""

    where: str = ""
    count: int = 0


class Stopped(Struct, frozen=True, tag=True):
    """It was left, and nothing of it is there."""


class Failed(Struct, frozen=True, tag=True):
    """It cannot be done. `kind`: the name of the fault, "" for what nobody foresaw."""

    kind: str
    code: str
    detail: str
    facts: dict[str, Any] = field(default_factory=dict)

    def fault(self) -> Exception:
        """Return what to raise."""
        kind = _KINDS.get(self.kind)
        return RuntimeError(self.detail) if kind is None else kind(self.code, self.detail, **self.facts)


Answer = Drawn | Examined | Named | Made | Stopped | Failed
Told = Answer | Step

_KINDS: dict[str, type[Fault]] = {
    kind.__name__: kind
    for kind in (
        faults.Fault, faults.Refused, faults.Unknown, faults.Conflict, faults.Unreadable, faults.Unavailable
    )
}  # fmt: skip


def failed(wrong: Exception) -> Failed:
    """Return how the workshop says what went wrong."""
    if not isinstance(wrong, Fault):
        return Failed("", "", f"{type(wrong).__name__}: {wrong}")
    facts = wrong.facts.items()
    plain = {name: value if isinstance(value, bool | int | float) else str(value) for name, value in facts}
    kind = next(each.__name__ for each in type(wrong).__mro__ if each.__name__ in _KINDS)
    return Failed(kind, wrong.code, wrong.detail, plain)


def slice_of(draft: Draft, number: int) -> Draft:
    """Return the draft of one of its pages (0 and up)."""
    first = number * draft.on_a_page
    return replace(draft, targets=draft.targets[first : first + draft.on_a_page])


def _plain(value: object) -> str:
    if isinstance(value, Path):
        return str(value)
    raise NotImplementedError(f"{type(value).__name__} does not travel")


def _typed(kind: type, value: object) -> object:
    if kind is Path:
        return Path(str(value))
    raise NotImplementedError(f"{kind.__name__} does not travel")


_encoder = Encoder(enc_hook=_plain)
_said: Decoder[Said] = Decoder(Said, dec_hook=_typed)
_told: Decoder[Told] = Decoder(Told, dec_hook=_typed)


def encode(message: Said | Told) -> bytes:
    """Return the bytes of a message."""
    return _encoder.encode(message)


def decode_said(message: bytes) -> Said:
    """Return what the desk said."""
    return _said.decode(message)


def decode_told(message: bytes) -> Told:
    """Return what the workshop told."""
    return _told.decode(message)
