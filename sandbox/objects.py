"""The JSON objects that travel between Slack and an app."""

from typing import Any

Object = dict[str, Any]


class SlackError(Exception):
    """An answer of the shape `{"ok": false, "error": code, ...}`."""

    def __init__(self, code: str, **extra: Any) -> None:
        super().__init__(code)
        self.code = code
        self.extra = extra

    def answer(self) -> Object:
        """The JSON body Slack sends for it."""
        return {"ok": False, "error": self.code, **self.extra}
