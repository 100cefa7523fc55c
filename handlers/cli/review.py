"""`app.py map`, and the picture `app.py review --format png` writes."""

import argparse
import json
import sys
from typing import Any

from bot.journeys.map import MapRequest
from bot.reviews.publish import PublishState
from bot.services import Services
from domain.exports import ExportFormat
from domain.journeys import WorkspaceId
from domain.reviews import Review
from handlers.cli.terminal import write_out
from handlers.exports.files import ReviewWriter
from handlers.journeys.map_images import MapImageUploader
from handlers.reviews.thread import build_review_post


def map_(
    use: Services, pictures: MapImageUploader, workspace: WorkspaceId, wanted: argparse.Namespace
) -> int:
    """Write the picture of a map."""
    wish = MapRequest(wanted.journey, wanted.period, wanted.persona)
    return draw(use, pictures, workspace, wish, wanted.output)


def draw(
    use: Services,
    pictures: MapImageUploader,
    workspace: WorkspaceId,
    wish: MapRequest,
    output: str | None,
) -> int:
    """Write the picture of the map that is wished for."""
    png, _ = pictures.draw(workspace, use.map.show(workspace, wish))
    write_out(png, output, binary=True)
    return 0


FORMS = {
    "html": ExportFormat.HTML,
    "csv": ExportFormat.CSV,
    "markdown": ExportFormat.MARKDOWN,
    "json": ExportFormat.JSON,
}


def review(
    use: Services,
    pictures: MapImageUploader,
    files: ReviewWriter,
    workspace: WorkspaceId,
    wanted: argparse.Namespace,
) -> int:
    """Print the review, or post it with --publish."""
    if wanted.format == "png" and not wanted.publish:
        return draw(
            use, pictures, workspace, MapRequest(wanted.journey, wanted.period), wanted.output
        )
    figures = use.reviews.compute(workspace, wanted.journey, wanted.period)
    if wanted.publish and wanted.period is None:
        # What is to be posted is what is over, unless somebody names another.
        last = figures.period.shifted(-1).label
        figures = use.reviews.compute(workspace, wanted.journey, last)
    if not wanted.publish:
        form = FORMS.get(wanted.format)
        text = files.written(workspace, figures, form) if form else _blocks(figures)
        write_out(text.encode(), wanted.output)
        return 0
    return _publish(use, workspace, figures)


def _blocks(figures: Review) -> str:
    return json.dumps(_messages(figures), ensure_ascii=False, indent=2) + "\n"


def _messages(figures: Review) -> dict[str, Any]:
    """The parent message and its thread, as they would be posted."""
    rendered = build_review_post(figures, key="")
    thread = [
        {key: value for key, value in payload.items() if key != "charts"}
        for _, payload in rendered.parts
    ]
    return {**rendered.parent, "thread": thread}


def _publish(use: Services, workspace: WorkspaceId, figures: Review) -> int:
    label = figures.period.label
    result = use.publish_review(workspace, figures.journey.id, figures.period, at_once=True)
    if result.done:
        if result.state is PublishState.PUBLISHED and not figures.complete:
            sys.stderr.write(
                f"{label} runs until {figures.period.end:%Y-%m-%d}: these are its figures so far, "
                f"and they count as the {figures.period.noun}'s review.\n"
            )
        sys.stdout.write(f"{label}: {result.state.value} in {result.channel}\n")
        return 0
    sys.stderr.write(f"{label}: {result.state.value}: {result.reason or 'try again later'}\n")
    return 1
