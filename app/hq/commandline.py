"""`yingbin hq …`: run the head office, trust a desk or an event source, import what the chain has, set its rules."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import click

from app.wire.codec import encode

from .commands.options import DATABASE, known_store, opened
from .database import write
from .settings import Settings

_LATER = {
    "code": "app.hq.commands.codes:code",
    "conflicts": "app.hq.commands.people:conflicts",
    "group": "app.hq.commands.groups:group",
    "guest": "app.hq.commands.people:guest",
    "import": "app.hq.importers.commandline:import_command",
    "policy": "app.hq.commands.policy:policy",
    "print": "app.hq.commands.prints:prints",
}


class _Group(click.Group):
    """A group that imports a command only when it is asked for (the import brings spreadsheets along)."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return sorted([*super().list_commands(ctx), *_LATER])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command called `cmd_name`, or None."""
        if cmd_name not in _LATER:
            return super().get_command(ctx, cmd_name)
        module, _, attribute = _LATER[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command


@click.group(cls=_Group, name="hq")
def hq() -> None:
    """The head office: serve, import, enrol, rules."""


@hq.command()
@DATABASE
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0 picks a free one.")
@click.option(
    "--clock", default="", metavar="START[@SPEED]", help="Run at another time: 2016-03-17T10:00:00+08:00@600."
)
@click.option("--files", type=click.Path(path_type=Path, file_okay=False), help="Folder for snapshots (replaceable).")
@click.option(
    "--behind-proxy",
    "behind_proxies",
    multiple=True,
    metavar="CIDR",
    envvar="YINGBIN_BEHIND_PROXY",
    help="Network of proxies whose X-Forwarded-For is believed; can be given several times.",
)
@click.option(
    "--ip-cities",
    type=click.Path(path_type=Path, dir_okay=False),
    envvar="YINGBIN_IP_CITIES",
    help="File of address ranges with their cities (ip2region), for guests who give no position.",
)
@click.option(
    "--limit-guests/--no-limit-guests",
    default=True,
    help="How often one address may ask for the phone page; off where a proxy sees to it.",
)
@click.option(
    "--until-stdin-closes",
    is_flag=True,
    envvar="YINGBIN_UNTIL_STDIN_CLOSES",
    help="End when stdin ends, so that the program that started this one takes it along.",
)
def serve(database: str, **options: Any) -> None:  # noqa: ANN401 - named and checked by click
    """Run the HQ service."""
    from .entrance import serve as run

    run(Settings(database=database, **options))


@hq.command()
@DATABASE
@click.option("--store", "store_id", required=True, metavar="ID", help="The store the desk is for.")
@click.option("--json", "as_json", is_flag=True, help="Print {code, expires_at}.")
def enrol(database: str, store_id: str, as_json: bool) -> None:
    """Print a one-time code that makes a desk trusted for a store; it is good for 24 hours."""
    from .clock import from_us
    from .work.enrolling import issue_code

    with opened(database) as engine, write(engine) as connection:
        code = issue_code(connection, known_store(connection, store_id))
    until = from_us(code.expires_us)
    if as_json:
        _print_json({"code": code.text, "expires_at": until})
    else:
        click.echo(f"{code.text}  (good once, until {until.astimezone():%Y-%m-%d %H:%M})")


@hq.command()
@DATABASE
@click.option("--source", required=True, metavar="NAME", help="What the source calls itself in its events.")
@click.option("--json", "as_json", is_flag=True, help="Print {source, secret}.")
def token(database: str, source: str, as_json: bool) -> None:
    """Print a new secret for an event source; the one it had stays good for 24 hours."""
    from .work.sources import issue_secret

    with opened(database) as engine, write(engine) as connection:
        secret = issue_secret(connection, source)
    if as_json:
        _print_json({"source": source, "secret": secret})
    else:
        click.echo(secret)


def _print_json(value: dict[str, Any]) -> None:
    click.echo(encode(value).decode())
