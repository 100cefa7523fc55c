"""Slash commands, and the app's answers to them and to response URLs."""

from sandbox.mrkdwn import format_command_text
from sandbox.objects import Object, SlackError
from sandbox.slack import Slack
from sandbox.validation import check_image_files, validate_message
from sandbox.workspace.channels import Channel, Message
from sandbox.workspace.credentials import ResponseUrl
from sandbox.workspace.people import Person
from sandbox.workspace.posting import delete, edit, notify, post
from sandbox.workspace.workspace import APP, BOT_USER, TEAM

CHANNEL_NAMES = {"private": "privategroup", "im": "directmessage"}


async def run_command(slack: Slack, user: Person, channel: Channel, typed: str) -> Object:
    """Deliver a slash command and post the app's answer.

    Return `{delivered, status, elapsed_ms, answer, error, notice}`; `answer` is the raw body and
    `notice` the text Slackbot showed the person, or None.
    """
    name, _, rest = typed.strip().partition(" ")
    command = slack.workspace.manifest.commands.get(name)
    if command is None or slack.workspace.tokens.state == "uninstalled":
        notice_text = f"{name} is not a valid command"
        notify(slack.workspace, channel, user.id, notice_text)
        return _rejected_report("invalid_command", notice_text)
    response_url = ResponseUrl(user.id, channel.id, slack.workspace.clock.now())
    path = slack.workspace.response_urls.issue(user.id, channel.id, response_url.issued)
    text = format_command_text(
        slack.workspace, rest.strip(), should_escape=bool(command.get("should_escape"))
    )
    payload = _payload(slack, user, channel, name, text)
    payload["response_url"] = slack.url + path
    answer = await slack.dispatcher.deliver("slash_commands", payload)
    notice: str | None = None
    content = answer.content()
    if answer.error:
        notice = notify_failure(slack, user.id, channel.id, name, answer.error)
    elif content and (content.get("text") or content.get("blocks")):
        notice = respond_or_notify(slack, response_url, content, name)
    return answer.report(notice=notice)


def _rejected_report(error: str, notice: str) -> Object:
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


def respond(slack: Slack, response_url: ResponseUrl, content: Object) -> Message | None:
    """Post, replace or delete, according to the content's response_type and *_original.

    Raises:
        SlackError: Slack rejects the content.
    """
    workspace = slack.workspace
    channel = workspace.channels[response_url.channel]
    original = channel.find(response_url.message_ts) if response_url.message_ts else None
    if content.get("delete_original"):
        if original:
            delete(workspace, channel, original)
        return None
    message = validate_message(content, slack.settings)
    check_image_files(workspace, message["blocks"])
    if content.get("replace_original") and original:
        edit(workspace, channel, original, message)
        return original
    only_for = None if content.get("response_type") == "in_channel" else response_url.user
    return post(workspace, channel, BOT_USER, message, only_for=only_for)


def respond_or_notify(
    slack: Slack, response_url: ResponseUrl, content: Object, subject: str
) -> str | None:
    """Like `respond`, but if Slack rejects the content, notify the person and return the text."""
    try:
        respond(slack, response_url, content)
    except SlackError as error:
        return notify_failure(slack, response_url.user, response_url.channel, subject, error.code)
    return None


def notify_failure(slack: Slack, user: str, channel: str | None, subject: str, error: str) -> str:
    """Notify a person that something they did failed; return the text."""
    notice_text = f'{subject} failed with the error "{error}"'
    if channel:
        notify(slack.workspace, slack.workspace.channels[channel], user, notice_text)
    return notice_text
