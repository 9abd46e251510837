"""Sets Yingbin up on this machine and starts it: `bootstrap.py run|test|bench [ARGUMENTS…]`.

Standard library only, since nothing is installed yet. In order: the system libraries that Qt loads (Linux; probed by
loading them, missing ones come from apt-get where that needs no password), a virtual environment `.venv` in the
checkout with the pinned packages, then the program takes this process's place. A stamp in `.venv` makes every later
start immediate. Everything said here goes to stderr: stdout belongs to the program.
"""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WINDOWS = os.name == "nt"

LIBRARIES: dict[str, dict[str, str]] = tomllib.loads((ROOT / "resources" / "libraries.toml").read_text("utf-8"))
"""What Qt loads: for drawing offscreen, for a window, for printers. The file asked for → the Debian package with it."""


class SetupFailed(Exception):
    """Setting up cannot go on; the message is one sentence that says what to do."""


def say(text: str) -> None:
    """Tell the person at the terminal, on stderr."""
    print(f"yingbin: {text}", file=sys.stderr, flush=True)


def call(command: Sequence[str | Path], *, quiet: bool = False) -> bool:
    """Run a command with its output on stderr (or nowhere); True when it succeeded."""
    output = subprocess.DEVNULL if quiet else sys.stderr
    with contextlib.suppress(OSError):
        return (
            subprocess.run(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, check=False).returncode == 0
        )
    return False


# --- system libraries -------------------------------------------------------------------------------------------


def loads(library: str) -> bool:
    """Whether the dynamic loader finds `library` and all it needs."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def root_prefix() -> list[str] | None:
    """Return what to put before a command to run it as root without a password, or None where that is impossible."""
    if os.geteuid() == 0:
        return []
    return ["sudo", "-n"] if call(["sudo", "-n", "true"], quiet=True) else None


def apt_install(packages: Sequence[str]) -> None:
    """Install Debian packages if this account may; what could not be installed is found out by probing again."""
    prefix = root_prefix() if shutil.which("apt-get") else None
    if prefix is None:
        return
    say(f"installing with apt-get: {' '.join(packages)}")
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "DPkg::Lock::Timeout=120"]
    install = [*apt, "-o", "Dpkg::Use-Pty=0", "install", "-y", "--no-install-recommends"]
    call([*apt, "update"])
    if not call([*install, *packages], quiet=True):
        for package in packages:  # one unknown name must not keep the others away, and each says what is wrong with it
            call([*install, package])


def line_to_type(libraries: Sequence[str], packages: Sequence[str]) -> str:
    """Return the one command that installs what is missing, for the package manager found here."""
    if shutil.which("apt-get"):
        return f"sudo apt-get install -y {' '.join(packages)}"
    capabilities = " ".join(f"'{library}()(64bit)'" for library in libraries)
    for manager in ("dnf", "zypper"):
        if shutil.which(manager):
            return f"sudo {manager} install {capabilities}"
    return f"(your package manager) {' '.join(libraries)}"


def packages_of(libraries: Iterable[str], table: Mapping[str, str]) -> list[str]:
    """Return the Debian packages that have `libraries`, each once."""
    return list(dict.fromkeys(table[library] for library in libraries))


def ensure_libraries(wanted: Mapping[str, str]) -> None:
    """Make every library of `wanted` loadable. Raises SetupFailed with the line to type where that is not possible."""
    missing = [library for library in wanted if not loads(library)]
    if not missing:
        return
    apt_install(packages_of(missing, wanted))
    missing = [library for library in missing if not loads(library)]
    if missing:
        packages = packages_of(missing, wanted)
        raise SetupFailed(
            f"system libraries are missing: {', '.join(missing)}. Type:  {line_to_type(missing, packages)}"
        )


def prepare_system(verb: str, arguments: Sequence[str]) -> None:
    """Bring in what the program will load: for a window where there is a display to open one on, else for drawing."""
    if not sys.platform.startswith("linux"):
        return
    wanted = LIBRARIES["offscreen"]
    display = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if display and verb == "run" and "--headless" not in arguments:
        wanted = wanted | LIBRARIES["window"] | LIBRARIES["printers"]
    ensure_libraries(wanted)
    if verb == "test":
        ensure_browser()


def ensure_browser() -> None:
    """Bring in the browser that plays guests' phones in tests; where that is not possible, those tests are skipped.

    Only on Debian: elsewhere the package of that name is a snap, which does not run in a container.
    """
    lacking = [package for package, here in _BROWSER if not here()]
    if not lacking or "ID=debian" not in _system().split():
        return
    apt_install(lacking)
    lacking = [package for package, here in _BROWSER if not here()]
    if lacking:
        line = " ".join(lacking)
        say(f"the tests of the phone page are skipped: no {line}. For them:  apt-get install {line}")


_BROWSER: tuple[tuple[str, Callable[[], bool]], ...] = (
    ("chromium", lambda: bool(shutil.which("chromium"))),
    ("libatomic1", lambda: loads("libatomic.so.1")),  # what drives the browser is linked against it
)


def _system() -> str:
    with contextlib.suppress(OSError):
        return Path("/etc/os-release").read_text(encoding="utf-8")
    return ""


# --- the virtual environment ------------------------------------------------------------------------------------


class Environment:
    """The virtual environment of a checkout, filled from the pinned lists in `packaging/`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / ".venv"
        self.scripts = self.folder / ("Scripts" if WINDOWS else "bin")
        self.python = self.scripts / ("python.exe" if WINDOWS else "python")

    def ensure(self, *, dev: bool) -> None:
        """Make it hold the pinned packages (with `dev` the tools and tests' too), or find that it does already."""
        levels = {"run": "requirements.txt", "dev": "requirements-dev.txt"}
        stamps = {level: self._fingerprint(self.root / "packaging" / name) for level, name in levels.items()}
        level = "dev" if dev else "run"
        with self._alone():
            if self._stamp(level) == stamps[level] and self._works():
                return
            self._fill(self.root / "packaging" / levels[level])
            self._reach_checkout()
            for done in levels if dev else ["run"]:  # the dev list contains the other
                (self.folder / f"yingbin-{done}.stamp").write_text(stamps[done], encoding="utf-8")

    @staticmethod
    def _fingerprint(requirements: Path) -> str:
        return hashlib.sha256(requirements.read_bytes()).hexdigest()

    def _stamp(self, level: str) -> str:
        with contextlib.suppress(OSError):
            return (self.folder / f"yingbin-{level}.stamp").read_text(encoding="utf-8")
        return ""

    def _works(self) -> bool:
        """Whether its Python still starts: the one it was made from may have been removed or replaced."""
        return call([self.python, "-I", "-c", "import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 15))"])

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold a lock, so that two starts at once do not fill the folder together."""
        with (self.root / ".venv.lock").open("ab") as file:
            if sys.platform == "win32":
                import msvcrt

                while True:
                    with contextlib.suppress(OSError):  # it gives up after ten seconds; setting up takes longer
                        msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
                        break
            else:
                import fcntl

                fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _fill(self, requirements: Path) -> None:
        say("setting up .venv (once; about 200 MB to download, 600 MB of room)")
        uv = shutil.which("uv")
        if uv and self._fill_with_uv(uv, requirements):
            return
        if uv:
            say("uv could not do it here; trying pip")
        self._fill_with_pip(requirements)

    def _fill_with_uv(self, uv: str, requirements: Path) -> bool:
        if not self._works() and not call([uv, "venv", "--quiet", "--clear", "--python", sys.executable, self.folder]):
            return False
        return call([uv, "pip", "sync", "--quiet", "--require-hashes", "--python", self.python, requirements])

    def _fill_with_pip(self, requirements: Path) -> None:
        if not call([self.python, "-I", "-m", "pip", "--version"], quiet=True):
            self._make_with_pip()
        quiet = [] if sys.stderr.isatty() else ["--quiet", "--quiet"]
        options = ["--require-hashes", "--no-deps", "--only-binary=:all:", "--no-compile", "--no-input"]
        pip = [str(self.python), "-I", "-m", "pip", "--disable-pip-version-check", "install"]
        if not call([*pip, *quiet, *options, "-r", str(requirements)]):
            raise SetupFailed("the packages could not be installed (see above); mend that and start again")

    def _make_with_pip(self) -> None:
        packages = [f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"]
        if importlib.util.find_spec("ensurepip") is None:  # Debian keeps it apart
            apt_install(packages)
            importlib.invalidate_caches()
        there = importlib.util.find_spec("ensurepip") is not None
        if not there or not call([sys.executable, "-I", "-m", "venv", "--clear", self.folder]):
            line = line_to_type([], packages) if shutil.which("apt-get") else "(your package manager) python venv"
            raise SetupFailed(f"Python's venv module does not work here. Type:  {line}")

    def _reach_checkout(self) -> None:
        """Let its Python import the checkout, and give it the command `yingbin`; both survive a move of the folder."""
        question = "import sysconfig; print(sysconfig.get_path('purelib'))"
        answer = subprocess.run([self.python, "-I", "-c", question], capture_output=True, check=True, encoding="utf-8")
        packages = Path(answer.stdout.strip())
        (packages / "yingbin.pth").write_text(os.path.relpath(self.root, packages) + "\n", encoding="utf-8")
        if WINDOWS:
            (self.scripts / "yingbin.cmd").write_text('@"%~dp0python.exe" -P -m app %*\n', encoding="utf-8")
            return
        command = self.scripts / "yingbin"
        command.write_text('#!/bin/sh\nexec "$(dirname -- "$0")/python" -P -m app "$@"\n', encoding="utf-8")
        command.chmod(0o755)


# --- the start --------------------------------------------------------------------------------------------------


WORKERS = max(4, os.cpu_count() or 0)
"""Tests that run at once: many wait for a program or a clock, so that two cores are kept busy by four."""


def command_of(verb: str, arguments: Sequence[str]) -> list[str]:
    """Return what the environment's Python is asked to do. `-P`: the caller's folder must not shadow a package."""
    if verb == "run":
        return ["-P", "-m", "app", "demo", *arguments]
    if verb == "bench":
        return ["-P", "-m", "tests.benchmarks", *arguments]
    own = any(argument.startswith(("-n", "--numprocesses", "--pdb", "--dist", "-s")) for argument in arguments)
    return ["-P", "-m", "pytest", *([] if own else ["-n", str(WORKERS), "--dist", "worksteal"]), *arguments]


def start(python: Path, command: Sequence[str]) -> int:
    """Become the program; on Windows, where that is not possible, wait for it and return its exit code."""
    # Each of its many starts (HQ, desk, player, tests) would compile everything anew, and take twice as long.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if not WINDOWS:
        os.execv(python, [str(python), *command])
    os.environ.setdefault("PYTHONUTF8", "1")
    child = subprocess.Popen([python, *command])
    while True:
        with contextlib.suppress(KeyboardInterrupt):  # the child gets Ctrl-C too and ends in its own way
            return child.wait()


def main(arguments: Sequence[str]) -> int:
    """Set up, then start what the first argument names. Returns an exit code; on POSIX only when setting up failed."""
    if not arguments or arguments[0] not in ("run", "test", "bench"):
        say("usage: bootstrap.py run|test|bench [ARGUMENTS…]")
        return 2
    verb, rest = arguments[0], arguments[1:]
    environment = Environment(ROOT)
    try:
        prepare_system(verb, rest)
        environment.ensure(dev=verb != "run")
    except SetupFailed as failure:
        say(str(failure))
        return 1
    except OSError as failure:
        say(f"cannot set up in {ROOT}: {failure}")
        return 1
    if verb == "test":
        os.chdir(ROOT)
    return start(environment.python, command_of(verb, rest))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
