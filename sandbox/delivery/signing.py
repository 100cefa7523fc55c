"""Slack's request signature, version 0."""

import hashlib
import hmac


def signature_headers(secret: str, body: str, now: int) -> dict[str, str]:
    """The two headers that let an app verify a request; `now` is real time in seconds."""
    base = f"v0:{now}:{body}".encode()
    digest = hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": str(now), "X-Slack-Signature": f"v0={digest}"}
