"""What is on a journey's map, ready to be listed or edited, and what was done to it."""

from dataclasses import dataclass

from bot.journeys.editing import GONE, check_may_edit, load_map_parts
from bot.journeys.lookup import ANY_CHANNEL, RequestScope, find_journey, find_or_create_journey
from bot.ports import Clock, People
from domain.access import Role
from domain.errors import NotAllowedError, NotFoundError
from domain.journeys import Journey, WorkspaceId
from domain.map_history import MapParts, Version
from domain.notes import DEFAULT_REACTIONS, NoteKind, kind_for_emoji
from storage.session import Database, UnitOfWork

VERSIONS_PER_PAGE = 20


@dataclass(frozen=True)
class MapPartsView:
    """A map's parts as somebody sees them. `seen` is the number of the map's last version.

    `refusal` is why they may not change it, null where they may.
    """

    parts: MapParts
    seen: int
    refusal: str | None

    @property
    def journey(self) -> Journey:
        """The journey they belong to."""
        return self.parts.journey


@dataclass(frozen=True)
class JourneyList:
    """A workspace's journeys, those archived, and which channels mean which (channel → id)."""

    journeys: tuple[Journey, ...]
    archived: tuple[Journey, ...]
    channels: dict[str, int]


@dataclass(frozen=True)
class HistoryPage:
    """A page of what was done to a map, newest first; `older` says that there is another."""

    journey: Journey
    versions: tuple[Version, ...]
    page: int = 0
    older: bool = False


class ShowParts:
    """Looks up maps' parts."""

    def __init__(self, storage: Database, clock: Clock, people: People | None = None) -> None:
        self._storage = storage
        self._clock = clock
        self._people = people

    def __call__(
        self, workspace: WorkspaceId, user: str, key: str | None, place: RequestScope = ANY_CHANNEL
    ) -> MapPartsView:
        """The parts of the journey with that key, or the one meant there; makes the first one.

        Raises NotFoundError or NotAllowedError as `existing_journey`.
        """
        role = self._role(workspace, user)
        with self._storage.read(workspace) as uow:
            journey = find_journey(uow, key, place)
            if journey is not None:
                return _shown(uow, journey, user, role)
        with self._storage.write(workspace) as uow:
            journey = find_or_create_journey(uow, key, self._clock.now(), place)
            uow.commit()
        return self.of(workspace, user, journey.id)

    def of(self, workspace: WorkspaceId, user: str, journey_id: int) -> MapPartsView:
        """The parts of the journey with that id; raises NotFoundError."""
        role = self._role(workspace, user)
        with self._storage.read(workspace) as uow:
            journey = uow.journeys.by_id(journey_id)
            if journey is None:
                raise NotFoundError(GONE)
            return _shown(uow, journey, user, role)

    def journeys(self, workspace: WorkspaceId) -> JourneyList:
        """Every journey of the workspace; none before the first use."""
        with self._storage.read(workspace) as uow:
            return JourneyList(
                tuple(uow.journeys.all()),
                tuple(uow.journeys.all(archived=True)),
                uow.journeys.channels(),
            )

    def reaction_kind(self, workspace: WorkspaceId, emoji: str) -> NoteKind | None:
        """The kind of note an emoji on a message makes in this workspace, null for none."""
        with self._storage.read(workspace) as uow:
            journey = uow.journeys.default()
        return kind_for_emoji(journey.reactions if journey else DEFAULT_REACTIONS, emoji)

    def history(self, workspace: WorkspaceId, journey: Journey, page: int = 0) -> HistoryPage:
        """The changes of a journey's map, newest first, twenty a page from page 0."""
        with self._storage.read(workspace) as uow:
            # One more than is shown tells whether there are older ones.
            found = uow.history.listed(journey.id, VERSIONS_PER_PAGE + 1, page * VERSIONS_PER_PAGE)
        return HistoryPage(
            journey, tuple(found[:VERSIONS_PER_PAGE]), page, older=len(found) > VERSIONS_PER_PAGE
        )

    def _role(self, workspace: WorkspaceId, user: str) -> Role:
        return self._people.role(workspace, user) if self._people else Role.MEMBER


def _shown(uow: UnitOfWork, journey: Journey, user: str, role: Role) -> MapPartsView:
    return MapPartsView(
        parts=load_map_parts(uow, journey),
        seen=uow.history.last_number(journey.id),
        refusal=_refusal(journey, user, role),
    )


def _refusal(journey: Journey, user: str, role: Role) -> str | None:
    try:
        check_may_edit(journey, user, role)
    except NotAllowedError as error:
        return error.sentence
    return None
