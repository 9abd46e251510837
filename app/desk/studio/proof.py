"""The check behind the studio: when staff rest for a moment, every page of what they chose is read back."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from app.desk.models.studio import Draft
from app.desk.press import Press, Run
from app.desk.words import proof as words_proof
from app.desk.words.proof import Check
from app.desk.workshop.orders import Facts
from app.domain.faults import Fault

SETTLE = 300
"""Milliseconds after the last change until everything is proven."""


class Proof(QObject):
    """The check of one draft after another. `told`: it stands otherwise; `rested`: staff change nothing just now."""

    told = Signal()
    rested = Signal()

    def __init__(self, press: Press, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._press = press
        self.draft: Draft | None = None
        self.facts: Facts | None = None
        self.wrong: BaseException | None = None
        self._done, self._paused = 0, False
        self._run: Run | None = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._begin)

    @property
    def able(self) -> bool:
        """Whether what is chosen may be printed, as far as it is known."""
        return self.draft is not None and self.wrong is None

    def take(self, draft: Draft | None) -> None:
        """Check this from now on."""
        self._stop()
        self.draft, self.facts, self.wrong, self._done = draft, None, None, 0
        self._later.start(SETTLE)
        self.told.emit()

    def now(self) -> None:
        """Do not wait for staff to rest."""
        if self._later.isActive():
            self._later.stop()
            self._begin()

    def pause(self) -> None:
        """Something is printed or written, which proves its pages itself: the check waits."""
        self._paused = True
        self._later.stop()
        self._stop()
        self.told.emit()

    def go_on(self) -> None:
        """Prove what was not proven yet."""
        self._paused = False
        if self.facts is None and self.wrong is None:
            self._later.start(SETTLE)
        self.told.emit()

    def refuse(self, wrong: BaseException) -> None:
        """Show that what is chosen cannot be printed, and why."""
        self._later.stop()
        self._stop()
        self.facts, self.wrong = None, wrong
        self.told.emit()

    def wants_smaller_logo(self) -> bool:
        """Whether a smaller logo would mend it."""
        return isinstance(self.wrong, Fault) and self.wrong.code == "code_logo"

    def checks(self) -> tuple[Check, ...]:
        """Return the check as it stands."""
        draft = self.draft
        if draft is None:
            return ()
        link = draft.targets[0].link
        if self._paused and self.facts is None and self.wrong is None:
            return words_proof.checks_meanwhile(link)
        return words_proof.checks(self.facts, self.wrong, self._done, draft.pages, link)

    def _stop(self) -> None:
        if self._run is not None:
            self._run.cancel()
            self._run = None

    def _begin(self) -> None:
        draft = self.draft
        self.rested.emit()
        if draft is None or self._paused:
            return

        def found(facts: Facts) -> None:
            self.facts, self._run = facts, None
            self.told.emit()

        def failed(wrong: BaseException) -> None:
            self.wrong, self._run = wrong, None
            self.told.emit()

        def stepped(done: int, _total: int) -> None:
            self._done = done
            self.told.emit()

        workshop = self._press.workshop
        self._run = self._press.work(lambda run: workshop.examine(draft, run.step), found, failed, stepped, owner=self)
