"""Listeners of reviews: menus and buttons of a posted review, schedule, and sign-off form."""

from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.services import Services
from domain.errors import BadFieldError, WaymarkError
from domain.posted_reviews import Signature
from domain.review_answers import Question
from handlers.notes.list_blocks import note_list_message
from handlers.reviews import schedule as schedule_blocks
from handlers.reviews.answers import ANSWERS_TITLE, answer_form, read_answers
from handlers.reviews.notes_behind import ALL, KPI, FigureSource, readings_message
from handlers.reviews.sign_off import SIGN_OFF_TITLE, sign_off_form, sign_off_message
from handlers.slack import forms
from handlers.slack.background import Background
from handlers.slack.ids import Action, SignOffField, View, any_numbered
from handlers.slack.modals import Modal, open_form
from handlers.slack.notifications import message_or_error, notify_user
from handlers.slack.payloads import channel_of, workspace_of


def register(app: App, services: Services, background: Background) -> None:
    """Register the listeners of reviews."""
    _register_notes_behind(app, services, background)
    _register_schedule(app, services, background)
    _register_sign_off(app, services, background)
    _register_answers(app, services, background)


def _register_notes_behind(app: App, services: Services, background: Background) -> None:
    """Register the menus that list the notes or readings behind a figure."""

    @app.action(any_numbered(Action.SHOW_BEHIND))
    def show(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        ack()
        workspace, user, channel = workspace_of(body), _user_of(body), channel_of(body)
        source = FigureSource.from_value(action["selected_option"]["value"])

        def build_answer() -> dict[str, Any]:
            kind, _, key = source.figure.partition(":")
            if kind == KPI:
                return readings_message(
                    services.reviews.list_readings_behind(workspace, source.journey, int(key))
                )
            filters = f"stage:{key}" if key else kind.removeprefix(ALL)
            return note_list_message(
                services.reviews.list_notes_behind(
                    workspace, user, channel, source.journey, source.period, filters
                )
            )

        background.run(lambda: notify_user(client, channel, user, message_or_error(build_answer)))


def _register_schedule(app: App, services: Services, background: Background) -> None:
    """Register the buttons that postpone, skip or post a review."""

    def replace_message(respond: Respond, answer: dict[str, Any]) -> None:
        background.run(lambda: respond({**answer, "replace_original": True}))

    @app.action(any_numbered(Action.POSTPONE_REVIEW))
    def postpone(ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond) -> None:
        journey, label, day = str(action["value"]).split(":")
        result = services.review_schedule.postpone(
            workspace_of(body), _user_of(body), int(journey), day, label
        )
        ack()
        replace_message(respond, schedule_blocks.build_rescheduled_message(result))

    @app.action(any_numbered(Action.SKIP_REVIEW))
    def skip(ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond) -> None:
        journey, label = str(action["value"]).split(":")
        result = services.review_schedule.skip(
            workspace_of(body), _user_of(body), int(journey), label
        )
        ack()
        replace_message(respond, schedule_blocks.build_rescheduled_message(result))

    @app.action(any_numbered(Action.POST_REVIEW))
    def post(ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond) -> None:
        journey, label = str(action["value"]).split(":")
        workspace = workspace_of(body)
        review = services.post_now.preview(workspace, _user_of(body), int(journey), label)
        ack()
        if review.is_posted:
            replace_message(respond, schedule_blocks.build_posting_message(review))
            return

        def post_review() -> None:
            answer = message_or_error(
                lambda: schedule_blocks.build_posted_message(
                    review, services.post_now(workspace, review)
                )
            )
            respond({**answer, "replace_original": True})

        background.run_slow(post_review)


def _register_sign_off(app: App, services: Services, background: Background) -> None:
    """Register the buttons that open the sign-off form, and its submission."""

    @app.action(any_numbered(Action.SIGN_OFF))
    def open_sign_off(
        ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient
    ) -> None:
        ack()
        workspace, user = workspace_of(body), _user_of(body)

        def build_form() -> Modal:
            return sign_off_form(services.sign_offs.find_signable(workspace, user, action["value"]))

        form = (View.SIGN_OFF, SIGN_OFF_TITLE)
        open_form(background, client, body["trigger_id"], form, build_form)

    @app.view(View.SIGN_OFF.value)
    def submit(ack: Ack, body: dict[str, Any], view: dict[str, Any], client: WebClient) -> None:
        workspace, user = workspace_of(body), _user_of(body)
        state = view["state"]["values"]
        values = forms.read_inputs(state)
        stages = forms.checked_values({"": state.get(SignOffField.STAGES, {})})
        try:
            result = services.sign_offs.sign_off(
                workspace,
                user,
                view["private_metadata"],
                [int(stage) for stage in stages],
                Signature(values.get(SignOffField.SIGNATURE) or Signature.SIGNED),
                values.get(SignOffField.COMMENT),
            )
        except WaymarkError as error:
            # The form stays open with what was typed in it.
            field = error.field if isinstance(error, BadFieldError) else SignOffField.STAGES.value
            ack(response_action="errors", errors={field: error.sentence})
            return
        ack()

        def update_post() -> None:
            services.follow_reviews.check(result.posted_review)
            notify_user(client, None, user, sign_off_message(result))

        background.run(update_post)


def _register_answers(app: App, services: Services, background: Background) -> None:
    """Register the button that opens the form of the questions, and its submission."""

    @app.action(any_numbered(Action.ANSWER_QUESTIONS))
    def open_answers(
        ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient
    ) -> None:
        ack()
        workspace, user, key = workspace_of(body), _user_of(body), str(action["value"])

        def build_form() -> Modal:
            return answer_form(services.review_answers.load_form(workspace, user, key))

        form = (View.ANSWER_QUESTIONS, ANSWERS_TITLE)
        open_form(background, client, body["trigger_id"], form, build_form)

    @app.view(View.ANSWER_QUESTIONS.value)
    def submit(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        workspace, user, key = workspace_of(body), _user_of(body), view["private_metadata"]
        answers = read_answers(view["state"]["values"])
        try:
            result = services.review_answers.answer(workspace, user, key, answers)
        except WaymarkError as error:
            # The form stays open with what was typed in it.
            field = error.field if isinstance(error, BadFieldError) else Question.FEEDBACK.value
            ack(response_action="errors", errors={field: error.sentence})
            return
        ack()
        background.run(lambda: services.follow_reviews.check(result.posted_review))


def _user_of(body: dict[str, Any]) -> str:
    return str(body["user"]["id"])
