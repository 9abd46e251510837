"""The phone page as any client sees it: which store and group, by which code, for which position, in which words."""

from __future__ import annotations

import csv
import json
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, insert, select, update

from app.domain.places import Datum, Point, converted
from app.hq.database import write
from app.hq.importers.mapping import read_map
from app.hq.importers.run import import_file
from app.hq.policies import adopt, policy_text
from app.hq.tables import house, stores
from app.hq.work.landing_places import stores_changed
from app.resources import resources
from tests.kit.data import real_data
from tests.kit.hq import TIMEOUT, HqHere
from tests.kit.phones import (
    BROWSER,
    YANGPU,
    Phone,
    change_group,
    found_chain,
    put_code,
    put_group,
    put_store,
    text_in,
)

NOW = datetime.now(UTC)


@pytest.fixture
def hq(engine: Engine, database_url: str) -> Iterator[HqHere]:
    with HqHere(database_url) as here:
        yield here


@pytest.fixture
def phone(hq: HqHere) -> Iterator[Phone]:
    opened = Phone(hq.url)
    yield opened
    opened.close()


def codes(engine: Engine, *asked: dict[str, object]) -> list[str]:
    with write(engine) as connection:
        return [put_code(connection, **one) for one in asked]  # type: ignore[arg-type]


def north(metres: float) -> Point:
    return Point(YANGPU.lat + metres / 111_195, YANGPU.lng)


def shown(phone: Phone, code: str, place: Point) -> str:
    """Return what a guest at this place reads."""
    return phone.send(code, {"lat": place.lat, "lng": place.lng, "datum": "GCJ-02"}, accept="text/html").text


def test_the_nearest_open_store_with_room_is_shown_and_the_next_as_second_choice(engine: Engine, phone: Phone) -> None:
    found_chain(engine)
    with write(engine) as connection:
        connection.execute(update(stores).where(stores.c.store_id == "S1").values(opens="09:00", closes="09:00:30"))
        put_store(connection, "SX", north(20), name="没群的店")
        put_store(connection, "SN", None, name="没有位置的店")
        code = put_code(connection)
    answer = phone.locate(code, north(30)).json()
    assert set(answer) == {"store", "picker", "group", "second", "reason"}
    assert (answer["store"]["store_id"], answer["picker"], answer["reason"]) == ("S0", False, "nearest")
    assert answer["store"]["distance_m"] == pytest.approx(30, abs=0.5)
    assert answer["second"]["store_id"] in ("S1", "S2")
    assert set(answer["group"]) == {"name", "picture", "join_url"}
    assert text_in(phone.get(answer["group"]["picture"]).content) == answer["group"]["join_url"]
    assert "离您最近的门店" in shown(phone, code, north(290))
    change_group(engine, "S0-福利群", members=200)
    assert phone.locate(code, north(30)).json()["store"]["store_id"] == "S1"
    page = shown(phone, code, north(30))
    assert ("离您最近的门店" in page, "附近的门店，群里还有位置" in page) == (False, True), "S0 is nearer, and open"
    for store_id in ("S1", "S2", "S3"):
        change_group(engine, f"{store_id}-福利群", expires_us=1)
    answer = phone.locate(code, north(30)).json()
    assert (answer["store"]["store_id"], answer["group"], answer["reason"]) == ("SX", None, "no_group")
    assert phone.get(f"/r/{code}/g/S0.png").status_code == 404


@pytest.mark.dear
def test_a_closed_store_gives_way_to_an_open_one_and_helps_where_none_is_open(
    engine: Engine, database_url: str
) -> None:
    found_chain(engine, 3)
    with write(engine) as connection:
        hours = {"S0": ("18:00", "02:00"), "S1": ("07:00", "22:00"), "S2": ("07:00", "22:00")}
        for store_id, (opens, closes) in hours.items():
            row = update(stores).where(stores.c.store_id == store_id)
            connection.execute(row.values(opens=opens, closes=closes))
        code = put_code(connection)
    chosen, said = {}, {}
    for clock in ("2026-11-20T12:00:00+08:00", "2026-11-21T01:30:00+08:00", "2026-11-21T04:00:00+08:00"):
        with HqHere(database_url, clock=clock) as hq:
            phone = Phone(hq.url)
            answer = phone.locate(code, YANGPU).json()
            chosen[clock[11:16]] = (answer["store"]["store_id"], answer["store"]["open_now"], answer["reason"])
            change_group(engine, "S0-福利群", members=200)
            said[clock[11:16]] = shown(phone, code, YANGPU)
            change_group(engine, "S0-福利群", members=100)
            phone.close()
    assert chosen == {
        "12:00": ("S1", True, "nearest"),
        "01:30": ("S0", True, "nearest"),
        "04:00": ("S0", False, "closed"),
    }
    kickers = ["离您最近的门店", "附近的门店，群里还有位置", "附近的门店都打烊了，群照样能加"]
    read = {time: next(kicker for kicker in kickers if kicker in page) for time, page in said.items()}
    assert read == dict(zip(chosen, kickers, strict=True)), "at 01:30 the store they sit in is open, and its group full"


def test_whatever_is_sent_as_a_position_gets_an_answer_and_never_an_error(engine: Engine, phone: Phone) -> None:
    found_chain(engine)
    (code,) = codes(engine, {})
    with write(engine) as connection:
        put_store(connection, "Z", Point(0, 0))  # an empty cell of a spreadsheet
    odd: list[tuple[object, str]] = [
        ({"lat": 0, "lng": 0}, "far"),
        ({"lat": 90, "lng": 0}, "far"),
        ({"lat": -90.0, "lng": 180}, "far"),
        ({"lat": YANGPU.lng, "lng": YANGPU.lat}, "position_nowhere"),
        ({"lat": 43.8, "lng": 87.6}, "far"),
        ({"lat": 87.6, "lng": 43.8}, "far"),
        ({"lat": "31.2", "lng": "121.4"}, "position_unreadable"),
        ({"lat": 31.2}, "position_unreadable"),
        ({"lat": 31.3, "lng": 121.5, "datum": "Mars"}, "position_unreadable"),
        ({"lat": 31.3, "lng": 121.5, "datum": 7}, "position_unreadable"),
        ({"lat": 31.3, "lng": 121.5, "accuracy_m": 60_000}, "position_inaccurate"),
        ([], "position_unreadable"),
        ("text", "position_unreadable"),
        (None, "position_unreadable"),
    ]
    for body, reason in odd:
        answer = phone.send(code, body)
        assert (answer.status_code, answer.json()["picker"], answer.json()["reason"]) == (200, True, reason), body
        assert answer.json()["store"] is None
    for text in ('{"lat": NaN, "lng": NaN}', '{"lat": Infinity, "lng": 1e999}', "{", "", "迎", "[" * 1500):
        answer = phone.send_bytes(code, text.encode())
        assert (answer.status_code, answer.json()["picker"]) == (200, True), text
    form = {"content-type": "application/x-www-form-urlencoded"}
    assert phone.send_bytes(code, b"x" * 5000).status_code == 413
    assert [phone.send_bytes(code, b"lat=1", **each).status_code for each in (form, {"content-type": ""})] == [415, 415]


@pytest.mark.dear
def test_every_datum_leads_to_the_same_store(engine: Engine, phone: Phone) -> None:
    ids = found_chain(engine, 3)
    (code,) = codes(engine, {})
    with write(engine) as connection:  # a list of another make: the same place, told in another datum
        wgs = converted(north(600), Datum.GCJ02, Datum.WGS84)
        row = update(stores).where(stores.c.store_id == "S2")
        connection.execute(row.values(lat=wgs.lat, lng=wgs.lng, datum="WGS-84"))
        stores_changed(connection)
    for store, metres in zip(ids, (0, 300, 600), strict=True):
        for datum in Datum:
            place = converted(north(metres), Datum.GCJ02, datum)
            answer = phone.locate(code, place, datum.value).json()
            assert (answer["store"]["store_id"], answer["store"]["distance_m"] < 3) == (store, True), datum
    place = converted(north(300), Datum.GCJ02, Datum.WGS84)
    assert phone.send(code, {"lat": place.lat, "lng": place.lng}).json()["store"]["store_id"] == "S1"


@pytest.mark.dear
def test_forty_phones_of_four_cities_are_sent_to_their_stores(engine: Engine, hq: HqHere, phone: Phone) -> None:
    files = real_data("stores", "stores_4cities.csv"), real_data("stores", "map.toml")
    import_file(engine, "stores", [files[0]], mapping=read_map(files[1], "stores"), now=NOW)
    with write(engine) as connection:
        connection.execute(update(stores).values(opens="", closes=""))  # whatever time it is where this runs
        for store_id in connection.execute(select(stores.c.store_id)).scalars().all():
            put_group(connection, store_id)
        stores_changed(connection)
        code = put_code(connection)
    with real_data("stores", "gps_examples.csv").open(encoding="utf-8-sig", newline="") as file:
        asked = list(csv.DictReader(file))
    assert len(asked) == 40
    for row in asked:
        answer = phone.send(code, {"lat": float(row["phone_lat_wgs84"]), "lng": float(row["phone_lng_wgs84"])}).json()
        assert answer["store"]["store_id"] == row["expected_store_id"]
        assert answer["store"]["distance_m"] == pytest.approx(float(row["distance_m"]), abs=1)
        assert answer["store"]["city"] == row["city"]
        assert answer["group"]["picture"] == f"/r/{code}/g/{row['expected_store_id']}.png"
        assert answer["second"]["distance_m"] >= answer["store"]["distance_m"]
    page = phone.open(code, "?city=上海市&district=浦东新区")
    assert "浦东新区：选择门店" in page.text
    assert len(page.content) < 60_000


def test_codes_of_stores_cities_kinds_and_ends(engine: Engine, phone: Phone) -> None:
    found_chain(engine, 2)
    target = "https://order.example.com/a?t=1&x=<b>"
    with write(engine) as connection:
        put_store(connection, "GZ", Point(23.13, 113.26), city="广州市", name="广州店")
        put_group(connection, "GZ")
        put_group(connection, "S0", "VIP群", kind="vip")
        region = put_code(connection, scope="region", region="广州")
        store, vip = put_code(connection, "S1"), put_code(connection, "S0", kind="vip")
        table = put_code(connection, "S0", kind="table", about="A12", target_url=target)
        staff = put_code(connection, "S0", kind="staff", about="7", title="李娜", target_url=target)
        bare = put_code(connection, "S0", kind="manager")
        campaign = put_code(connection, "S0", kind="campaign", title="周年庆", target_url=target)
    escaped = "https://order.example.com/a?t=1&amp;x=&lt;b&gt;"
    assert phone.locate(region, YANGPU).json()["picker"] is True, "the chain's nearest store is not of this city"
    assert "广州店" in phone.open(region).text, "the only store of the city is shown at once"
    assert phone.locate(store, YANGPU).json()["store"]["store_id"] == "S1", "a store's code is that store's"
    page = phone.open(store.lower()).text
    assert phone.open(f"{store}/").text == phone.open(store).text, "as a chat may pass the link on"
    assert "S1店" in page
    assert "长按识别" in page
    assert 'id="locate"' not in page, "no position is asked for"
    assert "VIP群" in phone.open(vip).text
    page = phone.open(table).text
    assert "A12 桌" in page
    assert escaped in page
    assert "福利群" in page
    page = phone.open(staff).text
    assert "李娜" in page
    assert text_in(phone.get(f"/r/{staff}/t.png").content) == target
    assert "福利群" in phone.open(bare).text, "a manager's code without an address leads to the store's group"
    assert phone.get(f"/r/{bare}/t.png").status_code == 404
    assert "周年庆" in phone.open(campaign).text
    elsewhere = phone.open(table, "?store=S1").text
    assert ("S1店" in elsewhere, "A12" in elsewhere, escaped in elsewhere) == (True, False, False)
    (service,) = codes(engine, {"kind": "manager", "title": "客服", "target_url": target})
    assert "客服" in phone.open(service).text
    assert f"/r/{service}/t.png" in phone.open(service, "?from=singlemessage&isappinstalled=0").text


def test_codes_that_lead_nowhere_help_and_give_nothing_away(engine: Engine, phone: Phone) -> None:
    found_chain(engine, 2)
    retired, over, early, good = codes(
        engine,
        {"store_id": "S0", "retired": NOW - timedelta(days=1)},
        {"valid_until": NOW - timedelta(days=1)},
        {"valid_from": NOW + timedelta(days=1)},
        {"store_id": "S0"},
    )
    expected = {retired: (410, "已经停用"), over: (410, "已经结束"), early: (404, "还没有开始")}
    for code, (status, words) in (expected | {"ZZZZZZZZZZ": (404, "没有找到"), "%3Cb%3E": (404, "没有找到")}).items():
        for query in ("", "?store=S1", "?q=S1", "?city=*"):
            page = phone.open(code, query)
            assert (page.status_code, words in page.text) == (status, True)
            assert "S0店" in page.text or "S1店" in page.text or "上海市" in page.text, "something helps"
            assert not re.search(rf"work\.weixin|\.png\" width=\"240|{good}", page.text), "no group, no good code"
            assert "<b>" not in page.text.replace("</b>", "<b>").split("<main")[0]
        answer = phone.locate(code, YANGPU)
        assert (answer.status_code, answer.json()["store"]) == (status, None)
        assert phone.get(f"/r/{code}/g/S0.png").status_code == 404


def test_all_full_there_is_the_manager_and_the_next_store(engine: Engine, phone: Phone) -> None:
    found_chain(engine, 2)
    with write(engine) as connection:
        code = put_code(connection, "S0")
        put_code(connection, "S0", kind="manager", target_url="https://work.weixin.qq.com/ca/zhoumin")
    change_group(engine, "S0-福利群", closed=True)
    page = phone.open(code).text
    assert "群暂时满了" in page
    assert "告诉店员" in page
    assert "S1店" in page
    assert text_in(phone.get(f"/r/{code}/m/S0.png").content) == "https://work.weixin.qq.com/ca/zhoumin"
    change_group(engine, "S1-福利群", members=200)
    page = phone.open(code).text
    assert "附近还有" not in page
    assert "加店长" in page


def test_a_stores_vip_code_opens_no_other_stores_vip_group(engine: Engine, phone: Phone) -> None:
    found_chain(engine, 2)
    with write(engine) as connection:
        for store_id in ("S0", "S1"):
            put_group(connection, store_id, "贵宾群", kind="vip")
    own, everybody = codes(engine, {"store_id": "S0", "kind": "vip"}, {"store_id": "S0"})
    assert "S1店" in phone.open(everybody, "?store=S1").text, "a guest of a full group is sent on"
    page = phone.open(own, "?store=S1").text
    assert "S0店" in page
    assert "S1店" not in page
    assert phone.get(f"/r/{own}/g/S0.png").status_code == 200
    assert phone.get(f"/r/{own}/g/S1.png").status_code == 404
    change_group(engine, "S0-贵宾群", members=200)
    answer = phone.locate(own, YANGPU).json()
    assert (answer["group"], answer["second"]) == (None, None)


def test_the_picture_is_the_group_of_now_and_no_cache_keeps_it(engine: Engine, phone: Phone) -> None:
    found_chain(engine, 1)
    with write(engine) as connection:
        code = put_code(connection, "S0")
        put_group(connection, "S0", "二群", members=3)
        put_group(connection, "S0", "三群", members=0, join_url="", picture_text="https://weixin.qq.com/g/AB")
    picture = phone.get(f"/r/{code}/g/S0.png")
    assert picture.headers["cache-control"] == "no-store"
    assert len(picture.content) < 2500
    first, second = f"{'S0-福利群'.encode().hex()}", f"{'S0-二群'.encode().hex()}"
    assert text_in(picture.content).endswith(first), "the fullest with room"
    change_group(engine, "S0-福利群", members=196)
    assert text_in(phone.get(f"/r/{code}/g/S0.png").content).endswith(second), "the next, before it is full"
    change_group(engine, "S0-二群", closed=True)
    change_group(engine, "S0-福利群", closed=True)
    assert text_in(phone.get(f"/r/{code}/g/S0.png").content) == "https://weixin.qq.com/g/AB"


@pytest.mark.dear
def test_the_picker_goes_by_city_district_and_name_and_by_the_addresss_city(
    engine: Engine, database_url: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with write(engine) as connection:
        for number in range(60):
            district, city = (
                ("杨浦区", "上海市") if number < 45 else ("静安区", "上海市") if number < 50 else ("", "广州市")
            )
            put_store(connection, f"P{number:02d}", None, city=city, district=district, name=f"南京路{number}店")
        code = put_code(connection)
    with HqHere(database_url) as hq:
        phone = Phone(hq.url)
        page = phone.open(code).text
        assert ("上海市" in page, "广州市" in page, "P01" in page) == (True, True, False)
        page = phone.open(code, "?city=上海").text
        assert ("杨浦区" in page, "静安区" in page, "store=P01" in page) == (True, True, False)
        page = phone.open(code, "?city=上海市&district=杨浦区").text
        assert page.count("store=P") == 40
        more = re.search(r'href="([^"]*skip=40[^"]*)"', page)
        assert more is not None
        assert phone.get(more[1].replace("&amp;", "&")).text.count("store=P") == 5
        assert phone.open(code, "?city=广州市").text.count("store=P") == 10
        assert phone.open(code, "?q=南京路7店").text.count("store=P") == 1
        assert "没有找到" in phone.open(code, "?q=%3Cscript%3E").text
        assert "<script>" not in phone.open(code, "?q=%3Cscript%3E").text
        assert phone.open(code, "?skip=99999999999999999999&city=x&district=y&store=%00").status_code == 200
        phone.close()


@pytest.mark.dear
def test_what_a_page_may_do_is_said_in_its_headers_and_it_is_small(engine: Engine, phone: Phone) -> None:
    found_chain(engine)
    (code,) = codes(engine, {})
    page = phone.open(code)
    policy = dict(part.strip().split(" ", 1) for part in page.headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["img-src"] == policy["connect-src"] == policy["form-action"] == "'self'"
    assert policy["style-src"].startswith("'sha256-")
    assert (page.headers["x-content-type-options"], page.headers["referrer-policy"]) == ("nosniff", "no-referrer")
    assert "geolocation=(self)" in page.headers["permissions-policy"]
    assert page.headers["cache-control"] == "no-store"
    cookie = page.headers["set-cookie"].lower()
    assert all(part in cookie for part in ("httponly", "samesite=lax", "path=/r/", "max-age=15552000"))
    assert "secure" not in cookie
    files = re.findall(r'(?:src|href)="(/r/assets/[^"]+)"', page.text)
    assert len(files) == 2
    assert not re.search(r'(?:src|href|action)="(?!/r/)', page.text), "nothing of a third party"
    got = [phone.get(file) for file in files]
    assert all("immutable" in each.headers["cache-control"] for each in got)
    sizes = [int(each.headers["content-length"]) for each in (page, *got)]
    assert sum(sizes) < 8_000, sizes
    assert phone.get("/r/assets/page-0000000000.js").status_code == 404
    english = Phone(phone.url, agent=BROWSER, language="fr, en-GB;q=0.8, zh;q=0.3")
    assert '<html lang="en">' in english.open(code).text
    assert '<html lang="zh-CN">' in english.open(code, "?lang=zh").text
    assert "lang=zh" in english.open(code, "?lang=zh").text, "the language that was asked for is kept"
    english.close()
    assert phone.head(code).status_code == 200


def test_the_chains_name_and_colour_and_a_change_of_stores_show_at_once(
    engine: Engine, hq: HqHere, phone: Phone
) -> None:
    found_chain(engine, 1)
    (code,) = codes(engine, {"store_id": "S0"})
    assert "S0店" in phone.open(code).text
    with write(engine) as connection:
        connection.execute(update(stores).where(stores.c.store_id == "S0").values(name="新名字店"))
        stores_changed(connection)
    until = time.monotonic() + TIMEOUT
    while "新名字店" not in phone.open(code).text:
        assert time.monotonic() < until
        time.sleep(0.05)
    with write(engine) as connection:
        text = policy_text(resources() / "policy.toml").replace('version = "', 'version = "noodles-')
        text = text.replace('accent = ""', 'accent = "#C0392B"').replace('[brand]\nname = ""', '[brand]\nname = "面馆"')
        assert adopt(connection, text, "王明", 1)
    page = phone.open(code).text
    assert "面馆" in page
    assert "--accent:#c0392b" in page


def test_an_error_of_hqs_is_a_page_in_words(engine: Engine, hq: HqHere, phone: Phone) -> None:
    found_chain(engine, 1)
    with write(engine) as connection:
        code = put_code(connection, "S0")
        connection.execute(insert(house).values(key="policy", value="this is no policy"))
    page = phone.open(code)
    assert (page.status_code, page.headers["retry-after"]) == (503, "5")
    assert "暂时打不开" in page.text
    assert json.loads(phone.locate(code, YANGPU).text)["status"] in (400, 500, 503)
