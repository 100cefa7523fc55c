"""What people said of the stages of posted reviews."""

from collections.abc import Sequence

from sqlalchemy import insert, select

from bot.domain.sign_offs import Signature, SignOff
from storage.repositories.base import Repository
from storage.tables import sign_offs


class SqlSignOffs(Repository):
    """The sign-offs of one workspace."""

    def add(self, publication_id: int, sign_off: SignOff) -> int:
        """Keep what somebody said; its id."""
        made = insert(sign_offs).values(
            workspace_id=self._workspace,
            publication_id=publication_id,
            stage_id=sign_off.stage_id,
            user_id=sign_off.user,
            signature=sign_off.signature.value,
            comment=sign_off.comment,
            at=sign_off.at,
        )
        return self._connection.execute(made.returning(sign_offs.c.id)).scalar_one()

    def of(self, publication_id: int) -> Sequence[SignOff]:
        """All that was said, oldest first."""
        rows = self._connection.execute(
            select(sign_offs)
            .where(
                sign_offs.c.workspace_id == self._workspace,
                sign_offs.c.publication_id == publication_id,
            )
            .order_by(sign_offs.c.id)
        )
        return [
            SignOff(row.stage_id, row.user_id, Signature(row.signature), row.comment, row.at)
            for row in rows
        ]
