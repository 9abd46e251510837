"""What stands in the pictures of the groups and of the print register, and how it is brought about."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from app.localdb.printed import Printed

from . import posing, posing_paper
from .board import bare
from .waiting import settle, wait

if TYPE_CHECKING:
    from app.desk.models.prints import Templates
    from app.desk.wiring import Counter


def grouping(counter: Counter, name: str = "") -> None:
    """The groups: the usual ones, 'worst', 'empty', or with the 'form'."""
    now = counter.clock.now()
    posed = {"worst": posing_paper.worst, "empty": posing_paper.empty}.get(name, posing_paper.usual)
    _posed(counter, "groups", posed(now))
    screen = counter.paper.groups
    if screen is not None:
        screen.list.setCurrentIndex(screen.model.index({"worst": 4, "edit": 1}.get(name, 0)))
        if name == "form":
            screen.start_new()


def registered(counter: Counter, name: str = "") -> None:
    """The register of what was printed: the usual, 'worst', 'empty', what is 'due', or a 'code' to be retired."""
    from app.desk.models.prints import Sheet

    posed = {"worst": posing_paper.worst, "empty": posing_paper.empty}.get(name, posing_paper.usual)
    _posed(counter, "prints", posed(counter.clock.now()))
    screen = counter.paper.prints
    if screen is not None:
        screen.show_sheet({"due": Sheet.DUE, "code": Sheet.CODES}.get(name, Sheet.JOBS))
        screen.list.setCurrentIndex(screen.model.index(0))
        if name == "code":
            screen.detail.retire.click()


def _posed(counter: Counter, screen: str, held: Printed) -> None:
    """Show a screen about paper as a manager sees it, with what poses."""
    from app.desk.models.groups import pools_of
    from app.desk.models.prints import register_of

    bare(counter)
    counter.shell.show_screen(screen)
    settle(counter)
    paper, now = counter.paper, counter.clock.now()
    wait(lambda: not paper.press.busy)
    settle(counter)
    if paper.groups is not None:
        paper.groups.show_staff(posing.MANAGER.name, (posing.MANAGER,))
        paper.groups.show_pools(pools_of(held, now), now, counter.shell.zone)
    if paper.prints is not None:
        paper.prints.show_staff(posing.MANAGER.name, (posing.MANAGER,))
        paper.prints.show_register(register_of(held, _templates(), now), counter.shell.zone)


@cache
def _templates() -> Templates:
    """The templates do not change between two pictures."""
    from app.desk.models.prints import templates_here

    return templates_here()
