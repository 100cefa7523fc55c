"""Slash commands as Slack sends them: signed forms with notes that all say something different."""

import hashlib
import hmac
import random
import time
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlencode

SIGNING_SECRET = "benchmark-signing-secret"  # noqa: S105 - it signs for a loopback server only
TEAM = "T0BENCH"
CHANNEL = "C0JOURNEY"
REQUEST_PATH = "/slack/events"
STAGES = ("awareness", "consideration", "decision", "onboarding", "retention", "loyalty")

_SUBJECTS = """
    the setup wizard|the welcome email|our pricing page|the invoice download|the mobile app
    the password reset|single sign-on|the import of contacts|the trial extension form|live chat
    the shipping estimate|the search box|the weekly report|the order confirmation|the status page
    the cancellation flow|the product tour|the returns label|the API key screen|the checkout
    the knowledge base|the billing portal|the calendar sync|the referral link|the demo booking
    the notification settings|the size guide|the warranty registration|the seat management
    the training webinar
"""
_EVENTS = """
    keeps timing out|rejects valid input|shows an outdated total|asks for the same details twice
    loads for half a minute|loses what was typed|sends people in a circle|is hard to find
    contradicts the contract|forgets the chosen language|opens in the wrong tab|hides the next step
    mixes up two accounts|never confirms anything|charges before approval|cuts off long names
    needs an administrator|crashes on older tablets|uses words nobody understands|arrives too late
    blocks corporate proxies|resets every filter|duplicates entries|ignores the time zone
    looks like an advertisement|fails without an explanation|misses a back button
    expects a credit card|downloads an empty file|logs everyone out
"""
_CIRCUMSTANCES = """
    after the latest update|when several colleagues share a login|on slow hotel wireless
    during the monthly closing|for companies with subsidiaries|right after signing the contract
    while comparing two plans|when the browser blocks cookies|before the kickoff meeting
    for buyers outside Europe|with a screen reader|once the trial has ended|over the weekend
    when paying by bank transfer|as soon as a coupon is used|for a customer in manufacturing
    although support promised otherwise|whenever the cart holds a subscription|on a phone
    since the migration to the new platform|for a school with shared computers|at renewal time
    when the owner has left the company|in the middle of a presentation|for first-time visitors
    with more than one delivery address|during peak season|while on a call with our agent
    if the tax number is missing|for resellers
"""
_CONSEQUENCES = """
    so they phoned us|and they gave up|which cost them a morning|and they asked for a refund
    so the rollout was postponed|and finance had to step in|which made their manager nervous
    so they wrote it down on paper|and a competitor was mentioned|which delayed the order
    and nobody could explain why|so a workaround circulates internally|and the deal nearly fell
    which they found embarrassing|so two tickets were opened|and they rated us three of ten
    which confused the whole department|so they waited for the next day|and they sent screenshots
    which legal complained about|so they invited fewer users|and it was raised in the review
    which broke their automation|so they kept the old tool|and the champion lost patience
"""


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part for line in text.split("\n") for part in line.strip().split("|") if part)


_SENTENCE = tuple(map(_parts, (_SUBJECTS, _EVENTS, _CIRCUMSTANCES, _CONSEQUENCES)))


def note_texts(seed: int) -> Iterator[str]:
    """Return endless texts of notes, about 15 words each, the same ones for the same seed."""
    choose = random.Random(seed)  # noqa: S311 - no secret
    while True:
        yield " ".join(choose.choice(parts) for parts in _SENTENCE)


class Command(NamedTuple):
    """One HTTP request with a note, and the note's text."""

    request: bytes
    text: str


def is_acknowledged(text: str, answer: str) -> bool:
    """Whether an answer says that the note is saved: it shows its text, without the stage.

    A refusal repeats all that was typed.
    """
    return text in answer and not any(f"{stage}: {text}" in answer for stage in STAGES)


def command_body(text: str, number: int, user: int, command: str = "/painpoint") -> str:
    """Return the form of one command; `number` must differ between commands of a database."""
    stage = STAGES[number % len(STAGES)]
    return urlencode(
        {
            "token": "unused",
            "team_id": TEAM,
            "team_domain": "benchmark",
            "channel_id": CHANNEL,
            "channel_name": "customer-journey",
            "user_id": f"U{user:08d}",
            "user_name": f"user{user}",
            "command": command,
            "text": f"{stage}: {text}",
            "api_app_id": "A0BENCH",
            "is_enterprise_install": "false",
            "response_url": "https://hooks.slack.com/commands/T0BENCH/1/x",
            "trigger_id": f"{number}.{user}.bench",
        }
    )


def signed_headers(body: str) -> dict[str, str]:
    """Return the headers that Slack sends with a body; they are good for five minutes."""
    timestamp = str(int(time.time()))
    base = f"v0:{timestamp}:{body}".encode()
    digest = hmac.new(SIGNING_SECRET.encode(), base, hashlib.sha256).hexdigest()
    return {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": f"v0={digest}",
    }


def commands(first: int, count: int, users: int) -> list[Command]:
    """Return that many signed requests, numbered from `first`, by so many people in turn."""
    texts = note_texts(first)
    return [_request(next(texts), number, number % users) for number in range(first, first + count)]


def _request(text: str, number: int, user: int) -> Command:
    body = command_body(text, number, user)
    headers = signed_headers(body) | {"Host": "127.0.0.1", "Content-Length": str(len(body))}
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return Command(f"POST {REQUEST_PATH} HTTP/1.1\r\n{lines}\r\n{body}".encode(), text)
