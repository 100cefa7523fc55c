"""The forms that correct themes: opened light, filled in, and what was chosen in them kept."""

from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.domain.errors import BadFieldError, WaymarkError
from bot.domain.journey import WorkspaceId
from bot.usecases.change_note import By
from bot.usecases.correct_themes import Corrected, CorrectThemes, checked_name
from bot.usecases.list_themes import ListThemes, ThemeShown
from bot.usecases.theme_lookup import ThemeRef
from handlers.background import Background
from handlers.blocks import forms, theme_forms
from handlers.blocks.problem import problem
from handlers.blocks.theme_refs import AboutTheme
from handlers.blocks.themes import corrected
from handlers.ids import ThemeField, View
from handlers.incoming import workspace_of
from handlers.telling import tell
from handlers.views.light import Modal, open_light

Fill = Callable[[ThemeShown, AboutTheme], Modal]


class ThemeForms:
    """Opens the forms. A theme is named by the id of any of its notes, in a period's label.

    Without a period that of the note is meant; the answer comes to the channel, or to the person's
    direct messages without one.
    """

    def __init__(self, list_themes: ListThemes, background: Background) -> None:
        self._list = list_themes
        self._background = background

    def open_rename(
        self,
        client: WebClient,
        trigger_id: str,
        workspace: WorkspaceId,
        user: str,
        journey_id: int,
        anchor_note_id: int,
        *,
        period: str | None = None,
        channel: str | None = None,
    ) -> None:
        """Open the form in which it is named."""
        about = AboutTheme(ThemeRef(journey_id, anchor_note_id, period), channel)
        where = (client, trigger_id, workspace, user)
        self._open(*where, View.RENAME_THEME, about, theme_forms.rename_form)

    def open_merge(
        self,
        client: WebClient,
        trigger_id: str,
        workspace: WorkspaceId,
        user: str,
        journey_id: int,
        anchor_note_id: int,
        *,
        period: str | None = None,
        channel: str | None = None,
    ) -> None:
        """Open the form in which it is merged with another of its period."""
        about = AboutTheme(ThemeRef(journey_id, anchor_note_id, period), channel)
        where = (client, trigger_id, workspace, user)
        self._open(*where, View.MERGE_THEMES, about, theme_forms.merge_form)

    def open_split(
        self,
        client: WebClient,
        trigger_id: str,
        workspace: WorkspaceId,
        user: str,
        journey_id: int,
        anchor_note_id: int,
        *,
        period: str | None = None,
        channel: str | None = None,
    ) -> None:
        """Open the form in which some of its notes are split off."""
        about = AboutTheme(ThemeRef(journey_id, anchor_note_id, period), channel)
        where = (client, trigger_id, workspace, user)
        self._open(*where, View.SPLIT_THEME, about, theme_forms.split_form)

    def _open(
        self,
        client: WebClient,
        trigger_id: str,
        workspace: WorkspaceId,
        user: str,
        view: View,
        about: AboutTheme,
        fill: Fill,
    ) -> None:
        def whole() -> Modal:
            try:
                shown = self._list.look(workspace, user, about.theme, about.channel)
            except WaymarkError as error:
                return theme_forms.refused(view, error.sentence)
            return fill(shown, about)

        open_light(self._background, client, trigger_id, theme_forms.waiting(view), whole)


def register(app: App, correct: CorrectThemes, background: Background) -> None:
    """Listen to the forms being submitted.

    What can be seen to be wrong in the form is said in it; finding the groups may take longer than
    Slack waits, so what comes of it is told after.
    """

    def rename(by: By, about: AboutTheme, view: Modal) -> Callable[[], Corrected]:
        name = checked_name(forms.read(view["state"]["values"]).get(ThemeField.NAME) or "")
        return lambda: correct.rename(by, about.theme, name)

    def merge(by: By, about: AboutTheme, view: Modal) -> Callable[[], Corrected]:
        other = forms.read(view["state"]["values"]).get(ThemeField.OTHER)
        if other is None:
            raise BadFieldError("other", "Choose the theme that says the same.")
        return lambda: correct.merge(by, about.theme, int(other))

    def split(by: By, about: AboutTheme, view: Modal) -> Callable[[], Corrected]:
        ticked = {int(value) for value in forms.ticked(view["state"]["values"])}
        if not ticked:
            raise BadFieldError("notes", "Tick the notes that are a theme of their own.")
        if len(ticked) == _offered(view):
            raise BadFieldError("notes", "Leave at least one note where it is.")
        return lambda: correct.split(by, about.theme, ticked)

    ways: Mapping[View, tuple[Callable[..., Callable[[], Corrected]], str]] = {
        View.RENAME_THEME: (rename, ThemeField.NAME.value),
        View.MERGE_THEMES: (merge, ThemeField.OTHER.value),
        View.SPLIT_THEME: (split, theme_forms.boxes_field(0)),
    }
    for form, (way, field) in ways.items():
        app.view(form.value)(_listener(way, field, background))


def _listener(
    way: Callable[..., Callable[[], Corrected]], field: str, background: Background
) -> Callable[..., None]:
    def submitted(ack: Ack, body: dict[str, Any], view: dict[str, Any], client: WebClient) -> None:
        by = By(workspace_of(body), str(body["user"]["id"]))
        about = AboutTheme.held(view["private_metadata"])
        try:
            work = way(by, about, view)
        except WaymarkError as error:
            # The form stays open with what was chosen in it.
            ack(response_action="errors", errors={field: error.sentence})
            return
        ack()

        def told() -> None:
            try:
                answer = corrected(work())
            except WaymarkError as error:
                answer = problem(error.sentence)
            tell(client, about.channel, by.user, answer)

        background.run(told)

    return submitted


def _offered(view: Modal) -> int:
    """How many notes the form offers."""
    elements = (block.get("element") or {} for block in view["blocks"])
    return sum(len(element.get("options") or ()) for element in elements)
