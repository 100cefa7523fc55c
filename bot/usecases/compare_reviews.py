"""Compare two periods of one journey, as they would be computed now."""

from bot.domain.audience import Audience
from bot.domain.comparison import Comparison, compared, read_wish
from bot.domain.errors import NotFoundError
from bot.domain.journey import WorkspaceId
from bot.domain.themes import heard, ranked_over
from bot.ports import Clock, Storage
from bot.usecases.compute_review import check_begun, compute, is_over
from bot.usecases.journeys import ANYWHERE, Place, existing_journey


class CompareReviews:
    """Compares reviews without posting them."""

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    def __call__(
        self,
        workspace: WorkspaceId,
        words: str,
        journey_key: str | None = None,
        place: Place = ANYWHERE,
    ) -> Comparison:
        """The periods named in `2026-Q3 vs 2026-Q1`, whichever is typed first.

        Raises BadInputError for labels that are none, name one period twice, or two of unlike
        length; NotFoundError for an unknown journey, or before there is one.
        """
        labels = read_wish(words)
        now = self._clock.now()
        with self._storage.read(workspace) as uow:
            journey = existing_journey(uow, journey_key, place)
            if journey is None:
                raise NotFoundError("There is no journey yet: the first note begins one.")
            both = [journey.calendar.period(label) for label in labels]
            check_begun(both[-1], now)
            before, after = (
                compute(uow, journey, one, complete=is_over(one, now), now=now) for one in both
            )
            pains = ranked_over(
                [uow.notes.pains(journey.id, one.months) for one in both],
                uow.theme_corrections.of_journey(journey.id),
                Audience(place.channel),
            )
        return compared(before, after, heard(pains))
