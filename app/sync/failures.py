"""What can go wrong between desk and HQ, named by what the courier does about it.

LinkFault             anything that kept HQ's answer from this desk
├── Later             nothing a person must do: try again, slower and slower
├── Locked            a person must act (enrol again, update); tried again now and then all the same
├── Rejected          HQ will not take this request as it is, however often it is sent
├── OtherHistory      HQ does not know the cursor: take a new snapshot
└── Stopped           the desk is closing
"""

from __future__ import annotations

from app.domain.faults import Unavailable


class LinkFault(Unavailable):
    """HQ's answer did not come. `code` is what the lamp says beside its word."""


class Later(LinkFault):
    """Try again. `pause`: seconds HQ asked for, None where it asked for nothing."""

    def __init__(self, code: str, detail: str = "", *, pause: float | None = None) -> None:
        super().__init__(code, detail)
        self.pause = pause


class Locked(LinkFault):
    """HQ does not trust this desk, or does not speak its language any more."""


class Rejected(LinkFault):
    """HQ cannot use this request: `code` and `detail` are HQ's own."""


class OtherHistory(LinkFault):
    """The cursor is of another history of HQ's database."""


class Stopped(LinkFault):
    """The courier was told to stop."""
