"""Pictures of the studio: what each shows, and how it is brought about."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from app.desk.models.studio import Aim
from app.desk.preferences import Studio
from app.desk.words import studio as words
from app.domain.faults import Refused
from app.domain.prints import Medium

from . import posing_studio
from .waiting import settle, wait

if TYPE_CHECKING:
    from app.desk.studio.hands import StudioHands
    from app.desk.wiring import Counter


def studio_screens(counter: Counter, bare: Callable[[], None]) -> Iterator[tuple[str, Callable[[], None]]]:
    """Give the name of each picture and what brings it about; `bare` clears the window first."""
    for name, arrange in (
        ("studio", _usual),
        ("studio-refused", _refused),
        ("studio-print", _printing),
        ("studio-batch", _batch),
        ("studio-worst", _worst),
    ):
        yield name, partial(_arranged, counter, bare, arrange)


def as_before(counter: Counter) -> None:
    """Let the studio, if it was ever shown, be as staff left it."""
    hands, orders = counter.studio.hands, counter.studio.orders
    if hands is None or orders is None:
        return
    hands.screen.close_out()
    hands.proof.go_on()
    hands.screen.make.show_busy(orders.run is not None)
    if orders.run is None:
        counter.shell.foot.lend(None)
    hands.choice.forget()
    hands.choice.chain, hands.choice.kept = {}, counter.preferences.studio
    hands.refresh()


def _arranged(counter: Counter, bare: Callable[[], None], arrange: Callable[[Counter, StudioHands], None]) -> None:
    bare()
    counter.shell.show_screen("studio")
    wait(lambda: counter.studio.orders is not None)
    hands = counter.studio.hands
    assert hands is not None
    counter.lane.submit(lambda _db: None).result()
    wait(lambda: hands.ready)
    counter.shell.foot.lend(None)
    hands.screen.close_out()
    hands.screen.make.show_busy(False)
    hands.proof.go_on()
    hands.language = counter.language.name
    hands.choice.forget()
    hands.choice.chain, hands.choice.kept, hands.choice.aim = {}, Studio(), Aim.TABLES
    hands.show_held(posing_studio.held(counter.clock.now(), counter.shell.store))
    hands.screen.make.area.verticalScrollBar().setValue(0)
    arrange(counter, hands)
    if not hands.screen.asking:
        hands.screen.aims.view.setFocus()
    if not hands.choice.of_chain:  # three hundred pages are proven while staff wait for a batch, not for a picture
        hands.proof.now()
    wait(lambda: not hands.press.busy)
    settle(counter)
    counter.shell.grab()  # pages are drawn when they are first looked at
    wait(lambda: not hands.press.busy)


def _usual(_counter: Counter, hands: StudioHands) -> None:
    hands.choose({target.code for target in hands.choice.targets() if target.name.startswith("A")})


def _refused(_counter: Counter, hands: StudioHands) -> None:
    """The logo is not drawn for the picture: what is refused is not shown either."""
    _usual(_counter, hands)
    hands.proof.now()
    wait(lambda: not hands.press.busy)
    hands.choice.kept = replace(hands.kept, logo="logo.png", logo_percent=31)
    hands.show_refused(Refused("code_logo", covered=31, most=20))


def _printing(counter: Counter, hands: StudioHands) -> None:
    _usual(counter, hands)
    orders = counter.studio.orders
    if orders is not None:
        orders.names = lambda: ("EPSON L8050", "XP-80C")
        orders.ask(Medium.PRINTER)


def _batch(counter: Counter, hands: StudioHands) -> None:
    """A batch of the chain is under way; nothing is written for the picture."""
    hands.choice.chain = {Aim.GROUP: posing_studio.chain()}
    hands.choice.aim, hands.choice.of_chain = Aim.GROUP, True
    hands.show_all()
    orders = counter.studio.orders
    if orders is not None:
        hands.redraw_small()
        hands.screen.make.show_busy(True)
        hands.proof.pause()
        orders.line.show_step(words.doing(Medium.PDF), 137, 300, words.stop_word())
        counter.shell.foot.lend(orders.line)


def _worst(counter: Counter, hands: StudioHands) -> None:
    """Two hundred tables with long names, of which one card holds no more; the address is this machine's own."""
    now, store = counter.clock.now(), counter.shell.store
    hands.show_held(posing_studio.held(now, store, worst=True, here_only=True))
    hands.choice.take_template("sticker-sheet")
    hands.choose({target.code for target in hands.choice.targets()[:24]})
