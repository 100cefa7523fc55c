"""The buttons beside the next review: postpone, skip, post now."""

from typing import Any

from slack_bolt import Ack, App, Respond

from bot.usecases.catalogue import UseCases
from handlers.background import Background
from handlers.blocks import schedule
from handlers.ids import Action, any_numbered
from handlers.incoming import workspace_of
from handlers.telling import or_problem


def register(app: App, use: UseCases, background: Background) -> None:
    """Listen to these buttons."""

    def shown(respond: Respond, answer: dict[str, Any]) -> None:
        background.run(lambda: respond({**answer, "replace_original": True}))

    @app.action(any_numbered(Action.POSTPONE_REVIEW))
    def postpone(ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond) -> None:
        journey, label, day = str(action["value"]).split(":")
        done = use.schedule.postpone(workspace_of(body), _user(body), int(journey), day, label)
        ack()
        shown(respond, schedule.rescheduled(done))

    @app.action(any_numbered(Action.SKIP_REVIEW))
    def skip(ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond) -> None:
        journey, label = str(action["value"]).split(":")
        done = use.schedule.skip(workspace_of(body), _user(body), int(journey), label)
        ack()
        shown(respond, schedule.rescheduled(done))

    @app.action(any_numbered(Action.POST_REVIEW))
    def post(ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond) -> None:
        journey, label = str(action["value"]).split(":")
        workspace = workspace_of(body)
        wanted = use.post_now.wanted(workspace, _user(body), int(journey), label)
        ack()
        if wanted.is_posted:
            shown(respond, schedule.posting(wanted))
            return

        def posted() -> None:
            answer = or_problem(lambda: schedule.posted(wanted, use.post_now(workspace, wanted)))
            respond({**answer, "replace_original": True})

        background.run_slow(posted)


def _user(body: dict[str, Any]) -> str:
    return str(body["user"]["id"])
