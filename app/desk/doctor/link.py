"""The link: does HQ know this desk, does it answer, and do both clocks agree."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

from app import __version__
from app.localdb import cursors, settings
from app.localdb.checkup import Health, check_cache, check_local, local_alone
from app.localdb.reader import open_reader
from app.localdb.secrets import token_of
from app.localdb.settings import Enrolled

from .finding import Finding, bad, good

SKEW = 120.0
"""Seconds by which this machine's clock may differ from HQ's; beyond, TLS and signed events begin to fail."""

_ENROL_AGAIN = "take a new code at HQ (yingbin hq enrol --store ID) and start the desk with --hq URL --enrol CODE"

_REMEDIES = {
    "unreachable": "check the cable and the address; does HQ run (yingbin hq serve)? The desk goes on without it",
    "timeout": "HQ is slow or the line is bad; the desk goes on without it and tries again",
    "broken": "the line is bad; the desk goes on without it and tries again",
    "untrusted": "check this machine's date and time; where a company's proxy looks into connections, name its"
    " certificates in REQUESTS_CA_BUNDLE",
    "server_error": "look at HQ's log; the desk goes on without it and tries again",
    "unreadable": "something that is not HQ answers there (a login page, a proxy?): check the address",
    "device_rejected": _ENROL_AGAIN,
    "wire_too_old": "install the Yingbin that HQ runs",
}


def check_link(data: Path) -> Iterator[Finding]:
    """Look at how the desk of `data` stands with HQ; silent where there is no sound desk to look at."""
    if check_local(data).health is not Health.GOOD:
        return
    with local_alone(data) as db:
        where = settings.enrolled(db)
    if where is None:
        yield bad("enrolled.not", "HQ does not know this desk", _ENROL_AGAIN)
        return
    yield good("enrolled", f"this desk belongs to {where.store_name or where.store_id} (HQ at {where.hq})")
    token = token_of(data, where.device_id)
    if token is None:
        yield bad("token.missing", "the key that HQ gave this desk cannot be found", _ENROL_AGAIN)
    else:
        yield _kept(data)
    yield from _answers(where, token, _cursor(data))


def _cursor(data: Path) -> str:
    """Return how far the cache has read HQ's feed; "" where it is missing or damaged."""
    if check_cache(data).health is not Health.GOOD:
        return ""
    db = open_reader(data)
    with contextlib.closing(db.connection):
        return cursors.cursor(db) or ""


def _kept(data: Path) -> Finding:
    file = data / "token"
    if not file.exists():
        return good("token", "the key that HQ gave this desk is in the system's keyring")
    mode = stat.S_IMODE(file.stat().st_mode)
    if os.name == "posix" and mode & 0o077:
        return bad("token.open", f"others can read {file} (mode {mode:o})", f"chmod 600 '{file}'")
    return good("token", "the key that HQ gave this desk is in a file that only this user can read")


def _answers(where: Enrolled, token: str | None, cursor: str) -> Iterator[Finding]:
    # Imported here: requests takes longer to import than everything else that is looked at.
    from app.sync.client import Client
    from app.sync.failures import LinkFault, OtherHistory

    client, subject = Client(where.hq, where.store_id, token or ""), "hq"
    try:
        alive = client.alive()
        yield _reached(where.hq, alive.version)
        yield _clock(alive.clock)
        if token is None:
            return
        subject = "feed"
        client.feed(cursor, 0)
        yield good("feed", "HQ lets this desk read its store's feed")
    except OtherHistory:
        yield good("feed", "HQ's database is another than before; the desk will fetch its guests again")
    except LinkFault as fault:
        remedy = _REMEDIES.get(fault.code, "look at HQ's log")
        yield bad(f"{subject}.{fault.code}", f"{where.hq}: {fault.detail}", remedy)
    finally:
        client.close()


def _reached(url: str, version: str) -> Finding:
    beside = "the same as here" if version == __version__ else f"here it is {__version__}"
    return good("hq", f"{url} answers, version {version} ({beside})")


def _clock(text: str) -> Finding:
    try:
        ahead = (datetime.now(UTC) - parsedate_to_datetime(text)).total_seconds()
    except ValueError:
        return good("clock", "HQ does not say what time it is")
    if abs(ahead) <= SKEW:
        return good("clock", "this machine's clock agrees with HQ's")
    way = "ahead of" if ahead > 0 else "behind"
    return bad("clock.skewed", f"this machine's clock is {abs(ahead):.0f} seconds {way} HQ's", "set the clock (NTP)")
