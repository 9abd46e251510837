"""What comes over the line a piece at a time, and how a line breaks."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import requests

from .failures import Later, Stopped
from .verdict import Failure

CHUNK = 256 * 1024


class SnapshotStream:
    """A snapshot as it comes in. `total`: its bytes if HQ says so; `start`: from which byte it goes on; `unpacked`:
    the bytes of the database inside, 0 if HQ does not say."""

    def __init__(self, response: requests.Response, meaning: Callable[[Exception], Later | Stopped]) -> None:
        """`meaning` says what it means that the transfer broke."""
        headers = response.headers
        self._meaning = meaning
        self._response = response
        self.etag = headers.get("ETag", "")
        self.repr_digest = headers.get("Repr-Digest", "")
        size, length = headers.get("Yingbin-Size", ""), headers.get("Content-Length", "")
        self.unpacked = int(size) if size.isdigit() else 0
        self.start, self.total = 0, None
        if length.isdigit():
            self.total = int(length)
        if response.status_code == 206:
            self.start, self.total = _content_range(headers.get("Content-Range", ""))

    def close(self) -> None:
        """Give the transfer up."""
        self._response.close()

    def chunks(self) -> Iterator[bytes]:
        """Yield the bytes as they were sent, not unpacked; raise `Later` or `Stopped` where they end too early."""
        try:
            with self._response as response:
                yield from response.raw.stream(CHUNK, decode_content=False)
        except (requests.RequestException, OSError) as wrong:
            raise self._meaning(wrong) from wrong
        except Exception as wrong:
            # urllib3's own errors come through `raw` as they are; anything else is a fault of this program.
            if not type(wrong).__module__.startswith("urllib3"):
                raise
            raise self._meaning(wrong) from wrong


def failure_of(wrong: Exception) -> Failure:
    """Return how a request failed that no answer came to."""
    if isinstance(wrong, requests.ConnectTimeout):
        return Failure.UNREACHABLE
    if _is_about_certificates(wrong):
        return Failure.UNTRUSTED
    if isinstance(wrong, ValueError):  # an address, or a proxy's, that leads nowhere
        return Failure.UNREACHABLE
    if isinstance(wrong, requests.Timeout) or "timed out" in str(wrong).lower():
        return Failure.TIMEOUT
    reset = "reset" in str(wrong).lower() or "aborted" in str(wrong).lower() or "incomplete" in str(wrong).lower()
    if isinstance(wrong, requests.ConnectionError) and not reset:
        return Failure.UNREACHABLE
    return Failure.BROKEN


def _is_about_certificates(wrong: Exception) -> bool:
    """A certificate that is not (yet) valid here, or a file of certificates that is not there."""
    known = isinstance(wrong, requests.exceptions.SSLError) or not isinstance(wrong, requests.RequestException)
    return known and "certificate" in str(wrong).lower()


def _content_range(text: str) -> tuple[int, int | None]:
    try:
        unit, _, rest = text.partition(" ")
        span, _, total = rest.partition("/")
        first = int(span.partition("-")[0])
    except ValueError:
        raise Later("unreadable", f"HQ's Content-Range cannot be read: {text!r}") from None
    if unit != "bytes":
        raise Later("unreadable", f"HQ's Content-Range cannot be read: {text!r}")
    return first, int(total) if total.isdigit() else None
