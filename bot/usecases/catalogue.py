"""Everything that can be asked of Waymark, in one place for whoever asks."""

from dataclasses import dataclass

from bot.ports import Scorer
from bot.usecases.capture_note import CaptureNote
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


@dataclass(frozen=True)
class UseCases:
    """The use cases, wired."""

    capture_note: CaptureNote
    offer_choices: OfferChoices
    change_note: ChangeNote
    support_note: SupportNote
    merge_notes: MergeNotes
    find_twin: FindTwin
    follow_message: FollowMessage
    sweep_notes: SweepNotes
    wish_notes: WishNotes
    place_note: PlaceNote
    show_tray: ShowTray
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
    list_lessons: ListLessons
    rescore_notes: RescoreNotes
    keep_actions: KeepActions
    list_actions: ListActions
    show_map: ShowMap
    show_home: ShowHome
    show_parts: ShowParts
    journeys: KeepJourneys
    stages: KeepStages
    personas: KeepPersonas
    touchpoints: KeepTouchpoints
    kpis: KeepKpis
    change_settings: ChangeSettings
    nudge_people: NudgePeople
    post_pulses: PostPulses
    choose_reminders: ChooseReminders
    schedule: KeepSchedule
    post_now: PostNow
    scorer: Scorer
