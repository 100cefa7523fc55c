"""List the actions of a journey."""

from dataclasses import dataclass
from datetime import date

from bot.domain.actions import DONE, OPEN, ActionSeen, ActionState
from bot.domain.errors import BadInputError, NotFoundError
from bot.domain.journey import Journey, WorkspaceId
from bot.domain.typed import first_word
from bot.ports import ActionFilter, Clock, People, Storage
from bot.usecases.journeys import existing_journey, place_of
from bot.usecases.reviewing_actions import seen

PAGE = 8
WAYS = ("open", "mine", "overdue", "done", "dropped", "all")


@dataclass(frozen=True)
class ActionsListed:
    """A page of actions, and how many there are in all; `page` counts from 0."""

    journey: Journey
    actions: tuple[ActionSeen, ...]
    total: int
    asked: str
    page: int = 0

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // PAGE))


class ListActions:
    """Lists actions by a word."""

    def __init__(self, storage: Storage, clock: Clock, people: People) -> None:
        self._storage = storage
        self._clock = clock
        self._people = people

    def __call__(
        self,
        workspace: WorkspaceId,
        user: str,
        words: str,
        channel: str | None = None,
        *,
        page: int = 0,
        journey_id: int | None = None,
    ) -> ActionsListed:
        """Those that are `open` (without a word), `mine`, `overdue`, `done`, `dropped` or `all`.

        Raises BadInputError for another word, NotFoundError before the first use.
        """
        word, rest = first_word(words)
        asked = word.casefold() or "open"
        if asked not in WAYS or rest:
            raise BadInputError(
                f"“{words[:40]}” is none of {', '.join(f'`{way}`' for way in WAYS)}."
            )
        place, now = place_of(self._people, workspace, user, channel), self._clock.now()
        with self._storage.read(workspace) as uow:
            named = uow.journeys.by_id(journey_id) if journey_id is not None else None
            journey = existing_journey(uow, named.key if named else None, place)
            if journey is None:
                raise NotFoundError("There is no journey yet: the first note begins one.")
            wanted = _filter(asked, user, journey.calendar.today(now))
            total = uow.actions.count(journey.id, wanted)
            page = max(0, min(page, (total - 1) // PAGE))
            found = uow.actions.listed(journey.id, wanted, PAGE, page * PAGE)
            shown = seen(uow, journey, found, now)
        return ActionsListed(journey, shown, total, asked, page)


def _filter(asked: str, user: str, today: date) -> ActionFilter:
    return {
        "open": ActionFilter(OPEN),
        "mine": ActionFilter(OPEN, owner=user),
        "overdue": ActionFilter(OPEN, due_before=today),
        "done": ActionFilter(DONE),
        "dropped": ActionFilter((ActionState.DROPPED,)),
        "all": ActionFilter(),
    }[asked]
