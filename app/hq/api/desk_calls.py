"""What a trusted desk asks HQ: its store's cards and commands, guests, printed codes; and how it becomes trusted."""

from __future__ import annotations

from app.wire.commands import CommandBatch, CommandsAnswer
from app.wire.history import HistoryPage
from app.wire.pages import Digest, Enrolment, EnrolmentRequest, FeedEntry, FeedPage, TodayPage
from app.wire.printed import ChainCodes, WhoseCode

from .call import Call
from .desks import Desks

_TRUST = {401: "token_missing, token_unknown, token_revoked", 403: "store_forbidden", 426: "wire_version"}

_PACKED = {"Accept-Encoding": "gzip, where the desk takes long pages compressed"}


def desk_calls(desks: Desks) -> list[Call]:
    """Return everything that desks ask."""
    return [*_store_calls(desks), *_guest_calls(desks), *_paper_calls(desks)]


def _store_calls(desks: Desks) -> list[Call]:
    store = "/v1/stores/{store_id}"
    return [
        Call(
            method="GET",
            path=f"{store}/feed",
            endpoint=desks.feed,
            summary="What changed in the store's feed after a cursor, as whole cards; waits for news",
            gives=FeedPage,
            query={
                "after": "the cursor of the last page or snapshot; without it the feed from its beginning",
                "wait": "seconds to wait for news, at most 30",
                "limit": "entries in the page, at most 2,000; 500 if not said",
            },
            headers=_PACKED,
            problems=_TRUST | {400: "cursor_unreadable", 409: "epoch_unknown: take a new snapshot"},
            trusted="desk",
        ),
        Call(
            method="POST",
            path=f"{store}/commands",
            endpoint=desks.commands,
            summary="What staff did, each command recorded once by its key; an outcome for each, with the cards",
            takes=CommandBatch,
            gives=CommandsAnswer,
            headers={"Idempotency-Key": "the key of the first command, which may then leave it out"},
            problems=_TRUST | {400: "body_unreadable", 413: "body_too_large, batch_too_long"},
            trusted="desk",
        ),
        Call(
            method="GET",
            path=f"{store}/snapshot",
            endpoint=desks.snapshot,
            summary="The store's whole feed as an SQLite file (wire.snapshot), compressed with zstd; can be resumed",
            gives_as="application/zstd",
            headers={"Range": "resumes a download, with If-Range: ETAG"},
            answers={
                "Yingbin-Cursor": "where the feed goes on",
                "Yingbin-Rows": "cards in the file",
                "Yingbin-Size": "bytes of the SQLite file",
                "Repr-Digest": "SHA-256 of the SQLite file (not of the compressed bytes)",
                "ETag": "names the compressed bytes",
            },
            problems=_TRUST | {503: "snapshot_unmade"},
            trusted="desk",
        ),
        Call(
            method="GET",
            path=f"{store}/today",
            endpoint=desks.today,
            summary="What a counter needs before its roster: store, tables, staff, today's arrivals with guests",
            gives=TodayPage,
            headers=_PACKED,
            problems=_TRUST,
            trusted="desk",
        ),
        Call(
            method="GET",
            path=f"{store}/digest",
            endpoint=desks.digest,
            summary="Sums of the row hashes of everything the feed holds, by bucket",
            gives=Digest,
            problems=_TRUST,
            trusted="desk",
        ),
    ]


def _guest_calls(desks: Desks) -> list[Call]:
    return [
        Call(
            method="GET",
            path="/v1/guests/resolve",
            endpoint=desks.resolve,
            summary="The card of the guest behind an identity that the store has not cached",
            gives=FeedEntry,
            query={
                name: f"the guest's {name}"
                for name in ("phone", "unionid", "external_userid", "openid", "alipay_id", "member_no")
            }
            | {"guest_id": "instead of these: the guest whom an arrival at the desk's own store names"},
            problems=_TRUST | {400: "identity_missing", 404: "guest_unknown", 429: "asked_too_often"},
            trusted="desk",
        ),
        Call(
            method="GET",
            path="/v1/stores/{store_id}/guests/{guest_id}/history",
            endpoint=desks.history,
            summary="What happened with a guest whom the store holds or had an arrival of, newest first, in pages",
            gives=HistoryPage,
            query={
                "before": "the `before` of the last page; without it the newest entries",
                "limit": "entries in the page, at most 100; 30 if not said",
            },
            problems=_TRUST | {400: "before_unreadable, query_unreadable", 404: "guest_unknown"},
            trusted="desk",
        ),
        Call(
            method="POST",
            path="/v1/enrolments",
            endpoint=desks.enrol,
            summary="A one-time code (hq enrol) becomes a device token",
            status=201,
            takes=EnrolmentRequest,
            gives=Enrolment,
            problems={400: "body_unreadable", 403: "code_unknown, code_used, code_expired", 426: "wire_version"},
        ),
    ]


def _paper_calls(desks: Desks) -> list[Call]:
    return [
        Call(
            method="GET",
            path="/v1/codes",
            endpoint=desks.codes,
            summary="The printed codes of one kind of every store, the first of each, for a batch of the whole chain",
            gives=ChainCodes,
            query={
                "kind": "group, vip, manager, staff, table or campaign",
                "city": "only the stores of this city; all if not said",
            },
            headers=_PACKED,
            problems=_TRUST | {400: "query_unreadable, codes_many: ask for one city at a time"},
            trusted="desk",
        ),
        Call(
            method="GET",
            path="/v1/codes/{code}",
            endpoint=desks.whose_code,
            summary="Whose a printed code is that was found somewhere, retired ones too",
            gives=WhoseCode,
            problems=_TRUST | {404: "printed_unknown", 429: "asked_too_often"},
            trusted="desk",
        ),
    ]
