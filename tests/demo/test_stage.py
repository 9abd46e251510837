"""Before the curtain: whose folder it is, and when each event is posted."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from app.demo.stage import APART, BURST, MARK, own_folder, stage_chain
from app.domain.faults import Refused, Unavailable


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


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Unavailable, match="name another folder"):
        own_folder(tmp_path / "file" / "demo")


def test_the_evening_so_far_is_told_quickly_and_the_rest_in_its_time(tmp_path: Path) -> None:
    said: list[str] = []
    stage = stage_chain(own_folder(tmp_path / "d"), seed=2, count=120, store_id="", speed=60, say=said.append)
    cues = stage.cues(stage.clock + timedelta(minutes=1), 1000.0)
    assert len(cues) == len(stage.shown)
    assert [cue.at for cue in cues] == sorted(cue.at for cue in cues)
    assert cues[0].at == 1000.0
    assert cues[len(stage.so_far) - 1].at < 1000.0 + BURST
    first, last = stage.to_come[0].due, stage.to_come[-1].due
    assert cues[-1].at == pytest.approx(cues[len(stage.so_far)].at + (last - first).total_seconds() / 60, abs=1)
    assert len(stage.known_before) == 120
    assert said


def test_signs_of_one_party_are_apart_at_any_speed(tmp_path: Path) -> None:
    stage = stage_chain(own_folder(tmp_path / "d"), seed=2, count=0, store_id="", speed=50_000, say=lambda _: None)
    last: dict[str, float] = {}
    for cue in stage.cues(stage.clock, 1000.0):
        party = cue.event["id"].rpartition("-")[0]
        assert cue.at - last.get(party, 0.0) >= APART * 0.999
        last[party] = cue.at
