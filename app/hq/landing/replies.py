"""What a guest is answered: the code is looked up, a store and a group are found, the page or the facts are written.

Runs on a reader's thread, by what one look at the database saw; nothing of a guest is kept when the answer is made.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import replace
from datetime import datetime
from urllib.parse import quote

from app.domain.faults import Refused, Unreadable
from app.domain.funnel import Step
from app.domain.printed import CodeCard, PrintedKind, Scope, Validity
from app.hq.work.landing_places import Site

from . import page
from .finding import Choice, Found, Reason, Search, may_show, sites_for, speaks_for
from .kept import Kept
from .located import facts_of, place_in
from .page import Look
from .picking import Asked, Picker, asked_of
from .pictures import fits, png_of
from .reply import Reply
from .sight import Sight
from .visit import Visit
from .words import say

_DEAD = {
    Validity.RETIRED: (410, "retired_heading"),
    Validity.OVER: (410, "over_heading"),
    Validity.NOT_YET: (404, "not_yet_heading"),
}

_PICKED = frozenset({"city", "district", "q", "skip", "pick"})
_STAYS = (*sorted(_PICKED), "store")


class Replies:
    """Answers one request of `visit` at the business time `now`. `likely`: the city of the guest's address, or "";
    `kept`: pages that were written before."""

    def __init__(self, sight: Sight, visit: Visit, now: datetime, likely: str, kept: Kept) -> None:
        self._sight = sight
        self._atlas = sight.atlas
        self._now = now
        self._likely = likely
        self._kept = kept
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
            steps: tuple[Step, ...] = (Step.SCANNED, Step.SHOWN)
            title = card.title or place
            return self._framed(card, title, query, place, lambda: page.contact(self._look, card, place), steps)
        if site is None:
            return self._asking(card, query)
        choice = self._search(card).of_store(site)
        steps = (Step.SCANNED, Step.SHOWN) if _is_shown(choice) else (Step.SCANNED,)
        return self._framed(card, site.name, query, choice, lambda: self._shown(card, choice), steps)

    def _asking(self, card: CodeCard, query: Mapping[str, str]) -> Reply:
        """Return the page that asks where the guest is."""
        picked = bool(_PICKED & query.keys())
        asked = asked_of(query, self._likely)

        def write() -> str:
            return page.asking(self._look, card, self._picker(card, asked, under_heading=not picked), picked=picked)

        title = say(self._look.language, "pick_heading" if picked else "ask_heading")
        title = f"{asked.text} · {title}" if asked.text else title
        says = (self._atlas.number, asked, picked)
        return self._framed(card, title, query, says, write, (Step.SCANNED,), asks=True)

    def _dead(self, card: CodeCard, status: int, heading: str, text: str, query: Mapping[str, str]) -> Reply:
        """Return what helps where a code leads nowhere: the store it was of, or a picker of stores; never a group, so
        that nobody learns good codes or groups by trying bad ones."""
        known = card.scope is Scope.STORE
        site = self._atlas.sites.get(card.store_id if known else query.get("store", ""))
        if site is not None and not speaks_for(card, site):
            site = None
        is_open = site is not None and site.is_open(self._now)
        asked = asked_of(query, self._likely)

        def write() -> str:
            if site is None:
                return page.dead(self._look, heading, text, self._picker(card, asked))
            facts = page.site_facts(self._look, Found(site=site, is_open=is_open))
            body = f'<div class="panel"><h2>{self._look.name(site.name)}</h2>{facts}</div>'
            return page.dead(self._look, heading, text, body)

        title = say(self._look.language, heading)
        if card.made_at is None:
            html, style = page.frame(self._look, card.code, title, write(), _kept_of(query))
            return Reply(status=status, html=html, style=style, at=self._now, unknown=True)
        says = (self._atlas.number, asked, heading, site, is_open)
        return self._framed(card, title, query, says, write, (Step.SCANNED,), status=status)

    def _framed(
        self,
        card: CodeCard,
        title: str,
        query: Mapping[str, str],
        says: Hashable,
        write: Callable[[], str],
        steps: tuple[Step, ...],
        *,
        status: int = 200,
        asks: bool = False,
    ) -> Reply:
        """Return the page that `write` gives the middle of, as it was written before if it `says` the same."""
        stays = _kept_of(query)
        html, style = self._kept.page(
            (self._look, card, title, says, tuple(stays.items())),
            lambda: page.frame(self._look, card.code, title, write(), stays, asks=asks),
        )
        return Reply(status=status, html=html, style=style, code=card.code, steps=steps, at=self._now)

    def _shown(self, card: CodeCard, choice: Choice) -> str:
        return page.shown(self._look, card, choice, can_pick=card.scope is not Scope.STORE)

    def _picker(self, card: CodeCard, asked: Asked, *, under_heading: bool = False) -> str:
        return Picker(look=self._look, card=card, atlas=self._atlas, under_heading=under_heading).html(asked)

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
            facts = facts_of(None, None, "code_unknown")
            return Reply(status=404, facts=facts, html=self._sorry("unknown_heading"), at=self._now, unknown=True)
        validity = card.validity(self._now)
        if validity is not Validity.GOOD:
            status, heading = _DEAD[validity]
            facts = facts_of(card, None, validity.value)
            return Reply(status=status, facts=facts, html=self._sorry(heading), at=self._now)
        try:
            here = place_in(asked, self._sight.rule.radius_m)
        except Unreadable as wrong:
            return self._must_pick(card, Reason(wrong.code), query, html, ())
        choice = self._search(card).at_place(here)
        if choice.first is None:
            return self._must_pick(card, choice.reason, query, html, (Step.LOCATED,))
        steps = (Step.LOCATED, Step.SHOWN) if _is_shown(choice) else (Step.LOCATED,)
        return Reply(
            facts=None if html else facts_of(card, choice, choice.reason.value),
            html=self._shown(card, choice) if html else "",
            code=card.code,
            steps=steps,
            at=self._now,
        )

    def _must_pick(
        self, card: CodeCard, reason: Reason, query: Mapping[str, str], html: bool, steps: tuple[Step, ...]
    ) -> Reply:
        written = page.picking(self._look, reason, self._picker(card, asked_of(query, self._likely))) if html else ""
        facts = None if html else facts_of(card, None, reason.value)
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
        return png_of(manager.target_url) if manager is not None and fits(manager.target_url) else None

    def target_picture(self, text: str) -> bytes | None:
        """Return the code of the address that the printed code leads to; None where it leads to a group."""
        card = self._good(text)
        return png_of(card.target_url) if card is not None and fits(card.target_url) else None

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


def _kept_of(query: Mapping[str, str]) -> dict[str, str]:
    """Return what the link to the other language keeps of an address."""
    return {name: query[name] for name in _STAYS if query.get(name)}
