"""The whole house in one go: HQ as a child, the counter in this process, the player as another child, and the sum.

data folder → HQ's database filled → HQ starts → what is over is told → the counter opens → the player begins
→ pictures when the board is full → the day ends (or the window closes) → what came of it
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from app.domain.faults import Fault

from .headoffice import HeadOffice, Keys, cut_keys
from .history import Exports
from .player import Cue, Job
from .playing import Player
from .report import DayReport, counted, judge
from .stage import Stage, own_folder, posted, stage_chain, stage_past

PAST_STORE = "1"
"""The id of a real restaurant's store where nobody names one."""

OVER_PATIENCE = 60.0
"""Real seconds for HQ to take what happened before the counter opened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The options of `yingbin demo`, as written."""

    store_id: str = ""
    seed: int = 1
    count: int = 3000
    guests: Path | None = None
    orders: Path | None = None
    items: Path | None = None
    map: Path | None = None
    day: date | None = None
    speed: float = 20.0
    seconds: float | None = None
    headless: bool = False
    shots: Path | None = None
    data: Path | None = None
    as_json: bool = False


def say(text: str) -> None:
    """Tell the person at the terminal how far it is."""
    click.echo(f"yingbin demo: {text}", err=True)


def run(options: Options) -> int:
    """Play the demo and return the exit code: 0 if every event came to a card and every party to one card, else 1."""
    with _folder(options.data) as data:
        stage = _stage(data, options)
        keys = cut_keys(data, stage.plan.store_id)
        hq = HeadOffice(data, stage.clock, stage.speed)
        try:
            report, complete = _perform(stage, hq, keys, data, options)
        finally:
            hq.close()
        (data / "parties.json").write_text(
            json.dumps(report.details(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )
    document = report.document()
    click.echo(json.dumps(document, ensure_ascii=False) if options.as_json else report.sentence())
    if report.strays:
        say(f"{len(report.strays)} cards belong to no party of the day")
    wrong = document["repeated"] or report.strays or (complete and document["lost"])
    return 1 if wrong else 0


@contextmanager
def _folder(named: Path | None) -> Iterator[Path]:
    if named is not None:
        data = own_folder(named)
        yield data
        say(f"everything of this demo is in {data}; look in with: yingbin desk show arrivals --data {data / 'desk'}")
        return
    with tempfile.TemporaryDirectory(prefix="yingbin-demo-", ignore_cleanup_errors=True) as folder:
        say(f"working in {folder}, which is removed at the end (keep it with --data DIR)")
        yield own_folder(Path(folder))


def _stage(data: Path, options: Options) -> Stage:
    if options.orders is None:
        return stage_chain(
            data, seed=options.seed, count=options.count, store_id=options.store_id, speed=options.speed, say=say
        )
    exports = Exports(
        store_id=options.store_id or PAST_STORE,
        orders=options.orders,
        items=options.items,
        guests=options.guests,
        map=options.map,
    )
    return stage_past(data, exports, day=options.day, speed=options.speed, say=say)


def _perform(stage: Stage, hq: HeadOffice, keys: Keys, data: Path, options: Options) -> tuple[DayReport, bool]:
    def play(cues: list[Cue]) -> Player:
        return Player(Job(url=hq.url, secret=keys.secret, cues=cues))

    _tell_what_is_over(stage, play)
    from .counter import CounterPlan, run_counter  # Qt is imported after everything that may still be refused

    seen = run_counter(
        CounterPlan(
            url=hq.url,
            code=keys.code,
            data=data / "desk",
            headless=options.headless,
            seconds=options.seconds,
            shots=options.shots,
        ),
        stage,
        play,
        lambda: hq.running,
        say,
    )
    counts = counted(posted(stage.shown), seen.accepted)
    parties = [party for party in stage.plan.parties if counts.get(party.party_id)]
    return judge(parties, counts, seen.witness, seen.painted, stage.known_before), seen.complete


def _tell_what_is_over(stage: Stage, play: Callable[[list[Cue]], Player]) -> None:
    if not stage.over:
        return
    player = play([Cue(at=0.0, event=dict(each.event)) for each in stage.over])
    try:
        outcome = player.wait(OVER_PATIENCE)
    finally:
        player.close()
    if outcome.parked:
        event_id, reason = next(iter(outcome.parked.items()))
        raise Fault("events_parked", f"HQ put {len(outcome.parked)} events aside, as {event_id}: {reason}")
