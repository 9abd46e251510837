"""The words of the form in which a printed code is made or changed."""

from __future__ import annotations

from datetime import datetime, tzinfo

from PySide6.QtCore import QCoreApplication

from app.domain.prints import Broken

from .listing import listed
from .plurals import plurals
from .register import day_word

translate = QCoreApplication.translate


def field_words() -> dict[str, tuple[str, str]]:
    """Return label of each field, and what stands in it while it is empty."""
    return {
        "title": (translate("code", "叫什么"), translate("code", "店庆、早餐、外卖袋…")),
        "channel": (translate("code", "算在哪个渠道"), translate("code", "不填就同名")),
        "target_url": (translate("code", "通到"), translate("code", "不填就进福利群；或 https:// 开头的网址")),
        "valid_from": (translate("code", "从哪天起能扫"), translate("code", "年-月-日，不填就马上能")),
        "valid_until": (translate("code", "到哪天为止"), translate("code", "年-月-日，不填就一直能")),
    }


def new_hint() -> str:
    """Return what is good to know of a new code."""
    return translate("code", "断网也能做，马上能印。以后通到哪里随时能改，纸不用换。")


def changed_hint() -> str:
    """Return what is good to know of a change."""
    return translate("code", "码本身不变，纸不用换。断网也能改，连上后自动发。")


def lacks(what: str) -> str:
    """Return what is missing or wrong in the form."""
    words = {
        "title": translate("code", "先写叫什么，登记和统计都靠它认。"),
        "valid_from": translate("code", "看不懂从哪天起：写成 2026-12-01 这样，或者不填。"),
        "valid_until": translate("code", "看不懂到哪天为止：写成 2026-12-31 这样，或者不填。"),
        "order": translate("code", "还没开始就到期了：开始的那天要早于结束的那天。"),
        "past": translate("code", "这一天已经过了。要让它现在就扫不了，按 Esc 再停用这个码。"),
    }
    return words[what]


def breaks(broken: Broken, dead: datetime, after: datetime | None, now: datetime, zone: tzinfo) -> str:
    """Return what other dates do to paper that hangs: asked before they are kept. `dead`: from when it leads nowhere;
    `after`: when it does again, None for never."""
    sheets, places = plurals.sheets(broken.pieces), listed(broken.places, 4)
    paper = translate("code", "贴着的 {sheets}（{places}）") if places else translate("code", "印出去的 {sheets}")
    if dead > now:
        said = translate("code", "过了 {day}，{paper}扫了就没用了。真要这样，再按一次。")
    elif after is not None:
        said = translate("code", "{day} 以前，{paper}扫了没用。真要这样，再按一次。")
    else:
        said = translate("code", "{paper}现在起扫了就没用了。真要这样，再按一次。")
    day = day_word(dead if dead > now else after or now, zone)
    return said.format(day=day, paper=paper.format(sheets=sheets, places=places))


def sure_word() -> str:
    """Return the word on the button where paper would be dead: a second press keeps it."""
    return translate("code", "真的这样改")
