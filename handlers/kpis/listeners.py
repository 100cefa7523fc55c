"""Register `/kpi`, its form, and the buttons of its answers."""

from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.kpis.course import KpiCourseService
from bot.kpis.readings import ReadingService
from bot.services import Services
from domain.errors import WaymarkError
from domain.kpis import Direction
from handlers.kpis import blocks
from handlers.kpis.form import ReadingFormTarget, form_line, problem_field, reading_form
from handlers.slack.background import Background
from handlers.slack.forms import read_inputs
from handlers.slack.ids import Action, Command, View, any_numbered
from handlers.slack.modals import open_form
from handlers.slack.notifications import notify_user
from handlers.slack.payloads import actor_of, channel_of, command_text, workspace_of

TITLE = "Add a KPI value"


def register(app: App, services: Services, background: Background) -> None:
    """Register `/kpi`, its form, and the buttons of its answers."""
    _register_command(app, services.readings, services.kpi_course, background)
    _register_form(app, services.readings, services.kpi_course, background)
    _register_questions(app, services.readings, background)


def _register_command(
    app: App, readings: ReadingService, courses: KpiCourseService, background: Background
) -> None:
    @app.command(Command.KPI.value)
    def kpi(ack: Ack, command: dict[str, Any], client: WebClient) -> None:
        workspace, user = workspace_of(command), str(command["user_id"])
        channel, line = str(command["channel_id"]), command_text(command)
        if not line:
            ack()
            target = ReadingFormTarget(channel)
            _open(background, client, command["trigger_id"], courses, workspace, user, target)
            return
        course = courses.find_course(workspace, user, line, channel)
        if course:
            ack(blocks.build_course_message(course))
            return
        ack(blocks.build_answer(readings.record(workspace, user, line, channel)))


def _register_form(
    app: App, readings: ReadingService, courses: KpiCourseService, background: Background
) -> None:
    @app.action(any_numbered(Action.ADD_READING))
    def add(ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        ack()
        target = ReadingFormTarget(channel_of(body), int(action["value"]))
        user = str(body["user"]["id"])
        _open(background, client, body["trigger_id"], courses, workspace_of(body), user, target)

    @app.view(View.READING.value)
    def submit(ack: Ack, body: dict[str, Any], view: dict[str, Any], client: WebClient) -> None:
        target = ReadingFormTarget.from_metadata(view["private_metadata"])
        workspace, user = workspace_of(body), str(body["user"]["id"])
        values = read_inputs(view["state"]["values"])
        try:
            saved = readings.record(workspace, user, form_line(values), target.channel)
        except WaymarkError as error:
            ack(response_action="errors", errors={problem_field(values): error.sentence})
            return
        ack()
        answer = blocks.build_answer(saved)
        background.run(lambda: notify_user(client, target.channel, user, answer))

    @app.action(any_numbered(Action.UNDO_READING))
    def undo(ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond) -> None:
        undone = courses.undo(actor_of(body), int(action["value"]))
        ack()
        _replace(background, respond, blocks.build_undone_message(undone))


def _open(
    background: Background,
    client: WebClient,
    trigger: str,
    courses: KpiCourseService,
    workspace: Any,
    user: str,
    target: ReadingFormTarget,
) -> None:
    open_form(
        background,
        client,
        trigger,
        (View.READING, TITLE),
        lambda: reading_form(courses.choices(workspace, user, target.channel), target, TITLE),
    )


def _register_questions(app: App, readings: ReadingService, background: Background) -> None:
    @app.action(any_numbered(Action.CHOOSE_READING))
    def choose(ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond) -> None:
        line, meaning = blocks.read_choice(str(action["value"]))
        saved = readings.choose(actor_of(body), line, meaning, channel_of(body))
        ack()
        _replace(background, respond, blocks.build_reading_message(saved))

    @app.action(any_numbered(Action.DROP_READING))
    def drop(ack: Ack, respond: Respond) -> None:
        ack()
        _replace(background, respond, blocks.build_dropped_message())

    @app.action(any_numbered(Action.CHOOSE_DIRECTION))
    def direct(ack: Ack, body: dict[str, Any], action: dict[str, Any], respond: Respond) -> None:
        kpi_id, _, direction = str(action["value"]).partition(":")
        answer = readings.answer_direction(actor_of(body), int(kpi_id), Direction(direction))
        ack()
        _replace(background, respond, blocks.build_direction_message(answer))


def _replace(background: Background, respond: Respond, message: dict[str, Any]) -> None:
    background.run(lambda: respond({**message, "replace_original": True}))
