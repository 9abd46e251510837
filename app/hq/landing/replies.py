"""What a guest is answered: the code is looked up, a store and a group are found, the page or the facts are written.

Runs on a reader's thread, by what one look at the database saw; nothing of a guest is kept when the answer is made.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from html import escape as esc
from urllib.parse import quote

from msgspec import UNSET

from app.domain.faults import Refused, Unreadable
from app.domain.funnel import Step
from app.domain.places import Datum, Point, converted, datum_of, position
from app.domain.printed import CodeCard, PrintedKind, Scope, Validity
from app.hq.work.landing_places import Site
from app.wire.phone import Nearest, NearGroup, NearStore

from . import page
from .finding import Choice, Found, Reason, Search, may_show, sites_for, speaks_for
from .page import Look
from .picking import Picker, asked_of
from .pictures import png_of
from .sight import Sight
from .visit import Visit
from .words import say

_DEAD = {
    Validity.RETIRED: (410, "retired_heading"),
    Validity.OVER: (410, "over_heading"),
    Validity.NOT_YET: (404, "not_yet_heading"),
}

_PICKED = frozenset({"city", "district", "q", "skip", "pick"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer: HTML with its style's hash, or facts for JSON. `code` "": nothing that a funnel counts; `unknown`:
    whoever asks for many such is stopped."""

    status: int = 200
    html: str = ""
    style: str = ""
    facts: Nearest | None = None
    code: str = ""
    steps: tuple[Step, ...] = ()
    at: datetime | None = None
    unknown: bool = False


class Replies:
    """Answers one request of `visit` at the business time `now`. `likely`: the city of the guest's address, or ""."""

    def __init__(self, sight: Sight, visit: Visit, now: datetime, likely: str) -> None:
        self._sight = sight
        self._atlas = sight.atlas
        self._visit = visit
        self._now = now
        self._likely = likely
        self._look = Look(
            language=visit.language,
            asked_language=visit.asked_language,
            in_wechat=visit.in_wechat,
            brand=sight.brand,
            accent=sight.accent,
        )

    # --- pages -------------------------------------------------------------------------------------------------------

    def page(self, text: str, query: Mapping[str, str]) -> Reply:
        """Return the page of the code in `text`, with what the guest picked."""
        card = self._sight.code(text)
        if card is None:
            nothing = CodeCard(code=quote(text[:64], safe=""), kind=PrintedKind.GROUP, scope=Scope.CHAIN)
            return self._dead(nothing, 404, "unknown_heading", "unknown_text", query)
        validity = card.validity(self._now)
        if validity is not Validity.GOOD:
            status, heading = _DEAD[validity]
            return self._dead(card, status, heading, "dead_text", query)
        site = self._site(card, query)
        card = _at(card, site)
        if card.kind in (PrintedKind.MANAGER, PrintedKind.STAFF) and card.target_url:
            place = "" if site is None else site.name
            html = page.contact(self._look, card, place)
            return self._framed(card, card.title or place, html, query, (Step.SCANNED, Step.SHOWN))
        if site is None:
            picked = bool(_PICKED & query.keys())
            html = page.asking(self._look, card, self._picker(card, query, under_heading=not picked), picked=picked)
            title = say(self._look.language, "pick_heading" if picked else "ask_heading")
            return self._framed(card, title, html, query, (Step.SCANNED,), asks=True)
        choice = self._search(card).of_store(site)
        html = page.shown(self._look, card, choice, can_pick=card.scope is not Scope.STORE)
        steps = (Step.SCANNED, Step.SHOWN) if _is_shown(choice) else (Step.SCANNED,)
        return self._framed(card, site.name, html, query, steps)

    @staticmethod
    def busy(visit: Visit, seconds: int) -> Reply:
        """Return the page for who asks too often."""
        return _plain(visit, 429, "busy_heading", "busy_text", seconds=seconds)

    @staticmethod
    def trouble(visit: Visit) -> Reply:
        """Return the page for when HQ has trouble."""
        return _plain(visit, 503, "trouble_heading", "trouble_text")

    def _dead(self, card: CodeCard, status: int, heading: str, text: str, query: Mapping[str, str]) -> Reply:
        """Return what helps where a code leads nowhere: the store it was of, or a picker of stores; never a group, so
        that nobody learns good codes or groups by trying bad ones."""
        known = card.scope is Scope.STORE
        site = self._atlas.sites.get(card.store_id if known else query.get("store", ""))
        if site is not None and speaks_for(card, site):
            found = Found(site=site, is_open=site.is_open(self._now))
            body = f'<div class="panel"><h2>{esc(site.name)}</h2>{page.site_facts(self._look, found)}</div>'
        else:
            body = self._picker(card, query)
        html = page.dead(self._look, heading, text, body)
        unknown = card.made_at is None
        steps = () if unknown else (Step.SCANNED,)
        reply = self._framed(card, say(self._look.language, heading), html, query, steps, status=status)
        return (
            reply
            if not unknown
            else Reply(status=status, html=reply.html, style=reply.style, at=self._now, unknown=True)
        )

    def _framed(
        self,
        card: CodeCard,
        title: str,
        main: str,
        query: Mapping[str, str],
        steps: tuple[Step, ...],
        *,
        status: int = 200,
        asks: bool = False,
    ) -> Reply:
        kept = {name: query[name] for name in (*_PICKED, "store") if query.get(name)}
        html, style = page.frame(self._look, card.code, title, main, kept, asks=asks)
        return Reply(status=status, html=html, style=style, code=card.code, steps=steps, at=self._now)

    def _picker(self, card: CodeCard, query: Mapping[str, str], *, under_heading: bool = False) -> str:
        picker = Picker(look=self._look, card=card, atlas=self._atlas, under_heading=under_heading)
        return picker.html(asked_of(query, self._likely))

    def _site(self, card: CodeCard, query: Mapping[str, str]) -> Site | None:
        """Return the store to show: the one that was picked, the code's own, or the only one there is."""
        picked = self._atlas.sites.get(query.get("store", ""))
        if picked is not None and may_show(card, picked):
            return picked
        if card.scope is Scope.STORE:
            return self._atlas.sites.get(card.store_id)
        if _PICKED & query.keys():
            return None
        some = sites_for(card, self._atlas, 2)
        return some[0] if len(some) == 1 else None

    # --- the position ------------------------------------------------------------------------------------------------

    def nearest(self, text: str, query: Mapping[str, str], asked: Mapping[str, object], *, html: bool) -> Reply:
        """Return the store and group for the position in `asked`; whatever it is, a guest gets at least the picker."""
        card = self._sight.code(text)
        if card is None:
            facts = _facts(None, None, "code_unknown")
            return Reply(status=404, facts=facts, html=self._sorry("unknown_heading"), at=self._now, unknown=True)
        validity = card.validity(self._now)
        if validity is not Validity.GOOD:
            status, heading = _DEAD[validity]
            facts = _facts(card, None, validity.value)
            return Reply(status=status, facts=facts, html=self._sorry(heading), at=self._now)
        try:
            here = self._here(asked)
        except Unreadable as wrong:
            return self._must_pick(card, Reason(wrong.code), query, html, ())
        choice = self._search(card).at_place(here)
        if choice.first is None:
            return self._must_pick(card, choice.reason, query, html, (Step.LOCATED,))
        steps = (Step.LOCATED, Step.SHOWN) if _is_shown(choice) else (Step.LOCATED,)
        can_pick = card.scope is not Scope.STORE
        return Reply(
            facts=None if html else _facts(card, choice, choice.reason.value),
            html=page.shown(self._look, card, choice, can_pick=can_pick) if html else "",
            code=card.code,
            steps=steps,
            at=self._now,
        )

    def _here(self, asked: Mapping[str, object]) -> Point:
        """Return the guest's place in GCJ-02; raise `Unreadable`, its code a `Reason`."""
        here = position(asked.get("lat"), asked.get("lng"))
        said = asked.get("datum", Datum.WGS84.value)
        try:
            datum = datum_of(said) if isinstance(said, str) else None
        except Unreadable:
            datum = None
        if datum is None:
            raise Unreadable(Reason.UNREADABLE.value, "the position's datum is not known")
        accuracy = asked.get("accuracy_m")
        if (
            isinstance(accuracy, int | float)
            and not isinstance(accuracy, bool)
            and accuracy > self._sight.rule.radius_m
        ):
            raise Unreadable(Reason.INACCURATE.value, "the position is vaguer than the radius")
        return converted(here, datum, Datum.GCJ02)

    def _must_pick(
        self, card: CodeCard, reason: Reason, query: Mapping[str, str], html: bool, steps: tuple[Step, ...]
    ) -> Reply:
        written = page.picking(self._look, reason, self._picker(card, query)) if html else ""
        facts = None if html else _facts(card, None, reason.value)
        return Reply(html=written, facts=facts, code=card.code, steps=steps, at=self._now)

    def _sorry(self, heading: str) -> str:
        return page.dead(self._look, heading, "dead_text", "")

    # --- pictures ----------------------------------------------------------------------------------------------------

    def group_picture(self, text: str, store_id: str) -> bytes | None:
        """Return the code of the group that a guest of this store can join now; None where there is none.

        It is made from the link, or from what a scanner reads in the picture that was uploaded: the same code, clean
        and small. Only one that cannot be made anew is given as it was uploaded.
        """
        card, site = self._good(text), self._atlas.sites.get(store_id)
        if card is None or site is None or not may_show(card, site):
            return None
        choice = self._search(card).of_store(site)
        group = None if choice.first is None else choice.first.group
        if group is None:
            return None
        try:
            return png_of(group.join_url or group.picture_text)
        except Refused:
            return self._sight.picture(group.group_id)

    def manager_picture(self, text: str, store_id: str) -> bytes | None:
        """Return the code by which guests add the store's manager; None where there is none."""
        card, site = self._good(text), self._atlas.sites.get(store_id)
        known = card is not None and site is not None and may_show(card, site)
        manager = self._sight.manager(store_id, self._now) if known else None
        return None if manager is None else png_of(manager.target_url)

    def target_picture(self, text: str) -> bytes | None:
        """Return the code of the address that the printed code leads to; None where it leads to a group."""
        card = self._good(text)
        return None if card is None or not card.target_url else png_of(card.target_url)

    def knows(self, text: str) -> bool:
        """Whether there is such a code, good or not."""
        return self._sight.code(text) is not None

    def _good(self, text: str) -> CodeCard | None:
        card = self._sight.code(text)
        return card if card is not None and card.validity(self._now) is Validity.GOOD else None

    def _search(self, card: CodeCard) -> Search:
        return Search(sight=self._sight, code=card, now=self._now)


def _at(card: CodeCard, site: Site | None) -> CodeCard:
    """Return the code as it is for a guest of this store: sent on from a full one, they are at no table of another's,
    and want its group."""
    if site is None or card.scope is not Scope.STORE or site.store_id == card.store_id:
        return card
    kind = card.kind if card.kind is PrintedKind.VIP else PrintedKind.GROUP
    return replace(card, kind=kind, about="", title="", target_url="")


def _is_shown(choice: Choice) -> bool:
    return choice.first is not None and choice.first.group is not None


def _plain(visit: Visit, status: int, heading: str, text: str, **facts: object) -> Reply:
    """Return a page that needs no database; its only link is the page itself, so the language stays."""
    look = Look(language=visit.language, in_wechat=visit.in_wechat)
    words = esc(say(visit.language, text, **facts))
    main = f'<h1>{look.say(heading)}</h1><p class="lead">{words}</p>'
    html, style = page.frame(look, "", say(visit.language, heading), main)
    return Reply(status=status, html=html, style=style)


def _facts(card: CodeCard | None, choice: Choice | None, reason: str) -> Nearest:
    """Return the answer to a position for programs."""
    first = None if choice is None else choice.first
    group = None
    if card is not None and first is not None and first.group is not None:
        group = NearGroup(
            name=first.group.name,
            picture=f"/r/{card.code}/g/{quote(first.site.store_id, safe='')}.png",
            join_url=first.group.join_url or UNSET,
        )
    second = None if choice is None or choice.second is None else _store(choice.second)
    return Nearest(
        store=None if first is None else _store(first),
        picker=first is None,
        group=group,
        second=second,
        reason=reason,
    )


def _store(found: Found) -> NearStore:
    site = found.site
    return NearStore(
        store_id=site.store_id,
        name=site.name,
        city=site.city,
        address=site.address,
        distance_m=None if found.metres is None else round(found.metres, 1),
        opens=site.opens,
        closes=site.closes,
        open_now=found.is_open,
    )
