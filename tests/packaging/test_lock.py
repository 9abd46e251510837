"""The pinned lists are complete, hashed, and tie nobody to one index."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent.parent
LISTS = {name: (ROOT / "packaging" / name).read_text("utf-8") for name in ("requirements.txt", "requirements-dev.txt")}


def pins(text: str) -> dict[str, tuple[Requirement, int]]:
    """Return name → (its pin, how many hashes it has)."""
    found = {}
    for entry in text.replace("\\\n", " ").splitlines():
        if entry.strip() and not entry.startswith("#"):
            pin, *hashes = entry.split("--hash=sha256:")
            requirement = Requirement(pin.strip())
            found[requirement.name] = (requirement, len(hashes))
    return found


def wanted(group: str) -> list[Requirement]:
    """Return what pyproject.toml asks for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    lines = project["project"]["dependencies"]
    if group == "requirements-dev.txt":
        lines = [*lines, *project["dependency-groups"]["dev"]]
    return [Requirement(line) for line in lines]


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("name", LISTS)
def test_every_dependency_is_pinned_as_pyproject_allows(name: str) -> None:
    pinned = pins(LISTS[name])
    for requirement in wanted(name):
        pin, _ = pinned[canonical(requirement.name)]
        version = next(iter(pin.specifier)).version
        assert requirement.specifier.contains(version), f"{pin} is not {requirement}: run packaging/lock"


@pytest.mark.parametrize("name", LISTS)
def test_every_pin_is_exact_and_hashed(name: str) -> None:
    for pin, hashes in pins(LISTS[name]).values():
        assert [clause.operator for clause in pin.specifier] == ["=="], pin
        assert hashes >= 1, pin


@pytest.mark.parametrize("name", LISTS)
def test_no_index_no_path_no_option(name: str) -> None:
    assert "://" not in LISTS[name]
    for entry in LISTS[name].replace("\\\n", " ").splitlines():
        assert not entry.startswith(("-", ".", "/")), entry


def test_the_tests_run_on_what_people_run() -> None:
    run, dev = (pins(text) for text in LISTS.values())
    assert {name: str(pin) for name, (pin, _) in run.items()}.items() <= {
        n: str(p) for n, (p, _) in dev.items()
    }.items()
