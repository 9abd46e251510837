"""`yingbin demo`: the whole house in one command, on a chain that does not exist or on a day that did."""

from __future__ import annotations

import click


@click.command()
@click.option("--play", is_flag=True, hidden=True, help="Be the player: read a job from stdin and post its events.")
def demo(play: bool) -> None:
    """Start HQ, the counter, and a day of guests in front of it."""
    if play:
        from .player import main

        main()
