"""Slash commands, and the app's answers to them and to response URLs."""

from sandbox.mrkdwn import command_text
from sandbox.objects import Object, SlackError
from sandbox.slack import Slack
from sandbox.validation import check_pictures, checked_message
from sandbox.workspace.channels import Channel, Message
from sandbox.workspace.credentials import ResponseUrl
from sandbox.workspace.people import Person
from sandbox.workspace.posting import delete, edit, notify, post
from sandbox.workspace.workspace import APP, BOT_USER, TEAM

CHANNEL_NAMES = {"private": "privategroup", "im": "directmessage"}


async def run_command(slack: Slack, user: Person, channel: Channel, typed: str) -> Object:
    """Deliver what was typed, and show what the app answers.

    Returns `{delivered, status, elapsed_ms, answer, error, notice}`; `answer` is the raw body and
    `notice` what Slack itself told the person, if anything.
    """
    name, _, rest = typed.strip().partition(" ")
    command = slack.workspace.manifest.commands.get(name)
    if command is None or slack.workspace.tokens.state == "uninstalled":
        sentence = f"{name} is not a valid command"
        notify(slack.workspace, channel, user.id, sentence)
        return _refused("invalid_command", sentence)
    place = ResponseUrl(user.id, channel.id, slack.workspace.clock.now())
    path = slack.workspace.response_urls.issue(user.id, channel.id, place.issued)
    text = command_text(
        slack.workspace, rest.strip(), should_escape=bool(command.get("should_escape"))
    )
    payload = _payload(slack, user, channel, name, text)
    payload["response_url"] = slack.url + path
    answer = await slack.courier.deliver("slash_commands", payload)
    notice: str | None = None
    content = answer.content()
    if answer.error:
        notice = tell_failure(slack, user.id, channel.id, name, answer.error)
    elif content and (content.get("text") or content.get("blocks")):
        notice = respond_or_tell(slack, place, content, name)
    return answer.report(notice=notice)


def _refused(error: str, notice: str) -> Object:
    report: Object = {"delivered": False, "status": None, "elapsed_ms": 0, "answer": ""}
    return {**report, "error": error, "notice": notice}


def _payload(slack: Slack, user: Person, channel: Channel, name: str, text: str) -> Object:
    return {
        "token": "sandbox-verification-token",
        "team_id": TEAM,
        "team_domain": slack.workspace.domain,
        "channel_id": channel.id,
        "channel_name": CHANNEL_NAMES.get(channel.kind, channel.name),
        "user_id": user.id,
        "user_name": user.name,
        "command": name,
        "text": text,
        "api_app_id": APP,
        "is_enterprise_install": "false",
        "trigger_id": slack.workspace.triggers.issue(user.id),
    }


def respond(slack: Slack, place: ResponseUrl, content: Object) -> Message | None:
    """Post, replace or delete, as the content's response_type and *_original say.

    Raises:
        SlackError: the content is one Slack refuses.
    """
    workspace = slack.workspace
    channel = workspace.channels[place.channel]
    original = channel.find(place.message_ts) if place.message_ts else None
    if content.get("delete_original"):
        if original:
            delete(workspace, channel, original)
        return None
    message = checked_message(content, slack.settings)
    check_pictures(workspace, message["blocks"])
    if content.get("replace_original") and original:
        edit(workspace, channel, original, message)
        return original
    only_for = None if content.get("response_type") == "in_channel" else place.user
    return post(workspace, channel, BOT_USER, message, only_for=only_for)


def respond_or_tell(slack: Slack, place: ResponseUrl, content: Object, what: str) -> str | None:
    """The same; content Slack refuses becomes a notice to the person, which is returned."""
    try:
        respond(slack, place, content)
    except SlackError as error:
        return tell_failure(slack, place.user, place.channel, what, error.code)
    return None


def tell_failure(slack: Slack, user: str, channel: str | None, what: str, error: str) -> str:
    """Tell a person that something they did failed; returns the sentence."""
    sentence = f'{what} failed with the error "{error}"'
    if channel:
        notify(slack.workspace, slack.workspace.channels[channel], user, sentence)
    return sentence
