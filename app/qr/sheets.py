"""`qr sheet` and `qr batch`: print-ready files of one store's codes, or of three hundred stores'."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from app.domain.faults import Fault, Refused, Unknown
from app.domain.printed import CodeCard
from app.printing.finish import Finish
from app.printing.layout import Piece
from app.printing.letters import ready
from app.printing.template import template_version

from .commandline import print_json
from .options import FILE, FOLDER, listed, with_database, with_json, with_look, with_templates
from .order import KINDS, GoOn, Order, save_pdf, save_picture, save_pictures
from .saving import Progress, check_folder, interruptible, warn_of_links
from .sources import StoreCodes, find_store, head_office

_Cards = list[tuple[StoreCodes, list[CodeCard]]]
_Skipped = list[dict[str, str]]

REJECTED = 3
"""Exit code where some stores had nothing to print."""

_with_template = click.option("--template", "name", required=True, metavar="NAME", help="See `yingbin qr templates`.")
_with_for = click.option(
    "--for", "for_", type=click.Choice(list(KINDS)), help="Which codes (default: what the template is made for)."
)
_with_bleed = click.option(
    "--bleed", is_flag=True, help="For a print shop: one piece a page, colours over the edge, and crop marks."
)
_with_single = click.option("--one-a-page", "single", is_flag=True, help="One piece a page, at its own size.")
_with_dpi = click.option("--dpi", type=click.IntRange(72, 1200), help="Of pictures (default: the template's).")


@click.command()
@click.option("--store", "store_id", required=True, metavar="ID", help="Whose codes.")
@_with_template
@click.option("--out", type=FILE, metavar="FILE", help="The PDF to write, or a .png of a single page.")
@click.option("--png", "folder", type=FOLDER, metavar="DIR", help="Write a picture of every page there (too).")
@_with_dpi
@click.option("--tables", metavar="A01,A02,…", help="Only these tables.")
@_with_for
@with_look
@_with_bleed
@_with_single
@with_templates
@with_database
@click.option("--data", type=FOLDER, metavar="DIR", help="A desk's data folder, to take the codes from what it holds.")
@with_json
def sheet(
    store_id: str,
    name: str,
    out: Path | None,
    folder: Path | None,
    tables: str | None,
    for_: str | None,
    templates: Path | None,
    database: str | None,
    data: Path | None,
    as_json: bool,
    **said: Any,  # noqa: ANN401  (click's options)
) -> None:
    """Write a store's codes as a print-ready PDF; every code is read back before the file appears."""
    if out is None and folder is None:
        raise click.UsageError("say --out FILE.pdf, or --png DIR for pictures")
    if out is not None:
        check_folder(out, (".pdf", ".png"))
    names = listed(tables or "")
    if tables is not None and not names:
        raise click.UsageError("--tables names none")
    if names and for_ not in (None, "tables"):
        raise click.UsageError(f"--tables names tables: it does not go with --for {for_}")
    own = data / "templates" if data is not None and templates is None else templates
    order = Order.of(name, own, "tables" if names else for_, said)
    store = find_store(store_id, database, data)
    cards = order.codes(store, names)
    warnings = warn_of_links([card.link for card in cards])
    written, pages = _write(order, store, cards, out, folder)
    if as_json:
        print_json(
            {
                "store_id": store.store_id,
                "template": order.template.name,
                "template_version": template_version(order.template),
                "pages": pages,
                "files": [str(path) for path in written],
                "codes": [_code(card) for card in cards],
                "warnings": warnings,
            }
        )
    else:
        click.echo(f"{len(cards)} codes on {pages} pages: {', '.join(str(path) for path in written[:3])}")


def _write(
    order: Order, store: StoreCodes, cards: Sequence[CodeCard], out: Path | None, folder: Path | None
) -> tuple[list[Path], int]:
    """Write the file and the pictures that were asked for; return them, and how many pages there are."""
    look = order.look(store)
    pages = order.pages(order.pieces(store, cards), look)
    written: list[Path] = []
    if folder is not None:
        _make_folder(folder)
    ready()
    with interruptible() as go_on:
        if out is not None and out.suffix.lower() == ".png":
            save_picture(pages, look, out, order.dots)
            written.append(out)
        elif out is not None:
            save_pdf(pages, look, out, Finish(bleed=order.bleed, title=order.title(store)), go_on)
            written.append(out)
        if folder is not None:
            written += save_pictures(pages, look, folder, _stem(order, store), order.dots, go_on)
    return written, len(pages)


def _code(card: CodeCard) -> dict[str, str]:
    return {"code": card.code, "link": card.link, "kind": card.kind.value, "about": card.title or card.about}


@click.command()
@click.option("--stores", required=True, metavar="all|FILE|ID,ID", help="All, a file with an id a line, or ids.")
@_with_template
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), metavar="DIR|FILE.pdf", help="A file a store, or one PDF."
)
@click.option("--png", "as_png", is_flag=True, help="Pictures instead of PDFs.")
@_with_dpi
@_with_for
@with_look
@_with_bleed
@_with_single
@with_templates
@with_database
@with_json
@click.pass_context
def batch(
    ctx: click.Context,
    /,
    stores: str,
    name: str,
    out: Path,
    as_png: bool,
    for_: str | None,
    templates: Path | None,
    database: str | None,
    as_json: bool,
    **said: Any,  # noqa: ANN401  (click's options)
) -> None:
    """Write the codes of many stores, with progress; Ctrl-C leaves whole files only."""
    one = out.suffix.lower() == ".pdf"
    if one and as_png:
        raise click.UsageError("--png writes into a folder: --out DIR")
    if one:
        check_folder(out, (".pdf",))
    order = Order.of(name, templates, for_, said)
    with head_office(database) as office:
        ids = _store_ids(stores) or office.store_ids()
        held = list(office.stores(ids))
    cards, skipped = _sorted_out(held, order)
    warnings = warn_of_links([card.link for _, each in cards for card in each])
    ready()
    with interruptible() as go_on:
        written = (
            _write_one(order, cards, out, go_on) if one else _write_each(order, cards, out, as_png, go_on, skipped)
        )
    left_out = {each["store_id"] for each in skipped}
    cards = [(store, each) for store, each in cards if store.store_id not in left_out]
    codes = sum(len(each) for _, each in cards)
    if as_json:
        print_json(
            {
                "template": order.template.name,
                "template_version": template_version(order.template),
                "stores": len(cards),
                "codes": codes,
                "files": [str(path) for path in written],
                "skipped": skipped,
                "warnings": warnings,
            }
        )
    else:
        click.echo(f"{codes} codes of {len(cards)} stores in {len(written)} files: {out}")
    if skipped:
        ctx.exit(REJECTED)


def _store_ids(stores: str) -> list[str]:
    """Return the ids that were asked for; none for all."""
    if stores.strip() == "all":
        return []
    path = Path(stores)
    if path.is_file():
        try:
            lines = path.read_text(encoding="utf-8-sig").splitlines()
        except UnicodeDecodeError:
            raise click.UsageError(f"{path.name} is not a UTF-8 text with an id a line") from None
    elif path.parent != Path() or path.suffix in (".txt", ".csv"):
        raise click.UsageError(f"there is no file {stores}")
    else:
        lines = listed(stores)
    ids = list(dict.fromkeys(each.strip() for each in lines if each.strip()))
    if not ids:
        raise click.UsageError("--stores names none")
    return ids


def _sorted_out(held: Sequence[StoreCodes], order: Order) -> tuple[_Cards, _Skipped]:
    """Return the codes of each store, and the stores that have none with the reason."""
    cards: _Cards = []
    skipped: _Skipped = []
    for store in held:
        try:
            cards.append((store, order.codes(store)))
        except Unknown as fault:
            _skip(skipped, store, fault)
    if not cards:
        raise Fault("nothing_to_print", "none of these stores has anything to print")
    return cards, skipped


def _write_one(order: Order, cards: _Cards, out: Path, go_on: GoOn) -> list[Path]:
    pieces: list[Piece] = []
    for store, held in cards:
        pieces += order.pieces(store, held)
    look = order.look(cards[0][0])
    title = order.template.title[order.language]
    save_pdf(order.pages(pieces, look), look, out, Finish(bleed=order.bleed, title=title), go_on)
    return [out]


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as wrong:
        raise click.UsageError(f"{folder} is no folder to write to: {wrong.strerror}") from None


def _write_each(order: Order, cards: _Cards, folder: Path, as_png: bool, go_on: GoOn, skipped: _Skipped) -> list[Path]:
    """Write a file for each store; one with a name that cannot be printed is added to `skipped`."""
    _make_folder(folder)
    written: list[Path] = []
    progress = Progress(len(cards), "stores")
    stems: set[str] = set()
    for number, (store, held) in enumerate(cards, 1):
        look = order.look(store)
        pages = order.pages(order.pieces(store, held), look)
        stem = _stem(order, store)
        if stem.casefold() in stems:  # ids that differ only in what no file's name takes
            stem = f"{stem}-{number}"
        stems.add(stem.casefold())
        try:
            if as_png:
                written += save_pictures(pages, look, folder, stem, order.dots, go_on, quiet=True)
            else:
                path = folder / f"{stem}.pdf"
                save_pdf(pages, look, path, Finish(bleed=order.bleed, title=order.title(store)), go_on, quiet=True)
                written.append(path)
        except Refused as fault:
            if not _is_about_a_name(fault, store, held):
                raise
            _skip(skipped, store, fault)
        progress.show(number)
    return written


def _is_about_a_name(fault: Refused, store: StoreCodes, held: Sequence[CodeCard]) -> bool:
    """Whether what has no room, or no letters, is this store's own: the next one's may well have."""
    names = {store.name, *(card.title or card.about for card in held)} - {""}
    return fault.code in ("text_no_room", "text_no_letter") and any(name in str(fault.facts["text"]) for name in names)


def _skip(skipped: _Skipped, store: StoreCodes, fault: Fault) -> None:
    skipped.append({"store_id": store.store_id, "reason": fault.detail})
    click.echo(f"yingbin: {fault.detail}", err=True)


def _stem(order: Order, store: StoreCodes) -> str:
    """Return a file's name without its ending: only what every disk takes."""
    return re.sub(r"[^\w.-]+", "_", f"{store.store_id}-{order.template.name}-{order.kind.value}").strip("._")
