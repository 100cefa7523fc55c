"""`/journey export`: a file sent to one person, or a canvas in the journey's channel."""

from domain.exports import ExportFormat
from handlers.exports.blocks import file_coming_message
from handlers.exports.canvas import CanvasCreator, canvas_coming_message
from handlers.exports.files import FileSender, ReviewWriter
from handlers.slack.subcommands import CommandContext, Message, Subcommands


def _export(context: CommandContext) -> Message:
    export = context.services.exports.typed(context.workspace, context.words, context.scope)
    if export.wish.form is ExportFormat.CANVAS and export.review and export.journey.home_channel:
        context.background.run_slow(
            lambda: CanvasCreator().make(context.client, context.channel, context.user, export)
        )
        return canvas_coming_message(export.review, export.journey.home_channel)
    services = context.services
    files = FileSender(services.exports, ReviewWriter(services.map, context.people))
    context.background.run_slow(
        lambda: files.send(context.client, context.channel, context.user, export)
    )
    return file_coming_message(export)


SUBCOMMANDS: Subcommands = {"export": _export}
