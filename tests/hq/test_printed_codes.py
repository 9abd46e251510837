"""Printed codes at HQ: made once for everything that needs one, changed, read back, retired, looked up."""

from __future__ import annotations

import json
import threading
from collections import Counter as Tally
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests
from click.testing import CliRunner
from sqlalchemy import Engine, insert, select, update

from app.domain.faults import Refused, Unknown
from app.domain.groups import GroupRule
from app.domain.printed import CodeCard, code_in
from app.domain.tables import StoreCard
from app.hq.commandline import hq
from app.hq.database import write
from app.hq.importers.run import import_file
from app.hq.policies import findings, read_policy
from app.hq.tables import cards as card_rows
from app.hq.tables import code_changes, printed_codes, staff, store_tables, stores
from app.hq.work.address import check_address, warning_of
from app.hq.work.coding import Coding, lacking
from app.hq.work.places import publish_all_stores
from app.hq.work.printed import _make, _subjects, code_of, codes_of, ensure_codes
from app.resources import resources
from app.wire.codec import decode, encode_card
from app.wire.printed import ChainCodes, WhoseCode
from tests.kit.hq import TIMEOUT, Counter, HqHere, found_store
from tests.kit.paper import THEN, code_about, codes, send
from tests.kit.story import NOON, minutes

NEW, OLDER, NEWER = "ABCDEFGHJK", "ABCDEFGHJM", "ABCDEFGHJN"


@pytest.fixture
def load(engine: Engine, tmp_path: Path) -> Callable[..., None]:
    """Import lines of a kind into store 330."""

    def run(kind: str, *lines: str) -> None:
        path = tmp_path / f"{kind}.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        import_file(engine, kind, [path], store_id="" if kind == "stores" else "330", now=NOON)

    return run


def made(engine: Engine) -> list[tuple[str, str, str, str]]:
    """Return every code as store, kind, what it is about, and its title."""
    columns = (printed_codes.c.store_id, printed_codes.c.kind, printed_codes.c.about, printed_codes.c.title)
    with engine.connect() as connection:
        return sorted(tuple(row) for row in connection.execute(select(*columns)))


def changes(engine: Engine, subject: str) -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Return who changed the subject, from what to what, in order."""
    query = select(code_changes).where(code_changes.c.subject == subject).order_by(code_changes.c.at_us)
    with engine.connect() as connection:
        return [(row.by, json.loads(row.before), json.loads(row.after)) for row in connection.execute(query)]


# --- made where something needs one ----------------------------------------------------------------------------------


def test_imports_make_a_code_for_everything_that_needs_one_and_once(engine: Engine, load: Callable[..., None]) -> None:
    for _ in range(2):
        load("stores", "store_id,name,city", "330,望京店,北京", "331,湖滨店,杭州")
        load("tables", "name,seats", "A1,4", "A2,2")
        load("staff", "staff_id,name,role", "s1,李娜,manager")
    always = [("group", "", "门店福利群"), ("manager", "", "店长"), ("vip", "", "VIP 群")]
    assert made(engine) == sorted(
        [("330", *each) for each in always]
        + [("331", *each) for each in always]
        + [("330", "table", "A1", "A1"), ("330", "table", "A2", "A2"), ("330", "staff", "s1", "李娜")]
    )
    assert {card.store_id for card in codes(engine)} == {"330"}
    assert len(codes(engine)) == 6
    assert all(card.link == f"http://127.0.0.1:8000/r/{card.code}" for card in codes(engine))
    load("staff", "staff_id,name,role", "s1,李小娜,manager", "s2,王芳,server")
    assert {card.title for card in codes(engine) if card.kind == "staff"} == {"李小娜", "王芳"}
    send(
        engine,
        "code.keep",
        author="李小娜",
        code=code_about(engine, "staff", "s2").code,
        kind="staff",
        about="s2",
        title="芳姐",
    )
    load("staff", "staff_id,name,role", "s1,李娜,manager", "s2,王芳芳,server")
    assert {card.title for card in codes(engine) if card.kind == "staff"} == {"李娜", "芳姐"}
    load("tables", "name,seats", "A1,6", "A3,2")
    assert len([card for card in codes(engine) if card.kind == "table"]) == 3, "a renamed table keeps its old code"


def test_two_services_at_once_make_one_code_for_one_thing(engine: Engine) -> None:
    for store_id in ("330", "331", "332"):
        found_store(engine, store_id, codes=False)
    start, wrong = threading.Barrier(2), []

    def run(order: list[str]) -> None:
        try:
            start.wait(TIMEOUT)
            with write(engine) as connection:
                ensure_codes(connection, order)
        except Exception as fault:  # noqa: BLE001 - looked at below
            wrong.append(fault)

    threads = [threading.Thread(target=run, args=(order,)) for order in (["330", "331", "332"], ["332", "331", "330"])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(TIMEOUT)
    assert wrong == []
    assert set(Tally(row[:3] for row in made(engine)).values()) == {1}
    assert len(made(engine)) == 18


def test_without_holding_the_store_there_would_be_two(engine: Engine) -> None:
    """The control of the test above."""
    if engine.dialect.name == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    found_store(engine, codes=False)
    with write(engine) as one, write(engine) as other:
        for connection in (one, other):
            _make(connection, ["330"], _subjects(connection, ["330"]))
    assert set(Tally(row[:3] for row in made(engine)).values()) == {2}


def test_a_service_makes_what_is_missing_when_it_starts(engine: Engine) -> None:
    found_store(engine, codes=False)
    found_store(engine, "331", tables=())
    with write(engine) as connection:
        connection.execute(insert(staff).values(staff_id="s1", store_id="331", name="李雷"))
        connection.execute(insert(staff).values(staff_id="s2", store_id="nowhere", name="韩梅"))
        connection.execute(insert(store_tables).values(store_id="331", name="B1"))
        assert lacking(connection) == ["330", "331"]
    work, slices = Coding(), 0
    while True:
        with write(engine) as connection:
            slices += 1
            if not work.slice(connection, lambda: True):
                break
    assert 2 <= slices < 5
    assert len(made(engine)) == 6 + 5
    with write(engine) as connection:
        assert lacking(connection) == []
        assert not work.slice(connection, lambda: False)


# --- changed by a desk -----------------------------------------------------------------------------------------------


def test_a_desk_makes_and_changes_a_code_and_gets_what_was_read_back(engine: Engine) -> None:
    found_store(engine)
    done = send(engine, "code.keep", code=NEW, kind="campaign", about="秋蟹季", title="秋蟹季", channel="partner")
    assert done.outcome == "applied"
    card = decode(done.cards[0].body or b"", CodeCard)
    assert (card.title, card.made_by, card.made_at) == ("秋蟹季", "李娜", THEN)
    assert card.link == f"http://127.0.0.1:8000/r/{NEW}"
    later: dict[str, Any] = {
        "kind": "campaign",
        "about": "秋蟹季",
        "title": "冬羊季",
        "target_url": "https://example.com/yang",
    }
    until = minutes(90)
    done = send(engine, "code.keep", author="王芳", code=NEW, **later, valid_until=until.isoformat())
    assert done.outcome == "applied"
    card = code_about(engine, "campaign", "秋蟹季")
    assert (card.code, card.title, card.channel, card.target_url) == (NEW, "冬羊季", "", "https://example.com/yang")
    assert (card.valid_until, card.made_by) == (until, "李娜")
    (first, second) = changes(engine, NEW)
    assert (first[0], first[1], first[2]["title"]) == ("李娜", {}, "秋蟹季")
    assert (second[0], second[1], second[2]) == ("王芳", first[2], json.loads(encode_card(card)))
    assert send(engine, "code.keep", code=NEW, **later, valid_until=until.isoformat()).outcome == "applied"
    assert len(changes(engine, NEW)) == 2, "saying the same again is no change"


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ({"code": "abc", "kind": "group"}, "printed_unreadable"),
        ({"code": NEW.lower(), "kind": "group"}, "printed_unreadable"),
        ({"code": NEW, "kind": "table"}, "printed_about"),
        ({"code": NEW, "kind": "table", "about": "\x00"}, "printed_about"),
        ({"code": NEW, "kind": "group", "valid_from": "2026-12-01T00:00:00"}, "moment_unreadable"),
        ({"code": NEW, "kind": "campaign", "target_url": "http://example.com"}, "target_unsafe"),
        ({"code": NEW, "kind": "vip", "target_url": "https://example.com"}, "printed_target"),
        ({"code": NEW, "kind": "group", "title": "长" * 61}, "printed_text"),
        (
            {"code": NEW, "kind": "group", "valid_from": THEN.isoformat(), "valid_until": THEN.isoformat()},
            "printed_validity",
        ),
    ],
)
def test_what_no_code_can_be_is_refused_and_leaves_nothing(engine: Engine, body: dict[str, Any], why: str) -> None:
    found_store(engine)
    assert send(engine, "code.keep", **body).code == why
    assert len(made(engine)) == 6
    assert changes(engine, NEW) == []


def test_whose_a_code_is_and_what_it_is_about_never_changes(engine: Engine) -> None:
    found_store(engine)
    found_store(engine, "331", tables=())
    table = code_about(engine, "table", "A1")
    for kind, about in (("table", "A2"), ("campaign", "A1")):
        assert send(engine, "code.keep", code=table.code, kind=kind, about=about).code == "printed_fixed"
    foreign = send(engine, "code.keep", store="331", code=table.code, kind="table", about="A1")
    assert foreign.code == "printed_unknown"
    assert send(engine, "code.retire", store="331", code=table.code).code == "printed_unknown"
    for unknown in (NEW, "\x00", table.code.lower()):
        assert send(engine, "code.retire", code=unknown).code == "printed_unknown"
    assert code_about(engine, "table", "A1") == table


def test_only_managers_change_codes_where_the_staff_file_names_some(engine: Engine) -> None:
    found_store(engine)
    with write(engine) as connection:
        connection.execute(insert(staff).values(staff_id="s9", store_id="330", name="王芳", role="manager"))
    code = code_about(engine, "group").code
    assert send(engine, "code.keep", code=code, kind="group", title="福利").code == "manager_only"
    assert send(engine, "code.retire", code=code).code == "manager_only"
    assert send(engine, "code.keep", author="王芳", code=code, kind="group", title="福利").outcome == "applied"
    assert code_about(engine, "group").title == "福利"


def test_a_retired_code_stays_known_and_comes_back_where_that_is_undone(engine: Engine) -> None:
    found_store(engine)
    code = code_about(engine, "table", "A1").code
    for _ in range(2):
        assert send(engine, "code.retire", code=code).outcome == "applied"
    card = code_about(engine, "table", "A1")
    assert (card.retired_at, card.retired_by) == (THEN, "李娜")
    with write(engine) as connection:
        assert ensure_codes(connection, ["330"]) == 0, "what was taken out of use does not come back by itself"
    assert send(engine, "code.keep", code=code, kind="table", about="A1", title="靠窗").outcome == "applied"
    assert code_about(engine, "table", "A1").retired_at == THEN
    assert send(engine, "code.retire", code=code, restored=True, now=minutes(9)).outcome == "applied"
    card = code_about(engine, "table", "A1")
    assert (card.retired_at, card.retired_by, card.title) == (None, "", "靠窗")
    assert len(changes(engine, code)) == 3


def test_a_change_that_does_not_read_back_as_written_is_no_change(engine: Engine) -> None:
    if engine.dialect.name != "sqlite":
        pytest.skip("the trigger that plays the fault is written for SQLite")
    found_store(engine)
    before = code_about(engine, "group")
    with write(engine) as connection:
        connection.exec_driver_sql(
            "create trigger gnome after update on printed_codes when new.channel = 'partner'"
            " begin update printed_codes set channel = 'own' where code = new.code; end"
        )
    done = send(engine, "code.keep", code=before.code, kind="group", title="新的", channel="partner")
    assert done.code == "not_as_written"
    assert "channel" in done.reason
    assert code_about(engine, "group") == before
    with engine.connect() as connection:
        assert code_of(connection, before.code) == before
    assert changes(engine, before.code) == []


def test_a_code_taken_out_of_use_with_the_cable_out_does_not_undo_what_was_said_since(engine: Engine) -> None:
    found_store(engine)
    code = code_about(engine, "table", "A1").code
    for restored in (False, True):
        done = send(engine, "code.retire", code=code, restored=restored, now=minutes(8 + restored), author="王芳")
        assert done.outcome == "applied"

    def late(restored: bool) -> str:
        return send(engine, "code.retire", code=code, restored=restored, now=minutes(7), hq_now=minutes(20)).code

    assert late(False) == "changed_since"
    assert late(True) == "", "it says what is so"
    assert code_about(engine, "table", "A1").retired_at is None
    send(engine, "code.keep", code=code, kind="table", about="A1", title="靠窗", now=minutes(11))
    now_and_then: dict[str, Any] = {"now": minutes(10), "hq_now": minutes(20)}
    assert send(engine, "code.retire", code=code, **now_and_then).code == "", "another title says nothing about it"


def test_a_table_with_a_name_longer_than_a_title_has_a_code_that_can_be_changed(
    engine: Engine, load: Callable[..., None]
) -> None:
    name = "包厢" * 40
    load("stores", "store_id,name,city", "330,望京店,北京")
    load("tables", "name,seats", f"{name},4")
    card = code_about(engine, "table", name)
    assert (card.title, card.about) == (name[:60], name)
    assert send(engine, "code.keep", code=card.code, kind="table", about=name, title="大包厢").outcome == "applied"
    assert code_about(engine, "table", name).title == "大包厢"


# --- the whole chain -------------------------------------------------------------------------------------------------


def run(database_url: str, *arguments: object) -> tuple[int, str, str, BaseException | None]:
    """Run `hq …`; return its exit code, stdout, stderr, and the fault it ended with."""
    line = [*map(str, arguments), "--database", database_url]
    done = CliRunner().invoke(hq, line)
    return done.exit_code, done.stdout, done.stderr, done.exception


def test_codes_of_the_chain_and_of_a_city_reach_their_stores_and_those_to_come(
    engine: Engine, database_url: str, load: Callable[..., None]
) -> None:
    load("stores", "store_id,name,city", "330,望京店,北京", "331,湖滨店,杭州")
    code, out, err, _ = run(database_url, "code", "add", "--kind", "group", "--scope", "chain", "--json")
    assert code == 0
    chain = json.loads(out)
    assert chain == {"code": code_in(chain["link"]), "link": f"http://127.0.0.1:8000/r/{chain['code']}"}
    assert "this machine only" in err
    city = ("code", "add", "--kind", "campaign", "--scope", "region:北京", "--about", "京味节", "--channel", "ads")
    assert run(database_url, *city)[0] == 0
    load("stores", "store_id,name,city", "332,国贸店,北京")
    held = {store: {(c.scope, c.kind) for c in codes(engine, store) if c.scope != "store"} for store in ("331", "332")}
    assert held == {"331": {("chain", "group")}, "332": {("chain", "group"), ("region", "campaign")}}
    load("stores", "store_id,name,city", "331,湖滨店,北京")
    assert {(c.scope, c.kind) for c in codes(engine, "331") if c.scope != "store"} == held["332"], "a store that moved"
    assert send(engine, "code.retire", code=chain["code"]).code == "printed_wide"
    assert run(database_url, "code", "set", chain["link"], "--title", "找最近的门店")[0] == 0
    (card,) = [card for card in codes(engine, "332") if card.scope == "chain"]
    assert card.title == "找最近的门店"
    for wrong in ("store:999", "region:火星"):
        assert isinstance(run(database_url, "code", "add", "--kind", "vip", "--scope", wrong)[3], Unknown)
    assert run(database_url, "code", "add", "--kind", "vip", "--scope", "everybody")[0] == 2
    assert isinstance(run(database_url, "code", "add", "--kind", "table", "--scope", "chain")[3], Refused)


def test_a_store_is_coded_listed_and_looked_up_on_the_command_line(engine: Engine, database_url: str) -> None:
    found_store(engine, codes=False)
    listed = json.loads(run(database_url, "code", "list", "--store", "330", "--json")[1])["codes"]
    assert len(listed) == 6, "what is missing is made"
    wrong = run(database_url, "code", "add", "--kind", "table", "--scope", "store:330", "--about", "Z9")[3]
    assert isinstance(wrong, Unknown)
    link = run(database_url, "code", "add", "--kind", "table", "--scope", "store:330", "--about", "A1")[1].strip()
    code, out, _, _ = run(database_url, "code", "find", link.lower().replace("/r/", "/R/"), "--json")
    assert (code, json.loads(out)["validity"], json.loads(out)["store_name"]) == (0, "good", "Store 330")
    assert isinstance(run(database_url, "code", "find", "ZZZZZZZZZZ")[3], Unknown)
    assert run(database_url, "code", "set", link, "--valid-until", "tomorrow")[0] == 2
    assert run(database_url, "code", "retire", link, "--by", "王明")[0] == 0
    assert "retired" in run(database_url, "code", "find", code_in(link))[1]
    log = json.loads(run(database_url, "code", "log", link, "--json")[1])["changes"]
    assert [row["by"] for row in log] == ["王明", "总部"]
    assert run(database_url, "code", "list", "--kind", "vip")[1].count("\n") == 1


def test_moving_the_address_asks_about_paper_and_renews_every_link(engine: Engine, database_url: str) -> None:
    found_store(engine)
    assert run(database_url, "code", "add", "--kind", "group", "--scope", "chain")[0] == 0
    assert run(database_url, "code", "address", "https://yb.example.com/")[1] == "https://yb.example.com\n"
    assert {card.link for card in codes(engine)} == {f"https://yb.example.com/r/{c.code}" for c in codes(engine)}
    code = code_about(engine, "table", "A1")
    pieces = [{"code": code.code, "link": code.link, "copies": 3}]
    send(engine, "print.record", print_id="p1", template="table-card", place="大厅", pieces=pieces)
    asked = ("code", "address", "https://new.example.com")
    fault = run(database_url, *asked)[3]
    assert isinstance(fault, Refused)
    assert fault.detail.startswith("3 printed pieces of 1 print job in 1 place (大厅)")
    broken = json.loads(run(database_url, "code", "breaks", "--address", "https://new.example.com", "--json")[1])
    assert broken == {"pieces": 3, "places": ["大厅"], "print_ids": ["p1"]}
    assert run(database_url, "code", "breaks", code.code)[1].startswith("3 printed pieces")
    assert run(database_url, "code", "breaks", "--address", "https://yb.example.com")[1] == "no printed piece\n"
    for same, broken_too in (("https://YB.example.com", False), ("https://yb.example.com/A", True)):
        told = run(database_url, "code", "breaks", "--address", same)[1]
        assert told.startswith("3 printed pieces" if broken_too else "no printed piece")
    assert isinstance(run(database_url, "code", "retire", code.code)[3], Refused)
    assert code_about(engine, "table", "A1") == code
    assert run(database_url, *asked, "--anyway", "--by", "王明")[0] == 0
    assert {card.link.partition("/r/")[0] for card in codes(engine)} == {"https://new.example.com"}
    assert [change[0] for change in changes(engine, "public_url")] == ["总部", "王明"]
    assert run(database_url, "code", "retire", code.code, "--anyway")[0] == 0
    with engine.connect() as connection:
        assert codes_of(connection, [code.code, NEW]).keys() == {code.code}


def test_a_path_in_small_letters_is_another_one(engine: Engine, database_url: str) -> None:
    found_store(engine)
    assert run(database_url, "code", "address", "https://yb.example.com/A")[0] == 0
    code = code_about(engine, "table", "A1")
    pieces = [{"code": code.code, "link": code.link, "copies": 3}]
    send(engine, "print.record", print_id="p1", template="table-card", pieces=pieces)
    told = run(database_url, "code", "breaks", "--address", "https://yb.example.com/a")[1]
    assert told.startswith("3 printed pieces")


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("https://yb.example.com", ""),
        ("http://127.0.0.1:8000", "this machine only"),
        ("http://[::1]:80", "this machine only"),
        ("http://192.168.1.9:8000", "on this network only"),
        ("http://yb.example.com", "over https only"),
    ],
)
def test_an_address_that_paper_should_not_hold_is_warned_of(url: str, said: str) -> None:
    assert check_address(f" {url}/ ") == url
    assert said in warning_of(url)
    assert bool(warning_of(url)) == bool(said)


@pytest.mark.parametrize(
    "url",
    [
        *("", "ftp://x", "https://", "https://a b", "https://x/?q", "https://x/#a", "yb.com", "https://[zz]"),
        *("https://[", "https://[::1", "https://a]b", "https://a:port", "https://a:99999", "https://a:0"),
    ],
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(Refused):
        check_address(url)


def test_a_desk_asks_for_the_codes_of_all_stores(
    engine: Engine, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found_store(engine)
    found_store(engine, "331", tables=())
    with write(engine) as connection:
        connection.execute(update(stores).where(stores.c.store_id == "331").values(city="杭州"))
    send(engine, "code.keep", code=NEW, kind="group", title="外卖群", channel="takeaway", now=minutes(9))
    send(engine, "code.retire", code=code_about(engine, "vip", store="331").code, store="331")
    found_store(engine, "332", tables=(), codes=False)
    with HqHere(database_url, files=tmp_path / "files") as here:
        made_at_the_start = Counter(engine, here.url, "332").cards("code", wait_for=3)
        assert {card["kind"] for card in made_at_the_start.values() if "kind" in card} == {"group", "vip", "manager"}
        desk = Counter(engine, here.url)

        def ask(**query: str) -> requests.Response:
            return requests.get(f"{here.url}/v1/codes", params=query, headers=desk.headers, timeout=TIMEOUT)

        def of(**query: str) -> dict[str, str]:
            found = decode(ask(**query).content, ChainCodes).codes
            return {each.store_id: each.code for each in found}

        groups = {store: [c for c in codes(engine, store) if c.kind == "group"] for store in ("330", "331", "332")}
        first = {store: min(held, key=lambda c: (c.code == NEW, c.code)).code for store, held in groups.items()}
        assert of(kind="group") == first
        assert of(kind="vip").keys() == {"330", "332"}
        send(engine, "code.retire", code=code_about(engine, "vip").code)
        for at, code in ((10, OLDER), (11, NEWER)):
            send(engine, "code.keep", code=code, kind="vip", title="贵宾群", now=minutes(at))
        assert of(kind="vip")["330"] == NEWER
        assert of(kind="group", city="杭州") == {"331": first["331"]}
        assert ask(kind="poster").json()["code"] == "query_unreadable"
        monkeypatch.setattr("app.hq.work.chain_codes.LIMIT", 1)
        assert ask(kind="group").json()["code"] == "codes_many"
        assert of(kind="group", city="杭州") == {"331": first["331"]}
        vip = code_about(engine, "vip", store="331").code

        def whose_is(code: str, headers: dict[str, str]) -> requests.Response:
            return requests.get(f"{here.url}/v1/codes/{code}", headers=headers, timeout=TIMEOUT)

        whose = decode(whose_is(f"{vip[:5]}-{vip[5:].lower()}", desk.headers).content, WhoseCode)
        assert (whose.card.code, whose.city) == (vip, "杭州")
        assert whose.card.retired_at is not None
        lost = whose_is("ZZZZZZZZZ9", desk.headers)
        assert (lost.status_code, lost.json()["code"]) == (404, "printed_unknown")
        assert whose_is(vip, {}).status_code == 401
        assert requests.get(f"{here.url}/v1/codes?kind=group", timeout=TIMEOUT).status_code == 401
        assert "/v1/codes" in requests.get(f"{here.url}/openapi.json", timeout=TIMEOUT).json()["paths"]


# --- the policy ------------------------------------------------------------------------------------------------------

GOOD = (resources() / "policy.toml").read_text(encoding="utf-8")


def test_the_policys_groups_and_brand_reach_the_desk(engine: Engine) -> None:
    found_store(engine)
    text = GOOD.replace("spare = 5 ", "spare = 9 ").replace('accent = "" ', 'accent = "#B91C1C" ')
    rules = read_policy(text.replace('name = "" ', 'name = "面馆" '))
    with write(engine) as connection:
        connection.execute(update(stores).values(address="望京街 1 号"))
        publish_all_stores(connection, rules)
        body = connection.execute(select(card_rows.c.body).where(card_rows.c.kind == "store")).scalar_one()
    card = decode(body, StoreCard)
    assert (card.groups, card.brand, card.accent, card.address) == (
        GroupRule(spare=9),
        "面馆",
        "#b91c1c",
        "望京街 1 号",
    )


def test_what_a_policy_says_wrong_of_groups_is_found_in_its_line() -> None:
    assert findings(GOOD) == []
    for old, new, key in (
        ("capacity = 200 ", "capacity = 250", "groups.capacity"),
        ("spare = 5 ", "spare = 200", "groups.spare"),
        ("warn_left = 20 ", "warn_left = 200", "groups.warn_left"),
        ("radius_m = 5000 ", "radius_m = -1", "groups.radius_m"),
        ('accent = "" ', 'accent = "red"', "brand.accent"),
        ("warn_hours = 48 ", "warn_hour = 48", "groups.warn_hour"),
    ):
        (only,) = findings("\n".join(new if line.startswith(old) else line for line in GOOD.splitlines()))
        assert only.key == key
        assert GOOD.splitlines()[only.line - 1].startswith(old)
    bare = GOOD[: GOOD.index("[groups]")] + GOOD[GOOD.index("[arrivals]") :]
    assert (findings(bare), read_policy(bare).groups) == ([], GroupRule())
