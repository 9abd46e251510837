"""The words of a VIP's alert: who is here, since when, and who has been told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo

from PySide6.QtCore import QCoreApplication

from app.desk.models.managers import managers_of
from app.domain.alerts import Alert, Stage
from app.domain.arrivals import ArrivalCard
from app.domain.guests import GuestCard
from app.domain.tables import StaffCard

from .card import span_word
from .listing import listed

translate = QCoreApplication.translate


def welcome_word() -> str:
    """Return the words on the button that says who goes."""
    return translate("alert", "我来迎接")


def mute_word() -> str:
    """Return the words on the button that stops the ringing for a while."""
    return translate("alert", "静音 1 分钟")


def muted_word() -> str:
    """Return what is said while the ringing is stopped."""
    return translate("alert", "已静音")


def waited_word(alert: Alert, now: datetime) -> str:
    """Return how long this VIP has been here with nobody."""
    minutes = max(int((now - alert.since).total_seconds() // 60), 0)
    if alert.stage is Stage.ESCALATED:
        return translate("alert", "{time} 没人迎接").format(time=span_word(minutes))
    return translate("alert", "到了 {time}").format(time=span_word(minutes)) if minutes else translate("alert", "刚到")


def people_word(alert: Alert, card: ArrivalCard, guest: GuestCard | None, staff: Sequence[StaffCard]) -> str:
    """Return whose this VIP is: before the time is over their own manager; then who was told, or is to be called where
    HQ has not told anybody (it is out of reach)."""
    if alert.stage is Stage.ARRIVED:
        name = alert.tell[0].name if alert.tell else ""
        return translate("alert", "VIP 经理 {name}").format(name=name) if name else ""
    if card.escalated_at is not None:
        told = _called(card.escalated_to, guest, staff)
        return translate("alert", "已通知 {people}").format(people=told) if told else no_manager_word()
    people = _called([person.name for person in alert.tell], guest, staff)
    return translate("alert", "请叫 {people}").format(people=people) if people else no_manager_word()


def escalated_word(card: ArrivalCard, zone: tzinfo) -> str:
    """Return when nobody had come and who was told, also where somebody had been there before and HQ heard of it later;
    "" for a VIP who was welcomed in time."""
    if card.escalated_at is None:
        return ""
    at = card.escalated_at.astimezone(zone).strftime("%H:%M")
    people = listed(card.escalated_to)
    if not people:
        return translate("alert", "{time} 没人迎接").format(time=at)
    return translate("alert", "{time} 没人迎接，已通知 {people}").format(time=at, people=people)


def _called(names: Sequence[str], guest: GuestCard | None, staff: Sequence[StaffCard]) -> str:
    managers = managers_of(staff)
    called = [
        translate("alert", "店长 {name}").format(name=name)
        if name in managers
        else translate("alert", "VIP 经理 {name}").format(name=name)
        for name in names
    ]
    return listed(called)


def no_manager_word() -> str:
    """Return that nobody can be told: the store's staff file has no manager."""
    return translate("alert", "门店没有登记店长，请值班的去")


def more_word(names: Sequence[str]) -> str:
    """Return that more VIPs wait than are shown, and who."""
    people = listed(names)
    return translate("alert", "还有 VIP：{people}").format(people=people)


def here_word(alert: Alert) -> str:
    """Return the title of the message beside the tray."""
    if alert.stage is Stage.ESCALATED:
        return translate("alert", "VIP 没人迎接")
    return translate("alert", "VIP 到店")


def spoken(alert: Alert, name: str, place: str, now: datetime, allergies: str, people: str) -> str:
    """Return one alert as a sentence, for those who hear it."""
    parts = ["VIP", name, place, allergies, waited_word(alert, now), people]
    return translate("alert", "，").join(part for part in parts if part)
