"""Brings the translations up to date: collects the words of app/desk, then compiles what Qt Linguist holds.

    python packaging/translations.py            after words changed (then translate in Qt Linguist, and run it again)
    python packaging/translations.py --compile  only compile

Uses `pyside6-lupdate` and `pyside6-lrelease` of PySide6. Source language: Chinese, in the code.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "translations"
SOURCES = ROOT / "app" / "desk"


def tool(name: str) -> str:
    """Return the path of a tool that came with PySide6."""
    import PySide6

    for folder in (Path(PySide6.__file__).parent, Path(PySide6.__file__).parent / "libexec"):
        for suffix in ("", ".exe"):
            if (found := folder / f"{name}{suffix}").is_file():
                return str(found)
    sys.exit(f"translations: PySide6 has no {name} here")


def collect(target: Path) -> None:
    """Put every word of the sources into `target`, keeping what is translated."""
    files = sorted(str(file.relative_to(ROOT)) for file in SOURCES.rglob("*.py"))
    options = ["-source-language", "zh_CN", "-target-language", "en", "-locations", "none", "-no-obsolete"]
    subprocess.run(
        [tool("lupdate"), "-silent", "-extensions", "py", *files, *options, "-ts", str(target)], cwd=ROOT, check=True
    )


def compile_to(source: Path, target: Path) -> None:
    """Write the binary form of `source` that the counter loads."""
    subprocess.run([tool("lrelease"), "-silent", "-nounfinished", str(source), "-qm", str(target)], check=True)


def main() -> None:
    """Collect and compile."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--compile", action="store_true", help="do not collect")
    words = FOLDER / "yingbin_en.ts"
    if not parser.parse_args().compile:
        collect(words)
    compile_to(words, FOLDER / "yingbin_en.qm")


if __name__ == "__main__":
    main()
