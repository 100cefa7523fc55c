"""Everything that can be asked of Waymark, in one place for whoever asks."""

from dataclasses import dataclass

from bot.ports import Scorer
from bot.usecases.capture_note import CaptureNote
from bot.usecases.compute_review import ComputeReview
from bot.usecases.export_notes import ExportNotes
from bot.usecases.keeping.journeys import KeepJourneys
from bot.usecases.keeping.kpis import KeepKpis
from bot.usecases.keeping.personas import KeepPersonas
from bot.usecases.keeping.settings import ChangeSettings
from bot.usecases.keeping.stages import KeepStages
from bot.usecases.keeping.touchpoints import KeepTouchpoints
from bot.usecases.list_notes import ListNotes
from bot.usecases.offer_stages import OfferStages
from bot.usecases.place_note import PlaceNote
from bot.usecases.post_due_reviews import PostDueReviews
from bot.usecases.publish_review import PublishReview
from bot.usecases.record_reading import RecordReading
from bot.usecases.set_home import SetHome
from bot.usecases.show_home import ShowHome
from bot.usecases.show_map import ShowMap
from bot.usecases.show_parts import ShowParts


@dataclass(frozen=True)
class UseCases:
    """The use cases, wired."""

    capture_note: CaptureNote
    offer_stages: OfferStages
    place_note: PlaceNote
    record_reading: RecordReading
    list_notes: ListNotes
    compute_review: ComputeReview
    set_home: SetHome
    export_notes: ExportNotes
    publish_review: PublishReview
    post_due_reviews: PostDueReviews
    show_map: ShowMap
    show_home: ShowHome
    show_parts: ShowParts
    journeys: KeepJourneys
    stages: KeepStages
    personas: KeepPersonas
    touchpoints: KeepTouchpoints
    kpis: KeepKpis
    change_settings: ChangeSettings
    scorer: Scorer
