"""The tokens of the one installed app."""

from dataclasses import dataclass

from sandbox.objects import SlackError


@dataclass
class Tokens:
    """`state` of the bot token: active, revoked, or uninstalled."""

    bot: str
    app: str
    state: str = "active"

    def check_bot(self, token: str | None) -> None:
        """Accept the bot token only.

        Raises:
            SlackError: not_authed, not_allowed_token_type, invalid_auth, token_revoked or
                account_inactive.
        """
        if not token:
            raise SlackError("not_authed")
        if token == self.app:
            raise SlackError("not_allowed_token_type")
        if token != self.bot:
            raise SlackError("invalid_auth")
        if self.state == "revoked":
            raise SlackError("token_revoked")
        if self.state == "uninstalled":
            raise SlackError("account_inactive")

    def check_app(self, token: str | None) -> None:
        """Accept the app-level token only.

        Raises:
            SlackError: not_authed, not_allowed_token_type or invalid_auth.
        """
        if not token:
            raise SlackError("not_authed")
        if token == self.bot:
            raise SlackError("not_allowed_token_type")
        if token != self.app:
            raise SlackError("invalid_auth")
