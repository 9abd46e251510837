"""HQ's tables. Times are UTC microseconds (`_us`), money is fen, JSON bodies are the wire's canonical text.

Nothing here needs an extension, a trigger or NOTIFY: any PostgreSQL-compatible engine will do, and so will SQLite.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Float, Index, Integer, LargeBinary, MetaData, Table, Text, text

metadata = MetaData()

_Big = BigInteger().with_variant(Integer, "sqlite")

house = Table(
    "house",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
    comment="One row a setting of the whole chain: `epoch` names this database's history, `policy` the rules in force.",
)

stores = Table(
    "stores",
    metadata,
    Column("store_id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("city", Text, nullable=False, server_default=""),
    Column("address", Text, nullable=False, server_default=""),
    Column("lng", Float),
    Column("lat", Float),
    Column("datum", Text, nullable=False, server_default=""),
    Column("district", Text, nullable=False, server_default=""),
    Column("opens", Text, nullable=False, server_default=""),
    Column("closes", Text, nullable=False, server_default=""),
    Column("timezone", Text, nullable=False, server_default="Asia/Shanghai"),
    Column("seq", BigInteger, nullable=False, server_default="0"),
    Column("row_hash", Text, nullable=False, server_default=""),
    comment="`seq` is the last place given out in the store's feed; whoever writes to the feed holds this row.",
)

printed_codes = Table(
    "printed_codes",
    metadata,
    Column("code", Text, primary_key=True, comment="as in the link /r/CODE, for ever"),
    Column("kind", Text, nullable=False, comment="group, vip, manager, staff, table, campaign"),
    Column("scope", Text, nullable=False, comment="store, region, chain"),
    Column("store_id", Text, nullable=False, server_default="", index=True),
    Column("region", Text, nullable=False, server_default=""),
    Column("about", Text, nullable=False, server_default="", comment="the table's name, the staff_id"),
    Column("title", Text, nullable=False, server_default=""),
    Column("channel", Text, nullable=False, server_default=""),
    Column("target_url", Text, nullable=False, server_default=""),
    Column("template", Text, nullable=False, server_default=""),
    Column("valid_from_us", BigInteger),
    Column("valid_until_us", BigInteger),
    Column("retired_us", BigInteger),
    Column("retired_by", Text, nullable=False, server_default=""),
    Column("made_us", BigInteger, nullable=False),
    Column("made_by", Text, nullable=False, server_default=""),
    comment="Links on paper. A row is never deleted: a code found in the street can be looked up for ever.",
)

code_changes = Table(
    "code_changes",
    metadata,
    Column("key", Text, primary_key=True, comment="of the command or call behind it"),
    Column("what", Text, nullable=False, comment="code, group, address"),
    Column("subject", Text, nullable=False, index=True, comment="the code or the group"),
    Column("before", Text, nullable=False, server_default="{}", comment="the row as it was, as JSON"),
    Column("after", Text, nullable=False, comment="the row as it was read back after writing, as JSON"),
    Column("by", Text, nullable=False, server_default=""),
    Column("store_id", Text, nullable=False, server_default=""),
    Column("at_us", BigInteger, nullable=False),
    comment="Who changed what a code leads to, and when.",
)

groups = Table(
    "groups",
    metadata,
    Column("group_id", Text, primary_key=True),
    Column("store_id", Text, nullable=False, index=True),
    Column("kind", Text, nullable=False, comment="group, vip, interest"),
    Column("name", Text, nullable=False, server_default=""),
    Column("capacity", Integer, nullable=False),
    Column("members", Integer, nullable=False, server_default="0", comment="never below 0: counted + moved"),
    Column("counted", Integer, comment="members as somebody counted them by hand"),
    Column("counted_us", BigInteger, comment="when; events after it move the number, earlier ones are in it"),
    Column("moved", Integer, nullable=False, server_default="0", comment="by how much events moved it"),
    Column("join_url", Text, nullable=False, server_default=""),
    Column("picture_text", Text, nullable=False, server_default="", comment="what a scanner reads in it"),
    Column("expires_us", BigInteger),
    Column("closed", Boolean, nullable=False, server_default=text("false")),
    Column("changed_us", BigInteger, nullable=False),
    Column("changed_by", Text, nullable=False, server_default=""),
    Column(
        "picture",
        LargeBinary,
        comment="PNG or JPEG of the group's own code, as it was uploaded; last: SQLite reads a row up to what is asked",
    ),
)

group_members = Table(
    "group_members",
    metadata,
    Column("group_id", Text, primary_key=True),
    Column("person", Text, primary_key=True, comment="g:ID of a guest, m:ID (the vendor's) of a member"),
    Column("at_us", BigInteger, primary_key=True),
    Column("joined", Boolean, primary_key=True, comment="true: joined, false: left"),
    comment="Who joined and left which group, as told: the same thing told twice is one row, in any order.",
)

group_joins = Table(
    "group_joins",
    metadata,
    Column(
        "code", Text, primary_key=True, comment="empty: the person's own row, held while their groups are looked at"
    ),
    Column("person", Text, primary_key=True, comment="as in group_members"),
    Column("group_id", Text, primary_key=True),
    Column("first_us", BigInteger, nullable=False),
    Column("last_us", BigInteger, nullable=False),
    Index("group_joins_person", "person", "group_id"),
    comment="Who joined which group by which code: who leaves it is counted under those codes.",
    sqlite_with_rowid=False,
)

_STANDING = "over_us is null"

group_alerts = Table(
    "group_alerts",
    metadata,
    Column("alert_id", Text, primary_key=True),
    Column("store_id", Text, nullable=False, index=True),
    Column("kind", Text, nullable=False, comment="group, vip, interest"),
    Column("trouble", Text, nullable=False, comment="none_left, lapsing, filling"),
    Column("group_id", Text, nullable=False, server_default=""),
    Column("places", Integer, nullable=False, server_default="0", comment="that were left"),
    Column("until_us", BigInteger, comment="when the last picture or link lapses"),
    Column("told", Text, nullable=False, server_default="[]", comment="the store's managers; by id if they have one"),
    Column("at_us", BigInteger, nullable=False),
    Column("over_us", BigInteger, comment="when it was no longer so; null: it still is"),
    Index(
        "group_alerts_open",
        "store_id",
        "kind",
        unique=True,
        sqlite_where=text(_STANDING),
        postgresql_where=text(_STANDING),
    ),
    comment="What managers were told about a store's groups, each trouble once from its beginning to its end.",
)

prints = Table(
    "prints",
    metadata,
    Column("print_id", Text, primary_key=True),
    Column("store_id", Text, nullable=False, index=True),
    Column("template", Text, nullable=False),
    Column("template_version", Text, nullable=False, server_default=""),
    Column("medium", Text, nullable=False, comment="printer, pdf, png"),
    Column("place", Text, nullable=False, server_default=""),
    Column("sent_to", Text, nullable=False, server_default=""),
    Column("by", Text, nullable=False, server_default=""),
    Column("device_id", Text, nullable=False, server_default=""),
    Column("at_us", BigInteger, nullable=False),
)

print_pieces = Table(
    "print_pieces",
    metadata,
    Column("print_id", Text, primary_key=True),
    Column("code", Text, primary_key=True, index=True),
    Column("link", Text, nullable=False, server_default=""),
    Column("copies", Integer, nullable=False),
    Column("lost_us", BigInteger),
    Column("lost_by", Text, nullable=False, server_default=""),
    Column("note", Text, nullable=False, server_default=""),
)

funnel = Table(
    "funnel",
    metadata,
    Column("code", Text, primary_key=True),
    Column(
        "step", Text, primary_key=True, comment="opened, scanned, located, shown, added, joined, left, preview, bot"
    ),
    Column(
        "person",
        Text,
        primary_key=True,
        comment="a visitor's or member's name; the day, of openings, previews and bots",
    ),
    Column("channel", Text, nullable=False, server_default="", comment="of the code when the person first came"),
    Column("times", Integer, nullable=False, server_default="1"),
    Column("first_us", BigInteger, nullable=False),
    Column("last_us", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

_FUNNEL_DUE = "due_us is not null"

funnel_marks = Table(
    "funnel_marks",
    metadata,
    Column("code", Text, primary_key=True),
    Column("counted_us", BigInteger, comment="when its card was last counted (business time)"),
    Column("due_us", BigInteger, comment="when it is counted again; null: nothing has changed or will"),
    Index("funnel_due", "due_us", sqlite_where=text(_FUNNEL_DUE), postgresql_where=text(_FUNNEL_DUE)),
    comment="Which codes' funnels are told to their store anew, and when.",
)

store_tables = Table(
    "store_tables",
    metadata,
    Column("store_id", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("seats", Integer),
    Column("area", Text, nullable=False, server_default=""),
    Column("row_hash", Text, nullable=False, server_default=""),
)

staff = Table(
    "staff",
    metadata,
    Column("staff_id", Text, primary_key=True),
    Column("store_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False, server_default=""),
    Column("row_hash", Text, nullable=False, server_default=""),
)

_MERGED = "merged_into is not null"

guests = Table(
    "guests",
    metadata,
    Column("guest_id", Text, primary_key=True),
    Column("name", Text, nullable=False, server_default=""),
    Column("name_original", Text, nullable=False, server_default="", comment="what a repaired name was before"),
    Column("phone", Text, nullable=False, server_default=""),
    Column("sex", Text, nullable=False, server_default=""),
    Column("birthday", Text, nullable=False, server_default=""),
    Column("registered_us", BigInteger),
    Column("vip", Boolean, nullable=False, server_default=text("false")),
    Column("vip_manager", Text, nullable=False, server_default=""),
    Column("merged_into", Text, comment="the guest this one goes by; its facts stay its own"),
    Column("points", BigInteger, nullable=False, server_default="0"),
    Column("points_us", BigInteger, comment="when the points were so many; older news never replaces newer"),
    Column("franchise_us", BigInteger, comment="when this guest asked about opening a store"),
    Column("origin", Text, nullable=False, server_default="", comment="import, order, event, desk"),
    Column("created_us", BigInteger, nullable=False),
    Column(
        "row_hash",
        Text,
        nullable=False,
        server_default="",
        comment="of the row in the guest file, to tell unchanged ones; empty: no guest file has named this guest yet",
    ),
    Index("guests_merged", "merged_into", sqlite_where=text(_MERGED), postgresql_where=text(_MERGED)),
)

identities = Table(
    "identities",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("value", Text, primary_key=True),
    Column("guest_id", Text, nullable=False, index=True),
    Column("origin", Text, nullable=False, server_default="", comment="who said so: import, order, event, desk"),
    Column("since_us", BigInteger, nullable=False),
)

guest_aliases = Table(
    "guest_aliases",
    metadata,
    Column("alias", Text, primary_key=True, comment="an id made at a desk for a guest HQ already knew"),
    Column("guest_id", Text, nullable=False),
    Column("since_us", BigInteger, nullable=False),
)

conflicts = Table(
    "conflicts",
    metadata,
    Column("conflict_id", Text, primary_key=True, comment="hash of what disagrees: found twice, kept once"),
    Column("kind", Text, nullable=False, comment="phone_shared, order_identity, event_identity"),
    Column("store_id", Text, nullable=False, server_default=""),
    Column("left_guest", Text, nullable=False, index=True),
    Column("right_guest", Text, nullable=False, server_default="", index=True),
    Column("evidence", Text, nullable=False, server_default="{}"),
    Column("found_us", BigInteger, nullable=False),
    Column("state", Text, nullable=False, server_default="open", comment="open, settled, gone"),
    Column("decision", Text, nullable=False, server_default="", comment="same, left, right"),
    Column("settled_by", Text, nullable=False, server_default=""),
    Column("settled_us", BigInteger),
    Column("note", Text, nullable=False, server_default=""),
    Column("merge_id", Text, nullable=False, server_default=""),
)

merges = Table(
    "merges",
    metadata,
    Column("merge_id", Text, primary_key=True),
    Column("kept", Text, nullable=False, index=True),
    Column("gone", Text, nullable=False, index=True),
    Column("reason", Text, nullable=False, server_default=""),
    Column("store_id", Text, nullable=False, server_default=""),
    Column("by", Text, nullable=False, server_default=""),
    Column("at_us", BigInteger, nullable=False),
    Column("undone_by", Text, nullable=False, server_default=""),
    Column("undone_us", BigInteger),
    comment="Who said that two guests are one person, and who took it back. Nothing is ever moved by it.",
)

settlements = Table(
    "settlements",
    metadata,
    Column("settlement_id", Text, primary_key=True, comment="the key of the command behind it"),
    Column("conflict_id", Text, nullable=False, index=True),
    Column("decision", Text, nullable=False, comment="same, left, right"),
    Column("moved", Text, nullable=False, server_default="{}", comment="what changed hands and whose it was, as JSON"),
    Column("store_id", Text, nullable=False, server_default=""),
    Column("by", Text, nullable=False, server_default=""),
    Column("note", Text, nullable=False, server_default=""),
    Column("at_us", BigInteger, nullable=False),
    Column("undone_by", Text, nullable=False, server_default=""),
    Column("undone_us", BigInteger),
    comment="Who settled which conflict how, what was moved by it, and who took it back.",
)

interactions = Table(
    "interactions",
    metadata,
    Column("key", Text, primary_key=True, comment="of the event behind it: counted once however often it comes"),
    Column("guest_id", Text, nullable=False),
    Column("kind", Text, nullable=False, comment="contact_added, group_joined, group_left, coupon_claimed, …"),
    Column("store_id", Text, nullable=False, server_default=""),
    Column("about", Text, nullable=False, server_default="", comment="the group, the coupon, how it was recommended"),
    Column("staff_id", Text, nullable=False, server_default=""),
    Column("at_us", BigInteger, nullable=False),
    Index("interactions_guest", "guest_id", "at_us", "kind"),
)

coupons = Table(
    "coupons",
    metadata,
    Column("guest_id", Text, primary_key=True),
    Column("coupon_id", Text, primary_key=True),
    Column("name", Text, nullable=False, server_default=""),
    Column("expires", Text, nullable=False, server_default="", comment="YYYY-MM-DD, empty: never"),
    Column("claimed_us", BigInteger, nullable=False),
    Column("used_us", BigInteger),
)

consents = Table(
    "consents",
    metadata,
    Column("guest_id", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("granted", Boolean, nullable=False),
    Column("source", Text, nullable=False, server_default=""),
    Column("at_us", BigInteger, nullable=False),
)

standings = Table(
    "standings",
    metadata,
    Column("guest_id", Text, primary_key=True),
    Column("tier", Text, nullable=False),
    Column("segment", Text, nullable=False),
    Column("purchase_class", Text, nullable=False),
    Column("private", Boolean, nullable=False),
    Column("tier_before", Text, nullable=False, server_default=""),
    Column("tier_since", Text, nullable=False, server_default="", comment="YYYY-MM-DD"),
    Column("policy", Text, nullable=False),
    Column("counted_us", BigInteger, nullable=False, comment="when the counts or what follows from them last changed"),
    Column("before_us", BigInteger, comment="when they had changed before that"),
    Column("visits", Integer, nullable=False, server_default="0", comment="in the tiers' window, as every count here"),
    Column("interactions", Integer, nullable=False, server_default="0"),
    Column("bills", Integer, nullable=False, server_default="0"),
    Column("spend_fen", BigInteger, nullable=False, server_default="0"),
    Column("gate_visits", Integer, nullable=False, server_default="0"),
    Column("recommendations", Integer, nullable=False, server_default="0"),
    comment="Where the policy puts each guest, as it was last worked out, and the counts it was worked out from.",
    sqlite_with_rowid=False,
)

standing_changes = Table(
    "standing_changes",
    metadata,
    Column("guest_id", Text, primary_key=True),
    Column("what", Text, primary_key=True, comment="tier, segment, purchase_class, private"),
    Column("at_us", BigInteger, primary_key=True),
    Column("old", Text, nullable=False, server_default=""),
    Column("new", Text, nullable=False),
    Column("policy", Text, nullable=False),
    Column("reason", Text, nullable=False, server_default="{}", comment="what was counted, as JSON"),
)

policies = Table(
    "policies",
    metadata,
    Column("version", Text, primary_key=True),
    Column("body", Text, nullable=False, comment="the TOML as it was applied"),
    Column("by", Text, nullable=False, server_default=""),
    Column("at_us", BigInteger, nullable=False),
)

recomputes = Table(
    "recomputes",
    metadata,
    Column("recompute_id", Text, primary_key=True),
    Column("policy", Text, nullable=False),
    Column("as_of_us", BigInteger, nullable=False),
    Column("after_guest", Text, nullable=False, server_default="", comment="everyone up to here is done"),
    Column("done", BigInteger, nullable=False, server_default="0"),
    Column("changed", BigInteger, nullable=False, server_default="0"),
    Column("total", BigInteger, nullable=False, server_default="0"),
    Column("finished_us", BigInteger),
    comment="A recompute of the whole chain: it can be stopped anywhere and goes on from where it was.",
)

reveals = Table(
    "reveals",
    metadata,
    Column("key", Text, primary_key=True),
    Column("guest_id", Text, nullable=False, index=True),
    Column("store_id", Text, nullable=False),
    Column("device_id", Text, nullable=False, server_default=""),
    Column("author", Text, nullable=False, server_default=""),
    Column("reason", Text, nullable=False),
    Column("at_us", BigInteger, nullable=False),
    comment="Who looked at whose whole phone, when, where and why.",
)

alerts = Table(
    "alerts",
    metadata,
    Column("alert_id", Text, primary_key=True, comment="of the arrival, the stage and who is told: told once"),
    Column("store_id", Text, nullable=False),
    Column("arrival_id", Text, nullable=False, index=True),
    Column("stage", Text, nullable=False, comment="arrived, escalated"),
    Column("told", Text, nullable=False, comment="the member of staff, by id where the staff file has one"),
    Column("at_us", BigInteger, nullable=False),
    comment="Who was told of a VIP's arrival, and of nobody welcoming them.",
)

bills = Table(
    "bills",
    metadata,
    Column("store_id", Text, primary_key=True),
    Column("bill_id", Text, primary_key=True),
    Column("guest_id", Text),
    Column("guest_name", Text, nullable=False, server_default="", comment="as the export wrote it, never repaired"),
    Column("guest_phone", Text, nullable=False, server_default="", comment="as the export has it, normalised"),
    Column("table_name", Text, nullable=False, server_default=""),
    Column("party_size", Integer),
    Column("list_fen", BigInteger, nullable=False, server_default="0"),
    Column("paid_fen", BigInteger, nullable=False, server_default="0"),
    Column("opened_us", BigInteger),
    Column("closed_us", BigInteger),
    Column("settled", Boolean, nullable=False, server_default=text("true")),
    Column("staff_id", Text, nullable=False, server_default=""),
    Column("row_hash", Text, nullable=False, server_default=""),
    # everything that a guest's standing is counted from, so that a million guests are counted from the index alone
    Index("bills_guest", "guest_id", "closed_us", "settled", "paid_fen", "opened_us"),
)

bill_items = Table(
    "bill_items",
    metadata,
    Column("store_id", Text, primary_key=True),
    Column("bill_id", Text, primary_key=True),
    Column(
        "line_key",
        Text,
        primary_key=True,
        comment="the export's item id and its place among equals, or the line's number",
    ),
    Column("dish_id", Text, nullable=False, server_default=""),
    Column("dish_name", Text, nullable=False),
    Column("quantity", Integer, nullable=False, server_default="1"),
    Column("amount_fen", BigInteger, nullable=False, server_default="0"),
    Column("ordered_us", BigInteger),
    Column("row_hash", Text, nullable=False, server_default=""),
)

tastes = Table(
    "tastes",
    metadata,
    Column("guest_id", Text, primary_key=True),
    Column("tag", Text, primary_key=True),
    Column("source", Text, primary_key=True),
    Column("body", Text, nullable=False, comment="a Taste as canonical JSON"),
    comment="What people said (staff, note, hq). Tastes from dishes are derived with the card and not kept here.",
)

notes = Table(
    "notes",
    metadata,
    Column("note_id", Text, primary_key=True),
    Column("guest_id", Text, nullable=False, index=True),
    Column("store_id", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("author", Text, nullable=False, server_default=""),
    Column("at_us", BigInteger, nullable=False),
)

_ALERTING = "alert_due_us is not null"

arrivals = Table(
    "arrivals",
    metadata,
    Column("arrival_id", Text, primary_key=True),
    Column("store_id", Text, nullable=False),
    Column("guest_id", Text),
    Column("day", Text, nullable=False, comment="the store's business day"),
    Column("state", Text, nullable=False),
    Column("ticket_no", Text, nullable=False, server_default=""),
    Column("table_name", Text, nullable=False, server_default=""),
    Column("arrived_us", BigInteger, nullable=False),
    Column("alert_due_us", BigInteger, comment="when this VIP is the manager's; null: nobody waits to be acknowledged"),
    Column("body", Text, nullable=False, comment="the ArrivalCard as canonical JSON"),
    Index("arrivals_guest", "guest_id", "day"),
    Index("arrivals_day", "store_id", "day", "state"),
    Index("arrivals_ticket", "store_id", "day", "ticket_no"),
    Index("arrivals_alert", "alert_due_us", sqlite_where=text(_ALERTING), postgresql_where=text(_ALERTING)),
)

arrival_aliases = Table(
    "arrival_aliases",
    metadata,
    Column("alias", Text, primary_key=True, comment="an arrival that turned out to be one that was there already"),
    Column("arrival_id", Text, nullable=False),
    Column("since_us", BigInteger, nullable=False),
)

_SHOWN = "kind = 'arrival' and body is not null"

cards = Table(
    "cards",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("card_id", Text, primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("hash", BigInteger, nullable=False),
    Column("body", Text, comment="the card as canonical JSON; null once it is gone"),
    Index("cards_on_board", "card_id", sqlite_where=text(_SHOWN), postgresql_where=text(_SHOWN)),
    comment="Every card as desks hold it, once for the whole chain.",
)

feed = Table(
    "feed",
    metadata,
    Column("store_id", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("card_id", Text, primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("accepted_us", BigInteger, nullable=False, server_default="0"),
    Index("feed_seq", "store_id", "seq", unique=True),
    Index("feed_card", "kind", "card_id"),
    comment="Which store holds which card, and where in its feed the card last changed: one row a card, never more.",
)

_PARKED = "state = 'parked'"

events = Table(
    "events",
    metadata,
    Column("position", _Big, primary_key=True, autoincrement=True),
    Column("source", Text, nullable=False),
    Column("event_id", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("time_us", BigInteger),
    Column("accepted_us", BigInteger, nullable=False),
    Column("body", Text, nullable=False, comment="the event as it came"),
    Column("state", Text, nullable=False, comment="pending, applied, parked"),
    Column("reason", Text, nullable=False, server_default=""),
    Index("events_once", "source", "event_id", unique=True),
    Index("events_state", "state", "position"),
    Index("events_parked", "reason", sqlite_where=text(_PARKED), postgresql_where=text(_PARKED)),
)

receipts = Table(
    "receipts",
    metadata,
    Column("key", Text, primary_key=True),
    Column("store_id", Text, nullable=False),
    Column("device_id", Text, nullable=False, server_default=""),
    Column("kind", Text, nullable=False),
    Column("body_hash", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("code", Text, nullable=False, server_default=""),
    Column("reason", Text, nullable=False, server_default=""),
    Column(
        "touched", Text, nullable=False, server_default="[]", comment="[[kind, card_id], …]: the cards to answer with"
    ),
    Column("aliases", Text, nullable=False, server_default="{}"),
    Column("at_us", BigInteger, nullable=False),
    Column("envelope", Text, nullable=False, comment="the command as it came"),
)

enrolments = Table(
    "enrolments",
    metadata,
    Column("code_hash", Text, primary_key=True),
    Column("store_id", Text, nullable=False),
    Column("expires_us", BigInteger, nullable=False),
    Column("used_us", BigInteger),
)

devices = Table(
    "devices",
    metadata,
    Column("device_id", Text, primary_key=True),
    Column("store_id", Text, nullable=False),
    Column("name", Text, nullable=False, server_default=""),
    Column("token_hash", Text, nullable=False, unique=True),
    Column("enrolled_us", BigInteger, nullable=False),
    Column("revoked_us", BigInteger),
)

event_sources = Table(
    "event_sources",
    metadata,
    Column("source", Text, primary_key=True),
    Column("secret", Text, nullable=False),
    Column("previous", Text, nullable=False, server_default=""),
    Column("previous_until_us", BigInteger),
)

rejected_rows = Table(
    "rejected_rows",
    metadata,
    Column("row_id", Text, primary_key=True, comment="hash of file kind, store and bytes: rejected twice, kept once"),
    Column("kind", Text, nullable=False),
    Column("store_id", Text, nullable=False, server_default=""),
    Column("file", Text, nullable=False),
    Column("line", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("bytes", LargeBinary, nullable=False),
    Column("found_us", BigInteger, nullable=False),
)
