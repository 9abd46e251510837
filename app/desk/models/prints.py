"""The print register as rows: what was printed, what must be printed anew, and every code with where it hangs.

Making the rows looks at every piece of every job: for a worker, not for the main thread.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from unicodedata import normalize

from msgspec import Struct

from app.domain.funnel import FunnelCard
from app.domain.printed import CodeCard, Validity
from app.domain.prints import Broken, PrintCard, PrintedPiece, Reprint, Why, reprints, would_break
from app.localdb.printed import Printed

from .rows import RowModel


class Sheet(StrEnum):
    """What the list shows."""

    JOBS = "jobs"
    DUE = "due"
    CODES = "codes"


class PieceRow(Struct, frozen=True, kw_only=True):
    """One code of one print job. `code` is None for one that this desk does not hold; `why`: print it anew. `dead`: it
    leads nowhere any more, so nobody prints it anew."""

    card: PrintCard
    piece: PrintedPiece
    code: CodeCard | None = None
    why: Why | None = None
    dead: bool = False


class JobRow(Struct, frozen=True, kw_only=True):
    """One print job. `lost` and `due` count its pieces."""

    card: PrintCard
    pieces: tuple[PieceRow, ...] = ()
    lost: int = 0
    due: int = 0
    sending: bool = False


class DueRow(Struct, frozen=True, kw_only=True):
    """One piece that should be printed anew, or taken down."""

    due: Reprint
    piece: PieceRow


class CodeState(Struct, frozen=True, kw_only=True):
    """One code: whether it is good, and each job it was printed in, the newest first. `broken`: the paper that would
    stop leading anywhere without it."""

    card: CodeCard
    validity: Validity
    pieces: tuple[PieceRow, ...] = ()
    broken: Broken = Broken(print_ids=(), pieces=0, places=())
    funnel: FunnelCard | None = None
    sending: bool = False


RegisterRow = JobRow | DueRow | CodeState


class Register(Struct, frozen=True, kw_only=True):
    """Everything the screen shows. `titles`: what each template is called, in "zh" and "en"."""

    jobs: tuple[JobRow, ...] = ()
    due: tuple[DueRow, ...] = ()
    codes: tuple[CodeState, ...] = ()
    titles: Mapping[str, Mapping[str, str]] = {}

    def rows(self, sheet: Sheet) -> Sequence[RegisterRow]:
        """Return what a sheet lists."""
        match sheet:
            case Sheet.JOBS:
                return self.jobs
            case Sheet.DUE:
                return self.due
            case Sheet.CODES:
                return self.codes

    def knows(self, code: str) -> bool:
        """Return whether any sheet speaks of this code."""
        pieces = (piece.piece.code for job in self.jobs for piece in job.pieces)
        return code in (row.card.code for row in self.codes) or code in pieces


class Templates(Struct, frozen=True, kw_only=True):
    """The templates of this desk: their present versions and titles, by name."""

    versions: Mapping[str, str] = {}
    titles: Mapping[str, Mapping[str, str]] = {}


def templates_here() -> Templates:
    """Return the templates that can be read (reads files: for a worker)."""
    from app.domain.faults import Fault
    from app.printing.template import template_version
    from app.printing.templates import load_template, template_names

    versions, titles = {}, {}
    for name in template_names():
        try:
            template = load_template(name)
        except Fault:
            continue  # one that a designer is still working on; the studio says what is wrong with it
        versions[name], titles[name] = template_version(template), dict(template.title)
    return Templates(versions=versions, titles=titles)


def register_of(held: Printed, templates: Templates, now: datetime) -> Register:
    """Return the register as it is now. What was printed here for other stores is theirs to print anew: this desk does
    not hold their codes."""
    codes = {card.code: card for card in held.codes}
    due = [one for one in reprints(held.prints, codes, templates.versions, now) if one.piece.code in codes]
    whys = {(one.print_id, one.piece.code): one.why for one in due}
    dead = {card.code for card in held.codes if card.validity(now) in (Validity.RETIRED, Validity.OVER)}
    jobs = tuple(_job(card, codes, whys, dead, held.sending) for card in held.prints)
    by_code: dict[str, list[PieceRow]] = {}
    by_piece: dict[tuple[str, str], PieceRow] = {}
    for job in jobs:
        for row in job.pieces:
            by_code.setdefault(row.piece.code, []).append(row)
            by_piece[job.card.print_id, row.piece.code] = row
    return Register(
        jobs=jobs,
        due=tuple(DueRow(due=one, piece=by_piece[one.print_id, one.piece.code]) for one in due),
        codes=tuple(_code(card, tuple(by_code.get(card.code, ())), held, now) for card in held.codes),
        titles=templates.titles,
    )


def _job(
    card: PrintCard,
    codes: Mapping[str, CodeCard],
    whys: Mapping[tuple[str, str], Why],
    dead: Container[str],
    sending: frozenset[str],
) -> JobRow:
    pieces = tuple(
        PieceRow(
            card=card,
            piece=piece,
            code=codes.get(piece.code),
            why=whys.get((card.print_id, piece.code)),
            dead=piece.code in dead,
        )
        for piece in card.pieces
    )
    return JobRow(
        card=card,
        pieces=pieces,
        lost=sum(row.piece.lost_at is not None for row in pieces),
        due=sum(row.why is not None for row in pieces),
        sending=card.print_id in sending,
    )


def _code(card: CodeCard, pieces: tuple[PieceRow, ...], held: Printed, now: datetime) -> CodeState:
    return CodeState(
        card=card,
        validity=card.validity(now),
        pieces=pieces,
        broken=would_break([row.card for row in pieces], [card.code]),
        funnel=held.funnels.get(card.code),
        sending=card.code in held.sending,
    )


def key_of(row: RegisterRow | PieceRow) -> str:
    """Return what names a row from one reading to the next."""
    match row:
        case JobRow():
            return f"job:{row.card.print_id}"
        case DueRow():
            return f"due:{row.due.piece.code}:{row.due.template}"
        case PieceRow():
            return f"piece:{row.card.print_id}:{row.piece.code}"
        case CodeState():
            return f"code:{row.card.code}"


def matches(told: str, query: str) -> bool:
    """Return whether every word of `query` is in what is `told` of a row. What a Chinese keyboard writes wide is the
    same letter (NFKC)."""
    heard = normalize("NFKC", told).casefold()
    return all(word in heard for word in normalize("NFKC", query).casefold().split())


AnyRow = RegisterRow | PieceRow


class RegisterModel(RowModel[AnyRow]):
    """Rows of any sheet, or the pieces of one."""

    def key(self, row: AnyRow) -> str:
        """Return which job, piece or code it is."""
        return key_of(row)
