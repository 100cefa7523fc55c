"""Fetch a file of rows that was sent to Slack."""

import re
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPException, HTTPMessage
from pathlib import Path
from typing import IO, Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from domain.errors import BadInputError, NotFoundError, WaymarkError
from handlers.imports.table_files import CSV, JSON_LINES
from handlers.slack.payloads import is_slack_url

MAX_BYTES = 50_000_000

CHUNK_BYTES = 1 << 16

TIMEOUT_SECONDS = 30


# A file without a useful name still has a type.
SUFFIXES = {"csv": ".csv", "tsv": ".tsv", "jsonl": ".jsonl", "ndjson": ".ndjson"}

FILE_GONE = (
    "That file is no longer there: it was deleted, or was not shared here. Nothing was imported."
)

NO_ACCESS = (
    "Slack did not let Waymark read the file. The person who runs Waymark should check that the "
    "app has the scope files:read and was reinstalled after that. Nothing was imported."
)

INCOMPLETE_ANSWER = (
    "Slack did not answer with the whole file. Nothing was imported; try again in a moment."
)


class TooLargeError(BadInputError):
    """The file is larger than Waymark reads from Slack."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} is larger than {MAX_BYTES // 1_000_000} MB. Split it and send the parts, or "
            "ask the person who runs Waymark to import it: `python app.py import`. "
            "Nothing was imported."
        )


def import_suffix(name: str, filetype: str = "") -> str:
    """Return the suffix that says how a file is read. Raises BadInputError if it has no rows."""
    suffix = Path(name).suffix.lower()
    if suffix in CSV + JSON_LINES:
        return suffix
    if suffix in ("", ".txt") and filetype in SUFFIXES:
        return SUFFIXES[filetype]
    raise BadInputError(
        f"{name} is neither a CSV nor a JSON Lines file (.csv, .tsv, .jsonl). "
        "A spreadsheet can be saved as “CSV UTF-8”. Nothing was imported."
    )


def has_importable_file(message: Mapping[str, Any]) -> bool:
    """Return whether a message has a file that can be imported."""

    def readable(file: Mapping[str, Any]) -> bool:
        try:
            import_suffix(str(file.get("name") or ""), str(file.get("filetype") or ""))
        except BadInputError:
            return False
        return True

    return any(readable(file) for file in message.get("files") or ())


@contextmanager
def download(client: WebClient, file_id: str, channel: str) -> Iterator[Path]:
    """Download a file under its own name; it is deleted at the end of the `with`.

    Raises NotFoundError if it is missing or was never shared in `channel`, BadInputError if it
    cannot be imported, WaymarkError if Slack does not send it.
    """
    info = _file_info(client, file_id, channel)
    name = str(info.get("name") or "file")
    suffix = import_suffix(name, str(info.get("filetype") or ""))
    if int(info.get("size") or 0) > MAX_BYTES:
        raise TooLargeError(name)
    address = str(info["url_private_download"])
    if not is_slack_url(address, client.base_url):
        raise BadInputError(
            f"{name} is stored outside Slack, and Waymark only reads files from Slack. "
            "Download it and send the file itself. Nothing was imported."
        )
    with tempfile.TemporaryDirectory(prefix="waymark-") as folder:
        path = Path(folder) / _safe_name(name, suffix)
        with path.open("wb") as out:
            _download(address, client, name, out)
        yield path


def _file_info(client: WebClient, file_id: str, channel: str) -> dict[str, Any]:
    try:
        info: dict[str, Any] = client.files_info(file=file_id)["file"]
    except SlackApiError as error:
        code = error.response.get("error")
        if code in ("missing_scope", "not_allowed_token_type"):
            raise WaymarkError(NO_ACCESS) from error
        if code in ("file_not_found", "file_deleted", "access_denied"):
            raise NotFoundError(FILE_GONE) from error
        raise WaymarkError(INCOMPLETE_ANSWER) from error
    except OSError as error:
        raise WaymarkError(INCOMPLETE_ANSWER) from error
    shared_in = [*info.get("channels", ()), *info.get("groups", ()), *info.get("ims", ())]
    # Right after an upload Slack does not list the channels yet.
    if not info.get("url_private_download") or (shared_in and channel not in shared_in):
        raise NotFoundError(FILE_GONE)
    return info


def _safe_name(name: str, suffix: str) -> str:
    own = Path(name).suffix if Path(name).suffix.lower() == suffix else ""
    stem = re.sub(r"[^\w.\- ]", "_", name.removesuffix(own)).strip(". ") or "file"
    # File systems limit a name to 255 bytes.
    return stem.encode()[:200].decode(errors="ignore") + (own or suffix)


class _SlackRedirectsOnly(urllib.request.HTTPRedirectHandler):
    """Follow redirects within Slack only: no other host may see the token."""

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
        """Return None if the new address is not Slack's."""
        if not is_slack_url(newurl, self._api_url):
            return None
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _download(address: str, client: WebClient, name: str, out: IO[bytes]) -> None:
    bearer = {"Authorization": f"Bearer {client.token}"}
    request = urllib.request.Request(address, headers=bearer)  # noqa: S310 - checked by is_slack_url
    opener = urllib.request.build_opener(_SlackRedirectsOnly(client.base_url))
    size = 0
    try:
        with opener.open(request, timeout=TIMEOUT_SECONDS) as answer:
            # Without access Slack answers with its sign-in page.
            if answer.headers.get_content_type() == "text/html":
                raise WaymarkError(NO_ACCESS)
            while chunk := answer.read(CHUNK_BYTES):
                size += len(chunk)
                if size > MAX_BYTES:
                    raise TooLargeError(name)
                out.write(chunk)
            # A broken connection looks like the end of the file.
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
