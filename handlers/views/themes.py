"""The forms that correct themes: opened light, filled in, and what was chosen in them kept."""

from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.domain.errors import BadFieldError, WaymarkError
from bot.usecases.change_note import By
from bot.usecases.correct_themes import Corrected, CorrectThemes, checked_name
from bot.usecases.list_themes import ListThemes, ThemeShown
from bot.usecases.theme_lookup import ThemeRef
from handlers.background import Background
from handlers.blocks import forms, theme_forms
from handlers.blocks.theme_refs import AboutTheme
from handlers.blocks.themes import corrected
from handlers.ids import ThemeDeed, ThemeField, View
from handlers.incoming import by_of
from handlers.telling import or_problem, tell
from handlers.views.light import Modal, open_form

Fill = Callable[[ThemeShown, AboutTheme], Modal]


FORMS: Mapping[ThemeDeed, tuple[View, Fill]] = {
    ThemeDeed.RENAME: (View.RENAME_THEME, theme_forms.rename_form),
    ThemeDeed.MERGE: (View.MERGE_THEMES, theme_forms.merge_form),
    ThemeDeed.SPLIT: (View.SPLIT_THEME, theme_forms.split_form),
}


class ThemeForms:
    """Opens the forms. The answer comes to the channel, without one to direct messages."""

    def __init__(self, list_themes: ListThemes, background: Background) -> None:
        self._list = list_themes
        self._background = background

    def open(
        self,
        client: WebClient,
        trigger_id: str,
        by: By,
        deed: ThemeDeed,
        ref: ThemeRef,
        channel: str | None,
    ) -> None:
        """Open the form in which a theme is named, merged or split."""
        (view, fill), about = FORMS[deed], AboutTheme(ref, channel)

        def whole() -> Modal:
            return fill(self._list.look(by.workspace, by.user, ref, channel), about)

        named = (view, theme_forms.TITLES[view])
        open_form(self._background, client, trigger_id, named, whole)


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
        by = by_of(body)
        about = AboutTheme.held(view["private_metadata"])
        try:
            work = way(by, about, view)
        except WaymarkError as error:
            # The form stays open with what was chosen in it.
            ack(response_action="errors", errors={field: error.sentence})
            return
        ack()

        def told() -> None:
            answer = or_problem(lambda: corrected(work()))
            tell(client, about.channel, by.user, answer)

        background.run(told)

    return submitted


def _offered(view: Modal) -> int:
    """How many notes the form offers."""
    elements = (block.get("element") or {} for block in view["blocks"])
    return sum(len(element.get("options") or ()) for element in elements)
