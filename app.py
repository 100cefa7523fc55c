"""Waymark's composition root: settings → storage → use cases → listeners → clock."""

import argparse
import io
import multiprocessing.util
import os
import sys
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from dotenv import load_dotenv

from bot.exports import ExportNotes, Exports
from bot.imports import ImportNotes, ImportReadings, OfferImport
from bot.improvements import ImprovementService, ListImprovements
from bot.journeys.home import ShowHome
from bot.journeys.journeys import JourneyService, SetHome
from bot.journeys.listing import ShowParts
from bot.journeys.map import ShowMap
from bot.journeys.map_parts import (
    KpiDefinitionService,
    PersonaService,
    StageService,
    TouchpointService,
)
from bot.journeys.settings import SettingsService
from bot.kpis import RecordReading
from bot.notes.capture import CaptureNote, OfferChoices
from bot.notes.edit import ChangeNote, SupportNote, SweepNotes
from bot.notes.inbox import PlaceNote, ShowInbox
from bot.notes.listing import ListNotes
from bot.notes.merge import FindDuplicate, MergeNotes
from bot.notes.messages import FollowMessage, PendingCaptureQueue
from bot.notes.moods import CorrectMood, ListMoodCorrections, RescoreNotes
from bot.ports import Clock
from bot.reminders import ChooseReminders, NudgePeople, PostPulses, SendReminder
from bot.reviews.figures import CompareReviews, ComputeReview, ShowBehind
from bot.reviews.follow import FollowReviews
from bot.reviews.publish import PostDueReviews, PostNow, PublishReview
from bot.reviews.schedule import ReviewScheduleService
from bot.reviews.sign_off import SignOffReview
from bot.sentiment.scorer import WaymarkScorer
from bot.services import Services
from bot.themes import CorrectThemes, ListThemes
from domain.errors import BadInputError, NotFoundError, WaymarkError
from domain.journeys import WorkspaceId
from handlers import logs, settings
from handlers.cli import sandbox as local_sandbox
from handlers.cli.data import export, import_, rescore, score
from handlers.cli.parser import parser
from handlers.cli.review import map_, review
from handlers.cli.serve import serve
from handlers.clock import FollowedClock, SystemClock
from handlers.exports.files import ReviewFiles
from handlers.journeys.map_images import MapImageUploader
from handlers.reminders.messenger import SlackMessenger
from handlers.reviews.publisher import MapMessageBuilder, SlackPublisher
from handlers.service import Service
from handlers.slack import app as slack_app
from handlers.slack.directory import SlackChannels, SlackPeople
from storage.engine import database_url, open_engine
from storage.migrations.version import migrate
from storage.session import Database

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication
    from slack_sdk import WebClient


class Waymark:
    """The parts, each made when first needed."""

    def __init__(self, configured: settings.Settings, clock: Clock | None = None) -> None:
        self.settings = configured
        self.clock = clock or _clock(configured)
        self.scorer = WaymarkScorer()
        self._engine = open_engine(database_url(configured.database_url))
        self.storage = Database(self._engine)

    @cached_property
    def use(self) -> Services:
        """The use cases, wired to the real world."""
        storage, clock, people = self.storage, self.clock, self.people
        client = slack_app.web_client(self.settings, self.settings.bot_token)
        show_map = ShowMap(storage, clock)
        publisher = SlackPublisher(
            client, MapMessageBuilder(client, show_map, MapImageUploader(people))
        )
        kept = (storage, clock, people)
        list_notes = ListNotes(*kept)
        posting = (storage, publisher, clock, self.settings.settle)
        publish = PublishReview(*posting)
        compute_review = ComputeReview(storage, clock)
        messenger = SlackMessenger(client, publisher)
        send = SendReminder(storage, messenger, clock, self.settings.settle)
        return Services(
            capture_note=CaptureNote(storage, self.scorer, clock, people, self.channels),
            offer_choices=OfferChoices(storage),
            change_note=ChangeNote(storage, self.scorer, clock, people),
            support_note=SupportNote(storage, clock),
            merge_notes=MergeNotes(*kept),
            find_twin=FindDuplicate(storage, clock),
            follow_message=FollowMessage(storage, self.scorer, clock),
            sweep_notes=SweepNotes(storage, clock),
            wish_notes=PendingCaptureQueue(storage, clock),
            place_note=PlaceNote(*kept),
            show_tray=ShowInbox(storage, people),
            record_reading=RecordReading(*kept),
            list_notes=list_notes,
            list_themes=ListThemes(*kept),
            correct_themes=CorrectThemes(*kept),
            compute_review=compute_review,
            compare_reviews=CompareReviews(storage, clock),
            set_home=SetHome(*kept),
            export_notes=ExportNotes(storage),
            exports=Exports(storage, compute_review),
            import_notes=ImportNotes(storage, self.scorer, clock),
            import_readings=ImportReadings(storage, clock),
            offer_import=OfferImport(storage, OfferChoices(storage), people),
            publish_review=publish,
            post_due_reviews=PostDueReviews(storage, publish, clock),
            follow_reviews=FollowReviews(*posting),
            sign_off_review=SignOffReview(storage, publisher, clock, people),
            keep_actions=ImprovementService(*kept),
            list_actions=ListImprovements(*kept),
            correct_mood=CorrectMood(*kept),
            list_lessons=ListMoodCorrections(storage),
            rescore_notes=RescoreNotes(storage, self.scorer),
            show_behind=ShowBehind(storage, list_notes),
            show_map=show_map,
            show_home=ShowHome(*kept),
            show_parts=ShowParts(*kept),
            journeys=JourneyService(*kept),
            stages=StageService(*kept),
            personas=PersonaService(*kept),
            touchpoints=TouchpointService(*kept),
            kpis=KpiDefinitionService(*kept),
            change_settings=SettingsService(*kept),
            nudge_people=NudgePeople(storage, people, send, clock),
            post_pulses=PostPulses(storage, send, clock),
            choose_reminders=ChooseReminders(storage, clock),
            schedule=ReviewScheduleService(*kept),
            post_now=PostNow(*kept, publish),
            scorer=self.scorer,
        )

    @cached_property
    def people(self) -> SlackPeople:
        """Who people are."""
        return SlackPeople(self._impatient)

    @cached_property
    def channels(self) -> SlackChannels:
        """Who can read a channel."""
        return SlackChannels(self._impatient)

    @cached_property
    def _impatient(self) -> "WebClient":
        """A client for what a command may have to wait for."""
        token = self.settings.bot_token
        return slack_app.web_client(self.settings, token, slack_app.HURRY_SECONDS)

    def service(self) -> Service:
        """The bot as it runs, not yet started."""
        return Service(self.settings, self.storage, self.use, self.people)

    def migrate(self) -> int:
        """Bring the database to this version."""
        before, after = migrate(self._engine)
        told = f"already at version {after}" if before == after else f"now at version {after}"
        sys.stdout.write(f"The database is {told}.\n")
        return 0

    def serve(self) -> int:
        """The bot, until told to stop."""
        self.settings.require_slack()
        self.storage.check()
        self.storage.close()
        return serve(self.settings, "app:web")

    def run(self) -> int:
        """What `make run` does: the bot where there are Slack tokens, else the sandbox."""
        if not self.settings.has_slack:
            return local_sandbox.run(local_sandbox.PORT, empty=False, socket_mode=False)
        self.settings.require_slack()
        return self.migrate() or self.serve()

    def workspace(self, wanted: argparse.Namespace) -> WorkspaceId:
        """The workspace a command is about: the one that was named, or the only one."""
        self.storage.check()
        if wanted.workspace:
            return WorkspaceId(wanted.workspace)
        found = self.storage.workspaces_with(wanted.journey)
        if not found:
            named = " Name one with --workspace T…." if wanted.command == "import" else ""
            raise NotFoundError(f"No workspace has a journey “{wanted.journey}”.{named}")
        if len(found) > 1:
            raise BadInputError(
                f"Several workspaces have a journey “{wanted.journey}”: "
                f"add --workspace with one of {', '.join(found)}."
            )
        return found[0]


def _clock(configured: settings.Settings) -> Clock:
    return FollowedClock(configured.clock_url) if configured.clock_url else SystemClock()


def web() -> "WSGIApplication":
    """What the HTTP server's worker loads: everything, running."""
    configured = settings.read(os.environ)
    logs.configure(configured.log_level)
    for secret in settings.SECRETS:
        # Bolt would pick them up by itself, past the settings.
        os.environ.pop(secret, None)
    waymark = Waymark(configured)
    service = waymark.service()
    service.start()
    # Workers leave without the interpreter's own farewell; this is the one they do keep.
    multiprocessing.util.Finalize(None, service.stop, exitpriority=10)
    return service.wsgi


def _perform(wanted: argparse.Namespace) -> int:
    if wanted.command == "sandbox":
        return local_sandbox.run(wanted.port, empty=wanted.empty, socket_mode=wanted.socket_mode)
    configured = settings.read(os.environ)
    logs.configure(configured.log_level)
    waymark = Waymark(configured)
    use, pictures = waymark.use, MapImageUploader(waymark.people)
    files = ReviewFiles(use.show_map, waymark.people)
    commands: dict[str, Callable[[], int]] = {
        "run": waymark.run,
        "serve": waymark.serve,
        "migrate": waymark.migrate,
        "score": lambda: score(waymark.scorer, sys.stdin, sys.stdout),
        "review": lambda: review(use, pictures, files, waymark.workspace(wanted), wanted),
        "map": lambda: map_(use, pictures, waymark.workspace(wanted), wanted),
        "export": lambda: export(use, waymark.workspace(wanted), wanted, sys.stdout),
        "rescore": lambda: rescore(use, waymark.workspace(wanted), wanted, sys.stdout),
        "import": lambda: import_(use, waymark.workspace(wanted), wanted),
    }
    return commands[wanted.command]()


def main(arguments: list[str]) -> int:
    """Run one command; returns the exit code: 0 done, 1 failed, 2 wrong use or configuration."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # Reviews hold signs that not every terminal's encoding has.
            stream.reconfigure(encoding="utf-8")
    try:
        wanted = parser().parse_args(arguments)
        load_dotenv(".env")
        code = _perform(wanted)
        sys.stdout.flush()
    except WaymarkError as error:
        sys.stderr.write(f"{error.sentence}\n")
        return 2 if isinstance(error, BadInputError) else 1
    except BrokenPipeError:
        # Whoever read our output has seen enough; nothing may be flushed to it any more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 0
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
