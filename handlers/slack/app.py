"""Build the Bolt app. It acknowledges a request after its listener has committed."""

import logging
from collections.abc import Callable

from slack_bolt import App, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.middleware import Middleware
from slack_bolt.request import BoltRequest
from slack_sdk import WebClient

from handlers.environment import Settings
from handlers.slack.payloads import is_slack_url

TIMEOUT_SECONDS = 10

# Seconds, while a command waits to be acknowledged.
FAST_FAIL_SECONDS = 1


def web_client(settings: Settings, token: str | None, timeout: int = TIMEOUT_SECONDS) -> WebClient:
    """Return a Web API client that never repeats a request.

    The SDK's default repeats it after a lost connection: one post becomes two messages.
    """
    return WebClient(
        token=token,
        base_url=settings.api_url,
        timeout=timeout,
        retry_handlers=[],
    )


def build_app(settings: Settings) -> App:
    """Return a Bolt app without listeners. Sends no request to Slack yet."""

    def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=enterprise_id, team_id=team_id, bot_token=settings.bot_token
        )

    app = App(
        name="waymark",
        logger=logging.getLogger("slack_bolt.app"),
        # Without a token: each request gets the one of its workspace from `authorize`.
        client=web_client(settings, None),
        authorize=authorize,
        signing_secret=settings.signing_secret,
        request_verification_enabled=settings.signing_secret is not None,
        process_before_response=True,
    )
    app.middleware(_ResponseUrlCheck(settings.api_url))
    return app


class _ResponseUrlCheck(Middleware):
    """Remove a response_url that is not Slack's.

    A class, because for a function Bolt would collect all possible arguments on every request.
    """

    def __init__(self, api_url: str) -> None:
        self._api_url = api_url

    def process(
        self,
        *,
        req: BoltRequest,
        resp: BoltResponse,
        next: Callable[[], BoltResponse],  # noqa: A002 - Bolt's name
    ) -> BoltResponse:
        url = req.context.response_url
        if url and not is_slack_url(str(url), self._api_url):
            # The request itself is valid; only this address is not followed.
            logging.getLogger("waymark.incoming").warning("response_url not followed")
            req.context["response_url"] = None
            # Bolt created it with the address before calling any middleware.
            req.context.pop("respond", None)
        return next()
