"""`yingbin qr …`: make a code, print sheets of the chain's codes, read any picture."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from app.domain.faults import Fault, Unreadable

from .options import FILE, Number, with_json, with_logo, with_templates

_LATER = {"batch": "app.qr.sheets:batch", "sheet": "app.qr.sheets:sheet"}


class _Group(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), *_LATER])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _LATER:
            return super().get_command(ctx, cmd_name)
        module, _, attribute = _LATER[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command


@click.group(cls=_Group)
def qr() -> None:
    """Codes, print-ready sheets, and what a scanner reads."""


@qr.command()
@click.argument("text")
@click.option("--out", required=True, type=FILE, metavar="FILE", help="What to write: .png, .svg or .pdf.")
@click.option("--size-mm", type=Number(5, 2000), default=40.0, show_default=True, help="Width with the light margin.")
@click.option(
    "--level",
    type=click.Choice(["L", "M", "Q", "H"]),
    help="Error correction (default: M; with a logo H). More where it costs nothing.",
)
@click.option("--dpi", type=click.IntRange(72, 1200), default=300, show_default=True, help="Of a PNG.")
@with_logo
@click.option("--dark", default="#000000", metavar="#RRGGBB", help="The code's modules.")
@click.option("--light", default="#ffffff", metavar="#RRGGBB", help="The code's ground.")
@with_json
def make(text: str, out: Path, as_json: bool, **said: Any) -> None:  # noqa: ANN401  (click's options)
    """Write TEXT as a code; it is read back before the file appears."""
    from .making import make_file

    made = make_file(text, out, said)
    if as_json:
        print_json(made)
    else:
        click.echo(f"{out}: {made['module_mm']:g} mm a module, correction {made['level']}")


@qr.command()
@click.argument("file", type=click.Path(path_type=Path))
@with_json
def verify(file: Path, as_json: bool) -> None:
    """Read every code in a picture, PDF or SVG.

    With --json: {codes: [{text, page, rect}]}, rect as left, top, right, bottom in px, of a PDF in points, of an SVG in
    its own units.
    """
    from app.printing.reading import read_file

    if file.suffix.lower() == ".svg" and file.is_file():
        from .making import read_svg

        found = read_svg(file)
    else:
        found = read_file(file)
    if as_json:
        print_json({"codes": [{"text": seen.text, "page": seen.page, "rect": list(seen.rect)} for seen in found]})
        return
    if not found:
        raise Fault("no_code", f"no code is read in {file.name}")
    for seen in found:
        click.echo(f"{seen.page}\t{','.join(map(str, seen.rect))}\t{seen.text}")


@qr.command()
@with_templates
@with_json
def templates(templates: Path | None, as_json: bool) -> None:
    """List the templates: those that come with Yingbin, and your own."""
    from app.printing.template import template_version
    from app.printing.templates import load_template, template_names

    found, lines, wrong = [], [], []
    for name in template_names(templates):
        try:
            made = load_template(name, templates)
        except Unreadable as fault:
            wrong.append(fault)
            click.echo(f"yingbin: {fault.detail}", err=True)
            continue
        width, height = made.page
        lines.append(f"{name:<16} {width:g} x {height:g} mm, {made.sheet.places} a page, for {made.subject.value}")
        found.append(
            {
                "name": name,
                "title": dict(made.title),
                "subject": made.subject.value,
                "page_mm": list(made.page),
                "piece_mm": list(made.whole),
                "on_a_page": made.sheet.places,
                "reach_m": made.reach_m,
                "bleed_mm": made.bleed,
                "version": template_version(made),
            }
        )
    if as_json:
        print_json({"templates": found, "wrong": [fault.facts for fault in wrong]})
    for line in lines if not as_json else ():
        click.echo(line)


def print_json(document: dict[str, Any]) -> None:
    """Print one JSON document."""
    click.echo(json.dumps(document, ensure_ascii=False))
