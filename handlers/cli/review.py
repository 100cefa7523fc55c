"""`app.py review`."""

import argparse
import json
import sys

from bot.domain.figures import as_json
from bot.domain.journey import WorkspaceId
from bot.domain.review import Review
from bot.usecases.catalogue import UseCases
from bot.usecases.publish_review import PublishState
from bot.usecases.show_map import MapWish
from handlers.blocks.review import post
from handlers.cli.map import draw
from handlers.cli.output import write_out
from handlers.formats.markdown import review_markdown
from handlers.map_pictures import MapPictures


def review(
    use: UseCases, pictures: MapPictures, workspace: WorkspaceId, wanted: argparse.Namespace
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
        write_out(written(figures, wanted.format).encode(), wanted.output)
        return 0
    return _publish(use, workspace, figures)


def written(figures: Review, form: str) -> str:
    """The review in one of the formats, ending with a line break."""
    if form == "markdown":
        return review_markdown(figures)
    values = as_json(figures) if form == "json" else post(figures)
    return json.dumps(values, ensure_ascii=False, indent=2) + "\n"


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
