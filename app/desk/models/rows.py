"""Rows of a list, as Qt's views see them. Whoever shows them knows no rows of Qt's, only the list as it is now.

Other rows than before are told as what went, moved, came and changed, so that whoever is looking keeps their choice and
their place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

ROW = int(Qt.ItemDataRole.UserRole)
"""The role under which an index gives its row."""

RUNS = 64
"""From so many stretches that come and go on, it is another list: telling it all at once is faster."""

COMPARED = 1_000
"""So many rows are compared with what they were. Of more, painting the few in sight again is cheaper than comparing."""

Index = QModelIndex | QPersistentModelIndex
Row = TypeVar("Row")


class RowModel(QAbstractListModel, Generic[Row]):
    """The rows in their order, each called by its `key`. `say` makes a row's sentence."""

    def __init__(self, say: Callable[[Row], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._rows: list[Row] = []
        self._keys: list[str] = []

    def key(self, row: Row) -> str:
        """Return what names a row from one reading to the next."""
        raise NotImplementedError

    @property
    def rows(self) -> Sequence[Row]:
        """The rows."""
        return self._rows

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's own default
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt asks for anything
        """Return the row (`ROW`), or its sentence."""
        if not index.isValid():
            return None
        if role == ROW:
            return self._rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._say(self._rows[index.row()])
        return None

    def at(self, place: int) -> Row | None:
        """Return a row, None where there is none."""
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def key_at(self, place: int) -> str:
        """Return what a row is called, "" where there is none."""
        return self._keys[place] if 0 <= place < len(self._keys) else ""

    def place_of(self, key: str) -> int | None:
        """Return where the row called `key` stands, None where it does not."""
        return self._keys.index(key) if key in self._keys else None

    def show(self, rows: Iterable[Row]) -> bool:
        """Show these rows; False where they are known to be the same as before."""
        wanted = list(rows)
        keys = [self.key(row) for row in wanted]
        if keys == self._keys:
            return self._replace(wanted)
        held, coming = set(self._keys), dict(zip(keys, wanted, strict=True))
        gone = runs(place for place, key in enumerate(self._keys) if key not in coming)
        new = runs(place for place, key in enumerate(keys) if key not in held)
        if len(gone) + len(new) > RUNS or len(coming) < len(keys) or len(held) < len(self._keys):
            self.beginResetModel()
            self._rows, self._keys = wanted, keys
            self.endResetModel()
            return True
        self._remove(gone)
        self._reorder([key for key in keys if key in held])
        self._insert(new, keys, wanted)
        self._replace(wanted)
        return True

    def _remove(self, gone: Sequence[range]) -> None:
        for run in reversed(gone):
            self.beginRemoveRows(QModelIndex(), run.start, run.stop - 1)
            del self._rows[run.start : run.stop], self._keys[run.start : run.stop]
            self.endRemoveRows()

    def _reorder(self, keys: list[str]) -> None:
        if keys == self._keys:
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        held, names = dict(zip(self._keys, self._rows, strict=True)), [self._keys[index.row()] for index in before]
        self._rows, self._keys = [held[key] for key in keys], keys
        after = [self.index(keys.index(name)) for name in names]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _insert(self, new: Sequence[range], keys: list[str], rows: list[Row]) -> None:
        for run in new:
            self.beginInsertRows(QModelIndex(), run.start, run.stop - 1)
            self._rows[run.start : run.start] = rows[run.start : run.stop]
            self._keys[run.start : run.start] = keys[run.start : run.stop]
            self.endInsertRows()

    def _replace(self, rows: list[Row]) -> bool:
        """Put `rows` where rows of the same names are; tell which of them are other than before."""
        other = [place for place, (old, new) in enumerate(zip(self._rows, rows, strict=True)) if old is not new]
        if len(other) <= COMPARED:
            other = [place for place in other if self._rows[place] != rows[place]]
        self._rows = rows
        changed = runs(other)
        if len(changed) > RUNS:
            changed = [range(changed[0].start, changed[-1].stop)]
        for run in changed:
            self.dataChanged.emit(self.index(run.start), self.index(run.stop - 1))
        return bool(changed)


def runs(places: Iterable[int]) -> list[range]:
    """Return ascending `places` as stretches without a gap."""
    found: list[range] = []
    for place in places:
        if found and found[-1].stop == place:
            found[-1] = range(found[-1].start, place + 1)
        else:
            found.append(range(place, place + 1))
    return found
