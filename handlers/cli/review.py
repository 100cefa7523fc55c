"""`app.py review` and `app.py map`."""

import argparse
import json
import sys

from bot.journeys.map import MapRequest
from bot.reviews.publish import PublishState
from domain.export_command import ExportFormat
from domain.journeys import WorkspaceId
from domain.reviews import Review
from handlers.cli.context import CommandLineContext
from handlers.cli.terminal import write_out
from handlers.exports.files import ReviewWriter
from handlers.journeys.map_images import MapImageUploader
from handlers.reviews.thread import build_review_post

FILE_FORMATS = {
    "html": ExportFormat.HTML,
    "csv": ExportFormat.CSV,
    "markdown": ExportFormat.MARKDOWN,
    "json": ExportFormat.JSON,
}


def draw_map(context: CommandLineContext, arguments: argparse.Namespace) -> int:
    """Write the picture of a journey's map."""
    request = MapRequest(arguments.journey, arguments.period, arguments.persona)
    return _write_map(context, context.workspace(arguments), request, arguments.output)


def show_review(context: CommandLineContext, arguments: argparse.Namespace) -> int:
    """Write the review of a period, or post it with --publish."""
    workspace, key = context.workspace(arguments), arguments.journey
    if arguments.publish:
        return _publish(context, workspace, key, arguments.period)
    if arguments.format == "png":
        request = MapRequest(key, arguments.period)
        return _write_map(context, workspace, request, arguments.output)
    review = context.services.reviews.compute(workspace, key, arguments.period)
    if arguments.format == "blocks":
        text = _to_blocks_json(review)
    else:
        writer = ReviewWriter(context.services.map, context.people)
        text = writer.write(workspace, review, FILE_FORMATS[arguments.format])
    write_out(text.encode(), arguments.output)
    return 0


def _write_map(
    context: CommandLineContext, workspace: WorkspaceId, request: MapRequest, output: str | None
) -> int:
    images = MapImageUploader(context.people)
    png, _ = images.draw(workspace, context.services.map.show(workspace, request))
    write_out(png, output, binary=True)
    return 0


def _to_blocks_json(review: Review) -> str:
    """Return the parent message and its thread, as they would be posted."""
    rendered = build_review_post(review, key="")
    thread = [
        {key: value for key, value in payload.items() if key != "charts"}
        for _, payload in rendered.parts
    ]
    message = {**rendered.parent, "thread": thread}
    return json.dumps(message, ensure_ascii=False, indent=2) + "\n"


def _publish(
    context: CommandLineContext, workspace: WorkspaceId, key: str, period: str | None
) -> int:
    """Post the review of `period`, by default of the last complete one."""
    services = context.services
    review = services.reviews.compute(workspace, key, period)
    if period is None:
        review = services.reviews.compute(workspace, key, review.period.shifted(-1).label)
    label = review.period.label
    result = services.publish_review(workspace, review.journey.id, review.period, at_once=True)
    if not result.done:
        reason = f" ({result.reason})" if result.reason else ""
        sys.stderr.write(
            f"{label}: {result.state.value}{reason}. "
            "Try again in a minute; it is not posted twice.\n"
        )
        return 1
    if result.state is PublishState.PUBLISHED and not review.complete:
        sys.stderr.write(
            f"{label} runs until {review.period.end:%Y-%m-%d}: these are its figures so far, "
            f"and they count as the {review.period.noun}'s review.\n"
        )
    sys.stdout.write(f"{label}: {result.state.value} in {result.channel}\n")
    return 0
