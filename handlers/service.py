"""The running bot: listeners, the clock, Socket Mode and the HTTP port in one process."""

import logging
from typing import TYPE_CHECKING

from bot.services import Services
from domain.errors import WaymarkError
from handlers import http, listeners
from handlers.jobs import JobScheduler, run_due_jobs
from handlers.notes.commands import DuplicatePrompt
from handlers.notes.messages import MessageCapture
from handlers.notes.pending_captures import PendingCaptureProcessor
from handlers.settings import Settings
from handlers.slack import app as slack_app
from handlers.slack.background import Background
from handlers.slack.directory import SlackPeople
from handlers.slack.socket_mode import SocketMode
from storage.session import Database

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


log = logging.getLogger("waymark.service")


# English is mostly recognised without the language model: this needs it.
WARM_UP_TEXT = "Laden wir das Sprachmodell gleich beim Start"


class Service:
    """Everything that runs while Waymark serves."""

    def __init__(
        self, settings: Settings, storage: Database, use: Services, people: SlackPeople
    ) -> None:
        self._storage = storage
        self._use = use
        self._background = Background()
        app = slack_app.build_app(settings)
        listeners.register(app, use, people, self._background)
        duplicates = DuplicatePrompt(use.duplicates, self._background)
        messages = MessageCapture(use, duplicates)
        processor = PendingCaptureProcessor(messages, use.pending_captures, use.journeys)
        client = slack_app.web_client(settings, settings.bot_token)
        self._ticker = JobScheduler(
            settings.tick,
            lambda: run_due_jobs(
                use.post_due_reviews,
                use.follow_reviews,
                use.note_edits.delete_expired,
                lambda: processor.process_due(client),
                use.nudge_people,
                use.post_pulses,
            ),
        )
        self._socket = (
            SocketMode(app, settings.app_token, app.client) if settings.app_token else None
        )
        self.wsgi: WSGIApplication = http.application(
            app, takes_slack=not settings.socket_mode, ready=self.why_not_ready
        )

    def start(self) -> None:
        """Begin to tick and, in Socket Mode, to listen."""
        # Loading the scorer takes half a second, on a busy machine several: longer than Slack
        # waits for an answer. So it is loaded before the first command can arrive.
        self._use.scorer.score(WARM_UP_TEXT)
        self._ticker.start()
        if self._socket:
            self._socket.start()
        log.info("serving", extra={"socket_mode": self._socket is not None})

    def stop(self) -> None:
        """Finish what was begun and stop."""
        if self._socket:
            self._socket.stop()
        self._ticker.stop()
        self._background.close()
        log.info("stopped")

    @property
    def ready(self) -> bool:
        """Whether a request from Slack would be served now."""
        return self.why_not_ready() is None

    def why_not_ready(self) -> str | None:
        """The sentence /readyz answers while something is missing, else null."""
        try:
            self._storage.check()
        except WaymarkError as error:
            return error.sentence
        except Exception:
            log.exception("database check failed")
            return "The database cannot be used; the log says why."
        if self._socket and not self._socket.connected:
            return "Not connected to Slack."
        return None
