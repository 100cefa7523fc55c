"""Apps without a messages tab or a Home tab."""

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox.client import Client, ControlError
from sandbox.config import BOT_TOKEN, Config
from sandbox.server import Sandbox
from tests.sandbox.bolt_app import MANIFEST


def sandbox_with(**tabs: bool) -> Sandbox:
    features = {**MANIFEST["features"], "app_home": tabs}
    config = Config(manifest={**MANIFEST, "features": features}, request_url="http://127.0.0.1:9/")
    return Sandbox(config)


def test_nobody_posts_without_a_messages_tab() -> None:
    with sandbox_with(messages_tab_enabled=False) as sandbox:
        api = WebClient(BOT_TOKEN, base_url=f"{sandbox.url}/api/")
        with pytest.raises(SlackApiError, match="messages_tab_disabled"):
            api.chat_postMessage(channel="U0MARA", text="a")
        with pytest.raises(ControlError, match="messages_tab_disabled"):
            Client(sandbox.url).person("mara").say("bot", "a")


def test_only_the_app_posts_in_a_read_only_tab() -> None:
    with sandbox_with(messages_tab_enabled=True, messages_tab_read_only_enabled=True) as sandbox:
        api = WebClient(BOT_TOKEN, base_url=f"{sandbox.url}/api/")
        assert api.chat_postMessage(channel="U0MARA", text="a")["ok"]
        with pytest.raises(ControlError, match="messages_tab_disabled"):
            Client(sandbox.url).person("mara").say("bot", "a")


def test_there_is_no_home_without_its_tab() -> None:
    with sandbox_with(home_tab_enabled=False) as sandbox:
        api = WebClient(BOT_TOKEN, base_url=f"{sandbox.url}/api/")
        with pytest.raises(SlackApiError, match="not_enabled"):
            api.views_publish(user_id="U0MARA", view={"type": "home", "blocks": []})
        with pytest.raises(ControlError, match="no_home"):
            Client(sandbox.url).person("mara").open_home()
