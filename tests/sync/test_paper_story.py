"""Codes, groups and prints between a desk and a real HQ: good at once, and the same on both sides at the end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from app.actions.counter import perform
from app.domain.changes import ChangeSet
from app.domain.commands import Command, KeepCode, KeepGroup, MarkLost, RecordPrint, RetireCode
from app.domain.printed import PrintedKind, new_code
from app.domain.prints import PrintedPiece
from app.hq.database import write
from app.hq.work.enrolling import issue_code
from app.localdb import outbox, printed
from app.localdb.lane import Lane
from app.localdb.printed import Printed
from app.sync.clock import DeskClock
from app.sync.courier import Courier
from tests.kit.hq import HqHere, found_store, open_hq

SECONDS = 20
"""After which the story has failed; far more than it takes."""


class Desk:
    """A desk with its courier, without a screen."""

    def __init__(self, data: Path) -> None:
        self.changes: list[ChangeSet] = []
        self.lane = Lane(data, on_change=self.changes.append)
        self.lane.start().result(SECONDS)
        self.clock = DeskClock()
        self.courier = Courier(self.lane, clock=self.clock, on_link=lambda _state: None)
        self.courier.start()

    def do(self, *commands: Command) -> None:
        """Do these one after another."""
        for command in commands:
            self.lane.submit(perform, command, author="周敏", now=self.clock.now()).result(SECONDS)
        self.courier.nudge()

    def synced(self) -> Printed:
        """Wait until everything is sent and read; return what the desk holds."""
        assert self.courier.wait_until_synced(SECONDS), self.courier.link
        found: Printed = self.lane.submit(printed.read).result(SECONDS)
        return found


@contextmanager
def desk_and_hq(folder: Path) -> Iterator[Desk]:
    url = f"sqlite:///{folder}/hq.sqlite3"
    engine = open_hq(url)
    found_store(engine, "330")
    with write(engine) as connection:
        code = issue_code(connection, "330").text
    desk = Desk(folder / "desk")
    try:
        with HqHere(url) as hq:
            desk.courier.enrol(hq.url, code, "desk").result(SECONDS)
            yield desk
    finally:
        assert desk.courier.stop()
        assert desk.lane.close()
        engine.dispose()


def test_what_a_manager_keeps_prints_and_loses_comes_back_as_hqs_cards(tmp_path: Path) -> None:
    with desk_and_hq(tmp_path) as desk:
        first = desk.synced()
        tables = {card.about: card for card in first.codes if card.kind is PrintedKind.TABLE}
        assert set(tables) == {"A1", "A2", "A3"}
        mine, until = new_code(), desk.clock.now() + timedelta(days=7)
        pieces = tuple(PrintedPiece(code=card.code, link=card.link) for card in tables.values())
        desk.do(
            KeepCode(code=mine, kind=PrintedKind.CAMPAIGN, title="店庆", channel="外卖袋"),
            KeepGroup(group_id="g1", name="福利 1 群", members=12, join_url="https://work.weixin.qq.com/a"),
            KeepGroup(group_id="g1", name="福利群", join_url="https://work.weixin.qq.com/b", expires_at=until),
            RecordPrint(print_id="p1", template="table-card", place="A 区", pieces=pieces),
            MarkLost(print_id="p1", code=tables["A2"].code, note="雨"),
            RetireCode(code=tables["A3"].code),
        )
        here: Printed = desk.lane.submit(printed.read).result(SECONDS)
        after = desk.synced()
        assert after.sending == frozenset()
        assert desk.lane.submit(outbox.parked).result(SECONDS) == []
        assert {card.code: card for card in after.codes} == {card.code: card for card in here.codes}, "link and all"
        assert (after.prints, after.groups) == (here.prints, here.groups)
        (group,) = after.groups
        assert (group.name, group.members, group.expires_at, group.changed_by) == ("福利群", 12, until, "周敏")
        assert [piece.note for piece in after.prints[0].pieces if piece.lost_at] == ["雨"]
        told = frozenset[str]().union(*(changes.printed for changes in desk.changes))
        assert told >= {"code", "group", "print"}


def test_what_hq_refuses_is_put_back_and_waits_for_a_person(tmp_path: Path) -> None:
    with desk_and_hq(tmp_path) as desk:
        desk.synced()
        desk.do(KeepGroup(group_id="g1", name="福利群", join_url="https://work.weixin.qq.com/a"))
        desk.synced()
        desk.do(KeepGroup(group_id="g1", name="福利群", picture="aGVsbG8=", picture_text="https://made.up"))
        after = desk.synced()
        (row,) = desk.lane.submit(outbox.parked).result(SECONDS)
        assert row.code == "picture_unreadable"
        assert [(group.picture_text, group.join_url) for group in after.groups] == [
            ("", "https://work.weixin.qq.com/a")
        ]
