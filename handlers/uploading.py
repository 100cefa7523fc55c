"""Bringing a file to Slack in its three steps: ask for a place, send the bytes, finish."""

import os
from typing import IO
from urllib.request import Request, urlopen

from slack_sdk import WebClient


def send_bytes(client: WebClient, file: IO[bytes], name: str, alt_text: str | None = None) -> str:
    """Send all a file holds, read bit by bit; returns its id, which nobody sees until finished.

    Raises SlackApiError where Slack refuses it, OSError where it cannot be reached.
    """
    length = file.seek(0, os.SEEK_END)
    file.seek(0)
    place = client.files_getUploadURLExternal(filename=name, length=length, alt_txt=alt_text)
    # The length has to be said: without it the bytes would go in chunks, which Slack refuses.
    request = Request(  # noqa: S310 - the address is from Slack's own answer
        str(place["upload_url"]), data=file, headers={"Content-Length": str(length)}, method="POST"
    )
    with urlopen(request, timeout=client.timeout, context=client.ssl) as answer:  # noqa: S310
        answer.read()
    return str(place["file_id"])


def finish(client: WebClient, file_id: str, title: str, channel: str | None = None) -> None:
    """Have Slack keep what was sent, and show it in a channel where one is named."""
    client.files_completeUploadExternal(files=[{"id": file_id, "title": title}], channel_id=channel)
