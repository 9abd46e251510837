"""Whatever is asked under `/r/`, a guest reads a page in words, and nobody gets more out of HQ than that."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import requests
from sqlalchemy import Engine

from app.domain.places import Point
from app.hq.database import write
from app.hq.landing.newcomers import crowd_of
from app.hq.landing.visit import language_of, network_of
from app.hq.work.funnel import flush
from app.hq.work.funnel_counts import counts
from tests.kit.hq import TIMEOUT, HqHere, open_hq
from tests.kit.phones import BROWSER, Phone, change_group, found_chain, put_code, put_group, put_store

LONG = f"https://work.weixin.qq.com/ca/{'x' * 600}"


@dataclass
class Chain:
    """One HQ for all of this, with its printed codes by name."""

    engine: Engine
    hq: HqHere
    codes: dict[str, str]

    def phone(self, language: str = "zh-CN") -> Phone:
        return Phone(self.hq.url, language=language)


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    url = f"sqlite:///{tmp_path_factory.mktemp('faults')}/hq.sqlite3"
    engine = open_hq(url)
    found_chain(engine, 2)
    with write(engine) as connection:
        put_store(connection, "S2", None, name="Café Harbour", address="")
        put_store(connection, "S4", Point(23.13, 113.26), city="广州市")
        put_group(connection, "S4", join_url=LONG)
        codes = {
            "chain": put_code(connection),
            "store": put_code(connection, "S0"),
            "scanned": put_code(connection, "S0"),
            "long": put_code(connection, "S4"),
            "staff": put_code(connection, "S4", kind="staff", title="李娜", target_url=LONG),
        }
        put_code(connection, "S4", kind="manager", target_url=LONG)
    with HqHere(url) as hq:
        yield Chain(engine, hq, codes)
    engine.dispose()


def test_whatever_the_link_became_a_guest_reads_a_page(chain: Chain) -> None:
    code = chain.codes["store"]
    phone = chain.phone()
    garbled = (
        "", "%2F", f"{code}%2Fx", f"{code}/x/y", f"{code}/nearest", "a/b", "%00", "%ff%fe", "..%2f..%2fetc",
        "%0d%0aset-cookie:%20a=b", "x" * 3000, "%F0%9F%8D%9C", "https:%2F%2Fevil.example", "//evil.example", "<b>",
    )  # fmt: skip
    for text in garbled:
        page = phone.get(f"/r/{text}")
        assert (page.status_code, page.headers["content-type"]) == (404, "text/html; charset=utf-8"), text
        assert ("没有找到这个码" in page.text, "S1店" in page.text or "上海市" in page.text) == (True, True)
        assert page.headers["cache-control"] == "no-store"
        assert "default-src 'none'" in page.headers["content-security-policy"]
        assert "set-cookie" not in page.headers
        assert not re.search(r'(?:src|href|action)="(?!/r/)', page.text), text
        assert "<b>" not in page.text.replace("</b>", "").split('<ul class="', 1)[0], "what was asked is escaped"
    for text in (f"{code}/", f"{code}//", f"%20{code.lower()}", f"{code[:4]}-{code[4:]}"):
        assert "S0店" in phone.get(f"/r/{text}").text, text
    phone.close()


def test_wrong_methods_are_told_so_and_a_head_is_no_scan(chain: Chain) -> None:
    code, hq = chain.codes["scanned"], chain.hq
    session = requests.Session()
    for method in ("POST", "PUT", "DELETE", "OPTIONS", "PATCH"):
        answer = session.request(method, f"{hq.url}/r/{code}", timeout=TIMEOUT)
        assert (answer.status_code, set(answer.headers["allow"].split(", "))) == (405, {"GET", "HEAD"}), method
    headers = {"user-agent": BROWSER, "accept-language": "zh"}
    head = session.head(f"{hq.url}/r/{code}", headers=headers, timeout=TIMEOUT)
    assert (head.status_code, head.content) == (200, b"")
    assert "set-cookie" not in head.headers
    page = session.get(f"{hq.url}/r/{code}", headers=headers, timeout=TIMEOUT)
    assert head.headers["content-length"] == page.headers["content-length"]
    hq.services.end_parts()
    for written in flush(hq.services.writer, hq.services.funnel, hq.services.clock.now()):
        written.result(TIMEOUT)
    with chain.engine.connect() as connection:
        assert counts(connection, code).scans == 1
    session.close()


def test_nothing_that_fails_is_kept_by_a_cache(chain: Chain) -> None:
    code = chain.codes["store"]
    phone = chain.phone()
    for path in (f"/r/{code}/g/S9.png", f"/r/{code}/m/S0.png", f"/r/{code}/t.png", "/r/assets/x.js"):
        answer = phone.get(path)
        assert (answer.status_code, answer.headers["cache-control"]) == (404, "no-store"), path
        assert answer.headers["x-content-type-options"] == "nosniff"
    phone.close()


def test_an_endless_query_and_endless_headers_are_passed_over(chain: Chain) -> None:
    code = chain.codes["chain"]
    phone = chain.phone(language="zh," * 9000)
    assert 'id="found"' in phone.open(code, "?lang=en&q=S1").text
    endless = phone.open(code, "?lang=en&" + "q=S1&" * 9000)
    assert (endless.status_code, 'id="found"' in endless.text, "lang=en" in endless.text) == (200, False, True)
    assert len(endless.content) < 20_000
    assert phone.get(f"/r/{code}", cookie="a=b;" * 9000).status_code == 200
    phone.close()


def test_an_english_page_says_which_of_its_words_are_chinese(chain: Chain) -> None:
    code, own = chain.codes["chain"], chain.codes["store"]
    phone = chain.phone(language="en")
    page = phone.open(own).text
    assert '<h1><span lang="zh-CN">S0店</span></h1>' in page
    assert '<p class="address"><span lang="zh-CN">上海市杨浦区' in page
    found = phone.open(code, "?q=harbour").text
    assert "<b>Café Harbour</b>" in found
    assert '<span lang="zh-CN">上海市</span>' in phone.open(code, "?city=*").text
    assert 'lang="zh-CN">S0店' not in phone.open(own, "?lang=zh").text
    phone.close()


def test_what_was_searched_for_is_where_the_page_begins_to_be_read(chain: Chain) -> None:
    code = chain.codes["chain"]
    phone = chain.phone()
    page = phone.open(code).text
    assert f'action="/r/{code}#found"' in page
    assert 'id="found"' not in page
    for typed, told in (("S1", "1 家门店"), ("没有", "没有找到"), ("<i>", "没有找到")):
        page = phone.open(code, f"?q={typed}").text
        found = re.search(r'<(h2|p) id="found" tabindex="-1">(.*?)</\1>', page)
        assert found is not None
        assert told in found[2]
        assert re.search(r"<title>(S1|没有|&lt;i&gt;) · 自己选门店</title>", page)
    phone.close()


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "zh"), ("*", "zh"), ("en", "en"), ("EN-us", "en"), ("zh-Hant-TW", "zh"), ("fr, en;q=0.1", "en"),
        ("en;q=0, zh;q=0.1", "zh"), ("en;q=0", "zh"), ("en;q=", "zh"), ("en;q=nan, zh", "zh"), ("en;q=2,zh", "zh"),
        (";;,,", "zh"), ("en" * 1000, "zh"), ("é,en", "en"), ("en;level=1;q=0.5", "zh"),
    ],
)  # fmt: skip
def test_odd_languages_are_read_as_one_of_ours(accepted: str, language: str) -> None:
    assert language_of(accepted) == language


def test_odd_addresses_are_somebody() -> None:
    for address in ("fe80::1%eth0", "::", "::ffff:0:1", "1.2.3.4:80", "[::1]", "\x00", "é"):
        assert network_of(address) == network_of(address)
        assert crowd_of(address) == crowd_of(address)


def test_an_address_too_long_for_a_code_is_a_button_and_no_broken_picture(chain: Chain) -> None:
    own, staff = chain.codes["long"], chain.codes["staff"]
    phone = chain.phone()
    for code, picture in ((staff, "t.png"), (own, "g/S4.png"), (own, "m/S4.png")):
        if picture == "m/S4.png":
            change_group(chain.engine, "S4-福利群", closed=True)
        page = phone.open(code).text
        assert f'class="button" href="{LONG}"' in page
        assert "<figure" not in page
        assert phone.get(f"/r/{code}/{picture}").status_code == 404
    phone.close()
