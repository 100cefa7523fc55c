"""Prometheus metrics. They contain no names and no texts."""

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

REGISTRY = CollectorRegistry()

REQUESTS = Counter(
    "waymark_slack_requests_total", "Requests from Slack", ["kind", "status"], registry=REGISTRY
)

SECONDS = Histogram(
    "waymark_slack_request_seconds",
    "Time until a request from Slack was answered",
    ["kind"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3),
    registry=REGISTRY,
)

REVIEWS = Counter("waymark_reviews_total", "Due reviews by outcome", ["state"], registry=REGISTRY)

REMINDERS = Counter(
    "waymark_reminders_total",
    "Reminders, pulses and prompts by outcome",
    ["kind", "state"],
    registry=REGISTRY,
)

ANSWERS = Counter(
    "waymark_answers_total", "Answers to questions by subject", ["subject"], registry=REGISTRY
)

RATINGS = Counter(
    "waymark_answer_ratings_total",
    "Answers that people rated",
    ["rating"],
    registry=REGISTRY,
)


def render_metrics() -> bytes:
    """Return the metrics in Prometheus' text format."""
    return generate_latest(REGISTRY)
