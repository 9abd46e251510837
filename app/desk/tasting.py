"""`yingbin guest tastes`: what a free-text note says of tastes, without a desk, a display or a database."""

from __future__ import annotations

import json
import sys

import click


@click.command("tastes", context_settings={"ignore_unknown_options": True})
@click.argument("text")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout, and nothing else.")
def tastes(text: str, as_json: bool) -> None:
    """Print the tags that a note gives; TEXT "-" reads the note from stdin."""
    from app.domain.noting import read_note

    said = read_note(sys.stdin.read() if text == "-" else text)
    if as_json:
        click.echo(json.dumps([{"tag": one.tag, "kind": one.kind.value} for one in said], ensure_ascii=False))
        return
    for one in said:
        click.echo(f"{one.kind.value}\t{one.tag}\t{one.words}" + (f"\t{one.whose}" if one.whose else ""))
