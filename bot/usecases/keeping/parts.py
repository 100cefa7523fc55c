"""What keeping personas, touchpoints and KPIs has in common."""

from abc import abstractmethod
from dataclasses import replace
from typing import Generic, TypeVar

from bot.domain.errors import NotFoundError
from bot.domain.history import Deed, Subject, name_of
from bot.domain.journey import WorkspaceId
from bot.domain.kpis import Kpi
from bot.domain.personas import Persona
from bot.domain.touchpoints import Touchpoint
from bot.usecases.keeping.desk import GONE, Desk, Keeper, Kept

P = TypeVar("P", Persona, Touchpoint, Kpi)
D = TypeVar("D")


class KeepParts(Keeper, Generic[P, D]):
    """Changes one kind of part. Every method raises NotAllowedError for who may not."""

    subject: Subject

    @abstractmethod
    def _found(self, desk: Desk, part_id: int) -> P | None:
        """The part with that id, archived or not."""

    @abstractmethod
    def _drafted(self, desk: Desk, draft: D, before: P | None) -> P:
        """The part as it is to be kept; raises BadFieldError for what a field cannot hold."""

    @abstractmethod
    def _saved(self, desk: Desk, part: P) -> int:
        """Keep it; returns its id."""

    def _renamed(self, desk: Desk, before: P, after: P) -> None:
        """Have the notes that name the part by its key follow it."""

    def save(
        self,
        workspace: WorkspaceId,
        user: str,
        journey_id: int,
        draft: D,
        part_id: int | None = None,
        seen: int = 0,
    ) -> Kept:
        """Add a part, or keep an edited one that was opened at version `seen`.

        Raises BadFieldError, NotFoundError, or ChangedMeanwhileError.
        """
        with self.desk(workspace, user, journey_id) as desk:
            before = self._there(desk, part_id) if part_id else None
            if before:
                desk.check_unchanged(self.subject, before.id, seen)
            after = self._drafted(desk, draft, before)
            after = replace(after, id=self._saved(desk, after))
            if before and before.key != after.key:
                self._renamed(desk, before, after)
            deed = Deed.EDITED if before else Deed.CREATED
            version = desk.remember(deed, self.subject, before, after)
        return Kept(desk.journey, name_of(after), deed, version)

    def put_away(
        self, workspace: WorkspaceId, user: str, journey_id: int, part_id: int, *, away: bool
    ) -> Kept:
        """Archive a part, or restore one; a stage it stands in has to be in use."""
        deed = Deed.ARCHIVED if away else Deed.RESTORED
        with self.desk(workspace, user, journey_id) as desk:
            before = self._there(desk, part_id)
            if before.archived is away:
                return Kept(desk.journey, name_of(before), deed, None)
            after = replace(before, archived=away)
            self._saved(desk, after)
            version = desk.remember(deed, self.subject, before, after)
        return Kept(desk.journey, name_of(before), deed, version)

    def _there(self, desk: Desk, part_id: int) -> P:
        part = self._found(desk, part_id)
        if part is None:
            raise NotFoundError(GONE)
        return part
