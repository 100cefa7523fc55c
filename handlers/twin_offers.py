"""Saying to who saved a note that another one says the same."""

from slack_sdk import WebClient

from bot.domain.audience import Audience
from bot.domain.journey import WorkspaceId
from bot.usecases.captured import Captured
from bot.usecases.find_twin import FindTwin
from handlers.background import Background
from handlers.blocks.twins import twin_offered
from handlers.telling import tell


class TwinOffers:
    """Looks for a twin after the note is saved and said to be: nobody waits for that."""

    def __init__(self, find_twin: FindTwin, background: Background) -> None:
        self._find = find_twin
        self._background = background

    def offer(
        self,
        client: WebClient,
        workspace: WorkspaceId,
        channel: str | None,
        user: str,
        result: Captured,
    ) -> None:
        """Ask them soon whether theirs is the same, where there is one like it."""
        if result.known:
            return

        def asked() -> None:
            twin = self._find(workspace, result.note_id, Audience(channel, user))
            if twin is not None:
                tell(client, channel, user, twin_offered(result.note_id, twin))

        self._background.run(asked)
