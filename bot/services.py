"""The services of Waymark and their wiring."""

from dataclasses import dataclass
from datetime import timedelta

from bot.answers.service import AnswerService
from bot.exports import ExportService
from bot.imports.imports import ImportService
from bot.improvements import ImprovementService
from bot.intents.service import IntentService
from bot.journeys.home import HomeService
from bot.journeys.journeys import JourneyService
from bot.journeys.map import MapService
from bot.journeys.map_parts import PersonaService, StageService, TouchpointService
from bot.kpis.course import KpiCourseService
from bot.kpis.definitions import KpiService
from bot.kpis.readings import ReadingService
from bot.notes.capture import NoteService
from bot.notes.duplicates import DuplicateService
from bot.notes.edit import NoteEditService
from bot.notes.inbox import InboxService
from bot.notes.listing import NoteListService
from bot.notes.messages import MessageService
from bot.notes.moods import MoodService
from bot.notes.other_languages import OtherLanguageService
from bot.notes.pending_captures import PendingCaptureService
from bot.notes.teams import TeamService
from bot.outbox import Outbox
from bot.ports import Channels, Clock, Directory, Messenger, Publisher, Scorer
from bot.prompts import PromptService
from bot.reminders import ReminderService
from bot.reviews.answers import ReviewAnswerService
from bot.reviews.figures import ReviewService
from bot.reviews.follow import FollowReviews
from bot.reviews.publish import PostDueReviews, PostNow, PublishReview
from bot.reviews.schedule import ReviewScheduleService
from bot.reviews.sign_off import SignOffService
from bot.themes.batch import ThemeBatchService
from bot.themes.sorting import SortingService
from bot.themes.suggester import ThemeSuggester
from bot.themes.themes import ThemeService
from bot.themes.vectors import NoteVectors
from bot.welcomes import WelcomeService
from storage.session import Database


@dataclass(frozen=True)
class Services:
    """One service per feature; handlers, the command line and the jobs call these."""

    intents: IntentService
    notes: NoteService
    note_edits: NoteEditService
    note_lists: NoteListService
    teams: TeamService
    note_messages: MessageService
    duplicates: DuplicateService
    inbox: InboxService
    moods: MoodService
    other_languages: OtherLanguageService
    pending_captures: PendingCaptureService
    themes: ThemeService
    theme_suggester: ThemeSuggester
    theme_sorting: SortingService
    theme_batches: ThemeBatchService
    improvements: ImprovementService
    imports: ImportService
    exports: ExportService
    reviews: ReviewService
    publish_review: PublishReview
    post_due_reviews: PostDueReviews
    follow_reviews: FollowReviews
    sign_offs: SignOffService
    review_answers: ReviewAnswerService
    answers: AnswerService
    map: MapService
    home: HomeService
    journeys: JourneyService
    stages: StageService
    personas: PersonaService
    touchpoints: TouchpointService
    kpis: KpiService
    readings: ReadingService
    kpi_course: KpiCourseService
    reminders: ReminderService
    welcomes: WelcomeService
    prompts: PromptService
    review_schedule: ReviewScheduleService
    post_now: PostNow
    scorer: Scorer


@dataclass(frozen=True)
class Ports:
    """The ports that the services need; tests pass their own."""

    clock: Clock
    scorer: Scorer
    people: Directory
    channels: Channels
    publisher: Publisher
    messenger: Messenger


def build_services(storage: Database, ports: Ports, settle: timedelta) -> Services:
    """Wire the services; `settle` is how long an unclear post waits before it is looked up."""
    clock, scorer, people = ports.clock, ports.scorer, ports.people
    editing = (storage, clock, people)
    posting = (storage, ports.publisher, clock, settle)
    notes = NoteService(storage, scorer, clock, people, ports.channels)
    note_lists = NoteListService(*editing)
    publish = PublishReview(*posting)
    reviews = ReviewService(storage, clock, note_lists)
    vectors = NoteVectors(storage)
    suggester = ThemeSuggester(storage, vectors)
    other_languages = OtherLanguageService(storage, vectors)
    sorting = SortingService(storage, clock, suggester, people)
    outbox = Outbox(storage, ports.publisher, clock, settle)
    return Services(
        intents=IntentService(storage, people),
        notes=notes,
        note_edits=NoteEditService(storage, scorer, clock, people),
        note_lists=note_lists,
        teams=TeamService(*editing),
        note_messages=MessageService(storage, scorer, clock),
        duplicates=DuplicateService(*editing),
        inbox=InboxService(*editing),
        moods=MoodService(storage, scorer, clock, people, other_languages),
        other_languages=other_languages,
        pending_captures=PendingCaptureService(storage, clock, outbox),
        themes=ThemeService(*editing),
        theme_suggester=suggester,
        theme_sorting=sorting,
        theme_batches=ThemeBatchService(storage, clock, suggester, sorting),
        improvements=ImprovementService(*editing, ports.publisher),
        imports=ImportService(storage, scorer, clock, notes, people),
        exports=ExportService(storage, reviews),
        reviews=reviews,
        publish_review=publish,
        post_due_reviews=PostDueReviews(storage, publish, clock),
        follow_reviews=FollowReviews(*posting),
        sign_offs=SignOffService(storage, ports.publisher, clock, people),
        review_answers=ReviewAnswerService(storage, ports.publisher, clock, ports.channels),
        answers=AnswerService(storage, clock, people),
        map=MapService(*editing),
        home=HomeService(*editing),
        journeys=JourneyService(*editing),
        stages=StageService(*editing),
        personas=PersonaService(*editing),
        touchpoints=TouchpointService(*editing),
        kpis=KpiService(*editing),
        readings=ReadingService(*editing),
        kpi_course=KpiCourseService(*editing),
        reminders=ReminderService(storage, ports.messenger, people, clock, outbox),
        welcomes=WelcomeService(storage, clock, outbox),
        prompts=PromptService(*editing, ports.channels, outbox),
        review_schedule=ReviewScheduleService(*editing),
        post_now=PostNow(*editing, publish),
        scorer=scorer,
    )
