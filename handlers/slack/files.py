"""Bringing a file to Slack in its three steps: ask for a place, send the bytes, finish."""

import os
import re
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPException, HTTPMessage
from pathlib import Path
from typing import IO, Any
from urllib.request import Request, urlopen

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from domain.errors import BadInputError, NotFoundError, WaymarkError
from handlers.imports.table_files import CSV, JSON_LINES
from handlers.slack.payloads import is_slack_url


def upload_bytes(client: WebClient, file: IO[bytes], name: str, alt_text: str | None = None) -> str:
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


def complete_upload(
    client: WebClient, file_id: str, title: str, channel: str | None = None
) -> None:
    """Have Slack keep what was sent, and show it in a channel where one is named."""
    client.files_completeUploadExternal(files=[{"id": file_id, "title": title}], channel_id=channel)


MAX_BYTES = 50_000_000


CHUNK_BYTES = 1 << 16


TIMEOUT_SECONDS = 30


# A file without a useful name still has a type.
SUFFIXES = {"csv": ".csv", "tsv": ".tsv", "jsonl": ".jsonl", "ndjson": ".ndjson"}


FILE_GONE = (
    "That file is no longer there: it was deleted, or not sent to Waymark. Nothing was imported."
)


NO_ACCESS = (
    "Slack did not give the file to Waymark. Whoever runs Waymark should see that the app has the "
    "scope files:read and is installed anew since. Nothing was imported."
)


INCOMPLETE_ANSWER = (
    "Slack did not answer with the whole file. Nothing was imported; try again in a moment."
)


class TooLargeError(BadInputError):
    """The file holds more than Waymark reads from Slack."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} is larger than {MAX_BYTES // 1_000_000} MB. Split it and send the parts, or "
            "have whoever runs Waymark import it with `app.py import`. Nothing was imported."
        )


def import_suffix(name: str, filetype: str = "") -> str:
    """The suffix by which a file is read; raises BadInputError for one that holds no rows."""
    suffix = Path(name).suffix.lower()
    if suffix in CSV + JSON_LINES:
        return suffix
    if suffix in ("", ".txt") and filetype in SUFFIXES:
        return SUFFIXES[filetype]
    raise BadInputError(
        f"{name} is neither a CSV nor a JSON Lines file (.csv, .tsv, .jsonl), so Waymark cannot "
        "import it. A spreadsheet can be saved as “CSV UTF-8”. Nothing was imported."
    )


def has_importable_file(message: Mapping[str, Any]) -> bool:
    """Whether a message brings a file that rows can be read from."""

    def readable(file: Mapping[str, Any]) -> bool:
        try:
            import_suffix(str(file.get("name") or ""), str(file.get("filetype") or ""))
        except BadInputError:
            return False
        return True

    return any(readable(file) for file in message.get("files") or ())


@contextmanager
def download(client: WebClient, file_id: str, channel: str) -> Iterator[Path]:
    """The file under the name it was sent by, deleted at the end of the `with`.

    Raises NotFoundError where it is gone or was never sent to that conversation, BadInputError
    where it cannot be an import, WaymarkError where Slack does not hand it over.
    """
    about = _file_info(client, file_id, channel)
    name = str(about.get("name") or "file")
    suffix = import_suffix(name, str(about.get("filetype") or ""))
    if int(about.get("size") or 0) > MAX_BYTES:
        raise TooLargeError(name)
    address = str(about["url_private_download"])
    if not is_slack_url(address, client.base_url):
        raise BadInputError(
            f"{name} is not kept by Slack but elsewhere, and Waymark fetches no files from there. "
            "Download it and send the file itself. Nothing was imported."
        )
    with tempfile.TemporaryDirectory(prefix="waymark-") as folder:
        path = Path(folder) / _safe_name(name, suffix)
        with path.open("wb") as out:
            _download(address, client, name, out)
        yield path


def _file_info(client: WebClient, file_id: str, channel: str) -> dict[str, Any]:
    try:
        about: dict[str, Any] = client.files_info(file=file_id)["file"]
    except SlackApiError as error:
        code = error.response.get("error")
        if code in ("missing_scope", "not_allowed_token_type"):
            raise WaymarkError(NO_ACCESS) from error
        if code in ("file_not_found", "file_deleted", "access_denied"):
            raise NotFoundError(FILE_GONE) from error
        raise WaymarkError(INCOMPLETE_ANSWER) from error
    except OSError as error:
        raise WaymarkError(INCOMPLETE_ANSWER) from error
    places = [*about.get("channels", ()), *about.get("groups", ()), *about.get("ims", ())]
    # Just after it was sent Slack does not yet say where to.
    if not about.get("url_private_download") or (places and channel not in places):
        raise NotFoundError(FILE_GONE)
    return about


def _safe_name(name: str, suffix: str) -> str:
    own = Path(name).suffix if Path(name).suffix.lower() == suffix else ""
    stem = re.sub(r"[^\w.\- ]", "_", name.removesuffix(own)).strip(". ") or "file"
    # A file system counts bytes, 255 of them.
    return stem.encode()[:200].decode(errors="ignore") + (own or suffix)


class _SlackRedirectsOnly(urllib.request.HTTPRedirectHandler):
    """Follows Slack to Slack: the token must reach nobody else."""

    def __init__(self, api_url: str) -> None:
        self._api_url = api_url

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        """Null where the address is not Slack's."""
        if not is_slack_url(newurl, self._api_url):
            return None
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _download(address: str, client: WebClient, name: str, out: IO[bytes]) -> None:
    bearer = {"Authorization": f"Bearer {client.token}"}
    request = urllib.request.Request(address, headers=bearer)  # noqa: S310 - is_slacks saw it
    opener = urllib.request.build_opener(_SlackRedirectsOnly(client.base_url))
    size = 0
    try:
        with opener.open(request, timeout=TIMEOUT_SECONDS) as answer:
            # To who may not have the file Slack shows the page where people sign in.
            if answer.headers.get_content_type() == "text/html":
                raise WaymarkError(NO_ACCESS)
            while chunk := answer.read(CHUNK_BYTES):
                size += len(chunk)
                if size > MAX_BYTES:
                    raise TooLargeError(name)
                out.write(chunk)
            # A connection that breaks off looks like the end of the file.
            if size < int(answer.headers.get("Content-Length") or 0):
                raise WaymarkError(INCOMPLETE_ANSWER)
    except urllib.error.HTTPError as error:
        with error:
            code = error.code
        if code in (404, 410):
            raise NotFoundError(FILE_GONE) from None
        raise WaymarkError(
            NO_ACCESS if code in (301, 302, 401, 403) else INCOMPLETE_ANSWER
        ) from None
    except (OSError, HTTPException) as error:
        raise WaymarkError(INCOMPLETE_ANSWER) from error
