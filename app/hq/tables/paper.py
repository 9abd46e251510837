"""Tables of what hangs in stores: printed codes, the groups behind them, the print register, and who scanned."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, LargeBinary, Table, Text, text

from .base import metadata

printed_codes = Table(
    "printed_codes",
    metadata,
    Column("code", Text, primary_key=True, comment="as in the link /r/CODE, for ever"),
    Column("kind", Text, nullable=False, comment="group, vip, manager, staff, table, campaign"),
    Column("scope", Text, nullable=False, comment="store, region, chain"),
    Column("store_id", Text, nullable=False, server_default=""),
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
    Index("printed_codes_about", "store_id", "kind", "about"),
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
    Column("chat_id", Text, nullable=False, server_default="", index=True, comment="what events call it"),
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
    Column("said_us", BigInteger, comment="of when the last word is that it is lost, or found"),
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
