"""Publishing somebody's Home: when they open it, and after they changed something."""

from slack_sdk import WebClient

from bot.domain.journey import WorkspaceId
from bot.usecases.show_home import ShowHome
from handlers.blocks.home import home


class HomeTab:
    """Publishes Homes; each person's only once they have opened theirs."""

    def __init__(self, show_home: ShowHome) -> None:
        self._show = show_home
        self._opened: set[tuple[WorkspaceId, str]] = set()

    def publish(self, client: WebClient, workspace: WorkspaceId, user: str) -> None:
        """Publish somebody's Home as it is now."""
        client.views_publish(user_id=user, view=home(self._show(workspace, user)))
        self._opened.add((workspace, user))

    def refresh(self, client: WebClient, workspace: WorkspaceId, user: str) -> None:
        """The same where they have opened it since this process began; others see it on opening."""
        if (workspace, user) in self._opened:
            self.publish(client, workspace, user)
