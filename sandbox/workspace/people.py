"""People of the workspace, read from people.json or built in."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sandbox.objects import Object

DEFAULT_WORKSPACE: Object = {
    "company": "Sandbox",
    "people": [
        {
            "id": "U0MARA",
            "name": "mara",
            "real_name": "Mara Lind",
            "role": "admin",
            "title": "Head of product",
            "team": "Product",
            "tz": "Europe/Berlin",
        },
        {
            "id": "U0TOMAS",
            "name": "tomas",
            "real_name": "Tomás Reyes",
            "role": "member",
            "title": "Support lead",
            "team": "Support",
            "tz": "America/Mexico_City",
        },
        {
            "id": "U0PRIYA",
            "name": "priya",
            "real_name": "Priya Nair",
            "role": "member",
            "title": "Marketing manager",
            "team": "Marketing",
            "tz": "Asia/Kolkata",
        },
        {
            "id": "U0GUEST",
            "name": "gus",
            "real_name": "Gus Hale",
            "role": "guest",
            "title": "Contractor",
            "team": "Agency",
            "tz": "America/New_York",
        },
    ],
    "channels": [
        {
            "id": "C0GENERAL",
            "name": "general",
            "private": False,
            "topic": "Everyone",
            "members": ["U0MARA", "U0TOMAS", "U0PRIYA", "U0GUEST"],
        },
        {
            "id": "C0JOURNEY",
            "name": "customer-journey",
            "private": False,
            "topic": "What customers go through",
            "members": ["U0MARA", "U0TOMAS", "U0PRIYA"],
        },
        {
            "id": "C0LEADS",
            "name": "leads",
            "private": True,
            "topic": "Leads only",
            "members": ["U0MARA", "U0PRIYA"],
        },
    ],
}
# Team of strangers.
OTHER_TEAM = "T0ELSEWHERE"


@dataclass
class Person:
    """A member of the workspace. The bot is one with a bot_id.

    `role` is admin, member or guest, or stranger for someone of another company who shares a
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

    def home_team(self, team_id: str) -> str:
        """Return the team the person belongs to: `team_id`, or another for strangers."""
        return OTHER_TEAM if self.role == "stranger" else team_id

    def user_object(self, team_id: str, now: float) -> Object:
        """Return the person as users.info and users.list show them."""
        profile: Object = {
            "title": self.title,
            "real_name": self.real_name,
            "real_name_normalized": self.real_name,
            "display_name": self.name,
            "display_name_normalized": self.name,
            "first_name": self.real_name.split(" ")[0],
            "last_name": " ".join(self.real_name.split(" ")[1:]),
            "team": self.home_team(team_id),
            "image_72": "",
        }
        if self.bot_id:
            profile |= {"bot_id": self.bot_id, "api_app_id": self.app_id}
        return {
            "id": self.id,
            "team_id": self.home_team(team_id),
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

    def control_object(self) -> Object:
        """Return the person as the control API shows them."""
        keys = ("id", "name", "real_name", "title", "team", "tz", "role")
        return {**{key: getattr(self, key) for key in keys}, "is_bot": self.bot_id is not None}


def parse_person(entry: Object) -> Person:
    """Return a person from their entry in people.json."""
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


def read_people_file(source: Path | str | Mapping[str, Any] | None) -> Object:
    """Return `{"company", "people": [...], "channels": [...]}` from a path, content, or built in.

    Raises:
        ValueError: the file is missing, not JSON, or without people.
    """
    if source is None:
        return DEFAULT_WORKSPACE
    content = dict(source) if isinstance(source, Mapping) else _load_json(Path(source))
    if not content.get("people"):
        raise ValueError("people.json names no people")
    return content


def _load_json(path: Path) -> Object:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, json.JSONDecodeError) as error:
        message = f"people file {path} cannot be read: {error}"
        raise ValueError(message) from error
    if not isinstance(content, dict):
        message = f"people file {path} is not an object"
        raise ValueError(message)
    return content
