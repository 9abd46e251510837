"""What a demo needs before the curtain: HQ's database filled, the plan of the day, and when each event is posted."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, select

from app.domain.faults import Refused, Unavailable
from app.hq.database import migrate, open_engine
from app.hq.tables import guests

from . import history
from .chain import build
from .day import friday, opening_of
from .founding import found
from .headoffice import database_url
from .history import Exports, plan_of, write_history
from .plan import Plan, Played, split
from .player import Cue

MARK = "demo.json"
"""Says that a folder is a demo's, so that the next demo may begin anew in it."""

SETTING_UP = 6.0
"""Real seconds between HQ's start and the first event of a real day: enough for a desk to enrol and take the roster."""

APART = 0.15
"""Real seconds between two signs of one party, at any speed: a party that comes and goes in one frame is never seen."""

SEEN = 0.4
"""Real seconds after a post within which its card is on the board."""

BURST = 5.0
"""Real seconds in which the evening so far is told to a desk that has just opened."""

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A demo that is ready to begin."""

    plan: Plan
    clock: datetime
    """What HQ's clock shows when HQ starts."""
    speed: float
    over: tuple[Played, ...] = ()
    """What HQ is told before the desk opens: parties that have come and gone."""
    so_far: tuple[Played, ...] = ()
    """What the desk is told first: parties that are here."""
    to_come: tuple[Played, ...] = ()
    full_at: datetime | None = None
    """When the board is worth a picture (business time); None: as soon as the evening so far is on it."""
    known_before: frozenset[str] = frozenset()

    @property
    def shown(self) -> tuple[Played, ...]:
        """Everything that happens in front of the desk."""
        return self.so_far + self.to_come

    def cues(self, now: datetime, at: float) -> list[Cue]:
        """Return when each event is posted (Unix seconds), given that business time is `now` at the moment `at`.

        Where setting up took so long that the first event to come is overdue, all that is to come is put off alike.
        """
        gap = BURST / max(len(self.so_far), 1)
        moments = [at + place * gap for place in range(len(self.so_far))]
        begin = max([at, *moments])
        due = [at + (each.due - now).total_seconds() / self.speed for each in self.to_come]
        put_off = max(0.0, begin - min(due)) if due else 0.0
        moments += [moment + put_off for moment in due]
        return _apart([(moment, each) for moment, each in zip(moments, self.shown, strict=True)])

    def picture_at(self, cues: list[Cue]) -> float:
        """Return when the board is worth a picture (Unix seconds; 0: at once), given when each event is posted."""
        if self.full_at is None:
            return 0.0
        shown = {each.event_id for each in self.shown if each.due <= self.full_at}
        return max((cue.at for cue in cues if cue.event["id"] in shown), default=0.0) + SEEN


def _apart(posts: list[tuple[float, Played]]) -> list[Cue]:
    """Return the cues of `posts`, with signs of one party so far apart that each can be seen."""
    last: dict[str, float] = {}
    found = []
    for moment, each in posts:
        last[each.party_id] = seen = max(moment, last.get(each.party_id, 0.0) + APART)
        found.append(Cue(at=seen, event=dict(each.event)))
    return sorted(found, key=lambda cue: cue.at)


def own_folder(data: Path) -> Path:
    """Return `data` as a demo's own folder, empty: what an earlier demo left there is removed.

    Raises `Refused` for a folder with somebody else's files in it, `Unavailable` for one that cannot be written.
    """
    try:
        return _emptied(data)
    except OSError as wrong:
        said = f"{data} cannot be used: {wrong.strerror or wrong}; name another folder with --data"
        raise Unavailable("data_folder", said, folder=str(data)) from wrong


def _emptied(data: Path) -> Path:
    if data.exists() and any(data.iterdir()):
        if not (data / MARK).is_file():
            raise Refused("folder_taken", f"{data} holds something that no demo made; name an empty or a new folder")
        for child in data.iterdir():
            if child.is_dir() and not child.is_symlink():
                shutil.rmtree(child)
            else:
                child.unlink()
    data.mkdir(parents=True, exist_ok=True)
    (data / MARK).write_text(json.dumps({"made_by": "yingbin demo"}) + "\n", encoding="utf-8")
    return data


def stage_chain(data: Path, *, seed: int, count: int, store_id: str, speed: float, say: Say) -> Stage:
    """Fill HQ with the chain of `seed` and return its Friday evening, from half past six on."""
    say(f"making a chain of {count:,} guests (seed {seed})")
    chain = build(seed=seed, guests=count, store_id=store_id)
    engine = _open(data)
    try:
        found(engine, chain, lambda done, of: say(f"{done:,} of {of:,} guests written") if of > 5000 else None)
        known = _known(engine)
    finally:
        engine.dispose()
    plan, opening = friday(chain), opening_of(chain)
    over, so_far, to_come = split(plan, opening)
    return Stage(plan=plan, clock=opening, speed=speed, over=over, so_far=so_far, to_come=to_come, known_before=known)


def stage_past(data: Path, exports: Exports, *, day: date | None, speed: float, say: Say) -> Stage:
    """Fill HQ with everything before `day` (None: the last day of the orders) and return that day."""
    chosen, plan = plan_of(exports, day)
    say(f"reading everything before {chosen} into HQ")
    engine = _open(data)
    try:
        rejected = write_history(engine, exports, chosen)
        known = _known(engine)
    finally:
        engine.dispose()
    for kind, count in rejected.items():
        if count:
            say(f"{count} rows of {kind} could not be read and were left out")
    lead = timedelta(seconds=SETTING_UP * speed)
    return Stage(
        plan=plan,
        clock=history.opening_of(plan, chosen, exports.timezone, lead),
        speed=speed,
        to_come=plan.played,
        full_at=plan.fullest(plan.begins, plan.ends),
        known_before=known,
    )


def posted(events: Iterable[Played]) -> list[tuple[str, str]]:
    """Return (party, event id) of each post."""
    return [(each.party_id, each.event_id) for each in events]


def _open(data: Path) -> Engine:
    engine = open_engine(database_url(data))
    migrate(engine)
    return engine


def _known(engine: Engine) -> frozenset[str]:
    with engine.connect() as connection:
        return frozenset(connection.execute(select(guests.c.guest_id)).scalars())
