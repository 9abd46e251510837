"""What the database says at one moment, asked once for all guests who look at it together.

Everybody asked before this look began, so nobody sees what was over when they asked; and a hundred guests of one store
at one moment cost hardly more than one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection

from app.domain.groups import GroupCard, GroupKind
from app.domain.printed import CodeCard, PrintedKind, Scope, code_in
from app.hq.policies import current_policy
from app.hq.work.groups import groups_of, picture_of
from app.hq.work.landing_places import Atlas, manager_of
from app.hq.work.printed import codes_of


class Sight:
    """One look: stores, codes, groups and policy, inside one read transaction."""

    def __init__(self, connection: Connection, atlas: Atlas, texts: Iterable[str]) -> None:
        """`texts` are the codes that guests ask for, as they stand in the address."""
        self.atlas = atlas
        self._connection = connection
        self._codes = codes_of(connection, {code for text in texts if (code := code_in(text))})
        self._groups: dict[tuple[GroupKind, str], list[GroupCard]] = {}
        policy = current_policy(connection)
        self.rule, self.brand, self.accent = policy.groups, policy.brand, policy.accent
        for kind in (GroupKind.GROUP, GroupKind.VIP):
            self.groups(self._stores(kind), kind)

    def _stores(self, kind: GroupKind) -> list[str]:
        cards = (card for card in self._codes.values() if card.scope is Scope.STORE)
        return [card.store_id for card in cards if (card.kind is PrintedKind.VIP) is (kind is GroupKind.VIP)]

    def code(self, text: str) -> CodeCard | None:
        """Return the code that a guest asked for, None where there is none."""
        return self._codes.get(code_in(text))

    def groups(self, store_ids: Sequence[str], kind: GroupKind) -> dict[str, list[GroupCard]]:
        """Return the groups of these stores."""
        missing = [store_id for store_id in store_ids if (kind, store_id) not in self._groups]
        if missing:
            found = groups_of(self._connection, missing, kind)
            self._groups.update({(kind, store_id): cards for store_id, cards in found.items()})
        return {store_id: self._groups[kind, store_id] for store_id in store_ids}

    def picture(self, group_id: str) -> bytes | None:
        """Return the picture of a group's code as it was uploaded."""
        return picture_of(self._connection, group_id)

    def manager(self, store_id: str, now: datetime) -> CodeCard | None:
        """Return the code by which guests reach a store's manager, None where there is none."""
        return manager_of(self._connection, store_id, now) if store_id in self.atlas.sites else None
