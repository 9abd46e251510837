"""The public address that every printed link begins with: changing it touches all the paper there is."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

from sqlalchemy import Connection, func, select

from app.domain.faults import Fault, Refused
from app.domain.prints import Broken
from app.hq.clock import us_of
from app.hq.feed import insert_for
from app.hq.tables import code_changes, house, print_pieces, printed_codes, prints
from app.wire.codec import encode

from .code_changes import HANGS, Change
from .printed import ADDRESS, public_url

LONGEST = 60
"""Characters of the address: each makes the modules of every code smaller."""

_ADDRESS = re.compile(r"https?://[0-9A-Za-z.\-\[\]:]+(?:/[0-9A-Za-z._~/-]*)?")


def check_address(url: str) -> str:
    """Return the address without a slash at its end, its host in small letters.

    Raises `Refused("address_wrong")` for what printed links cannot begin with.
    """
    trimmed = url.strip().rstrip("/")
    if not _ADDRESS.fullmatch(trimmed) or not _names_a_host(trimmed):
        raise Refused("address_wrong", f"{url!r} is no address: https://yb.example.com, without ? and #", url=url)
    if len(trimmed) > LONGEST:
        raise Refused("address_wrong", f"an address has at most {LONGEST} characters: every code holds it", url=url)
    scheme, _, rest = trimmed.partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}://{host.lower()}{slash}{path}"


def _names_a_host(url: str) -> bool:
    """Whether a host stands where it must, and a port, if any, is one."""
    try:
        parts = urlsplit(url)
        return bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def warning_of(url: str) -> str:
    """Return what somebody who prints links with this address should be told, "" where all is well."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        local, near = host == "localhost", host.endswith(".local") or "." not in host
    else:
        local, near = address.is_loopback, address.is_private
    if local:
        return f"links begin with {url}, which leads to this machine only: set it with `hq code address https://…`"
    if near:
        return f"links begin with {url}, which phones reach on this network only"
    if parts.scheme != "https":
        return f"links begin with {url}: phones tell a page their position over https only"
    return ""


def broken_by_moving(connection: Connection, url: str) -> Broken:
    """Return the printed pieces that hang somewhere with a link that begins otherwise, of codes in use."""
    begins = f"{url}/r/"
    hang = [
        *HANGS,
        print_pieces.c.link != "",
        func.substr(print_pieces.c.link, 1, len(begins)) != begins,  # not LIKE: SQLite's takes A for a
        ~select(printed_codes.c.code)
        .where(printed_codes.c.code == print_pieces.c.code, printed_codes.c.retired_us.is_not(None))
        .exists(),
    ]
    pieces = (
        select(print_pieces.c.print_id, prints.c.place, func.sum(print_pieces.c.copies).label("copies"))
        .join(prints, prints.c.print_id == print_pieces.c.print_id)
        .where(*hang)
        .group_by(print_pieces.c.print_id, prints.c.place, prints.c.at_us)
        .order_by(prints.c.at_us, print_pieces.c.print_id)
    )
    rows = connection.execute(pieces).all()
    return Broken(
        print_ids=tuple(row.print_id for row in rows),
        pieces=sum(int(row.copies) for row in rows),
        places=tuple(dict.fromkeys(row.place for row in rows if row.place)),
    )


def set_address(connection: Connection, url: str, change: Change, *, anyway: bool = False) -> str:
    """Let printed links begin with `url` from now on; return it as it was read back.

    The codes' cards must be shown anew after it. Raises `Refused`: `address_wrong`, and `breaks_print` where paper
    hangs with another address and `anyway` is not said.
    """
    wanted, before = check_address(url), public_url(connection)
    broken = broken_by_moving(connection, wanted)
    if broken and not anyway:
        raise Refused(
            "breaks_print", f"{told(broken)} would lead nowhere: print them anew, or say --anyway", pieces=broken.pieces
        )
    write = insert_for(connection, house).values(key=ADDRESS, value=wanted)
    connection.execute(write.on_conflict_do_update(index_elements=["key"], set_={"value": wanted}))
    after = public_url(connection)
    if after != wanted:
        raise Fault("not_as_written", "the address reads back otherwise than it was written; nothing changed")
    if after != before:
        row = {
            "key": change.key,
            "what": "address",
            "subject": ADDRESS,
            "before": encode({"url": before}).decode(),
            "after": encode({"url": after}).decode(),
            "by": change.by,
            "at_us": us_of(change.at),
        }
        connection.execute(insert_for(connection, code_changes).values(row))
    return after


def told(broken: Broken) -> str:
    """Return in words which paper a change would break."""
    if not broken:
        return "no printed piece"
    where = f" ({'、'.join(broken.places[:5])}{' …' if len(broken.places) > 5 else ''})" if broken.places else ""
    pieces, jobs = broken.pieces, len(broken.print_ids)
    return (
        f"{pieces} printed {'piece' if pieces == 1 else 'pieces'} of {jobs} print {'job' if jobs == 1 else 'jobs'}"
        f" in {len(broken.places)} {'place' if len(broken.places) == 1 else 'places'}{where}"
    )
