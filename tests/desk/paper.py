"""A counter without a link whose cache holds a store's codes, groups and prints; and keys for its screens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from msgspec.structs import replace as with_
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desk.bridge import Bridge
from app.desk.opening import First, Opening
from app.desk.wiring import Counter
from app.domain.groups import GroupCard
from app.domain.printed import CodeCard, PrintedKind
from app.domain.prints import PrintCard, PrintedPiece
from app.domain.tables import StaffCard
from app.localdb import cards
from app.localdb.cards import Incoming
from app.localdb.lane import Lane
from app.localdb.settings import Enrolled, enrol
from app.wire.codec import Card, encode_card
from tests.desk import people
from tests.kit.desk import card_id, entry

MANAGER = StaffCard(staff_id="m", store_id="s1", name="周敏", role="manager")
CLERK = StaffCard(staff_id="c", store_id="s1", name="李娜", role="front_desk")
ADDRESS = "https://yb.example.com"


def code(letters: str, kind: PrintedKind = PrintedKind.TABLE, about: str = "", title: str = "") -> CodeCard:
    """Return a code of the store."""
    text = letters.ljust(10, "0")
    return CodeCard(code=text, kind=kind, about=about, title=title, store_id="s1", link=f"{ADDRESS}/r/{text}")


def group(group_id: str, name: str, members: int, *, expires_at: datetime | None = None, **more: object) -> GroupCard:
    """Return a group that can be joined."""
    fields: dict[str, object] = {"join_url": f"https://work.weixin.qq.com/{group_id}", **more}
    return GroupCard(
        group_id=group_id, store_id="s1", name=name, members=members, expires_at=expires_at, **fields  # type: ignore[arg-type]
    )  # fmt: skip


A01, A02 = code("A1", about="A01"), code("A2", about="A02")
DOOR = code("D1", PrintedKind.GROUP)
OLD = PrintCard(
    print_id="p1", store_id="s1", template="table-card", template_version="old", place="A 区", by="李娜",
    pieces=(PrintedPiece(code=A01.code, link=A01.link), PrintedPiece(code=A02.code, link=A02.link)),
    at=people.NOW - timedelta(days=9),
)  # fmt: skip
POSTER = PrintCard(
    print_id="p2", store_id="s1", template="poster-a4", place="大门", by="周敏",
    pieces=(PrintedPiece(code=DOOR.code, link=DOOR.link, copies=3),), at=people.NOW - timedelta(days=1),
)  # fmt: skip


def press(*keys: Qt.Key) -> None:
    """Press these keys, each where the focus is."""
    for key in keys:
        widget = QApplication.focusWidget()
        assert widget is not None
        QTest.keyClick(widget, key)


def tell(counter: Counter, *held: Card, version: int = 1) -> None:
    """HQ says so."""
    rows = [Incoming(entry(card).kind, card_id(card), version, encode_card(card)) for card in held]
    counter.lane.submit(cards.write, rows).result(10)
    counter.paper.refresh()


@contextmanager
def counter_with(folder: Path, qtbot: QtBot, *held: Card) -> Iterator[Counter]:
    """Give a counter at which the manager works."""
    lane = Lane(folder)
    lane.start().result(10)
    where = Enrolled(hq="http://127.0.0.1:9", store_id="s1", device_id="d1", store_name="望京店")
    lane.submit(enrol, where).result(10)
    rows = [Incoming(entry(card).kind, card_id(card), 1, encode_card(card)) for card in (*held, MANAGER, people.STORE)]
    lane.submit(cards.write, rows).result(10)
    bridge = Bridge()
    lane.listen(bridge.post_changes)
    made = Counter(lane, bridge, Opening(lane.submit(First).result(10), headless=True))
    qtbot.addWidget(made.shell)
    made.shell.show()
    qtbot.waitExposed(made.shell)
    made.use(with_(made.preferences, staff=MANAGER.name))
    try:
        yield made
    finally:
        assert made.close()
