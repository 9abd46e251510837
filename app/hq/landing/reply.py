"""What is answered to one request, before it is sent; and the answers that need no database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from html import escape as esc

from app.domain.funnel import Step
from app.wire.phone import Nearest

from . import page
from .page import Look
from .visit import Visit
from .words import say


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


def busy(visit: Visit, seconds: int) -> Reply:
    """Return the page for who asks too often."""
    return _plain(visit, 429, "busy_heading", "busy_text", seconds=seconds)


def trouble(visit: Visit) -> Reply:
    """Return the page for when HQ has trouble."""
    return _plain(visit, 503, "trouble_heading", "trouble_text")


def _plain(visit: Visit, status: int, heading: str, text: str, **facts: object) -> Reply:
    """Return a page that needs no database; its only link is the page itself, so the language stays."""
    look = Look(language=visit.language, in_wechat=visit.in_wechat)
    words = esc(say(visit.language, text, **facts))
    main = f'<h1>{look.say(heading)}</h1><p class="lead">{words}</p>'
    html, style = page.frame(look, "", say(visit.language, heading), main)
    return Reply(status=status, html=html, style=style)
