"""A Bolt app that uses most Slack features, and its manifest."""

from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from sandbox.config import BOT_TOKEN, SIGNING_SECRET

Json = dict[str, Any]
MANIFEST: Json = {
    "_metadata": {"major_version": 2},
    "display_information": {"name": "Parrot"},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "bot_user": {"display_name": "parrot", "always_online": True},
        "slash_commands": [
            {"command": "/echo", "description": "Say it again", "should_escape": False},
            {"command": "/names", "description": "With names", "should_escape": True},
            {"command": "/modal", "description": "Open a modal"},
            {"command": "/slow", "description": "Never in time"},
        ],
        "shortcuts": [
            {"name": "Ask", "type": "global", "callback_id": "ask", "description": "Ask"},
            {
                "name": "Bookmark",
                "type": "message",
                "callback_id": "bookmark",
                "description": "Bookmark",
            },
        ],
    },
    "oauth_config": {
        "scopes": {
            "bot": [
                "app_mentions:read",
                "canvases:write",
                "channels:history",
                "channels:join",
                "channels:read",
                "chat:write",
                "commands",
                "files:read",
                "files:write",
                "groups:history",
                "groups:read",
                "im:history",
                "im:read",
                "im:write",
                "reactions:read",
                "reactions:write",
                "users:read",
            ]
        }
    },
    "settings": {
        "event_subscriptions": {
            "bot_events": [
                "app_home_opened",
                "app_mention",
                "app_uninstalled",
                "file_shared",
                "member_joined_channel",
                "message.channels",
                "message.groups",
                "message.im",
                "reaction_added",
                "tokens_revoked",
            ]
        },
        "interactivity": {"is_enabled": True},
        "org_deploy_enabled": False,
        "socket_mode_enabled": False,
    },
}


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def form(title: str = "Form", **more: Any) -> Json:
    """Return a modal with a text input, a menu, an external menu and a button."""
    blocks: list[Json] = [
        {
            "type": "input",
            "block_id": "what",
            "label": plain("What"),
            "element": {"type": "plain_text_input", "action_id": "text", "max_length": 20},
        },
        {
            "type": "input",
            "block_id": "kind",
            "optional": True,
            "label": plain("Kind"),
            "element": {
                "type": "static_select",
                "action_id": "menu",
                "options": [
                    {"text": plain(name), "value": name.lower()} for name in ("Red", "Blue")
                ],
            },
        },
        {
            "type": "input",
            "block_id": "which",
            "optional": True,
            "label": plain("Which"),
            "element": {
                "type": "external_select",
                "action_id": "remote",
                "min_query_length": 1,
            },
        },
        {
            "type": "actions",
            "block_id": "more",
            "elements": [{"type": "button", "action_id": "deeper", "text": plain("Deeper")}],
        },
    ]
    return {
        "type": "modal",
        "callback_id": "form",
        "title": plain(title),
        "submit": plain("Save"),
        "blocks": blocks,
        **more,
    }


def buttons() -> list[Json]:
    """Return a section, and an actions block with a button and a menu."""
    menu = {
        "type": "static_select",
        "action_id": "pick",
        "options": [{"text": plain("One"), "value": "1"}, {"text": plain("Two"), "value": "2"}],
    }
    pair = [
        {"type": "button", "action_id": "press", "text": plain(name), "value": name}
        for name in ("yes",)
    ]
    return [
        {"type": "section", "text": {"type": "mrkdwn", "text": "Choose"}},
        {"type": "actions", "block_id": "row", "elements": [*pair, menu]},
    ]


def echo_app(base_url: str, handled: list[Json]) -> App:
    """Return the app; every payload it handles is appended to `handled`."""
    client = WebClient(BOT_TOKEN, base_url=base_url, retry_handlers=[])
    app = App(signing_secret=SIGNING_SECRET, client=client, process_before_response=True)
    _commands(app, handled)
    _views(app, handled)
    _messages(app, handled)
    return app


def _commands(app: App, handled: list[Json]) -> None:
    @app.command("/echo")
    def echo(ack: Any, command: Json) -> None:
        handled.append(command)
        ack(command["text"])

    @app.command("/names")
    def names(ack: Any, command: Json) -> None:
        handled.append(command)
        ack(response_type="in_channel", text="noted", blocks=buttons())

    @app.command("/modal")
    def modal(ack: Any, command: Json, client: WebClient) -> None:
        handled.append(command)
        client.views_open(trigger_id=command["trigger_id"], view=form())
        ack()

    @app.shortcut("ask")
    def ask(ack: Any, shortcut: Json, client: WebClient) -> None:
        handled.append(shortcut)
        client.views_open(trigger_id=shortcut["trigger_id"], view=form(notify_on_close=True))
        ack()

    @app.shortcut("bookmark")
    def bookmark(ack: Any, shortcut: Json, respond: Any) -> None:
        handled.append(shortcut)
        respond(f"bookmarked {shortcut['message']['text']}")
        ack()


def _views(app: App, handled: list[Json]) -> None:
    answers: dict[str, Json] = {
        "bad": {"response_action": "errors", "errors": {"what": "not this"}},
        "wrong": {"response_action": "errors", "errors": {"nowhere": "not this"}},
        "next": {"response_action": "push", "view": form("Second")},
        "other": {"response_action": "update", "view": form("Changed")},
        "broken": {"response_action": "update", "view": form("x" * 25)},
        "all": {"response_action": "clear"},
    }

    @app.view("form")
    def submitted(ack: Any, body: Json, view: Json) -> None:
        handled.append(body)
        ack(**answers.get(view["state"]["values"]["what"]["text"]["value"], {}))

    @app.view_closed("form")
    def closed(ack: Any, body: Json) -> None:
        handled.append(body)
        ack()

    @app.options("remote")
    def remote(ack: Any, body: Json) -> None:
        handled.append(body)
        count = 101 if body["value"] == "many" else 1
        ack(options=[{"text": plain(body["value"]), "value": f"v{n}"} for n in range(count)])

    @app.action("deeper")
    def deeper(ack: Any, body: Json, client: WebClient) -> None:
        handled.append(body)
        client.views_push(trigger_id=body["trigger_id"], view=form("Deeper"))
        ack()


def _messages(app: App, handled: list[Json]) -> None:
    @app.action("press")
    def press(ack: Any, body: Json, respond: Any) -> None:
        handled.append(body)
        ack()
        respond(text="pressed", replace_original=True)

    @app.action("pick")
    def pick(ack: Any, body: Json) -> None:
        handled.append(body)
        ack()

    @app.event("app_home_opened")
    def home(event: Json, client: WebClient) -> None:
        handled.append(event)
        client.views_publish(user_id=event["user"], view={"type": "home", "blocks": buttons()})

    @app.event("app_mention")
    def mention(event: Json, say: Any) -> None:
        handled.append(event)
        say(text="here", thread_ts=event["ts"])

    @app.event("message")
    def message(event: Json) -> None:
        handled.append(event)
