"""The chain's rules as data: a policy has a version, and every derived fact names the version it came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .faults import Unreadable
from .tastes import DishPolicy, DishRule
from .tiers import Tier, TierRule


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The rules in force. Windows and limits in the unit their name says."""

    version: str
    tier_days: int
    tier_rules: tuple[TierRule, ...]
    arrival_window_minutes: int
    wait_limit_minutes: int
    dishes: DishPolicy


def policy_from(document: Mapping[str, Any]) -> Policy:
    """Return the policy in a parsed TOML document; raise `Unreadable` naming the first key that is wrong."""
    try:
        tiers, tastes, arrivals = document["tiers"], document["tastes"], document["arrivals"]
        return Policy(
            version=str(document["version"]),
            tier_days=_positive(tiers, "days"),
            tier_rules=tuple(
                TierRule(tier=Tier(step["tier"]), visits=int(step["visits"]), interactions=int(step["interactions"]))
                for step in tiers["steps"]
            ),
            arrival_window_minutes=_positive(arrivals, "window_minutes"),
            wait_limit_minutes=_positive(arrivals, "wait_limit_minutes"),
            dishes=DishPolicy(
                rules=tuple(
                    DishRule(tag=rule["tag"], words=tuple(rule["words"]), unless=tuple(rule.get("unless", ())))
                    for rule in tastes["dishes"]
                ),
                staples=tuple(tastes.get("staples", ())),
                least_hits=_positive(tastes, "least_hits"),
                least_share=_positive(tastes, "least_share"),
                most=_positive(tastes, "most"),
                expire_days=_positive(tastes, "expire_days"),
            ),
        )
    except KeyError as missing:
        raise Unreadable("policy_key", f"the policy lacks {missing}", key=str(missing.args[0])) from None
    except (TypeError, ValueError) as wrong:
        raise Unreadable("policy_value", f"the policy has a wrong value: {wrong}", reason=str(wrong)) from None


def _positive(table: Mapping[str, Any], key: str) -> int:
    value = table[key]
    if not isinstance(value, int) or isinstance(value, bool) or value <= 0:
        raise ValueError(f"{key} must be a whole number above 0, not {value!r}")
    return value
