"""(n) Codes on paper: a sheet of 40 table codes, and 300 stores' A4 posters, made and read back.

Ours is the whole piece of work: placed, painted as vectors, written whole, and every code read back from the rendered
page, also blurred, tilted, dim and as a thermal printer's dots. The peers only save a picture of each bare code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from time import perf_counter

import qrcode  # type: ignore[import-untyped]
import segno

from app.domain.printed import CodeCard, PrintedKind, link_of, new_code
from app.printing.layout import Look, Pages
from app.printing.letters import ready
from app.printing.paper import write_pdf
from app.printing.pieces import piece_of
from app.printing.templates import load_template
from tests.benchmarks.measure import Row, median, seconds
from tests.benchmarks.plan import Plan

TABLES = 40
STORES = 300
ADDRESS = "https://yb.example.com"


def run(plan: Plan) -> Iterator[Row]:
    """Make both as often as there are runs, every time with new codes."""
    ready()
    folder = plan.folder("sheets")
    yield from _rows(plan, folder, "sticker-sheet", PrintedKind.TABLE, plan.some(TABLES), "a sheet of")
    stores = 1 if plan.toy else plan.some(STORES)
    yield from _rows(plan, folder, "poster-a4", PrintedKind.GROUP, stores, "a batch of")


def _rows(plan: Plan, folder: Path, template: str, kind: PrintedKind, count: int, called: str) -> Iterator[Row]:
    made, proven = [], []
    for _ in range(plan.runs):
        began = perf_counter()
        made.append(_make(folder / "ours.pdf", template, kind, _links(count)) - began)
        proven.append(perf_counter() - began)
    ours = median(proven)
    for peer, save in (("bare qrcode + Pillow saving as many", _with_qrcode), ("segno saving as many", _with_segno)):
        times = median([_saved(folder, save, _links(count)) for _ in range(plan.runs)])
        goal = 1.0 if save is _with_qrcode else 10.0
        yield Row(
            letter="n", what=f"{called} {count} ({template}), made and proven", unit="s", ours=ours, beside_what=peer,
            beside=times, ratio=ours / times, goal=f"≤ {goal:g}", limit=goal,
            more={"codes/s": count / ours, "made only, s": median(made), "peer codes/s": count / times},
        )  # fmt: skip


def _links(count: int) -> list[tuple[str, str]]:
    codes = [new_code() for _ in range(count)]
    return [(code, link_of(ADDRESS, code)) for code in codes]


def _make(path: Path, template: str, kind: PrintedKind, links: Sequence[tuple[str, str]]) -> float:
    """Write and prove a PDF; return when its last page was written."""
    layout = load_template(template)
    pieces = [
        piece_of(CodeCard(code=code, kind=kind, about=f"A{number:02d}", link=link), layout, store="望京店")
        for number, (code, link) in enumerate(links, 1)
    ]
    look = Look()
    pages = Pages(layout, pieces, look)
    moments: list[float] = []

    def step(_done: int) -> bool:
        moments.append(perf_counter())
        return True

    write_pdf(pages, look, path, step=step)
    return moments[len(pages) - 1]


def _saved(folder: Path, save: Callable[[str, Path], object], links: Sequence[tuple[str, str]]) -> float:
    def all_of_them() -> None:
        for code, link in links:
            save(link, folder / f"{code}.png")

    return seconds(all_of_them)


def _with_qrcode(link: str, path: Path) -> None:
    qrcode.make(link).save(str(path))


def _with_segno(link: str, path: Path) -> None:
    segno.make(link, micro=False).save(str(path), scale=10)
