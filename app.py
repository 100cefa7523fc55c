"""Waymark's composition root: settings → storage → use cases → listeners → clock."""

import argparse
import io
import multiprocessing.util
import os
import sys
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from handlers.cli.interpreter import check_interpreter

if __name__ == "__main__":
    check_interpreter()  # Before the imports below: they need the dependencies.

from dotenv import load_dotenv

from bot.domain.errors import BadInputError, NotFoundError, WaymarkError
from bot.domain.journey import WorkspaceId
from bot.ports import Clock
from bot.sentiment.scorer import WaymarkScorer
from bot.usecases.capture_note import CaptureNote
from bot.usecases.catalogue import UseCases
from bot.usecases.change_note import ChangeNote
from bot.usecases.choose_reminders import ChooseReminders
from bot.usecases.compare_reviews import CompareReviews
from bot.usecases.compute_review import ComputeReview
from bot.usecases.correct_mood import CorrectMood
from bot.usecases.correct_themes import CorrectThemes
from bot.usecases.export_notes import ExportNotes
from bot.usecases.exporting import Exports
from bot.usecases.find_twin import FindTwin
from bot.usecases.follow_message import FollowMessage
from bot.usecases.follow_reviews import FollowReviews
from bot.usecases.import_notes import ImportNotes
from bot.usecases.import_readings import ImportReadings
from bot.usecases.keep_actions import KeepActions
from bot.usecases.keeping.journeys import KeepJourneys
from bot.usecases.keeping.kpis import KeepKpis
from bot.usecases.keeping.personas import KeepPersonas
from bot.usecases.keeping.schedule import KeepSchedule
from bot.usecases.keeping.settings import ChangeSettings
from bot.usecases.keeping.stages import KeepStages
from bot.usecases.keeping.touchpoints import KeepTouchpoints
from bot.usecases.list_actions import ListActions
from bot.usecases.list_lessons import ListLessons
from bot.usecases.list_notes import ListNotes
from bot.usecases.list_themes import ListThemes
from bot.usecases.merge_notes import MergeNotes
from bot.usecases.nudge_people import NudgePeople
from bot.usecases.offer_choices import OfferChoices
from bot.usecases.offer_import import OfferImport
from bot.usecases.place_note import PlaceNote
from bot.usecases.post_due_reviews import PostDueReviews
from bot.usecases.post_now import PostNow
from bot.usecases.post_pulses import PostPulses
from bot.usecases.publish_review import PublishReview
from bot.usecases.record_reading import RecordReading
from bot.usecases.rescore_notes import RescoreNotes
from bot.usecases.send_reminder import SendReminder
from bot.usecases.set_home import SetHome
from bot.usecases.show_behind import ShowBehind
from bot.usecases.show_home import ShowHome
from bot.usecases.show_map import ShowMap
from bot.usecases.show_parts import ShowParts
from bot.usecases.show_tray import ShowTray
from bot.usecases.sign_off_review import SignOffReview
from bot.usecases.support_note import SupportNote
from bot.usecases.sweep_notes import SweepNotes
from bot.usecases.wish_notes import WishNotes
from handlers import logs, settings, slack_app
from handlers.channels import SlackChannels
from handlers.cli import local_workspace
from handlers.cli.export import export
from handlers.cli.import_ import import_
from handlers.cli.map import map_
from handlers.cli.parser import parser
from handlers.cli.rescore import rescore
from handlers.cli.review import review
from handlers.cli.score import score
from handlers.cli.serve import serve
from handlers.clock import SystemClock
from handlers.followed_clock import FollowedClock
from handlers.map_pictures import MapPictures
from handlers.people import SlackPeople
from handlers.publisher import SlackPublisher
from handlers.reminders import SlackMessenger
from handlers.review_files import ReviewFiles
from handlers.review_maps import ReviewMaps
from handlers.service import Service
from storage.engine import database_url, open_engine
from storage.migrations.version import migrate
from storage.unit_of_work import SqlStorage

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
        self.storage = SqlStorage(self._engine)

    @cached_property
    def use(self) -> UseCases:
        """The use cases, wired to the real world."""
        storage, clock, people = self.storage, self.clock, self.people
        client = slack_app.web_client(self.settings, self.settings.bot_token)
        show_map = ShowMap(storage, clock)
        publisher = SlackPublisher(client, ReviewMaps(client, show_map, MapPictures(people)))
        kept = (storage, clock, people)
        list_notes = ListNotes(*kept)
        posting = (storage, publisher, clock, self.settings.settle)
        publish = PublishReview(*posting)
        compute_review = ComputeReview(storage, clock)
        messenger = SlackMessenger(client, publisher)
        send = SendReminder(storage, messenger, clock, self.settings.settle)
        return UseCases(
            capture_note=CaptureNote(storage, self.scorer, clock, people, self.channels),
            offer_choices=OfferChoices(storage),
            change_note=ChangeNote(storage, self.scorer, clock, people),
            support_note=SupportNote(storage, clock),
            merge_notes=MergeNotes(*kept),
            find_twin=FindTwin(storage, clock),
            follow_message=FollowMessage(storage, self.scorer, clock),
            sweep_notes=SweepNotes(storage, clock),
            wish_notes=WishNotes(storage, clock),
            place_note=PlaceNote(*kept),
            show_tray=ShowTray(storage, people),
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
            keep_actions=KeepActions(*kept),
            list_actions=ListActions(*kept),
            correct_mood=CorrectMood(*kept),
            list_lessons=ListLessons(storage),
            rescore_notes=RescoreNotes(storage, self.scorer),
            show_behind=ShowBehind(storage, list_notes),
            show_map=show_map,
            show_home=ShowHome(*kept),
            show_parts=ShowParts(*kept),
            journeys=KeepJourneys(*kept),
            stages=KeepStages(*kept),
            personas=KeepPersonas(*kept),
            touchpoints=KeepTouchpoints(*kept),
            kpis=KeepKpis(*kept),
            change_settings=ChangeSettings(*kept),
            nudge_people=NudgePeople(storage, people, send, clock),
            post_pulses=PostPulses(storage, send, clock),
            choose_reminders=ChooseReminders(storage, clock),
            schedule=KeepSchedule(*kept),
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
            return local_workspace.run(local_workspace.PORT, empty=False, socket_mode=False)
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
        return local_workspace.run(wanted.port, empty=wanted.empty, socket_mode=wanted.socket_mode)
    configured = settings.read(os.environ)
    logs.configure(configured.log_level)
    waymark = Waymark(configured)
    use, pictures = waymark.use, MapPictures(waymark.people)
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
