"""What HQ counts of itself, for `/metrics`. Labels are routes and outcomes, never stores' guests."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

_SECONDS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 60)


class Meters:
    """One service's counters, in a registry of their own (several services may live in one test process)."""

    def __init__(self) -> None:
        """Start at zero."""
        self.registry = CollectorRegistry()
        self.requests = Counter("yingbin_requests", "Requests answered.", ["route", "status"], registry=self.registry)
        self.events = Counter("yingbin_events", "Events taken in.", ["outcome"], registry=self.registry)
        self.applied = Counter(
            "yingbin_events_applied", "Events applied or parked.", ["outcome"], registry=self.registry
        )
        self.delay = Histogram(
            "yingbin_event_delay_seconds",
            "From an event's acceptance to its being applied (real seconds).",
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.commands = Counter("yingbin_commands", "Commands answered.", ["outcome"], registry=self.registry)
        self.polls = Gauge("yingbin_polls_waiting", "Desks that wait for news.", registry=self.registry)
        self.queue = Gauge("yingbin_writer_waiting", "Pieces of work that wait for the writer.", registry=self.registry)
        self.groups = Gauge("yingbin_writer_groups", "Transactions shared by callers.", registry=self.registry)
        self.jobs = Gauge("yingbin_writer_jobs", "Pieces of work done in them.", registry=self.registry)
        self.funnel = Gauge("yingbin_funnel_waiting", "Scans that wait to be written.", registry=self.registry)
        self.funnel_dropped = Gauge(
            "yingbin_funnel_dropped", "Scans beyond what may wait, not counted.", registry=self.registry
        )
        self.groups_in_trouble = Gauge(
            "yingbin_groups_in_trouble",
            "Stores' kinds of group that will soon, or do already, take nobody in.",
            ["trouble"],
            registry=self.registry,
        )

    def text(self) -> bytes:
        """Return everything in Prometheus' text format."""
        return generate_latest(self.registry)
