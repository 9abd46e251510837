"""The chain's rules as data: a policy has a version, and every derived fact names the version it came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Any

from .faults import Unreadable
from .groups import USUAL, GroupRule
from .policy_check import check
from .policy_problems import Wrong
from .segments import Called, GateRule, PurchaseClass, Segment, SegmentRule
from .tastes import DishPolicy, DishRule
from .tiers import Interaction, InteractionRule, Tier, TierRule


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The rules in force. Windows and limits in the unit their name says."""

    version: str
    tier_days: int
    tier_rules: tuple[TierRule, ...]
    interactions: InteractionRule
    segments: SegmentRule
    classes: Mapping[PurchaseClass, Called]
    gate: GateRule
    arrival_window_minutes: int
    wait_limit_minutes: int
    dishes: DishPolicy
    escalate_seconds: int = 120
    """A VIP whom nobody acknowledges for so long is the manager's."""
    redeem_points: int = 0
    """Points from which on they can be redeemed; 0: this chain has no points."""
    lapse_days: int = 7
    """A coupon that is good for at most so many days more is about to lapse."""
    birthday_days: int = 0
    """Days before and after a birthday on which it can still be kept."""
    groups: GroupRule = USUAL
    """When groups give way to the next, when the manager hears of it, how far a guest is sent."""
    brand: str = ""
    """What the chain is called, on paper and on the phone page."""
    accent: str = ""
    """The chain's colour, "#rrggbb"; "": the program's own."""

    def __hash__(self) -> int:
        """A version stands for its rules."""
        return hash(self.version)

    @property
    def longest_window(self) -> timedelta:
        """The longest of the windows in which something is counted."""
        return timedelta(days=max(self.tier_days, self.segments.spend_days, self.gate.days))


def policy_from(document: Mapping[str, Any]) -> Policy:
    """Return the policy in a parsed TOML document; raise `Unreadable` naming the first thing that is wrong with it.

    A key that this program does not know (a newer program's) is passed over.
    """
    for problem in check(document):
        if problem.kind is Wrong.MISSING:
            raise Unreadable("policy_key", problem.wrong, key=problem.key)
        if problem.kind is not Wrong.UNKNOWN:
            said = f"the policy has a wrong value: {problem.key} {problem.wrong}, not {problem.right}"
            raise Unreadable("policy_value", said, key=problem.key, reason=problem.wrong)
    tiers, arrivals, brand = document["tiers"], document["arrivals"], document.get("brand", {})
    return Policy(
        version=document["version"],
        tier_days=tiers["days"],
        tier_rules=tuple(
            TierRule(tier=Tier(step["tier"]), visits=step["visits"], interactions=step["interactions"])
            for step in tiers["steps"]
        ),
        interactions=_interactions(tiers["interactions"]),
        segments=_segments(document["segments"]),
        classes={each: _called(document["classes"][each]) for each in PurchaseClass},
        gate=GateRule(**{each.name: document["gate"][each.name] for each in fields(GateRule)}),
        arrival_window_minutes=arrivals["window_minutes"],
        wait_limit_minutes=arrivals["wait_limit_minutes"],
        dishes=_dishes(document["tastes"]),
        groups=_groups(document.get("groups", {})),
        brand=brand.get("name", "").strip(),
        accent=brand.get("accent", "").lower(),
        **_desk_rules(document),
    )


def _interactions(table: Mapping[str, Any]) -> InteractionRule:
    weights = {kind: table["weights"][kind] for kind in Interaction if kind in table["weights"]}
    return InteractionRule(weights=weights, once_a_day=table["once_a_day"])


def _segments(table: Mapping[str, Any]) -> SegmentRule:
    return SegmentRule(
        new_days=table["new_days"],
        spend_days=table["spend_days"],
        mid_fen=table["mid_fen"],
        high_fen=table["high_fen"],
        called={cell: _called(table[cell]) for cell in Segment},
    )


def _called(table: Mapping[str, Any]) -> Called:
    return Called(name=table["name"].strip(), do=table["do"].strip())


def _dishes(table: Mapping[str, Any]) -> DishPolicy:
    numbers = {each.name: table[each.name] for each in fields(DishPolicy) if each.type == "int" and each.name in table}
    rules = tuple(
        DishRule(tag=rule["tag"], words=tuple(rule["words"]), unless=tuple(rule.get("unless", ())))
        for rule in table["dishes"]
    )
    return DishPolicy(rules=rules, staples=tuple(table["staples"]), **numbers)


def _groups(table: Mapping[str, Any]) -> GroupRule:
    return GroupRule(**{each.name: table[each.name] for each in fields(GroupRule) if each.name in table})


def _desk_rules(document: Mapping[str, Any]) -> dict[str, int]:
    """Return what the optional sections [alerts] and [heads_up] say, where they say it."""
    said = {**document.get("alerts", {}), **document.get("heads_up", {})}
    names = ("escalate_seconds", "redeem_points", "lapse_days", "birthday_days")
    return {name: said[name] for name in names if name in said}
