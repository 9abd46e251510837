"""What is said of a code that this desk does not hold: whose it is, as HQ says, and what to do with the paper."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from app.domain.printed import Scope, Validity
from app.wire.printed import WhoseCode

from .paper import code_name
from .register import shown_code, valid_word

translate = QCoreApplication.translate

Told = tuple[str, str]
"""What it is, and what to do."""


def asking(code: str) -> Told:
    """Return what is said while HQ is asked."""
    said = translate("whose", "{code} 不是本店的码，正在问总部是谁的…").format(code=shown_code(code))
    return said, translate("whose", "查清楚前别贴出来。")


def silent(code: str) -> Told:
    """Return what is said where HQ cannot be asked."""
    said = translate("whose", "{code} 不是本店的码。现在连不上总部，查不到是谁的。").format(code=shown_code(code))
    return said, translate("whose", "连上以后会自动再问。查清楚前别贴出来。")


def unknown(code: str) -> Told:
    """Return what is said of a code that HQ never made."""
    said = translate("whose", "{code} 总部也查不到：多半看错了一个字。").format(code=shown_code(code))
    return said, translate("whose", "照着纸上再对一遍。要是一个字不差，这不是我们的码：撕下来，告诉总部。")


def found(whose: WhoseCode, own_store: str, now: datetime) -> Told:
    """Return whose code it is, and what to do with the paper; `own_store`: this desk's."""
    card, name = whose.card, code_name(whose.card)
    validity = card.validity(now)
    if card.scope is Scope.STORE and card.store_id == own_store:
        said = translate("whose", "总部说这是本店的{name}，这台电脑还没收到。")
        return said.format(name=name), translate("whose", "等一会儿再查；一直没有，看看右上角连着没有。")
    where = whose.store_name or card.store_id
    if card.scope is Scope.CHAIN:
        said = translate("whose", "这是全国通用的{name}：{valid}")
    elif card.scope is Scope.REGION:
        said, where = translate("whose", "这是{where}通用的{name}：{valid}"), card.region
    else:
        said = translate("whose", "这是{where}的{name}：{valid}")
        where = f"{where}（{whose.city}）" if whose.city else where
    return said.format(where=where, name=name, valid=valid_word(validity)), _then(card.scope, validity)


def _then(scope: Scope, validity: Validity) -> str:
    if validity in (Validity.RETIRED, Validity.OVER):
        return translate("whose", "它已经没用了：撕下来扔掉。")
    if scope is Scope.STORE:
        return translate("whose", "别贴在本店，客人会进他们的群。打电话告诉那家店，纸交给他们或总部。")
    return translate("whose", "归总部管：问一下总部该贴在哪。")
