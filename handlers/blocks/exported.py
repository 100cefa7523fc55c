"""What is said of an export: that it comes, that it is there, why it does not come."""

from typing import Any

from bot.domain.typed_export import Exported, ExportForm
from bot.usecases.exporting import Export
from handlers.blocks import kit

NAMES = {
    Exported.NOTES: "notes",
    Exported.READINGS: "KPI readings",
    Exported.REVIEWS: "posted reviews",
}
FORMS = {
    ExportForm.CSV: "CSV",
    ExportForm.JSON_LINES: "JSON Lines",
    ExportForm.HTML: "a page to read and print (HTML)",
    ExportForm.MARKDOWN: "Markdown",
    ExportForm.JSON: "JSON",
    ExportForm.CANVAS: "a canvas",
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
