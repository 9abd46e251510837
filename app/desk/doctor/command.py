"""The command: gathers every finding and prints it."""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

import click

from app.desk.places import data_folder
from app.domain.faults import Fault

from .finding import Finding, bad
from .folder import check_folder
from .link import check_link
from .machine import check_machine


@click.command()
@click.option("--data", type=click.Path(path_type=Path), help="The desk's data folder, if it is not the usual one.")
@click.option("--json", "as_json", is_flag=True, help="Print {checks: [{code, ok, what, remedy}], ok}.")
def doctor(data: Path | None, as_json: bool) -> None:
    """Say what is wrong with this machine, this data folder and this link, and how to mend it.

    Ends with 0 if all is well, else with 1. Changes nothing.
    """
    findings = examine(data or data_folder())
    ok = all(finding.ok for finding in findings)
    if as_json:
        click.echo(json.dumps({"checks": [asdict(finding) for finding in findings], "ok": ok}, ensure_ascii=False))
    else:
        for finding in findings:
            click.echo(f"{'ok ' if finding.ok else 'BAD'}  {finding.what}")
            if finding.remedy:
                click.echo(f"     → {finding.remedy}")
    sys.exit(0 if ok else 1)


def examine(data: Path) -> list[Finding]:
    """Return everything that was found on this machine and about the desk whose data folder is `data`."""
    return [
        *_told("machine", check_machine),
        *_told("folder", lambda: check_folder(data)),
        *_told("link", lambda: check_link(data)),
    ]


def _told(part: str, check: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    """Pass on what `check` finds; where the machine gets in its way, that is a finding too."""
    try:
        yield from check()
    except (Fault, OSError, ValueError, sqlite3.Error) as wrong:
        yield bad(f"{part}.unreadable", f"the {part} could not be looked at any further: {wrong}", "mend that first")
