"""The modals in which a note is written, edited and moved: opened light, filled in, and saved."""

from collections.abc import Callable
from datetime import date
from types import MappingProxyType
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.domain.errors import BadFieldError, WaymarkError
from bot.domain.journey import WorkspaceId
from bot.domain.names import slug
from bot.domain.notes import NoteDetails, NoteKind
from bot.domain.typed_note import TypedNote
from bot.usecases.capture_note import CaptureNote
from bot.usecases.captured import Capture, Captured
from bot.usecases.change_note import By, ChangeNote
from bot.usecases.journeys import place_of
from bot.usecases.offer_choices import NOTHING_KNOWN, OfferChoices, Offered
from handlers.background import Background
from handlers.blocks import forms, note_form
from handlers.blocks.capture import captured
from handlers.blocks.changed_note import changed_message
from handlers.blocks.forms import YES, Values
from handlers.blocks.note_form import About
from handlers.home_tab import HomeTab
from handlers.ids import CaptureField as F
from handlers.ids import View
from handlers.incoming import by_of, workspace_of
from handlers.people import SlackPeople
from handlers.telling import tell
from handlers.twin_offers import TwinOffers
from handlers.views.light import open_light

Modal = dict[str, Any]
NOTHING: Values = MappingProxyType({})
# What to say, and the new note where there is one.
Saved = tuple[dict[str, Any], Captured | None]


class NoteModals:
    """Opens the modals. The trigger lives three seconds, so nothing slow comes before it."""

    def __init__(
        self,
        offer: OfferChoices,
        change_note: ChangeNote,
        people: SlackPeople,
        background: Background,
    ) -> None:
        self._offer = offer
        self._change = change_note
        self._people = people
        self._background = background

    def write(
        self,
        client: WebClient,
        trigger_id: str,
        workspace: WorkspaceId,
        user: str,
        kind: NoteKind,
        channel: str | None,
        start: Values = NOTHING,
    ) -> None:
        """Open the form of a new note at once and fill the stages in when they are there.

        `start` is what it begins with.
        """
        about = About(channel, start=start)
        light = note_form.light_form(View.CAPTURE, kind, about)

        def whole() -> Modal:
            offered = self._offered(workspace, user, channel)
            held: Values = {F.KIND: kind.value, F.TEAM: offered.team, **start}
            return note_form.note_form(View.CAPTURE, offered, held, about)

        open_light(self._background, client, trigger_id, light, whole)

    def change(self, client: WebClient, trigger_id: str, view: View, by: By, about: About) -> None:
        """Open the form in which a note is edited or moved, or say why it cannot be."""
        light = note_form.light_form(view, NoteKind.PAIN_POINT, about)

        def whole() -> Modal:
            try:
                held = self._change.look(by, about.note)
            except WaymarkError as error:
                return forms.refused(view.value, note_form.TITLES[view], error.sentence)
            offered = self._offered(by.workspace, by.user, about.channel)
            values = note_form.values_of(held.note, held.journey.key)
            if view is View.MOVE_NOTE:
                return note_form.move_form(offered, values, about)
            return note_form.note_form(view, offered, values, about)

        open_light(self._background, client, trigger_id, light, whole)

    def chosen(
        self, client: WebClient, workspace: WorkspaceId, user: str, view: dict[str, Any]
    ) -> None:
        """Show the stages that go with a journey, the touchpoints that go with a stage."""
        about, form = About.held(view["private_metadata"]), View(view["callback_id"])
        values = forms.read(view["state"]["values"])

        def whole() -> Modal:
            offered = self._offered(workspace, user, about.channel)
            if form is View.MOVE_NOTE:
                return note_form.move_form(offered, values, about)
            return note_form.note_form(form, offered, values, about)

        self._background.run(
            lambda: client.views_update(view_id=view["id"], hash=view["hash"], view=whole())
        )

    def _offered(self, workspace: WorkspaceId, user: str, channel: str | None) -> Offered:
        try:
            place = place_of(self._people, workspace, user, channel)
            return self._offer(workspace, user, place)
        except WaymarkError:
            return NOTHING_KNOWN


def register(
    app: App,
    capture_note: CaptureNote,
    change_note: ChangeNote,
    twins: TwinOffers,
    home: HomeTab,
    background: Background,
) -> None:
    """Listen to the modals being submitted."""

    def saved(body: dict[str, Any], view: dict[str, Any]) -> Saved:
        about = About.held(view["private_metadata"])
        values = {**about.start, **forms.read(view["state"]["values"])}
        form, kind = _typed(values), values.get(F.KIND)
        capture = Capture(
            workspace=workspace_of(body),
            channel=about.channel,
            author=str(body["user"]["id"]),
            # Submitted before it was filled in, the modal has no kind yet: the mood decides.
            kind=NoteKind(kind) if kind else None,
            line=form.text,
            form=form,
            receipt=f"view:{view['id']}",
            anonymous=values.get(F.ANONYMOUS) == YES,
        )
        result = capture_note(capture)
        return captured(result), result

    def edited(body: dict[str, Any], view: dict[str, Any]) -> Saved:
        values, about = forms.read(view["state"]["values"]), About.held(view["private_metadata"])
        by = by_of(body, pressed=True)
        kind = NoteKind(values.get(F.KIND) or "")
        return changed_message(change_note.edit(by, about.note, kind, _typed(values))), None

    def moved(body: dict[str, Any], view: dict[str, Any]) -> Saved:
        values, about = forms.read(view["state"]["values"]), About.held(view["private_metadata"])
        by = by_of(body, pressed=True)
        where = (values.get(F.STAGE), values.get(F.JOURNEY))
        return changed_message(change_note.move(by, about.note, *where)), None

    for form, save in ((View.CAPTURE, saved), (View.EDIT_NOTE, edited), (View.MOVE_NOTE, moved)):
        app.view(form.value)(_listener(save, twins, home, background))


def _listener(
    save: Callable[[dict[str, Any], dict[str, Any]], Saved],
    twins: TwinOffers,
    home: HomeTab,
    background: Background,
) -> Callable[..., None]:
    def submitted(ack: Ack, body: dict[str, Any], view: dict[str, Any], client: WebClient) -> None:
        try:
            answer, new = save(body, view)
        except WaymarkError as error:
            # The modal stays open with what was written in it.
            values = view["state"]["values"]
            field = error.field if isinstance(error, BadFieldError) else F.TEXT.value
            place = field if field in values else next(iter(values))
            ack(response_action="errors", errors={place: error.sentence})
            return
        ack()
        workspace, user = workspace_of(body), str(body["user"]["id"])
        channel = About.held(view["private_metadata"]).channel

        def told() -> None:
            tell(client, channel, user, answer)
            if new:
                twins.offer(client, workspace, channel, user, new)
            home.refresh(client, workspace, user)

        background.run(told)

    return submitted


def _typed(values: Values) -> TypedNote:
    text, day = (values.get(F.TEXT) or "").strip(), values.get(F.DAY)
    severity, feeling = values.get(F.SEVERITY), values.get(F.FEELING)
    details = NoteDetails(
        touchpoint=values.get(F.TOUCHPOINT),
        persona=slug(values.get(F.PERSONA) or "") or None,
        channel=values.get(F.VIA),
        team=values.get(F.TEAM),
        source=values.get(F.SOURCE),
        severity=int(severity) if severity else None,
        feeling=int(feeling) if feeling else None,
    )
    return TypedNote(
        journey=values.get(F.JOURNEY),
        stage=values.get(F.STAGE),
        text=text,
        whole=text,
        details=details,
        day=date.fromisoformat(day) if day else None,
    )
