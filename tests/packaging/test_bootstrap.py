"""Setting up: into a real virtual environment, from a wheel made here, without a network."""

from __future__ import annotations

import hashlib
import importlib.util
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


def load() -> ModuleType:
    specification = importlib.util.spec_from_file_location("bootstrap", ROOT / "packaging" / "bootstrap.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


bootstrap: Any = load()


def wheel(folder: Path, version: str, says: str) -> str:
    """Write the wheel of a one-module package `teacup`; return its line in a pinned list."""
    file = folder / f"teacup-{version}-py3-none-any.whl"
    about = f"teacup-{version}.dist-info"
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in {
            "teacup.py": f"SAYS = {says!r}\n",
            f"{about}/METADATA": f"Metadata-Version: 2.1\nName: teacup\nVersion: {version}\n",
            f"{about}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
            f"{about}/RECORD": "",
        }.items():
            archive.writestr(zipfile.ZipInfo(name), text)  # without the time, so that the same words are the same bytes
    return f"teacup=={version} --hash=sha256:{hashlib.sha256(file.read_bytes()).hexdigest()}\n"


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout whose pinned lists name one local wheel; uv is not in reach, so pip does the work."""
    root = tmp_path / "check out"
    (root / "packaging").mkdir(parents=True)
    (root / "app").mkdir()
    (root / "app" / "__init__.py").write_text("HERE = True\n", encoding="utf-8")
    (root / "app" / "__main__.py").write_text("print('the door')\n", encoding="utf-8")
    write_lists(root, wheel(tmp_path, "1.0", "oolong"))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", tmp_path.as_uri())
    which = shutil.which
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: None if name == "uv" else which(name))
    return root


def write_lists(root: Path, line: str) -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        (root / "packaging" / name).write_text(line, encoding="utf-8")


def says(environment: Any) -> str:
    program = "import app, teacup; print(teacup.SAYS)"
    result = subprocess.run(
        [environment.python, "-P", "-c", program], capture_output=True, encoding="utf-8", check=True
    )
    return result.stdout.strip()


def test_it_is_set_up_once_and_again_when_the_list_changes_but_only_with_what_was_pinned(
    checkout: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    environment = bootstrap.Environment(checkout)
    environment.ensure(dev=True)
    assert says(environment) == "oolong"
    assert "setting up" in capfd.readouterr().err

    environment.ensure(dev=True)
    environment.ensure(dev=False)  # the tools' list contains the other
    assert capfd.readouterr() == ("", "")

    write_lists(checkout, wheel(tmp_path, "1.1", "pu-erh"))
    wheel(tmp_path, "1.1", "something else")  # not what was pinned
    with pytest.raises(bootstrap.SetupFailed):
        environment.ensure(dev=False)
    assert says(environment) == "oolong"
    wheel(tmp_path, "1.1", "pu-erh")
    environment.ensure(dev=False)  # nothing was stamped, so it is tried again
    assert says(environment) == "pu-erh"

    moved = checkout.rename(tmp_path / "moved")
    command = bootstrap.Environment(moved).scripts / ("yingbin.cmd" if bootstrap.WINDOWS else "yingbin")
    door = subprocess.run([command], capture_output=True, encoding="utf-8", check=True)
    assert door.stdout.strip() == "the door"


@pytest.mark.skipif(sys.platform == "win32", reason="no links there")
def test_an_environment_whose_python_is_gone_is_made_again(checkout: Path) -> None:
    environment = bootstrap.Environment(checkout)
    environment.scripts.mkdir(parents=True)
    environment.python.symlink_to("/usr/bin/python-of-the-last-release")
    for level, name in {"run": "requirements.txt", "dev": "requirements-dev.txt"}.items():
        stamp = hashlib.sha256((checkout / "packaging" / name).read_bytes()).hexdigest()
        (environment.folder / f"yingbin-{level}.stamp").write_text(stamp, encoding="utf-8")
    environment.ensure(dev=False)
    assert says(environment) == "oolong"


def test_a_library_that_is_missing_is_named_with_the_line_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "root_prefix", lambda: None)
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: f"/usr/bin/{name}" if name == "apt-get" else None)
    with pytest.raises(bootstrap.SetupFailed, match=r"libteapot\.so\.7.*Type:  sudo apt-get install -y libteapot7$"):
        bootstrap.ensure_libraries({"libteapot.so.7": "libteapot7"})
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: f"/usr/bin/{name}" if name == "dnf" else None)
    with pytest.raises(bootstrap.SetupFailed, match=r"Type:  sudo dnf install 'libteapot\.so\.7\(\)\(64bit\)'$"):
        bootstrap.ensure_libraries({"libteapot.so.7": "libteapot7"})


def test_a_browser_for_the_tests_is_asked_for_on_debian_only_and_never_holds_them_up(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[list[str]] = []
    monkeypatch.setattr(bootstrap, "apt_install", asked.append)
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: None)
    monkeypatch.setattr(bootstrap, "loads", lambda library: False)
    monkeypatch.setattr(bootstrap, "_system", lambda: "NAME=Ubuntu\nID=ubuntu\nID_LIKE=debian\n")
    bootstrap.ensure_browser()
    assert asked == []
    monkeypatch.setattr(bootstrap, "_system", lambda: 'PRETTY_NAME="Debian 12"\nID=debian\n')
    bootstrap.ensure_browser()
    assert asked == [["chromium", "libatomic1"]]
    assert "skipped" in capsys.readouterr().err
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: f"/usr/bin/{name}")
    bootstrap.ensure_browser()
    assert asked[1:] == [["libatomic1"]]
    monkeypatch.setattr(bootstrap, "loads", lambda library: True)
    bootstrap.ensure_browser()
    assert len(asked) == 2


def test_arguments_go_on() -> None:
    assert bootstrap.command_of("run", ["--speed", "60"]) == ["-P", "-m", "app", "demo", "--speed", "60"]
    assert bootstrap.command_of("bench", ["--json"]) == ["-P", "-m", "tests.benchmarks", "--json"]
    assert bootstrap.command_of("test", ["-q"])[-1] == "-q"
    assert bootstrap.command_of("test", ["-q"])[3:5] == ["-n", str(bootstrap.WORKERS)]
    assert bootstrap.command_of("test", ["-n0"]) == ["-P", "-m", "pytest", "-n0"]


def test_another_word_is_wrong_usage() -> None:
    assert bootstrap.main(["dance"]) == 2
    assert bootstrap.main([]) == 2
