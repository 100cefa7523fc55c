"""The menus that show the notes and readings behind a review's numbers."""

from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.reviews.figures import ShowBehind
from bot.reviews.follow import FollowReviews
from bot.reviews.sign_off import SignOffService
from bot.services import Services
from domain.errors import BadFieldError, WaymarkError
from domain.posted_reviews import Signature
from handlers.notes.list_blocks import note_list_message
from handlers.reviews import schedule as schedule_blocks
from handlers.reviews.follow_up import SIGN_OFF_TITLE, sign_off_form, signed
from handlers.reviews.notes_behind import ALL, KPI, Behind, readings
from handlers.slack import forms
from handlers.slack.background import Background
from handlers.slack.ids import Action, SignOffField, View, any_numbered
from handlers.slack.modals import Modal, open_form
from handlers.slack.notifications import message_or_error, notify_user
from handlers.slack.payloads import channel_of, workspace_of


def register_notes_behind(app: App, show_behind: ShowBehind, background: Background) -> None:
    """Listen to these menus."""

    @app.action(any_numbered(Action.SHOW_BEHIND))
    def show(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        ack()
        workspace, user, channel = workspace_of(body), str(body["user"]["id"]), channel_of(body)
        asked = Behind.held(action["selected_option"]["value"])

        def answer() -> dict[str, Any]:
            kind, _, of = asked.what.partition(":")
            if kind == KPI:
                return readings(show_behind.readings(workspace, asked.journey, int(of)))
            words = f"stage:{of}" if of else kind.removeprefix(ALL)
            where = (workspace, user, channel, asked.journey, asked.period)
            return note_list_message(show_behind.notes(*where, words))

        background.run(lambda: notify_user(client, channel, user, message_or_error(answer)))


def register_schedule(app: App, use: Services, background: Background) -> None:
    """Listen to these buttons."""

    def shown(respond: Respond, answer: dict[str, Any]) -> None:
        background.run(lambda: respond({**answer, "replace_original": True}))

    @app.action(any_numbered(Action.POSTPONE_REVIEW))
    def postpone(ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond) -> None:
        journey, label, day = str(action["value"]).split(":")
        done = use.schedule.postpone(workspace_of(body), _user(body), int(journey), day, label)
        ack()
        shown(respond, schedule_blocks.rescheduled(done))

    @app.action(any_numbered(Action.SKIP_REVIEW))
    def skip(ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond) -> None:
        journey, label = str(action["value"]).split(":")
        done = use.schedule.skip(workspace_of(body), _user(body), int(journey), label)
        ack()
        shown(respond, schedule_blocks.rescheduled(done))

    @app.action(any_numbered(Action.POST_REVIEW))
    def post(ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond) -> None:
        journey, label = str(action["value"]).split(":")
        workspace = workspace_of(body)
        wanted = use.post_now.wanted(workspace, _user(body), int(journey), label)
        ack()
        if wanted.is_posted:
            shown(respond, schedule_blocks.posting(wanted))
            return

        def posted() -> None:
            answer = message_or_error(
                lambda: schedule_blocks.posted(wanted, use.post_now(workspace, wanted))
            )
            respond({**answer, "replace_original": True})

        background.run_slow(posted)


def _user(body: dict[str, Any]) -> str:
    return str(body["user"]["id"])


def register_sign_off(
    app: App, sign_off: SignOffService, follow: FollowReviews, background: Background
) -> None:
    """Listen to the buttons that open it, and to its being submitted."""

    @app.action(any_numbered(Action.SIGN_OFF))
    def opened(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        ack()
        workspace, user = workspace_of(body), str(body["user"]["id"])

        def filled() -> Modal:
            return sign_off_form(sign_off.look(workspace, user, action["value"]))

        open_form(background, client, body["trigger_id"], (View.SIGN_OFF, SIGN_OFF_TITLE), filled)

    @app.view(View.SIGN_OFF.value)
    def submitted(ack: Ack, body: dict[str, Any], view: dict[str, Any], client: WebClient) -> None:
        workspace, user = workspace_of(body), str(body["user"]["id"])
        state = view["state"]["values"]
        given = forms.read_inputs(state)
        chosen = forms.checked_values({"": state.get(SignOffField.STAGES, {})})
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
            notify_user(client, None, user, signed(result))

        background.run(told)
