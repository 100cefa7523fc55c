"""A review as a file, in whatever form; the command line and Slack hand out the same."""

import json

from bot.domain.figures import as_json
from bot.domain.journey import WorkspaceId
from bot.domain.review import Review
from bot.domain.typed_export import ExportForm
from bot.usecases.show_map import MapWish, ShowMap
from handlers.formats.figures_csv import review_csv
from handlers.formats.html import review_html
from handlers.formats.markdown import review_markdown
from handlers.people import SlackPeople


class ReviewFiles:
    """Writes reviews."""

    def __init__(self, show_map: ShowMap, people: SlackPeople) -> None:
        self._show_map = show_map
        self._people = people

    def written(self, workspace: WorkspaceId, review: Review, form: ExportForm) -> str:
        """The review as text, ending with a line break."""
        if form is ExportForm.HTML:
            return self._page(workspace, review)
        if form is ExportForm.CSV:
            return review_csv(review)
        if form is ExportForm.MARKDOWN:
            return review_markdown(review)
        return json.dumps(as_json(review), ensure_ascii=False, indent=2) + "\n"

    def _page(self, workspace: WorkspaceId, review: Review) -> str:
        """With the map of the same period, and the names of those who look after its stages."""
        shown = self._show_map(workspace, MapWish(review.journey.key, review.period.label))
        stages = (*shown.journey.stages, *review.journey.stages)
        names = self._people.names(workspace, (stage.owner for stage in stages if stage.owner))
        return review_html(review, shown, names)
