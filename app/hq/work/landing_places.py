"""The chain's stores as the phone page needs them: held in memory, read anew when a store has changed.

Another process may change stores (an import); it leaves word in the house row `stores`, and the number of stores is
looked at too. Who holds an `Atlas` asks `atlas_mark` now and then, which costs one small statement.
"""

from __future__ import annotations

import itertools
import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlalchemy import Connection, bindparam, func, select

from app.domain.faults import Unreadable
from app.domain.hours import open_at
from app.domain.natural import natural
from app.domain.nearest import Nearest
from app.domain.places import Datum, Point, converted, datum_of, district_of, plain_city, position, same_city
from app.domain.printed import CodeCard, PrintedKind, Validity
from app.hq.feed import insert_for
from app.hq.tables import house, printed_codes, stores
from app.wire.searching import readings

from .landing_search import StoreSearch
from .printed import card_of_row

MOST_FOUND = 1000
"""Stores that a search gives at most: nobody looks through more, and the best come first among as many."""

_numbers = itertools.count(1)

_MARK = "stores"
_READ_MARK = select(
    select(house.c.value).where(house.c.key == _MARK).scalar_subquery(),
    select(func.count()).select_from(stores).scalar_subquery(),
)
_STORES = select(
    stores.c.store_id,
    stores.c.name,
    stores.c.city,
    stores.c.district,
    stores.c.address,
    stores.c.lng,
    stores.c.lat,
    stores.c.datum,
    stores.c.opens,
    stores.c.closes,
    stores.c.timezone,
).order_by(stores.c.store_id)
_CONTACTS = (
    select(printed_codes)
    .where(
        printed_codes.c.store_id == bindparam("store_id"),
        printed_codes.c.kind == PrintedKind.MANAGER.value,
        printed_codes.c.target_url != "",
        printed_codes.c.retired_us.is_(None),
    )
    .order_by(printed_codes.c.made_us, printed_codes.c.code)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A store on the map; `point` in GCJ-02, None where it is not known. `opens` and `closes` as the list has them."""

    store_id: str
    name: str
    city: str = ""
    district: str = ""
    address: str = ""
    point: Point | None = None
    opens: str = ""
    closes: str = ""
    timezone: str = "Asia/Shanghai"

    def is_open(self, at: datetime) -> bool:
        """Whether it is open at `at`; a store without hours always is."""
        return open_at(self.opens, self.closes, at, self.timezone)


class Atlas:
    """Every store of the chain, by id, by place and by city."""

    def __init__(self, sites: Iterable[Site], mark: str = "") -> None:
        """`mark` says which state of the database this is."""
        self.mark = mark
        self.number = next(_numbers)
        """Tells this atlas from every other of the process."""
        self.sites = {site.store_id: site for site in sites}
        self.nearest = Nearest((site.point, site) for site in self.sites.values() if site.point is not None)
        self._of_city: dict[str, list[Site]] = {}
        """Stores by the plain name of their city: 上海 for 上海市 too."""
        for site in sorted(self.sites.values(), key=lambda site: (site.district, natural(site.name), site.store_id)):
            self._of_city.setdefault(plain_city(site.city), []).append(site)
        self.without_city = self._of_city.pop("", [])
        """Stores of which the list names no city."""
        self._cities = _by_size(self._of_city.values())

    def cities(self, region: str = "") -> Mapping[str, int]:
        """Return the cities with their numbers of stores, the largest first; with `region` only that one.

        A city that the list calls in several ways is one, called as it is most often.
        """
        if not region:
            return self._cities
        return {city: count for city, count in self._cities.items() if same_city(city, region)}

    def of_city(self, city: str) -> list[Site]:
        """Return the stores of a city, by district and name."""
        return self._of_city.get(plain_city(city), [])

    @cached_property
    def _search(self) -> tuple[StoreSearch, list[Site]]:
        """What a search looks in, with the stores by its numbers: made when somebody first searches."""
        sites = list(self.sites.values())
        return StoreSearch(((site.name, _found_by(site)) for site in sites), readings()), sites

    def named(self, text: str, city: str = "", helps: Callable[[Site], bool] = lambda _site: True) -> list[Site]:
        """Return the stores with `text` in their name, then those with it in their address, in a city or in all; of
        those that help, and at most `MOST_FOUND`."""
        search, sites = self._search
        cities = {site.city for site in self.of_city(city)} if city else None

        def allowed(number: int) -> bool:
            return (cities is None or sites[number].city in cities) and helps(sites[number])

        return [sites[number] for number in search.find(text, MOST_FOUND, allowed)]


def _found_by(site: Site) -> str:
    return site.address if site.district in site.address else f"{site.district}{site.address}"


def _by_size(cities: Iterable[Sequence[Site]]) -> dict[str, int]:
    """Return each city's name and number of stores; of names that as many stores have, the longer."""
    counted = {}
    for sites in cities:
        names = Counter(site.city for site in sites)
        counted[max(names, key=lambda name: (names[name], len(name), name))] = len(sites)
    return {city: counted[city] for city in sorted(counted, key=lambda city: (-counted[city], city))}


def read_atlas(connection: Connection) -> Atlas:
    """Return the chain's stores as they are now. A position that cannot be one is taken as not known."""
    mark = atlas_mark(connection)
    return Atlas((_site(*row) for row in connection.execute(_STORES)), mark)


def atlas_mark(connection: Connection) -> str:
    """Return what changes whenever a store does."""
    said, count = connection.execute(_READ_MARK).one()
    return f"{said or ''}:{count}"


def stores_changed(connection: Connection) -> None:
    """Leave word for every service that stores are others now. Last in a transaction: it holds one row of `house`."""
    word = secrets.token_hex(8)
    insert = insert_for(connection, house).values(key=_MARK, value=word)
    connection.execute(insert.on_conflict_do_update(index_elements=["key"], set_={"value": word}))


def _site(
    store_id: str,
    name: str,
    city: str,
    district: str,
    address: str,
    lng: float | None,
    lat: float | None,
    datum: str,
    opens: str,
    closes: str,
    timezone: str,
) -> Site:
    return Site(
        store_id=store_id,
        name=name,
        city=city,
        district=district or district_of(address, city),
        address=address,
        point=_point(lat, lng, datum),
        opens=opens,
        closes=closes,
        timezone=timezone,
    )


def _point(lat: float | None, lng: float | None, datum: str) -> Point | None:
    """Return the place in GCJ-02. Without a datum it is taken for that, as the lists of Chinese chains are; latitude
    and longitude 0 are an empty cell of a spreadsheet, not a store in the Gulf of Guinea."""
    try:
        found = position(lat, lng)
        return None if found == (0, 0) else converted(found, datum_of(datum) if datum else Datum.GCJ02, Datum.GCJ02)
    except Unreadable:
        return None


def manager_of(connection: Connection, store_id: str, now: datetime) -> CodeCard | None:
    """Return the code by which guests reach the store's manager, None where none leads anywhere now."""
    cards = (card_of_row(row, "") for row in connection.execute(_CONTACTS, {"store_id": store_id}))
    return next((card for card in cards if card.validity(now) is Validity.GOOD), None)
