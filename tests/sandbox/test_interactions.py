"""Buttons, menus, modals, shortcuts and the Home, with a real Bolt app."""

import time
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox.client import Client, ControlError, Person
from tests.sandbox.bolt_app import form
from tests.sandbox.bot_server import BotServer

JOURNEY = "customer-journey"
Json = dict[str, Any]


@pytest.fixture
def mara(bolt_client: Client) -> Person:
    return bolt_client.person("mara")


class TestMessages:
    def test_a_button_replaces_its_message(
        self, bolt_client: Client, mara: Person, handled: list[Json]
    ) -> None:
        mara.command(JOURNEY, "/names hello")
        ts = mara.messages(JOURNEY)[0]["ts"]
        report = mara.click(JOURNEY, ts, "press")
        assert report["delivered"]
        body = handled[-1]
        assert (body["type"], body["actions"][0]["value"]) == ("block_actions", "yes")
        assert body["container"] == {
            "type": "message",
            "message_ts": ts,
            "channel_id": "C0JOURNEY",
            "is_ephemeral": False,
        }
        assert body["message"]["ts"] == ts
        assert mara.messages(JOURNEY)[0]["text"] == "pressed"

    def test_a_menu_reports_its_option_and_stores_it_as_state(
        self, mara: Person, handled: list[Json]
    ) -> None:
        mara.command(JOURNEY, "/names hello")
        ts = mara.messages(JOURNEY)[0]["ts"]
        mara.click(JOURNEY, ts, "pick", "Two")
        assert handled[-1]["actions"][0]["selected_option"]["value"] == "2"
        state = handled[-1]["state"]["values"]["row"]["pick"]
        assert state["selected_option"]["value"] == "2"
        with pytest.raises(ControlError, match="option_not_offered"):
            mara.click(JOURNEY, ts, "pick", "Three")
        with pytest.raises(ControlError, match="element_not_found"):
            mara.click(JOURNEY, ts, "nothing")

    def test_a_button_of_an_ephemeral_message(
        self, api: WebClient, bolt_client: Client, mara: Person, handled: list[Json]
    ) -> None:
        blocks = form()["blocks"][3:]
        api.chat_postEphemeral(channel="C0JOURNEY", user="U0MARA", text="a", blocks=blocks)
        ts = mara.messages(JOURNEY)[0]["ts"]
        assert bolt_client.person("tomas").messages(JOURNEY) == []
        with pytest.raises(ControlError, match="message_not_found"):
            bolt_client.person("tomas").click(JOURNEY, ts, "deeper")
        mara.click(JOURNEY, ts, "deeper")
        assert handled[-1]["container"]["is_ephemeral"]
        assert "message" not in handled[-1]

    def test_a_failing_app_is_reported_to_the_person(
        self, bot: BotServer, bolt_client: Client, mara: Person
    ) -> None:
        mara.command(JOURNEY, "/names hello")
        ts = mara.messages(JOURNEY)[0]["ts"]
        bot.listener = lambda body, headers: (404, {}, "")
        report = mara.click(JOURNEY, ts, "press")
        assert "dispatch_failed" in report["notice"]
        assert mara.messages(JOURNEY)[-1]["notice"]


class TestModals:
    def test_values_arrive_as_state(self, mara: Person, handled: list[Json]) -> None:
        mara.command(JOURNEY, "/modal")
        report = mara.submit({"what": "hello", "menu": "Blue"})
        assert (report["delivered"], report["stack"]) == (True, [])
        values = handled[-1]["view"]["state"]["values"]
        assert values["what"]["text"] == {"type": "plain_text_input", "value": "hello"}
        assert values["kind"]["menu"]["selected_option"]["value"] == "blue"
        assert values["which"]["remote"] == {"type": "external_select", "selected_option": None}

    def test_the_client_rejects_what_slacks_client_rejects(
        self, mara: Person, handled: list[Json]
    ) -> None:
        mara.command(JOURNEY, "/modal")
        count = len(handled)
        assert mara.submit()["errors"] == {"what": "Please complete this required field"}
        assert "at most 20" in mara.submit({"what": "x" * 21})["errors"]["what"]
        assert len(handled) == count

    def test_errors_of_the_app_keep_the_modal_open(self, mara: Person) -> None:
        mara.command(JOURNEY, "/modal")
        report = mara.submit({"what": "bad"})
        assert report["errors"] == {"what": "not this"}
        modal = mara.modal()
        assert modal
        assert modal["errors"] == {"what": "not this"}
        assert mara.submit({"what": "good"})["stack"] == []

    def test_errors_for_an_unknown_block(self, mara: Person) -> None:
        mara.command(JOURNEY, "/modal")
        report = mara.submit({"what": "wrong"})
        assert "nowhere" in report["notice"]
        assert mara.modal()

    def test_update_push_and_clear(self, mara: Person) -> None:
        mara.command(JOURNEY, "/modal")
        mara.submit({"what": "other"})
        assert [view["title"]["text"] for view in mara.modals()] == ["Changed"]
        mara.submit({"what": "next"})
        assert [view["title"]["text"] for view in mara.modals()] == ["Changed", "Second"]
        first, second = mara.modals()
        assert second["previous_view_id"] == first["id"]
        assert second["root_view_id"] == first["id"]
        assert mara.submit({"what": "all"})["stack"] == []

    def test_a_rejected_view(self, mara: Person) -> None:
        mara.command(JOURNEY, "/modal")
        report = mara.submit({"what": "broken"})
        assert "json-pointer:/view/title/text" in report["notice"]
        assert mara.modal()

    def test_at_most_three_views(self, mara: Person, bot: BotServer, bolt_client: Client) -> None:
        mara.command(JOURNEY, "/modal")
        for _ in range(2):
            assert mara.click_in_modal("deeper")["delivered"]
        assert len(mara.modals()) == 3
        mara.click_in_modal("deeper")
        assert bolt_client.calls("views.push")[-1]["answer"]["error"] == "push_limit_reached"
        mara.close()
        assert len(mara.modals()) == 2

    def test_closing_is_reported_with_notify_on_close(
        self, mara: Person, handled: list[Json]
    ) -> None:
        mara.shortcut("ask")
        assert handled[-1]["type"] == "shortcut"
        assert mara.close()["stack"] == []
        assert (handled[-1]["type"], handled[-1]["is_cleared"]) == ("view_closed", False)

    def test_external_options(self, mara: Person, handled: list[Json]) -> None:
        mara.command(JOURNEY, "/modal")
        found = mara.options("remote", "chec")
        assert found["options"][0]["text"]["text"] == "chec"
        assert handled[-1]["type"] == "block_suggestion"
        assert mara.options("remote", "many")["refused"]
        mara.options("remote", "chec")
        mara.submit({"what": "a", "remote": "chec"})
        selected = handled[-1]["view"]["state"]["values"]["which"]["remote"]["selected_option"]
        assert selected["value"] == "v0"

    def test_inputs_are_stored_without_submitting(self, mara: Person) -> None:
        mara.command(JOURNEY, "/modal")
        mara.fill(what="half")
        modal = mara.modal()
        assert modal
        assert modal["state"]["values"]["what"]["text"]["value"] == "half"


class TestShortcutsAndHome:
    def test_a_message_shortcut_has_the_message(self, mara: Person, handled: list[Json]) -> None:
        ts = mara.say(JOURNEY, "worth it")
        assert mara.shortcut("bookmark", JOURNEY, ts)["delivered"]
        assert handled[-1]["message"]["text"] == "worth it"
        assert handled[-1]["message_ts"] == ts
        assert mara.messages(JOURNEY)[-1]["text"] == "bookmarked worth it"
        with pytest.raises(ControlError, match="unknown_shortcut"):
            mara.shortcut("bookmark")

    def test_the_home(self, bolt_client: Client, mara: Person, handled: list[Json]) -> None:
        mara.open_home()
        assert bolt_client.settle()
        home = mara.home()
        assert home
        mara.click_in_home("pick", "1")
        assert handled[-1]["container"] == {"type": "view", "view_id": home["id"]}
        assert (
            handled[-1]["view"]["state"]["values"]["row"]["pick"]["selected_option"]["value"] == "1"
        )
        mara.open_home()
        assert bolt_client.settle()
        assert handled[-1]["view"]["id"] == home["id"]

    def test_a_mention_is_answered_in_its_thread(self, bolt_client: Client, mara: Person) -> None:
        ts = mara.say(JOURNEY, "hello @parrot")
        assert bolt_client.settle()
        thread = mara.messages(JOURNEY, thread_ts=ts)
        assert [m["text"] for m in thread] == ["hello <@U0BOT>", "here"]


class TestTriggersAndHashes:
    def trigger(self, client: Client) -> str:
        client.person("mara").command(JOURNEY, "/echo")
        return str(client.deliveries("slash_commands")[-1]["payload"]["trigger_id"])

    def test_a_trigger_works_once(self, api: WebClient, client: Client) -> None:
        trigger_id = self.trigger(client)
        assert api.views_open(trigger_id=trigger_id, view=form())["view"]["hash"]
        with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
            api.views_open(trigger_id=trigger_id, view=form())

    def test_a_trigger_expires_after_three_seconds(self, api: WebClient, client: Client) -> None:
        client.settings(trigger_seconds=0.05)
        trigger_id = self.trigger(client)
        time.sleep(0.06)
        with pytest.raises(SlackApiError, match="expired_trigger_id"):
            api.views_open(trigger_id=trigger_id, view=form())

    def test_unknown_triggers_are_rejected(self, api: WebClient) -> None:
        with pytest.raises(SlackApiError, match="invalid_trigger_id"):
            api.views_open(trigger_id="1.2.3", view=form())

    def test_a_rejected_view_does_not_use_the_trigger(self, api: WebClient, client: Client) -> None:
        trigger_id = self.trigger(client)
        with pytest.raises(SlackApiError) as caught:
            api.views_open(trigger_id=trigger_id, view=form("x" * 25))
        assert caught.value.response["error"] == "invalid_arguments"
        assert api.views_open(trigger_id=trigger_id, view=form())["ok"]

    def test_push_needs_a_trigger_from_a_modal(self, api: WebClient, client: Client) -> None:
        with pytest.raises(SlackApiError, match="not_found"):
            api.views_push(trigger_id=self.trigger(client), view=form())

    def test_an_old_hash_conflicts(self, api: WebClient, client: Client) -> None:
        view = api.views_open(trigger_id=self.trigger(client), view=form())["view"]
        newer = api.views_update(view_id=view["id"], hash=view["hash"], view=form("New"))["view"]
        assert newer["hash"] != view["hash"]
        with pytest.raises(SlackApiError, match="hash_conflict"):
            api.views_update(view_id=view["id"], hash=view["hash"], view=form("Old"))
        with pytest.raises(SlackApiError, match="not_found"):
            api.views_update(view_id="V0", view=form())

    def test_update_preserves_inputs(self, api: WebClient, client: Client) -> None:
        view = api.views_open(trigger_id=self.trigger(client), view=form())["view"]
        client.person("mara").fill(what="half")
        api.views_update(view_id=view["id"], view=form("New"))
        modal = client.person("mara").modal()
        assert modal
        assert modal["state"]["values"]["what"]["text"]["value"] == "half"

    def test_external_ids(self, api: WebClient, client: Client) -> None:
        api.views_open(trigger_id=self.trigger(client), view=form(external_id="one"))
        with pytest.raises(SlackApiError, match="duplicate_external_id"):
            api.views_open(trigger_id=self.trigger(client), view=form(external_id="one"))
        assert api.views_update(external_id="one", view=form(external_id="one"))["ok"]
