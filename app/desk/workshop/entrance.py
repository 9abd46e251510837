"""The workshop's door. It makes room for the window before it loads anything."""

from __future__ import annotations

import logging
import os
import signal
import sys
from contextlib import suppress

import click

NICENESS = 5
"""The window comes first where both want the processor."""


@click.command(hidden=True)
def workshop() -> None:
    """Make pages for the desk that started this: it speaks on stdin and listens on stdout."""
    if os.isatty(0):
        raise click.UsageError("this is started by the desk; for codes on paper there is `yingbin qr`")
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the desk, which stops us
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    inward, outward = os.fdopen(os.dup(0), "rb", 0), os.fdopen(os.dup(1), "wb", 0)
    with suppress(OSError):
        os.dup2(2, 1)  # whatever a library prints is no message
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    from .pipe import Pipe
    from .serving import serve

    serve(Pipe(inward, outward))
    os._exit(0)  # all is written or cleared away; taking Qt down would only take time
