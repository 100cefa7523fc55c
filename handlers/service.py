"""The running bot: listeners, jobs, Socket Mode and the HTTP application in one process."""

import logging
from typing import TYPE_CHECKING

from bot.services import Services
from domain.errors import WaymarkError
from handlers import http, listeners
from handlers.environment import Settings
from handlers.jobs import JobScheduler, run_due_jobs
from handlers.notes.commands import DuplicatePrompt
from handlers.notes.messages import MessageCapture
from handlers.notes.pending_captures import PendingCaptureProcessor
from handlers.prompts.blocks import PROMPT_TEXTS
from handlers.slack import app as slack_app
from handlers.slack.background import Background
from handlers.slack.directory import SlackPeople
from handlers.slack.message_words import MessageReader
from handlers.slack.socket_mode import SocketMode
from storage.session import Database

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


log = logging.getLogger("waymark.service")


# English loads TextBlob and the word lists; only other languages need the language model.
WARM_UP_TEXTS = ("The invoice page is slow", "Laden wir das Sprachmodell gleich beim Start")


class Service:
    """The bot: listeners and jobs, started and stopped together."""

    def __init__(
        self,
        settings: Settings,
        storage: Database,
        services: Services,
        people: SlackPeople,
        reader: MessageReader,
    ) -> None:
        self._storage = storage
        self._services = services
        self._background = Background()
        app = slack_app.build_app(settings)
        listeners.register(app, services, people, reader, self._background)
        duplicates = DuplicatePrompt(services.duplicates, self._background)
        messages = MessageCapture(services, duplicates, reader)
        processor = PendingCaptureProcessor(messages, services.pending_captures, services.journeys)
        client = slack_app.web_client(settings, settings.bot_token)
        self._scheduler = JobScheduler(
            settings.tick,
            lambda: run_due_jobs(
                services.post_due_reviews,
                services.follow_reviews,
                services.note_edits.delete_expired,
                lambda: processor.process_due(client),
                services.welcomes.send_due,
                lambda: services.prompts.post_due(PROMPT_TEXTS),
                services.other_languages.update_all,
                services.theme_suggester.update_all,
                services.reminders.send_due_reminders,
                services.reminders.post_due_pulses,
            ),
        )
        self._socket = (
            SocketMode(app, settings.app_token, app.client) if settings.app_token else None
        )
        self.wsgi: WSGIApplication = http.application(
            app, accepts_slack=not settings.socket_mode, ready=self.readiness_problem
        )

    def start(self) -> None:
        """Start the jobs and, in Socket Mode, the connection."""
        # Loading the scorer takes half a second, on a busy machine several: longer than Slack
        # waits for an answer. So it is loaded before the first command can arrive.
        for text in WARM_UP_TEXTS:
            self._services.scorer.score(text)
        # Without these the answers to the first pain points would suggest no themes.
        self._background.run_slow(self._services.theme_suggester.load_models)
        self._scheduler.start()
        if self._socket:
            self._socket.start()
        log.info("serving", extra={"socket_mode": self._socket is not None})

    def stop(self) -> None:
        """Finish running work and stop."""
        if self._socket:
            self._socket.stop()
        self._scheduler.stop()
        self._background.close()
        log.info("stopped")

    @property
    def ready(self) -> bool:
        """Return whether a request from Slack would be served now."""
        return self.readiness_problem() is None

    def readiness_problem(self) -> str | None:
        """Return what /readyz answers while Waymark is not ready, None when it is."""
        try:
            self._storage.check()
        except WaymarkError as error:
            return error.sentence
        except Exception:
            log.exception("database check failed")
            return "The database cannot be used; see the log."
        if self._socket and not self._socket.connected:
            return "Not connected to Slack."
        return None
