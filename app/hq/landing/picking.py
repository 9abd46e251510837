"""The picker: by city, district and name, as plain links and one form, so that it works in any browser."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape as esc

from app.domain.places import same_city
from app.domain.printed import CodeCard, Scope
from app.hq.work.landing_places import MOST_FOUND, Atlas, Site

from .finding import sites_for, speaks_for
from .page import Look, list_of
from .words import say

PAGE = 40
"""Stores in a list; the rest is behind a link."""

FEW = 12
"""Stores that are listed at once, without asking for the district."""

ANY = "*"
"""The city of those who want to see all cities, wherever their address seems to be."""

NO_CITY = "~"
"""The city of stores of which the list names none."""

_FOUND = 'id="found" tabindex="-1"'
"""What a search's form leads to: whoever has the page read out hears first what was found."""

_LONGEST = 60
"""Characters of a search."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the guest picked so far; `likely` is the city their address seems to be in."""

    city: str = ""
    district: str | None = None
    text: str = ""
    start: int = 0
    likely: str = ""


def asked_of(query: Mapping[str, str], likely: str) -> Asked:
    """Return what an address's query says; whatever it is, it is only looked for."""
    start, city = query.get("skip", ""), query.get("city", "")[:_LONGEST].strip()
    return Asked(
        city="" if city == ANY or (city == NO_CITY and query.get("q", "").strip()) else city,
        district=query["district"][:_LONGEST].strip() if "district" in query else None,
        text=query.get("q", "")[:_LONGEST].strip(),
        start=min(int(start), 1_000_000) if start.isascii() and start.isdigit() and len(start) < 8 else 0,
        likely="" if city in (ANY, NO_CITY) else likely,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Picker:
    """Writes the picker of one code's stores. `heading`: whether another heading stands above it already."""

    look: Look
    card: CodeCard
    atlas: Atlas
    under_heading: bool = True

    def html(self, asked: Asked) -> str:
        """Return the search form, and below it cities, districts or stores, whichever is next."""
        heading = f"<h2>{self.look.say('pick_or')}</h2>" if self.under_heading else ""
        if not sites_for(self.card, self.atlas, 1):
            return f"<p>{self.look.say('pick_no_stores')}</p>"
        return heading + self._form(asked) + self._body(asked)

    def _body(self, asked: Asked) -> str:
        if asked.text:
            return self._search(asked)
        of_region = self.card.scope is Scope.REGION
        cities = self.atlas.cities(self.card.region if of_region else "")
        without = [] if of_region else self.atlas.without_city
        if asked.city == NO_CITY and without:
            return self._of_no_city(without, asked)
        wanted = asked.city or asked.likely
        city = next((known for known in cities if same_city(known, wanted)), "") if wanted else ""
        alone = len(cities) == 1 and not without
        if not city and alone:
            city = next(iter(cities))
        if not city:
            return self._city_links(cities, without, asked)
        return self._of_city(city, asked, alone=alone)

    def _form(self, asked: Asked) -> str:
        hidden = f'<input type="hidden" name="city" value="{esc(asked.city)}">' if asked.city else ""
        if self.look.asked_language:
            hidden += f'<input type="hidden" name="lang" value="{self.look.asked_language}">'
        label = self.look.say("search_label")
        return (
            f'<form role="search" method="get" action="/r/{esc(self.card.code)}#found"><label>{label}'
            f'<input type="search" name="q" value="{esc(asked.text)}" maxlength="{_LONGEST}" enterkeyhint="search">'
            f'</label>{hidden}<button class="plain">{self.look.say("search_button")}</button></form>'
        )

    def _search(self, asked: Asked) -> str:
        found = self.atlas.named(asked.text, asked.city, lambda site: speaks_for(self.card, site))
        if not found:
            back = f'<p class="links"><a href="{self._to(pick="1")}">{self.look.say("pick_city")}</a></p>'
            return f"<p {_FOUND}>{self.look.say('pick_none', text=asked.text)}</p>{back}"
        many = "pick_found" if len(found) > 1 else "pick_found_one"
        heading = f"<h2 {_FOUND}>{self.look.say(many, text=asked.text, count=_many(len(found)))}</h2>"
        return heading + self._stores(found, asked.start, q=asked.text, city=asked.city)

    def _city_links(self, cities: Mapping[str, int], without: list[Site], asked: Asked) -> str:
        if not cities:
            return self._stores(without, asked.start)
        links = [(self._to(city=city), self.look.name(city), str(count)) for city, count in cities.items()]
        if without:
            links.append((self._to(city=NO_CITY), self.look.say("pick_elsewhere"), str(len(without))))
        return f"<h2>{self.look.say('pick_city')}</h2>{self._tiles(links)}"

    def _of_no_city(self, sites: list[Site], asked: Asked) -> str:
        place = say(self.look.language, "pick_elsewhere")
        other = f'<p class="links"><a href="{self._to(pick="1", city=ANY)}">{self.look.say("pick_other_city")}</a></p>'
        stores = self._stores(sites, asked.start, city=NO_CITY)
        return f"<h2>{self.look.say('pick_store', place=place)}</h2>{stores}{other}"

    def _of_city(self, city: str, asked: Asked, *, alone: bool) -> str:
        sites = [site for site in self.atlas.of_city(city) if speaks_for(self.card, site)]
        likely = not asked.city and not alone and asked.likely != ""
        parts = [f'<p class="quiet">{self.look.say("pick_likely", city=city)}</p>'] if likely else []
        other = "" if alone else f'<a href="{self._to(pick="1", city=ANY)}">{self.look.say("pick_other_city")}</a>'
        districts = Counter(site.district for site in sites)
        if asked.district is None and len(sites) > FEW and len(districts) > 1:
            parts += [f"<h2>{self.look.say('pick_district', city=city)}</h2>", self._districts(city, districts)]
        else:
            place = asked.district or city
            some = sites if asked.district is None else [site for site in sites if site.district == asked.district]
            parts += [f"<h2>{self.look.say('pick_store', place=place)}</h2>"]
            parts += [self._stores(some, asked.start, city=city, district=asked.district)]
            if asked.district is not None:
                back = self.look.say("pick_other_district", city=city)
                other = f'<a href="{self._to(city=city)}">{back}</a>{other}'
        return "".join(parts) + (f'<p class="links">{other}</p>' if other else "")

    def _districts(self, city: str, districts: Mapping[str, int]) -> str:
        order = sorted(districts, key=lambda name: (name == "", -districts[name], name))
        return self._tiles(
            [
                (
                    self._to(city=city, district=name) + ("" if name else "&amp;district="),
                    self.look.name(name) or self.look.say("pick_elsewhere"),
                    str(districts[name]),
                )
                for name in order
            ]
        )

    def _stores(self, sites: list[Site], start: int, *, district: str | None = None, **query: str) -> str:
        page = sites[start : start + PAGE]
        html = list_of(
            (self._to(store=site.store_id), self.look.name(site.name), self.look.name(site.address), "")
            for site in page
        )
        if start + PAGE < len(sites):
            more = self._to(**query, district=district or "", skip=str(start + PAGE))
            more += "&amp;district=" if district == "" else ""
            html += f'<p class="links"><a href="{more}">{self.look.say("pick_more")}</a></p>'
        return html

    def _tiles(self, links: list[tuple[str, str, str]]) -> str:
        items = [
            f'<li><a href="{address}"><span>{name}</span><span class="aside">{self.look.say("pick_count", count=count)}'
            "</span></a></li>"
            for address, name, count in links
        ]
        return f'<ul class="tiles">{"".join(items)}</ul>'

    def _to(self, **query: str) -> str:
        return self.look.address(self.card.code, **query)


def _many(count: int) -> str:
    return str(count) if count < MOST_FOUND else f"{MOST_FOUND}+"
