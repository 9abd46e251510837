"""Guests' phones for tests: a chain with stores on the map, groups and printed codes, and phones that open the page.

Every place is given in GCJ-02, as stores are kept.
"""

from __future__ import annotations

import json
from datetime import datetime
from io import BytesIO

import requests
import zxingcpp
from PIL import Image
from sqlalchemy import Connection, Engine, insert, update

from app.domain.groups import GroupKind
from app.domain.places import Point
from app.domain.printed import PrintedKind, Scope, new_code
from app.hq.clock import real_us, us_of
from app.hq.database import write
from app.hq.tables import groups, printed_codes, stores
from app.hq.work.landing_places import stores_changed

from .hq import TIMEOUT

WECHAT = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Mobile/15E148 MicroMessenger/8.0.50 NetType/WIFI Language/zh_CN"
)
BROWSER = (
    "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Mobile Safari/537.36"
)

YANGPU = Point(31.2950, 121.5150)
"""Where the first store of the chain in `found_chain` is; the next are each some hundred metres farther north."""


def put_store(connection: Connection, store_id: str, place: Point | None, **more: object) -> None:
    """Put a store on the map."""
    row = {
        "store_id": store_id,
        "name": f"{store_id}店",
        "city": "上海市",
        "district": "杨浦区",
        "address": f"上海市杨浦区迎宾路{store_id}号",
        "lat": place.lat if place else None,
        "lng": place.lng if place else None,
        "datum": "GCJ-02",
        "opens": "00:00",
        "closes": "24:00",
    }
    connection.execute(insert(stores).values(row | more))
    stores_changed(connection)


def put_group(connection: Connection, store_id: str, name: str = "福利群", **more: object) -> str:
    """Give a store a group that can be joined; return its id."""
    kind = more.pop("kind", GroupKind.GROUP)
    group_id = f"{store_id}-{name}"
    row = {
        "group_id": group_id,
        "store_id": store_id,
        "kind": str(kind),
        "name": name,
        "capacity": 200,
        "members": 100,
        "join_url": f"https://work.weixin.qq.com/gm/{group_id.encode().hex()}",
        "changed_us": real_us(),
    }
    connection.execute(insert(groups).values(row | more))
    return group_id


def change_group(engine: Engine, group_id: str, **values: object) -> None:
    """Change a group behind the page's back."""
    with write(engine) as connection:
        connection.execute(update(groups).where(groups.c.group_id == group_id).values(values))


def put_code(connection: Connection, store_id: str = "", **more: object) -> str:
    """Print a code: of a store, or of the chain where none is named. Moments are given as such."""
    moments = {f"{name}_us": us_of(value) for name, value in more.items() if isinstance(value, datetime)}
    code = new_code()
    row: dict[str, object] = {
        "code": code,
        "kind": PrintedKind.GROUP.value,
        "scope": Scope.STORE.value if store_id else Scope.CHAIN.value,
        "store_id": store_id,
        "made_us": real_us(),
    }
    rest = {name: str(value) for name, value in more.items() if not isinstance(value, datetime)}
    connection.execute(insert(printed_codes).values(row | rest | moments))
    return code


def found_chain(engine: Engine, count: int = 4) -> list[str]:
    """Put stores S0, S1, … on a line to the north, some 300 m apart, each with a group; return their ids."""
    ids = [f"S{number}" for number in range(count)]
    with write(engine) as connection:
        for number, store_id in enumerate(ids):
            put_store(connection, store_id, Point(YANGPU.lat + number * 0.0027, YANGPU.lng))
            put_group(connection, store_id)
    return ids


class Phone:
    """A phone with one browser; `cookies=False` takes none."""

    def __init__(self, url: str, *, agent: str = WECHAT, language: str = "zh-CN", cookies: bool = True) -> None:
        """Nothing is asked yet."""
        self.url = url
        self._takes = cookies
        self._session = requests.Session()
        self._session.headers.update({"user-agent": agent, "accept-language": language})

    def get(self, path: str, **more: str) -> requests.Response:
        """Open an address of HQ's; keyword arguments are headers."""
        return self._kept(self._session.get(f"{self.url}{path}", headers=more, timeout=TIMEOUT))

    def open(self, code: str, query: str = "") -> requests.Response:
        """Open the page of a printed code."""
        return self.get(f"/r/{code}{query}")

    def locate(self, code: str, place: Point, datum: str = "GCJ-02") -> requests.Response:
        """Send a position."""
        return self.send(code, {"lat": place.lat, "lng": place.lng, "datum": datum})

    def send(self, code: str, body: object, **headers: str) -> requests.Response:
        """Send anything as a position."""
        return self.send_bytes(code, json.dumps(body).encode(), **headers)

    def send_bytes(self, code: str, body: bytes, **headers: str) -> requests.Response:
        """Send any bytes as a position."""
        address = f"{self.url}/r/{code}/nearest"
        said = {"content-type": "application/json", **headers}
        return self._kept(self._session.post(address, data=body, headers=said, timeout=TIMEOUT))

    def head(self, code: str) -> requests.Response:
        """Ask for the page's headers only."""
        return self._session.head(f"{self.url}/r/{code}", timeout=TIMEOUT)

    def close(self) -> None:
        """Close its connections."""
        self._session.close()

    def _kept(self, answer: requests.Response) -> requests.Response:
        if not self._takes:
            self._session.cookies.clear()
        return answer


def text_in(picture: bytes) -> str:
    """Return what a scanner reads in a picture, "" for nothing."""
    with Image.open(BytesIO(picture)) as opened:
        found = zxingcpp.read_barcodes(opened.convert("L"))
    return found[0].text if found else ""
