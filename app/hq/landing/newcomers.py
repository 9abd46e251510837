"""How many new people one network may bring to the funnel, so that nobody makes guests up.

A cookie is easily invented, and so is a browser's name: whoever sends another with every request would be a crowd.
People who were counted are remembered (in memory, by their pseudonym) and always pass; of those who are not, each
network brings so many an hour. Who comes beyond is given the page like everybody, and counted as doubtful.

The limits are far above what guests do. One code: a house of 300 seats, each taken twice in the hour of a Friday's
dinner, everybody scanning the same code through the house's one address, is 600 an hour. One network: behind an
address of a carrier's NAT are some 64 phones (64,512 ports, 1,000 reserved for each, as Juniper's and Netgate's manuals
reckon), so behind a /24 some 16,000; if a third of them scanned codes of one chain for the first time within an hour,
that would be 6,000. A full hour may come at once.
"""

from __future__ import annotations

import ipaddress
import time
from collections import OrderedDict
from collections.abc import Callable
from functools import lru_cache

from .limits import Limit

OF_A_CODE = 600
"""New people an hour whom one network brings to one code."""

OF_THE_CHAIN = 6000
"""New people an hour whom one network brings to all codes together."""

MOST = 100_000
"""People who are remembered; whoever came longest ago is new when they come again."""


class Newcomers:
    """Tells whom to count. All of it belongs to the event loop."""

    def __init__(
        self,
        of_a_code: int = OF_A_CODE,
        of_the_chain: int = OF_THE_CHAIN,
        *,
        most: int = MOST,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """People an hour; `now` counts seconds."""
        self._codes = Limit(of_a_code, of_a_code / 3600, now=now)
        self._chain = Limit(of_the_chain, of_the_chain / 3600, now=now)
        self._most = most
        self._known: OrderedDict[tuple[str, str], None] = OrderedDict()

    def admits(self, address: str, code: str, person: str) -> bool:
        """Whether this person, who comes to a code from this address, is counted."""
        if (code, person) in self._known:
            self._known.move_to_end((code, person))
            return True
        network = crowd_of(address)
        if self._codes.ask((network, code)) or self._chain.ask(network):
            return False
        self._known[code, person] = None
        if len(self._known) > self._most:
            self._known.popitem(last=False)
        return True


@lru_cache(maxsize=4096)
def crowd_of(address: str) -> str:
    """Return the network whose addresses one sender may have at will: a /24, and of IPv6 a /48, which is the most that
    a customer is given (RFC 6177)."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    plain = (parsed.ipv4_mapped or parsed) if parsed.version == 6 else parsed
    return str(ipaddress.ip_network((plain, 24 if plain.version == 4 else 48), strict=False))
