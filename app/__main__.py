"""The door: `python -m app …`, the same as `yingbin …`. Imports only the entrance that was asked for.

Exit codes: 0 done, 1 failed (one sentence on stderr), 2 wrong usage, 3 done but some rows were rejected.
"""

from __future__ import annotations

import errno
import io
import sys
from importlib import import_module

import click

from app import __version__
from app.domain.faults import Fault

LONGEST = 600
"""Characters of a sentence on stderr."""

_FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG, errno.EIO)
"""What a disk says that takes no more of what goes into a file."""

ENTRANCES = {
    "demo": ("app.demo.commandline:demo", "HQ, desk and a played day in one command."),
    "desk": ("app.desk.commandline:desk", "The counter, and what it holds."),
    "doctor": ("app.desk.doctor:doctor", "What is wrong here, and how to mend it."),
    "guest": ("app.desk.commandline:guest", "Find guests as the counter does."),
    "hq": ("app.hq.commandline:hq", "The head office: serve, import, enrol."),
    "qr": ("app.qr.commandline:qr", "Codes, print-ready sheets, and what a scanner reads."),
}

OWN = {"workshop": "app.desk.workshop.entrance:workshop"}
"""Processes that the program starts for itself."""


class Door(click.Group):
    """A group whose commands are imported when they are asked for, and not before."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the entrances."""
        return sorted(ENTRANCES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the entrance called `cmd_name`, or None."""
        named = ENTRANCES[cmd_name][0] if cmd_name in ENTRANCES else OWN.get(cmd_name)
        if named is None:
            return None
        module, _, attribute = named.partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the entrances without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, ENTRANCES[name][1]) for name in sorted(ENTRANCES)])


@click.command(cls=Door, name="yingbin", context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="yingbin")
def door() -> None:
    """迎宾 Yingbin: the guest who arrives is recognised at the counter."""


def shortened(sentence: str) -> str:
    """Return a sentence as a terminal takes it: what it quotes may be as long as a file."""
    half = LONGEST // 2
    return sentence if len(sentence) <= LONGEST else f"{sentence[:half]} … {sentence[-half:]}"


def _take_any_letter() -> None:
    """Let a stdout that goes into a file or a pipe take any letter: Windows has a code page for it, and Chinese is not
    in most. A JSON document is UTF-8 everywhere (RFC 8259, 8.1)."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8" if "--json" in sys.argv else None, errors="backslashreplace")


def main() -> None:
    """Run the command line; a fault is one sentence on stderr and exit code 1."""
    _take_any_letter()
    try:
        door(prog_name="yingbin")
    except Fault as fault:
        click.echo(f"yingbin: {shortened(fault.detail)}", err=True)
        sys.exit(1)
    except OSError as wrong:
        if wrong.errno not in _FULL:
            raise
        click.echo(f"yingbin: what there is to say could not be written: {wrong.strerror}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
