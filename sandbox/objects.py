"""JSON objects exchanged by Slack and an app."""

from typing import Any

Object = dict[str, Any]


class SlackError(Exception):
    """An error answer of the form `{"ok": false, "error": code, ...}`."""

    def __init__(self, code: str, **extra: Any) -> None:
        super().__init__(code)
        self.code = code
        self.extra = extra

    def answer(self) -> Object:
        """Return the JSON body of the answer."""
        return {"ok": False, "error": self.code, **self.extra}
