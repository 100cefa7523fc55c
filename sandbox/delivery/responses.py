"""What an app answers to a command or an interaction becomes a message."""

from sandbox.content import checked_message
from sandbox.objects import Object, SlackError
from sandbox.slack import Slack
from sandbox.workspace.messages import Message
from sandbox.workspace.pictures import check_pictures
from sandbox.workspace.posting import delete, edit, notify, post
from sandbox.workspace.response_urls import ResponseUrl
from sandbox.workspace.workspace import BOT_USER


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
