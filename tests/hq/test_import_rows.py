"""Importing small files: what is written, what a second run does, and who is never merged."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, Table, func, select, update

from app.domain.faults import Unavailable, Unreadable
from app.domain.guests import GuestCard, Identity
from app.domain.tables import StaffCard, StoreCard, TableCard
from app.hq.database import write
from app.hq.importers.mapping import mapping_from
from app.hq.importers.orders import OrderRow
from app.hq.importers.report import ImportReport
from app.hq.importers.run import import_file, read_rows
from app.hq.tables import (
    bill_items,
    bills,
    cards,
    conflicts,
    feed,
    guests,
    identities,
    rejected_rows,
    staff,
    store_tables,
    stores,
)
from app.hq.work.identities import resolve, resolve_or_create
from app.wire.codec import decode

NOW = datetime(2016, 4, 1, tzinfo=UTC)

Import = Callable[..., ImportReport]


@pytest.fixture
def load(engine: Engine, tmp_path: Path) -> Import:
    """Import lines of text as a file of a kind into store 330."""

    def run(kind: str, *lines: str, store_id: str = "330", now: datetime = NOW, **more: object) -> ImportReport:
        path = tmp_path / f"{kind}.csv"
        path.write_text("\n".join(lines), encoding="utf-8")
        return import_file(engine, kind, [path], store_id=store_id, now=now, **more)  # type: ignore[arg-type]

    return run


def all_rows(engine: Engine, table: Table) -> list[dict[str, object]]:
    with engine.connect() as connection:
        return [dict(row) for row in connection.execute(select(table)).mappings()]


def card(engine: Engine, guest_id: str) -> GuestCard:
    with engine.connect() as connection:
        found = connection.execute(select(cards.c.body).where(cards.c.kind == "guest", cards.c.card_id == guest_id))
        return decode(found.scalar_one(), GuestCard)


def counts(report: ImportReport) -> dict[str, int]:
    return {name: getattr(report.counts, name) for name in report.counts.__slots__ if getattr(report.counts, name)}


GUESTS = (
    "guest_id,name,phone,sex,vip,vip_manager,unionid",
    "1,王芳,138 0000 0001,女,是,李店长,u1",
    "2,李雷,13800000002,,,,",
)
ORDERS = "order_id,guest_id,guest_name,phone,party_size,table,paid_yuan,opened_at,closed_at"


def test_guests_are_written_once_with_identities_and_cards(engine: Engine, load: Import) -> None:
    report = load("guests", *GUESTS)
    assert counts(report) == {"read": 2, "added": 2}
    assert report.warnings == ["store 330 was unknown and is now called by its id: import its name with `stores`"]
    with engine.connect() as connection:
        for identity in (Identity(member_no="1"), Identity(phone="+86 138-0000-0001"), Identity(unionid="u1")):
            assert resolve(connection, identity) == "1"
    assert (card(engine, "1").vip, card(engine, "1").vip_manager, card(engine, "1").phone) == (
        True,
        "李店长",
        "13800000001",
    )
    before = all_rows(engine, cards), all_rows(engine, feed), all_rows(engine, guests), all_rows(engine, identities)
    again = load("guests", *GUESTS)
    assert counts(again) == {"read": 2, "unchanged": 2}
    assert (
        all_rows(engine, cards),
        all_rows(engine, feed),
        all_rows(engine, guests),
        all_rows(engine, identities),
    ) == before


def test_a_changed_guest_is_updated_and_others_are_not(engine: Engine, load: Import) -> None:
    load("guests", *GUESTS)
    report = load("guests", GUESTS[0], "1,王小芳,13800000001,女,,,u1", GUESTS[2], "3,韩梅,,,,,")
    assert counts(report) == {"read": 3, "added": 1, "updated": 1, "unchanged": 1}
    assert (card(engine, "1").name, card(engine, "1").vip) == ("王小芳", False)


def test_a_second_store_gets_the_cards_of_guests_that_are_known(engine: Engine, load: Import) -> None:
    load("guests", *GUESTS)
    report = load("guests", *GUESTS, store_id="331")
    assert counts(report) == {"read": 2, "unchanged": 2}
    held = {(row["store_id"], row["card_id"]) for row in all_rows(engine, feed) if row["kind"] == "guest"}
    assert held == {("330", "1"), ("330", "2"), ("331", "1"), ("331", "2")}


def test_the_same_phone_under_two_guests_flags_both_and_merges_nobody(engine: Engine, load: Import) -> None:
    lines = ("guest_id,name,phone", "1,王芳,13800000001", "2,李雷,13800000001", "3,韩梅,13800000003")
    for _ in range(2):
        report = load("guests", *lines)
        assert report.counts.flagged == 1
    (conflict,) = all_rows(engine, conflicts)
    assert (conflict["kind"], conflict["left_guest"], conflict["right_guest"]) == ("phone_shared", "1", "2")
    assert [card(engine, guest_id).flags for guest_id in "123"] == [("phone_shared",), ("phone_shared",), ()]
    load("guests", lines[0], "2,李雷,13800000009")
    assert card(engine, "1").flags == card(engine, "2").flags == ()
    load("guests", lines[0], "2,李雷,13800000001")
    assert card(engine, "1").flags == ("phone_shared",), "shared again, flagged again"


def test_a_phone_that_was_given_up_goes_to_whom_the_file_gives_it(engine: Engine, load: Import) -> None:
    load("guests", "guest_id,name,phone", "1,王芳,13800000001", "2,李雷,13800000002")
    report = load("guests", "guest_id,name,phone", "2,李雷,13800000001", "1,王芳,13800000005")
    assert report.counts.flagged == 0
    with engine.connect() as connection:
        assert resolve(connection, Identity(phone="13800000001")) == "2"
        assert resolve(connection, Identity(phone="13800000005")) == "1"


def test_a_guest_met_at_the_door_takes_the_number_the_file_gives(engine: Engine, load: Import) -> None:
    with write(engine) as connection:
        met = resolve_or_create(connection, Identity(phone="13800000001"), now=NOW, store_id="330")
        other = resolve_or_create(connection, Identity(phone="13800000002"), now=NOW, store_id="330", name="某人")
    load("guests", *GUESTS)
    assert card(engine, met).name == "王芳"
    with engine.connect() as connection:
        assert resolve(connection, Identity(member_no="1")) == met
        assert resolve(connection, Identity(phone="13800000002")) == other
    assert card(engine, "2").flags == ("phone_shared",), "another name is another guest, until a person says so"
    assert counts(load("guests", *GUESTS)) == {"read": 2, "unchanged": 2, "flagged": 1}
    load("orders", ORDERS, "b1,1,王芳,13800000001,2,A1,88,2016/3/1 18:00,2016/3/1 19:00")
    assert card(engine, met).visits == 1


def test_guests_without_numbers_are_known_by_their_phones(engine: Engine, load: Import) -> None:
    lines = ("name,phone", "王芳,13800000001", "李雷,13800000002", "无名,", "王芳,13800000001")
    report = load("guests", *lines)
    assert counts(report) == {"read": 4, "added": 2, "unchanged": 1, "rejected": 1}
    assert counts(load("guests", *lines)) == {"read": 4, "unchanged": 3, "rejected": 1}


def test_orders_become_bills_with_fen_and_utc_and_cards_follow(engine: Engine, load: Import) -> None:
    load("guests", *GUESTS)
    line = "b1,1,王芳,13800000001,4,A1,¥165.5,2016/3/18 18:21,2016-03-18 19:00:02"
    assert counts(load("orders", ORDERS, line)) == {"read": 1, "added": 1}
    (bill,) = all_rows(engine, bills)
    assert (bill["paid_fen"], bill["list_fen"], bill["party_size"], bill["table_name"]) == (16_550, 16_550, 4, "A1")
    assert bill["closed_us"] == int(datetime(2016, 3, 18, 11, 0, 2, tzinfo=UTC).timestamp()) * 1_000_000
    found = card(engine, "1")
    assert (found.visits, found.spend_fen, found.tier_reason.visits) == (1, 16_550, 1)
    assert found.last_visit == datetime(2016, 3, 18, 11, 0, 2, tzinfo=UTC)
    assert [row["name"] for row in all_rows(engine, store_tables)] == ["A1"]
    assert counts(load("orders", ORDERS, line)) == {"read": 1, "unchanged": 1}
    assert counts(load("orders", ORDERS, line.replace("165.5", "170"))) == {"read": 1, "updated": 1}
    assert card(engine, "1").spend_fen == 17_000


def test_an_order_that_now_names_another_guest_leaves_the_first(engine: Engine, load: Import) -> None:
    load("guests", *GUESTS)
    load("orders", ORDERS, "b1,1,王芳,,4,A1,100,2016/3/18 18:21,")
    load("orders", ORDERS, "b1,2,李雷,,4,A1,100,2016/3/18 18:21,")
    assert (card(engine, "1").visits, card(engine, "2").visits) == (0, 1)


def test_a_garbled_name_is_repaired_and_kept(engine: Engine, load: Import) -> None:
    load("guests", *GUESTS)
    report = load("orders", ORDERS, "b1,1,鐜嬭姵,13800000001,2,A1,100,2016/3/18 18:21,")
    assert (report.counts.repaired, report.counts.flagged) == (1, 0)
    (bill,) = all_rows(engine, bills)
    originals = {row["guest_id"]: row["name_original"] for row in all_rows(engine, guests)}
    assert bill["guest_name"] == "鐜嬭姵"
    assert originals == {"1": "鐜嬭姵", "2": ""}
    assert card(engine, "1").name == "王芳"


def test_an_order_with_somebody_else_s_phone_is_flagged_and_stays_with_its_id(engine: Engine, load: Import) -> None:
    load("guests", *GUESTS)
    line = "b1,1,李雷,13800000002,2,A1,100,2016/3/18 18:21,"
    for _ in range(2):
        assert load("orders", ORDERS, line).counts.flagged == 1
    (conflict,) = all_rows(engine, conflicts)
    assert (conflict["kind"], conflict["left_guest"], conflict["right_guest"]) == ("order_identity", "1", "2")
    assert (card(engine, "1").visits, card(engine, "2").visits) == (1, 0)
    assert card(engine, "1").flags == card(engine, "2").flags == ("identity_conflict",)
    assert card(engine, "1").phone == "13800000001"
    load("orders", ORDERS, "b1,1,王芳,13800000001,2,A1,100,2016/3/18 18:21,")
    assert [row["state"] for row in all_rows(engine, conflicts)] == ["gone"], "the export was mended"
    assert card(engine, "1").flags == card(engine, "2").flags == ()


def test_orders_before_guests_end_as_guests_before_orders(engine: Engine, load: Import) -> None:
    people = (GUESTS[0], *GUESTS[1:], "3,韩梅,13800000003,,,,")
    orders = (
        ORDERS,
        "b1,1,鐜嬭姵,13800000001,2,A1,100,2016/3/18 18:21,",
        "b2,2,王芳,13800000001,2,A1,100,2016/3/19 18:21,",
        "b3,3,李雷,13800000002,2,A2,100,2016/3/20 18:21,",
        "b4,9,路人,13800000009,2,A2,100,2016/3/21 18:21,",
        "b5,3,谁啊,13800000008,2,A2,100,2016/3/22 18:21,",
        "b6,2,李雷,,2,A2,100,2016/3/23 18:21,",
    )

    def state() -> object:
        said = {(row["left_guest"], row["right_guest"], row["evidence"]) for row in all_rows(engine, conflicts)}
        owned = {(row["kind"], row["value"], row["guest_id"]) for row in all_rows(engine, identities)}
        shown = {row["card_id"]: row["body"] for row in all_rows(engine, cards) if row["kind"] == "guest"}
        kept = {row["guest_id"]: row["name_original"] for row in all_rows(engine, guests)}
        return said, owned, shown, kept

    load("orders", *orders)
    load("guests", *people)
    backwards = state()
    with write(engine) as connection:
        for table in (bills, guests, identities, conflicts, cards, feed):
            connection.execute(table.delete())
    load("guests", *people)
    load("orders", *orders)
    assert state() == backwards


def test_unsettled_orders_are_kept_and_count_for_nothing(engine: Engine, load: Import) -> None:
    mapping = mapping_from(
        {"orders": {**{n: n for n in ORDERS.split(",")}, "status": "s", "options": {"settled": ["1"]}}}, "orders"
    )
    lines = (
        ORDERS + ",s",
        "b1,1,王芳,,2,A1,100,2016/3/18 18:21,,1",
        "b2,1,王芳,,2,A1,50,2016/3/19 18:21,,0",
        "b3,1,王芳,,2,A1,,,,2",
    )
    assert counts(load("orders", *lines, mapping=mapping)) == {"read": 3, "added": 3}
    assert card(engine, "1").spend_fen == 10_000


def test_rows_that_cannot_be_are_rejected_with_their_bytes(engine: Engine, load: Import, tmp_path: Path) -> None:
    rejects = tmp_path / "rejects.csv"
    lines = (
        ORDERS,
        "b1,1,王芳,,2,A1,一百,2016/3/18 18:21,",
        'b2,1,"王芳,,2',
        "b3,1,王芳,,2,A1,100,2016/3/32 18:21,",
        "b4,1,王芳,,2,A1,100,,",
        ",1,王芳,,2,A1,100,2016/3/18 18:21,",
        "b6,1,王芳,,2,A1,100,2016/3/18 18:21,",
    )
    for _ in range(2):
        report = load("orders", *lines, rejects=rejects)
        assert (report.counts.read, report.counts.rejected) == (6, 5)
    kept = sorted(all_rows(engine, rejected_rows), key=lambda row: int(str(row["line"])))
    assert [bytes(row["bytes"]) for row in kept] == [line.encode() for line in lines[1:6]]  # type: ignore[call-overload]
    assert [row["line"] for row in kept] == [2, 3, 4, 5, 6]
    assert [row["reason"] for row in kept] == [
        "'一百' is not an amount in yuan",
        "5 columns instead of 9",
        "'2016/3/32 18:21' is no date and time",
        "neither opening nor closing time is there",
        "order_id is missing",
    ]
    assert read_rejects(rejects) == [("orders.csv", place + 2, line.encode()) for place, line in enumerate(lines[1:6])]


def read_rejects(path: Path) -> list[tuple[str, int, bytes]]:
    import csv

    with path.open(encoding="utf-8", errors="surrogateescape", newline="") as file:
        return [
            (row["file"], int(row["line"]), row["bytes"].encode("utf-8", errors="surrogateescape"))
            for row in csv.DictReader(file)
        ]


def test_a_rejected_row_s_bytes_can_be_had_back_whatever_they_are(engine: Engine, tmp_path: Path) -> None:
    broken = [b'\xff\xfe,"x', b"'\";\x00\x01", '1602,"",5,"张'.encode("gb18030") + b'"""', b"\xcd\xf5"]
    good = b"".join(f"{n},王芳,1380000{n:04}\n".encode("gb18030") for n in range(100))
    path, rejects = tmp_path / "guests.csv", tmp_path / "rejects.csv"
    path.write_bytes(b"guest_id,name,phone\n" + good + b"\n".join(broken) + b"\n")
    report = import_file(engine, "guests", [path], store_id="330", rejects=rejects, now=NOW)
    assert report.counts.rejected == len(broken)
    assert [raw for _, _, raw in read_rejects(rejects)] == broken
    assert broken[2].replace(b'"', b'""') in rejects.read_bytes()


def test_items_bring_favourites_and_tastes(engine: Engine, load: Import) -> None:
    load("orders", ORDERS, *(f"b{n},1,王芳,,2,A1,100,2016/3/1{n} 18:21," for n in range(3)))
    header = "item_id,order_id,dish_id,dish_name,quantity,price_yuan,ordered_at"
    lines = (
        header,
        '7,b0,d1,"番茄炖牛腩',
        '",1,48,2016/3/10 18:30',
        "7,b0,d2,白饭/大碗,2,3.5,2016/3/10 18:30",
        "7,b1,d1,番茄炖牛腩,1,48,2016/3/11 18:30",
        ",b2,d3,西瓜汁,1,,",
        ",b2,d3,西瓜汁,1,,",
        ",b2,d4,鲈鱼,1.35,48,",
        ",b2,d5,羊肉串,-0.5,10,",
        "9,b9,d1,番茄炖牛腩,1,48,2016/3/11 18:30",
    )
    report = load("items", *lines)
    assert counts(report) == {"read": 8, "added": 8}
    assert report.warnings == ["1 orders of these items are not imported yet, as b9"]
    found = {(row["bill_id"], row["line_key"]): row for row in all_rows(engine, bill_items)}
    assert found["b0", "7#2"]["amount_fen"] == 700
    assert found["b0", "7"]["dish_name"] == "番茄炖牛腩"
    weighed = {row["dish_name"]: (row["quantity"], row["amount_fen"]) for row in all_rows(engine, bill_items)}
    assert (weighed["鲈鱼"], weighed["羊肉串"]) == ((1, 6480), (-1, -500)), "sold by weight, and half a portion back"
    assert [(f.dish, f.visits) for f in card(engine, "1").favourites] == [("番茄炖牛腩", 2), ("西瓜汁", 1), ("鲈鱼", 1)]
    beef = next(taste for taste in card(engine, "1").tastes if taste.tag == "牛肉")
    assert (beef.hits, beef.of, beef.evidence) == (2, 3, "番茄炖牛腩")
    assert counts(load("items", *lines)) == {"read": 8, "unchanged": 8}
    load("orders", ORDERS, "b9,1,王芳,,2,A1,100,2016/3/19 18:21,")
    assert card(engine, "1").favourites[0].visits == 3, "items that came first are found by their bill"


def test_a_past_day_is_imported_up_to_its_beginning(engine: Engine, load: Import) -> None:
    day = datetime.fromisoformat("2016-03-17T04:00:00+08:00")
    lines = (
        ORDERS,
        "b1,1,王芳,,2,A1,100,2016/3/17 03:59,2016/3/17 05:00",
        "b2,1,王芳,,2,A1,100,2016/3/17 04:00,",
        "bad",
    )
    assert counts(load("orders", *lines, until=day)) == {"read": 2, "added": 1, "rejected": 1}
    assert [row["bill_id"] for row in all_rows(engine, bills)] == ["b1"]
    items = ("order_id,dish_name,ordered_at", "b1,粥,2016/3/17 03:59", "b2,粥,2016/3/17 04:01")
    assert counts(load("items", *items, until=day)) == {"read": 1, "added": 1}


def test_hours_that_nobody_can_read_are_told(load: Import) -> None:
    hours = ("07:00:00,24:00", "10：00,次日02：00", ",", "早上,22:00", "10:00,late")
    lines = [f"{330 + number},店,{said}" for number, said in enumerate(hours)]
    report = load("stores", "store_id,name,opens,closes", *lines, store_id="")
    assert counts(report) == {"read": 5, "added": 5}
    (told,) = report.warnings
    assert told.endswith("always open for guests: 333, 334")


def test_stores_tables_and_staff_are_published_to_their_desks(engine: Engine, load: Import) -> None:
    load("tables", "name,seats,area", "A1,4,大厅")
    report = load(
        "stores",
        "store_id,name,city,lng,lat,timezone",
        "330,迎宾路店,上海市,121.5,31.3,",
        "331,东京店,東京,139.7,35.6,Asia/Tokyo",
        "332,无处店,,200,0,",
        "333,无时店,,,,Asia/Nowhere",
        store_id="",
    )
    assert counts(report) == {"read": 4, "added": 1, "updated": 1, "rejected": 2}
    assert counts(load("tables", "name,seats,area", "A1,4,大厅", "A2,,", "A3,0,")) == {
        "read": 3,
        "added": 1,
        "unchanged": 1,
        "rejected": 1,
    }
    load("staff", "staff_id,name,role", "s1,小李,front_desk", "s2,,server")
    with engine.connect() as connection:
        shown = {
            (row.store_id, row.kind, row.card_id)
            for row in connection.execute(select(feed.c.store_id, feed.c.kind, feed.c.card_id))
            if row.kind != "code"  # dice: see test_printed_codes
        }
        body = {row.card_id: row.body for row in connection.execute(select(cards.c.card_id, cards.c.body))}
        zones = {row.store_id: row.timezone for row in connection.execute(select(stores))}
    assert shown == {
        ("330", "store", "330"),
        ("331", "store", "331"),
        ("330", "table", "330/A1"),
        ("330", "table", "330/A2"),
        ("330", "staff", "s1"),
    }
    assert zones == {"330": "Asia/Shanghai", "331": "Asia/Tokyo"}
    assert decode(body["330"], StoreCard).name == "迎宾路店"
    assert decode(body["330/A1"], TableCard) == TableCard(store_id="330", name="A1", seats=4, area="大厅")
    assert decode(body["s1"], StaffCard).role == "front_desk"
    assert [row["name"] for row in all_rows(engine, staff)] == ["小李"]


def test_a_workbook_imports_like_the_csv_it_came_from(engine: Engine, load: Import, tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(ORDERS.split(","))
    sheet.append(["b1", 1, "王芳", 13800000001, 4, "A1", 165.5, datetime.fromisoformat("2016-03-18T18:21"), None])
    sheet.append(["b2", 1, "王芳", 13800000001, 4, "A1", "no", datetime.fromisoformat("2016-03-18T18:21"), None])
    path = tmp_path / "orders.xlsx"
    book.save(path)
    report = import_file(engine, "orders", [path], store_id="330", now=NOW)
    assert counts(report) == {"read": 2, "added": 1, "rejected": 1}
    assert counts(load("orders", ORDERS, "b1,1,王芳,13800000001,4,A1,165.5,2016/3/18 18:21,")) == {
        "read": 1,
        "unchanged": 1,
    }
    (kept,) = all_rows(engine, rejected_rows)
    assert (kept["line"], kept["bytes"]) == (3, "b2,1,王芳,13800000001,4,A1,no,2016-03-18 18:21:00,".encode())


def test_several_files_are_one_import(engine: Engine, tmp_path: Path) -> None:
    for name, text in {"a.csv": "guest_id,name\n1,王芳\nx\n", "b.csv": "name,guest_id\n李雷,2\n"}.items():
        (tmp_path / name).write_text(text)
    report = import_file(engine, "guests", [tmp_path / "a.csv", tmp_path / "b.csv"], store_id="330", now=NOW)
    assert counts(report) == {"read": 3, "added": 2, "rejected": 1}
    assert report.document()["file"] == [str(tmp_path / "a.csv"), str(tmp_path / "b.csv")]


def test_a_file_that_cannot_be_read_stops_the_import_before_anything_is_written(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("guest_id,name\n1,王芳\n")
    (tmp_path / "b.csv").write_text("colour\nred\n")
    with pytest.raises(Unreadable, match=r"b\.csv has no column"):
        import_file(engine, "guests", [tmp_path / "a.csv", tmp_path / "b.csv"], store_id="330", now=NOW)
    rejects = tmp_path / "no" / "rejects.csv"
    with pytest.raises(Unavailable, match="cannot write"):
        import_file(engine, "guests", [tmp_path / "a.csv"], store_id="330", rejects=rejects, now=NOW)
    with engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(guests)).scalar() == 0


def test_orders_without_guest_ids_find_their_guests_by_phone(engine: Engine, load: Import) -> None:
    load("guests", *GUESTS)
    lines = (
        ORDERS,
        "b1,,,13800000001,2,A1,100,2016/3/18 18:21,",
        "b2,,路人,13900000000,2,A1,100,2016/3/18 18:21,",
        "b3,,,,2,A1,100,2016/3/18 18:21,",
    )
    for _ in range(2):
        load("orders", *lines)
    held = {row["bill_id"]: row["guest_id"] for row in all_rows(engine, bills)}
    with engine.connect() as connection:
        stranger = resolve(connection, Identity(phone="13900000000"))
    assert held == {"b1": "1", "b2": stranger, "b3": None}
    assert stranger is not None
    assert card(engine, stranger).name == "路人"


def test_rows_can_be_read_without_a_database(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text(f"{ORDERS}\nb1,1,王芳,138 0000 0001,2,A1,100,2016/3/18 18:21,\nbroken\n")
    (row,) = read_rows("orders", path)
    assert isinstance(row, OrderRow)
    assert (row.order_id, row.phone, row.paid_fen, row.settled) == ("b1", "13800000001", 10_000, True)


def test_a_bill_that_an_event_brought_is_completed_by_the_export(engine: Engine, load: Import) -> None:
    load("guests", *GUESTS)
    with write(engine) as connection:
        connection.execute(
            bills.insert(), {"store_id": "330", "bill_id": "b1", "guest_id": "1", "paid_fen": 10_000, "closed_us": 1}
        )
    report = load("orders", ORDERS, "b1,,,,4,A1,100,2016/3/18 18:21,2016/3/18 19:21")
    assert counts(report) == {"read": 1, "updated": 1}
    (bill,) = all_rows(engine, bills)
    assert (bill["guest_id"], bill["table_name"]) == ("1", "A1")
    assert card(engine, "1").visits == 1


def test_a_person_s_verdict_on_a_conflict_outlives_a_second_import(engine: Engine, load: Import) -> None:
    lines = ("guest_id,name,phone", "1,王芳,13800000001", "2,李雷,13800000001")
    load("guests", *lines)
    with write(engine) as connection:
        connection.execute(update(conflicts).values(state="settled", decision="left"))
    load("guests", *lines)
    assert [row["state"] for row in all_rows(engine, conflicts)] == ["settled"]
