"""What the app answered to one request."""

import json
from dataclasses import dataclass, field

from sandbox.objects import Object

TIMEOUT = "operation_timeout"
FAILED = "dispatch_failed"


@dataclass(frozen=True)
class Answer:
    """`error` is None when the app acknowledged in time.

    `status` is the HTTP status, 200 for a Socket Mode acknowledgement and None when there was no
    answer at all. `reason` is the X-Slack-Retry-Reason a redelivery would carry.
    """

    status: int | None
    body: str
    elapsed_ms: int
    error: str | None = None
    reason: str | None = None
    final: bool = False
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def delivered(self) -> bool:
        """Whether the app acknowledged."""
        return self.error is None

    def content(self) -> Object | None:
        """The body as an object: JSON, or plain text as `{"text": ...}`; None when empty."""
        if not self.body.strip():
            return None
        try:
            value = json.loads(self.body)
        except json.JSONDecodeError:
            return {"text": self.body}
        return value if isinstance(value, dict) else {"text": self.body}

    def report(self, **more: object) -> Object:
        """How the control API shows it."""
        return {
            "delivered": self.delivered,
            "status": self.status,
            "elapsed_ms": self.elapsed_ms,
            "answer": self.body,
            "error": self.error,
            **more,
        }

    def attempt(self, number: int) -> Object:
        """How the log shows it."""
        return {
            "retry_num": number,
            "status": self.status,
            "elapsed_ms": self.elapsed_ms,
            "error": self.error,
            "reason": self.reason,
            "answer": self.body,
        }
