"""The HTML of the phone page: the frame around it, and what it says of a store and its group.

Everything that comes from a database or an address is escaped by `esc`. The page works without its script.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape as esc
from urllib.parse import quote, urlencode

from app.domain.hours import minutes_of, never_closes
from app.domain.naming.script import is_han
from app.domain.printed import CodeCard, PrintedKind

from .assets import path_of, style_of
from .finding import Choice, Found, Reason
from .pictures import fits
from .words import distance, say

WAIT_MS = 12_000
"""How long the phone may take to find its position."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a page is written: language ("zh", "en"), whether it was asked for in the address, the chain's name and
    colour, and whether WeChat shows it (where a code can be long-pressed)."""

    language: str
    asked_language: str = ""
    in_wechat: bool = False
    brand: str = ""
    accent: str = ""

    def say(self, key: str, **facts: object) -> str:
        """Return words, escaped for HTML."""
        return esc(say(self.language, key, **facts))

    def name(self, text: str) -> str:
        """Return a name that nobody translates, escaped for HTML; on an English page a Chinese one is marked as such,
        so that it is read out as Chinese (WCAG 2.2, 3.1.2)."""
        plain = self.language == "zh" or text.isascii() or not any(map(is_han, text))
        return esc(text) if plain else f'<span lang="zh-CN">{esc(text)}</span>'

    def address(self, code: str, **query: str) -> str:
        """Return the escaped address of this code's page with a query; the language that was asked for is kept."""
        asked = {name: value for name, value in query.items() if value}
        if self.asked_language:
            asked.setdefault("lang", self.asked_language)
        return esc(f"/r/{code}" + (f"?{urlencode(asked)}" if asked else ""))


def frame(
    look: Look, code: str, title: str, main: str, query: dict[str, str] | None = None, *, asks: bool = False
) -> tuple[str, str]:
    """Return a whole page, and the hash of its style for the content security policy.

    `query` is what the other language's link keeps of the address. `asks`: the page may ask for a position.
    """
    style = style_of(look.accent)
    other = "en" if look.language == "zh" else "zh"
    tag = {"zh": "zh-CN", "en": "en"}
    switch, pixel = "", ""
    if code:
        address = look.address(code, **{**(query or {}), "lang": other})
        switch = (
            f'<a class="language" href="{address}" lang="{tag[other]}" hreflang="{tag[other]}">'
            f"{look.say('other_language')}</a>"
        )
        pixel = f'<noscript><img src="/r/{esc(code)}/seen.png" alt="" width="1" height="1" class="unseen"></noscript>'
    html = (
        f'<!doctype html><html lang="{tag[look.language]}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1,viewport-fit=cover">'
        '<meta name="color-scheme" content="light dark"><meta name="format-detection" content="telephone=no">'
        f"<title>{esc(title)}</title><style>{style.text}</style>"
        f'<link rel="icon" href="{path_of("icon.svg")}"><script src="{path_of("page.js")}" defer></script></head>'
        f'<body><header><span class="brand">{look.name(look.brand or say(look.language, "brand"))}</span>'
        f"{switch}</header>"
        f'<main id="main">{main}</main><footer>{look.say("footer") if asks else ""}</footer>'
        '<p id="status" class="unseen" role="status" aria-live="polite"></p>'
        f"{pixel}</body></html>"
    )
    return html, style.source


def asking(look: Look, card: CodeCard, picker: str, *, picked: bool) -> str:
    """Return the page that asks for a position and has the picker; the picker first for who is picking already."""
    vip = card.kind is PrintedKind.VIP
    title = look.name(card.title) if card.kind is PrintedKind.CAMPAIGN and card.title else ""
    heading = title or look.say("ask_heading_vip" if vip else "ask_heading")
    said = {
        "address": f"/r/{esc(card.code)}/nearest" + (f"?lang={look.asked_language}" if look.asked_language else ""),
        "wait": str(WAIT_MS),
        "looking": look.say("js_looking"),
        "refused": look.say("js_refused"),
        "timeout": look.say("js_timeout"),
        "nothing": look.say("position_unreadable"),
        "busy": look.say("js_busy"),
        "failed": look.say("js_failed"),
    }
    data = " ".join(f'data-{name}="{value}"' for name, value in said.items())
    plain = ' class="plain"' if picked else ""
    ask = (
        f'<div id="ask" hidden><p class="lead">{look.say("ask_reason")}</p>'
        f'<p><button type="button" id="locate"{plain} {data}>{look.say("ask_button")}</button></p></div>'
        '<div id="notice" class="notice" hidden><p></p></div>'
    )
    if picked:
        return f"<h1>{look.say('pick_heading')}</h1>{picker}{ask}"
    return f"<h1>{heading}</h1>{_target(look, card)}{ask}{picker}"


def picking(look: Look, reason: Reason, picker: str) -> str:
    """Return what replaces the question where the position did not help."""
    return f'<h1>{look.say("pick_heading")}</h1><div class="notice"><p>{look.say(reason.value)}</p></div>{picker}'


def shown(look: Look, card: CodeCard, choice: Choice, *, can_pick: bool) -> str:
    """Return what a guest sees of the store that was found: its group's code, or what helps without one."""
    found = choice.first
    if found is None:
        raise ValueError("there is no store to show")
    parts = [f'<div data-store="{esc(found.site.store_id)}">', _heading(look, card, choice, found)]
    about_place = card.kind in (PrintedKind.TABLE, PrintedKind.CAMPAIGN)
    if about_place:
        parts.append(_target(look, card))
    if found.group is None:
        parts.append(_without_group(look, card, choice, found))
    else:
        if about_place and card.target_url:
            parts.append(f"<h2>{look.say('also_group')}</h2>")
        parts.append(_group(look, card, found, plain=about_place and card.target_url != ""))
    if choice.second is not None:
        parts.append(_second(look, card, choice.second))
    if can_pick:
        pick = look.address(card.code, pick="1")
        parts.append(f'<p class="links"><a href="{pick}">{look.say("other_store")}</a></p>')
    return "".join([*parts, "</div>"])


def contact(look: Look, card: CodeCard, place: str) -> str:
    """Return the page of a manager's or a member of staff's own code."""
    who = look.say("manager" if card.kind is PrintedKind.MANAGER else "staff")
    name = look.name(card.title) or who
    kicker = " · ".join(part for part in (look.name(place), who if name != who else "") if part)
    alt = look.say("contact_alt", name=card.title or who)
    figure = _figure(look, f"/r/{card.code}/t.png", alt, "contact", name) if fits(card.target_url) else ""
    button = _button(card.target_url, look.say("contact_button"))
    return f'<p class="kicker">{kicker}</p><h1>{name}</h1>{figure}{button}'


def dead(look: Look, heading: str, text: str, body: str) -> str:
    """Return the page of a code that leads nowhere now, with what helps."""
    return f'<h1>{look.say(heading)}</h1><p class="lead">{look.say(text)}</p>{body}'


def site_facts(look: Look, found: Found) -> str:
    """Return a store's distance, hours and address."""
    site = found.site
    facts = []
    if found.metres is not None:
        facts.append(f"<span>{esc(distance(look.language, found.metres))}</span>")
    hours = _hours(look, found)
    if hours:
        state = "open" if found.is_open else "closed"
        facts.append(f'<span class="{state}">{look.say(state)}</span><span class="quiet">{hours}</span>')
    parts = [f'<p class="facts">{"".join(facts)}</p>'] if facts else []
    if site.address:
        parts.append(f'<p class="address">{look.name(site.address)}</p>')
    return "".join(parts)


def list_of(rows: Iterable[tuple[str, str, str, str]]) -> str:
    """Return a list of links: (escaped address, name, what is said beneath, what is said beside), all escaped."""
    items = []
    for address, name, beneath, beside in rows:
        small = f"<small>{beneath}</small>" if beneath else ""
        aside = f'<span class="aside">{beside}</span>' if beside else ""
        items.append(f'<li><a href="{address}"><span><b>{name}</b>{small}</span>{aside}</a></li>')
    return f'<ul class="list">{"".join(items)}</ul>'


def _heading(look: Look, card: CodeCard, choice: Choice, found: Found) -> str:
    name = look.name(found.site.name)
    if card.kind is PrintedKind.TABLE and card.about:
        table = look.say("table", name=card.about)
        return f'<p class="kicker">{name}</p><h1>{table}</h1>{site_facts(look, found)}'
    if card.kind is PrintedKind.CAMPAIGN and card.title:
        return f'<p class="kicker">{name}</p><h1>{look.name(card.title)}</h1>{site_facts(look, found)}'
    kickers = {Reason.NEAREST: "kicker_nearest", Reason.CLOSED: "kicker_closed"}
    place = look.name(" · ".join(part for part in (found.site.city, found.site.district) if part))
    said = "kicker_room" if choice.passed else kickers.get(choice.reason)
    kicker = look.say(said) if said else place or look.say("kicker_store")
    return f'<p class="kicker">{kicker}</p><h1>{name}</h1>{site_facts(look, found)}'


def _target(look: Look, card: CodeCard) -> str:
    key = {PrintedKind.TABLE: "order_button", PrintedKind.CAMPAIGN: "campaign_button"}.get(card.kind)
    return _button(card.target_url, look.say(key)) if key else ""


def _button(url: str, words: str, *, plain: bool = False) -> str:
    if not url:
        return ""
    return (
        f'<p><a class="button{" plain" if plain else ""}" href="{esc(url)}" rel="noopener noreferrer">{words}</a></p>'
    )


def _group(look: Look, card: CodeCard, found: Found, *, plain: bool) -> str:
    site, group = found.site, found.group
    if group is None:
        return ""
    name = look.name(group.name) or look.say("group_default", store=site.name)
    picture = f"/r/{card.code}/g/{quote(site.store_id, safe='')}.png"
    alt = look.say("group_alt", store=site.name)
    uploaded = group.picture_text != ""
    figure = _figure(look, picture, alt, "group", name) if uploaded or fits(group.join_url) else ""
    return figure + _button(group.join_url, look.say("join_button"), plain=plain)


def _figure(look: Look, picture: str, alt: str, what: str, name: str) -> str:
    how = look.say(f"{what}_{'hold' if look.in_wechat else 'scan'}")
    strong = f"<strong>{name}</strong>" if name else ""
    return (
        f'<figure><img src="{esc(picture)}" width="240" height="240" alt="{alt}">'
        f"<figcaption>{how}{strong}</figcaption></figure>"
    )


def _without_group(look: Look, card: CodeCard, choice: Choice, found: Found) -> str:
    full = choice.reason is Reason.FULL
    heading = look.say("full_heading" if full else "no_group_heading")
    parts = [f'<div class="notice"><p><strong>{heading}</strong></p><p>{look.say("full_text")}</p></div>']
    if choice.manager is not None:
        store = found.site
        picture = f"/r/{card.code}/m/{quote(store.store_id, safe='')}.png"
        if fits(choice.manager.target_url):
            parts.append(_figure(look, picture, look.say("manager_alt", store=store.name), "manager", ""))
        parts.append(_button(choice.manager.target_url, look.say("manager_button")))
    return "".join(parts)


def _second(look: Look, card: CodeCard, second: Found) -> str:
    site = second.site
    beside = esc(distance(look.language, second.metres)) if second.metres is not None else ""
    row = (look.address(card.code, store=site.store_id), look.name(site.name), look.say("second_room"), beside)
    return f"<h2>{look.say('second_heading')}</h2>{list_of([row])}"


def _hours(look: Look, found: Found) -> str:
    site = found.site
    if never_closes(site.opens, site.closes):
        return look.say("all_day")
    times = [minutes_of(site.opens), minutes_of(site.closes)]
    said = [f"{minutes // 60:02d}:{minutes % 60:02d}" for minutes in times if minutes is not None]
    return "–".join(said) if len(said) == 2 else ""
