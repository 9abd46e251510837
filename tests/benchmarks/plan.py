"""What one run of the benchmarks is asked to do, and what its rows share."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from types import TracebackType

from tests.benchmarks.chain import Chain


class Plan:
    """`runs` samples behind each median, `guests` in the roster. Everything made on the way is gone at the end,
    but for the chain where it was asked to `keep` it in a folder.

    `toy`: only to see that everything runs, with few samples and no database servers. YINGBIN_BENCH_FOLDER names
    another place for what is made than the system's own.
    """

    def __init__(self, runs: int, guests: int, keep: Path | None = None, *, toy: bool = False) -> None:
        self.runs, self.guests, self.toy = runs, guests, toy
        self._keep = keep
        self._made = ExitStack()

    def __enter__(self) -> Plan:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, wrong: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._made.close()

    def some(self, samples: int) -> int:
        """Return how many samples to take where a usual run takes `samples`."""
        return max(1, samples // 50) if self.toy else samples * self.runs // 5

    def folder(self, name: str) -> Path:
        """Return a new folder that is deleted at the end of the run."""
        made = Path(tempfile.mkdtemp(prefix=f"yingbin-{name}-", dir=os.environ.get("YINGBIN_BENCH_FOLDER")))
        self._made.callback(shutil.rmtree, made, ignore_errors=True)
        return made

    @cached_property
    def chain(self) -> Chain:
        """The chain with the full roster, made when the first row asks for it."""
        chain = Chain(self._keep or self.folder("chain"), self.guests)
        self._made.callback(chain.close)
        return chain
