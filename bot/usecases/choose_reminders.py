"""Say whether one wants reminders, and keep to it in every journey of the workspace."""

from bot.domain.errors import BadInputError
from bot.domain.journey import WorkspaceId
from bot.ports import Clock, Storage

ON, OFF = "on", "off"


class ChooseReminders:
    """Keeps who wants no reminders."""

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    def __call__(self, workspace: WorkspaceId, user: str, *, wanted: bool) -> None:
        """Remind them from now on, or never again until they say otherwise."""
        with self._storage.write(workspace) as uow:
            uow.journeys.ensure_workspace()
            if wanted:
                uow.opt_outs.remove(user)
            else:
                uow.opt_outs.add(user, self._clock.now())
            uow.commit()

    def typed(self, workspace: WorkspaceId, user: str, words: str) -> tuple[bool, bool]:
        """What `/journey reminders` says, with `on` or `off` after it changes, or without.

        Returns whether they are reminded now, and whether that was chosen just now. Raises
        BadInputError for other words.
        """
        word = words.strip().casefold()
        if not word:
            with self._storage.read(workspace) as uow:
                return user not in uow.opt_outs.among([user]), False
        if word not in (ON, OFF):
            raise BadInputError(
                f"“{words.strip()[:40]}” was not understood. Type `/journey reminders off` or "
                "`/journey reminders on`."
            )
        self(workspace, user, wanted=word == ON)
        return word == ON, True
