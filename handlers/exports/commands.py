"""`/journey export`: a file sent to one person, or a canvas in the journey's channel."""

from handlers.exports.files import ExportSender, ReviewWriter
from handlers.slack.subcommands import CommandContext, Message, Subcommands


def _export(context: CommandContext) -> Message:
    services = context.services
    export = services.exports.prepare(context.workspace, context.words, context.scope)
    reviews = ReviewWriter(services.map, context.people)
    sender = ExportSender(services.exports, reviews, context.background)
    return sender.send(context.client, context.channel, context.user, export)


SUBCOMMANDS: Subcommands = {"export": _export}
