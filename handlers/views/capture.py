"""The modal in which a note is written: opened light, filled in, and saved."""

from datetime import date
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.domain.errors import BadFieldError, WaymarkError
from bot.domain.journey import DEFAULT_TEAMS, WorkspaceId
from bot.domain.names import slug
from bot.domain.notes import NoteDetails, NoteKind
from bot.domain.typed_note import TypedNote
from bot.usecases.capture_note import Capture, CaptureNote
from bot.usecases.journeys import place_of
from bot.usecases.offer_stages import Offered, OfferStages
from handlers.background import Background
from handlers.blocks.capture import captured
from handlers.blocks.capture_form import capture_form
from handlers.home_tab import HomeTab
from handlers.ids import CaptureField, View
from handlers.incoming import workspace_of
from handlers.people import SlackPeople
from handlers.telling import tell

Values = dict[str, dict[str, dict[str, Any]]]


class CaptureModal:
    """Opens the modal. The trigger lives three seconds, so nothing slow comes before it."""

    def __init__(
        self, offer_stages: OfferStages, people: SlackPeople, background: Background
    ) -> None:
        self._offer_stages = offer_stages
        self._people = people
        self._background = background

    def open(
        self,
        client: WebClient,
        trigger_id: str,
        workspace: WorkspaceId,
        user: str,
        kind: NoteKind,
        channel: str | None,
    ) -> None:
        """Open it at once and fill the stages in when they are there."""

        def opened() -> None:
            light = capture_form(kind, channel, None)
            view = client.views_open(trigger_id=trigger_id, view=light)["view"]
            whole = capture_form(kind, channel, self._offered(workspace, user, channel))
            client.views_update(view_id=view["id"], hash=view["hash"], view=whole)

        self._background.run(opened)

    def _offered(self, workspace: WorkspaceId, user: str, channel: str | None) -> Offered:
        try:
            place = place_of(self._people, workspace, user, channel)
            return self._offer_stages(workspace, place)
        except WaymarkError:
            return Offered((), DEFAULT_TEAMS)


def register(app: App, capture_note: CaptureNote, home: HomeTab, background: Background) -> None:
    """Listen to the modal being submitted."""

    @app.view(View.CAPTURE.value)
    def save(ack: Ack, body: dict[str, Any], view: dict[str, Any], client: WebClient) -> None:
        channel = view["private_metadata"] or None
        author = str(body["user"]["id"])
        values = view["state"]["values"]
        form, kind = _read(values), _value(values, CaptureField.KIND)
        capture = Capture(
            workspace=workspace_of(body),
            channel=channel,
            author=author,
            # Submitted before it was filled in, the modal has no kind yet: the mood decides.
            kind=NoteKind(kind) if kind else None,
            line=form.text,
            form=form,
        )
        try:
            result = capture_note(capture)
        except WaymarkError as error:
            # The modal stays open with what was written in it.
            field = error.field if isinstance(error, BadFieldError) else CaptureField.TEXT.value
            ack(response_action="errors", errors={field: error.sentence})
            return
        ack()

        def told() -> None:
            tell(client, channel, author, captured(result))
            home.refresh(client, capture.workspace, author)

        background.run(told)


def _read(values: Values) -> TypedNote:
    text = (_value(values, CaptureField.TEXT) or "").strip()
    day = _value(values, CaptureField.DAY)
    severity, feeling = (_value(values, f) for f in (CaptureField.SEVERITY, CaptureField.FEELING))
    details = NoteDetails(
        persona=slug(_value(values, CaptureField.PERSONA) or "") or None,
        channel=_value(values, CaptureField.VIA),
        team=_value(values, CaptureField.TEAM),
        source=_value(values, CaptureField.SOURCE),
        severity=int(severity) if severity else None,
        feeling=int(feeling) if feeling else None,
    )
    return TypedNote(
        journey=None,
        stage=_value(values, CaptureField.STAGE),
        text=text,
        whole=text,
        details=details,
        day=date.fromisoformat(day) if day else None,
    )


def _value(values: Values, field: CaptureField) -> str | None:
    state = values.get(field.value, {}).get(field.value, {})
    option = state.get("selected_option") or {}
    value = state.get("value") or state.get("selected_date") or option.get("value")
    return str(value) if value else None
