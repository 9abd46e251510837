"""A front desk without a window, for the harness that kills it: real lane, real courier, restless staff.

`python -m tests.kit.desk_driver DATA SEED JOURNAL [--quiet] [--frantic] [--careless]` does one random thing after
another, and writes a line to JOURNAL (synced to the disk) whenever the desk said that it was done. With `--quiet` it
does nothing new, with `--frantic` four times as much; with `--careless`, a control, its database does not wait for the
disk. Says `synced` on stdout when HQ has everything and the desk has HQ's roster; ends when its stdin closes.
"""

from __future__ import annotations

import json
import os
import random
import sys
import threading
from pathlib import Path
from typing import TextIO

from app.actions.counter import perform
from app.domain.arrivals import ArrivalState
from app.domain.changes import ChangeSet
from app.domain.commands import Acknowledge, AddNote, AddTaste, Command, MarkLeft, Register, Reopen, Seat, kind_of
from app.domain.faults import Fault
from app.domain.ids import new_id
from app.domain.tastes import TasteKind
from app.localdb.board import board
from app.localdb.lane import Lane
from app.sync.clock import DeskClock
from app.sync.courier import Courier


class Staff:
    """Does one random thing at a time on the cards the desk shows, and remembers what the desk said it did."""

    def __init__(self, lane: Lane, clock: DeskClock, courier: Courier, dice: random.Random, journal: TextIO) -> None:
        self.lane, self.clock, self.courier, self.dice, self.journal = lane, clock, courier, dice, journal
        self.cards: dict[str, str | None] = {}
        self.see(lane.submit(board, clock.now()).result())

    def see(self, changes: ChangeSet) -> None:
        """Keep the ids of what is on the board."""
        for card_id, card in changes.board.items():
            self.cards[card_id] = card.arrival.guest_id
        for card_id in changes.gone:
            self.cards.pop(card_id, None)

    def invent(self) -> Command:
        """Return something a member of staff might do now."""
        now = self.clock.now()
        if not self.cards or self.dice.random() < 0.1:
            phone = f"1{self.dice.randrange(10**10):010d}" if self.dice.random() < 0.7 else ""
            return Register(arrival_id=new_id(now), guest_id=new_id(now), name="无名", phone=phone, party_size=2)
        known = list(self.cards)  # often one of the last few: an old command done again shows where a newer one was
        arrival_id = self.dice.choice(known[-3:] if self.dice.random() < 0.6 else known)
        guest_id = self.cards[arrival_id]
        choices: list[Command] = [
            Seat(arrival_id=arrival_id, table=f"T{self.dice.randrange(40)}"),
            MarkLeft(arrival_id=arrival_id),
            Reopen(arrival_id=arrival_id, state=ArrivalState.WAITING),
            Acknowledge(arrival_id=arrival_id),
        ]
        if guest_id:
            note = AddNote(guest_id=guest_id, note_id=new_id(now), text=f"记一笔 {self.dice.random()}")
            taste = AddTaste(guest_id=guest_id, tag="香菜", kind=self.dice.choice(list(TasteKind)))
            choices += [note, note, taste, taste, taste]
        return self.dice.choice(choices)

    def do(self) -> None:
        """Do one thing; write it down once the desk said it was done."""
        command = self.invent()
        try:
            changes = self.lane.submit(perform, command, author="李娜", now=self.clock.now()).result()
        except Fault as fault:
            print(f"refused: {fault.code}", file=sys.stderr, flush=True)
            return
        self.see(changes)
        line = {"kind": kind_of(command)} | {
            name: getattr(command, name) for name in ("arrival_id", "guest_id", "note_id") if hasattr(command, name)
        }
        self.journal.write(json.dumps(line) + "\n")
        self.journal.flush()
        os.fsync(self.journal.fileno())
        self.courier.nudge()


def _until_stdin_closes(over: threading.Event) -> None:
    sys.stdin.read()
    over.set()


def main(data: str, seed: str, journal: str, *more: str) -> None:
    """Run until stdin closes."""
    lane = Lane(Path(data))
    lane.start().result()
    if "--careless" in more:
        lane.submit_bare(lambda db: db.execute("pragma main.synchronous=off")).result()
    clock = DeskClock()
    courier = Courier(lane, clock=clock, on_link=lambda link: None)
    courier.start()
    over = threading.Event()
    threading.Thread(target=_until_stdin_closes, args=(over,), daemon=True).start()
    print("ready", flush=True)
    with open(journal, "a", encoding="utf-8") as file:
        staff = Staff(lane, clock, courier, random.Random(int(seed)), file)
        slowest = 0.02 if "--frantic" in more else 0.08
        while "--quiet" not in more and not over.wait(staff.dice.uniform(0.001, slowest)):
            staff.do()
    while not over.is_set():
        if courier.wait_until_synced(0.2):
            print("synced", flush=True)
            over.wait()
    courier.stop()
    lane.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
