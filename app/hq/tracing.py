"""What may be logged of an exception: its type and its place. Its message may name a guest, so that is left out."""

from __future__ import annotations

import traceback


def place_of(wrong: BaseException) -> str:
    """Return the type of `wrong` and the lines it came through, without any message or value."""
    frames = traceback.extract_tb(wrong.__traceback__)
    lines = [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
    cause = wrong.__cause__
    behind = [f"  because of {type(cause).__name__}"] if cause is not None else []
    return "\n".join([type(wrong).__name__, *lines, *behind])
