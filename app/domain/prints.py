"""The print register: what was printed, where it hangs, by whom, how many, what is lost, and what to print anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from .faults import Refused, Unknown
from .printed import CodeCard, Validity


class Medium(StrEnum):
    """How pieces left the desk."""

    PRINTER = "printer"
    PDF = "pdf"
    PNG = "png"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedPiece:
    """One code of a print job: the link as it stands on the paper, how many copies, and whether they are lost."""

    code: str
    link: str = ""
    copies: int = 1
    lost_at: datetime | None = None
    lost_by: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintCard:
    """One print job of a store. `template_version` names the template's contents as they were; `place` is where staff
    say that it hangs; `to`: the printer, or the file's name without its folder."""

    print_id: str
    store_id: str
    template: str
    template_version: str = ""
    medium: Medium = Medium.PRINTER
    place: str = ""
    to: str = ""
    pieces: tuple[PrintedPiece, ...] = ()
    by: str = ""
    at: datetime

    @property
    def copies(self) -> int:
        """Pieces of paper that this job made."""
        return sum(piece.copies for piece in self.pieces)


def mark_lost(card: PrintCard, code: str, *, by: str, at: datetime, lost: bool = True, note: str = "") -> PrintCard:
    """Return the job with the pieces of `code` marked as lost, or found again.

    Raises `Unknown("piece_unknown")` where the job has no such code.
    """
    if not any(piece.code == code for piece in card.pieces):
        raise Unknown("piece_unknown", f"this print has no code {code}", piece=code)
    marks = {"lost_at": at, "lost_by": by, "note": note} if lost else {"lost_at": None, "lost_by": "", "note": ""}
    return replace(
        card,
        pieces=tuple(
            replace(piece, **marks) if piece.code == code and (piece.lost_at is None) is lost else piece
            for piece in card.pieces
        ),
    )


class Why(StrEnum):
    """Why a piece should be printed anew, the most urgent first."""

    RETIRED = "retired"
    LINK = "link"
    LOST = "lost"
    TEMPLATE = "template"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reprint:
    """A piece that should be printed anew (or, with `RETIRED`, taken down), and why."""

    print_id: str
    piece: PrintedPiece
    template: str
    place: str
    why: Why
    at: datetime


def reprints(
    prints: Iterable[PrintCard], codes: Mapping[str, CodeCard], versions: Mapping[str, str], now: datetime
) -> tuple[Reprint, ...]:
    """Return what should be printed anew, most urgent first, then the oldest.

    `versions`: the present version of each template. Of a code that was printed several times with one template only
    the last job counts: the paper before it was replaced by it.
    """
    last: dict[tuple[str, str], tuple[PrintCard, PrintedPiece]] = {}
    for card in sorted(prints, key=lambda each: (each.at, each.print_id)):
        for piece in card.pieces:
            last[piece.code, card.template] = card, piece
    found = []
    for card, piece in last.values():
        why = _why(card, piece, codes.get(piece.code), versions, now)
        if why is not None:
            found.append(
                Reprint(
                    print_id=card.print_id, piece=piece, template=card.template, place=card.place, why=why, at=card.at
                )
            )
    order = list(Why)
    return tuple(sorted(found, key=lambda each: (order.index(each.why), each.at, each.piece.code)))


def _why(
    card: PrintCard, piece: PrintedPiece, code: CodeCard | None, versions: Mapping[str, str], now: datetime
) -> Why | None:
    if code is None or code.validity(now) in (Validity.RETIRED, Validity.OVER):
        return Why.RETIRED if piece.lost_at is None else None  # what is lost need not be taken down
    if piece.link and piece.link != code.link:
        return Why.LINK
    if piece.lost_at is not None:
        return Why.LOST
    known = versions.get(card.template, "")
    return Why.TEMPLATE if known and card.template_version and known != card.template_version else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """What a change would do to paper that hangs somewhere: the jobs, and how many pieces of them."""

    print_ids: tuple[str, ...]
    pieces: int
    places: tuple[str, ...]

    def __bool__(self) -> bool:
        """Whether any paper is touched."""
        return self.pieces > 0


def would_break(prints: Iterable[PrintCard], codes: Sequence[str]) -> Broken:
    """Return the printed pieces (not lost ones) that stop leading anywhere if `codes` did: asked before a code is
    retired, its dates change (`dead_from`) or the links' address does. A change of a group, a title, a target or a
    channel breaks none."""
    wanted = set(codes)
    touched = [
        (card, piece)
        for card in prints
        for piece in card.pieces
        if piece.code in wanted and piece.lost_at is None and piece.copies > 0
    ]
    return Broken(
        print_ids=tuple(dict.fromkeys(card.print_id for card, _ in touched)),
        pieces=sum(piece.copies for _, piece in touched),
        places=tuple(dict.fromkeys(card.place for card, _ in touched if card.place)),
    )


def dead_from(before: CodeCard, after: CodeCard, now: datetime) -> datetime | None:
    """Return the first moment, from `now` on, at which a code leads nowhere that did as it was `before`; None where
    other dates take nothing away."""
    begins = max(before.valid_from or now, now)
    ends = before.valid_until
    if before.retired_at is not None or (ends is not None and ends <= begins):
        return None
    if after.validity(begins) is not Validity.GOOD:
        return begins
    sooner = after.valid_until
    return sooner if sooner is not None and (ends is None or sooner < ends) else None


def check_print(card: PrintCard) -> PrintCard:
    """Return the job; raise `Refused("print_empty")` for one that made no paper."""
    if not card.pieces or any(piece.copies < 1 for piece in card.pieces):
        raise Refused("print_empty", "a print job has pieces, each with one copy or more")
    return card
