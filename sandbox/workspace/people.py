"""The people of a workspace, the bot among them."""

from dataclasses import dataclass

from sandbox.objects import Object

# Where strangers are at home.
ELSEWHERE = "T0ELSEWHERE"


@dataclass
class Person:
    """A member of the workspace. The bot is one with a bot_id.

    `role` is admin, member or guest, or stranger for somebody of another company who shares a
    channel.
    """

    id: str
    name: str
    real_name: str = ""
    title: str = ""
    team: str = ""
    tz: str = "Etc/UTC"
    role: str = "member"
    bot_id: str | None = None
    app_id: str | None = None

    def home(self, team_id: str) -> str:
        """The workspace they belong to, seen from that one."""
        return ELSEWHERE if self.role == "stranger" else team_id

    def user_object(self, team_id: str, now: float) -> Object:
        """The user object that users.info and users.list answer with."""
        profile: Object = {
            "title": self.title,
            "real_name": self.real_name,
            "real_name_normalized": self.real_name,
            "display_name": self.name,
            "display_name_normalized": self.name,
            "first_name": self.real_name.split(" ")[0],
            "last_name": " ".join(self.real_name.split(" ")[1:]),
            "team": self.home(team_id),
            "image_72": "",
        }
        if self.bot_id:
            profile |= {"bot_id": self.bot_id, "api_app_id": self.app_id}
        return {
            "id": self.id,
            "team_id": self.home(team_id),
            "name": self.name,
            "deleted": False,
            "real_name": self.real_name,
            "tz": self.tz,
            "profile": profile,
            "is_admin": self.role == "admin",
            "is_owner": False,
            "is_restricted": self.role == "guest",
            "is_ultra_restricted": False,
            "is_stranger": self.role == "stranger",
            "is_bot": self.bot_id is not None,
            "is_app_user": False,
            "updated": int(now),
        }

    def card(self) -> Object:
        """How the control API shows a person."""
        keys = ("id", "name", "real_name", "title", "team", "tz", "role")
        return {**{key: getattr(self, key) for key in keys}, "is_bot": self.bot_id is not None}


def person_from(entry: Object) -> Person:
    """A person from their entry in people.json."""
    name = str(entry.get("name") or entry["id"]).lower()
    return Person(
        id=entry["id"],
        name=name,
        real_name=entry.get("real_name") or name.title(),
        title=entry.get("title") or "",
        team=entry.get("team") or "",
        tz=entry.get("tz") or "Etc/UTC",
        role=entry.get("role") or "member",
    )
