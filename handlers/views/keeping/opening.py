"""Opening a form: light at once, for its trigger lives three seconds, then filled in."""

from collections.abc import Callable
from typing import Any

from slack_sdk import WebClient

from bot.domain.errors import WaymarkError
from bot.domain.journey import WorkspaceId
from bot.domain.roles import Role
from bot.domain.templates import BUYER
from bot.usecases.show_parts import ShowParts
from handlers.background import Background
from handlers.blocks import forms
from handlers.blocks.forms import Values
from handlers.blocks.keeping import form_views
from handlers.blocks.keeping.target import Target
from handlers.ids import View
from handlers.people import SlackPeople

View_ = dict[str, Any]


class Forms:
    """Opens forms for people."""

    def __init__(self, show_parts: ShowParts, people: SlackPeople, background: Background) -> None:
        self._show = show_parts
        self._people = people
        self._background = background

    def open(
        self,
        client: WebClient,
        trigger_id: str,
        workspace: WorkspaceId,
        user: str,
        target: Target,
        *,
        push: bool = False,
    ) -> None:
        """Open the form of a target, or push it on top of the one that is open."""
        opener = client.views_push if push else client.views_open
        title = form_views.TITLES[target.form]

        def opened() -> None:
            light = forms.waiting(target.form.value, title)
            view = opener(trigger_id=trigger_id, view=light)["view"]
            whole = self._told(target.form, lambda: self.filled(workspace, user, target))
            client.views_update(view_id=view["id"], hash=view["hash"], view=whole)

        self._background.run(opened)

    def changed(
        self, client: WebClient, workspace: WorkspaceId, user: str, view: View_, target: Target
    ) -> None:
        """Show the fields that go with what somebody chose, with what they have written."""
        values = forms.read(view["state"]["values"])

        def shown() -> None:
            whole = self._told(target.form, lambda: self.filled(workspace, user, target, values))
            client.views_update(view_id=view["id"], hash=view["hash"], view=whole)

        self._background.run(shown)

    def filled(
        self, workspace: WorkspaceId, user: str, target: Target, typed: Values | None = None
    ) -> View_:
        """The form with what is kept or was typed, or why somebody may not fill it in."""
        if target.form is View.NEW_JOURNEY:
            if self._people.role(workspace, user) is Role.GUEST:
                return form_views.gone(target.form, "Guests cannot begin journeys.")
            known = self._show.journeys(workspace).journeys
            return form_views.new_journey(target, known, typed or {"start": BUYER.key})
        shown = self._show.of(workspace, user, target.journey)
        if shown.refusal:
            return form_views.gone(target.form, shown.refusal)
        # What was opened at an older version stays so: others' changes since then must not be lost.
        seen = shown.seen if typed is None else target.seen
        return form_views.form(target.at(seen), shown, typed)

    @staticmethod
    def _told(form: View, make: Callable[[], View_]) -> View_:
        try:
            return make()
        except WaymarkError as error:
            return form_views.gone(form, error.sentence)
