"""Uploads through the SDK, and files of people."""

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox.client import Client
from sandbox.config import BOT_TOKEN
from tests.sandbox.bot_server import fetch

JOURNEY = "C0JOURNEY"
PICTURE = b"\x89PNG" + bytes(2000)


def test_an_uploaded_file_is_shared_after_processing(api: WebClient, client: Client) -> None:
    client.settings(file_seconds=0.2)
    answer = api.files_upload_v2(
        channel=JOURNEY, content=PICTURE, filename="map.png", title="Map", initial_comment="here"
    )
    assert client.messages(JOURNEY, as_="mara") == []
    assert client.settle()
    message = client.messages(JOURNEY, as_="mara")[0]
    assert (message["text"], message["files"][0]["title"]) == ("here", "Map")
    assert message["files"][0]["mimetype"] == "image/png"
    shares = api.files_info(file=answer["file"]["id"])["file"]["shares"]
    assert shares["public"][JOURNEY][0]["ts"] == message["ts"]
    url = message["files"][0]["url_private"]
    assert fetch(url, headers={"Authorization": f"Bearer {BOT_TOKEN}"}) == PICTURE
    assert b"Sign in" in fetch(url)


def test_several_files_in_a_thread_make_one_message(api: WebClient, client: Client) -> None:
    parent = api.chat_postMessage(channel=JOURNEY, text="a")["ts"]
    uploads = [{"content": "a", "filename": f"{n}.csv"} for n in range(2)]
    api.files_upload_v2(channel=JOURNEY, file_uploads=uploads, thread_ts=parent)
    assert client.settle()
    reply = client.messages(JOURNEY, as_="mara", thread_ts=parent)[1]
    assert [file["name"] for file in reply["files"]] == ["0.csv", "1.csv"]


def test_uploads_need_membership_and_their_bytes(api: WebClient, client: Client) -> None:
    opened = api.files_getUploadURLExternal(filename="a.txt", length=3)
    entry = {"id": opened["file_id"], "title": "a"}
    with pytest.raises(SlackApiError, match="file_not_found"):
        api.files_completeUploadExternal(files=[entry], channel_id=JOURNEY)
    assert fetch(opened["upload_url"], b"abc") == b"OK - 3"
    client.remove(JOURNEY)
    with pytest.raises(SlackApiError, match="not_in_channel"):
        api.files_completeUploadExternal(files=[entry], channel_id=JOURNEY)


def test_a_person_adds_a_file(client: Client) -> None:
    mara = client.person("mara")
    mara.say(JOURNEY, "see", files=[{"name": "notes.csv", "content": "a,b"}])
    message = mara.messages(JOURNEY)[0]
    assert message["subtype"] == "file_share"
    file_id = message["files"][0]["id"]
    assert fetch(f"{client.url}/sandbox/files/{file_id}") == b"a,b"


def test_a_file_in_a_direct_message_sends_an_event_and_needs_its_scope(
    client: Client, api: WebClient
) -> None:
    mara = client.person("mara")
    ts = mara.say("bot", "", files=[{"name": "notes.csv", "content": "a,b"}])
    assert client.settle()
    events = [delivery["payload"]["event"] for delivery in client.deliveries("events_api")]
    event = next(delivery for delivery in events if delivery.get("subtype") == "file_share")
    assert event["channel_type"] == "im"
    file = api.files_info(file=event["files"][0]["id"])["file"]
    assert (file["ims"], file["channels"]) == ([event["channel"]], [])
    token = {"Authorization": f"Bearer {BOT_TOKEN}"}
    assert fetch(file["url_private_download"], headers=token) == b"a,b"
    mara.delete("bot", ts)
    with pytest.raises(SlackApiError, match="file_not_found"):
        api.files_info(file=file["id"])


def pictured(file_id: str) -> list[dict[str, object]]:
    """Return blocks that show a file."""
    return [{"type": "image", "slack_file": {"id": file_id}, "alt_text": "a map"}]


def test_a_block_may_show_a_file_once_it_is_processed(api: WebClient, client: Client) -> None:
    client.settings(file_seconds=0.3)
    file_id = api.files_upload_v2(content=PICTURE, filename="map.png")["files"][0]["id"]
    with pytest.raises(SlackApiError, match="invalid slack file") as error:
        api.chat_postMessage(channel=JOURNEY, text="a", blocks=pictured(file_id))
    assert error.value.response["error"] == "invalid_blocks"
    assert client.settle()
    api.chat_postEphemeral(channel=JOURNEY, user="U0MARA", text="a", blocks=pictured(file_id))
    assert client.messages(JOURNEY, as_="mara")[0]["blocks"][0]["slack_file"] == {"id": file_id}


def test_a_block_shows_no_file_that_does_not_exist(api: WebClient) -> None:
    with pytest.raises(SlackApiError, match="invalid slack file"):
        api.chat_postMessage(channel=JOURNEY, text="a", blocks=pictured("F0NOSUCH"))
