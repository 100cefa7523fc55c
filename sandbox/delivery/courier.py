"""Brings one payload to the app, whichever way the app is connected."""

from sandbox.config import Settings
from sandbox.delivery.answer import FAILED, Answer
from sandbox.delivery.request_url import RequestUrl
from sandbox.delivery.sockets import Sockets
from sandbox.log import Log
from sandbox.objects import Object


class Courier:
    """`kind` is slash_commands, interactive or events_api, the words Socket Mode uses."""

    def __init__(
        self, settings: Settings, log: Log, sockets: Sockets, request_url: RequestUrl | None
    ) -> None:
        self._settings = settings
        self._log = log
        self._sockets = sockets
        self._request_url = request_url

    async def deliver(self, kind: str, payload: Object) -> Answer:
        """One attempt and no other, as for commands and interactions."""
        entry = self._log.delivery(kind, payload)
        return await self.attempt(kind, payload, entry)

    async def attempt(
        self, kind: str, payload: Object, entry: Object, number: int = 0, reason: str | None = None
    ) -> Answer:
        """Attempt `number` (0 is the first) of the delivery logged as `entry`."""
        seconds = self._settings.ack_seconds
        if self._request_url is None:
            retry: Object = {"retry_attempt": number, "retry_reason": reason or ""}
            answer = await self._sockets.send(
                kind, payload, seconds, retry if kind == "events_api" else {}
            )
        else:
            headers = {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": str(reason)}
            answer = await self._request_url.post(kind, payload, seconds, headers if number else {})
        entry["attempts"].append(answer.attempt(number))
        return answer

    async def verify_url(self, token: str, challenge: str) -> Answer:
        """Slack's url_verification; fails unless the app echoes the challenge."""
        if self._request_url is None:
            return Answer(None, "", 0, FAILED)
        payload: Object = {"type": "url_verification", "token": token, "challenge": challenge}
        answer = await self.deliver("events_api", payload)
        echoed = answer.body.strip() == challenge
        if not echoed and (answer.content() or {}).get("challenge") != challenge:
            return Answer(answer.status, answer.body, answer.elapsed_ms, FAILED)
        return answer
