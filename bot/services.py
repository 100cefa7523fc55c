"""Everything that can be asked of Waymark, in one place for whoever asks."""

from dataclasses import dataclass

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
from bot.ports import Scorer
from bot.reminders import ChooseReminders, NudgePeople, PostPulses
from bot.reviews.figures import CompareReviews, ComputeReview, ShowBehind
from bot.reviews.follow import FollowReviews
from bot.reviews.publish import PostDueReviews, PostNow, PublishReview
from bot.reviews.schedule import ReviewScheduleService
from bot.reviews.sign_off import SignOffReview
from bot.themes import CorrectThemes, ListThemes


@dataclass(frozen=True)
class Services:
    """The use cases, wired."""

    capture_note: CaptureNote
    offer_choices: OfferChoices
    change_note: ChangeNote
    support_note: SupportNote
    merge_notes: MergeNotes
    find_twin: FindDuplicate
    follow_message: FollowMessage
    sweep_notes: SweepNotes
    wish_notes: PendingCaptureQueue
    place_note: PlaceNote
    show_tray: ShowInbox
    record_reading: RecordReading
    list_notes: ListNotes
    list_themes: ListThemes
    correct_themes: CorrectThemes
    compute_review: ComputeReview
    compare_reviews: CompareReviews
    set_home: SetHome
    export_notes: ExportNotes
    exports: Exports
    import_notes: ImportNotes
    import_readings: ImportReadings
    offer_import: OfferImport
    publish_review: PublishReview
    post_due_reviews: PostDueReviews
    follow_reviews: FollowReviews
    sign_off_review: SignOffReview
    show_behind: ShowBehind
    correct_mood: CorrectMood
    list_lessons: ListMoodCorrections
    rescore_notes: RescoreNotes
    keep_actions: ImprovementService
    list_actions: ListImprovements
    show_map: ShowMap
    show_home: ShowHome
    show_parts: ShowParts
    journeys: JourneyService
    stages: StageService
    personas: PersonaService
    touchpoints: TouchpointService
    kpis: KpiDefinitionService
    change_settings: SettingsService
    nudge_people: NudgePeople
    post_pulses: PostPulses
    choose_reminders: ChooseReminders
    schedule: ReviewScheduleService
    post_now: PostNow
    scorer: Scorer
