"""Before the curtain: whose folder it is, and when each event is posted."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from app.demo.stage import BURST, MARK, own_folder, stage_chain
from app.domain.faults import Refused


def test_a_demo_begins_anew_in_its_own_folder(tmp_path: Path) -> None:
    folder = own_folder(tmp_path / "new" / "demo")
    (folder / "hq.sqlite3").write_text("old")
    (folder / "desk").mkdir()
    (folder / "desk" / "local.db").write_text("old")
    assert own_folder(folder) == folder
    assert [each.name for each in folder.iterdir()] == [MARK]


def test_somebody_elses_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "local.db").write_text("a real desk")
    with pytest.raises(Refused, match="no demo made"):
        own_folder(tmp_path)
    assert (tmp_path / "local.db").read_text() == "a real desk"


def test_the_evening_so_far_is_told_quickly_and_the_rest_in_its_time(tmp_path: Path) -> None:
    said: list[str] = []
    stage = stage_chain(own_folder(tmp_path / "d"), seed=2, count=120, store_id="", speed=60, say=said.append)
    cues = stage.cues(stage.clock + timedelta(minutes=1), 1000.0)
    assert len(cues) == len(stage.shown)
    assert [cue.at for cue in cues] == sorted(cue.at for cue in cues)
    assert cues[0].at == 1000.0
    assert cues[len(stage.so_far) - 1].at < 1000.0 + BURST
    last = (stage.plan.ends - stage.clock - timedelta(minutes=1)).total_seconds() / 60
    assert cues[-1].at == pytest.approx(1000.0 + last)
    assert len(stage.known_before) == 120
    assert said
