"""The form that signs stages of a review off."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.domain.errors import BadFieldError, WaymarkError
from bot.domain.sign_offs import Signature
from bot.usecases.follow_reviews import FollowReviews
from bot.usecases.sign_off_review import SignOffReview
from handlers.background import Background
from handlers.blocks import forms
from handlers.blocks.reviews.sign_off import TITLE, sign_off_form, signed
from handlers.ids import Action, SignOffField, View, any_numbered
from handlers.incoming import workspace_of
from handlers.telling import tell
from handlers.views.light import Modal, open_form


def register(
    app: App, sign_off: SignOffReview, follow: FollowReviews, background: Background
) -> None:
    """Listen to the buttons that open it, and to its being submitted."""

    @app.action(any_numbered(Action.SIGN_OFF))
    def opened(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        ack()
        workspace, user = workspace_of(body), str(body["user"]["id"])

        def filled() -> Modal:
            return sign_off_form(sign_off.look(workspace, user, action["value"]))

        open_form(background, client, body["trigger_id"], (View.SIGN_OFF, TITLE), filled)

    @app.view(View.SIGN_OFF.value)
    def submitted(ack: Ack, body: dict[str, Any], view: dict[str, Any], client: WebClient) -> None:
        workspace, user = workspace_of(body), str(body["user"]["id"])
        state = view["state"]["values"]
        given = forms.read(state)
        chosen = forms.ticked({"": state.get(SignOffField.STAGES, {})})
        try:
            result = sign_off(
                workspace,
                user,
                view["private_metadata"],
                [int(stage) for stage in chosen],
                Signature(given.get(SignOffField.SIGNATURE) or Signature.SIGNED),
                given.get(SignOffField.COMMENT),
            )
        except WaymarkError as error:
            # The form stays open with what was said in it.
            field = error.field if isinstance(error, BadFieldError) else SignOffField.STAGES.value
            ack(response_action="errors", errors={field: error.sentence})
            return
        ack()

        def told() -> None:
            follow.one(result.publication)
            tell(client, None, user, signed(result))

        background.run(told)
