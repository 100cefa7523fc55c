"""The modal in which a note is written: opened light, filled in, and saved."""

from datetime import date
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.domain.errors import BadDayError, WaymarkError
from bot.domain.journey import WorkspaceId
from bot.domain.names import slug
from bot.domain.notes import NoteDetails, NoteKind
from bot.domain.typed_note import TypedNote
from bot.usecases.capture_note import Capture, Captured, CaptureNote
from bot.usecases.offer_stages import OfferStages
from handlers.background import Background
from handlers.blocks.capture import captured
from handlers.blocks.capture_form import capture_form
from handlers.ids import CaptureField, View
from handlers.incoming import workspace_of

Values = dict[str, dict[str, dict[str, Any]]]


class CaptureModal:
    """Opens the modal. The trigger lives three seconds, so nothing slow comes before it."""

    def __init__(self, offer_stages: OfferStages, background: Background) -> None:
        self._offer_stages = offer_stages
        self._background = background

    def open(
        self,
        client: WebClient,
        trigger_id: str,
        workspace: WorkspaceId,
        kind: NoteKind,
        channel: str | None,
    ) -> None:
        """Open it at once and fill the stages in when they are there."""

        def opened() -> None:
            light = capture_form(kind, channel, None)
            view = client.views_open(trigger_id=trigger_id, view=light)["view"]
            whole = capture_form(kind, channel, self._stages(workspace))
            client.views_update(view_id=view["id"], hash=view["hash"], view=whole)

        self._background.run(opened)

    def _stages(self, workspace: WorkspaceId) -> tuple[tuple[str, str], ...]:
        try:
            return self._offer_stages(workspace)
        except WaymarkError:
            return ()


def register(app: App, capture_note: CaptureNote, background: Background) -> None:
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
            field = CaptureField.DAY if isinstance(error, BadDayError) else CaptureField.TEXT
            ack(response_action="errors", errors={field.value: error.sentence})
            return
        ack()
        background.run(lambda: _tell(client, channel, author, result))


def _tell(client: WebClient, channel: str | None, author: str, result: Captured) -> None:
    answer = captured(result)
    message = {"text": answer["text"], "blocks": answer["blocks"]}
    if channel:
        client.chat_postEphemeral(channel=channel, user=author, **message)
    else:
        client.chat_postMessage(channel=author, **message)


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
