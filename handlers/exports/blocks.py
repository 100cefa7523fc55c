"""What is said of an export: that it comes, that it is there, why it does not come."""

from typing import Any

from bot.exports import Export
from domain.exports import ExportContent, ExportFormat
from handlers.slack import kit

NAMES = {
    ExportContent.NOTES: "notes",
    ExportContent.READINGS: "KPI readings",
    ExportContent.REVIEWS: "posted reviews",
}

FORMS = {
    ExportFormat.CSV: "CSV",
    ExportFormat.JSON_LINES: "JSON Lines",
    ExportFormat.HTML: "a page to read and print (HTML)",
    ExportFormat.MARKDOWN: "Markdown",
    ExportFormat.JSON: "JSON",
    ExportFormat.CANVAS: "a canvas",
}

# Slack does not let the app write to this person.
CLOSED = {
    "messages_tab_disabled", "cannot_dm_bot", "channel_not_found", "not_in_channel", "im_closed",
    "user_disabled", "user_not_visible", "restricted_action", "is_archived",
}  # fmt: skip


def coming_file(export: Export) -> dict[str, Any]:
    """The answer at once."""
    told = f"Your file is coming to our direct messages: {_what(export)}, as {_form(export)}."
    return kit.ephemeral(told, [kit.rich(kit.line(told))])


def sent_file(export: Export, count: int) -> dict[str, Any]:
    """The message above the file; `count` is how many rows it holds."""
    rows = "" if export.review else ", 1 row" if count == 1 else f", {count:,} rows"
    told = f"Here is your export: {_what(export)}{rows} as {_form(export)}. Only you see it."
    return kit.message(told, [kit.rich(kit.line(told))])


def refused_file(reason: str | None) -> str:
    """Why there is no file, and what to do; `reason` is Slack's word, null where it said none."""
    if reason == "missing_scope":
        return (
            "Your file could not be sent: Waymark may not upload files in this workspace. Whoever "
            "runs it has to install it again with the scope `files:write`."
        )
    if reason in CLOSED:
        return (
            "Your file could not be sent: Slack does not let Waymark write to you directly "
            f"({reason}). Open Waymark under Apps, write to it once, then ask for the file again."
        )
    said = f"Slack did not take it ({reason})" if reason else "something went wrong on the way"
    return f"Your file could not be sent: {said}. Please ask for it again in a while."


def _what(export: Export) -> str:
    if export.review:
        return f"the {export.review.period.label} review of {export.journey.name}"
    return f"the {NAMES[export.wish.what]} of {export.journey.name}"


def _form(export: Export) -> str:
    return FORMS[export.wish.form]
