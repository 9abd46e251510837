"""How much is tried: what always runs is over in minutes; with `YINGBIN_THOROUGH=1` everything is."""

from __future__ import annotations

import os

THOROUGH = os.environ.get("YINGBIN_THOROUGH") == "1"


def examples(many: int) -> int:
    """Return how many examples a property tries that needs a database or a chain for each: `many` when thorough.

    They are other ones with each run, except on CI.
    """
    return many if THOROUGH else many * 2 // 5
