"""The words of the print register: what was printed, what to print anew and why, what a found code is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, tzinfo

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from app.desk.models.prints import AnyRow, CodeState, DueRow, JobRow, PieceRow, Sheet
from app.domain.printed import CodeCard, Scope, Validity
from app.domain.prints import Broken, Medium, PrintCard, Why

from .group import funnel_words
from .listing import listed
from .paper import code_name
from .plurals import plurals

translate = QCoreApplication.translate

_SHEETS = {
    Sheet.JOBS: QT_TRANSLATE_NOOP("print", "印过的"),
    Sheet.DUE: QT_TRANSLATE_NOOP("print", "要重印"),
    Sheet.CODES: QT_TRANSLATE_NOOP("print", "所有的码"),
}

_WHYS = {
    Why.RETIRED: QT_TRANSLATE_NOOP("print", "码已停用：取下来"),
    Why.LINK: QT_TRANSLATE_NOOP("print", "网址换了：旧的扫不开"),
    Why.LOST: QT_TRANSLATE_NOOP("print", "丢了"),
    Why.TEMPLATE: QT_TRANSLATE_NOOP("print", "模板改过"),
}

_VALID = {
    Validity.GOOD: QT_TRANSLATE_NOOP("print", "能用"),
    Validity.NOT_YET: QT_TRANSLATE_NOOP("print", "还没开始"),
    Validity.OVER: QT_TRANSLATE_NOOP("print", "过期了"),
    Validity.RETIRED: QT_TRANSLATE_NOOP("print", "已停用"),
}

_MEDIA = {
    Medium.PRINTER: QT_TRANSLATE_NOOP("print", "打印"),
    Medium.PDF: QT_TRANSLATE_NOOP("print", "存成 PDF"),
    Medium.PNG: QT_TRANSLATE_NOOP("print", "存成图片"),
}

Titles = Mapping[str, Mapping[str, str]]


def title_word() -> str:
    """Return the heading of the screen."""
    return translate("print", "印刷登记")


def search_words() -> tuple[str, str]:
    """Return the name of the search, and what stands in it."""
    return translate("print", "查码、查印刷"), translate("print", "桌号、地点、谁印的，或捡到的码")


def sheet_word(sheet: Sheet, count: int) -> str:
    """Return what a sheet is called, with how many there are."""
    return f"{translate('print', str(_SHEETS[sheet]))} {count}"


def why_word(why: Why) -> str:
    """Return why a piece is to be printed anew."""
    return translate("print", str(_WHYS[why]))


def valid_word(validity: Validity) -> str:
    """Return whether a code leads somewhere."""
    return translate("print", str(_VALID[validity]))


def template_word(name: str, titles: Titles, language: str) -> str:
    """Return what a template is called."""
    known = titles.get(name, {})
    return known.get(language) or known.get("zh") or name


def day_word(at: datetime, zone: tzinfo) -> str:
    """Return the day of a print, with its year."""
    local = at.astimezone(zone)
    return translate("print", "{y} 年 {m} 月 {d} 日").format(y=local.year, m=local.month, d=local.day)


def shown_code(code: str) -> str:
    """Return a code as people read it out: two halves."""
    return f"{code[:5]} {code[5:]}" if len(code) == 10 else code


def which_word(row: PieceRow) -> str:
    """Return which code a piece has."""
    return code_name(row.code) if row.code is not None else shown_code(row.piece.code)


def place_word(card: PrintCard) -> str:
    """Return where a job hangs."""
    return card.place or translate("print", "没写贴在哪")


def job_title(row: JobRow, titles: Titles, language: str) -> str:
    """Return what a job is called: template and what for."""
    template = template_word(row.card.template, titles, language)
    if len(row.pieces) == 1:
        return f"{template} · {which_word(row.pieces[0])}"
    return f"{template} · {plurals.codes(len(row.pieces))}"


def job_line(row: JobRow, zone: tzinfo) -> str:
    """Return where, when and by whom."""
    parts = (place_word(row.card), day_word(row.card.at, zone), row.card.by)
    return " · ".join(part for part in parts if part)


def job_state(row: JobRow) -> str:
    """Return what is to do about a job, "" for nothing."""
    if row.due:
        return translate("print", "要重印 {count}").format(count=row.due)
    return translate("print", "丢了 {count}").format(count=row.lost) if row.lost else ""


def made_word(card: PrintCard) -> str:
    """Return how a job left the desk, and how many pieces."""
    made = translate("print", str(_MEDIA[card.medium]))
    parts = (made, plurals.sheets(card.copies), card.to)
    return " · ".join(part for part in parts if part)


def piece_title(row: PieceRow, of_code: bool, titles: Titles, language: str) -> str:
    """Return what a piece is called: where the list is of one code, its template and place."""
    if not of_code:
        return which_word(row)
    return f"{template_word(row.card.template, titles, language)} · {place_word(row.card)}"


def piece_line(row: PieceRow, of_code: bool, zone: tzinfo) -> str:
    """Return how a piece stands."""
    parts = [plurals.sheets(row.piece.copies)]
    if of_code:
        parts += [day_word(row.card.at, zone), row.card.by]
    if row.piece.lost_at is not None:
        lost = translate("print", "{day} 记为丢失").format(day=day_word(row.piece.lost_at, zone))
        parts += [lost, row.piece.note]
    return " · ".join(part for part in parts if part)


def code_title(row: CodeState) -> str:
    """Return what a code is called."""
    return code_name(row.card)


def code_line(row: CodeState) -> str:
    """Return a code as it is typed, and how much of it hangs."""
    hangs = plurals.sheets(row.broken.pieces) if row.broken.pieces else translate("print", "没有贴着的")
    hangs = hangs if row.pieces else translate("print", "还没印过")
    return f"{shown_code(row.card.code)} · {hangs}"


def code_words(row: CodeState, zone: tzinfo) -> list[str]:
    """Return what a code is, a line each: its link, its state, what came of it."""
    card = row.card
    lines = [card.link.removeprefix("https://").removeprefix("http://"), _state_word(row, zone)]
    if card.scope is not Scope.STORE:
        lines.append(translate("print", "全城或全国通用的码，由总部改。"))
    if card.target_url:
        lines.append(translate("print", "通到 {url}").format(url=card.target_url))
    if card.channel:
        lines.append(translate("print", "渠道 {channel}").format(channel=card.channel))
    if row.funnel is not None and row.funnel.week.scans:
        scans, people, added, joined = funnel_words(row.funnel.week)
        said = translate("print", "近 7 天：扫码 {scans} 次、{people} 人，加好友 {added}，入群 {joined}")
        lines.append(said.format(scans=scans, people=people, added=added, joined=joined))
    return [line for line in lines if line]


def _state_word(row: CodeState, zone: tzinfo) -> str:
    card = row.card
    if row.validity is Validity.RETIRED and card.retired_at is not None:
        by = f" · {card.retired_by}" if card.retired_by else ""
        return f"{valid_word(row.validity)} · {day_word(card.retired_at, zone)}{by}"
    if row.validity is Validity.NOT_YET and card.valid_from is not None:
        begins = translate("print", "从 {day}").format(day=day_word(card.valid_from, zone))
        return f"{valid_word(row.validity)} · {begins}"
    if card.valid_until is not None:
        return f"{valid_word(row.validity)} · " + translate("print", "到 {day}").format(
            day=day_word(card.valid_until, zone)
        )
    return valid_word(row.validity)


def broken_word(broken: Broken) -> str:
    """Return what retiring a code would do to paper: asked before it is done."""
    sheets, places = plurals.sheets(broken.pieces), listed(broken.places, 4)
    if places:
        said = translate("print", "贴着的 {sheets}（{places}）扫了就没用了。真要停用，再按一次。")
        return said.format(sheets=sheets, places=places)
    return translate("print", "印出去的 {sheets}扫了就没用了。真要停用，再按一次。").format(sheets=sheets)


def spoken(row: AnyRow, titles: Titles, language: str, zone: tzinfo) -> str:
    """Return a row as a sentence: for those who hear it, and for the search."""
    match row:
        case JobRow():
            parts = [job_title(row, titles, language), job_line(row, zone), made_word(row.card), job_state(row)]
        case DueRow():
            title = piece_title(row.piece, True, titles, language)
            parts = [which_word(row.piece), why_word(row.due.why), title, day_word(row.due.at, zone), row.piece.card.by]
        case PieceRow():
            parts = [which_word(row), piece_title(row, True, titles, language), piece_line(row, True, zone)]
        case CodeState():
            parts = [code_title(row), code_line(row), valid_word(row.validity), row.card.channel, row.card.about]
    return " · ".join(part for part in parts if part)


def letters_of(row: AnyRow) -> str:
    """Return the codes on a row, as they are typed: for the search."""
    match row:
        case JobRow():
            return " ".join(each.piece.code + " " + which_word(each) for each in row.pieces)
        case DueRow():
            return row.due.piece.code
        case PieceRow():
            return row.piece.code
        case CodeState():
            return row.card.code


def empty_words(sheet: Sheet, query: str) -> tuple[str, str]:
    """Return what is said where a sheet has nothing: what, and what then."""
    if query:
        return (
            translate("print", "没有找到"),
            translate("print", "换个说法，或按 Esc 看全部。"),
        )
    match sheet:
        case Sheet.JOBS:
            return (
                translate("print", "还没印过东西"),
                translate("print", "在“二维码”里打印或存下来的，都会自动登记在这里。"),
            )
        case Sheet.DUE:
            return (
                translate("print", "没有要重印的"),
                translate("print", "模板改了、码停用了、东西丢了，会列在这里。"),
            )
        case Sheet.CODES:
            return (
                translate("print", "还没有码"),
                translate("print", "总部会给每家店、每张桌、每位店员各做一个，连上后自动出现。"),
            )


def not_ours_word(code: str) -> str:
    """Return what is said of a code that this desk does not hold."""
    said = translate("print", "{code} 不是本店的码：是别家店的，或看错了一个字。查清楚前别贴出来。")
    return said.format(code=shown_code(code))


def found_word(card: CodeCard) -> str:
    """Return what a scanned code is."""
    return translate("print", "这是本店的{name}").format(name=code_name(card))


def lost_word(found: bool, *, retired: bool = False) -> str:
    """Return the word on the button that marks pieces as lost (of a code that was retired: as taken down), or not."""
    if retired:
        return translate("print", "取下来了")
    return translate("print", "找到了") if found else translate("print", "丢了")


def reprint_word(count: int, *, first: bool = False) -> str:
    """Return the word on the button that leads to the studio; `first`: nothing was printed of it yet."""
    if first:
        return translate("print", "去印")
    return translate("print", "重新印 {count}").format(count=count) if count > 1 else translate("print", "重新印")


def retire_word(restored: bool, sure: bool) -> str:
    """Return the word on the button that takes a code out of use, or back into use."""
    if restored:
        return translate("print", "恢复使用")
    return translate("print", "真的停用") if sure else translate("print", "停用这个码")


def change_word() -> str:
    """Return the word on the button that changes what a code is called, leads to, and until when."""
    return translate("print", "改名、去处、有效期")


def new_code_word() -> str:
    """Return the word on the button that makes a code."""
    return translate("print", "做一个活动码")


def make_word() -> str:
    """Return the word on the button that makes it, once it is described."""
    return translate("print", "做好")
