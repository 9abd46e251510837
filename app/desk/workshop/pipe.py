"""How messages travel between desk and workshop: two lengths, the message, and what comes with it (a picture's pixels).

Unbuffered: what could not be sent lies nowhere, and a picture is read to where it stays.
"""

from __future__ import annotations

from io import FileIO
from struct import Struct

_LENGTHS = Struct(">II")


class Pipe:
    """One end. Raises OSError or EOFError where the other end is gone."""

    def __init__(self, inward: FileIO, outward: FileIO) -> None:
        self._inward, self._outward = inward, outward

    def send(self, message: bytes, beside: memoryview | bytes = b"") -> None:
        """Send a message with what comes beside it."""
        self._write(_LENGTHS.pack(len(message), len(beside)) + message)
        if beside:
            self._write(beside)

    def receive(self) -> tuple[bytes, int]:
        """Wait for a message; return it and the bytes that come beside it, to be fetched with `fill`."""
        lengths = bytearray(_LENGTHS.size)
        self.fill(memoryview(lengths))
        of_message, beside = _LENGTHS.unpack(lengths)
        message = bytearray(of_message)
        self.fill(memoryview(message))
        return bytes(message), beside

    def fill(self, room: memoryview) -> None:
        """Read so much as has room in there."""
        while room:
            count = self._inward.readinto(room)
            if not count:
                raise EOFError("the other end is gone")
            room = room[count:]

    def _write(self, data: memoryview | bytes) -> None:
        rest = memoryview(data)
        while rest:
            rest = rest[self._outward.write(rest) or 0 :]
