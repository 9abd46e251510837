"""Python programs for tests that need not import everything anew: forked from one process that already has.

A test's HQ takes most of a second of a processor to start, nearly all of it imports, and the suite starts hundreds.
`start` forks what `python -m …` would run from a process that has imported HQ and the desk's lower floors. It goes on
as a process of its own, with its own folder, environment and pipes, and is signalled, killed and waited for like any
child.

What is about the start itself uses `subprocess`. So does `start` where nothing can be forked, for an environment that
Python reads before it runs anything, and always with `YINGBIN_THOROUGH=1`.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import json
import os
import runpy
import selectors
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import IO

from tests.kit.thorough import THOROUGH

ROOT = Path(__file__).resolve().parents[2]

FORKS = sys.platform == "linux" and "pytest" in sys.modules and not THOROUGH
"""Whether programs are forked here: not by a benchmark. (macOS's own libraries do not bear it; Windows has no fork.)"""

LONGEST = 1 << 18
"""Bytes of a request at most."""

_IMPORTED = (
    "alembic.command",
    "app.actions.counter",
    "app.hq.commandline",
    "app.hq.entrance",
    "app.hq.importers",
    "app.localdb.board",
    "app.sync.courier",
    "psycopg",
    "sqlalchemy.dialects.postgresql.psycopg",
    "uvicorn.lifespan.on",
    "uvicorn.loops.auto",
    "uvicorn.protocols.http.auto",
    "uvicorn.protocols.websockets.auto",
)

_UNBUFFERED = {"PYTHONUNBUFFERED": "1"}


def _read_at_the_start(environment: Mapping[str, str]) -> dict[str, str]:
    """Return what Python and the C library read of the environment before a program runs."""
    names = [name for name in environment if name.startswith(("PYTHON", "LC_", "LANG", "LD_"))]
    return {name: environment[name] for name in names if name not in _UNBUFFERED}


_OURS = _read_at_the_start(os.environ)


class Forked:
    """A program that was forked: of `subprocess.Popen` what tests use."""

    def __init__(
        self, line: socket.socket, arguments: Sequence[str], stdin: IO[bytes] | None, stdout: IO[bytes]
    ) -> None:
        self.args = list(arguments)
        self.stdin, self.stdout = stdin, stdout
        self.returncode: int | None = None
        self._line = line
        self._waits = threading.Lock()
        line.settimeout(30)
        self.pid = int(line.recv(32))

    def __enter__(self) -> Forked:
        return self

    def __exit__(self, *_: object) -> None:
        """Close the pipes and wait, as `subprocess.Popen` does."""
        for pipe in (self.stdin, self.stdout):
            if pipe is not None:
                pipe.close()
        self.wait()

    def send_signal(self, number: int) -> None:
        """Send a signal, if it has not ended."""
        self.poll()
        if self.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def poll(self) -> int | None:
        """Return its exit code; None while it runs."""
        if self._waits.acquire(blocking=False):  # else another thread waits for it already
            try:
                self._hear(0)
            finally:
                self._waits.release()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Return its exit code once it has ended; raise `subprocess.TimeoutExpired` if it does not within `timeout`."""
        with self._waits:
            self._hear(timeout)
        if self.returncode is None:
            raise subprocess.TimeoutExpired(self.args, timeout or 0)
        return self.returncode

    def _hear(self, timeout: float | None) -> None:
        if self.returncode is not None:
            return
        self._line.settimeout(timeout)
        with contextlib.suppress(TimeoutError, BlockingIOError):
            said = self._line.recv(32)
            self._line.close()
            self.returncode = int(said) if said else -signal.SIGKILL


Program = Forked | subprocess.Popen[bytes]


def start(
    *arguments: str,
    environment: Mapping[str, str] | None = None,
    errors: IO[bytes] | None = None,
    anew: bool = False,
) -> Program:
    """Start `python -m …` in the checkout with pipes as stdin and stdout; `errors` is its stderr, else the test's.

    `anew`: as a person starts it, importing everything itself; Qt wants that, too.
    """
    wanted = {**os.environ, **_UNBUFFERED, **(environment or {})}
    if anew or not _forks(wanted):
        return subprocess.Popen(
            [sys.executable, "-m", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            cwd=ROOT,
            env=wanted,
        )
    into, ours = os.pipe()
    theirs, out = os.pipe()
    try:
        line = _ask(arguments, ROOT, wanted, (into, out, 2 if errors is None else errors.fileno()))
    finally:
        os.close(into)
        os.close(out)
    return Forked(line, arguments, os.fdopen(ours, "wb", 0), os.fdopen(theirs, "rb"))


def run(
    *arguments: str, environment: Mapping[str, str] | None = None, cwd: Path = ROOT, timeout: float = 60
) -> subprocess.CompletedProcess[str]:
    """Run `python -m …` without stdin to its end and return what it said."""
    wanted = {**os.environ, **(environment or {})}
    if not _forks(wanted):
        command = [sys.executable, "-m", *arguments]
        return subprocess.run(
            command, cwd=cwd, env=wanted, capture_output=True, encoding="utf-8", timeout=timeout, check=False
        )
    with open(os.devnull, "rb") as nothing, tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as complained:
        line = _ask(arguments, cwd, wanted, (nothing.fileno(), said.fileno(), complained.fileno()))
        program = Forked(line, arguments, None, said)
        try:
            code = program.wait(timeout)
        except subprocess.TimeoutExpired:
            program.kill()
            program.wait(timeout)
            raise
        texts = []
        for file in (said, complained):
            file.seek(0)
            texts.append(file.read().decode())
    return subprocess.CompletedProcess(program.args, code, *texts)


def _forks(environment: Mapping[str, str]) -> bool:
    """Whether a program with this environment can be forked: it is not too late for what is in it."""
    return FORKS and _read_at_the_start(environment) == _OURS


def _ask(arguments: Sequence[str], cwd: Path, environment: Mapping[str, str], files: Sequence[int]) -> socket.socket:
    """Have the nursery fork; return the line on which it says the process id, and the exit code in the end."""
    ours, theirs = socket.socketpair()
    with theirs:
        request = json.dumps([list(arguments), str(cwd), dict(environment)]).encode()
        assert len(request) < LONGEST
        socket.send_fds(_nursery(), [request], [theirs.fileno(), *files])
    return ours


@cache
def _nursery() -> socket.socket:
    """Return the line to this process's nursery, which ends when the line is closed: when this process does."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    for end in (ours, theirs):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, LONGEST)
    with theirs:
        command = [sys.executable, "-m", "tests.kit.nursery", str(theirs.fileno())]
        nursery = subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | _UNBUFFERED,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
            start_new_session=True,
        )
    threading.Thread(target=nursery.wait, daemon=True).start()
    atexit.register(ours.close)
    return ours


# --- in the nursery -----------------------------------------------------------------------------------------------


def _fork_on_demand(line: socket.socket) -> list[str] | None:
    """Fork whenever somebody asks; return in each child, with its arguments, and with None when nobody can ask."""
    woken, wakes = socket.socketpair()
    for end in (line, woken, wakes):
        end.setblocking(False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wakes.fileno())
    children: dict[int, socket.socket] = {}
    with selectors.DefaultSelector() as selector:
        selector.register(line, selectors.EVENT_READ)
        selector.register(woken, selectors.EVENT_READ)
        while True:
            selector.select()
            with contextlib.suppress(BlockingIOError):
                woken.recv(4096)
            _tell_who_ended(children)
            try:
                request, fds, _, _ = socket.recv_fds(line, LONGEST, 4)
            except BlockingIOError:
                continue
            if not request:
                return None
            arguments, cwd, environment = json.loads(request)
            pid = os.fork()
            if pid == 0:
                break
            children[pid] = asked = socket.socket(fileno=fds[0])
            asked.send(str(pid).encode())
            for fd in fds[1:]:
                os.close(fd)
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for end in (line, woken, wakes, *children.values()):
        end.close()
    for place, fd in enumerate(fds[1:]):
        os.dup2(fd, place)
    for fd in fds:
        os.close(fd)
    _speak_anew()
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    return list(arguments)


def _speak_anew() -> None:
    """Let Python see what stdout and stderr are now: they may have been files, and are pipes."""
    sys.stdout = open(1, "w", buffering=1, encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", buffering=1, encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115


def _tell_who_ended(children: dict[int, socket.socket]) -> None:
    while children:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid == 0:
            return
        with children.pop(pid) as asked, contextlib.suppress(OSError):  # whoever asked may be gone
            asked.send(str(os.waitstatus_to_exitcode(status)).encode())


def _main(number: str) -> None:
    for name in _IMPORTED:
        import_module(name)
    assert threading.active_count() == 1, "a fork takes no thread along"
    gc.collect()
    gc.freeze()  # what is here is never looked at again, so that it stays shared
    arguments = _fork_on_demand(socket.socket(fileno=int(number)))
    if arguments is not None:
        sys.argv = arguments
        runpy.run_module(arguments[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    _main(*sys.argv[1:])
