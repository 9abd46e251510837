"""The house stands as it is drawn: floors, door plates, and a README that tells the truth."""

from __future__ import annotations

import ast
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import click
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from app.__main__ import door

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Hold the house in `folder` against the contracts in its pyproject.toml."""
    program = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"
    command = [sys.executable, "-c", program, "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False, timeout=120)


@pytest.fixture
def copied_house(tmp_path: Path) -> Path:
    """A copy of the house that may be spoiled."""
    shutil.copytree(ROOT / "app", tmp_path / "app", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_rooms_use_only_the_floors_below() -> None:
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("room", "line"),
    [
        ("domain/names.py", "import app.wire.version"),
        ("domain/names.py", "import sqlite3"),
        ("hq/clock.py", "import app.localdb"),
        ("localdb/rows.py", "import requests"),
        ("sync/clock.py", "import PySide6.QtCore"),
        ("hq/work/identities.py", "import fastapi"),
    ],
)
def test_a_wrong_import_is_noticed(copied_house: Path, room: str, line: str) -> None:
    with (copied_house / "app" / room).open("a", encoding="utf-8") as module:
        module.write(f"\n{line}\n")
    assert lint(copied_house).returncode != 0


def test_a_drawer_that_belongs_to_no_floor_is_noticed(copied_house: Path) -> None:
    (copied_house / "app" / "utils.py").write_text("", encoding="utf-8")
    assert lint(copied_house).returncode != 0


@pytest.mark.parametrize("plate", sorted((ROOT / "app").rglob("__init__.py")), ids=lambda plate: plate.parent.name)
def test_every_package_has_a_door_plate(plate: Path) -> None:
    text = ast.get_docstring(ast.parse(plate.read_text(encoding="utf-8"))) or ""
    assert len(text.split()) >= 5, f"{plate.relative_to(ROOT)} does not say what lives there"


def imported(folder: str) -> set[str]:
    """Return the distributions that the code below `folder` imports by name."""
    distributions = packages_distributions()
    found: set[str] = set()
    for module in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module or ""]
            else:
                continue
            tops = {name.partition(".")[0] for name in names} - sys.stdlib_module_names - {"app", "tests", "_typeshed"}
            found |= {canonicalize_name(distributions.get(top, [top])[0]) for top in tops}
    return found


def test_what_is_imported_is_declared() -> None:
    """What comes only because another package needs it may be gone with that package's next version."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    run = {canonicalize_name(Requirement(line).name) for line in project["project"]["dependencies"]}
    dev = {canonicalize_name(Requirement(line).name) for line in project["dependency-groups"]["dev"]}
    assert imported("app") - run == set()
    assert (imported("tests") | imported("packaging") | imported("resources")) - run - dev == set()


def test_packaging_is_no_package() -> None:
    """`packaging` is also a library that pytest and pip import."""
    assert not (ROOT / "packaging" / "__init__.py").exists()


def spoken_commands() -> list[str]:
    """Return every `yingbin …` line of the README's code blocks, continued lines joined."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", README, flags=re.DOTALL | re.MULTILINE)
    lines = "\n".join(blocks).replace("\\\n", " ").splitlines()
    return [line.split("#")[0].strip() for line in lines if re.match(r"\s*(\.venv/bin/)?yingbin\b", line)]


def unknown_words(line: str) -> list[str]:
    """Walk the command line that `line` speaks to; return the commands and options that it does not have."""
    context = click.Context(door, info_name="yingbin")
    command: click.Command = door
    words = shlex.split(line)[1:]
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        found = command.get_command(context, words[0])
        if found is None:
            return [words[0]]
        command, words = found, words[1:]
        context = click.Context(command, info_name=command.name, parent=context)
    has = {name for parameter in command.get_params(context) for name in [*parameter.opts, *parameter.secondary_opts]}
    return [word for word in words if word.startswith("-") and word.split("=")[0] not in has]


def test_the_readme_shows_commands() -> None:
    assert len(spoken_commands()) >= 5


@pytest.mark.parametrize("line", spoken_commands())
def test_a_command_of_the_readme_exists(line: str) -> None:
    assert unknown_words(line) == []


def test_a_command_that_does_not_exist_is_noticed() -> None:
    assert unknown_words("yingbin dine --well") == ["dine"]
    assert unknown_words("yingbin doctor --herbs") == ["--herbs"]


def test_files_that_the_readme_names_exist() -> None:
    linked = re.findall(r"\]\(([^)#:]+)\)", README)
    named = re.findall(r"(?:packaging|resources|tests|app)/[\w./-]*[\w/]", README)
    assert linked
    assert named
    missing = [path for path in {*linked, *named} if not (ROOT / path).exists()]
    assert missing == []
