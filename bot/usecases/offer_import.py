"""Where somebody can import a file to: which journeys there are, and whether they may."""

from dataclasses import dataclass

from bot.domain.errors import NotAllowedError, NotFoundError
from bot.domain.journey import WorkspaceId
from bot.domain.roles import Role, may_edit
from bot.ports import People, Storage
from bot.usecases.journeys import existing_journey
from bot.usecases.offer_choices import Choice, OfferChoices


@dataclass(frozen=True)
class ImportPlace:
    """The journey a file would go to, as (key, name), and all that can be chosen instead.

    `refusal` is why this person may not import into that one, null where they may.
    """

    journey: Choice
    journeys: tuple[Choice, ...]
    refusal: str | None


class OfferImport:
    """Finds the journey of an import; makes nothing."""

    def __init__(self, storage: Storage, offer: OfferChoices, people: People | None = None) -> None:
        self._storage = storage
        self._offer = offer
        self._people = people

    def __call__(self, workspace: WorkspaceId, user: str, key: str | None = None) -> ImportPlace:
        """The journey with that key, else the one the person chose last, else the default.

        Raises NotAllowedError for a guest, NotFoundError for a journey that is not in use.
        """
        role = self._people.role(workspace, user) if self._people else Role.MEMBER
        if role is Role.GUEST:
            raise NotAllowedError("Guests cannot import files. Nothing was imported.")
        offered = self._offer(workspace, user)
        wanted = key or offered.journey
        with self._storage.read(workspace) as uow:
            there = uow.journeys.default() is not None
            journey = existing_journey(uow, wanted) if there else None
        if journey is None:
            # Before the first use there is the journey that the import will make.
            found = next((one for one in offered.journeys if one[0] == wanted), None)
            if found is None:
                raise NotFoundError(f"There is no journey “{wanted[:60]}” here.")
            return ImportPlace(found, offered.journeys, _unsure(role))
        refusal = None if may_edit(journey, user, role) else _refusal(journey.name, role)
        return ImportPlace((journey.key, journey.name), offered.journeys, refusal)

    def allowed(self, workspace: WorkspaceId, user: str, key: str) -> ImportPlace:
        """The same for the import itself; raises NotAllowedError where they may not."""
        place = self(workspace, user, key)
        if place.refusal:
            raise NotAllowedError(place.refusal)
        return place


def _unsure(role: Role) -> str | None:
    return _refusal("", role) if role is Role.UNKNOWN else None


def _refusal(journey: str, role: Role) -> str:
    if role is Role.UNKNOWN:
        return (
            "Slack did not say whether you may change this map, so nothing is imported. Send the "
            "file again in a moment; if it goes on, whoever runs Waymark should grant it the scope "
            "users:read."
        )
    return (
        f"Only its owner and the workspace's admins import into {journey}. Nothing was imported. "
        "You can add notes and readings one by one, or ask one of them to send the file."
    )
