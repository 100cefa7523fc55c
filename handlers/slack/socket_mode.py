"""Socket Mode, with the adapter that notices a lost connection at once."""

import logging
import threading
import time

from slack_bolt import App
from slack_bolt.adapter.socket_mode.websocket_client import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

log = logging.getLogger("waymark.socket_mode")


RETRY_SECONDS = 5.0

STOP_SECONDS = 3.0


class SocketMode:
    """A connection to Slack, opened and restored in the background."""

    def __init__(self, app: App, app_token: str, client: WebClient) -> None:
        self._handler = SocketModeHandler(
            app,
            app_token,
            logger=logging.getLogger("slack_sdk.socket_mode.connection"),
            web_client=client,
        )
        self._stopping = threading.Event()
        self._connecting = threading.Thread(target=self._connect, daemon=True, name="slack")

    def start(self) -> None:
        """Start to connect, and try again while Slack cannot be reached."""
        self._connecting.start()

    @property
    def connected(self) -> bool:
        """Return whether the connection is open."""
        return bool(self._handler.client.is_connected())

    def stop(self) -> None:
        """Disconnect, within a few seconds."""
        self._stopping.set()
        closing = threading.Thread(target=self._handler.close, daemon=True, name="closing")
        closing.start()
        deadline = time.monotonic() + STOP_SECONDS
        # A session closed just before it runs will run all the same: close it again then.
        while closing.is_alive() and time.monotonic() < deadline:
            self._handler.client.disconnect()
            closing.join(0.1)

    def _connect(self) -> None:
        while not self._stopping.is_set():
            try:
                self._handler.connect()
            except SlackApiError as error:
                log.warning("Slack refused", extra={"reason": str(error.response["error"])})
            except OSError as error:
                log.warning("Slack not reached", extra={"reason": type(error).__name__})
            else:
                return
            self._stopping.wait(RETRY_SECONDS)
