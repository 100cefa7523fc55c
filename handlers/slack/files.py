"""Upload a file to Slack in three steps: get an upload URL, send the bytes, complete the upload."""

import os
from typing import IO
from urllib.request import Request, urlopen

from slack_sdk import WebClient


def upload_bytes(client: WebClient, file: IO[bytes], name: str, alt_text: str | None = None) -> str:
    """Send all of `file` in chunks; return its id. It is not visible until `complete_upload`.

    Raises SlackApiError if Slack refuses it, OSError if Slack cannot be reached.
    """
    length = file.seek(0, os.SEEK_END)
    file.seek(0)
    upload = client.files_getUploadURLExternal(filename=name, length=length, alt_txt=alt_text)
    # Without Content-Length the body would be sent chunked, which Slack refuses.
    request = Request(  # noqa: S310 - the address is from Slack's own answer
        str(upload["upload_url"]), data=file, headers={"Content-Length": str(length)}, method="POST"
    )
    with urlopen(request, timeout=client.timeout, context=client.ssl) as answer:  # noqa: S310
        answer.read()
    return str(upload["file_id"])


def complete_upload(
    client: WebClient, file_id: str, title: str, channel: str | None = None
) -> None:
    """Complete an upload, and share the file in `channel` if one is given."""
    client.files_completeUploadExternal(files=[{"id": file_id, "title": title}], channel_id=channel)
