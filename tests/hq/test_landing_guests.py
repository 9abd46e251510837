"""Guests of the phone page: each counted once, none limited who need not be, and their address believed of few."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, cast

import pytest
import requests
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from app.domain.faults import Unavailable, Unreadable
from app.domain.funnel import Step, Visitor
from app.domain.groups import GroupKind
from app.hq.database import write
from app.hq.landing.cities import Cities, read_cities
from app.hq.landing.colours import accents, contrast
from app.hq.landing.limits import Limit
from app.hq.landing.looking import Looking
from app.hq.landing.openings import Openings
from app.hq.landing.sight import Sight
from app.hq.landing.visit import Proxies, Visit, language_of, network_of
from app.hq.landing.words import distance
from app.hq.reading import Readers
from app.hq.work.funnel import counts
from app.hq.work.pseudonyms import Pseudonyms
from app.resources import resources
from tests.kit.data import real_data
from tests.kit.hq import HqHere
from tests.kit.phones import BROWSER, YANGPU, Phone, found_chain, put_code, put_store

AT = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)


# --- counted once ----------------------------------------------------------------------------------------------------


class Told:
    """A funnel that keeps what it was told."""

    def __init__(self) -> None:
        self.people: list[tuple[str, Step | Visitor]] = []

    def saw(self, code: str, step: Step | Visitor, person: str, at: datetime) -> None:
        self.people.append((person, step))

    def at(self, step: Step | Visitor) -> set[str]:
        return {person for person, seen in self.people if seen is step}


class Names:
    ready = True

    async def person_of(self, cookie: str) -> str:
        return f"c{cookie}"

    async def person_without(self, address: str, user_agent: str) -> str:
        return f"d{address}{user_agent}"


def visit(cookie: str = "", address: str = "10.0.0.1", agent: str = "phone", **more: Any) -> Visit:
    asked = {"language": "zh", "asked_language": "", "secure": True, "in_wechat": True, "packed": False}
    return Visit(address=address, agent=agent, cookie=cookie, **{"visitor": Visitor.PERSON, **asked, **more})


def openings(told: Told, patience: float = 0.05) -> Openings:
    return Openings(cast(Any, told), cast(Pseudonyms, Names()), patience)


def test_phones_that_take_cookies_are_each_one_and_one_that_takes_none_is_one() -> None:
    """A hundred scans behind one Wi-Fi by phones of one model: two take cookies, one refuses them."""
    told = Told()

    async def day() -> None:
        door = openings(told)
        first = await door.opened(visit(), "C", [Step.SCANNED], AT)
        second = await door.opened(visit(), "C", [Step.SCANNED], AT)  # before the first has shown its cookie
        assert first != second
        await door.proved(first)
        await door.came(visit(cookie=second), "C", [Step.LOCATED, Step.SHOWN], AT)
        for _ in range(10):
            assert await door.opened(visit(cookie=first), "C", [Step.SCANNED], AT) == ""
            await door.opened(visit(), "C", [Step.SCANNED], AT)
        await door.came(visit(), "C", [Step.SHOWN], AT)
        assert told.at(Step.SCANNED) == {f"c{first}", f"c{second}"}, "who refuses is not told from others yet"
        await asyncio.sleep(0.1)
        assert told.at(Step.SCANNED) == {f"c{first}", f"c{second}", "d10.0.0.1phone"}
        assert told.at(Step.SHOWN) == {f"c{second}", "d10.0.0.1phone"}
        assert sum(step is Step.SCANNED for _, step in told.people) == 22, "each opening is one scan"

    asyncio.run(day())


def test_bots_and_previews_are_nobody_and_what_waits_is_counted_when_hq_ends() -> None:
    told = Told()

    async def end() -> None:
        door = openings(told, patience=60)
        for nobody in (Visitor.BOT, Visitor.PREVIEW):
            assert await door.opened(visit(visitor=nobody), "C", [Step.SCANNED], AT) == ""
            await door.came(visit(visitor=nobody), "C", [Step.SHOWN], AT)
        await door.proved("nobody had this cookie")
        await door.opened(visit(), "C", [Step.SCANNED], AT)
        door.close()
        door.close()

    asyncio.run(end())
    assert told.people == [("", Visitor.BOT), ("", Visitor.PREVIEW), ("d10.0.0.1phone", Step.SCANNED)]


def test_a_guest_is_uncounted_and_served_while_the_database_is_away(caplog: pytest.LogCaptureFixture) -> None:
    class Nobody(Names):
        async def person_of(self, cookie: str) -> str:
            raise Unavailable("database_unavailable")

        async def person_without(self, address: str, user_agent: str) -> str:
            raise Unavailable("database_unavailable")

    told = Told()

    async def away() -> None:
        door = Openings(cast(Any, told), cast(Pseudonyms, Nobody()), 60)
        assert await door.opened(visit(), "C", [Step.SCANNED], AT) == ""
        await door.came(visit(cookie="x" * 22), "C", [Step.SHOWN], AT)

    asyncio.run(away())
    assert told.people == []
    assert "not counted" in caplog.text


def test_a_guest_has_the_page_before_a_slow_database_has_counted_them() -> None:
    told = Told()

    async def slow() -> None:
        free = asyncio.Event()

        class Late(Names):
            ready = False

            async def person_of(self, cookie: str) -> str:
                await free.wait()
                return await super().person_of(cookie)

            async def person_without(self, address: str, user_agent: str) -> str:
                await free.wait()
                return await super().person_without(address, user_agent)

        door = Openings(cast(Any, told), cast(Pseudonyms, Late()), 60, hurry=0)
        cookie, other = [await door.opened(visit(), "C", [Step.SCANNED], AT) for _ in range(2)]
        await door.proved(other)
        await door.came(visit(cookie="known"), "C", [Step.SHOWN], AT)
        assert told.people == []
        free.set()
        await asyncio.gather(*(task for task in asyncio.all_tasks() if task is not asyncio.current_task()))
        assert set(told.people) == {(f"c{other}", Step.SCANNED), ("cknown", Step.SHOWN)}
        door.close()
        assert (cookie != "", told.people[2:]) == (True, [("d10.0.0.1phone", Step.SCANNED)])

    asyncio.run(slow())


def test_a_phone_a_preview_and_a_bot_in_the_funnel(engine: Engine, database_url: str) -> None:
    found_chain(engine, 2)
    with write(engine) as connection:
        code, other_code = put_code(connection), put_code(connection)
    with HqHere(database_url) as hq:
        guest, other = Phone(hq.url), Phone(hq.url)
        for phone in (guest, other):
            phone.open(code)
            phone.locate(code, YANGPU)
        guest.open(code, "?store=S1")
        guest.open(code, "?from=groupmessage")  # passed on in a chat, and opened again by the same phone
        guest.head(code)
        refusing = Phone(hq.url, agent=BROWSER, cookies=False)
        for _ in range(3):
            refusing.open(code)
        friend = Phone(hq.url)
        friend.open(code, "?store=S1&from=singlemessage")  # the link as the guest's page showed it, sent to a friend
        friend.open(code, "?store=S1&lang=en")
        regular = Phone(hq.url)
        regular.open(other_code)
        for query in ("?store=S1&from=singlemessage", "?pick=1", "?store=S0", "?store=S1"):
            regular.open(code, query)  # sent the same link, with the cookie of another code: one scan, and a walk
        Phone(hq.url, agent="facebookexternalhit/1.1").open(code)
        Phone(hq.url, agent="curl/8.5").open(code)
        guest.get(f"/r/{code}", **{"sec-purpose": "prefetch"})
        Phone(hq.url, agent=BROWSER).open("ZZZZZZZZZZ")
    with engine.connect() as connection:
        found = counts(connection, code)
    assert (found.scanned, found.located, found.shown) == (5, 2, 4)
    assert (found.scans, found.previews, found.bots) == (8, 2, 1)


# --- together --------------------------------------------------------------------------------------------------------


@pytest.mark.dear
def test_guests_look_together_and_one_guests_trouble_is_nobody_elses(engine: Engine) -> None:
    found_chain(engine, 2)
    with write(engine) as connection:
        codes = [put_code(connection, store_id) for store_id in ("S0", "S1")]
    looks: set[int] = set()

    def work(sight: Sight, text: str) -> str:
        looks.add(id(sight))
        if text == "broken":
            raise KeyError(text)
        card = sight.code(text)
        return "" if card is None else sight.groups([card.store_id], GroupKind.GROUP)[card.store_id][0].name

    async def ask() -> list[Any]:
        looking = Looking(readers)
        texts = [*codes * 60, "broken", "ZZZZZZZZZZ", "no code"]
        asked = [looking.ask(text, partial(work, text=text)) for text in texts]
        return await asyncio.gather(*asked, return_exceptions=True)

    readers = Readers(engine)
    answers = asyncio.run(ask())
    assert answers[:120] == ["福利群"] * 120
    assert isinstance(answers[120], KeyError)
    assert answers[121:] == ["", ""]
    assert len(looks) <= 4, "a hundred guests, a few looks"
    readers.close()
    assert {type(each) for each in asyncio.run(ask())} == {Unavailable}


# --- how often -------------------------------------------------------------------------------------------------------


def test_a_limit_lets_through_so_many_at_once_and_so_many_a_second() -> None:
    now = 0.0
    limit = Limit(3, 0.5, most=2, now=lambda: now)
    assert [limit.ask("a") for _ in range(4)] == [0, 0, 0, 2]
    now = 1.9
    assert limit.ask("a") > 0
    now = 2.1
    assert (limit.ask("a"), limit.ask("a") > 0) == (0, True)
    assert (limit.ask("b"), limit.ask("c"), len(limit)) == (0, 0, 2)
    now = 1000.0
    assert [limit.ask("c") for _ in range(4)] == [0, 0, 0, 2], "no more than the burst is saved up"


@pytest.mark.dear
def test_codes_that_do_not_exist_are_asked_for_less_often_than_good_ones(engine: Engine, database_url: str) -> None:
    found_chain(engine, 1)
    with write(engine) as connection:
        code = put_code(connection, "S0")
    with HqHere(database_url) as hq:
        phone = Phone(hq.url)
        strange = until_429(lambda: phone.open("ZZZZZZZZZZ"))
        assert len(strange) > 30
        assert {answer.status_code for answer in strange[:30]} == {404}
        assert int(strange[-1].headers["retry-after"]) >= 1
        assert "请稍等" in strange[-1].text
        assert {phone.get(f"/r/{code}/m/S0.png").status_code for _ in range(40)} == {404}, "this code is a good one"
        assert phone.get("/r/ZZZZZZZZZZ/g/S0.png").status_code == 429
        assert [phone.open(code).status_code for _ in range(60)] == [200] * 60, "behind the same Wi-Fi"
        sent = until_429(lambda: phone.locate(code, YANGPU))
        assert len(sent) > 240
        assert {answer.status_code for answer in sent[:240]} == {200}
        assert sent[-1].headers["content-type"] == "application/problem+json"
        assert int(sent[-1].headers["retry-after"]) >= 1


def until_429(ask: Callable[[], requests.Response]) -> list[requests.Response]:
    answers = [ask()]
    while answers[-1].status_code != 429:
        assert len(answers) < 3000, "whoever never stops asking is stopped"
        answers.append(ask())
    return answers


# --- from where ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("203.0.113.9", ["1.2.3.4"], "203.0.113.9"),
        ("10.0.0.5", ["1.2.3.4"], "1.2.3.4"),
        ("10.0.0.5", ["6.6.6.6, 1.2.3.4"], "1.2.3.4"),
        ("10.0.0.5", ["1.2.3.4, 10.0.0.9"], "1.2.3.4"),
        ("10.0.0.5", ["6.6.6.6", "1.2.3.4:5555, 10.0.0.9"], "1.2.3.4"),
        ("10.0.0.5", ["[2001:db8::1]:443"], "2001:db8::1"),
        ("10.0.0.5", ["2001:db8::1"], "2001:db8::1"),
        ("::ffff:10.0.0.5", ["1.2.3.4"], "1.2.3.4"),
        ("10.0.0.5", ["unknown"], "10.0.0.5"),
        ("10.0.0.5", ["1.2.3.4" + ", 10.0.0.9" * 5000], "10.0.0.9"),
        ("10.0.0.5", ["1.2.3.4, <script>"], "10.0.0.5"),
        ("10.0.0.5", [], "10.0.0.5"),
        ("", ["1.2.3.4"], ""),
    ],
)
def test_only_a_named_proxy_says_for_whom_it_asks(peer: str, forwarded: list[str], address: str) -> None:
    assert Proxies(["10.0.0.0/8"]).address_of(peer, forwarded) == address
    assert Proxies().address_of(peer, forwarded) == peer


def test_a_proxy_that_is_not_named_is_told_of_once(caplog: pytest.LogCaptureFixture) -> None:
    proxies = Proxies(["10.0.0.0/8"])
    for peer in ("114.114.114.114", "10.0.0.5", "a socket"):
        proxies.address_of(peer, ["1.2.3.4"])
    assert caplog.text == "", "a stranger may make anything up"
    for _ in range(3):
        assert proxies.address_of("192.168.1.7", ["1.2.3.4"]) == "192.168.1.7"
    assert caplog.text.count("--behind-proxy") == 1


@pytest.mark.dear
def test_behind_a_proxy_every_guest_has_their_own_limit_and_a_safe_cookie(engine: Engine, database_url: str) -> None:
    found_chain(engine, 1)
    with write(engine) as connection:
        code = put_code(connection, "S0")
    with pytest.raises(Unreadable, match="no network"):
        Proxies(["10.0.0.0/99"])
    with HqHere(database_url, behind_proxies=("127.0.0.0/8",)) as hq:
        phone = Phone(hq.url)
        strange = {"x-forwarded-for": "198.51.100.7"}
        until_429(lambda: phone.get("/r/ZZZZZZZZZZ", **strange))
        assert phone.get("/r/ZZZZZZZZZZ", **{"x-forwarded-for": "198.51.100.8"}).status_code == 404
        safe = {"x-forwarded-for": "198.51.100.8", "x-forwarded-proto": "https"}
        assert "secure" in phone.get(f"/r/{code}", **safe).headers["set-cookie"].lower()


def test_addresses_of_one_phone_are_one() -> None:
    assert network_of("2001:db8:1:2:3::4") == network_of("2001:db8:1:2:9::9") != network_of("2001:db8:1:3::1")
    assert network_of("::ffff:1.2.3.4") == network_of("1.2.3.4") == "1.2.3.4"
    assert network_of("a socket") == "a socket"


RANGES = """240e:0:9000::|240e:0:9000:ffff:ffff:ffff:ffff:ffff|中国|0|北京市|0|电信
121.7.1.0|121.7.3.255|中国|0|福建省|福州市|电信
121.7.8.0|121.7.15.255|中国|广东省|广州市|电信

121.7.16.0|121.7.31.255|日本|0|0|0
10.0.0.0|10.255.255.255|0|0|0|内网市|0
"""


def test_the_city_of_an_address_is_a_city_or_nothing(tmp_path: Path) -> None:
    file = tmp_path / "ip.txt"
    file.write_text(RANGES, encoding="utf-8")
    cities = read_cities(file)
    asked = [
        "121.7.1.0",
        "121.7.3.255",
        "121.7.4.0",
        "121.7.9.9",
        "::ffff:121.7.9.9",
        "121.7.20.1",
        "10.1.1.1",
        "::1",
        "",
        "x",
        "240e:0:9000::7",
    ]
    found = [cities.of(address) for address in asked]
    assert found == ["福州市", "福州市", "", "广州市", "广州市", "", "", "", "", "", "北京市"]
    assert read_cities(None).of("121.7.9.9") == ""
    with pytest.raises(Unreadable, match="line 1"):
        Cities(["121.7.0.0;121.7.0.255;中国"])
    with pytest.raises(Unavailable, match="cannot read"):
        read_cities(tmp_path / "none")
    file.write_bytes("广州".encode("gb18030"))
    with pytest.raises(Unreadable, match="UTF-8"):
        read_cities(file)


def test_the_published_ranges_and_answers() -> None:
    cities = read_cities(real_data("ip", "ip2region_segments_sample.txt"))
    with real_data("ip", "ip2region_segments_sample.txt").open(encoding="utf-8") as file:
        for line in list(file)[:2000:7]:
            first, last, *rest = line.strip().split("|")
            assert {cities.of(first), cities.of(last)} == {"" if rest[-2] == "0" else rest[-2]}
    answers = json.loads(real_data("ip", "ip_examples.json").read_text(encoding="utf-8"))["answers"]
    known = [(address, answer) for address, answer in answers if answer is not None]
    lines = [
        f"{address}|{address}|{a['country']}|0|{a['province']}|{a['city'] or '0'}|{a['isp']}" for address, a in known
    ]
    exact = Cities(lines)
    for address, answer in known:
        own = answer["province"] if answer["province"] in ("北京市", "上海市") else ""
        assert exact.of(address) in (answer["city"], own, ""), address
    assert sum(exact.of(address) != "" for address, _ in known) >= 15
    assert all(cities.of(address) == "" for address, answer in answers if answer is None)


@pytest.mark.dear
def test_who_gives_no_position_begins_in_the_city_of_their_address(
    engine: Engine, database_url: str, tmp_path: Path
) -> None:
    found_chain(engine, 2)
    with write(engine) as connection:
        put_store(connection, "G", None, city="广州市", name="北京路店")
        code = put_code(connection)
    file = tmp_path / "ip.txt"
    file.write_text(RANGES, encoding="utf-8")
    with HqHere(database_url, behind_proxies=("127.0.0.1",), ip_cities=file) as hq:
        phone = Phone(hq.url)
        page = phone.get(f"/r/{code}", **{"x-forwarded-for": "121.7.9.9"}).text
        assert ("看起来您在广州市" in page, "北京路店" in page, "S0店" in page) == (True, True, False)
        page = phone.get(f"/r/{code}?city=*", **{"x-forwarded-for": "121.7.9.9"}).text
        assert ("看起来" in page, "上海市" in page) == (False, True)
        assert "看起来" not in phone.get(f"/r/{code}", **{"x-forwarded-for": "121.7.1.1"}).text, (
            "the chain is not there"
        )


# --- words and colours -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "zh"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en-US,en;q=0.9,zh;q=0.8", "en"),
        ("fr, de;q=0.5", "zh"),
        ("en;q=0.2, zh-TW;q=0.3", "zh"),
        ("en;q=x", "zh"),
        ("*", "zh"),
    ],
)
def test_the_language_is_the_browsers(accepted: str, language: str) -> None:
    assert language_of(accepted) == language


def test_distances_as_people_say_them() -> None:
    said = [distance("zh", metres) for metres in (3, 44, 994, 996, 1249, 12_700)]
    assert said == ["就在附近", "约 40 米", "约 990 米", "约 1.0 公里", "约 1.2 公里", "约 13 公里"]
    assert distance("en", 44) == "about 40 m"


@given(st.integers(0, 0xFFFFFF))
@settings(max_examples=60)
def test_whatever_the_chains_colour_is_it_can_be_read(number: int) -> None:
    style = accents(f"#{number:06x}")
    colours = [
        style[at + len(name) : at + len(name) + 7] for name in ("--accent:", "--on:") for at in _all(style, name)
    ]
    (light, dark), (on_light, on_dark) = colours[:2], colours[2:]
    assert contrast(light, "#f4f2ee") >= 4.5
    assert contrast(dark, "#171614") >= 4.5
    assert min(contrast(light, on_light), contrast(dark, on_dark)) >= 4.5
    assert accents("red; } body {") == accents("")


def test_words_stand_out_from_what_is_behind_them() -> None:
    style = (resources() / "landing" / "page.css").read_text(encoding="utf-8")
    light, dark = (dict(re.findall(r"--(\w+):(#\w{6})", part)) for part in style.split("@media", 1)[:2])
    for scheme in (light, dark):
        for ink in ("ink", "muted", "amber"):
            assert min(contrast(scheme[ink], scheme[behind]) for behind in ("bg", "panel")) >= 4.5, ink


def _all(text: str, part: str) -> list[int]:
    return [at for at in range(len(text)) if text.startswith(part, at)]
