"""`app.py review`."""

import argparse
import json
import sys
from typing import Any

from bot.domain.journey import WorkspaceId
from bot.domain.review import Review
from bot.domain.typed_export import ExportForm
from bot.usecases.catalogue import UseCases
from bot.usecases.publish_review import PublishState
from bot.usecases.show_map import MapWish
from handlers.blocks.reviews.post import post
from handlers.cli.map import draw
from handlers.cli.output import write_out
from handlers.map_pictures import MapPictures
from handlers.review_files import ReviewFiles

FORMS = {
    "html": ExportForm.HTML,
    "csv": ExportForm.CSV,
    "markdown": ExportForm.MARKDOWN,
    "json": ExportForm.JSON,
}


def review(
    use: UseCases,
    pictures: MapPictures,
    files: ReviewFiles,
    workspace: WorkspaceId,
    wanted: argparse.Namespace,
) -> int:
    """Print the review, or post it with --publish."""
    if wanted.format == "png" and not wanted.publish:
        return draw(use, pictures, workspace, MapWish(wanted.journey, wanted.period), wanted.output)
    figures = use.compute_review(workspace, wanted.journey, wanted.period)
    if wanted.publish and wanted.period is None:
        # What is to be posted is what is over, unless somebody names another.
        last = figures.period.shifted(-1).label
        figures = use.compute_review(workspace, wanted.journey, last)
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
    rendered = post(figures, key="")
    return {**rendered.parent, "thread": [payload for _, payload in rendered.parts]}


def _publish(use: UseCases, workspace: WorkspaceId, figures: Review) -> int:
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
