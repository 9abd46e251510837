"""The shell scripts that come before any Python."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
NEEDED = ("sh", "dirname", "readlink", "id", "uname", "env")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX shell")


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A PATH with a shell's few tools and no Python, and beside it a checkout whose bootstrap tells its arguments."""
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in NEEDED:
        found = shutil.which(name)
        assert found is not None
        (tools / name).symlink_to(found)
    packaging = tmp_path / "house" / "packaging"
    packaging.mkdir(parents=True)
    for name in ("start", "run", "test", "bench"):
        shutil.copy(ROOT / "packaging" / name, packaging)
    (packaging / "bootstrap.py").write_text("import sys; print(*sys.argv[1:], sep='|')", encoding="utf-8")
    return tools


def start(script: Path, tools: Path, *arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": str(tools), "HOME": os.environ["HOME"]}
    return subprocess.run(
        [script, *arguments], env=environment, cwd=cwd, capture_output=True, encoding="utf-8", check=False, timeout=30
    )


def give_python(tools: Path, name: str) -> None:
    (tools / name).symlink_to(sys.executable)


def test_without_a_python_one_line_says_what_to_type(bare: Path, tmp_path: Path) -> None:
    result = start(tmp_path / "house" / "packaging" / "run", bare)
    assert result.returncode == 1
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    assert "Type:  " in result.stderr


@pytest.mark.parametrize("verb", ["run", "test", "bench"])
def test_arguments_arrive_as_they_were_written(bare: Path, tmp_path: Path, verb: str) -> None:
    give_python(bare, "python3")
    result = start(tmp_path / "house" / "packaging" / verb, bare, "--shots", "out one", "*", cwd=tmp_path)
    assert result.stdout.strip() == f"{verb}|--shots|out one|*", result.stderr


def test_a_name_with_nothing_behind_it_is_passed_over(bare: Path, tmp_path: Path) -> None:
    shim = bare / "python3.14"
    shim.write_text("#!/bin/sh\necho 'command not found' >&2\nexit 127\n", encoding="utf-8")
    shim.chmod(0o755)
    give_python(bare, "python3")
    result = start(tmp_path / "house" / "packaging" / "test", bare)
    assert (result.returncode, result.stdout, result.stderr) == (0, "test\n", "")


def test_it_starts_through_a_link(bare: Path, tmp_path: Path) -> None:
    give_python(bare, "python3")
    link = tmp_path / "start-yingbin"
    link.symlink_to(tmp_path / "house" / "packaging" / "run")
    assert start(link, bare).stdout == "run\n"


@pytest.mark.parametrize("broken", ["packaging/test", ".venv/bin/ruff", ".venv/bin/mypy", ".venv/bin/lint-imports", ""])
def test_ci_names_what_failed(tmp_path: Path, broken: str) -> None:
    names = {"packaging/test": "tests", ".venv/bin/mypy": "types", ".venv/bin/lint-imports": "floors"}
    for tool in ("packaging/test", ".venv/bin/ruff", ".venv/bin/mypy", ".venv/bin/lint-imports"):
        script = tmp_path / tool
        script.parent.mkdir(parents=True, exist_ok=True)
        script.write_text(f"#!/bin/sh\nexit {int(tool == broken)}\n", encoding="utf-8")
        script.chmod(0o755)
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "run", tmp_path / ".ci")
    result = subprocess.run(["bash", tmp_path / ".ci" / "run"], capture_output=True, encoding="utf-8", check=False)
    assert result.returncode == int(bool(broken))
    if broken:
        assert f"FAILED: {names.get(broken, 'format lint')}" in result.stderr
    else:
        assert result.stdout.endswith("All good.\n")
