"""The messages about an exported file: being prepared, sent, failed."""

from typing import Any

from bot.exports import Export
from domain.export_command import ExportContent, ExportFormat
from handlers.slack import kit

CONTENT_NAMES = {
    ExportContent.NOTES: "notes",
    ExportContent.READINGS: "KPI readings",
    ExportContent.REVIEWS: "posted reviews",
}


FORMAT_NAMES = {
    ExportFormat.CSV: "CSV",
    ExportFormat.JSON_LINES: "JSON Lines",
    ExportFormat.HTML: "a page to read and print (HTML)",
    ExportFormat.MARKDOWN: "Markdown",
    ExportFormat.JSON: "JSON",
    ExportFormat.CANVAS: "a canvas",
}


# Slack does not let the app send direct messages to this person.
DM_ERRORS = {
    "messages_tab_disabled", "cannot_dm_bot", "channel_not_found", "not_in_channel", "im_closed",
    "user_disabled", "user_not_visible", "restricted_action", "is_archived",
}  # fmt: skip


def file_coming_message(export: Export) -> dict[str, Any]:
    """Build the answer while the file is being written."""
    text = (
        f"Your file is coming to our direct messages: {_describe_content(export)}, "
        f"as {_format_name(export)}."
    )
    return kit.ephemeral(text, [kit.rich(kit.line(text))])


def file_sent_message(export: Export, count: int) -> dict[str, Any]:
    """Build the message above the file; `count` is its number of rows."""
    rows = "" if export.review else ", 1 row" if count == 1 else f", {count:,} rows"
    text = (
        f"Here is your export: {_describe_content(export)}{rows} as {_format_name(export)}. "
        "Only you see it."
    )
    return kit.message(text, [kit.rich(kit.line(text))])


def describe_file_error(reason: str | None) -> str:
    """Say why there is no file and what to do; `reason` is Slack's error code, None without."""
    if reason == "missing_scope":
        return (
            "Your file could not be sent: Waymark may not upload files in this workspace. Ask "
            "whoever runs it to install it again with the scope `files:write`."
        )
    if reason in DM_ERRORS:
        return (
            "Your file could not be sent: Slack does not let Waymark send you direct messages "
            f"({reason}). Open Waymark under Apps, write to it once, then export again."
        )
    cause = f"Slack refused it ({reason})" if reason else "something went wrong on the way"
    return f"Your file could not be sent: {cause}. Please try again in a while."


def _describe_content(export: Export) -> str:
    if export.review:
        return f"the {export.review.period.label} review of {export.journey.name}"
    return f"the {CONTENT_NAMES[export.request.content]} of {export.journey.name}"


def _format_name(export: Export) -> str:
    return FORMAT_NAMES[export.request.format]
