"""Uploaded files."""

import mimetypes
from dataclasses import dataclass, field
from urllib.parse import quote

from sandbox.objects import Object


@dataclass
class File:
    """A file; `uploaded` once its bytes are there, `processed` once blocks may show it.

    `shares` lists (channel id, message ts); ids of direct messages begin with D.
    """

    id: str
    name: str
    title: str
    length: int
    user: str
    created: float
    alt_txt: str = ""
    content: bytes = b""
    uploaded: bool = False
    processed: bool = False
    shares: list[tuple[str, str]] = field(default_factory=list)

    @property
    def mimetype(self) -> str:
        """The media type by the file's name."""
        return mimetypes.guess_type(self.name)[0] or "application/octet-stream"

    def file_object(self, base_url: str) -> Object:
        """The file object inside messages and files.info."""
        extension = self.name.rsplit(".", 1)[-1] if "." in self.name else "binary"
        name = quote(self.name, safe="")
        return {
            "id": self.id,
            "created": int(self.created),
            "timestamp": int(self.created),
            "name": self.name,
            "title": self.title,
            "mimetype": self.mimetype,
            "filetype": extension,
            "pretty_type": extension.upper(),
            "user": self.user,
            "size": len(self.content),
            "mode": "hosted",
            "is_external": False,
            "is_public": True,
            "alt_txt": self.alt_txt,
            "url_private": f"{base_url}/files/{self.id}/{name}",
            "url_private_download": f"{base_url}/files/{self.id}/download/{name}",
            "permalink": f"{base_url}/files/{self.id}/{name}",
            "channels": [channel for channel, _ in self.shares if channel[0] != "D"],
            "groups": [],
            "ims": [channel for channel, _ in self.shares if channel[0] == "D"],
        }


def file_from_person(file_id: str, user: str, now: float, name: str, content: bytes) -> File:
    """A file a person adds to a message; it is there at once."""
    return File(
        file_id, name, name, len(content), user, now, content=content, uploaded=True, processed=True
    )
