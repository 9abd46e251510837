"""Where a guest stands: what is counted of their bills and interactions, and what the policy makes of the counts.

Both ways of counting give the same counts: here one guest's facts at a time, at HQ a million guests' rows at once.

What counts, everywhere:

- A bill that is not settled is nothing yet.
- A settled bill of 0 fen (a voucher paid it all) is a visit and a bill; it adds nothing to the spending.
- A settled bill below 0 is a refund: no visit, no bill; it is taken off the spending at its own time.
- A window of n days ends now and begins exactly n days ago, both moments included. What lies after now is in no
  window; it does count as a bill.
- Who asked about a franchise once has asked for ever.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from .days import business_day
from .policy import Policy
from .segments import Placing, class_of, is_private, segment_of
from .tiers import Interaction, InteractionRule, Tier, TierReason, tier_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid:
    """One settled bill: when it was closed, and what was paid (fen; below 0: a refund)."""

    at: datetime
    paid_fen: int

    @property
    def is_visit(self) -> bool:
        """Whether somebody was there: a refund is no visit."""
        return self.paid_fen >= 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """One interaction. A kind that this program does not know yet is kept as HQ was told it, and counts for nothing."""

    kind: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What was counted of a guest: `visits` and `interactions` in the tiers' window, `spend_fen` in the segments',
    `gate_visits` and `recommendations` in the gate's; `bills` and `first_visit` of all time."""

    visits: int = 0
    interactions: int = 0
    bills: int = 0
    spend_fen: int = 0
    gate_visits: int = 0
    recommendations: int = 0
    first_visit: datetime | None = None
    franchise: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Tier, segment, class and gate, each with its reason in numbers and the version of the policy."""

    tier: Tier
    reason: TierReason
    placing: Placing

    @property
    def results(self) -> dict[str, str]:
        """What is worth noting when it changes, by its name: tier, segment, purchase_class, private ("yes" or "no")."""
        return {
            "tier": self.tier.value,
            "segment": self.placing.segment.value,
            "purchase_class": self.placing.purchase_class.value,
            "private": "yes" if self.placing.private else "no",
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of one guest: settled bills, interactions, and when they asked about a franchise."""

    paid: Sequence[Paid] = ()
    done: Sequence[Done] = ()
    franchise_at: datetime | None = None

    def until(self, moment: datetime) -> Facts:
        """Return the facts that lie at or before `moment`."""
        return Facts(
            paid=[each for each in self.paid if each.at <= moment],
            done=[each for each in self.done if each.at <= moment],
            franchise_at=None if self.franchise_at is None or self.franchise_at > moment else self.franchise_at,
        )


NOTHING_KNOWN = Facts()
"""The facts of a guest who never came."""


def count(facts: Facts, policy: Policy, now: datetime) -> Counts:
    """Return the counts of one guest as of `now`."""
    visits = bills = spend = gate_visits = 0
    first: datetime | None = None
    tier_since, spend_since, gate_since = _windows(policy, now)
    for bill in facts.paid:
        past = bill.at <= now
        spend += bill.paid_fen if past and bill.at >= spend_since else 0
        if not bill.is_visit:
            continue
        bills += 1
        visits += past and bill.at >= tier_since
        gate_visits += past and bill.at >= gate_since
        first = bill.at if first is None else min(first, bill.at)
    held = [each for each in facts.done if each.at <= now]
    rule = policy.interactions
    return Counts(
        visits=visits,
        interactions=_weigh((each for each in held if each.at >= tier_since), rule),
        bills=bills,
        spend_fen=spend,
        gate_visits=gate_visits,
        recommendations=_recommended((each for each in held if each.at >= gate_since), rule),
        first_visit=first,
        franchise=facts.franchise_at is not None,
    )


def _windows(policy: Policy, now: datetime) -> tuple[datetime, datetime, datetime]:
    """Return when the windows of the tiers, the spending and the gate begin."""
    days = policy.tier_days, policy.segments.spend_days, policy.gate.days
    tier_since, spend_since, gate_since = (now - timedelta(days=each) for each in days)
    return tier_since, spend_since, gate_since


def _weigh(done: Iterable[Done], rule: InteractionRule) -> int:
    known = [(Interaction(each.kind), each.at) for each in done if each.kind in _KINDS]
    if rule.once_a_day:
        return sum(rule.weights.get(kind, 0) for kind, _ in {(kind, business_day(at)) for kind, at in known})
    return sum(rule.weights.get(kind, 0) for kind, _ in known)


def _recommended(done: Iterable[Done], rule: InteractionRule) -> int:
    days = [business_day(each.at) for each in done if each.kind == Interaction.RECOMMENDED]
    return len(set(days)) if rule.once_a_day else len(days)


_KINDS = frozenset(kind.value for kind in Interaction)


def stand(counts: Counts, policy: Policy, now: datetime) -> Standing:
    """Return what the policy makes of the counts, as of `now`."""
    tier, reason = tier_of(counts.visits, counts.interactions, policy.tier_rules, policy.tier_days, policy.version)
    placing = Placing(
        segment=segment_of(counts.first_visit, counts.spend_fen, policy.segments, now),
        purchase_class=class_of(counts.bills, counts.franchise),
        private=is_private(counts.gate_visits, counts.recommendations, policy.gate),
        bills=counts.bills,
        spend_fen=counts.spend_fen,
        spend_days=policy.segments.spend_days,
        new_days=policy.segments.new_days,
        gate_visits=counts.gate_visits,
        recommendations=counts.recommendations,
        gate_days=policy.gate.days,
        policy=policy.version,
    )
    return Standing(tier=tier, reason=reason, placing=placing)
