"""The Web API: tokens, scopes, arguments, and each group of methods."""

import json
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox.client import Client
from sandbox.config import APP_TOKEN, BOT_TOKEN, Config
from sandbox.server import Sandbox
from tests.sandbox.bolt_app import MANIFEST
from tests.sandbox.bot_server import fetch

JOURNEY = "C0JOURNEY"
MARA = "U0MARA"


def error_of(call: Any, *args: Any, **arguments: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        call(*args, **arguments)
    return str(caught.value.response["error"])


def raw(url: str, body: bytes | None, headers: dict[str, str]) -> Any:
    return json.loads(fetch(url, body, headers))


class TestTokens:
    def test_auth_test(self, api: WebClient) -> None:
        who = api.auth_test()
        assert (who["user_id"], who["bot_id"], who["team_id"]) == ("U0BOT", "B0BOT", "T0SANDBOX")
        assert who["user"] == "parrot"

    def test_no_token(self, sandbox: Sandbox) -> None:
        assert raw(f"{sandbox.url}/api/auth.test", b"", {})["error"] == "not_authed"

    def test_token_in_the_form(self, sandbox: Sandbox) -> None:
        assert raw(f"{sandbox.url}/api/auth.test", f"token={BOT_TOKEN}".encode(), {})["ok"]

    def test_unknown_token(self, api: WebClient) -> None:
        assert error_of(api.auth_test, token="xoxb-other") == "invalid_auth"

    def test_app_token_only_opens_connections(self, api: WebClient) -> None:
        assert error_of(api.auth_test, token=APP_TOKEN) == "not_allowed_token_type"
        assert error_of(api.apps_connections_open, app_token=BOT_TOKEN) == "not_allowed_token_type"

    def test_revoked_and_uninstalled(self, api: WebClient, client: Client) -> None:
        client.post("revoke")
        assert error_of(api.auth_test) == "token_revoked"
        client.post("uninstall")
        assert error_of(api.auth_test) == "account_inactive"
        client.post("install")
        assert api.auth_test()["ok"]

    def test_unknown_method(self, api: WebClient) -> None:
        assert error_of(api.api_call, "chat.shout") == "unknown_method"

    def test_missing_scope_names_the_needed_scope(self, api: WebClient) -> None:
        with pytest.raises(SlackApiError) as caught:
            api.team_info()
        assert caught.value.response["error"] == "missing_scope"
        assert caught.value.response["needed"] == "team:read"
        assert "chat:write" in caught.value.response["provided"].split(",")


class TestArguments:
    @pytest.mark.parametrize("encoding", ["json", "form", "query"])
    def test_form_json_and_query(self, sandbox: Sandbox, encoding: str) -> None:
        headers = {"Authorization": f"Bearer {BOT_TOKEN}"}
        url = f"{sandbox.url}/api/users.info"
        body = None
        if encoding == "json":
            headers["Content-Type"] = "application/json; charset=utf-8"
            body = json.dumps({"user": MARA}).encode()
        elif encoding == "form":
            body = f"user={MARA}".encode()
        else:
            url += f"?user={MARA}"
        assert raw(url, body, headers)["user"]["name"] == "mara"

    def test_multipart(self, api: WebClient) -> None:
        answer = api.api_call("api.test", files={"f": b"x"}, data={"foo": "bar"})
        assert answer["args"]["foo"] == "bar"

    def test_broken_json(self, sandbox: Sandbox) -> None:
        headers = {"Authorization": f"Bearer {BOT_TOKEN}", "Content-Type": "application/json"}
        assert raw(f"{sandbox.url}/api/auth.test", b"{", headers)["error"] == "invalid_json"

    def test_missing_argument(self, api: WebClient) -> None:
        assert error_of(api.api_call, "users.info") == "invalid_arguments"


class TestPeopleAndChannels:
    def test_people(self, api: WebClient) -> None:
        members = {m["name"]: m for m in api.users_list()["members"]}
        assert set(members) == {"mara", "tomas", "priya", "gus", "parrot"}
        assert members["mara"]["is_admin"]
        assert members["gus"]["is_restricted"]
        assert members["parrot"]["is_bot"]
        assert api.users_info(user=MARA)["user"]["tz"] == "Europe/Berlin"
        assert error_of(api.users_info, user="U0NOBODY") == "user_not_found"

    def test_private_channels_are_hidden_until_invited(
        self, api: WebClient, client: Client
    ) -> None:
        every = "public_channel,private_channel"
        assert len(api.conversations_list(types=every)["channels"]) == 2
        assert error_of(api.conversations_info, channel="C0LEADS") == "channel_not_found"
        client.invite("leads")
        assert len(api.conversations_list(types=every)["channels"]) == 3
        assert api.conversations_info(channel="C0LEADS")["channel"]["is_private"]

    def test_cursors_page_through_all_items(self, api: WebClient) -> None:
        found, cursor = [], ""
        for _ in range(5):
            page = api.users_list(limit=1, cursor=cursor)
            found += [m["name"] for m in page["members"]]
            cursor = page["response_metadata"]["next_cursor"]
        assert len(set(found)) == 5
        assert cursor == ""
        assert error_of(api.users_list, cursor="nonsense") == "invalid_cursor"

    def test_members_and_own_channels(self, api: WebClient) -> None:
        assert MARA in api.conversations_members(channel=JOURNEY)["members"]
        assert len(api.users_conversations()["channels"]) == 2
        assert error_of(api.users_conversations, types="wonder") == "invalid_types"

    def test_join_and_open(self, api: WebClient, client: Client) -> None:
        client.remove(JOURNEY)
        assert error_of(api.chat_postMessage, channel=JOURNEY, text="a") == "not_in_channel"
        api.conversations_join(channel=JOURNEY)
        assert api.chat_postMessage(channel=JOURNEY, text="a")["ok"]
        direct = api.conversations_open(users=MARA)["channel"]["id"]
        assert direct.startswith("D")
        assert api.conversations_open(users=MARA)["channel"]["id"] == direct


class TestMessages:
    def test_history_is_newest_first_and_needs_membership(
        self, api: WebClient, client: Client
    ) -> None:
        for text in ("one", "two", "three"):
            api.chat_postMessage(channel=JOURNEY, text=text)
        history = api.conversations_history(channel=JOURNEY)
        assert [m["text"] for m in history["messages"]] == ["three", "two", "one"]
        stamps = [m["ts"] for m in history["messages"]]
        middle = api.conversations_history(channel=JOURNEY, oldest=stamps[2], latest=stamps[0])
        assert [m["text"] for m in middle["messages"]] == ["two"]
        page = api.conversations_history(channel=JOURNEY, limit=2)
        assert page["has_more"]
        client.remove(JOURNEY)
        assert error_of(api.conversations_history, channel=JOURNEY) == "not_in_channel"

    def test_public_posting_needs_its_scope(self, client: Client, api: WebClient) -> None:
        client.remove(JOURNEY)
        assert error_of(api.chat_postMessage, channel=JOURNEY, text="a") == "not_in_channel"

    def test_public_posting_with_its_scope_cannot_read_back(self) -> None:
        scopes = {"bot": ["chat:write", "chat:write.public", "channels:history"]}
        manifest = {**MANIFEST, "oauth_config": {"scopes": scopes}}
        config = Config(manifest=manifest, request_url="http://127.0.0.1:9/", bot_in=())
        with Sandbox(config) as sandbox:
            api = WebClient(BOT_TOKEN, base_url=f"{sandbox.url}/api/")
            assert api.chat_postMessage(channel=JOURNEY, text="a")["ok"]
            assert error_of(api.conversations_history, channel=JOURNEY) == "not_in_channel"
            assert error_of(api.chat_postMessage, channel="C0LEADS", text="a") == (
                "channel_not_found"
            )

    def test_rejected_messages(self, api: WebClient, client: Client) -> None:
        post = api.chat_postMessage
        assert error_of(post, channel="C0NOWHERE", text="a") == "channel_not_found"
        assert error_of(api.api_call, "chat.postMessage", json={"channel": JOURNEY}) == "no_text"
        assert post(channel=JOURNEY, text="x" * 40_000)["ok"]
        assert error_of(post, channel=JOURNEY, text="x" * 40_001) == "msg_too_long"
        assert error_of(post, channel=JOURNEY, text="a", blocks="{") == "invalid_blocks_format"
        assert error_of(post, channel=JOURNEY, text="a", thread_ts="1.1") == "thread_not_found"
        client.post("channel/archive", channel=JOURNEY)
        assert error_of(post, channel=JOURNEY, text="a") == "is_archived"
        client.post("channel/unarchive", channel=JOURNEY)
        assert post(channel="#customer-journey", text="a")["ok"]

    def test_invalid_blocks_name_their_pointer(self, api: WebClient) -> None:
        text = {"type": "mrkdwn", "text": "x" * 3001}
        with pytest.raises(SlackApiError) as caught:
            api.chat_postMessage(
                channel=JOURNEY, text="a", blocks=[{"type": "section", "text": text}]
            )
        assert caught.value.response["error"] == "invalid_blocks"
        assert caught.value.response["response_metadata"]["messages"] == [
            "[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]"
        ]

    def test_all_blocks_together(self, api: WebClient, client: Client) -> None:
        text = {"type": "mrkdwn", "text": "x" * 3000}
        blocks = [{"type": "section", "text": text}] * 5
        arguments = {"channel": JOURNEY, "text": "a", "blocks": blocks}
        assert error_of(api.chat_postMessage, **arguments) == "msg_blocks_too_long"
        client.settings(all_text_limit=False)
        assert api.chat_postMessage(channel=JOURNEY, text="a", blocks=blocks)["ok"]

    def test_data_blocks_need_the_setting(self, api: WebClient, client: Client) -> None:
        pie = {"type": "pie", "segments": [{"label": "a", "value": 1}]}
        blocks = [{"type": "data_visualization", "title": "t", "chart": pie}]
        assert api.chat_postMessage(channel=JOURNEY, text="a", blocks=blocks)["ok"]
        client.settings(data_blocks=False)
        arguments = {"channel": JOURNEY, "text": "a", "blocks": blocks}
        assert error_of(api.chat_postMessage, **arguments) == "invalid_blocks"

    def test_metadata_is_returned_only_on_request(self, api: WebClient) -> None:
        metadata = {"event_type": "review", "event_payload": {"key": "k"}}
        api.chat_postMessage(channel=JOURNEY, text="a", metadata=metadata)
        plain = api.conversations_history(channel=JOURNEY)["messages"][0]
        full = api.conversations_history(channel=JOURNEY, include_all_metadata=True)
        assert "metadata" not in plain
        assert full["messages"][0]["metadata"] == metadata

    def test_threads(self, api: WebClient) -> None:
        parent = api.chat_postMessage(channel=JOURNEY, text="parent")["ts"]
        api.chat_postMessage(channel=JOURNEY, text="reply", thread_ts=parent)
        api.chat_postMessage(channel=JOURNEY, text="both", thread_ts=parent, reply_broadcast=True)
        replies = api.conversations_replies(channel=JOURNEY, ts=parent)["messages"]
        assert [m["text"] for m in replies] == ["parent", "reply", "both"]
        assert replies[0]["reply_count"] == 2
        history = api.conversations_history(channel=JOURNEY)["messages"]
        assert [m["text"] for m in history] == ["both", "parent"]

    def test_update_and_delete_only_own_messages(self, api: WebClient, client: Client) -> None:
        ts = api.chat_postMessage(channel=JOURNEY, text="a")["ts"]
        api.chat_update(channel=JOURNEY, ts=ts, text="b")
        message = client.messages(JOURNEY, as_="mara")[0]
        assert (message["text"], "edited" in message) == ("b", True)
        theirs = client.person("mara").say(JOURNEY, "mine")
        assert error_of(api.chat_update, channel=JOURNEY, ts=theirs, text="c") == (
            "cant_update_message"
        )
        assert error_of(api.chat_delete, channel=JOURNEY, ts=theirs) == "cant_delete_message"
        api.chat_delete(channel=JOURNEY, ts=ts)
        assert error_of(api.chat_delete, channel=JOURNEY, ts=ts) == "message_not_found"

    def test_permalink(self, api: WebClient) -> None:
        ts = api.chat_postMessage(channel=JOURNEY, text="a")["ts"]
        link = api.chat_getPermalink(channel=JOURNEY, message_ts=ts)["permalink"]
        assert link.endswith(f"/archives/{JOURNEY}/p{ts.replace('.', '')}")

    def test_ephemeral_messages_are_in_no_history(self, api: WebClient, client: Client) -> None:
        api.chat_postEphemeral(channel=JOURNEY, user=MARA, text="psst")
        assert [m["text"] for m in client.messages(JOURNEY, as_="mara")] == ["psst"]
        assert client.messages(JOURNEY, as_="tomas") == []
        assert api.conversations_history(channel=JOURNEY)["messages"] == []
        assert error_of(api.chat_postEphemeral, channel=JOURNEY, user="U0GUEST", text="a") == (
            "user_not_in_channel"
        )

    def test_a_user_id_is_a_channel(self, api: WebClient, client: Client) -> None:
        assert api.chat_postMessage(channel=MARA, text="hello")["channel"].startswith("D")
        assert [m["text"] for m in client.messages("bot", as_="mara")] == ["hello"]

    def test_reactions(self, api: WebClient) -> None:
        ts = api.chat_postMessage(channel=JOURNEY, text="a")["ts"]
        api.reactions_add(channel=JOURNEY, timestamp=ts, name="eyes")
        again = error_of(api.reactions_add, channel=JOURNEY, timestamp=ts, name="eyes")
        assert again == "already_reacted"
        message = api.reactions_get(channel=JOURNEY, timestamp=ts)["message"]
        assert message["reactions"] == [{"name": "eyes", "users": ["U0BOT"], "count": 1}]
        api.reactions_remove(channel=JOURNEY, timestamp=ts, name="eyes")
        removed_again = error_of(api.reactions_remove, channel=JOURNEY, timestamp=ts, name="eyes")
        assert removed_again == "no_reaction"

    def test_timestamps_are_unique_and_follow_the_clock(
        self, api: WebClient, client: Client
    ) -> None:
        client.clock("2026-10-01T09:00:00+00:00")
        stamps = [api.chat_postMessage(channel=JOURNEY, text="a")["ts"] for _ in range(5)]
        assert stamps == sorted(set(stamps))
        assert 0 <= float(stamps[0]) - 1790845200 < 5


class TestOtherMethods:
    def test_canvases(self, api: WebClient, client: Client) -> None:
        content = {"type": "markdown", "markdown": "# One"}
        canvas = api.canvases_create(title="T", document_content=content)["canvas_id"]
        more = {"type": "markdown", "markdown": "\ntwo"}
        change = {"operation": "insert_at_end", "document_content": more}
        api.canvases_edit(canvas_id=canvas, changes=[change])
        assert client.get("canvases")["canvases"][0]["markdown"] == "# One\ntwo"

    @pytest.mark.parametrize(
        "markdown",
        [
            "x" * 1_048_577,
            "#### deep",
            "| a | b |\n" * 151,
            "ok\n| a \\| b | c |\n" + "| 1 | 2 |\n" * 150,
        ],
    )
    def test_canvas_limits(self, api: WebClient, markdown: str) -> None:
        with pytest.raises(SlackApiError) as caught:
            api.canvases_create(document_content={"type": "markdown", "markdown": markdown})
        assert caught.value.response["error"] == "canvas_creation_failed"

    def test_a_canvas_is_a_tab_of_a_channel_the_app_is_in(
        self, api: WebClient, client: Client
    ) -> None:
        content = {"type": "markdown", "markdown": "| a \\| b | c |\n" + "| 1 | 2 |\n" * 149}
        api.canvases_create(document_content=content, channel_id="C0JOURNEY")
        assert client.get("canvases")["canvases"][-1]["channel_id"] == "C0JOURNEY"
        with pytest.raises(SlackApiError, match="channel_not_found"):
            api.canvases_create(document_content=content, channel_id="C0NOWHERE")

    def test_assistant(self, api: WebClient) -> None:
        api.assistant_threads_setStatus(channel_id=JOURNEY, thread_ts="1.1", status="thinking")
        prompts = [{"title": "a", "message": "b"}]
        api.assistant_threads_setSuggestedPrompts(channel_id=JOURNEY, prompts=prompts)
        too_many = error_of(
            api.assistant_threads_setSuggestedPrompts, channel_id=JOURNEY, prompts=prompts * 5
        )
        assert too_many == "invalid_arguments"

    def test_bots_info(self, api: WebClient) -> None:
        assert api.bots_info(bot="B0BOT")["bot"]["name"] == "Parrot"
        assert error_of(api.bots_info, bot="B0OTHER") == "bot_not_found"


def test_update_preserves_other_fields(api: WebClient) -> None:
    blocks = [{"type": "divider"}]
    metadata = {"event_type": "e", "event_payload": {"a": 1}}
    ts = api.chat_postMessage(channel=JOURNEY, text="a", blocks=blocks)["ts"]
    update = {"channel": JOURNEY, "ts": ts}
    only = api.api_call("chat.update", json={**update, "metadata": metadata})["message"]
    assert (only["text"], len(only["blocks"]), only["metadata"]) == ("a", 1, metadata)
    redrawn = api.chat_update(**update, text="b", blocks=blocks * 2)["message"]
    assert (len(redrawn["blocks"]), "edited" in redrawn) == (2, False)
    plain = api.chat_update(**update, text="c")["message"]
    assert ("blocks" in plain, "edited" in plain) == (False, True)
    nothing = error_of(api.api_call, "chat.update", json=update)
    assert nothing == "no_text"


def test_markdown_text(api: WebClient) -> None:
    message = api.chat_postMessage(channel=JOURNEY, markdown_text="**a**")["message"]
    assert message["blocks"][0]["type"] == "markdown"
    post = {"channel": JOURNEY, "markdown_text": "a"}
    both = error_of(api.api_call, "chat.postMessage", json={**post, "text": "b"})
    assert both == "markdown_text_conflict"
    long = error_of(api.api_call, "chat.postMessage", json={**post, "markdown_text": "x" * 12_001})
    assert long == "msg_too_long"
