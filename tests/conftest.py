"""Common ground of all tests: no display, no keyring, no home but their own.

The settings stand in the environment, so that the programs which tests start inherit them. They are made before
anything imports Qt or hypothesis, hence at the top of this file.
"""

from __future__ import annotations

import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

gc.disable()  # what is imported and collected stays: looking for what may go would take two fifths of that time
SELDOM = (2000, 10, 40)
"""Thresholds of the garbage collector: the tests' own rubbish is small, all that lives beside it is not."""


def _own_home() -> Path:
    """Make a home for this process and what it starts. The path is short: a local socket's may have 107 bytes."""
    home = Path(tempfile.mkdtemp(prefix="yb-"))
    for variable, folder in {
        "HOME": "",
        "USERPROFILE": "",
        "APPDATA": "roaming",
        "LOCALAPPDATA": "local",
        "XDG_DATA_HOME": "data",
        "XDG_CONFIG_HOME": "config",
        "XDG_CACHE_HOME": "cache",
        "XDG_STATE_HOME": "state",
        "XDG_RUNTIME_DIR": "run",
    }.items():
        place = home / folder
        place.mkdir(mode=0o700, exist_ok=True)
        os.environ[variable] = str(place)
    return home


HOME = _own_home()
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # each worker and each program would compile everything anew
sys.dont_write_bytecode = False
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
_examples = ROOT / ".hypothesis"  # failing examples are tried again, unless this checkout is another user's
_ours = os.access(_examples if _examples.exists() else ROOT, os.W_OK)
os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = str(_examples if _ours else HOME / "examples")

from hypothesis import HealthCheck, settings  # noqa: E402

from tests.kit.thorough import THOROUGH  # noqa: E402

# No deadline: a busy machine must not fail a rule. On CI the same examples come every time.
EXAMPLES = 100 if THOROUGH else 60
"""Of a property that does not say how many it wants."""
settings.register_profile("desk", deadline=None, max_examples=EXAMPLES, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", parent=settings.get_profile("desk"), derandomize=True, database=None)
settings.load_profile("ci" if os.environ.get("CI") else "desk")


_LONG = ("journeys", "packaging")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the folders of what takes seconds each, so that no worker is left alone with it in the end."""
    items.sort(key=lambda item: item.path.parent.name not in _LONG)


def pytest_collection_finish() -> None:
    """Let the collector begin with what the tests make, and leave out what was there before them."""
    gc.freeze()
    gc.set_threshold(*SELDOM)
    gc.enable()


@pytest.fixture(autouse=True, scope="session")
def own_home() -> Iterator[Path]:
    """Remove the tests' home when they are done."""
    yield HOME
    shutil.rmtree(HOME, ignore_errors=True)


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Start every test in a folder of its own, so that a stray file lands there and not in the checkout."""
    monkeypatch.chdir(tmp_path)
    return tmp_path
