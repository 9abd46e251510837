"""`yingbin guest tastes`: the tags of a note, for scripts and for reading."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.__main__ import door


def tastes(*arguments: str, note: str | None = None) -> str:
    done = CliRunner().invoke(door, ["guest", "tastes", *arguments], input=note)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_json_is_one_document_of_tags_and_kinds() -> None:
    assert json.loads(tastes("不要香菜，花生过敏，少放点辣，多放醋", "--json")) == [
        {"tag": "香菜", "kind": "avoid"},
        {"tag": "花生", "kind": "allergy"},
        {"tag": "辣", "kind": "less"},
        {"tag": "醋", "kind": "likes"},
    ]
    assert tastes("靠窗", "--json") == "[]\n"
    assert json.loads(tastes("", "--json")) == []


def test_a_note_may_come_from_stdin_or_begin_with_a_dash() -> None:
    assert json.loads(tastes("-", "--json", note="不要葱\n")) == [{"tag": "葱", "kind": "avoid"}]
    assert json.loads(tastes("-少盐", "--json")) == [{"tag": "盐", "kind": "less"}]
    assert json.loads(tastes("--json", "--", "--不要葱")) == [{"tag": "葱", "kind": "avoid"}]


def test_for_people_it_says_which_words_and_of_whom() -> None:
    assert tastes("家里有小朋友不能吃辣").split() == ["avoid", "辣", "不能吃辣", "小朋友"]


@pytest.mark.parametrize("text", ["\ud800不要葱", "\x00不要葱", "不要葱" * 5000])
def test_no_note_ends_in_a_traceback(text: str) -> None:
    assert json.loads(tastes(text, "--json")) == [{"tag": "葱", "kind": "avoid"}]


def test_it_starts_without_a_display_a_database_or_the_network() -> None:
    program = (
        "import sys; from app.__main__ import door; door(['guest', 'tastes', '不要葱'], standalone_mode=False);"
        "print([m for m in ('PySide6', 'requests', 'sqlalchemy', 'fastapi', 'pydantic') if m in sys.modules])"
    )
    here = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60, cwd=here
    )
    assert done.stdout.splitlines()[-1] == "[]"
