"""What one was asked to print, and the files that come of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from app.domain.faults import Unknown
from app.domain.printed import CodeCard, PrintedKind
from app.printing.finish import Cancelled, Finish
from app.printing.layout import Look, Pages, Piece
from app.printing.paper import write_pdf, write_png
from app.printing.pieces import piece_of
from app.printing.template import Subject, Template
from app.printing.templates import load_template

from .options import look_of, words_of
from .saving import Progress
from .sources import StoreCodes

KINDS = {
    "group": PrintedKind.GROUP,
    "vip": PrintedKind.VIP,
    "manager": PrintedKind.MANAGER,
    "staff": PrintedKind.STAFF,
    "tables": PrintedKind.TABLE,
}
_USUAL = {Subject.STORE: PrintedKind.GROUP, Subject.TABLE: PrintedKind.TABLE, Subject.STAFF: PrintedKind.STAFF}

GoOn = Callable[[], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A template, which codes go on it, the words and the finish that the options say. `instead`: which codes where a
    store has none of those and nobody asked for them by name. `brand` and `accent` are None where the policy's are
    meant; `dots` is 0 where the template's are."""

    template: Template
    kind: PrintedKind
    instead: PrintedKind | None
    words: Mapping[str, str]
    language: str
    brand: str | None
    bleed: bool
    single: bool
    dots: int
    said: Mapping[str, Any]

    @classmethod
    def of(cls, name: str, templates: Path | None, for_: str | None, said: Mapping[str, Any]) -> Order:
        """Return the order that the options say; raise `Unknown` for a template there is none of."""
        template = load_template(name, templates)
        return cls(
            template=template,
            kind=KINDS[for_] if for_ else _USUAL[template.subject],
            instead=PrintedKind.MANAGER if template.subject is Subject.STAFF and not for_ else None,
            words=words_of(said),
            language=said["language"],
            brand=said["brand"],
            bleed=said["bleed"],
            single=said["single"] or said["bleed"],
            dots=said["dpi"] or 0,
            said=said,
        )

    def codes(self, store: StoreCodes, names: Sequence[str] = ()) -> list[CodeCard]:
        """Return the store's codes that are meant, of tables only those in `names` where there are any.

        Raises `Unknown` where it has none. A stand for staff shows the manager where nobody else is known.
        """
        try:
            return store.of(self.kind, names)
        except Unknown as lacking:
            if self.instead is None:
                raise
            found = store.of(self.instead)
            click.echo(f"yingbin: {lacking.detail}; the manager's is used instead", err=True)
            return found

    def look(self, store: StoreCodes) -> Look:
        """Return how it looks in this store's chain."""
        return look_of(self.said, store.accent)

    def pieces(self, store: StoreCodes, cards: Sequence[CodeCard]) -> list[Piece]:
        """Return the pieces of a store's codes."""
        brand = store.brand if self.brand is None else self.brand
        return [
            piece_of(card, self.template, store=store.name, brand=brand, language=self.language, words=self.words)
            for card in cards
        ]

    def pages(self, pieces: Sequence[Piece], look: Look) -> Pages:
        """Return the pages of pieces."""
        return Pages(self.template, pieces, look, single=self.single)

    def title(self, store: StoreCodes) -> str:
        """Return what a PDF of this store is called."""
        return f"{store.name} {self.template.title[self.language]}"


def save_pdf(pages: Pages, look: Look, out: Path, finish: Finish, go_on: GoOn, *, quiet: bool = False) -> None:
    """Write a PDF with progress on stderr; raises as `write_pdf`."""
    progress = Progress(2 * len(pages), "pages written and read back", quiet=quiet)

    def step(done: int) -> bool:
        progress.show(done)
        return go_on()

    write_pdf(pages, look, out, finish, step)


def save_picture(pages: Pages, look: Look, out: Path, dots: int) -> None:
    """Write a single page as PNG; raise `click.UsageError` where there are several."""
    if len(pages) > 1:
        raise click.UsageError(f"{len(pages)} pages do not go into one picture: say --png DIR")
    write_png(pages[0], look, out, dots)


def save_pictures(
    pages: Pages, look: Look, folder: Path, stem: str, dots: int, go_on: GoOn, *, quiet: bool = False
) -> list[Path]:
    """Write every page as a PNG into `folder`; return the files. Raises `Cancelled`, then with whole files only."""
    made = []
    progress = Progress(len(pages), "pictures", quiet=quiet)
    for number, page in enumerate(pages, 1):
        if not go_on():
            raise Cancelled
        path = folder / (f"{stem}.png" if len(pages) == 1 else f"{stem}-{number:03d}.png")
        write_png(page, look, path, dots)
        made.append(path)
        progress.show(number)
    return made
